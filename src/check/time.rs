//! When things were, and what says so.
//!
//! Input: the site. Output: [`Period`]s and [`Life`]s, with the places that state them. Entry points: [`period`] and
//! [`life`].

use super::facts::{Site, date};
use crate::diagnostic::Diagnostic;
use crate::graph::Statement;
use crate::resolve::{ClaimId, EntityId};
use crate::source::Location;
use crate::syntax::DocumentId;
use crate::vocabulary::{Bounds, Date, PropertyId};

/// A stretch of time, and the places that state it.
#[derive(Clone, Debug)]
pub struct Period<'a> {
    /// The days on which it may begin and end.
    pub bounds: Bounds,
    dates: Dates<'a>,
    /// What states it.
    pub places: Vec<Location>,
}

/// How a period is stated.
#[derive(Clone, Copy, Debug)]
enum Dates<'a> {
    At(&'a Date),
    From(&'a Date),
    Until(&'a Date),
    Between(&'a Date, &'a Date),
}

impl<'a> Period<'a> {
    /// The time of one date.
    pub fn of(date: &'a Date, place: Location) -> Self {
        Self { bounds: date.bounds(), dates: Dates::At(date), places: vec![place] }
    }

    /// In words: "7–8 July 2017", "from 7 July 2017".
    pub fn words(&self) -> String {
        match self.dates {
            Dates::At(date) => date.in_words(),
            Dates::From(start) => format!("from {}", start.in_words()),
            Dates::Until(end) => format!("until {}", end.in_words()),
            Dates::Between(start, end) => {
                let both = Date::parse(&format!("{}/{}", start.as_str(), end.as_str())).ok();
                let apart = || format!("{} to {}", start.in_words(), end.in_words());
                both.map_or_else(apart, |both| both.in_words())
            }
        }
    }

    /// Adds the places that state it to a finding.
    pub fn label(&self, finding: Diagnostic, message: &str) -> Diagnostic {
        let primary = finding.primary;
        let others = self.places.iter().filter(|&&place| place != primary);
        others.fold(finding, |finding, &place| finding.label(place, message))
    }
}

/// When an event was: its `start` and `end`, or else its `date`.
pub fn period<'a>(site: &Site<'a>, event: EntityId) -> Option<Period<'a>> {
    let (start, end) = (best(site, event, PropertyId::START), best(site, event, PropertyId::END));
    match (start, end) {
        (None, None) => {
            best(site, event, PropertyId::DATE).map(|(date, statement)| Period::of(date, statement.location))
        }
        (Some((start, at)), Some((end, until))) => Some(Period {
            bounds: Bounds::between(start.bounds().start, end.bounds().end),
            dates: Dates::Between(start, end),
            places: vec![at.location, until.location],
        }),
        (Some((start, at)), None) => Some(Period {
            bounds: Bounds::between(start.bounds().start, (None, None)),
            dates: Dates::From(start),
            places: vec![at.location],
        }),
        (None, Some((end, until))) => Some(Period {
            bounds: Bounds::between((None, None), end.bounds().end),
            dates: Dates::Until(end),
            places: vec![until.location],
        }),
    }
}

/// The date to go by among those stated of an entity: the first of the highest rank.
pub fn best<'a>(
    site: &Site<'a>,
    entity: EntityId,
    property: PropertyId,
) -> Option<(&'a Date, &'a Statement)> {
    site.dates(entity, property).min_by_key(|(_, statement)| std::cmp::Reverse(statement.rank))
}

/// The dates of a person's birth and death, as far as they are stated.
#[derive(Clone, Copy, Debug)]
pub struct Life<'a> {
    born: Option<(&'a Date, Location)>,
    died: Option<(&'a Date, Location)>,
}

/// A person's life; none where neither end is stated, or for anything but a person.
pub fn life<'a>(site: &Site<'a>, person: EntityId) -> Option<Life<'a>> {
    let stated = |property| best(site, person, property).map(|(date, statement)| (date, statement.location));
    let life = Life { born: stated(PropertyId::BORN), died: stated(PropertyId::DIED) };
    (life.born.is_some() || life.died.is_some()).then_some(life)
}

impl<'a> Life<'a> {
    /// What makes it certain that the person was not alive at any time of `bounds`: the words and the place.
    pub fn excludes(&self, bounds: &Bounds) -> Option<(String, Location)> {
        let born = self.born.filter(|(born, _)| bounds.certainly_before(&born.bounds()));
        let died = self.died.filter(|(died, _)| bounds.certainly_after(&died.bounds()));
        let unborn = born.map(|(date, place)| (format!("was born {}", on(date)), place));
        unborn.or_else(|| died.map(|(date, place)| (format!("died {}", on(date)), place)))
    }
}

/// A date in words with the preposition that it needs.
pub fn on(date: &Date) -> String {
    let words = date.in_words();
    if date.is_interval() {
        return words;
    }
    let is_day = matches!(date.as_str().trim_end_matches(['~', '?', '%']).matches('-').count(), 2..)
        && !date.as_str().contains('X');
    format!("{} {words}", if is_day { "on" } else { "in" })
}

/// When a claim was made: its `on`, or the time of what it was made at, or what is usual in its article.
pub fn of_claim<'a>(site: &Site<'a>, claim: ClaimId) -> Option<Period<'a>> {
    let claim = site.graph.claim(claim)?;
    match &claim.on {
        Some((date, place)) => Some(Period::of(date, *place)),
        None => {
            let usual = || claim.usually_on.as_ref().map(|(date, place)| Period::of(date, *place));
            claim.at.iter().find_map(|&event| period(site, event)).or_else(usual)
        }
    }
}

/// When a document appeared.
pub fn of_document<'a>(site: &Site<'a>, document: DocumentId) -> Option<Period<'a>> {
    let entity = site.graph.entity_of(document)?;
    let (date, statement) = best(site, entity, PropertyId::DATE)?;
    Some(Period::of(date, statement.location))
}

/// A qualifier that is a date.
pub fn qualifier<'s>(statement: &'s Statement, name: &str) -> Option<&'s Date> {
    statement.qualifier(name).and_then(date)
}
