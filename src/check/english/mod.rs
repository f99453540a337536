//! Reading English: numbers, lengths of time and dates in a few words of prose.
//!
//! Input: the words of a fact or a date. Output: what they can be read as, in the order in which it stands there; nothing
//! for what can't be read; and who said it. Entry points: [`Text::new`], [`figure::number_fits`], [`number::numbers`],
//! [`duration::durations`], [`date::dates`] and [`saying::Around`].

use std::ops::Range;

pub mod calendar;
pub mod date;
pub mod duration;
pub mod figure;
mod hedge;
pub mod number;
pub mod open_end;
pub mod saying;
pub mod unit;

/// Words, numbers and signs of a text.
#[derive(Debug)]
pub struct Text<'t> {
    tokens: Vec<Token<'t>>,
    /// Where what is read begins, behind words that only tell how it is meant.
    start: usize,
}

/// A word, a number in digits, or a sign.
#[derive(Clone, Debug)]
pub struct Token<'t> {
    /// As it stands there.
    pub text: &'t str,
    /// In lower case.
    pub lower: String,
    /// Whether white space stands before it.
    pub spaced: bool,
    /// Its first byte in the text.
    start: usize,
}

impl<'t> Text<'t> {
    /// Divides a text.
    pub fn new(text: &'t str) -> Self {
        let mut tokens = Vec::new();
        let mut at = 0;
        while let Some(first) = text.get(at..).and_then(|rest| rest.chars().next()) {
            let rest = text.get(at..).unwrap_or_default();
            let length = length(rest, first);
            let token = rest.get(..length).unwrap_or_default();
            if !first.is_whitespace() {
                let spaced = text.get(..at).is_some_and(|before| before.ends_with(char::is_whitespace));
                tokens.push(Token { text: token, lower: token.to_lowercase(), spaced, start: at });
            }
            at += length;
        }
        Self { tokens, start: 0 }
    }

    /// A text behind other words of its sentence: "at least" before "12" tells how the number is meant.
    pub fn behind(before: &'t str, text: &'t str) -> Self {
        let mut whole = Self::new(before);
        whole.start = whole.tokens.len();
        let mut tokens = Self::new(text).tokens;
        if let Some(first) = tokens.first_mut() {
            first.spaced = !before.ends_with(|c: char| !c.is_whitespace());
        }
        whole.tokens.extend(tokens);
        whole
    }

    /// The first token that is read.
    pub fn start(&self) -> usize {
        self.start
    }

    /// The tokens from `at` on, as they are written.
    pub fn phrase(&self, at: usize, length: usize) -> Option<String> {
        let tokens = self.tokens.get(at..at + length)?;
        let mut phrase = String::new();
        for token in tokens {
            if token.spaced && !phrase.is_empty() {
                phrase.push(' ');
            }
            phrase.push_str(token.text);
        }
        Some(phrase)
    }

    /// The bytes of some tokens.
    pub fn range(&self, tokens: Range<usize>) -> Option<Range<usize>> {
        let tokens = self.tokens.get(tokens)?;
        let last = tokens.last()?;
        Some(tokens.first()?.start..last.start + last.text.len())
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// A token in lower case; empty beyond the end.
    pub fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &token.lower)
    }

    /// A token as it stands there.
    pub fn token(&self, at: usize) -> Option<&Token<'t>> {
        self.tokens.get(at)
    }

    /// Whether these words stand at `at`.
    pub fn has(&self, at: usize, words: &str) -> bool {
        words.split(' ').enumerate().all(|(offset, word)| self.word(at + offset) == word)
    }

    /// Whether these words stand right before `at`.
    pub fn has_before(&self, at: usize, words: &str) -> bool {
        at.checked_sub(words.split(' ').count()).is_some_and(|start| self.has(start, words))
    }

    /// Whether a token is joined to the one before it.
    pub fn is_joined(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| !token.spaced)
    }

    /// Whether a token is a hyphen or a dash.
    pub fn is_dash(&self, at: usize) -> bool {
        matches!(self.word(at), "-" | "\u{2010}" | "\u{2011}" | "\u{2012}" | "\u{2013}" | "\u{2014}")
    }

    /// The first place at or behind `at` that is not a hyphen.
    pub fn skip_dash(&self, at: usize) -> usize {
        if self.is_dash(at) { at + 1 } else { at }
    }

    /// Whether a token is one of these words, anywhere.
    pub fn contains_any(&self, words: &[&str]) -> bool {
        self.tokens.iter().any(|token| words.contains(&&*token.lower))
    }
}

/// How long the token at the beginning of a text is.
fn length(rest: &str, first: char) -> usize {
    let end = |is_part: &dyn Fn(char) -> bool| rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    if first.is_alphabetic() {
        return end(&char::is_alphabetic);
    }
    if !first.is_ascii_digit() {
        return first.len_utf8();
    }
    let number = rest.get(..end(&|c| c.is_ascii_digit() || matches!(c, ',' | '.'))).unwrap_or_default();
    number.trim_end_matches([',', '.']).len()
}
