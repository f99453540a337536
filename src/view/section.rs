//! The sections of pages that may go on on further pages, and which of their entries each page holds.
//!
//! Input: where the pages of each section begin. Output: ranges of entries. Entry points: [`Splits`], [`range`] and [`within`].

use std::collections::BTreeMap;
use std::ops::Range;

use crate::graph::reads::{self, Part};
use crate::resolve::EntityId;
use crate::syntax::{AnnotationId, DocumentId, SentenceId};
use crate::vocabulary::KindId;

/// A section of a page that may go on on further pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// The values of properties that have many.
    Values,
    /// Events.
    Events,
    /// Claims by an entity.
    Said,
    /// Claims about it.
    About,
    /// The archived text of a source, all of it on further pages.
    Archive,
    /// Sentences that cite a source.
    Citations,
    /// What somebody wrote, published and reviewed.
    Works,
    /// Mentions in context.
    Mentions,
    /// The claims in an article.
    Claims,
    /// The facts in an article.
    Facts,
    /// Whom and what an article names.
    Names,
    /// The sources that an article cites.
    Notes,
}

impl Section {
    /// Every section.
    pub const ALL: [Self; 12] = [
        Self::Values,
        Self::Events,
        Self::Said,
        Self::About,
        Self::Archive,
        Self::Citations,
        Self::Works,
        Self::Mentions,
        Self::Claims,
        Self::Facts,
        Self::Names,
        Self::Notes,
    ];

    /// Its name in addresses and templates.
    pub fn name(self) -> &'static str {
        match self {
            Self::Values => "values",
            Self::Events => "events",
            Self::Said => "said",
            Self::About => "about",
            Self::Archive => "archive",
            Self::Citations => "citations",
            Self::Works => "works",
            Self::Mentions => "mentions",
            Self::Claims => "claims",
            Self::Facts => "facts",
            Self::Names => "names",
            Self::Notes => "notes",
        }
    }
}

/// A sentence that mentions an entity.
#[derive(Clone, Debug, Hash)]
pub struct Sentence {
    /// Its document.
    pub document: DocumentId,
    /// The sentence there.
    pub index: SentenceId,
    /// The mentions in it.
    pub annotations: Vec<AnnotationId>,
}

/// Where the pages of all sections begin that have more than one.
#[derive(Debug, Default)]
pub struct Splits {
    /// Those of the index of each kind; none where it has no entries.
    pub lists: Vec<Vec<usize>>,
    /// By section.
    pub starts: BTreeMap<(EntityId, Section), Vec<usize>>,
    /// The sentences of those whose mentions are divided, sorted once for all their pages.
    pub sentences: BTreeMap<EntityId, Vec<Sentence>>,
    /// Those whose own text takes half of what a page may have.
    pub long_texts: Vec<EntityId>,
}

impl Splits {
    /// The sentences that mention an entity, where they are on more than one page.
    pub fn sentences(&self, id: EntityId) -> Option<&[Sentence]> {
        reads::note(Part::entity(id));
        self.sentences.get(&id).map(Vec::as_slice)
    }

    /// The further pages: 2, 3 … of each section that has them.
    pub fn pages(&self) -> impl Iterator<Item = (EntityId, Section, u32)> {
        let pages = self.starts.iter().map(|(&(id, section), starts)| (id, section, starts.len() as u32));
        pages.flat_map(|(id, section, parts)| (2..=parts).map(move |part| (id, section, part)))
    }

    /// How many pages the index of a kind has.
    pub fn list_parts(&self, kind: KindId) -> usize {
        self.list(kind).len()
    }

    /// Which entries a page of the index of a kind holds.
    pub fn list_range(&self, kind: KindId, part: usize) -> Range<usize> {
        range(self.list(kind), part)
    }

    fn list(&self, kind: KindId) -> &[usize] {
        self.lists.get(usize::from(kind.0)).map_or(&[], Vec::as_slice)
    }

    /// How many pages a section has.
    pub fn parts(&self, id: EntityId, section: Section) -> u32 {
        self.starts_of(id, section).map_or(1, |starts| starts.len() as u32)
    }

    /// Which entries of a section one of its pages holds.
    pub fn range(&self, id: EntityId, section: Section, part: u32) -> Range<usize> {
        range(self.starts_of(id, section).unwrap_or(&[0]), part as usize)
    }

    fn starts_of(&self, id: EntityId, section: Section) -> Option<&[usize]> {
        reads::note(Part::entity(id));
        self.starts.get(&(id, section)).map(Vec::as_slice)
    }

    /// What divides the pages of an entity.
    pub fn of_entity(&self, id: EntityId) -> impl Iterator<Item = (Section, &[usize])> {
        let all = (id, Section::Values)..=(id, Section::Notes);
        self.starts.range(all).map(|((_, section), starts)| (*section, starts.as_slice()))
    }
}

/// Which entries the page with this number holds, from 1.
pub fn range(starts: &[usize], part: usize) -> Range<usize> {
    let start = |at: usize| starts.get(at).copied().unwrap_or(usize::MAX);
    start(part.saturating_sub(1))..start(part)
}

/// A part of a list, as far as it goes.
pub fn within<T>(list: &[T], range: Range<usize>) -> &[T] {
    let end = range.end.min(list.len());
    list.get(range.start.min(end)..end).unwrap_or_default()
}
