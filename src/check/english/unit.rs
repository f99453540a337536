//! Units beside a number: "$" before it, "kilometres" behind it.
//!
//! Input: a [`Text`] and the place of a number in it. Output: a [`Unit`], and where it begins or ends. Entry points:
//! [`before`] and [`behind`].

use super::Text;
use crate::vocabulary::unit::{Dimension, Unit, named};

/// The most words and signs that the name of a unit has: "U.S. dollars".
const LONGEST: usize = 5;

/// Signs of units that are words of another meaning where they stand apart from a number.
const WORDS: [&str; 17] =
    ["in", "st", "a", "d", "h", "s", "c", "p", "b", "k", "l", "ct", "au", "kn", "n", "v", "w"];

/// The currency before a number, and the token it begins at: "US$", "€", "Rs.", "EUR".
pub fn before(text: &Text<'_>, number: usize) -> Option<(Unit, usize)> {
    let last = number.checked_sub(1)?;
    let last = if text.word(last) == "." { last.checked_sub(1)? } else { last };
    let is_sign = !text.word(last).starts_with(|c: char| c.is_alphanumeric());
    let first = last.checked_sub(1).filter(|_| is_sign && text.is_joined(last));
    let with_letters = first.and_then(|first| Some((money(&text.phrase(first, 2)?)?, first)));
    with_letters.or_else(|| {
        let word = text.token(last)?.text;
        let is_code = word.len() == 3 && word.chars().all(|c| c.is_ascii_uppercase()) || word == "Rs";
        (is_sign || is_code).then(|| Some((money(word)?, last))).flatten()
    })
}

fn money(name: &str) -> Option<Unit> {
    named(name).filter(|unit| matches!(unit.dimension, Dimension::Money(_)))
}

/// The unit behind a number, and the token behind it: "km/h", "percentage points", "-mile".
pub fn behind(text: &Text<'_>, number: usize) -> Option<(Unit, usize)> {
    let at = text.skip_dash(number);
    let is_joined = text.is_joined(at);
    (1..=LONGEST).rev().find_map(|length| {
        let phrase = text.phrase(at, length)?;
        let is_word = WORDS.contains(&&*phrase.to_lowercase());
        // "a 10k run"
        let name = if phrase == "k" { "km" } else { &*phrase };
        let unit = named(name).filter(|_| !is_word || is_joined && phrase != "in")?;
        Some((unit, at + length))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn units_stand_behind_numbers_or_before_them() {
        let is = |text: &str, number: usize, name: &str| {
            let text = Text::new(text);
            let found = before(&text, number).or_else(|| behind(&text, number + 1)).unwrap();
            assert_eq!(found.0, named(name).unwrap(), "{name}");
        };
        is("35 kilometres", 0, "km");
        is("12.5%", 0, "%");
        is("12 per cent", 0, "%");
        is("40 square miles", 0, "mi2");
        is("$ 40", 1, "$");
        is("US$40", 2, "USD");
        is("Rs. 5", 2, "Rs");
        is("EUR 3", 1, "EUR");
        is("a 5-mile run", 1, "mi");
        is("90 km/h", 0, "km/h");
        is("5 U.S. dollars", 0, "USD");
        is("50p", 0, "p");
        assert_eq!(behind(&Text::new("35 soldiers"), 1), None);
        assert_eq!(behind(&Text::new("35 in Paris"), 1), None);
    }
}
