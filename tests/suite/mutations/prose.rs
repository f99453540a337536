//! Words of a text that can be got wrong: numbers, units, days, months.
//!
//! Input: a file's text and the part of it that readers see. Output: [`Word`]s, and other words of the same sort. Entry
//! point: [`words`]. It knows nothing of how the checks read prose.

use std::ops::Range;

pub const MONTHS: [&str; 12] = [
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

pub const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// Units of time, each followed by the one that a slip would put in its place.
const TIMES: [(&str, &str); 5] =
    [("second", "minute"), ("minute", "hour"), ("hour", "day"), ("day", "week"), ("week", "month")];

/// Other units, each followed by the one that a slip would put in its place.
const MEASURES: [(&str, &str); 5] = [
    ("nautical miles", "kilometres"),
    ("metres", "feet"),
    ("cm", "mm"),
    ("km", "miles"),
    ("per cent", "per mille"),
];

/// A word and its bytes in the file.
#[derive(Clone, Debug)]
pub struct Word<'t> {
    pub range: Range<usize>,
    pub text: &'t str,
}

/// The words in a part of a text that do not lie in `hidden`. A number is one word, and so is `twenty-four`.
pub fn words<'t>(text: &'t str, part: Range<usize>, hidden: &[Range<usize>]) -> Vec<Word<'t>> {
    let mut found: Vec<Word<'t>> = Vec::new();
    for (offset, character) in text[part.clone()].char_indices() {
        let at = part.start + offset;
        if hidden.iter().any(|range| range.contains(&at)) || !belongs(text, at, character) {
            continue;
        }
        let end = at + character.len_utf8();
        match found.last_mut().filter(|word| word.range.end == at) {
            Some(word) => word.range.end = end,
            None => found.push(Word { range: at..end, text: "" }),
        }
    }
    found.iter_mut().for_each(|word| word.text = &text[word.range.clone()]);
    found
}

/// Whether a character is part of a word: a letter or digit, or a sign between two of them.
fn belongs(text: &str, at: usize, character: char) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + character.len_utf8()..].chars().next();
    let between = |test: fn(char) -> bool| before.is_some_and(test) && after.is_some_and(test);
    match character {
        ',' | '.' => between(|c| c.is_ascii_digit()),
        '-' => between(char::is_alphabetic),
        other => other.is_alphanumeric(),
    }
}

/// The number that a word is, in digits or in letters.
pub fn number(word: &str) -> Option<f64> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return word.replace(',', "").parse().ok();
    }
    (1..100).find(|&number| spelled(number).eq_ignore_ascii_case(word)).map(f64::from)
}

/// A number below 100 in letters.
pub fn spelled(number: u32) -> String {
    let number = number as usize;
    match (number / 10, number % 10) {
        (0 | 1, _) => ONES[number].to_owned(),
        (tens, 0) => TENS[tens].to_owned(),
        (tens, ones) => format!("{}-{}", TENS[tens], ONES[ones]),
    }
}

/// Another unit of time in the same grammatical number.
pub fn other_time(unit: &str) -> Option<String> {
    let (singular, plural) = unit.strip_suffix('s').map_or((unit, ""), |singular| (singular, "s"));
    TIMES.iter().find(|(known, _)| *known == singular).map(|(_, other)| format!("{other}{plural}"))
}

/// The measure that a text begins with, and another one.
pub fn other_measure(text: &str) -> Option<(&'static str, &'static str)> {
    MEASURES.into_iter().find(|(known, _)| text.starts_with(known))
}
