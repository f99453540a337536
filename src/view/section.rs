//! The sections of pages that may go on on further pages, and which of their entries each page holds.
//!
//! Input: where the pages of each section begin. Output: ranges of entries. Entry points: [`Splits`], [`range`] and [`within`].

use std::ops::Range;
use std::sync::Arc;

use crate::graph::reads::{self, Part, Recorded};
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

/// How the page of an entity is divided.
#[derive(Debug)]
pub struct Division {
    /// Where the pages of each section begin that has more than one.
    pub starts: Vec<(Section, Vec<usize>)>,
    /// The sentences that mention it, where they are divided: sorted once for all their pages.
    pub sentences: Vec<Sentence>,
    /// Whether its own text takes half of what a page may have.
    pub has_long_text: bool,
    /// What it takes in the index of its kind.
    pub entry: usize,
}

/// How all pages are divided.
#[derive(Debug, Default)]
pub struct Splits {
    /// Where the pages of the index of each kind begin; none where it has no entries.
    pub lists: Vec<Vec<usize>>,
    /// What each claim takes in their index, in the order of that.
    pub claims: Arc<Recorded<Vec<usize>>>,
    /// Those of each entity.
    pub entities: Vec<Arc<Recorded<Division>>>,
    /// What pages take, of what they take with the theme as it is.
    pub percent: usize,
}

impl Splits {
    /// How the page of an entity is divided.
    pub fn of(&self, id: EntityId) -> Option<&Division> {
        reads::note(Part::entity(id));
        self.entities.get(id.0 as usize).map(|division| &division.value)
    }

    /// The sentences that mention an entity, where they are on more than one page.
    pub fn sentences(&self, id: EntityId) -> Option<&[Sentence]> {
        self.of(id).map(|division| &*division.sentences).filter(|sentences| !sentences.is_empty())
    }

    /// The further pages: 2, 3 … of each section that has them.
    pub fn pages(&self) -> impl Iterator<Item = (EntityId, Section, u32)> {
        let entities = (0..).map(EntityId).zip(&self.entities);
        entities.flat_map(|(id, division)| {
            let starts = division.value.starts.iter();
            starts.flat_map(move |(section, starts)| {
                (2..=starts.len() as u32).map(move |part| (id, *section, part))
            })
        })
    }

    /// Those whose own text takes half of what a page may have.
    pub fn long_texts(&self) -> impl Iterator<Item = EntityId> {
        let entities = (0..).map(EntityId).zip(&self.entities);
        entities.filter(|(_, division)| division.value.has_long_text).map(|(id, _)| id)
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
        let starts = self.of(id)?.starts.iter().find(|(of, _)| *of == section);
        starts.map(|(_, starts)| starts.as_slice())
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
