//! Which claims a review counts for.
//!
//! Input: the graph's claims, and a review. Output: the claims. Entry point: [`claims_with`].
//!
//! A review counts for the claims that it names, and for those that only repeat one of them, unless they have one of
//! their own.

use std::collections::BTreeSet;

use super::model::{RelationKind, Review};
use super::{Claim, Graph};
use crate::resolve::ClaimId;

/// The claims that a review counts for.
pub fn claims_with(graph: &Graph<'_>, review: &Review) -> BTreeSet<ClaimId> {
    let mut claims = BTreeSet::new();
    let mut next = review.claims.clone();
    while let Some(id) = next.pop() {
        if claims.insert(id)
            && let Some(claim) = graph.claim(id)
        {
            next.extend(repeaters(graph, id, claim));
        }
    }
    claims
}

/// The claims that say the same as another, nothing else of it, and have no review of their own.
fn repeaters(graph: &Graph<'_>, id: ClaimId, claim: &Claim) -> impl Iterator<Item = ClaimId> {
    let repeats = claim.responses.iter().filter(|it| it.kind == RelationKind::Repeats).map(|it| it.claim);
    repeats.filter(move |&repeater| {
        let Some(claim) = graph.claim(repeater) else { return false };
        let only = |kind| matches!(kind, RelationKind::Repeats | RelationKind::Supports);
        claim.relations.iter().filter(|it| it.claim == id).all(|it| only(it.kind)) && !claim.is_reviewed
    })
}
