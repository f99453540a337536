//! A text as names are compared, in which every part knows where it came from.
//!
//! Input: plain text. Output: [`Folded`], whose text is that of [`name_key`], line breaks aside, and which leads from its
//! bytes back to those of the original. Entry point: [`Folded::new`].

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::name_key;

/// A folded text.
#[derive(Debug, Default)]
pub struct Folded {
    text: String,
    /// Where the distance between the two texts changes: a byte of the folded one, and that of the original.
    shifts: Vec<(usize, usize)>,
}

impl Folded {
    /// Folds a text: NFC, full case folding, white space collapsed within each line.
    pub fn new(text: &str) -> Self {
        let is_plain = text.is_ascii() && !text.contains("  ") && !text.contains(['\t', '\r']);
        if is_plain {
            return Self { text: text.to_ascii_lowercase(), shifts: Vec::new() };
        }
        let mut folded = Self { text: String::with_capacity(text.len()), shifts: Vec::new() };
        let mut at = 0;
        for word in text.split_inclusive(char::is_whitespace) {
            let letters = word.trim_end();
            folded.push_letters(at, letters);
            folded.push_space(at + letters.len(), word.get(letters.len()..).unwrap_or_default());
            at += word.len();
        }
        folded
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the original that became these.
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        self.origin_of(range.start)..self.origin_of(range.end)
    }

    fn origin_of(&self, at: usize) -> usize {
        let before = self.shifts.partition_point(|(folded, _)| *folded <= at);
        match before.checked_sub(1).and_then(|index| self.shifts.get(index)) {
            Some((folded, original)) => original + (at - folded),
            None => at,
        }
    }

    fn push_letters(&mut self, at: usize, letters: &str) {
        if letters.is_ascii() {
            self.push_lower(at, letters);
            return;
        }
        // What is composed or folded together never reaches over the edge of what a reader takes for one letter.
        for (offset, letter) in letters.grapheme_indices(true) {
            if letter.is_ascii() {
                self.push_lower(at + offset, letter);
            } else {
                self.push(at + offset, &name_key(letter));
            }
        }
    }

    /// Adds ASCII letters.
    fn push_lower(&mut self, at: usize, letters: &str) {
        let start = self.text.len();
        self.push(at, letters);
        if let Some(pushed) = self.text.get_mut(start..) {
            pushed.make_ascii_lowercase();
        }
    }

    fn push_space(&mut self, at: usize, space: &str) {
        if space == "\n" {
            self.push(at, space);
        } else if !space.is_empty() && !self.text.ends_with([' ', '\n']) {
            self.push(at, " ");
        }
    }

    fn push(&mut self, at: usize, folded: &str) {
        let end = self.text.len();
        let origin = self.shifts.last().map_or(end, |(folded, original)| original + (end - folded));
        if !folded.is_empty() && origin != at {
            self.shifts.push((end, at));
        }
        self.text.push_str(folded);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(text: &'t str, key: &str) -> Option<&'t str> {
        let folded = Folded::new(text);
        let at = folded.text().find(key)?;
        text.get(folded.origin(at..at + key.len()))
    }

    #[test]
    fn what_is_found_is_the_author_s_own_words() {
        for (text, name, words) in [
            ("To ADA, then", "Ada", "ADA"),
            ("İn STRASSE 5, Ada", "Straße", "STRASSE"),
            ("die große Straße von Ada", "STRASSE", "Straße"),
            ("ß ß Zoe\u{308} went", "zoë", "Zoe\u{308}"),
            ("Ada \u{a0} Love\tlace", "ada love lace", "Ada \u{a0} Love\tlace"),
            ("ẞ ŉ ΑΔΑΣ.", "αδας", "ΑΔΑΣ"),
        ] {
            assert_eq!(found(text, &name_key(name)), Some(words), "{text}");
        }
        assert_eq!(found("é Ada\nLovelace", "ada lovelace"), None);
    }
}
