//! # event-outside-parent
//!
//! An event's date lies outside that of the event it is part of.
//!
//! ## What it finds
//!
//! The `date`, `start` or `end` of an event that can't lie within the time of the event it is `part_of`, or of the
//! nearest whole above that has a time. Dates are taken as intervals: `2017-07` may lie within 7–8 July 2017.
//!
//! ## Why it matters
//!
//! A meeting at a summit took place while the summit did. One of the dates is wrong, or the part belongs elsewhere.
//!
//! ## Fails
//!
//! ```text
//! content/events/summit.md     start: 2017-07-07
//!                              end: 2017-07-08
//! content/events/meeting.md    date: 2017-07-09
//!                              part_of: summit
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/events/meeting.md    date: 2017-07-07
//!                              part_of: summit
//! ```
//!
//! ## To acknowledge it
//!
//! `allow: [{code: event-outside-parent, reason: …}]` in the front matter of one of the files involved.

use super::facts::{Site, entity};
use super::time::{Period, period};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::Statement;
use crate::resolve::EntityId;
use crate::vocabulary::{Date, KindId, PropertyId, Role};

/// How many wholes above an event are asked for their time.
const MOST_LEVELS: usize = 16;

/// Finds events outside of what they are part of.
pub fn of_entity(site: &Site<'_>, event: EntityId) -> Vec<Diagnostic> {
    if !site.graph.registry.is_a(event, KindId::EVENT) || site.role(event) != Role::Entity {
        return Vec::new();
    }
    let dates: Vec<_> =
        PropertyId::TIMES.into_iter().flat_map(|property| site.dates(event, property)).collect();
    if dates.is_empty() {
        return Vec::new();
    }
    let wholes =
        site.related(event, PropertyId::PART_OF).filter(|statement| site.graph.is_asserted(statement));
    let mut wholes: Vec<_> =
        wholes.filter_map(|statement| Some((statement, dated_whole(site, statement)?))).collect();
    wholes.sort_by_key(|(_, (whole, _))| *whole);
    wholes.dedup_by_key(|(_, (whole, _))| *whole);
    wholes
        .into_iter()
        .filter_map(|(part_of, (whole, time))| outside(site, event, &dates, part_of, whole, &time))
        .collect()
}

/// The nearest whole, upwards from what a statement names, that has a time.
fn dated_whole<'a>(site: &Site<'a>, part_of: &Statement) -> Option<(EntityId, Period<'a>)> {
    let mut whole = entity(&part_of.value)?;
    for _ in 0..MOST_LEVELS {
        if let Some(time) = period(site, whole) {
            return Some((whole, time));
        }
        whole = site
            .related(whole, PropertyId::PART_OF)
            .find(|it| site.graph.is_asserted(it))
            .and_then(|it| entity(&it.value))?;
    }
    None
}

fn outside(
    site: &Site<'_>,
    event: EntityId,
    dates: &[(&Date, &Statement)],
    part_of: &Statement,
    whole: EntityId,
    time: &Period,
) -> Option<Diagnostic> {
    let (date, statement) = dates.iter().find(|(date, _)| date.bounds().certainly_outside(&time.bounds))?;
    let message = format!(
        "`{}` of {} ({}) lies outside of {} ({})",
        site.property(statement),
        site.name(event),
        date.in_words(),
        site.name(whole),
        time.words()
    );
    let finding = Diagnostic::new(Code::EventOutsideParent, statement.location, message)
        .label(part_of.location, "it is part of this")
        .help("correct one of the dates, or `part_of`");
    Some(time.label(finding, &format!("the time of {}", site.name(whole))))
}
