//! When the system refuses: a full disk, a folder that can't be written, no more open files, a build that is killed, two
//! builds at once. Each time there is an error that names the path, every page is as the last good build left it, and
//! the next build sets all right.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use nix::mount::{MntFlags, MsFlags, mount, umount2};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;

/// A site whose pages all say `word`, in `count` articles.
fn site(folder: &Path, count: usize, word: &str) {
    fs::create_dir_all(folder.join("content/articles")).unwrap();
    fs::write(folder.join("annals.toml"), "title = \"Trouble\"\n").unwrap();
    for number in 0..count {
        let text = format!(
            "---\ntitle: Report {number}\ndate: 2017-07-14\n---\n\n{}\n",
            format!("This is {word}. ").repeat(40)
        );
        fs::write(folder.join(format!("content/articles/report-{number}.md")), text).unwrap();
    }
}

fn annals(site: &Path, output: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_annals"));
    command.arg("build").arg("--root").arg(site).arg("-o").arg(output);
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

fn built(site: &Path, output: &Path) {
    let result = annals(site, output).output().unwrap();
    assert!(result.status.success(), "{}", error(&result));
}

fn error(result: &Output) -> String {
    String::from_utf8_lossy(&result.stderr).into_owned()
}

/// Every article's page that is there, and whether it says `word`.
fn pages(output: &Path) -> BTreeMap<PathBuf, String> {
    let entries = fs::read_dir(output.join("articles")).into_iter().flatten().filter_map(Result::ok);
    entries.map(|entry| (entry.path(), fs::read_to_string(entry.path()).unwrap())).collect()
}

/// That every article has a page, that each is whole, and says one of the words.
fn assert_whole(output: &Path, count: usize, words: &[&str]) {
    let pages = pages(output);
    let whole = |text: &str| text.trim_end().ends_with("</html>");
    let says = |text: &str| words.iter().any(|word| text.contains(&format!("This is {word}.")));
    for (path, text) in pages.iter().filter(|(path, _)| path.extension().is_some_and(|end| end == "html")) {
        assert!(whole(text) && says(text), "{} is not whole", path.display());
    }
    let html = pages.keys().filter(|path| path.extension().is_some_and(|end| end == "html")).count();
    assert_eq!(html, count);
}

struct Memory(PathBuf);

impl Memory {
    /// A file system of `size` in a folder; none where that is left out by wish.
    fn mount(folder: &Path, size: &str) -> Option<Self> {
        if !crate::needed::is_root() {
            return None;
        }
        fs::create_dir_all(folder).unwrap();
        let options = format!("size={size}");
        mount(Some("none"), folder, Some("tmpfs"), MsFlags::empty(), Some(options.as_str())).unwrap();
        Some(Self(folder.to_owned()))
    }

    fn resize(&self, size: &str) {
        let options = format!("size={size}");
        mount(Some("none"), &self.0, Some("tmpfs"), MsFlags::MS_REMOUNT, Some(options.as_str())).unwrap();
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        let _ = umount2(&self.0, MntFlags::MNT_DETACH);
    }
}

#[test]
fn a_full_disk_leaves_every_page_as_it_was() {
    let folder = TempDir::new().unwrap();
    let (source, disk) = (folder.path().join("site"), folder.path().join("disk"));
    let Some(memory) = Memory::mount(&disk, "4m") else { return };
    let output = disk.join("public");
    site(&source, 40, "old");
    built(&source, &output);
    let used = walkdir::WalkDir::new(&disk).into_iter().filter_map(Result::ok);
    let used: u64 = used.map(|entry| entry.metadata().unwrap().len().div_ceil(4096) * 4096).sum();
    site(&source, 400, "new");
    memory.resize(&format!("{}", used + 256 * 1024));
    let result = annals(&source, &output).output().unwrap();
    assert_eq!(result.status.code(), Some(2), "{}", error(&result));
    assert!(
        error(&result).contains("can't write") && error(&result).contains("No space left"),
        "{}",
        error(&result)
    );
    for number in 0..40 {
        let page = fs::read_to_string(output.join(format!("articles/report-{number}.html"))).unwrap();
        assert!(page.trim_end().ends_with("</html>"), "page {number} is not whole");
    }
    memory.resize("64m");
    built(&source, &output);
    assert_whole(&output, 400, &["new"]);
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let folder = TempDir::new().unwrap();
    let (source, disk) = (folder.path().join("site"), folder.path().join("disk"));
    let Some(memory) = Memory::mount(&disk, "8m") else { return };
    let output = disk.join("public");
    site(&source, 5, "old");
    built(&source, &output);
    site(&source, 5, "new");
    mount(None::<&str>, &memory.0, None::<&str>, MsFlags::MS_REMOUNT | MsFlags::MS_RDONLY, None::<&str>)
        .unwrap();
    let result = annals(&source, &output).output().unwrap();
    assert_eq!(result.status.code(), Some(2));
    assert!(error(&result).contains(&*output.to_string_lossy()), "{}", error(&result));
    assert!(error(&result).contains("Read-only"), "{}", error(&result));
    assert_whole(&output, 5, &["old"]);
}

#[test]
fn too_many_open_files_are_an_error_and_no_more() {
    let folder = TempDir::new().unwrap();
    let (source, output) = (folder.path().join("site"), folder.path().join("public"));
    site(&source, 30, "old");
    built(&source, &output);
    site(&source, 30, "new");
    let mut command = annals(&source, &output);
    command.arg("--quiet");
    // The standard streams and one more.
    let result = with_limit(&command, 4).output().unwrap();
    assert_eq!(result.status.code(), Some(2), "{}", error(&result));
    assert!(error(&result).contains("Too many open files"), "{}", error(&result));
    assert_whole(&output, 30, &["old"]);
    built(&source, &output);
    assert_whole(&output, 30, &["new"]);
}

/// The command under a shell that lowers the number of open files first.
fn with_limit(command: &Command, files: u64) -> Command {
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("ulimit -n {files}; exec \"$@\"")).arg("sh").arg(command.get_program());
    shell.args(command.get_args()).stdout(Stdio::null()).stderr(Stdio::piped());
    shell
}

#[test]
fn a_build_that_is_killed_leaves_whole_pages() {
    for signal in [Signal::SIGINT, Signal::SIGKILL] {
        let folder = TempDir::new().unwrap();
        let (source, output) = (folder.path().join("site"), folder.path().join("public"));
        site(&source, 300, "old");
        built(&source, &output);
        site(&source, 300, "new");
        let mut child = annals(&source, &output).process_group(0).spawn().unwrap();
        wait_for_new(&output);
        kill(Pid::from_raw(child.id().try_into().unwrap()), signal).unwrap();
        child.wait().unwrap();
        assert_whole(&output, 300, &["old", "new"]);
        built(&source, &output);
        assert_whole(&output, 300, &["new"]);
        let left = walkdir::WalkDir::new(&output).into_iter().filter_map(Result::ok);
        assert_eq!(
            left.filter(|entry| entry.path().extension().is_some_and(|end| end == "annals-tmp")).count(),
            0
        );
    }
}

/// Waits until a page is new.
fn wait_for_new(output: &Path) {
    let start = Instant::now();
    while !pages(output).values().any(|text| text.contains("This is new.")) {
        assert!(start.elapsed() < Duration::from_secs(60), "no page was written");
    }
}

#[test]
fn a_second_build_into_one_folder_stops() {
    let folder = TempDir::new().unwrap();
    let (source, output) = (folder.path().join("site"), folder.path().join("public"));
    site(&source, 300, "old");
    built(&source, &output);
    site(&source, 300, "new");
    let mut first = annals(&source, &output).spawn().unwrap();
    wait_for_new(&output);
    kill(Pid::from_raw(first.id().try_into().unwrap()), Signal::SIGSTOP).unwrap();
    let second = annals(&source, &output).output().unwrap();
    kill(Pid::from_raw(first.id().try_into().unwrap()), Signal::SIGCONT).unwrap();
    assert_eq!(second.status.code(), Some(2), "{}", error(&second));
    assert!(error(&second).contains("another build is writing"), "{}", error(&second));
    assert!(first.wait().unwrap().success());
    assert_whole(&output, 300, &["new"]);
}
