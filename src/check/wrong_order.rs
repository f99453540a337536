//! # wrong-order
//!
//! What ended had not begun, and the like.
//!
//! ## What it finds
//!
//! - two dates of one thing in the wrong order: `end` or `date` before `start`, `end` before `date`, `died` before
//!   `born`, `dissolved` before `founded`, `retrieved` before `published`, `updated` before `date`, and whatever a
//!   property's `before` says in `annals.toml`;
//! - `until` before `from` in what is said of one value;
//! - an event that `follows` another, but was over before it;
//! - a child born before a parent;
//! - a claim made `at` an event, but `on` a date before it began or after it was over;
//! - a claim made before the event that it tells of in the past: the event is what the sentence is about, with a verb in
//!   the past right behind its name (`[[the meeting]] lasted two hours`), or what `about` says, with such a verb right
//!   behind any name and no word for what is or will be (`[[Ada]] opened the talks`);
//! - a review older than what it reviews.
//!
//! Imprecise dates are taken as intervals.
//!
//! ## Why it matters
//!
//! One of the dates is wrong: a slip of the pen, or the dates of two things.
//!
//! ## Fails
//!
//! ```yaml content/people/ada.md
//! born: 1852-11-27
//! died: 1815-12-10
//! ```
//!
//! ## Passes
//!
//! ```yaml content/people/ada.md
//! born: 1815-12-10
//! died: 1852
//! ```
//!
//! ## To acknowledge it
//!
//! `allow: [{code: wrong-order, reason: …}]` in the front matter of one of the files involved.

use super::facts::{Site, date, entity, word_behind};
use super::time::{self, Period, best, period};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{Review, Statement};
use crate::resolve::{ClaimId, EntityId, Target};
use crate::syntax::DocumentId;
use crate::vocabulary::{Date, KindId, PropertyId};

/// Verbs in the past that tell of a whole event.
const PAST: [&str; 18] = [
    "was",
    "were",
    "had",
    "lasted",
    "took",
    "ended",
    "began",
    "went",
    "failed",
    "succeeded",
    "produced",
    "brought",
    "led",
    "saw",
    "made",
    "did",
    "clocked",
    "started",
];

/// Words by which a claim may speak of what is or is to come.
const AHEAD: [&str; 16] = [
    "will", "would", "shall", "should", "may", "might", "must", "can", "could", "is", "are", "has", "have",
    "wants", "hopes", "plans",
];

/// Finds what is in the wrong order.
pub fn of_entity(site: &Site<'_>, id: EntityId) -> Vec<Diagnostic> {
    let mut found = dates(site, id);
    found.extend(qualifiers(site, id));
    match site.graph.registry.get(id).kind {
        KindId::EVENT => found.extend(followers(site, id)),
        KindId::PERSON => found.extend(children(site, id)),
        _ => {}
    }
    found
}

pub fn of_document(site: &Site<'_>, id: DocumentId) -> Vec<Diagnostic> {
    let claims = site.graph.claims_in(id).flat_map(|claim| claim_dates(site, claim));
    claims.chain(site.graph.review(id).and_then(|review| reviewed(site, review))).collect()
}

fn wrong(
    site: &Site<'_>,
    entity: EntityId,
    early: (&Date, &Statement),
    late: (&Date, &Statement),
) -> Diagnostic {
    let message = format!(
        "`{}` of {} ({}) lies before `{}` ({})",
        site.property(late.1),
        site.name(entity),
        late.0.in_words(),
        site.property(early.1),
        early.0.in_words()
    );
    Diagnostic::new(Code::WrongOrder, late.1.location, message)
        .label(early.1.location, format!("`{}`", site.property(early.1)))
        .help("correct one of the dates")
}

/// Dates of one thing that its properties put in an order.
fn dates(site: &Site<'_>, entity: EntityId) -> Vec<Diagnostic> {
    let properties = &site.graph.vocabulary.properties;
    let own = site.graph.statements_of(entity).filter(|it| !it.is_derived() && site.graph.is_asserted(it));
    let ordered = own.filter_map(|it| {
        let before = &properties.get(it.property).before;
        (!before.is_empty()).then_some((date(&it.value)?, it, before))
    });
    let mut found = Vec::new();
    for (early, statement, before) in ordered {
        let later =
            before.iter().filter_map(|name| properties.named(name)).flat_map(|it| site.dates(entity, it));
        let wrong_ones = later.filter(|(late, _)| late.bounds().certainly_before(&early.bounds()));
        found.extend(wrong_ones.take(1).map(|late| wrong(site, entity, (early, statement), late)));
    }
    found
}

/// `from` and `until` of one value.
fn qualifiers(site: &Site<'_>, entity: EntityId) -> Vec<Diagnostic> {
    let own = site.graph.statements_of(entity).filter(|it| !it.is_derived() && !it.qualifiers.is_empty());
    own.filter_map(|statement| {
        let (from, until) = (time::qualifier(statement, "from")?, time::qualifier(statement, "until")?);
        let message = format!(
            "`{}` of {} is {} until {}, but from {}",
            site.property(statement),
            site.name(entity),
            site.words(&statement.value),
            until.in_words(),
            from.in_words()
        );
        until.bounds().certainly_before(&from.bounds()).then(|| {
            Diagnostic::new(Code::WrongOrder, site.qualifier_place(statement, "until"), message)
                .label(site.qualifier_place(statement, "from"), "it begins here")
                .help("correct one of the dates")
        })
    })
    .collect()
}

/// Events that an event is said to follow.
fn followers(site: &Site<'_>, event: EntityId) -> Vec<Diagnostic> {
    let follows = site.related(event, PropertyId::FOLLOWS).filter(|it| site.graph.is_asserted(it));
    let mut found = Vec::new();
    for statement in follows {
        let Some(before) = entity(&statement.value) else { continue };
        let (Some(own), Some(earlier)) = (period(site, event), period(site, before)) else { continue };
        if own.bounds.certainly_before(&earlier.bounds) {
            let message = format!(
                "{} ({}) follows {} ({}), but was over before it",
                site.name(event),
                own.words(),
                site.name(before),
                earlier.words()
            );
            let finding = Diagnostic::new(Code::WrongOrder, statement.location, message)
                .help("correct one of the dates, or turn `follows` round");
            let finding = own.label(finding, &format!("the time of {}", site.name(event)));
            found.push(earlier.label(finding, &format!("the time of {}", site.name(before))));
        }
    }
    found
}

/// Children that were born before this person was.
fn children(site: &Site<'_>, person: EntityId) -> Vec<Diagnostic> {
    let Some((born, statement)) = best(site, person, PropertyId::BORN) else { return Vec::new() };
    let children = site.related(person, PropertyId::CHILDREN).filter(|it| site.graph.is_asserted(it));
    let mut found: Vec<Diagnostic> = Vec::new();
    for relation in children {
        let Some(child) = entity(&relation.value) else { continue };
        let Some((earlier, of_child)) = best(site, child, PropertyId::BORN) else { continue };
        if earlier.bounds().certainly_before(&born.bounds()) {
            let message = format!(
                "{} was born {}, before a parent, {}, was born {}",
                site.name(child),
                time::on(earlier),
                site.name(person),
                time::on(born)
            );
            let finding = Diagnostic::new(Code::WrongOrder, of_child.location, message)
                .label(statement.location, format!("{} was born", site.name(person)))
                .label(relation.location, "the relation")
                .help("correct one of the dates, or turn the relation round");
            found.push(finding);
        }
    }
    found.dedup_by(|a, b| a.message == b.message);
    found
}

/// A claim's date beside those of the events it was made at or tells of.
fn claim_dates(site: &Site<'_>, id: ClaimId) -> Vec<Diagnostic> {
    let Some(claim) = site.graph.claim(id) else { return Vec::new() };
    let Some((on, place)) = &claim.on else { return Vec::new() };
    let said = Period::of(on, *place);
    let mut found = Vec::new();
    for &event in site.graph.said_at(claim) {
        let Some(time) = period(site, event) else { continue };
        if said.bounds.certainly_outside(&time.bounds) {
            let message =
                format!("this was said {}, but at {} ({})", time::on(on), site.name(event), time.words());
            let finding =
                Diagnostic::new(Code::WrongOrder, *place, message).help("correct one of the dates, or `at`");
            found.push(time.label(finding, &format!("the time of {}", site.name(event))));
        }
    }
    for (event, time) in told_in_the_past(site, id) {
        if said.bounds.certainly_before(&time.bounds) {
            let message = format!(
                "this was said {}, but tells in the past of {} ({})",
                time::on(on),
                site.name(event),
                time.words()
            );
            let finding = Diagnostic::new(Code::WrongOrder, *place, message).help("correct one of the dates");
            found.push(time.label(finding, &format!("the time of {}", site.name(event))));
        }
    }
    found
}

/// The dated events that a claim tells of in the past; only in English.
fn told_in_the_past<'a>(site: &Site<'a>, id: ClaimId) -> Vec<(EntityId, Period<'a>)> {
    let mut told = told(site, id).unwrap_or_default();
    told.sort_unstable();
    told.dedup();
    let events = told.into_iter().filter(|&event| site.graph.registry.is_a(event, KindId::EVENT));
    events.filter_map(|event| Some((event, period(site, event)?))).collect()
}

/// What a claim names right before a verb in the past, and what it is said to be about where it tells of nothing that
/// is or is to come.
fn told(site: &Site<'_>, id: ClaimId) -> Option<Vec<EntityId>> {
    let claim = site.graph.claim(id)?;
    let document = site.graph.document(claim.site.document).filter(|document| site.is_english(document))?;
    let inside = document.body.inside(claim.site.annotation);
    let named = site.graph.mentions_within(claim.site.document, inside);
    let behind = |id| document.body.annotation(id).map_or("", |it| word_behind(&document.body, it));
    let named: Vec<_> = named.map(|it| (it.target, behind(it.annotation))).collect();
    let is_over = named.iter().any(|(_, verb)| PAST.contains(verb) || verb.ends_with("ed"))
        && !site.claim_words(id).split(|c: char| !c.is_alphabetic()).any(|word| AHEAD.contains(&word));
    let about = site.attribute(id, "about").map_or(0, |about| about.text.split(';').count());
    let about = claim.about.iter().copied().take(if is_over { about } else { 0 });
    let subjects = named.iter().filter(|(_, verb)| PAST.contains(verb)).filter_map(|it| match it.0 {
        Target::Entity(entity) => Some(entity),
        Target::Claim(_) => None,
    });
    Some(subjects.chain(about).collect())
}

/// A review of what was not said yet.
fn reviewed(site: &Site<'_>, review: &Review) -> Option<Diagnostic> {
    let (reviewed, place) = review.reviewed.as_ref()?;
    let mut said = review.claims.iter().filter_map(|&claim| time::of_claim(site, claim));
    let said = said.find(|said| reviewed.bounds().certainly_before(&said.bounds))?;
    let message = format!("this was reviewed {}, before it was said ({})", time::on(reviewed), said.words());
    let finding = Diagnostic::new(Code::WrongOrder, *place, message).help("correct one of the dates");
    Some(said.label(finding, "this is when it was said"))
}
