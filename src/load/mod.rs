//! Reading a site: the only stage that touches the files of an author.
//!
//! Input: a [`System`] that has a site's files. Output: an owned [`Snapshot`] of all that can make a page. Entry points:
//! [`Snapshot::load`], and [`Snapshot::next`] where only some files have changed.
//!
//! What can't be read as it should (not UTF-8, a link out of the site) is a diagnostic, and the rest is read all the
//! same; a folder or file that the system refuses is an error with its path.

mod names;
mod system;
mod theme;

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

pub use names::FileNames;
pub use system::{Disk, Entry, Fault, Listing, Memory, Overlay, System};
pub use theme::{static_files as builtin_static, templates as builtin_templates};

use crate::config::{self, Ignore};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::path::{is_leftover, nfc, path_fault};
use crate::source::{FileId, Files, Location, Span, TextFile};

/// The name of the configuration; the folder it lies in is the site.
pub const CONFIG_FILE: &str = "annals.toml";

/// The one hidden folder that a site may have in `static/`: of addresses that are the same everywhere.
pub const WELL_KNOWN: &str = ".well-known";

/// All of a site that can make a page, read once.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Where the files are.
    pub system: Arc<dyn System>,
    /// The text files: `annals.toml`, content and the site's own templates.
    pub files: Files,
    /// `annals.toml`.
    pub config: FileId,
    /// The Markdown files of `content/`, in the order of their paths.
    pub content: Vec<FileId>,
    /// The plain texts (`.txt`) of `content/` and `static/`, in the order of their paths: what sources were archived as.
    /// They are assets as well.
    pub texts: Vec<FileId>,
    /// Every template by its name, the site's own before the built-in one of the same name.
    pub templates: Vec<Template>,
    /// Files to copy: `static/`, what lies beside the Markdown in `content/`, and the theme's own.
    pub assets: Vec<Asset>,
    /// What could not be read as it should.
    pub diagnostics: Vec<Diagnostic>,
}

/// A template's text.
#[derive(Clone, Debug)]
pub struct Template {
    /// The name by which others include it: `article.html`.
    pub name: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
    /// The site's own file; none for the built-in ones.
    pub file: Option<FileId>,
}

/// A file that is copied as it is.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Where it goes, relative to the output folder, in Unicode's composed form.
    pub path: String,
    /// Whether it lies in `content/`, beside the texts.
    pub is_content: bool,
    bytes: AssetBytes,
}

#[derive(Clone, Debug)]
enum AssetBytes {
    Builtin(&'static [u8]),
    Own(Arc<OwnFile>),
}

/// A file that is read when it is needed.
#[derive(Debug)]
struct OwnFile {
    system: Arc<dyn System>,
    entry: Entry,
    /// Its bytes, where they are kept.
    kept: OnceLock<Arc<[u8]>>,
}

impl Asset {
    /// The path of the file in the site.
    pub fn source(&self) -> String {
        format!("{}/{}", if self.is_content { "content" } else { "static" }, self.path)
    }

    /// Reads the file's bytes.
    ///
    /// # Errors
    /// When the system can't read the file.
    pub fn read(&self) -> Result<std::borrow::Cow<'static, [u8]>, LoadError> {
        match &self.bytes {
            AssetBytes::Builtin(bytes) => Ok((*bytes).into()),
            AssetBytes::Own(file) => match file.kept.get() {
                Some(bytes) => Ok(bytes.to_vec().into()),
                None => file.system.read_later(&file.entry).map(Into::into),
            },
        }
    }

    /// Reads the file's bytes and keeps them, so that they belong to the site as it was read.
    ///
    /// # Errors
    /// When the system can't read the file.
    pub fn keep(&self) -> Result<std::borrow::Cow<'static, [u8]>, LoadError> {
        let bytes = self.read()?;
        if let AssetBytes::Own(file) = &self.bytes {
            let _ = file.kept.set(bytes.as_ref().into());
        }
        Ok(bytes)
    }
}

/// A file or folder that the system did not let us read.
#[derive(Debug)]
pub struct LoadError {
    path: PathBuf,
    error: io::Error,
}

impl LoadError {
    fn new(path: impl Into<PathBuf>, error: io::Error) -> Self {
        Self { path: path.into(), error }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "can't read {}: {}", self.path.display(), self.error)
    }
}

impl std::error::Error for LoadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

/// The site's folder: the nearest one from `start` upwards that holds an `annals.toml`.
pub fn find_root(start: &Path) -> Option<PathBuf> {
    start.ancestors().find(|folder| folder.join(CONFIG_FILE).is_file()).map(Path::to_owned)
}

impl Snapshot {
    /// The files to copy, by their names.
    pub fn file_names(&self) -> FileNames {
        FileNames::of(self.assets.iter().map(|asset| &*asset.path))
    }

    /// Reads a site.
    ///
    /// # Errors
    /// When the system refuses a file or folder.
    pub fn load(system: Arc<dyn System>) -> Result<Self, LoadError> {
        let mut snapshot = Self::empty(system);
        snapshot.config = snapshot.add_text(&Entry::new(CONFIG_FILE))?;
        let ignore = config::parse(&snapshot.files.get(snapshot.config).text).config.ignore;
        let (texts, others) = snapshot.list("content", &ignore)?.into_iter().partition(is_markdown);
        snapshot.content = snapshot.add_texts(texts)?;
        snapshot.add_assets("content", others)?;
        let templates = snapshot.list("templates", &ignore)?;
        for file in snapshot.add_texts(templates)? {
            snapshot.add_template(file);
        }
        let files = snapshot.list("static", &ignore)?;
        snapshot.add_assets("static", files)?;
        snapshot.add_theme();
        Ok(snapshot)
    }

    /// A site from files in memory; the last one of a path counts.
    pub fn from_memory<P, B>(files: impl IntoIterator<Item = (P, B)>) -> Self
    where
        P: Into<String>,
        B: Into<Vec<u8>>,
    {
        let system: Arc<dyn System> = Arc::new(Memory::new(files));
        // What is in memory can always be read.
        Self::load(system.clone()).unwrap_or_else(|_| Self::empty(system))
    }

    fn empty(system: Arc<dyn System>) -> Self {
        Self {
            system,
            files: Files::default(),
            config: FileId::default(),
            content: Vec::new(),
            texts: Vec::new(),
            templates: Vec::new(),
            assets: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// The site as it is now, where the files at some paths may have changed; says whether only Markdown files have that
    /// were there before. Otherwise, or with no paths at all, everything is read.
    ///
    /// # Errors
    /// When the system refuses a file.
    pub fn next(&self, system: &Arc<dyn System>, changed: &[PathBuf]) -> Result<(Self, bool), LoadError> {
        let known = changed.iter().map(|path| {
            let entry = system.find(path)?;
            Some((self.content_at(&entry.path)?, entry))
        });
        let Some(known) = known.collect::<Option<Vec<_>>>().filter(|known| !known.is_empty()) else {
            return Ok((Self::load(system.clone())?, false));
        };
        let mut next = Self { system: system.clone(), ..self.clone() };
        for (file, entry) in known {
            let (text, invalid) = next.text(&entry)?;
            next.files.replace(file, text);
            next.diagnostics.retain(|finding| finding.primary.file != file);
            next.report_invalid(file, invalid);
        }
        Ok((next, true))
    }

    /// The files that can't be read as text.
    pub fn unreadable(&self) -> BTreeSet<FileId> {
        let findings = self.diagnostics.iter().filter(|finding| finding.code == Code::UnreadableFile);
        findings.map(|finding| finding.primary.file).collect()
    }

    /// The Markdown file at a path relative to the site.
    fn content_at(&self, path: &str) -> Option<FileId> {
        let at = self.content.binary_search_by_key(&path, |&file| &self.files.get(file).path).ok()?;
        self.content.get(at).copied()
    }

    /// Adds a text file; one that is not UTF-8 is reported.
    fn add(&mut self, (text, invalid): (TextFile, Option<usize>)) -> FileId {
        let file = self.files.push(text);
        self.report_invalid(file, invalid);
        file
    }

    /// The files of a folder; what is wrong with others is reported.
    fn list(&mut self, folder: &str, ignore: &Ignore) -> Result<Vec<Entry>, LoadError> {
        let listing = self.system.list(folder, &|path| is_read(path, ignore))?;
        for Fault { path, code, message } in listing.faults {
            self.report(&path, code, message, COPY);
        }
        Ok(listing.files)
    }

    fn report(&mut self, path: &str, code: Code, message: &str, help: &str) {
        let file = self.add((TextFile::new(path, ""), None));
        let place = Location::new(file, Span::default());
        self.diagnostics.push(Diagnostic::new(code, place, message).help(help));
    }

    /// The text of a file, and where it stops being UTF-8.
    fn text(&self, entry: &Entry) -> Result<(TextFile, Option<usize>), LoadError> {
        let bytes = self.system.read(entry)?;
        if u32::try_from(bytes.len()).is_err() {
            let error = io::Error::new(io::ErrorKind::FileTooLarge, "a text of 4 GiB or more");
            return Err(LoadError::new(&entry.place, error));
        }
        Ok(decode(entry.path.clone(), bytes))
    }

    fn add_text(&mut self, entry: &Entry) -> Result<FileId, LoadError> {
        let text = self.text(entry)?;
        Ok(self.add(text))
    }

    /// Reads text files in parallel and adds them in the order given.
    fn add_texts(&mut self, entries: Vec<Entry>) -> Result<Vec<FileId>, LoadError> {
        let texts: Result<Vec<_>, _> = entries.par_iter().map(|entry| self.text(entry)).collect();
        Ok(texts?.into_iter().map(|text| self.add(text)).collect())
    }

    /// Adds files to copy, of `content/` or `static/`.
    fn add_assets(&mut self, folder: &str, entries: Vec<Entry>) -> Result<(), LoadError> {
        for entry in entries {
            if is_plain(&entry.path) {
                let text = self.text(&entry)?;
                self.add_plain(text);
            }
            if let Some(fault) = path_fault(&entry.path) {
                let message = format!("the path of this file {fault}, which not every system takes");
                self.report(&entry.path, Code::PathCollision, &message, "rename the file, or its folder");
            }
            let below = entry.path.strip_prefix(folder).unwrap_or(&entry.path).trim_start_matches('/');
            let below = below.to_owned();
            let file = OwnFile { system: self.system.clone(), entry, kept: OnceLock::new() };
            self.add_asset(&below, folder == "content", AssetBytes::Own(Arc::new(file)));
        }
        Ok(())
    }

    fn report_invalid(&mut self, file: FileId, invalid: Option<usize>) {
        if let Some(at) = invalid {
            let place = Location::new(file, Span::new(at..at + char::REPLACEMENT_CHARACTER.len_utf8()));
            let message = "this file is not UTF-8 from here on";
            let help = "save it in the encoding UTF-8";
            self.diagnostics.push(Diagnostic::new(Code::UnreadableFile, place, message).help(help));
        }
    }

    /// Adds a plain text. In another encoding it may do as an asset, so that is no mistake.
    fn add_plain(&mut self, (text, invalid): (TextFile, Option<usize>)) {
        if invalid.is_none() {
            let file = self.files.push(text);
            self.texts.push(file);
        }
    }

    /// Adds a file to copy, by its path below `content/` or `static/`.
    fn add_asset(&mut self, path: &str, is_content: bool, bytes: AssetBytes) {
        self.assets.push(Asset { path: nfc(path).into_owned(), is_content, bytes });
    }

    fn add_template(&mut self, file: FileId) {
        let TextFile { path, text, .. } = self.files.get(file);
        let name = path.trim_start_matches("templates/").into();
        self.templates.push(Template { name, text: text.clone(), file: Some(file) });
    }

    /// Adds the theme: all its templates, and the static files that the site has not its own of.
    fn add_theme(&mut self) {
        for (name, text) in builtin_templates() {
            self.templates.push(Template { name: name.into(), text: text.into(), file: None });
        }
        for (path, bytes) in builtin_static() {
            if !self.assets.iter().any(|asset| asset.path == path) {
                self.add_asset(path, false, AssetBytes::Builtin(bytes));
            }
        }
    }
}

/// A text file from its bytes, and where it stops being UTF-8.
fn decode(path: String, bytes: Vec<u8>) -> (TextFile, Option<usize>) {
    match String::from_utf8(bytes) {
        Ok(text) => (TextFile::new(path, text), None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            (TextFile::new(path, String::from_utf8_lossy(error.as_bytes())), Some(at))
        }
    }
}

/// Whether a file of `content/` is a text of the site.
fn is_markdown(entry: &Entry) -> bool {
    Path::new(&entry.path).extension().is_some_and(|end| end == "md")
}

/// Whether a path is that of a plain text.
fn is_plain(path: &str) -> bool {
    path.ends_with(".txt")
}

/// Whether a file of the site is read, by its path in the site: it is neither hidden nor a left-over, nor ignored by wish.
fn is_read(path: &str, ignore: &Ignore) -> bool {
    let below = path.strip_prefix("static/").and_then(|below| below.strip_prefix(WELL_KNOWN));
    let visible = below.filter(|below| below.is_empty() || below.starts_with('/')).unwrap_or(path);
    !visible.split('/').any(|name| name.starts_with('.') || is_leftover(name)) && !ignore.matches(path)
}

const COPY: &str = "put a copy of what it should lead to in its place, or remove the link";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_land_where_they_belong() {
        let snapshot = Snapshot::from_memory([
            ("annals.toml", "title = \"A\""),
            ("content/people/ada.md", "---\nname: Ada\n---\n"),
            ("content/sources/letter.txt", "Dear"),
            ("static/favicon.svg", "<svg/>"),
            ("templates/404.html", "gone"),
            ("README.md", "no part of the site"),
            ("content/people/ada.md.bak", "an editor's"),
        ]);
        let paths: Vec<_> = snapshot.files.iter().map(|(_, file)| &*file.path).collect();
        let expected =
            ["annals.toml", "content/people/ada.md", "content/sources/letter.txt", "templates/404.html"];
        assert_eq!(paths, expected);
        assert_eq!((snapshot.content.len(), snapshot.texts.len()), (1, 1));
        let own: Vec<_> = snapshot.assets.iter().take(2).map(|asset| &*asset.path).collect();
        assert_eq!(own, ["sources/letter.txt", "favicon.svg"]);
        assert_eq!(snapshot.assets.iter().filter(|asset| asset.path == "favicon.svg").count(), 1);
        let own = snapshot.templates.iter().find(|template| &*template.name == "404.html");
        assert_eq!(own.map(|template| &*template.text), Some("gone"));
    }
}
