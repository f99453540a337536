//! Sites in temporary folders, written by chained calls, and the program run on them.
//!
//! Input: what a test needs. Output: a [`Site`], and [`Run`]s of `annals` on it. Entry point: [`Site::new`].

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use annals::config::Format;
use annals::export::files;
use annals::pipeline::{self, Options, Report, Site as BuiltSite};
use tempfile::TempDir;
use walkdir::WalkDir;

/// A site that is removed when it is dropped.
pub struct Site {
    folder: TempDir,
}

/// What a run of the program printed, and its exit status.
pub struct Run {
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Site {
    /// A site with a title and nothing in it.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        Self { folder }.file("annals.toml", "title = \"Test\"\n")
    }

    /// A copy of the site in a folder, as far as it is read.
    pub fn copy_of(folder: &Path) -> Self {
        let site = Self::new();
        site.write("annals.toml", &fs::read(folder.join("annals.toml")).expect("it is a site"));
        for part in ["content", "static", "templates"] {
            for (path, bytes) in tree(&folder.join(part)) {
                site.write(&format!("{part}/{path}"), &bytes);
            }
        }
        site
    }

    /// Adds a file, or puts another text into it.
    pub fn file(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.write(path, bytes.as_ref());
        self
    }

    /// Adds an article of this id, with a title and a date.
    pub fn article(self, id: &str, text: &str) -> Self {
        let front = format!("---\ntitle: Article {id}\ndate: 2017-07-07\n---\n");
        self.file(&format!("content/articles/{id}.md"), front + text)
    }

    /// Adds a person.
    pub fn person(self, id: &str, name: &str) -> Self {
        self.file(&format!("content/people/{id}.md"), format!("---\nname: {name}\n---\n"))
    }

    /// Writes a file of the site.
    pub fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("folders can be made");
        fs::write(path, bytes).expect("files can be written");
    }

    /// Removes a file of the site.
    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).expect("the file is there");
    }

    /// A path in the site.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The output folder.
    pub fn output(&self) -> PathBuf {
        self.path("public")
    }

    /// A page of the output.
    pub fn page(&self, path: &str) -> String {
        let path = self.output().join(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Every file of the output.
    pub fn pages(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = tree(&self.output());
        files.remove(".annals-note");
        files
    }

    /// A command that runs the program in the site.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_annals"));
        command.current_dir(self.folder.path()).args(arguments).env("NO_COLOR", "1");
        command
    }

    /// Runs the program in the site.
    pub fn run(&self, arguments: &[&str]) -> Run {
        Run::from(self.command(arguments).output().expect("the program can be run"))
    }

    /// Builds the site with the program, which must succeed.
    pub fn build(self) -> Self {
        self.run(&["build"]).expect(0);
        self
    }

    /// Builds the site within the test's own process.
    pub fn build_here(&self) -> Report {
        pipeline::build(self.folder.path(), &self.output(), &Options::default())
            .unwrap_or_else(|failure| panic!("{failure}"))
    }

    /// Gives every file of the output a time long past, so that [`Site::written`] tells what a later build writes.
    pub fn backdate(&self) {
        for path in self.pages().into_keys() {
            let file = File::options().write(true).open(self.output().join(path)).expect("it is there");
            file.set_modified(long_past()).expect("times can be set");
        }
    }

    /// The files of the output that were written since [`Site::backdate`].
    pub fn written(&self) -> Vec<String> {
        let is_new = |path: &String| {
            let data = fs::metadata(self.output().join(path)).expect("it is there");
            data.modified().expect("files have times") != long_past()
        };
        self.pages().into_keys().filter(is_new).collect()
    }
}

impl Run {
    /// The run, which must have ended with this status.
    #[track_caller]
    pub fn expect(self, status: i32) -> Self {
        assert_eq!(self.status, Some(status), "{}{}", self.stdout, self.stderr);
        self
    }

    /// The run, which must have complained in these words.
    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        assert!(self.stderr.contains(words), "`{words}` is missing in:\n{}", self.stderr);
        self
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            status: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// The files of a format, by their names.
pub fn exports(session: &BuiltSite, format: Format) -> BTreeMap<String, String> {
    let recorder = session.recorder().expect("the templates are sound");
    let files = files(session.graph(), format).into_iter().map(|file| {
        let mut bytes = Vec::new();
        file.write(recorder, &mut bytes).expect("memory takes all");
        (file.name, String::from_utf8(bytes).expect("exports are UTF-8"))
    });
    files.collect()
}

/// The facts of a site in a format with one file.
pub fn exported(session: &BuiltSite, format: Format) -> String {
    exports(session, format).into_values().next().expect("there is a file")
}

/// The rows of all tables of the facts, by the tables' names.
pub fn rows(session: &BuiltSite) -> BTreeMap<String, Vec<serde_json::Value>> {
    let tables = exports(session, Format::JsonLines).into_iter();
    let rows = |text: String| -> Vec<serde_json::Value> {
        text.lines().map(|line| serde_json::from_str(line).expect("it is JSON")).collect()
    };
    tables.filter_map(|(file, text)| Some((file.strip_suffix(".jsonl")?.to_owned(), rows(text)))).collect()
}

/// A table of the facts for spreadsheets.
pub fn sheet(session: &BuiltSite, table: &str) -> String {
    exports(session, Format::Csv).remove(&format!("{table}.csv")).expect("it is there")
}

fn long_past() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)
}

/// Every file below a folder by its path; a folder that isn't there has none. Locks are no part of a site.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file() && entry.file_name() != ".annals-lock");
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("it lies in the folder");
            let path = path.to_str().expect("paths of tests are UTF-8").replace('\\', "/");
            (path, fs::read(entry.path()).expect("files can be read"))
        })
        .collect()
}

/// The folder of this repository, which is a site itself.
pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
