//! Which sources a claim is from.
//!
//! Input: the graph. Output: sources. Entry point: [`Graph::sources_of`].

use super::{Graph, Object};
use crate::resolve::{ClaimId, EntityId};
use crate::vocabulary::PropertyId;

impl Graph {
    /// The sources of a claim: cited for it, in its sentences or for a claim around it, or else those of its article.
    pub fn sources_of(&self, claim: ClaimId) -> Vec<EntityId> {
        let own = self.cited_for(claim);
        if !own.is_empty() {
            return own;
        }
        let around = self.claims_around(claim).into_iter().map(|outer| self.cited_for(outer));
        let around = around.into_iter().find(|sources| !sources.is_empty());
        around.unwrap_or_else(|| {
            let article = self.claim(claim).and_then(|claim| self.entity_of(claim.site.document));
            let stated = article.into_iter().flat_map(|id| self.values(id, PropertyId::SOURCES));
            let own = stated.filter(|statement| !statement.is_derived());
            own.filter_map(|statement| match statement.value {
                Object::Entity(source) => Some(source),
                Object::Literal(_) => None,
            })
            .collect()
        })
    }

    /// The sources cited for a claim or right behind it.
    fn cited_for(&self, id: ClaimId) -> Vec<EntityId> {
        let Some(claim) = self.claim(id) else { return Vec::new() };
        let mut sources = claim.sources.clone();
        let Some(document) = self.document(claim.site.document) else { return sources };
        let Some(annotation) = document.body.annotation(claim.site.annotation) else { return sources };
        let behind = document.body.sentence_from(annotation.text.end);
        let sentences = annotation.sentence..behind;
        let beside = self.citations_within(claim.site.document, sentences).filter(|it| it.claim.is_none());
        sources.extend(beside.map(|citation| citation.source));
        sources.sort_unstable();
        sources.dedup();
        sources
    }
}
