//! Long lists divided into pages, so that no page is large, however large the site is.
//!
//! Input: what each entry of a list takes on a page, more or less. Output: where each page of the list begins. Entry
//! points: [`starts`] for any list, [`Splits::new`] for the sections of all pages that may go on on further ones.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use super::entity::Sentence;
use super::{Views, archive, article, entity, parts, text, works};
use crate::resolve::{ClaimId, EntityId, Target};
use crate::syntax::{DocumentId, SentenceId};
use crate::vocabulary::Role;

/// What the list of a page may take that holds little else, in bytes.
pub const PAGE: usize = 100_000;

/// The most that a page should have, in bytes.
pub const MOST: usize = 200_000;

/// What the text and all lists of an article may take together, in bytes; the rest of a page's 200 KB is for what is on
/// every page.
const ARTICLE: usize = 185_000;
/// The same of an entity, which has an infobox and pictures besides.
const ENTITY: usize = 130_000;

/// What a list of events takes for what is stated by one, with what supports it.
const STATED: usize = 400;

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

    /// What it may take on the page of an entity, in bytes; all of them together take [`ENTITY`], and less beside a
    /// text. Only sources are cited, and none of them writes.
    fn room(self) -> usize {
        match self {
            Self::Values | Self::Archive | Self::Claims | Self::Facts | Self::Names | Self::Notes => 0,
            Self::Events | Self::Works => 15_000,
            Self::Said | Self::About => 30_000,
            Self::Citations => 20_000,
            Self::Mentions => 35_000,
        }
    }
}

/// The most that any one entry takes in a list: what is short even if all its entries took so much is short, and most
/// lists are.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// An entity.
    pub entity: usize,
    /// A quoted sentence.
    pub sentence: usize,
    /// A claim.
    pub claim: usize,
}

impl Bounds {
    fn new(views: &Views) -> Self {
        let graph = &*views.graph;
        let entities = (0..views.entity_paths.len()).into_par_iter().map(|id| EntityId(id as u32));
        let claims = (0..graph.registry.claims().len()).into_par_iter().map(|id| ClaimId(id as u32));
        let documents = (0..graph.documents.len()).into_par_iter().map(DocumentId::at);
        let sentences = documents.flat_map_iter(|document| {
            let sentences = graph.document(document).map_or(0, |it| it.body.sentences.len());
            SentenceId::all(sentences).map(move |sentence| of_sentence(views, document, sentence))
        });
        Self {
            entity: entities.map(|id| of_entity(views, id)).max().unwrap_or(0),
            sentence: sentences.max().unwrap_or(0),
            claim: claims.map(|id| of_claim(views, id)).max().unwrap_or(0),
        }
    }
}

/// Where the pages of all sections begin that have more than one.
#[derive(Debug, Default)]
pub struct Splits {
    starts: BTreeMap<(EntityId, Section), Vec<usize>>,
    /// The sentences of those whose mentions are divided, sorted once for all their pages.
    sentences: BTreeMap<EntityId, Vec<Sentence>>,
    /// Those whose own text takes half of what a page may have.
    pub long_texts: Vec<EntityId>,
}

impl Splits {
    /// Divides what is too long.
    pub fn new(views: &Views) -> Self {
        let entities: Vec<_> = views.graph.registry.iter().map(|(id, _)| id).collect();
        let weights = entities.into_par_iter().map(|id| (id, text::weight(views, id)));
        let weights: Vec<_> = weights.collect();
        let bounds = Bounds::new(views);
        let split = weights.par_iter().flat_map_iter(|&(id, text)| {
            let sections =
                sections(views, bounds, id, text).into_iter().filter(|(_, starts)| starts.len() > 1);
            sections.map(move |(section, starts)| ((id, section), starts))
        });
        let starts: BTreeMap<_, _> = split.collect::<Vec<_>>().into_iter().collect();
        let divided = starts.keys().filter(|(_, section)| *section == Section::Mentions).map(|(id, _)| *id);
        let divided: Vec<_> = divided.collect();
        let sentences = divided.into_par_iter().map(|id| (id, entity::sorted_sentences(views, id)));
        let sentences = sentences.collect::<Vec<_>>().into_iter().collect();
        let most = views.room(MOST) / 2;
        let long = weights.into_iter().filter(|(_, text)| *text > most);
        Self { starts, sentences, long_texts: long.map(|(id, _)| id).collect() }
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

/// Where each page of a list begins: the first may take `room` bytes, any other `page`.
pub fn starts(costs: impl IntoIterator<Item = usize>, room: usize, page: usize) -> Vec<usize> {
    let mut starts = vec![0];
    let mut left = room;
    let mut is_empty = room > 0;
    for (at, cost) in costs.into_iter().enumerate() {
        if cost > left && !is_empty {
            starts.push(at);
            left = page;
        }
        left = left.saturating_sub(cost);
        is_empty = false;
    }
    starts
}

/// Where the pages of each section of a page begin, whose `text` takes so much. The lists of an article are whole where
/// there is room for all.
fn sections(views: &Views, bounds: Bounds, id: EntityId, text: usize) -> Vec<(Section, Vec<usize>)> {
    let (room, page) = (|bytes| views.room(bytes), views.room(PAGE));
    let is_short = |lists: usize| 2 * (text + lists) < room(ARTICLE);
    match views.kind(views.graph.registry.get(id).kind).role {
        Role::Article if is_short(article::most(views, bounds, id)) => Vec::new(),
        Role::Article if is_short(article::all(views, id)) => Vec::new(),
        Role::Article => {
            let left = room(ARTICLE).saturating_sub(text + article::dispute_weight(views, id));
            let costs = article::costs(views, id);
            let rooms = shares(left, costs.iter().map(|(_, costs)| costs.iter().sum()).collect());
            costs
                .into_iter()
                .zip(rooms)
                .map(|((section, costs), room)| (section, starts(costs, room, page)))
                .collect()
        }
        Role::Page | Role::Claim => Vec::new(),
        Role::Entity | Role::Source => {
            let left = room(ENTITY).saturating_sub(text);
            let sections = Section::ALL.into_iter().map(|section| (section, section.room() * left / ENTITY));
            let costs =
                |(section, room)| (section, starts(costs(views, bounds, id, section, room), room, page));
            sections.map(costs).collect()
        }
    }
}

/// Divides room among those who need it: each gets what it needs, or as much as any other, and something in any case.
fn shares(room: usize, needs: Vec<usize>) -> Vec<usize> {
    let mut order = needs.clone();
    order.sort_unstable();
    let (mut left, mut most) = (room, usize::MAX);
    for (at, need) in order.iter().enumerate() {
        let equal = left / (order.len() - at);
        if *need > equal {
            most = equal;
            break;
        }
        left -= need;
    }
    needs.into_iter().map(|need| need.min(most).max(1)).collect()
}

/// What the entries of a section of an entity's page take; none where all of them have room.
fn costs(views: &Views, bounds: Bounds, id: EntityId, section: Section, room: usize) -> Vec<usize> {
    if most(views, bounds, id, section) <= room || all(views, id, section) <= room {
        return Vec::new();
    }
    match section {
        Section::Claims | Section::Facts | Section::Names | Section::Notes => Vec::new(),
        Section::Values => entity::value_costs(views, id),
        Section::Events => {
            entity::events(views, id).iter().map(|(event, _)| STATED + of_entity(views, *event)).collect()
        }
        Section::Archive => archive::costs(views, id),
        Section::Works => works::costs(views, id),
        Section::Said => entity::said(views, id).iter().map(|&claim| of_claim(views, claim)).collect(),
        Section::About => entity::about(views, id).iter().map(|&claim| of_claim(views, claim)).collect(),
        Section::Citations => {
            let citations = entity::citations(views, id).into_iter();
            citations.map(|(document, sentence)| of_sentence(views, document, sentence)).collect()
        }
        Section::Mentions => {
            let sentences = entity::sorted_sentences(views, id).into_iter();
            sentences.map(|sentence| of_sentence(views, sentence.document, sentence.index)).collect()
        }
    }
}

/// What all entries of a section of an entity's page take at the most, without looking at them.
fn most(views: &Views, bounds: Bounds, id: EntityId, section: Section) -> usize {
    let graph = &*views.graph;
    match section {
        Section::Claims | Section::Facts | Section::Names | Section::Notes => 0,
        Section::Values => entity::most_values(views, id),
        Section::Archive => usize::from(views.archived.contains_key(&id)),
        Section::Events => graph.statements_of(id).len() * (STATED + bounds.entity),
        Section::Works => {
            graph.works_of(id).len() * bounds.entity + graph.reviews_by(id).len() * bounds.claim
        }
        Section::Said => graph.claims_by(id).len() * bounds.claim,
        Section::About => graph.claims_on(id).len() * bounds.claim,
        Section::Citations => graph.citations_of(id).len() * bounds.sentence,
        Section::Mentions => graph.mentions_of(id).len() * bounds.sentence,
    }
}

/// What all entries of a section of an entity's page take, seen without sorting them.
fn all(views: &Views, id: EntityId, section: Section) -> usize {
    let graph = &*views.graph;
    let claims = |claims: &[ClaimId]| claims.iter().map(|&claim| of_claim(views, claim)).sum();
    match section {
        Section::Claims | Section::Facts | Section::Names | Section::Notes => 0,
        Section::Values | Section::Archive | Section::Works => usize::MAX,
        Section::Events => {
            let values = graph.statements_of(id).filter_map(|statement| statement.value.entity());
            values.map(|value| STATED + of_entity(views, value)).sum()
        }
        Section::Said => claims(graph.claims_by(id)),
        Section::About => claims(&graph.claims_on(id)),
        Section::Citations => {
            let citations = graph.citations_of(id);
            citations.map(|it| of_sentence(views, it.document, it.sentence)).sum()
        }
        Section::Mentions => {
            let mentions = graph.mentions_of(id);
            mentions.map(|it| of_sentence(views, it.document, it.sentence)).sum()
        }
    }
}

/// What an entity takes in a list, with its summary.
pub fn of_entity(views: &Views, id: EntityId) -> usize {
    let entity = views.graph.registry.get(id);
    let summary = views.graph.front(id).and_then(|front| front.summary.as_ref());
    let path = views.entity_paths.get(id.0 as usize).map_or(0, String::len);
    220 + entity.name.len() + path + summary.map_or(0, |summary| summary.text.len())
}

/// What a quoted sentence takes, with its article.
pub fn of_sentence(views: &Views, document: impl Into<Option<DocumentId>>, sentence: SentenceId) -> usize {
    let document = document.into();
    let text = views.graph.sentence(document, sentence).map_or(0, |sentence| sentence.text.len());
    let text = text.min(parts::LONGEST_QUOTE);
    300 + text * 11 / 10 + document.map_or(0, |document| of_document(views, document))
}

fn of_document(views: &Views, document: DocumentId) -> usize {
    match views.graph.shown_with(document) {
        Some(Target::Entity(id)) => {
            2 * views.target_path(Target::Entity(id)).len() + views.graph.registry.get(id).name.len()
        }
        Some(Target::Claim(id)) => {
            let article = views.graph.claim(id).map_or(0, |claim| of_document(views, claim.site.document));
            article + 2 * views.target_path(Target::Claim(id)).len()
        }
        None => 0,
    }
}

/// What a claim takes in a list, with its article and its relations.
pub fn of_claim(views: &Views, id: ClaimId) -> usize {
    const SHOWN: usize = super::claims::RELATIONS;
    let Some(claim) = views.graph.claim(id) else { return 0 };
    let relations = claim.relations.iter().take(SHOWN).chain(views.graph.responses(id).iter().take(SHOWN));
    let relations = relations.map(|other| 300 + of_words(views, other.claim));
    of_side(views, id) + relations.sum::<usize>()
}

/// The same without its relations, as in a contradiction.
pub fn of_side(views: &Views, id: ClaimId) -> usize {
    let Some(claim) = views.graph.claim(id) else { return 0 };
    let names = claim.speakers.len() + claim.to.len() + claim.at.len() + claim.sources.len();
    let reviews = views.graph.reviews_of(id).len() * 500;
    350 + of_words(views, id) + of_document(views, claim.site.document) + names * 110 + reviews
}

/// What the words of a claim take, with its address.
fn of_words(views: &Views, id: ClaimId) -> usize {
    let site = views.graph.claim(id).map(|claim| claim.site);
    let annotation = site.and_then(|site| views.graph.annotation(site.document, site.annotation));
    let words = annotation.map_or(0, |annotation| annotation.text.len() * 11 / 10);
    words + views.claim_paths.get(id.0 as usize).map_or(0, String::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_begins_where_the_one_before_is_full() {
        assert_eq!(starts([400; 6], 1000, PAGE), [0, 2]);
        assert_eq!(starts([60_000; 4], 70_000, PAGE), [0, 1, 2, 3]);
        assert_eq!(starts([500_000, 1], 1000, PAGE), [0, 1]);
        assert_eq!(starts([10, 10], 0, PAGE), [0, 0]);
        assert_eq!(starts([], 0, PAGE), [0]);
        assert_eq!(range(&[0, 2], 1), 0..2);
        assert_eq!(range(&[0, 2], 2), 2..usize::MAX);
    }

    #[test]
    fn room_is_shared_so_that_small_lists_stay_whole() {
        assert_eq!(shares(1000, vec![100, 900, 0]), [100, 900, 1]);
        assert_eq!(shares(1000, vec![100, 2000, 600]), [100, 450, 450]);
        assert_eq!(shares(0, vec![100, 2000]), [1, 1]);
    }
}
