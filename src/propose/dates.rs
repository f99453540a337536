//! Dates in prose, and what they mean on the day the article was written.
//!
//! Input: a paragraph, and the article's date. Output: a [`Dated`] for each date that is certain: "July 7, 2017", "on Friday",
//! "last November", "in 2014". Entry point: [`dates`].

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::Weekday;

use super::lexicon::Lexicon;
use crate::check::english::Text;
use crate::check::english::date::{Part, weekday_and_date};
use crate::vocabulary::Day;

/// Words that denote a date.
#[derive(Debug)]
pub(super) struct Dated {
    /// Their bytes in the paragraph.
    pub words: Range<usize>,
    /// The date, as EDTF.
    pub when: String,
    /// How it was found.
    pub rule: &'static str,
}

/// The dates of a paragraph that was written on a day.
pub(super) fn dates(text: &str, written: Option<Day>, lexicon: &Lexicon) -> Vec<Dated> {
    let text = Text::new(text);
    let mut found = Vec::new();
    let mut at = 0;
    // The year that the paragraph tells of, as far as it has said.
    let mut year = None;
    while at < text.len() {
        let (date, end) = date(&text, at, (written, year), lexicon).unwrap_or((None, at + 1));
        let explicit = date.as_ref().filter(|date| date.rule == "absolute-date");
        year = explicit.and_then(|date| date.when.get(..4)?.parse().ok()).or(year);
        found.extend(date);
        at = end;
    }
    found
}

/// The date that begins at a token, where it is certain, and the token behind it.
fn date(
    text: &Text<'_>,
    at: usize,
    (written, year): (Option<Day>, Option<i16>),
    lexicon: &Lexicon,
) -> Option<(Option<Dated>, usize)> {
    if let Some((when, end)) = written.and_then(|written| relative(text, at, written)) {
        return Some((dated(text, at..end, when, "relative-date"), end));
    }
    let (mut parts, end) = weekday_and_date(text, at)?;
    let rule =
        if parts.iter().all(|part| part.years.is_some()) { "absolute-date" } else { "date-of-the-article" };
    for part in
        parts.iter_mut().filter(|part| part.years.is_none() && part.month.is_some() && part.weekday.is_none())
    {
        part.years = year.map(|year| (year, year));
    }
    let is_spoken = is_date(text, at, end, &parts, lexicon);
    let is_future = written.is_some() && is_told_of_future(text, at, lexicon);
    let when = match &*parts {
        [part] => edtf(part, written, is_future),
        [first, last] => span(first, last, written, is_future),
        _ => None,
    };
    let when = when.filter(|_| is_spoken);
    let has_day = parts.iter().any(|part| part.day.is_some());
    let last = if !has_day && matches!(text.word(end - 1), "the" | ".") { end - 1 } else { end };
    Some((when.and_then(|when| dated(text, at..last, when, rule)), end))
}

fn dated(text: &Text<'_>, tokens: Range<usize>, when: String, rule: &'static str) -> Option<Dated> {
    Some(Dated { words: text.range(tokens)?, when, rule })
}

/// "yesterday", "last year", "last November", "next Friday".
fn relative(text: &Text<'_>, at: usize, written: Day) -> Option<(String, usize)> {
    let day = |offset: i64| Some((written.checked_add(offset.days()).ok()?.to_string(), at + 1));
    let shift = match text.word(at) {
        "yesterday" => return day(-1),
        "tomorrow" => return day(1),
        "last" => -1,
        "this" => 0,
        "next" => 1,
        _ => return None,
    };
    let end = at + 2;
    match text.word(at + 1) {
        "year" => Some((format!("{:04}", written.year() + shift), end)),
        "month" => {
            let month = written.first_of_month().checked_add(i64::from(shift).months()).ok()?;
            Some((format!("{:04}-{:02}", month.year(), month.month()), end))
        }
        _ => {
            let (parts, next) = weekday_and_date(text, at + 1)?;
            let [part] = &*parts else { return None };
            Some((shifted(part, written, shift)?, next))
        }
    }
}

/// A month or a day of the week of the last, this or the next year or week.
fn shifted(part: &Part, written: Day, shift: i16) -> Option<String> {
    match part {
        Part { years: None, month: Some(month), day: None, .. } => {
            let year = match shift {
                -1 if *month >= written.month() => written.year() - 1,
                1 if *month <= written.month() => written.year() + 1,
                _ => written.year(),
            };
            Some(format!("{year:04}-{month:02}"))
        }
        Part { years: None, month: None, weekday: Some(weekday), .. } => {
            let day = match shift {
                -1 => nearest(*weekday, written.checked_sub(1.day()).ok()?, false)?,
                1 => nearest(*weekday, written.checked_add(1.day()).ok()?, true)?,
                _ => return None,
            };
            Some(day.to_string())
        }
        _ => None,
    }
}

/// The first such day from a day on, forwards or back.
fn nearest(weekday: Weekday, from: Day, is_forward: bool) -> Option<Day> {
    let step = if is_forward { 1.day() } else { (-1).days() };
    from.series(step).take(7).find(|day| day.weekday() == weekday)
}

/// Whether what can be read as a date is meant as one.
fn is_date(text: &Text<'_>, at: usize, end: usize, parts: &[Part], lexicon: &Lexicon) -> bool {
    let has_day =
        parts.iter().any(|part| part.day.is_some() || part.weekday.is_some() || part.season.is_some());
    let has_month = parts.iter().any(|part| part.month.is_some());
    let has_year = parts.iter().any(|part| part.years.is_some());
    let before = if at == 0 { "" } else { text.word(at - 1) };
    let is_led = lexicon.has("leading", before);
    let next = text.word(end);
    let is_noun = next.starts_with(char::is_alphabetic)
        && !lexicon.has_any(
            &[
                "prepositions",
                "conjunctions",
                "finite",
                "articles",
                "pronouns",
                "adverbs",
                "relatives",
                "possessives",
                "sayings",
                "participles",
            ],
            next,
        )
        && !next.ends_with("ly");
    let is_joined = text.is_joined(end) && text.is_dash(end);
    let is_decade = text.word(end.wrapping_sub(1)) == "s";
    match (has_day, has_month, has_year) {
        (true, ..) | (_, true, true) => !is_joined && before != "every",
        (_, true, false) => is_led && !is_joined,
        _ => {
            is_decade
                || is_led
                    && !is_noun
                    && !is_joined
                    && parts.iter().all(|part| part.years.is_some_and(|(year, _)| year > 999))
                    && (before != "and" || text.word(at.wrapping_sub(3)) == "between")
        }
    }
}

/// Whether the sentence tells, before a date, of what is to come.
fn is_told_of_future(text: &Text<'_>, at: usize, lexicon: &Lexicon) -> bool {
    let before = (0..at).rev().take_while(|&at| !matches!(text.word(at), "." | ";" | "?" | "!"));
    let is_future = |at: usize| lexicon.has("future", text.word(at)) || text.has(at, "to be");
    let is_due = at > 0 && lexicon.has("due", text.word(at - 1));
    is_due || before.into_iter().any(is_future)
}

/// A part of a date as EDTF; one without a year is the nearest to the day the text was written.
fn edtf(part: &Part, written: Option<Day>, is_future: bool) -> Option<String> {
    match (part.years, part.month, part.day) {
        (Some((year, last)), None, None) if year == last => match part.season {
            Some(season) => Some(format!("{year:04}-{}", 21 + season)),
            None => Some(format!("{year:04}")),
        },
        (Some((first, last)), None, None) if last == first + 9 && first % 10 == 0 && first > 999 => {
            Some(format!("{}X", first / 10))
        }
        (Some((year, last)), Some(month), day) if year == last => numbers(year, month, day),
        (None, Some(month), day) => {
            let year = nearest_year(written?, month, day, is_future)?;
            numbers(year, month, day)
        }
        (None, None, None) => {
            let weekday = part.weekday?;
            Some(nearest(weekday, written?, is_future)?.to_string())
        }
        _ => None,
    }
}

fn numbers(year: i16, month: i8, day: Option<i8>) -> Option<String> {
    Some(match day {
        Some(day) => Day::new(year, month, day).ok()?.to_string(),
        None => format!("{year:04}-{month:02}"),
    })
}

/// The year in which a day or month is nearest to a day: before it, unless what is told is to come, or near.
fn nearest_year(written: Day, month: i8, day: Option<i8>, is_future: bool) -> Option<i16> {
    const SOON: i32 = 45;
    let years = [written.year() - 1, written.year(), written.year() + 1];
    let distance = |year: &i16| {
        let date = Day::new(*year, month, day.unwrap_or(1)).ok()?;
        Some(written.until(date).ok()?.get_days())
    };
    let dated: Vec<_> = years.iter().filter_map(|year| Some((*year, distance(year)?))).collect();
    let past = dated.iter().filter(|(_, days)| *days <= 0).max_by_key(|(_, days)| *days);
    let next = dated.iter().filter(|(_, days)| *days > 0).min_by_key(|(_, days)| *days);
    let is_soon = next.is_some_and(|(_, days)| {
        is_future || *days <= SOON && past.is_some_and(|(_, past)| -past > 7 * SOON)
    });
    (if is_soon { next.or(past) } else { past.or(next) }).map(|(year, _)| *year)
}

/// Two parts of one date, the second with what the first has besides.
fn span(first: &Part, last: &Part, written: Option<Day>, is_future: bool) -> Option<String> {
    let first = Part { years: first.years.or(last.years), ..*first };
    let (start, end) = (edtf(&first, written, is_future)?, edtf(last, written, is_future)?);
    (start < end && start.len() == end.len()).then(|| format!("{start}/{end}"))
}
