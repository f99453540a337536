//! Hearing of changes to a site's files.
//!
//! Input: what the system tells. Output: the paths that changed, gathered until all is quiet for a moment: an editor
//! that saves by renaming, or a folder that is moved, is one change. Entry points: [`Watch::new`] and [`Watch::each`].

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::ServeError;
use crate::load::{CONFIG_FILE, WELL_KNOWN};
use crate::source::path::is_leftover;

/// How long it must be quiet, and for how long changes are gathered at most.
const QUIET: Duration = Duration::from_millis(30);
const LONGEST: Duration = Duration::from_millis(500);

/// The folders that a site is made of.
const FOLDERS: [&str; 3] = ["content", "static", "templates"];

/// A site under watch.
pub struct Watch {
    root: PathBuf,
    watcher: RecommendedWatcher,
    /// Nothing is the end.
    events: Receiver<Option<notify::Event>>,
    sender: Sender<Option<notify::Event>>,
}

/// Ends a watch when it goes.
pub struct WatchEnd(Sender<Option<notify::Event>>);

impl Drop for WatchEnd {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.send(None);
    }
}

impl Watch {
    /// Begins to watch the site in `root`.
    ///
    /// # Errors
    /// When the system does not tell of changes there.
    pub fn new(root: &Path) -> Result<Self, ServeError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |error| ServeError::Watch(path, error)
        };
        let (sender, events) = mpsc::channel();
        let told = sender.clone();
        let heard = move |event: notify::Result<notify::Event>| {
            if let Ok(event) = event {
                let _ = told.send(Some(event));
            }
        };
        let mut watcher = notify::recommended_watcher(heard).map_err(failed(root))?;
        watcher.watch(root, RecursiveMode::NonRecursive).map_err(failed(root))?;
        for folder in FOLDERS.map(|folder| root.join(folder)) {
            if folder.is_dir() {
                watcher.watch(&folder, RecursiveMode::Recursive).map_err(failed(&folder))?;
            }
        }
        Ok(Self { root: root.to_owned(), watcher, events, sender })
    }

    /// What ends it.
    pub fn end(&self) -> WatchEnd {
        WatchEnd(self.sender.clone())
    }

    /// Calls `then` with every batch of changes, until it is ended.
    pub fn each(mut self, mut then: impl FnMut(&[PathBuf])) {
        while let Some(changed) = self.next() {
            if !changed.is_empty() {
                self.follow(&changed);
                then(&changed);
            }
        }
    }

    /// The next batch of changes; none when there will be no more.
    fn next(&self) -> Option<Vec<PathBuf>> {
        let mut changed = Vec::new();
        self.note(self.events.recv().ok()??, &mut changed);
        let until = Instant::now() + LONGEST;
        while Instant::now() < until {
            match self.events.recv_timeout(QUIET) {
                Ok(Some(event)) => self.note(event, &mut changed),
                Err(RecvTimeoutError::Timeout) => break,
                Ok(None) | Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
        Some(changed)
    }

    fn note(&self, event: notify::Event, changed: &mut Vec<PathBuf>) {
        let is_reading =
            matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write));
        if is_reading {
            return;
        }
        for path in event.paths {
            if self.concerns(&path) && !changed.contains(&path) {
                changed.push(path);
            }
        }
    }

    /// Whether a path is one of the site's, and not an editor's own.
    fn concerns(&self, path: &Path) -> bool {
        let Ok(below) = path.strip_prefix(&self.root) else { return false };
        let mut names = below.components().map(|part| part.as_os_str().to_string_lossy());
        let is_hidden = names.any(|name| is_leftover(&name) || name.starts_with('.') && name != WELL_KNOWN);
        !is_hidden
            && (below == Path::new(CONFIG_FILE) || FOLDERS.iter().any(|folder| below.starts_with(folder)))
    }

    /// Watches a folder of the site that has come (again).
    fn follow(&mut self, changed: &[PathBuf]) {
        for folder in FOLDERS.map(|folder| self.root.join(folder)) {
            if changed.contains(&folder) {
                // It may be watched already, or be gone once more; then there is nothing to do.
                let _ = self.watcher.unwatch(&folder);
                let _ = self.watcher.watch(&folder, RecursiveMode::Recursive);
            }
        }
    }
}
