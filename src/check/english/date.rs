//! Dates in words.
//!
//! Input: a [`Text`], and the day it was written on. Output: [`Part`]s of dates: "Friday, July 7", "7–8 July 2017", "the
//! 1850s", "44 BC", "the 4th century BC", "the winter of 1941–42", "9 February 1716/17", and the days that "last November" may
//! mean. Entry points: [`dates`] and [`relative`].

use jiff::ToSpan;
use jiff::civil::Weekday;

use super::calendar::{Calendar, Name, calendar_of, names};
use super::{Text, number};
use crate::locale::{MONTHS, WEEKDAYS};
use crate::vocabulary::{Date, Day};

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
    /// The season, from spring.
    pub season: Option<usize>,
    /// The calendar it follows.
    pub calendar: Calendar,
}

/// The seasons by the names that they have before a year.
const SEASONS: [(&str, usize); 5] = [("spring", 0), ("summer", 1), ("autumn", 2), ("fall", 2), ("winter", 3)];

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
    let calendar = calendar_of(text);
    for part in found.iter_mut().filter(|_| calendar != Calendar::Unsaid) {
        part.calendar = calendar;
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
    let bounds = date.spoken_bounds();
    let (Some(first), Some(last)) = (bounds.start.0, bounds.end.1) else { return true };
    let occurs = |part: &Part| part.is_season_of(date) && part.occurs(first, last);
    match (parts, bounds.start.1, bounds.end.0) {
        ([start, .., end], Some(latest_start), Some(earliest_end)) if date.is_interval() => {
            parts.iter().all(occurs) && start.occurs(first, latest_start) && end.occurs(earliest_end, last)
        }
        _ => parts.is_empty() || parts.iter().any(occurs),
    }
}

impl Part {
    /// Whether it names no season, or that of a date that is one.
    fn is_season_of(&self, date: &Date) -> bool {
        let (Some(own), Some(season)) = (self.season, date.season()) else { return true };
        let is_year =
            |year: i32| self.years.is_none_or(|(from, to)| (from.into()..=to.into()).contains(&year));
        own == season && date.year().is_none_or(is_year)
    }

    /// Whether some day from `first` to `last` is one that this may mean.
    pub fn occurs(&self, first: Day, last: Day) -> bool {
        let (from, to) = self.years.unwrap_or((first.year(), last.year()));
        // The year of another calendar begins and ends on other days.
        let beside = i16::from(self.calendar() != Calendar::Gregorian);
        let in_year = |year: i16, month, day| Day::new(year, month, day).ok();
        let (from, to) = (in_year(from - beside, 1, 1), in_year(to + 2 * beside, 12, 31));
        let (Some(from), Some(to)) = (from, to) else { return true };
        let (first, last) = (first.max(from), last.min(to));
        if first > last {
            return false;
        }
        let mut days = first.series(1.day()).take_while(|day| *day <= last);
        days.by_ref().take(MOST_DAYS).any(|day| self.is_on(day)) || days.next().is_some()
    }

    /// The calendar that makes a difference: those of years alone are the same, but for some days.
    fn calendar(&self) -> Calendar {
        match self.calendar {
            Calendar::Unsaid if self.day.is_none() => Calendar::Gregorian,
            Calendar::Julian if self.month.is_none() => Calendar::Either,
            calendar => calendar,
        }
    }

    fn is_on(&self, day: Day) -> bool {
        names(day, self.calendar()).iter().any(|name| self.is_called(name))
    }

    fn is_called(&self, name: &Name) -> bool {
        let year = |year: i16| self.years.is_none_or(|(from, to)| (from..=to).contains(&year));
        (year(name.year) || name.is_before_lady_day && year(name.year - 1))
            && self.month.is_none_or(|month| month == name.month)
            && self.day.is_none_or(|number| number == name.day)
            && self.weekday.is_none_or(|weekday| weekday == name.weekday)
            && self.season.is_none_or(|season| is_in_season(season, name.month))
    }

    /// The first day that it may mean, where its year is known.
    pub fn first_day(&self) -> Option<Day> {
        let (from, _) = self.years?;
        let days = Day::new(from, 1, 1).ok()?.series(1.day()).take(366);
        days.into_iter().find(|day| self.is_on(*day))
    }

    /// The last day that it may mean, where its year is known.
    pub fn last_day(&self) -> Option<Day> {
        let (_, to) = self.years?;
        let days = Day::new(to, 12, 31).ok()?.series(-1.day()).take(366);
        days.into_iter().find(|day| self.is_on(*day))
    }
}

/// Whether a month may be of a season, in the north or in the south.
fn is_in_season(season: usize, month: i8) -> bool {
    let first = season as i8 * 3 + 3;
    let since = (month - first).rem_euclid(6);
    (0..=3).contains(&since)
}

/// A date that may begin with the day of the week, and the token behind it.
pub fn weekday_and_date(text: &Text<'_>, at: usize) -> Option<(Vec<Part>, usize)> {
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
    let found = in_digits(text, at).or_else(|| month_first(text, at)).or_else(|| day_first(text, at));
    found.or_else(|| season(text, at)).or_else(|| {
        let (years, end) = years(text, at)?;
        let part = |years| Part { years: Some(years), ..Part::default() };
        Some(match short_year(text, years, end) {
            Some((last, next)) if text.is_dash(end) => (vec![part(years), part((last, last))], next),
            Some((last, next)) => (vec![part((years.0, last))], next),
            None => (vec![part(years)], end),
        })
    })
}

/// "spring 1920", "the winter of 1941–42".
fn season(text: &Text<'_>, at: usize) -> Option<(Vec<Part>, usize)> {
    let (_, season) = SEASONS.iter().find(|(name, _)| *name == text.word(at))?;
    let next = if matches!(text.word(at + 1), "of" | "in" | ",") { at + 2 } else { at + 1 };
    let (years, end) = years(text, next)?;
    let (last, end) = short_year(text, years, end).unwrap_or((years.1, end));
    let years = Some((years.0, last));
    Some((vec![Part { years, season: Some(*season), ..Part::default() }], end))
}

/// The year behind another one, written in short or whole: "–42" behind "1941", "/2" behind "1751".
fn short_year(text: &Text<'_>, (year, _): (i16, i16), end: usize) -> Option<(i16, usize)> {
    let digits = text.word(end + 1);
    let is_written =
        text.is_joined(end) && text.is_joined(end + 1) && (text.is_dash(end) || text.word(end) == "/");
    let number: i16 =
        digits.parse().ok().filter(|_| is_written && digits.bytes().all(|it| it.is_ascii_digit()))?;
    let century = if digits.len() < 3 { year - year.rem_euclid(10_i16.pow(digits.len() as u32)) } else { 0 };
    let last = century + number;
    (year >= 1000 && last > year && last < year + 100).then_some((last, end + 2))
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
    let (month, day) = (Some(month as i8), Some(day as i8));
    let part = Part { years: Some((year, year)), month, day, ..Part::default() };
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
    let (years, calendar, end) = match years(text, behind) {
        Some((years, end)) => dual_year(text, years, month, end),
        None => (None, Calendar::Unsaid, end),
    };
    let part = |day| Part { years, month: Some(month), day, calendar, ..Part::default() };
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

/// The year of a day, and the calendar that a dual one tells: 9 February 1716/17 was 1716 for those whose year began in March,
/// and is 1717 for us.
fn dual_year(
    text: &Text<'_>,
    years: (i16, i16),
    month: i8,
    end: usize,
) -> (Option<(i16, i16)>, Calendar, usize) {
    match short_year(text, years, end).filter(|_| text.word(end) == "/") {
        Some((last, end)) if month <= 3 && last == years.0 + 1 => (Some((last, last)), Calendar::Either, end),
        Some((last, end)) => (Some((years.0, last)), Calendar::Unsaid, end),
        None => (Some(years), Calendar::Unsaid, end),
    }
}

/// A year, decade or century, with its first and last year: "2017", "the 1850s", "AD 79", "44 BC", "the 4th century BC".
fn years(text: &Text<'_>, at: usize) -> Option<((i16, i16), usize)> {
    century(text, at).or_else(|| {
        let digits = text.token(at)?.text;
        let year: i16 = digits.parse().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        let is_decade = text.is_joined(at + 1) && text.word(at + 1) == "s";
        let length = if !is_decade {
            0
        } else if year % 100 == 0 {
            99
        } else {
            9
        };
        let end = if is_decade { at + 2 } else { at + 1 };
        if let Some((is_before, end)) = era_around(text, at, end) {
            return Some((
                if is_before { (1 - year - length, 1 - year) } else { (year, year + length) },
                end,
            ));
        }
        if !matches!(digits.len(), 3 | 4) || year >= 3000 {
            return None;
        }
        let is_guess =
            matches!(text.word(at.wrapping_sub(1)), "about" | "around" | "circa" | "c" | "ca" | ".");
        let reach = if is_guess && year % 5 == 0 && !is_decade { 5 } else { 0 };
        Some(((year - reach, year + length + reach), end))
    })
}

/// "the 19th century", "the fourth century BC".
fn century(text: &Text<'_>, at: usize) -> Option<((i16, i16), usize)> {
    let number = number::bare(text, at).filter(|number| number.is_ordinal && number.high <= 99.0)?;
    let word = text.skip_dash(number.end);
    if !matches!(text.word(word), "century" | "centuries") {
        return None;
    }
    let hundreds = number.high as i16 * 100;
    Some(match era(text, word + 1) {
        Some((true, end)) => ((1 - hundreds, 100 - hundreds), end),
        Some((false, end)) => ((hundreds - 100, hundreds), end),
        None => ((hundreds - 100, hundreds), word + 1),
    })
}

/// Eras in words and signs, and whether they are before 1.
const ERAS: [(&str, bool); 8] = [
    ("bce", true),
    ("bc", true),
    ("b . c . e .", true),
    ("b . c .", true),
    ("ad", false),
    ("ce", false),
    ("a . d .", false),
    ("c . e .", false),
];

/// Whether the era at a place is the one before 1, and the token behind it.
fn era(text: &Text<'_>, at: usize) -> Option<(bool, usize)> {
    let (words, is_before) = ERAS.iter().find(|(words, _)| text.has(at, words))?;
    Some((*is_before, at + words.split(' ').count()))
}

/// The era behind a year, before it, or behind the second of two years: "431–404 BC".
fn era_around(text: &Text<'_>, at: usize, end: usize) -> Option<(bool, usize)> {
    let before =
        || ERAS.iter().find(|(words, _)| text.has_before(at, words)).map(|(_, is_before)| (*is_before, end));
    let shared = || {
        let is_joint = text.is_dash(end) || matches!(text.word(end), "to" | "and" | "or" | "until");
        let is_year =
            !text.word(end + 1).is_empty() && text.word(end + 1).bytes().all(|it| it.is_ascii_digit());
        let is_decade = text.is_joined(end + 2) && text.word(end + 2) == "s";
        let era = era(text, if is_decade { end + 3 } else { end + 2 });
        era.filter(|(is_before, _)| is_joint && is_year && *is_before).map(|_| (true, end))
    };
    era(text, end).or_else(before).or_else(shared)
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
            ("44 B.C.", "-0043"),
            ("15 March 44 BC", "-0043-03-15"),
            ("the 4th century BC", "-0399/-0300"),
            ("the fourth century BCE", "-03XX"),
            ("the 1st century B.C.", "-0043"),
            ("the 2nd century AD", "01XX"),
            ("the 430s BC", "-0438/-0429"),
            ("the 430s BC", "-043X"),
            ("431–404 BC", "-0430/-0403"),
            ("from 431 to 404 BC", "-0430/-0403"),
            ("27 BC to AD 14", "-0026/0014"),
            ("spring 1920", "1920-21"),
            ("spring 1920", "1920-04"),
            ("in the autumn of 1989", "1989-11-09"),
            ("the winter of 1941–42", "1941-24"),
            ("the winter of 1941–42", "1941-12/1942-02"),
            ("the winter of 1941/42", "1942-24"),
            ("1939–45", "1939/1945"),
            ("the 2016/17 season", "2016/2017"),
            ("1648/9", "1649"),
            ("9 February 1716/17", "1717-02-09"),
            ("9 February 1716/17", "1717-02-20"),
            ("1 January 1751/2", "1752-01-12"),
            ("2 March 1881 (O.S.)", "1881-03-14"),
            ("2 March 1881 OS", "1881-03-14"),
            ("25 October 1917 (Old Style)", "1917-11-07"),
            ("7 November 1917 (N.S.)", "1917-11-07"),
            ("7 November [O.S. 25 October] 1917", "1917-11-07"),
            ("Wednesday, 25 October 1917 (O.S.)", "1917-11-07"),
            ("30 January 1648 (Old Style)", "1649-02-09"),
            ("Thursday, 11 June 1388", "1388-06-11"),
            ("Thursday, 11 June 1388", "1388-06-19"),
            ("Saturday, 14 October 1066", "1066-10-14"),
            ("Saturday, 14 October 1066", "1066-10-20"),
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
            ("the 4th century BC", "-0499/-0400"),
            ("the 4th century BC", "-02XX"),
            ("the 4th century BC", "03XX"),
            ("the 4th century", "-03XX"),
            ("the 430s BC", "-042X"),
            ("the 430s BC", "-044X"),
            ("the 430s BC", "043X"),
            ("431–404 BC", "-0430/-0402"),
            ("431–404 BC", "0404/0431"),
            ("spring 1920", "1920-22"),
            ("spring 1920", "1921-21"),
            ("spring 1920", "1920-01"),
            ("the winter of 1941–42", "1943-24"),
            ("the winter of 1941–42", "1941-05"),
            ("1939–45", "1939/1944"),
            ("9 February 1716/17", "1716-02-09"),
            ("9 February 1716/17", "1717-02-10"),
            ("2 March 1881 (O.S.)", "1881-03-02"),
            ("2 March 1881", "1881-03-14"),
            ("14 March 1881 (N.S.)", "1881-03-02"),
            ("Thursday, 25 October 1917 (O.S.)", "1917-11-07"),
            ("Monday, 14 October 1066", "1066-10-14"),
            ("1387", "1388"),
            ("Saturday, 15 October 1066", "1066-10-14"),
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
