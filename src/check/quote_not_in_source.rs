//! # quote-not-in-source
//!
//! The quoted words do not occur in the archived text of the cited source.
//!
//! ## What it finds
//!
//! A `.quote` whose words are not in the archived texts (`text` in a source's front matter) of the sources cited for it: by
//! `source`, by a citation in it or in its sentence, or else by the `sources` of its article. White space, quotation
//! marks and dashes may differ, and `…`, `...`, `[...]` and `[…]` stand for words left out: the parts between them must
//! occur in their order. Nothing else may differ, not even the case of a letter; a comma that the source has not stands
//! behind the span, not in it.
//!
//! It says nothing where one of the sources has no archived text, since the words may be in that one, nor where a source
//! is in another language than the quotation (`language` in the source's front matter), since then it is a translation.
//!
//! ## Why it matters
//!
//! A quotation is a promise that these are the very words.
//!
//! ## Fails
//!
//! ```text
//! content/sources/speech.md     text: speech.txt
//! content/sources/speech.txt    We had a great meeting.
//! content/articles/talks.md     "[We had a grand meeting]{.quote by=ada source=speech}," she said.
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/articles/talks.md     "[We had a … meeting]{.quote by=ada source=speech}," she said.
//! ```
//!
//! ## To acknowledge it
//!
//! `allow: [{code: quote-not-in-source, reason: …}]` in the front matter of the article, or of the source if its text is
//! at fault.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use super::archive::Archives;
use super::facts::{Site, shown};
use super::quotation::{first_missing, fold, fold_with_places, parts, position};
use crate::diagnostic::{Code, Diagnostic};
use crate::resolve::{ClaimId, EntityId};
use crate::source::{FileId, Location, Span};

/// How many words of a quotation must be in a source to say that it goes on differently.
const FEWEST_WORDS: usize = 2;

/// Finds quotations that are not in their sources.
pub fn find(site: &Site<'_>) -> Vec<Diagnostic> {
    let archives = Archives::new(site);
    let texts: HashMap<EntityId, FileId> = site
        .graph
        .registry
        .iter()
        .filter_map(|(id, _)| archives.statement(id).and_then(|_| Some((id, archives.text(id)?))))
        .collect();
    if texts.is_empty() {
        return Vec::new();
    }
    let claims: Vec<_> = (0..site.graph.claims.len()).map(|number| ClaimId(number as u32)).collect();
    let quotes: Vec<_> = claims.into_par_iter().filter_map(|claim| quote(site, &texts, claim)).collect();
    let files: BTreeSet<FileId> = quotes.iter().flat_map(|quote| &quote.files).copied().collect();
    let files: Vec<_> = files.into_iter().collect();
    let folded = files.par_iter().map(|&file| (file, fold(&site.snapshot.files.get(file).text)));
    let folded: HashMap<FileId, String> = folded.collect();
    quotes.into_par_iter().filter_map(|quote| missing(site, &folded, &quote)).collect()
}

/// A quotation, and the archived texts that it must be in one of.
struct Quote<'a> {
    claim: ClaimId,
    words: &'a str,
    files: Vec<FileId>,
}

/// A claim that is a quotation, all of whose sources have an archived text in its language.
fn quote<'a>(site: &Site<'a>, texts: &HashMap<EntityId, FileId>, claim: ClaimId) -> Option<Quote<'a>> {
    let quote = site.graph.claim(claim).filter(|claim| claim.quote)?;
    let language = site.language(site.graph.document(quote.site.document)?);
    let sources = site.sources_of(claim);
    let is_same_language = |source: &EntityId| {
        let document = site.graph.registry.get(*source).document.and_then(|it| site.graph.document(it));
        document.is_none_or(|document| site.language(document) == language)
    };
    let files: Option<Vec<_>> =
        sources.iter().map(|it| texts.get(it).copied().filter(|_| is_same_language(it))).collect();
    let files = files.filter(|files| !files.is_empty())?;
    Some(Quote { claim, words: site.claim_words(claim), files })
}

fn missing(site: &Site<'_>, folded: &HashMap<FileId, String>, quote: &Quote<'_>) -> Option<Diagnostic> {
    let words = fold(quote.words);
    let parts = parts(&words);
    let mut near = None;
    for file in &quote.files {
        let source = folded.get(file)?;
        let (number, start) = first_missing(source, &parts)?;
        near = near.or_else(|| Some((*file, nearest(source, parts.get(number)?, start)?)));
    }
    let paths: Vec<_> =
        quote.files.iter().map(|&file| format!("`{}`", site.snapshot.files.get(file).path)).collect();
    let message = format!("“{}” is not in {}", shown(quote.words.trim_matches(is_mark)), paths.join(" or "));
    let mut finding = Diagnostic::new(Code::QuoteNotInSource, site.claim_place(quote.claim)?, message)
        .help("quote the source's very words, with `…` for those left out; or make it a `.claim`");
    if let Some(source) = site.attribute_place(quote.claim, "source") {
        finding = finding.label(source, "said to be from here");
    }
    Some(match near {
        Some((file, place)) => finding.label(located(site, file, place), "the source has it like this"),
        None => match quote.files.first() {
            Some(&file) => finding.label(Location::new(file, Span::default()), "nothing like it is in here"),
            None => finding,
        },
    })
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '\'' | '\u{2018}'..='\u{201F}' | '«' | '»')
}

/// The bytes of a source, as it is compared, that are most like a part of a quotation: the words that begin it, and as
/// much again as it is long; or else the words that end it.
fn nearest(source: &str, part: &str, start: usize) -> Option<std::ops::Range<usize>> {
    let ends: Vec<usize> = part.match_indices(' ').map(|(at, _)| at).chain([part.len()]).collect();
    let begins = |&count: &usize| position(source, part.get(..*ends.get(count - 1)?)?, start);
    let first = (FEWEST_WORDS..=ends.len()).rev().find_map(|count| begins(&count));
    if let Some(at) = first {
        return Some(at..(at + part.len()).min(source.len()));
    }
    let starts: Vec<usize> = part.match_indices(' ').map(|(at, _)| at + 1).collect();
    let last = starts.iter().take(starts.len().saturating_sub(FEWEST_WORDS - 1)).find_map(|&from| {
        let tail = part.get(from..)?;
        Some(position(source, tail, start)? + tail.len())
    });
    last.map(|end| end.saturating_sub(part.len())..end)
}

/// The place in a source's file of bytes of the text as it is compared, widened to whole words.
fn located(site: &Site<'_>, file: FileId, range: std::ops::Range<usize>) -> Location {
    let text = &site.snapshot.files.get(file).text;
    let (folded, places) = fold_with_places(text);
    let bytes = folded.as_bytes();
    let start =
        (0..=range.start.min(bytes.len())).rev().find(|&at| at == 0 || bytes.get(at - 1) == Some(&b' '));
    let end = (range.end..bytes.len()).find(|&at| bytes.get(at) == Some(&b' ')).unwrap_or(bytes.len());
    let from = start.and_then(|start| places.get(start)).copied().unwrap_or_default();
    let to = places.get(end.saturating_sub(1)).copied().unwrap_or_default();
    let width = text.get(to..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    Location::new(file, Span::new(from..(to + width).max(from)))
}
