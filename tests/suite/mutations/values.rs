//! Mistakes in values: what the prose says, what the markup says, and what another place says.

use annals::graph::Object;
use annals::resolve::EntityId;
use annals::syntax::{Annotation, AnnotationKind, Document, SpanClass};
use annals::vocabulary::{Datatype, Literal};
use jiff::civil::Date as Day;

use super::dice::Dice;
use super::prose::{self, MONTHS, WEEKDAYS, Word};
use super::site::{Mutation, Place, Reading, Value, entity_of, is_date, is_plain};

/// A date that a sentence states: the words for it and the value in the markup.
struct Dated<'a> {
    document: &'a Document,
    words: Vec<Word<'a>>,
    value: Place,
    text: &'a str,
}

fn dated<'a>(reading: &Reading<'a>) -> Vec<Dated<'a>> {
    let spans = reading.annotations().filter(|(_, it)| it.kind == AnnotationKind::Span(SpanClass::Date));
    let spans = spans.filter_map(|(document, it)| {
        let (value, text) = reading.attribute(document, it, "when")?;
        Some((document, it, value, text))
    });
    let facts = reading.values().into_iter().filter(|value| is_date(value.property));
    let facts =
        facts.filter_map(|value| value.fact.map(|(document, it)| (document, it, value.place, value.text)));
    spans
        .chain(facts)
        .filter(|(.., text)| is_plain(text))
        .map(|(document, it, value, text)| Dated {
            document,
            words: reading.words(document, it),
            value,
            text,
        })
        .collect()
}

impl Dated<'_> {
    fn part(&self, index: usize) -> Option<usize> {
        self.text.split('-').nth(index)?.parse().ok()
    }

    fn month(&self) -> Option<&'static str> {
        MONTHS.get(self.part(1)?.checked_sub(1)?).copied()
    }

    fn word(&self, test: impl Fn(&str) -> bool) -> Option<&Word<'_>> {
        self.words.iter().find(|word| test(word.text))
    }

    fn year_word(&self) -> Option<&Word<'_>> {
        self.word(|word| word.len() == 4 && word == self.text.split('-').next().unwrap_or_default())
    }

    fn month_word(&self) -> Option<&Word<'_>> {
        let month = self.month()?;
        self.word(|word| word == month)
    }

    fn day_word(&self) -> Option<&Word<'_>> {
        let day = self.part(2)?.to_string();
        self.word(|word| word == day)
    }

    fn weekday_word(&self) -> Option<&Word<'_>> {
        self.word(|word| WEEKDAYS.contains(&word))
    }

    /// The value with one of its parts replaced.
    fn with(&self, index: usize, number: usize) -> String {
        let mut parts: Vec<_> = self.text.split('-').map(str::to_owned).collect();
        parts[index] = format!("{number:0width$}", width = parts[index].len());
        parts.join("-")
    }

    fn say(&self, reading: &Reading<'_>, word: &Word<'_>, other: impl Into<String>) -> Mutation {
        let path = reading.at(self.document, self.document.front.span).path;
        Mutation::replace(Place { path, range: word.range.clone() }, other)
    }

    fn mark(&self, value: String) -> Mutation {
        Mutation::replace(self.value.clone(), value)
    }
}

/// A number from `least` to `most` that is another one.
fn another(dice: &mut Dice, least: usize, most: usize, not: usize) -> usize {
    let others: Vec<_> = (least..=most).filter(|&number| number != not).collect();
    dice.pick(&others).copied().unwrap_or(least)
}

pub fn year_in_prose(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let found = dated(reading);
    found
        .iter()
        .filter_map(|date| {
            let word = date.year_word()?;
            let year = date.part(0)?;
            Some(date.say(reading, word, another(dice, year - 9, year + 9, year).to_string()))
        })
        .collect()
}

pub fn month_in_prose(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let found = dated(reading);
    found
        .iter()
        .filter_map(|date| {
            let other = another(dice, 1, 12, date.part(1)?);
            Some(date.say(reading, date.month_word()?, MONTHS[other - 1]))
        })
        .collect()
}

pub fn day_in_prose(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let found = dated(reading);
    found
        .iter()
        .filter_map(|date| {
            let other = another(dice, 1, 28, date.part(2)?);
            Some(date.say(reading, date.day_word()?, other.to_string()))
        })
        .collect()
}

pub fn weekday_in_prose(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let found = dated(reading);
    found
        .iter()
        .filter(|date| date.text.len() == 10)
        .filter_map(|date| {
            let word = date.weekday_word()?;
            let others: Vec<_> = WEEKDAYS.into_iter().filter(|day| *day != word.text).collect();
            Some(date.say(reading, word, *dice.pick(&others)?))
        })
        .collect()
}

pub fn year_in_markup(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let found = dated(reading);
    let stated = found.iter().filter(|date| date.year_word().is_some());
    stated
        .filter_map(|date| {
            let year = date.part(0)?;
            Some(date.mark(date.with(0, another(dice, year - 9, year + 9, year))))
        })
        .collect()
}

pub fn month_in_markup(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let found = dated(reading);
    let stated = found.iter().filter(|date| date.month_word().is_some());
    stated
        .filter_map(|date| {
            let other = another(dice, 1, 12, date.part(1)?);
            // Every month has 28 days.
            date.part(2).is_none_or(|day| day <= 28).then(|| date.mark(date.with(1, other)))
        })
        .collect()
}

pub fn day_in_markup(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let found = dated(reading);
    let stated = found.iter().filter(|date| date.day_word().is_some());
    stated.filter_map(|date| Some(date.mark(date.with(2, another(dice, 1, 28, date.part(2)?))))).collect()
}

/// The date of a weekday, so that the weekday becomes another.
pub fn date_of_weekday(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let found = dated(reading);
    let stated = found.iter().filter(|date| date.weekday_word().is_some());
    stated
        .filter_map(|date| {
            let day: Day = date.text.parse().ok()?;
            let shift = another(dice, 1, 6, 0) as i64;
            Some(date.mark(day.checked_add(jiff::Span::new().days(shift)).ok()?.to_string()))
        })
        .collect()
}

/// The numbers that sentences state, each with the words for it.
fn numbers<'a>(reading: &Reading<'a>, datatype: Datatype) -> Vec<(Value<'a>, &'a Document, Vec<Word<'a>>)> {
    let values = reading.values().into_iter().filter(|value| value.property.datatype == datatype);
    values
        .filter_map(|value| {
            let (document, annotation) = value.fact?;
            let words = reading.words(document, annotation);
            Some((value, document, words))
        })
        .collect()
}

/// The numbers that a value is made of: 2 and 16 of `PT2H16M`, 12.5 of `12.5 %`.
fn amounts(value: &Value<'_>) -> Vec<f64> {
    match &value.statement.value {
        Object::Literal(Literal::Number(number)) => vec![number.bounds().0],
        _ => {
            let parts = value.text.split(|c: char| !c.is_ascii_digit() && c != '.');
            parts.filter_map(|part| part.parse().ok()).collect()
        }
    }
}

fn is_percent(value: &Value<'_>) -> bool {
    value.text.contains('%')
}

/// Whether it is what the prose says in so many words.
fn spoken<'w, 'a>(value: &Value<'_>, words: &'w [Word<'a>]) -> Vec<&'w Word<'a>> {
    let amounts = amounts(value);
    words.iter().filter(|word| prose::number(word.text).is_some_and(|it| amounts.contains(&it))).collect()
}

fn place_of(reading: &Reading<'_>, document: &Document, word: &Word<'_>) -> Place {
    Place { range: word.range.clone(), ..reading.at(document, document.front.span) }
}

fn wrong_digits(
    reading: &Reading<'_>,
    dice: &mut Dice,
    datatype: Datatype,
    wanted: fn(&Value<'_>) -> bool,
) -> Vec<Mutation> {
    let found = numbers(reading, datatype);
    let words = found.iter().filter(|(value, ..)| wanted(value)).flat_map(|(value, document, words)| {
        spoken(value, words).into_iter().map(move |word| (*document, word))
    });
    words
        .filter_map(|(document, word)| {
            Some(Mutation::replace(place_of(reading, document, word), dice.digit(word.text)?))
        })
        .collect()
}

pub fn digit_in_prose(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    wrong_digits(reading, dice, Datatype::Number, |value| !is_percent(value))
}

pub fn percentage_in_prose(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    wrong_digits(reading, dice, Datatype::Number, is_percent)
}

pub fn duration_in_prose(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    wrong_digits(reading, dice, Datatype::Duration, |_| true)
}

/// Numbers in letters: "four", "ninety-nine".
pub fn spelled_number_in_prose(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let mut mutations = Vec::new();
    for datatype in [Datatype::Number, Datatype::Duration] {
        for (value, document, words) in numbers(reading, datatype) {
            let spelled = spoken(&value, &words).into_iter().filter(|word| word.text.parse::<f64>().is_err());
            for word in spelled.filter(|word| word.text.starts_with(char::is_alphabetic)) {
                let number = prose::number(word.text).unwrap_or_default() as usize;
                let other = prose::spelled(another(dice, 2, 40, number) as u32);
                mutations.push(Mutation::replace(place_of(reading, document, word), other));
            }
        }
    }
    mutations
}

/// "half an hour" that becomes a whole one.
pub fn half_in_prose(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let found = numbers(reading, Datatype::Duration);
    let halves = found.iter().flat_map(|(_, document, words)| {
        words.windows(2).filter(|pair| pair[0].text == "half" && pair[1].text == "an").map(move |pair| {
            let range = pair[0].range.start..pair[1].range.end;
            Place { range, ..reading.at(document, document.front.span) }
        })
    });
    halves.map(|place| Mutation::replace(place, "one")).collect()
}

pub fn time_unit_in_prose(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let found = numbers(reading, Datatype::Duration);
    let units = found.iter().flat_map(|(_, document, words)| words.iter().map(move |word| (*document, word)));
    units
        .filter_map(|(document, word)| {
            Some(Mutation::replace(place_of(reading, document, word), prose::other_time(word.text)?))
        })
        .collect()
}

pub fn unit_in_prose(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let mut mutations = Vec::new();
    for (value, document, words) in numbers(reading, Datatype::Number) {
        let has_unit = value.text.contains(|c: char| c.is_alphabetic() || c == '%');
        for word in words.iter().filter(|_| has_unit) {
            let rest = &reading.text(document)[word.range.start..];
            if let Some((unit, other)) = prose::other_measure(rest) {
                let range = word.range.start..word.range.start + unit.len();
                mutations
                    .push(Mutation::replace(Place { range, ..place_of(reading, document, word) }, other));
            }
        }
    }
    mutations
}

fn wrong_values(
    reading: &Reading<'_>,
    dice: &mut Dice,
    datatype: Datatype,
    wanted: fn(&Value<'_>) -> bool,
) -> Vec<Mutation> {
    let found = numbers(reading, datatype);
    let stated = found.iter().filter(|(value, _, words)| wanted(value) && !spoken(value, words).is_empty());
    stated
        .filter_map(|(value, ..)| Some(Mutation::replace(value.place.clone(), dice.digit(value.text)?)))
        .collect()
}

pub fn digit_in_markup(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    wrong_values(reading, dice, Datatype::Number, |value| !is_percent(value))
}

pub fn percentage_in_markup(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    wrong_values(reading, dice, Datatype::Number, is_percent)
}

pub fn duration_in_markup(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    wrong_values(reading, dice, Datatype::Duration, |_| true)
}

pub fn duration_unit_in_markup(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let found = numbers(reading, Datatype::Duration);
    let stated = found.iter().filter(|(value, _, words)| !spoken(value, words).is_empty());
    stated
        .filter_map(|(value, ..)| {
            // Minutes become hours, seconds minutes, weeks days; a longer duration keeps its smaller units in order.
            let (head, unit) = value.text.split_at(value.text.len() - 1);
            let other = match unit {
                "M" if !head.contains('H') => "H",
                "S" if !head.contains('M') => "M",
                "W" => "D",
                "D" => "W",
                _ => return None,
            };
            Some(Mutation::replace(value.place.clone(), format!("{head}{other}")))
        })
        .collect()
}

/// Values of front matter that a sentence or another file says as well.
fn confirmed<'a>(reading: &Reading<'a>, datatype: Datatype) -> Vec<Value<'a>> {
    let values = reading.values().into_iter();
    values
        .filter(|value| value.fact.is_none() && value.property.single && value.property.datatype == datatype)
        .filter(|value| !reading.twins(value).is_empty())
        .collect()
}

pub fn date_in_record(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let found = confirmed(reading, Datatype::Date).into_iter().filter(|value| is_plain(value.text));
    found
        .filter_map(|value| {
            let (head, last) = value.text.rsplit_once('-').unwrap_or(("", value.text));
            let number: usize = last.parse().ok()?;
            let date = match value.text.len() {
                4 => another(dice, number - 9, number + 9, number).to_string(),
                7 => format!("{head}-{:02}", another(dice, 1, 12, number)),
                _ => format!("{head}-{:02}", another(dice, 1, 28, number)),
            };
            Some(Mutation::replace(value.place, date))
        })
        .collect()
}

/// An approximate date that is farther off than it may be.
pub fn approximate_date_in_record(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let found = confirmed(reading, Datatype::Date).into_iter().filter(|value| value.text.ends_with('~'));
    found
        .filter_map(|value| {
            let year: usize = value.text.get(..4)?.parse().ok()?;
            let moved = another(dice, year - 30, year - 10, year);
            Some(Mutation::replace(value.place, format!("{moved}{}", &value.text[4..])))
        })
        .collect()
}

fn digits_in_record(reading: &Reading<'_>, dice: &mut Dice, datatype: Datatype) -> Vec<Mutation> {
    let found = confirmed(reading, datatype).into_iter();
    found.filter_map(|value| Some(Mutation::replace(value.place, dice.digit(value.text)?))).collect()
}

pub fn number_in_record(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    digits_in_record(reading, dice, Datatype::Number)
}

pub fn duration_in_record(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    digits_in_record(reading, dice, Datatype::Duration)
}

/// A winner, a mother, a place of birth.
pub fn entity_in_record(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let found = confirmed(reading, Datatype::Entity).into_iter();
    found
        .filter_map(|value| {
            let entity = entity_of(&value.statement.value)?;
            // Who was born in a town was born in its region as well.
            let lies_in = |part, whole| {
                reading.record(part, "part_of").and_then(|it| entity_of(&it.statement.value)) == Some(whole)
            };
            let near = reading.entities("place").into_iter();
            let near: Vec<_> = near.filter(|&it| lies_in(entity, it) || lies_in(it, entity)).collect();
            let other = other_of_kind(reading, dice, entity, &near)?;
            Some(Mutation::replace(value.place, reading.id(other)))
        })
        .collect()
}

/// Words that a single-valued property gives in two places.
pub fn text_in_record(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let found = confirmed(reading, Datatype::Text).into_iter();
    found
        .filter_map(|value| {
            let words: Vec<_> = value.text.split(' ').collect();
            let word = *dice.pick(&words)?;
            Some(Mutation::replace(value.place, value.text.replace(word, "upheld")))
        })
        .collect()
}

/// The entity that a fact's words name, replaced in the markup by another one of its kind.
pub fn entity_in_markup(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let values = reading.values().into_iter();
    values
        .filter_map(|value| {
            let (document, fact) = value.fact?;
            let entity = entity_of(&value.statement.value)?;
            let named: Vec<_> = named_in(reading, document, fact);
            if !named.contains(&entity) {
                return None;
            }
            let other =
                other_of_kind(reading, dice, entity, &[&named[..], &[value.statement.subject]].concat())?;
            Some(Mutation::replace(value.place, reading.id(other)))
        })
        .collect()
}

/// The entities that are named by name within an annotation.
fn named_in(reading: &Reading<'_>, document: &Document, around: &Annotation) -> Vec<EntityId> {
    let inside = document
        .body
        .annotations
        .iter()
        .filter(|it| around.inner.contains(it.span) && it.span != around.span);
    let shown = inside.filter(|it| matches!(it.kind, AnnotationKind::Mention(_)));
    let shown: Vec<_> = shown.map(|it| it.inner.of(reading.text(document)).replace('\n', " ")).collect();
    let entities = reading.graph.registry.iter().map(|(id, _)| id);
    entities
        .filter(|&id| reading.names(id).iter().any(|name| shown.iter().any(|shown| shown == name)))
        .collect()
}

/// Another entity of the same kind.
pub fn other_of_kind(
    reading: &Reading<'_>,
    dice: &mut Dice,
    entity: EntityId,
    not: &[EntityId],
) -> Option<EntityId> {
    let kind = reading.kind(entity);
    let others = reading.entities(kind).into_iter().filter(|&it| it != entity && !not.contains(&it));
    dice.pick(&others.collect::<Vec<_>>()).copied()
}

/// A fact about another thing, which has another value of its own.
pub fn subject(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let values = reading.values();
    values
        .iter()
        .filter(|value| value.property.single)
        .filter_map(|value| {
            let (document, fact) = value.fact?;
            let (place, _) = reading.attribute(document, fact, "of")?;
            let others = values.iter().filter(|other| {
                other.statement.property == value.statement.property
                    && other.statement.qualifiers == value.statement.qualifiers
                    && other.fact.is_none()
                    && differs(value, other)
            });
            let other = *dice.pick(&others.collect::<Vec<_>>())?;
            Some(Mutation::replace(place, reading.id(other.statement.subject)))
        })
        .collect()
}

/// Whether two values of one property certainly differ.
fn differs(one: &Value<'_>, other: &Value<'_>) -> bool {
    let dates = is_date(one.property);
    let comparable =
        !dates || is_plain(one.text) && is_plain(other.text) && one.text.len() == other.text.len();
    comparable
        && one.statement.subject != other.statement.subject
        && one.statement.value != other.statement.value
}

/// Coordinates that lie nowhere on Earth.
pub fn coordinates_out_of_range(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let values =
        reading.values().into_iter().filter(|value| value.property.datatype == Datatype::Coordinates);
    values
        .filter_map(|value| {
            let latitude = value.text.trim_start_matches('[').split(',').next()?;
            let start = value.place.range.start + value.text.find(latitude)?;
            let range = start..start + latitude.len();
            Some(Mutation::replace(Place { range, ..value.place }, "91.5"))
        })
        .collect()
}
