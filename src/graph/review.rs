//! Which claims a review counts for.
//!
//! Input: the graph's claims, and a review. Output: the claims. Entry point: [`claims_with`].
//!
//! A review counts for the claims that it names, and for those that only repeat one of them, unless they have one of
//! their own.

use std::collections::BTreeSet;

use super::Graph;
use super::index::Index;
use super::model::{RelationKind, Review};
use super::reads::{self, Part};
use crate::resolve::ClaimId;

/// The claims that a review counts for.
pub fn claims_with(graph: &Graph, index: &Index, review: &Review) -> BTreeSet<ClaimId> {
    let mut claims = BTreeSet::new();
    let mut next = review.claims.clone();
    while let Some(id) = next.pop() {
        if claims.insert(id) {
            next.extend(repeaters(graph, index, id));
        }
    }
    claims
}

/// The claims that say the same as another, nothing else of it, and have no review of their own.
fn repeaters(graph: &Graph, index: &Index, id: ClaimId) -> impl Iterator<Item = ClaimId> {
    reads::note(Part::claim(id));
    let responses = index.responses.of(id.0).iter();
    let repeats = responses.filter(|it| it.kind == RelationKind::Repeats).map(|it| it.claim);
    repeats.filter(move |&repeater| {
        let Some(claim) = graph.claim(repeater) else { return false };
        let only = |kind| matches!(kind, RelationKind::Repeats | RelationKind::Supports);
        reads::note(Part::claim(repeater));
        let is_reviewed = index.reviewed.contains(&repeater);
        claim.relations.iter().filter(|it| it.claim == id).all(|it| only(it.kind)) && !is_reviewed
    })
}
