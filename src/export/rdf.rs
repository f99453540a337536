//! The facts as RDF.
//!
//! Input: a [`Recorder`] of a site with an address, below which everything has its own. Output: Turtle or N-Triples, written as
//! it is made. Entry points: [`turtle`] and [`n_triples`].
//!
//! Entities, claims and reviews are those of schema.org, mentions W3C Web Annotations, and what a fact was taken from is
//! told in PROV. Properties are those of the site's vocabulary, which has a page. Every statement is an `rdf:Statement` with its qualifiers, its rank and its reference; what the site itself
//! asserts and schema.org has a property for is there as a plain triple, too, as in the JSON-LD of pages.

use std::collections::HashMap;
use std::io::{self, Write};

use oxrdf::vocab::{rdf, xsd};
use oxrdf::{BlankNode, Literal as RdfLiteral, NamedNode, NamedOrBlankNode, Term, Triple};
use oxttl::{NTriplesSerializer, TurtleSerializer};

use super::record::{
    CitationRecord, ClaimRecord, EntityRecord, MentionRecord, Place, Recorder, ReviewRecord,
};
use super::record::{StatementRecord, Value};
use crate::config::encode;
use crate::graph::Statement;
use crate::view::{PageId, schema, vocabulary};
use crate::vocabulary::{Date, Literal, Property};

const SCHEMA: &str = "http://schema.org/";
const OA: &str = "http://www.w3.org/ns/oa#";
const PROV: &str = "http://www.w3.org/ns/prov#";
const EDTF: &str = "http://id.loc.gov/datatypes/edtf";
const DCTERMS: &str = "http://purl.org/dc/terms/";
const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";
const OWL: &str = "http://www.w3.org/2002/07/owl#";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const WIKIDATA: &str = "http://www.wikidata.org/entity/";

/// Writes the facts as Turtle.
pub fn turtle(recorder: Recorder<'_>, out: &mut dyn Write) -> io::Result<()> {
    let serializer = [
        ("schema", SCHEMA),
        ("oa", OA),
        ("prov", PROV),
        ("rdfs", RDFS),
        ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ]
    .into_iter()
    .try_fold(TurtleSerializer::new(), |serializer, (name, iri)| serializer.with_prefix(name, iri));
    let mut writer = serializer.unwrap_or_default().for_writer(out);
    write(recorder, &mut |triple| writer.serialize_triple(triple))?;
    writer.finish().map(drop)
}

/// Writes the facts as N-Triples.
pub fn n_triples(recorder: Recorder<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = NTriplesSerializer::new().for_writer(out);
    write(recorder, &mut |triple| writer.serialize_triple(triple))
}

/// Writes all triples, one thing after the other.
fn write(recorder: Recorder<'_>, sink: &mut dyn FnMut(&Triple) -> io::Result<()>) -> io::Result<()> {
    let mut writer = Writer { recorder, addresses: recorder.addresses(), sink, failed: None, things: 0 };
    recorder.views.directory.terms.properties(recorder.graph).for_each(|property| writer.property(property));
    recorder.entities().for_each(|entity| writer.entity(&entity));
    recorder.statements().for_each(|statement| writer.statement(&statement));
    recorder.claims().for_each(|claim| writer.claim(&claim));
    recorder.reviews().for_each(|review| writer.review(&review));
    recorder.mentions().for_each(|mention| writer.mention(&mention));
    recorder.citations().for_each(|citation| writer.citation(&citation));
    writer.failed.map_or(Ok(()), Err)
}

struct Writer<'r> {
    recorder: Recorder<'r>,
    /// The addresses of entities and claims by their ids.
    addresses: HashMap<String, String>,
    /// How many things without an address there are.
    things: usize,
    sink: &'r mut dyn FnMut(&Triple) -> io::Result<()>,
    /// Why writing stopped.
    failed: Option<io::Error>,
}

impl Writer<'_> {
    fn add(
        &mut self,
        subject: impl Into<NamedOrBlankNode>,
        predicate: impl Into<NamedNode>,
        object: impl Into<Term>,
    ) {
        if self.failed.is_none() {
            let triple = Triple::new(subject.into(), predicate.into(), object.into());
            self.failed = (self.sink)(&triple).err();
        }
    }

    fn add_type(&mut self, subject: impl Into<NamedOrBlankNode>, name: &str) {
        self.add(subject, rdf::TYPE, schema(name));
    }

    fn add_text(&mut self, subject: impl Into<NamedOrBlankNode>, predicate: NamedNode, text: &str) {
        self.add(subject, predicate, RdfLiteral::new_simple_literal(text));
    }

    /// A text in a language.
    fn add_words(&mut self, subject: &NamedNode, predicate: NamedNode, text: &str, language: &str) {
        let plain = || RdfLiteral::new_simple_literal(text);
        let words = RdfLiteral::new_language_tagged_literal(text, language).unwrap_or_else(|_| plain());
        self.add(subject.clone(), predicate, words);
    }

    fn add_things(&mut self, subject: &NamedNode, predicate: &str, ids: &[String]) {
        for id in ids {
            let thing = self.thing(id);
            self.add(subject.clone(), schema(predicate), thing);
        }
    }

    /// Something without an address.
    fn blank(&mut self) -> BlankNode {
        self.things += 1;
        BlankNode::new_unchecked(format!("thing{}", self.things))
    }

    /// An entity or a claim by its id.
    fn thing(&self, id: &str) -> NamedNode {
        NamedNode::new_unchecked(self.addresses.get(id).map_or(id, String::as_str))
    }

    /// A property or a qualifier of the site's own vocabulary.
    fn own(&self, name: &str) -> NamedNode {
        self.term_of_vocabulary(&vocabulary::of_property(self.recorder.graph, name))
    }

    /// What is said of a claim, in the site's own vocabulary.
    fn own_of_claim(&self, name: &str) -> NamedNode {
        self.term_of_vocabulary(&vocabulary::of_claim(name))
    }

    fn term_of_vocabulary(&self, anchor: &str) -> NamedNode {
        let mut address = self.recorder.address(PageId::Vocabulary);
        address.push('#');
        encode(&mut address, anchor);
        NamedNode::new_unchecked(address)
    }

    /// A value of schema.org's; none that has no valid form.
    fn term(&mut self, term: &schema::Term<'_>) -> Option<Term> {
        use schema::Term as Plain;
        let typed = |text: String, datatype| Term::from(RdfLiteral::new_typed_literal(text, datatype));
        Some(match term {
            Plain::Entity(id, of) => {
                let entity = NamedNode::new_unchecked(self.recorder.address_of_entity(*id));
                of.iter().for_each(|of| self.add_type(entity.clone(), of));
                entity.into()
            }
            Plain::Text(text) => RdfLiteral::new_simple_literal(&**text).into(),
            Plain::Date(date) => dated(date).into(),
            Plain::Duration(duration) => typed(duration.xsd()?, xsd::DURATION),
            Plain::Number(number) => typed(number.clone(), xsd::DECIMAL),
            Plain::About(number) => RdfLiteral::new_simple_literal(number.canonical()).into(),
            Plain::Boolean(truth) => typed(truth.to_string(), xsd::BOOLEAN),
            Plain::Url(url) => NamedNode::new(*url).ok()?.into(),
            Plain::Thing(of, properties) => {
                let thing = self.blank();
                self.add_type(thing.clone(), of);
                for (name, value) in properties {
                    if let Some(value) = self.term(value) {
                        self.add(thing.clone(), schema(name), value);
                    }
                }
                thing.into()
            }
        })
    }

    /// A property of the site's vocabulary, with what Wikidata and schema.org call it.
    fn property(&mut self, property: &Property) {
        let subject = self.own(&property.name);
        self.add(subject.clone(), rdf::TYPE, rdf::PROPERTY.into_owned());
        let language = self.recorder.views.site_language();
        self.add_words(&subject, node(RDFS, "label"), property.label_in(language), language.tag());
        self.add_text(subject.clone(), node(DCTERMS, "type"), property.datatype.as_str());
        for other in property.inverse.iter().chain(property.symmetric.then_some(&property.name)) {
            let other = self.own(other);
            self.add(subject.clone(), node(OWL, "inverseOf"), other);
        }
        let wikidata = property.wikidata.as_ref().map(|id| (schema("sameAs"), node(WIKIDATA, id)));
        let near = property.schema.as_ref().map(|name| (node(SKOS, "closeMatch"), schema(name)));
        for (predicate, other) in wikidata.into_iter().chain(near) {
            self.add(subject.clone(), predicate, other);
        }
    }

    fn entity(&mut self, entity: &EntityRecord<'_>) {
        let subject = self.thing(&entity.id);
        self.add_type(subject.clone(), entity.schema_type);
        self.add_text(subject.clone(), schema("name"), entity.name);
        entity
            .aliases
            .iter()
            .for_each(|alias| self.add_text(subject.clone(), schema("alternateName"), alias));
        let summary = entity.summary.iter();
        summary.for_each(|summary| self.add_words(&subject, schema("description"), summary, entity.language));
        if entity.kind == "article" {
            self.add_words(&subject, schema("headline"), entity.name, entity.language);
            self.add_text(subject.clone(), schema("inLanguage"), entity.language);
        }
        let statements = self.recorder.graph.statements_of(entity.entity);
        statements.filter(|it| it.is_derived()).for_each(|it| self.plain(&subject, it));
        for same in &entity.same_as {
            let iri =
                same.strip_prefix("wikidata:").map_or((*same).to_owned(), |id| format!("{WIKIDATA}{id}"));
            if let Ok(iri) = NamedNode::new(iri) {
                self.add(subject.clone(), schema("sameAs"), iri);
            }
        }
        if entity.kind == "source" {
            self.add(subject.clone(), rdf::TYPE, node(PROV, "Entity"));
        }
    }

    /// What the site itself asserts by a statement.
    fn plain(&mut self, subject: &NamedNode, statement: &Statement) {
        for (name, term) in schema::of_statement(self.recorder.graph, statement) {
            if let Some(term) = self.term(&term) {
                self.add(subject.clone(), schema(name), term);
            }
        }
    }

    fn statement(&mut self, statement: &StatementRecord<'_>) {
        let subject = self.thing(&statement.subject);
        let value = self.value(&statement.value);
        let predicate = self.own(statement.property);
        self.plain(&subject, statement.statement);
        let fact = NamedNode::new_unchecked(&*statement.id);
        self.add(fact.clone(), rdf::TYPE, rdf::STATEMENT.into_owned());
        self.add(fact.clone(), rdf::SUBJECT, subject);
        self.add(fact.clone(), rdf::PREDICATE, predicate);
        self.add(fact.clone(), rdf::OBJECT, value);
        for (name, limit) in [("minValue", &statement.value.low), ("maxValue", &statement.value.high)] {
            let limit = limit.as_ref().map(|limit| RdfLiteral::new_typed_literal(limit, xsd::DECIMAL));
            limit.into_iter().for_each(|limit| self.add(fact.clone(), schema(name), limit));
        }
        let rank = self.own("rank");
        self.add_text(fact.clone(), rank, statement.rank);
        for (name, value) in &statement.qualifiers {
            let (name, value) = (self.own(name), self.value(value));
            self.add(fact.clone(), name, value);
        }
        self.sentence(&statement.reference);
        let sentence = statement.reference.address.iter().map(|address| NamedNode::new_unchecked(&**address));
        let others = statement.claim.iter().chain(&statement.sources).map(|id| self.thing(id));
        for origin in sentence.chain(others).collect::<Vec<_>>() {
            self.add(fact.clone(), node(PROV, "wasDerivedFrom"), origin);
        }
    }

    /// The words of a sentence that something rests on, and where it stands.
    fn sentence(&mut self, place: &Place) {
        let Some((address, words)) = place.address.as_ref().zip(place.sentence.as_ref()) else { return };
        let sentence = NamedNode::new_unchecked(&**address);
        self.add_text(sentence.clone(), schema("text"), words);
        self.add_things(&sentence, "isPartOf", place.document.as_slice());
    }

    fn claim(&mut self, claim: &ClaimRecord<'_>) {
        let subject = self.thing(&claim.id);
        self.add_type(subject.clone(), "Claim");
        self.add_words(&subject, schema("text"), claim.words.as_ref().unwrap_or(&claim.text), claim.language);
        if claim.words.is_some() {
            self.add_words(&subject, schema("name"), &claim.text, claim.language);
        }
        for words in &claim.speakers_unnamed {
            self.add_text(subject.clone(), schema("creditText"), words);
        }
        self.add_text(subject.clone(), schema("inLanguage"), claim.language);
        let said = [("by", &claim.speakers), ("to", &claim.to), ("at", &claim.at)];
        for (name, id) in said.into_iter().flat_map(|(name, ids)| ids.iter().map(move |id| (name, id))) {
            let (name, id) = (self.own_of_claim(name), self.thing(id));
            self.add(subject.clone(), name, id);
        }
        if let Some(via) = &claim.via {
            let (name, via) = (self.own_of_claim("via"), self.value(via));
            self.add(subject.clone(), name, via);
        }
        self.add_things(&subject, "author", &claim.authors);
        if claim.quote {
            self.add_type(subject.clone(), "Quotation");
        }
        self.add_things(&subject, "about", &claim.about);
        self.add_things(&subject, "citation", &claim.sources);
        if let Some(on) = &claim.on {
            self.add(subject.clone(), schema("datePublished"), edtf(on));
        }
        self.add_things(&subject, "appearance", &claim.appearances);
        self.add_things(&subject, "isPartOf", claim.reference.document.as_slice());
        for (relation, other) in &claim.relations {
            let (relation, other) = (self.own_of_claim(relation), self.thing(other));
            self.add(subject.clone(), relation, other);
        }
        for source in &claim.sources {
            let source = self.thing(source);
            self.add(subject.clone(), node(PROV, "wasDerivedFrom"), source);
        }
        self.sentence(&claim.reference);
        if let Some(address) = &claim.reference.address {
            let sentence = NamedNode::new_unchecked(&**address);
            self.add(subject.clone(), node(PROV, "wasQuotedFrom"), sentence);
        }
    }

    fn review(&mut self, review: &ReviewRecord<'_>) {
        let subject = NamedNode::new_unchecked(&*review.id);
        let rating = self.blank();
        self.add(subject.clone(), rdf::TYPE, schema("ClaimReview"));
        self.add_things(&subject, "itemReviewed", &review.claims);
        self.add(subject.clone(), schema("reviewRating"), rating.clone());
        self.add_type(rating.clone(), "Rating");
        let numbers = [
            ("ratingValue", review.rating_value),
            ("bestRating", review.best),
            ("worstRating", review.worst),
        ];
        for (name, number) in numbers.into_iter().chain([("alternateName", Some(review.rating))]) {
            let number = number.into_iter();
            number.for_each(|it| self.add(rating.clone(), schema(name), RdfLiteral::new_simple_literal(it)));
        }
        if let Some(reviewer) = &review.reviewer {
            let reviewer = match reviewer.literal {
                None => self.value(reviewer).into(),
                Some(_) => self.term(&schema::named("author", &reviewer.value)),
            };
            reviewer.into_iter().for_each(|reviewer| self.add(subject.clone(), schema("author"), reviewer));
        }
        if let Some(reviewed) = &review.reviewed {
            self.add(subject.clone(), schema("datePublished"), edtf(reviewed));
        }
        self.add_things(&subject, "citation", &review.sources);
        self.add_text(subject, schema("reviewBody"), review.reasoning);
    }

    fn mention(&mut self, mention: &MentionRecord) {
        let Some(address) = &mention.reference.address else { return };
        let subject = NamedNode::new_unchecked(&**address);
        let [target, quote, position] = [self.blank(), self.blank(), self.blank()];
        let (named, article) = (
            self.thing(&mention.target),
            self.thing(mention.reference.document.as_deref().unwrap_or_default()),
        );
        self.add(subject.clone(), rdf::TYPE, node(OA, "Annotation"));
        self.add(subject.clone(), node(OA, "hasBody"), named);
        if !mention.attributes.is_empty() {
            let said = self.blank();
            let attributes = serde_json::Value::Object(mention.attributes.clone()).to_string();
            self.add(subject.clone(), node(OA, "hasBody"), said.clone());
            self.add(said.clone(), rdf::TYPE, node(OA, "TextualBody"));
            self.add_text(said.clone(), node(DCTERMS, "format"), "application/json");
            self.add_text(said, rdf::VALUE.into_owned(), &attributes);
        }
        self.add(
            subject.clone(),
            node(OA, "motivatedBy"),
            node(OA, if mention.is_claim { "linking" } else { "identifying" }),
        );
        self.add(subject.clone(), node(OA, "hasTarget"), target.clone());
        self.add(target.clone(), node(OA, "hasSource"), article);
        self.add(target.clone(), node(OA, "hasSelector"), quote.clone());
        self.add(target.clone(), node(OA, "hasSelector"), position.clone());
        self.add(quote.clone(), rdf::TYPE, node(OA, "TextQuoteSelector"));
        self.add_text(quote.clone(), node(OA, "exact"), &mention.exact);
        self.add_text(quote.clone(), node(OA, "prefix"), &mention.prefix);
        self.add_text(quote.clone(), node(OA, "suffix"), &mention.suffix);
        self.add(position.clone(), rdf::TYPE, node(OA, "TextPositionSelector"));
        for (name, at) in [("start", mention.start), ("end", mention.end)] {
            let number = RdfLiteral::new_typed_literal(at.to_string(), xsd::NON_NEGATIVE_INTEGER);
            self.add(position.clone(), node(OA, name), number);
        }
    }

    fn citation(&mut self, citation: &CitationRecord) {
        let Some(address) = &citation.reference.address else { return };
        let (sentence, source) = (NamedNode::new_unchecked(&**address), self.thing(&citation.source));
        self.sentence(&citation.reference);
        self.add(sentence.clone(), node(PROV, "wasDerivedFrom"), source.clone());
        if !citation.locator.is_empty() {
            let derivation = self.blank();
            self.add(sentence, node(PROV, "qualifiedDerivation"), derivation.clone());
            self.add(derivation.clone(), rdf::TYPE, node(PROV, "Derivation"));
            self.add(derivation.clone(), node(PROV, "entity"), source);
            self.add_text(derivation, schema("pagination"), &citation.locator);
        }
    }

    fn value(&self, value: &Value) -> Term {
        let typed = |datatype| Term::from(RdfLiteral::new_typed_literal(&*value.value, datatype));
        match &value.literal {
            None => self.thing(&value.value).into(),
            Some(Literal::Date(_)) => edtf(&value.value).into(),
            Some(Literal::Duration(duration)) => duration.xsd().map_or_else(
                || RdfLiteral::new_simple_literal(&*value.value).into(),
                |duration| RdfLiteral::new_typed_literal(duration, xsd::DURATION).into(),
            ),
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

fn dated(date: &Date) -> RdfLiteral {
    edtf(date.as_str())
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
