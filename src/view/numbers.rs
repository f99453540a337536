//! The numbers and anchors that the parts of one text have on its page.
//!
//! Input: a document of the graph. Output: [`Numbers`]. Entry point: [`Numbers::new`].

use std::collections::{BTreeMap, HashMap};

use super::statement;
use crate::anchor::{Anchor, Anchors};
use crate::graph::{Citation, Claim, Graph, Reference, Statement};
use crate::resolve::{ClaimId, EntityId};
use crate::syntax::{AnnotationId, AnnotationKind, Body, DocumentId, Footnote, NodeKind};

/// The numbers and anchors of one text.
pub struct Numbers<'v> {
    /// The document, among all.
    pub document: Option<DocumentId>,
    /// The claims in the order of the text.
    claims: Vec<Numbered<'v>>,
    /// The anchors of the facts, by annotation.
    pub facts: BTreeMap<AnnotationId, String>,
    /// The ids of what each fact states, by annotation.
    pub statements: BTreeMap<AnnotationId, Vec<String>>,
    /// What is cited where, in the order of the annotations.
    pub citations: Vec<Cited<'v>>,
    /// The notes, in the order of their numbers.
    pub notes: Vec<Noted<'v>>,
    /// The note of each place that names a footnote, and the place's `id`, by where the label is kept.
    pub references: BTreeMap<usize, (usize, Anchor)>,
    /// Where those claims and facts lead that have no card on the page, by annotation.
    pub links: BTreeMap<AnnotationId, String>,
    /// Where those notes are that are on a further page, by number.
    pub note_pages: BTreeMap<usize, String>,
    /// What tells the text from others of its page.
    part: &'v str,
}

/// What a note holds.
#[derive(Clone, Copy)]
pub enum Noted<'v> {
    /// A source that is cited.
    Source(EntityId),
    /// A footnote.
    Footnote(&'v Footnote),
}

/// Where a note is named.
enum Named<'v> {
    Source(EntityId),
    /// A footnote, by its label and where that is kept.
    Footnote(&'v str, usize),
}

/// A claim with its number.
#[derive(Clone, Copy)]
pub struct Numbered<'v> {
    /// The claim.
    pub id: ClaimId,
    /// The same.
    pub claim: &'v Claim,
    /// Its number.
    pub number: ClaimNumber,
}

/// The number of a claim: those that stand in no other are 1, 2 …, those in the words of the first are 1.1, 1.2 ….
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClaimNumber {
    /// That of the claim which stands in no other.
    pub outer: usize,
    /// That among those within it; 0 for itself.
    pub inner: usize,
}

impl ClaimNumber {
    /// The number of the next claim in the text, which stands in another one or not.
    fn next(self, is_inner: bool) -> Self {
        match is_inner {
            true => Self { inner: self.inner + 1, ..self },
            false => Self { outer: self.outer + 1, inner: 0 },
        }
    }
}

/// A source cited at a place of the text.
pub struct Cited<'v> {
    /// The annotation that cites it.
    pub annotation: AnnotationId,
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
    pub fn new(graph: &'v Graph, document: impl Into<Option<DocumentId>>) -> Self {
        let document = document.into();
        let mut numbers = Self {
            document,
            claims: numbered(graph, document),
            facts: BTreeMap::new(),
            statements: BTreeMap::new(),
            citations: Vec::new(),
            notes: Vec::new(),
            references: BTreeMap::new(),
            links: BTreeMap::new(),
            note_pages: BTreeMap::new(),
            part: part(graph, document),
        };
        numbers.number_facts(graph);
        let notes = numbers.number_notes(graph);
        numbers.number_citations(graph, &notes);
        numbers
    }

    fn number_facts(&mut self, graph: &Graph) {
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

    /// Gives numbers to sources and footnotes in the order in which the text names them, then in which footnotes do.
    fn number_notes(&mut self, graph: &'v Graph) -> HashMap<EntityId, usize> {
        let Some(body) = graph.document(self.document).map(|document| &document.body) else {
            return HashMap::new();
        };
        let footnotes: HashMap<_, _> = body.footnotes.iter().map(|it| (&*it.label, it)).collect();
        let (mut sources, mut numbered) = (HashMap::new(), HashMap::new());
        let mut anchors = Anchors::of_part(self.part);
        for named in named(graph, self.document, body) {
            let next = self.notes.len() + 1;
            let (note, noted) = match named {
                Named::Source(source) => (*sources.entry(source).or_insert(next), Noted::Source(source)),
                Named::Footnote(label, at) => {
                    let Some(&footnote) = footnotes.get(label) else { continue };
                    let note = *numbered.entry(label).or_insert(next);
                    self.references.insert(at, (note, anchors.unique('n', &format!("^{label}"))));
                    (note, Noted::Footnote(footnote))
                }
            };
            if note == next {
                self.notes.push(noted);
            }
        }
        let unnamed = body.footnotes.iter().filter(|it| !numbered.contains_key(&*it.label));
        self.notes.extend(unnamed.map(Noted::Footnote));
        sources
    }

    /// What the `id` of a note is, behind `note-`.
    pub fn note_id(&self, note: usize) -> String {
        if self.part.is_empty() { note.to_string() } else { format!("{}-{note}", self.part) }
    }

    fn number_citations(&mut self, graph: &'v Graph, notes: &HashMap<EntityId, usize>) {
        let mut anchors = Anchors::default();
        for citation in graph.citations_in(self.document) {
            let Some(&note) = notes.get(&citation.source) else { continue };
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

    /// The claim that an annotation is.
    pub fn claim(&self, annotation: AnnotationId) -> Option<Numbered<'v>> {
        let at = self.claims.binary_search_by_key(&annotation, |it| it.claim.site.annotation).ok()?;
        self.claims.get(at).copied()
    }

    /// The claim of a number that stands in no other, and those within it.
    pub fn claims_with(&self, number: ClaimNumber) -> &[Numbered<'v>] {
        let first = self.claims.partition_point(|it| it.number.outer < number.outer);
        let end = self.claims.partition_point(|it| it.number.outer <= number.outer);
        self.claims.get(first..end).unwrap_or_default()
    }

    /// What is cited at an annotation.
    pub fn cited_at(&self, annotation: AnnotationId) -> &[Cited<'v>] {
        let first = self.citations.partition_point(|cited| cited.annotation < annotation);
        let end = self.citations.partition_point(|cited| cited.annotation <= annotation);
        self.citations.get(first..end).unwrap_or_default()
    }

    /// The claims that stand in no other, each with those within it.
    pub fn claims(&self) -> Vec<&[Numbered<'v>]> {
        self.claims.chunk_by(|a, b| a.number.outer == b.number.outer).collect()
    }
}

/// The id of a review, of which a page may show several; nothing for other texts.
fn part(graph: &Graph, document: Option<DocumentId>) -> &str {
    let has_page = graph.entity_of(document).is_some();
    graph.document(document).filter(|_| !has_page).map_or("", |document| &document.id)
}

/// Where a text names sources and footnotes, what its footnotes name behind the rest.
fn named<'v>(graph: &'v Graph, document: Option<DocumentId>, body: &'v Body) -> Vec<Named<'v>> {
    let place = |at: u32| {
        let begun = body.footnotes.partition_point(|it| it.span.start <= at);
        let footnote = begun.checked_sub(1).and_then(|last| body.footnotes.get(last));
        (footnote.is_some_and(|footnote| at < footnote.span.end), at)
    };
    let citations = graph.citations_in(document).filter_map(|citation| {
        let at = graph.annotation(document, citation.annotation)?.span.start;
        Some((place(at), Named::Source(citation.source)))
    });
    let nodes = body.tree.nodes().iter().filter(|_| !body.footnotes.is_empty());
    let references = nodes.filter_map(|node| match node.kind {
        NodeKind::FootnoteReference(_, label) => {
            Some((place(node.span.start), Named::Footnote(body.tree.string(label), label.range().start)))
        }
        _ => None,
    });
    let mut named: Vec<_> = citations.chain(references).collect();
    named.sort_by_key(|(place, _)| *place);
    named.into_iter().map(|(_, named)| named).collect()
}

/// The claims of a document with their numbers.
fn numbered(graph: &Graph, document: Option<DocumentId>) -> Vec<Numbered<'_>> {
    let mut number = ClaimNumber::default();
    let claims = graph.claims_in(document).filter_map(|id| {
        let claim = graph.claim(id)?;
        number = number.next(!graph.claims_around(id).is_empty());
        Some(Numbered { id, claim, number })
    });
    claims.collect()
}

/// The statements of each fact of a document, by annotation.
pub fn facts(graph: &Graph, document: Option<DocumentId>) -> BTreeMap<AnnotationId, Vec<&Statement>> {
    let mut facts: BTreeMap<AnnotationId, Vec<&Statement>> = BTreeMap::new();
    for statement in graph.statements_in(document) {
        if let Reference::Sentence { annotation, .. } = statement.reference {
            facts.entry(annotation).or_default().push(statement);
        }
    }
    facts
}
