//! Writing the site: the only stage that touches the output folder.
//!
//! Input: each file's path and bytes, from any thread. Output: the files, of which only those that differ are written;
//! and what an earlier build wrote and this one did not is removed. Entry points: [`Output::open`], [`Output::write`]
//! and [`Output::finish`].
//!
//! Files are written under temporary names, and only [`Output::finish`] puts them in their places: what is dropped
//! before leaves the folder as it was.
//!
//! Nothing outside the folder is ever touched, whatever a path, a link or the list says: all is done through a handle on
//! the folder, which opens each part of a path by itself and never through a link.
//!
//! The folder holds a list of what Annals wrote into it, [`MANIFEST`]. Nothing else in it is ever touched: a folder with
//! other files is refused, but for hidden files, systems' left-overs, and [`PAGEFIND`], which is written into a finished
//! site. Before the first file gets its name, the list says what may come and that it is `UNFINISHED`: so a build that is
//! killed leaves nothing which the next one takes for somebody else's, or for up to date. A path in the list that could
//! not be one of a site's is passed over.
//!
//! Beside the list lies a note on what the files were made from, for [`recall`]: a build that finds the note true and
//! the files untouched has nothing to do.

use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Write as _};
use std::fs::{self, TryLockError};
use std::hash::Hasher as _;
use std::io::{self, BufWriter, Write as _};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use cap_fs_ext::{DirExt as _, FollowSymlinks, OpenOptionsFollowExt as _};
use cap_std::ambient_authority;
use cap_std::fs::{Dir, File, OpenOptions};
use rayon::prelude::*;
use twox_hash::XxHash3_64;
use walkdir::{DirEntry, WalkDir};

use crate::load::WELL_KNOWN;
use crate::source::path::{is_leftover, path_fault};

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
    folder: Folder,
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
    _lock: fs::File,
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
    /// The folder is one that the site is read from, or lies in it.
    Source(PathBuf, &'static str),
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
            Self::Source(folder, source) => write!(
                formatter,
                "{} lies in `{source}/`, from which the site is made; name another folder with `-o`",
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
            Self::Foreign(..) | Self::Busy(_) | Self::Source(..) => None,
        }
    }
}

/// How many folders are held open at once: a system lets no program have many.
const HELD: usize = 32;

/// The folder, and handles on it and on those of its folders that were used last.
#[derive(Debug)]
struct Folder {
    path: PathBuf,
    dir: Arc<Dir>,
    held: Mutex<HashMap<String, Arc<Dir>>>,
}

impl Folder {
    fn open(path: &Path) -> Result<Self, OutputError> {
        let dir = Dir::open_ambient_dir(path, ambient_authority());
        let dir = dir.map_err(|error| OutputError::Io(path.to_owned(), error))?;
        Ok(Self { path: path.to_owned(), dir: Arc::new(dir), held: Mutex::default() })
    }

    /// The error of what can't be done at a path.
    fn at(&self, path: &str) -> impl FnOnce(io::Error) -> OutputError {
        let path = self.path.join(path);
        move |error| OutputError::Io(path, error)
    }

    /// The folder that a path lies in, and its last part.
    fn parent<'p>(&self, path: &'p str) -> io::Result<(Arc<Dir>, &'p str)> {
        let Some((folders, name)) = path.rsplit_once('/') else { return Ok((self.dir.clone(), path)) };
        if let Some(dir) = locked(&self.held).get(folders) {
            return Ok((dir.clone(), name));
        }
        let (above, folder) = self.parent(folders)?;
        let dir = Arc::new(above.open_dir_nofollow(folder)?);
        let mut held = locked(&self.held);
        if held.len() == HELD {
            held.clear();
        }
        held.insert(folders.to_owned(), dir.clone());
        Ok((dir, name))
    }

    /// Makes the folders that a path lies in.
    fn make_parents(&self, path: &str) -> io::Result<()> {
        for (end, _) in path.match_indices('/') {
            let (dir, name) = self.parent(&path[..end])?;
            match dir.create_dir(name) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// Writes a file under its temporary name.
    fn write_temporary(&self, path: &str, bytes: &[u8]) -> Result<(), OutputError> {
        let written = self.create_temporary(path).and_then(|mut file| file.write_all(bytes));
        written.map_err(self.at(path))
    }

    /// Begins a file under its temporary name, and makes its folder where it isn't there.
    fn create_temporary(&self, path: &str) -> io::Result<File> {
        self.try_create(path).or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => self.make_parents(path).and_then(|()| self.try_create(path)),
            _ => Err(error),
        })
    }

    fn try_create(&self, path: &str) -> io::Result<File> {
        let (dir, name) = self.parent(path)?;
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).follow(FollowSymlinks::No);
        dir.open_with(temporary(name), &options)
    }

    fn remove_temporary(&self, path: &str) -> io::Result<()> {
        self.parent(path).and_then(|(dir, name)| dir.remove_file(temporary(name)))
    }

    /// Puts what was written under a temporary name in the place of the file.
    fn put_in_place(&self, path: &str) -> Result<(), OutputError> {
        let moved = self.parent(path).and_then(|(dir, name)| dir.rename(temporary(name), &dir, name));
        moved.map_err(self.at(path))
    }

    /// Puts a text in the place of a file in one step.
    fn replace(&self, path: &str, text: &str) -> Result<(), OutputError> {
        self.write_temporary(path, text.as_bytes())?;
        self.put_in_place(path)
    }

    /// Removes a file, and the folders that are empty then.
    fn remove(&self, path: &str) -> Result<(), OutputError> {
        match self.parent(path).and_then(|(dir, name)| dir.remove_file(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(self.at(path)(error)),
            _ => {
                self.remove_empty_parents(path);
                Ok(())
            }
        }
    }

    fn remove_empty_parents(&self, path: &str) {
        locked(&self.held).clear();
        let ends = path.match_indices('/').map(|(end, _)| end).collect::<Vec<_>>();
        for end in ends.into_iter().rev() {
            let removed = self.parent(&path[..end]).and_then(|(dir, name)| dir.remove_dir(name));
            if removed.is_err() {
                return;
            }
        }
    }

    /// The text of a file of ours; none where it isn't there.
    fn text(&self, name: &str) -> io::Result<Option<String>> {
        match self.dir.open_with(name, OpenOptions::new().read(true).follow(FollowSymlinks::No)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            file => io::read_to_string(file?).map(Some),
        }
    }
}

/// Refuses an output folder that lies in one of the folders which a site is read from.
///
/// # Errors
/// When it does.
pub fn refuse_source(site: &Path, folder: &Path) -> Result<(), OutputError> {
    let target = resolved(folder);
    let sources = ["content", "static", "templates"];
    match sources.into_iter().find(|source| target.starts_with(resolved(&site.join(source)))) {
        Some(source) => Err(OutputError::Source(folder.to_owned(), source)),
        None => Ok(()),
    }
}

/// Where a path leads, whose last folders may not be there yet.
pub fn resolved(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let there = path.ancestors().find_map(|above| Some((above, above.canonicalize().ok()?)));
    let Some((above, mut resolved)) = there else { return path };
    for part in path.strip_prefix(above).unwrap_or(Path::new("")).components() {
        match part {
            Component::ParentDir => _ = resolved.pop(),
            part => resolved.push(part),
        }
    }
    resolved
}

impl Output {
    /// Opens a folder for writing; it is made where it isn't there.
    ///
    /// # Errors
    /// When the system refuses, another build is at work there, or the folder holds what Annals did not write.
    pub fn open(folder: &Path) -> Result<Self, OutputError> {
        refuse_foreign_folder(folder)?;
        fs::create_dir_all(folder).map_err(|error| OutputError::Io(folder.to_owned(), error))?;
        let folder = Folder::open(folder)?;
        let lock = lock(&folder)?;
        let text = folder.text(MANIFEST).map_err(folder.at(MANIFEST))?.unwrap_or_default();
        let before = read_manifest(&text);
        let intact = survey(&folder, &before, finished_at(&folder, &text))?;
        let note = read_note(&folder, &text).unwrap_or_default();
        let (now, waiting) = Default::default();
        Ok(Self { folder, before, intact, note, now, waiting, _lock: lock })
    }

    /// What an earlier build wrote at a path, where nobody has touched it since.
    pub fn earlier(&self, path: &str) -> Option<Vec<u8>> {
        let (dir, name) = self.intact.get(path).and_then(|_| self.folder.parent(path).ok())?;
        dir.read(name).ok()
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
    /// When the path leads out of the folder, or the system refuses; the file as it was stays in place.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), OutputError> {
        self.refuse(path)?;
        let fingerprint = fingerprint(bytes);
        if !self.is_there(path, fingerprint, bytes.len() as u64) {
            locked(&self.waiting).push(path.to_owned());
            self.folder.write_temporary(path, bytes)?;
        }
        locked(&self.now).insert(path.to_owned(), fingerprint);
        Ok(())
    }

    /// Does what [`Self::write`] does with a file that is too large to be held: it is written as it is made.
    ///
    /// # Errors
    /// As [`Self::write`], and when it can't be made.
    pub fn write_as_made(
        &self,
        path: &str,
        make: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
    ) -> Result<(), OutputError> {
        self.refuse(path)?;
        let file = self.folder.create_temporary(path).map_err(self.folder.at(path))?;
        let mut out = Fingerprinted { out: BufWriter::new(file), hasher: XxHash3_64::new(), length: 0 };
        let made = make(&mut out).and_then(|()| out.flush());
        let fingerprint = out.hasher.finish().max(UNKNOWN + 1);
        if made.is_err() || self.is_there(path, fingerprint, out.length) {
            let removed = self.folder.remove_temporary(path);
            made.and(removed).map_err(self.folder.at(path))?;
        } else {
            locked(&self.waiting).push(path.to_owned());
        }
        locked(&self.now).insert(path.to_owned(), fingerprint);
        Ok(())
    }

    /// Refuses a path that leads out of the folder, or that not every system takes.
    fn refuse(&self, path: &str) -> Result<(), OutputError> {
        let Some(fault) = path_fault(path) else { return Ok(()) };
        let error = io::Error::new(io::ErrorKind::InvalidFilename, format!("the path {fault}"));
        Err(self.folder.at(path)(error))
    }

    /// Whether a file is there with these very bytes.
    fn is_there(&self, path: &str, fingerprint: u64, length: u64) -> bool {
        self.before.get(path) == Some(&fingerprint) && self.intact.get(path) == Some(&length)
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
            waiting.par_iter().try_for_each(|path| self.folder.put_in_place(path))?;
            waiting.clear();
            orphans.into_iter().try_for_each(|path| self.folder.remove(path))?;
            self.folder.replace(MANIFEST, &list)?;
        }
        let noted = format!("{:016x}\n{note}", XxHash3_64::oneshot(list.as_bytes()));
        if self.folder.text(NOTE).ok().flatten().as_deref() != Some(&*noted) {
            self.folder.replace(NOTE, &noted)?;
        }
        Ok(written)
    }

    /// Writes down what may come.
    fn announce(&self, now: &BTreeMap<String, u64>) -> Result<(), OutputError> {
        let mut all: BTreeMap<&str, u64> = now.keys().map(|path| (&**path, UNKNOWN)).collect();
        all.extend(self.before.iter().map(|(path, fingerprint)| (&**path, *fingerprint)));
        self.folder.replace(MANIFEST, &manifest(UNFINISHED, all.into_iter()))
    }
}

/// A file, and what is known of what was written to it.
struct Fingerprinted {
    out: BufWriter<File>,
    hasher: XxHash3_64,
    length: u64,
}

impl io::Write for Fingerprinted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hasher.write(bytes.get(..written).unwrap_or_default());
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// What waits when the writing ends early is taken away.
impl Drop for Output {
    fn drop(&mut self) {
        for path in locked(&self.waiting).iter() {
            let _ = self.folder.remove_temporary(path);
            self.folder.remove_empty_parents(path);
        }
    }
}

/// What the note of the build that wrote a folder tells, and how many files it wrote; none where any of them is not as it was.
pub fn recall<T>(folder: &Path, read: impl FnOnce(&str) -> Option<T>) -> Option<(T, usize)> {
    let folder = Folder::open(folder).ok()?;
    let list = folder.text(MANIFEST).ok()?.filter(|list| list.starts_with(FINISHED))?;
    let _lock = lock(&folder).ok()?;
    // First of all, since the files are many.
    let told = read(&read_note(&folder, &list)?)?;
    let before = read_manifest(&list);
    let intact = survey(&folder, &before, finished_at(&folder, &list)).ok()?;
    (intact.len() == before.len()).then_some((told, before.len()))
}

/// The note of the build that wrote this list.
fn read_note(folder: &Folder, list: &str) -> Option<String> {
    let noted = folder.text(NOTE).ok()??;
    let (of, note) = noted.split_once('\n')?;
    let is_of_list = u64::from_str_radix(of, 16).ok()? == XxHash3_64::oneshot(list.as_bytes());
    is_of_list.then(|| note.to_owned())
}

/// When the list was written, unless the build that wrote it never came to its end.
fn finished_at(folder: &Folder, list: &str) -> Option<SystemTime> {
    let data = fs::metadata(folder.path.join(MANIFEST)).ok().filter(|_| list.starts_with(FINISHED))?;
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

/// The files of a list, as far as a site can have them.
fn read_manifest(text: &str) -> BTreeMap<String, u64> {
    let lines = text.lines().filter_map(|line| line.split_once(' '));
    let lines = lines.filter(|(_, path)| is_below(path) && (!is_hidden(path) || top(path) == WELL_KNOWN));
    lines
        .filter_map(|(fingerprint, path)| Some((path.to_owned(), u64::from_str_radix(fingerprint, 16).ok()?)))
        .collect()
}

/// A folder without a list of ours may hold nothing but what is the user's and what a killed build left half-written.
fn refuse_foreign_folder(folder: &Path) -> Result<(), OutputError> {
    let none = BTreeMap::new();
    let files = walk(folder, &none).filter_map(Result::ok).filter(|entry| !entry.file_type().is_dir());
    let mut paths = files.map(|entry| relative(folder, entry.path()));
    let foreign = paths.find(|path| !is_temporary(path) && !is_others(path));
    // Looked for last, since another build may just be writing it, and files after it.
    match foreign.filter(|_| !folder.join(MANIFEST).exists()) {
        Some(path) => Err(OutputError::Foreign(folder.to_owned(), path)),
        None => Ok(()),
    }
}

fn lock(folder: &Folder) -> Result<fs::File, OutputError> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true).follow(FollowSymlinks::No);
    let file = folder.dir.open_with(LOCK, &options).map_err(folder.at(LOCK))?.into_std();
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OutputError::Busy(folder.path.clone())),
        Err(TryLockError::Error(error)) => Err(folder.at(LOCK)(error)),
    }
}

/// Looks at all files of the folder: refuses foreign ones, removes what a killed build left half-written, and returns
/// those that nobody changed since the list was written.
fn survey(
    folder: &Folder,
    ours: &BTreeMap<String, u64>,
    since: Option<SystemTime>,
) -> Result<HashMap<String, u64>, OutputError> {
    let mut found = Vec::with_capacity(ours.len());
    for entry in walk(&folder.path, ours) {
        let entry = entry.map_err(|error| OutputError::Io(folder.path.clone(), error.into()))?;
        if entry.file_type().is_dir() {
            continue;
        }
        let path = relative(&folder.path, entry.path());
        if is_temporary(&path) {
            let removed = folder.parent(&path).and_then(|(dir, name)| dir.remove_file(name));
            removed.map_err(folder.at(&path))?;
        } else if let Some(&fingerprint) = ours.get(&path) {
            found.push((path, entry.into_path(), fingerprint));
        } else if !is_others(&path) {
            return Err(OutputError::Foreign(folder.path.clone(), path));
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

/// All that lies in a folder, but for folders of others that hold nothing of ours.
fn walk<'o>(
    folder: &Path,
    ours: &'o BTreeMap<String, u64>,
) -> impl Iterator<Item = walkdir::Result<DirEntry>> + use<'o> {
    let folder = folder.to_owned();
    WalkDir::new(&folder).min_depth(1).into_iter().filter_entry(move |entry| {
        if entry.depth() == 0 || !entry.file_type().is_dir() {
            return true;
        }
        let below = format!("{}/", relative(&folder, entry.path()));
        !is_others(&below)
            || ours.range(below.clone()..).next().is_some_and(|(path, _)| path.starts_with(&below))
    })
}

/// Whether a path names a file below the folder.
fn is_below(path: &str) -> bool {
    path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// Names that begin with a full stop are the user's, at the top of a site's folder and anywhere below: `.git`, `.nojekyll`.
fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.'))
}

/// Whether a file is none of ours: the user's, a left-over of a system, or one of [`PAGEFIND`]'s.
fn is_others(path: &str) -> bool {
    is_hidden(path) || top(path) == PAGEFIND || path.split('/').any(is_leftover)
}

/// The first part of a path.
fn top(path: &str) -> &str {
    path.split('/').next().unwrap_or(path)
}

fn is_temporary(name: &str) -> bool {
    name.ends_with(TEMPORARY)
}

/// The name of a file until it is put in its place.
fn temporary(name: &str) -> String {
    format!("{name}{TEMPORARY}")
}
