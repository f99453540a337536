//! What shows a site: its page models, and the templates that they are given to.
//!
//! Input: the facts, the files, and what is [`Kept`] of the site before. Output: [`Presentation`]. Entry
//! point: [`Presentation::new`].
//!
//! It is made when the first page, path or finding is asked for: an editor asks most questions of the facts alone.

use std::sync::{Arc, OnceLock};

use super::facts::Facts;
use super::large;
use crate::diagnostic::Diagnostic;
use crate::load::Snapshot;
use crate::render::{Renderer, Templates};
use crate::view::{Directory, Views};

/// The templates, compiled when they are first needed.
#[derive(Clone, Default)]
struct Compiled(Arc<OnceLock<Result<Arc<Templates>, Vec<Diagnostic>>>>);

impl Compiled {
    fn get(&self, snapshot: &Snapshot, facts: &Facts) -> Result<Arc<Templates>, Vec<Diagnostic>> {
        let compile =
            || Templates::new(&snapshot.templates, facts.languages(), snapshot.config).map(Arc::new);
        self.0.get_or_init(compile).clone()
    }
}

/// What sites share of it.
#[derive(Default)]
pub(super) struct Kept {
    compiled: Compiled,
    directory: OnceLock<Arc<Directory>>,
}

impl Kept {
    /// What of it another site has as well, whose templates are the same if `is_text_alone`.
    pub fn next(&self, before: &Facts, after: &Facts, is_text_alone: bool) -> Self {
        let is_compiled = is_text_alone && after.has_languages_of(before);
        let compiled = if is_compiled { self.compiled.clone() } else { Compiled::default() };
        let directory = if after.has_directory_of(before) { self.directory.clone() } else { OnceLock::new() };
        Self { compiled, directory }
    }
}

/// The page models, and what renders them.
pub(super) struct Presentation {
    pub views: Views,
    /// Nothing can be rendered where the templates are at fault.
    pub renderer: Result<Renderer, Vec<Diagnostic>>,
}

impl Presentation {
    /// Makes what all pages share.
    pub fn new(snapshot: &Snapshot, facts: &Facts, kept: &Kept) -> Self {
        let directory = kept.directory.get_or_init(|| facts.directory().into());
        let mut views = facts.views(snapshot, directory.clone());
        let templates = kept.compiled.get(snapshot, facts);
        let renderer = templates.and_then(|templates| large::divided(snapshot, &mut views, &templates));
        Self { views, renderer }
    }
}
