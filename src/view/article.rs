//! The pages of articles, and plain pages.
//!
//! Input: a viewpoint and a document. Output: its head and content. Entry points: [`article`] and [`text`].

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

use super::claims::dispute_pairs;
use super::model::{Article, ClaimGroup, Content, CorrectionView, Fact, Text};
use super::names::{named, names};
use super::notes::notes;
use super::numbers::{Noted, Numbered};
use super::pages::all_parts;
use super::section::{Section, within};
use super::text::{blocks, contents, html, title_id};
use super::{
    Numbers, PageId, Parts, Viewpoint, Views, facts, linked_data, margin, numbers, statement, weight,
};
use crate::graph::{Reference, Statement};
use crate::resolve::{EntityId, Target};
use crate::syntax::{AnnotationId, Correction, DocumentId};
use crate::vocabulary::{Date, PropertyId};

/// How many contradictions an article's page shows side by side.
const DISPUTES: usize = 16;

/// The page of an article.
pub fn article<'a>(view: &Viewpoint<'a, '_>, id: EntityId) -> Parts<'a> {
    let graph = view.graph();
    let entity = graph.registry.get(id);
    let document = entity.document;
    let numbers = numbers_of_page(view, id, document);
    let front = graph.front(id);
    let description = front.and_then(|front| front.summary.as_ref()).map_or("", |summary| &summary.text);
    let value = |property: PropertyId| graph.value(id, property);
    let claims: Vec<_> = graph.claims_in(document).collect();
    let article = Article {
        title: &entity.name,
        dateline: view.text_of(value(PropertyId::DATELINE)),
        date: view.date_of(id, &[PropertyId::DATE]),
        updated: view.date_of(id, &[PropertyId::UPDATED]),
        authors: values(view, id, PropertyId::AUTHORS),
        publisher: value(PropertyId::PUBLISHER).map(|publisher| view.value(publisher)),
        source_url: Some(view.text_of(value(PropertyId::SOURCE_URL))).filter(|url| !url.is_empty()),
        license: view.text_of(value(PropertyId::LICENSE)),
        description,
        image: view.image(id),
        corrections: corrections(view, id),
        contents: contents(graph, document),
        blocks: blocks(view, &numbers),
        claims: self::claims(view, &numbers, view.views.splits.range(id, Section::Claims, 1)),
        claim_count: numbers.claims().len(),
        facts: self::facts(view, &numbers, view.views.splits.range(id, Section::Facts, 1)),
        fact_count: numbers.facts.len(),
        dispute_count: dispute_pairs(graph, claims.iter().copied()).len(),
        disputes: view.disputes(claims, DISPUTES),
        more: all_parts(view, id),
        entities: names(view, id, view.views.splits.range(id, Section::Names, 1)),
        notes: notes(view, &numbers, view.views.splits.range(id, Section::Notes, 1)),
        notes_in_text: numbers.citations.iter().any(|cited| cited.in_text),
        extra: front.and_then(|front| front.extra.as_ref()),
    };
    let mut head = view.head(&*entity.name, "article", description);
    head.data = Some(linked_data::article(view, id, description));
    head.anchors = statement::of_record(graph, id).into_iter().chain(title_id(graph, document)).collect();
    (head, Content::Article(Box::new(article)))
}

/// What was corrected in an article, the newest first.
fn corrections<'a>(view: &Viewpoint<'a, '_>, id: EntityId) -> Vec<CorrectionView<'a>> {
    let corrections = view.graph().front(id).map_or(&[][..], |front| &front.corrections);
    let date = |it: &Correction| Date::parse(&it.date.as_ref()?.text).ok();
    let mut dated: Vec<_> = corrections.iter().map(|it| (date(it), it)).collect();
    dated.sort_by_key(|(date, _)| Reverse(date.as_ref().map(Date::sort_key)));
    let shown = dated
        .into_iter()
        .map(|(date, it)| CorrectionView { date: date.map(|date| view.date(&date)), text: &it.text.text });
    shown.collect()
}

/// The numbers on an article's page; what the page's own lists don't hold has no card, but a link.
fn numbers_of_page<'a>(view: &Viewpoint<'a, '_>, id: EntityId, document: Option<DocumentId>) -> Numbers<'a> {
    let mut numbers = Numbers::new(view.graph(), document);
    let splits = &view.views.splits;
    let first = splits.range(id, Section::Claims, 1).end;
    let further = numbers.claims().into_iter().skip(first).flatten();
    let further = further.map(|it| (it.claim.site.annotation, view.claim_url(it.id))).collect::<Vec<_>>();
    numbers.links.extend(further);
    let facts: Vec<_> = numbers.facts.iter().map(|(at, anchor)| (*at, anchor.clone())).collect();
    for part in 2..=splits.parts(id, Section::Facts) {
        let page = view.page_url(PageId::More(id, Section::Facts, part));
        let facts = within(&facts, splits.range(id, Section::Facts, part));
        numbers.links.extend(facts.iter().map(|(at, anchor)| (*at, format!("{page}#{anchor}"))));
    }
    let notes: Vec<_> = numbers.notes.iter().zip(1..).collect();
    for part in 2..=splits.parts(id, Section::Notes) {
        let page = view.page_url(PageId::More(id, Section::Notes, part));
        let notes = within(&notes, splits.range(id, Section::Notes, part));
        let sources = notes.iter().filter(|(noted, _)| matches!(noted, Noted::Source(_)));
        numbers.note_pages.extend(sources.map(|(_, note)| (*note, page.clone())));
    }
    numbers
}

/// The claims of an article that stand in no other, some of them, each with those within it.
pub fn claims<'a>(
    view: &Viewpoint<'a, '_>,
    numbers: &Numbers<'a>,
    range: Range<usize>,
) -> Vec<ClaimGroup<'a>> {
    view.claims_here(within(&numbers.claims(), range))
}

/// The facts of an article, some of them.
pub fn facts<'a>(view: &Viewpoint<'a, '_>, numbers: &Numbers<'a>, range: Range<usize>) -> Vec<Fact<'a>> {
    let wanted: BTreeSet<_> =
        within(&numbers.facts.keys().copied().collect::<Vec<_>>(), range).iter().copied().collect();
    facts::facts(view, numbers, |statement| match statement.reference {
        Reference::Sentence { annotation, .. } => wanted.contains(&annotation),
        Reference::Record { .. } => false,
    })
}

/// What each entry of the lists of an article takes.
pub fn costs(views: &Views, id: EntityId) -> [(Section, Vec<usize>); 4] {
    let document = views.graph.registry.get(id).document;
    let numbers = Numbers::new(&views.graph, document);
    // In the list, on its card and in the margin, each with only a part of what a claim shows elsewhere.
    let cost = |it: &Numbered<'_>| margin::WEIGHT + weight::of_claim(views, it.id) * 5 / 4;
    let claims = numbers.claims().into_iter().map(|claims| claims.iter().map(cost).sum());
    let names = named(&views.graph, document).into_iter().map(|(entity, _)| weight::of_entity(views, entity));
    [
        (Section::Claims, claims.collect()),
        (Section::Facts, fact_costs(views, document)),
        (Section::Names, names.collect()),
        (Section::Notes, note_costs(views, document)),
    ]
}

/// What they take, quickly and a little too much.
pub fn all(views: &Views, id: EntityId) -> usize {
    let graph = &*views.graph;
    let document = graph.registry.get(id).document;
    let claims = graph
        .claims_in(document)
        .map(|claim| margin::WEIGHT + 3 * weight::of_claim(views, claim))
        .sum::<usize>();
    let facts = graph.statements_in(document).filter_map(|statement| match statement.reference {
        Reference::Sentence { annotation, .. } => graph.annotation(document, annotation),
        Reference::Record { .. } => None,
    });
    let facts = facts.map(|fact| 420 + weight::of_sentence(views, document, fact.sentence)).sum::<usize>();
    let names = graph.mentions_in(document).filter_map(|mention| match mention.target {
        Target::Entity(entity) => Some(weight::of_entity(views, entity)),
        Target::Claim(_) => None,
    });
    let notes = graph.citations_in(document);
    let notes = notes.map(|note| 130 + note.locator.len() + weight::of_entity(views, note.source));
    claims + facts + names.sum::<usize>() + notes.sum::<usize>()
}

/// What each fact takes: in the list, and its card.
fn fact_costs(views: &Views, document: Option<DocumentId>) -> Vec<usize> {
    let facts = numbers::facts(&views.graph, document).into_iter();
    let cost = |(annotation, statements): (AnnotationId, Vec<&Statement>)| {
        let found = views.graph.annotation(document, annotation);
        let sentence = found.map_or(0, |found| weight::of_sentence(views, document, found.sentence));
        sentence + 100 + 320 * statements.len()
    };
    facts.map(cost).collect()
}

/// What each note takes, with the ways back to where it is cited.
fn note_costs(views: &Views, document: Option<DocumentId>) -> Vec<usize> {
    let numbers = Numbers::new(&views.graph, document);
    // Footnotes are a part of the text, which is weighed by itself.
    let cost = |noted: &Noted<'_>| match noted {
        Noted::Source(source) => weight::of_entity(views, *source),
        Noted::Footnote(_) => 0,
    };
    let mut costs: Vec<_> = numbers.notes.iter().map(cost).collect();
    for cited in &numbers.citations {
        if let Some(cost) = costs.get_mut(cited.note - 1) {
            *cost += 130 + cited.citation.locator.len();
        }
    }
    costs
}

/// What the contradictions take that an article's page shows.
pub fn dispute_weight(views: &Views, id: EntityId) -> usize {
    let document = views.graph.registry.get(id).document;
    let pairs = dispute_pairs(&views.graph, views.graph.claims_in(document));
    let pairs = pairs.into_iter().take(DISPUTES);
    pairs.map(|(first, second, _)| weight::of_side(views, first) + weight::of_side(views, second)).sum()
}

/// A plain page.
pub fn text<'a>(view: &Viewpoint<'a, '_>, id: EntityId) -> Parts<'a> {
    let graph = view.graph();
    let entity = graph.registry.get(id);
    let front = graph.front(id);
    let document = entity.document;
    let description = front.and_then(|front| front.summary.as_ref()).map_or("", |summary| &summary.text);
    let mut head = view.head(&*entity.name, view.kind_name(id), description);
    head.anchors = statement::of_record(graph, id).into_iter().chain(title_id(graph, document)).collect();
    let numbers = Numbers::new(graph, document);
    let text = Text {
        title: &entity.name,
        contents: contents(graph, document),
        html: html(view, document, &numbers),
        notes: notes(view, &numbers, 0..usize::MAX),
        extra: front.and_then(|front| front.extra.as_ref()),
    };
    (head, Content::Text(text))
}

/// The page for an address that leads nowhere.
pub fn not_found<'a>(view: &Viewpoint<'a, '_>) -> Parts<'a> {
    let title = view.language.word("not_found");
    (view.head(title, "404", ""), Content::Text(Text { title, ..Text::default() }))
}

fn values<'a>(
    view: &Viewpoint<'a, '_>,
    id: EntityId,
    property: PropertyId,
) -> Vec<super::model::ValueView<'a>> {
    let graph = view.graph();
    graph.plain_values(id, property).map(|statement| view.value(&statement.value)).collect()
}
