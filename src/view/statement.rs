//! The ids of statements and reviews, which other data knows them by.
//!
//! Input: a statement, and the anchor of the fact that states it. Output: an [`Anchor`] that is made of what it says and
//! where, so that no other statement changes it. Entry points: [`anchor`], [`of_record`] and [`of_review`].
//!
//! What a sentence states has its id in the text, at the fact; what a record states, on the record's page.

use crate::anchor::{Anchor, Anchors};
use crate::graph::{Graph, Object, Rank, Reference, Review, Statement};
use crate::resolve::EntityId;

/// The id of a statement on its page; `place` is the anchor of its fact, and empty for that of a record.
pub fn anchor(graph: &Graph, statement: &Statement, place: &str) -> Anchor {
    let full_id = |id| graph.registry.full_id(id, &graph.vocabulary.kinds);
    let said = |value: &Object| match value {
        Object::Entity(id) => full_id(*id),
        Object::Literal(literal) => literal.canonical(),
    };
    let property = &graph.vocabulary.properties.get(statement.property).name;
    let mut words =
        vec![place.to_owned(), full_id(statement.subject), property.clone(), said(&statement.value)];
    words.extend(statement.qualifiers.iter().map(|(name, value)| format!("{name}={}", said(value))));
    if statement.rank == Rank::Deprecated {
        words.push(statement.rank.as_str().to_owned());
    }
    Anchors::default().unique('v', &words.join("|"))
}

/// The ids of all that an entity's record states, each once.
pub fn of_record(graph: &Graph, id: EntityId) -> Vec<String> {
    let stated = graph.statements_of(id).filter(|statement| is_of_record(statement));
    let mut anchors: Vec<_> = stated.map(|statement| anchor(graph, statement, "").to_string()).collect();
    anchors.sort_unstable();
    anchors.dedup();
    anchors
}

/// Whether it is a record that states it.
pub fn is_of_record(statement: &Statement) -> bool {
    !statement.is_derived() && matches!(statement.reference, Reference::Record { .. })
}

/// The id of a review on its claim's page.
pub fn of_review(graph: &Graph, review: &Review) -> Anchor {
    let path = graph.document(review.document).map_or("", |document| &document.path);
    Anchors::default().unique('r', path)
}
