//! Long lists divided into pages, so that no page is large, however large the site is.
//!
//! Input: what each entry of a list takes on a page, more or less. Output: where each page of the list begins. Entry
//! points: [`starts`] for any list, [`splits`] for the sections of all pages that may go on on further ones.

use std::sync::Arc;

use rayon::prelude::*;

use super::section::{Division, Section, Splits};
use super::weight::{of_any_sentence, of_claim, of_entity, of_sentence, of_side};
use super::{Views, archive, article, lists, text, works};
use crate::graph::reads::{Earlier, Recorded};
use crate::resolve::{ClaimId, EntityId};
use crate::vocabulary::{Kind, KindId, Role};

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

/// Divides what is too long, for templates with which pages take so many percent of what they take with the theme as it
/// is; what was divided `earlier` stays as it is where nothing has changed.
pub fn splits(views: &Views, percent: usize, earlier: Option<&Earlier<Splits>>) -> Splits {
    let earlier = earlier.filter(|earlier| earlier.made.percent == percent);
    // Where little is divided anew, it does not pay to look at everything.
    let sentence = earlier.is_none().then(|| of_any_sentence(views));
    let divider = Divider { views, percent, sentence };
    let entities = (0..views.directory.entity_paths.len()).into_par_iter().map(|at| {
        let id = EntityId(at as u32);
        // What is quoted from an archived text is nobody's part.
        let earlier = earlier.filter(|_| !views.archived.contains_key(&id));
        Recorded::next(earlier, |made| made.entities.get(at), || divider.divide(id))
    });
    let entities: Vec<_> = entities.collect();
    let claims = Recorded::next(earlier, |made| Some(&made.claims), || divider.claims());
    Splits { lists: divider.indexes(&entities, &claims.value), entities, claims, percent }
}

/// Divides the lists of pages.
struct Divider<'v> {
    views: &'v Views,
    /// What pages take, of what they take with the theme as it is.
    percent: usize,
    /// The most that any quoted sentence takes, where that is known.
    sentence: Option<usize>,
}

impl Divider<'_> {
    /// What of a page's lists may take so much with the theme as it is.
    fn room(&self, bytes: usize) -> usize {
        bytes * 100 / self.percent
    }

    /// Where the pages of the index of each kind begin, whose entries take so much.
    fn indexes(&self, entities: &[Arc<Recorded<Division>>], claims: &[usize]) -> Vec<Vec<usize>> {
        let page = self.room(PAGE);
        let entry = |&id: &u32| entities.get(id as usize).map_or(0, |division| division.value.entry);
        let starts = |(kind, definition): (KindId, &Kind)| match self.views.directory.order.list(kind) {
            [] => Vec::new(),
            _ if definition.role == Role::Claim => starts(claims.iter().copied(), page, page),
            list => starts(list.iter().map(entry), page, page),
        };
        self.views.graph.vocabulary.kinds.iter().map(starts).collect()
    }

    /// What each claim takes in their index, in the order of that.
    fn claims(&self) -> Vec<usize> {
        let claims = self.views.directory.order.list(KindId::CLAIM).iter();
        claims.map(|&claim| of_claim(self.views, ClaimId(claim))).collect()
    }

    /// How the page of an entity is divided.
    fn divide(&self, id: EntityId) -> Division {
        let text = text::weight(self.views, id);
        let mut starts = self.sections(id, text);
        starts.retain(|(_, starts)| starts.len() > 1);
        let has_mentions = starts.iter().any(|(section, _)| *section == Section::Mentions);
        let sentences = if has_mentions { lists::sorted_sentences(self.views, id) } else { Vec::new() };
        let (has_long_text, entry) = (text > self.room(MOST) / 2, of_entity(self.views, id));
        Division { starts, sentences, has_long_text, entry }
    }

    /// Where the pages of each section of a page begin, whose `text` takes so much. The lists of an article are whole where
    /// there is room for all.
    fn sections(&self, id: EntityId, text: usize) -> Vec<(Section, Vec<usize>)> {
        let (views, page) = (self.views, self.room(PAGE));
        match views.kind(views.graph.registry.get(id).kind).role {
            Role::Article if 2 * (text + article::all(views, id)) < self.room(ARTICLE) => Vec::new(),
            Role::Article => {
                let left = self.room(ARTICLE).saturating_sub(text + article::dispute_weight(views, id));
                let costs = article::costs(views, id);
                let rooms = shares(left, costs.iter().map(|(_, costs)| costs.iter().sum()).collect());
                let costs = costs.into_iter().zip(rooms);
                costs.map(|((section, costs), room)| (section, starts(costs, room, page))).collect()
            }
            Role::Page | Role::Claim => Vec::new(),
            Role::Entity | Role::Source => {
                let left = self.room(ENTITY).saturating_sub(text);
                let rooms = Section::ALL.into_iter().map(|section| (section, room(section) * left / ENTITY));
                let costs = |(section, room)| (section, starts(self.costs(id, section, room), room, page));
                rooms.map(costs).collect()
            }
        }
    }

    /// What the entries of a section of an entity's page take; none where all of them have room.
    fn costs(&self, id: EntityId, section: Section, room: usize) -> Vec<usize> {
        let views = self.views;
        if self.is_short(id, section, room) || all(views, id, section) <= room {
            return Vec::new();
        }
        let claims = |claims: Vec<ClaimId>| claims.into_iter().map(|claim| of_claim(views, claim)).collect();
        match section {
            Section::Claims | Section::Facts | Section::Names | Section::Notes => Vec::new(),
            Section::Values => lists::value_costs(views, id),
            Section::Events => {
                let events = lists::events(views, id).into_iter();
                events.map(|(event, _)| STATED + of_entity(views, event)).collect()
            }
            Section::Archive => archive::costs(views, id),
            Section::Works => works::costs(views, id),
            Section::Said => claims(lists::said(views, id)),
            Section::About => claims(lists::about(views, id)),
            Section::Citations => {
                let citations = lists::citations(views, id).into_iter();
                citations.map(|(document, sentence)| of_sentence(views, document, sentence)).collect()
            }
            Section::Mentions => {
                let sentences = lists::sorted_sentences(views, id).into_iter();
                sentences.map(|sentence| of_sentence(views, sentence.document, sentence.index)).collect()
            }
        }
    }

    /// Whether there is room for all mentions of an entity, seen without looking at them.
    fn is_short(&self, id: EntityId, section: Section, room: usize) -> bool {
        let is_short = |most: usize| self.views.graph.mentions_of(id).len() * most <= room;
        section == Section::Mentions && self.sentence.is_some_and(is_short)
    }
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

/// What it may take on the page of an entity, in bytes; all of them together take [`ENTITY`], and less beside a
/// text. Only sources are cited, and none of them writes.
fn room(section: Section) -> usize {
    match section {
        Section::Values
        | Section::Archive
        | Section::Claims
        | Section::Facts
        | Section::Names
        | Section::Notes => 0,
        Section::Events | Section::Works => 15_000,
        Section::Said | Section::About => 30_000,
        Section::Citations => 20_000,
        Section::Mentions => 35_000,
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

/// What all entries of a section of an entity's page take, seen without sorting them.
fn all(views: &Views, id: EntityId, section: Section) -> usize {
    let graph = &*views.graph;
    let claims = |claims: &[ClaimId]| claims.iter().map(|&claim| of_claim(views, claim)).sum();
    match section {
        Section::Claims | Section::Facts | Section::Names | Section::Notes => 0,
        Section::Values => lists::most_values(views, id),
        Section::Archive => usize::from(views.archived.contains_key(&id)),
        Section::Works => {
            let written = graph.works_of(id).map(|statement| of_entity(views, statement.subject));
            let reviewed = graph.reviews_by(id).flat_map(|review| &review.claims);
            written.chain(reviewed.map(|&claim| of_side(views, claim))).sum()
        }
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

#[cfg(test)]
mod tests {
    use super::super::section::range;
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
