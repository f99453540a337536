//! Ids that a page would have twice.
//!
//! Input: the texts with their ids, and the templates with theirs. Output: findings, which nobody can let stand. Entry points:
//! [`of_document`] and [`of_reviews`].

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::facts::Site;
use super::ids::Theme;
use crate::data::Text;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Location;
use crate::syntax::{AnnotationKind, Document, DocumentId};

/// Finds ids that the page of a text would have twice.
pub fn of_document(site: &Site<'_>, id: DocumentId) -> Vec<Diagnostic> {
    if site.graph.entity_of(id).is_some() { on_page(site, &[id]) } else { Vec::new() }
}

/// Finds ids that the page of a claim would have twice, which shows all its reviews.
pub fn of_reviews(site: &Site<'_>) -> Vec<Diagnostic> {
    let reviewed = site.graph.registry.claims().flat_map(|claim| {
        let reviews: Vec<_> = site.graph.reviews_of(claim).map(|review| review.document).collect();
        on_page(site, &reviews)
    });
    reviewed.collect()
}

/// What is wrong with the ids of the texts on one page.
fn on_page(site: &Site<'_>, texts: &[DocumentId]) -> Vec<Diagnostic> {
    let mut first: HashMap<&str, Location> = HashMap::new();
    let mut found = Vec::new();
    for &id in texts {
        let Some(document) = site.graph.document(id) else { continue };
        let own = OnceCell::new();
        for given in ids(document) {
            let place = Location::new(document.file, given.span);
            match first.get(&*given.text) {
                Some(&earlier) => {
                    let message = format!("the id `{}` is given twice", given.text);
                    found.push(
                        Diagnostic::new(Code::DuplicateId, place, message)
                            .label(earlier, "first given here")
                            .help("ids of spans, headings and raw HTML are unique on their page"),
                    );
                }
                None if own.get_or_init(|| Own::new(site, id, document)).has(site.theme, &given.text) => {
                    let message = format!("a part of the page has the id `{}` already", given.text);
                    found.push(Diagnostic::new(Code::DuplicateId, place, message).help("choose another one"));
                }
                None => {}
            }
            first.entry(&given.text).or_insert(place);
        }
    }
    found
}

/// The ids that an author gave to parts of a text, in the order in which they stand there.
fn ids(document: &Document) -> Vec<&Text> {
    let spans = document.body.spans().filter_map(|it| it.attributes.id.as_ref());
    let mut ids: Vec<_> = spans.chain(&document.body.ids).collect();
    ids.sort_by_key(|id| id.span.start);
    ids
}

/// The ids that a page gives to parts of a text, and those of what has a card or a note.
struct Own<'a> {
    /// Those of sentences and mentions.
    anchors: HashSet<String>,
    /// Those of claims and facts, of which there is a card.
    parts: HashSet<&'a str>,
    /// How many citations and footnotes there are, and at most as many notes.
    notes: usize,
}

impl<'a> Own<'a> {
    fn new(site: &Site<'a>, id: DocumentId, document: &'a Document) -> Self {
        let body = &document.body;
        let citations = body.annotations.iter().filter(|it| matches!(it.kind, AnnotationKind::Citation(_)));
        let sentences = body.sentences.iter().map(|sentence| sentence.anchor.to_string());
        let mentions = site.graph.mentions_in(id).map(|mention| mention.anchor.to_string());
        let claims = site.graph.claims_in(id).filter_map(|claim| site.graph.claim(claim));
        let parts = ids(document).into_iter().map(|id| &*id.text).chain(claims.map(|claim| &*claim.id));
        Self {
            anchors: sentences.chain(mentions).collect(),
            parts: parts.collect(),
            notes: citations.count() + body.footnotes.len(),
        }
    }

    /// Whether the page gives this id to something beside its author's text, or to a sentence or a mention in it.
    fn has(&self, theme: &Theme<'_>, id: &str) -> bool {
        let is_part = |part: &str| {
            part.parse().is_ok_and(|note: usize| note <= self.notes) || self.parts.contains(part)
        };
        self.anchors.contains(id) || theme.has(id, is_part)
    }
}
