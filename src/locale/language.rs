//! One language: its words, and its ways to write numbers, dates and lists, by CLDR.
//!
//! Input: a BCP 47 tag and a table of words. Output: texts for readers. Entry points: [`Language::new`] and
//! [`Language::english`].

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::LazyLock;

use fixed_decimal::Decimal;
use icu_calendar::{Date, Gregorian};
use icu_datetime::fieldsets::{MD, YM, YMD};
use icu_datetime::{FixedCalendarDateTimeFormatter, FormattedDateTime};
use icu_decimal::DecimalFormatter;
use icu_decimal::options::{DecimalFormatterOptions, GroupingStrategy};
use icu_list::ListFormatter;
use icu_list::options::{ListFormatterOptions, ListLength};
use icu_locale_core::{Locale, locale};
use icu_plurals::{PluralCategory, PluralOperands, PluralRules};
use writeable::Writeable;

use super::FALLBACK;
use super::table::{Table, Word};

/// A language with its words.
#[derive(Debug, Default)]
pub struct Language {
    tag: String,
    is_rtl: bool,
    words: Table,
    /// Nothing only if the data for every language were left out of the program.
    formats: Option<Formats>,
}

type DateFormatter<Fields> = FixedCalendarDateTimeFormatter<Gregorian, Fields>;

#[derive(Debug)]
struct Formats {
    numbers: DecimalFormatter,
    plurals: PluralRules,
    ordinals: PluralRules,
    days: DateFormatter<YMD>,
    days_of_year: DateFormatter<MD>,
    months: DateFormatter<YM>,
    lists: ListFormatter,
}

impl Formats {
    fn new(locale: &Locale) -> Option<Self> {
        let mut grouping = DecimalFormatterOptions::default();
        // 1234 and 12,345: a thousand reads well without, and a year never has a separator.
        grouping.grouping_strategy = Some(GroupingStrategy::Min2);
        let list = ListFormatterOptions::default().with_length(ListLength::Wide);
        Some(Self {
            numbers: DecimalFormatter::try_new(locale.into(), grouping).ok()?,
            plurals: PluralRules::try_new_cardinal(locale.into()).ok()?,
            ordinals: PluralRules::try_new_ordinal(locale.into()).ok()?,
            days: DateFormatter::try_new(locale.into(), YMD::long()).ok()?,
            days_of_year: DateFormatter::try_new(locale.into(), MD::long()).ok()?,
            months: DateFormatter::try_new((&month_locale(locale)).into(), YM::long()).ok()?,
            lists: ListFormatter::try_new_and(locale.into(), list).ok()?,
        })
    }
}

/// The languages that are written from right to left unless their tag names another script.
const RTL: [&str; 14] =
    ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"];

/// The scripts that run from right to left.
const RTL_SCRIPTS: [&str; 6] = ["arab", "hebr", "nkoo", "rohg", "syrc", "thaa"];

/// Whether the language of a tag is written from right to left.
fn has_rtl_script(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let main = parts.next().unwrap_or_default();
    let script = parts.next().filter(|part| part.len() == 4);
    script.map_or(RTL.contains(&main), |script| RTL_SCRIPTS.contains(&&*script.to_lowercase()))
}

/// Whether a text runs from right to left: its first letter does.
pub fn is_rtl(text: &str) -> bool {
    text.chars().find(|c| c.is_alphabetic()).is_some_and(is_rtl_letter)
}

fn is_rtl_letter(letter: char) -> bool {
    matches!(u32::from(letter), 0x0590..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF | 0x10800..=0x10FFF | 0x1E800..=0x1EFFF)
}

/// The locale for months. CLDR's pattern of a month and a year in Brazil lacks the year, so it is Portugal's, which has
/// the same words.
fn month_locale(locale: &Locale) -> Locale {
    if locale.id.language.as_str() == "pt" { locale!("pt-PT") } else { locale.clone() }
}

/// The locale of a tag. English without a region is that of the world, which puts the day before the month.
fn locale(tag: &str) -> Locale {
    let world = if tag == FALLBACK { "en-001" } else { tag };
    world.parse().unwrap_or(Locale::UNKNOWN)
}

impl Language {
    pub(super) fn new(tag: &str, words: Table) -> Self {
        Self { tag: tag.to_owned(), is_rtl: has_rtl_script(tag), words, formats: Formats::new(&locale(tag)) }
    }

    /// English as it is built in.
    pub fn english() -> &'static Self {
        static ENGLISH: LazyLock<Language> = LazyLock::new(|| {
            let name = format!("words/{FALLBACK}.toml");
            let builtin = crate::load::builtin_templates().into_iter().find(|(own, _)| *own == name);
            let (words, _) = super::table::read(builtin.map_or("", |(_, text)| text), None);
            Language::new(FALLBACK, words)
        });
        &ENGLISH
    }

    /// Its BCP 47 tag.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// Whether it is written from right to left.
    pub fn is_rtl(&self) -> bool {
        self.is_rtl
    }

    /// `ltr` or `rtl`, where a text runs the other way than this language.
    pub fn other_direction(&self, text: &str) -> &'static str {
        match text.chars().find(|c| c.is_alphabetic()).map(is_rtl_letter) {
            Some(true) if !self.is_rtl() => "rtl",
            Some(false) if self.is_rtl() => "ltr",
            _ => "",
        }
    }

    /// A word by its key.
    pub fn word(&self, key: &str) -> &str {
        self.find(key).unwrap_or_default()
    }

    /// A word by its key, where there is one: properties and kinds need none.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.words.get(key).map(|word| word.form("other"))
    }

    /// A form of a word.
    pub fn form(&self, key: &str, form: &str) -> &str {
        self.words.get(key).map_or("", |word| word.form(form))
    }

    /// The keys of all words.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.words.keys().map(String::as_str)
    }

    /// Whether a word has several forms.
    pub fn is_counted(&self, key: &str) -> bool {
        self.words.get(key).is_some_and(|word| word.forms().len() > 1)
    }

    /// A sentence with values in the places of their names: `{name}`.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.word(key), values)
    }

    /// The same in one of its forms.
    pub fn fill_form(&self, key: &str, form: &str, values: &[(&str, &str)]) -> String {
        fill(self.form(key, form), values)
    }

    /// A counted word: its plural form for a number, with the number as `{n}`.
    pub fn count(&self, key: &str, number: usize) -> String {
        self.count_decimal(key, &number.to_string())
    }

    /// The same for a number with decimals.
    pub fn count_decimal(&self, key: &str, decimal: &str) -> String {
        self.words.get(key).map_or_else(String::new, |word| self.count_word(word, decimal))
    }

    fn count_word(&self, word: &Word, decimal: &str) -> String {
        let form = self.category(decimal, |formats| &formats.plurals);
        fill(word.form(form), &[("n", &self.number(decimal))])
    }

    /// A word that is numbered: `19th century`; the number as `{n}` and, in Roman digits, as `{roman}`.
    pub fn ordinal(&self, key: &str, number: u16) -> String {
        let decimal = number.to_string();
        let form = self.category(&decimal, |formats| &formats.ordinals);
        self.fill_form(key, form, &[("n", &self.number(&decimal)), ("roman", &roman(number))])
    }

    fn category(&self, decimal: &str, rules: fn(&Formats) -> &PluralRules) -> &'static str {
        let operands = decimal.parse::<Decimal>().ok().map(|decimal| PluralOperands::from(&decimal));
        match self.formats.as_ref().zip(operands) {
            Some((formats, operands)) => match rules(formats).category_for(operands) {
                PluralCategory::Zero => "zero",
                PluralCategory::One => "one",
                PluralCategory::Two => "two",
                PluralCategory::Few => "few",
                PluralCategory::Many => "many",
                PluralCategory::Other => "other",
            },
            None => "other",
        }
    }

    /// A decimal number in the language's digits, grouped where five or more stand before the point.
    pub fn number<'n>(&self, decimal: &'n str) -> Cow<'n, str> {
        match self.formats.as_ref().zip(decimal.parse::<Decimal>().ok()) {
            Some((formats, number)) => written(&formats.numbers.format(&number)).into(),
            None => decimal.into(),
        }
    }

    /// A number of two digits at least, as on a clock.
    pub fn two_digits(&self, number: u8) -> String {
        let mut decimal = Decimal::from(number);
        decimal.absolute.pad_start(2);
        match &self.formats {
            Some(formats) => written(&formats.numbers.format(&decimal)),
            None => decimal.to_string(),
        }
    }

    /// A day: `7 July 2017`; none if there is no such day.
    pub fn date(&self, year: i32, month: u8, day: u8) -> Option<String> {
        let date = Date::try_new_gregorian(year, month, day).ok()?;
        Some(formatted(&self.formats.as_ref()?.days.format(&date)))
    }

    /// A day of any year: `7 July`.
    pub fn day_of_year(&self, month: u8, day: u8) -> Option<String> {
        // A leap year has all days.
        let date = Date::try_new_gregorian(2000, month, day).ok()?;
        Some(formatted(&self.formats.as_ref()?.days_of_year.format(&date)))
    }

    /// A month: `July 2017`.
    pub fn month(&self, year: i32, month: u8) -> Option<String> {
        let date = Date::try_new_gregorian(year, month, 1).ok()?;
        Some(formatted(&self.formats.as_ref()?.months.format(&date)))
    }

    /// Words in a row: `A, B and C`.
    pub fn list(&self, words: &[&str]) -> String {
        match &self.formats {
            Some(formats) => written(&formats.lists.format(words.iter())),
            None => words.join(", "),
        }
    }

    /// What stands between the words of a row: of two words, and of more between two of them, and before the last.
    pub fn separators(&self) -> [String; 3] {
        const MARK: &str = "\u{1}";
        let pair = self.list(&[MARK; 2]);
        let more = self.list(&[MARK; 4]);
        let mut between = more.split(MARK).skip(1).map(str::to_owned);
        let middle = between.next().unwrap_or_default();
        [pair.replace(MARK, ""), middle, between.nth(1).unwrap_or_default()]
    }
}

/// A formatted value as a text. A `String` refuses nothing, and what the formatter can't write is left out.
fn written(value: &impl Writeable) -> String {
    let mut text = String::new();
    let _ = value.write_to(&mut text);
    text
}

fn formatted(date: &FormattedDateTime<'_>) -> String {
    written(date)
}

/// A text with values in the places of their names; a name that has no value stays as it is.
pub(super) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let value = after.split_once('}').and_then(|(name, behind)| {
            values.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value, behind))
        });
        match value {
            Some((value, behind)) => {
                filled.push_str(value);
                rest = behind;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// A number in Roman digits.
fn roman(mut number: u16) -> String {
    const DIGITS: [(u16, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut text = String::new();
    for (value, digits) in DIGITS {
        while number >= value {
            let _ = write!(text, "{digits}");
            number -= value;
        }
    }
    text
}
