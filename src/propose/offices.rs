//! Offices and relations that stand beside a name: "Foreign Minister Sergey Lavrov", "Roe, the mayor of Dayton,".
//!
//! Input: who is named in a text, with its paragraphs. Output: an [`Office`] for each that somebody with a page has. Entry
//! point: [`offices`].

use std::ops::Range;

use super::lexicon::Lexicon;
use super::paragraph::{Paragraph, Token};
use super::people::{Named, Who};

/// The longest title, in words.
const LONGEST: usize = 5;
/// The longest apposition, in words.
const APPOSITION: usize = 10;

/// An office that somebody has.
#[derive(Debug)]
pub(super) struct Office {
    /// Its bytes in the paragraph.
    pub words: Range<usize>,
    /// Who has it.
    pub who: Who,
    /// How it was found.
    pub rule: &'static str,
}

/// The offices of those who are named in a paragraph.
pub(super) fn offices<'n>(
    paragraph: &Paragraph<'_>,
    named: impl Iterator<Item = &'n Named>,
    lexicon: &Lexicon,
) -> Vec<Office> {
    let mut found = Vec::new();
    for named in named {
        let (start, end) = (named.words.start - paragraph.start, named.words.end - paragraph.start);
        let before = title(paragraph, start, lexicon).map(|words| (words, "title-before"));
        let behind = apposition(paragraph, end, lexicon).map(|words| (words, "apposition"));
        let offices = before.into_iter().chain(behind);
        found.extend(offices.map(|(words, rule)| Office { words, who: named.who.clone(), rule }));
    }
    found
}

/// The title right before a name.
fn title(paragraph: &Paragraph<'_>, name: usize, lexicon: &Lexicon) -> Option<Range<usize>> {
    let mut before: Vec<_> = paragraph.tokens.iter().take_while(|token| token.end() <= name).collect();
    // "its editor, Joyce Amdahl"
    let is_apart = before.last().is_some_and(|token| token.text == ",");
    before.truncate(before.len() - usize::from(is_apart));
    let first = before.len().saturating_sub(LONGEST);
    let tokens = before.get(first..)?;
    let start =
        (0..tokens.len()).find(|&at| tokens.get(at..).is_some_and(|title| is_office(title, lexicon)))?;
    let leading = start.checked_sub(1).and_then(|at| tokens.get(at));
    let is_owned = leading.is_some_and(|token| {
        token.is_clitic() || lexicon.has_any(&["possessives", "articles"], &token.lower)
    });
    span(tokens.get(start..)?).filter(|_| is_owned || !is_apart)
}

/// Whether words are an office, with what may stand before it.
fn is_office(words: &[&Token<'_>], lexicon: &Lexicon) -> bool {
    let joined = |words: &[&Token<'_>]| words.iter().map(|token| &*token.lower).collect::<Vec<_>>().join(" ");
    (0..words.len()).any(|at| {
        let (leading, office) = words.split_at(at);
        let is_leading = |token: &&&Token<'_>| {
            let is_title = office.iter().all(|token| token.is_capital());
            lexicon.has_any(&["qualifying", "bodies"], &token.lower)
                || token.is_capital()
                    && is_title
                    && token.is_word()
                    && !lexicon.has_any(
                        &["conjunctions", "prepositions", "articles", "adverbs", "pronouns"],
                        &token.lower,
                    )
        };
        leading.iter().filter(is_leading).count() == leading.len() && lexicon.has("offices", &joined(office))
    })
}

/// The office between two commas behind a name.
fn apposition(paragraph: &Paragraph<'_>, end: usize, lexicon: &Lexicon) -> Option<Range<usize>> {
    let mut behind = paragraph.tokens.iter().skip_while(|token| token.start < end);
    behind.next().filter(|token| token.text == "," && token.start == end)?;
    let tokens: Vec<_> = behind.take(APPOSITION + 1).collect();
    let is_end =
        |token: &&Token<'_>| matches!(token.text, "," | "." | ";") || lexicon.has("relatives", &token.lower);
    let words = tokens.get(..tokens.iter().position(is_end)?)?;
    let governed =
        words.iter().position(|token| lexicon.has("prepositions", &token.lower)).unwrap_or(words.len());
    let owner = words.iter().take(governed).rposition(|token| {
        matches!(&*token.lower, "'s" | "the" | "a" | "an" | "his" | "her" | "their" | "its")
    });
    let words = owner.map_or(words, |owner| words.get(owner + 1..).unwrap_or_default());
    let far = words.iter().position(|token| {
        lexicon.has("prepositions", &token.lower) && !matches!(&*token.lower, "of" | "for" | "to")
    });
    let words = words.get(..far.unwrap_or(words.len()))?;
    let head = words
        .iter()
        .position(|token| lexicon.has_any(&["prepositions"], &token.lower))
        .unwrap_or(words.len());
    let title = words.get(..head)?;
    let is_office = (0..title.len()).any(|at| title.get(at..).is_some_and(|title| is_office(title, lexicon)));
    let has_verb = words.iter().any(|token| lexicon.has("finite", &token.lower) && !token.is_clitic());
    (is_office && !has_verb && title.len() <= LONGEST).then(|| span(words))?
}

/// The bytes of tokens.
fn span(tokens: &[&Token<'_>]) -> Option<Range<usize>> {
    Some(tokens.first()?.start..tokens.last()?.end())
}
