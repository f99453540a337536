//! What the page of an entity lists, in its order, on however many pages.
//!
//! Input: all pages' views and an entity. Output: its sentences, claims, events, values and citations. Entry points:
//! [`sentences`], [`said`], [`about`], [`events`], [`long_rows`] and [`citations`].

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::Views;
use super::order::event_key;
use super::parts::{ROW, row_values};
use super::section::Sentence;
use super::weight::of_entity;
use crate::graph::{Graph, Mention, Object, Statement};
use crate::resolve::{ClaimId, EntityId};
use crate::syntax::{DocumentId, SentenceId};
use crate::vocabulary::{KindId, Literal, PropertyId};

/// The sentences that mention an entity, the newest document first, in the order of the text.
pub fn sentences<'v>(views: &'v Views, id: EntityId) -> Cow<'v, [Sentence]> {
    match views.splits.sentences(id) {
        Some(known) => known.into(),
        None => sorted_sentences(views, id).into(),
    }
}

/// Finds and sorts the sentences that mention an entity.
pub fn sorted_sentences(views: &Views, id: EntityId) -> Vec<Sentence> {
    let mut mentions: Vec<&Mention> = views.graph.mentions_of(id).collect();
    mentions.sort_by_key(|mention| {
        (views.directory.order.newest(mention.document), mention.sentence, mention.annotation)
    });
    let same = |a: &&Mention, b: &&Mention| (a.document, a.sentence) == (b.document, b.sentence);
    let chunks = mentions.chunk_by(same).filter_map(|chunk| {
        let first = chunk.first()?;
        let annotations = chunk.iter().map(|mention| mention.annotation).collect();
        Some(Sentence { document: first.document, index: first.sentence, annotations })
    });
    chunks.collect()
}

/// The claims by an entity, the newest article first.
pub fn said(views: &Views, id: EntityId) -> Vec<ClaimId> {
    newest(views, views.graph.claims_by(id).to_vec())
}

/// The claims about an entity or made at it, by others, the newest article first; on an event without those that do
/// nothing but give it values, which its infobox has.
pub fn about(views: &Views, id: EntityId) -> Vec<ClaimId> {
    let said: BTreeSet<_> = views.graph.claims_by(id).iter().collect();
    let about = views.graph.claims_on(id).into_iter().filter(|claim| !said.contains(claim));
    let mut about = newest(views, about.collect());
    if views.graph.registry.is_a(id, KindId::EVENT) {
        let values: BTreeSet<_> =
            views.graph.statements_of(id).filter_map(|statement| statement.claim).collect();
        about.retain(|&claim| !values.contains(&claim) || !is_plain(&views.graph, claim));
    }
    about
}

/// Whether nothing is known of a claim but who makes it.
fn is_plain(graph: &Graph, id: ClaimId) -> bool {
    let is_related = graph.claim(id).is_none_or(|claim| graph.relations(id, claim).next().is_some());
    !is_related && !graph.is_reviewed(id)
}

/// Claims, the newest article first, without those that are read with another one: in its words, where no more is known of
/// them, or beside it, where they do nothing but contradict it.
fn newest(views: &Views, mut claims: Vec<ClaimId>) -> Vec<ClaimId> {
    let all: BTreeSet<_> = claims.iter().copied().collect();
    let graph = &*views.graph;
    claims.retain(|&id| {
        !is_plain(graph, id) || !graph.claims_around(id).iter().any(|around| all.contains(around))
    });
    let newest =
        |claim: &ClaimId| views.graph.claim(*claim).map(|it| views.directory.order.newest(it.site.document));
    claims.sort_by_key(|claim| (newest(claim), *claim));
    without_sides(graph, claims)
}

/// Claims without those that do nothing but contradict one before them, and so stand beside it.
pub fn without_sides(graph: &Graph, mut claims: Vec<ClaimId>) -> Vec<ClaimId> {
    let mut listed = BTreeSet::new();
    claims.retain(|&id| {
        let is_beside = graph.claim(id).is_some_and(|claim| {
            let mut related = graph.relations(id, claim).peekable();
            let is_known = related.peek().is_some() && !graph.is_reviewed(id);
            is_known && related.all(|it| it.kind.contradicts() && listed.contains(&it.claim))
        });
        !is_beside && listed.insert(id)
    });
    claims
}

/// The events that an entity surely has a part in, with its role in each, in the order of time; those that are parts of
/// an event.
pub fn events(views: &Views, id: EntityId) -> Vec<(EntityId, &str)> {
    let graph = &*views.graph;
    let is_event = |id: EntityId| graph.registry.is_a(id, KindId::EVENT);
    let is_whole = is_event(id);
    let asserted = graph.statements_of(id).filter(|statement| graph.is_asserted(statement));
    let related = asserted.filter_map(|statement| {
        let event = statement.value.entity().filter(|&event| is_event(event))?;
        (!is_whole || statement.property == PropertyId::PARTS).then(|| (event, role(statement)))
    });
    let mut events: Vec<_> = related.collect();
    events.sort_by_cached_key(|(event, role)| (event_key(graph, *event), *event, role.is_empty()));
    events.dedup_by_key(|(event, _)| *event);
    events
}

/// The role that a statement gives to its value or subject.
fn role(statement: &Statement) -> &str {
    match statement.qualifier("role") {
        Some(Object::Literal(Literal::Text(text))) => text,
        _ => "",
    }
}

/// What the values of an entity take at the most that have no place in its infobox: nothing, where it has few.
pub fn most_values(views: &Views, id: EntityId) -> usize {
    if views.graph.statements_of(id).len() <= ROW { 0 } else { usize::MAX }
}

/// What the values of properties take that have too many for an infobox.
pub fn value_costs(views: &Views, id: EntityId) -> Vec<usize> {
    let graph = &*views.graph;
    let costs = long_rows(graph, id).into_iter().flatten().map(|equal| {
        let value = match equal.first().map(|statement| &statement.value) {
            Some(Object::Entity(entity)) => of_entity(views, *entity),
            Some(Object::Literal(literal)) => 100 + literal.canonical().len(),
            None => 0,
        };
        value + equal.len().min(5) * 250
    });
    costs.collect()
}

/// The values of the properties that have too many for an infobox.
pub fn long_rows(graph: &Graph, id: EntityId) -> Vec<Vec<Vec<&Statement>>> {
    row_values(graph, id).into_iter().filter(|values| values.len() > ROW).collect()
}

/// On a source: the sentences that cite it, the newest article first.
pub fn citations(views: &Views, id: EntityId) -> Vec<(DocumentId, SentenceId)> {
    let mut citations: Vec<_> =
        views.graph.citations_of(id).map(|citation| (citation.document, citation.sentence)).collect();
    citations.sort_by_key(|(document, sentence)| (views.directory.order.newest(*document), *sentence));
    citations.dedup();
    citations
}
