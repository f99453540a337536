//! Bringing the site up to date after a change.
//!
//! Input: the paths that changed. Output: a site for [`Live`] to show where it has no errors, and a [`Notice`] in any
//! case. Entry points: [`Workshop::open`] and [`Workshop::update`].
//!
//! Of two sessions one is shown, the other takes in the changes; they change places when the latter has no errors. So
//! a broken edit leaves the last good site as it was, and no page has to be kept.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::live::Live;
use super::notice::Notice;
use crate::diagnostic::Severity;
use crate::load::LoadError;
use crate::pipeline::{Options, Session};
use crate::view::PageId;

/// How often reading is tried again: an editor may be about to put a file in the place of another.
const TRIES: usize = 5;
const PAUSE: Duration = Duration::from_millis(40);

/// Where the next site is made.
pub struct Workshop {
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

impl Workshop {
    /// Reads and checks the site, and shows it where it has no errors.
    ///
    /// # Errors
    /// When the system refuses a file.
    pub fn open(root: PathBuf, options: Options, live: Arc<Live>) -> Result<Self, LoadError> {
        let session = Session::open(&root, options.clone())?;
        let notice = Notice::default();
        let mut workshop =
            Self { root, options, live, spare: None, missed: Vec::new(), unseen: Vec::new(), notice };
        workshop.finish(session, None);
        Ok(workshop)
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
                self.finish(session, edited);
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

    fn finish(&mut self, session: Session, edited: Option<String>) {
        let broken = session.findings().iter().any(|finding| finding.severity == Severity::Error);
        self.notice = self.notice.next().about(&session, &self.root);
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
    let documents = graph.documents.iter().enumerate();
    let mut edited = documents.filter(|(_, document)| is_changed(&session.files().get(document.file).path));
    let (document, _) = edited.next()?;
    if edited.next().is_some() {
        return None;
    }
    Some(session.views().path(PageId::Entity(graph.entity_of(document)?)).into_owned())
}
