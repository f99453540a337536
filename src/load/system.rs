//! Where the files of a site are: on disk, in memory, or in memory over others.
//!
//! Input: a folder, files, or texts that nobody has saved yet. Output: their paths and bytes, for a
//! [`Snapshot`](super::Snapshot). Entry point: [`System`].

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use super::{CONFIG_FILE, LoadError};
use crate::diagnostic::Code;

/// Where the files of a site are. Paths in a site have `/` on every system.
pub trait System: fmt::Debug + Send + Sync {
    /// The files below a folder of the site that `is_read` wants, in the order of their paths.
    ///
    /// # Errors
    /// When the system refuses a folder.
    fn list(&self, folder: &str, is_read: &dyn Fn(&str) -> bool) -> Result<Listing, LoadError>;

    /// What is in a file.
    ///
    /// # Errors
    /// When the system refuses it.
    fn read(&self, entry: &Entry) -> Result<Vec<u8>, LoadError>;

    /// What is in a file that was found some time ago, where it is still one of the site's.
    ///
    /// # Errors
    /// When it is not, or the system refuses it.
    fn read_later(&self, entry: &Entry) -> Result<Vec<u8>, LoadError> {
        self.read(entry)
    }

    /// The plain file at a path, which may be one in the site or one of the system's.
    fn find(&self, path: &Path) -> Option<Entry>;
}

/// A file of a site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Its path in the site.
    pub path: String,
    /// Its path for the system.
    pub place: PathBuf,
}

impl Entry {
    /// The file at a path in the site.
    pub fn new(path: impl Into<String>) -> Self {
        let path = path.into();
        Self { place: PathBuf::from(&path), path }
    }
}

/// The files below a folder.
#[derive(Debug, Default)]
pub struct Listing {
    /// Those that can be read.
    pub files: Vec<Entry>,
    /// What is wrong with others.
    pub faults: Vec<Fault>,
}

/// Why something in a folder is not read.
#[derive(Debug)]
pub struct Fault {
    /// Its path in the site.
    pub path: String,
    /// What kind of fault it is.
    pub code: Code,
    /// What is wrong.
    pub message: &'static str,
}

/// A site in a folder.
#[derive(Debug)]
pub struct Disk {
    /// The folder as it was named, and what it is called in the end.
    root: PathBuf,
    site: PathBuf,
}

impl Disk {
    /// The site in `root`.
    ///
    /// # Errors
    /// When there is no such folder.
    pub fn new(root: &Path) -> Result<Self, LoadError> {
        let site = root.canonicalize().map_err(|error| LoadError::new(root, error))?;
        Ok(Self { root: root.to_owned(), site })
    }

    fn entry(&self, place: PathBuf) -> Entry {
        Entry { path: self.relative(&place), place }
    }

    /// A path as diagnostics and pages show it: relative to the site, with `/`.
    fn relative(&self, path: &Path) -> String {
        slashed(path.strip_prefix(&self.site).unwrap_or(path))
    }

    fn leaves_site(&self, path: &Path) -> bool {
        path.canonicalize().is_ok_and(|target| !target.starts_with(&self.site))
    }

    /// What keeps something in a folder from being read: a link that leads nowhere or in a circle is the author's to mend;
    /// anything else is the system's.
    fn fault(&self, error: walkdir::Error) -> Result<Fault, LoadError> {
        let path = error.path().unwrap_or(&self.site).to_owned();
        let message = if error.loop_ancestor().is_some() {
            "this link leads back to a folder it lies in"
        } else if path.is_symlink() {
            "this link leads nowhere"
        } else {
            return Err(LoadError::new(path, error.into()));
        };
        Ok(Fault { path: self.relative(&path), code: Code::UnreadableFile, message })
    }
}

impl System for Disk {
    fn list(&self, folder: &str, is_read: &dyn Fn(&str) -> bool) -> Result<Listing, LoadError> {
        let start = self.site.join(folder);
        // Without its content a site would be an empty one, and the next build would remove every page.
        if folder == "content" {
            std::fs::read_dir(&start).map_err(|error| LoadError::new(&start, error))?;
        }
        let mut listing = Listing::default();
        if !start.exists() {
            return Ok(listing);
        }
        let is_read = |path: &Path| is_read(&self.relative(path));
        let mut entries = WalkDir::new(&start).follow_links(true).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            match entry {
                Ok(entry) if !is_read(entry.path()) => skip(&mut entries, &entry),
                Ok(entry) if entry.path_is_symlink() && self.leaves_site(entry.path()) => {
                    let (path, message) = (self.relative(entry.path()), "this link leads out of the site");
                    listing.faults.push(Fault { path, code: Code::OutsideSite, message });
                    skip(&mut entries, &entry);
                }
                Ok(entry) if entry.file_type().is_file() => listing.files.push(self.entry(entry.into_path())),
                Ok(_) => {}
                // The lock that Emacs leaves beside a file is a link that leads nowhere.
                Err(error) if error.path().is_some_and(|path| !is_read(path)) => {}
                Err(error) => listing.faults.push(self.fault(error)?),
            }
        }
        listing.files.sort();
        Ok(listing)
    }

    fn read(&self, entry: &Entry) -> Result<Vec<u8>, LoadError> {
        let place = self.site.join(&entry.place);
        std::fs::read(&place).map_err(|error| LoadError::new(place, error))
    }

    /// What has become a link out of the site since it was found, or something other than a file, is not read.
    fn read_later(&self, entry: &Entry) -> Result<Vec<u8>, LoadError> {
        let read = || {
            let place = self.site.join(&entry.place).canonicalize()?;
            let is_file = std::fs::symlink_metadata(&place)?.is_file();
            if !is_file || !place.starts_with(&self.site) {
                let message = "it is no longer a file of the site";
                return Err(io::Error::new(io::ErrorKind::PermissionDenied, message));
            }
            std::fs::read(place)
        };
        read().map_err(|error| LoadError::new(self.site.join(&entry.place), error))
    }

    fn find(&self, path: &Path) -> Option<Entry> {
        let below = path.strip_prefix(&self.root).or(path.strip_prefix(&self.site)).unwrap_or(path);
        let place = self.site.join(below);
        let is_plain = below.is_relative() && place.is_file() && !place.is_symlink();
        is_plain.then(|| self.entry(place))
    }
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

/// Files that are nowhere else.
#[derive(Debug, Default)]
pub struct Memory(BTreeMap<String, Arc<[u8]>>);

impl Memory {
    /// A site from its files; the last one of a path counts. Without an `annals.toml` it has an empty one.
    pub fn new<P: Into<String>, B: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, B)>) -> Self {
        let files = files.into_iter().map(|(path, bytes)| (path.into(), bytes.into().into()));
        let mut files: BTreeMap<_, _> = files.collect();
        files.entry(CONFIG_FILE.to_owned()).or_insert_with(|| Vec::new().into());
        Self(files)
    }
}

/// The paths of a list that lie in a folder.
fn within<'p>(paths: impl Iterator<Item = &'p String>, folder: &str) -> impl Iterator<Item = &'p String> {
    paths.filter(move |path| path.strip_prefix(folder).is_some_and(|below| below.starts_with('/')))
}

fn missing(path: &str) -> LoadError {
    LoadError::new(path, io::ErrorKind::NotFound.into())
}

impl System for Memory {
    fn list(&self, folder: &str, is_read: &dyn Fn(&str) -> bool) -> Result<Listing, LoadError> {
        let files = within(self.0.keys(), folder).filter(|path| is_read(path));
        Ok(Listing { files: files.map(Entry::new).collect(), faults: Vec::new() })
    }

    fn read(&self, entry: &Entry) -> Result<Vec<u8>, LoadError> {
        self.0.get(&entry.path).map(|bytes| bytes.to_vec()).ok_or_else(|| missing(&entry.path))
    }

    fn find(&self, path: &Path) -> Option<Entry> {
        self.0.contains_key(&slashed(path)).then(|| Entry::new(slashed(path)))
    }
}

/// Texts over the files of another system: as they are before they are saved.
#[derive(Debug)]
pub struct Overlay {
    below: Arc<dyn System>,
    /// What is in each file; none where it is to be gone.
    texts: BTreeMap<String, Option<Arc<str>>>,
}

impl Overlay {
    /// Files with other texts over them, by their paths in the site, and without those that have none.
    pub fn new(below: Arc<dyn System>, texts: BTreeMap<String, Option<Arc<str>>>) -> Self {
        Self { below, texts }
    }
}

impl System for Overlay {
    fn list(&self, folder: &str, is_read: &dyn Fn(&str) -> bool) -> Result<Listing, LoadError> {
        let mut listing = self.below.list(folder, is_read)?;
        listing.files.retain(|entry| !self.texts.contains_key(&entry.path));
        let own = self.texts.iter().filter(|(path, text)| text.is_some() && is_read(path));
        listing.files.extend(within(own.map(|(path, _)| path), folder).map(Entry::new));
        listing.files.sort();
        Ok(listing)
    }

    fn read(&self, entry: &Entry) -> Result<Vec<u8>, LoadError> {
        match self.texts.get(&entry.path) {
            Some(Some(text)) => Ok(text.as_bytes().to_vec()),
            Some(None) => Err(missing(&entry.path)),
            None => self.below.read(entry),
        }
    }

    fn read_later(&self, entry: &Entry) -> Result<Vec<u8>, LoadError> {
        if self.texts.contains_key(&entry.path) { self.read(entry) } else { self.below.read_later(entry) }
    }

    fn find(&self, path: &Path) -> Option<Entry> {
        match self.texts.get(&slashed(path)) {
            Some(text) => text.as_ref().map(|_| Entry::new(slashed(path))),
            None => self.below.find(path).filter(|entry| self.texts.get(&entry.path) != Some(&None)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_overlay_hides_what_is_below() {
        let below = Memory::new([("content/a.md", "a"), ("content/b.md", "b"), ("content/c.md", "c")]);
        let texts = [("content/a.md", None), ("content/b.md", Some("B")), ("content/d.md", Some("d"))];
        let texts = texts.map(|(path, text)| (path.to_owned(), text.map(Arc::from)));
        let overlay = Overlay::new(Arc::new(below), texts.into());
        let files = overlay.list("content", &|_| true).map(|listing| listing.files).unwrap_or_default();
        let texts = files.iter().map(|entry| (&*entry.path, overlay.read(entry).unwrap_or_default()));
        let texts: Vec<_> = texts.collect();
        let expected = [("content/b.md", b"B"), ("content/c.md", b"c"), ("content/d.md", b"d")];
        assert_eq!(texts, expected.map(|(path, text)| (path, text.to_vec())));
        assert_eq!(overlay.find(Path::new("content/a.md")), None);
        assert!(overlay.find(Path::new("content/d.md")).is_some());
    }
}
