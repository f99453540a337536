//! Dates in words.
//!
//! Input: a [`Text`], and the day it was written on. Output: [`Part`]s of dates: "Friday, July 7", "7–8 July 2017", "the
//! 1850s", "44 BC", "the 19th century", and the days that "last November" may mean. Entry points: [`dates`] and
//! [`relative`].

use jiff::ToSpan;
use jiff::civil::Weekday;

use super::{Text, number};
use crate::vocabulary::{Date, Day};
use crate::words::{MONTHS, WEEKDAYS};

/// What a text says of a date.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Part {
    /// The first and the last year that it may be.
    pub years: Option<(i16, i16)>,
    /// The month, from 1.
    pub month: Option<i8>,
    /// The day of the month.
    pub day: Option<i8>,
    /// The day of the week.
    pub weekday: Option<Weekday>,
}

/// Words that make of a date another one.
const SHIFTS: [&str; 12] = [
    "before",
    "after",
    "until",
    "till",
    "since",
    "not",
    "eve",
    "following",
    "preceding",
    "previous",
    "prior",
    "anniversary",
];

/// Words between "by" and a date.
const DEADLINES: [&str; 14] = [
    "the", "end", "start", "close", "evening", "morning", "night", "of", "on", "early", "mid", "late",
    "next", "this",
];

/// How many days are looked at one by one; in more, any day of a month and a week occurs.
const MOST_DAYS: usize = 3000;

/// All dates of a text; none where a word in it may make other dates of them.
pub fn dates(text: &Text<'_>) -> Vec<Part> {
    let mut found: Vec<Part> = Vec::new();
    if text.contains_any(&SHIFTS) || has_deadline(text) {
        return found;
    }
    let mut at = 0;
    while at < text.len() {
        match weekday_and_date(text, at) {
            Some((parts, end)) => {
                found.extend(parts);
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// Whether a date stands behind "by", as in "by Friday" or "by the evening of July 7".
fn has_deadline(text: &Text<'_>) -> bool {
    let by = (0..text.len()).filter(|&at| text.word(at) == "by");
    by.into_iter().any(|at| {
        let date = (at + 1..text.len()).find(|&next| !DEADLINES.contains(&text.word(next)));
        date.is_some_and(|date| weekday_and_date(text, date).is_some())
    })
}

/// Whether a date may be what a text says. Of an interval, the first part is its start and the last its end.
pub fn admits(parts: &[Part], date: &Date) -> bool {
    let bounds = date.written_bounds();
    let (Some(first), Some(last)) = (bounds.start.0, bounds.end.1) else { return true };
    let occurs = |part: &Part| part.occurs(first, last);
    match (parts, bounds.start.1, bounds.end.0) {
        ([start, .., end], Some(latest_start), Some(earliest_end)) if date.is_interval() => {
            parts.iter().all(occurs) && start.occurs(first, latest_start) && end.occurs(earliest_end, last)
        }
        _ => parts.is_empty() || parts.iter().any(occurs),
    }
}

impl Part {
    /// Whether some day from `first` to `last` is one that this may mean.
    fn occurs(&self, first: Day, last: Day) -> bool {
        let (from, to) = self.years.unwrap_or((first.year(), last.year()));
        let in_year = |year: i16, month, day| Day::new(year, month, day).ok();
        let (Some(from), Some(to)) = (in_year(from, 1, 1), in_year(to, 12, 31)) else { return true };
        let (first, last) = (first.max(from), last.min(to));
        if first > last {
            return false;
        }
        let mut days = first.series(1.day()).take_while(|day| *day <= last);
        days.by_ref().take(MOST_DAYS).any(|day| self.is_on(day)) || days.next().is_some()
    }

    fn is_on(&self, day: Day) -> bool {
        self.month.is_none_or(|month| month == day.month())
            && self.day.is_none_or(|number| number == day.day())
            && self.weekday.is_none_or(|weekday| weekday == day.weekday())
    }
}

/// A date that may begin with the day of the week, and the token behind it.
fn weekday_and_date(text: &Text<'_>, at: usize) -> Option<(Vec<Part>, usize)> {
    let Some((_, weekday)) = WEEKDAYS.iter().find(|(name, _)| *name == text.word(at)) else {
        return date(text, at);
    };
    let weekday = Some(*weekday);
    let mut next = at + 1;
    while matches!(text.word(next), "," | "the" | "on") {
        next += 1;
    }
    match date(text, next) {
        Some((mut parts, end)) => {
            if let Some(first) = parts.first_mut().filter(|first| first.day.is_some()) {
                first.weekday = weekday;
            }
            Some((parts, end))
        }
        None => Some((vec![Part { weekday, ..Part::default() }], at + 1)),
    }
}

fn date(text: &Text<'_>, at: usize) -> Option<(Vec<Part>, usize)> {
    in_digits(text, at).or_else(|| month_first(text, at)).or_else(|| day_first(text, at)).or_else(|| {
        years(text, at).map(|(years, end)| (vec![Part { years: Some(years), ..Part::default() }], end))
    })
}

/// `2017-07-07`, or `7/7/2017` where it can only mean one day.
fn in_digits(text: &Text<'_>, at: usize) -> Option<(Vec<Part>, usize)> {
    let is_joined = (at + 1..at + 5).all(|next| text.is_joined(next));
    let sign = text.word(at + 1);
    if !is_joined || !matches!(sign, "-" | "/") || text.word(at + 3) != sign {
        return None;
    }
    let number = |at: usize| text.word(at).parse::<i16>().ok();
    let (a, b, c) = (number(at)?, number(at + 2)?, number(at + 4)?);
    let (year, month, day) = match (text.word(at).len(), text.word(at + 4).len()) {
        (4, _) => (a, b, c),
        (_, 4) if a > 12 || a == b => (c, b, a),
        (_, 4) if b > 12 => (c, a, b),
        _ => return Some((Vec::new(), at + 5)),
    };
    let part =
        Part { years: Some((year, year)), month: Some(month as i8), day: Some(day as i8), weekday: None };
    Some((vec![part], at + 5))
}

/// "July 7", "July 7–8, 2017", "Jul. 2017", "July".
fn month_first(text: &Text<'_>, at: usize) -> Option<(Vec<Part>, usize)> {
    let (month, mut end) = month(text, at)?;
    if text.word(end) == "the" {
        end += 1;
    }
    let mut days = Vec::new();
    if let Some((first, next)) = day(text, end) {
        (days, end) = more_days(text, first, next);
    }
    Some(dated(text, &days, month, end))
}

/// "7 July", "7–8 July 2017", "the seventh of July".
fn day_first(text: &Text<'_>, at: usize) -> Option<(Vec<Part>, usize)> {
    let (first, next) = day(text, at)?;
    let (days, end) = more_days(text, first, next);
    let end = if text.word(end) == "of" { end + 1 } else { end };
    let (month, end) = month(text, end)?;
    Some(dated(text, &days, month, end))
}

/// The parts for days of one month, with the year that may follow.
fn dated(text: &Text<'_>, days: &[i8], month: i8, end: usize) -> (Vec<Part>, usize) {
    let behind = if matches!(text.word(end), "," | "of" | "in") { end + 1 } else { end };
    let (years, end) = match years(text, behind) {
        Some((years, end)) => (Some(years), end),
        None => (None, end),
    };
    let part = |day| Part { years, month: Some(month), day, weekday: None };
    let parts =
        if days.is_empty() { vec![part(None)] } else { days.iter().map(|day| part(Some(*day))).collect() };
    (parts, end)
}

/// The days that follow one of the same month: "7–8", "7 and 8", "7 to 8".
fn more_days(text: &Text<'_>, first: i8, end: usize) -> (Vec<i8>, usize) {
    let is_joint = text.is_dash(end) || matches!(text.word(end), "and" | "to" | "through");
    let second = if is_joint { day(text, end + 1) } else { None };
    match second {
        // "July 7 and 8 August": the second day has a month of its own.
        Some((_, next)) if month(text, next).is_some() && month(text, end.saturating_sub(2)).is_some() => {
            (vec![first], end)
        }
        Some((second, next)) => (vec![first, second], next),
        None => (vec![first], end),
    }
}

/// A month by its name or the beginning of it, with a capital.
fn month(text: &Text<'_>, at: usize) -> Option<(i8, usize)> {
    let token = text.token(at)?;
    let is_name = |name: &&str| {
        let is_short = matches!(token.lower.len(), 3 | 4) && name.starts_with(&token.lower);
        *name == token.lower || is_short && (token.lower.len() == 3 || token.lower == "sept")
    };
    let month = MONTHS.iter().position(is_name)? as i8 + 1;
    let end = if text.word(at + 1) == "." && token.text.len() < 5 { at + 2 } else { at + 1 };
    token.text.starts_with(char::is_uppercase).then_some((month, end))
}

/// A day of the month: "7", "7th", "seventh".
fn day(text: &Text<'_>, at: usize) -> Option<(i8, usize)> {
    let number = number::bare(text, at).filter(|number| !number.is_fraction)?;
    let token = text.token(at)?;
    let is_short = token.text.len() <= 2 || !token.text.starts_with(|c: char| c.is_ascii_digit());
    let is_other = text.word(number.end) == ":" || text.is_joined(number.end) && text.word(number.end) == "%";
    let is_day = is_short && !is_other && (1.0..=31.0).contains(&number.low) && number.low.fract() == 0.0;
    is_day.then_some((number.low as i8, number.end))
}

/// A year, decade or century, with its first and last year: "2017", "the 1850s", "AD 79", "44 BC", "the 19th century".
fn years(text: &Text<'_>, at: usize) -> Option<((i16, i16), usize)> {
    if let Some(number) = number::bare(text, at).filter(|number| number.is_ordinal)
        && matches!(text.word(text.skip_dash(number.end)), "century" | "centuries")
    {
        let last = number.high as i16 * 100;
        return Some(((last - 100, last), text.skip_dash(number.end) + 1));
    }
    let digits = text.token(at)?.text;
    let year: i16 = digits.parse().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let is_era = |word: &str| matches!(word, "bc" | "bce" | "ad" | "ce");
    let era = [at + 1, at.wrapping_sub(1)].into_iter().find(|&at| is_era(text.word(at)));
    if let Some(era) = era {
        let is_before = text.word(era).starts_with("bc");
        let year = if is_before { 1 - year } else { year };
        return Some(((year, year), era.max(at) + 1));
    }
    if !matches!(digits.len(), 3 | 4) || year >= 3000 {
        return None;
    }
    if text.is_joined(at + 1) && text.word(at + 1) == "s" {
        let length = if year % 100 == 0 { 99 } else { 9 };
        return Some(((year, year + length), at + 2));
    }
    let is_guess = matches!(text.word(at.wrapping_sub(1)), "about" | "around" | "circa" | "c" | "ca" | ".");
    let reach = if is_guess && year % 5 == 0 { 5 } else { 0 };
    Some(((year - reach, year + reach), at + 1))
}

/// The first and the last day that words such as "last year" or "yesterday" may mean in a text of this day.
pub fn relative(text: &Text<'_>, written: Day) -> Option<(Day, Day)> {
    let year = |offset: i16| {
        let year = written.year().checked_add(offset)?;
        Some((Day::new(year, 1, 1).ok()?, Day::new(year, 12, 31).ok()?))
    };
    let days = |from: i64, to: i64| {
        Some((written.checked_add(from.days()).ok()?, written.checked_add(to.days()).ok()?))
    };
    // Texts are dated a day or two after they were written, now and then.
    for at in 0..text.len() {
        let next = text.word(at + 1);
        let is_named = WEEKDAYS.iter().any(|(name, _)| *name == next) || month(text, at + 1).is_some();
        let found = match (text.word(at), next) {
            ("last", "year") => year(-1),
            ("this", "year") => year(0),
            ("next", "year") => year(1),
            ("last", "month") => days(-63, 0),
            ("last", "week") => days(-16, 0),
            ("last", _) if is_named => days(-731, 0),
            ("next", _) if is_named => days(-2, 731),
            ("yesterday", _) => days(-4, 0),
            ("today" | "tonight", _) => days(-3, 1),
            ("tomorrow", _) => days(-2, 3),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn fits(text: &str, date: &str) -> bool {
        let parts = dates(&Text::new(text));
        assert!(!parts.is_empty(), "{text}");
        admits(&parts, &Date::parse(date).unwrap())
    }

    #[test]
    fn dates_in_words_fit_their_value() {
        for (text, date) in [
            ("July 7", "2017-07-07"),
            ("on Friday, July 7, 2017", "2017-07-07"),
            ("7 July 2017", "2017-07-07"),
            ("the 7th of July", "2017-07-07"),
            ("Jul. 7, 2017", "2017-07-07"),
            ("July 7–8, 2017", "2017-07-07/2017-07-08"),
            ("7 and 8 July", "2017-07-07/2017-07-08"),
            ("June 30 to July 2", "2017-06-30/2017-07-02"),
            ("Friday", "2017-07-07"),
            ("in July", "2017-07"),
            ("July 2017", "2017-07-07"),
            ("July 7", "2017"),
            ("the 1850s", "1852"),
            ("the 19th century", "18XX"),
            ("44 BC", "-0043"),
            ("AD 79", "0079-08-24"),
            ("about 1850", "1852~"),
            ("2017-07-07", "2017-07-07"),
            ("13/7/2017", "2017-07-13"),
            ("the summer of 2016", "2016-22"),
            ("1939 to 1945", "1939/1945"),
            ("the seventh of July", "2017-07-07"),
        ] {
            assert!(fits(text, date), "{text} {date}");
        }
    }

    #[test]
    fn other_dates_do_not() {
        for (text, date) in [
            ("July 8", "2017-07-07"),
            ("Friday", "2017-07-06"),
            ("Thursday, July 7", "2017-07-07"),
            ("June 7", "2017-07"),
            ("July 2016", "2017-07-07"),
            ("the 1860s", "1852"),
            ("1853", "1852~"),
            ("44 BC", "-0044"),
            ("July 7–9, 2017", "2017-07-07/2017-07-08"),
            ("7 July 2017", "2017-07-17"),
            ("1939 to 1944", "1939/1945"),
        ] {
            assert!(!fits(text, date), "{text} {date}");
        }
    }

    #[test]
    fn words_that_shift_a_date_are_not_read() {
        for text in ["the day before July 7", "after 1852", "may", "march on", "7", "9/10/2017", "7 p.m."] {
            assert_eq!(dates(&Text::new(text)), [], "{text}");
        }
    }

    #[test]
    fn relative_words_count_from_the_day_of_the_text() {
        let written = Day::constant(2017, 7, 14);
        let range = |text| relative(&Text::new(text), written).map(|(a, b)| format!("{a} {b}"));
        assert_eq!(range("last year’s race").unwrap(), "2016-01-01 2016-12-31");
        assert_eq!(range("last November").unwrap(), "2015-07-14 2017-07-14");
        assert_eq!(range("the last days of July"), None);
    }
}
