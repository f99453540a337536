//! Long lists divided into pages, so that no page is large, however large the site is.
//!
//! Input: what each entry of a list takes on a page, more or less. Output: where each page of the list begins. Entry
//! points: [`starts`] for any list, [`Splits::new`] for the sections of all pages that may go on on further ones.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use super::entity::Sentence;
use super::{Views, article, entity};
use crate::resolve::{ClaimId, EntityId};
use crate::vocabulary::Role;

/// What the list of a page may take that holds little else, in bytes.
pub const PAGE: usize = 100_000;

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
    /// Sentences that cite a source.
    Citations,
    /// Mentions in context.
    Mentions,
    /// The claims in an article.
    Claims,
    /// The facts in an article.
    Facts,
}

impl Section {
    /// Every section.
    pub const ALL: [Self; 8] = [
        Self::Values,
        Self::Events,
        Self::Said,
        Self::About,
        Self::Citations,
        Self::Mentions,
        Self::Claims,
        Self::Facts,
    ];

    /// Its name in addresses and templates.
    pub fn name(self) -> &'static str {
        match self {
            Self::Values => "values",
            Self::Events => "events",
            Self::Said => "said",
            Self::About => "about",
            Self::Citations => "citations",
            Self::Mentions => "mentions",
            Self::Claims => "claims",
            Self::Facts => "facts",
        }
    }

    /// What it may take on the page whose section it is, in bytes; all of an entity's together stay below 150 KB.
    fn room(self, views: &Views<'_>, id: EntityId) -> usize {
        match self {
            Self::Values => 0,
            Self::Events => 15_000,
            Self::Said | Self::About => 30_000,
            Self::Citations => 20_000,
            Self::Mentions => 35_000,
            Self::Claims => article::room(views, id) * 2 / 3,
            Self::Facts => article::room(views, id) / 3,
        }
    }
}

/// Where the pages of all sections begin that have more than one.
#[derive(Debug, Default)]
pub struct Splits {
    starts: BTreeMap<(EntityId, Section), Vec<usize>>,
    /// The sentences of those whose mentions are divided, sorted once for all their pages.
    sentences: BTreeMap<EntityId, Vec<Sentence>>,
}

impl Splits {
    /// Divides what is too long.
    pub fn new(views: &Views<'_>) -> Self {
        let entities: Vec<_> = views.graph.registry.iter().map(|(id, _)| id).collect();
        let split = entities.par_iter().flat_map_iter(|&id| {
            let sections = Section::ALL.into_iter();
            sections.filter_map(move |section| {
                let starts = starts(costs(views, id, section), section.room(views, id));
                (starts.len() > 1).then_some(((id, section), starts))
            })
        });
        let starts: BTreeMap<_, _> = split.collect::<Vec<_>>().into_iter().collect();
        let divided = starts.keys().filter(|(_, section)| *section == Section::Mentions).map(|(id, _)| *id);
        let divided: Vec<_> = divided.collect();
        let sentences = divided.into_par_iter().map(|id| (id, entity::sorted_sentences(views, id)));
        Self { sentences: sentences.collect::<Vec<_>>().into_iter().collect(), starts }
    }

    /// The sentences that mention an entity, where they are on more than one page.
    pub fn sentences(&self, id: EntityId) -> Option<&[Sentence]> {
        self.sentences.get(&id).map(Vec::as_slice)
    }

    /// The further pages: 2, 3 … of each section that has them.
    pub fn pages(&self) -> impl Iterator<Item = (EntityId, Section, u32)> {
        let pages = self.starts.iter().map(|(&(id, section), starts)| (id, section, starts.len() as u32));
        pages.flat_map(|(id, section, parts)| (2..=parts).map(move |part| (id, section, part)))
    }

    /// How many pages a section has.
    pub fn parts(&self, id: EntityId, section: Section) -> u32 {
        self.starts.get(&(id, section)).map_or(1, |starts| starts.len() as u32)
    }

    /// Which entries of a section one of its pages holds.
    pub fn range(&self, id: EntityId, section: Section, part: u32) -> Range<usize> {
        let starts = self.starts.get(&(id, section)).map_or(&[0][..], Vec::as_slice);
        range(starts, part as usize)
    }
}

/// Which entries the page with this number holds, from 1.
pub fn range(starts: &[usize], part: usize) -> Range<usize> {
    let start = |at: usize| starts.get(at).copied().unwrap_or(usize::MAX);
    start(part.saturating_sub(1))..start(part)
}

/// Where each page of a list begins: the first may take `room` bytes, any other [`PAGE`].
pub fn starts(costs: impl IntoIterator<Item = usize>, room: usize) -> Vec<usize> {
    let mut starts = vec![0];
    let mut left = room;
    let mut is_empty = room > 0;
    for (at, cost) in costs.into_iter().enumerate() {
        if cost > left && !is_empty {
            starts.push(at);
            left = PAGE;
        }
        left = left.saturating_sub(cost);
        is_empty = false;
    }
    starts
}

fn costs(views: &Views<'_>, id: EntityId, section: Section) -> Vec<usize> {
    let role = views.kind(views.graph.registry.get(id).kind).role;
    match (role, section) {
        (Role::Article, Section::Claims) => article::claim_costs(views, id),
        (Role::Article, Section::Facts) => article::fact_costs(views, id),
        (Role::Article | Role::Page | Role::Claim, _) | (_, Section::Claims | Section::Facts) => Vec::new(),
        (_, Section::Values) => entity::value_costs(views, id),
        (_, Section::Events) => {
            entity::events(views, id).iter().map(|(event, _)| of_entity(views, *event)).collect()
        }
        (_, Section::Said) => entity::said(views, id).iter().map(|&claim| of_claim(views, claim)).collect(),
        (_, Section::About) => entity::about(views, id).iter().map(|&claim| of_claim(views, claim)).collect(),
        (_, Section::Citations) => {
            let citations = entity::citations(views, id).into_iter();
            citations.map(|(document, sentence)| of_sentence(views, document, sentence)).collect()
        }
        (_, Section::Mentions) => {
            let mentions = views.graph.mentions_of(id);
            let most: usize = mentions.map(|it| of_sentence(views, it.document, it.sentence)).sum();
            if most <= section.room(views, id) {
                return Vec::new();
            }
            let sentences = entity::sorted_sentences(views, id).into_iter();
            sentences.map(|sentence| of_sentence(views, sentence.document, sentence.index)).collect()
        }
    }
}

/// What an entity takes in a list, with its summary.
pub fn of_entity(views: &Views<'_>, id: EntityId) -> usize {
    let entity = views.graph.registry.get(id);
    let summary = views.graph.front(id).and_then(|front| front.summary.as_ref());
    let path = views.entity_paths.get(id.0 as usize).map_or(0, String::len);
    220 + entity.name.len() + path + summary.map_or(0, |summary| summary.text.len())
}

/// What a quoted sentence takes, with its article.
pub fn of_sentence(views: &Views<'_>, document: usize, sentence: usize) -> usize {
    let text = views.graph.sentence(document, sentence).map_or(0, |sentence| sentence.text.len());
    300 + text * 11 / 10 + of_document(views, document)
}

fn of_document(views: &Views<'_>, document: usize) -> usize {
    let Some(id) = views.graph.entity_of(document) else { return 0 };
    let path = views.entity_paths.get(id.0 as usize).map_or(0, String::len);
    2 * path + views.graph.registry.get(id).name.len()
}

/// What a claim takes in a list, with its article and its relations.
pub fn of_claim(views: &Views<'_>, id: ClaimId) -> usize {
    let graph = views.graph;
    let Some(claim) = graph.claim(id) else { return 0 };
    let words = |id: ClaimId| {
        let site = graph.claim(id).map(|claim| claim.site);
        let annotation = site.and_then(|site| graph.annotation(site.document, site.annotation));
        annotation.map_or(0, |annotation| annotation.text.len() * 11 / 10)
    };
    let path = |id: ClaimId| views.claim_paths.get(id.0 as usize).map_or(0, String::len);
    let names = claim.speakers.len() + claim.to.len() + claim.at.len() + claim.sources.len();
    let relations = claim
        .relations
        .iter()
        .take(super::parts::RELATIONS)
        .chain(claim.responses.iter().take(super::parts::RELATIONS));
    let relations: usize = relations.map(|other| 300 + words(other.claim) + path(other.claim)).sum();
    let reviews = graph.reviews_of(id).len() * 500;
    350 + words(id) + path(id) + of_document(views, claim.site.document) + names * 110 + relations + reviews
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_begins_where_the_one_before_is_full() {
        assert_eq!(starts([400; 6], 1000), [0, 2]);
        assert_eq!(starts([60_000; 4], 70_000), [0, 1, 2, 3]);
        assert_eq!(starts([500_000, 1], 1000), [0, 1]);
        assert_eq!(starts([10, 10], 0), [0, 0]);
        assert_eq!(starts([], 0), [0]);
        assert_eq!(range(&[0, 2], 1), 0..2);
        assert_eq!(range(&[0, 2], 2), 2..usize::MAX);
    }
}
