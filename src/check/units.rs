//! What rules find in one text or about one entity, which stays as it is as long as nothing changes that they read.
//!
//! Input: a site, and what was found in the one before. Output: [`Units`]. Entry point: [`Units::new`].

use std::sync::Arc;

use rayon::prelude::*;

use super::Site;
use crate::diagnostic::Diagnostic;
use crate::graph::reads::{Earlier, Recorded};
use crate::resolve::EntityId;
use crate::syntax::DocumentId;

/// A rule that looks at one text at once.
pub type OfDocument = fn(&Site<'_>, DocumentId) -> Vec<Diagnostic>;
/// A rule that looks at one entity at once.
pub type OfEntity = fn(&Site<'_>, EntityId) -> Vec<Diagnostic>;

/// What all such rules found, in each text and about each entity.
#[derive(Debug)]
pub struct Units {
    documents: Vec<Arc<Recorded<Vec<Diagnostic>>>>,
    entities: Vec<Arc<Recorded<Vec<Diagnostic>>>>,
}

impl Units {
    /// Runs the rules, but where nothing has changed since.
    pub fn new(
        site: &Site<'_>,
        of_document: &[OfDocument],
        of_entity: &[OfEntity],
        earlier: Option<&Earlier<Self>>,
    ) -> Self {
        let (documents, entities) = (site.graph.documents.len(), site.graph.registry.iter().len());
        let documents = (0..documents).into_par_iter().map(DocumentId::at).map(|id| {
            let found = || of_document.iter().flat_map(|find| find(site, id)).collect();
            Recorded::next(earlier, |made| made.documents.get(id.place()), found)
        });
        let entities = (0..entities).into_par_iter().map(|at| {
            let found = || of_entity.iter().flat_map(|find| find(site, EntityId(at as u32))).collect();
            Recorded::next(earlier, |made| made.entities.get(at), found)
        });
        Self { documents: documents.collect(), entities: entities.collect() }
    }

    /// All that was found.
    pub fn found(&self) -> impl Iterator<Item = &Diagnostic> {
        self.documents.iter().chain(&self.entities).flat_map(|unit| &unit.value)
    }
}
