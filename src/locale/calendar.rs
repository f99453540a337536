//! The names of the months and of the days of the week.
//!
//! Input: none, these are tables. Output: the names in lower case, for those who look for them in texts.

use jiff::civil::Weekday;

/// The months in English, from January.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The days of the week in English, from Monday.
pub const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// The days and months in German whose names are not those in English.
const GERMAN: [&str; 15] = [
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "januar",
    "februar",
    "märz",
    "mai",
    "juni",
    "juli",
    "oktober",
    "dezember",
];

/// Whether a name in lower case is that of a day or a month in a language that begins these with a capital; some of them
/// are names of people, and no text tells which is meant.
pub fn is_in_calendar(name: &str) -> bool {
    MONTHS.contains(&name) || GERMAN.contains(&name) || WEEKDAYS.iter().any(|(day, _)| *day == name)
}
