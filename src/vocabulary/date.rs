//! Dates: EDTF (ISO 8601-2) of levels 0 and 1.
//!
//! Input: a text such as `2017-07`, `1852~` or `2016/2018`. Output: a [`Date`], which knows its words, its
//! [`Bounds`] and its place in time. Entry point: [`Date::parse`].
//!
//! The bounds answer what is *certain*. So a month is any day of it, `~` and `?` reach five units further,
//! and a season is anything that some hemisphere or calendar may call so.

use edtf_core::{
    Bound, BoundDate, DateField, DateTime, Edtf, Interval, IntervalEndpoint, ParseError, Precision, Time,
    TimeShift, YearKind,
};
pub use jiff::civil::Date as Day;
use jiff::tz::Offset;
use jiff::{SignedDuration, Span, Timestamp};

use super::clock;
use super::date_words;
use super::value::ValueError;
use crate::locale::Language;

const HELP: &str = "write it as in `2017`, `2017-07`, `2017-07-07`, `1852~` (about), `1852?` (possibly), \
                    `185X` (the 1850s) or `2016/2018`";

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// An EDTF date, date and time, or interval of level 0 or 1. Two are equal if they say the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Date {
    text: String,
    form: Form,
}

/// What a date is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A year, a month, a day.
    Date(edtf_core::Date),
    /// A day and a time of it.
    Moment(DateTime),
    /// A start and an end.
    Interval(Interval),
}

/// A place on a timeline: the first day, then the last, then the time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey {
    first: BoundDate,
    last: BoundDate,
    time: (u8, u8, u8),
}

/// Later than any day.
const NEVER: BoundDate = BoundDate { year: i64::MAX, month: 12, day: 31 };

impl Date {
    /// Reads an EDTF text. The error tells what is wrong with it, or that it is of level 2.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let text = text.trim();
        let edtf_text = clock::as_edtf(text);
        let edtf = parse_edtf(&edtf_text).map_err(|error| not_edtf(text, &edtf_text, error))?;
        let canonical = edtf.to_string();
        let form = match (edtf.level(), edtf) {
            (0 | 1, Edtf::Date(date)) => Form::Date(date),
            (0 | 1, Edtf::DateTime(moment)) => Form::Moment(moment),
            (0 | 1, Edtf::Interval(interval)) => Form::Interval(interval),
            _ => {
                let message = format!("`{text}` is EDTF of level 2, which is not supported");
                return Err(ValueError::new(message, HELP));
            }
        };
        Ok(Self { text: canonical, form })
    }

    /// The date in EDTF, in the form the standard prefers.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it has a start and an end.
    pub fn is_interval(&self) -> bool {
        matches!(self.form, Form::Interval(_))
    }

    /// The date in English, for findings: "7 July 2017", "about 1852", "2016 to 2018", "53 BC".
    pub fn in_words(&self) -> String {
        self.words(Language::english())
    }

    /// The date in the words of a language, for readers.
    pub fn words(&self, language: &Language) -> String {
        date_words::in_words(&self.form, language)
    }

    /// As of this date, in words: "as of 2017".
    pub fn as_of_words(&self, language: &Language) -> String {
        date_words::as_of(&self.form, language)
    }

    /// From when until when, in words: "from 1990 until 1999"; none without either.
    pub fn period_words(from: Option<&Self>, until: Option<&Self>, language: &Language) -> Option<String> {
        date_words::period(from.map(|from| &from.form), until.map(|until| &until.form), language)
    }

    /// A year, as [`year`](Self::year) counts them, in the words of a language: "2017", "53 BC".
    pub fn year_words(year: i32, language: &Language) -> String {
        date_words::year(year.into(), language)
    }

    /// The date for HTML's `<time datetime>`, which has years, months, days and times after 1 BC, and nothing
    /// that is approximate, uncertain, unspecified, a season or an interval.
    pub fn datetime(&self) -> Option<String> {
        let is_html_year = self.year().is_some_and(|year| year > 0);
        self.iso().filter(|_| is_html_year)
    }

    /// The date as ISO 8601 has it, in which years before 1 are written as well: for a plain day, month or year of the
    /// years 0 to 9999, and those as far before.
    pub fn iso(&self) -> Option<String> {
        let (date, is_html_time) = match &self.form {
            Form::Date(date) => (date, true),
            Form::Moment(DateTime { date, time }) => (date, is_html_time(*time)),
            Form::Interval(_) => return None,
        };
        let is_standard = matches!(date.year.kind, YearKind::Standard { .. });
        let is_plain =
            !is_qualified(date) && !date.has_unspecified() && date.precision() != Precision::Season;
        (is_html_time && is_standard && is_plain).then(|| self.text.clone())
    }

    /// The time it begins, as RFC 3339 has it: for feeds, where a date alone means its first moment in UTC. None where
    /// the start is open or beyond the years that can be written so.
    pub fn timestamp(&self) -> Option<String> {
        let (day, time) = match &self.form {
            Form::Moment(moment) => (first_day(&moment.date).and_then(civil), clock_time(moment.time)),
            _ => (self.written_bounds().start.0, "00:00:00Z".to_owned()),
        };
        day.filter(|day| day.year() >= 0).map(|day| format!("{day}T{time}"))
    }

    /// The days on which it may begin and end.
    pub fn bounds(&self) -> Bounds {
        self.bounds_by(possible_days)
    }

    /// The days on which it begins and ends if `~` and `?` are left out, and the zone of a moment: what it says itself.
    pub fn written_bounds(&self) -> Bounds {
        match &self.form {
            Form::Moment(moment) => Bounds::of(days_within(&moment.date, Span::new())),
            _ => self.spoken_bounds(),
        }
    }

    /// The days that words may name for it: those as written, and those of a moment in other zones.
    pub fn spoken_bounds(&self) -> Bounds {
        self.bounds_by(|date| days_within(date, Span::new()))
    }

    fn bounds_by(&self, days: fn(&edtf_core::Date) -> Days) -> Bounds {
        match &self.form {
            Form::Date(date) => Bounds::of(days(date)),
            Form::Moment(moment) => Bounds { moment: timestamp(moment), ..Bounds::of(moment_days(moment)) },
            Form::Interval(Interval { start, end }) => {
                let days = |endpoint| dated(endpoint).map(days).unwrap_or_default();
                Bounds::between(days(start), days(end))
            }
        }
    }

    /// Whether both may be the same time: `2017` and `2017-07-07`, `1852~` and `1855`.
    pub fn agrees(&self, other: &Self) -> bool {
        !self.bounds().certainly_differs(&other.bounds())
    }

    /// Which of the four seasons it is, from spring.
    pub fn season(&self) -> Option<usize> {
        match &self.form {
            Form::Date(date) => usize::from(date.month?.value()?).checked_sub(21),
            Form::Moment(_) | Form::Interval(_) => None,
        }
    }

    /// The year a timeline lists it under: that of its first day, or of its last where only that is known.
    /// 1 BC is 0. None where it exceeds an `i32`.
    pub fn year(&self) -> Option<i32> {
        i32::try_from(self.sort_key().first.year).ok()
    }

    /// Its place on a timeline, by the days as written (`1852~` stands at 1852). An interval whose start is
    /// open or unknown stands at its end.
    pub fn sort_key(&self) -> SortKey {
        let (first, last, time) = match &self.form {
            Form::Date(date) => (first_day(date), last_day(date), (0, 0, 0)),
            Form::Moment(DateTime { date, time }) => {
                (first_day(date), last_day(date), (time.hour, time.minute, time.second))
            }
            Form::Interval(Interval { start, end }) => {
                (dated(start).and_then(first_day), dated(end).and_then(last_day), (0, 0, 0))
            }
        };
        SortKey { first: first.or(last).unwrap_or(NEVER), last: last.unwrap_or(NEVER), time }
    }
}

/// The earliest and the latest day that something may happen on; none where that is unknown or unbounded.
pub type Days = (Option<Day>, Option<Day>);

/// The days on which something may begin and on which it may end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// When it begins.
    pub start: Days,
    /// When it ends.
    pub end: Days,
    /// The very moment, where it is one of a known zone.
    moment: Option<Timestamp>,
}

impl Bounds {
    /// What begins on one of the days `start` and ends on one of the days `end`: it can't begin after it must
    /// have ended, nor end before it can have begun.
    pub fn between(start: Days, end: Days) -> Self {
        let latest_start = [start.1, end.1].into_iter().flatten().min();
        let earliest_end = [start.0, end.0].into_iter().flatten().max();
        Self { start: (start.0, latest_start), end: (earliest_end, end.1), moment: None }
    }

    /// What begins and ends on the same one of some days.
    fn of(days: Days) -> Self {
        Self::between(days, days)
    }

    /// Whether this ends before `other` begins, whatever days both are.
    pub fn certainly_before(&self, other: &Self) -> bool {
        match (self.moment, other.moment) {
            (Some(own), Some(other)) => own < other,
            _ => is_before(self.end.1, other.start.0),
        }
    }

    /// Whether this begins after `other` ends, whatever days both are.
    pub fn certainly_after(&self, other: &Self) -> bool {
        other.certainly_before(self)
    }

    /// Whether this begins before `whole` can have begun, or ends after it can have ended.
    pub fn certainly_outside(&self, whole: &Self) -> bool {
        is_before(self.start.1, whole.start.0) || is_before(whole.end.1, self.end.0)
    }

    /// Whether both can't be the same time: they begin or end on different days, whatever days they are.
    pub fn certainly_differs(&self, other: &Self) -> bool {
        let apart = |a: Days, b: Days| is_before(a.1, b.0) || is_before(b.1, a.0);
        if let (Some(own), Some(other)) = (self.moment, other.moment) {
            // A time may lack its seconds.
            return own.duration_since(other).abs() >= SignedDuration::from_mins(1);
        }
        apart(self.start, other.start) || apart(self.end, other.end)
    }
}

fn is_before(a: Option<Day>, b: Option<Day>) -> bool {
    a.zip(b).is_some_and(|(a, b)| a < b)
}

/// The date of an interval's endpoint; none where that is open or unknown.
pub(super) fn dated(endpoint: &IntervalEndpoint) -> Option<&edtf_core::Date> {
    match endpoint {
        IntervalEndpoint::Date(date)
        | IntervalEndpoint::OnOrBefore(date)
        | IntervalEndpoint::OnOrAfter(date) => Some(date),
        IntervalEndpoint::Open | IntervalEndpoint::Unknown => None,
    }
}

pub(super) fn is_qualified(date: &edtf_core::Date) -> bool {
    date.is_uncertain() || date.is_approximate()
}

/// HTML has neither leap seconds nor shifts of whole hours alone.
fn is_html_time(time: Time) -> bool {
    time.second < 60 && !matches!(time.shift, Some(TimeShift::Offset { hours_only: true, .. }))
}

/// A time of day as RFC 3339 has it; programs that read feeds know no leap seconds.
fn clock_time(Time { hour, minute, second, shift }: Time) -> String {
    let zone = match shift {
        None | Some(TimeShift::Utc) => "Z".to_owned(),
        Some(TimeShift::Offset { minutes, .. }) => {
            let (sign, away) = (if minutes < 0 { '-' } else { '+' }, minutes.abs());
            format!("{sign}{:02}:{:02}", away / 60, away % 60)
        }
    };
    format!("{hour:02}:{minute:02}:{:02}{zone}", second.min(59))
}

/// An EDTF text, or a century or decade before year 1 (`-03XX`, `-063X`), which EDTF leaves out.
fn parse_edtf(text: &str) -> Result<Edtf, ParseError> {
    let masked = text.strip_prefix('-').filter(|rest| rest.get(..4).is_some_and(|year| year.ends_with('X')));
    match masked.map(Edtf::parse) {
        Some(Ok(Edtf::Date(date))) if date.month.is_none() => Ok(Edtf::Date(before_christ(date))),
        _ => Edtf::parse(text),
    }
}

/// The year of a date with a minus before it.
fn before_christ(date: edtf_core::Date) -> edtf_core::Date {
    let YearKind::Standard { digits, .. } = date.year.kind else { return date };
    let year = edtf_core::Year { kind: YearKind::Standard { negative: true, digits }, ..date.year };
    edtf_core::Date { year, ..date }
}

/// The first day as written.
pub(super) fn first_day(date: &edtf_core::Date) -> Option<BoundDate> {
    as_day(Edtf::Date(unmasked(date, 9)).bounds().earliest)
}

/// The last day as written.
pub(super) fn last_day(date: &edtf_core::Date) -> Option<BoundDate> {
    as_day(Edtf::Date(unmasked(date, 0)).bounds().latest)
}

/// A date whose unspecified digits of a year before 1 are this one.
fn unmasked(date: &edtf_core::Date, digit: u8) -> edtf_core::Date {
    match date.year.kind {
        YearKind::Standard { negative: true, digits } => {
            let digits = digits.map(|known| known.or(Some(digit)));
            let negative = digits != [Some(0); 4];
            let year = edtf_core::Year { kind: YearKind::Standard { negative, digits }, ..date.year };
            edtf_core::Date { year, ..*date }
        }
        _ => *date,
    }
}

fn as_day(bound: Bound) -> Option<BoundDate> {
    match bound {
        Bound::Date(day) => Some(day),
        Bound::NegativeInfinity | Bound::PositiveInfinity | Bound::Unknown => None,
    }
}

/// A day of the calendar; none beyond the years -9999 to 9999.
fn civil(day: BoundDate) -> Option<Day> {
    Day::new(day.year.try_into().ok()?, day.month.try_into().ok()?, day.day.try_into().ok()?).ok()
}

/// The days a date may mean. Of a decade before 1 these are those of EDTF as well, whose `-063X` begins in 640 BC.
fn possible_days(date: &edtf_core::Date) -> Days {
    let (first, last) = days_within(date, reach(date));
    let before = |day: Day| day.checked_sub(Span::new().years(i64::from(is_decade_before_christ(date))));
    (first.and_then(|day| before(day).ok()), last)
}

/// Whether a date is a decade such as the 630s BC, which end in 630 BC, where year 0 is 1 BC.
fn is_decade_before_christ(date: &edtf_core::Date) -> bool {
    matches!(date.year.kind, YearKind::Standard { negative: true, digits: [_, _, Some(_), None] })
}

/// The days of a date, and those as near to it as `reach`.
fn days_within(date: &edtf_core::Date, reach: Span) -> Days {
    let is_season = date.precision() == Precision::Season;
    let later = Span::new().years(i64::from(is_decade_before_christ(date)));
    let written = if is_season { edtf_core::Date { month: None, ..*date } } else { *date };
    // Winter may begin in December of the year before, and end in March of the year after.
    let (before, after) = if is_season { (1, 3) } else { (0, 0) };
    let first = first_day(&written).and_then(civil).and_then(|day| {
        let first = day.checked_add(later).and_then(|day| day.checked_sub(Span::new().months(before)));
        first.and_then(|day| day.checked_sub(reach)).ok()
    });
    // Months are added to the day after, since the last day of one month is not that of another.
    let last = last_day(&written).and_then(civil).and_then(|day| {
        let next = day.checked_add(later).and_then(|day| day.tomorrow());
        let next = next.and_then(|day| day.checked_add(Span::new().months(after)));
        next.and_then(|day| day.checked_add(reach)).and_then(|day| day.yesterday()).ok()
    });
    (first, last)
}

/// How far `~` and `?` reach: five times the smallest unit that the date states.
fn reach(date: &edtf_core::Date) -> Span {
    let span = Span::new();
    let states = |field: Option<DateField>| field.is_some_and(|field| !field.has_unspecified());
    match date.year.kind {
        _ if !is_qualified(date) => span,
        _ if states(date.day) => span.days(5),
        _ if date.precision() == Precision::Season => span.months(15),
        _ if states(date.month) => span.months(5),
        YearKind::Standard { digits, .. } => match digits.iter().filter(|digit| digit.is_none()).count() {
            0 => span.years(5),
            1 => span.years(50),
            _ => span.years(500),
        },
        YearKind::Big { .. } | YearKind::Exponential { .. } => span.years(5),
    }
}

/// The day as written and the day it was in UTC. A time in UTC tells no place, so it may be a day of any zone. So moments on
/// both sides of the date line are never certainly in the wrong order.
fn moment_days(moment: &DateTime) -> Days {
    let written = first_day(&moment.date).and_then(civil);
    let clock = |day: Day| day.at(moment.time.hour as i8, moment.time.minute as i8, 0, 0);
    let moved = |minutes: i64| {
        let there = written.and_then(|day| clock(day).checked_add(Span::new().minutes(minutes)).ok());
        there.map(|there| there.date())
    };
    match moment.time.shift {
        Some(TimeShift::Utc) => (moved(-12 * 60), moved(14 * 60)),
        Some(TimeShift::Offset { minutes, .. }) => {
            let utc = moved(-i64::from(minutes));
            (written.min(utc), written.max(utc))
        }
        None => (written, written),
    }
}

/// A moment of a known zone.
fn timestamp(moment: &DateTime) -> Option<Timestamp> {
    let minutes = match moment.time.shift? {
        TimeShift::Utc => 0,
        TimeShift::Offset { minutes, .. } => i64::from(minutes),
    };
    let (hour, minute) = (moment.time.hour as i8, moment.time.minute as i8);
    let day = first_day(&moment.date).and_then(civil)?;
    let there = day.at(hour, minute, moment.time.second.min(59) as i8, 0);
    let utc = there.checked_sub(Span::new().minutes(minutes)).ok()?;
    Offset::UTC.to_timestamp(utc).ok()
}

fn not_edtf(text: &str, edtf: &str, error: ParseError) -> ValueError {
    let help = suggestion(text).map_or_else(|| HELP.to_owned(), |edtf| format!("did you mean `{edtf}`?"));
    ValueError::new(format!("`{text}` is not an EDTF date: {}", reason(edtf, error)), help)
}

/// What is wrong, in an author's words where the parser speaks of ranges and codes.
fn reason(text: &str, error: ParseError) -> String {
    let digits = text.get(error.offset..error.offset + 2).unwrap_or_default();
    if error.message.starts_with("month must be 01-12") {
        return format!("month {digits} does not exist");
    }
    let before = text.get(..error.offset.saturating_sub(1)).unwrap_or_default();
    match before.rsplit('/').next().map(Edtf::parse) {
        Some(Ok(Edtf::Date(month))) if error.message.starts_with("day is out of range") => {
            format!("{} has no day {digits}", date_words::in_words(&Form::Date(month), Language::english()))
        }
        _ => error.message.to_owned(),
    }
}

/// The date in EDTF where `text` is one in English or lacks a zero: `7 July 2017`, `July 7, 2017`,
/// `2017-7-7`.
fn suggestion(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split([' ', ',', '.', '-']).filter(|word| !word.is_empty()).collect();
    let is_year = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let (year, month, day) = match *words {
        [year, month] if is_year(year) => (year, month_number(month)?, None),
        [month, year] if is_year(year) => (year, month_named(month)?, None),
        [year, month, day] if is_year(year) => (year, month_number(month)?, Some(day)),
        [a, b, year] if is_year(year) => match month_named(a) {
            Some(month) => (year, month, Some(b)),
            None => (year, month_named(b)?, Some(a)),
        },
        _ => return None,
    };
    let edtf = match day.map(|day| day.trim_end_matches(char::is_alphabetic).parse::<u8>()) {
        None => format!("{year}-{month:02}"),
        Some(day) => format!("{year}-{month:02}-{:02}", day.ok()?),
    };
    Edtf::parse(&edtf).is_ok().then_some(edtf)
}

fn month_number(word: &str) -> Option<usize> {
    word.parse().ok().or_else(|| month_named(word))
}

/// The month that a name or its first letters, at least three, stand for.
fn month_named(word: &str) -> Option<usize> {
    let begins = |name: &str| name.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let month = MONTHS.iter().position(|name| begins(name))?;
    (word.len() >= 3).then_some(month + 1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn read(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    /// The four bounds as texts, `-` for none.
    fn bounds(text: &str) -> String {
        let Bounds { start, end, .. } = read(text).bounds();
        let write = |day: Option<Day>| day.map_or("-".to_owned(), |day| day.to_string());
        [start.0, start.1, end.0, end.1].map(write).join(" ")
    }

    #[test]
    fn dates_read_as_english() {
        let cases = [
            ("2017-07-07", "7 July 2017"),
            ("2017-07", "July 2017"),
            ("2017", "2017"),
            ("1852~", "about 1852"),
            ("1852?", "possibly 1852"),
            ("1852-03%", "about March 1852, uncertain"),
            ("185X", "the 1850s"),
            ("180X", "the years 1800 to 1809"),
            ("000X", "the years 1 BC to AD 9"),
            ("18XX", "the 19th century"),
            ("20XX?", "possibly the 21st century"),
            ("10XX", "the 11th century"),
            ("-03XX", "the 4th century BC"),
            ("-00XX", "the 1st century BC"),
            ("-03XX~", "about the 4th century BC"),
            ("-063X", "the 630s BC"),
            ("2017-22", "summer 2017"),
            ("2017-07-XX", "a day in July 2017"),
            ("2017-XX-XX", "a day in 2017"),
            ("2017-XX", "a month in 2017"),
            ("-0052", "53 BC"),
            ("0079-08-24", "24 August AD 79"),
            ("Y170000", "170,000"),
            ("Y-170000", "170,001 BC"),
            ("2017-07-07T12:00:00Z", "7 July 2017, 12:00 UTC"),
            ("2017-07-07T16:05:30-05:30", "7 July 2017, 16:05:30 UTC\u{2212}05:30"),
            ("2017-07-07T16:05:00", "7 July 2017, 16:05"),
        ];
        for (text, words) in cases {
            assert_eq!(read(text).in_words(), words, "{text}");
            assert_eq!(read(text).as_str(), text);
        }
    }

    #[test]
    fn intervals_read_as_english() {
        let cases = [
            ("2016/2018", "2016 to 2018"),
            ("2017-07-07/2017-07-08", "7–8 July 2017"),
            ("2017-06-30/2017-07-02", "30 June to 2 July 2017"),
            ("2017-12-30/2018-01-02", "30 December 2017 to 2 January 2018"),
            ("2017-06/2017-07", "June to July 2017"),
            ("2017-07-07/2017-08", "7 July to August 2017"),
            ("2017/2017-08", "2017 to August 2017"),
            ("2017-07-07/2017-07-07", "7 July 2017"),
            ("2017-07-07~/2017-07-08", "about 7 July 2017 to 8 July 2017"),
            ("1850%/1855%", "about 1850, uncertain, to about 1855, uncertain"),
            ("-0026/0014", "27 BC to AD 14"),
            ("../2017", "until 2017"),
            ("2017/..", "from 2017"),
            ("2016/", "from 2016, end unknown"),
            ("/2016", "until 2016, start unknown"),
        ];
        for (text, words) in cases {
            assert_eq!(read(text).in_words(), words, "{text}");
            assert!(read(text).is_interval());
        }
    }

    #[test]
    fn html_gets_plain_dates_alone() {
        for text in
            ["2017", "2017-07", "2017-07-07", "0476", "2017-07-07T12:00:00Z", "2017-07-07T12:00:00+02:00"]
        {
            assert_eq!(read(text).datetime().as_deref(), Some(text));
        }
        let others = ["1852~", "185X", "2017-07-XX", "2017-22", "2016/2018", "0000", "-0052", "Y17000"];
        for text in others.into_iter().chain(["2016-12-31T23:59:60Z", "2017-07-07T12:00:00+02"]) {
            assert_eq!(read(text).datetime(), None, "{text}");
        }
    }

    #[test]
    fn bounds_hold_every_day_that_may_be_meant() {
        let single = |text: &str, first: &str, last: &str| {
            assert_eq!(bounds(text), format!("{first} {last} {first} {last}"), "{text}");
        };
        single("2017-07-07", "2017-07-07", "2017-07-07");
        single("2016-02", "2016-02-01", "2016-02-29");
        single("2017-XX-XX", "2017-01-01", "2017-12-31");
        single("18XX", "1800-01-01", "1899-12-31");
        single("2017-07-07~", "2017-07-02", "2017-07-12");
        single("2017-02?", "2016-09-01", "2017-07-31");
        single("2017-07-XX?", "2017-02-01", "2017-12-31");
        single("1852%", "1847-01-01", "1857-12-31");
        single("185X~", "1800-01-01", "1909-12-31");
        single("2017-24", "2016-12-01", "2018-03-31");
        single("2017-21~", "2015-09-01", "2019-06-30");
        single("-0052", "-000052-01-01", "-000052-12-31");
        single("-03XX", "-000399-01-01", "-000300-12-31");
        single("-063X", "-000639-01-01", "-000629-12-31");
        single("Y170000", "-", "-");
        single("2017-07-07T23:30:00-05:00", "2017-07-07", "2017-07-08");
        single("2017-07-07T23:30:00", "2017-07-07", "2017-07-07");
        single("2017-07-07T23:30:00Z", "2017-07-07", "2017-07-08");
        single("2017-07-07T03:30:00Z", "2017-07-06", "2017-07-07");
        assert_eq!(bounds("2016/2018-02"), "2016-01-01 2016-12-31 2018-02-01 2018-02-28");
        assert_eq!(bounds("2017/2017-03"), "2017-01-01 2017-03-31 2017-03-01 2017-03-31");
        assert_eq!(bounds("2016~/.."), "2011-01-01 2021-12-31 2011-01-01 -");
        assert_eq!(bounds("/2016"), "- 2016-12-31 2016-01-01 2016-12-31");
    }

    #[test]
    fn a_moment_is_shown_on_its_own_day_and_may_be_named_by_another() {
        let date = read("2017-07-07T23:30:00Z");
        let day = Day::constant(2017, 7, 7);
        assert_eq!(date.written_bounds().end.1, Some(day));
        assert_eq!(date.spoken_bounds().end.1, day.tomorrow().ok());
    }

    #[test]
    fn only_what_is_certain_is_before_or_outside() {
        let before = |a, b| {
            let (a, b) = (read(a).bounds(), read(b).bounds());
            assert_eq!(a.certainly_before(&b), b.certainly_after(&a));
            a.certainly_before(&b)
        };
        assert!(before("2017-07-07", "2017-07-08"));
        assert!(before("2016/2017-06", "2017-07"));
        assert!(before("../2016", "2017/.."));
        assert!(!before("2017-07", "2017-07-15") && !before("2017-07-15", "2017-07"));
        assert!(!before("1852~", "1856") && before("1852~", "1858"));
        assert!(!before("2016/..", "2017") && !before("2016/", "2017") && !before("2016", "../2017"));
        assert!(!before("2017-07-07T23:30:00-05:00", "2017-07-08T01:00:00Z"));
        assert!(before("2017-07-07T12:00:00Z", "2017-07-07T13:00:00Z"));
        assert!(before("2017-07-07T12:00:00Z", "2017-07-07T09:00:00-05:00"));
        assert!(!before("2017-07-07", "2017-07-08T03:00:00Z"));

        let outside = |a, b| read(a).bounds().certainly_outside(&read(b).bounds());
        assert!(outside("2017-07-06/2017-07-08", "2017-07-07/2017-07-08"));
        assert!(outside("2017-07-08/2017-07-09", "2017-07-07/2017-07-08"));
        assert!(outside("2017-07-09", "2017-07-07/2017-07-08"));
        assert!(outside("2016/2018", "2017") && outside("2018", "../2017") && outside("../2016", "2017/.."));
        assert!(!outside("2017-07", "2017-07-07/2017-07-08") && !outside("2017-07-07", "2017-07"));
        assert!(!outside("2016/..", "2015/2017") && !outside("2020", "2017/"));
    }

    #[test]
    fn dates_that_may_be_the_same_do_not_certainly_differ() {
        let differs = |a, b| read(a).bounds().certainly_differs(&read(b).bounds());
        assert!(differs("1952-10-07", "1952-10-08") && differs("2016/2018", "2016/2017"));
        assert!(
            !differs("2017-07-08", "2017-07-07T23:30:00Z") && differs("2017-07-09", "2017-07-07T23:30:00Z")
        );
        assert!(
            !differs("1952", "1952-10-07") && !differs("1852~", "1855") && !differs("2016/", "2016/2018")
        );
    }

    #[test]
    fn a_timeline_goes_by_first_day_last_day_and_time() {
        let earlier = [
            "Y-170000",
            "-03XX",
            "-0300",
            "-0052",
            "18XX",
            "1850",
            "1852~",
            "../2016",
            "2017-07",
            "2017-07/..",
        ];
        let on_the_day =
            ["2017-07-07", "2017-07-07T12:00:00Z", "2017-07-07T16:00:00Z", "2017-07-07/2017-07-08"];
        let ordered: Vec<&str> = earlier.into_iter().chain(on_the_day).chain(["Y170000"]).collect();
        let mut sorted = ordered.clone();
        sorted.reverse();
        sorted.sort_by_key(|text| read(text).sort_key());
        assert_eq!(sorted, ordered);
        let years =
            ["-0052", "185X", "../2016", "2016/2018", "Y170000", "Y9000000000"].map(|text| read(text).year());
        assert_eq!(years, [Some(-52), Some(1850), Some(2016), Some(2016), Some(170_000), None]);
    }

    #[test]
    fn a_reason_names_the_mistake_and_the_way_out() {
        let reason = |text| Date::parse(text).unwrap_err().message;
        assert_eq!(reason("2017-13"), "`2017-13` is not an EDTF date: month 13 does not exist");
        assert_eq!(
            reason("2017-01/2017-02-30"),
            "`2017-01/2017-02-30` is not an EDTF date: February 2017 has no day 30"
        );
        for text in
            ["{1667,1668}", "2004-06~-11", "1950S2", "2017-34", "Y17E7", "1XXX", "201X/2020", "..2016/2017"]
        {
            assert_eq!(reason(text), format!("`{text}` is EDTF of level 2, which is not supported"));
        }
        let help = |text| Date::parse(text).unwrap_err().help.unwrap();
        for text in ["2017-7-7", "7 July 2017", "July 7th, 2017", "7. JUL. 2017", "2017 july 07"] {
            assert_eq!(help(text), "did you mean `2017-07-07`?");
        }
        assert_eq!(help("July 2017"), "did you mean `2017-07`?");
        for text in ["", "yesterday", "Ju 2017", "31 June 2017", "07.08.2017", "2018/2016", "é"] {
            assert!(help(text).contains("`1852~` (about)"), "{text}");
        }
    }
}
