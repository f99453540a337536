//! Long lists divided into pages, so that no page is large, however large the site is.
//!
//! Input: what each entry of a list takes on a page, more or less. Output: where each page of the list begins. Entry
//! points: [`starts`] for any list, [`splits`] for the sections of all pages that may go on on further ones.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::section::{Section, Splits};
use super::weight::{Bounds, of_claim, of_entity, of_sentence};
use super::{Views, archive, article, lists, text, works};
use crate::resolve::{ClaimId, EntityId};
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

/// Divides what is too long.
pub fn splits(views: &Views) -> Splits {
    let entities: Vec<_> = views.graph.registry.iter().map(|(id, _)| id).collect();
    let weights = entities.into_par_iter().map(|id| (id, text::weight(views, id)));
    let weights: Vec<_> = weights.collect();
    let bounds = Bounds::new(views);
    let split = weights.par_iter().flat_map_iter(|&(id, text)| {
        let sections = sections(views, bounds, id, text).into_iter().filter(|(_, starts)| starts.len() > 1);
        sections.map(move |(section, starts)| ((id, section), starts))
    });
    let starts: BTreeMap<_, _> = split.collect::<Vec<_>>().into_iter().collect();
    let divided = starts.keys().filter(|(_, section)| *section == Section::Mentions).map(|(id, _)| *id);
    let divided: Vec<_> = divided.collect();
    let sentences = divided.into_par_iter().map(|id| (id, lists::sorted_sentences(views, id)));
    let sentences = sentences.collect::<Vec<_>>().into_iter().collect();
    let most = views.room(MOST) / 2;
    let long = weights.into_iter().filter(|(_, text)| *text > most);
    Splits { lists: indexes(views), starts, sentences, long_texts: long.map(|(id, _)| id).collect() }
}

/// Where the pages of the index of each kind begin.
fn indexes(views: &Views) -> Vec<Vec<usize>> {
    let kinds: Vec<_> = views.graph.vocabulary.kinds.iter().collect();
    let page = views.room(PAGE);
    let lists = kinds.into_par_iter().map(|(kind, definition)| {
        let list = views.directory.order.list(kind);
        let cost = |&number: &u32| match definition.role {
            Role::Claim => of_claim(views, ClaimId(number)),
            _ => of_entity(views, EntityId(number)),
        };
        if list.is_empty() { Vec::new() } else { starts(list.iter().map(cost), page, page) }
    });
    lists.collect()
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
            let sections =
                Section::ALL.into_iter().map(|section| (section, self::room(section) * left / ENTITY));
            let costs =
                |(section, room)| (section, starts(costs(views, bounds, id, section, room), room, page));
            sections.map(costs).collect()
        }
    }
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

/// What the entries of a section of an entity's page take; none where all of them have room.
fn costs(views: &Views, bounds: Bounds, id: EntityId, section: Section, room: usize) -> Vec<usize> {
    if most(views, bounds, id, section) <= room || all(views, id, section) <= room {
        return Vec::new();
    }
    match section {
        Section::Claims | Section::Facts | Section::Names | Section::Notes => Vec::new(),
        Section::Values => lists::value_costs(views, id),
        Section::Events => {
            lists::events(views, id).iter().map(|(event, _)| STATED + of_entity(views, *event)).collect()
        }
        Section::Archive => archive::costs(views, id),
        Section::Works => works::costs(views, id),
        Section::Said => lists::said(views, id).iter().map(|&claim| of_claim(views, claim)).collect(),
        Section::About => lists::about(views, id).iter().map(|&claim| of_claim(views, claim)).collect(),
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

/// What all entries of a section of an entity's page take at the most, without looking at them.
fn most(views: &Views, bounds: Bounds, id: EntityId, section: Section) -> usize {
    let graph = &*views.graph;
    match section {
        Section::Claims | Section::Facts | Section::Names | Section::Notes => 0,
        Section::Values => lists::most_values(views, id),
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
