//! What an edit is about to do, on the disk before it is done.
//!
//! Input: the changes. Output: a file in the site's folder, which says how each file was and how it should be, and which
//! only one program holds at a time; it is there only while an edit is under way, or after it was killed. Entry points:
//! [`Journal::open`], [`Journal::carry_out`] and [`Journal::recover`].

use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use cap_fs_ext::{FollowSymlinks, OpenOptionsFollowExt as _};
use cap_std::ambient_authority;
use cap_std::fs::{Dir, OpenOptions};
use same_file::Handle;

use super::{Change, EditError, Recovered, file};

const NAME: &str = ".annals-journal";

/// How often it is tried to get hold of the journal.
const TRIES: usize = 100;
const PAUSE: Duration = Duration::from_millis(20);

/// Whether an edit is under way, or was killed.
pub fn is_there(root: &Path) -> bool {
    fs::symlink_metadata(root.join(NAME)).is_ok()
}

/// The journal of a site, which nobody else holds.
pub struct Journal {
    root: PathBuf,
    file: File,
    /// Whether what it says is neither done nor taken back.
    is_pending: bool,
}

impl Journal {
    /// Gets hold of the journal of the site in `root`.
    pub fn open(root: &Path) -> Result<Self, EditError> {
        for _ in 0..TRIES {
            if let Some(file) = hold(root).map_err(|error| EditError::Io(root.join(NAME), error))? {
                return Ok(Self { root: root.to_owned(), file, is_pending: false });
            }
            std::thread::sleep(PAUSE);
        }
        Err(EditError::Busy)
    }

    /// Carries out changes, all or none.
    pub fn carry_out(&mut self, changes: &[Change]) -> Result<(), EditError> {
        changes.iter().try_for_each(|change| file::check(&self.root, change))?;
        let json = serde_json::to_vec(changes).map_err(|error| self.failed(error.into()))?;
        self.write(&json).map_err(|error| self.failed(error))?;
        self.is_pending = true;
        let done = changes.iter().try_for_each(|change| file::carry_out(&self.root, change));
        if done.is_err() {
            self.take_back(changes)?;
        }
        self.is_pending = false;
        done
    }

    /// Brings an edit to its end that was killed.
    pub fn recover(&mut self) -> Result<Option<Recovered>, EditError> {
        let mut json = Vec::new();
        self.file.read_to_end(&mut json).map_err(|error| self.failed(error))?;
        // What was killed before the journal was whole has touched nothing.
        let Ok(changes) = serde_json::from_slice::<Vec<Change>>(&json) else { return Ok(None) };
        self.is_pending = true;
        let root = &self.root;
        changes.iter().try_for_each(|change| file::clean(root, &change.path))?;
        let clear =
            changes.iter().map(|change| file::is_clear(root, change)).collect::<Result<Vec<_>, _>>()?;
        let recovered = if clear.into_iter().all(|it| it) {
            changes.iter().try_for_each(|change| file::carry_out(root, change))?;
            Recovered::Finished
        } else {
            self.take_back(&changes)?;
            Recovered::TakenBack
        };
        self.is_pending = false;
        Ok(Some(recovered))
    }

    /// Undoes changes, but for files that somebody else has changed since.
    fn take_back(&self, changes: &[Change]) -> Result<(), EditError> {
        for change in changes.iter().rev() {
            if file::is_clear(&self.root, change)? {
                file::carry_out(&self.root, &change.reversed())?;
            }
        }
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        self.file.write_all(bytes)?;
        self.file.sync_all()
    }

    fn failed(&self, error: io::Error) -> EditError {
        EditError::Io(self.root.join(NAME), error)
    }
}

/// It goes unless the next run has to see it.
impl Drop for Journal {
    fn drop(&mut self) {
        if !self.is_pending {
            let _ = fs::remove_file(self.root.join(NAME));
        }
    }
}

/// The journal's file, unless another program holds it or has just removed it.
fn hold(root: &Path) -> io::Result<Option<File>> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).follow(FollowSymlinks::No);
    let file = Dir::open_ambient_dir(root, ambient_authority())?.open_with(NAME, &options)?.into_std();
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => return Ok(None),
        Err(TryLockError::Error(error)) => return Err(error),
        Ok(()) => {}
    }
    let is_still_there = match Handle::from_path(root.join(NAME)) {
        Ok(there) => there == Handle::from_file(file.try_clone()?)?,
        Err(_) => false,
    };
    Ok(is_still_there.then_some(file))
}
