//! Lengths of time in words.
//!
//! Input: a [`Text`]. Output: [`Span`]s: "two hours and 16 minutes", "half an hour", "an hour and a half", "a 90-minute
//! talk", "more than two years". Entry point: [`durations`].

use super::hedge::Hedge;
use super::{Text, number};

/// A length of time as a text states it, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// The least that it may be: months and years differ in length.
    pub low: f64,
    /// The most that it may be.
    pub high: f64,
    /// What its smallest unit is worth.
    pub step: f64,
}

impl Span {
    /// Whether it may be something of `low` to `high` seconds, rounded, but not to one that is a quarter longer: an
    /// hour is not half an hour.
    pub fn admits(&self, (low, high): (f64, f64)) -> bool {
        let tolerance = (self.step / 2.0).min(self.low / 4.0).max(0.0);
        self.low - tolerance <= high && low <= self.high + tolerance
    }
}

const DAY: f64 = 86_400.0;

/// The units, longest first: names, least and most seconds.
const UNITS: [(&[&str], f64, f64); 9] = [
    (&["century", "centuries"], 36_524.0 * DAY, 36_525.0 * DAY),
    (&["decade", "decades"], 3_652.0 * DAY, 3_653.0 * DAY),
    (&["year", "years", "yr", "yrs"], 365.0 * DAY, 366.0 * DAY),
    (&["month", "months"], 28.0 * DAY, 31.0 * DAY),
    (&["week", "weeks"], 7.0 * DAY, 7.0 * DAY),
    (&["day", "days"], DAY, DAY),
    (&["hour", "hours", "hr", "hrs", "h"], 3_600.0, 3_600.0),
    (&["minute", "minutes", "min", "mins"], 60.0, 60.0),
    (&["second", "seconds", "sec", "secs"], 1.0, 1.0),
];

/// All lengths of time of a text, as they are meant.
pub fn durations(text: &Text<'_>) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = text.start();
    while at < text.len() {
        let Some((span, end)) = duration(text, at) else {
            at += 1;
            continue;
        };
        let (low, high) = Hedge::around(text, at, end).widen((span.low, span.high));
        found.push(Span { low, high, ..span });
        at = end;
    }
    found
}

/// The token behind the length of time that begins at one.
pub fn end_of_duration(text: &Text<'_>, at: usize) -> Option<usize> {
    duration(text, at).map(|(_, end)| end)
}

/// One length of time, and the token behind it.
fn duration(text: &Text<'_>, start: usize) -> Option<(Span, usize)> {
    let (mut span, mut unit, mut at) = part(text, start)?;
    loop {
        let next = if text.word(at) == "," { at + 1 } else { at };
        let next = if text.word(next) == "and" { next + 1 } else { next };
        match part(text, next) {
            Some((more, smaller, end)) if smaller > unit => {
                span = Span { low: span.low + more.low, high: span.high + more.high, step: more.step };
                (unit, at) = (smaller, end);
            }
            _ => return Some((span, at)),
        }
    }
}

/// A number of one unit: the span, the unit's place in [`UNITS`], and the token behind it.
fn part(text: &Text<'_>, start: usize) -> Option<(Span, usize, usize)> {
    let number = number::range(text, start).filter(|number| !number.is_ordinal);
    let (low, high, step, at) = match number {
        Some(number) => (number.low, number.high, number.step.min(1.0), number.end),
        None if matches!(text.word(start), "a" | "an") => (1.0, 1.0, 1.0, start + 1),
        None => return None,
    };
    // "half an hour", "three quarters of an hour", "a 90-minute talk"
    let at = if text.word(at) == "of" { at + 1 } else { at };
    let at = if matches!(text.word(at), "a" | "an") { at + 1 } else { text.skip_dash(at) };
    let unit = UNITS.iter().position(|(names, ..)| names.contains(&text.word(at)))?;
    let (_, least, most) = UNITS[unit];
    let (extra, end) = and_a_half(text, at + 1);
    let step = if extra > 0.0 { 0.1 } else { step };
    let span = Span { low: (low + extra) * least, high: (high + extra) * most, step: step * most };
    Some((span, unit, end))
}

/// "and a half" behind a unit.
fn and_a_half(text: &Text<'_>, at: usize) -> (f64, usize) {
    for (words, part) in [("and a half", 0.5), ("and a quarter", 0.25), ("and three quarters", 0.75)] {
        if text.has(at, words) {
            return (part, at + 3);
        }
    }
    (0.0, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(f64, f64)> {
        durations(&Text::new(text)).iter().map(|span| (span.low, span.high)).collect()
    }

    #[test]
    fn lengths_of_time_in_words() {
        let minutes = |minutes: f64| [(minutes * 60.0, minutes * 60.0)];
        for (text, expected) in [
            ("two hours and 16 minutes", 136.0),
            ("two hours, 16 minutes", 136.0),
            ("35 minutes", 35.0),
            ("half an hour", 30.0),
            ("an hour", 60.0),
            ("an hour and a half", 90.0),
            ("two and a half hours", 150.0),
            ("three quarters of an hour", 45.0),
            ("a 90-minute talk", 90.0),
            ("2h16min", 136.0),
            ("one day and one hour", 1500.0),
        ] {
            assert_eq!(read(text), minutes(expected), "{text}");
        }
        assert_eq!(read("two months"), [(56.0 * DAY, 62.0 * DAY)]);
        assert_eq!(read("more than an hour"), [(3600.0, f64::INFINITY)]);
        assert_eq!(read("two to three hours"), [(7200.0, 10_800.0)]);
    }

    #[test]
    fn a_rounded_length_is_near_the_exact_one() {
        let admits = |text: &str, minutes: f64| {
            durations(&Text::new(text)).iter().all(|span| span.admits((minutes * 60.0, minutes * 60.0)))
        };
        assert!(admits("two hours", 136.0) && admits("an hour", 75.0) && admits("an hour", 55.0));
        assert!(admits("less than an hour", 5.0) && !admits("less than an hour", 61.0));
        assert!(!admits("an hour", 30.0) && !admits("an hour", 80.0) && !admits("two hours", 180.0));
    }

    #[test]
    fn other_words_are_no_length_of_time() {
        for text in ["the second", "hours", "several hours", "July", "the last day", "the 7th day"] {
            assert_eq!(read(text), [], "{text}");
        }
    }
}
