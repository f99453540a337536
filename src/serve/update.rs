//! Bringing the site up to date after a change.
//!
//! Input: the paths that changed. Output: a site for [`Live`] to show where it has no errors, and a [`Notice`] in any
//! case. Entry points: [`Updater::open`] and [`Updater::update`].
//!
//! The next site is made from the last one that was read, and shown when it has no errors. So a broken edit leaves the
//! last good site as it was, and no page has to be kept. Some mistakes in templates come to light only on a page: after a
//! change to a template all pages are tried, after another those that are open, and the one edited.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rayon::prelude::*;

use super::live::Live;
use super::notice::Notice;
use crate::diagnostic::Diagnostic;
use crate::load::LoadError;
use crate::pipeline::{Options, Site, has_errors};
use crate::view::PageId;

/// How often reading is tried again: an editor may be about to put a file in the place of another.
const TRIES: usize = 5;
const PAUSE: Duration = Duration::from_millis(40);

/// Where the next site is made.
pub struct Updater {
    root: PathBuf,
    live: Arc<Live>,
    /// The last site that was read.
    site: Arc<Site>,
    /// What has changed since it was.
    missed: Vec<PathBuf>,
    /// What has changed since the site that is shown was read.
    unseen: Vec<PathBuf>,
    notice: Notice,
}

impl Updater {
    /// Reads and checks the site, and shows it where it has no errors.
    ///
    /// # Errors
    /// When the system refuses a file.
    pub fn open(root: PathBuf, options: Options, live: Arc<Live>) -> Result<Self, LoadError> {
        let site = Arc::new(Site::open(&root, options)?);
        let (missed, unseen, notice) = Default::default();
        let mut updater = Self { root, live, site, missed, unseen, notice };
        updater.finish(None, Vec::new());
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
            Ok(site) => {
                self.missed.clear();
                let before = std::mem::replace(&mut self.site, Arc::new(site));
                rayon::spawn(move || drop(before));
                let edited = edited_page(&self.site, changed);
                let faults = self.faults(edited.as_deref());
                self.finish(edited, faults);
            }
            Err(error) => {
                self.notice = self.notice.next().refused(&error);
                self.live.announce(&self.notice);
            }
        }
    }

    /// The site as it is now.
    fn read(&self) -> Result<Site, LoadError> {
        let mut tries = 0;
        loop {
            let read = self.site.next(&self.missed);
            tries += 1;
            if read.is_ok() || tries >= TRIES {
                return read;
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// What is wrong with the pages that the changes most likely concern, where no other error hides it.
    fn faults(&self, edited: Option<&str>) -> Vec<Diagnostic> {
        if has_errors(self.site.findings()) {
            return Vec::new();
        }
        let templates = self.root.join("templates");
        if self.unseen.iter().any(|path| path.starts_with(&templates)) {
            return self.site.all_faults();
        }
        let seen = self.live.seen();
        self.site.faults(seen.par_iter().map(String::as_str).chain(edited.into_par_iter()))
    }

    fn finish(&mut self, edited: Option<String>, faults: Vec<Diagnostic>) {
        let findings: Vec<_> = self.site.findings().iter().cloned().chain(faults).collect();
        let is_broken = has_errors(&findings);
        self.notice = self.notice.next().about(findings, self.site.files(), &self.root);
        if !is_broken {
            self.notice.edited = edited;
            self.unseen.clear();
            self.live.show(self.site.clone());
        }
        self.live.announce(&self.notice);
    }
}

/// The path of the page that was edited: of the one text among the files that changed.
fn edited_page(site: &Site, changed: &[PathBuf]) -> Option<String> {
    let graph = site.graph();
    let is_changed = |path: &str| changed.iter().any(|changed| changed.ends_with(Path::new(path)));
    let mut edited =
        graph.all_documents().filter(|(_, document)| is_changed(&site.files().get(document.file).path));
    let (document, _) = edited.next()?;
    if edited.next().is_some() {
        return None;
    }
    Some(site.views().path(PageId::Entity(graph.entity_of(document)?)).into_owned())
}
