//! Mistakes that nothing else on the site speaks against. They are made all the same: a check that reports one of them
//! guesses.

use annals::graph::Claim;
use annals::syntax::{AnnotationKind, SpanClass};
use annals::vocabulary::Datatype;

use super::claims::is_told_by_name;
use super::dice::Dice;
use super::site::{Mutation, Place, Reading, entity_of, is_date};
use super::values::other_of_kind;

/// Somebody else who was alive and has not said the contrary.
pub fn other_speaker(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let is_alone = |claim: &Claim| claim.relations.is_empty() && reading.responses(claim).is_empty();
    let claims = reading.claims().filter(|(claim, ..)| is_alone(claim));
    claims
        .filter(|found| !is_told_by_name(reading, *found))
        .filter_map(|(claim, document, annotation)| {
            let (place, _) = reading.attribute(document, annotation, "by")?;
            let &[speaker] = claim.speakers.as_slice() else { return None };
            let said = claim.on.as_ref().map_or("2020", |(on, _)| on.as_str());
            let other = other_of_kind(reading, dice, speaker, &[])?;
            let alive = reading.kind(other) == "person" && reading.may_have_lived(other, said);
            alive.then(|| Mutation::replace(place, reading.id(other)))
        })
        .collect()
}

/// Somebody else who was alive, in a list that no sentence confirms.
pub fn other_participant(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let values = reading.values().into_iter();
    let listed = values.filter(|value| value.property.name == "participants" && value.fact.is_none());
    listed
        .filter_map(|value| {
            let person = entity_of(&value.statement.value).filter(|&it| reading.kind(it) == "person")?;
            let other = other_of_kind(reading, dice, person, &[])?;
            let (start, _) = reading.period(value.statement.subject)?;
            reading.may_have_lived(other, &start).then(|| Mutation::replace(value.place, reading.id(other)))
        })
        .collect()
}

/// A number that no other place gives.
pub fn lone_number(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let values = reading.values().into_iter();
    let lone = values.filter(|value| value.fact.is_none() && reading.twins(value).is_empty());
    lone.filter(|value| matches!(value.property.datatype, Datatype::Number | Datatype::Duration))
        .filter_map(|value| Some(Mutation::replace(value.place, dice.digit(value.text)?)))
        .collect()
}

/// Numbers and words in prose that nothing marks up.
pub fn unmarked_prose(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let articles = reading.graph.documents.iter().filter(|document| document.folder == "articles");
    let mut mutations = Vec::new();
    for document in articles {
        let text = reading.text(document);
        for (was, is) in
            [(" three years ", " four years "), (" black ", " white "), (" nineteen\n", " ninety\n")]
        {
            for (start, _) in text.match_indices(was) {
                let place = reading.at(document, document.front.span);
                mutations.push(Mutation::replace(Place { range: start..start + was.len(), ..place }, is));
            }
        }
    }
    mutations
}

/// "was" that becomes "was not".
pub fn negation(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let quotes: Vec<_> = reading
        .annotations()
        .filter(|(_, it)| it.kind == AnnotationKind::Span(SpanClass::Quote))
        .map(|(document, it)| reading.at(document, it.span))
        .collect();
    let articles = reading.graph.documents.iter().filter(|document| document.folder == "articles");
    articles
        .flat_map(|document| {
            let place = reading.at(document, document.front.span);
            reading
                .text(document)
                .match_indices(" was ")
                .map(move |(start, was)| Place { range: start..start + was.len(), ..place.clone() })
        })
        .filter(|place| {
            let inside = |quote: &Place| quote.path == place.path && quote.range.contains(&place.range.start);
            !quotes.iter().any(inside)
        })
        .map(|place| Mutation::replace(place, " was not "))
        .collect()
}

/// A date that says less, but nothing wrong.
pub fn less_precise_date(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let values = reading.values().into_iter();
    let days =
        values.filter(|value| value.fact.is_none() && is_date(value.property) && value.text.len() == 10);
    days.map(|value| Mutation::replace(value.place, &value.text[..7])).collect()
}

/// The line that says when something ended.
pub fn removed_end(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let events = reading.entities("event").into_iter();
    events
        .filter_map(|event| {
            let end = reading.record(event, "end")?;
            let range = end.place.range.start - "end: ".len()..end.place.range.end + 1;
            Some(Mutation::replace(Place { range, ..end.place }, ""))
        })
        .collect()
}

/// Words of a quotation that cites no archived text.
pub fn uncited_quote(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let quotes = reading.claims().filter(|(claim, ..)| claim.quote && claim.sources.is_empty());
    quotes
        .filter_map(|(_, document, annotation)| {
            let words = reading.words(document, annotation);
            let own = document.body.annotations.iter().filter(|it| annotation.inner.contains(it.span));
            let named: Vec<_> = own.map(|it| it.inner.range()).collect();
            let plain: Vec<_> = words
                .iter()
                .filter(|word| !named.iter().any(|range| range.contains(&word.range.start)))
                .collect();
            let word = dice.pick(&plain)?;
            let place = Place { range: word.range.clone(), ..reading.at(document, annotation.span) };
            Some(Mutation::replace(place, "umbrella"))
        })
        .collect()
}

/// A pronoun or a description that leads to somebody else.
pub fn pronoun(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let mentions = reading.annotations();
    mentions
        .filter_map(|(document, annotation)| {
            let AnnotationKind::Mention(name) = &annotation.kind else { return None };
            let shown = annotation.inner.of(reading.text(document));
            let is_pronoun =
                matches!(shown, "he" | "He" | "him" | "his" | "it" | "its leader" | "the leader");
            let entity = reading.entities("person").into_iter().find(|&it| reading.id(it) == name.text)?;
            let other = other_of_kind(reading, dice, entity, &[])?;
            is_pronoun.then(|| Mutation::replace(reading.at(document, name.span), reading.id(other)))
        })
        .collect()
}

/// `supports` that becomes `qualifies`, and the like: the words between two claims of one side.
pub fn milder_relation(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let spans = reading.annotations().filter(|(_, it)| it.is_claim());
    spans
        .filter_map(|(document, annotation)| {
            let pairs = annotation.attributes.pairs.iter();
            let (key, _) = pairs.clone().find(|(key, _)| key.text == "supports")?;
            Some(Mutation::replace(reading.at(document, key.span), "qualifies"))
        })
        .collect()
}
