//! Mistakes in quotations and in the archived texts that they are checked against.

use annals::graph::Claim;
use annals::resolve::EntityId;
use annals::syntax::{Annotation, Document};

use super::dice::Dice;
use super::prose::Word;
use super::site::{Change, Mutation, Place, Reading};

/// Words that occur in none of the texts.
const FOREIGN: [&str; 6] = ["hardly", "purple", "seldom", "magnificent", "allegedly", "umbrella"];

/// The quotations that name a source with an archived text, with their words.
fn quoted<'a>(reading: &Reading<'a>) -> Vec<(&'a Claim, &'a Document, &'a Annotation, Vec<Word<'a>>)> {
    let quotes = reading.claims().filter(|(claim, ..)| claim.quote);
    let quotes = quotes.filter(|(claim, ..)| claim.sources.iter().any(|&it| archived(reading, it).is_some()));
    quotes.map(|(claim, document, it)| (claim, document, it, reading.words(document, it))).collect()
}

/// The archived text of a source.
fn archived(reading: &Reading<'_>, source: EntityId) -> Option<String> {
    let name = reading.record(source, "text")?.text;
    reading.paths.iter().find(|path| path.ends_with(name)).cloned()
}

fn place_of(reading: &Reading<'_>, document: &Document, word: &Word<'_>) -> Place {
    Place { range: word.range.clone(), ..reading.at(document, document.front.span) }
}

pub fn changed_word(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let quotes = quoted(reading).into_iter();
    quotes
        .filter_map(|(_, document, _, words)| {
            let word = dice.pick(&words)?;
            Some(Mutation::replace(place_of(reading, document, word), *dice.pick(&FOREIGN)?))
        })
        .collect()
}

/// A word is gone, with the space behind it.
pub fn dropped_word(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let quotes = quoted(reading).into_iter();
    quotes
        .filter_map(|(_, document, _, words)| {
            let inner: Vec<_> = words.windows(3).collect();
            let [before, word, after] = dice.pick(&inner)? else { return None };
            let text = reading.text(document);
            let plain = [before.range.end..word.range.start, word.range.end..after.range.start];
            let is_plain = plain.into_iter().all(|gap| text[gap].chars().all(char::is_whitespace));
            let range = word.range.start..after.range.start;
            is_plain.then(|| Mutation::replace(Place { range, ..place_of(reading, document, word) }, ""))
        })
        .collect()
}

pub fn added_word(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let quotes = quoted(reading).into_iter();
    quotes
        .filter_map(|(_, document, _, words)| {
            let word = dice.pick(words.get(1..)?)?;
            let place = place_of(reading, document, word);
            let place = Place { range: place.range.start..place.range.start, ..place };
            let preceded = reading.text(document)[..place.range.start].ends_with(char::is_whitespace);
            preceded.then_some(())?;
            Some(Mutation::replace(place, format!("{} ", dice.pick(&FOREIGN)?)))
        })
        .collect()
}

/// Two neighbours that change places.
pub fn exchanged_words(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let quotes = quoted(reading).into_iter();
    quotes
        .filter_map(|(_, document, _, words)| {
            let pairs: Vec<_> = words.windows(2).filter(|pair| pair[0].text != pair[1].text).collect();
            let [one, other] = dice.pick(&pairs)? else { return None };
            let between = &reading.text(document)[one.range.end..other.range.start];
            let range = one.range.start..other.range.end;
            let words = format!("{}{between}{}", other.text, one.text);
            let is_plain = between.chars().all(char::is_whitespace);
            is_plain.then(|| Mutation::replace(Place { range, ..place_of(reading, document, one) }, words))
        })
        .collect()
}

/// Words that deny.
const DENIALS: [&str; 5] = ["not", "never", "no", "nothing", "nobody"];

/// Other words for a word of a quotation that denies.
fn denied(reading: &Reading<'_>, other: &str) -> Vec<Mutation> {
    let quotes = quoted(reading).into_iter();
    quotes
        .flat_map(|(_, document, _, words)| {
            let inner = words.windows(3).filter(|three| DENIALS.contains(&three[1].text));
            let places = inner.map(|three| place_of(reading, document, &three[1]));
            places.map(|place| Mutation::replace(place, other)).collect::<Vec<_>>()
        })
        .collect()
}

pub fn ellipsis_over_denial(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    denied(reading, "…")
}

pub fn brackets_over_denial(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    denied(reading, "\\[indeed\\]")
}

/// A word within a quotation that begins with another case.
pub fn changed_case(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let quotes = quoted(reading).into_iter();
    quotes
        .filter_map(|(_, document, _, words)| {
            let small: Vec<_> = words
                .get(1..)?
                .iter()
                .filter(|it| it.text.starts_with(|c: char| c.is_ascii_lowercase()))
                .collect();
            let word = dice.pick(&small)?;
            let (first, rest) = word.text.split_at(1);
            Some(Mutation::replace(place_of(reading, document, word), first.to_uppercase() + rest))
        })
        .collect()
}

/// A word is another one, behind an editor's brackets that have nothing to do with it.
pub fn changed_beside_brackets(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let quotes = quoted(reading).into_iter();
    quotes
        .filter_map(|(_, document, _, words)| {
            let word = dice.pick(words.get(1..)?)?;
            let words = format!("\\[sic\\] {}", dice.pick(&FOREIGN)?);
            Some(Mutation::replace(place_of(reading, document, word), words))
        })
        .collect()
}

/// What stands before an ellipsis and what stands behind it change places.
pub fn exchanged_around_ellipsis(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let quotes = quoted(reading).into_iter();
    quotes
        .filter_map(|(_, document, annotation, _)| {
            let (before, behind) = annotation.inner.of(reading.text(document)).split_once(" … ")?;
            let is_plain = !before.contains(['[', '{']) && !behind.contains(['[', '{', '…']);
            let place = reading.at(document, annotation.inner);
            is_plain.then(|| Mutation::replace(place, format!("{behind} … {before}")))
        })
        .collect()
}

/// A quotation that cites another source, in whose text it does not stand.
pub fn other_source(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let quotes = quoted(reading).into_iter();
    quotes
        .filter_map(|(claim, document, annotation, _)| {
            let (place, _) = reading.attribute(document, annotation, "source")?;
            let others = reading.entities("source").into_iter();
            let others = others.filter(|it| !claim.sources.contains(it) && archived(reading, *it).is_some());
            let other = *dice.pick(&others.collect::<Vec<_>>())?;
            Some(Mutation::replace(place, reading.id(other)))
        })
        .collect()
}

/// A word of the archived text, in a passage that is quoted. A text can't say where it was changed: the quotation or
/// the recorded hash has to be shown.
pub fn archived_word(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let quotes = quoted(reading).into_iter();
    quotes
        .filter_map(|(claim, document, annotation, words)| {
            let source = *claim.sources.first()?;
            let path = archived(reading, source)?;
            let long: Vec<_> = words.iter().filter(|word| word.text.len() > 5).collect();
            let word = dice.pick(&long)?.text;
            let (start, _) = reading.file(&path).match_indices(word).next()?;
            let place = Place { path, range: start..start + word.len() };
            let mut mutation = Mutation::replace(place, *dice.pick(&FOREIGN)?);
            mutation.spots = vec![reading.at(document, annotation.inner)];
            mutation.spots.extend(reading.record(source, "sha256").map(|hash| hash.place));
            Some(mutation)
        })
        .collect()
}

pub fn hash_digit(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let sources = reading.entities("source").into_iter();
    let hashes = sources.filter_map(|source| reading.record(source, "sha256"));
    hashes.filter_map(|hash| Some(Mutation::replace(hash.place, dice.digit(hash.text)?))).collect()
}

pub fn removed_text(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let sources = reading.entities("source").into_iter();
    sources
        .filter_map(|source| {
            let path = archived(reading, source)?;
            Some(Mutation {
                change: Change::Remove(path),
                spots: vec![reading.record(source, "text")?.place],
            })
        })
        .collect()
}
