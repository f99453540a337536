//! # quote-not-in-source
//!
//! The quoted words do not occur in the archived text of the cited source.
//!
//! ## What it finds
//!
//! A `.quote` whose words are not in the archived texts (`text` in a source's front matter) of the sources cited for it: by
//! `source`, by a citation in it or in its sentence, or else by the `sources` of its article. White space, quotation
//! marks and dashes may differ, a ligature is its letters, and a hyphen at the end of a source's line may be one of the
//! word or not. `…`, `...`, `. . .` stand for words left out, in brackets or not: the parts between them must occur in
//! their order. An editor's brackets, `[sic]`, `[Trump]`, `[w]e`, stand for any few words of the sentence, and the first
//! letter for either case. Nothing else may differ, not even the case of another letter; a comma that the source has not
//! stands behind the span, not in it.
//!
//! Nor may an ellipsis or brackets leave out a word that denies (never, no, not, nor …) of the clause that is quoted: “I
//! did … take it” is no quotation of somebody who said “I did not take it”.
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
use std::ops::Range;

use rayon::prelude::*;

use super::archive::Archives;
use super::facts::{Site, shown};
use super::quotation::{BREAK, Found, Quotation, fold, fold_with_places, omitted_denial};
use crate::diagnostic::{Code, Diagnostic, one_of};
use crate::prose::Prose;
use crate::resolve::{ClaimId, EntityId};
use crate::source::{FileId, Location, Span};

/// How many words of a quotation must be in a source to say that it goes on differently.
const FEWEST_WORDS: usize = 2;

/// Finds quotations that are not in their sources.
pub fn find(site: &Site<'_>) -> Vec<Diagnostic> {
    let archives = Archives::of(site);
    let texts: HashMap<EntityId, FileId> = site
        .graph
        .registry
        .iter()
        .filter_map(|(id, _)| archives.statement(id).and_then(|_| Some((id, archives.text(id)?))))
        .collect();
    if texts.is_empty() {
        return Vec::new();
    }
    let claims: Vec<_> = site.graph.registry.claims().collect();
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
    prose: &'static Prose,
}

impl Quote<'_> {
    /// Whether a word of a source as it is compared denies what is said.
    fn denies(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        let parts = [&*lower, lower.split('\'').next().unwrap_or_default()];
        parts.iter().any(|word| self.prose.has("negations", word))
    }

    /// Where it stands in a folded source, with its brackets as they are or as an editor's.
    fn find(&self, source: &str) -> Result<Found, (String, usize)> {
        let verbatim = Quotation::verbatim(self.words).find(source);
        verbatim.or_else(|_| Quotation::new(self.words, |word| self.denies(word)).find(source))
    }
}

/// A claim that is a quotation, all of whose sources have an archived text in its language.
fn quote<'a>(site: &Site<'a>, texts: &HashMap<EntityId, FileId>, claim: ClaimId) -> Option<Quote<'a>> {
    let quote = site.graph.claim(claim).filter(|claim| claim.quote)?;
    let language = site.language(site.graph.document(quote.site.document)?);
    let sources = site.graph.sources_of(claim);
    let is_same_language = |source: &EntityId| {
        let document = site.graph.registry.get(*source).document.and_then(|it| site.graph.document(it));
        document.is_none_or(|document| site.language(document) == language)
    };
    let files: Option<Vec<_>> =
        sources.iter().map(|it| texts.get(it).copied().filter(|_| is_same_language(it))).collect();
    let files = files.filter(|files| !files.is_empty())?;
    Some(Quote { claim, words: site.claim_words(claim), files, prose: Prose::of(language) })
}

fn missing(site: &Site<'_>, folded: &HashMap<FileId, String>, quote: &Quote<'_>) -> Option<Diagnostic> {
    let mut denial = None;
    let mut near = None;
    for &file in &quote.files {
        let source = folded.get(&file)?;
        match quote.find(source) {
            Ok(found) => {
                let gaps = found.omitted.into_iter();
                let omitted =
                    gaps.filter_map(|gap| omitted_denial(source, gap, |word| quote.denies(word))).next()?;
                denial = denial.or(Some((file, omitted)));
            }
            Err((part, start)) => near = near.or_else(|| Some((file, Nearest::new(source, &part, start)?))),
        }
    }
    let finding = match denial {
        Some((file, omitted)) => {
            denied(site, quote, file, folded.get(&file)?.get(omitted.clone())?, omitted)?
        }
        None => not_there(site, quote, near)?,
    };
    let source = site.attribute_place(quote.claim, "source");
    Some(source.into_iter().fold(finding, |finding, source| finding.label(source, "said to be from here")))
}

/// The finding for a quotation that leaves out a word that denies.
fn denied(
    site: &Site<'_>,
    quote: &Quote<'_>,
    file: FileId,
    word: &str,
    omitted: Range<usize>,
) -> Option<Diagnostic> {
    let (words, path) = (quoted(quote), &site.snapshot.files.get(file).path);
    let message = format!("“{words}” leaves out the “{word}” of `{path}`");
    let finding = Diagnostic::new(Code::QuoteNotInSource, site.claim_place(quote.claim)?, message);
    Some(
        finding
            .label(located(site, file, omitted), "left out")
            .help(format!("quote it as well: without “{word}” the words say something else")),
    )
}

/// The finding for a quotation that is in none of its sources.
fn not_there(site: &Site<'_>, quote: &Quote<'_>, near: Option<(FileId, Nearest)>) -> Option<Diagnostic> {
    let paths: Vec<_> =
        quote.files.iter().map(|&file| format!("`{}`", site.snapshot.files.get(file).path)).collect();
    let words = quoted(quote);
    let nearest = near.as_ref().map_or(String::new(), |(_, near)| near.told(&words));
    let message = format!("“{words}” is not in {}{nearest}", one_of(&paths));
    let finding = Diagnostic::new(Code::QuoteNotInSource, site.claim_place(quote.claim)?, message)
        .help("quote the source's very words, with `…` for those left out; or make it a `.claim`");
    Some(match near {
        Some((file, near)) => finding.label(located(site, file, near.place), "the source has it like this"),
        None => match quote.files.first() {
            Some(&file) => finding.label(Location::new(file, Span::default()), "nothing like it is in here"),
            None => finding,
        },
    })
}

fn quoted(quote: &Quote<'_>) -> String {
    shown(quote.words.trim_matches(is_mark))
}

/// Whether a character says nothing at the end of differing words, unless they consist of such.
fn is_sign(c: char) -> bool {
    matches!(c, ',' | ';' | ':')
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '\'' | '\u{2018}'..='\u{201F}' | '«' | '»')
}

/// What in a source is most like a part of a quotation.
struct Nearest {
    /// Its bytes of the source as it is compared.
    place: Range<usize>,
    /// Its words.
    words: String,
    /// The words of it that the quotation has not, and those that the quotation has for them.
    differing: (String, String),
}

impl Nearest {
    /// The words that begin the part, as far as it is long or as its last words stand; or else those that end it.
    fn new(source: &str, part: &str, start: usize) -> Option<Self> {
        let ends: Vec<usize> = part.match_indices(' ').map(|(at, _)| at).chain([part.len()]).collect();
        let starts: Vec<usize> =
            std::iter::once(0).chain(part.match_indices(' ').map(|(at, _)| at + 1)).collect();
        let begins = |&count: &usize| {
            let words = part.get(..*ends.get(count - 1)?)?;
            Some(whole(source, words, start)?..count)
        };
        let place = match (FEWEST_WORDS..=ends.len()).rev().find_map(|count| begins(&count)) {
            Some(Range { start: at, end: count }) => at..passage_end(source, part, at, starts.get(count..)?),
            None => {
                let enough = starts.len().saturating_sub(FEWEST_WORDS - 1);
                let end = starts.iter().take(enough).find_map(|&from| {
                    let tail = part.get(from..)?;
                    Some(whole(source, tail, start)? + tail.len())
                })?;
                source.floor_char_boundary(end.saturating_sub(part.len()))..end
            }
        };
        let place = widened(source, place);
        let words = source.get(place.clone())?.replace(BREAK, "");
        let differing = differing(&words, part);
        Some(Self { place, words, differing })
    }

    /// What it is, and how it differs from the quotation that is shown before.
    fn told(&self, quoted: &str) -> String {
        let near = shown(&self.words);
        let is_shown = near == quoted;
        let near = if is_shown {
            ", where it stands".to_owned()
        } else {
            format!(", where the nearest is “{near}”,")
        };
        let (there, here) = (shown(&self.differing.0), shown(&self.differing.1));
        match (there.trim_matches(is_sign), here.trim_matches(is_sign)) {
            ("", "") => String::new(),
            ("", here) => format!("{near} without “{here}”"),
            (there, "") => format!("{near} with “{there}” besides"),
            (there, here) => format!("{near} with “{there}” for “{here}”"),
        }
    }
}

/// Where words stand in a source from `start` on, as whole words.
fn whole(source: &str, words: &str, start: usize) -> Option<usize> {
    Quotation::verbatim(words).find(source.get(start..)?).ok().map(|found| start + found.range.start)
}

/// Where a passage ends that begins as a part does: with the part's last words, if they soon follow.
fn passage_end(source: &str, part: &str, at: usize, starts: &[usize]) -> usize {
    let limit = source.ceil_char_boundary((at + part.len() * 2).min(source.len()));
    let near = source.get(at..limit).unwrap_or_default();
    let tails = starts.iter().filter_map(|&from| part.get(from..));
    let tail = tails.map(|tail| near.find(tail).map(|found| at + found + tail.len())).find_map(|end| end);
    tail.unwrap_or_else(|| source.floor_char_boundary((at + part.len()).min(source.len())))
}

/// A range widened to whole words.
fn widened(source: &str, range: Range<usize>) -> Range<usize> {
    let before = source.get(..range.start).unwrap_or_default();
    let behind = source.get(range.end..).unwrap_or_default();
    let is_part = |c: char| c.is_alphanumeric() || c == BREAK;
    let is_cut = |inside: Option<char>| inside.is_some_and(is_part);
    let first = source.get(range.start..).and_then(|rest| rest.chars().next());
    let last = source.get(..range.end).and_then(|rest| rest.chars().next_back());
    let start = if is_cut(first) { before.trim_end_matches(is_part).len() } else { range.start };
    let more = if is_cut(last) { behind.len() - behind.trim_start_matches(is_part).len() } else { 0 };
    start..range.end + more
}

/// The words of two texts that differ, without those at their ends that are alike.
fn differing(one: &str, other: &str) -> (String, String) {
    let (mut one, mut other): (Vec<_>, Vec<_>) = (one.split(' ').collect(), other.split(' ').collect());
    let alike = one.iter().zip(&other).take_while(|(one, other)| one == other).count();
    one.drain(..alike);
    other.drain(..alike);
    while one.last().is_some_and(|last| other.last() == Some(last)) {
        one.pop();
        other.pop();
    }
    (one.join(" "), other.join(" "))
}

/// The place in a source's file of bytes of the text as it is compared.
fn located(site: &Site<'_>, file: FileId, range: Range<usize>) -> Location {
    let text = &site.snapshot.files.get(file).text;
    let (_, places) = fold_with_places(text);
    let from = places.get(range.start).copied().unwrap_or_default();
    let to = places.get(range.end.saturating_sub(1)).copied().unwrap_or_default();
    let width = text.get(to..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    Location::new(file, Span::new(from..(to + width).max(from)))
}
