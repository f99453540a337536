//! # conflicting-values
//!
//! A property that has one value is given two.
//!
//! ## What it finds
//!
//! Two statements of a `single` property of one thing that can't both be right, wherever they stand: in sentences, in
//! front matter, in claims. All places are shown. Not in conflict are
//!
//! - values of which one is less precise than the other: `2017` and `2017-07-07`, `1.2 million` and `1,234,567`, `10..12`
//!   and `11`, two hours and 2 hours 16 minutes, a country and a town in it;
//! - values that differ in a qualifier among the property's `separators`, as the deaths of an event differ with `as-of` and
//!   `according-to`; the speaker of a claim is who it is according to;
//! - values of different times (`as-of`, `from`, `until`);
//! - values of claims that deny, dispute or correct each other, because that is a dispute already;
//! - a value with `rank=deprecated` or a `certainty` other than `certain`; and beside a value with `rank=preferred`, all
//!   others.
//!
//! ## Why it matters
//!
//! It is what Annals is for: two articles of one site that say different things about the same meeting. Both values are
//! kept and shown side by side, until somebody has decided.
//!
//! ## Fails
//!
//! ```markdown
//! It took [two hours]{.fact of=meeting duration=PT2H}. [...] It took [three]{.fact of=meeting duration=PT3H}.
//! ```
//!
//! ## Passes
//!
//! ```markdown
//! It took [two hours]{.fact of=meeting duration=PT2H}, [two hours and 16 minutes]{.fact of=meeting duration=PT2H16M}
//! to be exact.
//! ```
//!
//! ## To acknowledge it
//!
//! Better than to acknowledge it: mark the value to go by with `rank=preferred`, or the wrong one with `rank=deprecated`.
//! Else `allow: [{code: conflicting-values, reason: …}]` in the front matter of one of the files involved.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::facts::{Site, entity, is_serious, qualifier};
use super::time;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{Object, Rank, Reference, RelationKind, Statement};
use crate::resolve::{ClaimId, EntityId, name_key};
use crate::vocabulary::Property;

/// How many steps up from a place another one is looked for that it lies in.
const MOST_LEVELS: usize = 16;

/// How many statements of one property are compared with each other: of more that differ, the first.
const MOST_COMPARED: usize = 100;

/// How many values a message names.
const MOST_NAMED: usize = 4;

/// Finds single values that contradict each other.
pub fn find(site: &Site<'_>) -> Vec<Diagnostic> {
    let entities: Vec<_> = site.graph.registry.iter().map(|(id, _)| id).collect();
    entities.into_par_iter().flat_map_iter(|entity| of_entity(site, entity)).collect()
}

fn of_entity(site: &Site<'_>, entity: EntityId) -> Vec<Diagnostic> {
    let statements: Vec<&Statement> = site.graph.statements_of(entity).filter(|it| !it.derived).collect();
    let groups = statements.chunk_by(|a, b| a.property == b.property);
    let groups = groups.filter(|group| group.len() > 1);
    groups.flat_map(|group| of_property(site, group)).collect()
}

fn of_property(site: &Site<'_>, statements: &[&Statement]) -> Vec<Diagnostic> {
    let Some(first) = statements.first() else { return Vec::new() };
    let property = site.graph.vocabulary.properties.get(first.property);
    if !property.single {
        return Vec::new();
    }
    let mut separated: BTreeMap<String, Vec<&Statement>> = BTreeMap::new();
    for statement in candidates(statements) {
        separated.entry(separators(site, property, statement)).or_default().push(statement);
    }
    let distinct = separated.values().map(|group| distinct(site, group));
    distinct.filter_map(|group| conflict(site, group.get(..MOST_COMPARED).unwrap_or(&group))).collect()
}

/// The statements to go by: those of the best rank, without those that are in doubt.
fn candidates<'a>(statements: &[&'a Statement]) -> Vec<&'a Statement> {
    let serious: Vec<_> = statements.iter().copied().filter(|it| is_serious(it)).collect();
    let best = serious.iter().map(|it| it.rank).max().unwrap_or_default();
    serious.into_iter().filter(|it| best != Rank::Preferred || it.rank == best).collect()
}

/// What a statement says under the property's separators; values with different ones don't contradict each other.
fn separators(site: &Site<'_>, property: &Property, statement: &Statement) -> String {
    let of = |name: &String| match (qualifier(statement, name), statement.claim) {
        (Some(value), _) => site.words(value),
        (None, Some(claim)) if name == "according_to" => site.speaker(claim),
        (None, _) => String::new(),
    };
    property.separators.iter().map(of).collect::<Vec<_>>().join("\n")
}

/// The first statement of each value, time and claim.
fn distinct<'a>(site: &Site<'_>, statements: &[&'a Statement]) -> Vec<&'a Statement> {
    let mut seen = BTreeSet::new();
    let key = |statement: &Statement| {
        let times =
            ["as_of", "from", "until"].map(|name| qualifier(statement, name).map(|it| site.words(it)));
        (site.words(&statement.value), times, statement.claim)
    };
    statements.iter().copied().filter(|statement| seen.insert(key(statement))).collect()
}

/// The finding about all values that contradict another.
fn conflict(site: &Site<'_>, statements: &[&Statement]) -> Option<Diagnostic> {
    let mut involved = BTreeSet::new();
    for (at, statement) in statements.iter().enumerate() {
        let earlier = statements.iter().take(at).position(|other| contradict(site, other, statement));
        involved.extend(earlier.into_iter().flat_map(|earlier| [earlier, at]));
    }
    let mut involved = involved.into_iter().filter_map(|at| statements.get(at).copied());
    let first = involved.next()?;
    let others: Vec<_> = involved.collect();
    let mut values: Vec<_> = std::iter::once(&first).chain(&others).map(|it| site.words(&it.value)).collect();
    values.sort();
    values.dedup();
    let message =
        format!("`{}` of {} can't be {}", site.property(first), site.name(first.subject), listed(&values));
    let finding = Diagnostic::new(Code::ConflictingValues, site.fact_place(first), message)
        .primary_label(says(site, first))
        .help("correct one; tell them apart by `as-of`, `from` or `until`; or mark the one to go by with `rank=preferred`");
    Some(others.iter().fold(finding, |finding, it| finding.label(site.fact_place(it), says(site, it))))
}

/// "both a and b", "a, b and c", "a, b, c and 5 others".
fn listed(values: &[String]) -> String {
    match values {
        [one, other] => format!("both {one} and {other}"),
        _ if values.len() > MOST_NAMED => {
            let named = values.get(..MOST_NAMED).unwrap_or_default().join(", ");
            match values.len() - MOST_NAMED {
                1 => format!("all of {named} and one other"),
                others => format!("all of {named} and {others} others"),
            }
        }
        [first @ .., last] => format!("all of {} and {last}", first.join(", ")),
        [] => String::new(),
    }
}

/// A value with who says so.
fn says(site: &Site<'_>, statement: &Statement) -> String {
    let value = site.words(&statement.value);
    match (statement.claim, &statement.reference) {
        (Some(claim), _) => format!("{value}, {} {}", site.verb(claim, "says"), site.speaker(claim)),
        (None, Reference::Sentence { .. }) => format!("{value}, says this sentence"),
        (None, Reference::Record { .. }) => format!("{value}, says the front matter"),
    }
}

/// Whether two statements of one property can't both be right.
fn contradict(site: &Site<'_>, a: &Statement, b: &Statement) -> bool {
    !agree(site, &a.value, &b.value) && is_same_time(a, b) && !is_dispute(site, a.claim, b.claim)
}

/// Whether two values may both be right, one of them less precise than the other.
fn agree(site: &Site<'_>, a: &Object, b: &Object) -> bool {
    match (a, b) {
        (Object::Literal(a), Object::Literal(b)) => a.agrees(b),
        (Object::Entity(a), Object::Entity(b)) => a == b || lies_in(site, *a, *b) || lies_in(site, *b, *a),
        (Object::Entity(entity), Object::Literal(text)) | (Object::Literal(text), Object::Entity(entity)) => {
            let text = name_key(&text.canonical());
            site.graph.registry.get(*entity).names().any(|name| name_key(name) == text)
        }
    }
}

/// Whether one place (or part of anything) lies in another.
fn lies_in(site: &Site<'_>, part: EntityId, whole: EntityId) -> bool {
    let mut level = vec![part];
    for _ in 0..MOST_LEVELS {
        let above = |&at: &EntityId| {
            let statements = ["part_of", "country"].into_iter().flat_map(move |name| site.related(at, name));
            statements.filter_map(|statement| entity(&statement.value)).collect::<Vec<_>>()
        };
        level = level.iter().flat_map(above).take(MOST_LEVELS).collect();
        if level.contains(&whole) {
            return true;
        }
    }
    false
}

/// Whether what they say of the time leaves no doubt that they are of the same.
fn is_same_time(a: &Statement, b: &Statement) -> bool {
    ["as_of", "from", "until"].iter().all(|name| match (time::qualifier(a, name), time::qualifier(b, name)) {
        (None, None) => true,
        (Some(a), Some(b)) => a.agrees(b),
        _ => false,
    })
}

/// Whether claims that two statements stand in are said to contradict each other, or claims around these.
fn is_dispute(site: &Site<'_>, a: Option<ClaimId>, b: Option<ClaimId>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return false };
    let around = |claim| std::iter::once(claim).chain(site.claims_around(claim)).collect::<Vec<_>>();
    let (a, b) = (around(a), around(b));
    let is_related = |one: ClaimId, others: &[ClaimId]| {
        let relations = site.graph.claim(one).into_iter().flat_map(|claim| &claim.relations);
        let against = |kind: RelationKind| kind.contradicts() || kind == RelationKind::Corrects;
        relations.into_iter().any(|it| against(it.kind) && others.contains(&it.claim))
    };
    a.iter().any(|&one| is_related(one, &b)) || b.iter().any(|&one| is_related(one, &a))
}
