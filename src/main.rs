//! The `annals` command: everything it does is in [`annals::cli`].
fn main() {}
