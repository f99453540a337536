//! Whom and what a text names, and how often.
//!
//! Input: a document. Output: the entities it names, by kind. Entry points: [`counts`] and [`names`].

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use super::model::{Counted, EntityGroup};
use super::section::within;
use super::{Viewpoint, fragment};
use crate::graph::Graph;
use crate::resolve::{EntityId, Target};
use crate::syntax::DocumentId;
use crate::vocabulary::Role;

/// Whom and what a document names and how often, the most named first.
pub fn counts(graph: &Graph, document: Option<DocumentId>) -> Vec<(EntityId, usize)> {
    let mut counts: BTreeMap<EntityId, usize> = BTreeMap::new();
    for mention in graph.mentions_in(document) {
        if let Target::Entity(entity) = mention.target {
            *counts.entry(entity).or_default() += 1;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(entity, count)| (Reverse(*count), *entity));
    counts
}

/// The same without other articles, sources and plain pages.
pub fn named(graph: &Graph, document: Option<DocumentId>) -> Vec<(EntityId, usize)> {
    let mut named = counts(graph, document);
    let kinds = &graph.vocabulary.kinds;
    named.retain(|(entity, _)| kinds.get(graph.registry.get(*entity).kind).role == Role::Entity);
    named
}

/// Whom and what an article names, by kind; of all of them, those in a range.
pub fn names<'a>(view: &Viewpoint<'a, '_>, id: EntityId, range: Range<usize>) -> Vec<EntityGroup<'a>> {
    let graph = view.graph();
    let named = named(graph, graph.registry.get(id).document);
    let shown = within(&named, range);
    let groups = graph.vocabulary.kinds.iter().filter_map(|(id, kind)| {
        let is_of_kind = |(entity, _): &&(EntityId, usize)| graph.registry.get(*entity).kind == id;
        let count = named.iter().filter(is_of_kind).count();
        if count == 0 {
            return None;
        }
        let entities = shown.iter().filter(is_of_kind);
        let entities = entities.map(|&(entity, count)| Counted { entity: view.entity(entity), count });
        let entities: Vec<_> = entities.collect();
        let (kind, label) = (&*kind.name, kind.plural_in(view.language));
        Some(EntityGroup {
            kind,
            label,
            count,
            html: fragment::names(view.language, &entities),
            entities: view.views.asked.list("entities", entities),
        })
    });
    groups.collect()
}
