//! Where to find what belongs to an entity or a claim.
//!
//! Input: what all documents say. Output: an [`Index`]. Entry points: [`Index::new`], and [`Index::next`] where only some
//! documents say something else than before: what no change touches is shared.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::assertion::Preferred;
use super::document::DocumentFacts;
use super::lists::Lists;
use super::model::{Relation, Statement};
use super::reads::{Part, PartSet};
use super::{Graph, Rank};
use crate::resolve::{ClaimId, EntityId, Target};
use crate::syntax::DocumentId;
use crate::vocabulary::PropertyId;

/// The place of something in the list of its document; one-line declarations stand behind the documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The document.
    pub document: u32,
    /// Its place among those of the document.
    pub at: u32,
}

/// The place of a statement, in the order in which those of an entity are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementPlace {
    /// The property that it states.
    pub property: PropertyId,
    /// Whether it is among those that follow from others.
    pub is_derived: bool,
    /// Its place there.
    pub of: Place,
}

/// Where to find what belongs to an entity or a claim.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// The mentions of each entity.
    pub mentions_of: Arc<Lists<Place>>,
    /// The statements about each entity, in the order of the vocabulary.
    pub statements_of: Arc<Lists<StatementPlace>>,
    /// The claims by each entity.
    pub claims_by: Arc<Lists<ClaimId>>,
    /// The claims about each entity, or made at it.
    pub claims_on: Arc<Lists<ClaimId>>,
    /// How others stand to each claim.
    pub responses: Arc<Lists<Relation>>,
    /// The claims that reviews are of.
    pub reviewed: Arc<HashSet<ClaimId>>,
    /// The reviews that count for each claim.
    pub reviews_of: Arc<Lists<Place>>,
    /// The reviews by each entity.
    pub reviews_by: Arc<Lists<Place>>,
    /// The statements that name somebody as an author or a publisher, by whom they name; those derived from others last.
    pub works_of: Arc<Lists<(bool, Place)>>,
    /// The citations of each source.
    pub citations_of: Arc<Lists<Place>>,
    /// The properties of which one value is the one to go by.
    pub preferred: Arc<Preferred>,
}

impl Index {
    /// The index of a whole graph.
    pub fn new(graph: &Graph) -> Self {
        let (entities, claims) = (graph.registry.iter().len(), graph.registry.claims().len());
        let facts = || (0..).zip(graph.facts.iter().map(|facts| &**facts));
        let mut index = Self {
            mentions_of: Lists::new(entities, facts().flat_map(|of| mentions(graph, of))).into(),
            statements_of: Lists::new(entities, in_order(facts().flat_map(statements)).into_iter()).into(),
            claims_by: Lists::new(entities, facts().flat_map(|of| claims_by(graph, of))).into(),
            claims_on: Lists::new(entities, facts().flat_map(|of| claims_on(graph, of))).into(),
            citations_of: Lists::new(entities, facts().flat_map(citations)).into(),
            reviews_by: Lists::new(entities, facts().flat_map(reviews_by)).into(),
            works_of: works_in_order(graph, entities).into(),
            preferred: Preferred::new(graph.stated()).into(),
            ..Self::default()
        };
        index.answer(graph, claims);
        index
    }

    /// The index after some documents have come to say something else.
    pub fn next(&self, before: &Graph, after: &Graph, changed: &[DocumentId]) -> Self {
        let change = Change { before, after, changed };
        let mut index = Self {
            mentions_of: change.lists(&self.mentions_of, |of| mentions(after, of), |place| place.document),
            statements_of: change.lists(&self.statements_of, statements, |place| place.of.document),
            claims_by: change.lists(&self.claims_by, |of| claims_by(after, of), |&id| after.document_of(id)),
            claims_on: change.lists(&self.claims_on, |of| claims_on(after, of), |&id| after.document_of(id)),
            citations_of: change.lists(&self.citations_of, citations, |place| place.document),
            reviews_by: change.lists(&self.reviews_by, reviews_by, |place| place.document),
            works_of: change.lists(&self.works_of, works, |(_, place)| place.document),
            ..self.clone()
        };
        if change.concerns(|facts| facts.statements.iter().any(|it| it.rank == Rank::Preferred)) {
            index.preferred = Preferred::new(after.stated()).into();
        }
        if change.concerns(|facts| !facts.reviews.is_empty() || answers(facts)) {
            index.answer(after, after.registry.claims().len());
        }
        index
    }

    /// Finds how claims stand to each other, and which reviews count for them.
    fn answer(&mut self, graph: &Graph, claims: usize) {
        let answers: Vec<_> = graph
            .claims()
            .flat_map(|(claim, said)| {
                said.relations.iter().map(move |relation| (relation.claim.0, Relation { claim, ..*relation }))
            })
            .collect();
        self.responses = Lists::new(claims, answers.into_iter()).into();
        self.reviewed = Arc::new(graph.reviews().flat_map(|review| review.claims.iter().copied()).collect());
        let mut reviews = Vec::new();
        for (document, facts) in (0..).zip(&graph.facts) {
            for (at, review) in (0..).zip(&facts.reviews) {
                let claims = super::review::claims_with(graph, self, review);
                reviews.extend(claims.into_iter().map(|claim| (claim.0, Place { document, at })));
            }
        }
        self.reviews_of = Lists::new(claims, reviews.into_iter()).into();
    }
}

/// What a document says, with its number.
type Of<'g> = (u32, &'g DocumentFacts);

fn placed<T>(document: u32, list: &[T]) -> impl Iterator<Item = (Place, &T)> + Clone {
    (0..).map(move |at| Place { document, at }).zip(list)
}

fn mentions<'g>(
    graph: &'g Graph,
    (document, facts): Of<'g>,
) -> impl Iterator<Item = (u32, Place)> + Clone + use<'g> {
    placed(document, &facts.mentions).filter_map(|(place, mention)| match mention.target {
        // A page that leads to a part of itself does not name itself.
        Target::Entity(own)
            if mention.heading.is_some() && graph.entity_of(mention.document) == Some(own) =>
        {
            None
        }
        Target::Entity(entity) => Some((entity.0, place)),
        Target::Claim(_) => None,
    })
}

fn citations((document, facts): Of<'_>) -> impl Iterator<Item = (u32, Place)> + Clone {
    placed(document, &facts.citations).map(|(place, citation)| (citation.source.0, place))
}

fn statements((document, facts): Of<'_>) -> impl Iterator<Item = (u32, StatementPlace)> + Clone {
    let place = |is_derived| {
        move |(of, statement): (Place, &Statement)| {
            (statement.subject.0, StatementPlace { property: statement.property, is_derived, of })
        }
    };
    let stated = placed(document, &facts.statements).map(place(false));
    stated.chain(placed(document, &facts.derived).map(place(true)))
}

fn reviews_by((document, facts): Of<'_>) -> impl Iterator<Item = (u32, Place)> + Clone {
    placed(document, &facts.reviews)
        .filter_map(|(place, review)| Some((review.reviewer.as_ref()?.entity()?.0, place)))
}

/// What relates a work to whom it is of.
const WORKS: [PropertyId; 2] = [PropertyId::AUTHORS, PropertyId::PUBLISHER];

/// The statements of authors and publishers.
fn works((document, facts): Of<'_>) -> impl Iterator<Item = (u32, (bool, Place))> + Clone {
    let lists = [(false, &facts.statements), (true, &facts.derived)].into_iter();
    let all = lists.flat_map(move |(is_derived, list)| {
        placed(document, list).map(move |(place, statement)| ((is_derived, place), statement))
    });
    all.filter_map(move |(place, statement)| {
        let author = statement.value.entity().filter(|_| WORKS.contains(&statement.property))?;
        Some((author.0, place))
    })
}

fn works_in_order(graph: &Graph, entities: usize) -> Lists<(bool, Place)> {
    let facts = (0..).zip(graph.facts.iter().map(|facts| &**facts));
    let mut works: Vec<_> = facts.flat_map(works).collect();
    works.sort_unstable_by_key(|(_, place)| *place);
    Lists::new(entities, works.into_iter())
}

fn in_order(statements: impl Iterator<Item = (u32, StatementPlace)>) -> Vec<(u32, StatementPlace)> {
    let mut statements: Vec<_> = statements.collect();
    statements.sort_unstable_by_key(|(_, place)| *place);
    statements
}

fn numbered<'g>(
    graph: &Graph,
    (document, facts): Of<'g>,
) -> impl Iterator<Item = (ClaimId, &'g super::Claim)> + Clone + use<'g> {
    let first = graph.registry.claims_in(DocumentId(document)).start;
    (first.0..).map(ClaimId).zip(&facts.claims)
}

fn claims_by<'g>(graph: &Graph, of: Of<'g>) -> impl Iterator<Item = (u32, ClaimId)> + Clone + use<'g> {
    numbered(graph, of).flat_map(|(id, claim)| claim.speakers.iter().map(move |by| (by.0, id)))
}

fn claims_on<'g>(graph: &Graph, of: Of<'g>) -> impl Iterator<Item = (u32, ClaimId)> + Clone + use<'g> {
    numbered(graph, of).flat_map(|(id, claim)| {
        let mut on: Vec<EntityId> = claim.about.iter().chain(&claim.at).copied().collect();
        on.sort_unstable();
        on.dedup();
        on.into_iter().map(move |entity| (entity.0, id))
    })
}

/// The parts of a graph that are others where some documents have come to say something else; nothing where it is not known
/// of which claims that is so.
pub fn changed_parts(before: &Graph, after: &Graph, changed: &[DocumentId]) -> Option<PartSet> {
    let change = Change { before, after, changed };
    if change.concerns(|facts| !facts.reviews.is_empty() || answers(facts)) {
        return None;
    }
    let mut parts: PartSet = changed.iter().map(|&id| Part::document(id)).collect();
    for graph in [before, after] {
        for of in change.facts(graph) {
            let keys = mentions(graph, of).map(|(key, _)| key).chain(citations(of).map(|(key, _)| key));
            let keys = keys.chain(statements(of).map(|(key, _)| key)).chain(works(of).map(|(key, _)| key));
            let claims = claims_by(graph, of).chain(claims_on(graph, of)).map(|(key, _)| key);
            parts.extend(keys.chain(claims).map(|key| Part::entity(EntityId(key))));
        }
    }
    parts.extend((!parts.is_empty()).then_some(Part::EVERYTHING));
    Some(parts)
}

/// Whether a document's claims stand to others in any way.
fn answers(facts: &DocumentFacts) -> bool {
    facts.claims.iter().any(|claim| !claim.relations.is_empty())
}

/// Two graphs that differ only in what some documents say.
struct Change<'g> {
    before: &'g Graph,
    after: &'g Graph,
    /// These documents, in order.
    changed: &'g [DocumentId],
}

impl<'g> Change<'g> {
    fn facts(&self, graph: &'g Graph) -> impl Iterator<Item = Of<'g>> {
        self.changed.iter().filter_map(|&id| Some((id.0, graph.facts_of(id)?)))
    }

    /// Whether a change touches what something depends on.
    fn concerns(&self, is_part: impl Fn(&DocumentFacts) -> bool) -> bool {
        self.facts(self.before).chain(self.facts(self.after)).any(|(_, facts)| is_part(facts))
    }

    /// The lists as they are now: for each key that a change touches, the items of other documents and the new ones.
    fn lists<T: Copy + Ord, I: Iterator<Item = (u32, T)>>(
        &self,
        lists: &Arc<Lists<T>>,
        pairs: impl Fn(Of<'g>) -> I,
        document: impl Fn(&T) -> u32,
    ) -> Arc<Lists<T>> {
        let old = self.facts(self.before).flat_map(&pairs).map(|(key, _)| (key, None));
        let new = self.facts(self.after).flat_map(&pairs).map(|(key, item)| (key, Some(item)));
        let mut touched: BTreeMap<u32, Vec<T>> = BTreeMap::new();
        for (key, item) in old.chain(new) {
            let items = touched.entry(key).or_insert_with(|| {
                let is_other = |item: &&T| self.changed.binary_search(&DocumentId(document(item))).is_err();
                lists.of(key).iter().filter(is_other).copied().collect()
            });
            items.extend(item);
        }
        if touched.is_empty() {
            return lists.clone();
        }
        touched.values_mut().for_each(|items| items.sort_unstable());
        lists.with(&touched).into()
    }
}
