//! Programs of others that a test needs, and the rights of root.
//!
//! Input: their names. Output: whether the test is to do its work. Entry points: [`are_there`] and [`is_root`].
//!
//! A test whose program is missing fails, and says how to install it. `ANNALS_SKIP=browser,nginx` leaves out by wish the
//! tests that need these programs; what was left out is printed, however the tests end.

use std::env;
use std::io::Write as _;
use std::os::unix::fs::MetadataExt as _;
use std::process::{Command, Stdio};

/// A program: the word that makes it print its version, and its package in Debian.
struct Program {
    name: &'static str,
    command: &'static str,
    version: &'static str,
    package: &'static str,
}

const PROGRAMS: [Program; 10] = [
    Program { name: "browser", command: "chromium", version: "--version", package: "chromium" },
    Program { name: "emacs", command: "emacs", version: "--version", package: "emacs-nox" },
    Program { name: "git", command: "git", version: "--version", package: "git" },
    Program { name: "java", command: "java", version: "-version", package: "default-jre-headless" },
    Program { name: "neovim", command: "nvim", version: "--version", package: "neovim" },
    Program { name: "nginx", command: "nginx", version: "-v", package: "nginx-light" },
    Program { name: "node", command: "node", version: "--version", package: "nodejs" },
    Program { name: "npm", command: "npm", version: "--version", package: "npm" },
    Program { name: "pdftotext", command: "pdftotext", version: "-v", package: "poppler-utils" },
    Program { name: "python", command: "python3", version: "--version", package: "python3-venv" },
];

impl Program {
    fn is_there(&self) -> bool {
        let mut command = Command::new(self.command);
        command.arg(self.version).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
    }
}

/// What else a test may need: the rights of root.
const ROOT: &str = "root";

/// What is left out by wish.
fn wishes() -> Vec<String> {
    let wishes = env::var("ANNALS_SKIP").unwrap_or_default();
    wishes.split(',').map(|wish| wish.trim().to_owned()).filter(|wish| !wish.is_empty()).collect()
}

/// Whether a test that needs these programs is to do its work.
///
/// # Panics
/// When one of them is missing and was not left out by wish.
pub fn are_there(needed: &[&str]) -> bool {
    let needed: Vec<_> = needed
        .iter()
        .map(|name| PROGRAMS.iter().find(|program| program.name == *name).expect("it is in the list"))
        .collect();
    let wishes = wishes();
    if needed.iter().any(|program| wishes.iter().any(|wish| wish == program.name)) {
        return false;
    }
    let missing: Vec<_> = needed.into_iter().filter(|program| !program.is_there()).collect();
    let names: Vec<_> = missing.iter().map(|program| program.name).collect();
    let packages: Vec<_> = missing.iter().map(|program| program.package).collect();
    assert!(
        missing.is_empty(),
        "this test needs what is not there: install it by `apt-get install {}`, or leave such tests out by `ANNALS_SKIP={}`",
        packages.join(" "),
        names.join(","),
    );
    true
}

/// Whether a test that needs the rights of root is to do its work.
///
/// # Panics
/// When there are none and the test was not left out by wish.
pub fn is_root() -> bool {
    if wishes().iter().any(|wish| wish == ROOT) {
        return false;
    }
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    assert!(
        is_root,
        "only root may mount a file system: run this as root, or leave it out by `ANNALS_SKIP={ROOT}`"
    );
    true
}

#[test]
fn a_wish_is_for_a_program_that_tests_need() {
    for wish in wishes() {
        let is_known = wish == ROOT || PROGRAMS.iter().any(|program| program.name == wish);
        assert!(is_known, "ANNALS_SKIP: no test needs `{wish}`");
    }
}

/// Prints what was left out, past the capture of what tests print; the last test of the list, since they are sorted.
pub fn print_what_was_left_out() {
    let wishes = wishes();
    if !wishes.is_empty() {
        let note = format!("NOT TESTED, by ANNALS_SKIP: what needs {}\n", wishes.join(", "));
        std::io::stderr().write_all(note.as_bytes()).expect("it can be printed");
    }
}
