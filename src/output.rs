//! Writing the site: the only stage that touches the output folder.
//!
//! Input: each file's path and bytes, from any thread. Output: the files, of which only those that differ are written;
//! and what an earlier build wrote and this one did not is removed. Entry points: [`Output::open`], [`Output::write`]
//! and [`Output::finish`].
//!
//! Files are written under temporary names, and only [`Output::finish`] puts them in their places: what is dropped
//! before leaves the folder as it was.
//!
//! The folder holds a list of what Annals wrote into it, [`MANIFEST`]. Nothing else in it is ever touched: a folder with
//! other files is refused, but for [`PAGEFIND`], which is written into a finished site. Before the first file gets its
//! name, the list says what may come and that it is `UNFINISHED`: so a build that is killed leaves nothing which the next
//! one takes for somebody else's, or for up to date.
//!
//! Beside the list lies a note on what the files were made from, for [`recall`]: a build that finds the note true and
//! the files untouched has nothing to do.

use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Write as _};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use rayon::prelude::*;
use twox_hash::XxHash3_64;
use walkdir::{DirEntry, WalkDir};

/// The list of what Annals wrote, in the output folder.
pub const MANIFEST: &str = ".annals-manifest";
/// The folder of Pagefind's index: it is made from the site, in the site, and outlives a build.
pub const PAGEFIND: &str = "pagefind";
/// What the files were made from.
const NOTE: &str = ".annals-note";
const LOCK: &str = ".annals-lock";
const TEMPORARY: &str = ".annals-tmp";
/// The first line of the list while a build is writing.
const UNFINISHED: &str = "unfinished";
/// The first line of the list when it is done.
const FINISHED: &str = "annals";
/// The fingerprint of a file that a build means to write.
const UNKNOWN: u64 = 0;

/// An output folder that is being written, and that no other build may write.
#[derive(Debug)]
pub struct Output {
    folder: PathBuf,
    /// What the last build wrote, with fingerprints.
    before: BTreeMap<String, u64>,
    /// The files that are as the last build left them, with their sizes.
    intact: HashMap<String, u64>,
    /// What the last build noted down.
    note: String,
    /// What this build's site consists of, with fingerprints.
    now: Mutex<BTreeMap<String, u64>>,
    /// The files of it that differ, and wait under their temporary names.
    waiting: Mutex<Vec<String>>,
    /// Holds the lock until it is dropped.
    _lock: File,
}

/// What writing came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files of the site.
    pub files: usize,
    /// Those that were written because they differed.
    pub changed: usize,
    /// Files of an earlier build that were removed.
    pub removed: usize,
}

/// Why the output folder can't be written.
#[derive(Debug)]
pub enum OutputError {
    /// The system refused something.
    Io(PathBuf, io::Error),
    /// The folder holds a file that Annals did not write.
    Foreign(PathBuf, String),
    /// Another build is writing the folder.
    Busy(PathBuf),
}

impl fmt::Display for OutputError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(path, error) => write!(formatter, "can't write {}: {error}", path.display()),
            Self::Foreign(folder, file) => write!(
                formatter,
                "{} holds `{file}`, which Annals did not write; name an empty folder with `-o`, or move the file away (to publish it, put it into `static/`)",
                folder.display()
            ),
            Self::Busy(folder) => {
                write!(formatter, "another build is writing {}; try again when it is done", folder.display())
            }
        }
    }
}

impl std::error::Error for OutputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(_, error) => Some(error),
            Self::Foreign(..) | Self::Busy(_) => None,
        }
    }
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> OutputError {
    let path = path.to_owned();
    move |error| OutputError::Io(path, error)
}

impl Output {
    /// Opens a folder for writing; it is made where it isn't there.
    ///
    /// # Errors
    /// When the system refuses, another build is at work there, or the folder holds what Annals did not write.
    pub fn open(folder: &Path) -> Result<Self, OutputError> {
        refuse_foreign_folder(folder)?;
        fs::create_dir_all(folder).map_err(at(folder))?;
        let lock = lock(folder)?;
        let manifest = folder.join(MANIFEST);
        let text = match fs::read_to_string(&manifest) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(OutputError::Io(manifest, error)),
        };
        let before = read_manifest(&text);
        let intact = survey(folder, &before, finished_at(folder, &text))?;
        let note = read_note(folder, &text).unwrap_or_default();
        let (now, waiting) = Default::default();
        Ok(Self { folder: folder.to_owned(), before, intact, note, now, waiting, _lock: lock })
    }

    /// What an earlier build wrote at a path, where nobody has touched it since.
    pub fn earlier(&self, path: &str) -> Option<Vec<u8>> {
        self.intact.get(path).and_then(|_| fs::read(self.folder.join(path)).ok())
    }

    /// The note of the build that wrote the folder; empty where it is not known to be of that build.
    pub fn note(&self) -> &str {
        &self.note
    }

    /// Adds a file to the site as the last build wrote it, where nobody has touched it since; tells whether it has.
    pub fn keep(&self, path: &str) -> bool {
        let kept = self.before.get(path).filter(|_| self.intact.contains_key(path));
        kept.is_some_and(|&fingerprint| {
            locked(&self.now).insert(path.to_owned(), fingerprint);
            true
        })
    }

    /// Adds a file to the site; it is written unless it is there with these very bytes.
    ///
    /// # Errors
    /// When the system refuses; the file as it was stays in place.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), OutputError> {
        let fingerprint = fingerprint(bytes);
        let same = self.before.get(path) == Some(&fingerprint)
            && self.intact.get(path) == Some(&(bytes.len() as u64));
        if !same {
            locked(&self.waiting).push(path.to_owned());
            write_temporary(&self.folder.join(path), bytes)?;
        }
        locked(&self.now).insert(path.to_owned(), fingerprint);
        Ok(())
    }

    /// Ends the writing: puts the files in their places, removes what this build did not write, and the folders that
    /// are empty then; and notes down what [`recall`] is to give back.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn finish(self, note: &str) -> Result<Written, OutputError> {
        let now = locked(&self.now);
        let mut waiting = locked(&self.waiting);
        let orphans: Vec<_> = self.before.keys().filter(|path| !now.contains_key(*path)).collect();
        let written = Written { files: now.len(), changed: waiting.len(), removed: orphans.len() };
        let list = manifest(FINISHED, now.iter().map(|(path, fingerprint)| (&**path, *fingerprint)));
        if !waiting.is_empty() || *now != self.before {
            self.announce(&now)?;
            waiting.par_iter().try_for_each(|path| put_in_place(&self.folder.join(path)))?;
            waiting.clear();
            orphans.into_iter().try_for_each(|path| self.remove(path))?;
            replace(&self.folder.join(MANIFEST), &list)?;
        }
        let noted = format!("{:016x}\n{note}", XxHash3_64::oneshot(list.as_bytes()));
        let path = self.folder.join(NOTE);
        if fs::read(&path).ok().as_deref() != Some(noted.as_bytes()) {
            replace(&path, &noted)?;
        }
        Ok(written)
    }

    /// Writes down what may come.
    fn announce(&self, now: &BTreeMap<String, u64>) -> Result<(), OutputError> {
        let mut all: BTreeMap<&str, u64> = now.keys().map(|path| (&**path, UNKNOWN)).collect();
        all.extend(self.before.iter().map(|(path, fingerprint)| (&**path, *fingerprint)));
        replace(&self.folder.join(MANIFEST), &manifest(UNFINISHED, all.into_iter()))
    }

    fn remove(&self, path: &str) -> Result<(), OutputError> {
        let path = self.folder.join(path);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(OutputError::Io(path, error)),
            _ => {
                self.remove_empty_parents(&path);
                Ok(())
            }
        }
    }

    fn remove_empty_parents(&self, path: &Path) {
        let parents = path.ancestors().skip(1).take_while(|parent| *parent != self.folder);
        for parent in parents {
            if fs::remove_dir(parent).is_err() {
                return;
            }
        }
    }
}

/// What waits when the writing ends early is taken away.
impl Drop for Output {
    fn drop(&mut self) {
        for path in locked(&self.waiting).iter() {
            let path = self.folder.join(path);
            let _ = fs::remove_file(temporary(&path));
            self.remove_empty_parents(&path);
        }
    }
}

/// The note of the build that wrote a folder, and how many files it wrote; none where any of them is not as it was.
pub fn recall(folder: &Path) -> Option<(String, usize)> {
    let list = fs::read_to_string(folder.join(MANIFEST)).ok().filter(|list| list.starts_with(FINISHED))?;
    let _lock = lock(folder).ok()?;
    let note = read_note(folder, &list)?;
    let before = read_manifest(&list);
    let intact = survey(folder, &before, finished_at(folder, &list)).ok()?;
    (intact.len() == before.len()).then_some((note, before.len()))
}

/// The note of the build that wrote this list.
fn read_note(folder: &Path, list: &str) -> Option<String> {
    let noted = fs::read_to_string(folder.join(NOTE)).ok()?;
    let (of, note) = noted.split_once('\n')?;
    let is_of_list = u64::from_str_radix(of, 16).ok()? == XxHash3_64::oneshot(list.as_bytes());
    is_of_list.then(|| note.to_owned())
}

/// When the list was written, unless the build that wrote it never came to its end.
fn finished_at(folder: &Path, list: &str) -> Option<SystemTime> {
    let data = fs::metadata(folder.join(MANIFEST)).ok().filter(|_| list.starts_with(FINISHED))?;
    last_change(&data)
}

/// When a file was last changed or moved; a tool may set back the time of a file's last change, but not this one.
#[cfg(unix)]
fn last_change(data: &fs::Metadata) -> Option<SystemTime> {
    use std::os::unix::fs::MetadataExt as _;
    let (seconds, nanos) = (u64::try_from(data.ctime()).ok()?, u32::try_from(data.ctime_nsec()).ok()?);
    Some(SystemTime::UNIX_EPOCH + std::time::Duration::new(seconds, nanos))
}

/// When a file was last changed.
#[cfg(not(unix))]
fn last_change(data: &fs::Metadata) -> Option<SystemTime> {
    data.modified().ok()
}

/// The text of the list.
fn manifest<'m>(state: &str, files: impl Iterator<Item = (&'m str, u64)>) -> String {
    let mut text = format!("{state}\n");
    for (path, fingerprint) in files {
        let _ = writeln!(text, "{fingerprint:016x} {path}");
    }
    text
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read_manifest(text: &str) -> BTreeMap<String, u64> {
    let lines = text.lines().filter_map(|line| line.split_once(' '));
    lines
        .filter_map(|(fingerprint, path)| Some((path.to_owned(), u64::from_str_radix(fingerprint, 16).ok()?)))
        .collect()
}

/// A folder without a list of ours may hold nothing but what is the user's and what a killed build left half-written.
fn refuse_foreign_folder(folder: &Path) -> Result<(), OutputError> {
    let files = walk(folder).filter_map(Result::ok).filter(|entry| !entry.file_type().is_dir());
    let foreign = files.map(|entry| relative(folder, entry.path())).find(|path| !is_temporary(path));
    // Looked for last, since another build may just be writing it, and files after it.
    match foreign.filter(|_| !folder.join(MANIFEST).exists()) {
        Some(path) => Err(OutputError::Foreign(folder.to_owned(), path)),
        None => Ok(()),
    }
}

fn lock(folder: &Path) -> Result<File, OutputError> {
    let path = folder.join(LOCK);
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(at(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OutputError::Busy(folder.to_owned())),
        Err(TryLockError::Error(error)) => Err(OutputError::Io(path, error)),
    }
}

/// Looks at all files of the folder: refuses foreign ones, removes what a killed build left half-written, and returns
/// those that nobody changed since the list was written.
fn survey(
    folder: &Path,
    ours: &BTreeMap<String, u64>,
    since: Option<SystemTime>,
) -> Result<HashMap<String, u64>, OutputError> {
    let mut found = Vec::with_capacity(ours.len());
    for entry in walk(folder) {
        let entry = entry.map_err(|error| OutputError::Io(folder.to_owned(), error.into()))?;
        if entry.file_type().is_dir() {
            continue;
        }
        let path = relative(folder, entry.path());
        if is_temporary(&path) {
            fs::remove_file(entry.path()).map_err(at(entry.path()))?;
        } else if let Some(&fingerprint) = ours.get(&path) {
            found.push((path, entry.into_path(), fingerprint));
        } else {
            return Err(OutputError::Foreign(folder.to_owned(), path));
        }
    }
    let Some(since) = since else { return Ok(HashMap::new()) };
    let intact = found.into_par_iter().filter_map(|(path, file, fingerprint)| {
        let data = fs::symlink_metadata(&file).ok()?;
        is_intact(&file, &data, fingerprint, since)?.then_some((path, data.len()))
    });
    Ok(intact.collect())
}

/// Whether a file is as it was at a time. One that was touched since, or in the very moment that the clock can't tell
/// from that time, is read: it may have been copied, or edited and put right again.
fn is_intact(file: &Path, data: &fs::Metadata, fingerprint: u64, since: SystemTime) -> Option<bool> {
    let changed = last_change(data).filter(|_| data.is_file())?;
    let same = || fs::read(file).is_ok_and(|bytes| self::fingerprint(&bytes) == fingerprint);
    Some(changed < since || same())
}

/// A path below the folder, with `/`.
fn relative(folder: &Path, path: &Path) -> String {
    let path = path.strip_prefix(folder).unwrap_or(path);
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn fingerprint(bytes: &[u8]) -> u64 {
    XxHash3_64::oneshot(bytes).max(UNKNOWN + 1)
}

/// All that lies in a folder but what is the user's.
fn walk(folder: &Path) -> impl Iterator<Item = walkdir::Result<DirEntry>> {
    WalkDir::new(folder).min_depth(1).into_iter().filter_entry(|entry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() != 1 || !is_others(&name) || is_temporary(&name)
    })
}

/// Files that begin with a full stop are the user's: `.git`, `.nojekyll`.
fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}

/// What lies at the top of a site's folder and is none of ours.
fn is_others(name: &str) -> bool {
    is_hidden(name) || name == PAGEFIND
}

fn is_temporary(name: &str) -> bool {
    name.ends_with(TEMPORARY)
}

/// The name of a file until it is put in its place.
fn temporary(path: &Path) -> PathBuf {
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(TEMPORARY);
    temporary.into()
}

/// Writes a file under its temporary name, and makes its folder where it isn't there.
fn write_temporary(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    let temporary = temporary(path);
    let written = fs::write(&temporary, bytes).or_else(|error| match path.parent() {
        Some(folder) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(folder).and_then(|()| fs::write(&temporary, bytes))
        }
        _ => Err(error),
    });
    written.map_err(at(path))
}

/// Puts what was written under a temporary name in the place of the file.
fn put_in_place(path: &Path) -> Result<(), OutputError> {
    fs::rename(temporary(path), path).map_err(at(path))
}

/// Puts a text in the place of a file in one step.
fn replace(path: &Path, text: &str) -> Result<(), OutputError> {
    write_temporary(path, text.as_bytes())?;
    put_in_place(path)
}
