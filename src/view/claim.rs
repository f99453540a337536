//! The pages of claims.
//!
//! Input: a viewpoint and a claim. Output: its head and content. Entry point: [`claim`].

use super::facts::facts;
use super::model::{ClaimPage, Content, EntityRef, Text};
use super::parts::short;
use super::{Numbers, Parts, Viewpoint, fragment, linked_data};
use crate::locale::Language;
use crate::resolve::ClaimId;
use crate::vocabulary::KindId;

/// How many relations of a claim its page shows, and how many others' to it.
const ALL_RELATIONS: usize = 150;

/// The page of a claim.
pub fn claim<'a>(view: &Viewpoint<'a, '_>, id: ClaimId) -> Parts<'a> {
    let graph = view.graph();
    let (Some(claim), Some(shown)) = (graph.claim(id), view.claim_with(id, ALL_RELATIONS)) else {
        return (view.head("", "claim", ""), Content::Text(Text::default()));
    };
    let numbers = Numbers::new(graph, claim.site.document);
    let speakers: Vec<_> = shown.speakers.iter().map(|it| it.name).collect();
    let mut head = view.head(title(view.language, &speakers, shown.words), "claim", shown.words);
    head.data = linked_data::claim(view, id, shown.words);
    let mut quoted = String::new();
    let (document, annotation) = (claim.site.document, claim.site.annotation);
    let sentence = view.sentence_of(document, annotation);
    fragment::quote(&mut quoted, &view.sentence(document, sentence, &[annotation]));
    let page = ClaimPage {
        quoted,
        heading: heading(view.language, &shown.speakers),
        facts: facts(view, &numbers, |statement| statement.claim == Some(id)),
        index: view.index(KindId::CLAIM),
        claim: shown,
    };
    (head, Content::Claim(Box::new(page)))
}

/// `Claim by Rex Tillerson`
pub fn heading(language: &Language, speakers: &[EntityRef<'_>]) -> String {
    match &*speakers.iter().map(|it| it.name).collect::<Vec<_>>() {
        [] => language.word("claim_of_article").to_owned(),
        speakers => language.fill("claim_by", &[("name", &language.list(speakers))]),
    }
}

/// `Rex Tillerson: Trump pressed Putin about …`
fn title(language: &Language, speakers: &[&str], words: &str) -> String {
    let short = short(words);
    if speakers.is_empty() {
        return short;
    }
    language.fill("claim_title", &[("name", &language.list(speakers)), ("words", &short)])
}
