//! # self-contradiction
//!
//! One speaker both asserts and denies, one claim both supports and denies, or claims repeat each other in a circle.
//!
//! ## What it finds
//!
//! - a claim that denies or disputes another by the same speaker, one that repeats it, or one that the same speaker
//!   supports elsewhere;
//! - a claim that both `supports` (or `repeats`) and `denies` (or `disputes`) one other claim;
//! - claims that repeat each other in a circle, or a claim that is related to itself.
//!
//! A claim without `by` is the article's own, unless the text says, in English, that somebody says so ("residents said
//! …, officials denied …"). Who is `by-unnamed` may always be somebody else. Somebody who has changed their mind `corrects` or `qualifies` the earlier
//! claim, which is no contradiction.
//!
//! ## Why it matters
//!
//! People do contradict themselves, and then it is news and should be said so; more often the speaker or the relation of
//! one of the claims is wrong.
//!
//! ## Fails
//!
//! ```markdown
//! [The talks failed]{#failed .claim by=ada}. [They did not fail]{.claim by=ada denies=failed}.
//! ```
//!
//! ## Passes
//!
//! ```markdown
//! [The talks failed]{#failed .claim by=ada}. [They did not fail]{.claim by=ada corrects=failed}.
//! ```
//!
//! ## To acknowledge it
//!
//! `allow: [{code: self-contradiction, reason: …}]` in the front matter of one of the articles.

use super::english::saying::tells_of_saying;
use super::facts::{Site, near};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{Claim, Relation, RelationKind};
use crate::resolve::ClaimId;

/// Finds contradictions within what one speaker says.
pub fn find(site: &Site<'_>) -> Vec<Diagnostic> {
    let same = Repeated::new(site);
    let mut found = Vec::new();
    for (id, claim) in site.graph.claims() {
        found.extend(claim.relations.iter().filter(|it| it.claim == id).map(related_to_itself));
        found.extend(both_ways(claim, id));
        found.extend(claim.relations.iter().filter_map(|it| denies_own(site, &same, id, it)));
    }
    found.extend(circles(site));
    found
}

fn related_to_itself(relation: &Relation) -> Diagnostic {
    let message = format!("this claim {} itself", relation.kind.as_str());
    Diagnostic::new(Code::SelfContradiction, relation.location, message).help("name another claim")
}

/// Relations of one claim to another that exclude each other.
fn both_ways(claim: &Claim, id: ClaimId) -> Vec<Diagnostic> {
    let is_for = |kind| matches!(kind, RelationKind::Supports | RelationKind::Repeats);
    let others = claim.relations.iter().filter(|it| it.claim != id);
    others
        .clone()
        .filter(|it| is_for(it.kind))
        .filter_map(|pro| {
            let contra = others.clone().find(|it| it.kind.contradicts() && it.claim == pro.claim)?;
            let message =
                format!("this claim both {} and {} another", pro.kind.as_str(), contra.kind.as_str());
            let finding = Diagnostic::new(Code::SelfContradiction, contra.location, message)
                .label(pro.location, format!("it {} the same claim here", pro.kind.as_str()))
                .help("remove one of the two");
            Some(finding)
        })
        .collect()
}

/// A claim that contradicts what its own speaker says elsewhere.
fn denies_own(site: &Site<'_>, same: &Repeated, id: ClaimId, relation: &Relation) -> Option<Diagnostic> {
    if !relation.kind.contradicts() || relation.claim == id {
        return None;
    }
    let (own, verb) = said_for(site, same, id, relation.claim)?;
    let denies = relation.kind.as_str();
    let message = format!("{} both {verb} and {denies} this", shared_speaker(site, id, own));
    let mut finding = Diagnostic::new(Code::SelfContradiction, site.claim_place(id)?, message)
        .primary_label(denies)
        .label(site.claim_place(own)?, verb)
        .help("correct the speaker or the relation of one of them, or say `corrects` where it is a change of mind");
    if own != relation.claim {
        finding = finding.label(site.claim_place(relation.claim)?, "the same, as others say it");
    }
    let attributes = [(id, denies), (id, "by"), (own, verb), (own, "by")];
    let places = attributes.into_iter().filter_map(|(claim, name)| site.attribute_place(claim, name));
    Some(places.fold(finding, |finding, place| finding.label(place, "")))
}

/// What the speaker of one claim says for another, and how: it is the speaker's own, or supported.
fn said_for(
    site: &Site<'_>,
    same: &Repeated,
    id: ClaimId,
    denied: ClaimId,
) -> Option<(ClaimId, &'static str)> {
    let group = same.of(denied);
    let asserted = group.iter().copied().find(|&own| is_same_speaker(site, id, own));
    let responses = group.iter().flat_map(|&claim| site.graph.responses(claim));
    let mut supporting = responses.filter(|it| it.kind == RelationKind::Supports).map(|it| it.claim);
    let mut supported = || supporting.find(|&own| is_same_speaker(site, id, own));
    asserted.map(|own| (own, "asserts")).or_else(|| supported().map(|own| (own, "supports")))
}

/// The name of who makes both claims.
fn shared_speaker(site: &Site<'_>, a: ClaimId, b: ClaimId) -> String {
    let speakers = |claim| site.graph.claim(claim).map_or(&[][..], |claim| &claim.speakers);
    let shared = speakers(a).iter().find(|speaker| speakers(b).contains(speaker));
    shared.map_or_else(|| site.speaker(a), |&speaker| site.name(speaker).to_owned())
}

fn is_same_speaker(site: &Site<'_>, a: ClaimId, b: ClaimId) -> bool {
    let (Some(one), Some(other)) = (site.graph.claim(a), site.graph.claim(b)) else { return false };
    let is_shared = one.speakers.iter().any(|speaker| other.speakers.contains(speaker));
    let is_of_one_article = || {
        let is_own = |id, claim: &Claim| claim.is_of_article() && !is_told(site, id);
        one.site.document == other.site.document && is_own(a, one) && is_own(b, other)
    };
    a != b && (is_shared || is_of_one_article())
}

/// Whether the text gives a claim as what somebody says, of whom the markup tells nothing; only in English.
fn is_told(site: &Site<'_>, id: ClaimId) -> bool {
    let Some(claim) = site.graph.claim(id) else { return false };
    let document = site.graph.document(claim.site.document).filter(|document| site.is_english(document));
    let annotation = site.graph.annotation(claim.site.document, claim.site.annotation);
    let Some((document, annotation)) = document.zip(annotation) else { return false };
    let Some(sentence) = document.body.sentence(annotation.sentence) else { return false };
    let body = &document.body;
    let sentence = near(&body.text, sentence.text.clone(), &annotation.text);
    let here = body.annotations_in(body.beginning_in(sentence.clone()));
    let claims = || here.iter().filter(|other| other.is_claim()).map(|other| &other.text);
    let before = claims().map(|it| it.end).filter(|&end| end <= annotation.text.start).max();
    let behind = claims().map(|it| it.start).filter(|&start| start >= annotation.text.end).min();
    let start = before.unwrap_or_default().max(sentence.start)..annotation.text.start;
    let end = annotation.text.end..behind.unwrap_or(usize::MAX).min(sentence.end);
    let tells = |range: std::ops::Range<usize>| body.text.get(range).is_some_and(tells_of_saying);
    site.attribute(id, "by").is_none() && (tells(start) || tells(end))
}

/// The claims that say the same: those that repeat each other, directly or by way of others.
struct Repeated {
    groups: Vec<Vec<ClaimId>>,
    group_of: Vec<Option<usize>>,
}

impl Repeated {
    fn new(site: &Site<'_>) -> Self {
        let claims = site.graph.registry.claims();
        let mut group_of = vec![None; claims.len()];
        let mut groups = Vec::new();
        for start in claims {
            if group_of[start.0 as usize].is_none() {
                groups.push(gather(site, start, groups.len(), &mut group_of));
            }
        }
        Self { groups, group_of }
    }

    fn of(&self, claim: ClaimId) -> &[ClaimId] {
        let group = self.group_of.get(claim.0 as usize).and_then(|&group| self.groups.get(group?));
        group.map_or(&[], Vec::as_slice)
    }
}

/// The claims that `repeats` leads to from `start`, in either direction.
fn gather(site: &Site<'_>, start: ClaimId, group: usize, group_of: &mut [Option<usize>]) -> Vec<ClaimId> {
    let mut members = Vec::new();
    let mut next = vec![start];
    while let Some(id) = next.pop() {
        let Some(own) = group_of.get_mut(id.0 as usize).filter(|own| own.is_none()) else { continue };
        *own = Some(group);
        members.push(id);
        let around = site.graph.claim(id).into_iter().flat_map(|claim| site.graph.relations(id, claim));
        next.extend(around.filter(|it| it.kind == RelationKind::Repeats).map(|it| it.claim));
    }
    members.sort_unstable();
    members
}

/// Circles of `repeats`: each is found from the first claim that has not been walked from.
fn circles(site: &Site<'_>) -> Vec<Diagnostic> {
    let mut walked = vec![false; site.graph.registry.claims().len()];
    let mut found = Vec::new();
    for start in (0..).map(ClaimId).take(walked.len()) {
        let mut way: Vec<Relation> = Vec::new();
        let mut at = start;
        while let Some(seen) = walked.get_mut(at.0 as usize).filter(|seen| !**seen) {
            *seen = true;
            let Some(repeats) = repeated(site, at) else { break };
            way.push(*repeats);
            at = repeats.claim;
            if let Some(first) = way.iter().position(|step| source(site, step) == Some(at)) {
                found.extend(circle(way.get(first..).unwrap_or_default()));
                break;
            }
        }
    }
    found
}

/// The first other claim that a claim repeats.
fn repeated<'a>(site: &Site<'a>, claim: ClaimId) -> Option<&'a Relation> {
    let relations = &site.graph.claim(claim)?.relations;
    relations.iter().find(|it| it.kind == RelationKind::Repeats && it.claim != claim)
}

/// The claim that a relation is one of.
fn source(site: &Site<'_>, relation: &Relation) -> Option<ClaimId> {
    let responses = site.graph.responses(relation.claim);
    responses.iter().find(|it| it.location == relation.location).map(|it| it.claim)
}

fn circle(way: &[Relation]) -> Option<Diagnostic> {
    let (first, others) = way.split_first()?;
    let message = format!("{} claims repeat each other in a circle", way.len());
    let finding = Diagnostic::new(Code::SelfContradiction, first.location, message)
        .help("remove `repeats` from the one that was said first");
    Some(
        others
            .iter()
            .fold(finding, |finding, step| finding.label(step.location, "and this repeats the next")),
    )
}
