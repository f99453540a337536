//! # stale-review
//!
//! A review is older than a later contrary claim.
//!
//! ## What it finds
//!
//! A review whose `reviewed` date lies before a claim that denies, disputes or corrects the one it is about (or that this
//! one denies or disputes). A claim's date is its `on`, that of the event it was made `at`, or that of its article.
//!
//! ## Why it matters
//!
//! The reviewer can't have known what was said later. The rating may stand, but somebody should have looked again.
//!
//! ## Fails
//!
//! ```text
//! content/claims/failed.md     claim: talks#failed
//!                              rating: "true"
//!                              reviewed: 2017-07-10
//! content/articles/denial.md   [They did not]{.claim by=bob on=2017-07-20 denies="talks#failed"}
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/claims/failed.md     claim: talks#failed
//!                              rating: "false"
//!                              reviewed: 2017-07-21
//! ```
//!
//! ## To acknowledge it
//!
//! `allow: [{code: stale-review, reason: …}]` in the front matter of the review or of the article.

use super::facts::Site;
use super::time;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{RelationKind, Review};
use crate::resolve::ClaimId;

/// Finds reviews that later claims contradict.
pub fn find(site: &Site<'_>) -> Vec<Diagnostic> {
    site.graph.reviews.iter().filter_map(|review| outdated(site, review)).collect()
}

/// A review whose claim was contradicted later; every later claim is shown.
fn outdated(site: &Site<'_>, review: &Review) -> Option<Diagnostic> {
    let (reviewed, place) = review.reviewed.as_ref()?;
    let claim = site.graph.claim(review.claim)?;
    let is_contrary = |kind: RelationKind| kind.contradicts() || kind == RelationKind::Corrects;
    let contrary = claim.responses.iter().chain(&claim.relations).filter(|it| is_contrary(it.kind));
    let later: Vec<ClaimId> = contrary
        .map(|it| it.claim)
        .filter(|&other| {
            let document = site.graph.claim(other).map(|other| other.site.document);
            let said = time::of_claim(site, other).or_else(|| time::of_document(site, document?));
            said.is_some_and(|said| said.bounds.certainly_after(&reviewed.bounds()))
        })
        .collect();
    let speakers: Vec<_> = later.iter().map(|&other| site.speaker(other)).collect();
    let message = format!(
        "this review ({}) is older than what {} said against the claim",
        reviewed.in_words(),
        speakers.first()?
    );
    let mut finding = Diagnostic::new(Code::StaleReview, *place, message)
        .help("look at the claim again, and set `reviewed` to the day on which you did");
    for (other, speaker) in later.iter().zip(speakers) {
        finding = finding.label(site.claim_place(*other)?, format!("said later by {speaker}"));
    }
    Some(finding)
}
