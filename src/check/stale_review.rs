//! # stale-review
//!
//! A review is older than a later contrary claim.
//!
//! ## What it finds
//!
//! A review whose `reviewed` date lies before a claim that denies, disputes or corrects the one it is about (or that this
//! one denies or disputes); claims that only repeat it count as well. A correction of what the review itself found wrong
//! agrees with it. A claim's date is its `on`, that of the event it was made `at`, or that of its article.
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

use std::collections::BTreeSet;

use super::facts::Site;
use super::time;
use crate::data::Text;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{RelationKind, Review};
use crate::resolve::ClaimId;
use crate::syntax::DocumentId;

/// Beginnings of words by which a rating says that something is wrong with a claim.
const WRONG: [&str; 18] = [
    "false",
    "wrong",
    "incorrect",
    "inaccurate",
    "untrue",
    "not true",
    "mislead",
    "overstat",
    "understat",
    "exaggerat",
    "distort",
    "fake",
    "fabricat",
    "baseless",
    "unfounded",
    "debunk",
    "pants on fire",
    "misquot",
];

/// Finds reviews that later claims contradict.
pub fn of_document(site: &Site<'_>, document: DocumentId) -> Vec<Diagnostic> {
    site.graph.review(document).and_then(|review| outdated(site, review)).into_iter().collect()
}

/// A review whose claims were contradicted later; every later claim is shown.
fn outdated(site: &Site<'_>, review: &Review) -> Option<Diagnostic> {
    let (reviewed, place) = review.reviewed.as_ref()?;
    let later: Vec<ClaimId> = contrary(site, review)
        .into_iter()
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

/// The claims that contradict those that a review counts for. Who corrects what the review found wrong agrees with it.
fn contrary(site: &Site<'_>, review: &Review) -> BTreeSet<ClaimId> {
    let is_found_wrong = is_found_wrong(review);
    let is_contrary =
        |kind: RelationKind| kind.contradicts() || kind == RelationKind::Corrects && !is_found_wrong;
    let claims = site.graph.claims_with(review).into_iter();
    let claims = claims.filter_map(|id| Some((id, site.graph.claim(id)?)));
    let relations = claims.flat_map(|(id, claim)| site.graph.relations(id, claim));
    relations.filter(|it| is_contrary(it.kind)).map(|it| it.claim).collect()
}

/// Whether a review says that its claim does not hold as it was made: by its number, which is nearer to the worst, or by
/// a word.
fn is_found_wrong(review: &Review) -> bool {
    let number = |text: &Option<Text>| text.as_ref()?.text.trim().parse::<f64>().ok();
    match (number(&review.rating_value), number(&review.best), number(&review.worst)) {
        (Some(value), Some(best), Some(worst)) => (value - worst).abs() < (value - best).abs(),
        _ => {
            let rating = review.rating.text.to_lowercase();
            WRONG.iter().any(|word| rating.contains(word))
        }
    }
}
