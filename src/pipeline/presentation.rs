//! What shows a site: its page models, and the templates that they are given to.
//!
//! Input: the facts, the files, and what is [`Kept`] of the site before. Output: [`Presentation`]. Entry
//! point: [`Presentation::new`].
//!
//! It is made when the first page, path or finding is asked for: an editor asks most questions of the facts alone.

use std::sync::{Arc, OnceLock};

use super::Site;
use super::facts::Facts;
use super::large::{self, Large};
use super::paths::Paths;
use crate::diagnostic::Diagnostic;
use crate::graph::reads::{Earlier, PartSet};
use crate::load::Snapshot;
use crate::render::{Renderer, Templates};
use crate::view::{Directory, Laid, Views};

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
    /// How pages were laid out, as long as they have the directory.
    laid: Option<Laid>,
    /// The paths of the site before, if they may be those of this one.
    pub paths: Option<Arc<Paths>>,
    /// The pages with long texts of the site before.
    pub large: Option<Earlier<Large>>,
}

impl Kept {
    /// What of it a site has that follows `before`, with the parts that have changed where only texts have and it is known.
    pub fn next(before: &Site, facts: &Facts, is_text_alone: bool, changed: Option<&PartSet>) -> Self {
        let kept = &before.kept;
        let is_compiled = is_text_alone && facts.has_languages_of(&before.facts);
        let compiled = if is_compiled { kept.compiled.clone() } else { Compiled::default() };
        if !facts.has_directory_of(&before.facts) {
            return Self { compiled, ..Self::default() };
        }
        let directory = kept.directory.clone();
        if !is_text_alone {
            return Self { compiled, directory, ..Self::default() };
        }
        let paths = before.paths.get().or(kept.paths.as_ref()).cloned();
        let large = Earlier::next(before.large.get(), kept.large.as_ref(), changed);
        let views = before.presentation.get().map(|shown| &shown.views);
        let laid = Laid::next(views, kept.laid.as_ref(), changed);
        Self { compiled, directory, laid, paths, large }
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
        let mut views = facts.views(snapshot, directory.clone(), kept.laid.as_ref());
        let templates = kept.compiled.get(snapshot, facts);
        let renderer = templates.and_then(|templates| large::divided(snapshot, &mut views, &templates));
        Self { views, renderer }
    }
}
