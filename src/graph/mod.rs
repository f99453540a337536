//! The graph of facts: entities, mentions, statements, claims, reviews and citations.
//!
//! Input: documents, the registry of all that has a page, and the vocabulary. Output: one immutable [`Graph`] and its
//! queries, and what is wrong with the annotations. Entry points: [`Graph::new`] and [`Graph::next`].
//!
//! Statements that contradict each other are all kept: what to say about them is for [`check`](crate::check) and for
//! the pages.

mod assertion;
mod circumstances;
mod cited;
mod conflict;
mod document;
mod fingerprint;
mod index;
mod lists;
mod model;
pub mod reads;
mod record;
mod review;
mod values;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::iter;
use std::ops::Range;
use std::slice;
use std::sync::Arc;

use rayon::prelude::*;

pub use document::{CLAIM_KEYS, Context};
pub use model::{
    Citation, Claim, Mention, Object, Rank, Reference, Relation, RelationKind, Review, Statement,
};

use crate::config::{Addresses, with_slug};
use crate::diagnostic::Diagnostic;
use crate::resolve::{ClaimId, EntityId, Registry, Scope, Target};
use crate::source::{FileId, Span};
use crate::syntax::{
    Annotation, AnnotationId, AnnotationKind, Document, DocumentId, Front, Sentence, SentenceId, SpanClass,
};
use crate::vocabulary::{Date, PropertyId, Role, Vocabulary};
use document::{DocumentFacts, Read};
use index::{Index, Place};
use lists::Lists;
use reads::{Part, PartSet};
pub use record::detail_names;
pub use values::NameUse;
use values::ValueReader;

/// All that a site says, and who and what it speaks of.
#[derive(Debug)]
pub struct Graph {
    /// Kinds and properties.
    pub vocabulary: Arc<Vocabulary>,
    /// All that has a page.
    pub registry: Arc<Registry>,
    /// All documents, in the order of their files.
    pub documents: Vec<Document>,
    /// What each document says, and at the end what one-line declarations do.
    facts: Vec<Arc<DocumentFacts>>,
    index: Index,
}

/// The statements of a list that pass a test.
pub type Filtered<'g> = iter::Filter<slice::Iter<'g, Statement>, fn(&&Statement) -> bool>;

impl Graph {
    /// Reads what all documents say, in parallel.
    pub fn new(vocabulary: Arc<Vocabulary>, registry: Arc<Registry>, documents: Vec<Document>) -> Self {
        let mut graph = Self { vocabulary, registry, documents, facts: Vec::new(), index: Index::default() };
        let read = graph.read_all().into_par_iter().map(|read| Arc::new(read.facts));
        graph.facts = read.collect();
        graph.facts.push(Arc::new(graph.read_declarations().facts));
        graph.index = Index::new(&graph);
        graph
    }

    /// The graph with some other documents, which declare what those did that they replace: so all names mean what they
    /// did, and all other documents say the same.
    pub fn next(&self, documents: Vec<Document>, changed: &[DocumentId]) -> Self {
        let (vocabulary, registry) = (self.vocabulary.clone(), self.registry.clone());
        let mut facts = self.facts.clone();
        let context = Context { registry: &registry, vocabulary: &vocabulary, documents: &documents };
        let read = changed.par_iter().map(|&id| (id, Arc::new(document::read(context, id).facts)));
        for (id, read) in read.collect::<Vec<_>>() {
            facts[id.place()] = read;
        }
        let mut graph = Self { vocabulary, registry, documents, facts, index: Index::default() };
        graph.index = self.index.next(self, &graph, changed);
        graph
    }

    /// Whether the documents that have another text than in the graph before state the same.
    pub fn states_the_same(&self, before: &Self, changed: &[DocumentId]) -> bool {
        changed.iter().all(|&id| match (self.facts_of(id), before.facts_of(id)) {
            (Some(now), Some(before)) => now.states_the_same(before),
            _ => false,
        })
    }

    /// The parts that are others than in the graph before, which only differs in what some documents say; nothing where that
    /// may be anything.
    pub fn changed_parts(&self, before: &Self, changed: &[DocumentId]) -> Option<PartSet> {
        index::changed_parts(before, self, changed)
    }

    fn context(&self) -> Context<'_> {
        Context { registry: &self.registry, vocabulary: &self.vocabulary, documents: &self.documents }
    }

    /// What all documents say.
    fn read_all(&self) -> Vec<Read> {
        let context = self.context();
        let documents = 0..self.documents.len();
        documents.into_par_iter().map(|at| document::read(context, DocumentId::at(at))).collect()
    }

    /// What one-line declarations state.
    fn read_declarations(&self) -> Read {
        let (registry, vocabulary) = (&*self.registry, &*self.vocabulary);
        let mut all = Read::default();
        for (id, entity) in registry.iter() {
            let Some(front) = &entity.declaration else { continue };
            let mut values = ValueReader::new(registry, vocabulary, Scope::default(), entity.location.file);
            all.facts.statements.extend(record::statements(&mut values, id, front, Role::Entity));
            all.facts.findings.extend(values.diagnostics);
            all.uses.extend(values.uses);
        }
        all.facts.derived = document::inverses(&all.facts.statements, registry, vocabulary);
        all
    }

    /// Every place where a name or an id stands for something, document by document, then in one-line declarations.
    ///
    /// They are found by reading again, for no page needs them.
    pub fn uses(&self) -> Vec<NameUse> {
        self.read_all().into_iter().chain([self.read_declarations()]).flat_map(|read| read.uses).collect()
    }

    /// The same of one document.
    pub fn uses_in(&self, document: DocumentId) -> Vec<NameUse> {
        document::read(self.context(), document).uses
    }

    /// What is wrong with the annotations and records.
    pub fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.all_facts().flat_map(|facts| &facts.findings)
    }

    fn document_of(&self, claim: ClaimId) -> u32 {
        self.registry.document_of(claim).map_or(0, |document| document.0)
    }

    fn facts_of(&self, document: impl Into<Option<DocumentId>>) -> Option<&DocumentFacts> {
        let document = document.into()?;
        reads::note(Part::document(document));
        self.facts.get(document.place()).map(|facts| &**facts)
    }

    /// What a document says that an index leads to.
    fn facts_at(&self, place: Place) -> &DocumentFacts {
        reads::note(Part::document(DocumentId(place.document)));
        &self.facts[place.document as usize]
    }

    /// What every document says.
    fn all_facts(&self) -> impl Iterator<Item = &DocumentFacts> {
        reads::note(Part::EVERYTHING);
        self.facts.iter().map(|facts| &**facts)
    }

    /// What an index has of an entity.
    fn indexed<'g, T: Copy>(&self, lists: &'g Lists<T>, entity: EntityId) -> &'g [T] {
        reads::note(Part::entity(entity));
        lists.of(entity.0)
    }

    /// Every document with its id.
    pub fn all_documents(&self) -> impl ExactSizeIterator<Item = (DocumentId, &Document)> + Clone {
        reads::note(Part::EVERYTHING);
        DocumentId::all(self.documents.len()).zip(&self.documents)
    }

    /// The document that a file is.
    pub fn document_in(&self, file: FileId) -> Option<DocumentId> {
        self.all_documents().find(|(_, document)| document.file == file).map(|(id, _)| id)
    }

    /// Every mention, in the order of the documents.
    pub fn mentions(&self) -> impl Iterator<Item = &Mention> {
        self.all_facts().flat_map(|facts| &facts.mentions)
    }

    /// Every statement, those derived from others last.
    pub fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.stated().chain(self.derived())
    }

    /// Every statement that a text or a record makes.
    pub fn stated(&self) -> impl Iterator<Item = &Statement> {
        self.all_facts().flat_map(|facts| &facts.statements)
    }

    /// Every statement that follows from another about its value.
    pub fn derived(&self) -> impl Iterator<Item = &Statement> {
        self.all_facts().flat_map(|facts| &facts.derived)
    }

    /// The statements of one-line declarations.
    pub fn declared(&self) -> &[Statement] {
        reads::note(Part::EVERYTHING);
        self.facts.last().map_or(&[], |facts| &facts.statements)
    }

    /// Every claim, document by document.
    pub fn claims(&self) -> impl Iterator<Item = (ClaimId, &Claim)> {
        self.registry.claims().filter_map(|id| Some((id, self.claim(id)?)))
    }

    /// Every review.
    pub fn reviews(&self) -> impl Iterator<Item = &Review> {
        self.all_facts().flat_map(|facts| &facts.reviews)
    }

    /// Every citation.
    pub fn citations(&self) -> impl Iterator<Item = &Citation> {
        self.all_facts().flat_map(|facts| &facts.citations)
    }

    /// Who and what a document is the file of.
    pub fn entity_of(&self, document: impl Into<Option<DocumentId>>) -> Option<EntityId> {
        self.registry.of_document(document.into()?)
    }

    /// The review that a document is, if it is one.
    pub fn review(&self, document: DocumentId) -> Option<&Review> {
        self.facts_of(document)?.reviews.first()
    }

    /// What has the page that shows a document's text: its entity, or the first claim that it reviews.
    pub fn shown_with(&self, document: DocumentId) -> Option<Target> {
        let claim = || Some(Target::Claim(*self.review(document)?.claims.first()?));
        self.entity_of(document).map(Target::Entity).or_else(claim)
    }

    /// Where the page of a claim is written.
    pub fn claim_path(&self, claim: &Claim, addresses: Addresses) -> String {
        let article = self.entity_of(claim.site.document).map_or("", |entity| &self.registry.get(entity).id);
        addresses.page(&self.vocabulary.folders.claims, &format!("{article}/{}", claim.id))
    }

    /// The page that shows a document's text, as the text's links see it.
    pub fn page_of(&self, document: DocumentId, addresses: Addresses) -> Option<String> {
        match self.shown_with(document)? {
            Target::Claim(claim) => Some(self.claim_path(self.claim(claim)?, addresses)),
            Target::Entity(_) => {
                Some(addresses.of_file(&self.document(document)?.path, &self.vocabulary.folders))
            }
        }
    }

    /// A document by its id.
    pub fn document(&self, id: impl Into<Option<DocumentId>>) -> Option<&Document> {
        let id = id.into()?;
        reads::note(Part::document(id));
        self.documents.get(id.place())
    }

    /// A sentence of a document.
    pub fn sentence(
        &self,
        document: impl Into<Option<DocumentId>>,
        sentence: SentenceId,
    ) -> Option<&Sentence> {
        self.document(document)?.body.sentence(sentence)
    }

    /// An annotation of a document.
    pub fn annotation(
        &self,
        document: impl Into<Option<DocumentId>>,
        annotation: AnnotationId,
    ) -> Option<&Annotation> {
        self.document(document)?.body.annotation(annotation)
    }

    /// What an entity's front matter says that has the same meaning for every kind.
    pub fn front(&self, entity: EntityId) -> Option<&Front> {
        let entity = self.registry.get(entity);
        match entity.document {
            // As long as names are the same, it is: nobody needs to know that it was read.
            Some(document) => self.documents.get(document.place()).map(|document| &document.front),
            None => entity.declaration.as_deref(),
        }
    }

    /// The date that an annotation of a document denotes, and where it is written: that of a `.date`, or of a mention
    /// with a date for a name.
    pub fn date_at(
        &self,
        document: impl Into<Option<DocumentId>>,
        annotation: AnnotationId,
    ) -> Option<(Date, Span)> {
        let document = document.into()?;
        let marked = self.annotation(document, annotation)?;
        let written = match &marked.kind {
            AnnotationKind::Span(SpanClass::Date) => marked.attributes.get("when")?,
            AnnotationKind::Mention(name) if self.mention_of(document, annotation).is_none() => {
                return Some((values::date_of(name)?, name.span));
            }
            _ => return None,
        };
        Some((Date::parse(&written.text).ok()?, written.span))
    }

    /// The mention that an annotation of a document is.
    fn mention_of(&self, document: DocumentId, annotation: AnnotationId) -> Option<&Mention> {
        let mentions = &self.facts_of(document)?.mentions;
        mentions.get(mentions.binary_search_by_key(&annotation, |mention| mention.annotation).ok()?)
    }

    /// What the address of an entity's page ends with: its id, or the last part of it as its front matter has it.
    pub fn address_id(&self, entity: EntityId) -> Cow<'_, str> {
        let slug = self.front(entity).and_then(|front| front.slug.as_ref());
        with_slug(&self.registry.get(entity).id, slug.map(|slug| &*slug.text))
    }

    /// A claim by its id.
    pub fn claim(&self, id: ClaimId) -> Option<&Claim> {
        let document = self.registry.document_of(id)?;
        let place = id.0.checked_sub(self.registry.claims_in(document).start.0)?;
        self.facts_of(document)?.claims.get(place as usize)
    }

    /// The statements that name an entity as an author or a publisher.
    pub fn works_of(&self, entity: EntityId) -> impl ExactSizeIterator<Item = &Statement> {
        let all = self.indexed(&self.index.works_of, entity).iter();
        all.map(|&(is_derived, of)| self.statement_at(is_derived, of))
    }

    /// The reviews by an entity.
    pub fn reviews_by(&self, entity: EntityId) -> impl ExactSizeIterator<Item = &Review> {
        self.indexed(&self.index.reviews_by, entity).iter().map(|&place| self.review_at(place))
    }

    /// The mentions of an entity.
    pub fn mentions_of(&self, entity: EntityId) -> impl ExactSizeIterator<Item = &Mention> {
        self.indexed(&self.index.mentions_of, entity).iter().map(|&place| self.mention_at(place))
    }

    /// The mentions in a document.
    pub fn mentions_in(&self, document: impl Into<Option<DocumentId>>) -> slice::Iter<'_, Mention> {
        self.facts_of(document).map_or(&[][..], |facts| &facts.mentions).iter()
    }

    fn mention_at(&self, place: Place) -> &Mention {
        &self.facts_at(place).mentions[place.at as usize]
    }

    fn review_at(&self, place: Place) -> &Review {
        &self.facts_at(place).reviews[place.at as usize]
    }

    fn statement_at(&self, is_derived: bool, of: Place) -> &Statement {
        let facts = self.facts_at(of);
        let list = if is_derived { &facts.derived } else { &facts.statements };
        &list[of.at as usize]
    }

    /// The mentions among some of a document's annotations.
    pub fn mentions_within(
        &self,
        document: DocumentId,
        annotations: Range<AnnotationId>,
    ) -> slice::Iter<'_, Mention> {
        within(self.mentions_in(document).as_slice(), annotations, |mention| mention.annotation)
    }

    /// The mentions in a sentence of a document.
    pub fn mentions_in_sentence(
        &self,
        document: DocumentId,
        sentence: SentenceId,
    ) -> slice::Iter<'_, Mention> {
        let mentions = self.mentions_in(document).as_slice();
        within(mentions, sentence..sentence.next(), |mention| mention.sentence)
    }

    /// The statements about an entity, in the order of the vocabulary.
    pub fn statements_of(&self, entity: EntityId) -> impl ExactSizeIterator<Item = &Statement> {
        let all = self.indexed(&self.index.statements_of, entity).iter();
        all.map(|place| self.statement_at(place.is_derived, place.of))
    }

    /// The facts that a document's sentences state.
    pub fn statements_in(&self, document: impl Into<Option<DocumentId>>) -> Filtered<'_> {
        let is_of_text: fn(&&Statement) -> bool =
            |statement| matches!(statement.reference, Reference::Sentence { .. });
        self.facts_of(document).map_or(&[][..], |facts| &facts.statements).iter().filter(is_of_text)
    }

    /// What a fact of a document states.
    pub fn stated_by(&self, document: impl Into<Option<DocumentId>>, fact: AnnotationId) -> &[Statement] {
        // The facts come first, in the order of the text, and the record behind them.
        let statements = self.facts_of(document).map_or(&[][..], |facts| &facts.statements);
        let up_to = |is_before: fn(AnnotationId, AnnotationId) -> bool| {
            statements.partition_point(|statement| match statement.reference {
                Reference::Sentence { annotation, .. } => is_before(annotation, fact),
                Reference::Record { .. } => false,
            })
        };
        statements.get(up_to(|it, fact| it < fact)..up_to(|it, fact| it <= fact)).unwrap_or_default()
    }

    /// The statements of a document's sentences and of its record.
    pub fn stated_in(&self, document: DocumentId) -> &[Statement] {
        self.facts_of(document).map_or(&[], |facts| &facts.statements)
    }

    /// The claims by an entity.
    pub fn claims_by(&self, entity: EntityId) -> &[ClaimId] {
        self.indexed(&self.index.claims_by, entity)
    }

    /// The claims about an entity, or made at it.
    pub fn claims_on(&self, entity: EntityId) -> Vec<ClaimId> {
        let is_on = |claim: &Claim| claim.about.contains(&entity) || self.said_at(claim).contains(&entity);
        let listed = self.indexed(&self.index.claims_on, entity).iter().copied();
        listed.filter(|&id| self.claim(id).is_some_and(is_on)).collect()
    }

    /// The claims in a document.
    pub fn claims_in(
        &self,
        document: impl Into<Option<DocumentId>>,
    ) -> iter::Map<Range<u32>, fn(u32) -> ClaimId> {
        let claims = document.into().map(|document| self.registry.claims_in(document)).unwrap_or_default();
        (claims.start.0..claims.end.0).map(ClaimId)
    }

    /// The claim that an annotation of a document is.
    pub fn claim_at(&self, document: DocumentId, annotation: AnnotationId) -> Option<ClaimId> {
        let claims = &self.facts_of(document)?.claims;
        let at = claims.binary_search_by_key(&annotation, |claim| claim.site.annotation).ok()?;
        self.claims_in(document).nth(at)
    }

    /// The claims that a claim lies in, innermost first.
    pub fn claims_around(&self, claim: ClaimId) -> Vec<ClaimId> {
        let Some(site) = self.claim(claim).map(|claim| claim.site) else { return Vec::new() };
        let Some(document) = self.document(site.document) else { return Vec::new() };
        let around =
            document.body.annotation(site.annotation).into_iter().flat_map(|it| document.body.around(it));
        around.filter_map(|(annotation, _)| self.claim_at(site.document, annotation)).collect()
    }

    /// The words of a claim as they stand alone: those that the author gives for that, or else those of its article.
    pub fn claim_words(&self, id: ClaimId) -> &str {
        let Some(claim) = self.claim(id) else { return "" };
        claim.text.as_deref().unwrap_or_else(|| self.words_in_article(claim))
    }

    /// The words of a claim as they stand in its article.
    pub fn words_in_article(&self, claim: &Claim) -> &str {
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

    /// At which events or places a claim was made. An event that was at another time is none of them where it was only said
    /// of the claims around.
    pub fn said_at<'g>(&'g self, claim: &'g Claim) -> &'g [EntityId] {
        let Some((on, _)) = claim.on.as_ref().filter(|_| claim.is_at_usual) else { return &claim.at };
        let mut times = claim.at.iter().filter_map(|&event| self.time_of(event));
        let is_at_another_time = times.any(|time| on.bounds().certainly_outside(&time.bounds()));
        if is_at_another_time { &[] } else { &claim.at }
    }

    /// When an event was: its date, or its start and end.
    pub fn time_of(&self, event: EntityId) -> Option<Cow<'_, Date>> {
        let date = |property| self.date(event, property).map(Cow::Borrowed);
        let ends = || {
            let end = |property| self.date(event, property).map_or("..", Date::as_str);
            Date::parse(&format!("{}/{}", end(PropertyId::START), end(PropertyId::END))).ok().map(Cow::Owned)
        };
        date(PropertyId::DATE)
            .or_else(ends)
            .or_else(|| date(PropertyId::START))
            .or_else(|| date(PropertyId::END))
    }

    /// The reviews of a claim, or of one that it repeats.
    pub fn reviews_of(&self, claim: ClaimId) -> impl ExactSizeIterator<Item = &Review> {
        reads::note(Part::claim(claim));
        let all = self.index.reviews_of.of(claim.0).iter();
        all.map(|&place| self.review_at(place))
    }

    /// How others stand to a claim.
    pub fn responses(&self, claim: ClaimId) -> &[Relation] {
        reads::note(Part::claim(claim));
        self.index.responses.of(claim.0)
    }

    /// How a claim stands to others, and then how others stand to it.
    pub fn relations<'g>(
        &'g self,
        id: ClaimId,
        claim: &'g Claim,
    ) -> impl Iterator<Item = &'g Relation> + Clone {
        claim.relations.iter().chain(self.responses(id))
    }

    /// Whether a review is of a claim itself.
    pub fn is_reviewed(&self, claim: ClaimId) -> bool {
        reads::note(Part::claim(claim));
        self.index.reviewed.contains(&claim)
    }

    /// The claims that a review counts for: those that it is of, and those that only repeat one of them.
    pub fn claims_with(&self, review: &Review) -> BTreeSet<ClaimId> {
        review::claims_with(self, &self.index, review)
    }

    /// The citations of a source.
    pub fn citations_of(&self, source: EntityId) -> impl ExactSizeIterator<Item = &Citation> {
        let all = self.indexed(&self.index.citations_of, source).iter();
        all.map(|&place| &self.facts_at(place).citations[place.at as usize])
    }

    /// The citations in a document.
    pub fn citations_in(&self, document: impl Into<Option<DocumentId>>) -> slice::Iter<'_, Citation> {
        self.facts_of(document).map_or(&[][..], |facts| &facts.citations).iter()
    }

    /// The citations that belong to some of a document's sentences.
    pub fn citations_within(
        &self,
        document: DocumentId,
        sentences: Range<SentenceId>,
    ) -> slice::Iter<'_, Citation> {
        within(self.citations_in(document).as_slice(), sentences, |citation| citation.sentence)
    }

    /// The statements of a property about an entity.
    pub fn values(&self, entity: EntityId, property: PropertyId) -> impl Iterator<Item = &Statement> {
        let all = self.indexed(&self.index.statements_of, entity);
        let start = all.partition_point(|place| place.property < property);
        let end = all.partition_point(|place| place.property <= property);
        all[start..end].iter().map(|place| self.statement_at(place.is_derived, place.of))
    }
}

/// The part of a list whose items have a number, which never falls, in a range.
fn within<T, N: Ord>(list: &[T], range: Range<N>, number: impl Fn(&T) -> N) -> slice::Iter<'_, T> {
    let first = list.partition_point(|item| number(item) < range.start);
    let end = list.partition_point(|item| number(item) < range.end);
    list[first..end].iter()
}
