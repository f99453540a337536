//! The graph of facts: entities, mentions, statements, claims, reviews and citations.
//!
//! Input: documents, the registry of all that has a page, and the vocabulary. Output: one immutable [`Graph`] and its
//! queries, and what is wrong with the annotations. Entry point: [`build`].
//!
//! Statements that contradict each other are all kept: what to say about them is for [`check`](crate::check) and for
//! the pages.

mod assertion;
mod circumstances;
mod conflict;
mod document;
mod lists;
mod model;
mod record;
mod review;
mod values;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::slice;

use rayon::prelude::*;

pub use document::Context;
pub use model::{
    Citation, Claim, Mention, Object, Rank, Reference, Relation, RelationKind, Review, Statement,
};

use crate::config::{Addresses, with_slug};
use crate::diagnostic::Diagnostic;
use crate::resolve::{ClaimId, EntityId, Registry, Scope, Target};
use crate::source::Span;
use crate::syntax::{Annotation, AnnotationKind, Document, Front, Sentence, SpanClass};
use crate::vocabulary::{Date, PropertyId, Role, Vocabulary};
use assertion::Preferred;
use document::Parts;
use lists::{ByDocument, Lists};
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
    pub mentions: ByDocument<Mention>,
    /// Every statement, those derived from others last.
    pub statements: ByDocument<Statement>,
    /// Every claim, by its id.
    pub claims: ByDocument<Claim>,
    /// Every review.
    pub reviews: ByDocument<Review>,
    /// Every citation.
    pub citations: ByDocument<Citation>,
    /// What is wrong with the annotations.
    findings: ByDocument<Diagnostic>,
    index: Index,
}

/// Where to find what belongs to an entity or a claim.
#[derive(Debug, Default)]
struct Index {
    mentions_of: Lists<u32>,
    statements_of: Lists<u32>,
    claims_by: Lists<ClaimId>,
    claims_on: Lists<ClaimId>,
    reviews_of: Lists<u32>,
    /// The statements that name somebody as an author or a publisher, by whom they name.
    works_of: Lists<u32>,
    reviews_by: Lists<u32>,
    citations_of: Lists<u32>,
    preferred: Preferred,
}

/// What all documents say, each by itself. It holds as long as nothing is declared anew: then a document whose text is
/// the same says the same.
#[derive(Debug, Default)]
pub struct Said {
    mentions: ByDocument<Mention>,
    statements: ByDocument<Statement>,
    claims: ByDocument<Claim>,
    reviews: ByDocument<Review>,
    citations: ByDocument<Citation>,
    findings: ByDocument<Diagnostic>,
}

impl Said {
    /// Puts what was read of each document in the place of what it said before; where nothing was read, that stays.
    fn renew(self, mut read: Vec<Option<Parts>>) -> Self {
        Self {
            mentions: self.mentions.renew(&mut read, |parts| &mut parts.mentions),
            statements: self.statements.renew(&mut read, |parts| &mut parts.statements),
            claims: self.claims.renew(&mut read, |parts| &mut parts.claims),
            reviews: self.reviews.renew(&mut read, |parts| &mut parts.reviews),
            citations: self.citations.renew(&mut read, |parts| &mut parts.citations),
            findings: self.findings.renew(&mut read, |parts| &mut parts.diagnostics),
        }
    }
}

/// Builds the graph: the documents are read in parallel, those aside of which `is_known` says that they have not
/// changed since what was `said` before.
pub fn build<'a>(
    context: Context<'a>,
    said: Said,
    is_known: impl Fn(usize) -> bool + Sync,
) -> (Graph<'a>, Vec<Diagnostic>) {
    let said = said.renew(read_documents(context, |document| !is_known(document)));
    let mut graph = Graph {
        vocabulary: context.vocabulary,
        registry: context.registry,
        documents: context.documents,
        mentions: said.mentions,
        statements: said.statements,
        claims: said.claims,
        reviews: said.reviews,
        citations: said.citations,
        findings: said.findings,
        index: Index::default(),
    };
    let mut diagnostics = graph.findings.to_vec();
    diagnostics.extend(graph.read_declarations());
    graph.answer_claims();
    graph.derive_inverses();
    graph.index = Index::new(&graph);
    (graph, diagnostics)
}

/// What the wanted documents say.
fn read_documents(context: Context<'_>, is_wanted: impl Fn(usize) -> bool + Sync) -> Vec<Option<Parts>> {
    let mut first_claims = vec![0; context.documents.len()];
    for (number, site) in context.registry.claims().iter().enumerate().rev() {
        first_claims[site.document] = number as u32;
    }
    let documents = first_claims.par_iter().enumerate();
    documents.map(|(index, &first)| is_wanted(index).then(|| document::read(context, index, first))).collect()
}

impl<'a> Graph<'a> {
    /// Every place where a name or an id stands for something, document by document, then in one-line declarations.
    ///
    /// They are found by reading again, for no page needs them.
    pub fn uses(&self) -> Vec<NameUse> {
        let Self { registry, vocabulary, documents, .. } = *self;
        let parts = read_documents(Context { registry, vocabulary, documents }, |_| true);
        let mut uses: Vec<_> = parts.into_iter().flatten().flat_map(|part| part.uses).collect();
        for (values, _) in self.declarations() {
            uses.extend(values.uses);
        }
        uses
    }

    /// Takes out what the documents say; what other documents make of it is left behind.
    pub fn take_said(&mut self) -> Said {
        for claim in self.claims.items_mut() {
            claim.responses.clear();
            claim.is_reviewed = false;
        }
        Said {
            mentions: std::mem::take(&mut self.mentions),
            statements: std::mem::take(&mut self.statements),
            claims: std::mem::take(&mut self.claims),
            reviews: std::mem::take(&mut self.reviews),
            citations: std::mem::take(&mut self.citations),
            findings: std::mem::take(&mut self.findings),
        }
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

    /// Tells each claim how others stand to it, and whether it is reviewed.
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
            if let Some(answered) = self.claims.items_mut().get_mut(relation.claim.0 as usize) {
                answered.responses.push(Relation { claim, ..relation });
            }
        }
        for claim in self.reviews.iter().flat_map(|review| &review.claims) {
            if let Some(claim) = self.claims.items_mut().get_mut(claim.0 as usize) {
                claim.is_reviewed = true;
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
                inverse_of: Some(statement.property),
                ..statement.clone()
            });
        }
        self.statements.extend(derived);
    }

    /// Who and what a document is the file of.
    pub fn entity_of(&self, document: usize) -> Option<EntityId> {
        self.registry.of_document(document)
    }

    /// The review that a document is, if it is one.
    pub fn review(&self, document: usize) -> Option<&Review> {
        self.reviews.of(document).first()
    }

    /// What has the page that shows a document's text: its entity, or the first claim that it reviews.
    pub fn shown_with(&self, document: usize) -> Option<Target> {
        let claim = || Some(Target::Claim(*self.review(document)?.claims.first()?));
        self.entity_of(document).map(Target::Entity).or_else(claim)
    }

    /// Where the page of a claim is written.
    pub fn claim_path(&self, claim: &Claim, addresses: Addresses) -> String {
        let article = self.entity_of(claim.site.document).map_or("", |entity| &self.registry.get(entity).id);
        addresses.page(&self.vocabulary.folders.claims, &format!("{article}/{}", claim.id))
    }

    /// The page that shows a document's text, as the text's links see it.
    pub fn page_of(&self, document: usize, addresses: Addresses) -> Option<String> {
        match self.shown_with(document)? {
            Target::Claim(claim) => Some(self.claim_path(self.claim(claim)?, addresses)),
            Target::Entity(_) => {
                Some(addresses.of_file(&self.document(document)?.path, &self.vocabulary.folders))
            }
        }
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

    /// The date that an annotation of a document denotes, and where it is written: that of a `.date`, or of a mention
    /// with a date for a name.
    pub fn date_at(&self, document: usize, annotation: usize) -> Option<(Date, Span)> {
        let marked = self.annotation(document, annotation)?;
        let written = match &marked.kind {
            AnnotationKind::Span(SpanClass::Date) => marked.attributes.get("when")?,
            AnnotationKind::Mention(name) if self.mention_at(document, annotation).is_none() => {
                return Some((values::date_of(name)?, name.span));
            }
            _ => return None,
        };
        Some((Date::parse(&written.text).ok()?, written.span))
    }

    /// The mention that an annotation of a document is.
    fn mention_at(&self, document: usize, annotation: usize) -> Option<&Mention> {
        let mentions = self.mentions.of(document);
        mentions.get(mentions.binary_search_by_key(&annotation, |mention| mention.annotation).ok()?)
    }

    /// What the address of an entity's page ends with: its id, or the last part of it as its front matter has it.
    pub fn address_id(&self, entity: EntityId) -> Cow<'_, str> {
        let slug = self.front(entity).and_then(|front| front.slug.as_ref());
        with_slug(&self.registry.get(entity).id, slug.map(|slug| &*slug.text))
    }

    /// A claim by its id.
    pub fn claim(&self, id: ClaimId) -> Option<&Claim> {
        self.claims.get(id.0 as usize)
    }

    /// The statements that name an entity as an author or a publisher.
    pub fn works_of(&self, entity: EntityId) -> impl ExactSizeIterator<Item = &Statement> {
        self.index.works_of.of(entity.0).iter().map(|&at| &self.statements[at as usize])
    }

    /// The reviews by an entity.
    pub fn reviews_by(&self, entity: EntityId) -> impl ExactSizeIterator<Item = &Review> {
        self.index.reviews_by.of(entity.0).iter().map(|&at| &self.reviews[at as usize])
    }

    /// The mentions of an entity.
    pub fn mentions_of(&self, entity: EntityId) -> impl ExactSizeIterator<Item = &Mention> {
        self.index.mentions_of.of(entity.0).iter().map(|&at| &self.mentions[at as usize])
    }

    /// The mentions in a document.
    pub fn mentions_in(&self, document: usize) -> slice::Iter<'_, Mention> {
        self.mentions.of(document).iter()
    }

    /// The mentions among some of a document's annotations.
    pub fn mentions_within(&self, document: usize, annotations: Range<usize>) -> slice::Iter<'_, Mention> {
        within(self.mentions.of(document), annotations, |mention| mention.annotation)
    }

    /// The mentions in a sentence of a document.
    pub fn mentions_in_sentence(&self, document: usize, sentence: usize) -> slice::Iter<'_, Mention> {
        within(self.mentions.of(document), sentence..sentence + 1, |mention| mention.sentence)
    }

    /// The statements about an entity, in the order of the vocabulary.
    pub fn statements_of(&self, entity: EntityId) -> impl ExactSizeIterator<Item = &Statement> {
        self.index.statements_of.of(entity.0).iter().map(|&at| &self.statements[at as usize])
    }

    /// The facts that a document's sentences state.
    pub fn statements_in(&self, document: usize) -> impl Iterator<Item = &Statement> {
        let all = self.statements.of(document).iter();
        all.filter(|statement| matches!(statement.reference, Reference::Sentence { .. }))
    }

    /// The claims by an entity.
    pub fn claims_by(&self, entity: EntityId) -> &[ClaimId] {
        self.index.claims_by.of(entity.0)
    }

    /// The claims about an entity, or made at it.
    pub fn claims_on(&self, entity: EntityId) -> &[ClaimId] {
        self.index.claims_on.of(entity.0)
    }

    /// The claims in a document.
    pub fn claims_in(&self, document: usize) -> impl ExactSizeIterator<Item = ClaimId> + Clone + use<> {
        let Range { start, end } = self.claims.range(document);
        (start as u32..end as u32).map(ClaimId)
    }

    /// The claim that an annotation of a document is.
    pub fn claim_at(&self, document: usize, annotation: usize) -> Option<ClaimId> {
        let claims = self.claims.of(document);
        let at = claims.binary_search_by_key(&annotation, |claim| claim.site.annotation).ok()?;
        self.claims_in(document).nth(at)
    }

    /// The claims that a claim lies in, innermost first.
    pub fn claims_around(&self, claim: ClaimId) -> Vec<ClaimId> {
        let Some(site) = self.claim(claim).map(|claim| claim.site) else { return Vec::new() };
        let Some(document) = self.document(site.document) else { return Vec::new() };
        let annotations = &document.body.annotations;
        let mut around = Vec::new();
        let mut parent = annotations.get(site.annotation).and_then(|it| it.parent);
        while let Some(index) = parent {
            around.extend(self.claim_at(site.document, index));
            parent = annotations.get(index).and_then(|it| it.parent);
        }
        around
    }

    /// The words of a claim as they stand alone: those that the author gives for that, or else those of its article.
    pub fn claim_words(&self, id: ClaimId) -> &str {
        let Some(claim) = self.claim(id) else { return "" };
        claim.text.as_deref().unwrap_or_else(|| self.words_in_article(claim))
    }

    /// The words of a claim as they stand in its article.
    pub fn words_in_article(&self, claim: &Claim) -> &'a str {
        let document = self.document(claim.site.document);
        let annotation = self.annotation(claim.site.document, claim.site.annotation);
        document.zip(annotation).map_or("", |(document, annotation)| document.body.words(annotation))
    }

    /// Who says a claim, by their names or in words; nobody: the article itself.
    pub fn speaker_names<'c>(&'c self, claim: &'c Claim) -> impl Iterator<Item = &'c str> {
        let named = claim.speakers.iter().map(|&speaker| &*self.registry.get(speaker).name);
        named.chain(claim.unnamed.iter().map(String::as_str))
    }

    /// When a claim was made: on its own day, or else at the time of the event that it was made at.
    pub fn said_on<'g>(&'g self, claim: &'g Claim) -> Option<Cow<'g, Date>> {
        if let Some((on, _)) = &claim.on {
            return Some(Cow::Borrowed(on));
        }
        let mut times = claim.at.iter().filter_map(|&event| self.time_of(event));
        let usual = || claim.usually_on.as_ref().map(|(on, _)| Cow::Borrowed(on));
        match times.next() {
            Some(first) => times.all(|other| other == first).then_some(first),
            None => usual(),
        }
    }

    /// When an event was: its date, or its start and end.
    pub fn time_of(&self, event: EntityId) -> Option<Cow<'_, Date>> {
        let date = |property| self.date(event, property).map(Cow::Borrowed);
        let ends = || {
            let end = |property| self.date(event, property).map_or("..", Date::as_str);
            Date::parse(&format!("{}/{}", end("start"), end("end"))).ok().map(Cow::Owned)
        };
        date("date").or_else(ends).or_else(|| date("start")).or_else(|| date("end"))
    }

    /// The reviews of a claim, or of one that it repeats.
    pub fn reviews_of(&self, claim: ClaimId) -> impl ExactSizeIterator<Item = &Review> {
        self.index.reviews_of.of(claim.0).iter().map(|&at| &self.reviews[at as usize])
    }

    /// The claims that a review counts for: those that it is of, and those that only repeat one of them.
    pub fn claims_with(&self, review: &Review) -> BTreeSet<ClaimId> {
        review::claims_with(self, review)
    }

    /// The citations of a source.
    pub fn citations_of(&self, source: EntityId) -> impl ExactSizeIterator<Item = &Citation> {
        self.index.citations_of.of(source.0).iter().map(|&at| &self.citations[at as usize])
    }

    /// The citations in a document.
    pub fn citations_in(&self, document: usize) -> slice::Iter<'_, Citation> {
        self.citations.of(document).iter()
    }

    /// The citations that belong to some of a document's sentences.
    pub fn citations_within(&self, document: usize, sentences: Range<usize>) -> slice::Iter<'_, Citation> {
        within(self.citations.of(document), sentences, |citation| citation.sentence)
    }

    /// The statements of a property about an entity.
    pub fn values(&self, entity: EntityId, property: PropertyId) -> impl Iterator<Item = &Statement> {
        let all = self.index.statements_of.of(entity.0);
        let property_at = |at: &u32| self.statements[*at as usize].property;
        let start = all.partition_point(|at| property_at(at) < property);
        let end = all.partition_point(|at| property_at(at) <= property);
        all[start..end].iter().map(|&at| &self.statements[at as usize])
    }
}

/// The part of a list whose items have a number, which never falls, in a range.
fn within<T>(list: &[T], range: Range<usize>, number: impl Fn(&T) -> usize) -> slice::Iter<'_, T> {
    let first = list.partition_point(|item| number(item) < range.start);
    let end = list.partition_point(|item| number(item) < range.end);
    list[first..end].iter()
}

impl Index {
    fn new(graph: &Graph<'_>) -> Self {
        let (entities, claims) = (graph.registry.iter().len(), graph.claims.len());
        let mentions = (0..).zip(graph.mentions.iter());
        let citations = (0..).zip(graph.citations.iter());
        let reviews = (0..).zip(graph.reviews.iter());
        let reviewed: Vec<_> = reviews
            .flat_map(|(at, review)| graph.claims_with(review).into_iter().map(move |claim| (claim.0, at)))
            .collect();
        let reviewers = (0..).zip(graph.reviews.iter()).filter_map(|(at, review)| match review.reviewer {
            Some(Object::Entity(reviewer)) => Some((reviewer.0, at)),
            _ => None,
        });
        let by = numbered(graph).flat_map(|(id, claim)| claim.speakers.iter().map(move |by| (by.0, id)));
        let on = numbered(graph).flat_map(|(id, claim)| {
            let mut on: Vec<_> = claim.about.iter().chain(&claim.at).collect();
            on.sort_unstable();
            on.dedup();
            on.into_iter().map(move |entity| (entity.0, id))
        });
        let mentions = mentions.filter_map(|(at, mention)| match mention.target {
            // A page that leads to a part of itself does not name itself.
            Target::Entity(own)
                if mention.heading.is_some() && graph.entity_of(mention.document) == Some(own) =>
            {
                None
            }
            Target::Entity(entity) => Some((entity.0, at)),
            Target::Claim(_) => None,
        });
        Self {
            mentions_of: Lists::new(entities, mentions),
            statements_of: statements_of(graph, entities),
            claims_by: Lists::new(entities, by),
            claims_on: Lists::new(entities, on),
            works_of: works_of(graph, entities),
            reviews_by: Lists::new(entities, reviewers),
            reviews_of: Lists::new(claims, reviewed.iter().copied()),
            citations_of: Lists::new(entities, citations.map(|(at, citation)| (citation.source.0, at))),
            preferred: Preferred::new(&graph.statements),
        }
    }
}

/// Every claim with its number.
fn numbered<'g>(graph: &'g Graph<'_>) -> impl Iterator<Item = (ClaimId, &'g Claim)> + Clone {
    (0..).map(ClaimId).zip(graph.claims.iter())
}

/// The statements that name each entity as an author or a publisher.
fn works_of(graph: &Graph<'_>, entities: usize) -> Lists<u32> {
    let properties = &graph.vocabulary.properties;
    let properties = ["authors", "publisher"].map(|name| properties.named(name));
    let statements = (0..).zip(graph.statements.iter());
    let works = statements.filter_map(|(at, statement)| {
        let author = statement.value.entity().filter(|_| properties.contains(&Some(statement.property)))?;
        Some((author.0, at))
    });
    Lists::new(entities, works)
}

/// The statements about each entity, in the order of the vocabulary.
fn statements_of(graph: &Graph<'_>, entities: usize) -> Lists<u32> {
    let mut order: Vec<u32> = (0..graph.statements.len() as u32).collect();
    order.sort_by_key(|&at| graph.statements[at as usize].property);
    Lists::new(entities, order.iter().map(|&at| (graph.statements[at as usize].subject.0, at)))
}
