//! Ids that a page would have twice.
//!
//! Input: the texts with their ids, and the templates with theirs. Output: findings, which nobody can let stand. Entry
//! point: [`find`].

use std::collections::HashMap;

use rayon::prelude::*;

use super::facts::Site;
use super::ids::Theme;
use crate::data::Text;
use crate::diagnostic::{Code, Diagnostic};
use crate::resolve::ClaimId;
use crate::source::Location;
use crate::syntax::{AnnotationKind, Document};

/// Finds repeated ids: within a text, among the reviews that one page shows, and those that a page has by itself.
pub fn find(site: &Site<'_>) -> Vec<Diagnostic> {
    let theme = Theme::new(site);
    let documents = 0..site.graph.documents.len();
    let published = documents.into_par_iter().filter(|&index| site.graph.entity_of(index).is_some());
    let mut found: Vec<_> = published.flat_map_iter(|index| on_page(site, &theme, &[index])).collect();
    let claims = (0..site.graph.claims.len()).map(|claim| ClaimId(claim as u32));
    found.extend(claims.flat_map(|claim| {
        let reviews: Vec<_> = site.graph.reviews_of(claim).map(|review| review.document).collect();
        on_page(site, &theme, &reviews)
    }));
    found
}

/// What is wrong with the ids of the texts on one page.
fn on_page(site: &Site<'_>, theme: &Theme<'_>, texts: &[usize]) -> Vec<Diagnostic> {
    let mut first: HashMap<&str, Location> = HashMap::new();
    let mut found = Vec::new();
    for &index in texts {
        let Some(document) = site.graph.document(index) else { continue };
        for id in ids(document) {
            let place = Location::new(document.file, id.span);
            match first.get(&*id.text) {
                Some(&earlier) => {
                    let message = format!("the id `{}` is given twice", id.text);
                    found.push(
                        Diagnostic::new(Code::DuplicateId, place, message)
                            .label(earlier, "first given here")
                            .help("ids of spans, raw HTML and footnotes are unique on their page"),
                    );
                }
                None if is_the_pages(site, theme, index, document, &id.text) => {
                    let message = format!("a part of the page has the id `{}` already", id.text);
                    found.push(Diagnostic::new(Code::DuplicateId, place, message).help("choose another one"));
                }
                None => {}
            }
            first.entry(&id.text).or_insert(place);
        }
    }
    found
}

/// The ids that an author gave to parts of a text, in the order in which they stand there.
fn ids(document: &Document) -> Vec<&Text> {
    let spans = document.body.annotations.iter().filter_map(|it| it.attributes.id.as_ref());
    let mut ids: Vec<_> = spans.chain(&document.body.ids).collect();
    ids.sort_by_key(|id| id.span.start);
    ids
}

/// Whether a page gives an id to something beside its author's text, or to a sentence or a mention in it.
fn is_the_pages(site: &Site<'_>, theme: &Theme<'_>, index: usize, document: &Document, id: &str) -> bool {
    let body = &document.body;
    let citations = body.annotations.iter().filter(|it| matches!(it.kind, AnnotationKind::Citation(_)));
    let notes = citations.count();
    // Of a claim and of a fact there is a card, of a source a note.
    let is_part = |part: &str| {
        let is_note = part.parse().is_ok_and(|note: usize| note <= notes);
        let mut claims = site.graph.claims_in(index).filter_map(|claim| site.graph.claim(claim));
        is_note || ids(document).iter().any(|id| id.text == part) || claims.any(|claim| claim.id == part)
    };
    let is_anchor = id.as_bytes().get(1) == Some(&b'-')
        && (body.sentences.iter().any(|sentence| sentence.anchor.to_string() == id)
            || site.graph.mentions_in(index).any(|mention| mention.anchor.to_string() == id));
    is_anchor || theme.has(id, is_part)
}
