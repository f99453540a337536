//! The indexes of the kinds, and the home page.
//!
//! Input: a viewpoint and a kind. Output: its head and content. Entry points: [`list`] and [`home`].

use std::collections::{BTreeMap, HashSet};

use super::lists::without_sides;
use super::model::{Content, Home, List, ListGroup, ListItem, Part};
use super::notes::notes;
use super::order::claim_state;
use super::text::html;
use super::{Numbers, PageId, Parts, Viewpoint, linked_data};
use crate::resolve::{ClaimId, EntityId};
use crate::vocabulary::{Date, KindId, PropertyId, Role};

/// How many entries of each sort the home page shows.
const HOME: usize = 12;
/// How many of the latest events it shows.
const EVENTS: usize = 6;

/// One page of the index of a kind.
pub fn list<'a>(view: &Viewpoint<'a, '_>, kind: KindId, part: usize) -> Parts<'a> {
    let definition = view.views.kind(kind);
    let all = view.views.directory.order.list(kind);
    let range = view.views.splits.list_range(kind, part);
    let shown = all.iter().enumerate().skip(range.start).take(range.len());
    let mut groups: Vec<(String, String, Vec<usize>)> = Vec::new();
    for (place, &number) in shown {
        let (anchor, title) = group_title(view, kind, number);
        match groups.iter_mut().find(|(own, ..)| *own == anchor) {
            Some((.., members)) => members.push(place),
            None => groups.push((anchor, title, vec![place])),
        }
    }
    let groups = groups.into_iter().map(|(anchor, title, members)| {
        let (mut items, mut claims) = (Vec::new(), Vec::new());
        match definition.role {
            Role::Claim => {
                let members = members.into_iter().filter_map(|place| all.get(place));
                let members = members.map(|&number| ClaimId(number)).collect();
                claims = view.claims(&without_sides(view.graph(), members), true);
            }
            _ => items = members.into_iter().filter_map(|place| listed_item(view, all, place)).collect(),
        }
        ListGroup { title, anchor, items, claims }
    });
    let page = List {
        kind: &definition.name,
        label: definition.plural_in(view.language),
        count: all.len(),
        groups: groups.collect(),
        parts: parts(view, kind, part),
    };
    (view.head(view.part_title(page.label, part), "list", ""), Content::List(page))
}

/// The pages of an index, each named by its first group; none where there is only one.
fn parts(view: &Viewpoint<'_, '_>, kind: KindId, current: usize) -> Vec<Part> {
    let order = &view.views.directory.order;
    let title = |part: usize| {
        let first =
            order.list(kind).get(view.views.splits.list_range(kind, part).start).copied().unwrap_or_default();
        group_title(view, kind, first).1
    };
    view.parts(view.views.splits.list_parts(kind), current, title, |part| PageId::List(kind, part as u32))
}

/// The groups of an index, on whichever of its pages they begin.
pub fn groups(view: &Viewpoint<'_, '_>, kind: KindId) -> Vec<Part> {
    let mut groups: Vec<Part> = Vec::new();
    let mut anchors = HashSet::new();
    let order = &view.views.directory.order;
    for part in 1..=view.views.splits.list_parts(kind) {
        let range = view.views.splits.list_range(kind, part);
        let page = view.page_url(PageId::List(kind, part as u32));
        for &number in order.list(kind).iter().skip(range.start).take(range.len()) {
            let (anchor, title) = group_title(view, kind, number);
            if !anchors.contains(&anchor) {
                groups.push(jump(title, format!("{page}#{anchor}")));
                anchors.insert(anchor);
            }
        }
    }
    groups
}

/// A link to a part of a list from outside it.
pub fn jump(title: String, url: String) -> Part {
    Part { title, url, current: false }
}

/// The letter of a name, the year of an event or article, the state of a claim: its `id` and its heading.
fn group_title(view: &Viewpoint<'_, '_>, kind: KindId, number: u32) -> (String, String) {
    let graph = view.graph();
    let definition = view.views.kind(kind);
    let id = EntityId(number);
    match definition.role {
        Role::Claim => {
            let state = ["disputed", "reviewed", "unreviewed"][claim_state(graph, number)];
            (format!("g-{state}"), view.language.word(state).to_owned())
        }
        Role::Article => year(view, id),
        _ if kind == KindId::EVENT => year(view, id),
        _ => {
            let letter = view.views.directory.order.letter(graph, id);
            let anchor =
                if letter == "#" { "g-0".to_owned() } else { format!("g-{}", letter.to_lowercase()) };
            (anchor, letter)
        }
    }
}

fn year(view: &Viewpoint<'_, '_>, id: EntityId) -> (String, String) {
    let graph = view.graph();
    match graph.first_date(id, &PropertyId::TIMES).and_then(Date::year) {
        Some(year) => (format!("g-{year}"), Date::year_words(year, view.language)),
        _ => ("g-undated".to_owned(), view.language.word("undated").to_owned()),
    }
}

fn item<'a>(view: &Viewpoint<'a, '_>, id: EntityId) -> ListItem<'a> {
    let role = view.views.kind(view.graph().registry.get(id).kind).role;
    let date =
        if role == Role::Source { view.date_of(id, &[PropertyId::PUBLISHED]) } else { view.event_date(id) };
    let count = if role == Role::Article { 0 } else { view.graph().mentions_of(id).len() };
    ListItem { entity: view.entity(id), date, count, years: String::new() }
}

/// An entry among all of an index, told from others of its name by its years.
fn listed_item<'a>(view: &Viewpoint<'a, '_>, all: &[u32], place: usize) -> Option<ListItem<'a>> {
    let name = |id: EntityId| &*view.graph().registry.get(id).name;
    let at = |place: usize| all.get(place).map(|&number| EntityId(number));
    let id = at(place)?;
    let neighbours = [place.checked_sub(1).and_then(at), at(place + 1)];
    let is_shared = neighbours.into_iter().flatten().any(|other| name(other) == name(id));
    let years = if is_shared { years(view, id) } else { String::new() };
    Some(ListItem { years, ..item(view, id) })
}

/// `1946–2020`
fn years(view: &Viewpoint<'_, '_>, id: EntityId) -> String {
    let year = |properties: [PropertyId; 2]| {
        let date = view.graph().first_date(id, &properties);
        date.and_then(Date::year).map(|year| Date::year_words(year, view.language)).unwrap_or_default()
    };
    let (first, last) =
        (year([PropertyId::BORN, PropertyId::FOUNDED]), year([PropertyId::DIED, PropertyId::DISSOLVED]));
    if first.is_empty() && last.is_empty() { first } else { format!("{first}–{last}") }
}

/// The addresses of the indexes that there are, by their kinds.
fn indexes<'a>(view: &Viewpoint<'a, '_>) -> BTreeMap<&'a str, String> {
    let kinds = view.graph().vocabulary.kinds.iter();
    let listed = kinds.filter(|(kind, _)| view.views.splits.list_parts(*kind) > 0);
    listed.map(|(kind, it)| (&*it.name, view.page_url(PageId::List(kind, 1)))).collect()
}

/// The home page.
pub fn home<'a>(view: &Viewpoint<'a, '_>) -> Parts<'a> {
    let graph = view.graph();
    let listed = |kind| view.views.directory.order.list(kind);
    let items = |ids: Vec<u32>| ids.into_iter().take(HOME).map(|id| item(view, EntityId(id))).collect();
    let articles = listed(KindId::ARTICLE).to_vec();
    let events = listed(KindId::EVENT).iter().rev().copied();
    let (dated, undated): (Vec<u32>, Vec<u32>) =
        events.partition(|&id| view.event_date(EntityId(id)).is_some());
    let mut people = listed(KindId::PERSON).to_vec();
    people.sort_by_key(|&id| std::cmp::Reverse(graph.mentions_of(EntityId(id)).len()));
    let disputed = listed(KindId::CLAIM).iter().copied().take_while(|&claim| claim_state(graph, claim) == 0);
    let disputes = view.disputes(disputed.take(HOME).map(ClaimId), HOME / 2);
    let text = view.views.home_text();
    let numbers = text.map(|document| Numbers::new(graph, document));
    let home = Home {
        html: numbers.as_ref().map_or_else(String::new, |numbers| html(view, numbers.document, numbers)),
        notes: numbers.map_or_else(Vec::new, |numbers| notes(view, &numbers, 0..usize::MAX)),
        articles: items(articles),
        events: items(dated.into_iter().chain(undated).take(EVENTS).collect()),
        people: items(people),
        disputes,
        indexes: indexes(view),
    };
    let config = &*view.views.config;
    let mut head = view.head(&*config.title, "home", &config.description);
    head.data = Some(linked_data::home(view));
    (head, Content::Home(home))
}
