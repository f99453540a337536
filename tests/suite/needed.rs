//! Programs of others that a test needs.
//!
//! Input: their names. Output: whether the test can do its work. Entry point: [`are_there`].

use std::env;
use std::process::{Command, Stdio};

/// Whether the programs are there, each with the word that makes it print its version. A test that goes without them says
/// so, and where `CI` is set it fails.
pub fn are_there(programs: &[(&str, &str)], tested: &str) -> bool {
    let lacks = |(program, word): &(&str, &str)| {
        let mut command = Command::new(program);
        command.arg(word).stdout(Stdio::null()).stderr(Stdio::null()).status().is_err()
    };
    let missing: Vec<_> =
        programs.iter().filter(|needed| lacks(needed)).map(|(program, _)| *program).collect();
    let missing = missing.join(", ");
    assert!(missing.is_empty() || env::var_os("CI").is_none(), "{tested} can't be tested without {missing}");
    if !missing.is_empty() {
        eprintln!("NOT TESTED: {tested}, for want of {missing}");
    }
    missing.is_empty()
}
