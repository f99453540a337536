//! How a day is called: by the Gregorian calendar, which dates in markup follow, or by the Julian one, which their words may.
//!
//! Input: a day and a [`Calendar`]. Output: the [`Name`]s that it may have in words. Entry points: [`names`], [`weekday`]
//! and [`calendar_of`].

use icu_calendar::Date as CivilDate;
use icu_calendar::cal::Julian;
use jiff::civil::Weekday;

use super::Text;
use crate::vocabulary::Day;

/// The calendar that the words of a date follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Calendar {
    /// The words don't say: the Gregorian one, but before its time also the other.
    #[default]
    Unsaid,
    /// "New Style"
    Gregorian,
    /// "Old Style"
    Julian,
    /// Either: a year such as 1716/17 belongs to both.
    Either,
}

/// How a day is called.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Name {
    pub year: i16,
    pub month: i8,
    pub day: i8,
    pub weekday: Weekday,
    /// Whether the year began in March then, so that the day may be one of the year before.
    pub is_before_lady_day: bool,
}

/// The first day of the Gregorian calendar.
const REFORM: Day = Day::constant(1582, 10, 15);

/// Whether a day is one of the time when the calendar was in use.
fn is_gregorian(day: Day) -> bool {
    day >= REFORM
}

/// The words and signs that tell the calendar.
const MARKS: [(&str, Calendar); 8] = [
    ("o . s", Calendar::Julian),
    ("OS", Calendar::Julian),
    ("old style", Calendar::Julian),
    ("julian", Calendar::Julian),
    ("n . s", Calendar::Gregorian),
    ("NS", Calendar::Gregorian),
    ("new style", Calendar::Gregorian),
    ("gregorian", Calendar::Gregorian),
];

/// The calendar that a text says its date follows.
pub fn calendar_of(text: &Text<'_>) -> Calendar {
    let is_at = |at: usize, mark: &str| match mark.starts_with(char::is_uppercase) {
        true => text.token(at).is_some_and(|token| token.text == mark),
        false => text.has(at, mark),
    };
    let mut found = MARKS.iter().filter(|(mark, _)| (0..text.len()).any(|at| is_at(at, mark)));
    match (found.next(), found.next_back()) {
        (Some((_, first)), None) => *first,
        (Some((_, first)), Some((_, last))) if first == last => *first,
        (Some(_), Some(_)) => Calendar::Either,
        (None, _) => Calendar::Unsaid,
    }
}

/// The names that a day may have in the words of a date.
pub fn names(day: Day, calendar: Calendar) -> Vec<Name> {
    let gregorian = name(day);
    match calendar {
        Calendar::Gregorian => vec![gregorian],
        Calendar::Julian => julian(day).into_iter().collect(),
        Calendar::Either => [Some(gregorian), julian(day)].into_iter().flatten().collect(),
        // Authors seldom convert days before the reform, whose weekdays are those of their time all the same.
        Calendar::Unsaid if !is_gregorian(day) => {
            [Some(gregorian), julian(day), unconverted(gregorian)].into_iter().flatten().collect()
        }
        Calendar::Unsaid => vec![gregorian],
    }
}

fn name(day: Day) -> Name {
    let (year, month, number) = (day.year(), day.month(), day.day());
    Name { year, month, day: number, weekday: day.weekday(), is_before_lady_day: false }
}

/// The Julian name of a day.
fn julian(day: Day) -> Option<Name> {
    let date = CivilDate::try_new_gregorian(day.year().into(), day.month() as u8, day.day() as u8).ok()?;
    let date = date.to_calendar(Julian);
    let (month, number) = (date.month().ordinal as i8, date.day_of_month().0 as i8);
    Some(Name {
        year: date.year().extended_year().try_into().ok()?,
        month,
        day: number,
        weekday: day.weekday(),
        is_before_lady_day: (month, number) < (3, 25),
    })
}

/// The weekday of a day; before the reform, the one that its name had in the Julian calendar.
pub fn weekday(day: Day) -> Option<Weekday> {
    if is_gregorian(day) { Some(day.weekday()) } else { unconverted(name(day)).map(|name| name.weekday) }
}

/// The name with the weekday that it had in the Julian calendar.
fn unconverted(name: Name) -> Option<Name> {
    let date = CivilDate::try_new_julian(name.year.into(), name.month as u8, name.day as u8).ok()?;
    let weekday = Weekday::from_monday_one_offset(date.weekday() as i8).ok()?;
    Some(Name { weekday, ..name })
}
