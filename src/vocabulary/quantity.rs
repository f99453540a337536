//! Numbers with units, kept to the last digit.
//!
//! Input: a text such as `12.5 %` or `3 million EUR`. Output: a [`Quantity`]. Entry point:
//! [`Quantity::parse`].

use super::value::ValueError;
use crate::words::Language;

const HELP: &str = "write digits and perhaps a unit, as in `35`, `1,234.5`, `12.5 %` or `3 million EUR`";

/// Words that multiply the number before them, with their powers of ten.
const SCALES: [(&str, i32); 4] = [("thousand", 3), ("million", 6), ("billion", 9), ("trillion", 12)];

/// The largest power of ten an `e` may state.
const MAX_EXPONENT: i32 = 99;

/// A number, perhaps with a unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The digits as written, without commas, exponent and plus sign: `-12.50`.
    written: String,
    /// `million` and the like; may be empty.
    scale: &'static str,
    /// The whole number in its shortest form: `3000000`.
    decimal: String,
    /// The unit; may be empty.
    unit: String,
}

impl Quantity {
    /// Reads a sign, digits (perhaps with commas before groups of three), a power of ten (`e6`), a scale word
    /// (`thousand`, `million`, `billion`, `trillion`) and a unit; all but the digits may be absent.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let wrong = |reason: String| ValueError::new(format!("`{text}` is not a number: {reason}"), HELP);
        let (sign, unsigned) = split_sign(text.trim());
        let end =
            unsigned.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(unsigned.len());
        let (number, rest) = unsigned.split_at(end);
        let digits = read_digits(number).map_err(|reason| wrong(reason.to_owned()))?;
        let (exponent, rest) = split_exponent(rest);
        if exponent.abs() > MAX_EXPONENT {
            return Err(wrong(format!("its power of ten is beyond {MAX_EXPONENT}")));
        }
        let (scale, power, unit) = split_scale(rest.trim_start());
        if !is_unit(unit) {
            return Err(wrong(format!("`{unit}` is not a unit")));
        }
        let written = shift(&digits, exponent);
        let decimal = shortest(&shift(&written, power));
        let sign = if decimal == "0" { "" } else { sign };
        let (written, decimal) = (format!("{sign}{written}"), format!("{sign}{decimal}"));
        Ok(Self { written, scale, decimal, unit: unit.to_owned() })
    }

    /// The exact number in its shortest decimal form, scale word included: `3000000`, `-12.5`.
    pub fn decimal(&self) -> &str {
        &self.decimal
    }

    /// The floating-point number nearest to [`decimal`](Self::decimal), for comparing with a range.
    pub fn value(&self) -> f64 {
        self.decimal.parse().unwrap_or(f64::NAN)
    }

    /// The unit as written; empty where there is none.
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// The number in English, for findings: "12.5 %", "20,000 km", "3 million EUR".
    pub fn in_words(&self) -> String {
        self.words(Language::english())
    }

    /// The number in the words of a language, for readers.
    pub fn words(&self, language: &Language) -> String {
        let number = match self.scale {
            "" => language.number(&self.written).into_owned(),
            scale => language.count_decimal(&format!("scales.{scale}"), &self.written),
        };
        if self.unit.is_empty() {
            return number;
        }
        language.fill("with_unit", &[("n", &number), ("unit", &self.unit)])
    }

    /// For machines: `3000000 EUR`.
    pub fn canonical(&self) -> String {
        if self.unit.is_empty() { self.decimal.clone() } else { format!("{} {}", self.decimal, self.unit) }
    }

    /// Whether number and unit are the same; units are not converted.
    pub fn same_value(&self, other: &Self) -> bool {
        self.decimal == other.decimal && self.unit == other.unit
    }

    /// Whether both may be the same number, one of them rounded: `1.2 million` and `1,234,567`. Numbers of different
    /// units can't be compared, so nothing speaks against it.
    pub fn agrees(&self, other: &Self) -> bool {
        let is_comparable = self.unit.is_empty() || other.unit.is_empty() || self.unit == other.unit;
        let step = self.step().max(other.step());
        !is_comparable || (self.value() - other.value()).abs() <= step * 0.500_000_1
    }

    /// The worth of the last digit written: 0.1 of `12.5`, 100,000 of `1.2 million`.
    pub fn step(&self) -> f64 {
        let decimals = self.written.split_once('.').map_or(0, |(_, fraction)| fraction.len() as i32);
        let power = SCALES.iter().find(|(scale, _)| *scale == self.scale).map_or(0, |(_, power)| *power);
        10_f64.powi(power - decimals)
    }
}

fn split_sign(text: &str) -> (&'static str, &str) {
    match text.strip_prefix(['-', '\u{2212}']) {
        Some(unsigned) => ("-", unsigned),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    }
}

/// The number without its commas, or what is wrong with it.
fn read_digits(number: &str) -> Result<String, &'static str> {
    if number.is_empty() {
        return Err("it does not begin with a digit");
    }
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (first, groups) = whole.split_once(',').map_or((whole, None), |(first, rest)| (first, Some(rest)));
    let in_threes = |rest: &str| rest.split(',').all(|group| group.len() == 3);
    if groups.is_some_and(|rest| !in_threes(rest) || !(1..=3).contains(&first.len()))
        || fraction.contains(',')
    {
        return Err("commas separate groups of three digits, and a point the decimals");
    }
    if !all_digits(first) || !all_digits(fraction) {
        return Err("it needs digits on both sides of one point");
    }
    Ok(number.replace(',', ""))
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

/// The scale word that the text begins with, its power of ten, and what follows it.
fn split_scale(text: &str) -> (&'static str, i32, &str) {
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    match SCALES.iter().find(|(scale, _)| scale.eq_ignore_ascii_case(word)) {
        Some((scale, power)) => (scale, *power, rest.trim_start()),
        None => ("", 0, text),
    }
}

/// Whether a text can be a unit: no second number is in it (`to 40 km`), nor does it begin like a longer
/// number or a remark (`-40`, `(about)`).
fn is_unit(text: &str) -> bool {
    let is_strange = |c: char| c.is_control() || c.is_ascii_punctuation() && c != '%' && c != '$';
    let has_number = text.split_whitespace().any(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    !has_number && !text.starts_with(is_strange)
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn forms(text: &str) -> (String, String) {
        let quantity = Quantity::parse(text).unwrap();
        (quantity.in_words(), quantity.canonical())
    }

    #[test]
    fn a_number_keeps_its_words_and_every_digit() {
        let cases = [
            ("35", "35", "35"),
            ("35 km", "35 km", "35 km"),
            ("12.5%", "12.5 %", "12.5 %"),
            ("12.50\u{a0}%", "12.50 %", "12.5 %"),
            ("\u{2212}4 °C", "-4 °C", "-4 °C"),
            ("-0", "0", "0"),
            ("+007", "7", "7"),
            ("1,234", "1234", "1234"),
            ("12,345.678 m2", "12,345.678 m2", "12345.678 m2"),
            ("1234567", "1,234,567", "1234567"),
            ("3 million EUR", "3 million EUR", "3000000 EUR"),
            ("1.25 Thousand", "1.25 thousand", "1250"),
            ("1.5e6", "1,500,000", "1500000"),
            ("-1.5E-3 kg", "-0.0015 kg", "-0.0015 kg"),
            ("5 eV", "5 eV", "5 eV"),
            ("5eV", "5 eV", "5 eV"),
            ("0.10000000000000000000000001", "0.10000000000000000000000001", "0.10000000000000000000000001"),
        ];
        for (text, words, canonical) in cases {
            assert_eq!(forms(text), (words.to_owned(), canonical.to_owned()), "{text}");
        }
    }

    #[test]
    fn numbers_are_equal_however_written_but_not_across_units() {
        let same = |a, b| Quantity::parse(a).unwrap().same_value(&Quantity::parse(b).unwrap());
        assert!(same("3 million EUR", "3,000,000.00 EUR"));
        assert!(same("1.5e3", "1500"));
        assert!(!same("35 km", "35 KM"));
        assert!(!same("35", "35 km"));
        assert_eq!(Quantity::parse("-2.5 thousand").unwrap().value(), -2500.0);
    }

    #[test]
    fn a_rounded_number_agrees_with_the_exact_one() {
        let agree = |a, b| Quantity::parse(a).unwrap().agrees(&Quantity::parse(b).unwrap());
        assert!(agree("1.2 million", "1,234,567") && agree("35", "35.4 km") && agree("12.50", "12.5"));
        assert!(agree("35 km", "22 miles"));
        assert!(!agree("16", "17") && !agree("1.2 million", "1.3 million") && !agree("300", "299"));
        assert!(!agree("35 km", "36 km") && !agree("35", "36 km"));
    }

    #[test]
    fn what_only_looks_like_a_number_is_refused() {
        let texts = [
            "km", "", "-", "$35", ".5", "5.", "1.2.3", "1,5", "1,2345", "1234,567", ",123", "1,234,",
            "1.5,000",
        ];
        for text in texts.into_iter().chain([
            "35 to 40 km",
            "35-40",
            "2017-07-07",
            "35 (about)",
            "1e100",
            "1e99999999999",
        ]) {
            assert!(Quantity::parse(text).is_err(), "{text}");
        }
        let error = Quantity::parse("1,5 km").unwrap_err();
        assert_eq!(
            error.message,
            "`1,5 km` is not a number: commas separate groups of three digits, and a point the decimals"
        );
        assert_eq!(
            Quantity::parse("35-40").unwrap_err().message,
            "`35-40` is not a number: `-40` is not a unit"
        );
    }
}
