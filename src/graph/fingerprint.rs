//! Fingerprints of the parts of a graph that something may be made from.
//!
//! Input: a graph. Output: a number for each entity and each claim, which is the same as long as the same is said of it at
//! the same places. Entry points: [`Graph::fingerprint_of_entity`] and [`Graph::fingerprint_of_claim`].

use super::Graph;
use crate::resolve::{ClaimId, EntityId};
use crate::source::fingerprint;

impl Graph {
    /// A number for where an entity is named and spoken of.
    pub fn fingerprint_of_entity(&self, id: EntityId) -> u64 {
        let index = &self.index;
        let preferred: Vec<_> = index.preferred.of(id).collect();
        let lists = (
            index.mentions_of.of(id.0),
            index.statements_of.of(id.0),
            index.claims_by.of(id.0),
            index.claims_on.of(id.0),
            index.citations_of.of(id.0),
            index.reviews_by.of(id.0),
            index.works_of.of(id.0),
        );
        fingerprint(&(lists, preferred))
    }

    /// A number for how others stand to a claim, and for its reviews.
    pub fn fingerprint_of_claim(&self, id: ClaimId) -> u64 {
        let index = &self.index;
        let responses: Vec<_> = index.responses.of(id.0).iter().map(|it| (it.kind, it.claim)).collect();
        fingerprint(&(responses, index.reviews_of.of(id.0), index.reviewed.contains(&id)))
    }
}
