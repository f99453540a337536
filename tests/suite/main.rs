//! All integration tests, as one program.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod guide;
mod incremental;
