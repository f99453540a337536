//! Numbers in digits and in words.
//!
//! Input: a [`Text`]. Output: [`Number`]s: "35", "1.2 million", "two hundred and five", "a dozen", "two-thirds", "35 to
//! 40", "more than 100". Entry points: [`numbers`], and [`bare`] for one without what stands around it.

use super::Text;
use super::unit::{self, Unit};

/// A number as a text states it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// The least that it may be.
    pub low: f64,
    /// The most that it may be.
    pub high: f64,
    /// The worth of its last digit.
    pub step: f64,
    /// The token behind it.
    pub end: usize,
    /// What it is a number of.
    pub unit: Option<&'static Unit>,
    /// Whether it is "half" or the like.
    pub is_fraction: bool,
    /// Whether it is "first" or the like.
    pub is_ordinal: bool,
}

impl Number {
    fn exactly(value: f64, step: f64, end: usize) -> Self {
        Self { low: value, high: value, step, end, unit: None, is_fraction: false, is_ordinal: false }
    }

    /// Whether the number may be `value`, give or take `tolerance`, rounded.
    pub fn admits(&self, value: f64, tolerance: f64) -> bool {
        let tolerance = tolerance.max(self.step * 0.500_000_1);
        self.low - tolerance <= value && value <= self.high + tolerance
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

const SCALES: [(&str, f64); 6] = [
    ("dozen", 12.0),
    ("hundred", 1e2),
    ("thousand", 1e3),
    ("million", 1e6),
    ("billion", 1e9),
    ("trillion", 1e12),
];

const FRACTIONS: [(&str, f64); 8] = [
    ("half", 2.0),
    ("third", 3.0),
    ("thirds", 3.0),
    ("quarter", 4.0),
    ("quarters", 4.0),
    ("fifths", 5.0),
    ("eighths", 8.0),
    ("tenths", 10.0),
];

/// What stands before a number that is a limit or a guess.
const HEDGES: [(&str, Hedge); 27] = [
    ("more than", Hedge::AtLeast),
    ("greater than", Hedge::AtLeast),
    ("longer than", Hedge::AtLeast),
    ("over", Hedge::AtLeast),
    ("above", Hedge::AtLeast),
    ("beyond", Hedge::AtLeast),
    ("at least", Hedge::AtLeast),
    ("fewer than", Hedge::AtMost),
    ("less than", Hedge::AtMost),
    ("shorter than", Hedge::AtMost),
    ("upwards of", Hedge::AtLeast),
    ("in excess of", Hedge::AtLeast),
    ("under", Hedge::AtMost),
    ("below", Hedge::AtMost),
    ("nearly", Hedge::AtMost),
    ("almost", Hedge::AtMost),
    ("up to", Hedge::AtMost),
    ("at most", Hedge::AtMost),
    ("within", Hedge::AtMost),
    ("about", Hedge::About),
    ("around", Hedge::About),
    ("some", Hedge::About),
    ("roughly", Hedge::About),
    ("approximately", Hedge::About),
    ("estimated", Hedge::About),
    ("close to", Hedge::About),
    ("circa", Hedge::About),
];

/// How a number is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hedge {
    /// As it stands there.
    Exactly,
    /// "more than"
    AtLeast,
    /// "less than"
    AtMost,
    /// "about"
    About,
}

impl Hedge {
    /// What the words before `start` and behind `end` make of what stands between.
    pub fn around(text: &Text<'_>, start: usize, end: usize) -> Self {
        if text.has(end, "or more") || text.word(end) == "+" {
            return Self::AtLeast;
        }
        if text.has(end, "or less") || text.has(end, "or fewer") {
            return Self::AtMost;
        }
        if text.has(end, "or so") {
            return Self::About;
        }
        let start =
            if matches!(text.word(start.wrapping_sub(1)), "a" | "an" | "the") { start - 1 } else { start };
        let before = HEDGES.iter().find(|(words, _)| text.has_before(start, words));
        let Some((words, hedge)) = before else { return Self::Exactly };
        let at = start - words.split(' ').count();
        match (text.has_before(at, "no") || text.has_before(at, "not"), hedge) {
            (true, Self::AtLeast) => Self::AtMost,
            (true, Self::AtMost) => Self::AtLeast,
            _ => *hedge,
        }
    }

    /// A range of numbers as it is meant.
    pub fn widen(self, (low, high): (f64, f64)) -> (f64, f64) {
        match self {
            Self::Exactly => (low, high),
            Self::AtLeast => (low, f64::INFINITY),
            Self::AtMost => (f64::NEG_INFINITY, high),
            Self::About => (low - low.abs() / 4.0, high + high.abs() / 4.0),
        }
    }
}

/// All numbers of a text, with their units, as they are meant.
pub fn numbers(text: &Text<'_>) -> Vec<Number> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let Some(mut number) = range(text, at) else {
            at += 1;
            continue;
        };
        (number.low, number.high) = Hedge::around(text, at, number.end).widen((number.low, number.high));
        let (unit, end) = unit::around(text, at, number.end);
        number.unit = unit;
        at = end.max(number.end);
        found.push(number);
    }
    found
}

/// One number, or two with "to" between them.
pub fn range(text: &Text<'_>, at: usize) -> Option<Number> {
    let first = bare(text, at)?;
    let is_between = text.has_before(at, "between") && text.word(first.end) == "and";
    let is_joined = is_between || text.is_dash(first.end) || matches!(text.word(first.end), "to" | "or");
    let second = if is_joined { bare(text, first.end + 1) } else { None };
    match second {
        Some(second) if second.high > first.low && !second.is_fraction => {
            // "2 to 3 million": the scale is said once.
            let scale = if first.high < 1e3 && second.step >= 1e3 { second.step } else { 1.0 };
            Some(Number { low: first.low * scale, step: first.step.max(second.step), ..second })
        }
        _ => Some(first),
    }
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
    SCALES.iter().find(|(name, _)| *name == word.strip_suffix('s').unwrap_or(word)).map(|(_, scale)| *scale)
}

/// A number in digits, perhaps with a scale or an ordinal's ending: "1,234.5", "1.2 million", "7th".
fn digits(text: &Text<'_>, at: usize) -> Option<Number> {
    let token = text.token(at)?;
    if !token.text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let plain: f64 = token.text.replace(',', "").parse().ok()?;
    let decimals = token.text.split_once('.').map_or(0, |(_, fraction)| fraction.len() as i32);
    let is_negative = matches!(text.word(at.wrapping_sub(1)), "-" | "\u{2212}" | "minus")
        && !(text.is_joined(at.wrapping_sub(1)) && at >= 2);
    let value = if is_negative { -plain } else { plain };
    let mut number = Number::exactly(value, 10_f64.powi(-decimals), at + 1);
    if text.is_joined(at + 1) && matches!(text.word(at + 1), "st" | "nd" | "rd" | "th") {
        return Some(Number { end: at + 2, is_ordinal: true, ..number });
    }
    if let Some(scale) = scale(text.word(text.skip_dash(at + 1))) {
        number = Number::exactly(value * scale, number.step * scale, text.skip_dash(at + 1) + 1);
    }
    Some(number)
}

/// A number in words: "two hundred and five", "twenty-five", "a dozen", "third".
fn words(text: &Text<'_>, start: usize) -> Option<Number> {
    let mut at = start;
    if matches!(text.word(at), "a" | "an") {
        scale(text.word(at + 1))?;
        at += 1;
    }
    let first = at;
    let mut sum = Sum::default();
    loop {
        let next = if at > first && text.word(at) == "and" && sum.is_round() { at + 1 } else { at };
        let next = if at > first { text.skip_dash(next) } else { next };
        if !sum.add(text.word(next)) {
            break;
        }
        at = next + 1;
    }
    (at > first)
        .then(|| Number { is_ordinal: sum.is_ordinal, ..Number::exactly(sum.value(), sum.step(), at) })
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
    let behind = if matches!(text.word(part.end), "a" | "an") { part.end + 1 } else { part.end };
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
    // "third" alone is an ordinal.
    let is_bare = below == at && *parts != 2.0;
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
