//! Numbers with units, ranges of them and limits.
//!
//! Input: a text such as `12.5 %`, `3 million EUR`, `$3m`, `10..12`, `40..` or `~12 km`. Output: a [`Quantity`]. Entry point:
//! [`Quantity::parse`].

use super::amount::{Amount, split_sign};
use super::unit::{self, Relation, Unit};
use super::value::ValueError;
use crate::locale::Language;

const HELP: &str = "write digits and perhaps a unit, as in `35`, `1,234.5`, `12.5 %`, `3 million EUR`, `€3m`, or a range or \
                    limit of them: `10..12`, `12..` (at least), `..12` (at most), `~12` (about)";

/// How far from a number that is "about" another one may be, as a part of it.
const ABOUT: f64 = 0.25;

/// How far apart two numbers may be that are rounded in different units, as a part of them.
const CONVERTED: f64 = 0.03;

/// A number, a range or a limit, perhaps with a unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    extent: Extent,
    /// The unit as written; may be empty.
    unit: String,
}

/// What numbers a quantity may be.
#[derive(Clone, Debug, PartialEq)]
pub enum Extent {
    /// `12`
    Exactly(Amount),
    /// `~12`
    About(Amount),
    /// `10..12`
    Between(Amount, Amount),
    /// `12..`
    AtLeast(Amount),
    /// `..12`
    AtMost(Amount),
}

impl Quantity {
    /// Reads a number with what may follow it (a power of ten, a scale, a unit) or a currency before it, two of them with `..` or a dash between,
    /// or one with `..` or `~` at its end or start.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let trimmed = text.trim();
        let (extent, unit) = extent(trimmed).map_err(|reason| not_a_number(text, &reason))?;
        if !unit.is_empty() && unit::named(unit).is_none() {
            return Err(unknown_unit(trimmed, unit));
        }
        Ok(Self { extent, unit: unit.to_owned() })
    }

    /// What numbers it may be.
    pub fn extent(&self) -> &Extent {
        &self.extent
    }

    /// The number in its shortest decimal form where it is exactly one: `3000000`, `-12.5`.
    pub fn exact(&self) -> Option<&str> {
        match &self.extent {
            Extent::Exactly(amount) => Some(amount.decimal()),
            _ => None,
        }
    }

    /// The least and the greatest number in decimal form, as far as there are such; both are the number where it is one.
    pub fn limits(&self) -> (Option<&str>, Option<&str>) {
        let (low, high) = self.ends();
        (low.map(Amount::decimal), high.map(Amount::decimal))
    }

    /// The least and the greatest number, infinite where there is none.
    pub fn bounds(&self) -> (f64, f64) {
        let (low, high) = self.ends();
        (low.map_or(f64::NEG_INFINITY, Amount::value), high.map_or(f64::INFINITY, Amount::value))
    }

    fn ends(&self) -> (Option<&Amount>, Option<&Amount>) {
        match &self.extent {
            Extent::Exactly(amount) | Extent::About(amount) => (Some(amount), Some(amount)),
            Extent::Between(low, high) => (Some(low), Some(high)),
            Extent::AtLeast(low) => (Some(low), None),
            Extent::AtMost(high) => (None, Some(high)),
        }
    }

    /// Whether it is only about this number.
    pub fn is_about(&self) -> bool {
        matches!(self.extent, Extent::About(_))
    }

    /// The unit as written; empty where there is none.
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// What its unit means; none where it has none.
    pub fn measure(&self) -> Option<Unit> {
        unit::named(&self.unit)
    }

    /// The number in English, for findings: "12.5 %", "20,000 km", "10 to 12 million EUR", "at least 40".
    pub fn in_words(&self) -> String {
        self.words(Language::english())
    }

    /// The number in the words of a language, for readers.
    pub fn words(&self, language: &Language) -> String {
        let limit = |key, amount: &Amount| {
            language.fill(key, &[("n", &self.with_unit(amount.words(language), language))])
        };
        match &self.extent {
            Extent::Exactly(amount) => self.with_unit(amount.words(language), language),
            Extent::About(amount) => limit("number_about", amount),
            Extent::AtLeast(amount) => limit("number_at_least", amount),
            Extent::AtMost(amount) => limit("number_at_most", amount),
            Extent::Between(low, high) => {
                let ends = [("from", &*low.words_before(high, language)), ("to", &high.words(language))];
                self.with_unit(language.fill("number_range", &ends), language)
            }
        }
    }

    fn with_unit(&self, number: String, language: &Language) -> String {
        match &*self.unit {
            "" => number,
            unit => language.fill("with_unit", &[("n", &number), ("unit", unit)]),
        }
    }

    /// For machines: `3000000 EUR`, `10..12`, `40..`, `~12 km`.
    pub fn canonical(&self) -> String {
        let number = match &self.extent {
            Extent::Exactly(amount) => amount.decimal().to_owned(),
            Extent::About(amount) => format!("~{}", amount.decimal()),
            Extent::Between(low, high) => format!("{}..{}", low.decimal(), high.decimal()),
            Extent::AtLeast(low) => format!("{}..", low.decimal()),
            Extent::AtMost(high) => format!("..{}", high.decimal()),
        };
        if self.unit.is_empty() { number } else { format!("{number} {}", self.unit) }
    }

    /// Whether number and unit are the same; units are not converted.
    pub fn same_value(&self, other: &Self) -> bool {
        self.canonical() == other.canonical()
    }

    /// Whether both may be right: one of them rounded (`1.2 million` and `1,234,567`), about or within the limits of the
    /// other (`10..12` and `11`), or in another unit. What is measured in different things can't be compared, so nothing
    /// speaks against it; but the same number of euros and of dollars are two different sums.
    pub fn agrees(&self, other: &Self) -> bool {
        match self.measure().zip(other.measure()).map(|(own, other)| own.relation(other)) {
            None => self.meets(other, 1.0),
            Some(Relation::Times(factor)) => self.meets(other, factor),
            Some(Relation::Rivals) => self.limits() != other.limits(),
            Some(Relation::Apart) => true,
        }
    }

    /// Whether this times `factor` may be a number that the other may be.
    fn meets(&self, other: &Self, factor: f64) -> bool {
        let ((low, high), (least, most)) = (self.reach(), other.reach());
        let rounded = (self.step() * factor).max(other.step()) * 0.500_000_1;
        let near = |a: f64, b: f64| {
            let converted = if factor == 1.0 { 0.0 } else { a.abs().min(b.abs()) * CONVERTED };
            a <= b + rounded.max(converted)
        };
        near(low * factor, most) && near(least, high * factor)
    }

    /// The numbers that it may be, those included that are only near.
    fn reach(&self) -> (f64, f64) {
        let (low, high) = self.bounds();
        match self.is_about() {
            true => (low - low.abs() * ABOUT, high + high.abs() * ABOUT),
            false => (low, high),
        }
    }

    /// The worth of the last digit written: 0.1 of `12.5`, 100,000 of `1.2 million`.
    pub fn step(&self) -> f64 {
        let (low, high) = self.ends();
        low.into_iter().chain(high).map(Amount::step).fold(0.0, f64::max)
    }
}

/// What numbers a text states, and the unit behind them.
fn extent(text: &str) -> Result<(Extent, &str), String> {
    if let Some(rest) = text.strip_prefix('~') {
        return measured(rest, "").map(|(amount, unit)| (Extent::About(amount), unit));
    }
    if let Some(rest) = text.strip_prefix("..") {
        return measured(rest, "").map(|(amount, unit)| (Extent::AtMost(amount), unit));
    }
    let ends = text.split_once("..").or_else(|| text.split_once('\u{2013}'));
    let Some((low, high)) = ends.filter(|(low, _)| !low.trim().is_empty()) else {
        return measured(text, "").map(|(amount, unit)| (Extent::Exactly(amount), unit));
    };
    let (low, own) = measured(low, "")?;
    let (_, number) = unit::split_currency(high.trim_start());
    if text.contains("..") && !number.starts_with(|c: char| c.is_ascii_digit() || "-\u{2212}".contains(c)) {
        return one_unit(own, high).map(|unit| (Extent::AtLeast(low), unit));
    }
    let (high, unit) = measured(high, own)?;
    let unit = one_unit(own, unit)?;
    between(low, high).map(|extent| (extent, unit))
}

/// A number with its unit behind it or, of money, before it; `known` is the unit of a number before this one. Behind money,
/// a letter multiplies: `$3m` is no length.
fn measured<'t>(text: &'t str, known: &'t str) -> Result<(Amount, &'t str), String> {
    let text = text.trim();
    let (sign, unsigned) = split_sign(text);
    let (currency, number) = unit::split_currency(unsigned);
    let (amount, unit) = Amount::read(if currency.is_empty() { text } else { number })?;
    let amount = if sign == "-" && !currency.is_empty() { amount.negated() } else { amount };
    let code = unit::currency(currency).unwrap_or_default();
    let is_money = !code.is_empty() || unit::currency(known).is_some();
    match amount.in_letter(unit).filter(|_| is_money) {
        Some(amount) => Ok((amount, code)),
        None if unit::is_same(currency, unit) => Ok((amount, unit)),
        None => one_unit(code, unit).map(|unit| (amount, unit)),
    }
}

/// The unit of a range, which is said once or twice.
fn one_unit<'t>(low: &'t str, high: &'t str) -> Result<&'t str, String> {
    match (low.trim(), high.trim()) {
        ("", unit) | (unit, "") => Ok(unit),
        (low, high) if low == high => Ok(high),
        (low, high) => Err(format!("it has two units, `{low}` and `{high}`")),
    }
}

/// A range, whose scale may be said once: `2..3 million`.
fn between(low: Amount, high: Amount) -> Result<Extent, String> {
    let scaled = low.in_scale_of(&high).filter(|low| low.value() <= high.value());
    let low = scaled.unwrap_or(low);
    if low.value() > high.value() {
        return Err(format!(
            "its range ends before it begins, {} is more than {}",
            low.decimal(),
            high.decimal()
        ));
    }
    Ok(Extent::Between(low, high))
}

fn not_a_number(text: &str, reason: &str) -> ValueError {
    ValueError::new(format!("`{text}` is not a number: {reason}"), HELP)
}

/// What may have been meant by a unit that is none: a range with a hyphen or "to", or a unit of a similar name.
fn unknown_unit(text: &str, unit: &str) -> ValueError {
    let mut error = not_a_number(text, &format!("`{unit}` is not a unit"));
    let low = text.strip_suffix(unit).unwrap_or_default().trim_end();
    let high = unit.strip_prefix('-').or_else(|| unit.strip_prefix("to ")).map(str::trim_start);
    let range = high.map(|high| format!("{low}..{high}")).filter(|range| Quantity::parse(range).is_ok());
    let similar = || unit::suggestion(unit).map(str::to_owned);
    error.help = Some(match range.or_else(similar) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "write a unit of measure, a currency (`EUR`, `US$`), or the number alone: the property says what it is a \
                 number of"
            .to_owned(),
    });
    error
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
    fn multiples_are_read_as_people_write_them() {
        let cases = [
            ("10k", "10 thousand", "10000"),
            ("3bn GBP", "3 billion GBP", "3000000000 GBP"),
            ("3m GBP", "3 million GBP", "3000000 GBP"),
            ("1.5m people", "1.5 million people", "1500000 people"),
            ("1.5 m", "1.5 m", "1.5 m"),
            ("5m2", "5 m2", "5 m2"),
            ("€3 million", "3 million EUR", "3000000 EUR"),
            ("$3m", "3 million USD", "3000000 USD"),
            ("£2.5bn", "2.5 billion GBP", "2500000000 GBP"),
            ("US$ 5 b", "5 billion USD", "5000000000 USD"),
            ("A$1,200", "1200 AUD", "1200 AUD"),
            ("-€5k", "-5 thousand EUR", "-5000 EUR"),
            ("~¥3tn", "about 3 trillion JPY", "~3000000000000 JPY"),
            ("€10–12m", "10 to 12 million EUR", "10000000..12000000 EUR"),
            ("$10m..$12m", "10 to 12 million USD", "10000000..12000000 USD"),
            ("$5m..", "at least 5 million USD", "5000000.. USD"),
            ("..₹5 crore", "at most 5 crore INR", "..50000000 INR"),
            ("USD 35", "35 USD", "35 USD"),
            ("$3 million AUD", "3 million AUD", "3000000 AUD"),
            ("12 lakh", "12 lakh", "1200000"),
            ("5 crore INR", "5 crore INR", "50000000 INR"),
            ("1 lakh crore INR", "1 trillion INR", "1000000000000 INR"),
            ("12,34,567", "1,234,567", "1234567"),
            ("1 500 000", "1,500,000", "1500000"),
        ];
        for (text, words, canonical) in cases {
            assert_eq!(forms(text), (words.to_owned(), canonical.to_owned()), "{text}");
        }
    }

    #[test]
    fn ranges_and_limits_are_numbers_too() {
        let cases = [
            ("10..12", "10 to 12", "10..12"),
            ("10–12 km", "10 to 12 km", "10..12 km"),
            ("2..3 million EUR", "2 to 3 million EUR", "2000000..3000000 EUR"),
            ("900 thousand..1.2 million", "900 thousand to 1.2 million", "900000..1200000"),
            ("5 %..10 %", "5 to 10 %", "5..10 %"),
            ("40..", "at least 40", "40.."),
            ("40.. km", "at least 40 km", "40.. km"),
            ("40 km..", "at least 40 km", "40.. km"),
            ("..12", "at most 12", "..12"),
            ("~12 km", "about 12 km", "~12 km"),
            ("-5..5 °C", "-5 to 5 °C", "-5..5 °C"),
        ];
        for (text, words, canonical) in cases {
            assert_eq!(forms(text), (words.to_owned(), canonical.to_owned()), "{text}");
            assert_eq!(forms(canonical).1, canonical, "{text}");
        }
    }

    #[test]
    fn a_number_agrees_with_a_range_that_it_lies_in() {
        let agree = |a, b| {
            let (a, b) = (Quantity::parse(a).unwrap(), Quantity::parse(b).unwrap());
            assert_eq!(a.agrees(&b), b.agrees(&a));
            a.agrees(&b)
        };
        assert!(
            agree("10..12", "11") && agree("10..12", "12..20") && agree("40..", "45") && agree("~12", "13")
        );
        assert!(
            agree("3 million EUR", "3.3 million USD") && agree("5 USD", "500 cents") && agree("5 km", "5 kg")
        );
        assert!(
            !agree("10..12", "14")
                && !agree("10..12", "14..20")
                && !agree("40..", "30")
                && !agree("~12", "30")
        );
        assert!(!agree("..12", "13..") && !agree("3 million EUR", "3 million USD") && !agree("5 %", "5 pp"));
        assert!(!agree("35 km", "30 miles"));
    }

    #[test]
    fn what_is_no_unit_tells_what_may_be_meant() {
        let error = |text| Quantity::parse(text).unwrap_err();
        let help = |text| error(text).help.unwrap();
        assert_eq!(error("35 smoots").message, "`35 smoots` is not a number: `smoots` is not a unit");
        assert!(help("35 smoots").starts_with("write a unit of measure"));
        assert_eq!(help("35 kilometrs"), "did you mean `kilometer`?");
        assert_eq!(help("35-40"), "did you mean `35..40`?");
        assert_eq!(help("35 to 40 km"), "did you mean `35..40 km`?");
        let reason = |text| error(text).message;
        assert!(reason("12..10").ends_with("its range ends before it begins, 12 is more than 10"));
        assert!(reason("5 km..6 kg").ends_with("it has two units, `km` and `kg`"));
    }

    #[test]
    fn numbers_are_equal_however_written_but_not_across_units() {
        let same = |a, b| Quantity::parse(a).unwrap().same_value(&Quantity::parse(b).unwrap());
        assert!(same("3 million EUR", "3,000,000.00 EUR"));
        assert!(same("1.5e3", "1500"));
        assert!(!same("35 km", "35 KM"));
        assert!(!same("35", "35 km"));
        assert_eq!(Quantity::parse("-2.5 thousand").unwrap().bounds(), (-2500.0, -2500.0));
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
            "km",
            "",
            "-",
            "$",
            "$-",
            "€ 3 smoots",
            "€3 USD",
            "KM 5",
            ".5",
            "5.",
            "1.2.3",
            "1,5",
            "1,2345",
            "1234,567",
            ",123",
            "1,234,",
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
