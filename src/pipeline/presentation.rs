//! What shows a site: its page models, and the templates that they are given to.
//!
//! Input: the facts, the files, and the templates that sites with the same ones share. Output: [`Presentation`]. Entry
//! point: [`Presentation::new`].
//!
//! It is made when the first page, path or finding is asked for: an editor asks most questions of the facts alone.

use std::sync::{Arc, OnceLock};

use super::facts::Facts;
use super::large;
use crate::diagnostic::Diagnostic;
use crate::load::Snapshot;
use crate::render::{Renderer, Templates};
use crate::view::Views;

/// The templates, compiled when they are first needed.
#[derive(Clone, Default)]
pub(super) struct Compiled(Arc<OnceLock<Result<Arc<Templates>, Vec<Diagnostic>>>>);

impl Compiled {
    fn get(&self, snapshot: &Snapshot, facts: &Facts) -> Result<Arc<Templates>, Vec<Diagnostic>> {
        let compile =
            || Templates::new(&snapshot.templates, facts.languages(), snapshot.config).map(Arc::new);
        self.0.get_or_init(compile).clone()
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
    pub fn new(snapshot: &Snapshot, facts: &Facts, compiled: &Compiled) -> Self {
        let mut views = facts.views(snapshot);
        let templates = compiled.get(snapshot, facts);
        let renderer = templates.and_then(|templates| large::divided(snapshot, &mut views, &templates));
        Self { views, renderer }
    }
}
