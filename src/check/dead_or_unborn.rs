//! # dead-or-unborn
//!
//! Somebody did something before birth or after death.
//!
//! ## What it finds
//!
//! Persons with a `born` or `died` who, certainly before the one or after the other, took part in an event, organized it
//! or stood for election in it, said something (`on` a date, or `at` a dated event), founded an organization, or entered
//! or left a position (`from`, `until`). Imprecise dates are taken as intervals.
//!
//! ## Why it matters
//!
//! One of the dates is wrong, or two persons of one name are taken for each other: the surest sign of a mention that was
//! resolved to the wrong one.
//!
//! ## Fails
//!
//! ```text
//! content/people/ada-lovelace.md    died: 1852-11-27
//! content/events/lecture.md         date: 1853
//!                                   participants: [ada-lovelace]
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/events/lecture.md         date: 1852
//!                                   participants: [ada-lovelace]
//! ```
//!
//! ## To acknowledge it
//!
//! `allow: [{code: dead-or-unborn, reason: …}]` in the front matter of one of the files involved.

use std::collections::BTreeSet;

use super::facts::{Site, entity};
use super::time::{self, Life, Period};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::Statement;
use crate::resolve::{ClaimId, EntityId};
use crate::source::Location;
use crate::syntax::DocumentId;
use crate::vocabulary::{Bounds, KindId, PropertyId};

/// What only the living do at an event, with the words for it.
const PRESENT: [(PropertyId, &str); 4] = [
    (PropertyId::PARTICIPANTS, "took part in"),
    (PropertyId::ORGANIZER, "organized"),
    (PropertyId::CANDIDATES, "was a candidate in"),
    (PropertyId::COMMANDERS, "commanded at"),
];

/// Finds deeds of the dead and the unborn.
pub fn of_entity(site: &Site<'_>, id: EntityId) -> Vec<Diagnostic> {
    match site.graph.registry.get(id).kind {
        KindId::EVENT => event(site, id),
        KindId::ORGANIZATION => organization(site, id),
        KindId::PERSON => offices(site, id),
        _ => Vec::new(),
    }
}

pub fn of_document(site: &Site<'_>, id: DocumentId) -> Vec<Diagnostic> {
    site.graph.claims_in(id).filter_map(|claim| self::claim(site, claim)).collect()
}

/// What makes it certain that somebody was not alive at any time of `bounds`.
fn excluded(site: &Site<'_>, person: EntityId, bounds: &Bounds) -> Option<(String, Location)> {
    let is_person = site.graph.registry.is_a(person, KindId::PERSON);
    is_person.then(|| time::life(site, person)).flatten()?.excludes(bounds)
}

/// Those present at an event.
fn event(site: &Site<'_>, event: EntityId) -> Vec<Diagnostic> {
    let Some(period) = time::period(site, event) else { return Vec::new() };
    let mut found = Vec::new();
    for (property, deed) in PRESENT {
        let deed = format!("{deed} {}", site.name(event));
        found.extend(values(site, event, property, &period, &deed));
    }
    found
}

fn organization(site: &Site<'_>, organization: EntityId) -> Vec<Diagnostic> {
    let Some((date, statement)) = time::best(site, organization, PropertyId::FOUNDED) else {
        return Vec::new();
    };
    let period = Period::of(date, statement.location);
    let deed = format!("founded {}", site.name(organization));
    values(site, organization, PropertyId::FOUNDERS, &period, &deed)
}

/// The persons that a property names who did not live then; each once, whichever side says so.
fn values(
    site: &Site<'_>,
    subject: EntityId,
    property: PropertyId,
    period: &Period<'_>,
    deed: &str,
) -> Vec<Diagnostic> {
    let mut seen = BTreeSet::new();
    let statements = site.related(subject, property).filter(|it| site.graph.is_asserted(it));
    statements
        .filter_map(|statement| {
            let person = entity(&statement.value)?;
            let (fate, place) = excluded(site, person, &period.bounds)?;
            let message = format!("{} {deed} ({}), but {fate}", site.name(person), period.words());
            let finding = finding(statement.location, message, place);
            seen.insert(person).then(|| period.label(finding, "this is when it was"))
        })
        .collect()
}

/// What a person held from or until a date.
fn offices(site: &Site<'_>, person: EntityId) -> Vec<Diagnostic> {
    let Some(life) = time::life(site, person) else { return Vec::new() };
    let statements = site.graph.statements_of(person).filter(|it| site.graph.is_asserted(it));
    statements.filter_map(|statement| office(site, person, &life, statement)).collect()
}

fn office(site: &Site<'_>, person: EntityId, life: &Life<'_>, statement: &Statement) -> Option<Diagnostic> {
    let (word, date, (fate, place)) = ["from", "until"].iter().find_map(|word| {
        let date = time::qualifier(statement, word)?;
        // Somebody may be said to have held an office until some time after death, but not to have entered it.
        let excluded = life.excludes(&date.bounds())?;
        (*word == "from" || excluded.0.starts_with("was born")).then_some((word, date, excluded))
    })?;
    let held = site.words(&statement.value);
    let message = format!(
        "{} has the `{}` {held} {word} {}, but {fate}",
        site.name(person),
        site.property(statement),
        date.in_words()
    );
    Some(finding(site.qualifier_place(statement, word), message, place))
}

fn claim(site: &Site<'_>, id: ClaimId) -> Option<Diagnostic> {
    let claim = site.graph.claim(id)?;
    let period = time::of_claim(site, id)?;
    let bounds = period.bounds;
    let (speaker, (fate, place)) =
        claim.speakers.iter().find_map(|&speaker| Some((speaker, excluded(site, speaker, &bounds)?)))?;
    let message = format!("{} said this ({}), but {fate}", site.name(speaker), period.words());
    let mut finding = finding(site.claim_place(id)?, message, place);
    if let Some(by) = site.attribute_place(id, "by") {
        finding = finding.label(by, "this is who said it");
    }
    Some(period.label(finding, "this is when it was said"))
}

fn finding(place: Location, message: String, life: Location) -> Diagnostic {
    Diagnostic::new(Code::DeadOrUnborn, place, message)
        .label(life, "this is the date of birth or death")
        .help("correct one of the dates, or name another person of that name")
}
