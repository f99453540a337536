//! The facts as RDF.
//!
//! Input: records, and the site's address, below which everything has its own. Output: Turtle or N-Triples. Entry
//! points: [`turtle`] and [`n_triples`].
//!
//! Entities, claims and reviews are those of schema.org, mentions W3C Web Annotations, and what a fact was taken from is
//! told in PROV. A statement is there twice: as one triple where schema.org knows the property, and as an
//! `rdf:Statement` with its qualifiers, its rank and its reference.

use oxrdf::vocab::{rdf, xsd};
use oxrdf::{Literal as RdfLiteral, NamedNode, Term, Triple};
use oxttl::{NTriplesSerializer, TurtleSerializer};

use super::record::{CitationRecord, ClaimRecord, EntityRecord, MentionRecord, Records, ReviewRecord};
use super::record::{StatementRecord, Value};
use crate::config::encode;
use crate::vocabulary::Literal;

const SCHEMA: &str = "https://schema.org/";
const OA: &str = "http://www.w3.org/ns/oa#";
const PROV: &str = "http://www.w3.org/ns/prov#";
const EDTF: &str = "http://id.loc.gov/datatypes/edtf";
const WIKIDATA: &str = "http://www.wikidata.org/entity/";

/// The facts as Turtle.
pub fn turtle(records: &Records<'_>, base: &str) -> String {
    let serializer =
        [("schema", SCHEMA), ("oa", OA), ("prov", PROV), ("xsd", "http://www.w3.org/2001/XMLSchema#")]
            .into_iter()
            .try_fold(TurtleSerializer::new(), |serializer, (name, iri)| serializer.with_prefix(name, iri));
    let mut writer = serializer.unwrap_or_default().for_writer(Vec::new());
    for triple in triples(records, base) {
        // Writing to memory does not fail.
        let _ = writer.serialize_triple(&triple);
    }
    String::from_utf8(writer.finish().unwrap_or_default()).unwrap_or_default()
}

/// The facts as N-Triples.
pub fn n_triples(records: &Records<'_>, base: &str) -> String {
    let mut writer = NTriplesSerializer::new().for_writer(Vec::new());
    for triple in triples(records, base) {
        let _ = writer.serialize_triple(&triple);
    }
    String::from_utf8(writer.finish()).unwrap_or_default()
}

fn triples(records: &Records<'_>, base: &str) -> Vec<Triple> {
    let pages = records.entities.iter().map(|entity| (entity.id.clone(), entity.page.clone()));
    let claims = records.claims.iter().map(|claim| (claim.id.clone(), claim.page.clone()));
    let mut writer = Writer { base, pages: pages.chain(claims).collect(), triples: Vec::new() };
    records.entities.iter().for_each(|entity| writer.entity(entity));
    records.statements.iter().enumerate().for_each(|(number, statement)| writer.statement(number, statement));
    records.claims.iter().for_each(|claim| writer.claim(claim));
    records.reviews.iter().for_each(|review| writer.review(review));
    records.mentions.iter().for_each(|mention| writer.mention(mention));
    records.citations.iter().for_each(|citation| writer.citation(citation));
    writer.triples
}

struct Writer<'r> {
    base: &'r str,
    /// The pages of entities and claims by their ids.
    pages: std::collections::BTreeMap<String, String>,
    triples: Vec<Triple>,
}

impl Writer<'_> {
    fn add(&mut self, subject: &NamedNode, predicate: NamedNode, object: impl Into<Term>) {
        self.triples.push(Triple::new(subject.clone(), predicate, object));
    }

    fn add_text(&mut self, subject: &NamedNode, predicate: NamedNode, text: &str) {
        self.add(subject, predicate, RdfLiteral::new_simple_literal(text));
    }

    fn add_things(&mut self, subject: &NamedNode, predicate: &str, ids: &[String]) {
        for id in ids {
            let thing = self.thing(id);
            self.add(subject, schema(predicate), thing);
        }
    }

    /// The address of something on the site.
    fn address(&self, path: &str) -> NamedNode {
        let (path, anchor) = path.split_once('#').map_or((path, None), |(path, anchor)| (path, Some(anchor)));
        let path = if path == "index.html" { "" } else { path.strip_suffix("/index.html").unwrap_or(path) };
        let mut address = self.base.to_owned();
        encode(&mut address, path);
        if let Some(anchor) = anchor {
            address.push('#');
            encode(&mut address, anchor);
        }
        NamedNode::new_unchecked(address)
    }

    /// An entity or a claim by its id.
    fn thing(&self, id: &str) -> NamedNode {
        self.address(self.pages.get(id).map_or(id, String::as_str))
    }

    /// A property or a qualifier of the site's own vocabulary.
    fn own(&self, name: &str) -> NamedNode {
        self.address(&format!("vocabulary#{name}"))
    }

    fn entity(&mut self, entity: &EntityRecord<'_>) {
        let subject = self.thing(&entity.id);
        self.add(&subject, rdf::TYPE.into_owned(), schema(entity.schema_type));
        self.add_text(&subject, schema("name"), entity.name);
        entity.aliases.iter().for_each(|alias| self.add_text(&subject, schema("alternateName"), alias));
        entity.summary.iter().for_each(|summary| self.add_text(&subject, schema("description"), summary));
        for same in &entity.same_as {
            let iri =
                same.strip_prefix("wikidata:").map_or((*same).to_owned(), |id| format!("{WIKIDATA}{id}"));
            if let Ok(iri) = NamedNode::new(iri) {
                self.add(&subject, schema("sameAs"), iri);
            }
        }
        if entity.kind == "source" {
            self.add(&subject, rdf::TYPE.into_owned(), node(PROV, "Entity"));
        }
    }

    fn statement(&mut self, number: usize, statement: &StatementRecord<'_>) {
        let subject = self.thing(&statement.subject);
        let value = self.value(&statement.value);
        let known = statement.definition.schema.as_deref().map(schema);
        let predicate = known.clone().unwrap_or_else(|| self.own(statement.property));
        if let Some(known) = known.filter(|_| statement.is_plain) {
            self.add(&subject, known, value.clone());
        }
        let fact = self.address(&format!("facts#{}", number + 1));
        self.add(&fact, rdf::TYPE.into_owned(), rdf::STATEMENT.into_owned());
        self.add(&fact, rdf::SUBJECT.into_owned(), subject);
        self.add(&fact, rdf::PREDICATE.into_owned(), predicate);
        self.add(&fact, rdf::OBJECT.into_owned(), value);
        for (name, limit) in [("minValue", &statement.value.low), ("maxValue", &statement.value.high)] {
            let limit = limit.as_ref().map(|limit| RdfLiteral::new_typed_literal(limit, xsd::DECIMAL));
            limit.into_iter().for_each(|limit| self.add(&fact, schema(name), limit));
        }
        let rank = self.own("rank");
        self.add_text(&fact, rank, statement.rank);
        for (name, value) in &statement.qualifiers {
            let (name, value) = (self.own(name), self.value(value));
            self.add(&fact, name, value);
        }
        let sentence = statement.reference.address.iter().map(|address| self.address(address));
        let others = statement.claim.iter().chain(&statement.sources).map(|id| self.thing(id));
        for origin in sentence.chain(others).collect::<Vec<_>>() {
            self.add(&fact, node(PROV, "wasDerivedFrom"), origin);
        }
    }

    fn claim(&mut self, claim: &ClaimRecord) {
        let subject = self.thing(&claim.id);
        self.add(&subject, rdf::TYPE.into_owned(), schema(if claim.quote { "Quotation" } else { "Claim" }));
        self.add_text(&subject, schema("text"), claim.words.as_ref().unwrap_or(&claim.text));
        if claim.words.is_some() {
            self.add_text(&subject, schema("name"), &claim.text);
        }
        for words in &claim.speakers_unnamed {
            self.add_text(&subject, schema("creditText"), words);
        }
        self.add_things(&subject, if claim.quote { "spokenByCharacter" } else { "author" }, &claim.speakers);
        self.add_things(&subject, "about", &claim.about);
        self.add_things(&subject, "citation", &claim.sources);
        if let Some(on) = &claim.on {
            self.add(&subject, schema("dateCreated"), edtf(on));
        }
        let article = self.thing(&claim.article);
        self.add(&subject, schema("isPartOf"), article);
        for (relation, other) in &claim.relations {
            let (relation, other) = (self.own(relation), self.thing(other));
            self.add(&subject, relation, other);
        }
        for source in &claim.sources {
            let source = self.thing(source);
            self.add(&subject, node(PROV, "wasDerivedFrom"), source);
        }
        if let Some(address) = &claim.reference.address {
            let sentence = self.address(address);
            self.add(&subject, node(PROV, "wasQuotedFrom"), sentence);
        }
    }

    fn review(&mut self, review: &ReviewRecord<'_>) {
        let subject = self.address(&format!("reviews#{}", review.file));
        let rating = self.address(&format!("ratings#{}", review.file));
        self.add(&subject, rdf::TYPE.into_owned(), schema("ClaimReview"));
        self.add_things(&subject, "itemReviewed", &review.claims);
        self.add(&subject, schema("reviewRating"), rating.clone());
        self.add(&rating, rdf::TYPE.into_owned(), schema("Rating"));
        self.add_text(&rating, schema("alternateName"), review.rating);
        let numbers = [
            ("ratingValue", review.rating_value),
            ("bestRating", review.best),
            ("worstRating", review.worst),
        ];
        for (name, number) in numbers {
            number.iter().for_each(|number| self.add_text(&rating, schema(name), number));
        }
        if let Some(reviewer) = &review.reviewer {
            let reviewer = self.value(reviewer);
            self.add(&subject, schema("author"), reviewer);
        }
        if let Some(reviewed) = &review.reviewed {
            self.add(&subject, schema("datePublished"), edtf(reviewed));
        }
        self.add_things(&subject, "citation", &review.sources);
    }

    fn mention(&mut self, mention: &MentionRecord) {
        let Some(address) = &mention.reference.address else { return };
        let subject = self.address(address);
        let part = |name: &str| NamedNode::new_unchecked(format!("{}-{name}", subject.as_str()));
        let (target, quote, position) = (part("target"), part("quote"), part("position"));
        let (named, article) = (self.thing(&mention.target), self.thing(&mention.document));
        self.add(&subject, rdf::TYPE.into_owned(), node(OA, "Annotation"));
        self.add(&subject, node(OA, "hasBody"), named);
        self.add(
            &subject,
            node(OA, "motivatedBy"),
            node(OA, if mention.is_claim { "linking" } else { "identifying" }),
        );
        self.add(&subject, node(OA, "hasTarget"), target.clone());
        self.add(&target, node(OA, "hasSource"), article);
        self.add(&target, node(OA, "hasSelector"), quote.clone());
        self.add(&target, node(OA, "hasSelector"), position.clone());
        self.add(&quote, rdf::TYPE.into_owned(), node(OA, "TextQuoteSelector"));
        self.add_text(&quote, node(OA, "exact"), &mention.exact);
        self.add_text(&quote, node(OA, "prefix"), &mention.prefix);
        self.add_text(&quote, node(OA, "suffix"), &mention.suffix);
        self.add(&position, rdf::TYPE.into_owned(), node(OA, "TextPositionSelector"));
        for (name, at) in [("start", mention.start), ("end", mention.end)] {
            let number = RdfLiteral::new_typed_literal(at.to_string(), xsd::NON_NEGATIVE_INTEGER);
            self.add(&position, node(OA, name), number);
        }
    }

    fn citation(&mut self, citation: &CitationRecord) {
        let Some(address) = &citation.reference.address else { return };
        let (sentence, source) = (self.address(address), self.thing(&citation.source));
        self.add(&sentence, node(PROV, "wasDerivedFrom"), source);
    }

    fn value(&self, value: &Value) -> Term {
        let typed = |datatype| Term::from(RdfLiteral::new_typed_literal(&*value.value, datatype));
        match &value.literal {
            None => self.thing(&value.value).into(),
            Some(Literal::Date(_)) => edtf(&value.value).into(),
            Some(Literal::Duration(_)) => typed(xsd::DURATION),
            Some(Literal::Boolean(_)) => typed(xsd::BOOLEAN),
            Some(Literal::Number(number)) if number.unit().is_empty() && number.exact().is_some() => {
                typed(xsd::DECIMAL)
            }
            Some(Literal::Url(url)) => match NamedNode::new(url.clone()) {
                Ok(url) => url.into(),
                Err(_) => typed(xsd::ANY_URI),
            },
            Some(_) => RdfLiteral::new_simple_literal(&*value.value).into(),
        }
    }
}

fn schema(name: &str) -> NamedNode {
    node(SCHEMA, name)
}

fn node(namespace: &str, name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{namespace}{name}"))
}

/// A date: as XML Schema knows it where it is plain, else in EDTF.
fn edtf(date: &str) -> RdfLiteral {
    let digits = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<_> = date.split('-').collect();
    match parts.as_slice() {
        [year] if digits(year, 4) => RdfLiteral::new_typed_literal(date, xsd::G_YEAR),
        [year, month] if digits(year, 4) && digits(month, 2) && *month <= "12" => {
            RdfLiteral::new_typed_literal(date, xsd::G_YEAR_MONTH)
        }
        [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2) => {
            RdfLiteral::new_typed_literal(date, xsd::DATE)
        }
        _ => RdfLiteral::new_typed_literal(date, NamedNode::new_unchecked(EDTF)),
    }
}
