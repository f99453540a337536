//! The pages of claims.
//!
//! Input: a viewpoint and a claim. Output: its head and content. Entry point: [`claim`].

use super::article::document_facts;
use super::model::{ClaimPage, Content, Link, Text};
use super::{Numbers, PageId, Parts, Viewpoint};
use crate::resolve::ClaimId;
use crate::vocabulary::Role;

/// The longest title of a claim's page, in characters.
const TITLE_LENGTH: usize = 80;

/// The page of a claim.
pub fn claim<'a>(view: &Viewpoint<'a, '_>, id: ClaimId) -> Parts<'a> {
    let graph = view.graph();
    let (Some(claim), Some(shown)) = (graph.claim(id), view.claim(id, 0)) else {
        return (
            view.head("", "claim", ""),
            Content::Text(Text { title: "", html: String::new(), extra: None }),
        );
    };
    let kind = graph.vocabulary.kinds.with_role(Role::Claim);
    let index = kind.map(|kind| Link {
        title: &graph.vocabulary.kinds.get(kind).plural,
        url: view.page_url(PageId::List(kind, 1)),
    });
    let numbers = Numbers::new(graph, claim.site.document);
    let mut head = view.head(
        title(&shown.speakers.iter().map(|it| it.name).collect::<Vec<_>>(), shown.words),
        "claim",
        shown.words,
    );
    if let Some(document) = graph.entity_of(claim.site.document) {
        head.language = view.language(document);
    }
    let page = ClaimPage {
        disputes: view.disputes([id]),
        facts: document_facts(view, &numbers, |statement| statement.claim == Some(id)),
        index: index.unwrap_or(Link { title: "", url: String::new() }),
        claim: shown,
    };
    (head, Content::Claim(Box::new(page)))
}

/// `Rex Tillerson: Trump pressed Putin about …`
fn title(speakers: &[&str], words: &str) -> String {
    let mut short: String = words.chars().take(TITLE_LENGTH).collect();
    if short.len() < words.len() {
        let end = short.rfind(char::is_whitespace).unwrap_or(short.len());
        short.truncate(end);
        short.push('…');
    }
    if speakers.is_empty() { short } else { format!("{}: {short}", speakers.join(", ")) }
}
