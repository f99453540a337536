//! The pages of articles, and plain pages.
//!
//! Input: a viewpoint and a document. Output: its head and content. Entry points: [`article`] and [`text`].

use std::collections::BTreeMap;

use super::model::{Article, Citation, Content, Counted, EntityGroup, Fact, Note, Text};
use super::numbers::facts;
use super::text::html;
use super::{Numbers, Parts, Viewpoint, linked_data};
use crate::graph::Object;
use crate::resolve::{EntityId, Target};
use crate::vocabulary::Role;

/// The page of an article.
pub fn article<'a>(view: &Viewpoint<'a, '_>, id: EntityId) -> Parts<'a> {
    let graph = view.graph();
    let entity = graph.registry.get(id);
    let document = entity.document.unwrap_or(usize::MAX);
    let numbers = Numbers::new(graph, document);
    let front = graph.front(id);
    let description = front.and_then(|front| front.summary.as_ref()).map_or("", |summary| &summary.text);
    let value = |property: &str| graph.value(id, property);
    let article = Article {
        title: &entity.name,
        dateline: view.text_of(value("dateline")),
        date: view.date_of(id, &["date"]),
        updated: view.date_of(id, &["updated"]),
        authors: values(view, id, "authors"),
        publisher: value("publisher").map(|publisher| view.value(publisher)),
        source_url: Some(view.text_of(value("source_url"))).filter(|url| !url.is_empty()),
        license: view.text_of(value("license")),
        description,
        html: html(view, document, &numbers),
        claims: numbers.claims().filter_map(|(number, claim)| view.claim(claim, number)).collect(),
        facts: document_facts(view, &numbers, |_| true),
        disputes: view.disputes(numbers.claims().map(|(_, claim)| claim)),
        entities: named(view, document),
        notes: notes(view, &numbers),
        extra: front.and_then(|front| front.extra.as_ref()),
    };
    let mut head = view.head(&*entity.name, "article", description);
    head.data = Some(linked_data::article(view, id, description));
    (head, Content::Article(Box::new(article)))
}

/// A plain page.
pub fn text<'a>(view: &Viewpoint<'a, '_>, id: EntityId) -> Parts<'a> {
    let graph = view.graph();
    let entity = graph.registry.get(id);
    let front = graph.front(id);
    let document = entity.document.unwrap_or(usize::MAX);
    let description = front.and_then(|front| front.summary.as_ref()).map_or("", |summary| &summary.text);
    let head = view.head(&*entity.name, view.kind_name(id), description);
    let text = Text {
        title: &entity.name,
        html: html(view, document, &Numbers::new(graph, document)),
        extra: front.and_then(|front| front.extra.as_ref()),
    };
    (head, Content::Text(text))
}

/// The page for an address that leads nowhere.
pub fn not_found<'a>(view: &Viewpoint<'a, '_>) -> Parts<'a> {
    let title = view.language.word("not_found");
    (view.head(title, "404", ""), Content::Text(Text { title, html: String::new(), extra: None }))
}

fn values<'a>(view: &Viewpoint<'a, '_>, id: EntityId, property: &str) -> Vec<super::model::ValueView<'a>> {
    let graph = view.graph();
    let Some(property) = graph.vocabulary.properties.named(property) else { return Vec::new() };
    graph.values(id, property).map(|statement| view.value(&statement.value)).collect()
}

/// The facts of a document whose statements pass a test, in the order of the text.
pub fn document_facts<'a>(
    view: &Viewpoint<'a, '_>,
    numbers: &Numbers<'a>,
    test: impl Fn(&crate::graph::Statement) -> bool,
) -> Vec<Fact<'a>> {
    let graph = view.graph();
    let facts = facts(graph, numbers.document)
        .into_iter()
        .filter(|(_, statements)| statements.iter().any(|it| test(it)));
    facts
        .map(|(annotation, statements)| {
            let words = graph.document(numbers.document).zip(graph.annotation(numbers.document, annotation));
            Fact {
                anchor: numbers.facts.get(&annotation).cloned().unwrap_or_default(),
                words: words.map_or("", |(document, fact)| document.body.words(fact)),
                statements: statements.into_iter().map(|statement| view.statement(statement)).collect(),
                sentence: view.quote_of(numbers.document, annotation),
            }
        })
        .collect()
}

/// Whom and what a document names and how often, the most named first.
pub fn counts(view: &Viewpoint<'_, '_>, document: usize) -> Vec<(EntityId, usize)> {
    let mut counts: BTreeMap<EntityId, usize> = BTreeMap::new();
    for mention in view.graph().mentions_in(document) {
        if let Target::Entity(entity) = mention.target {
            *counts.entry(entity).or_default() += 1;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(entity, count)| (std::cmp::Reverse(*count), *entity));
    counts
}

/// The same by kind.
fn named<'a>(view: &Viewpoint<'a, '_>, document: usize) -> Vec<EntityGroup<'a>> {
    let graph = view.graph();
    let counts = counts(view, document);
    let kinds = graph.vocabulary.kinds.iter().filter(|(_, kind)| kind.role == Role::Entity);
    let groups = kinds.filter_map(|(id, kind)| {
        let found = counts.iter().filter(|(entity, _)| graph.registry.get(*entity).kind == id);
        let entities: Vec<_> =
            found.map(|&(entity, count)| Counted { entity: view.entity(entity), count }).collect();
        (!entities.is_empty()).then_some(EntityGroup {
            kind: &kind.name,
            label: kind.plural_in(view.language),
            entities,
        })
    });
    groups.collect()
}

/// The sources cited, in the order of their numbers.
fn notes<'a>(view: &Viewpoint<'a, '_>, numbers: &Numbers<'a>) -> Vec<Note<'a>> {
    let notes = numbers.sources.iter().enumerate().map(|(at, &source)| {
        let places = numbers.citations.iter().filter(|cited| cited.note == at + 1);
        let citations =
            places.map(|cited| Citation { anchor: cited.anchor.clone(), locator: &cited.citation.locator });
        Note {
            number: at + 1,
            source: view.link_to(source),
            details: details(view, source),
            citations: citations.collect(),
        }
    });
    notes.collect()
}

/// Who published a source, and when.
pub fn details(view: &Viewpoint<'_, '_>, source: EntityId) -> String {
    let graph = view.graph();
    let publisher = match graph.value(source, "publisher") {
        Some(Object::Entity(entity)) => Some(graph.registry.get(*entity).name.clone()),
        Some(Object::Literal(literal)) => Some(literal.words(view.language)),
        None => None,
    };
    let published = graph.date(source, "published").map(|date| view.date_words(date));
    publisher.into_iter().chain(published).collect::<Vec<_>>().join(view.language.word("comma"))
}
