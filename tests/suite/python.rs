//! Python's tools of others: what reads the exported formats in practice.
//!
//! Input: a program in `tests/suite/python/`, and what it reads. Output: what it prints. Entry point: [`python`].
//!
//! The packages (`packages.txt`) are in a virtual environment in `target/`, which the first test that needs it makes.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::needed::are_there;
use crate::site::repository;

/// Runs a program on a text, and returns what it prints; none where Python is left out by wish.
///
/// # Panics
/// When the program ends with an error.
pub fn python(program: &str, arguments: &[&str], input: &str) -> Option<String> {
    are_there(&["python"]).then(|| {
        let program = repository().join("tests/suite/python").join(program);
        let mut command = Command::new(environment());
        command.arg(program).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("Python runs");
        let mut stdin = child.stdin.take().expect("it has an input");
        let input = input.to_owned();
        let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
        let output = child.wait_with_output().expect("it ends");
        // A program that needs no input, or has seen enough, leaves the rest.
        let _unread = writer.join().expect("it does not panic");
        assert!(output.status.success(), "{arguments:?}: Python's checks fail");
        String::from_utf8(output.stdout).expect("it prints UTF-8")
    })
}

/// The interpreter of the virtual environment, made where it is not there or has other packages.
fn environment() -> PathBuf {
    let wanted =
        fs::read_to_string(repository().join("tests/suite/python/packages.txt")).expect("it is there");
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("python");
    let (interpreter, made) = (folder.join("bin/python"), folder.join("packages.txt"));
    fs::create_dir_all(&folder).expect("it can be made");
    let lock = File::create(folder.with_extension("lock")).expect("it can be made");
    lock.lock().expect("it can be locked");
    if fs::read_to_string(&made).is_ok_and(|packages| packages == wanted) {
        return interpreter;
    }
    let help = "can't make a virtual environment: install python3-venv";
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder), help);
    for line in wanted.lines() {
        let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
        run(Command::new(&interpreter).args(install).args(line.split_whitespace()), "can't install packages");
    }
    fs::write(&made, wanted).expect("it can be written");
    interpreter
}

fn run(command: &mut Command, help: &str) {
    let status = command.stdin(Stdio::null()).status().expect("Python runs");
    assert!(status.success(), "{help}");
}
