//! The pages of people, events, organizations, places, sources and the site's own kinds.
//!
//! Input: a viewpoint and an entity. Output: its head and content. Entry point: [`entity`].

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::linked_data::same_as;
use super::lists::{about, citations, events, long_rows, said, sentences};
use super::model::{Content, Entity, EventRef, Head, MentionGroup, Picture, Quote, Row, Together};
use super::notes::notes;
use super::order::event_key;
use super::pages::all_parts;
use super::section::{Section, Sentence, within};
use super::text::{contents, html, title_id};
use super::works::works;
use super::{Numbers, Parts, Viewpoint, Views, fragment, linked_data, picture, statement};
use crate::graph::{Graph, Object, Statement};
use crate::resolve::{EntityId, Target};
use crate::syntax::{AnnotationId, DocumentId, SentenceId};
use crate::vocabulary::{KindId, Literal, PropertyId};

/// How many co-mentioned entities a page lists, and with how many of them a sentence.
const LISTED: usize = 40;
const QUOTED: usize = 5;
/// How many co-mentioned people a picture shows.
const PICTURED: usize = 12;

/// The page of an entity.
pub fn entity<'a>(view: &Viewpoint<'a, '_>, id: EntityId) -> Parts<'a> {
    let graph = view.graph();
    let entity = graph.registry.get(id);
    let kind = view.views.kind(entity.kind);
    let front = graph.front(id);
    let summary = front.and_then(|front| front.summary.as_ref()).map_or("", |summary| &summary.text);
    let sentences = sentences(view.views, id);
    let cooccurrence = Cooccurrence::of(view, id, &sentences);
    let Related { infobox, timeline, events, before, after } = related(view, id);
    let shown = |section| view.views.splits.range(id, section, 1);
    let numbers = Numbers::new(graph, entity.document);
    let together = cooccurrence.listed(view);
    let mentions = groups(view, &unquoted(view.views, id, &sentences));
    let citations = quotes(view, within(&citations(view.views, id), shown(Section::Citations)));
    let page = Entity {
        id: &entity.id,
        kind: &kind.name,
        kind_label: kind.label_in(view.language),
        index: view.index(entity.kind),
        name: &entity.name,
        aliases: entity.aliases.iter().map(String::as_str).collect(),
        summary,
        image: view.image(id),
        same_as: front.into_iter().flat_map(|it| &it.same_as).map(|it| same_as(&it.text)).collect(),
        contents: contents(graph, entity.document),
        html: html(view, entity.document, &numbers),
        notes: notes(view, &numbers, 0..usize::MAX),
        infobox,
        map: map(view, id),
        timeline,
        network: cooccurrence.network(view, id),
        events,
        before,
        after,
        said: view.claims(within(&said(view.views, id), shown(Section::Said)), false),
        about: view.claims(within(&about(view.views, id), shown(Section::About)), true),
        together_html: fragment::together(view.language, &together),
        together: view.views.asked.list("together", together),
        mention_count: graph.mentions_of(id).len(),
        mentions_html: fragment::mentions(&mentions),
        mentions: view.views.asked.list("quotes", mentions),
        more: all_parts(view, id),
        works: view.works(within(&works(view.views, id), shown(Section::Works))),
        citations_html: fragment::citations(view.language, &citations),
        citations: view.views.asked.list("citations", citations),
        extra: front.and_then(|front| front.extra.as_ref()),
    };
    (head(view, id, &page), Content::Entity(Box::new(page)))
}

fn head<'a>(view: &Viewpoint<'a, '_>, id: EntityId, page: &Entity<'a>) -> Head<'a> {
    let graph = view.graph();
    let mut head = view.head(page.name, page.kind, page.summary);
    head.data = Some(linked_data::entity(view, id, page.summary));
    let title = title_id(graph, graph.registry.get(id).document);
    head.anchors = unshown(graph, id, page).into_iter().chain(title).collect();
    head
}

/// The values and the events of an entity, of which none is shown twice.
struct Related<'a> {
    infobox: Vec<Row<'a>>,
    timeline: Option<Picture>,
    events: Vec<EventRef<'a>>,
    /// What came right before an event, and right after.
    before: Vec<EventRef<'a>>,
    after: Vec<EventRef<'a>>,
}

fn related<'a>(view: &Viewpoint<'a, '_>, id: EntityId) -> Related<'a> {
    let (before, after) = neighbours(view, id);
    let all = events(view.views, id);
    let mut events = view.events(within(&all, view.views.splits.range(id, Section::Events, 1)));
    let mut infobox = view.rows(id, &["title"]);
    move_to_events(&mut infobox, &mut events);
    let timeline = timeline(view, id, &all, [&before, &after]);
    let unnamed = |events: &[EntityId]| unnamed(listed(view, events), &infobox);
    let (before, after) = (unnamed(&before), unnamed(&after));
    Related { infobox, timeline, events, before, after }
}

/// Moves what an infobox says of events to where these are listed.
fn move_to_events<'a>(infobox: &mut Vec<Row<'a>>, events: &mut [EventRef<'a>]) {
    for row in infobox.iter_mut().filter(|row| row.more == 0) {
        let (moved, kept): (Vec<_>, _) = row.statements.drain(..).partition(|statement| {
            let value = statement.value.entity.as_ref();
            value.is_some_and(|value| events.iter().any(|event| event.entity.url == value.url))
        });
        row.statements = kept;
        for statement in moved {
            let url = statement.value.entity.as_ref().map(|value| value.url.clone());
            if let Some(event) = events.iter_mut().find(|event| Some(&event.entity.url) == url.as_ref()) {
                event.stated.push(statement);
            }
        }
    }
    infobox.retain(|row| !row.statements.is_empty());
}

/// The events that no value of an infobox is.
fn unnamed<'a>(events: Vec<EventRef<'a>>, infobox: &[Row<'a>]) -> Vec<EventRef<'a>> {
    let values = infobox.iter().flat_map(|row| &row.statements).filter_map(|it| it.value.entity.as_ref());
    let named: BTreeSet<_> = values.map(|value| &value.url).collect();
    events.into_iter().filter(|event| !named.contains(&event.entity.url)).collect()
}

/// The ids of what the record states that no value on the page has.
fn unshown(graph: &Graph, id: EntityId, page: &Entity<'_>) -> Vec<String> {
    let infobox = page.infobox.iter().flat_map(|row| &row.statements);
    let events = page.events.iter().flat_map(|event| &event.stated);
    let shown: BTreeSet<_> = infobox.chain(events).map(|it| &it.anchor).collect();
    let mut anchors = statement::of_record(graph, id);
    anchors.retain(|anchor| !shown.contains(anchor));
    anchors
}

/// The sentences of the first page of mentions. Where it is the only one, those in which the entity speaks are left out:
/// they are read under what it said.
fn unquoted(views: &Views, id: EntityId, sentences: &[Sentence]) -> Vec<Sentence> {
    if views.splits.sentences(id).is_some() {
        return within(sentences, views.splits.range(id, Section::Mentions, 1)).to_vec();
    }
    let graph = &views.graph;
    let claims = graph.claims_by(id).iter().filter_map(|&claim| graph.claim(claim));
    let spoken = claims.filter_map(|claim| {
        let site = claim.site;
        Some((site.document, graph.annotation(site.document, site.annotation)?.sentence))
    });
    let spoken: BTreeSet<_> = spoken.collect();
    let is_unquoted = |it: &&Sentence| !spoken.contains(&(it.document, it.index));
    sentences.iter().filter(is_unquoted).cloned().collect()
}

/// Sentences quoted, by document.
pub fn groups<'a>(view: &Viewpoint<'a, '_>, sentences: &[Sentence]) -> Vec<MentionGroup<'a>> {
    let mut groups: Vec<(DocumentId, MentionGroup<'a>)> = Vec::new();
    for sentence in sentences {
        let quote = view.sentence(sentence.document, sentence.index, &sentence.annotations);
        match groups.last_mut() {
            Some((document, group)) if *document == sentence.document => group.quotes.push(quote),
            _ => {
                let document = view.document_link(sentence.document);
                let date = view.date_of_document(sentence.document);
                groups.push((sentence.document, MentionGroup { document, date, quotes: vec![quote] }));
            }
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

impl Viewpoint<'_, '_> {
    /// A sentence as HTML, with the names in it highlighted.
    pub fn quoted(&self, sentence: &Sentence) -> String {
        self.sentence(sentence.document, sentence.index, &sentence.annotations).html
    }
}

/// The values of properties that have too many for an infobox, one page of them.
pub fn values<'a>(view: &Viewpoint<'a, '_>, id: EntityId, range: Range<usize>) -> Vec<Row<'a>> {
    let values: Vec<_> = long_rows(view.graph(), id).into_iter().flatten().collect();
    let property = |values: &Vec<&Statement>| values.first().map(|statement| statement.property);
    let rows = within(&values, range).chunk_by(|a, b| property(a) == property(b));
    rows.map(|values| view.row(values, values.len())).collect()
}

/// On an event: what came right before it and right after, within the same whole.
fn neighbours(view: &Viewpoint<'_, '_>, id: EntityId) -> (Vec<EntityId>, Vec<EntityId>) {
    const SHOWN: usize = 3;
    let graph = view.graph();
    let parts = |whole: &Object| match whole {
        Object::Entity(whole) => graph.plain_values(*whole, PropertyId::PARTS).collect(),
        Object::Literal(_) => Vec::new(),
    };
    let own = event_key(graph, id);
    let siblings =
        graph.value(id, PropertyId::PART_OF).map(parts).unwrap_or_default().into_iter().filter_map(|part| {
            match part.value {
                Object::Entity(sibling) if sibling != id => Some((sibling, event_key(graph, sibling))),
                _ => None,
            }
        });
    let (mut before, mut after): (Vec<_>, Vec<_>) =
        siblings.filter(|(_, key)| !key.0).partition(|(_, key)| *key < own);
    before.sort_by(|a, b| b.1.cmp(&a.1));
    after.sort_by(|a, b| a.1.cmp(&b.1));
    let first = |events: Vec<(EntityId, _)>| events.into_iter().map(|(event, _)| event).take(SHOWN).collect();
    (first(before), first(after))
}

fn listed<'a>(view: &Viewpoint<'a, '_>, events: &[EntityId]) -> Vec<EventRef<'a>> {
    events.iter().map(|&event| view.event(event, "")).collect()
}

/// An entity's events on a line of time; on an event, it and what is around it.
fn timeline(
    view: &Viewpoint<'_, '_>,
    id: EntityId,
    events: &[(EntityId, &str)],
    neighbours: [&[EntityId]; 2],
) -> Option<Picture> {
    let own = Some(id).filter(|&id| view.graph().registry.is_a(id, KindId::EVENT));
    let events = events.iter().map(|(event, _)| *event).chain(neighbours.concat());
    picture::timeline(view, &events.collect::<Vec<_>>(), own)
}

/// A place on a map.
fn map(view: &Viewpoint<'_, '_>, id: EntityId) -> Option<Picture> {
    match view.graph().value(id, PropertyId::COORDINATES)? {
        Object::Literal(Literal::Coordinates(place)) => {
            Some(picture::map(&view.graph().registry.get(id).name, *place))
        }
        _ => None,
    }
}

/// Whom and what an entity is named with in one sentence.
struct Cooccurrence {
    /// The others, the most often named with it first.
    others: Vec<Companion>,
    /// The people in the picture, by their places among the others.
    people: Vec<usize>,
    /// The pairs of people that a sentence names as well.
    ties: BTreeSet<(usize, usize)>,
}

struct Companion {
    entity: EntityId,
    /// How many sentences name both.
    count: usize,
    /// The newest of them.
    sentences: Vec<(DocumentId, SentenceId)>,
}

impl Cooccurrence {
    fn of(view: &Viewpoint<'_, '_>, id: EntityId, sentences: &[Sentence]) -> Self {
        let mut counts: BTreeMap<EntityId, Companion> = BTreeMap::new();
        let mut named: Vec<Vec<EntityId>> = Vec::new();
        for sentence in sentences {
            let others = others(view, sentence, id);
            for &entity in &others {
                let place = (sentence.document, sentence.index);
                let new = || Companion { entity, count: 0, sentences: Vec::new() };
                let companion = counts.entry(entity).or_insert_with(new);
                companion.count += 1;
                if companion.sentences.len() < QUOTED {
                    companion.sentences.push(place);
                }
            }
            named.push(others);
        }
        let mut others: Vec<_> = counts.into_values().collect();
        others.sort_by_key(|other| (Reverse(other.count), other.entity));
        others.truncate(LISTED);
        let is_person =
            |(_, other): &(usize, &Companion)| view.graph().registry.is_a(other.entity, KindId::PERSON);
        let people = others.iter().enumerate().filter(is_person).take(PICTURED);
        let shown: BTreeMap<_, _> =
            (0..).zip(people).map(|(place, (at, it))| (it.entity, (place, at))).collect();
        let mut ties = BTreeSet::new();
        for others in named {
            let places: Vec<usize> = others.iter().filter_map(|it| Some(shown.get(it)?.0)).collect();
            for (at, &one) in places.iter().enumerate() {
                ties.extend(places.iter().skip(at + 1).map(|&other| (one.min(other), one.max(other))));
            }
        }
        let mut people: Vec<_> = shown.into_values().collect();
        people.sort_unstable();
        Self { others, people: people.into_iter().map(|(_, at)| at).collect(), ties }
    }

    fn listed<'a>(&self, view: &Viewpoint<'a, '_>) -> Vec<Together<'a>> {
        let mut quoted: BTreeSet<(DocumentId, SentenceId)> = BTreeSet::new();
        let listed = self.others.iter().map(|other| {
            let new = other.sentences.iter().find(|place| !quoted.contains(*place));
            let new = new.filter(|_| quoted.len() < QUOTED);
            let &(document, sentence) = new.or(other.sentences.first())?;
            quoted.extend(new);
            let is_quoted = new.is_some();
            let sentence = match is_quoted {
                true => view.sentence(document, sentence, &names(view, (document, sentence), other.entity)),
                false => view.unquoted(document, sentence),
            };
            Some(Together { entity: view.entity(other.entity), count: other.count, sentence, is_quoted })
        });
        listed.flatten().collect()
    }

    fn network(&self, view: &Viewpoint<'_, '_>, id: EntityId) -> Option<Picture> {
        let people = self.people.iter().filter_map(|&at| self.others.get(at));
        let people = people.map(|other| picture::Other {
            name: &view.graph().registry.get(other.entity).name,
            kind: view.kind_name(other.entity),
            count: other.count,
        });
        let ties: Vec<_> = self.ties.iter().copied().collect();
        picture::network(view.kind_name(id), &people.collect::<Vec<_>>(), &ties)
    }
}

/// Where a sentence names an entity.
fn names(
    view: &Viewpoint<'_, '_>,
    (document, sentence): (DocumentId, SentenceId),
    id: EntityId,
) -> Vec<AnnotationId> {
    let mentions = view.graph().mentions_in_sentence(document, sentence);
    mentions.filter(|it| it.target == Target::Entity(id)).map(|it| it.annotation).collect()
}

/// Who and what else a sentence names, each once.
fn others(view: &Viewpoint<'_, '_>, sentence: &Sentence, id: EntityId) -> Vec<EntityId> {
    let mentions = view.graph().mentions_in_sentence(sentence.document, sentence.index);
    let named = mentions.filter_map(|mention| match mention.target {
        Target::Entity(other) => Some(other),
        Target::Claim(_) => None,
    });
    let mut named: Vec<_> = named.filter(|&other| other != id).collect();
    named.sort_unstable();
    named.dedup();
    named
}

/// Sentences quoted.
pub fn quotes<'a>(view: &Viewpoint<'a, '_>, sentences: &[(DocumentId, SentenceId)]) -> Vec<Quote<'a>> {
    sentences.iter().map(|&(document, sentence)| view.quote(document, sentence, &[])).collect()
}
