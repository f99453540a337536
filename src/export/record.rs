//! The graph as plain records.
//!
//! Input: a site's graph, page models and files. Output: records in the order of the files, each made as it is asked for. Entry
//! point: [`Recorder::new`].
//!
//! What has an address on the site goes by that: absolute where the site knows its own, else relative to the site.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use serde_json::Map;

use crate::data::Text;
use crate::graph::{Citation, Claim, Graph, Mention, Object, Reference, Review, Statement};
use crate::render::Renderer;
use crate::resolve::{ClaimId, EntityId, Target};
use crate::source::{FileId, Files, Location};
use crate::syntax::{Annotation, AnnotationId, DocumentId, SentenceId};
use crate::view::{Numbers, PageId, Views, schema, statement, vocabulary};
use crate::vocabulary::{Kind, Literal};

/// How many characters around a mention help to find it again.
const CONTEXT: usize = 32;

/// Something with a page.
#[derive(Debug, Serialize)]
pub struct EntityRecord<'s> {
    pub id: String,
    pub kind: &'s str,
    pub name: &'s str,
    pub aliases: &'s [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<&'s str>,
    pub same_as: Vec<&'s str>,
    /// The address of its page.
    pub page: String,
    pub file: &'s str,
    /// The language of its page.
    pub language: &'s str,
    #[serde(skip)]
    pub schema_type: &'s str,
    #[serde(skip)]
    pub entity: EntityId,
}

/// A value of a property.
#[derive(Debug, Serialize)]
pub struct StatementRecord<'s> {
    /// Its address: a page, and an anchor in it that is made of what it says.
    pub id: String,
    pub subject: String,
    pub property: &'s str,
    pub value: Value,
    pub qualifiers: Vec<(&'s str, Value)>,
    pub rank: &'static str,
    /// The claim that asserts it; none where the article itself or a file's front matter does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim: Option<String>,
    pub sources: Vec<String>,
    pub reference: Place,
    #[serde(skip)]
    pub statement: &'s Statement,
}

/// A value, for machines.
#[derive(Debug, Serialize)]
pub struct Value {
    pub datatype: &'static str,
    pub value: String,
    /// The name of an entity, or the value in words.
    pub label: String,
    /// The least and the greatest number of a range, or the one that a limit has; none of a single number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<String>,
    #[serde(skip)]
    pub literal: Option<Literal>,
}

/// Where something is said.
#[derive(Debug, Serialize)]
pub struct Place {
    pub file: String,
    pub line: usize,
    pub column: usize,
    /// The sentence, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentence: Option<String>,
    /// The address of the sentence; of a mention, its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The id of what has the page that shows the file; none of `annals.toml`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
}

/// Somebody asserts something.
#[derive(Debug, Serialize)]
pub struct ClaimRecord<'s> {
    pub id: String,
    pub text: String,
    /// The words in the article, where the text is another wording, which stands alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    pub quote: bool,
    pub speakers: Vec<String>,
    /// Who says it without having a page, in words.
    pub speakers_unnamed: Vec<String>,
    pub to: Vec<String>,
    pub at: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<Value>,
    pub about: Vec<String>,
    pub sources: Vec<String>,
    pub relations: Vec<(&'static str, String)>,
    /// The address of the claim's own page.
    pub page: String,
    pub reference: Place,
    /// Where it appeared, as far as schema.org takes that for a text.
    #[serde(skip)]
    pub appearances: Vec<String>,
    /// Those of its speakers that schema.org lets be the author of a text.
    #[serde(skip)]
    pub authors: Vec<String>,
    #[serde(skip)]
    pub language: &'s str,
}

/// A claim's rating.
#[derive(Debug, Serialize)]
pub struct ReviewRecord<'s> {
    pub claims: Vec<String>,
    pub rating: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating_value: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub best: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub worst: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewer: Option<Value>,
    pub sources: Vec<String>,
    /// Why: the text of the review.
    pub reasoning: &'s str,
    pub file: &'s str,
    /// Its address: an anchor on the page of the claim that it reviews first.
    pub id: String,
}

/// Somebody or something is named.
#[derive(Debug, Serialize)]
pub struct MentionRecord {
    pub target: String,
    pub exact: String,
    pub prefix: String,
    pub suffix: String,
    /// The first character in the article's plain text, and the one behind the last.
    pub start: usize,
    pub end: usize,
    /// What else is said there.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub attributes: Map<String, serde_json::Value>,
    pub reference: Place,
    #[serde(skip)]
    pub is_claim: bool,
}

/// A source is cited.
#[derive(Debug, Serialize)]
pub struct CitationRecord {
    pub source: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub locator: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim: Option<String>,
    pub reference: Place,
}

/// Between what numbers a value lies that is not exactly one.
fn limits(value: &Literal) -> (Option<String>, Option<String>) {
    match value {
        Literal::Number(number) if number.exact().is_none() && !number.is_about() => {
            let (low, high) = number.limits();
            (low.map(str::to_owned), high.map(str::to_owned))
        }
        _ => (None, None),
    }
}

/// What an annotation says besides its name.
pub fn attributes(annotation: &Annotation) -> Map<String, serde_json::Value> {
    let pairs = annotation.attributes.pairs.iter();
    pairs.map(|(name, value)| (name.text.clone(), value.text.clone().into())).collect()
}

/// The anchors of a document's facts.
pub type Places = BTreeMap<AnnotationId, String>;

/// Hears of so many further steps.
pub type Tell<'s> = dyn Fn(usize) + Sync + 's;

/// Reads the records one by one.
#[derive(Clone, Copy)]
pub struct Recorder<'s> {
    pub(super) graph: &'s Graph,
    pub(super) views: &'s Views,
    pub(super) renderer: &'s Renderer,
    files: &'s Files,
    heard: &'s Tell<'s>,
}

impl<'s> Recorder<'s> {
    /// A reader of a site's graph.
    pub fn new(graph: &'s Graph, views: &'s Views, files: &'s Files, renderer: &'s Renderer) -> Self {
        Self { graph, views, renderer, files, heard: &|_| {} }
    }

    /// The same, of whose steps somebody hears.
    pub fn heard(self, heard: &'s Tell<'s>) -> Self {
        Self { heard, ..self }
    }

    /// Tells of steps.
    pub(super) fn tell(self, steps: usize) {
        (self.heard)(steps);
    }

    /// How many records of each kind there are, in all.
    pub(super) fn count(self) -> usize {
        let graph = self.graph;
        let said = graph.stated().count() + graph.registry.claims().len() + graph.reviews().count();
        graph.registry.iter().len() + said + graph.mentions().count() + graph.citations().count()
    }

    /// Everything with a page.
    pub(super) fn entities(self) -> impl Iterator<Item = EntityRecord<'s>> {
        self.told(self.graph.registry.iter().map(move |(id, _)| self.entity(id)))
    }

    /// Every claim.
    pub(super) fn claims(self) -> impl Iterator<Item = ClaimRecord<'s>> {
        self.told(self.graph.claims().map(move |(id, claim)| self.claim(id, claim)))
    }

    /// Every review.
    pub(super) fn reviews(self) -> impl Iterator<Item = ReviewRecord<'s>> {
        self.told(self.graph.reviews().map(move |review| self.review(review)))
    }

    /// Every mention.
    pub(super) fn mentions(self) -> impl Iterator<Item = MentionRecord> {
        let documents = DocumentId::all(self.graph.documents.len());
        let mentions = documents.flat_map(move |document| self.mentions_in(document));
        self.told(mentions.map(|(_, mention)| mention))
    }

    /// Every citation.
    pub(super) fn citations(self) -> impl Iterator<Item = CitationRecord> {
        self.told(self.graph.citations().map(move |citation| self.citation(citation)))
    }

    /// All that is stated, document by document, then in one-line declarations.
    pub(super) fn statements(self) -> impl Iterator<Item = StatementRecord<'s>> {
        self.told(DocumentId::all(self.graph.documents.len() + 1).flat_map(move |at| self.stated_in(at)))
    }

    fn told<T>(self, records: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
        records.inspect(move |_| self.tell(1))
    }

    /// The mentions in a document.
    pub(super) fn mentions_in(self, document: DocumentId) -> Vec<(&'s Mention, MentionRecord)> {
        let mut characters = self.characters(document);
        let mentions = self.graph.mentions_in(document);
        mentions.filter_map(|it| Some((it, self.mention(it, &mut characters)?))).collect()
    }

    /// Counts the characters of a document's text.
    pub(super) fn characters(self, document: DocumentId) -> Characters<'s> {
        let text = self.graph.document(document).map_or("", |document| &document.body.text);
        Characters { text, byte: 0, count: 0 }
    }

    /// The id of a document that is shown: that of its entity, or of the file of a review.
    pub(super) fn document(self, document: DocumentId) -> Option<String> {
        let shown = self.graph.shown_with(document)?;
        let path = || Some(&*self.graph.document(document)?.path);
        match shown {
            Target::Entity(entity) => Some(self.id(entity)),
            Target::Claim(_) => Some(format!("review:{}", path()?.trim_end_matches(".md"))),
        }
    }

    /// The id of the document that makes a statement; none of a line in `annals.toml`.
    pub(super) fn document_of(self, statement: &Statement) -> Option<String> {
        match statement.reference {
            Reference::Sentence { document, .. } => self.document(document),
            Reference::Record { entity } => self.document(self.graph.registry.get(entity).document?),
        }
    }

    /// The address of a sentence.
    pub(super) fn address_of_sentence(self, document: DocumentId, sentence: SentenceId) -> Option<String> {
        let page = self.address_of(document)?;
        Some(format!("{page}#{}", self.graph.sentence(document, sentence)?.anchor))
    }

    /// The address of a property or qualifier on the page of the vocabulary.
    pub(super) fn address_of_term(self, name: &str) -> String {
        let page = self.address(PageId::Vocabulary);
        format!("{page}#{}", vocabulary::of_property(self.graph, name))
    }

    /// The path of a file of the site.
    pub(super) fn path(self, file: FileId) -> &'s str {
        &self.files.get(file).path
    }

    /// The addresses of entities and claims by their ids.
    pub(super) fn addresses(self) -> HashMap<String, String> {
        let entities = self.graph.registry.iter();
        let entities = entities.map(|(id, _)| (self.id(id), self.address_of_entity(id)));
        let claims = self.graph.registry.claims();
        let claims = claims.map(|id| (self.claim_id(id), self.address(PageId::Claim(id))));
        entities.chain(claims).collect()
    }

    /// The address of an entity.
    pub(super) fn address_of_entity(self, id: EntityId) -> String {
        self.address(PageId::Entity(id))
    }

    /// Something with a page.
    pub(super) fn entity(self, id: EntityId) -> EntityRecord<'s> {
        let entity = self.graph.registry.get(id);
        let front = self.graph.front(id);
        let kind = self.kind(id);
        EntityRecord {
            id: self.id(id),
            kind: &kind.name,
            name: &entity.name,
            aliases: &entity.aliases,
            summary: front.and_then(|front| Some(&*front.summary.as_ref()?.text)),
            same_as: front.map_or(Vec::new(), |front| front.same_as.iter().map(|it| &*it.text).collect()),
            page: self.address_of_entity(id),
            file: &self.files.get(entity.location.file).path,
            schema_type: &kind.schema_type,
            language: self.views.language_of(id).tag(),
            entity: id,
        }
    }

    /// What a document states; what one-line declarations do, where it is the one behind the last.
    pub(super) fn stated_in(self, document: DocumentId) -> Vec<StatementRecord<'s>> {
        let places = Numbers::new(self.graph, document).facts;
        let is_behind = document.place() == self.graph.documents.len();
        let stated = if is_behind { self.graph.declared() } else { self.graph.stated_in(document) };
        stated.iter().map(|it| self.statement(it, &places)).collect()
    }

    /// What a fact of a document states.
    pub(super) fn stated_by(
        self,
        document: DocumentId,
        fact: AnnotationId,
        places: &Places,
    ) -> Vec<StatementRecord<'s>> {
        self.graph.stated_by(document, fact).iter().map(|it| self.statement(it, places)).collect()
    }

    /// The kind of an entity.
    pub(super) fn kind(&self, id: EntityId) -> &'s Kind {
        self.graph.vocabulary.kinds.get(self.graph.registry.get(id).kind)
    }

    /// The address of what is named.
    pub(super) fn address_of_target(self, target: Target) -> String {
        self.address(match target {
            Target::Entity(entity) => PageId::Entity(entity),
            Target::Claim(claim) => PageId::Claim(claim),
        })
    }

    /// The full id of an entity.
    pub(super) fn id(self, id: EntityId) -> String {
        self.graph.registry.full_id(id, &self.graph.vocabulary.kinds)
    }

    fn ids(&self, ids: &[EntityId]) -> Vec<String> {
        ids.iter().map(|&id| self.id(id)).collect()
    }

    /// The address of a page.
    pub(super) fn address(self, page: PageId) -> String {
        self.address_of_file(&self.views.path(page))
    }

    /// The address of a file of the output.
    pub(super) fn address_of_file(self, path: &str) -> String {
        self.views.absolute(path).unwrap_or_else(|| path.to_owned())
    }

    fn claim_id(&self, id: ClaimId) -> String {
        let Some(claim) = self.graph.claim(id) else { return String::new() };
        let article = self.graph.entity_of(claim.site.document);
        format!("{}#{}", article.map_or("", |article| &self.graph.registry.get(article).id), claim.id)
    }

    fn value(&self, object: &Object) -> Value {
        match object {
            Object::Entity(id) => Value {
                datatype: "entity",
                value: self.id(*id),
                label: self.graph.registry.get(*id).name.clone(),
                low: None,
                high: None,
                literal: None,
            },
            Object::Literal(literal) => {
                let (low, high) = limits(literal);
                Value {
                    datatype: literal.datatype().as_str(),
                    value: literal.canonical(),
                    label: literal.in_words(),
                    low,
                    high,
                    literal: Some(literal.clone()),
                }
            }
        }
    }

    /// The address of a statement: the page that it stands on, and its anchor there; `places` are the anchors of the document's facts.
    fn statement_id(&self, statement: &Statement, places: &Places) -> String {
        let (page, place) = match statement.reference {
            Reference::Sentence { document, annotation } => {
                (self.address_of(document), places.get(&annotation))
            }
            Reference::Record { entity } => (Some(self.address_of_entity(entity)), None),
        };
        let anchor = statement::anchor(self.graph, statement, place.map_or("", String::as_str));
        format!("{}#{anchor}", page.unwrap_or_default())
    }

    fn statement(&self, statement: &'s Statement, places: &Places) -> StatementRecord<'s> {
        let definition = self.graph.vocabulary.properties.get(statement.property);
        let qualifiers = statement.qualifiers.iter().map(|(name, value)| (&**name, self.value(value)));
        StatementRecord {
            id: self.statement_id(statement, places),
            subject: self.id(statement.subject),
            property: &definition.name,
            value: self.value(&statement.value),
            qualifiers: qualifiers.collect(),
            rank: statement.rank.as_str(),
            claim: statement.claim.map(|claim| self.claim_id(claim)),
            sources: self.ids(&statement.sources),
            reference: match statement.reference {
                Reference::Sentence { document, annotation } => {
                    self.place(document, self.sentence_at(document, annotation), statement.location)
                }
                Reference::Record { entity } => {
                    let has_file = self.graph.registry.get(entity).document.is_some();
                    let document = has_file.then(|| self.id(entity));
                    Place { document, ..self.line(statement.location) }
                }
            },
            statement,
        }
    }

    /// A claim.
    pub(super) fn claim(self, id: ClaimId, claim: &Claim) -> ClaimRecord<'s> {
        let site = claim.site;
        let annotation = self.graph.annotation(site.document, site.annotation);
        let document = self.graph.document(site.document).zip(annotation);
        let location =
            document.map(|(document, it)| Location::new(document.file, it.span)).unwrap_or_default();
        let article = self.graph.entity_of(site.document);
        let is_author = |by| schema::entity(self.graph, "author", by).is_some();
        ClaimRecord {
            id: self.claim_id(id),
            text: self.graph.claim_words(id).to_owned(),
            words: claim.text.as_ref().map(|_| self.graph.words_in_article(claim).to_owned()),
            quote: claim.quote,
            speakers: self.ids(&claim.speakers),
            speakers_unnamed: claim.unnamed.clone(),
            to: self.ids(&claim.to),
            at: self.ids(self.graph.said_at(claim)),
            on: self.graph.said_on(claim).map(|date| date.as_str().to_owned()),
            via: claim.via.as_ref().map(|via| self.value(via)),
            about: self.ids(&claim.about),
            sources: self.ids(&claim.sources),
            relations: claim.relations.iter().map(|it| (it.kind.as_str(), self.claim_id(it.claim))).collect(),
            page: self.address(PageId::Claim(id)),
            reference: self.place(
                site.document,
                annotation.map_or(SentenceId::default(), |it| it.sentence),
                location,
            ),
            appearances: self.ids(&schema::appearances(self.graph, claim)),
            authors: claim.speakers.iter().filter(|&&by| is_author(by)).map(|&by| self.id(by)).collect(),
            language: article.map_or("", |article| self.views.language_of(article).tag()),
        }
    }

    /// A review.
    pub(super) fn review(self, review: &'s Review) -> ReviewRecord<'s> {
        let text = |text: &'s Option<Text>| text.as_ref().map(|text| &*text.text);
        let document = self.graph.document(review.document);
        ReviewRecord {
            claims: review.claims.iter().map(|&claim| self.claim_id(claim)).collect(),
            rating: &review.rating.text,
            rating_value: text(&review.rating_value),
            best: text(&review.best),
            worst: text(&review.worst),
            reviewed: review.reviewed.as_ref().map(|(date, _)| date.as_str().to_owned()),
            reviewer: review.reviewer.as_ref().map(|reviewer| self.value(reviewer)),
            sources: self.ids(&review.sources),
            reasoning: document.map_or("", |document| document.body.text.trim()),
            file: document.map_or("", |document| &self.files.get(document.file).path),
            id: format!(
                "{}#{}",
                review.claims.first().map_or(String::new(), |&claim| self.address(PageId::Claim(claim))),
                statement::of_review(self.graph, review)
            ),
        }
    }

    fn mention(&self, mention: &Mention, characters: &mut Characters<'_>) -> Option<MentionRecord> {
        let document = self.graph.document(mention.document)?;
        let annotation = self.graph.annotation(mention.document, mention.annotation)?;
        let text = &document.body.text;
        let (before, after) = (text.get(..annotation.text.start)?, text.get(annotation.text.end..)?);
        let exact = document.body.words(annotation);
        let start = characters.before(annotation.text.start);
        let mut place =
            self.place(mention.document, mention.sentence, Location::new(document.file, annotation.span));
        place.address = Some(format!("{}#{}", self.address_of(mention.document)?, mention.anchor));
        let (target, is_claim) = match mention.target {
            Target::Entity(entity) => (self.id(entity), false),
            Target::Claim(claim) => (self.claim_id(claim), true),
        };
        let prefix = before.char_indices().rev().take(CONTEXT).last().map_or(0, |(at, _)| at);
        Some(MentionRecord {
            target,
            exact: exact.to_owned(),
            prefix: before.get(prefix..).unwrap_or_default().to_owned(),
            suffix: after.chars().take(CONTEXT).collect(),
            start,
            end: start + exact.chars().count(),
            attributes: attributes(annotation),
            reference: place,
            is_claim,
        })
    }

    /// A citation.
    pub(super) fn citation(self, citation: &Citation) -> CitationRecord {
        let annotation = self.graph.annotation(citation.document, citation.annotation);
        let document = self.graph.document(citation.document).zip(annotation);
        let location =
            document.map(|(document, it)| Location::new(document.file, it.span)).unwrap_or_default();
        CitationRecord {
            source: self.id(citation.source),
            locator: citation.locator.clone(),
            claim: citation.claim.map(|claim| self.claim_id(claim)),
            reference: self.place(citation.document, citation.sentence, location),
        }
    }

    fn sentence_at(&self, document: DocumentId, annotation: AnnotationId) -> SentenceId {
        self.graph.annotation(document, annotation).map_or(SentenceId::default(), |it| it.sentence)
    }

    /// A place in a sentence.
    fn place(&self, document: DocumentId, sentence: SentenceId, location: Location) -> Place {
        let mut place = self.line(location);
        if let Some(sentence) = self.graph.sentence(document, sentence) {
            let body = self.graph.document(document).map(|document| &document.body);
            let words = body.and_then(|body| body.text.get(sentence.text.clone()));
            place.sentence = words.map(str::to_owned);
            let page = self.address_of(document);
            place.address = page.map(|page| format!("{page}#{}", sentence.anchor));
        }
        place.document = self.document_id(document);
        place
    }

    /// The address of the page that shows a document's text.
    pub(super) fn address_of(&self, document: DocumentId) -> Option<String> {
        Some(self.address_of_target(self.graph.shown_with(document)?))
    }

    /// The full id of what has the page that shows a document's text.
    fn document_id(&self, document: DocumentId) -> Option<String> {
        Some(match self.graph.shown_with(document)? {
            Target::Entity(entity) => self.id(entity),
            Target::Claim(claim) => self.claim_id(claim),
        })
    }

    fn line(&self, location: Location) -> Place {
        let file = self.files.get(location.file);
        let position = file.position(location.span.start);
        Place {
            file: file.path.to_string(),
            line: position.line,
            column: position.column,
            sentence: None,
            address: None,
            document: None,
        }
    }
}

/// Counts the characters of a text up to a place, from the place before it that was asked for.
pub struct Characters<'t> {
    text: &'t str,
    byte: usize,
    count: usize,
}

impl Characters<'_> {
    /// How many characters stand before a byte.
    pub fn before(&mut self, byte: usize) -> usize {
        let between = |from: usize, to: usize| self.text.get(from..to).map_or(0, |text| text.chars().count());
        self.count = self.count + between(self.byte, byte) - between(byte, self.byte);
        self.byte = byte;
        self.count
    }
}
