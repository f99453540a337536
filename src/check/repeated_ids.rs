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
use crate::source::{Location, Span};
use crate::syntax::{AnnotationKind, Document};

/// Finds ids that a page would have twice, other than those of two spans.
pub fn find(site: &Site<'_>) -> Vec<Diagnostic> {
    let theme = Theme::new(site);
    let documents = site.graph.documents.par_iter().enumerate();
    let published = documents.filter(|(index, _)| site.graph.entity_of(*index).is_some());
    published.flat_map_iter(|(index, document)| in_text(site, &theme, index, document)).collect()
}

fn in_text(site: &Site<'_>, theme: &Theme<'_>, index: usize, document: &Document) -> Vec<Diagnostic> {
    let spans = document.body.annotations.iter().filter_map(|it| it.attributes.id.as_ref());
    let mut ids: Vec<_> =
        spans.map(|id| (id, true)).chain(document.body.ids.iter().map(|id| (id, false))).collect();
    if ids.is_empty() {
        return Vec::new();
    }
    ids.sort_by_key(|(id, _)| id.span.start);
    let mut first: HashMap<&str, (Span, bool)> = HashMap::new();
    let mut found = Vec::new();
    for (id, is_span) in ids {
        let place = Location::new(document.file, id.span);
        match first.get(&*id.text) {
            // Two spans of one id are reported where claims are numbered.
            Some((_, true)) if is_span => {}
            Some((earlier, _)) => found.push(
                Diagnostic::new(Code::DuplicateId, place, format!("the id `{}` is given twice", id.text))
                    .label_at(*earlier, "first given here")
                    .help("ids are unique within their file"),
            ),
            None if is_the_page_s(site, theme, index, document, id) => found.push(
                Diagnostic::new(
                    Code::DuplicateId,
                    place,
                    format!("a part of the page has the id `{}` already", id.text),
                )
                .help("choose another one"),
            ),
            None => {}
        }
        first.entry(&id.text).or_insert((id.span, is_span));
    }
    found
}

/// Whether a page gives an id to something beside its author's text, or to a sentence or a mention in it.
fn is_the_page_s(site: &Site<'_>, theme: &Theme<'_>, index: usize, document: &Document, id: &Text) -> bool {
    let body = &document.body;
    let citations = || body.annotations.iter().filter(|it| matches!(it.kind, AnnotationKind::Citation(_)));
    let claims = || site.graph.claims_in(index).filter_map(|claim| site.graph.claim(claim));
    // Of a claim and of a fact there is a card, of a source a note.
    let is_part = |part: &str| {
        let has_id =
            body.annotations.iter().any(|it| it.attributes.id.as_ref().is_some_and(|id| id.text == part));
        has_id
            || claims().any(|claim| claim.id == part)
            || part.parse().is_ok_and(|note: usize| note <= citations().count())
    };
    let is_anchor = id.text.as_bytes().get(1) == Some(&b'-')
        && (body.sentences.iter().any(|sentence| sentence.anchor.to_string() == id.text)
            || site.graph.mentions_in(index).any(|mention| mention.anchor.to_string() == id.text));
    is_anchor || theme.has(&id.text, is_part)
}
