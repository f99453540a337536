//! How a number is meant: exactly, about, at least, at most.
//!
//! Input: a [`Text`] and the place of a number in it. Output: a [`Hedge`]. Entry point: [`Hedge::around`].

use super::Text;

/// How a number is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hedge {
    /// As it stands there.
    Exactly,
    /// "at least"
    AtLeast,
    /// "more than"
    MoreThan,
    /// "at most"
    AtMost,
    /// "less than"
    LessThan,
    /// "nearly"
    Nearly,
    /// "about"
    About,
}

/// What stands before a number that is a limit or a guess.
const BEFORE: [(&str, Hedge); 44] = [
    ("more than", Hedge::MoreThan),
    ("greater than", Hedge::MoreThan),
    ("longer than", Hedge::MoreThan),
    ("higher than", Hedge::MoreThan),
    ("larger than", Hedge::MoreThan),
    ("over", Hedge::MoreThan),
    ("above", Hedge::MoreThan),
    ("beyond", Hedge::MoreThan),
    ("exceeding", Hedge::MoreThan),
    ("exceeded", Hedge::MoreThan),
    ("upwards of", Hedge::MoreThan),
    ("in excess of", Hedge::MoreThan),
    ("at least", Hedge::AtLeast),
    ("at the least", Hedge::AtLeast),
    ("at the very least", Hedge::AtLeast),
    ("minimum of", Hedge::AtLeast),
    ("as few as", Hedge::AtLeast),
    ("fewer than", Hedge::LessThan),
    ("less than", Hedge::LessThan),
    ("lower than", Hedge::LessThan),
    ("shorter than", Hedge::LessThan),
    ("under", Hedge::LessThan),
    ("below", Hedge::LessThan),
    ("up to", Hedge::AtMost),
    ("at most", Hedge::AtMost),
    ("at the most", Hedge::AtMost),
    ("maximum of", Hedge::AtMost),
    ("as many as", Hedge::AtMost),
    ("as much as", Hedge::AtMost),
    ("within", Hedge::AtMost),
    ("nearly", Hedge::Nearly),
    ("almost", Hedge::Nearly),
    ("nearing", Hedge::Nearly),
    ("approaching", Hedge::Nearly),
    ("about", Hedge::About),
    ("around", Hedge::About),
    ("some", Hedge::About),
    ("roughly", Hedge::About),
    ("approximately", Hedge::About),
    ("estimated", Hedge::About),
    ("close to", Hedge::About),
    ("circa", Hedge::About),
    ("approx", Hedge::About),
    ("approx .", Hedge::About),
];

/// What stands behind one.
const BEHIND: [(&str, Hedge); 18] = [
    ("or more", Hedge::AtLeast),
    ("or over", Hedge::AtLeast),
    ("and over", Hedge::AtLeast),
    ("or above", Hedge::AtLeast),
    ("and above", Hedge::AtLeast),
    ("or higher", Hedge::AtLeast),
    ("+", Hedge::AtLeast),
    ("plus", Hedge::AtLeast),
    ("at least", Hedge::AtLeast),
    ("or less", Hedge::AtMost),
    ("or fewer", Hedge::AtMost),
    ("or under", Hedge::AtMost),
    ("and under", Hedge::AtMost),
    ("at most", Hedge::AtMost),
    ("at the most", Hedge::AtMost),
    ("or so", Hedge::About),
    ("or thereabouts", Hedge::About),
    ("odd", Hedge::About),
];

impl Hedge {
    /// What the words before `start` and behind `end` make of what stands between.
    pub fn around(text: &Text<'_>, start: usize, end: usize) -> Self {
        let behind = |at| BEHIND.iter().find(|(words, _)| text.has(at, words));
        if let Some((_, hedge)) = behind(end).or_else(|| behind(text.skip_dash(end))) {
            return *hedge;
        }
        let start =
            if matches!(text.word(start.wrapping_sub(1)), "a" | "an" | "the") { start - 1 } else { start };
        let before = BEFORE.iter().find(|(words, _)| text.has_before(start, words));
        let Some((words, hedge)) = before else { return Self::Exactly };
        let at = start - words.split(' ').count();
        match text.has_before(at, "no") || text.has_before(at, "not") {
            true => hedge.denied(),
            false => *hedge,
        }
    }

    /// What "no" or "not" makes of it.
    fn denied(self) -> Self {
        match self {
            Self::MoreThan | Self::AtLeast => Self::AtMost,
            Self::LessThan | Self::AtMost => Self::AtLeast,
            other => other,
        }
    }

    /// A range of numbers as it is meant.
    pub fn widen(self, (low, high): (f64, f64)) -> (f64, f64) {
        match self {
            Self::Exactly => (low, high),
            Self::AtLeast | Self::MoreThan => (low, f64::INFINITY),
            Self::AtMost | Self::LessThan => (f64::NEG_INFINITY, high),
            Self::Nearly => (low - low.abs() / 4.0, high),
            Self::About => (low - low.abs() / 4.0, high + high.abs() / 4.0),
        }
    }

    /// Whether the limit itself is none of the numbers that are meant.
    pub fn is_strict(self) -> bool {
        matches!(self, Self::MoreThan | Self::LessThan)
    }
}
