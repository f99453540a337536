//! The ids of headings.
//!
//! Input: the headings of a text, and the other ids in it. Output: an id for each, as GitHub makes it of their words.
//! Entry points: [`give_ids`], [`own_id`] and [`slug`].

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::attributes::{self, Parsed};
use super::body::{Body, Context};
use crate::data::Text;

/// The ids that pages have beside their texts.
const OF_THE_PAGE: [&str; 12] = [
    "content",
    "keys",
    "keys-title",
    "query",
    "results",
    "section-claims",
    "section-corrections",
    "section-disputes",
    "section-facts",
    "section-names",
    "section-notes",
    "show-keys",
];

/// A heading of a text.
#[derive(Clone, Debug)]
pub struct Heading {
    /// Its level, from 1.
    pub level: u8,
    /// Its words: bytes of the plain text.
    pub text: Range<usize>,
    /// Its `id` on the page; empty where it has no words.
    pub id: String,
    /// The id that its author gave to it.
    pub own: Option<Text>,
}

impl Heading {
    /// A heading of which nothing is read yet; its words will stand behind this byte of the plain text.
    pub(super) fn new(level: u8, at: usize) -> Self {
        Self { level, text: at..at, id: String::new(), own: None }
    }
}

/// The id of its own that a heading ends with, `## Words {#own}`, and the bytes that say so, the space before included.
pub(super) fn own_id(seen: &str, content: Range<usize>) -> Option<(Text, Range<usize>)> {
    let words = seen.get(content.clone())?.trim_end();
    let start = words.ends_with('}').then(|| words.rfind("{#"))?.filter(|&start| {
        let before = words.get(..start).unwrap_or_default();
        before.is_empty() || before.ends_with([' ', '\t'])
    })?;
    let end = content.start + words.len();
    let Parsed::Attributes(found) = attributes::parse(seen, content.start + start, end) else { return None };
    let is_whole = found.span.range().end == end && found.classes.is_empty() && found.pairs.is_empty();
    let id = found.id.filter(|_| is_whole)?;
    let before = words.get(..start)?.trim_end().len();
    Some((id, content.start + before..end))
}

/// Gives an id to each heading that has none of its own, and to the title.
pub(super) fn give_ids(body: &mut Body, context: Context<'_>) {
    if body.headings.is_empty() && context.title.is_none() {
        return;
    }
    let mut ids = Ids::of(body);
    if let Some(title) = context.title {
        body.title_id = ids.unique(&slug(title));
    }
    for heading in &mut body.headings {
        let words = body.text.get(heading.text.clone()).unwrap_or_default();
        heading.id = match &heading.own {
            Some(own) => own.text.clone(),
            None if words.trim().is_empty() => String::new(),
            None if context.part.is_empty() => ids.unique(&slug(words)),
            None => ids.unique(&format!("{}-{}", context.part, slug(words))),
        };
    }
}

/// What GitHub makes of a heading's words: lower case, no punctuation, hyphens for spaces.
pub fn slug(words: &str) -> String {
    let kept = words.trim().to_lowercase();
    let kept = kept.chars().filter(|&c| c.is_alphanumeric() || is_mark(c) || matches!(c, ' ' | '-' | '_'));
    let slug: String = kept.map(|c| if c == ' ' { '-' } else { c }).collect();
    if slug.is_empty() { "section".to_owned() } else { slug }
}

/// Whether a character is a part of the one before it: a vowel sign, an accent.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// The ids of a page.
struct Ids {
    taken: HashSet<String>,
    /// How often the same words came already.
    again: HashMap<String, usize>,
}

impl Ids {
    /// Those that a text and its page have without its headings.
    fn of(body: &Body) -> Self {
        let of_spans = body.spans().filter_map(|it| it.attributes.id.as_ref());
        let own = of_spans.chain(&body.ids).map(|id| id.text.clone());
        Self { taken: own.chain(OF_THE_PAGE.map(str::to_owned)).collect(), again: HashMap::new() }
    }

    /// An id that is still free: the words, or with the next number behind them.
    fn unique(&mut self, slug: &str) -> String {
        let mut again = self.again.get(slug).copied().unwrap_or_default();
        loop {
            let id = if again == 0 { slug.to_owned() } else { format!("{slug}-{again}") };
            again += 1;
            if !self.is_of_a_part(&id) && self.taken.insert(id.clone()) {
                self.again.insert(slug.to_owned(), again);
                return id;
            }
        }
    }

    /// Whether a numbered note or a card may have an id.
    fn is_of_a_part(&self, id: &str) -> bool {
        let is_number = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
        let is_card = id.strip_prefix("card-").is_some_and(|part| self.taken.contains(part));
        is_card || id.strip_prefix("note-").is_some_and(is_number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_ids_as_on_github() {
        for (words, id) in [
            ("Early life", "early-life"),
            ("A & B: what's new?", "a--b-whats-new"),
            ("snake_case and re-use", "snake_case-and-re-use"),
            ("Frühe Jahre", "frühe-jahre"),
            ("早年", "早年"),
            ("हिन्दी", "हिन्दी"),
            ("1. Résumé", "1-résumé"),
            ("???", "section"),
        ] {
            assert_eq!(slug(words), id);
        }
    }
}
