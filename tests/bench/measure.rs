//! Time and memory of a command, and the least that writing its output can take.
//!
//! Input: a command, or a folder that a build wrote. Output: [`Usage`]. Entry points: [`run`] and [`floor`].
//!
//! The system tells the peak memory of a process' children only for all of them together; so [`run`] starts this
//! program once more, which runs the one command and prints what it took.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use rayon::prelude::*;

/// The argument that makes this program measure the command behind it.
pub const MEASURE: &str = "--measure";

/// What a command took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Usage {
    /// Time on the clock.
    pub wall: Duration,
    /// Time of all processors.
    pub cpu: Duration,
    /// The most memory at any time, in bytes.
    pub memory: u64,
}

/// Runs a command in its own process and measures it.
pub fn run(program: &Path, arguments: &[&OsStr]) -> io::Result<Usage> {
    let output = Command::new(std::env::current_exe()?)
        .arg(MEASURE)
        .arg(program)
        .args(arguments)
        .stderr(Stdio::inherit())
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<u64> = text.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    match numbers.as_slice() {
        [wall, cpu, memory] if output.status.success() => Ok(Usage {
            wall: Duration::from_micros(*wall),
            cpu: Duration::from_micros(*cpu),
            memory: *memory,
        }),
        _ => Err(io::Error::other(format!("{} failed: {text}", program.display()))),
    }
}

/// The other side of [`run`]: runs the command, and prints its time, its processors' time and its memory.
pub fn measure(command: &[std::ffi::OsString]) -> io::Result<()> {
    let [program, arguments @ ..] = command else { return Err(io::ErrorKind::InvalidInput.into()) };
    let log = tempfile()?;
    let start = Instant::now();
    let status = Command::new(program).args(arguments).stdout(log.1.try_clone()?).stderr(log.1).status()?;
    let wall = start.elapsed();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let text = std::fs::read_to_string(&log.0)?;
    std::fs::remove_file(&log.0)?;
    if !status.success() {
        return Err(io::Error::other(text.lines().rev().take(20).collect::<Vec<_>>().join("\n")));
    }
    let micros = |time: nix::sys::time::TimeVal| time.tv_sec() * 1_000_000 + time.tv_usec();
    let cpu = micros(usage.user_time()) + micros(usage.system_time());
    println!("{} {cpu} {}", wall.as_micros(), usage.max_rss() * 1024);
    Ok(())
}

fn tempfile() -> io::Result<(PathBuf, std::fs::File)> {
    let path = std::env::temp_dir().join(format!("annals-bench-{}.log", std::process::id()));
    let file = std::fs::File::create(&path)?;
    Ok((path, file))
}

/// Every file below a folder, with its size.
pub fn files(folder: &Path) -> io::Result<Vec<(PathBuf, u64)>> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry?;
        if entry.file_type().is_file() {
            files.push((entry.path().to_owned(), entry.metadata()?.len()));
        }
    }
    Ok(files)
}

/// Writes the files of `built` once more, to the same paths below `folder`, in as many threads as the machine has.
pub fn floor(built: &Path, folder: &Path) -> io::Result<Duration> {
    let mut texts = Vec::new();
    for (path, _) in files(built)? {
        let relative = path.strip_prefix(built).map_err(io::Error::other)?;
        texts.push((folder.join(relative), std::fs::read(&path)?));
    }
    let start = Instant::now();
    let folders: std::collections::BTreeSet<_> = texts.iter().filter_map(|(path, _)| path.parent()).collect();
    folders.into_iter().try_for_each(std::fs::create_dir_all)?;
    texts.par_iter().try_for_each(|(path, text)| std::fs::write(path, text))?;
    Ok(start.elapsed())
}
