//! The pages of people, events, organizations, places, sources and the site's own kinds.
//!
//! Input: a viewpoint and an entity. Output: its head and content. Entry points: [`entity`] and [`mentions`].

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::model::{Content, Counted, Entity, EventRef, Link, MentionGroup, Mentions, Quote};
use super::order::{Order, event_key};
use super::text::html;
use super::{Numbers, PageId, Parts, Viewpoint, Views, linked_data};
use crate::graph::{Graph, Mention, Object, Statement};
use crate::resolve::{ClaimId, EntityId, Target};
use crate::vocabulary::Literal;

/// How many sentences an entity's own page quotes, and how many each further one.
const QUOTES: usize = 100;
/// How many claims of a kind, and how many co-mentioned entities, a page lists.
const LISTED: usize = 40;

/// The page of an entity.
pub fn entity<'a>(view: &Viewpoint<'a, '_>, id: EntityId) -> Parts<'a> {
    let graph = view.graph();
    let entity = graph.registry.get(id);
    let kind = view.views.kind(entity.kind);
    let front = graph.front(id);
    let summary = front.and_then(|front| front.summary.as_ref()).map_or("", |summary| &summary.text);
    let document = entity.document.unwrap_or(usize::MAX);
    let (before, after) = neighbours(view, id);
    let (said, about) = (graph.claims_by(id), graph.claims_on(id));
    let about: Vec<_> = about.iter().copied().filter(|claim| !said.contains(claim)).collect();
    let mentioned = with_sentences(view.views, id, |sentences| Mentioned {
        together: together(view, id, sentences),
        mentions: groups(view, sentences.iter().take(QUOTES)),
        more: more(view, id, 1, sentences.len()),
    });
    let page = Entity {
        id: &entity.id,
        kind: &kind.name,
        kind_label: kind.label_in(view.language),
        index: Link {
            title: kind.plural_in(view.language),
            url: view.page_url(PageId::List(entity.kind, 1)),
            dir: "",
        },
        name: &entity.name,
        aliases: entity.aliases.iter().map(String::as_str).collect(),
        summary,
        image: image(view, id),
        same_as: front
            .map_or(Vec::new(), |front| front.same_as.iter().map(|text| same_as(&text.text)).collect()),
        html: html(view, document, &Numbers::new(graph, document)),
        infobox: view.rows(id, &["title"]),
        events: events(view, id),
        before,
        after,
        said: claims(view, said),
        about: claims(view, &about),
        disputes: view.disputes(said.iter().chain(&about).copied().take(LISTED * 2)),
        together: mentioned.together,
        mention_count: graph.mentions_of(id).len(),
        mentions: mentioned.mentions,
        more: mentioned.more,
        citations: citations(view, id),
        extra: front.and_then(|front| front.extra.as_ref()),
    };
    let mut head = view.head(&*entity.name, &kind.name, summary);
    head.data = Some(linked_data::entity(view, id, summary));
    (head, Content::Entity(Box::new(page)))
}

/// What an entity's own page shows of its mentions.
struct Mentioned<'a> {
    together: Vec<Counted<'a>>,
    mentions: Vec<MentionGroup<'a>>,
    more: Vec<super::model::Part>,
}

/// A further page of an entity's mentions.
pub fn mentions<'a>(view: &Viewpoint<'a, '_>, id: EntityId, part: u32) -> Parts<'a> {
    let entity = view.graph().registry.get(id);
    let page = with_sentences(view.views, id, |sentences| Mentions {
        entity: view.entity(id),
        part: part as usize,
        mentions: groups(view, sentences.iter().skip(QUOTES * (part as usize - 1)).take(QUOTES)),
        more: more(view, id, part, sentences.len()),
    });
    (view.head(view.part_title(&entity.name, part as usize), "mentions", ""), Content::Mentions(page))
}

/// How many pages an entity's mentions fill, its own page included.
pub fn mention_pages(views: &Views<'_>, id: EntityId) -> u32 {
    let sentences = views.frequent.get(&id).map_or(1, Sentences::len);
    sentences.div_ceil(QUOTES).max(1) as u32
}

/// All pages of an entity's mentions; none where there is only one.
fn more<'a>(
    view: &Viewpoint<'a, '_>,
    id: EntityId,
    current: u32,
    sentences: usize,
) -> Vec<super::model::Part> {
    let parts = sentences.div_ceil(QUOTES).max(1) as u32;
    let page = |part: u32| if part == 1 { PageId::Entity(id) } else { PageId::Mentions(id, part) };
    let parts = (1..=parts).filter(|_| parts > 1);
    parts
        .map(|part| super::model::Part {
            title: view.language.number(&part.to_string()).into_owned(),
            url: view.page_url(page(part)),
            current: part == current,
        })
        .collect()
}

/// The mentions of an entity by sentence, each sentence once, the newest article first.
#[derive(Debug)]
pub struct Sentences<'a> {
    mentions: Vec<&'a Mention>,
    /// Where in `mentions` each sentence begins.
    starts: Vec<u32>,
}

impl<'a> Sentences<'a> {
    fn new(graph: &'a Graph<'a>, order: &Order, id: EntityId) -> Self {
        let mut mentions: Vec<&Mention> = graph.mentions_of(id).collect();
        mentions
            .sort_by_key(|mention| (order.newest(mention.document), mention.sentence, mention.annotation));
        let begins = |at: usize, mention: &Mention| {
            let before = at.checked_sub(1).and_then(|before| mentions.get(before));
            before.is_none_or(|it| (it.document, it.sentence) != (mention.document, mention.sentence))
        };
        let starts = mentions.iter().enumerate().filter(|(at, mention)| begins(*at, mention));
        let starts = starts.map(|(at, _)| at as u32).collect();
        Self { mentions, starts }
    }

    fn len(&self) -> usize {
        self.starts.len()
    }

    /// The mentions in each sentence.
    fn iter(&self) -> impl Iterator<Item = &[&'a Mention]> {
        let ends = self.starts.iter().skip(1).copied().chain([self.mentions.len() as u32]);
        let ranges = self.starts.iter().zip(ends).map(|(&start, end)| start as usize..end as usize);
        ranges.filter_map(|range| self.mentions.get(range))
    }
}

/// The sentences of those entities that several pages quote; these pages share them.
pub fn frequent<'a>(graph: &'a Graph<'a>, order: &Order) -> HashMap<EntityId, Sentences<'a>> {
    let ids: Vec<_> = graph.registry.iter().map(|(id, _)| id).collect();
    let frequent = ids.into_par_iter().filter(|&id| graph.mentions_of(id).len() > QUOTES);
    frequent.map(|id| (id, Sentences::new(graph, order, id))).collect()
}

/// Hands the sentences that mention an entity to `then`.
fn with_sentences<'a, T>(views: &Views<'a>, id: EntityId, then: impl FnOnce(&Sentences<'a>) -> T) -> T {
    match views.frequent.get(&id) {
        Some(sentences) => then(sentences),
        None => then(&Sentences::new(views.graph, &views.order, id)),
    }
}

/// Sentences quoted, by document.
fn groups<'a: 's, 's>(
    view: &Viewpoint<'a, '_>,
    sentences: impl Iterator<Item = &'s [&'a Mention]>,
) -> Vec<MentionGroup<'a>> {
    let mut groups: Vec<(usize, MentionGroup<'a>)> = Vec::new();
    for mentions in sentences {
        let Some(first) = mentions.first() else { continue };
        let annotations: Vec<_> = mentions.iter().map(|mention| mention.annotation).collect();
        let quote = view.quote(first.document, first.sentence, &annotations);
        match groups.last_mut() {
            Some((document, group)) if *document == first.document => group.quotes.push(quote),
            _ => {
                let group = MentionGroup {
                    document: quote.document.clone(),
                    date: quote.date.clone(),
                    quotes: vec![quote],
                };
                groups.push((first.document, group));
            }
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn claims<'a>(view: &Viewpoint<'a, '_>, claims: &[ClaimId]) -> Vec<super::model::Claim<'a>> {
    let mut claims = claims.to_vec();
    let newest =
        |claim: &ClaimId| view.graph().claim(*claim).map(|it| view.views.order.newest(it.site.document));
    claims.sort_by_key(|claim| (newest(claim), *claim));
    claims.into_iter().take(LISTED).filter_map(|claim| view.claim(claim, 0)).collect()
}

/// The events that an entity has a part in, with its role in each.
fn events<'a>(view: &Viewpoint<'a, '_>, id: EntityId) -> Vec<EventRef<'a>> {
    let graph = view.graph();
    let related = graph.statements_of(id).filter_map(|statement| {
        let Object::Entity(event) = statement.value else { return None };
        let property = graph.vocabulary.properties.get(statement.property);
        let apart = matches!(&*property.name, "part_of" | "follows" | "followed_by");
        (view.kind_name(event) == "event" && !apart).then(|| (event, role(statement)))
    });
    view.events(related.collect())
}

/// The role that a statement gives to its value or subject.
fn role(statement: &Statement) -> &str {
    let role = statement.qualifiers.iter().find(|(name, _)| name == "role");
    match role.map(|(_, value)| value) {
        Some(Object::Literal(Literal::Text(text))) => text,
        _ => "",
    }
}

/// On an event: what came right before it and right after, within the same whole.
fn neighbours<'a>(view: &Viewpoint<'a, '_>, id: EntityId) -> (Vec<EventRef<'a>>, Vec<EventRef<'a>>) {
    const SHOWN: usize = 3;
    let graph = view.graph();
    let parts = |whole: &Object| match whole {
        Object::Entity(whole) => graph
            .vocabulary
            .properties
            .named("parts")
            .map_or(Vec::new(), |parts| graph.values(*whole, parts).collect()),
        Object::Literal(_) => Vec::new(),
    };
    let own = event_key(graph, id);
    let siblings = graph.value(id, "part_of").map(parts).unwrap_or_default().into_iter().filter_map(|part| {
        match part.value {
            Object::Entity(sibling) if sibling != id => Some((sibling, event_key(graph, sibling))),
            _ => None,
        }
    });
    let (mut before, after): (Vec<_>, Vec<_>) =
        siblings.filter(|(_, key)| !key.0).partition(|(_, key)| *key < own);
    before.sort_by(|a, b| b.1.cmp(&a.1));
    before.truncate(SHOWN);
    let listed =
        |events: Vec<(EntityId, _)>| view.events(events.into_iter().map(|(event, _)| (event, "")).collect());
    let mut after = listed(after);
    after.truncate(SHOWN);
    (listed(before), after)
}

/// Whom and what an entity is named with in one sentence, the most often first.
fn together<'a>(view: &Viewpoint<'a, '_>, id: EntityId, sentences: &Sentences<'_>) -> Vec<Counted<'a>> {
    let graph = view.graph();
    let mut counts: BTreeMap<EntityId, usize> = BTreeMap::new();
    let mut others = Vec::new();
    for first in sentences.iter().filter_map(<[_]>::first) {
        let named = graph.mentions_in_sentence(first.document, first.sentence);
        others.clear();
        others.extend(named.filter_map(|mention| match mention.target {
            Target::Entity(other) if other != id => Some(other),
            _ => None,
        }));
        others.sort_unstable();
        others.dedup();
        for &other in &others {
            *counts.entry(other).or_default() += 1;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(other, count)| (Reverse(*count), *other));
    counts
        .into_iter()
        .take(LISTED)
        .map(|(other, count)| Counted { entity: view.entity(other), count })
        .collect()
}

/// On a source: the sentences that cite it.
fn citations<'a>(view: &Viewpoint<'a, '_>, id: EntityId) -> Vec<Quote<'a>> {
    let mut citations: Vec<_> = view.graph().citations_of(id).collect();
    citations.sort_by_key(|citation| (view.views.order.newest(citation.document), citation.sentence));
    citations.dedup_by_key(|citation| (citation.document, citation.sentence));
    citations
        .into_iter()
        .take(QUOTES)
        .map(|citation| view.quote(citation.document, citation.sentence, &[]))
        .collect()
}

fn image(view: &Viewpoint<'_, '_>, id: EntityId) -> Option<String> {
    let document = view.graph().registry.get(id).document?;
    let image = view.graph().document(document)?.image.as_ref()?;
    Some(view.link(&image.path))
}

/// The same thing elsewhere: `wikidata:Q7747`, or an address.
pub fn same_as(text: &str) -> Link<'_> {
    match text.strip_prefix("wikidata:") {
        Some(id) => {
            Link { title: "Wikidata", url: format!("https://www.wikidata.org/wiki/{}", id.trim()), dir: "" }
        }
        None => {
            let host =
                text.split_once("://").map_or(text, |(_, rest)| rest.split('/').next().unwrap_or(rest));
            Link { title: host.strip_prefix("www.").unwrap_or(host), url: text.to_owned(), dir: "" }
        }
    }
}
