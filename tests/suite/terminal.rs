//! The program in a terminal of its own.
//!
//! Input: a folder, arguments, and what is typed. Output: what the terminal showed. Entry point: [`typed`].

use std::io::{Read as _, Write as _};
use std::path::Path;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

/// What ends the input in a terminal.
const END: &str = "\u{4}";

/// Runs the program while somebody types; it must end well. Gives what the terminal showed.
#[track_caller]
pub fn typed(folder: &Path, arguments: &[&str], keys: &str) -> String {
    let size = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
    let pty = native_pty_system().openpty(size).expect("a terminal can be had");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_annals"));
    command.args(arguments);
    command.cwd(folder);
    let mut child = pty.slave.spawn_command(command).expect("the program can be run");
    drop(pty.slave);
    let mut reader = pty.master.try_clone_reader().expect("it can be read");
    let mut writer = pty.master.take_writer().expect("it can be written to");
    // Whatever is asked beyond the keys finds the end of the input.
    write!(writer, "{keys}{END}").expect("it takes what is typed");
    let mut shown = Vec::new();
    // A terminal whose program has ended gives an error instead of an end on Linux.
    let _ = reader.read_to_end(&mut shown);
    let shown = String::from_utf8_lossy(&shown).into_owned();
    assert!(child.wait().expect("it ends").success(), "{shown}");
    shown
}
