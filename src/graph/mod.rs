//! The graph of facts: entities, mentions, statements, claims, reviews and citations.
//!
//! Input: documents, the registry of all that has a page, and the vocabulary. Output: one immutable [`Graph`] and its
//! queries, and what is wrong with the annotations. Entry point: [`build`].
//!
//! Statements that contradict each other are all kept: what to say about them is for [`check`](crate::check) and for
//! the pages.

mod document;
mod model;
mod record;
mod values;

use std::collections::BTreeSet;
use std::ops::Range;

use rayon::prelude::*;

pub use document::Context;
pub use model::{
    Citation, Claim, Mention, Object, Rank, Reference, Relation, RelationKind, Review, Statement,
};

use crate::diagnostic::Diagnostic;
use crate::resolve::{ClaimId, EntityId, Registry, Scope, Target};
use crate::syntax::{Annotation, Document, Front, Sentence};
use crate::vocabulary::{Date, Literal, PropertyId, Role, Vocabulary};
use document::Parts;
pub use values::NameUse;
use values::ValueReader;

/// All that a site says, and who and what it speaks of.
#[derive(Debug)]
pub struct Graph<'a> {
    /// Kinds and properties.
    pub vocabulary: &'a Vocabulary,
    /// All that has a page.
    pub registry: &'a Registry,
    /// All documents, in the order of their files.
    pub documents: &'a [Document],
    /// Every mention, in the order of the documents.
    pub mentions: Vec<Mention>,
    /// Every statement, those derived from others last.
    pub statements: Vec<Statement>,
    /// Every claim, by its id.
    pub claims: Vec<Claim>,
    /// Every review.
    pub reviews: Vec<Review>,
    /// Every citation.
    pub citations: Vec<Citation>,
    index: Index,
}

/// Where to find what belongs to an entity, a document or a claim.
#[derive(Debug, Default)]
struct Index {
    mentions_of: Vec<Vec<u32>>,
    mentions_in: Vec<Vec<u32>>,
    statements_of: Vec<Vec<u32>>,
    statements_in: Vec<Vec<u32>>,
    claims_by: Vec<Vec<ClaimId>>,
    claims_on: Vec<Vec<ClaimId>>,
    claims_in: Vec<Vec<ClaimId>>,
    reviews_of: Vec<Vec<u32>>,
    citations_of: Vec<Vec<u32>>,
    citations_in: Vec<Vec<u32>>,
}

/// Builds the graph; documents are read in parallel.
pub fn build(context: Context<'_>) -> (Graph<'_>, Vec<Diagnostic>) {
    let parts = read_documents(context);
    let mut graph = Graph {
        vocabulary: context.vocabulary,
        registry: context.registry,
        documents: context.documents,
        mentions: Vec::with_capacity(parts.iter().map(|part| part.mentions.len()).sum()),
        // Twice as many as are written: most statements have an inverse.
        statements: Vec::with_capacity(parts.iter().map(|part| part.statements.len() * 2).sum()),
        claims: Vec::with_capacity(context.registry.claims().len()),
        reviews: Vec::new(),
        citations: Vec::new(),
        index: Index::default(),
    };
    let mut diagnostics = Vec::new();
    for part in parts {
        graph.mentions.extend(part.mentions);
        graph.statements.extend(part.statements);
        graph.claims.extend(part.claims.into_iter().map(|(_, claim)| claim));
        graph.citations.extend(part.citations);
        graph.reviews.extend(part.review);
        diagnostics.extend(part.diagnostics);
    }
    diagnostics.extend(graph.read_declarations());
    graph.answer_claims();
    graph.derive_inverses();
    graph.index = Index::new(&graph);
    (graph, diagnostics)
}

fn read_documents(context: Context<'_>) -> Vec<Parts> {
    let mut first_claims = vec![0; context.documents.len()];
    for (number, site) in context.registry.claims().iter().enumerate().rev() {
        first_claims[site.document] = number as u32;
    }
    first_claims.par_iter().enumerate().map(|(index, &first)| document::read(context, index, first)).collect()
}

impl<'a> Graph<'a> {
    /// Every place where a name or an id stands for something, document by document, then in one-line declarations.
    ///
    /// They are found by reading again, for no page needs them.
    pub fn uses(&self) -> Vec<NameUse> {
        let Self { registry, vocabulary, documents, .. } = *self;
        let parts = read_documents(Context { registry, vocabulary, documents });
        let mut uses: Vec<_> = parts.into_iter().flat_map(|part| part.uses).collect();
        for (values, _) in self.declarations() {
            uses.extend(values.uses);
        }
        uses
    }

    /// Adds what one-line declarations state.
    fn read_declarations(&mut self) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        let read: Vec<_> = self.declarations().collect();
        for (values, statements) in read {
            self.statements.extend(statements);
            diagnostics.extend(values.diagnostics);
        }
        diagnostics
    }

    /// Reads the one-line declarations.
    fn declarations(&self) -> impl Iterator<Item = (ValueReader<'a>, Vec<Statement>)> {
        let (registry, vocabulary) = (self.registry, self.vocabulary);
        registry.iter().filter_map(move |(id, entity)| {
            let front = entity.declaration.as_ref()?;
            let (scope, file) = (Scope::default(), entity.location.file);
            let (diagnostics, uses) = (Vec::new(), Vec::new());
            let mut values = ValueReader { registry, vocabulary, scope, file, diagnostics, uses };
            let statements = record::statements(&mut values, id, front, Role::Entity);
            Some((values, statements))
        })
    }

    /// Tells each claim how others stand to it.
    fn answer_claims(&mut self) {
        let answers: Vec<_> = self
            .claims
            .iter()
            .enumerate()
            .flat_map(|(number, claim)| {
                claim.relations.iter().map(move |relation| (ClaimId(number as u32), *relation))
            })
            .collect();
        for (claim, relation) in answers {
            if let Some(answered) = self.claims.get_mut(relation.claim.0 as usize) {
                answered.responses.push(Relation { claim, ..relation });
            }
        }
    }

    /// Adds to each statement about an entity as value the one that says the same of that entity.
    fn derive_inverses(&mut self) {
        let properties = &self.vocabulary.properties;
        let mut derived = Vec::new();
        for statement in &self.statements {
            let property = properties.get(statement.property);
            let inverse = if property.symmetric {
                Some(statement.property)
            } else {
                property.inverse.as_ref().and_then(|name| properties.named(name))
            };
            let (Some(inverse), Object::Entity(value)) = (inverse, &statement.value) else { continue };
            if !properties.get(inverse).applies_to(self.vocabulary.kinds.get(self.registry.get(*value).kind))
            {
                continue;
            }
            derived.push(Statement {
                subject: *value,
                property: inverse,
                value: Object::Entity(statement.subject),
                derived: true,
                ..statement.clone()
            });
        }
        self.statements.extend(derived);
    }

    /// Who and what a document is the file of.
    pub fn entity_of(&self, document: usize) -> Option<EntityId> {
        self.registry.of_document(document)
    }

    /// A document by its index.
    pub fn document(&self, index: usize) -> Option<&'a Document> {
        self.documents.get(index)
    }

    /// A sentence of a document.
    pub fn sentence(&self, document: usize, sentence: usize) -> Option<&'a Sentence> {
        self.documents.get(document)?.body.sentences.get(sentence)
    }

    /// An annotation of a document.
    pub fn annotation(&self, document: usize, annotation: usize) -> Option<&'a Annotation> {
        self.documents.get(document)?.body.annotations.get(annotation)
    }

    /// What an entity's front matter says that has the same meaning for every kind.
    pub fn front(&self, entity: EntityId) -> Option<&'a Front> {
        let entity = self.registry.get(entity);
        match entity.document {
            Some(document) => self.documents.get(document).map(|document| &document.front),
            None => entity.declaration.as_deref(),
        }
    }

    /// A claim by its id.
    pub fn claim(&self, id: ClaimId) -> Option<&Claim> {
        self.claims.get(id.0 as usize)
    }

    /// The mentions of an entity.
    pub fn mentions_of(&self, entity: EntityId) -> impl ExactSizeIterator<Item = &Mention> {
        of(&self.index.mentions_of, entity.0).iter().map(|&at| &self.mentions[at as usize])
    }

    /// The mentions in a document.
    pub fn mentions_in(&self, document: usize) -> impl ExactSizeIterator<Item = &Mention> {
        of(&self.index.mentions_in, document as u32).iter().map(|&at| &self.mentions[at as usize])
    }

    /// The mentions among some of a document's annotations.
    pub fn mentions_within(
        &self,
        document: usize,
        annotations: Range<usize>,
    ) -> impl Iterator<Item = &Mention> {
        let all = of(&self.index.mentions_in, document as u32);
        let annotation = |at: &u32| self.mentions[*at as usize].annotation;
        let first = all.partition_point(|at| annotation(at) < annotations.start);
        let rest = all[first..].iter().take_while(move |at| annotation(at) < annotations.end);
        rest.map(|&at| &self.mentions[at as usize])
    }

    /// The statements about an entity, in the order of the vocabulary.
    pub fn statements_of(&self, entity: EntityId) -> impl ExactSizeIterator<Item = &Statement> {
        of(&self.index.statements_of, entity.0).iter().map(|&at| &self.statements[at as usize])
    }

    /// The facts that a document's sentences state.
    pub fn statements_in(&self, document: usize) -> impl ExactSizeIterator<Item = &Statement> {
        of(&self.index.statements_in, document as u32).iter().map(|&at| &self.statements[at as usize])
    }

    /// The claims by an entity.
    pub fn claims_by(&self, entity: EntityId) -> &[ClaimId] {
        of(&self.index.claims_by, entity.0)
    }

    /// The claims about an entity, or made at it.
    pub fn claims_on(&self, entity: EntityId) -> &[ClaimId] {
        of(&self.index.claims_on, entity.0)
    }

    /// The claims in a document.
    pub fn claims_in(&self, document: usize) -> &[ClaimId] {
        of(&self.index.claims_in, document as u32)
    }

    /// The reviews of a claim.
    pub fn reviews_of(&self, claim: ClaimId) -> impl ExactSizeIterator<Item = &Review> {
        of(&self.index.reviews_of, claim.0).iter().map(|&at| &self.reviews[at as usize])
    }

    /// The mentions in a sentence of a document.
    pub fn mentions_in_sentence(&self, document: usize, sentence: usize) -> impl Iterator<Item = &Mention> {
        let all = of(&self.index.mentions_in, document as u32);
        let first = all.partition_point(|&at| self.mentions[at as usize].sentence < sentence);
        let mentions = all.iter().skip(first).map(|&at| &self.mentions[at as usize]);
        mentions.take_while(move |mention| mention.sentence == sentence)
    }

    /// The citations of a source.
    pub fn citations_of(&self, source: EntityId) -> impl ExactSizeIterator<Item = &Citation> {
        of(&self.index.citations_of, source.0).iter().map(|&at| &self.citations[at as usize])
    }

    /// The citations in a document.
    pub fn citations_in(&self, document: usize) -> impl ExactSizeIterator<Item = &Citation> {
        of(&self.index.citations_in, document as u32).iter().map(|&at| &self.citations[at as usize])
    }

    /// The citations that belong to some of a document's sentences.
    pub fn citations_within(
        &self,
        document: usize,
        sentences: Range<usize>,
    ) -> impl Iterator<Item = &Citation> {
        let all = of(&self.index.citations_in, document as u32);
        let sentence = |at: &u32| self.citations[*at as usize].sentence;
        let first = all.partition_point(|at| sentence(at) < sentences.start);
        let rest = all[first..].iter().take_while(move |at| sentence(at) < sentences.end);
        rest.map(|&at| &self.citations[at as usize])
    }

    /// The first value that is stated of an entity, by the property's name.
    pub fn value(&self, entity: EntityId, property: &str) -> Option<&Object> {
        let property = self.vocabulary.properties.named(property)?;
        self.values(entity, property).next().map(|statement| &statement.value)
    }

    /// The statements of a property about an entity.
    pub fn values(&self, entity: EntityId, property: PropertyId) -> impl Iterator<Item = &Statement> {
        let all = of(&self.index.statements_of, entity.0);
        let property_at = |at: &u32| self.statements[*at as usize].property;
        let start = all.partition_point(|at| property_at(at) < property);
        let end = all.partition_point(|at| property_at(at) <= property);
        all[start..end].iter().map(|&at| &self.statements[at as usize])
    }

    /// The date that is stated of an entity under a property's name.
    pub fn date(&self, entity: EntityId, property: &str) -> Option<&Date> {
        match self.value(entity, property)? {
            Object::Literal(Literal::Date(date)) => Some(date),
            _ => None,
        }
    }
}

fn of<T>(lists: &[Vec<T>], index: u32) -> &[T] {
    lists.get(index as usize).map_or(&[], Vec::as_slice)
}

impl Index {
    fn new(graph: &Graph<'_>) -> Self {
        let (entities, documents) = (graph.registry.iter().count(), graph.documents.len());
        let mut index = Self {
            mentions_of: vec![Vec::new(); entities],
            mentions_in: vec![Vec::new(); documents],
            statements_of: vec![Vec::new(); entities],
            statements_in: vec![Vec::new(); documents],
            claims_by: vec![Vec::new(); entities],
            claims_on: vec![Vec::new(); entities],
            claims_in: vec![Vec::new(); documents],
            reviews_of: vec![Vec::new(); graph.claims.len()],
            citations_of: vec![Vec::new(); entities],
            citations_in: vec![Vec::new(); documents],
        };
        index.add_mentions(graph);
        index.add_statements(graph);
        index.add_claims(graph);
        index.add_citations(graph);
        index
    }

    fn add_mentions(&mut self, graph: &Graph<'_>) {
        for (at, mention) in (0..).zip(&graph.mentions) {
            if let Target::Entity(entity) = mention.target {
                self.mentions_of[entity.0 as usize].push(at);
            }
            self.mentions_in[mention.document].push(at);
        }
    }

    fn add_statements(&mut self, graph: &Graph<'_>) {
        for (at, statement) in (0..).zip(&graph.statements) {
            self.statements_of[statement.subject.0 as usize].push(at);
            if let (Reference::Sentence { document, .. }, false) = (&statement.reference, statement.derived) {
                self.statements_in[*document].push(at);
            }
        }
        self.statements_of
            .par_iter_mut()
            .for_each(|list| list.sort_by_key(|&at| graph.statements[at as usize].property));
    }

    fn add_claims(&mut self, graph: &Graph<'_>) {
        for (number, claim) in (0..).map(ClaimId).zip(&graph.claims) {
            self.claims_in[claim.site.document].push(number);
            for speaker in &claim.speakers {
                self.claims_by[speaker.0 as usize].push(number);
            }
            let on: BTreeSet<EntityId> = claim.about.iter().chain(&claim.at).copied().collect();
            for entity in on {
                self.claims_on[entity.0 as usize].push(number);
            }
        }
        for (at, review) in (0..).zip(&graph.reviews) {
            self.reviews_of[review.claim.0 as usize].push(at);
        }
    }

    fn add_citations(&mut self, graph: &Graph<'_>) {
        for (at, citation) in (0..).zip(&graph.citations) {
            self.citations_of[citation.source.0 as usize].push(at);
            self.citations_in[citation.document].push(at);
        }
    }
}
