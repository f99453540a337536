//! Datatypes, and the values that name no entity.
//!
//! Input: a datatype and an author's text. Output: a [`Literal`] with its words for readers and its form for
//! machines, or a [`ValueError`]. Entry point: [`Literal::parse`].

use unicode_normalization::UnicodeNormalization;

use super::date::Date;
use super::duration::Duration;
use super::quantity::Quantity;
use crate::locale::Language;

/// What a property's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Datatype {
    /// Words in no particular form.
    Text,
    /// A number, perhaps with a unit: `35 km`.
    Number,
    /// An EDTF date of level 0 or 1.
    Date,
    /// An ISO 8601 duration.
    Duration,
    /// Latitude and longitude in degrees.
    Coordinates,
    /// An absolute address.
    Url,
    /// `true` or `false`.
    Boolean,
    /// A reference to an entity.
    Entity,
    /// A reference to an entity where one has that name, else text.
    EntityOrText,
    /// Text, and a reference to an entity only where it is written as one: `person:baker`, `[[Hugh Baker]]`.
    TextOrEntity,
}

impl Datatype {
    /// Every datatype, in the order of the documentation.
    pub const ALL: [Self; 10] = [
        Self::Text,
        Self::Number,
        Self::Date,
        Self::Duration,
        Self::Coordinates,
        Self::Url,
        Self::Boolean,
        Self::Entity,
        Self::EntityOrText,
        Self::TextOrEntity,
    ];

    /// The datatype that a configuration file calls `name`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|datatype| datatype.as_str() == name)
    }

    /// Its name in a configuration file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Date => "date",
            Self::Duration => "duration",
            Self::Coordinates => "coordinates",
            Self::Url => "url",
            Self::Boolean => "boolean",
            Self::Entity => "entity",
            Self::EntityOrText => "entity-or-text",
            Self::TextOrEntity => "text-or-entity",
        }
    }
}

/// Why a text is not a value of its datatype.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueError {
    /// The reason, for a diagnostic: it makes sense alone and has no full stop.
    pub message: String,
    /// The way out.
    pub help: Option<String>,
}

impl ValueError {
    pub(super) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: Some(help.into()) }
    }
}

/// A value that names no entity.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// Words.
    Text(String),
    /// A number, perhaps with a unit.
    Number(Quantity),
    /// A date or an interval between two.
    Date(Date),
    /// A length of time.
    Duration(Duration),
    /// A place on Earth.
    Coordinates(Coordinates),
    /// An absolute address that is safe to link to.
    Url(String),
    /// Yes or no.
    Boolean(bool),
}

impl Literal {
    /// Reads `text` as a value of `datatype`; the name of an entity is read as text. White space around it is
    /// ignored. The error says what is wrong with the text.
    pub fn parse(datatype: Datatype, text: &str) -> Result<Self, ValueError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ValueError::new("the value is empty", "write a value, or remove what it belongs to"));
        }
        match datatype {
            Datatype::Text | Datatype::Entity | Datatype::EntityOrText | Datatype::TextOrEntity => {
                Ok(Self::Text(text.to_owned()))
            }
            Datatype::Number => Quantity::parse(text).map(Self::Number),
            Datatype::Date => Date::parse(text).map(Self::Date),
            Datatype::Duration => Duration::parse(text).map(Self::Duration),
            Datatype::Coordinates => Coordinates::parse(text).map(Self::Coordinates),
            Datatype::Url => parse_url(text).map(Self::Url),
            Datatype::Boolean => parse_boolean(text).map(Self::Boolean),
        }
    }

    /// What it is a value of.
    pub fn datatype(&self) -> Datatype {
        match self {
            Self::Text(_) => Datatype::Text,
            Self::Number(_) => Datatype::Number,
            Self::Date(_) => Datatype::Date,
            Self::Duration(_) => Datatype::Duration,
            Self::Coordinates(_) => Datatype::Coordinates,
            Self::Url(_) => Datatype::Url,
            Self::Boolean(_) => Datatype::Boolean,
        }
    }

    /// The value in English, for findings: "2 hours 16 minutes", "about 1852", "yes".
    pub fn in_words(&self) -> String {
        self.words(Language::english())
    }

    /// The value in the words of a language, for readers.
    pub fn words(&self, language: &Language) -> String {
        match self {
            Self::Text(text) | Self::Url(text) => text.clone(),
            Self::Number(number) => number.words(language),
            Self::Date(date) => date.words(language),
            Self::Duration(duration) => duration.words(language),
            Self::Coordinates(coordinates) => coordinates.words(language),
            Self::Boolean(truth) => language.word(if *truth { "yes" } else { "no" }).to_owned(),
        }
    }

    /// The value for machines: EDTF, ISO 8601, `12.5 %`, `55.75,37.62`, `true`.
    pub fn canonical(&self) -> String {
        match self {
            Self::Text(text) | Self::Url(text) => text.clone(),
            Self::Number(number) => number.canonical(),
            Self::Date(date) => date.as_str().to_owned(),
            Self::Duration(duration) => duration.canonical(),
            Self::Coordinates(coordinates) => coordinates.canonical(),
            Self::Boolean(truth) => truth.to_string(),
        }
    }

    /// The value for HTML's `<time datetime>`, where HTML can express it.
    pub fn datetime(&self) -> Option<String> {
        match self {
            Self::Date(date) => date.datetime(),
            Self::Duration(duration) => duration.datetime(),
            _ => None,
        }
    }

    /// What all values share that say the same, and no others.
    pub fn key(&self) -> String {
        match self {
            Self::Text(text) => format!("text {}", folded(text)),
            Self::Number(number) => format!("number {}", number.canonical()),
            Self::Duration(duration) => format!("duration {:?}", duration.length()),
            other => format!("{other:?}"),
        }
    }

    /// Whether both say the same, however written: `PT2H16M` and `PT136M`, `35 km` and `35.0 km`. Units are
    /// not converted, and a less precise date is another date.
    pub fn same_value(&self, other: &Self) -> bool {
        self.key() == other.key()
    }

    /// Whether both may be right, one of them less precise than the other: `2017` and `2017-07-07`, `1.2 million` and
    /// `1234567`, `Moscow` and `moscow`.
    pub fn agrees(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => folded(a).to_lowercase() == folded(b).to_lowercase(),
            (Self::Number(a), Self::Number(b)) => a.agrees(b),
            (Self::Date(a), Self::Date(b)) => a.agrees(b),
            (Self::Duration(a), Self::Duration(b)) => a.agrees(b),
            (Self::Coordinates(a), Self::Coordinates(b)) => a.agrees(*b),
            (Self::Url(a), Self::Url(b)) => a.trim_end_matches('/') == b.trim_end_matches('/'),
            _ => self == other,
        }
    }
}

/// A text in Unicode NFC with single spaces.
fn folded(text: &str) -> String {
    text.nfc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn parse_boolean(text: &str) -> Result<bool, ValueError> {
    text.parse().map_err(|_| {
        let message = format!("`{text}` is neither `true` nor `false`");
        ValueError::new(message, "write `true` or `false`")
    })
}

/// A scheme, `://` and something after it; nothing that a browser would run, and no character that no address
/// has.
fn parse_url(text: &str) -> Result<String, ValueError> {
    let wrong =
        |reason: &str, help: String| Err(ValueError::new(format!("`{text}` is not a URL: {reason}"), help));
    let example = || "write an absolute address, as in `https://example.org/page`".to_owned();
    if let Some(bad) =
        text.chars().find(|&c| c.is_whitespace() || c.is_control() || "\"<>\\^`{|}".contains(c))
    {
        return wrong("it has a character that no URL has", format!("percent-encode the {bad:?}"));
    }
    let Some((scheme, rest)) = text.split_once("://") else {
        let is_host = text.contains('.') && !text.contains(':') && !text.starts_with(['.', '/', '#', '?']);
        let help = if is_host { format!("did you mean `https://{text}`?") } else { example() };
        return wrong("it does not begin like `https://`", help);
    };
    if !is_safe_scheme(scheme) {
        return wrong(&format!("the scheme `{scheme}` can't be linked to"), example());
    }
    if rest.is_empty() || rest.starts_with(['/', '?', '#']) {
        return wrong("it names no host", example());
    }
    Ok(text.to_owned())
}

fn is_safe_scheme(scheme: &str) -> bool {
    let runs = ["data", "javascript", "vbscript"].iter().any(|name| scheme.eq_ignore_ascii_case(name));
    let is_name = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    !runs && scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(is_name)
}

/// A place on Earth (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coordinates {
    latitude: f64,
    longitude: f64,
}

impl Coordinates {
    /// Reads `55.75, 37.62`, latitude first, perhaps in square brackets.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let wrong = |reason: &str| {
            let help = "write latitude and longitude in decimal degrees, as in `55.75, 37.62`";
            ValueError::new(format!("`{text}` is not a pair of coordinates: {reason}"), help)
        };
        let inner = text.trim().strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(text);
        let (latitude, longitude) =
            inner.split_once(',').ok_or_else(|| wrong("it has no comma between latitude and longitude"))?;
        let latitude =
            degrees(latitude, 90.0).ok_or_else(|| wrong("the latitude is not a number from -90 to 90"))?;
        let longitude = degrees(longitude, 180.0)
            .ok_or_else(|| wrong("the longitude is not a number from -180 to 180"))?;
        Ok(Self { latitude, longitude })
    }

    /// Degrees north of the equator, -90 to 90.
    pub fn latitude(self) -> f64 {
        self.latitude
    }

    /// Degrees east of Greenwich, -180 to 180.
    pub fn longitude(self) -> f64 {
        self.longitude
    }

    /// For readers: "55.75° N, 37.62° E".
    pub fn words(self, language: &Language) -> String {
        let degrees = |number: f64, below: &str, above: &str| {
            let key = if number < 0.0 { below } else { above };
            language.fill(key, &[("n", &language.number(&number.abs().to_string()))])
        };
        let north = degrees(self.latitude, "south", "north");
        let east = degrees(self.longitude, "west", "east");
        format!("{north}{}{east}", language.word("comma"))
    }

    /// Whether both may be the same place, one of them rounded or cut off.
    pub fn agrees(self, other: Self) -> bool {
        let near = |a: f64, b: f64| (a - b).abs() <= step(a).max(step(b)) * 1.000_001;
        near(self.latitude, other.latitude) && near(self.longitude, other.longitude)
    }

    /// For machines: `55.75,37.62`.
    pub fn canonical(self) -> String {
        format!("{},{}", self.latitude, self.longitude)
    }
}

/// A number of degrees up to `limit` either way; the sum turns -0 into 0.
fn degrees(text: &str, limit: f64) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|number| number.abs() <= limit).map(|number| number + 0.0)
}

/// The worth of the last decimal of a number of degrees.
fn step(degrees: f64) -> f64 {
    let decimals = degrees.to_string().split_once('.').map_or(0, |(_, fraction)| fraction.len() as i32);
    10_f64.powi(-decimals)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn read(datatype: Datatype, text: &str) -> Literal {
        Literal::parse(datatype, text).unwrap()
    }

    fn forms(datatype: Datatype, text: &str) -> (String, String) {
        let literal = read(datatype, text);
        (literal.in_words(), literal.canonical())
    }

    fn reason(datatype: Datatype, text: &str) -> String {
        Literal::parse(datatype, text).unwrap_err().message
    }

    #[test]
    fn a_datatype_is_found_by_its_own_name_alone() {
        for datatype in Datatype::ALL {
            assert_eq!(Datatype::parse(datatype.as_str()), Some(datatype));
        }
        assert_eq!(Datatype::parse("Date"), None);
    }

    #[test]
    fn each_datatype_has_words_and_a_form_for_machines() {
        let cases = [
            (Datatype::Text, " Hamburg ", "Hamburg", "Hamburg"),
            (Datatype::Entity, "person:putin", "person:putin", "person:putin"),
            (Datatype::Number, "3 million EUR", "3 million EUR", "3000000 EUR"),
            (Datatype::Date, "2017-07-07", "7 July 2017", "2017-07-07"),
            (Datatype::Duration, "PT2H16M", "2 hours 16 minutes", "PT2H16M"),
            (Datatype::Coordinates, "[55.750, -37.62]", "55.75° N, 37.62° W", "55.75,-37.62"),
            (Datatype::Coordinates, "-0,180", "0° N, 180° E", "0,180"),
            (Datatype::Url, "https://example.org/ä", "https://example.org/ä", "https://example.org/ä"),
            (Datatype::Boolean, "false", "no", "false"),
        ];
        for (datatype, text, words, canonical) in cases {
            assert_eq!(forms(datatype, text), (words.to_owned(), canonical.to_owned()));
        }
    }

    #[test]
    fn values_are_compared_by_what_they_say() {
        let same = |datatype, a, b| read(datatype, a).same_value(&read(datatype, b));
        assert!(same(Datatype::Duration, "PT2H16M", "PT136M"));
        assert!(same(Datatype::Number, "35 km", "35.0 km"));
        assert!(same(Datatype::Text, "Caf\u{e9}  du\nNord", "Cafe\u{301} du Nord"));
        assert!(same(Datatype::Coordinates, "55.75,37.62", "55.750, 37.620"));
        assert!(!same(Datatype::Text, "Hamburg", "hamburg"));
        assert!(!same(Datatype::Date, "2017", "2017-07"));
        assert!(!read(Datatype::Text, "true").same_value(&read(Datatype::Boolean, "true")));
    }

    #[test]
    fn values_agree_if_one_is_less_precise() {
        let agree = |datatype, a, b| read(datatype, a).agrees(&read(datatype, b));
        assert!(agree(Datatype::Date, "2017", "2017-07-07") && !agree(Datatype::Date, "2017", "2018"));
        assert!(agree(Datatype::Text, "New  York", "new york") && !agree(Datatype::Text, "York", "New York"));
        assert!(agree(Datatype::Coordinates, "55.75, 37.6", "55.7558, 37.6173"));
        assert!(!agree(Datatype::Coordinates, "55.75, 37.62", "53.55, 10.0"));
        assert!(agree(Datatype::Url, "https://example.org", "https://example.org/"));
        assert!(!agree(Datatype::Boolean, "true", "false"));
    }

    #[test]
    fn an_address_that_a_browser_would_run_is_no_url() {
        for text in
            ["javascript:alert(1)", "JavaScript://%0aalert(1)", "data:text/html,x", "https://", "https:///x"]
        {
            assert!(Literal::parse(Datatype::Url, text).is_err(), "{text}");
        }
        assert_eq!(
            reason(Datatype::Url, "https://example.org/\"onclick"),
            "`https://example.org/\"onclick` is not a URL: it has a character that no URL has"
        );
        let error = Literal::parse(Datatype::Url, "www.example.org").unwrap_err();
        assert_eq!(error.help.unwrap(), "did you mean `https://www.example.org`?");
    }

    #[test]
    fn a_reason_stands_alone() {
        assert_eq!(
            reason(Datatype::Coordinates, "91, 0"),
            "`91, 0` is not a pair of coordinates: the latitude is not a number from -90 to 90"
        );
        assert_eq!(
            reason(Datatype::Coordinates, "0, NaN"),
            "`0, NaN` is not a pair of coordinates: the longitude is not a number from -180 to 180"
        );
        assert_eq!(reason(Datatype::Boolean, "yes"), "`yes` is neither `true` nor `false`");
        assert_eq!(reason(Datatype::Text, "  "), "the value is empty");
    }
}
