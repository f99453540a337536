//! What is read of a graph while something is made from it.
//!
//! Input: a function. Output: what it returns, and its [`Reads`]. Entry point: [`recorded`].
//!
//! Each query of a graph notes whose part of it it looks at, for the thread that asks; so what is made from it is made again
//! only where one of these parts is another. It says nothing of names, which are the same or all is made again.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt::Write as _;

use crate::resolve::{ClaimId, EntityId};
use crate::syntax::DocumentId;

/// A part of a graph: a number, and as its last two bits what it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part(u32);

impl Part {
    /// All of it.
    pub const EVERYTHING: Self = Self(3);

    /// A text, and what it says.
    pub fn document(id: DocumentId) -> Self {
        Self(id.0 << 2)
    }

    /// Where an entity is named and spoken of.
    pub fn entity(id: EntityId) -> Self {
        Self(id.0 << 2 | 1)
    }

    /// How others stand to a claim.
    pub fn claim(id: ClaimId) -> Self {
        Self(id.0 << 2 | 2)
    }
}

/// The parts that something is made from.
#[derive(Clone, Debug, Default)]
pub struct Reads(Box<[Part]>);

impl Reads {
    /// Whether any of some parts was read.
    pub fn touch(&self, parts: &HashSet<Part>) -> bool {
        !parts.is_empty() && self.0.iter().any(|part| parts.contains(part))
    }

    /// The differences from each to the next as hexadecimal numbers.
    pub fn to_text(&self) -> String {
        let mut text = String::with_capacity(4 * self.0.len());
        let mut last = 0;
        for part in &self.0 {
            let _ = write!(text, "{:x},", part.0 - last);
            last = part.0;
        }
        text
    }

    /// Reads such a text.
    pub fn of_text(text: &str) -> impl Iterator<Item = Part> {
        let steps = text.split_terminator(',').map(|step| u32::from_str_radix(step, 16));
        // What can't be understood may be anything.
        let mut last = 0_u32;
        steps.map(move |step| {
            last = step.ok().and_then(|step| last.checked_add(step)).unwrap_or(u32::MAX);
            if last == u32::MAX { Part::EVERYTHING } else { Part(last) }
        })
    }
}

/// What is noted.
struct Noted {
    parts: Vec<Part>,
    /// Some of those noted last, each where its number leads: most parts are read again soon.
    recent: [Part; RECENT],
}

/// A power of two.
const RECENT: usize = 64;

impl Noted {
    fn new() -> Self {
        Self { parts: Vec::new(), recent: [Part(u32::MAX); RECENT] }
    }

    fn add(&mut self, part: Part) {
        let recent = &mut self.recent[part.0 as usize % RECENT];
        if *recent != part {
            *recent = part;
            self.parts.push(part);
        }
    }
}

thread_local! {
    /// What is read since [`recorded`] began.
    static NOTED: RefCell<Option<Noted>> = const { RefCell::new(None) };
}

/// Runs a function, and notes what it reads on this thread.
pub fn recorded<T>(run: impl FnOnce() -> T) -> (T, Reads) {
    let outer = NOTED.replace(Some(Noted::new()));
    let made = run();
    let mut parts = NOTED.replace(outer).map_or_else(Vec::new, |noted| noted.parts);
    parts.sort_unstable();
    parts.dedup();
    let reads = Reads(parts.into_boxed_slice());
    note_all(&reads);
    (made, reads)
}

/// Notes that a part is looked at.
pub fn note(part: Part) {
    NOTED.with_borrow_mut(|noted| {
        if let Some(noted) = noted {
            noted.add(part);
        }
    });
}

/// Notes what something was made from that is looked at.
pub fn note_all(reads: &Reads) {
    NOTED.with_borrow_mut(|noted| {
        if let Some(noted) = noted {
            reads.0.iter().for_each(|&part| noted.add(part));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_within_is_read_by_both() {
        let ada = Part::entity(EntityId(7));
        let ((), outer) = recorded(|| {
            note(Part::document(DocumentId(9)));
            let ((), inner) = recorded(|| note(ada));
            assert_eq!(*inner.0, [ada]);
            note(Part::document(DocumentId(2)));
        });
        let all = [Part::document(DocumentId(2)), ada, Part::document(DocumentId(9))];
        assert_eq!(*outer.0, all);
        assert_eq!(Reads::of_text(&outer.to_text()).collect::<Vec<_>>(), all);
        assert_eq!(Reads::of_text("8,x,").last(), Some(Part::EVERYTHING));
    }
}
