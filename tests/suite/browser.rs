//! Every bar of the pages, measured in Chromium on this repository's own site and on a small one for each behaviour;
//! `tests/browser` does the measuring.
//!
//! Input: the repository. Output: a scorecard; the test fails where a bar does that is not about speed. Without Node.js,
//! Java, Chromium or pdftotext it says so and passes, except where `CI` is set.

use std::env;
use std::process::{Command, Stdio};

use crate::site::repository;

/// The programs that measure, each with the word that makes it print its version.
const NEEDED: [(&str, &str); 5] = [
    ("node", "--version"),
    ("npm", "--version"),
    ("java", "-version"),
    ("chromium", "--version"),
    ("pdftotext", "-v"),
];

fn missing() -> Vec<&'static str> {
    let lacks = |(program, word): &(&str, &str)| {
        let mut command = Command::new(program);
        command.arg(word).stdout(Stdio::null()).stderr(Stdio::null()).status().is_err()
    };
    NEEDED.iter().filter(|needed| lacks(needed)).map(|(program, _)| *program).collect()
}

#[test]
fn the_pages_reach_every_bar() {
    let missing = missing();
    if !missing.is_empty() && env::var_os("CI").is_none() {
        eprintln!("NOT TESTED: the pages in a browser, for want of {}", missing.join(", "));
        return;
    }
    assert!(missing.is_empty(), "the pages can't be measured without {}", missing.join(", "));
    let mut command = Command::new("node");
    command.arg(repository().join("tests/browser/run.mjs")).env("ANNALS", env!("CARGO_BIN_EXE_annals"));
    let status = command.status().expect("Node.js can be run");
    assert!(status.success(), "a bar fails; what was measured stands above");
}
