//! Plain text → sentences.
//!
//! Input: the plain text of one block and its language. Output: the bytes of each sentence, without the white space
//! around it. Entry point: [`sentences`].
//!
//! Sentences end where UAX #29 says, unless the full stop belongs to an abbreviation.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// Abbreviations that something always follows: titles, months, `No. 5`.
const OPEN: [(&str, &[&str]); 4] = [
    (
        "en",
        &[
            "adm", "apr", "art", "aug", "capt", "cf", "col", "comdr", "dec", "dr", "e.g", "eds", "feb",
            "fig", "figs", "ft", "gen", "gov", "hon", "i.e", "jan", "jul", "jun", "lt", "maj", "mar",
            "messrs", "mr", "mrs", "ms", "mt", "no", "nos", "nov", "oct", "pp", "pres", "prof", "pvt", "rep",
            "rev", "sec", "sen", "sep", "sept", "sgt", "sr", "st", "supt", "viz", "vol", "vs",
        ],
    ),
    (
        "de",
        &[
            "abs", "art", "bd", "bzgl", "bzw", "ca", "d.h", "dez", "dr", "feb", "frl", "hr", "hrsg", "jan",
            "mio", "mrd", "nov", "nr", "okt", "prof", "s", "sept", "sog", "st", "str", "u.a", "vgl", "z.b",
        ],
    ),
    (
        "fr",
        &[
            "art", "av", "cf", "chap", "dr", "fig", "m", "mgr", "mm", "mme", "mlle", "no", "p.ex", "st",
            "ste", "vol",
        ],
    ),
    (
        "ru",
        &[
            "акад", "в", "г", "гл", "гр", "д", "им", "млн", "млрд", "напр", "пл", "проф", "рис", "руб", "св",
            "см", "ст", "стр", "тыс", "ул",
        ],
    ),
];

/// Abbreviations that may also end a sentence.
const CLOSING: [&str; 18] = [
    "a.m", "bros", "co", "corp", "d.c", "e.u", "esq", "etc", "inc", "jr", "ltd", "p.m", "ph.d", "u.k", "u.n",
    "u.s", "u.s.a", "usw",
];

/// Words that begin a sentence far more often than they follow an abbreviation.
const STARTERS: [&str; 38] = [
    "a",
    "after",
    "all",
    "although",
    "an",
    "and",
    "as",
    "at",
    "before",
    "but",
    "during",
    "following",
    "he",
    "her",
    "his",
    "however",
    "i",
    "if",
    "in",
    "it",
    "its",
    "many",
    "meanwhile",
    "on",
    "she",
    "since",
    "some",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "we",
    "when",
    "you",
];

/// The sentences of a block, in order.
pub fn sentences(text: &str, language: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<Range<usize>> = None;
    for (start, part) in text.split_sentence_bound_indices() {
        let end = start + part.len();
        let sentence = match open.take() {
            Some(before) => before.start..end,
            None => start..end,
        };
        let words = text.get(sentence.clone()).unwrap_or_default();
        if goes_on(words, text.get(end..).unwrap_or_default(), language) {
            open = Some(sentence);
        } else {
            found.extend(trimmed(text, sentence));
        }
    }
    found.extend(open.and_then(|sentence| trimmed(text, sentence)));
    found
}

/// The range without white space at its ends; none where nothing is left.
fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let words = text.get(range.clone())?;
    let start = range.start + (words.len() - words.trim_start().len());
    let end = range.start + words.trim_end().len();
    (start < end).then_some(start..end)
}

/// Whether the last full stop of `sentence` only ends an abbreviation.
fn goes_on(sentence: &str, rest: &str, language: &str) -> bool {
    let Some(before) = sentence.trim_end().strip_suffix('.') else { return false };
    let word = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '\u{201C}')).next();
    let Some(word) = word.filter(|word| !word.is_empty()) else { return false };
    if is_initial(word) {
        return true;
    }
    let word = word.to_lowercase();
    let language = language.split('-').next().unwrap_or(language);
    let open = OPEN.iter().any(|(tongue, words)| *tongue == language && words.contains(&&*word));
    open || (CLOSING.contains(&&*word) && !begins_sentence(rest))
}

/// `J` of "J. S. Bach".
fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(|first| first.is_uppercase() && first != 'I') && chars.next().is_none()
}

fn begins_sentence(rest: &str) -> bool {
    let word = rest.split_whitespace().next().unwrap_or_default();
    let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    word.is_empty() || STARTERS.contains(&&*word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split<'t>(text: &'t str, language: &str) -> Vec<&'t str> {
        sentences(text, language).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn full_stops_of_abbreviations_end_nothing() {
        for text in [
            "Yesterday Mr. Putin met Dr. Lavrov in the U.S. Senate.",
            "Donald Trump Jr. Released the e-mails on Jan. 5 with J. S. Bach, e.g. Tuesday.",
            "See No. 5, cf. Smith.",
        ] {
            assert_eq!(split(text, "en"), [text]);
        }
        assert_eq!(
            split("Das ist z.B. Goethe. Und Dr. Faust.", "de"),
            ["Das ist z.B. Goethe.", "Und Dr. Faust."]
        );
    }

    #[test]
    fn sentences_end_where_they_end() {
        assert_eq!(
            split("He met Trump Jr. He said so. \"Yes!\" Why?", "en"),
            ["He met Trump Jr.", "He said so.", "\"Yes!\"", "Why?"]
        );
        assert_eq!(split("It was 3.5 km. So was I. Then", "en"), ["It was 3.5 km.", "So was I.", "Then"]);
        assert_eq!(split("  \n ", "en"), Vec::<&str>::new());
    }
}
