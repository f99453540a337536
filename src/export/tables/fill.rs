//! The rows of each table.
//!
//! Input: a `Recorder`, and which of the site's entities, documents or claims the rows are of. Output: cells in the order of the
//! table's columns, a row at a time. Entry points: a function for each table.

use std::collections::BTreeSet;
use std::io;

use serde_json::json;

use super::{Cell, Sink};
use crate::export::record::{Place, Recorder, Value};
use crate::graph::{Graph, Object};
use crate::resolve::{ClaimId, EntityId, Target};
use crate::syntax::DocumentId;
use crate::vocabulary::{Date, Day, Literal, PropertyId, Role};

/// Something with a page.
pub fn entities<'s>(recorder: Recorder<'s>, at: usize, sink: &mut Sink<'_, 's>) -> io::Result<()> {
    let it = recorder.entity(EntityId(at as u32));
    sink(&[
        it.id.into(),
        it.kind.into(),
        it.name.into(),
        it.summary.into(),
        it.same_as.join("; ").into(),
        it.page.into(),
        it.file.into(),
    ])
}

/// A text that is shown.
pub fn documents<'s>(recorder: Recorder<'s>, at: usize, sink: &mut Sink<'_, 's>) -> io::Result<()> {
    let (graph, at) = (recorder.graph, DocumentId::at(at));
    let Some(document) = graph.document(at) else { return Ok(()) };
    let (Some(id), Some(page)) = (recorder.document(at), recorder.address_of(at)) else { return Ok(()) };
    let entity = graph.entity_of(at);
    let of_entity = |it| (recorder.kind(it).name.as_str(), graph.registry.get(it).name.as_str());
    let title = || document.front.name.as_ref().map_or("", |name| &name.text);
    let (kind, name) = entity.map_or_else(|| ("claim", title()), of_entity);
    let date = entity.and_then(|it| graph.date(it, PropertyId::DATE));
    let [earliest, latest] = days(date);
    let language = entity.map_or("", |it| recorder.views.language_of(it).tag());
    sink(&[
        id.into(),
        kind.into(),
        name.into(),
        date.map(|date| date.as_str()).into(),
        earliest,
        latest,
        language.into(),
        page.into(),
        recorder.path(document.file).into(),
        (&*document.body.text).into(),
    ])
}

/// The sentences of a text.
pub fn sentences<'s>(recorder: Recorder<'s>, at: usize, sink: &mut Sink<'_, 's>) -> io::Result<()> {
    let at = DocumentId::at(at);
    let Some(document) = recorder.graph.document(at) else { return Ok(()) };
    let (Some(id), Some(page)) = (recorder.document(at), recorder.address_of(at)) else { return Ok(()) };
    let mut characters = recorder.characters(at);
    for (number, sentence) in document.body.sentences.iter().enumerate() {
        let text = document.body.text.get(sentence.text.clone()).unwrap_or_default();
        let start = characters.before(sentence.text.start);
        sink(&[
            format!("{page}#{}", sentence.anchor).into(),
            id.clone().into(),
            (number + 1).into(),
            text.into(),
            start.into(),
            (start + text.chars().count()).into(),
        ])?;
    }
    Ok(())
}

/// The names of an entity.
pub fn names<'s>(recorder: Recorder<'s>, at: usize, sink: &mut Sink<'_, 's>) -> io::Result<()> {
    let entity = recorder.entity(EntityId(at as u32));
    let names = std::iter::once(entity.name).chain(entity.aliases.iter().map(|it| &**it));
    for (at, name) in names.enumerate() {
        sink(&[entity.id.clone().into(), name.into(), (at > 0).into()])?;
    }
    Ok(())
}

/// Every property and qualifier that the site uses.
pub fn properties<'s>(recorder: Recorder<'s>, _: usize, sink: &mut Sink<'_, 's>) -> io::Result<()> {
    let graph = recorder.graph;
    for property in recorder.views.directory.terms.properties(graph) {
        sink(&[
            (&*property.name).into(),
            (&*property.label).into(),
            property.datatype.as_str().into(),
            property.inverse.as_deref().into(),
            property.schema.as_deref().into(),
            property.wikidata.as_deref().into(),
            recorder.address_of_term(&property.name).into(),
        ])?;
    }
    let names = graph.stated().flat_map(|statement| statement.qualifiers.iter().map(|(name, _)| &**name));
    let names: BTreeSet<&'s str> = names.collect();
    for name in names.into_iter().filter(|name| graph.vocabulary.properties.named(name).is_none()) {
        let page = recorder.address_of_term(name);
        let label = name.replace('_', " ");
        let none = || Cell::Null;
        sink(&[name.into(), label.into(), "qualifier".into(), none(), none(), none(), page.into()])?;
    }
    Ok(())
}

/// A claim.
pub fn claims<'s>(recorder: Recorder<'s>, at: usize, sink: &mut Sink<'_, 's>) -> io::Result<()> {
    let (graph, id) = (recorder.graph, ClaimId(at as u32));
    let Some(claim) = graph.claim(id) else { return Ok(()) };
    let record = recorder.claim(id, claim);
    let on = graph.said_on(claim);
    let [earliest, latest] = days(on.as_deref());
    let is_disputed = graph.relations(id, claim).any(|relation| relation.kind.contradicts());
    sink(&[
        record.id.into(),
        recorder.document(claim.site.document).into(),
        record.reference.address.into(),
        record.text.into(),
        record.words.into(),
        record.quote.into(),
        record.on.into(),
        earliest,
        latest,
        record.via.map(|via| via.label).into(),
        is_disputed.into(),
        graph.is_reviewed(id).into(),
        record.page.into(),
        record.reference.file.into(),
        record.reference.line.into(),
    ])
}

/// Who and what a claim is tied to.
pub fn claim_relations<'s>(recorder: Recorder<'s>, at: usize, sink: &mut Sink<'_, 's>) -> io::Result<()> {
    let id = ClaimId(at as u32);
    let Some(claim) = recorder.graph.claim(id) else { return Ok(()) };
    let claim = recorder.claim(id, claim);
    let ties = [("by", claim.speakers), ("to", claim.to), ("at", claim.at), ("about", claim.about)];
    let mut row = |relation: &'static str, [entity, other, words]: [Cell<'s>; 3]| {
        sink(&[claim.id.clone().into(), relation.into(), entity, other, words])
    };
    for (relation, entity) in
        ties.into_iter().flat_map(|(relation, them)| them.into_iter().map(move |it| (relation, it)))
    {
        row(relation, [entity.into(), Cell::Null, Cell::Null])?;
    }
    for words in claim.speakers_unnamed {
        row("by", [Cell::Null, Cell::Null, words.into()])?;
    }
    for (relation, other) in claim.relations {
        row(relation, [Cell::Null, other.into(), Cell::Null])?;
    }
    Ok(())
}

/// What a document states.
pub fn statements<'s>(recorder: Recorder<'s>, at: usize, sink: &mut Sink<'_, 's>) -> io::Result<()> {
    recorder.stated_in(DocumentId::at(at)).into_iter().try_for_each(|it| {
        let statement = it.statement;
        let Place { file, line, .. } = it.reference;
        let start = [it.id.into(), it.subject.into(), it.property.into()];
        let end = [
            it.rank.into(),
            recorder.graph.is_asserted(statement).into(),
            it.claim.into(),
            recorder.document_of(statement).into(),
            it.reference.address.into(),
            file.into(),
            line.into(),
        ];
        sink(&[&start[..], &valued(it.value, &statement.value), &end].concat())
    })
}

/// What restricts these statements.
pub fn qualifiers<'s>(recorder: Recorder<'s>, at: usize, sink: &mut Sink<'_, 's>) -> io::Result<()> {
    recorder.stated_in(DocumentId::at(at)).into_iter().try_for_each(|it| {
        let objects = it.statement.qualifiers.iter().map(|(_, object)| object);
        it.qualifiers.into_iter().zip(objects).try_for_each(|((name, value), object)| {
            let start = [it.id.clone().into(), name.into()];
            sink(&[&start[..], &valued(value, object)].concat())
        })
    })
}

/// The mentions in a document.
pub fn mentions<'s>(recorder: Recorder<'s>, at: usize, sink: &mut Sink<'_, 's>) -> io::Result<()> {
    for (mention, record) in recorder.mentions_in(DocumentId::at(at)) {
        let [entity, claim] = match mention.target {
            Target::Entity(_) => [record.target.into(), Cell::Null],
            Target::Claim(_) => [Cell::Null, record.target.into()],
        };
        let attributes = serde_json::Value::Object(record.attributes);
        sink(&[
            record.reference.address.into(),
            entity,
            claim,
            recorder.document(mention.document).into(),
            recorder.address_of_sentence(mention.document, mention.sentence).into(),
            record.exact.into(),
            record.prefix.into(),
            record.suffix.into(),
            record.start.into(),
            record.end.into(),
            (attributes != json!({})).then(|| attributes.to_string()).into(),
            record.reference.file.into(),
            record.reference.line.into(),
        ])?;
    }
    Ok(())
}

/// The claims that a document rates.
pub fn reviews<'s>(recorder: Recorder<'s>, at: usize, sink: &mut Sink<'_, 's>) -> io::Result<()> {
    let Some(review) = recorder.graph.review(DocumentId::at(at)) else { return Ok(()) };
    let record = recorder.review(review);
    let [earliest, latest] = days(review.reviewed.as_ref().map(|(date, _)| date));
    let number = |text: Option<&str>| text.and_then(|text| text.trim().parse::<f64>().ok());
    let reviewer = review.reviewer.as_ref().and_then(Object::entity).map(|it| recorder.id(it));
    record.claims.iter().try_for_each(|claim| {
        sink(&[
            record.id.clone().into(),
            claim.clone().into(),
            record.rating.into(),
            number(record.rating_value).into(),
            number(record.best).into(),
            number(record.worst).into(),
            record.reviewed.clone().into(),
            earliest.clone(),
            latest.clone(),
            record.reviewer.as_ref().map(|reviewer| reviewer.label.clone()).into(),
            reviewer.clone().into(),
            record.reasoning.into(),
            record.file.into(),
        ])
    })
}

/// An entity, where it is a source.
pub fn sources<'s>(recorder: Recorder<'s>, at: usize, sink: &mut Sink<'_, 's>) -> io::Result<()> {
    let (graph, id) = (recorder.graph, EntityId(at as u32));
    if recorder.kind(id).role != Role::Source {
        return Ok(());
    }
    let text = |property: PropertyId| Cell::from(values(graph, id, property).into_iter().next());
    let [earliest, latest] = days(graph.date(id, PropertyId::PUBLISHED));
    let authors =
        Some(values(graph, id, PropertyId::AUTHORS).join("; ")).filter(|authors| !authors.is_empty());
    sink(&[
        recorder.id(id).into(),
        graph.registry.get(id).name.as_str().into(),
        text(PropertyId::URL),
        authors.into(),
        text(PropertyId::PUBLISHER),
        graph.date(id, PropertyId::PUBLISHED).map(Date::as_str).into(),
        earliest,
        latest,
        graph.date(id, PropertyId::RETRIEVED).map(Date::as_str).into(),
        text(PropertyId::ARCHIVE_URL),
        text(PropertyId::TEXT),
        text(PropertyId::SHA256),
        recorder.address_of_entity(id).into(),
    ])
}

/// The values of a property in words.
fn values(graph: &Graph, entity: EntityId, property: PropertyId) -> Vec<String> {
    let words = graph.values(entity, property).map(|statement| match &statement.value {
        Object::Entity(entity) => graph.registry.get(*entity).name.clone(),
        Object::Literal(literal) => literal.canonical(),
    });
    words.collect()
}

/// The places where a document cites a source, and its values and its review that rest on one.
pub fn citations<'s>(recorder: Recorder<'s>, at: usize, sink: &mut Sink<'_, 's>) -> io::Result<()> {
    let (graph, at) = (recorder.graph, DocumentId::at(at));
    let document: Cell<'s> = recorder.document(at).into();
    for record in graph.citations_in(at).map(|citation| recorder.citation(citation)) {
        let locator = Some(record.locator).filter(|locator| !locator.is_empty());
        let (address, claim) = (record.reference.address.into(), record.claim.into());
        sink(&[
            record.source.into(),
            locator.into(),
            document.clone(),
            address,
            claim,
            Cell::Null,
            Cell::Null,
        ])?;
    }
    for it in recorder.stated_in(at) {
        for source in it.sources {
            let (address, claim) = (it.reference.address.clone().into(), it.claim.clone().into());
            let document = document.clone();
            sink(&[source.into(), Cell::Null, document, address, claim, it.id.clone().into(), Cell::Null])?;
        }
    }
    let review = graph.review(at).map(|review| recorder.review(review));
    review.into_iter().try_for_each(|record| {
        let claim = record.claims.first();
        record.sources.into_iter().try_for_each(|source| {
            let (claim, id) = (claim.cloned().into(), record.id.clone().into());
            sink(&[source.into(), Cell::Null, document.clone(), Cell::Null, claim, Cell::Null, id])
        })
    })
}

/// The cells of a value: from its datatype to the last day that it may mean.
fn valued<'s>(value: Value, object: &Object) -> [Cell<'s>; 10] {
    let literal = match object {
        Object::Entity(_) => None,
        Object::Literal(literal) => Some(literal),
    };
    let [amount, unit, low, high] = numbers(literal);
    let [earliest, latest] = days(literal.and_then(|literal| match literal {
        Literal::Date(date) => Some(date),
        _ => None,
    }));
    let entity = literal.is_none().then(|| value.value.clone());
    let (datatype, label) = (value.datatype.into(), value.label.into());
    [datatype, value.value.into(), entity.into(), label, amount, unit, low, high, earliest, latest]
}

/// The number of a value, its unit, and the least and the greatest that it may be.
fn numbers<'s>(literal: Option<&Literal>) -> [Cell<'s>; 4] {
    let none = || Cell::Null;
    match literal {
        Some(Literal::Number(number)) => {
            let exact = number.exact().and_then(|exact| exact.parse::<f64>().ok());
            let (low, high) = number.bounds();
            let unit = Some(number.unit().to_owned()).filter(|unit| !unit.is_empty());
            [exact.into(), unit.into(), low.into(), high.into()]
        }
        Some(Literal::Duration(duration)) => {
            let (low, high) = duration.seconds();
            [(low == high).then_some(low).into(), "s".to_owned().into(), low.into(), high.into()]
        }
        _ => [none(), none(), none(), none()],
    }
}

/// The first and the last day that a date may mean.
fn days<'s>(date: Option<&Date>) -> [Cell<'s>; 2] {
    let bounds = date.map(Date::bounds).unwrap_or_default();
    let day = |day: Option<Day>| day.map(|day| day.to_string());
    [day(bounds.start.0).into(), day(bounds.end.1).into()]
}
