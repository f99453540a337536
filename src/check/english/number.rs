//! Numbers in digits and in words.
//!
//! Input: a [`Text`]. Output: [`Number`]s: "35", "£1.2m", "12 lakh", "two hundred and five", "a dozen", "two-thirds", "one
//! in five", "35 to 40", "more than 100". Entry points: [`numbers`], and [`bare`] for one without what stands around it.

use super::Text;
use super::hedge::Hedge;
use super::unit;
use crate::vocabulary::unit::Unit;
use crate::vocabulary::{self, scale_letter};

/// A number as a text states it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// The least that it may be.
    pub low: f64,
    /// The most that it may be.
    pub high: f64,
    /// The worth of its last digit.
    pub step: f64,
    /// What "million" and the like behind it multiply it by.
    scale: f64,
    /// Its first token.
    pub start: usize,
    /// The token behind it.
    pub end: usize,
    /// How it is meant.
    pub hedge: Hedge,
    /// What it is a number of.
    pub unit: Option<Unit>,
    /// Whether it is "half" or the like.
    pub is_fraction: bool,
    /// Whether it is "first" or the like.
    pub is_ordinal: bool,
}

impl Number {
    fn exactly(value: f64, step: f64, end: usize) -> Self {
        let (scale, start, hedge) = (1.0, 0, Hedge::Exactly);
        let (is_fraction, is_ordinal) = (false, false);
        Self { low: value, high: value, step, scale, start, end, hedge, unit: None, is_fraction, is_ordinal }
    }

    fn times(self, scale: f64, end: usize) -> Self {
        Self { scale: self.scale * scale, end, ..Self::exactly(self.low * scale, self.step * scale, end) }
    }

    /// The number with a minus before it.
    pub fn negated(self) -> Self {
        Self { low: -self.high, high: -self.low, ..self }
    }
}

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

const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

const ORDINALS: [&str; 20] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];

const FRACTIONS: [(&str, f64); 14] = [
    ("half", 2.0),
    ("third", 3.0),
    ("thirds", 3.0),
    ("quarter", 4.0),
    ("quarters", 4.0),
    ("fifth", 5.0),
    ("fifths", 5.0),
    ("sixth", 6.0),
    ("sixths", 6.0),
    ("eighth", 8.0),
    ("eighths", 8.0),
    ("tenth", 10.0),
    ("tenths", 10.0),
    ("hundredths", 100.0),
];

/// What stands between the numbers of "one in five".
const SHARED: [&str; 5] = ["in every", "out of every", "of every", "out of", "in"];

/// All numbers of a text, with their units, as they are meant. What can be read in two ways ("1.5m", "one in five") is there
/// twice.
pub fn numbers(text: &Text<'_>) -> Vec<Number> {
    let mut found = Vec::new();
    let mut at = text.start();
    while at < text.len() {
        let read = readings(text, at);
        at = read.iter().map(|number| number.end).max().unwrap_or(at).max(at + 1);
        found.extend(read);
    }
    found
}

/// The numbers that the words at one place may be.
fn readings(text: &Text<'_>, at: usize) -> Vec<Number> {
    let money = unit::before(text, at);
    let plain = range(text, at);
    let scaled = range_of(text, at, true).filter(|scaled| plain.is_none_or(|plain| plain.end != scaled.end));
    // "1.5m" may be metres, but "£1.5m" is millions.
    let plain = plain.filter(|_| scaled.is_none() || money.is_none());
    let all = [scaled, plain, share(text, at)].into_iter().flatten();
    all.map(|number| as_meant(text, at, number, money)).collect()
}

/// A number with its unit, and with what the words around both make of it.
fn as_meant(text: &Text<'_>, at: usize, number: Number, money: Option<(Unit, usize)>) -> Number {
    let behind = unit::behind(text, number.end);
    let unit = money.or(behind).map(|(unit, _)| unit);
    let end = behind.filter(|_| money.is_none()).map_or(number.end, |(_, end)| end);
    let start = money.map_or(at, |(_, start)| start);
    let hedge = match Hedge::around(text, start, number.end) {
        Hedge::Exactly => Hedge::around(text, start, end),
        hedge => hedge,
    };
    let (low, high) = hedge.widen((number.low, number.high));
    Number { low, high, start, end, hedge, unit, ..number }
}

/// One number, or two with "to" between them.
pub fn range(text: &Text<'_>, at: usize) -> Option<Number> {
    range_of(text, at, false)
}

/// The same, with letters behind digits read as "thousand", "million" and so on.
fn range_of(text: &Text<'_>, at: usize, letters: bool) -> Option<Number> {
    let first = amount(text, at, letters)?;
    let start = unit::before(text, at).map_or(at, |(_, start)| start);
    let joints = [Some(first.end), unit::behind(text, first.end).map(|(_, end)| end)];
    let is_between = text.has_before(start, "between");
    let is_joint = |&joint: &usize| match text.word(joint) {
        "and" => is_between,
        word => text.is_dash(joint) || matches!(word, "to" | "or"),
    };
    let second =
        joints.into_iter().flatten().find(is_joint).and_then(|joint| second(text, joint + 1, letters));
    let is_turned = |second: &Number| is_between && second.high < first.low;
    let Some(second) = second.filter(|it| (it.high > first.low || is_turned(it)) && !it.is_fraction) else {
        return Some(first);
    };
    if is_turned(&second) {
        return Some(Number { high: first.high, step: first.step.max(second.step), ..second });
    }
    // "2 to 3 million": the scale is said once.
    let is_once = first.scale == 1.0 && first.low * second.scale < second.high;
    let scale = if is_once { second.scale } else { 1.0 };
    Some(Number { low: first.low * scale, step: (first.step * scale).max(second.step), ..second })
}

/// The second number of a range, whose currency may be said again.
fn second(text: &Text<'_>, at: usize, letters: bool) -> Option<Number> {
    let after_sign =
        (at + 1..at + 3).find(|&next| unit::before(text, next).is_some_and(|(_, start)| start == at));
    amount(text, at, letters).or_else(|| amount(text, after_sign?, letters))
}

/// One number, with the letter behind its digits where it is one that multiplies.
fn amount(text: &Text<'_>, at: usize, letters: bool) -> Option<Number> {
    let number = bare(text, at)?;
    let is_joined = text.is_joined(number.end) && number.end == at + 1 && number.scale == 1.0;
    match scale_letter(text.word(number.end)).filter(|_| letters && is_joined) {
        Some((_, power)) => Some(number.times(10_f64.powi(power), number.end + 1)),
        None => Some(number),
    }
}

/// "one in five", "three out of four", as a share.
fn share(text: &Text<'_>, at: usize) -> Option<Number> {
    let above = bare(text, at).filter(|number| !number.is_fraction && !number.is_ordinal)?;
    let words = SHARED.into_iter().find(|words| text.has(above.end, words))?;
    let below = bare(text, above.end + words.split(' ').count())?;
    let is_year = (1000.0..3000.0).contains(&below.low);
    let is_share = above.low >= 1.0 && above.low < below.low && !is_year && !below.is_ordinal;
    let value = above.low / below.low;
    is_share.then(|| Number { is_fraction: true, ..Number::exactly(value, 0.0, below.end) })
}

/// One number without what stands around it; none where the words can't be read for certain.
pub fn bare(text: &Text<'_>, at: usize) -> Option<Number> {
    let number = fraction(text, at).or_else(|| digits(text, at)).or_else(|| words(text, at))?;
    let number = with_fraction(text, number);
    // "nineteen eighty-four" is no nineteen.
    (number.is_fraction || !is_number_word(text.word(text.skip_dash(number.end)))).then_some(number)
}

fn is_number_word(word: &str) -> bool {
    ONES.contains(&word) || TENS.contains(&word) || ORDINALS.contains(&word)
}

fn scale(word: &str) -> Option<f64> {
    match word.strip_suffix('s').unwrap_or(word) {
        "dozen" => Some(12.0),
        "hundred" => Some(1e2),
        word => vocabulary::scale(word).map(|(_, power)| 10_f64.powi(power)),
    }
}

/// A number in digits, perhaps with a scale or an ordinal's ending: "1,234.5", "1.2 million", "7th".
fn digits(text: &Text<'_>, at: usize) -> Option<Number> {
    let token = text.token(at)?;
    if !token.text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let end = end_of_groups(text, at);
    let digits: String = (at..end).filter_map(|at| text.token(at)).map(|it| plain_digits(it.text)).collect();
    let plain: f64 = digits.parse().ok()?;
    let decimals = digits.split_once('.').map_or(0, |(_, fraction)| fraction.len() as i32);
    let is_negative = matches!(text.word(at.wrapping_sub(1)), "-" | "\u{2212}" | "minus")
        && !(text.is_joined(at.wrapping_sub(1)) && at >= 2);
    let value = if is_negative { -plain } else { plain };
    let mut number = Number::exactly(value, 10_f64.powi(-decimals), end);
    if text.is_joined(end) && matches!(text.word(end), "st" | "nd" | "rd" | "th") {
        return Some(Number { end: end + 1, is_ordinal: true, ..number });
    }
    // "1 lakh crore" has two of them.
    while let Some(scale) = scale(text.word(text.skip_dash(number.end))) {
        number = number.times(scale, text.skip_dash(number.end) + 1);
    }
    Some(number)
}

/// Digits without commas between groups; a single comma before one or two digits is a decimal one: "3,5".
fn plain_digits(digits: &str) -> String {
    match digits.split_once(',') {
        Some((_, decimals)) if decimals.len() < 3 => digits.replace(',', "."),
        _ => digits.replace(',', ""),
    }
}

/// The token behind digits in groups of three with spaces between: "1 500 000".
fn end_of_groups(text: &Text<'_>, at: usize) -> usize {
    let is_digits = |at: usize, lengths: std::ops::RangeInclusive<usize>| {
        let word = text.word(at);
        lengths.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !is_digits(at, 1..=3) {
        return at + 1;
    }
    (at + 1..text.len()).find(|&next| !is_digits(next, 3..=3)).unwrap_or(text.len())
}

/// A number in words: "two hundred and five", "twenty-five", "a dozen", "third".
fn words(text: &Text<'_>, start: usize) -> Option<Number> {
    let mut at = start;
    if matches!(text.word(at), "a" | "an") {
        scale(text.word(at + 1))?;
        at += 1;
    }
    let first = at;
    // "a few hundred" is no hundred.
    if first == start && scale(text.word(first)).is_some() {
        return None;
    }
    let mut sum = Sum::default();
    loop {
        let next = if at > first && text.word(at) == "and" && sum.is_round() { at + 1 } else { at };
        let next = if at > first { text.skip_dash(next) } else { next };
        if !sum.add(text.word(next)) {
            break;
        }
        at = next + 1;
    }
    let number = Number::exactly(sum.value(), sum.step(), at);
    (at > first).then_some(Number { is_ordinal: sum.is_ordinal, scale: sum.scale(), ..number })
}

/// A number in words, as far as it has been read.
#[derive(Default)]
struct Sum {
    /// What came before the last thousand, million …
    total: f64,
    /// What came since; none where nothing has.
    current: Option<f64>,
    /// The largest number that can follow without a scale.
    room: Option<f64>,
    last_scale: f64,
    is_ordinal: bool,
}

impl Sum {
    fn value(&self) -> f64 {
        self.total + self.current.unwrap_or_default()
    }

    /// A number that ends in "million" is a rounded one.
    fn step(&self) -> f64 {
        if self.current.is_none() && self.last_scale >= 1e6 { self.last_scale } else { 1.0 }
    }

    /// What its last word multiplies it by.
    fn scale(&self) -> f64 {
        if self.current.is_none() && self.last_scale >= 1e3 { self.last_scale } else { 1.0 }
    }

    /// Whether "and" may follow.
    fn is_round(&self) -> bool {
        self.last_scale > 0.0 && self.value() > 0.0
    }

    /// Adds a word, if it can follow.
    fn add(&mut self, word: &str) -> bool {
        if self.is_ordinal {
            return false;
        }
        if let Some(scale) = scale(word).filter(|_| !word.ends_with('s')) {
            return self.scale_by(scale);
        }
        let one = ONES.iter().position(|name| *name == word).map(|value| value as f64);
        let ten = TENS.iter().position(|name| *name == word).map(|value| (value as f64 + 2.0) * 10.0);
        let ordinal = ORDINALS.iter().position(|name| *name == word).map(|value| value as f64 + 1.0);
        let Some(value) = one.or(ten).or(ordinal) else { return false };
        if self.room.is_some_and(|room| value > room) {
            return false;
        }
        self.current = Some(self.current.unwrap_or_default() + value);
        self.room = Some(if ten.is_some() { 9.0 } else { 0.0 });
        self.is_ordinal = ordinal.is_some();
        true
    }

    fn scale_by(&mut self, scale: f64) -> bool {
        let fits = self.current.is_none_or(|current| current < scale.max(100.0));
        if self.current.is_none() && self.last_scale == 1e5 && scale == 1e7 {
            self.total *= scale;
            self.last_scale = scale;
            return true;
        }
        if !fits || (self.current.is_none() && self.total > 0.0) {
            return false;
        }
        let scaled = self.current.unwrap_or(1.0) * scale;
        if scale < 1e3 {
            self.current = Some(scaled);
        } else {
            self.total += scaled;
            self.current = None;
        }
        self.last_scale = scale;
        self.room = Some(if scale == 12.0 { -1.0 } else { 99.0 });
        true
    }
}

/// "half", "a third", "two-thirds", "½", and "half a million".
fn fraction(text: &Text<'_>, at: usize) -> Option<Number> {
    let part = part(text, at)?;
    let behind = if text.word(part.end) == "of" { part.end + 1 } else { part.end };
    let behind = if matches!(text.word(behind), "a" | "an") { behind + 1 } else { behind };
    match scale(text.word(behind)) {
        Some(scale) => Some(Number::exactly(part.low * scale, 1.0, behind + 1)),
        None => Some(part),
    }
}

/// "half", "a third", "two-thirds", "½".
fn part(text: &Text<'_>, at: usize) -> Option<Number> {
    let sign = match text.word(at) {
        "½" => Some(0.5),
        "¼" => Some(0.25),
        "¾" => Some(0.75),
        _ => None,
    };
    if let Some(value) = sign {
        return Some(Number { is_fraction: true, ..Number::exactly(value, 0.0, at + 1) });
    }
    let is_one = matches!(text.word(at), "a" | "an" | "one");
    let above = ONES.iter().position(|name| *name == text.word(at)).filter(|_| !is_one);
    let (above, below) = match above {
        Some(above) => (above as f64, text.skip_dash(at + 1)),
        None => (1.0, if is_one { text.skip_dash(at + 1) } else { at }),
    };
    let (_, parts) = FRACTIONS.iter().find(|(name, _)| *name == text.word(below))?;
    // "third" alone is an ordinal, and so is "a fifth man".
    let name = text.word(below);
    let is_rank =
        ORDINALS.contains(&name) && name != "third" && text.word(below + 1) != "of" && below + 1 < text.len();
    let is_bare = below == at && *parts != 2.0 || is_rank;
    let number = Number { is_fraction: true, ..Number::exactly(above / parts, 0.0, below + 1) };
    (!is_bare).then_some(number)
}

/// "two and a half", "2½", "two and a half million", "a million and a half".
fn with_fraction(text: &Text<'_>, number: Number) -> Number {
    if number.is_fraction || number.is_ordinal {
        return number;
    }
    let part = if text.word(number.end) == "and" {
        part(text, number.end + 1)
    } else {
        part(text, number.end)
            .filter(|_| text.token(number.end).is_some_and(|it| it.text.chars().count() == 1))
    };
    let Some(part) = part.filter(|part| part.is_fraction) else { return number };
    let value = number.low + part.low * number.step;
    match scale(text.word(part.end)) {
        Some(scale) => Number::exactly(value * scale, scale / 10.0, part.end + 1),
        None => Number::exactly(value, number.step / 10.0, part.end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(f64, f64)> {
        numbers(&Text::new(text)).iter().map(|number| (number.low, number.high)).collect()
    }

    #[test]
    fn numbers_in_digits_and_words() {
        let cases = [
            ("35", 35.0),
            ("1,234.5 people", 1234.5),
            ("1.2 million", 1_200_000.0),
            ("two hundred and five", 205.0),
            ("twenty-five", 25.0),
            ("a dozen", 12.0),
            ("half a dozen", 6.0),
            ("two dozen", 24.0),
            ("a hundred", 100.0),
            ("three thousand four hundred", 3400.0),
            ("two and a half", 2.5),
            ("two and a half million", 2_500_000.0),
            ("a million and a half", 1_500_000.0),
            ("half a million", 500_000.0),
            ("2½", 2.5),
            ("two-thirds", 2.0 / 3.0),
            ("a quarter", 0.25),
            ("the 21st", 21.0),
            ("twenty-first", 21.0),
            ("the third", 3.0),
            ("\u{2212}4", -4.0),
            ("ninety-nine", 99.0),
            ("one hundred thousand", 100_000.0),
        ];
        for (text, value) in cases {
            assert_eq!(read(text), [(value, value)], "{text}");
        }
    }

    #[test]
    fn limits_and_guesses_are_ranges() {
        assert_eq!(read("more than 100"), [(100.0, f64::INFINITY)]);
        assert_eq!(read("no more than 100"), [(f64::NEG_INFINITY, 100.0)]);
        assert_eq!(read("about a hundred"), [(75.0, 125.0)]);
        assert_eq!(read("35 to 40"), [(35.0, 40.0)]);
        assert_eq!(read("between 35 and 40"), [(35.0, 40.0)]);
        assert_eq!(read("2–3 million"), [(2e6, 3e6)]);
        assert_eq!(read("ten or more"), [(10.0, f64::INFINITY)]);
    }

    #[test]
    fn what_can_not_be_read_is_no_number() {
        for text in ["nineteen eighty-four", "dozens", "hundreds of", "several", "a few", ""] {
            assert!(read(text).iter().all(|&(low, _)| low != 19.0), "{text}: {:?}", read(text));
        }
        assert_eq!(read("hundreds of people"), []);
    }
}
