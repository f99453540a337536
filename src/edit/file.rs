//! One file of an author's: looked at, and replaced or moved in one step.
//!
//! Input: a [`Change`]. Output: whether it can be carried out; the file as it should be. Entry points: [`check`],
//! [`is_clear`] and [`carry_out`]; [`create`] for a new file.
//!
//! A new text is written under a name that nothing has, and put in the file's place when that still holds the old one.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use super::{Change, EditError};
use crate::load::CONFIG_FILE;

/// What the names of files begin with that wait to be put in another's place.
const TEMPORARY: &str = ".annals-edit-";

fn at(path: &Path) -> impl FnOnce(io::Error) -> EditError {
    let path = path.to_owned();
    move |error| EditError::Io(path, error)
}

/// Whether a change could be carried out as things are.
pub fn check(root: &Path, change: &Change) -> Result<(), EditError> {
    let path = located(root, &change.path)?;
    let refuse = |why| Err(EditError::Refused(path.clone(), why));
    let data = fs::symlink_metadata(&path).map_err(at(&path))?;
    if data.permissions().readonly() {
        return refuse("is read-only");
    }
    match String::from_utf8(fs::read(&path).map_err(at(&path))?) {
        Err(_) => return refuse("is not UTF-8"),
        Ok(text) if text != change.before => return refuse(CHANGED),
        Ok(_) => {}
    }
    let Some(to) = &change.to else { return Ok(()) };
    let to = located(root, to)?;
    let is_there = fs::symlink_metadata(&to).is_ok();
    if is_there { Err(EditError::Refused(to, THERE)) } else { Ok(()) }
}

const CHANGED: &str = "was changed meanwhile";
const THERE: &str = "is there already";

/// Whether a change that was begun can be brought to its end, in either direction: no file it touches is another's.
pub fn is_clear(root: &Path, change: &Change) -> Result<bool, EditError> {
    let old = text(&located(root, &change.path)?)?;
    let Some(to) = &change.to else {
        return Ok(old.is_some_and(|old| old == change.before.as_bytes() || old == change.after.as_bytes()));
    };
    let new = text(&located(root, to)?)?;
    let (is_old, is_new) =
        (old.as_deref() == Some(change.before.as_bytes()), new.as_deref() == Some(change.after.as_bytes()));
    Ok((is_old || old.is_none()) && (is_new || new.is_none()) && (is_old || is_new))
}

/// Carries out a change; what of it is done already stays.
pub fn carry_out(root: &Path, change: &Change) -> Result<(), EditError> {
    let path = located(root, &change.path)?;
    let Some(to) = &change.to else { return replace(&path, change) };
    let to = located(root, to)?;
    if text(&to)?.as_deref() != Some(change.after.as_bytes()) {
        let waiting = waiting(&to, &change.after, &path)?;
        waiting.persist_noclobber(&to).map_err(|failed| match failed.error.kind() {
            io::ErrorKind::AlreadyExists => EditError::Refused(to.clone(), THERE),
            _ => EditError::Io(to.clone(), failed.error),
        })?;
    }
    match text(&path)? {
        None => Ok(()),
        Some(text) if text == change.before.as_bytes() => fs::remove_file(&path).map_err(at(&path)),
        Some(_) => Err(EditError::Refused(path, CHANGED)),
    }
}

fn replace(path: &Path, change: &Change) -> Result<(), EditError> {
    if text(path)?.as_deref() == Some(change.after.as_bytes()) {
        return Ok(());
    }
    let waiting = waiting(path, &change.after, path)?;
    // Compared as late as can be: an editor may have saved it just now.
    if text(path)?.as_deref() != Some(change.before.as_bytes()) {
        return Err(EditError::Refused(path.to_owned(), CHANGED));
    }
    waiting.persist(path).map_err(|failed| EditError::Io(path.to_owned(), failed.error))?;
    Ok(())
}

/// Writes a file that is not there yet, and the folders above it.
pub fn create(root: &Path, path: &str, text: &str) -> Result<(), EditError> {
    let path = located(root, path)?;
    let folder = path.parent().unwrap_or(root);
    fs::create_dir_all(folder).map_err(at(folder))?;
    let mut file = fs::File::create_new(&path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => EditError::Refused(path.clone(), THERE),
        _ => EditError::Io(path.clone(), error),
    })?;
    file.write_all(text.as_bytes()).map_err(at(&path))
}

/// A text on the disk under a name of its own, with the permissions and the owner of another file.
fn waiting(path: &Path, text: &str, like: &Path) -> Result<NamedTempFile, EditError> {
    let folder = path.parent().unwrap_or(path);
    let written = Builder::new().prefix(TEMPORARY).tempfile_in(folder).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        let data = fs::metadata(like)?;
        keep_owner(file.path(), &data);
        file.as_file().set_permissions(data.permissions())?;
        file.as_file().sync_all()?;
        Ok(file)
    });
    written.map_err(at(path))
}

/// Only the superuser may give a file away, and need do so.
#[cfg(unix)]
fn keep_owner(path: &Path, data: &fs::Metadata) {
    use std::os::unix::fs::MetadataExt as _;
    let _ = std::os::unix::fs::chown(path, Some(data.uid()), Some(data.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_: &Path, _: &fs::Metadata) {}

/// What is in a file; none where it isn't there.
fn text(path: &Path) -> Result<Option<Vec<u8>>, EditError> {
    match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        text => text.map(Some).map_err(at(path)),
    }
}

/// Where a file of the site lies. Neither it nor a folder above it may be a link, which would lead elsewhere.
fn located(root: &Path, path: &str) -> Result<PathBuf, EditError> {
    let is_ours = path == CONFIG_FILE || path.starts_with("content/");
    if !is_ours || path.split('/').any(|part| matches!(part, "" | "." | "..") || part.contains('\\')) {
        return Err(EditError::Refused(root.join(path), "is no text of the site"));
    }
    let mut located = root.to_owned();
    for part in path.split('/') {
        located.push(part);
        if located.is_symlink() {
            return Err(EditError::Refused(located, "is a symbolic link: edit what it leads to"));
        }
    }
    Ok(located)
}

/// Removes what waited in vain beside a file of the site.
pub fn clean(root: &Path, path: &str) -> Result<(), EditError> {
    let path = located(root, path)?;
    let entries = path.parent().and_then(|folder| fs::read_dir(folder).ok());
    for entry in entries.into_iter().flatten().filter_map(Result::ok) {
        if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
            fs::remove_file(entry.path()).map_err(at(&entry.path()))?;
        }
    }
    Ok(())
}
