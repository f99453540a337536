//! Reading a site: the only stage that touches the files of an author.
//!
//! Input: the site's folder. Output: an owned [`Snapshot`] of all that can make a page. Entry point: [`load`]; a site
//! that is in memory becomes one by [`Snapshot::from_memory`].
//!
//! What can't be read as it should (not UTF-8, a link out of the site) is a diagnostic, and the rest is read all the
//! same; a folder or file that the system refuses is an error with its path.

mod memory;
mod theme;

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

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
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
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
    InMemory(Arc<[u8]>),
    OnDisk(Arc<OnDisk>),
}

/// A file that is read when it is needed.
#[derive(Debug)]
struct OnDisk {
    /// The site's folder.
    site: PathBuf,
    path: PathBuf,
    /// Its bytes, where they are kept.
    kept: OnceLock<Arc<[u8]>>,
}

impl OnDisk {
    /// Reads the file. What has become a link out of the site since it was found, or something other than a file, is not read.
    fn read(&self) -> io::Result<Vec<u8>> {
        let path = self.path.canonicalize()?;
        let is_file = std::fs::symlink_metadata(&path)?.is_file();
        if !is_file || !path.starts_with(&self.site) {
            return Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                "it is no longer a file of the site",
            ));
        }
        std::fs::read(path)
    }
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
            AssetBytes::InMemory(bytes) => Ok(bytes.to_vec().into()),
            AssetBytes::OnDisk(file) => match file.kept.get() {
                Some(bytes) => Ok(bytes.to_vec().into()),
                None => file.read().map(Into::into).map_err(|error| LoadError::new(&file.path, error)),
            },
        }
    }

    /// Reads the file's bytes and keeps them, so that they belong to the site as it was read.
    ///
    /// # Errors
    /// When the system can't read the file.
    pub fn keep(&self) -> Result<std::borrow::Cow<'static, [u8]>, LoadError> {
        let bytes = self.read()?;
        if let AssetBytes::OnDisk(file) = &self.bytes {
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

/// Reads the site in `root`.
///
/// # Errors
/// When the system refuses a file or folder.
pub fn load(root: &Path) -> Result<Snapshot, LoadError> {
    let site = root.canonicalize().map_err(|error| LoadError::new(root, error))?;
    let mut reader = Reader { site, snapshot: Snapshot::default(), ignore: Ignore::default() };
    reader.read_config()?;
    reader.read_content()?;
    reader.read_templates()?;
    reader.read_static()?;
    reader.snapshot.add_theme();
    Ok(reader.snapshot)
}

impl Snapshot {
    /// Reads Markdown files again whose text may have changed. Where the paths name anything else (a new file, a
    /// removed one, a template), nothing is read and the answer is no.
    ///
    /// # Errors
    /// When the system refuses a file.
    pub fn reread(&mut self, root: &Path, changed: &[PathBuf]) -> Result<bool, LoadError> {
        let site = root.canonicalize().map_err(|error| LoadError::new(root, error))?;
        let mut texts = Vec::new();
        for path in changed {
            let below = path.strip_prefix(root).or(path.strip_prefix(&site));
            let known = below
                .ok()
                .filter(|_| path.is_file() && !path.is_symlink())
                .and_then(|below| self.content_at(&slashed(below)));
            let Some(file) = known else { return Ok(false) };
            texts.push((file, read_text(path, self.files.get(file).path.to_string())?));
        }
        for (file, (text, invalid)) in texts {
            self.files.replace(file, text);
            self.diagnostics.retain(|finding| finding.primary.file != file);
            self.report_invalid(file, invalid);
        }
        Ok(true)
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

struct Reader {
    site: PathBuf,
    snapshot: Snapshot,
    ignore: Ignore,
}

impl Reader {
    fn read_config(&mut self) -> Result<(), LoadError> {
        let path = self.site.join(CONFIG_FILE);
        let text = self.text(&path)?;
        self.snapshot.config = self.snapshot.add(text);
        self.ignore = config::parse(&self.snapshot.files.get(self.snapshot.config).text).config.ignore;
        Ok(())
    }

    /// Without its content a site would be an empty one, and the next build would remove every page.
    fn read_content(&mut self) -> Result<(), LoadError> {
        let folder = self.site.join("content");
        std::fs::read_dir(&folder).map_err(|error| LoadError::new(folder, error))?;
        let (texts, others): (Vec<_>, Vec<_>) = self
            .walk("content")?
            .into_iter()
            .partition(|path| path.extension().is_some_and(|end| end == "md"));
        self.snapshot.content = self.texts(&texts)?;
        self.add_assets("content", &others)
    }

    fn read_templates(&mut self) -> Result<(), LoadError> {
        let paths = self.walk("templates")?;
        for file in self.texts(&paths)? {
            self.snapshot.add_template(file);
        }
        Ok(())
    }

    fn read_static(&mut self) -> Result<(), LoadError> {
        let paths = self.walk("static")?;
        self.add_assets("static", &paths)
    }

    fn add_assets(&mut self, folder: &str, paths: &[PathBuf]) -> Result<(), LoadError> {
        for path in paths {
            let relative = self.relative(path);
            if is_plain(&relative) {
                let text = self.text(path)?;
                self.snapshot.add_plain(text);
            }
            if let Some(fault) = path_fault(&relative) {
                let message = format!("the path of this file {fault}, which not every system takes");
                self.report(path, Code::PathCollision, &message, "rename the file, or its folder");
            }
            let path_in_folder = relative.strip_prefix(folder).unwrap_or(&relative).trim_start_matches('/');
            let (site, path) = (self.site.clone(), path.to_owned());
            let bytes = AssetBytes::OnDisk(Arc::new(OnDisk { site, path, kept: OnceLock::new() }));
            self.snapshot.add_asset(path_in_folder, folder == "content", bytes);
        }
        Ok(())
    }

    /// The files below a folder of the site in the order of their paths; a folder that isn't there is empty.
    fn walk(&mut self, folder: &str) -> Result<Vec<PathBuf>, LoadError> {
        let start = self.site.join(folder);
        if !start.exists() {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        let mut entries = WalkDir::new(&start).follow_links(true).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            match entry {
                Ok(entry) if !self.is_read(entry.path()) => skip(&mut entries, &entry),
                Ok(entry) if entry.path_is_symlink() && self.leaves_site(entry.path()) => {
                    self.report(entry.path(), Code::OutsideSite, "this link leads out of the site", COPY);
                    skip(&mut entries, &entry);
                }
                Ok(entry) if entry.file_type().is_file() => found.push(entry.into_path()),
                Ok(_) => {}
                // The lock that Emacs leaves beside a file is a link that leads nowhere.
                Err(error) if error.path().is_some_and(|path| !self.is_read(path)) => {}
                Err(error) => self.walk_error(error)?,
            }
        }
        found.sort_by_cached_key(|path| self.relative(path));
        Ok(found)
    }

    /// A link that leads nowhere or in a circle is the author's to mend; anything else is the system's.
    fn walk_error(&mut self, error: walkdir::Error) -> Result<(), LoadError> {
        let path = error.path().unwrap_or(&self.site).to_owned();
        if error.loop_ancestor().is_some() {
            self.report(&path, Code::UnreadableFile, "this link leads back to a folder it lies in", COPY);
            return Ok(());
        }
        if path.is_symlink() {
            self.report(&path, Code::UnreadableFile, "this link leads nowhere", COPY);
            return Ok(());
        }
        Err(LoadError::new(path, error.into()))
    }

    fn is_read(&self, path: &Path) -> bool {
        is_read(&self.relative(path), &self.ignore)
    }

    fn leaves_site(&self, path: &Path) -> bool {
        path.canonicalize().is_ok_and(|target| !target.starts_with(&self.site))
    }

    fn report(&mut self, path: &Path, code: Code, message: &str, help: &str) {
        let file = self.snapshot.add((TextFile::new(self.relative(path), ""), None));
        self.snapshot
            .diagnostics
            .push(Diagnostic::new(code, Location::new(file, Span::default()), message).help(help));
    }

    /// Reads text files in parallel and adds them in the order given.
    fn texts(&mut self, paths: &[PathBuf]) -> Result<Vec<FileId>, LoadError> {
        let texts: Result<Vec<_>, _> = paths.par_iter().map(|path| self.text(path)).collect();
        Ok(texts?.into_iter().map(|text| self.snapshot.add(text)).collect())
    }

    /// The text of a file, and where it stops being UTF-8.
    fn text(&self, path: &Path) -> Result<(TextFile, Option<usize>), LoadError> {
        read_text(path, self.relative(path))
    }

    /// A path as diagnostics and pages show it: relative to the site, with `/`.
    fn relative(&self, path: &Path) -> String {
        slashed(path.strip_prefix(&self.site).unwrap_or(path))
    }
}

/// The text of a file, and where it stops being UTF-8.
fn read_text(path: &Path, relative: String) -> Result<(TextFile, Option<usize>), LoadError> {
    let bytes = std::fs::read(path).map_err(|error| LoadError::new(path, error))?;
    if u32::try_from(bytes.len()).is_err() {
        let error = io::Error::new(io::ErrorKind::FileTooLarge, "a text of 4 GiB or more");
        return Err(LoadError::new(path, error));
    }
    Ok(decode(relative, bytes))
}

/// A path with `/` on every system.
fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn skip(entries: &mut walkdir::IntoIter, entry: &DirEntry) {
    if entry.file_type().is_dir() {
        entries.skip_current_dir();
    }
}
