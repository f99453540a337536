//! Whether words state a number.
//!
//! Input: a [`Text`] and a [`Quantity`]. Output: whether one of its numbers may be that, or none can be read. Entry points:
//! [`number_fits`], and [`amount_fits`] for a whole sentence.

use std::ops::Range;

use super::Text;
use super::date::weekday_and_date;
use super::duration::end_of_duration;
use super::hedge::Hedge;
use super::number::{Number, numbers};
use crate::vocabulary::unit::{Relation, SHARE, Unit};
use crate::vocabulary::{Extent, Quantity};

/// How far a fraction in words may be from a percentage.
const POINTS: f64 = 2.0;

/// How far two numbers may be apart that are rounded in different units, as a part of them.
const CONVERTED: f64 = 0.03;

/// Words of what becomes less, by their beginnings.
const FALLS: [&str; 34] = [
    "fall", "fell", "drop", "declin", "decreas", "down", "lost", "lose", "losing", "loss", "shrank",
    "shrink", "shrunk", "slip", "plung", "plummet", "tumbl", "sank", "sink", "slid", "lower", "cut", "reduc",
    "dip", "contract", "minus", "below", "deficit", "fewer", "less", "slump", "negative", "eased", "shed",
];

/// Words of what becomes more, by their beginnings.
const RISES: [&str; 19] = [
    "rise", "rose", "rising", "up", "grew", "grow", "gain", "increas", "climb", "higher", "jump", "surg",
    "added", "above", "profit", "surplus", "soar", "improv", "advanc",
];

/// How many words behind a number may tell that it is one less: "a 5% drop".
const NEAR: usize = 3;

/// Whether a text may state a number: one of its numbers is that, or none can be read.
pub fn number_fits(text: &Text<'_>, value: &Quantity) -> bool {
    let own = value.measure();
    let mut found = numbers(text);
    let is_share = |number: &Number| number.is_fraction || number.unit.is_some_and(is_of_shares);
    if own.is_some_and(is_of_shares) && found.iter().any(|number| number.is_fraction) {
        found.retain(is_share);
    }
    let fits: Vec<bool> = found.iter().filter_map(|number| fits(text, number, value, own)).collect();
    fits.is_empty() || fits.contains(&true)
}

/// Whether a whole sentence states a number: one of its numbers of the same kind is that; none where it has none. Parts of
/// dates and of lengths of time don't count, nor do "first" and the like.
pub fn amount_fits(text: &Text<'_>, value: &Quantity) -> Option<bool> {
    let own = value.measure();
    let mut found = numbers(text);
    let other = others(text);
    found.retain(|number| {
        let is_other = other.iter().any(|tokens| tokens.contains(&number.start));
        !is_other && !number.is_ordinal && number.unit.is_some() == own.is_some()
    });
    let fits: Vec<bool> = found.iter().filter_map(|number| fits(text, number, value, own)).collect();
    (!fits.is_empty()).then(|| fits.contains(&true))
}

/// The tokens of dates and lengths of time.
fn others(text: &Text<'_>) -> Vec<Range<usize>> {
    let ends = |at| {
        let date = weekday_and_date(text, at).map(|(_, end)| end);
        date.or_else(|| end_of_duration(text, at))
    };
    (0..text.len()).filter_map(|at| Some(at..ends(at)?)).collect()
}

fn is_of_shares(unit: Unit) -> bool {
    unit.dimension == SHARE
}

/// Whether a number may be the value; none where they are numbers of different things.
fn fits(text: &Text<'_>, number: &Number, value: &Quantity, own: Option<Unit>) -> Option<bool> {
    let number = if value.bounds().1 < 0.0 && falls(text, number) { number.negated() } else { *number };
    // "1.2 million" in the markup is rounded itself.
    let rounded = if value.step() > 1.0 { value.step() / 2.0 } else { 0.0 };
    let states = |factor: f64, tolerance: f64| states(&number, value, factor, tolerance);
    match (number.unit, own) {
        (_, Some(own)) if is_of_shares(own) && number.is_fraction => Some(states(0.01, POINTS / 100.0)),
        (_, None) if number.is_fraction => Some(states(1.0, value.step().min(0.02))),
        (Some(unit), None) if is_of_shares(unit) => Some(states(1.0, rounded) || states(100.0, 0.0)),
        (Some(unit), Some(own)) => match own.relation(unit) {
            Relation::Times(1.0) => Some(states(1.0, rounded)),
            Relation::Times(factor) => Some(states(factor, (value.bounds().0 * factor).abs() * CONVERTED)),
            Relation::Rivals => Some(false),
            Relation::Apart => None,
        },
        _ => Some(states(1.0, rounded)),
    }
}

/// Whether a number states a value that is `factor` times as large in its unit. Two limits or two ranges have to be the same
/// ones; else one has to be possible beside the other.
fn states(number: &Number, value: &Quantity, factor: f64, tolerance: f64) -> bool {
    let (low, high) = value.bounds();
    let (low, high) = (low * factor, high * factor);
    let tolerance = tolerance.max(number.step * 0.500_000_1);
    // "more than 40" may be `41..`.
    let limit =
        if number.hedge.is_strict() { tolerance.max(number.step.max(value.step())) } else { tolerance };
    let near = |a: f64, b: f64| (a - b).abs() <= limit;
    let is_range = number.hedge == Hedge::Exactly && number.low < number.high;
    match (number.hedge, value.extent()) {
        (Hedge::AtLeast | Hedge::MoreThan, Extent::AtLeast(_)) => near(number.low, low),
        (Hedge::AtMost | Hedge::LessThan, Extent::AtMost(_)) => near(number.high, high),
        (Hedge::AtLeast | Hedge::MoreThan, Extent::AtMost(_)) => false,
        (Hedge::AtMost | Hedge::LessThan, Extent::AtLeast(_)) => false,
        (_, Extent::Between(..)) if is_range => near(number.low, low) && near(number.high, high),
        (_, Extent::About(_)) => {
            Hedge::About.widen((low, high)).0 - tolerance <= number.high
                && number.low <= high * 1.25 + tolerance
        }
        _ => number.low - tolerance <= high && low <= number.high + tolerance,
    }
}

/// Whether the words nearest to a number say that something has become less by it.
fn falls(text: &Text<'_>, number: &Number) -> bool {
    let direction = |at: usize| {
        let begins = |words: &[&str]| words.iter().any(|word| has_stem(text.word(at), word));
        if begins(&FALLS) { Some(true) } else { begins(&RISES).then_some(false) }
    };
    let behind = (number.end..number.end + NEAR).find_map(direction);
    (0..number.start).rev().find_map(direction).or(behind).unwrap_or(false)
}

/// Whether a word begins so; a short beginning is the whole word.
fn has_stem(word: &str, stem: &str) -> bool {
    if stem.len() > 3 { word.starts_with(stem) } else { word == stem }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn fits(text: &str, value: &str) -> bool {
        number_fits(&Text::new(text), &Quantity::parse(value).unwrap())
    }

    #[test]
    fn numbers_as_people_write_them_fit_their_value() {
        for (text, value) in [
            ("£3bn", "3 billion GBP"),
            ("£3 bn", "3bn GBP"),
            ("£1.2tn", "1.2 trillion GBP"),
            ("$5m", "5 million USD"),
            ("$5M", "5000000 USD"),
            ("$3B", "3bn USD"),
            ("US$5m", "5 million USD"),
            ("A$5m", "5 million AUD"),
            ("$5m", "5 million AUD"),
            ("1.5m people", "1500000"),
            ("1.5m tall", "1.5 m"),
            ("10k", "10000"),
            ("a 10k run", "10 km"),
            ("12 lakh", "1200000"),
            ("12 lakh", "12 lakh"),
            ("twelve lakh", "1.2 million"),
            ("₹5 crore", "50 million INR"),
            ("Rs 5 crore", "5 crore INR"),
            ("Rs. 5 crore", "5 crore INR"),
            ("₹1 lakh crore", "1 trillion INR"),
            ("12,34,567", "1234567"),
            ("€2.5 million", "2.5 million EUR"),
            ("EUR 2.5 million", "2.5 million EUR"),
            ("2.5 million euros", "2.5 million EUR"),
            ("$3.3m (€3m)", "3 million EUR"),
            ("a quarter of a million", "250000"),
            ("three quarters of a million", "750,000"),
            ("half a million", "500000"),
            ("one in five", "20 %"),
            ("three in ten voters", "30 %"),
            ("three out of four", "75 %"),
            ("one in every five", "0.2"),
            ("three in four attacks", "3"),
            ("two thirds", "67 %"),
            ("a fifth of voters", "20 %"),
            ("fell by 5%", "-5 %"),
            ("down 5 per cent", "-5 %"),
            ("a 5% drop", "-5 %"),
            ("rose by 5%", "5 %"),
            ("fell by 5%", "5 %"),
            ("30 cents", "0.3 USD"),
            ("30 cents", "0.3 EUR"),
            ("50p", "0.5 GBP"),
            ("100-odd", "104"),
            ("some 200", "210"),
            ("more than 40", "41.."),
            ("more than 40", "40.."),
            ("at least 40", "40.."),
            ("at least 40", "45"),
            ("up to 12", "..12"),
            ("up to 12", "12"),
            ("between 10 and 12", "10..12"),
            ("10–12", "10–12"),
            ("10-12", "11"),
            ("10 to 12", "10..12"),
            ("11", "10..12"),
            ("£2m–£3m", "2..3 million GBP"),
            ("between $2 and $3 million", "2..3 million USD"),
            ("5%-10%", "5..10 %"),
            ("2–3.5 million", "2..3.5 million"),
            ("1 500 000", "1500000"),
            ("1\u{a0}500\u{a0}000", "1.5 million"),
            ("a dozen", "12"),
            ("two dozen", "24"),
            ("scores", "60"),
            ("a few hundred", "300"),
            ("a couple of hundred", "200"),
            ("3,5 million euros", "3.5 million EUR"),
            ("5 percentage points", "5 pp"),
            ("25 basis points", "0.25 pp"),
            ("about 12", "~12"),
            ("12", "~12"),
            ("35 kilometres", "22 miles"),
            ("killed 35 in 2017", "35"),
            ("nearly 40", "38"),
            ("no fewer than 12", "12.."),
            ("no more than 12", "..12"),
            ("40 people or more", "40.."),
            ("5 points", "5 pp"),
            ("80 km/h", "80 km/h"),
            ("12 people", "12"),
        ] {
            assert!(fits(text, value), "{text} {value}: {:?}", numbers(&Text::new(text)));
        }
    }

    #[test]
    fn other_numbers_do_not() {
        for (text, value) in [
            ("£3bn", "3 million GBP"),
            ("£3bn", "3 billion USD"),
            ("€3 million", "3 million USD"),
            ("US$5m", "5 million AUD"),
            ("C$5m", "5 million USD"),
            ("$5m", "5 USD"),
            ("1.5m people", "150000"),
            ("10k", "1000"),
            ("12 lakh", "120000"),
            ("₹5 crore", "5 million INR"),
            ("₹1 lakh crore", "1 lakh INR"),
            ("a quarter of a million", "25000"),
            ("half a million", "50000"),
            ("one in five", "30 %"),
            ("one in five", "1 %"),
            ("three in ten", "3 %"),
            ("two thirds", "60 %"),
            ("rose by 5%", "-5 %"),
            ("fell by 5%", "-6 %"),
            ("fell in May but rose by 5%", "-5 %"),
            ("30 cents", "30 USD"),
            ("50p", "50 GBP"),
            ("100-odd", "150"),
            ("some 200", "300"),
            ("more than 40", "39"),
            ("more than 40", "45.."),
            ("at least 40", "..40"),
            ("at least 40", "41.."),
            ("up to 12", "12.."),
            ("up to 12", "13"),
            ("between 10 and 12", "10..14"),
            ("between 10 and 12", "14"),
            ("between 15 and 12", "10..12"),
            ("10–12", "9"),
            ("9", "10..12"),
            ("£2m–£3m", "2..4 million GBP"),
            ("1 500 000", "1500"),
            ("a dozen", "10"),
            ("two dozen", "12"),
            ("5 percentage points", "5 %"),
            ("5 per cent", "5 pp"),
            ("25 basis points", "25 pp"),
            ("about 12", "~30"),
            ("35 km", "35 miles"),
            ("12 people", "13"),
        ] {
            assert!(!fits(text, value), "{text} {value}: {:?}", numbers(&Text::new(text)));
        }
    }

    #[test]
    fn the_sentence_tells_how_a_number_is_meant() {
        let fits =
            |before, text, value| number_fits(&Text::behind(before, text), &Quantity::parse(value).unwrap());
        assert!(fits("Prices fell by ", "5%", "-5 %") && !fits("Prices rose by ", "5%", "-5 %"));
        assert!(fits("It killed at least ", "12", "15") && !fits("It killed ", "12", "15"));
        assert!(!fits("It killed 15 and hurt ", "12", "15"));
    }
}
