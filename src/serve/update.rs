//! Bringing the site up to date after a change.
//!
//! Input: the paths that changed. Output: a site for [`Live`] to show where it has no errors, and a [`Notice`] in any
//! case. Entry points: [`Updater::open`] and [`Updater::update`].
//!
//! Of two sessions one is shown, the other takes in the changes; they change places when the latter has no errors. So
//! a broken edit leaves the last good site as it was, and no page has to be kept. Some mistakes in templates come to light
//! only on a page: after a change to a template all pages are tried, after another those that are open, and the one
//! edited.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rayon::prelude::*;

use super::live::Live;
use super::notice::Notice;
use crate::diagnostic::Diagnostic;
use crate::load::LoadError;
use crate::pipeline::{Options, Session, has_errors};
use crate::view::PageId;

/// How often reading is tried again: an editor may be about to put a file in the place of another.
const TRIES: usize = 5;
const PAUSE: Duration = Duration::from_millis(40);

/// Where the next site is made.
pub struct Updater {
    root: PathBuf,
    options: Options,
    live: Arc<Live>,
    /// The session that is not shown.
    spare: Option<Session>,
    /// What has changed since the spare session last looked.
    missed: Vec<PathBuf>,
    /// What has changed since the session shown last looked.
    unseen: Vec<PathBuf>,
    notice: Notice,
}

impl Updater {
    /// Reads and checks the site, and shows it where it has no errors.
    ///
    /// # Errors
    /// When the system refuses a file.
    pub fn open(root: PathBuf, options: Options, live: Arc<Live>) -> Result<Self, LoadError> {
        let session = Session::open(&root, options.clone())?;
        let notice = Notice::default();
        let mut updater =
            Self { root, options, live, spare: None, missed: Vec::new(), unseen: Vec::new(), notice };
        updater.finish(session, None, Vec::new());
        Ok(updater)
    }

    /// What there is to say of the site as it is now.
    pub fn notice(&self) -> Notice {
        self.notice.clone()
    }

    /// Takes in what changed.
    pub fn update(&mut self, changed: &[PathBuf]) {
        self.missed.extend_from_slice(changed);
        self.unseen.extend_from_slice(changed);
        match self.read() {
            Ok(session) => {
                let edited = edited_page(&session, changed);
                let faults = self.faults(&session, edited.as_deref());
                self.finish(session, edited, faults);
            }
            Err(error) => {
                self.notice = self.notice.next().refused(&error);
                self.live.announce(&self.notice);
            }
        }
    }

    /// A session that is up to date.
    fn read(&mut self) -> Result<Session, LoadError> {
        let mut tries = 0;
        loop {
            let read = match self.spare.take() {
                None => Session::open(&self.root, self.options.clone()),
                Some(mut session) => match session.refresh(&self.missed) {
                    Ok(()) => Ok(session),
                    Err(error) => {
                        self.spare = Some(session);
                        Err(error)
                    }
                },
            };
            tries += 1;
            if read.is_ok() || tries >= TRIES {
                return read;
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// What is wrong with the pages that the changes most likely concern, where no other error hides it.
    fn faults(&self, session: &Session, edited: Option<&str>) -> Vec<Diagnostic> {
        if has_errors(session.findings()) {
            return Vec::new();
        }
        let templates = self.root.join("templates");
        if self.unseen.iter().any(|path| path.starts_with(&templates)) {
            return session.all_faults();
        }
        let seen = self.live.seen();
        session.faults(seen.par_iter().map(String::as_str).chain(edited.into_par_iter()))
    }

    fn finish(&mut self, session: Session, edited: Option<String>, faults: Vec<Diagnostic>) {
        let findings: Vec<_> = session.findings().iter().cloned().chain(faults).collect();
        let broken = has_errors(&findings);
        self.notice = self.notice.next().about(findings, session.files(), &self.root);
        if broken {
            self.missed.clear();
            self.spare = Some(session);
        } else {
            self.notice.edited = edited;
            self.missed = std::mem::take(&mut self.unseen);
            self.spare = self.live.show(session);
        }
        self.live.announce(&self.notice);
    }
}

/// The path of the page that was edited: of the one text among the files that changed.
fn edited_page(session: &Session, changed: &[PathBuf]) -> Option<String> {
    let graph = session.graph();
    let is_changed = |path: &str| changed.iter().any(|changed| changed.ends_with(Path::new(path)));
    let mut edited =
        graph.all_documents().filter(|(_, document)| is_changed(&session.files().get(document.file).path));
    let (document, _) = edited.next()?;
    if edited.next().is_some() {
        return None;
    }
    Some(session.views().path(PageId::Entity(graph.entity_of(document)?)).into_owned())
}
