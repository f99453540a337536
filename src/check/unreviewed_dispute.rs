//! # unreviewed-dispute
//!
//! Claims contradict each other, and neither has a review.
//!
//! ## What it finds
//!
//! A claim that denies or disputes another, where no file of `content/claims/` reviews either, nor a claim that one of
//! them only repeats. This is a note: a dispute is no mistake.
//!
//! ## Why it matters
//!
//! It is the list of what a fact-checker has yet to look into.
//!
//! ## Fails
//!
//! ```markdown
//! [The talks failed]{#failed .claim by=ada}, [which Bob denies]{.claim by=bob denies=failed}.
//! ```
//!
//! ## Passes
//!
//! The same, with a file in `content/claims/`:
//!
//! ```yaml content/claims/failed.md
//! claim: talks#failed
//! rating: "false"
//! reviewed: 2017-08-01
//! ```
//!
//! ## To acknowledge it
//!
//! `allow: [{code: unreviewed-dispute, reason: …}]` in the front matter of one of the articles; a site that never rates
//! claims sets `[checks] unreviewed-dispute = "allow"`.

use std::collections::BTreeSet;

use super::facts::Site;
use crate::diagnostic::{Code, Diagnostic};
use crate::resolve::ClaimId;

/// Finds disputes that nobody has looked into.
pub fn find(site: &Site<'_>) -> Vec<Diagnostic> {
    let is_reviewed = |claim| site.graph.reviews_of(claim).len() > 0;
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (id, claim) in site.graph.claims() {
        for relation in claim.relations.iter().filter(|it| it.kind.contradicts() && it.claim != id) {
            let other = relation.claim;
            if !is_reviewed(id) && !is_reviewed(other) && seen.insert((id.min(other), id.max(other))) {
                found.extend(dispute(site, id, other, relation.kind.as_str()));
            }
        }
    }
    found
}

fn dispute(site: &Site<'_>, claim: ClaimId, other: ClaimId, verb: &str) -> Option<Diagnostic> {
    let (denies, says) = (site.verb(claim, verb), site.verb(other, "says"));
    let (speaker, opponent) = (site.speaker(claim), site.speaker(other));
    let message = format!("{speaker} {denies} what {opponent} {says}, and neither is reviewed");
    let finding = Diagnostic::new(Code::UnreviewedDispute, site.claim_place(claim)?, message)
        .label(site.claim_place(other)?, format!("{opponent} {says} so"))
        .help("review one of them in a file of `content/claims/`");
    Some(finding)
}
