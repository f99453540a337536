//! What a user notices, on whole sites: one binary, a module for each part of the contract.

#![allow(clippy::unwrap_used)]

mod diagnostics;
mod emitters;
mod site;
