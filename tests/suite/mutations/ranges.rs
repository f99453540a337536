//! Mistakes in ranges, limits, units and sums of money.

use annals::syntax::{Annotation, Document};
use annals::vocabulary::Datatype;

use super::dice::Dice;
use super::prose::Word;
use super::site::{Mutation, Place, Reading, Value};

/// The numbers that sentences state, each with the words for it.
fn numbers<'a>(reading: &Reading<'a>) -> Vec<(Value<'a>, &'a Document, &'a Annotation)> {
    let values = reading.values().into_iter().filter(|value| value.property.datatype == Datatype::Number);
    values.filter_map(|value| value.fact.map(|(document, it)| (value, document, it))).collect()
}

/// Words of the prose for a number that become other words; `wanted` chooses the numbers.
fn say(reading: &Reading<'_>, wanted: impl Fn(&str) -> bool, was: &str, is: &str) -> Vec<Mutation> {
    let found = numbers(reading).into_iter().filter(|(value, ..)| wanted(value.text));
    found
        .filter_map(|(_, document, it)| {
            let words = it.inner.of(reading.text(document));
            let start = it.inner.range().start + words.find(was)?;
            let place = Place { range: start..start + was.len(), ..reading.at(document, it.span) };
            Some(Mutation::replace(place, is))
        })
        .collect()
}

/// Another value in the markup of a number that has one of the words for it in the prose.
fn mark(reading: &Reading<'_>, mut other: impl FnMut(&str, &[Word<'_>]) -> Option<String>) -> Vec<Mutation> {
    let found = numbers(reading).into_iter();
    found
        .filter_map(|(value, document, it)| {
            let words = reading.words(document, it);
            Some(Mutation::replace(value.place.clone(), other(value.text, &words)?))
        })
        .collect()
}

/// The two ends of a range, and what follows them.
fn ends(value: &str) -> Option<(&str, &str, &str)> {
    let (least, rest) = value.split_once("..")?;
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let (most, unit) = rest.split_at(end);
    (!least.is_empty() && !most.is_empty()).then_some((least, most, unit))
}

pub fn points_as_percent(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    say(reading, |value| value.ends_with("pp"), "percentage points", "per cent")
}

pub fn percent_as_points(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    say(reading, |value| value.ends_with('%'), "per cent", "percentage points")
}

pub fn another_currency(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    say(reading, |value| value.ends_with("GBP"), "£", "€")
}

pub fn millions_as_billions(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    say(reading, |value| value.contains("million"), "m", "bn")
}

pub fn limit_turned_round(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    say(reading, |value| value.ends_with(".."), "least", "most")
}

/// The number of a limit, so that it is crossed.
pub fn limit_in_prose(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    ends_in_prose(reading, dice, |value| value.ends_with(".."))
}

pub fn range_in_prose(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    ends_in_prose(reading, dice, |value| ends(value).is_some())
}

fn ends_in_prose(reading: &Reading<'_>, dice: &mut Dice, wanted: impl Fn(&str) -> bool) -> Vec<Mutation> {
    let found = numbers(reading).into_iter().filter(|(value, ..)| wanted(value.text));
    let words = found.flat_map(|(value, document, it)| {
        let is_end = move |word: &Word<'_>| value.text.split(['.', ' ']).any(|end| end == word.text);
        reading
            .words(document, it)
            .into_iter()
            .filter(is_end)
            .map(move |word| (document, word))
            .collect::<Vec<_>>()
    });
    let words: Vec<_> = words.collect();
    words
        .into_iter()
        .filter_map(|(document, word)| {
            let place = Place { range: word.range.clone(), ..reading.at(document, document.front.span) };
            Some(Mutation::replace(place, dice.digit(word.text)?))
        })
        .collect()
}

pub fn range_in_markup(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    mark(reading, |value, _| {
        let (least, most, unit) = ends(value)?;
        let other = dice.digit(least)?;
        let is_range = other.parse::<u32>().ok()? < most.parse().ok()?;
        is_range.then(|| format!("{other}..{most}{unit}"))
    })
}

pub fn ends_exchanged(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    mark(reading, |value, _| ends(value).map(|(least, most, unit)| format!("{most}..{least}{unit}")))
}

pub fn unknown_unit(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    mark(reading, |value, _| {
        let unit =
            value.rsplit(' ').next().filter(|unit| unit.starts_with(|c: char| c.is_ascii_uppercase()))?;
        Some(value.replace(unit, &format!("{unit}X")))
    })
}
