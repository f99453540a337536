//! The orders in which pages list things.
//!
//! Input: the graph. Output: [`Order`]. Entry point: [`Order::new`].

use std::borrow::Cow;
use std::cmp::Reverse;
use std::hash::{Hash, Hasher};

use rayon::prelude::*;

use super::text::is_disputed;
use crate::graph::Graph;
use crate::locale::{Alphabet, sort_form};
use crate::resolve::{ClaimId, EntityId, name_key};
use crate::syntax::DocumentId;
use crate::vocabulary::{Date, KindId, PropertyId, Role, SortKey};

/// Orders that many pages share.
#[derive(Debug)]
pub struct Order {
    /// The place of each document among all, the newest first.
    newest: Vec<u32>,
    /// The things of each kind in the order of its index; for claims, their numbers.
    lists: Vec<Vec<u32>>,
    /// The alphabet of the site's language.
    alphabet: Alphabet,
    /// The site's language.
    language: String,
}

impl Hash for Order {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        (&self.newest, &self.lists, &self.language).hash(hasher);
    }
}

impl Order {
    /// Finds the orders.
    pub fn new(graph: &Graph, language: &str) -> Self {
        let mut documents: Vec<u32> = (0..graph.documents.len() as u32).collect();
        documents.par_sort_by_cached_key(|&document| {
            let entity = graph.entity_of(DocumentId(document));
            let date = entity
                .and_then(|entity| graph.first_date(entity, &[PropertyId::DATE, PropertyId::PUBLISHED]));
            let date = date.map(Date::sort_key);
            let id = entity.map(|entity| graph.registry.get(entity).id.clone());
            (Reverse(date), id)
        });
        let mut newest = vec![0; documents.len()];
        for (place, &document) in (0..).zip(&documents) {
            newest[document as usize] = place;
        }
        let mut order = Self {
            newest,
            lists: Vec::new(),
            alphabet: Alphabet::new(language),
            language: language.to_owned(),
        };
        order.lists = order.lists(graph);
        order
    }

    /// The things of a kind, in order.
    fn lists(&self, graph: &Graph) -> Vec<Vec<u32>> {
        let kinds = &graph.vocabulary.kinds;
        let mut lists: Vec<Vec<u32>> = vec![Vec::new(); kinds.iter().count()];
        for (id, entity) in graph.registry.iter() {
            lists[usize::from(entity.kind.0)].push(id.0);
        }
        for (kind, definition) in kinds.iter() {
            let list = &mut lists[usize::from(kind.0)];
            match definition.role {
                Role::Article => list.sort_by_key(|&id| self.newest_entity(graph, EntityId(id))),
                Role::Claim => *list = self.claims(graph),
                _ if kind == KindId::EVENT => {
                    list.par_sort_by_cached_key(|&id| event_key(graph, EntityId(id)))
                }
                _ => list.par_sort_by_cached_key(|&id| {
                    let entity = graph.registry.get(EntityId(id));
                    (self.alphabet.sort_key(&self.sort_form(graph, EntityId(id))), entity.id.clone())
                }),
            }
        }
        lists
    }

    /// Disputed claims first, then reviewed ones, then the others, each by the newest article.
    fn claims(&self, graph: &Graph) -> Vec<u32> {
        let mut claims: Vec<u32> = (0..graph.registry.claims().len() as u32).collect();
        claims.par_sort_by_cached_key(|&number| {
            let document = graph.registry.document_of(ClaimId(number));
            let newest = document.map(|document| self.newest(document));
            (claim_state(graph, number), newest, number)
        });
        claims
    }

    fn newest_entity(&self, graph: &Graph, entity: EntityId) -> u32 {
        graph.registry.get(entity).document.map_or(u32::MAX, |document| self.newest(document))
    }

    /// The place of a document among all, the newest first.
    pub fn newest(&self, document: DocumentId) -> u32 {
        self.newest.get(document.place()).copied().unwrap_or(u32::MAX)
    }

    /// The form by which an index sorts an entity: its own, else a person's name by the surname.
    fn sort_form<'g>(&self, graph: &'g Graph, id: EntityId) -> Cow<'g, str> {
        let entity = graph.registry.get(id);
        let own = graph.front(id).and_then(|front| front.sort.as_ref());
        match own {
            Some(own) => (&*own.text).into(),
            None if entity.kind == KindId::PERSON => sort_form(&entity.name, &self.language),
            None => (&*entity.name).into(),
        }
    }

    /// The letter under which an index lists an entity.
    pub fn letter(&self, graph: &Graph, id: EntityId) -> String {
        self.alphabet.letter(&self.sort_form(graph, id))
    }

    /// The things of a kind in the order of its index.
    pub fn list(&self, kind: KindId) -> &[u32] {
        self.lists.get(usize::from(kind.0)).map_or(&[], Vec::as_slice)
    }
}

/// The place of an event in time; those without a date come last.
pub fn event_key(graph: &Graph, event: EntityId) -> (bool, Option<SortKey>, String) {
    let date = graph.first_date(event, &PropertyId::TIMES).map(Date::sort_key);
    (date.is_none(), date, name_key(&graph.registry.get(event).name))
}

/// 0: disputed, 1: reviewed, 2: neither.
pub fn claim_state(graph: &Graph, claim: u32) -> usize {
    let id = ClaimId(claim);
    let disputed = graph.claim(id).is_some_and(|claim| is_disputed(graph, id, claim));
    if disputed {
        return 0;
    }
    if graph.reviews_of(id).next().is_some() { 1 } else { 2 }
}
