//! The archived text of a source on pages of its own, with the words marked that the site quotes from it.
//!
//! Input: a viewpoint and a source. Output: the paragraphs of its text, and what each takes on a page. Entry points:
//! [`costs`] and [`paragraphs`].

use std::fmt::Write as _;
use std::ops::Range;

use super::escape::{escape, escape_into};
use super::section::within;
use super::{Viewpoint, Views};
use crate::check::quoted_places;
use crate::resolve::{ClaimId, EntityId};

/// The longest paragraph, in bytes; what is longer is divided where a word ends.
const LONGEST: usize = 10_000;
/// What a paragraph takes without its words, and what a quotation in it takes.
const PARAGRAPH: usize = 20;
const QUOTATION: usize = 200;

/// What each paragraph of the archived text of a source takes; none where a source has no text.
pub fn costs(views: &Views, id: EntityId) -> Vec<usize> {
    let Some(archived) = views.archived.get(&id) else { return Vec::new() };
    let pieces = pieces(&archived.text);
    let quotes = archived.quotes.len() * QUOTATION / pieces.len().max(1);
    let words =
        pieces.into_iter().map(|piece| archived.text.get(piece).map_or(0, |words| escape(words).len()));
    words.map(|words| PARAGRAPH + quotes + words).collect()
}

/// Some paragraphs of the archived text of a source as HTML.
pub fn paragraphs(view: &Viewpoint<'_, '_>, id: EntityId, range: Range<usize>) -> Vec<String> {
    let Some(archived) = view.views.archived.get(&id) else { return Vec::new() };
    let pieces = pieces(&archived.text);
    let shown = within(&pieces, range);
    let start = shown.first().map_or(0, |first| first.start);
    let end = shown.last().map_or(start, |last| last.end);
    let text = archived.text.get(start..end).unwrap_or_default();
    let words = |&claim: &ClaimId| Some((claim, view.graph().words_in_article(view.graph().claim(claim)?)));
    let mut quoted = quoted_places(text, &archived.quotes.iter().filter_map(words).collect::<Vec<_>>());
    quoted.sort_by_key(|(claim, place)| (place.start, *claim));
    let quoted: Vec<_> =
        quoted.into_iter().map(|(claim, place)| (claim, start + place.start..start + place.end)).collect();
    shown.iter().map(|piece| marked(view, &archived.text, piece.clone(), &quoted)).collect()
}

/// A part of a text in which each quotation leads to where it is quoted; of two that overlap, the first is marked.
fn marked(
    view: &Viewpoint<'_, '_>,
    text: &str,
    piece: Range<usize>,
    quoted: &[(ClaimId, Range<usize>)],
) -> String {
    let mut html = String::with_capacity(piece.len() + 64);
    let mut at = piece.start;
    let words = |range: Range<usize>| text.get(range).unwrap_or_default();
    for (claim, place) in quoted {
        let (start, end) = (place.start.max(at), place.end.min(piece.end));
        if place.start < at && at > piece.start || start >= end {
            continue;
        }
        escape_into(&mut html, words(at..start));
        let _ = write!(html, "<mark><a href=\"{}\">", escape(&place_of(view, *claim)));
        escape_into(&mut html, words(start..end));
        html.push_str("</a></mark>");
        at = end;
    }
    escape_into(&mut html, words(at..piece.end));
    html
}

/// Where a claim stands in its article.
fn place_of(view: &Viewpoint<'_, '_>, claim: ClaimId) -> String {
    let site = view.graph().claim(claim).map(|claim| claim.site);
    site.map_or_else(String::new, |site| {
        view.sentence_url(site.document, view.sentence_of(site.document, site.annotation))
    })
}

/// The paragraphs of a text: what stands between empty lines.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let (mut at, mut piece) = (0, 0..0);
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            divide(text, std::mem::take(&mut piece), &mut pieces);
        } else {
            let start = if piece.is_empty() { at } else { piece.start };
            piece = start..at + line.trim_end().len();
        }
        at += line.len();
    }
    divide(text, piece, &mut pieces);
    pieces
}

/// Adds a paragraph, in pieces where it is too long.
fn divide(text: &str, piece: Range<usize>, pieces: &mut Vec<Range<usize>>) {
    let mut start = piece.start;
    while piece.end - start > LONGEST {
        let most = text.floor_char_boundary(start + LONGEST);
        let space = text.get(start..most).and_then(|words| words.rfind(char::is_whitespace));
        let end = space.filter(|&at| at > 0).map_or(most, |at| start + at);
        pieces.push(start..end);
        start = end;
    }
    if start < piece.end {
        pieces.push(start..piece.end);
    }
}
