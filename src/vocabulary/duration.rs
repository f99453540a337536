//! Lengths of time: ISO 8601 durations.
//!
//! Input: a text such as `PT2H16M`. Output: a [`Duration`]. Entry point: [`Duration::parse`].

use super::value::ValueError;
use crate::locale::Language;

const HELP: &str = "write it as in `P3D` (days), `PT2H16M` (hours, minutes) or `P1Y2M` (years, months)";

/// Amounts are whole numbers of billionths, so that decimals stay exact.
const ONE: u128 = 1_000_000_000;

/// A unit of time.
#[derive(Debug, PartialEq)]
struct Unit {
    designator: char,
    /// The key of its word.
    key: &'static str,
    /// Its length: so many months, or else so many seconds.
    months: u128,
    seconds: u128,
}

const fn unit(designator: char, key: &'static str, months: u128, seconds: u128) -> Unit {
    Unit { designator, key, months, seconds }
}

/// The units before the `T`, in the order ISO 8601 demands.
static DATE_UNITS: [Unit; 4] = [
    unit('Y', "durations.year", 12, 0),
    unit('M', "durations.month", 1, 0),
    unit('W', "durations.week", 0, 604_800),
    unit('D', "durations.day", 0, 86_400),
];

/// The units after the `T`.
static TIME_UNITS: [Unit; 3] = [
    unit('H', "durations.hour", 0, 3_600),
    unit('M', "durations.minute", 0, 60),
    unit('S', "durations.second", 0, 1),
];

/// A number of one unit.
#[derive(Clone, Debug, PartialEq)]
struct Part {
    /// In billionths.
    amount: u128,
    unit: &'static Unit,
}

impl Part {
    fn is_whole(&self) -> bool {
        self.amount.is_multiple_of(ONE)
    }

    /// The amount in decimal form: `1.5`.
    fn decimal(&self) -> String {
        let (whole, billionths) = (self.amount / ONE, self.amount % ONE);
        let fraction = format!(".{billionths:09}");
        format!("{whole}{}", fraction.trim_end_matches('0').trim_end_matches('.'))
    }

    fn words(&self, language: &Language) -> String {
        language.count_decimal(self.unit.key, &self.decimal())
    }
}

/// A length of time in the units its author chose.
#[derive(Clone, Debug, PartialEq)]
pub struct Duration {
    /// The parts before the `T`.
    date: Vec<Part>,
    /// The parts after it.
    time: Vec<Part>,
}

impl Duration {
    /// Reads an ISO 8601 duration: `P3D`, `PT2H16M`, `P1Y2M`, `P2W`. The last number may have decimals, up to
    /// nine.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        read(text.trim()).map_err(|reason| {
            let help =
                suggestion(text).map_or_else(|| HELP.to_owned(), |iso| format!("did you mean `{iso}`?"));
            ValueError::new(format!("`{text}` is not an ISO 8601 duration: {reason}"), help)
        })
    }

    fn parts(&self) -> impl Iterator<Item = &Part> {
        self.date.iter().chain(&self.time)
    }

    /// The duration as XML Schema has it, which knows no weeks, and decimals of seconds alone; none where it has a part of
    /// a month.
    pub fn xsd(&self) -> Option<String> {
        let is_valid =
            |part: &Part| part.unit.designator != 'W' && (part.is_whole() || part.unit.seconds == 1);
        if self.parts().all(is_valid) {
            return Some(self.canonical());
        }
        let (months, seconds) = self.length();
        let part = |amount, unit| Part { amount, unit };
        let days = seconds / (86_400 * ONE);
        let mut date = vec![part(months, &DATE_UNITS[1]), part(days * ONE, &DATE_UNITS[3])];
        let mut time = vec![part(seconds % (86_400 * ONE), &TIME_UNITS[2])];
        date.retain(|part| part.amount > 0);
        time.retain(|part| part.amount > 0 || date.is_empty());
        months.is_multiple_of(ONE).then(|| Self { date, time }.canonical())
    }

    /// The whole length in billionths of a month and of a second; a week has seven days, a day 24 hours, and
    /// a month no certain number of days.
    pub fn length(&self) -> (u128, u128) {
        let total = |size: fn(&Unit) -> u128| self.parts().map(|part| part.amount * size(part.unit)).sum();
        (total(|unit| unit.months), total(|unit| unit.seconds))
    }

    /// Whether both are as long: `PT2H16M` and `PT136M`, `P1Y` and `P12M`, `P1D` and `PT24H`.
    pub fn same_value(&self, other: &Self) -> bool {
        self.length() == other.length()
    }

    /// Whether both may be the same length, one of them rounded: `PT2H` and `PT2H16M`, `P1M` and `P30D`.
    pub fn agrees(&self, other: &Self) -> bool {
        let tolerance = self.step().max(other.step()) / 2.0;
        let ((least, most), (other_least, other_most)) = (self.seconds(), other.seconds());
        least <= other_most + tolerance && other_least <= most + tolerance
    }

    /// The least and the most seconds it can last: months and years differ in length.
    pub fn seconds(&self) -> (f64, f64) {
        const DAY: f64 = 86_400.0;
        let (months, seconds) = self.length();
        let (months, seconds) = (months as f64 / ONE as f64, seconds as f64 / ONE as f64);
        let (years, months) = ((months / 12.0).floor(), months % 12.0);
        let days = (years * 365.0 + months * 28.0, years * 366.0 + months * 31.0);
        (days.0 * DAY + seconds, days.1 * DAY + seconds)
    }

    /// The seconds that its smallest unit is worth.
    fn step(&self) -> f64 {
        let Some(last) = self.parts().last() else { return 0.0 };
        let one = Self { date: vec![Part { amount: ONE, unit: last.unit }], time: Vec::new() };
        let decimals = last.decimal().split_once('.').map_or(0, |(_, fraction)| fraction.len() as i32);
        one.seconds().1 * 10_f64.powi(-decimals)
    }

    /// The duration in English, for findings: "2 hours 16 minutes", "1.5 days".
    pub fn in_words(&self) -> String {
        self.words(Language::english())
    }

    /// The duration in the words of a language, for readers.
    pub fn words(&self, language: &Language) -> String {
        let parts = self.parts().filter(|part| part.amount > 0);
        let words: Vec<String> = parts.map(|part| part.words(language)).collect();
        match self.parts().next() {
            Some(first) if words.is_empty() => first.words(language),
            _ => words.join(language.word("duration_join")),
        }
    }

    /// In ISO 8601, in the units its author chose: `PT136M`.
    pub fn canonical(&self) -> String {
        let write = |parts: &[Part]| -> String {
            parts.iter().map(|part| format!("{}{}", part.decimal(), part.unit.designator)).collect()
        };
        let separator = if self.time.is_empty() { "" } else { "T" };
        format!("P{}{separator}{}", write(&self.date), write(&self.time))
    }

    /// For HTML's `<time datetime>`, which has days, hours, minutes and seconds to the millisecond, and no
    /// months.
    pub fn datetime(&self) -> Option<String> {
        let (months, billionths) = self.length();
        if months > 0 || !billionths.is_multiple_of(ONE / 1_000) {
            return None;
        }
        let seconds = billionths / ONE;
        let part = |amount, unit| Part { amount, unit };
        let mut date = vec![part(seconds / 86_400 * ONE, &DATE_UNITS[3])];
        let mut time = vec![
            part(seconds / 3_600 % 24 * ONE, &TIME_UNITS[0]),
            part(seconds / 60 % 60 * ONE, &TIME_UNITS[1]),
            part(billionths % (60 * ONE), &TIME_UNITS[2]),
        ];
        date.retain(|part| part.amount > 0);
        time.retain(|part| part.amount > 0 || billionths == 0);
        Some(Self { date, time }.canonical())
    }
}

/// The duration, or what is wrong with the text.
fn read(text: &str) -> Result<Duration, String> {
    let body = text.strip_prefix('P').ok_or("it does not begin with `P`")?;
    let (date, time) = body.split_once('T').map_or((body, None), |(date, time)| (date, Some(time)));
    if time == Some("") {
        return Err("nothing follows the `T`".to_owned());
    }
    let duration = Duration {
        date: read_parts(date, &DATE_UNITS)?,
        time: read_parts(time.unwrap_or_default(), &TIME_UNITS)?,
    };
    let parts: Vec<&Part> = duration.parts().collect();
    match parts.split_last() {
        None => Err("it has no number".to_owned()),
        Some((_, before)) if !before.iter().all(|part| part.is_whole()) => {
            Err("only the last number may have decimals".to_owned())
        }
        Some(_) => Ok(duration),
    }
}

/// Numbers with their designators, in the order of `units`, each at most once.
fn read_parts(text: &str, units: &'static [Unit]) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    let mut units_left = units.iter();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(rest.len());
        let (number, after) = rest.split_at(end);
        let designator = after.chars().next().ok_or_else(|| format!("`{number}` has no unit"))?;
        let unit = units_left
            .find(|unit| unit.designator == designator)
            .ok_or_else(|| misplaced(designator, units))?;
        parts.push(Part { amount: read_amount(number)?, unit });
        rest = after.strip_prefix(designator).unwrap_or_default();
    }
    Ok(parts)
}

/// Why a designator can't stand where it does.
fn misplaced(designator: char, units: &[Unit]) -> String {
    let is_in = |units: &[Unit]| units.iter().any(|unit| unit.designator == designator);
    if is_in(units) {
        format!("`{designator}` stands twice or in the wrong order")
    } else if is_in(&TIME_UNITS) {
        format!("the `{designator}` must stand after a `T`")
    } else if is_in(&DATE_UNITS) {
        format!("the `{designator}` must stand before the `T`")
    } else {
        format!("`{designator}` is not a unit")
    }
}

/// A decimal number in billionths: up to twelve digits, and up to nine after the point or comma.
fn read_amount(number: &str) -> Result<u128, String> {
    let (whole, fraction) = number.split_once(['.', ',']).unwrap_or((number, "0"));
    let fits = |digits: &str, most| {
        (1..=most).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !fits(whole, 12) || !fits(fraction, 9) {
        return Err(match number {
            "" => "a number is missing before a unit".to_owned(),
            _ => format!("`{number}` is not a number of at most twelve digits and nine decimals"),
        });
    }
    format!("{whole}{fraction:0<9}").parse().map_err(|_| format!("`{number}` is too large"))
}

/// The duration in ISO 8601 where `text` is one in English: `2 hours 16 minutes`, `35min`.
fn suggestion(text: &str) -> Option<String> {
    let span = jiff::fmt::friendly::SpanParser::new().parse_span(text.trim()).ok()?;
    span.is_positive().then(|| span.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn read(text: &str) -> Duration {
        Duration::parse(text).unwrap()
    }

    #[test]
    fn durations_read_as_their_author_put_them() {
        let cases = [
            ("PT35M", "35 minutes"),
            ("PT2H16M", "2 hours 16 minutes"),
            ("PT136M", "136 minutes"),
            ("P1D", "1 day"),
            ("P1Y2M", "1 year 2 months"),
            ("P2W", "2 weeks"),
            ("P1DT0H5.25S", "1 day 5.25 seconds"),
            ("P1.5D", "1.5 days"),
            ("PT86400S", "86,400 seconds"),
            ("PT0S", "0 seconds"),
        ];
        for (text, words) in cases {
            assert_eq!(read(text).in_words(), words);
            assert_eq!(read(text).canonical(), text);
        }
        assert_eq!(read("PT0,50H").canonical(), "PT0.5H");
    }

    #[test]
    fn durations_are_equal_by_length() {
        let same = |a, b| read(a).same_value(&read(b));
        assert!(same("PT2H16M", "PT136M"));
        assert!(same("P1W1D", "PT192H"));
        assert!(same("P1.5Y", "P18M"));
        assert!(same("PT0.1H", "PT6M"));
        assert!(!same("P1M", "P30D"));
        assert!(!same("P1M", "PT1M"));
    }

    #[test]
    fn a_rounded_length_agrees_with_the_exact_one() {
        let agree = |a, b| read(a).agrees(&read(b));
        assert!(agree("PT2H", "PT2H16M") && agree("P1M", "P30D") && agree("P1Y", "P365D"));
        assert!(agree("PT1.5H", "PT90M"));
        assert!(!agree("PT2H16M", "PT2H17M") && !agree("PT3H", "PT2H16M") && !agree("PT35M", "PT36M"));
        assert!(!agree("P2Y", "P3Y") && !agree("PT1.5H", "PT100M"));
    }

    #[test]
    fn html_gets_what_it_can_express() {
        assert_eq!(read("PT136M").datetime().unwrap(), "PT2H16M");
        assert_eq!(read("P2WT1.5S").datetime().unwrap(), "P14DT1.5S");
        assert_eq!(read("P0Y").datetime().unwrap(), "PT0H0M0S");
        assert_eq!(read("PT0.0001S").datetime(), None);
        assert_eq!(read("P1M").datetime(), None);
    }

    #[test]
    fn a_reason_names_the_mistake_and_the_way_out() {
        let reason = |text| Duration::parse(text).unwrap_err().message;
        assert_eq!(reason("P2H"), "`P2H` is not an ISO 8601 duration: the `H` must stand after a `T`");
        assert_eq!(reason("PT16"), "`PT16` is not an ISO 8601 duration: `16` has no unit");
        for text in [
            "",
            "P",
            "PT",
            "P1DT",
            "PTM",
            "PT1.5H3M",
            "PT5M2H",
            "PT1M1M",
            "PT1D",
            "P1X",
            "P1.D",
            "P1.2.3D",
            "P-1D",
            "P9999999999999Y",
        ] {
            assert!(Duration::parse(text).is_err(), "{text}");
        }
        let help = |text| Duration::parse(text).unwrap_err().help.unwrap();
        assert_eq!(help("2 hours 16 minutes"), "did you mean `PT2H16M`?");
        assert!(help("soon").contains("`PT2H16M`"));
    }
}
