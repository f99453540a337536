//! The `id`s that Annals gives to parts of a page.
//!
//! Input: what a part says. Output: an [`Anchor`] that depends on nothing else of its page, so that links to it
//! survive edits elsewhere. Entry point: [`Anchors::unique`].

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt;

use twox_hash::XxHash3_64;

/// An `id`: a letter for the kind of part and eight characters that stand for its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Anchor {
    kind: char,
    hash: u64,
}

impl fmt::Display for Anchor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{}", self.kind, characters(self.hash))
    }
}

/// Eight characters that stand for any words.
pub fn fingerprint(words: &str) -> String {
    characters(XxHash3_64::oneshot(words.as_bytes()))
}

/// The last 40 bits of a hash in base 32.
fn characters(hash: u64) -> String {
    const DIGITS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    (0..8).map(|place| DIGITS[(hash >> (place * 5)) as usize & 31] as char).collect()
}

/// The anchors of one page.
#[derive(Debug, Default)]
pub struct Anchors {
    known: HashSet<Anchor>,
    /// How often words were said again, by the anchor of the first time; counted from there, many take no longer than one.
    again: HashMap<Anchor, u64>,
    /// What tells them from those of another part of the page.
    part: String,
}

impl Anchors {
    /// The anchors of a part of a page that others may resemble; without a name, of the only one.
    pub fn of_part(name: &str) -> Self {
        let part = if name.is_empty() { String::new() } else { format!("{name}|") };
        Self { part, ..Self::default() }
    }

    /// An anchor for a part that says `words`; a second part with the same words gets one of its own.
    pub fn unique(&mut self, kind: char, words: &str) -> Anchor {
        let words =
            if self.part.is_empty() { words.into() } else { Cow::from(format!("{}{words}", self.part)) };
        let anchor = |again| {
            let hash = XxHash3_64::oneshot_with_seed(again, words.as_bytes()) & ((1 << 40) - 1);
            Anchor { kind, hash }
        };
        let first = anchor(0);
        if self.known.insert(first) {
            return first;
        }
        let again = self.again.entry(first).or_default();
        loop {
            *again += 1;
            if self.known.insert(anchor(*again)) {
                return anchor(*again);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_on_one_page_get_two_anchors() {
        let mut anchors = Anchors::default();
        let first = anchors.unique('s', "Yes.");
        assert_ne!(first, anchors.unique('s', "Yes."));
        assert_eq!(first, Anchors::default().unique('s', "Yes."));
        assert_eq!(first.to_string().len(), 10);
        let all: HashSet<_> = (0..1000).map(|_| anchors.unique('s', "Yes.")).collect();
        assert_eq!(all.len(), 1000);
    }
}
