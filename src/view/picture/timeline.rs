//! Events on a line of time.
//!
//! Input: events, of which one may be the page's own. Output: their marks at the places of their dates. Entry point:
//! [`timeline`].

use super::{FONT, GAP, Picture, SIGN, WIDTH, text, width};
use crate::graph::Graph;
use crate::resolve::EntityId;
use crate::view::Viewpoint;
use crate::vocabulary::{Bounds, Date, Day, PropertyId};

/// From so many events on, a line of time shows more than their list.
const LEAST_EVENTS: usize = 5;
/// With more events than these, their names would hide each other.
const NAMED: usize = 12;
/// The most events that are drawn, the latest; the list has all.
const MOST: usize = 120;
/// The height of a row.
const ROW: i32 = 20;
/// How many rows marks without names may fill; any more lie upon each other.
const ROWS: usize = 12;

/// An event with the days it lasts.
struct Item<'a> {
    event: EntityId,
    name: &'a str,
    first: i32,
    last: i32,
}

/// The picture of some events; none unless two days differ, and none where the list says as much: of few events of which
/// none is going on while another one is, or where a name is longer than the line.
pub fn timeline(view: &Viewpoint<'_, '_>, events: &[EntityId], own: Option<EntityId>) -> Option<Picture> {
    let graph = view.graph();
    let mut items: Vec<_> = events.iter().chain(&own).filter_map(|&event| item(graph, event)).collect();
    items.sort_by_key(|item| (item.first, item.last, item.event));
    items.dedup_by_key(|item| item.event);
    items.drain(..items.len().saturating_sub(MOST));
    let (first, last) = (items.iter().map(|it| it.first).min()?, items.iter().map(|it| it.last).max()?);
    if first == last || items.len() < LEAST_EVENTS && !overlap(&items) {
        return None;
    }
    let scale = f64::from(WIDTH - 2 * GAP) / f64::from(last - first);
    let place = |day: i32| GAP + (f64::from(day - first) * scale).round() as i32;
    let mut rows: Vec<Vec<(i32, i32)>> = Vec::new();
    let mut html = String::new();
    for item in &items {
        let name = if items.len() <= NAMED { item.name } else { "" };
        let mark = Mark::new(name, place(item.first), place(item.last))?;
        let row = mark.row(&mut rows);
        html.push_str(&mark.draw(row as i32 * ROW + ROW / 2, own == Some(item.event)));
    }
    let height = rows.len() as i32 * ROW + ROW;
    html.push_str(&axis(view, height, (first, last)));
    Some(Picture { width: WIDTH, height, html })
}

/// Whether one of some events, which are in order, lasts longer than to the beginning of the next.
fn overlap(items: &[Item<'_>]) -> bool {
    items.windows(2).any(|pair| matches!(pair, [one, next] if next.first < one.last))
}

fn item<'a>(graph: &'a Graph, event: EntityId) -> Option<Item<'a>> {
    let bounds = |property: PropertyId| graph.date(event, property).map(Date::written_bounds);
    let whole = bounds(PropertyId::DATE);
    let start =
        whole.or_else(|| bounds(PropertyId::START)).and_then(edge(|bounds| bounds.start.0.or(bounds.end.1)));
    let end =
        whole.or_else(|| bounds(PropertyId::END)).and_then(edge(|bounds| bounds.end.1.or(bounds.start.0)));
    let (first, last) = (start.or(end)?, end.or(start)?);
    Some(Item { event, name: &graph.registry.get(event).name, first, last: last.max(first) })
}

/// A day of some bounds, as a number.
fn edge(day: impl Fn(Bounds) -> Option<Day>) -> impl Fn(Bounds) -> Option<i32> {
    move |bounds| day(bounds).map(number)
}

fn number(day: Day) -> i32 {
    let seconds = day.duration_since(Day::ZERO).as_secs();
    i32::try_from(seconds / 86_400).unwrap_or_default()
}

fn day(number: i32) -> Option<Day> {
    Day::ZERO.checked_add(jiff::Span::new().try_days(number).ok()?).ok()
}

/// An event as it is drawn.
struct Mark<'a> {
    from: i32,
    to: i32,
    name: &'a str,
    side: Side,
}

/// Where a name is: behind its mark or before it, where there is room, or else above it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
    Above,
}

impl<'a> Mark<'a> {
    /// None where the name is longer than the line.
    fn new(name: &'a str, from: i32, to: i32) -> Option<Self> {
        let needed = width(name);
        let side = match () {
            () if needed <= WIDTH - to - SIGN - 2 * GAP => Side::After,
            () if needed <= from - SIGN - 2 * GAP => Side::Before,
            () => Side::Above,
        };
        (needed <= WIDTH - 2 * GAP).then_some(Self { from, to, name, side })
    }

    /// The middle of a name above its mark, as near to that one's as the picture allows.
    fn middle(&self) -> i32 {
        let half = width(self.name) / 2 + GAP;
        i32::midpoint(self.from, self.to).clamp(half, (WIDTH - half).max(half))
    }

    /// The first row in which it hides nothing.
    fn row(&self, rows: &mut Vec<Vec<(i32, i32)>>) -> usize {
        let space = width(self.name) + 2 * GAP;
        let (mut from, mut to) = (self.from - SIGN, self.to + SIGN);
        match self.side {
            Side::Before => from -= space,
            Side::After => to += space,
            Side::Above => {
                from = from.min(self.middle() - space / 2);
                to = to.max(self.middle() + space / 2);
            }
        }
        let free = |row: &Vec<(i32, i32)>| row.iter().all(|(start, end)| to < *start || *end < from);
        let row = rows.iter().position(free).unwrap_or(rows.len());
        if row == rows.len() && (row < ROWS || !self.name.is_empty()) {
            rows.push(Vec::new());
        }
        let row = row.min(rows.len().saturating_sub(1));
        if let Some(row) = rows.get_mut(row) {
            row.push((from, to));
        }
        row
    }

    fn draw(&self, y: i32, own: bool) -> String {
        let class = if own { "mark own" } else { "mark" };
        let (x, length) = (self.from - SIGN, self.to - self.from + 2 * SIGN);
        let (top, size) = if self.side == Side::Above { (y + SIGN, SIGN) } else { (y - SIGN, 2 * SIGN) };
        let mark = format!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{top}\" width=\"{length}\" height=\"{size}\" rx=\"{}\"/>",
            size / 2
        );
        let (x, y, anchor) = match self.side {
            Side::Before => (self.from - SIGN - GAP, y + SIGN, "end"),
            Side::After => (self.to + SIGN + GAP, y + SIGN, "start"),
            Side::Above => (self.middle(), y + 1, "middle"),
        };
        let name = if self.name.is_empty() { String::new() } else { text(x, y, anchor, self.name) };
        mark + &name
    }
}

/// The line below, with the first and the last day in words.
fn axis(view: &Viewpoint<'_, '_>, height: i32, (first, last): (i32, i32)) -> String {
    let y = height - ROW + 2;
    let end = WIDTH - GAP;
    let words = |number: i32| {
        let date = Date::parse(&day(number)?.to_string()).ok()?;
        Some(view.date_words(&date))
    };
    let line = format!("<path class=\"line\" d=\"M{GAP} {y}H{end}\"/>");
    let first = text(GAP, y + FONT + 2, "start", &words(first).unwrap_or_default());
    line + &first + &text(end, y + FONT + 2, "end", &words(last).unwrap_or_default())
}
