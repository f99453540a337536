//! Names in prose that nobody marked up.
//!
//! Input: all that has a page, and a document with the names that hold in it. Output: [`Unlinked`] names, each with its
//! place in the file, where `[[` and `]]` would go. Entry points: [`Finder::new`] and [`Finder::unlinked`].
//!
//! Names are found as they are written, case included, as whole words by UAX #29 (`'s` may follow), the longest first.
//! A name that several have comes with all of them; a single word in lower case is no name.

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, Match};
use unicode_segmentation::UnicodeSegmentation;

use super::registry::names;
use super::{EntityId, Registry, Scope, Unresolved, name_key};
use crate::source::Span;
use crate::syntax::{AnnotationKind, Body, Document, SpanClass};
use crate::vocabulary::{Kinds, Role};

/// A name in prose, without markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlinked {
    /// Whom or what it names; several where a mention could not resolve it.
    pub candidates: Vec<EntityId>,
    /// Its bytes of the plain text.
    pub text: Range<usize>,
    /// Its place in the file.
    pub span: Span,
}

/// Looks for the names of entities in prose.
#[derive(Debug)]
pub struct Finder<'a> {
    registry: &'a Registry,
    kinds: &'a Kinds,
    automaton: Option<AhoCorasick>,
    /// Each name with whom it may stand for where no document says otherwise.
    names: Vec<(String, Vec<EntityId>)>,
}

impl<'a> Finder<'a> {
    /// A finder for the names of all entities, and for those that documents give them in `names`.
    pub fn new(registry: &'a Registry, kinds: &'a Kinds, documents: &'a [Document]) -> Self {
        let mut known: BTreeMap<&str, Vec<EntityId>> = BTreeMap::new();
        for (id, entity) in registry.iter().filter(|(_, it)| kinds.get(it.kind).role == Role::Entity) {
            for name in entity.names().filter(|name| is_distinct(name)) {
                let meant = known.entry(name).or_default();
                match registry.resolve_entity(name, &Scope::default(), kinds) {
                    Ok(entity) if entity == id => *meant = vec![id],
                    Err(Unresolved::Ambiguous(candidates)) => *meant = candidates,
                    _ => {}
                }
            }
        }
        for entry in documents.iter().flat_map(names).filter(|entry| is_distinct(&entry.key.text)) {
            known.entry(&entry.key.text).or_default();
        }
        let names: Vec<_> = known.into_iter().map(|(name, meant)| (name.to_owned(), meant)).collect();
        // Too many names to look for at once would take more memory than any site has.
        let automaton = AhoCorasick::new(names.iter().map(|(name, _)| name)).ok();
        Self { registry, kinds, automaton, names }
    }

    /// The names without markup in a document's prose, and in its headings where these count, in order; the document's
    /// own subject is left out.
    pub fn unlinked(
        &self,
        document: &Document,
        own: Option<EntityId>,
        source: &str,
        headings: bool,
    ) -> Vec<Unlinked> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let text = &document.body.text;
        let matches: Vec<Match> = automaton.find_overlapping_iter(text).collect();
        if matches.is_empty() {
            return Vec::new();
        }
        let scope = own.map(|own| Scope::read(own, names(document), self.registry, self.kinds).0);
        let scope = scope.unwrap_or_default();
        let marked = marked(&document.body);
        let mut found = Vec::new();
        let mut end = 0;
        for candidate in longest_first(matches) {
            let range = candidate.range();
            if range.start < end || overlaps(&marked, &range) || !is_whole(text, &range) {
                continue;
            }
            let candidates = self.meant(candidate, &scope);
            if candidates.is_empty() {
                continue;
            }
            end = range.end;
            if !own.is_some_and(|own| candidates.contains(&own))
                && !is_fact(&document.body, &range)
                && let Some(span) = document.body.place(range.clone(), source, headings)
            {
                found.push(Unlinked { candidates, text: range, span });
            }
        }
        found
    }

    /// Whom a name may stand for in a document.
    fn meant(&self, found: Match, scope: &Scope) -> Vec<EntityId> {
        let Some((name, meant)) = self.names.get(found.pattern().as_usize()) else { return Vec::new() };
        if scope.names.is_empty() {
            return meant.clone();
        }
        scope.names.get(&name_key(name)).map_or_else(|| meant.clone(), |&own| vec![own])
    }
}

/// Whether a name can be told from other words: it has two characters or more, and is no single word in lower case.
fn is_distinct(name: &str) -> bool {
    let is_lower =
        name.chars().next().is_some_and(char::is_lowercase) && !name.chars().any(char::is_uppercase);
    name.chars().nth(1).is_some() && (!is_lower || name.contains(' '))
}

/// Matches by where they begin; of those that begin together, the longest first.
fn longest_first(mut matches: Vec<Match>) -> Vec<Match> {
    matches.sort_by_key(|found| (found.start(), std::cmp::Reverse(found.end())));
    matches
}

/// The parts of the plain text that are marked up as somebody, something or a date, in order and apart.
fn marked(body: &Body) -> Vec<Range<usize>> {
    let is_marked = |kind: &AnnotationKind| {
        matches!(kind, AnnotationKind::Mention(_) | AnnotationKind::Span(SpanClass::Date))
    };
    let mut marked: Vec<Range<usize>> = Vec::new();
    for annotation in body.annotations.iter().filter(|it| is_marked(&it.kind)) {
        match marked.last_mut() {
            // Annotations are in the order in which they begin, and lie in each other or apart.
            Some(last) if annotation.text.start < last.end => {}
            _ => marked.push(annotation.text.clone()),
        }
    }
    marked
}

/// Whether a part of the plain text is all that a fact is stated by: `[Germany]{.fact of=ada birthplace=germany}`.
fn is_fact(body: &Body, range: &Range<usize>) -> bool {
    let first = body.annotations.partition_point(|it| it.text.start < range.start);
    let here = body.annotations.iter().skip(first).take_while(|it| it.text.start == range.start);
    here.into_iter().any(|it| it.kind == AnnotationKind::Span(SpanClass::Fact) && it.text == *range)
}

fn overlaps(marked: &[Range<usize>], range: &Range<usize>) -> bool {
    let next = marked.partition_point(|it| it.end <= range.start);
    marked.get(next).is_some_and(|it| it.start < range.end)
}

/// Whether a part of a text begins and ends at the edges of words.
fn is_whole(text: &str, range: &Range<usize>) -> bool {
    // White space always parts words, so it is enough to look at what stands between it.
    let before = text.get(..range.start).unwrap_or_default();
    let before = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    let after = after.split(char::is_whitespace).next().unwrap_or_default();
    let start = range.start - before.len();
    let window = text.get(start..range.end + after.len()).unwrap_or_default();
    let is_edge = |at: usize| {
        at == start + window.len() || window.split_word_bound_indices().any(|(edge, _)| start + edge == at)
    };
    is_edge(range.start) && (is_edge(range.end) || is_possessive(after))
}

/// Whether what follows a name is only the `'s` of the possessive.
fn is_possessive(after: &str) -> bool {
    let ending = ["'s", "\u{2019}s"].iter().find_map(|ending| after.strip_prefix(ending));
    ending.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str, name: &str) -> bool {
        text.find(name).is_some_and(|at| is_whole(text, &(at..at + name.len())))
    }

    #[test]
    fn names_are_whole_words() {
        for text in
            ["Putin", "of Putin's,", "Putin\u{2019}s", "(Putin)", "Trump-Putin", "Putin.", "\u{2003}Putin"]
        {
            assert!(whole(text, "Putin"), "{text}");
        }
        for text in ["Putins", "Rasputin", "Putin's2", "XPutin"] {
            assert!(!whole(text, "Putin"), "{text}");
        }
    }

    #[test]
    fn single_words_in_lower_case_are_no_names() {
        assert!(
            is_distinct("Ada") && is_distinct("al-Qaeda") && is_distinct("the summit") && is_distinct("北京")
        );
        assert!(!is_distinct("summit") && !is_distinct("A"));
    }
}
