//! All integration tests, as one program.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod diagnostics;
mod emitters;
mod guide;
mod incremental;
mod memory;
#[cfg(unix)]
mod trouble;
