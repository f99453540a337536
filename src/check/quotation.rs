//! Quoted words as they are compared with a source.
//!
//! Input: a quotation, or the text of a source. Output: the same with all that typography may change made alike. Entry
//! points: [`fold`] and [`parts`].
//!
//! White space is collapsed, also around dashes; quotation marks and apostrophes are one character, dashes another; signs
//! that can't be seen are left out. Nothing else is changed: neither case nor any other punctuation.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// What stands for any quotation mark or apostrophe.
const MARK: char = '\'';

/// What stands for any dash or hyphen.
const DASH: char = '-';

/// A text as it is compared.
pub fn fold(text: &str) -> String {
    let composed: Cow<'_, str> =
        if is_nfc(text) { text.into() } else { text.nfc().collect::<String>().into() };
    let mut folded = String::with_capacity(composed.len());
    for c in composed.chars() {
        push(&mut folded, c);
    }
    folded
}

/// A text as it is compared, and the byte of the text that each byte of it comes from.
pub fn fold_with_places(text: &str) -> (String, Vec<usize>) {
    let mut folded = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        push(&mut folded, c);
        places.resize(folded.len(), at);
    }
    (folded, places)
}

/// Appends a character in the form in which it is compared.
fn push(folded: &mut String, c: char) {
    match c {
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' => {}
        c if c.is_whitespace() => {
            if !folded.ends_with([' ', DASH]) {
                folded.push(' ');
            }
        }
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {
            if folded.ends_with(' ') {
                folded.pop();
            }
            if !folded.ends_with(DASH) {
                folded.push(DASH);
            }
        }
        '"'
        | '\''
        | '`'
        | '\u{B4}'
        | '\u{2018}'..='\u{201F}'
        | '«'
        | '»'
        | '‹'
        | '›'
        | '\u{2032}'
        | '\u{2033}'
        | '\u{300C}'..='\u{300F}' => {
            if !folded.ends_with(MARK) {
                folded.push(MARK);
            }
        }
        c => folded.push(c),
    }
}

/// The parts of a folded quotation between its ellipses, without white space and quotation marks at their ends.
pub fn parts(folded: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = folded;
    while let Some((at, length)) = ellipsis(rest) {
        parts.push(&rest[..at]);
        rest = &rest[at + length..];
    }
    parts.push(rest);
    let trimmed = parts.into_iter().map(|part| part.trim_matches([' ', MARK]));
    trimmed.filter(|part| !part.is_empty()).collect()
}

/// The first ellipsis in a text and its length, its brackets included.
fn ellipsis(text: &str) -> Option<(usize, usize)> {
    const SIGNS: [&str; 4] = ["[...]", "[…]", "...", "…"];
    let found = SIGNS.iter().filter_map(|sign| Some((text.find(sign)?, sign.len())));
    let (at, length) = found.min_by_key(|(at, length)| (*at, std::cmp::Reverse(*length)))?;
    // "...." is an ellipsis with a full stop.
    let more = text.get(at + length..).map_or(0, |rest| rest.len() - rest.trim_start_matches('.').len());
    Some((at, length + more))
}

/// Where the first part of a quotation that is not in a source, after those before it, would have to stand; none where
/// all are there. The number is the part's, the offset where the search for it began.
pub fn first_missing(source: &str, parts: &[&str]) -> Option<(usize, usize)> {
    let mut at = 0;
    for (number, part) in parts.iter().enumerate() {
        match position(source, part, at) {
            Some(found) => at = found + part.len(),
            None => return Some((number, at)),
        }
    }
    None
}

/// Where a part stands in a source from `start` on, as whole words.
pub fn position(source: &str, part: &str, start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        let found = at + source.get(at..)?.find(part)?;
        let before = source.get(..found)?.chars().next_back();
        let after = source.get(found + part.len()..)?.chars().next();
        let cuts = |outside: Option<char>, inside: Option<char>| {
            outside.is_some_and(char::is_alphanumeric) && inside.is_some_and(char::is_alphanumeric)
        };
        if !cuts(before, part.chars().next()) && !cuts(after, part.chars().next_back()) {
            return Some(found);
        }
        at = found + part.chars().next().map_or(1, char::len_utf8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_in(source: &str, quotation: &str) -> bool {
        let (source, quotation) = (fold(source), fold(quotation));
        first_missing(&source, &parts(&quotation)).is_none()
    }

    #[test]
    fn typography_makes_no_difference() {
        let source =
            "He said: \u{201C}We\u{2019}ve had  a\ngreat meeting \u{2014} the best. \u{201D} Then he left.";
        for quotation in [
            "We've had a great meeting",
            "\"We\u{2018}ve had a great meeting-the best.\"",
            "meeting -- the best",
        ] {
            assert!(is_in(source, quotation), "{quotation}");
        }
        for quotation in ["we've had", "great meetings", "a grea", "We've had a great meeting, the best"] {
            assert!(!is_in(source, quotation), "{quotation}");
        }
    }

    #[test]
    fn what_an_ellipsis_parts_must_come_in_order() {
        let source = "One two three four five six.";
        for quotation in ["One … three", "One [...] three four […] six.", "... two three....", "One two"]
        {
            assert!(is_in(source, quotation), "{quotation}");
        }
        for quotation in ["three … One", "One … one", "four ... four"] {
            assert!(!is_in(source, quotation), "{quotation}");
        }
    }

    #[test]
    fn folded_bytes_know_where_they_come_from() {
        let text = "a \u{201C}b\u{201D} — c";
        let (folded, places) = fold_with_places(text);
        assert_eq!(folded, "a 'b'-c");
        let at = folded.find('c').unwrap_or_default();
        assert_eq!(text.get(places[at]..), Some("c"));
    }
}
