//! All integration tests, as one program.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod big;
mod diagnostics;
mod emitters;
mod find;
mod golden;
mod guide;
mod html;
mod incremental;
mod languages;
mod memory;
mod output;
mod properties;
mod seed;
mod site;
mod tidy;
