//! schema.org: the words it has for what a site asserts.
//!
//! Input: the graph and an entity. Output: the properties of schema.org with their values, as JSON-LD and RDF write them.
//! Entry points: [`plain`], [`of_statement`] and [`appearances`].
//!
//! Only what the site itself asserts is here, and only what the published vocabulary lets be said: a property is stated of
//! the types in its domain, and has values of the types in its range (`schema_org.txt`). Where a name is given instead of
//! an entity, it becomes an object of a fitting type, or stays text, which schema.org accepts anywhere.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::graph::{Claim, Graph, Object, Statement};
use crate::resolve::EntityId;
use crate::vocabulary::{Date, Duration, Literal, Property, Quantity};

const TABLE: &str = include_str!("schema_org.txt");

/// What a property is called where it is stated of a type for which its own name is not meant.
const RENAMED: [(&str, &str, &str); 6] = [
    ("CreativeWork", "startDate", "datePublished"),
    ("Place", "superEvent", "containedInPlace"),
    ("Place", "subEvent", "containsPlace"),
    ("Place", "addressCountry", "containedInPlace"),
    ("Organization", "superEvent", "parentOrganization"),
    ("Organization", "subEvent", "subOrganization"),
];

/// What is said of a part of a thing: the type, its property, and the property and the type of the part.
const PARTS: [(&str, &str, &str, &str); 4] = [
    ("Place", "postalCode", "address", "PostalAddress"),
    ("Organization", "addressCountry", "address", "PostalAddress"),
    ("Event", "addressCountry", "location", "PostalAddress"),
    ("Event", "geo", "location", "Place"),
];

/// The types that a mere name can be of, where a property takes no text.
const NAMED: [&str; 6] = ["Occupation", "Place", "CreativeWork", "Person", "Organization", "Thing"];

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Term<'g> {
    /// An entity; with the type that it has as this value, where its kind does not say so.
    Entity(EntityId, Option<&'static str>),
    /// Text.
    Text(Cow<'g, str>),
    /// A day, a month, a year, or what only EDTF can express.
    Date(Date),
    /// A length of time.
    Duration(&'g Duration),
    /// A number in decimal form.
    Number(String),
    /// About how many, in words.
    About(&'g Quantity),
    /// Yes or no.
    Boolean(bool),
    /// An address.
    Url(&'g str),
    /// Something without a page: its type and its properties.
    Thing(&'static str, Vec<(&'static str, Term<'g>)>),
}

/// The types and properties of the vocabulary.
struct Vocabulary {
    /// The types that a type is a kind of.
    types: BTreeMap<&'static str, Vec<&'static str>>,
    /// The domain and the range of a property.
    properties: BTreeMap<&'static str, [Vec<&'static str>; 2]>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let (mut types, mut properties) = (BTreeMap::new(), BTreeMap::new());
    let list = |text: &'static str| text.split_whitespace().collect::<Vec<_>>();
    for line in TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        if let Some((name, rest)) = line.split_once(": ") {
            let (domain, range) = rest.split_once(" -> ").unwrap_or((rest, ""));
            properties.insert(name, [list(domain), list(range)]);
        } else {
            let (name, above) = line.split_once(" < ").unwrap_or((line, ""));
            types.insert(name, list(above));
        }
    }
    Vocabulary { types, properties }
});

/// Whether a type is another or a kind of it.
pub fn is_a(name: &str, other: &str) -> bool {
    name == other || VOCABULARY.types.get(name).is_some_and(|above| above.iter().any(|it| is_a(it, other)))
}

/// The schema.org type of an entity.
fn type_of(graph: &Graph, entity: EntityId) -> &str {
    &graph.vocabulary.kinds.get(graph.registry.get(entity).kind).schema_type
}

/// An entity as the value of a property that takes only some types; none where it is of another.
pub fn entity<'g>(graph: &Graph, property: &str, entity: EntityId) -> Option<Term<'g>> {
    let range = Range::of(property);
    let own = type_of(graph, entity);
    if range.takes(own) {
        return Some(Term::Entity(entity, None));
    }
    (range.has("Country") && is_a(own, "Place")).then_some(Term::Entity(entity, Some("Country")))
}

/// Where a claim appeared: in its own sources, or else in its article.
pub fn appearances(graph: &Graph, claim: &Claim) -> Vec<EntityId> {
    let article = graph.entity_of(claim.site.document).filter(|_| claim.sources.is_empty());
    let all = claim.sources.iter().copied().chain(article);
    all.filter(|&id| entity(graph, "appearance", id).is_some()).collect()
}

/// A name as the value of a property.
pub fn named<'g>(property: &str, name: &'g str) -> Term<'g> {
    let range = Range::of(property);
    let known = NAMED.into_iter().find(|of| range.has(of));
    match known {
        Some(of) if !range.has("Text") => {
            let of = if property == "publisher" { "Organization" } else { of };
            Term::Thing(of, vec![("name", Term::Text(name.into()))])
        }
        _ => Term::Text(name.into()),
    }
}

/// All that the site itself asserts of an entity and schema.org has a property for, each value once.
pub fn plain<'g>(graph: &'g Graph, id: EntityId) -> Vec<(&'g str, Vec<Term<'g>>)> {
    let mut all: Vec<(&str, Vec<Term<'_>>)> = Vec::new();
    for (name, term) in graph.statements_of(id).flat_map(|statement| of_statement(graph, statement)) {
        match all.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) if values.contains(&term) => {}
            Some((_, values)) => values.push(term),
            None => all.push((name, vec![term])),
        }
    }
    all
}

/// What a statement says in the words of schema.org; nothing where the site does not assert it.
pub fn of_statement<'g>(graph: &'g Graph, statement: &'g Statement) -> Vec<(&'g str, Term<'g>)> {
    let property = graph.vocabulary.properties.get(statement.property);
    if !graph.is_plain(statement) {
        return Vec::new();
    }
    terms(graph, type_of(graph, statement.subject), property, &statement.value)
}

/// What schema.org makes of one value of a property of something of a type.
fn terms<'g>(
    graph: &'g Graph,
    subject: &str,
    property: &'g Property,
    value: &'g Object,
) -> Vec<(&'g str, Term<'g>)> {
    let Some(own) = property.schema.as_deref() else { return Vec::new() };
    let renamed = RENAMED.iter().find(|(of, name, _)| *name == own && is_a(subject, of));
    let name = renamed.map_or(own, |(_, _, name)| name);
    let part = PARTS.iter().find(|(of, inner, ..)| *inner == own && is_a(subject, of));
    if let Some((_, inner, outer, of)) = part {
        let term = self::term(graph, inner, value);
        return term.map(|term| (*outer, Term::Thing(of, vec![(*inner, term)]))).into_iter().collect();
    }
    if !is_in_domain(name, subject) {
        return Vec::new();
    }
    match value {
        Object::Literal(Literal::Date(date)) if name == "startDate" && date.is_interval() => ends(date),
        _ => self::term(graph, name, value).map(|term| (name, term)).into_iter().collect(),
    }
}

/// The start and the end of an interval, as far as it has them.
fn ends<'g>(interval: &Date) -> Vec<(&'g str, Term<'g>)> {
    let (start, end) = interval.as_str().split_once('/').unwrap_or_default();
    let ends = [("startDate", start), ("endDate", end)].into_iter();
    ends.filter_map(|(name, date)| Some((name, Term::Date(Date::parse(date).ok()?)))).collect()
}

/// Whether a property may be stated of a type; of a property that the table does not have, nothing is known.
fn is_in_domain(property: &str, subject: &str) -> bool {
    let known = VOCABULARY.properties.get(property);
    known.is_none_or(|[domain, _]| domain.iter().any(|of| is_a(subject, of)))
}

fn term<'g>(graph: &'g Graph, property: &str, value: &'g Object) -> Option<Term<'g>> {
    let range = Range::of(property);
    Some(match value {
        Object::Entity(id) => {
            let name = &*graph.registry.get(*id).name;
            return entity(graph, property, *id).or(range.has("Text").then_some(Term::Text(name.into())));
        }
        Object::Literal(Literal::Text(text)) => named(property, text),
        Object::Literal(Literal::Url(url)) => Term::Url(url),
        Object::Literal(Literal::Date(date)) => Term::Date(date.clone()),
        Object::Literal(Literal::Duration(duration)) => Term::Duration(duration),
        Object::Literal(Literal::Boolean(truth)) => Term::Boolean(*truth),
        Object::Literal(Literal::Number(number)) => quantity(&range, number),
        Object::Literal(Literal::Coordinates(place)) => Term::Thing(
            "GeoCoordinates",
            vec![
                ("latitude", Term::Number(place.latitude().to_string())),
                ("longitude", Term::Number(place.longitude().to_string())),
            ],
        ),
    })
}

/// A number, a range or a limit, with its unit where it has one; what is not exactly a number is never one alone.
fn quantity<'g>(range: &Range, number: &'g Quantity) -> Term<'g> {
    let decimal = |decimal: &str| Term::Number(decimal.to_owned());
    let is_money = range.has("MonetaryAmount");
    let (of, unit) =
        if is_money { ("MonetaryAmount", "currency") } else { ("QuantitativeValue", "unitText") };
    let (low, high) = number.limits();
    let mut properties = Vec::new();
    match number.exact() {
        Some(exact) if number.unit().is_empty() && !range.has(of) => return decimal(exact),
        Some(exact) => properties.push(("value", decimal(exact))),
        None if number.is_about() => {
            properties.extend(low.map(|low| ("value", decimal(low))));
            properties.push(("description", Term::About(number)));
        }
        None => {
            properties.extend(low.map(|low| ("minValue", decimal(low))));
            properties.extend(high.map(|high| ("maxValue", decimal(high))));
        }
    }
    if !number.unit().is_empty() {
        properties.push((unit, Term::Text(number.unit().into())));
    }
    Term::Thing(of, properties)
}

/// The types of a property's values; none are known of a property that the table does not have.
struct Range(Option<&'static [&'static str]>);

impl Range {
    fn of(property: &str) -> Self {
        Self(VOCABULARY.properties.get(property).map(|[_, range]| &**range))
    }

    fn has(&self, name: &str) -> bool {
        self.0.is_some_and(|types| types.contains(&name))
    }

    fn takes(&self, own: &str) -> bool {
        self.0.is_none_or(|types| types.iter().any(|of| is_a(own, of)))
    }
}
