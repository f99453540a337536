//! The facts as entities of FollowTheMoney, which Aleph and OpenSanctions read, a JSON object a line.
//!
//! Input: a [`Recorder`]. Output: everything with a page as an entity, what the site asserts between two of them as a link
//! with its sentence, claims as notes, and which article names whom. Entry point: [`lines`].
//!
//! The model has properties without room for who says so and until when: they are what the site itself asserts. Links have
//! dates; what others say is in notes alone.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::record::{ClaimRecord, EntityRecord, Place, Recorder, StatementRecord};
use crate::anchor::fingerprint;
use crate::graph::{Claim, Object, Statement};
use crate::resolve::{EntityId, Target};
use crate::syntax::DocumentId;
use crate::view::schema;
use crate::vocabulary::{Date, Literal, Role};

/// What becomes a property: of which schema, the property here, and there.
const PROPERTIES: [(&str, &str, &str); 33] = [
    ("Person", "born", "birthDate"),
    ("Person", "died", "deathDate"),
    ("Person", "birthplace", "birthPlace"),
    ("Person", "birth_name", "previousName"),
    ("Person", "position", "position"),
    ("Person", "occupation", "profession"),
    ("Person", "religion", "religion"),
    ("Person", "educated_at", "education"),
    ("Person", "party", "political"),
    ("Person", "website", "website"),
    ("Organization", "founded", "incorporationDate"),
    ("Organization", "dissolved", "dissolutionDate"),
    ("Organization", "legal_form", "legalForm"),
    ("Organization", "industry", "sector"),
    ("Organization", "headquarters", "address"),
    ("Organization", "website", "website"),
    ("Event", "date", "date"),
    ("Event", "start", "startDate"),
    ("Event", "end", "endDate"),
    ("Event", "place", "location"),
    ("Event", "venue", "location"),
    ("Address", "postal_code", "postalCode"),
    ("Article", "date", "publishedAt"),
    ("Article", "updated", "modifiedAt"),
    ("Article", "authors", "author"),
    ("Article", "publisher", "publisher"),
    ("Article", "source_url", "sourceUrl"),
    ("Document", "published", "publishedAt"),
    ("Document", "retrieved", "retrievedAt"),
    ("Document", "authors", "author"),
    ("Document", "publisher", "publisher"),
    ("Document", "url", "sourceUrl"),
    ("Document", "archive_url", "sourceUrl"),
];

/// What an entity has another as a property of: the schema, the property here and there, and the schemas of the other.
const NAMED: [(&str, &str, &str); 2] =
    [("Event", "participants", "involved"), ("Event", "organizer", "organizer")];

/// What becomes a link of its own kind: the property, the link, its ends, and their schemas.
const LINKS: [(&str, &str, [&str; 2], [&str; 2]); 13] = [
    ("employer", "Employment", ["employee", "employer"], ["Person", "Organization"]),
    ("member_of", "Membership", ["member", "organization"], ["", "Organization"]),
    ("party", "Membership", ["member", "organization"], ["", "Organization"]),
    ("team", "Membership", ["member", "organization"], ["", "Organization"]),
    ("leads", "Directorship", ["director", "organization"], ["", "Organization"]),
    ("spouse", "Family", ["person", "relative"], ["Person", "Person"]),
    ("partner", "Family", ["person", "relative"], ["Person", "Person"]),
    ("father", "Family", ["person", "relative"], ["Person", "Person"]),
    ("mother", "Family", ["person", "relative"], ["Person", "Person"]),
    ("parents", "Family", ["person", "relative"], ["Person", "Person"]),
    ("children", "Family", ["person", "relative"], ["Person", "Person"]),
    ("siblings", "Family", ["person", "relative"], ["Person", "Person"]),
    ("relatives", "Family", ["person", "relative"], ["Person", "Person"]),
];

/// How long an id may be.
const LONGEST: usize = 200;

/// The schemas of those who act.
const AGENTS: [&str; 2] = ["Person", "Organization"];

/// An entity or a link.
#[derive(Debug, Serialize)]
struct Entity {
    id: String,
    schema: &'static str,
    properties: BTreeMap<&'static str, Vec<String>>,
}

impl Entity {
    fn new(id: String, schema: &'static str) -> Self {
        Self { id, schema, properties: BTreeMap::new() }
    }

    /// Adds a value that is not empty, once.
    fn add(&mut self, name: &'static str, value: impl Into<String>) {
        let value = value.into();
        let values = self.properties.entry(name).or_default();
        if !value.trim().is_empty() && !values.contains(&value) {
            values.push(value);
        }
    }

    fn write(mut self, out: &mut dyn Write) -> io::Result<()> {
        self.properties.retain(|_, values| !values.is_empty());
        serde_json::to_writer(&mut *out, &self)?;
        writeln!(out)
    }
}

/// Writes all entities, links and notes.
pub fn lines(recorder: Recorder<'_>, out: &mut dyn Write) -> io::Result<()> {
    for record in recorder.entities() {
        if let Some(entity) = entity(recorder, &record) {
            entity.write(out)?;
        }
    }
    for record in recorder.statements() {
        if let Some(link) = link(recorder, &record) {
            link.write(out)?;
        }
    }
    for ((_, claim), record) in recorder.graph.claims().zip(recorder.claims()) {
        note(recorder, claim, &record).write(out)?;
    }
    for document in DocumentId::all(recorder.graph.documents.len()) {
        named_in(recorder, document).into_iter().try_for_each(|link| link.write(out))?;
    }
    Ok(())
}

/// An id of the model's, which takes only letters, digits, full stops and hyphens: the own one, or else a mark of it.
fn id(full: &str) -> String {
    let (kind, own) = full.split_once(':').unwrap_or(("", full));
    let is_plain = |text: &str| {
        let is_end = |c: char| c.is_ascii_alphanumeric();
        text.starts_with(is_end) && text.ends_with(is_end) && text.chars().all(|c| is_end(c) || c == '-')
    };
    if is_plain(kind) && is_plain(own) && full.len() <= LONGEST {
        return format!("{kind}.{own}");
    }
    // Two marks: one alone would mean something else too soon, among a million.
    let mark = format!("{}{}", fingerprint(full), fingerprint(&format!("{full}|")));
    if is_plain(kind) { format!("{kind}.{mark}") } else { mark }
}

/// What an entity is; none of plain pages, which are about the site.
fn schema_of(recorder: Recorder<'_>, entity: EntityId) -> Option<&'static str> {
    let graph = recorder.graph;
    let kind = graph.vocabulary.kinds.get(graph.registry.get(entity).kind);
    let own = &kind.schema_type;
    let is_a = |other| schema::is_a(own, other);
    Some(match kind.role {
        Role::Page => return None,
        Role::Article => "Article",
        Role::Source => "Document",
        _ if is_a("Person") => "Person",
        _ if is_a("Organization") => "Organization",
        _ if is_a("Event") => "Event",
        _ if is_a("Place") => "Address",
        _ if is_a("CreativeWork") => "Document",
        _ => "Note",
    })
}

fn entity(recorder: Recorder<'_>, record: &EntityRecord<'_>) -> Option<Entity> {
    let schema = schema_of(recorder, record.entity)?;
    let mut entity = Entity::new(id(&record.id), schema);
    entity.add("name", record.name);
    record.aliases.iter().for_each(|alias| entity.add("alias", alias));
    entity.add("summary", record.summary.unwrap_or_default());
    entity.add("sourceUrl", &*record.page);
    let wikidata = record.same_as.iter().filter_map(|same| same.strip_prefix("wikidata:"));
    wikidata.for_each(|item| entity.add("wikidataId", item));
    match schema {
        "Address" => entity.add("full", record.name),
        "Note" => entity.add("keywords", record.kind),
        "Article" | "Document" => {
            entity.add("fileName", record.file);
            entity.add("title", record.name);
            let document = recorder.graph.registry.get(record.entity).document;
            let text = recorder.graph.document(document).map(|document| &*document.body.text);
            entity.add("bodyText", text.unwrap_or_default());
        }
        _ => {}
    }
    for statement in recorder.graph.statements_of(record.entity) {
        property(recorder, &mut entity, statement);
    }
    Some(entity)
}

/// Adds what a statement says, as far as the site asserts it and the model has a property for it.
fn property(recorder: Recorder<'_>, entity: &mut Entity, statement: &Statement) {
    let graph = recorder.graph;
    if !graph.is_plain(statement) {
        return;
    }
    let name = &*graph.vocabulary.properties.get(statement.property).name;
    let here = |of: &str, own: &str| of == entity.schema && own == name;
    let named = NAMED.iter().find(|(of, own, _)| here(of, own)).map(|(.., there)| *there);
    let own = PROPERTIES.iter().find(|(of, own, _)| here(of, own)).map(|(.., there)| *there);
    match &statement.value {
        Object::Entity(other) => {
            let is_agent = schema_of(recorder, *other).is_some_and(|schema| AGENTS.contains(&schema));
            let other_id = id(&recorder.id(*other));
            named.filter(|_| is_agent).into_iter().for_each(|there| entity.add(there, &*other_id));
            own.into_iter().for_each(|there| entity.add(there, &*graph.registry.get(*other).name));
        }
        Object::Literal(Literal::Coordinates(place)) if entity.schema == "Address" => {
            entity.add("latitude", place.latitude().to_string());
            entity.add("longitude", place.longitude().to_string());
        }
        Object::Literal(Literal::Date(date)) => own.into_iter().for_each(|own| dated(entity, own, date)),
        Object::Literal(value) => own.into_iter().for_each(|there| entity.add(there, value.canonical())),
    }
}

/// Adds a date, or the two ends of one.
fn dated(entity: &mut Entity, own: &'static str, date: &Date) {
    let ends = date.as_str().split_once('/');
    let (start, end) = ends.unwrap_or((date.as_str(), ""));
    let own = if own == "date" && ends.is_some() { "startDate" } else { own };
    day(start).into_iter().for_each(|start| entity.add(own, start));
    if own == "startDate" {
        day(end).into_iter().for_each(|end| entity.add("endDate", end));
    }
}

/// A date as the model takes it: a day, a month or a year after 1 BC.
fn day(date: &str) -> Option<String> {
    let date = Date::parse(date).ok()?.datetime()?;
    let day = date.split(['T', ' ']).next().unwrap_or_default();
    Some(day.to_owned())
}

/// What the site asserts of one entity and another, with the sentence that says so.
fn link(recorder: Recorder<'_>, record: &StatementRecord<'_>) -> Option<Entity> {
    let (graph, statement) = (recorder.graph, record.statement);
    let other = statement.value.entity().filter(|other| *other != statement.subject)?;
    let schemas = [schema_of(recorder, statement.subject)?, schema_of(recorder, other)?];
    if !graph.is_asserted(statement) {
        return None;
    }
    let fits = |end: &str, schema| if end.is_empty() { AGENTS.contains(&schema) } else { end == schema };
    let known = LINKS.iter().find(|(name, _, _, ends)| {
        *name == record.property && ends.iter().zip(schemas).all(|(end, schema)| fits(end, schema))
    });
    let (schema, ends) = known.map_or(("UnknownLink", ["subject", "object"]), |(_, it, ends, _)| (it, *ends));
    let mut link = Entity::new(id(&format!("statement:{}", record.id)), schema);
    let role = if schema == "Family" { "relationship" } else { "role" };
    link.add(role, &*graph.vocabulary.properties.get(statement.property).label);
    link.add(ends[0], id(&record.subject));
    link.add(ends[1], id(&record.value.value));
    for (name, there) in [("from", "startDate"), ("until", "endDate"), ("as_of", "date")] {
        let qualifier = record.qualifiers.iter().find(|(given, _)| *given == name);
        qualifier.and_then(|(_, value)| day(&value.value)).into_iter().for_each(|day| link.add(there, day));
    }
    link.add("recordId", &*record.id);
    link.add("description", record.reference.sentence.as_deref().unwrap_or_default());
    link.add("sourceUrl", record.reference.address.as_deref().unwrap_or(&record.id));
    proven(&mut link, &record.reference, &record.sources);
    Some(link)
}

/// A claim, with who says it.
fn note(recorder: Recorder<'_>, claim: &Claim, record: &ClaimRecord<'_>) -> Entity {
    let names: Vec<_> = recorder.graph.speaker_names(claim).collect();
    let mut note = Entity::new(id(&format!("claim:{}", record.id)), "Note");
    note.add("name", &*record.text);
    note.add("description", format!("{}: {}", names.join(", "), record.text).trim_start_matches(": "));
    note.add("sourceUrl", &*record.page);
    let named = claim.speakers.iter().chain(&claim.about);
    let named = named.filter(|&&entity| schema_of(recorder, entity).is_some());
    named.for_each(|&entity| note.add("entity", id(&recorder.id(entity))));
    proven(&mut note, &record.reference, &record.sources);
    note
}

/// Adds the article that says it, and the sources that it rests on.
fn proven(entity: &mut Entity, reference: &Place, sources: &[String]) {
    let article = reference.document.iter().filter(|id| id.starts_with("article:"));
    article.chain(sources).for_each(|document| entity.add("proof", id(document)));
}

/// Whom an article names, each with the sentences that do.
fn named_in(recorder: Recorder<'_>, document: DocumentId) -> Vec<Entity> {
    let graph = recorder.graph;
    let article = graph.entity_of(document);
    let article = article.filter(|&article| schema_of(recorder, article) == Some("Article"));
    let Some(article) = article else { return Vec::new() };
    let full_id = |entity| recorder.id(entity);
    let mut named: BTreeMap<EntityId, Entity> = BTreeMap::new();
    for mention in graph.mentions_in(document) {
        let Target::Entity(entity) = mention.target else { continue };
        if entity == article || schema_of(recorder, entity).is_none() {
            continue;
        }
        let link = named.entry(entity).or_insert_with(|| {
            let own = format!("documentation:{}#{}", full_id(article), full_id(entity));
            let mut link = Entity::new(id(&own), "Documentation");
            link.add("document", id(&full_id(article)));
            link.add("entity", id(&full_id(entity)));
            link
        });
        let sentence = graph.sentence(document, mention.sentence);
        let text = graph.document(document).zip(sentence);
        let words = text.and_then(|(document, it)| document.body.text.get(it.text.clone()));
        link.add("description", words.unwrap_or_default());
    }
    named.into_values().collect()
}
