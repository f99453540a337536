//! One exact number, kept to the last digit.
//!
//! Input: a text such as `12.5`, `1.5e6` or `3 million`. Output: an [`Amount`] and what follows it. Entry point:
//! [`Amount::read`]; [`scale`] for the words that multiply.

use super::unit;
use crate::locale::Language;

/// The largest power of ten an `e` may state.
const MAX_EXPONENT: i32 = 99;

/// Words that multiply the number before them, with their powers of ten and how people shorten them.
const SCALES: [(&str, i32, &str); 6] = [
    ("thousand", 3, "thousand"),
    ("lakh", 5, "lakh|lakhs|lac|lacs"),
    ("million", 6, "million|mn|mln|mio"),
    ("crore", 7, "crore|crores|cr"),
    ("billion", 9, "billion|bn|bln"),
    ("trillion", 12, "trillion|tn|trn"),
];

/// Letters that multiply the digits they are joined to; some are signs of units as well.
const LETTERS: [(&str, &str); 4] = [("k", "thousand"), ("m", "million"), ("b", "billion"), ("t", "trillion")];

/// A word that multiplies the number before it: its full form and its power of ten.
pub fn scale(word: &str) -> Option<(&'static str, i32)> {
    let is_called = |names: &str| names.split('|').any(|name| name.eq_ignore_ascii_case(word));
    SCALES.iter().find(|(.., names)| is_called(names)).map(|(name, power, _)| (*name, *power))
}

/// A letter that multiplies the digits it is joined to, as in `10k`.
pub fn scale_letter(letter: &str) -> Option<(&'static str, i32)> {
    scale(LETTERS.iter().find(|(short, _)| short.eq_ignore_ascii_case(letter))?.1)
}

/// An exact number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Amount {
    /// The digits as written, without commas, exponent and plus sign: `-12.50`.
    written: String,
    /// `million` and the like; may be empty.
    scale: &'static str,
    /// The whole number in its shortest form: `3000000`.
    decimal: String,
}

impl Amount {
    /// Reads a sign, digits (perhaps with commas between groups of them), a power of ten (`e6`) and a scale (`million`,
    /// `bn`, `lakh`); what follows is returned as it is. The error says what is wrong.
    pub fn read(text: &str) -> Result<(Self, &str), String> {
        let (sign, unsigned) = split_sign(text.trim_start());
        let (number, rest) = split_number(unsigned);
        let digits = read_digits(number)?;
        let (exponent, rest) = split_exponent(rest);
        if exponent.abs() > MAX_EXPONENT {
            return Err(format!("its power of ten is beyond {MAX_EXPONENT}"));
        }
        let (scale, power, rest) = split_scale(rest);
        let amount = Self { written: shift(&digits, exponent), ..Self::default() };
        Ok((amount.signed(sign).scaled(scale, power), rest))
    }

    fn signed(self, sign: &str) -> Self {
        let is_zero = self.written.chars().all(|c| matches!(c, '0' | '.'));
        Self { written: format!("{}{}", if is_zero { "" } else { sign }, self.written), ..self }
    }

    fn scaled(self, scale: &'static str, power: i32) -> Self {
        let (sign, digits) = split_sign(&self.written);
        let decimal = format!("{sign}{}", shortest(&shift(digits, power)));
        Self { scale, decimal, ..self }
    }

    /// The same digits of the scale that another number has, as in `2..3 million`; none where this one has its own.
    pub fn in_scale_of(&self, other: &Self) -> Option<Self> {
        let (scale, power) = scale(other.scale).filter(|_| self.scale.is_empty())?;
        Some(self.clone().scaled(scale, power))
    }

    /// The same below zero.
    pub fn negated(self) -> Self {
        let (scale, power) = scale(self.scale).unwrap_or_default();
        self.signed("-").scaled(scale, power)
    }

    /// What it is with a letter behind it that multiplies: `3` and `m`; none where the number has a scale already.
    pub fn in_letter(&self, letter: &str) -> Option<Self> {
        let (scale, power) = scale_letter(letter).filter(|_| self.scale.is_empty())?;
        Some(self.clone().scaled(scale, power))
    }

    /// The exact number in its shortest decimal form, scale included: `3000000`, `-12.5`.
    pub fn decimal(&self) -> &str {
        &self.decimal
    }

    /// The floating-point number nearest to it.
    pub fn value(&self) -> f64 {
        self.decimal.parse().unwrap_or(f64::NAN)
    }

    /// The worth of the last digit written: 0.1 of `12.5`, 100,000 of `1.2 million`.
    pub fn step(&self) -> f64 {
        let decimals = self.written.split_once('.').map_or(0, |(_, fraction)| fraction.len() as i32);
        10_f64.powi(scale(self.scale).map_or(0, |(_, power)| power) - decimals)
    }

    /// The number in the words of a language: "20,000", "3 million".
    pub fn words(&self, language: &Language) -> String {
        match self.scale {
            "" => self.digits(language),
            scale => language.count_decimal(&format!("scales.{scale}"), &self.written),
        }
    }

    /// Its words before those of another one, whose scale need not be said twice.
    pub fn words_before(&self, other: &Self, language: &Language) -> String {
        if self.scale == other.scale { self.digits(language) } else { self.words(language) }
    }

    fn digits(&self, language: &Language) -> String {
        language.number(&self.written).into_owned()
    }
}

/// The sign before a number, and the rest.
pub fn split_sign(text: &str) -> (&'static str, &str) {
    match text.strip_prefix(['-', '\u{2212}']) {
        Some(unsigned) => ("-", unsigned),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    }
}

/// The number at the start of a text, with the spaces between groups of three digits, and what follows it.
fn split_number(text: &str) -> (&str, &str) {
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.');
    let mut end = text.find(|c| !is_number(c)).unwrap_or(text.len());
    while end > 0 && text.get(..end).is_some_and(|number| !number.contains([',', '.'])) {
        let Some(group) = group_length(text.get(end..).unwrap_or_default()) else { break };
        end += group;
    }
    text.split_at(end)
}

/// The length of a space and three digits at the start of a text.
fn group_length(text: &str) -> Option<usize> {
    let rest = text.strip_prefix([' ', '\u{a0}', '\u{2009}', '\u{202f}'])?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (digits == 3).then(|| text.len() - rest.len() + digits)
}

/// The number without what separates its groups, or what is wrong with it.
fn read_digits(number: &str) -> Result<String, &'static str> {
    if number.is_empty() {
        return Err("it does not begin with a digit");
    }
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let groups: Vec<&str> = whole.split(|c: char| c == ',' || c.is_whitespace()).collect();
    if !is_grouped(&groups) || fraction.contains(',') {
        return Err("commas separate groups of three digits, and a point the decimals");
    }
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !groups.iter().all(|group| all_digits(group)) || !all_digits(fraction) {
        return Err("it needs digits on both sides of one point");
    }
    Ok(number.replace(|c: char| c == ',' || c.is_whitespace(), ""))
}

/// Whether digits are in groups of three, or all but the last of two, as in India: `12,34,567`.
fn is_grouped(groups: &[&str]) -> bool {
    match groups {
        [] | [_] => true,
        [first, middle @ .., last] => {
            let of = |length: usize| {
                (1..=length).contains(&first.len()) && middle.iter().all(|it| it.len() == length)
            };
            last.len() == 3 && (of(3) || of(2))
        }
    }
}

/// The power of ten that the text begins with (`e6`, `E-3`), and what follows it; an `e` without digits is a
/// unit's.
fn split_exponent(text: &str) -> (i32, &str) {
    let Some(after) = text.strip_prefix(['e', 'E']) else { return (0, text) };
    let (sign, unsigned) = split_sign(after);
    let end = unsigned.find(|c: char| !c.is_ascii_digit()).unwrap_or(unsigned.len());
    let (digits, rest) = unsigned.split_at(end);
    match digits {
        "" => (0, text),
        _ => (format!("{sign}{digits}").parse().unwrap_or(i32::MAX), rest),
    }
}

/// The scale that the text begins with, its power of ten, and what follows it.
fn split_scale(text: &str) -> (&'static str, i32, &str) {
    let rest = text.trim_start();
    let (word, behind) = rest.split_at(rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len()));
    let behind = behind.trim_start();
    let of_crores = behind.strip_prefix("crore").filter(|rest| !rest.starts_with(char::is_alphabetic));
    let is_letter = rest.len() == text.len() && is_scale(word, rest);
    match scale(word).or_else(|| scale_letter(word).filter(|_| is_letter)) {
        Some(("lakh", _)) if of_crores.is_some() => {
            ("trillion", 12, of_crores.unwrap_or_default().trim_start())
        }
        Some((scale, power)) => (scale, power, behind),
        None => ("", 0, rest),
    }
}

/// Whether a letter behind digits is no unit: none is called so, or another one follows.
fn is_scale(letter: &str, rest: &str) -> bool {
    let behind = rest.strip_prefix(letter).unwrap_or_default();
    let is_alone = behind.is_empty() || behind.starts_with(char::is_whitespace);
    let is_unit = || unit::named(behind).is_some() && unit::named(rest).is_none();
    is_alone && (matches!(letter, "k" | "K" | "M" | "b" | "T") || is_unit())
}

/// A decimal number times ten to the power of `places`, with no zeros before it that don't count.
fn shift(decimal: &str, places: i32) -> String {
    let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, ""));
    let down = "0".repeat(places.min(0).unsigned_abs() as usize);
    let up = places.max(0) as usize;
    let digits = format!("{down}{whole}{fraction:0<up$}");
    let (whole, fraction) = digits.split_at(whole.len() + up);
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

/// A decimal number without the zeros after the point that don't count.
fn shortest(decimal: &str) -> String {
    match decimal.contains('.') {
        true => decimal.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => decimal.to_owned(),
    }
}
