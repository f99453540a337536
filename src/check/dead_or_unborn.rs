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

use rayon::prelude::*;

use super::facts::{Site, entity};
use super::time::{self, Life, Period};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::Statement;
use crate::resolve::{ClaimId, EntityId};
use crate::source::Location;
use crate::vocabulary::{KindId, PropertyId, Role};

/// What only the living do at an event, with the words for it.
const PRESENT: [(PropertyId, &str); 4] = [
    (PropertyId::PARTICIPANTS, "took part in"),
    (PropertyId::ORGANIZER, "organized"),
    (PropertyId::CANDIDATES, "was a candidate in"),
    (PropertyId::COMMANDERS, "commanded at"),
];

/// Finds deeds of the dead and the unborn.
pub fn find(site: &Site<'_>) -> Vec<Diagnostic> {
    let entities: Vec<EntityId> = site.graph.registry.iter().map(|(id, _)| id).collect();
    let life = |&id: &EntityId| {
        if site.graph.registry.is_a(id, KindId::PERSON) { time::life(site, id) } else { None }
    };
    let lives = entities.par_iter().map(life).collect();
    // Articles and pages were at no time: nobody takes part in them, and nothing is said at them.
    let is_event = |&id: &EntityId| !matches!(site.role(id), Role::Article | Role::Page);
    let period = |id: &EntityId| is_event(id).then(|| time::period(site, *id)).flatten();
    let periods = entities.par_iter().map(period).collect();
    let finder = Finder { site, lives, periods };
    let mut found = Vec::new();
    for entity in site.entities() {
        match site.graph.registry.get(entity).kind {
            KindId::EVENT => found.extend(finder.event(entity)),
            KindId::ORGANIZATION => found.extend(finder.organization(entity)),
            KindId::PERSON => found.extend(finder.offices(entity)),
            _ => {}
        }
    }
    found.extend(site.graph.registry.claims().filter_map(|claim| finder.claim(claim)));
    found
}

struct Finder<'s, 'a> {
    site: &'s Site<'a>,
    lives: Vec<Option<Life<'a>>>,
    /// When each event was.
    periods: Vec<Option<Period<'a>>>,
}

impl Finder<'_, '_> {
    fn life(&self, entity: EntityId) -> Option<&Life<'_>> {
        self.lives.get(entity.0 as usize)?.as_ref()
    }

    fn period(&self, event: EntityId) -> Option<&Period<'_>> {
        self.periods.get(event.0 as usize)?.as_ref()
    }

    /// Those present at an event.
    fn event(&self, event: EntityId) -> Vec<Diagnostic> {
        let Some(period) = self.period(event) else { return Vec::new() };
        let mut found = Vec::new();
        for (property, deed) in PRESENT {
            let deed = format!("{deed} {}", self.site.name(event));
            found.extend(self.values(event, property, period, &deed));
        }
        found
    }

    fn organization(&self, organization: EntityId) -> Vec<Diagnostic> {
        let Some((date, statement)) = time::best(self.site, organization, PropertyId::FOUNDED) else {
            return Vec::new();
        };
        let period = Period::of(date, statement.location);
        let deed = format!("founded {}", self.site.name(organization));
        self.values(organization, PropertyId::FOUNDERS, &period, &deed)
    }

    /// The persons that a property names who did not live then; each once, whichever side says so.
    fn values(
        &self,
        subject: EntityId,
        property: PropertyId,
        period: &Period<'_>,
        deed: &str,
    ) -> Vec<Diagnostic> {
        let mut seen = BTreeSet::new();
        let statements = self.site.related(subject, property).filter(|it| self.site.graph.is_asserted(it));
        statements
            .filter_map(|statement| {
                let person = entity(&statement.value)?;
                let (fate, place) = self.life(person)?.excludes(&period.bounds)?;
                let message = format!("{} {deed} ({}), but {fate}", self.site.name(person), period.words());
                let finding = finding(statement.location, message, place);
                seen.insert(person).then(|| period.label(finding, "this is when it was"))
            })
            .collect()
    }

    /// What a person held from or until a date.
    fn offices(&self, person: EntityId) -> Vec<Diagnostic> {
        let Some(life) = self.life(person) else { return Vec::new() };
        let statements = self.site.graph.statements_of(person).filter(|it| self.site.graph.is_asserted(it));
        statements.filter_map(|statement| self.office(person, life, statement)).collect()
    }

    fn office(&self, person: EntityId, life: &Life<'_>, statement: &Statement) -> Option<Diagnostic> {
        let (word, date, (fate, place)) = ["from", "until"].iter().find_map(|word| {
            let date = time::qualifier(statement, word)?;
            // Somebody may be said to have held an office until some time after death, but not to have entered it.
            let excluded = life.excludes(&date.bounds())?;
            (*word == "from" || excluded.0.starts_with("was born")).then_some((word, date, excluded))
        })?;
        let held = self.site.words(&statement.value);
        let message = format!(
            "{} has the `{}` {held} {word} {}, but {fate}",
            self.site.name(person),
            self.site.property(statement),
            date.in_words()
        );
        Some(finding(self.site.qualifier_place(statement, word), message, place))
    }

    fn claim(&self, id: ClaimId) -> Option<Diagnostic> {
        let claim = self.site.graph.claim(id)?;
        let period = time::of_claim(self.site, id)?;
        let bounds = period.bounds;
        let (speaker, (fate, place)) = claim
            .speakers
            .iter()
            .find_map(|&speaker| Some((speaker, self.life(speaker)?.excludes(&bounds)?)))?;
        let message = format!("{} said this ({}), but {fate}", self.site.name(speaker), period.words());
        let mut finding = finding(self.site.claim_place(id)?, message, place);
        if let Some(by) = self.site.attribute_place(id, "by") {
            finding = finding.label(by, "this is who said it");
        }
        Some(period.label(finding, "this is when it was said"))
    }
}

fn finding(place: Location, message: String, life: Location) -> Diagnostic {
    Diagnostic::new(Code::DeadOrUnborn, place, message)
        .label(life, "this is the date of birth or death")
        .help("correct one of the dates, or name another person of that name")
}
