//! Reading what front matter states.
//!
//! Input: the entries of a front matter. Output: [`Statement`]s whose reference is the record itself, and [`Review`]s.
//! Entry points: [`statements`] and [`review`].

use super::model::{Object, Rank, Reference, Review, Statement};
use super::values::ValueReader;
use crate::data::{Entry, Node, Table, Text, Value};
use crate::diagnostic::{Applicability, Code, Diagnostic, nearest};
use crate::resolve::EntityId;
use crate::source::Span;
use crate::syntax::{Document, DocumentId, Front};
use crate::vocabulary::{Datatype, Literal, PropertyId, QUALIFIERS, Role, key};

/// The keys that every front matter may have beside properties.
const COMMON_KEYS: [&str; 18] = [
    "name",
    "title",
    "aliases",
    "former",
    "slug",
    "sort",
    "summary",
    "description",
    "same_as",
    "image",
    "corrections",
    "draft",
    "publish",
    "language",
    "allow",
    "extra",
    "names",
    CLAIMS,
];

/// The key for what all claims of a text have.
pub const CLAIMS: &str = "claims";

/// The statements that an entity's front matter makes of it.
pub fn statements(
    values: &mut ValueReader<'_>,
    owner: EntityId,
    front: &Front,
    role: Role,
) -> Vec<Statement> {
    addresses(values, front);
    corrections(values, front, role);
    let mut statements = Vec::new();
    for entry in &front.rest {
        let is_of_claims = entry.key.text == CLAIMS && values.registry.get(owner).document.is_some();
        let is_of_text = entry.key.text == "names" && role == Role::Article || is_of_claims;
        if is_of_text || entry.value.value == Value::Null {
            continue;
        }
        if entry.key.text == "menu" && entry.value.as_bool().is_none() {
            values.report(menu_of_hugo(entry));
            continue;
        }
        if let Some(property) = front_property(values, entry, owner) {
            statements.extend(entry_statements(values, owner, property, &entry.value));
        }
    }
    if role == Role::Article && front.readable && !front.rest.iter().any(|entry| entry.key.text == "date") {
        let help = "add a line `date: 2017-07-14`";
        values.report(
            Diagnostic::at(Code::BadFrontMatter, front.span, "the front matter has no `date`").help(help),
        );
    }
    statements
}

/// Reports what can't be linked to among the addresses that are no values of a property.
fn addresses(values: &mut ValueReader<'_>, front: &Front) {
    let elsewhere = front.same_as.iter().filter(|text| !is_wikidata(&text.text));
    let is_address = |text: &&Text| has_scheme(&text.text);
    let license = front.rest.iter().filter(|entry| entry.key.text == "license");
    let license = license
        .filter_map(|entry| Some(Text { text: entry.value.as_str()?.to_owned(), span: entry.value.span }));
    let others: Vec<_> = front.image.iter().map(|image| image.src.clone()).chain(license).collect();
    for text in elsewhere.chain(others.iter().filter(is_address)) {
        if let Err(error) = Literal::parse(Datatype::Url, text.text.trim()) {
            values.report(Diagnostic::at(Code::BadValue, text.span, error.message).maybe_help(error.help));
        }
    }
}

/// Reports corrections without a date that can be read, and those of what is no article.
fn corrections(values: &mut ValueReader<'_>, front: &Front, role: Role) {
    for correction in &front.corrections {
        if role != Role::Article {
            let message = "only an article has `corrections`";
            let help = "correct the file itself; what was wrong in an article, its own `corrections` say";
            values.report(Diagnostic::at(Code::BadFrontMatter, correction.text.span, message).help(help));
        }
        if let Some(date) = &correction.date {
            values.date(date);
        }
    }
}

/// Whether it is the id of an item of Wikidata's: `wikidata:Q7747`.
fn is_wikidata(text: &str) -> bool {
    let id = text.strip_prefix("wikidata:").map(str::trim);
    id.is_some_and(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Whether a text begins like an address, and is no plain words or path.
fn has_scheme(text: &str) -> bool {
    let scheme = text.trim_start().split_once(':').map(|(scheme, _)| scheme);
    scheme.is_some_and(|it| {
        it.chars().all(|c| c.is_ascii_alphanumeric() || c.is_control() || "+-.".contains(c))
    })
}

fn front_property(values: &mut ValueReader<'_>, entry: &Entry, owner: EntityId) -> Option<PropertyId> {
    let properties = &values.vocabulary.properties;
    let known = properties.named(&entry.key.text).filter(|&id| applies(values, id, owner));
    if known.is_none() {
        let fitting = properties.iter().filter(|(id, _)| applies(values, *id, owner));
        let known = fitting.map(|(_, property)| &*property.name).chain(COMMON_KEYS);
        let finding = crate::data::unknown_key(entry, known);
        values.report(finding);
    }
    known
}

/// Hugo's `menu` names the menus that a page is in; a page of Annals is in the only one, if it does not say no.
fn menu_of_hugo(entry: &Entry) -> Diagnostic {
    let message = "`menu` is `true` or `false`, and means nothing here as Hugo has it";
    let help = "remove it, or write `menu: false` for a page that is to be in no menu";
    Diagnostic::at(Code::UnknownKey, entry.value.span, message).help(help)
}

fn applies(values: &ValueReader<'_>, property: PropertyId, subject: EntityId) -> bool {
    let kind = values.vocabulary.kinds.get(values.registry.get(subject).kind);
    values.vocabulary.properties.get(property).applies_to(kind)
}

/// The property that a fact's key names, if it can be stated of the subject.
pub fn property(values: &mut ValueReader<'_>, name: &Text, subject: Option<EntityId>) -> Option<PropertyId> {
    let properties = &values.vocabulary.properties;
    let Some(id) = properties.named(&name.text) else {
        let message = format!("there is no property `{}`", name.text);
        let key = key(&name.text);
        let finding = Diagnostic::at(Code::UnknownProperty, name.span, message);
        let finding = finding.meant(Applicability::Safe, name.span, nearest(&key, properties.names()));
        let declare = || format!("declare it in annals.toml: `[properties.{}]`", name.text);
        values.report(finding.or_help(declare));
        return None;
    };
    if let Some(subject) = subject.filter(|&subject| !applies(values, id, subject)) {
        let entity = values.registry.get(subject);
        let kind = &values.vocabulary.kinds.get(entity.kind).name;
        let property = properties.get(id);
        let message =
            format!("`{}` can't be stated of `{}`, which is of the kind {kind}", property.name, entity.name);
        let help = format!("it is a property of the kind {}", crate::diagnostic::one_of(&property.subjects));
        values.report(Diagnostic::at(Code::UnknownProperty, name.span, message).help(help));
        return None;
    }
    Some(id)
}

fn entry_statements(
    values: &mut ValueReader<'_>,
    owner: EntityId,
    property: PropertyId,
    node: &Node,
) -> Vec<Statement> {
    let definition = values.vocabulary.properties.get(property);
    let pair = coordinates(node).filter(|_| definition.datatype == Datatype::Coordinates);
    let items = if pair.is_some() { vec![node] } else { node.items().collect() };
    items
        .into_iter()
        .filter_map(|item| {
            let (text, details) = match &pair {
                Some(text) => (Text { text: text.clone(), span: node.span }, Details::default()),
                None => value_and_details(values, item)?,
            };
            Some(Statement {
                subject: owner,
                property,
                value: values.object(definition, &text)?,
                qualifiers: details.qualifiers,
                rank: details.rank,
                claim: None,
                reference: Reference::Record { entity: owner },
                sources: details.sources,
                location: values.location(text.span),
                inverse_of: None,
            })
        })
        .collect()
}

/// `[lat, lon]` as one text.
fn coordinates(node: &Node) -> Option<String> {
    let Value::List(items) = &node.value else { return None };
    let [latitude, longitude] = items.as_slice() else { return None };
    Some(format!("{}, {}", latitude.as_str()?, longitude.as_str()?))
}

/// What a fact says of its value: in attributes beside it, or in a table around it.
#[derive(Clone, Debug, Default)]
pub struct Details {
    /// What restricts it.
    pub qualifiers: Vec<(String, Object)>,
    /// How much to make of it.
    pub rank: Rank,
    /// The sources given for it.
    pub sources: Vec<EntityId>,
}

/// The names of all that can be said of a value.
pub fn detail_names() -> impl Iterator<Item = &'static str> + Clone {
    QUALIFIERS.into_iter().chain(["rank", "source"])
}

impl Details {
    /// Adds what is said under one of these names.
    pub fn read(&mut self, values: &mut ValueReader<'_>, name: &str, text: &Text) {
        match name {
            "rank" => self.rank = rank(values, text),
            "source" => {
                self.sources.extend(text.split().iter().filter_map(|name| values.source(name)));
            }
            _ => self.qualifiers.extend(qualifier(values, name, text)),
        }
    }
}

fn rank(values: &mut ValueReader<'_>, text: &Text) -> Rank {
    let rank = Rank::ALL.into_iter().find(|rank| rank.as_str() == text.text);
    if rank.is_none() {
        let names = Rank::ALL.map(Rank::as_str);
        let message = format!("there is no rank `{}`", text.text);
        let finding = Diagnostic::at(Code::BadValue, text.span, message);
        let finding = finding.meant(Applicability::Safe, text.span, nearest(&text.text, names));
        values.report(finding.or_help(|| format!("write `{}`", names.join("`, `"))));
    }
    rank.unwrap_or_default()
}

/// A value that stands by itself, or in a table with what is said of it: `{id: sergey-lavrov, role: minister}`.
fn value_and_details(values: &mut ValueReader<'_>, node: &Node) -> Option<(Text, Details)> {
    if let Some(text) = node.as_str() {
        return Some((Text { text: text.to_owned(), span: node.span }, Details::default()));
    }
    let main =
        node.entries().iter().find(|entry| matches!(&*entry.key.text, "id" | "value" | "title" | "name"));
    let Some((main, text)) = main.and_then(|entry| Some((entry, entry.value.as_str()?))) else {
        let message = format!("expected a value or `{{id: …, role: …}}`, found {}", node.kind());
        values.report(Diagnostic::at(Code::BadFrontMatter, node.span, message));
        return None;
    };
    let mut details = Details::default();
    for entry in node.entries().iter().filter(|entry| entry.key.text != main.key.text) {
        let name = key(&entry.key.text);
        match entry.value.as_str() {
            Some(text) if detail_names().any(|known| known == name) => {
                details.read(values, &name, &Text { text: text.to_owned(), span: entry.value.span });
            }
            Some(_) => values.report(crate::data::unknown_key(entry, detail_names())),
            None => {}
        }
    }
    Some((Text { text: text.to_owned(), span: main.value.span }, details))
}

/// A qualifier's value: a date, an entity or text, according to its name.
fn qualifier(values: &mut ValueReader<'_>, name: &str, text: &Text) -> Option<(String, Object)> {
    let object = match name {
        "as_of" | "from" | "until" => Object::Literal(Literal::Date(values.date(text)?)),
        "according_to" | "organization" => values.entity_or_text(text)?,
        _ => Object::Literal(Literal::Text(text.text.clone())),
    };
    Some((name.to_owned(), object))
}

/// Reads the front matter of a file of `content/claims/`: the review of a claim.
pub fn review(values: &mut ValueReader<'_>, own: DocumentId, document: &Document) -> Option<Review> {
    let root = Node { span: document.front.span, value: Value::Table(document.front.rest.clone()) };
    let mut table = Table::new(&root, Code::BadFrontMatter);
    let review = read_review(values, &mut table, own, document.front.span);
    table.finish().into_iter().for_each(|finding| values.report(finding));
    review
}

fn read_review(
    values: &mut ValueReader<'_>,
    table: &mut Table<'_>,
    document: DocumentId,
    front: Span,
) -> Option<Review> {
    let claims = table.texts("claim");
    if claims.is_empty() {
        values.report(missing("claim", front));
    }
    let claims: Vec<_> = claims.iter().filter_map(|claim| values.claim(claim)).collect();
    let rating = table.text("rating");
    if rating.is_none() {
        values.report(missing("rating", front));
    }
    let reviewed = table.text("reviewed");
    let reviewer = table.text("reviewer");
    let sources = table.texts("sources");
    let reviewed = reviewed.and_then(|text| Some((values.date(&text)?, values.location(text.span))));
    let reviewer = reviewer.and_then(|text| values.entity_or_text(&text));
    let sources = sources.iter().flat_map(Text::split).filter_map(|name| values.source(&name)).collect();
    let (rating_value, best, worst) = (table.text("rating_value"), table.text("best"), table.text("worst"));
    let rating = rating.filter(|_| !claims.is_empty())?;
    Some(Review { document, claims, rating, rating_value, best, worst, reviewed, reviewer, sources })
}

/// The finding that a review lacks a key.
fn missing(name: &str, front: Span) -> Diagnostic {
    let message = format!("the front matter of this review has no `{name}`");
    Diagnostic::at(Code::BadFrontMatter, front, message).help(format!("add a line `{name}: …`"))
}
