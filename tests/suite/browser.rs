//! Every bar of the pages, measured in Chromium on this repository's own site and on a small one for each behaviour;
//! `tests/browser` does the measuring.
//!
//! Input: the repository. Output: a scorecard; the test fails where a bar does that is not about speed. It needs
//! Node.js, Java, Chromium and pdftotext.

use std::fs::File;
use std::process::Command;

use crate::needed::are_there;
use crate::site::repository;

/// Whether the programs that measure are there, and not left out by wish.
pub fn can_be_tested() -> bool {
    are_there(&["node", "npm", "java", "browser", "pdftotext"])
}

/// Runs a script of `tests/browser`, which must succeed.
pub fn run_script(name: &str, arguments: &[&str]) {
    let folder = repository().join("tests/browser");
    install();
    let mut command = Command::new("node");
    command.arg(folder.join(name)).args(arguments);
    let status = command.env("ANNALS", env!("CARGO_BIN_EXE_annals")).status().expect("Node.js can be run");
    assert!(status.success(), "{name} fails; what was measured stands above");
}

/// Installs what the scripts need from npm, one test after the other: two installations at once destroy each other's files.
pub fn install() {
    let folder = repository().join("tests/browser");
    let lock = File::open(folder.join("install.mjs")).expect("it is there");
    lock.lock().expect("it can be locked");
    let mut command = Command::new("node");
    let status = command.arg(folder.join("install.mjs")).status().expect("Node.js can be run");
    assert!(status.success(), "npm can't install what the tests need");
}

#[test]
fn the_pages_reach_every_bar() {
    if can_be_tested() {
        run_script("run.mjs", &[]);
    }
}
