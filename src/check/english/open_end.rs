//! Dates with an open end in words: "in or after 1919", "by 1900", "since July", "1919 or later".
//!
//! Input: a [`Text`] that says no more than that. Output: an [`OpenEnd`]. Entry points: [`open_end`] and
//! [`OpenEnd::admits`].

use super::Text;
use super::date::{Part, weekday_and_date};
use crate::vocabulary::{Date, Day};

/// A date from or until which something may be.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenEnd {
    side: Side,
    part: Part,
}

/// On which side of a date something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    From,
    After,
    Until,
    Before,
}

/// What may stand before all the words.
const FIRST: [&str; 10] =
    ["some", "time", "sometime", "any", "anytime", "shortly", "soon", "probably", "possibly", "the"];

/// What stands before the date; the longer of two come first.
const BEFORE: [(&str, Side); 26] = [
    ("in or after", Side::From),
    ("on or after", Side::From),
    ("at or after", Side::From),
    ("not before", Side::From),
    ("not until", Side::From),
    ("no earlier than", Side::From),
    ("not earlier than", Side::From),
    ("no sooner than", Side::From),
    ("not later than", Side::Until),
    ("no later than", Side::Until),
    ("in or before", Side::Until),
    ("on or before", Side::Until),
    ("at or before", Side::Until),
    ("not after", Side::Until),
    ("later than", Side::After),
    ("earlier than", Side::Before),
    ("prior to", Side::Before),
    ("up to", Side::Until),
    ("ever since", Side::From),
    ("since", Side::From),
    ("from", Side::From),
    ("after", Side::After),
    ("by", Side::Until),
    ("until", Side::Until),
    ("till", Side::Until),
    ("before", Side::Before),
];

/// What stands behind it.
const BEHIND: [(&str, Side); 12] = [
    ("or later", Side::From),
    ("or after", Side::From),
    ("and after", Side::From),
    ("and later", Side::From),
    ("at the earliest", Side::From),
    ("onwards", Side::From),
    ("onward", Side::From),
    ("on", Side::From),
    ("or earlier", Side::Until),
    ("or before", Side::Until),
    ("and before", Side::Until),
    ("at the latest", Side::Until),
];

/// The open end that a text consists of.
pub fn open_end(text: &Text<'_>) -> Option<OpenEnd> {
    let first = (0..text.len()).find(|&at| !FIRST.contains(&text.word(at)))?;
    let before = BEFORE.iter().find(|(words, _)| text.has(first, words));
    let at = before.map_or(first, |(words, _)| first + words.split(' ').count());
    let at = (at..text.len()).find(|&at| !matches!(text.word(at), "the" | "in" | "on"))?;
    let (parts, end) = weekday_and_date(text, at)?;
    let [part] = <[Part; 1]>::try_from(parts).ok()?;
    let end = if text.word(end) == "," { end + 1 } else { end };
    let behind = BEHIND.iter().find(|(words, _)| text.has(end, words));
    let end = behind.map_or(end, |(words, _)| end + words.split(' ').count());
    let (_, side) = before.or(behind)?;
    (end == text.len()).then_some(OpenEnd { side: *side, part })
}

impl OpenEnd {
    /// Whether a date may be what the words say: where it is open as well, its end has to be theirs; else it must not lie on
    /// the other side of it.
    pub fn admits(&self, date: &Date) -> bool {
        let bounds = date.spoken_bounds();
        let (start, end) = (bounds.start, bounds.end);
        let is_on = |first: Option<Day>, last: Option<Day>| {
            first.zip(last).is_none_or(|(first, last)| self.part.occurs(first, last))
        };
        let yesterday = |day: Option<Day>| day.and_then(|day| day.yesterday().ok());
        let tomorrow = |day: Option<Day>| day.and_then(|day| day.tomorrow().ok());
        match self.side {
            Side::From | Side::After if start.0.is_none() => false,
            Side::Until | Side::Before if end.1.is_none() => false,
            Side::From if end.1.is_none() => is_on(start.0, start.1),
            Side::After if end.1.is_none() => is_on(yesterday(start.0), start.1),
            Side::Until if start.0.is_none() => is_on(end.0, end.1),
            Side::Before if start.0.is_none() => is_on(end.0, tomorrow(end.1)),
            Side::From | Side::After => self.part.first_day().zip(end.1).is_none_or(|(day, end)| day <= end),
            Side::Until | Side::Before => {
                self.part.last_day().zip(start.0).is_none_or(|(day, start)| start <= day)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn fits(text: &str, date: &str) -> bool {
        open_end(&Text::new(text)).unwrap().admits(&Date::parse(date).unwrap())
    }

    #[test]
    fn an_open_end_in_words_is_that_of_the_date() {
        for (text, date) in [
            ("in or after 1919", "1919/.."),
            ("after 1919", "1920/.."),
            ("after 1919", "1925"),
            ("by 1900", "../1900"),
            ("by 1900", "1899"),
            ("by the 1850s", "../1859"),
            ("no later than 7 July 2017", "../2017-07-07"),
            ("not before July 2017", "2017-07/.."),
            ("since 1919", "1919/1945"),
            ("since 1919", "1919"),
            ("since Friday, July 7, 2017", "2017-07-07/.."),
            ("before 1900", "../1899"),
            ("before 1900", "../1900"),
            ("until 1945", "1939/1945"),
            ("1919 or later", "1919/.."),
            ("from 1919 onwards", "1919/.."),
            ("1900 at the latest", "../1900"),
            ("before the 4th century BC", "../-0400"),
        ] {
            assert!(fits(text, date), "{text} {date}");
        }
    }

    #[test]
    fn another_end_is_found() {
        for (text, date) in [
            ("in or after 1919", "1920/.."),
            ("after 1919", "1922/.."),
            ("since 1919", "../1919"),
            ("by 1900", "../1910"),
            ("by 1900", "1905"),
            ("by 1900", "1900/.."),
            ("not before July 2017", "2017-06"),
            ("before 1900", "../1890"),
            ("until 1945", "1946/1950"),
            ("1919 or later", "1921/.."),
        ] {
            assert!(!fits(text, date), "{text} {date}");
        }
    }

    #[test]
    fn other_words_have_no_open_end() {
        for text in
            ["1919", "the day before July 7", "two years after 1919", "from 1919 to 1945", "after the war"]
        {
            assert_eq!(open_end(&Text::new(text)), None, "{text}");
        }
    }
}
