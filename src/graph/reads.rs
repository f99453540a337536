//! What is read of a graph while something is made from it.
//!
//! Input: a function. Output: what it returns, and its [`Reads`]. Entry points: [`recorded`], and [`Recorded`] for what is kept
//! as long as it holds.
//!
//! Each query of a graph notes whose part of it it looks at, for the thread that asks; so what is made from it is made again
//! only where one of these parts is another. It says nothing of names, which are the same or all is made again.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::sync::Arc;

use crate::resolve::{ClaimId, EntityId};
use crate::syntax::DocumentId;

/// A part of a graph: a number, and as its last two bits what it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part(u32);

impl Part {
    /// All of it.
    pub const EVERYTHING: Self = Self(3);

    /// Which names are words of the language as well.
    pub const NAMES: Self = Self(7);

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

/// Some parts, of which it is asked often whether they hold one.
#[derive(Clone, Debug, Default)]
pub struct PartSet(Vec<u64>);

impl PartSet {
    const BITS: usize = u64::BITS as usize;

    /// Adds a part.
    pub fn insert(&mut self, part: Part) {
        let (at, bit) = (part.0 as usize / Self::BITS, part.0 as usize % Self::BITS);
        self.0.resize(self.0.len().max(at + 1), 0);
        self.0[at] |= 1 << bit;
    }

    /// Whether it holds a part.
    pub fn contains(&self, part: Part) -> bool {
        let (at, bit) = (part.0 as usize / Self::BITS, part.0 as usize % Self::BITS);
        self.0.get(at).is_some_and(|bits| bits >> bit & 1 == 1)
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same with all of others.
    fn with_all(&self, others: &Self) -> Self {
        let bits = |set: &Self, at: usize| set.0.get(at).copied().unwrap_or_default();
        Self((0..self.0.len().max(others.0.len())).map(|at| bits(self, at) | bits(others, at)).collect())
    }
}

impl Extend<Part> for PartSet {
    fn extend<T: IntoIterator<Item = Part>>(&mut self, parts: T) {
        parts.into_iter().for_each(|part| self.insert(part));
    }
}

impl FromIterator<Part> for PartSet {
    fn from_iter<T: IntoIterator<Item = Part>>(parts: T) -> Self {
        let mut set = Self::default();
        set.extend(parts);
        set
    }
}

/// The parts that something is made from.
#[derive(Clone, Debug, Default)]
pub struct Reads(Box<[Part]>);

impl Reads {
    /// Whether any of some parts was read.
    pub fn touch(&self, parts: &PartSet) -> bool {
        !parts.is_empty() && self.0.iter().any(|&part| parts.contains(part))
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

/// Something that was made from a graph, and from which parts of it.
#[derive(Debug, Default)]
pub struct Recorded<T> {
    /// It.
    pub value: T,
    reads: Reads,
}

impl<T> Recorded<T> {
    /// What is found among what was made earlier, if it was made from nothing that has changed since; else it is made.
    pub fn next<E>(
        earlier: Option<&Earlier<E>>,
        find: impl FnOnce(&E) -> Option<&Arc<Self>>,
        make: impl FnOnce() -> T,
    ) -> Arc<Self> {
        if let Some(earlier) = earlier
            && let Some(known) = find(&earlier.made)
            && !known.reads.touch(&earlier.changed)
        {
            return known.clone();
        }
        let (value, reads) = recorded(make);
        Arc::new(Self { value, reads })
    }
}

/// What was made from an earlier graph, and the parts of it that have changed since; all names mean the same.
#[derive(Debug)]
pub struct Earlier<T> {
    /// What was made.
    pub made: Arc<T>,
    /// What has changed.
    pub changed: PartSet,
}

impl<T> Earlier<T> {
    /// What is known after a further change: what was made `now`, or else before. Nothing is where anything may have
    /// changed.
    pub fn next(now: Option<&Arc<T>>, before: Option<&Self>, changed: Option<&PartSet>) -> Option<Self> {
        let changed = changed?;
        match (now, before) {
            (Some(now), _) => Some(Self { made: now.clone(), changed: changed.clone() }),
            (None, Some(before)) => {
                Some(Self { made: before.made.clone(), changed: before.changed.with_all(changed) })
            }
            (None, None) => None,
        }
    }

    /// The same where a part more has changed.
    pub fn with(mut self, part: Part) -> Self {
        self.changed.insert(part);
        self
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
