//! Typographic quotation marks, dashes and ellipses, for a site that asks for them (`smart_punctuation`).
//!
//! Input: a text and its language. Output: a part of the text as HTML, in which `"`, `'`, `--`, `---` and `...` are what a
//! typesetter would make of them; but not in a quotation, whose words are its speaker's. Entry points: [`Typography::new`]
//! and [`Typography::write`].

use std::borrow::Cow;
use std::ops::Range;

use super::escape::escape_into;
use crate::locale::Language;
use crate::syntax::Body;

/// How far before a single closing mark its opening one is looked for, in bytes.
const FARTHEST: usize = 2000;

/// How the marks of one text are set.
pub struct Typography<'v> {
    text: &'v str,
    language: &'v Language,
    /// What stays as it is written, in order.
    quoted: &'v [Range<usize>],
}

impl<'v> Typography<'v> {
    /// The typography of a text.
    pub fn new(body: &'v Body, language: &'v Language) -> Self {
        Self { text: &body.text, language, quoted: &body.quoted }
    }

    /// Appends a part of the text as HTML.
    pub fn write(&self, out: &mut String, range: Range<usize>) {
        let mut at = range.start;
        while let Some(rest) = self.text.get(at..range.end)
            && let Some(found) = rest.find(['"', '\'', '-', '.'])
        {
            let mark = at + found;
            escape_into(out, rest.get(..found).unwrap_or_default());
            let run = self.run(mark..range.end);
            match self.set(mark, run) {
                Some(set) => out.push_str(&set),
                None => escape_into(out, self.text.get(mark..mark + run).unwrap_or_default()),
            }
            at = mark + run;
        }
        escape_into(out, self.text.get(at..range.end).unwrap_or_default());
    }

    /// How many dashes or full stops stand together; of marks each stands for itself.
    fn run(&self, range: Range<usize>) -> usize {
        let bytes = self.text.as_bytes().get(range).unwrap_or_default();
        let first = bytes.first().copied().unwrap_or_default();
        if matches!(first, b'-' | b'.') { bytes.iter().take_while(|byte| **byte == first).count() } else { 1 }
    }

    /// What stands on the page for the marks at a place; nothing where that is they themselves.
    fn set(&self, at: usize, run: usize) -> Option<Cow<'v, str>> {
        if self.is_quoted(at) {
            return None;
        }
        let mark = |key| Some(Cow::Borrowed(self.language.word(key)));
        match (self.text.as_bytes().get(at)?, run) {
            (b'-', 2) => Some("–".into()),
            (b'-', 3) => Some("—".into()),
            (b'.', 3) => Some("…".into()),
            (b'"', _) => mark(if self.opens(at) { "quote_open" } else { "quote_close" }),
            (b'\'', _) if self.opens_inner(at) => mark("inner_quote_open"),
            (b'\'', _) if self.closes_inner(at) => mark("inner_quote_close"),
            (b'\'', _) => Some("’".into()),
            _ => None,
        }
    }

    fn is_quoted(&self, at: usize) -> bool {
        let begun = self.quoted.partition_point(|range| range.start <= at);
        begun.checked_sub(1).and_then(|last| self.quoted.get(last)).is_some_and(|range| range.contains(&at))
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text.get(..at)?.chars().next_back()
    }

    fn after(&self, at: usize) -> Option<char> {
        self.text.get(at + 1..)?.chars().next()
    }

    /// Whether a mark stands where a quotation begins: behind a space or an opening bracket, and right before a word.
    fn opens(&self, at: usize) -> bool {
        let is_free = self.before(at).is_none_or(|c| c.is_whitespace() || "([{<-–—/\"'«„“‚‘¿¡".contains(c));
        is_free && self.after(at).is_some_and(|c| !c.is_whitespace())
    }

    /// The same of a single mark, which before a number is an apostrophe: "the '90s".
    fn opens_inner(&self, at: usize) -> bool {
        self.opens(at) && self.after(at).is_some_and(|c| !c.is_numeric())
    }

    /// Whether the last single mark before this one that is no apostrophe opens a quotation.
    fn closes_inner(&self, at: usize) -> bool {
        if self.is_inside_word(at) {
            return false;
        }
        let from = self.text.floor_char_boundary(at.saturating_sub(FARTHEST));
        let before = self.text.get(from..at).unwrap_or_default();
        let mut marks = before.rmatch_indices('\'').map(|(offset, _)| from + offset);
        marks.find(|mark| !self.is_inside_word(*mark)).is_some_and(|mark| self.opens_inner(mark))
    }

    fn is_inside_word(&self, at: usize) -> bool {
        [self.before(at), self.after(at)].into_iter().all(|c| c.is_some_and(char::is_alphanumeric))
    }
}
