//! The numbers and anchors that the parts of one text have on its page.
//!
//! Input: a document of the graph. Output: [`Numbers`]. Entry point: [`Numbers::new`].

use std::collections::BTreeMap;

use super::statement;
use crate::anchor::Anchors;
use crate::graph::{Citation, Claim, Graph, Reference, Statement};
use crate::resolve::{ClaimId, EntityId};
use crate::syntax::AnnotationKind;

/// The numbers and anchors of one text.
pub struct Numbers<'v> {
    /// The document, among all.
    pub document: usize,
    /// The claims in the order of the text, which is their numbers' order.
    claims: Vec<(ClaimId, &'v Claim)>,
    /// The anchors of the facts, by annotation.
    pub facts: BTreeMap<usize, String>,
    /// The ids of what each fact states, by annotation.
    pub statements: BTreeMap<usize, Vec<String>>,
    /// What is cited where, in the order of the annotations.
    pub citations: Vec<Cited<'v>>,
    /// The sources, in the order of their numbers.
    pub sources: Vec<EntityId>,
    /// Where those claims and facts lead that have no card on the page, by annotation.
    pub links: BTreeMap<usize, String>,
    /// Where those notes are that are on a further page, by number.
    pub note_pages: BTreeMap<usize, String>,
}

/// A source cited at a place of the text.
pub struct Cited<'v> {
    /// The annotation that cites it.
    pub annotation: usize,
    /// The number of the source's note, from 1.
    pub note: usize,
    /// Whether it has a mark of its own in the text.
    pub in_text: bool,
    /// The `id` of the place.
    pub anchor: String,
    /// The citation.
    pub citation: &'v Citation,
}

impl<'v> Numbers<'v> {
    /// The numbers of a document's parts.
    pub fn new(graph: &'v Graph<'v>, document: usize) -> Self {
        let claims = graph.claims_in(document);
        let mut numbers = Self {
            document,
            claims: claims.filter_map(|id| Some((id, graph.claim(id)?))).collect(),
            facts: BTreeMap::new(),
            statements: BTreeMap::new(),
            citations: Vec::new(),
            sources: Vec::new(),
            links: BTreeMap::new(),
            note_pages: BTreeMap::new(),
        };
        numbers.number_facts(graph);
        numbers.number_citations(graph);
        numbers
    }

    fn number_facts(&mut self, graph: &Graph<'_>) {
        let mut anchors = Anchors::default();
        for statement in graph.statements_in(self.document) {
            let Reference::Sentence { annotation, .. } = statement.reference else { continue };
            let Some(fact) = graph.annotation(self.document, annotation) else { continue };
            let words = graph.document(self.document).map_or("", |document| document.body.words(fact));
            let own = fact.attributes.id.as_ref().map(|id| id.text.clone());
            let entry = self.facts.entry(annotation);
            let place =
                entry.or_insert_with(|| own.unwrap_or_else(|| anchors.unique('f', words).to_string()));
            let stated = statement::anchor(graph, statement, place).to_string();
            let all = self.statements.entry(annotation).or_default();
            if !all.contains(&stated) {
                all.push(stated);
            }
        }
    }

    fn number_citations(&mut self, graph: &'v Graph<'v>) {
        let mut anchors = Anchors::default();
        let mut notes = BTreeMap::new();
        for citation in graph.citations_in(self.document) {
            let note = *notes.entry(citation.source).or_insert_with(|| {
                self.sources.push(citation.source);
                self.sources.len()
            });
            let sentence = graph.sentence(self.document, citation.sentence);
            let place = sentence.map_or_else(String::new, |sentence| sentence.anchor.to_string());
            let source = &graph.registry.get(citation.source).id;
            let in_text = graph.annotation(self.document, citation.annotation);
            let in_text = in_text.is_some_and(|it| matches!(it.kind, AnnotationKind::Citation(_)));
            let claim = citation.claim.and_then(|claim| graph.claim(claim));
            let anchor = match claim {
                Some(claim) if !in_text => claim.id.clone(),
                _ => anchors.unique('n', &format!("{source}|{place}")).to_string(),
            };
            self.citations.push(Cited { annotation: citation.annotation, note, in_text, anchor, citation });
        }
    }

    /// The claim that an annotation is, with its number.
    pub fn claim(&self, annotation: usize) -> Option<(usize, &'v Claim)> {
        let at = self.claims.binary_search_by_key(&annotation, |(_, claim)| claim.site.annotation).ok()?;
        self.claims.get(at).map(|(_, claim)| (at + 1, *claim))
    }

    /// What is cited at an annotation.
    pub fn cited_at(&self, annotation: usize) -> &[Cited<'v>] {
        let first = self.citations.partition_point(|cited| cited.annotation < annotation);
        let end = self.citations.partition_point(|cited| cited.annotation <= annotation);
        self.citations.get(first..end).unwrap_or_default()
    }

    /// The claims with their numbers.
    pub fn claims(&self) -> impl Iterator<Item = (usize, ClaimId)> {
        self.claims.iter().enumerate().map(|(at, (id, _))| (at + 1, *id))
    }
}

/// The statements of each fact of a document, by annotation.
pub fn facts<'v>(graph: &'v Graph<'v>, document: usize) -> BTreeMap<usize, Vec<&'v Statement>> {
    let mut facts: BTreeMap<usize, Vec<&Statement>> = BTreeMap::new();
    for statement in graph.statements_in(document) {
        if let Reference::Sentence { annotation, .. } = statement.reference {
            facts.entry(annotation).or_default().push(statement);
        }
    }
    facts
}
