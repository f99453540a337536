//! Reading one document's annotations and front matter into parts of the graph.
//!
//! Input: a document, and all that has a page. Output: [`DocumentFacts`]. Entry point: [`read`].
//!
//! Documents are read independently of each other; what one says of another's entities meets in
//! [`Graph`](super::Graph).

use std::collections::{HashMap, HashSet};

use super::circumstances::Circumstances;
use super::model::{Citation, Claim, Mention, Object, Reference, Relation, RelationKind, Review, Statement};
use super::record::{self, Details, detail_names};
use super::values::{NameUse, ValueReader};
use crate::anchor::Anchors;
use crate::data::Text;
use crate::diagnostic::{Applicability, Code, Diagnostic, nearest};
use crate::resolve::{ClaimId, ClaimSite, EntityId, Registry, Scope, Target, names_of};
use crate::syntax::{Annotation, AnnotationId, AnnotationKind, CitedSource, Document, DocumentId, SpanClass};
use crate::vocabulary::{Role, Vocabulary, key};

/// The keys of a claim, besides its relations to others.
pub const CLAIM_KEYS: [&str; 9] = ["by", "by-unnamed", "text", "to", "at", "on", "via", "about", "source"];
/// The calendars that the words of a date may follow.
const CALENDARS: [&str; 2] = ["gregorian", "julian"];

/// What one document says. Nothing else can change it as long as all names mean what they did.
#[derive(Debug, Default)]
pub struct DocumentFacts {
    /// Who and what it names.
    pub mentions: Vec<Mention>,
    /// The claims it reports.
    pub claims: Vec<Claim>,
    /// The facts it states, and those of its front matter.
    pub statements: Vec<Statement>,
    /// What follows from these for the entities that are their values.
    pub derived: Vec<Statement>,
    /// The sources it cites.
    pub citations: Vec<Citation>,
    /// The review it is, if it is one.
    pub reviews: Vec<Review>,
    /// What is wrong with it.
    pub findings: Vec<Diagnostic>,
}

impl DocumentFacts {
    /// Whether another text states the same, wherever in it: the same values, claims that are told and related alike,
    /// and the same ratings.
    pub fn states_the_same(&self, other: &Self) -> bool {
        self.statements.iter().map(Statement::stated).eq(other.statements.iter().map(Statement::stated))
            && self.derived.iter().map(Statement::stated).eq(other.derived.iter().map(Statement::stated))
            && self.claims.iter().map(Claim::told).eq(other.claims.iter().map(Claim::told))
            && self.reviews.iter().map(Review::given).eq(other.reviews.iter().map(Review::given))
    }
}

/// What was read of a document.
#[derive(Debug, Default)]
pub struct Read {
    /// What it says.
    pub facts: DocumentFacts,
    /// The places where a name in it stands for something.
    pub uses: Vec<NameUse>,
}

/// What documents are read with.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// All that has a page.
    pub registry: &'a Registry,
    /// Kinds and properties.
    pub vocabulary: &'a Vocabulary,
    /// All documents.
    pub documents: &'a [Document],
}

/// Reads a document.
pub fn read(context: Context<'_>, id: DocumentId) -> Read {
    let Some(document) = context.documents.get(id.place()) else { return Read::default() };
    let kinds = &context.vocabulary.kinds;
    let Some(owner) = context.registry.of_document(id) else {
        let is_review =
            kinds.in_folder(&document.folder).is_some_and(|kind| kinds.get(kind).role == Role::Claim);
        let published = is_review && !document.front.draft;
        return if published { read_review(context, id, document) } else { Read::default() };
    };
    let (scope, findings) = Scope::read(owner, names_of(document), context.registry, kinds);
    let mut reader = DocumentReader::new(context, id, document, Some(owner), scope);
    findings.into_iter().for_each(|finding| reader.values.report(finding));
    let usual = document.front.rest.iter().find(|entry| entry.key.text == record::CLAIMS);
    reader.usual = usual.map(|usual| Circumstances::of_front(&mut reader.values, &usual.value));
    reader.annotations();
    let role = kinds.get(context.registry.get(owner).kind).role;
    let statements = record::statements(&mut reader.values, owner, &document.front, role);
    reader.facts.statements.extend(statements);
    reader.finish()
}

/// Reads a file of `content/claims/`: the review of a claim, and who and what its text names and cites.
fn read_review(context: Context<'_>, id: DocumentId, document: &Document) -> Read {
    let mut reader = DocumentReader::new(context, id, document, None, Scope::default());
    reader.annotations();
    let review = record::review(&mut reader.values, id, document);
    let cited = reader.facts.citations.iter().map(|citation| citation.source);
    reader.facts.reviews = review.map(|review| review.with_sources(cited)).into_iter().collect();
    if reader.facts.reviews.is_empty() {
        // Without a claim, its text is on no page.
        reader.facts = DocumentFacts::default();
    }
    reader.finish()
}

struct DocumentReader<'a> {
    id: DocumentId,
    document: &'a Document,
    documents: &'a [Document],
    /// The entity whose file it is; a review is of a claim, and no entity's.
    owner: Option<EntityId>,
    vocabulary: &'a Vocabulary,
    values: ValueReader<'a>,
    anchors: Anchors,
    claim_numbers: HashMap<AnnotationId, ClaimId>,
    /// The first of its claims.
    first_claim: ClaimId,
    /// What the front matter says of all claims.
    usual: Option<Circumstances>,
    /// What is said of each claim, in the order of the claims.
    told: Vec<Told>,
    /// The ids of the claims that were read.
    claim_ids: HashSet<&'a str>,
    /// The targets of the mentions, by annotation.
    targets: Vec<Option<Target>>,
    facts: DocumentFacts,
}

/// What is said of a claim.
struct Told {
    /// By itself, by the claim around it, and by the front matter.
    circumstances: Circumstances,
    /// The claim around it, where that one's speaker is its own.
    outer: Option<usize>,
}

impl<'a> DocumentReader<'a> {
    fn new(
        context: Context<'a>,
        id: DocumentId,
        document: &'a Document,
        owner: Option<EntityId>,
        scope: Scope,
    ) -> Self {
        let values = ValueReader::new(context.registry, context.vocabulary, scope, document.file);
        let first_claim = context.registry.claims_in(id).start;
        let numbers = document.claims().zip(first_claim.0..);
        let numbers = numbers.map(|((annotation, _), number)| (annotation, ClaimId(number)));
        Self {
            id,
            first_claim,
            document,
            documents: context.documents,
            owner,
            vocabulary: context.vocabulary,
            values,
            anchors: Anchors::default(),
            claim_numbers: numbers.collect(),
            usual: None,
            told: Vec::new(),
            claim_ids: HashSet::new(),
            targets: vec![None; document.body.annotations.len()],
            facts: DocumentFacts::default(),
        }
    }

    fn annotations(&mut self) {
        let document = self.document;
        for (index, annotation) in document.body.all_annotations() {
            match &annotation.kind {
                AnnotationKind::Mention(name) => self.mention(index, annotation, name),
                AnnotationKind::Span(SpanClass::Claim | SpanClass::Quote | SpanClass::Fact)
                    if self.owner.is_none() =>
                {
                    self.not_in_a_review(annotation);
                }
                AnnotationKind::Span(SpanClass::Claim | SpanClass::Quote) => self.claim(index, annotation),
                AnnotationKind::Span(SpanClass::Fact) => self.fact(index, annotation),
                AnnotationKind::Span(SpanClass::Date) => self.date(annotation),
                AnnotationKind::Span(SpanClass::Plain) => {}
                AnnotationKind::Citation(cited) => self.citation(index, annotation, cited),
            }
        }
        self.complete_sources();
        self.add_mentioned();
    }

    /// A claim has its page below its article's id and a fact is listed with its article, so a review can have neither.
    fn not_in_a_review(&mut self, annotation: &Annotation) {
        let message = "the text of a review has no claims, quotations or facts of its own";
        let help = "mark it up in an article, or in the file of the entity that it is about";
        self.values
            .report(Diagnostic::at(Code::BadAttribute, annotation.attributes.span, message).help(help));
    }

    fn finish(self) -> Read {
        let ValueReader { diagnostics: findings, uses, registry, vocabulary, .. } = self.values;
        let derived = inverses(&self.facts.statements, registry, vocabulary);
        Read { facts: DocumentFacts { derived, findings, ..self.facts }, uses }
    }

    fn mention(&mut self, index: AnnotationId, annotation: &Annotation, name: &Text) {
        if self.values.date_named(name).is_some() {
            self.known_keys(annotation, &["calendar"], "a date");
            return self.calendar(annotation);
        }
        self.known_keys(annotation, &["role"], "a mention");
        let Some((target, heading)) = self.values.target(name, self.documents) else { return };
        self.targets[index.place()] = Some(target);
        let sentence = self.document.body.sentence(annotation.sentence);
        let words = format!(
            "{}|{}",
            self.target_id(target),
            sentence.map_or(String::new(), |s| s.anchor.to_string())
        );
        let anchor = self.anchors.unique('m', &words);
        self.facts.mentions.push(Mention {
            target,
            document: self.id,
            annotation: index,
            sentence: annotation.sentence,
            anchor,
            heading,
        });
    }

    fn target_id(&self, target: Target) -> String {
        match target {
            Target::Entity(entity) => self.values.registry.full_id(entity, &self.vocabulary.kinds),
            Target::Claim(claim) => format!("claim:{}", claim.0),
        }
    }

    fn claim(&mut self, index: AnnotationId, annotation: &'a Annotation) {
        let Some(&number) = self.claim_numbers.get(&index) else { return };
        let relations = RelationKind::ALL.map(RelationKind::as_str);
        self.known_keys(annotation, &[&CLAIM_KEYS[..], &relations].concat(), "a claim");
        let own = Circumstances::of_claim(&mut self.values, &annotation.attributes);
        let about = annotation.attributes.get("about");
        let about = about.map_or(Vec::new(), |about| self.values.entities(about));
        for &source in own.sources.iter().flatten() {
            self.cite(index, annotation, source, String::new(), Some(number));
        }
        let outer = self.enclosing_claim(annotation).and_then(|outer| self.position(outer));
        let outer = outer.filter(|_| own.speakers.is_none());
        let around = outer.and_then(|outer| Some(&self.told.get(outer)?.circumstances));
        let circumstances = own.completed(around, self.usual.as_ref());
        let told = circumstances.clone();
        self.told.push(Told { circumstances, outer });
        let speakers = told.speakers.unwrap_or_default();
        let words = self.document.body.words(annotation);
        let own =
            annotation.attributes.id.as_ref().map(|id| &*id.text).filter(|id| self.claim_ids.insert(id));
        let claim = Claim {
            site: ClaimSite { document: self.id, annotation: index },
            id: own.map_or_else(|| self.anchors.unique('c', words).to_string(), str::to_owned),
            quote: annotation.kind == AnnotationKind::Span(SpanClass::Quote),
            text: annotation.attributes.get("text").map(|text| text.text.clone()).filter(|it| !it.is_empty()),
            speakers: speakers.named,
            unnamed: speakers.unnamed,
            to: told.to.unwrap_or_default(),
            at: told.at.unwrap_or_default(),
            is_at_usual: told.is_at_usual,
            on: told.on,
            usually_on: told.usually_on,
            via: told.via,
            about,
            sources: told.sources.unwrap_or_default(),
            relations: self.relations(annotation),
        };
        self.facts.claims.push(claim);
    }

    fn relations(&mut self, annotation: &Annotation) -> Vec<Relation> {
        let mut relations = Vec::new();
        for kind in RelationKind::ALL {
            let Some(list) = annotation.attributes.get(kind.as_str()) else { continue };
            for (claim, span) in self.values.claims(list) {
                relations.push(Relation { kind, claim, location: self.values.location(span) });
            }
        }
        relations
    }

    fn fact(&mut self, index: AnnotationId, annotation: &Annotation) {
        let subject = match annotation.attributes.get("of") {
            Some(of) => self.values.entity(of),
            None => self.default_subject(index, annotation),
        };
        let details = self.details(annotation);
        self.calendar(annotation);
        let claim = self.enclosing_claim(annotation);
        let mut stated = false;
        for (name, value) in &annotation.attributes.pairs {
            if matches!(&*name.text, "of" | "calendar") || is_detail(name) {
                continue;
            }
            stated = true;
            let Some(property) = record::property(&mut self.values, name, subject) else { continue };
            for text in value.split() {
                let definition = self.vocabulary.properties.get(property);
                let Some(object) = self.values.object(definition, &text) else { continue };
                let Some(subject) = subject else { continue };
                self.facts.statements.push(Statement {
                    subject,
                    property,
                    value: object,
                    qualifiers: details.qualifiers.clone(),
                    rank: details.rank,
                    claim,
                    reference: Reference::Sentence { document: self.id, annotation: index },
                    sources: details.sources.clone(),
                    location: self.values.location(text.span),
                    inverse_of: None,
                });
            }
        }
        if !stated {
            let message = "this fact states no value";
            let help = "say which: `{.fact of=hamburg-meeting duration=PT2H16M}`";
            self.values
                .report(Diagnostic::at(Code::BadAttribute, annotation.attributes.span, message).help(help));
        }
    }

    /// Behind a mention a fact is about whom it names, else in an entity's own file about that entity.
    fn default_subject(&mut self, index: AnnotationId, annotation: &Annotation) -> Option<EntityId> {
        match self.document.body.named_by_fact(index).as_slice() {
            [] => {}
            [name] if self.values.date_named(name).is_none() => {
                let kinds = &self.vocabulary.kinds;
                let target = self.values.registry.resolve(&name.text, &self.values.scope, kinds);
                // A name that means nobody is reported with the mention.
                return match target.ok()? {
                    Target::Entity(entity) => Some(entity),
                    Target::Claim(_) => self.no_subject(annotation),
                };
            }
            _ => return self.no_subject(annotation),
        }
        let kind = self.owner.map(|owner| self.values.registry.get(owner).kind);
        if kind.is_some_and(|it| matches!(self.vocabulary.kinds.get(it).role, Role::Entity | Role::Source)) {
            return self.owner;
        }
        self.no_subject(annotation)
    }

    fn no_subject(&mut self, annotation: &Annotation) -> Option<EntityId> {
        let message = "this fact does not say whom or what it is about";
        let help = "name its subject: `of=hamburg-meeting`";
        self.values
            .report(Diagnostic::at(Code::BadAttribute, annotation.attributes.span, message).help(help));
        None
    }

    fn details(&mut self, annotation: &Annotation) -> Details {
        let mut details = Details::default();
        for (name, value) in annotation.attributes.pairs.iter().filter(|(name, _)| is_detail(name)) {
            details.read(&mut self.values, &key(&name.text), value);
        }
        details
    }

    fn date(&mut self, annotation: &Annotation) {
        self.known_keys(annotation, &["when", "calendar"], "a date");
        self.calendar(annotation);
        match annotation.attributes.get("when") {
            Some(when) => {
                self.values.date(when);
            }
            None => {
                let message = "this date does not say when";
                let help = "write it in EDTF: `{.date when=2017-07-14}`";
                self.values.report(
                    Diagnostic::at(Code::BadAttribute, annotation.attributes.span, message).help(help),
                );
            }
        }
    }

    /// Which calendar the words of a date follow.
    fn calendar(&mut self, annotation: &Annotation) {
        let Some(calendar) = annotation.attributes.get("calendar") else { return };
        if !CALENDARS.contains(&&*calendar.text) {
            let message = format!("there is no calendar `{}`", calendar.text);
            let help = "write `calendar=julian` where the words are Old Style; `when` is Gregorian always";
            self.values.report(Diagnostic::at(Code::BadValue, calendar.span, message).help(help));
        }
    }

    fn citation(&mut self, index: AnnotationId, annotation: &Annotation, cited: &[CitedSource]) {
        let claim = self.enclosing_claim(annotation);
        let fact = self.enclosing_fact(annotation);
        for part in cited {
            let Some(source) = self.values.source(&part.source) else { continue };
            self.cite(index, annotation, source, part.locator.clone(), claim);
            self.support(fact, source);
            if let Some(claim) = claim.and_then(|claim| self.claim_mut(claim))
                && !claim.sources.contains(&source)
            {
                claim.sources.push(source);
            }
        }
    }

    fn cite(
        &mut self,
        index: AnnotationId,
        annotation: &Annotation,
        source: EntityId,
        locator: String,
        claim: Option<ClaimId>,
    ) {
        let sentence = annotation.sentence;
        self.facts.citations.push(Citation {
            source,
            locator,
            document: self.id,
            annotation: index,
            sentence,
            claim,
        });
    }

    /// Adds a source to what a fact states.
    fn support(&mut self, fact: Option<AnnotationId>, source: EntityId) {
        let Some(fact) = fact else { return };
        // Facts were read in the order of the text, and nothing but facts so far.
        let place = |statement: &Statement| match statement.reference {
            Reference::Sentence { annotation, .. } => Some(annotation),
            Reference::Record { .. } => None,
        };
        let first = self.facts.statements.partition_point(|statement| place(statement) < Some(fact));
        let behind = self.facts.statements.iter_mut().skip(first);
        for statement in behind.take_while(|statement| place(statement) == Some(fact)) {
            if !statement.sources.contains(&source) {
                statement.sources.push(source);
            }
        }
    }

    /// The fact that is the innermost span around an annotation, mentions aside.
    fn enclosing_fact(&self, annotation: &Annotation) -> Option<AnnotationId> {
        let is_mention = |it: &Annotation| matches!(it.kind, AnnotationKind::Mention(_));
        let (id, around) = self.document.body.around(annotation).find(|(_, around)| !is_mention(around))?;
        (around.kind == AnnotationKind::Span(SpanClass::Fact)).then_some(id)
    }

    /// A claim of this document that was read already.
    fn claim_mut(&mut self, number: ClaimId) -> Option<&mut Claim> {
        let position = self.position(number)?;
        self.facts.claims.get_mut(position)
    }

    /// The position of a claim of this document among its claims.
    fn position(&self, number: ClaimId) -> Option<usize> {
        Some(number.0.checked_sub(self.first_claim.0)? as usize)
    }

    /// Gives the claims that say nothing of a source that of the claim around them, or the usual one of the article.
    fn complete_sources(&mut self) {
        for at in 0..self.facts.claims.len() {
            let sources = self.told_sources(at);
            let Some(claim) = self.facts.claims.get_mut(at) else { continue };
            let (index, number) = (claim.site.annotation, self.claim_numbers.get(&claim.site.annotation));
            let (Some(annotation), number) = (self.document.body.annotation(index), number.copied()) else {
                continue;
            };
            claim.sources.extend(&sources);
            sources.iter().for_each(|&source| self.cite(index, annotation, source, String::new(), number));
        }
        self.facts.citations.sort_by_key(|citation| citation.annotation);
    }

    /// The sources of a claim that others tell.
    fn told_sources(&self, at: usize) -> Vec<EntityId> {
        let (Some(claim), Some(told)) = (self.facts.claims.get(at), self.told.get(at)) else {
            return Vec::new();
        };
        if told.circumstances.sources.is_some() || !claim.sources.is_empty() {
            return Vec::new();
        }
        let outer = told.outer.and_then(|outer| self.facts.claims.get(outer));
        let usual = self.usual.as_ref().filter(|it| told.circumstances.is_said_by_somebody(it));
        let usual = usual.filter(|_| !self.is_cited_beside(claim)).and_then(|usual| usual.sources.clone());
        let outer = outer.map(|outer| outer.sources.clone()).filter(|sources| !sources.is_empty());
        outer.or(usual).unwrap_or_default()
    }

    /// Whether a sentence of a claim cites a source for itself.
    fn is_cited_beside(&self, claim: &Claim) -> bool {
        let body = &self.document.body;
        let Some(annotation) = body.annotation(claim.site.annotation) else { return false };
        let behind = body.sentence_from(annotation.text.end);
        let sentences = annotation.sentence..behind.max(annotation.sentence.next());
        let citations = &self.facts.citations;
        citations.iter().any(|it| it.claim.is_none() && sentences.contains(&it.sentence))
    }

    fn enclosing_claim(&self, annotation: &Annotation) -> Option<ClaimId> {
        let mut around = self.document.body.around(annotation);
        around.find_map(|(id, _)| self.claim_numbers.get(&id).copied())
    }

    /// Claims are also about whom they mention.
    fn add_mentioned(&mut self) {
        let document = self.document;
        let body = &document.body;
        let about = |(claim, number): (&Claim, u32)| {
            claim.about.iter().map(move |&entity| (ClaimId(number), entity)).collect::<Vec<_>>()
        };
        let mut known: HashSet<_> =
            self.facts.claims.iter().zip(self.first_claim.0..).flat_map(about).collect();
        for (annotation, target) in body.annotations.iter().zip(std::mem::take(&mut self.targets)) {
            let Some(Target::Entity(entity)) = target else { continue };
            for (around, _) in body.around(annotation) {
                if let Some(&number) = self.claim_numbers.get(&around)
                    && known.insert((number, entity))
                    && let Some(claim) = self.claim_mut(number)
                {
                    claim.about.push(entity);
                }
            }
        }
    }

    /// Reports the attributes that a construct has no use for.
    fn known_keys(&mut self, annotation: &Annotation, known: &[&str], what: &str) {
        for (name, _) in &annotation.attributes.pairs {
            if !known.contains(&&*name.text) {
                let message = format!("{what} has no attribute `{}`", name.text);
                let near = nearest(&name.text, known.iter().copied());
                let finding = Diagnostic::at(Code::BadAttribute, name.span, message);
                let finding = finding.meant(Applicability::Safe, name.span, near);
                self.values.report(finding.or_help(|| format!("it takes `{}`", known.join("`, `"))));
            }
        }
    }
}

/// Whether an attribute of a fact says something of its values, and is no property.
fn is_detail(name: &Text) -> bool {
    let name = key(&name.text);
    detail_names().any(|detail| detail == name)
}

/// For each statement about an entity as value, the one that says the same of that entity.
pub fn inverses(statements: &[Statement], registry: &Registry, vocabulary: &Vocabulary) -> Vec<Statement> {
    let inverse = |statement: &Statement| {
        let Object::Entity(value) = statement.value else { return None };
        let property = vocabulary.properties.inverse(statement.property)?;
        let kind = vocabulary.kinds.get(registry.get(value).kind);
        vocabulary.properties.get(property).applies_to(kind).then(|| Statement {
            subject: value,
            property,
            value: Object::Entity(statement.subject),
            inverse_of: Some(statement.property),
            ..statement.clone()
        })
    };
    statements.iter().filter_map(inverse).collect()
}
