//! Mistakes in dates that make no sense beside other dates: lives, parts and wholes, beginnings and ends.

use annals::graph::Object;
use annals::resolve::EntityId;

use super::dice::Dice;
use super::site::{Mutation, Place, Reading, Value, entity_of, first_day, is_plain};

/// Events with the event they are part of, where the time of both is certain.
fn parts(reading: &Reading<'_>) -> Vec<(EntityId, EntityId)> {
    let events = reading.entities("event").into_iter();
    let parts = events
        .filter_map(|event| Some((event, entity_of(&reading.record(event, "part_of")?.statement.value)?)));
    parts
        .filter(|(part, whole)| reading.period(*part).is_some() && reading.period(*whole).is_some())
        .collect()
}

/// A date as much later or earlier as some years.
fn moved(date: &str, years: i32) -> String {
    let year: i32 = date[..4].parse().unwrap();
    format!("{:04}{}", year + years, &date[4..])
}

fn year(date: &str) -> i32 {
    date[..4].parse().unwrap()
}

/// The value that says when an event ended.
fn last<'a>(reading: &Reading<'a>, event: EntityId) -> Option<Value<'a>> {
    reading.record(event, "end").or_else(|| reading.record(event, "date"))
}

pub fn part_after_whole(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let parts = parts(reading).into_iter();
    parts
        .filter_map(|(part, whole)| {
            let (value, end) = (last(reading, part)?, reading.period(whole)?.1);
            let years = year(&end) - year(value.text) + 1 + dice.roll(3) as i32;
            Some(Mutation::replace(value.place, moved(value.text, years)))
        })
        .collect()
}

pub fn part_before_whole(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let parts = parts(reading).into_iter();
    parts
        .filter_map(|(part, whole)| {
            let value = reading.record(part, "start").or_else(|| reading.record(part, "date"))?;
            let years = year(&reading.period(whole)?.0) - year(value.text) - 1 - dice.roll(3) as i32;
            Some(Mutation::replace(value.place, moved(value.text, years)))
        })
        .collect()
}

/// A whole that ends before one of its parts begins, but not before it begins itself.
pub fn whole_ends_early(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let parts = parts(reading).into_iter();
    parts
        .filter_map(|(part, whole)| {
            let (start, part_start) = (reading.period(whole)?.0, reading.period(part)?.0);
            (start < part_start)
                .then(|| Some(Mutation::replace(reading.record(whole, "end")?.place, start)))?
        })
        .collect()
}

/// A part that is said to be of an event of another time.
pub fn part_of_another_time(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let parts = parts(reading).into_iter();
    parts
        .filter_map(|(part, whole)| {
            let (start, end) = reading.period(part)?;
            let others = reading.entities("event").into_iter().filter(|&other| {
                let period = reading.period(other);
                other != part && other != whole && period.is_some_and(|it| it.1 < start || end < it.0)
            });
            let other = *dice.pick(&others.collect::<Vec<_>>())?;
            Some(Mutation::replace(reading.record(part, "part_of")?.place, reading.id(other)))
        })
        .collect()
}

pub fn circular_part(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let wholes = ["event", "place"].into_iter().flat_map(|kind| reading.entities(kind));
    wholes
        .filter_map(|part| {
            let whole = entity_of(&reading.record(part, "part_of")?.statement.value)?;
            let value = reading.record(whole, "part_of");
            match value {
                Some(value) => Some(Mutation::replace(value.place, reading.id(part))),
                None => new_line(reading, whole, &format!("part_of: {}", reading.id(part))),
            }
        })
        .collect()
}

/// A further line of a YAML front matter; its value has to be shown.
pub fn new_line(reading: &Reading<'_>, entity: EntityId, line: &str) -> Option<Mutation> {
    let fence = reading.find(entity, "---\n")?;
    let place = Place { range: fence.range.end..fence.range.end, ..fence };
    let mut mutation = Mutation::replace(place, format!("{line}\n"));
    let value = line.find(": ")? + 2;
    for spot in &mut mutation.spots {
        spot.range = spot.range.start + value..spot.range.start + line.len();
    }
    Some(mutation)
}

pub fn end_before_start(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let events = reading.entities("event").into_iter();
    events
        .filter_map(|event| {
            let (start, end) = (reading.record(event, "start")?, reading.record(event, "end")?);
            let years = year(start.text) - year(end.text) - 1 - dice.roll(9) as i32;
            is_plain(end.text).then(|| Mutation::replace(end.place.clone(), moved(end.text, years)))
        })
        .collect()
}

/// Two values in the same file, exchanged in one edit.
fn exchanged(one: &Value<'_>, other: &Value<'_>, text: &str) -> Mutation {
    let range = one.place.range.start..other.place.range.end;
    let between = &text[one.place.range.end..other.place.range.start];
    let place = Place { path: one.place.path.clone(), range };
    Mutation::replace(place, format!("{}{between}{}", other.text, one.text))
}

fn exchange(reading: &Reading<'_>, kind: &str, early: &str, late: &str) -> Vec<Mutation> {
    let entities = reading.entities(kind).into_iter();
    entities
        .filter_map(|entity| {
            let (one, other) = (reading.record(entity, early)?, reading.record(entity, late)?);
            let in_order = one.place.range.end < other.place.range.start && one.text < other.text;
            in_order.then(|| exchanged(&one, &other, reading.file(&one.place.path)))
        })
        .collect()
}

pub fn exchanged_start_and_end(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    exchange(reading, "event", "start", "end")
}

pub fn exchanged_born_and_died(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    exchange(reading, "person", "born", "died")
}

/// `from` and `until` of an office, in a sentence or in front matter.
pub fn exchanged_from_and_until(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let mut mutations = Vec::new();
    for path in reading.paths.iter().filter(|path| path.ends_with(".md")) {
        let text = reading.file(path);
        for (from_sign, until_sign) in [("from: ", ", until: "), ("from=", " until=")] {
            for (at, _) in text.match_indices(from_sign) {
                let start = at + from_sign.len();
                let Some((from, rest)) = text[start..].split_once(until_sign) else { continue };
                let until =
                    &rest[..rest.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(rest.len())];
                if !is_plain(from) || !is_plain(until) {
                    continue;
                }
                let range = start..start + from.len() + until_sign.len() + until.len();
                let place = Place { path: path.clone(), range };
                mutations.push(Mutation::replace(place, format!("{until}{until_sign}{from}")));
            }
        }
    }
    mutations
}

pub fn died_before_born(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let people = reading.entities("person").into_iter();
    people
        .filter_map(|person| {
            let (born, died) = (reading.record(person, "born")?, reading.record(person, "died")?);
            // Farther than an approximate date may reach.
            let years = year(born.text) - year(died.text) - 7 - dice.roll(20) as i32;
            Some(Mutation::replace(died.place, moved(died.text, years)))
        })
        .collect()
}

/// People at events whose time is certain, each with the value that says so.
fn present<'a>(reading: &Reading<'a>) -> Vec<(EntityId, (String, String), Value<'a>)> {
    let values = reading.values().into_iter().filter(|value| value.property.name == "participants");
    values
        .filter_map(|value| {
            let person = entity_of(&value.statement.value).filter(|&it| reading.kind(it) == "person")?;
            Some((person, reading.period(value.statement.subject)?, value))
        })
        .collect()
}

/// A birth after an event that the person took part in.
pub fn born_too_late(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let present = present(reading).into_iter();
    present
        .filter_map(|(person, (_, end), _)| {
            let born = reading.record(person, "born").filter(|born| is_plain(born.text))?;
            let years = year(&end) - year(born.text) + 1 + dice.roll(5) as i32;
            Some(Mutation::replace(born.place, moved(born.text, years)))
        })
        .collect()
}

/// A death before an event that the person took part in.
pub fn died_too_early(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let present = present(reading).into_iter();
    present
        .filter_map(|(person, (start, _), _)| {
            let died = reading.record(person, "died").filter(|died| is_plain(died.text))?;
            let years = year(&start) - year(died.text) - 1 - dice.roll(5) as i32;
            Some(Mutation::replace(died.place, moved(died.text, years)))
        })
        .collect()
}

/// The people who were certainly not alive at a time.
fn absent(reading: &Reading<'_>, period: &(String, String)) -> Vec<EntityId> {
    reading.entities("person").into_iter().filter(|&it| reading.was_absent(it, period)).collect()
}

pub fn dead_or_unborn_participant(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let present = present(reading).into_iter();
    present
        .filter_map(|(_, period, value)| {
            let other = *dice.pick(&absent(reading, &period))?;
            Some(Mutation::replace(value.place, reading.id(other)))
        })
        .collect()
}

pub fn dead_or_unborn_speaker(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let claims = reading.claims();
    claims
        .filter_map(|(claim, document, annotation)| {
            let day = first_day(claim.on.as_ref()?.0.as_str())?;
            let (place, _) = reading.attribute(document, annotation, "by")?;
            let other = *dice.pick(&absent(reading, &(day.clone(), day)))?;
            Some(Mutation::replace(place, reading.id(other)))
        })
        .collect()
}

/// A claim made before its speaker was born or after the speaker died.
pub fn said_in_no_lifetime(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let claims = reading.claims();
    claims
        .filter_map(|(claim, document, annotation)| {
            let (place, on) = reading.attribute(document, annotation, "on").filter(|(_, on)| is_plain(on))?;
            let &[speaker] = claim.speakers.as_slice() else { return None };
            let (born, died) = reading.life(speaker);
            let before = born.map(|born| year(&born) - 1 - dice.roll(30) as i32);
            let after = died.map(|died| year(&died) + 1 + dice.roll(30) as i32);
            let year_said = if dice.roll(2) == 0 { before.or(after) } else { after.or(before) }?;
            Some(Mutation::replace(place, moved(on, year_said - year(on))))
        })
        .collect()
}

/// A claim made at an event, on a day when that was over.
pub fn said_outside_event(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let claims = reading.claims();
    claims
        .filter_map(|(claim, document, annotation)| {
            let (place, on) = reading.attribute(document, annotation, "on").filter(|(_, on)| is_plain(on))?;
            let (_, end) = claim.at.iter().find_map(|&event| reading.period(event))?;
            Some(Mutation::replace(place, moved(on, year(&end) - year(on) + 1 + dice.roll(2) as i32)))
        })
        .collect()
}

/// Verbs in the past, apart from those in `-ed`.
const PAST: [&str; 5] = ["was", "were", "had", "went", "took"];

/// A claim that tells of an event in the past, but is made in a year before it.
pub fn said_before_it_happened(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let claims = reading.claims().filter(|(claim, ..)| !claim.quote);
    claims
        .filter_map(|(claim, document, annotation)| {
            let (place, on) = reading.attribute(document, annotation, "on").filter(|(_, on)| is_plain(on))?;
            let words = reading.words(document, annotation);
            words.iter().find(|word| PAST.contains(&word.text) || word.text.ends_with("ed"))?;
            let (start, _) = claim.about.iter().find_map(|&event| reading.period(event))?;
            let said = moved(on, year(&start) - year(on) - 1);
            let day = first_day(&said)?;
            let alive = claim.speakers.iter().all(|&it| !reading.was_absent(it, &(day.clone(), day.clone())));
            (alive && claim.at.is_empty()).then(|| Mutation::replace(place, said))
        })
        .collect()
}

/// An office entered before birth.
pub fn office_before_birth(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let values = reading.values().into_iter().filter(|value| value.property.name == "position");
    values
        .filter_map(|value| {
            let (born, _) = reading.life(value.statement.subject);
            let text = reading.file(&value.place.path);
            let line = text[value.place.range.end..].split(['\n', '}']).next()?;
            let (at, sign) = line.match_indices("from").next().map(|(at, _)| (at, &line[at + 4..]))?;
            let start = value.place.range.end
                + at
                + 4
                + (sign.len() - sign.trim_start_matches([':', '=', ' ']).len());
            let date = &text[start..];
            let date = &date[..date.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(date.len())];
            let years = year(&born?) - year(date) - 1 - dice.roll(20) as i32;
            let place = Place { range: start..start + date.len(), ..value.place };
            Some(Mutation::replace(place, moved(date, years)))
        })
        .collect()
}

/// A date earlier than the one that it has to follow.
fn too_early(reading: &Reading<'_>, dice: &mut Dice, kind: &str, early: &str, late: &str) -> Vec<Mutation> {
    let entities = reading.entities(kind).into_iter();
    entities
        .filter_map(|entity| {
            let (one, other) = (reading.record(entity, early)?, reading.record(entity, late)?);
            let years = year(one.text) - year(other.text) - 1 - dice.roll(4) as i32;
            Some(Mutation::replace(other.place, moved(other.text, years)))
        })
        .collect()
}

pub fn retrieved_before_published(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    too_early(reading, dice, "source", "published", "retrieved")
}

pub fn updated_before_date(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    too_early(reading, dice, "article", "date", "updated")
}

pub fn dissolved_before_founded(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    too_early(reading, dice, "organization", "founded", "dissolved")
}

/// An event before the one that it follows.
pub fn follower_too_early(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let values = reading.values().into_iter().filter(|value| value.property.name == "follows");
    values
        .filter_map(|value| {
            let Object::Entity(first) = value.statement.value else { return None };
            let (start, _) = reading.period(first)?;
            let own = last(reading, value.statement.subject).filter(|own| is_plain(own.text))?;
            let years = year(&start) - year(own.text) - 1 - dice.roll(3) as i32;
            Some(Mutation::replace(own.place, moved(own.text, years)))
        })
        .collect()
}

/// A child born before its mother or father.
pub fn child_before_parent(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let people = reading.entities("person").into_iter();
    people
        .filter_map(|person| {
            let parent = reading.record(person, "mother").or_else(|| reading.record(person, "father"))?;
            let (born, _) = reading.life(entity_of(&parent.statement.value)?);
            let own = reading.record(person, "born")?;
            let years = year(&born?) - year(own.text) - 1 - dice.roll(9) as i32;
            Some(Mutation::replace(own.place, moved(own.text, years)))
        })
        .collect()
}
