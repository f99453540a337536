//! What things take in the lists of pages, more or less, in bytes.
//!
//! Input: all pages' views and a thing. Output: how many bytes of HTML the built-in theme makes of it. Entry points: [`of_entity`],
//! [`of_sentence`], [`of_claim`] and [`of_side`], and [`of_any_sentence`].

use rayon::prelude::*;

use super::{Views, parts};
use crate::resolve::{ClaimId, EntityId, Target};
use crate::syntax::{DocumentId, SentenceId};

/// What an entity takes in a list, with its summary.
pub fn of_entity(views: &Views, id: EntityId) -> usize {
    let entity = views.graph.registry.get(id);
    let summary = views.graph.front(id).and_then(|front| front.summary.as_ref());
    let path = views.directory.entity_paths.get(id.0 as usize).map_or(0, String::len);
    220 + entity.name.len() + path + summary.map_or(0, |summary| summary.text.len())
}

/// What a quoted sentence takes, with its article.
pub fn of_sentence(views: &Views, document: impl Into<Option<DocumentId>>, sentence: SentenceId) -> usize {
    let document = document.into();
    let text = views.graph.sentence(document, sentence).map_or(0, |sentence| sentence.text.len());
    of_quote(text) + document.map_or(0, |document| of_document(views, document))
}

/// The most that any quoted sentence takes: what has few of them is short, and most things have few.
pub fn of_any_sentence(views: &Views) -> usize {
    let documents = (0..views.graph.documents.len()).into_par_iter().map(DocumentId::at);
    let longest = documents.map(|id| {
        let sentences = views.graph.document(id).map_or(&[][..], |document| &document.body.sentences);
        let longest = sentences.iter().map(|sentence| sentence.text.len()).max().unwrap_or_default();
        of_quote(longest) + of_document(views, id)
    });
    longest.max().unwrap_or_default()
}

fn of_quote(bytes: usize) -> usize {
    300 + bytes.min(parts::LONGEST_QUOTE) * 11 / 10
}

fn of_document(views: &Views, document: DocumentId) -> usize {
    match views.graph.shown_with(document) {
        Some(Target::Entity(id)) => {
            2 * views.target_path(Target::Entity(id)).len() + views.graph.registry.get(id).name.len()
        }
        Some(Target::Claim(id)) => {
            let article = views.graph.claim(id).map_or(0, |claim| of_document(views, claim.site.document));
            article + 2 * views.target_path(Target::Claim(id)).len()
        }
        None => 0,
    }
}

/// What a claim takes in a list, with its article and its relations.
pub fn of_claim(views: &Views, id: ClaimId) -> usize {
    const SHOWN: usize = super::claims::RELATIONS;
    let Some(claim) = views.graph.claim(id) else { return 0 };
    let relations = claim.relations.iter().take(SHOWN).chain(views.graph.responses(id).iter().take(SHOWN));
    let relations = relations.map(|other| 300 + of_words(views, other.claim));
    of_side(views, id) + relations.sum::<usize>()
}

/// The same without its relations, as in a contradiction.
pub fn of_side(views: &Views, id: ClaimId) -> usize {
    let Some(claim) = views.graph.claim(id) else { return 0 };
    let names = claim.speakers.len() + claim.to.len() + claim.at.len() + claim.sources.len();
    let reviews = views.graph.reviews_of(id).len() * 500;
    350 + of_words(views, id) + of_document(views, claim.site.document) + names * 110 + reviews
}

/// What the words of a claim take, with its address.
fn of_words(views: &Views, id: ClaimId) -> usize {
    let site = views.graph.claim(id).map(|claim| claim.site);
    let annotation = site.and_then(|site| views.graph.annotation(site.document, site.annotation));
    let words = annotation.map_or(0, |annotation| annotation.text.len() * 11 / 10);
    words + views.directory.claim_paths.get(id.0 as usize).map_or(0, String::len)
}
