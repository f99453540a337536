//! What rules find in one text or about one entity, which stays as it is as long as nothing changes that they read.
//!
//! Input: a site, and what was found in the one before. Output: [`Units`]. Entry point: [`Units::new`].

use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::Site;
use crate::diagnostic::Diagnostic;
use crate::graph::reads::{self, Part, Reads};
use crate::resolve::EntityId;
use crate::syntax::DocumentId;

/// A rule that looks at one text at once.
pub type OfDocument = fn(&Site<'_>, DocumentId) -> Vec<Diagnostic>;
/// A rule that looks at one entity at once.
pub type OfEntity = fn(&Site<'_>, EntityId) -> Vec<Diagnostic>;

/// What all such rules found.
#[derive(Debug)]
pub struct Units {
    documents: Vec<Arc<Unit>>,
    entities: Vec<Arc<Unit>>,
}

/// What rules found in one place, and what they read for that.
#[derive(Debug)]
struct Unit {
    found: Vec<Diagnostic>,
    reads: Reads,
}

/// What was found before, and the parts of the site that have changed since; all names mean the same.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// What was found.
    pub units: Arc<Units>,
    /// What has changed.
    pub changed: HashSet<Part>,
}

impl Units {
    /// Runs the rules, but where nothing has changed since.
    pub fn new(
        site: &Site<'_>,
        of_document: &[OfDocument],
        of_entity: &[OfEntity],
        earlier: Option<&Earlier>,
    ) -> Self {
        let (documents, entities) = (site.graph.documents.len(), site.graph.registry.iter().len());
        let documents = (0..documents).into_par_iter().map(DocumentId::at).map(|id| {
            let known = earlier.and_then(|earlier| Some((earlier.units.documents.get(id.place())?, earlier)));
            unit(known, || of_document.iter().flat_map(|find| find(site, id)).collect())
        });
        let entities = (0..entities).into_par_iter().map(|at| {
            let known = earlier.and_then(|earlier| Some((earlier.units.entities.get(at)?, earlier)));
            unit(known, || of_entity.iter().flat_map(|find| find(site, EntityId(at as u32))).collect())
        });
        Self { documents: documents.collect(), entities: entities.collect() }
    }

    /// All that was found.
    pub fn found(&self) -> impl Iterator<Item = &Diagnostic> {
        self.documents.iter().chain(&self.entities).flat_map(|unit| &unit.found)
    }
}

/// What is known of a place, or else is found there.
fn unit(known: Option<(&Arc<Unit>, &Earlier)>, find: impl FnOnce() -> Vec<Diagnostic>) -> Arc<Unit> {
    if let Some((unit, earlier)) = known
        && !unit.reads.touch(&earlier.changed)
    {
        return unit.clone();
    }
    let (found, reads) = reads::recorded(find);
    Arc::new(Unit { found, reads })
}
