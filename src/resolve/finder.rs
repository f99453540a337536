//! Names in prose that nobody marked up.
//!
//! Input: all that has a page, and the documents with the names that hold in each. Output: [`Unlinked`] names, each with
//! its place in the file, where `[[` and `]]` would go. Entry points: [`Occurrences::new`], which a site that is kept
//! need not make anew, and [`Finder::unlinked`].
//!
//! Names are found whatever their case, as whole words by UAX #29 (`'s` may follow), the longest first. A name that
//! several have comes with all of them. A single word in lower case is never taken for a name, and what else may be other
//! words is found but not *sure*; [`Finder::is_sure`] says when.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::AhoCorasick;
use rayon::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::folded::Folded;
use super::longer::{self, Around, is_in_title};
use super::names::plain_marks;
use super::registry::names;
use super::{EntityId, Registry, Scope, Unresolved, collapse, name_key};
use crate::locale::is_in_calendar;
use crate::prose::Prose;
use crate::source::Span;
use crate::syntax::{AnnotationKind, Body, Document, DocumentId, SpanClass};
use crate::vocabulary::{KindId, Kinds, Role};

/// A name that the texts write in lower case this often, for once with a capital, is a word of the language too.
const OFTEN: usize = 10;

/// The longest word that in capitals may well be an abbreviation.
const SHORT: usize = 3;

/// A name in prose, without markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlinked {
    /// Whom or what it names; several where a mention could not resolve it.
    pub candidates: Vec<EntityId>,
    /// Its bytes of the plain text.
    pub text: Range<usize>,
    /// Its place in the file.
    pub span: Span,
    /// Whether it is written as a name is, and so can't be other words.
    pub is_sure: bool,
}

/// Looks for the names of entities in prose.
#[derive(Debug)]
pub struct Finder<'a> {
    registry: &'a Registry,
    kinds: &'a Kinds,
    documents: &'a [Document],
    occurrences: &'a Occurrences,
    /// The language of documents that name none.
    language: &'a str,
    /// The names that are words of the language as well.
    are_words: Vec<bool>,
}

/// Where the names of entities stand in documents, with markup and without.
#[derive(Clone, Debug, Default)]
pub struct Occurrences {
    names: Arc<[Name]>,
    /// Finds each of the names; none where they are too many to look for at once.
    automaton: Option<AhoCorasick>,
    /// What stands in each document.
    places: Vec<Arc<Places>>,
    /// How often all texts have each name as a word in lower case, and with a capital inside a sentence.
    uses: Vec<(usize, usize)>,
}

/// What stands in a document.
#[derive(Debug, Default)]
struct Places {
    /// By where they begin; of those that begin together, the longest first.
    names: Vec<Found>,
    /// The names that stand here as words of the language, in lower case.
    words: Vec<usize>,
}

/// A name, however it is spelt.
#[derive(Debug, Default)]
struct Name {
    spellings: Vec<String>,
    /// Whom it may stand for where no document says otherwise.
    meant: Vec<EntityId>,
    is_single: bool,
    /// Whether it is that of a month or a day.
    is_calendar: bool,
}

/// The words of a name in a document.
#[derive(Clone, Debug)]
struct Found {
    name: usize,
    text: Range<usize>,
    /// Whether it stands inside a sentence, where only names have capitals.
    is_amid: bool,
}

impl Occurrences {
    /// Looks in all documents for the names of all entities, and for those that documents give them in `names`.
    pub fn new(registry: &Registry, kinds: &Kinds, documents: &[Document]) -> Self {
        let known = known(registry, kinds, documents);
        let automaton = AhoCorasick::new(known.keys()).ok();
        let names: Arc<[Name]> = known.into_values().collect();
        let uses = vec![(0, 0); names.len()];
        let mut occurrences = Self { names, automaton, places: Vec::new(), uses };
        let bodies = documents.par_iter().map(|document| &document.body);
        occurrences.places = bodies.map(|body| Arc::new(occurrences.find(body))).collect();
        for places in &occurrences.places {
            places.count(&mut occurrences.uses, |count| *count += 1);
        }
        occurrences
    }

    /// The same after a change of some documents by which nobody got another name: only these are looked into.
    pub fn next(&self, documents: &[Document], changed: &[DocumentId]) -> Self {
        let mut next = self.clone();
        for id in changed {
            let places = documents.get(id.place()).map(|document| self.find(&document.body));
            if let Some((new, old)) = places.zip(next.places.get_mut(id.place())) {
                old.count(&mut next.uses, |count| *count -= 1);
                new.count(&mut next.uses, |count| *count += 1);
                *old = Arc::new(new);
            }
        }
        next
    }

    /// Whether the same names are words of the language as before, of the same entities.
    pub fn tell_as(&self, before: &Self) -> bool {
        self.are_words() == before.are_words()
    }

    /// Every place in a text where the words of a name stand.
    fn find(&self, body: &Body) -> Places {
        let Some(automaton) = &self.automaton else { return Places::default() };
        let folded = Folded::new(&body.text);
        let mut words = Words::new(&body.text);
        let mut places = Places::default();
        for it in automaton.find_overlapping_iter(folded.text()) {
            let (name, text) = (it.pattern().as_usize(), folded.origin(it.range()));
            if !words.are_whole(&text) {
                continue;
            }
            let is_single = self.names.get(name).is_some_and(|name| name.is_single);
            if is_single && is_lower(body.text.get(text.clone()).unwrap_or_default()) {
                places.words.extend(stands_alone(body, &text).then_some(name));
            } else {
                let is_amid = is_amid_sentence(&body.text, text.start);
                places.names.push(Found { name, text, is_amid });
            }
        }
        places.names.sort_by_key(|found| (found.text.start, std::cmp::Reverse(found.text.end)));
        places
    }

    /// Which names are words of the language as well, as all texts together show.
    fn are_words(&self) -> Vec<bool> {
        let is_word = |(name, &(lower, capital)): (&Name, &(usize, usize))| {
            (lower > 0 && lower * OFTEN >= capital) || name.is_calendar
        };
        self.names.iter().zip(&self.uses).map(is_word).collect()
    }
}

impl<'a> Finder<'a> {
    /// Prepares to look in documents, in which names stand there; `language` is that of a document that names none.
    pub fn new(
        registry: &'a Registry,
        kinds: &'a Kinds,
        documents: &'a [Document],
        occurrences: &'a Occurrences,
        language: &'a str,
    ) -> Self {
        Self { registry, kinds, documents, occurrences, language, are_words: occurrences.are_words() }
    }

    /// The names without markup in a document's prose, and in its headings where these count, in order; the document's
    /// own subject is left out.
    pub fn unlinked(
        &self,
        id: DocumentId,
        own: Option<EntityId>,
        source: &str,
        headings: bool,
    ) -> Vec<Unlinked> {
        let places = self.occurrences.places.get(id.place()).filter(|places| !places.names.is_empty());
        let (Some(document), Some(places)) = (self.documents.get(id.place()), places) else {
            return Vec::new();
        };
        let scope = own.map(|own| Scope::read(own, names(document), self.registry, self.kinds).0);
        let scope = scope.unwrap_or_default();
        let marked = marked(&document.body);
        let mut unlinked = Vec::new();
        let mut end = 0;
        for found in places.names.iter().filter(|found| !overlaps(&marked, &found.text)) {
            let candidates = self.meant(found, &scope);
            if found.text.start < end || candidates.is_empty() {
                continue;
            }
            end = found.text.end;
            if !own.is_some_and(|own| candidates.contains(&own))
                && !is_fact(&document.body, &found.text)
                && let Some(span) = document.body.place(found.text.clone(), source, headings)
            {
                let text = found.text.clone();
                let near = longer::near(&document.body.text, &found.text);
                let is_name = |at: usize| {
                    let at = near.start + at;
                    overlaps(&marked, &(at..at + 1)) || places.has(at)
                };
                let is_in = |region: &str| candidates.iter().any(|&id| self.is_in(id, region));
                let is_sure = self.is_sure(found, &document.body.text)
                    && !is_in_title(source, span.range())
                    && !self.around(document, near.clone(), found, &candidates, &is_in, &is_name).is_longer();
                unlinked.push(Unlinked { candidates, text, span, is_sure });
            }
        }
        unlinked
    }

    /// A name and what stands around it: as much as is near.
    fn around<'t>(
        &self,
        document: &'t Document,
        near: Range<usize>,
        found: &Found,
        candidates: &[EntityId],
        is_in: &'t dyn Fn(&str) -> bool,
        is_name: &'t dyn Fn(usize) -> bool,
    ) -> Around<'t> {
        let language = document.front.language.as_ref().map_or(self.language, |language| &*language.text);
        let of_person = |id: &EntityId| self.registry.is_a(*id, KindId::PERSON);
        let is_person = candidates.iter().all(of_person);
        let name = self.occurrences.names.get(found.name);
        let words = name.and_then(|name| name.spellings.first()).map_or(1, |name| name.split(' ').count());
        let is_full = words > 2 || (words > 1 && is_person);
        let name = found.text.start - near.start..found.text.end - near.start;
        let (text, prose) = (document.body.text.get(near).unwrap_or_default(), Prose::of(language));
        Around { text, name, is_full, is_person, is_in, is_name, prose }
    }

    /// Whether what is known of an entity names a region.
    fn is_in(&self, id: EntityId, region: &str) -> bool {
        let entity = self.registry.get(id);
        let document =
            entity.document.and_then(|at| self.documents.get(at.place())).map(|document| &document.front);
        let front = document.or(entity.declaration.as_deref());
        let summary = front.and_then(|front| Some(&*front.summary.as_ref()?.text));
        let rest = front.iter().flat_map(|front| &front.rest);
        let values = rest.flat_map(|entry| entry.value.items()).filter_map(|value| value.as_str());
        let mut texts = entity.names().chain([&*entity.id]).chain(summary).chain(values);
        texts.any(|text| text.to_lowercase().replace('-', " ").contains(region))
    }

    /// Whom a name may stand for in a document.
    fn meant(&self, found: &Found, scope: &Scope) -> Vec<EntityId> {
        let Some(name) = self.occurrences.names.get(found.name) else { return Vec::new() };
        let own = name.spellings.first().filter(|_| !scope.names.is_empty());
        let own = own.and_then(|spelling| scope.names.get(&name_key(spelling)));
        own.map_or_else(|| name.meant.clone(), |&own| vec![own])
    }

    /// Whether the words of a name are sure to be meant as one.
    ///
    /// They need a capital wherever the name has one: PUTIN is Putin, but a white house is not the White House. Nor is a
    /// short word in capitals sure, since it may be an abbreviation. A name that is a word of the language as well, as
    /// the texts themselves show (will, rose), must be written exactly so and inside a sentence, where only names have
    /// capitals; the name of a month or a day never is sure.
    fn is_sure(&self, found: &Found, text: &str) -> bool {
        let Some(name) = self.occurrences.names.get(found.name) else { return false };
        let is_word = self.are_words.get(found.name).is_some_and(|is_word| *is_word);
        let words = collapse(text.get(found.text.clone()).unwrap_or_default());
        let words = plain_marks(&words);
        if name.spellings.iter().any(|spelling| *spelling == words) {
            return !is_word || (!name.is_calendar && found.is_amid);
        }
        let has_capitals = name.spellings.iter().any(|spelling| has_capitals(&words, spelling));
        has_capitals && !is_word && !(name.is_single && words.chars().nth(SHORT).is_none())
    }
}

impl Places {
    /// Counts the uses of names that stand here.
    fn count(&self, uses: &mut [(usize, usize)], count: impl Fn(&mut usize)) {
        self.words.iter().for_each(|&name| count(&mut uses[name].0));
        let amid = self.names.iter().filter(|found| found.is_amid);
        amid.for_each(|found| count(&mut uses[found.name].1));
    }

    /// Whether a name stands at a byte of the text.
    fn has(&self, at: usize) -> bool {
        let begun = self.names.partition_point(|found| found.text.start <= at);
        self.names.get(..begun).is_some_and(|begun| begun.last().is_some_and(|last| at < last.text.end))
    }
}

impl Name {
    fn add(&mut self, spelling: &str) {
        self.is_single = !spelling.contains(' ');
        self.is_calendar |= is_in_calendar(&name_key(spelling));
        let spelling = plain_marks(spelling);
        if !self.spellings.iter().any(|known| *known == spelling) {
            self.spellings.push(spelling.into_owned());
        }
    }
}

/// Every name by its key.
fn known(registry: &Registry, kinds: &Kinds, documents: &[Document]) -> BTreeMap<String, Name> {
    let mut known: BTreeMap<String, Name> = BTreeMap::new();
    for (id, entity) in registry.iter().filter(|(_, it)| kinds.get(it.kind).role == Role::Entity) {
        for name in entity.names().map(collapse).filter(|name| is_distinct(name)) {
            let entry = known.entry(name_key(&name)).or_default();
            entry.add(&name);
            if !entry.meant.is_empty() {
                continue;
            }
            match registry.resolve_entity(&name, &Scope::default(), kinds) {
                Ok(entity) if entity == id => entry.meant = vec![id],
                Err(Unresolved::Ambiguous(candidates)) => entry.meant = candidates,
                _ => {}
            }
        }
    }
    for entry in documents.iter().flat_map(names) {
        let name = collapse(&entry.key.text);
        if is_distinct(&name) {
            known.entry(name_key(&name)).or_default().add(&name);
        }
    }
    known
}

/// Whether a word is prose, and no part of an id or an address.
fn stands_alone(body: &Body, range: &Range<usize>) -> bool {
    const JOINTS: [char; 5] = ['-', '_', '/', '@', '#'];
    let (before, after) = (body.text.get(..range.start), body.text.get(range.end..));
    let is_joined = before.is_some_and(|text| text.ends_with(JOINTS))
        || after.is_some_and(|text| text.starts_with(JOINTS));
    !is_joined && body.is_prose(range.start)
}

/// Whether a word with a capital here has it for no other reason than being a name: what stands before goes on.
fn is_amid_sentence(text: &str, at: usize) -> bool {
    let before =
        text.get(..at).unwrap_or_default().trim_end_matches(|c: char| c.is_whitespace() && c != '\n');
    before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | ')'))
}

/// Whether words have a capital wherever a name has one.
fn has_capitals(words: &str, name: &str) -> bool {
    capitals(words).zip(capitals(name)).all(|(shown, own)| shown || !own)
}

/// Whether each letter is a capital, as often as its capital has letters: ß stands for SS.
fn capitals(words: &str) -> impl Iterator<Item = bool> {
    words.chars().flat_map(|c| std::iter::repeat_n(c.is_uppercase(), c.to_uppercase().count()))
}

/// Whether a word begins with a small letter and has no capital.
fn is_lower(word: &str) -> bool {
    word.starts_with(char::is_lowercase) && !word.contains(char::is_uppercase)
}

/// Whether a name can be told from other words: it has two characters or more, and is no single word in lower case.
fn is_distinct(name: &str) -> bool {
    name.chars().nth(1).is_some() && (!is_lower(name) || name.contains(' '))
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

/// The edges of the words of a text, each looked for once and only where somebody asks.
struct Words<'t> {
    text: &'t str,
    /// By their first byte, the parts without white space that were looked at: where they end, and where words begin.
    known: BTreeMap<usize, (usize, Vec<usize>)>,
}

impl<'t> Words<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, known: BTreeMap::new() }
    }

    /// Whether a part of the text begins and ends at the edges of words.
    fn are_whole(&mut self, range: &Range<usize>) -> bool {
        // Most of what is no whole word is seen at once.
        if self.joins(range.start) || self.joins(range.end) {
            return false;
        }
        let behind = self.text.get(range.end..).unwrap_or_default();
        self.is_edge(range.start) && (self.is_edge(range.end) || is_possessive(behind))
    }

    fn joins(&self, at: usize) -> bool {
        let around = at.checked_sub(1).and_then(|before| self.text.as_bytes().get(before..=at));
        around.is_some_and(|pair| pair.iter().all(u8::is_ascii_alphanumeric))
    }

    /// Whether a word begins or ends here. White space always parts words, so what stands between it is looked at alone.
    fn is_edge(&mut self, at: usize) -> bool {
        let known = self.known.range(..=at).next_back().filter(|(_, (end, _))| at <= *end);
        if let Some((_, (end, edges))) = known {
            return at == *end || edges.binary_search(&at).is_ok();
        }
        let (before, behind) = self.text.split_at_checked(at).unwrap_or_default();
        let start = at - before.rsplit(char::is_whitespace).next().map_or(0, str::len);
        let end = at + behind.split(char::is_whitespace).next().map_or(0, str::len);
        let part = self.text.get(start..end).unwrap_or_default();
        let edges = part.split_word_bound_indices().map(|(edge, _)| start + edge).collect();
        self.known.insert(start, (end, edges));
        self.is_edge(at)
    }
}

/// Whether what follows a name is only the `'s` of the possessive.
fn is_possessive(after: &str) -> bool {
    possessive_ending(after).is_some()
}

/// How long the `'s` of the possessive is that follows a name.
pub(super) fn possessive_ending(after: &str) -> Option<usize> {
    let rest = ["'s", "\u{2019}s", "\u{2BC}s"].iter().find_map(|ending| after.strip_prefix(ending))?;
    (!rest.starts_with(char::is_alphanumeric)).then(|| after.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str, name: &str) -> bool {
        text.find(name).is_some_and(|at| Words::new(text).are_whole(&(at..at + name.len())))
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
