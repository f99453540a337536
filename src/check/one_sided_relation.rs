//! # one-sided-relation
//!
//! A relation stated of one of two contradicts what is stated of the other.
//!
//! ## What it finds
//!
//! Where a property is symmetric (`spouse`, `siblings`), or its inverse has one value (`won` and `winner`): one side is
//! said to be related to the other, and of that other the same property is stated with other values alone. A relation
//! stated on one side only is no contradiction, since it shows on both pages all the same; nor are lists of participants
//! or parts that name more on one side than on the other. Relations of different times (`from`, `until`, `as-of`) are
//! let be.
//!
//! ## Why it matters
//!
//! If Ada is married to Bob, Bob is married to Ada; where Bob's file knows Cleo alone, one of the two is out of date or
//! wrong.
//!
//! ## Fails
//!
//! ```text
//! content/people/ada.md    spouse: bob
//! content/people/bob.md    spouse: cleo
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/people/ada.md    spouse: bob
//! content/people/bob.md    spouse: [{id: cleo, until: 1990}, ada]
//! ```
//!
//! ## To acknowledge it
//!
//! `allow: [{code: one-sided-relation, reason: …}]` in the front matter of one of the files involved.

use super::facts::{Site, entity};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::Statement;

/// Finds relations that their other side contradicts.
pub fn find(site: &Site<'_>) -> Vec<Diagnostic> {
    let properties = &site.graph.vocabulary.properties;
    let is_exclusive = |it: &&Statement| {
        let property = properties.get(it.property);
        property.symmetric || property.single
    };
    let derived = site.graph.derived().filter(is_exclusive);
    let derived = derived.filter(|it| is_lasting(it) && site.graph.is_asserted(it));
    derived.filter_map(|statement| contradiction(site, statement)).collect()
}

/// Whether nothing restricts it to a time.
fn is_lasting(statement: &Statement) -> bool {
    ["from", "until", "as_of"].iter().all(|name| statement.qualifier(name).is_none())
}

/// The contradiction between what follows from the other side and what is stated on this one.
fn contradiction(site: &Site<'_>, derived: &Statement) -> Option<Diagnostic> {
    let property = site.graph.vocabulary.properties.get(derived.property);
    let other = entity(&derived.value)?;
    let values = site.graph.values(derived.subject, derived.property);
    let mut own = values.filter(|it| !it.is_derived() && site.graph.is_asserted(it)).peekable();
    own.peek()?;
    let own: Vec<_> = own.collect();
    if own.iter().any(|it| it.value == derived.value || !is_lasting(it)) {
        return None;
    }
    let stated: Vec<_> = own.iter().map(|it| site.words(&it.value)).collect();
    let (here, there) = (site.name(derived.subject), site.name(other));
    let message = format!(
        "{there} names {here}, so `{}` of {here} should be {there}, but it is {}",
        property.name,
        stated.join(", ")
    );
    let finding = Diagnostic::new(Code::OneSidedRelation, derived.location, message)
        .primary_label(format!("stated of {there}"))
        .help("correct one side, or say `from` and `until` when each held");
    let labelled = own.iter().map(|it| (it.location, format!("stated of {here}")));
    Some(labelled.fold(finding, |finding, (place, message)| finding.label(place, message)))
}
