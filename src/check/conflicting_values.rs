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

use super::facts::Site;
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::{Reference, Statement};
use crate::resolve::EntityId;

/// How many values a message names.
const MOST_NAMED: usize = 4;

/// Finds single values that contradict each other.
pub fn of_entity(site: &Site<'_>, entity: EntityId) -> Vec<Diagnostic> {
    let statements: Vec<&Statement> = site.graph.statements_of(entity).collect();
    let groups = statements.chunk_by(|a, b| a.property == b.property);
    let conflicts = groups.flat_map(|group| site.graph.conflicts(group));
    conflicts.filter_map(|statements| finding(site, &statements)).collect()
}

/// The finding about statements that contradict each other.
fn finding(site: &Site<'_>, statements: &[&Statement]) -> Option<Diagnostic> {
    let (&first, others) = statements.split_first()?;
    let mut values: Vec<_> = statements.iter().map(|it| site.words(&it.value)).collect();
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
