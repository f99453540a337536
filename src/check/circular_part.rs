//! # circular-part
//!
//! Something is, by way of others, part of itself.
//!
//! ## What it finds
//!
//! Circles of `part_of` (or of `parts`, which says the same from the other side), and of `parent` among organizations:
//! a part of b, b part of c, c part of a. All the statements that make up the circle are shown.
//!
//! ## Why it matters
//!
//! A whole is larger than its parts, so one of the statements is wrong, most often one with its two ends swapped. Pages
//! would list each of them among the parts of all others.
//!
//! ## Fails
//!
//! ```text
//! content/events/summit.md    part_of: dinner
//! content/events/dinner.md    part_of: summit
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/events/summit.md    start: 2017-07-07
//! content/events/dinner.md    part_of: summit
//! ```
//!
//! ## To acknowledge it
//!
//! `allow: [{code: circular-part, reason: …}]` in the front matter of one of the files involved.

use super::facts::{Site, entity};
use crate::diagnostic::{Code, Diagnostic};
use crate::resolve::EntityId;
use crate::source::Location;
use crate::vocabulary::PropertyId;

/// Properties that lead from a part to its whole.
const UPWARDS: [PropertyId; 2] = [PropertyId::PART_OF, PropertyId::PARENT];

/// Finds circles.
pub fn find(site: &Site<'_>) -> Vec<Diagnostic> {
    UPWARDS.into_iter().flat_map(|property| Walk::new(site, property).run()).collect()
}

/// What is known of an entity during the walk.
#[derive(Clone, Copy, PartialEq)]
enum Seen {
    Never,
    /// On the way from the entity where the walk began.
    OnTheWay,
    Done,
}

/// A walk from every part to its wholes, which remembers the way.
struct Walk<'s, 'a> {
    site: &'s Site<'a>,
    property: PropertyId,
    seen: Vec<Seen>,
    /// The entities on the way, each with the place that leads to the next and the next wholes to try.
    way: Vec<Step>,
    found: Vec<Diagnostic>,
}

struct Step {
    entity: EntityId,
    /// The wholes not tried yet.
    wholes: Vec<(EntityId, Location)>,
    /// The statement that led on from here.
    taken: Location,
}

impl<'s, 'a> Walk<'s, 'a> {
    fn new(site: &'s Site<'a>, property: PropertyId) -> Self {
        let seen = vec![Seen::Never; site.graph.registry.iter().count()];
        Self { site, property, seen, way: Vec::new(), found: Vec::new() }
    }

    fn run(mut self) -> Vec<Diagnostic> {
        for entity in self.site.entities() {
            if self.seen(entity) == Seen::Never {
                self.enter(entity);
                while !self.way.is_empty() {
                    self.step();
                }
            }
        }
        self.found
    }

    fn seen(&self, entity: EntityId) -> Seen {
        self.seen.get(entity.0 as usize).copied().unwrap_or(Seen::Done)
    }

    fn mark(&mut self, entity: EntityId, seen: Seen) {
        if let Some(mark) = self.seen.get_mut(entity.0 as usize) {
            *mark = seen;
        }
    }

    fn enter(&mut self, part: EntityId) {
        self.mark(part, Seen::OnTheWay);
        let statements = self.site.related(part, self.property).filter(|it| self.site.graph.is_asserted(it));
        let mut wholes: Vec<_> = statements
            .filter_map(|statement| Some((entity(&statement.value)?, statement.location)))
            .collect();
        wholes.reverse();
        wholes.dedup_by_key(|(whole, _)| *whole);
        self.way.push(Step { entity: part, wholes, taken: Location::default() });
    }

    /// Goes on to the next whole, or back.
    fn step(&mut self) {
        let Some(step) = self.way.last_mut() else { return };
        let entity = step.entity;
        let Some((whole, place)) = step.wholes.pop() else {
            self.way.pop();
            self.mark(entity, Seen::Done);
            return;
        };
        step.taken = place;
        match self.seen(whole) {
            Seen::Never => self.enter(whole),
            Seen::OnTheWay => self.report(whole),
            Seen::Done => {}
        }
    }

    /// Reports the circle that begins and ends at `whole`.
    fn report(&mut self, whole: EntityId) {
        let start = self.way.iter().position(|step| step.entity == whole).unwrap_or_default();
        let circle = self.way.get(start..).unwrap_or_default();
        let Some((first, others)) = circle.split_first() else { return };
        let word = if self.property == PropertyId::PARENT { "belongs to" } else { "is part of" };
        let message = match others {
            [] => format!("{} {word} itself", self.site.name(whole)),
            _ => {
                let names =
                    others.iter().map(|step| self.site.name(step.entity)).collect::<Vec<_>>().join(", then ");
                format!("{} {word} itself, by way of {names}", self.site.name(whole))
            }
        };
        let mut finding = Diagnostic::new(Code::CircularPart, first.taken, message)
            .primary_label(format!("of {}", self.site.name(first.entity)))
            .help("remove one of these, or turn it round");
        for step in others {
            finding = finding.label(step.taken, format!("of {}", self.site.name(step.entity)));
        }
        self.found.push(finding);
    }
}
