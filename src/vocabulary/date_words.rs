//! Dates in the words of a language.
//!
//! Input: the form of a [`Date`](super::Date) and a [`Language`]. Output: a text. Entry point: [`in_words`].
//!
//! CLDR knows how a day and a month are written. What EDTF says beyond them (about, possibly, the 1850s, from … to …)
//! are sentences of the table of words.

use edtf_core::{Date, DateField, DateTime, Interval, IntervalEndpoint, Time, TimeShift};

use super::date::{Form, dated, first_day, is_qualified, last_day};
use crate::locale::Language;

/// A date in words.
pub fn in_words(form: &Form, language: &Language) -> String {
    let wording = Wording(language);
    match form {
        Form::Date(date) => wording.date(date),
        Form::Moment(DateTime { date, time }) => {
            language.fill("date_time", &[("date", &wording.date(date)), ("time", &wording.time(*time))])
        }
        Form::Interval(interval) => wording.interval(interval),
    }
}

/// As of when: "as of 2017".
pub fn as_of(form: &Form, language: &Language) -> String {
    language.fill_form("date_as_of", precision(form), &[("date", &in_words(form, language))])
}

/// From when until when: "from 1990 until 1999"; none without either.
pub fn period(from: Option<&Form>, until: Option<&Form>, language: &Language) -> Option<String> {
    let told = |key: &str, form: &Form| {
        language.fill_form(key, precision(form), &[("date", &in_words(form, language))])
    };
    Some(match (from, until) {
        (Some(from), Some(until)) if precision(from) == precision(until) => {
            let (start, end) = (in_words(from, language), in_words(until, language));
            language.fill_form("from_until", precision(from), &[("from", &start), ("until", &end)])
        }
        (Some(from), Some(until)) => format!("{} {}", told("date_from", from), told("date_until", until)),
        (Some(from), None) => told("date_from", from),
        (None, Some(until)) => told("date_until", until),
        (None, None) => return None,
    })
}

/// The form of the words around a date.
fn precision(form: &Form) -> &'static str {
    let date = match form {
        Form::Date(date) | Form::Moment(DateTime { date, .. }) => date,
        Form::Interval(_) => return "other",
    };
    match (known(date.month), known(date.day)) {
        (_, Some(_)) => "day",
        (Some(_), None) => "month",
        (None, None) => "other",
    }
}

/// A year in words; 1 BC is 0.
pub fn year(year: i64, language: &Language) -> String {
    Wording(language).year_name(year)
}

/// The seasons of EDTF, from 21.
const SEASONS: [&str; 4] = ["spring", "summer", "autumn", "winter"];

struct Wording<'l>(&'l Language);

impl Wording<'_> {
    fn date(&self, date: &Date) -> String {
        let words = self.plain(date);
        match (date.is_approximate(), date.is_uncertain()) {
            (false, false) => words,
            (true, false) => self.around("date_about", date, &words),
            (false, true) => self.around("date_possibly", date, &words),
            (true, true) => self.around("date_about_possibly", date, &words),
        }
    }

    /// A sentence around a date; some languages need other words around a day than around a month or a year.
    fn around(&self, key: &str, date: &Date, words: &str) -> String {
        self.0.fill_form(key, precision(&Form::Date(*date)), &[("date", words)])
    }

    /// A date in words without what `~` and `?` add.
    fn plain(&self, date: &Date) -> String {
        match (date.month, known(date.month)) {
            (None, _) => self.year(date),
            (Some(_), None) if date.day.is_none() => self.around("date_some_month", date, &self.year(date)),
            (Some(_), None) => self.around("date_some_day", date, &self.year(date)),
            (Some(_), Some(month)) => match (date.day, known(date.day)) {
                (None, _) => self.month(date, month),
                (Some(_), None) => self.around("date_some_day", date, &self.month(date, month)),
                (Some(_), Some(day)) => self.day(date, month, day),
            },
        }
    }

    fn day(&self, date: &Date, month: u8, day: u8) -> String {
        let modern = modern_year(date).and_then(|year| self.0.date(year, month, day));
        modern.unwrap_or_else(|| self.in_year(&self.0.day_of_year(month, day).unwrap_or_default(), date))
    }

    /// A month or a season.
    fn month(&self, date: &Date, month: u8) -> String {
        if let Some(season) = season(month) {
            return self.in_year(self.0.word(season), date);
        }
        let modern = modern_year(date).and_then(|year| self.0.month(year, month));
        modern.unwrap_or_else(|| match self.month_name(month) {
            Some(name) => self.in_year(&name, date),
            None => date
                .year
                .value()
                .and_then(|year| self.0.month(year.try_into().ok()?, month))
                .unwrap_or_default(),
        })
    }

    fn in_year(&self, part: &str, date: &Date) -> String {
        self.0.fill("date_in_year", &[("date", part), ("year", &self.year(date))])
    }

    /// The name of a month without a year, in languages that write it before the year and as a single word.
    fn month_name(&self, month: u8) -> Option<String> {
        const YEAR: i32 = 2000;
        let words = self.0.month(YEAR, month)?;
        let (name, _) = words.split_once(&*self.0.number(&YEAR.to_string()))?;
        let name = name.trim_end();
        (!name.is_empty() && !name.contains(char::is_whitespace)).then(|| name.to_owned())
    }

    /// The year, decade or century of a date.
    fn year(&self, date: &Date) -> String {
        let alone = Date { month: None, day: None, ..*date };
        let first = first_day(&alone).map_or(0, |day| day.year);
        let last = last_day(&alone).map_or(0, |day| day.year);
        match last - first {
            0 => self.year_name(first),
            9 if last < -9 => {
                let year = last.unsigned_abs().to_string();
                self.before_christ(&self.0.fill("decade", &[("year", &self.0.number(&year))]))
            }
            // "the 1800s" would be taken for the century, and "the 80s" for those of ours.
            9 if first < 1000 || first % 100 == 0 => {
                let (from, to) = (self.year_name(first), self.year_name(last));
                self.0.fill("years", &[("from", &from), ("to", &to)])
            }
            9 => self.0.fill("decade", &[("year", &self.0.number(&first.to_string()))]),
            _ if last <= 0 => self.before_christ(&self.century(last.unsigned_abs())),
            _ => self.century(first.unsigned_abs()),
        }
    }

    /// The century of a year, which is a whole number of hundreds.
    fn century(&self, year: u64) -> String {
        self.0.ordinal("century", (year / 100 + 1).try_into().unwrap_or_default())
    }

    fn before_christ(&self, words: &str) -> String {
        self.0.fill("before_christ", &[("date", words)])
    }

    /// A year as history counts them: before 1 comes 1 BC, which EDTF calls 0.
    fn year_name(&self, year: i64) -> String {
        let (key, number) = match year {
            ..=0 => ("year_bc", year.unsigned_abs() + 1),
            1..1000 => ("year_ad", year.unsigned_abs()),
            _ => ("year", year.unsigned_abs()),
        };
        self.0.fill(key, &[("year", &self.0.number(&number.to_string()))])
    }

    fn time(&self, time: Time) -> String {
        let two = |number: u8| self.0.two_digits(number);
        let seconds = if time.second == 0 { String::new() } else { format!(":{}", two(time.second)) };
        let shift = match time.shift {
            None => String::new(),
            Some(TimeShift::Utc | TimeShift::Offset { minutes: 0, .. }) => " UTC".to_owned(),
            Some(TimeShift::Offset { minutes, .. }) => {
                let sign = if minutes < 0 { '\u{2212}' } else { '+' };
                let part = |number: u32| two(number.try_into().unwrap_or_default());
                let minutes = u32::from(minutes.unsigned_abs());
                format!(" UTC{sign}{}:{}", part(minutes / 60), part(minutes % 60))
            }
        };
        format!("{}:{}{seconds}{shift}", two(time.hour), two(time.minute))
    }

    fn interval(&self, interval: &Interval) -> String {
        let is_unknown = |endpoint: &IntervalEndpoint| matches!(endpoint, IntervalEndpoint::Unknown);
        let (key, date, unknown) = match (dated(&interval.start), dated(&interval.end)) {
            (Some(start), Some(end)) => return self.span(start, end),
            (Some(start), None) => ("date_from", start, is_unknown(&interval.end).then_some("end_unknown")),
            (None, Some(end)) => ("date_until", end, is_unknown(&interval.start).then_some("start_unknown")),
            (None, None) => return self.0.word("date_unknown").to_owned(),
        };
        let words = self.around(key, date, &self.date(date));
        unknown.map_or(words.clone(), |key| self.0.fill(key, &[("date", &words)]))
    }

    /// Two dates in words, without saying twice the month or year that both share.
    fn span(&self, start: &Date, end: &Date) -> String {
        let (first, last) = (self.date(start), self.date(end));
        if first == last {
            return last;
        }
        let is_plain = !is_qualified(start) && !is_qualified(end);
        if let Some(days) = self.days(start, end, &last).filter(|_| is_plain) {
            return days;
        }
        if let (true, Some(from), Some(to)) = (is_plain, year_alone(start), year_alone(end)) {
            let number = |year: i32| self.0.number(&year.to_string()).into_owned();
            return self.0.fill("year_range", &[("from", &number(from)), ("to", &number(to))]);
        }
        let form = match (known(start.day), known(end.day)) {
            _ if start.is_approximate() && start.is_uncertain() => "uncertain",
            (Some(_), Some(_)) if is_plain => "day",
            _ => "other",
        };
        let short = self.without_year(start).filter(|short| {
            is_plain && start.year == end.year && end.month.is_some() && first.starts_with(short)
        });
        self.0.fill_form("date_span", form, &[("start", &short.unwrap_or(first)), ("end", &last)])
    }

    /// Days of one month, `7–8 July 2017`, in languages that write the day first.
    fn days(&self, start: &Date, end: &Date, last: &str) -> Option<String> {
        let (from, to) = (known(start.day)?, known(end.day)?);
        let number = |day: u8| self.0.number(&day.to_string()).into_owned();
        let is_month = start.year == end.year && start.month == end.month;
        (is_month && last.starts_with(&number(to)))
            .then(|| self.0.fill("day_range", &[("day", &number(from)), ("date", last)]))
    }

    /// A day or month in words without its year.
    fn without_year(&self, date: &Date) -> Option<String> {
        let month = known(date.month)?;
        match (season(month), date.day) {
            (Some(season), _) => Some(self.0.word(season).to_owned()),
            (None, None) => self.month_name(month),
            (None, Some(day)) => self.0.day_of_year(month, day.value()?),
        }
    }
}

/// The key of a season's name.
fn season(month: u8) -> Option<&'static str> {
    SEASONS.get(usize::from(month.checked_sub(21)?)).copied()
}

fn known(field: Option<DateField>) -> Option<u8> {
    field.and_then(DateField::value)
}

/// The year of a date where it is one of four digits, which needs no era.
fn modern_year(date: &Date) -> Option<i32> {
    date.year.value().and_then(|year| year.try_into().ok()).filter(|year| (1000..10_000).contains(year))
}

/// The year of a date that is a year and nothing more.
fn year_alone(date: &Date) -> Option<i32> {
    modern_year(date).filter(|_| date.month.is_none())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use crate::load::{Template, builtin_templates};
    use crate::locale::{Language, Languages};
    use crate::vocabulary::{Datatype, Date, Literal};

    fn with_language(tag: &str, test: impl FnOnce(&Language)) {
        let builtin = builtin_templates().into_iter();
        let builtin =
            builtin.map(|(name, text)| Template { name: name.into(), text: text.into(), file: None });
        let (words, found) = Languages::new(&builtin.collect::<Vec<_>>(), tag, []);
        assert_eq!(found, []);
        test(words.site());
    }

    #[track_caller]
    fn dates(tag: &str, cases: &[(&str, &str)]) {
        with_language(tag, |language| {
            for (text, words) in cases {
                let date = Date::parse(text).unwrap();
                assert_eq!(date.words(language).replace(['\u{a0}', '\u{202f}'], "_"), *words, "{tag} {text}");
            }
        });
    }

    #[test]
    fn dates_read_as_german() {
        dates(
            "de",
            &[
                ("2017-07-07", "7. Juli 2017"),
                ("2017-07", "Juli 2017"),
                ("1852-03%", "etwa März 1852, unsicher"),
                ("185X", "1850er-Jahre"),
                ("180X", "die Jahre 1800 bis 1809"),
                ("18XX", "19. Jahrhundert"),
                ("2017-22", "Sommer 2017"),
                ("0079-08-24", "24. August 79 n._Chr."),
                ("0079-08", "August 79 n._Chr."),
                ("Y-170000", "170.001 v._Chr."),
                ("2017-07-07/2017-07-08", "7.–8. Juli 2017"),
                ("2017-06-30/2017-07-02", "30. Juni bis 2. Juli 2017"),
                ("2017-06/2017-07", "Juni bis Juli 2017"),
                ("2016/2018", "2016–2018"),
                ("2017-07-07/..", "ab dem 7. Juli 2017"),
                ("../2017-07", "bis Juli 2017"),
                ("2017-07-07T16:05:00", "7. Juli 2017, 16:05"),
            ],
        );
    }

    #[test]
    fn dates_read_as_french() {
        dates(
            "fr",
            &[
                ("2017-07-07", "7 juillet 2017"),
                ("1852-03-04~", "vers le 4 mars 1852"),
                ("1852~", "vers 1852"),
                ("18XX", "le XIXe_siècle"),
                ("00XX", "le Ier_siècle"),
                ("-0052", "53 av._J.-C."),
                ("2017-07-07/2017-07-08", "du 7 au 8 juillet 2017"),
                ("2017-06-30/2017-07-02", "du 30 juin au 2 juillet 2017"),
                ("2017-04/2017-05", "avril – mai 2017"),
                ("2016/2018", "de 2016 à 2018"),
                ("../2017", "jusqu’en 2017"),
            ],
        );
    }

    #[test]
    fn dates_read_as_russian() {
        dates(
            "ru",
            &[
                ("2017-07-07", "7 июля 2017_г."),
                ("2017-07", "июль 2017_г."),
                ("2017", "2017_г."),
                ("1852?", "возможно, 1852_г."),
                ("185X", "1850-е_гг."),
                ("19XX", "XX_век"),
                ("2017-07-XX", "июль 2017_г., день неизвестен"),
                ("-0052", "53_г. до_н._э."),
                ("2017-07-07/2017-07-08", "7–8 июля 2017_г."),
                ("2017-06-30/2017-07-02", "30 июня_– 2 июля 2017_г."),
                ("2017-06/2017-07", "июнь_– июль 2017_г."),
                ("2016/2018", "2016–2018_гг."),
                ("2017-07/..", "июль 2017_г. и позднее"),
                ("2017-07-07/..", "с 7 июля 2017_г."),
            ],
        );
    }

    #[test]
    fn dates_read_as_arabic_in_the_digits_of_the_region() {
        dates(
            "ar",
            &[
                ("2017-07-07", "7 يوليو 2017"),
                ("1852~", "نحو 1852"),
                ("2017-07-07/2017-07-08", "من 7 إلى 8 يوليو 2017"),
                ("2016/2018", "من 2016 إلى 2018"),
                ("-0052", "53_ق.م"),
            ],
        );
        dates(
            "ar-EG",
            &[
                ("2017-07-07", "٧ يوليو ٢٠١٧"),
                ("18XX", "القرن ١٩"),
                ("2017-07-07T16:05:00", "٧ يوليو ٢٠١٧، ١٦:٠٥"),
            ],
        );
    }

    #[test]
    fn languages_without_a_table_have_dates_that_are_right() {
        dates(
            "en-US",
            &[
                ("2017-07-07", "July 7, 2017"),
                ("2017-06-30/2017-07-02", "June 30 to July 2, 2017"),
                ("2017-07-07/2017-07-08", "July 7 to July 8, 2017"),
            ],
        );
        dates(
            "hu",
            &[
                ("2017-07-07", "2017. július 7."),
                ("2017-06-30/2017-07-02", "2017. június 30. to 2017. július 2."),
            ],
        );
        dates("pt-BR", &[("2017-06/2017-07", "junho de 2017 to julho de 2017")]);
        dates("zh", &[("2017-07", "2017年7月"), ("0079-07", "公元79年7月")]);
    }

    #[test]
    fn other_values_have_the_forms_of_their_language() {
        let words = |tag: &str, datatype, text: &str| {
            let mut words = String::new();
            with_language(tag, |language| words = Literal::parse(datatype, text).unwrap().words(language));
            words.replace(['\u{a0}', '\u{202f}'], "_")
        };
        let durations = ["de", "fr", "ru", "ar"].map(|tag| words(tag, Datatype::Duration, "PT2H16M"));
        assert_eq!(
            durations,
            ["2 Stunden 16 Minuten", "2 heures 16 minutes", "2 часа 16 минут", "ساعتان و16 دقيقة"]
        );
        let halves = ["de", "fr", "ru"].map(|tag| words(tag, Datatype::Duration, "PT1.5H"));
        assert_eq!(halves, ["1,5 Stunden", "1,5 heure", "1,5 часа"]);
        let numbers = ["de", "fr", "ru", "ar"].map(|tag| words(tag, Datatype::Number, "12345.6 km"));
        assert_eq!(numbers, ["12.345,6_km", "12_345,6_km", "12_345,6_km", "12,345.6_km"]);
        let millions = ["de", "fr", "ru", "ar"].map(|tag| words(tag, Datatype::Number, "3 million EUR"));
        assert_eq!(millions, ["3 Millionen_EUR", "3 millions_EUR", "3_млн_EUR", "3 ملايين_EUR"]);
        assert_eq!(words("de", Datatype::Number, "1 million"), "1 Million");
        let ranges = ["de", "fr", "ru", "ar"].map(|tag| words(tag, Datatype::Number, "2..3 million EUR"));
        assert_eq!(
            ranges,
            ["2 bis 3 Millionen_EUR", "2 à 3 millions_EUR", "2–3_млн_EUR", "من 2 إلى 3 ملايين_EUR"]
        );
        let least = ["de", "fr", "ru", "ar"].map(|tag| words(tag, Datatype::Number, "40.."));
        assert_eq!(least, ["mindestens 40", "au moins 40", "минимум 40", "40 على الأقل"]);
        let centuries = ["de", "fr", "ru", "ar"].map(|tag| words(tag, Datatype::Date, "-03XX"));
        assert_eq!(
            centuries,
            ["4. Jahrhundert v._Chr.", "le IVe_siècle av._J.-C.", "IV_век до_н._э.", "القرن 4_ق.م"]
        );
        let decades = ["de", "fr", "ru", "ar"].map(|tag| words(tag, Datatype::Date, "-043X"));
        assert_eq!(
            decades,
            ["430er-Jahre v._Chr.", "les années 430 av._J.-C.", "430-е_гг. до_н._э.", "عقد 430_ق.م"]
        );
        assert_eq!(words("de", Datatype::Coordinates, "55.75, -37.62"), "55,75°_N, 37,62°_W");
        assert_eq!(words("ru", Datatype::Boolean, "true"), "да");
    }
}
