//! Every bar of the pages, measured in Chromium on this repository's own site and on a small one for each behaviour;
//! `tests/browser` does the measuring.
//!
//! Input: the repository. Output: a scorecard; the test fails where a bar does that is not about speed. Without Node.js,
//! Java, Chromium or pdftotext it says so and passes, except where `CI` is set.

use std::process::Command;

use crate::needed::are_there;
use crate::site::repository;

/// The programs that measure, each with the word that makes it print its version.
const NEEDED: [(&str, &str); 5] = [
    ("node", "--version"),
    ("npm", "--version"),
    ("java", "-version"),
    ("chromium", "--version"),
    ("pdftotext", "-v"),
];

/// Whether the programs are there; a test that goes without them says so, and where `CI` is set it fails.
pub fn can_be_tested() -> bool {
    are_there(&NEEDED, "the pages in a browser")
}

/// Runs a script of `tests/browser`, which must succeed.
pub fn run_script(name: &str, arguments: &[&str]) {
    let mut command = Command::new("node");
    command.arg(repository().join("tests/browser").join(name)).args(arguments);
    let status = command.env("ANNALS", env!("CARGO_BIN_EXE_annals")).status().expect("Node.js can be run");
    assert!(status.success(), "{name} fails; what was measured stands above");
}

#[test]
fn the_pages_reach_every_bar() {
    if can_be_tested() {
        run_script("run.mjs", &[]);
    }
}
