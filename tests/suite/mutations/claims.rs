//! Mistakes in who says what, and in how claims, reviews and relations stand to each other.

use annals::graph::{Claim, RelationKind};
use annals::resolve::{EntityId, Target};
use annals::syntax::{Annotation, Document};

use super::dice::Dice;
use super::site::{Mutation, Place, Reading, entity_of, first_day, is_plain};
use super::values::other_of_kind;

type Found<'a> = (&'a Claim, &'a Document, &'a Annotation);

/// The only speaker of a claim.
fn speaker(claim: &Claim) -> Option<EntityId> {
    match claim.speakers.as_slice() {
        &[speaker] => Some(speaker),
        _ => None,
    }
}

/// Claims that deny or dispute one other, with that one.
fn contrary<'a>(reading: &Reading<'a>) -> Vec<(Found<'a>, &'a Claim)> {
    let claims = reading.claims();
    claims
        .filter_map(|found| {
            let relation = found.0.relations.iter().find(|it| it.kind.contradicts())?;
            Some((found, reading.graph.claim(relation.claim)?))
        })
        .collect()
}

/// The place of a relation's key: the word `denies`.
fn key(
    reading: &Reading<'_>,
    document: &Document,
    annotation: &Annotation,
    kind: RelationKind,
) -> Option<Place> {
    let pairs = annotation.attributes.pairs.iter();
    let (key, _) = pairs.clone().find(|(key, _)| key.text == kind.as_str())?;
    Some(reading.at(document, key.span))
}

/// `denies` becomes `supports`, where the same speaker denies the same claim a second time.
pub fn support_for_denied(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let contrary = contrary(reading);
    contrary
        .iter()
        .filter_map(|&((claim, document, annotation), denied)| {
            let again = contrary.iter().any(|((other, ..), also)| {
                !std::ptr::eq(*other, claim)
                    && std::ptr::eq(*also, denied)
                    && other.speakers == claim.speakers
            });
            let kind = claim.relations.iter().find(|it| it.kind.contradicts())?.kind;
            again.then(|| Some(Mutation::replace(key(reading, document, annotation, kind)?, "supports")))?
        })
        .collect()
}

/// `supports` or `repeats` becomes `denies`, where the speaker made the other claim as well.
pub fn denial_of_own_claim(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let claims = reading.claims();
    claims
        .filter_map(|(claim, document, annotation)| {
            let relation = claim.relations.iter().find(|it| {
                let own = reading.graph.claim(it.claim).is_some_and(|other| other.speakers == claim.speakers);
                own && speaker(claim).is_some()
                    && matches!(it.kind, RelationKind::Supports | RelationKind::Repeats)
            })?;
            Some(Mutation::replace(key(reading, document, annotation, relation.kind)?, "denies"))
        })
        .collect()
}

/// A claim that denies another is put into the mouth of the other's speaker.
pub fn speaker_who_denies_himself(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let contrary = contrary(reading).into_iter();
    contrary
        .filter_map(|((_, document, annotation), denied)| {
            let (place, _) = reading.attribute(document, annotation, "by")?;
            Some(Mutation::replace(place, reading.id(speaker(denied)?)))
        })
        .collect()
}

/// Verbs of saying.
const SAYING: [&str; 6] = ["said", "wrote", "added", "answered", "voiced", "pointed"];

/// Whether a sentence says in plain words who says a claim: `[[Scott]] wrote: “[…]`, `[…],” said [[Scott]]`.
pub fn is_told_by_name(reading: &Reading<'_>, found: Found<'_>) -> bool {
    let (claim, document, annotation) = found;
    let text = reading.text(document);
    let names = reading.graph.mentions_in(claim.site.document).filter_map(|mention| {
        let Target::Entity(entity) = mention.target else { return None };
        let name = document.body.annotation(mention.annotation)?;
        claim.speakers.contains(&entity).then(|| name.span.range())
    });
    let (start, end) = (annotation.span.range().start, annotation.span.range().end);
    names.into_iter().any(|name| {
        let before = text.get(name.end..start).filter(|between| between.len() < 30);
        let after = text.get(end..name.start).filter(|between| between.len() < 30);
        let behind = after.and_then(|_| text.get(name.end..name.end + 8));
        let said = |part: &str| SAYING.iter().any(|verb| part.contains(verb));
        [before, after, behind].into_iter().flatten().any(said)
    })
}

/// Somebody else than the one whom the sentence names.
pub fn speaker_other_than_named(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let claims = reading.claims().filter(|found| is_told_by_name(reading, *found));
    claims
        .filter_map(|(claim, document, annotation)| {
            let (place, _) = reading.attribute(document, annotation, "by")?;
            let other = other_of_kind(reading, dice, speaker(claim)?, &[])?;
            Some(Mutation::replace(place, reading.id(other)))
        })
        .collect()
}

/// One more relation to the same claim, of the opposite sense.
pub fn support_and_denial(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let contrary = contrary(reading).into_iter();
    contrary
        .filter_map(|((claim, document, annotation), _)| {
            let kind = claim.relations.iter().find(|it| it.kind.contradicts())?.kind;
            if claim.relations.iter().any(|it| it.kind == RelationKind::Supports) {
                return None;
            }
            let (_, target) = reading.attribute(document, annotation, kind.as_str())?;
            let place = key(reading, document, annotation, kind)?;
            let place = Place { range: place.range.start..place.range.start, ..place };
            Some(Mutation::replace(place, format!("supports=\"{target}\" ")))
        })
        .collect()
}

/// The claim that is repeated repeats the one that repeats it.
pub fn circular_repeats(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let claims = reading.claims();
    claims
        .filter_map(|(claim, document, annotation)| {
            let relation = claim.relations.iter().find(|it| it.kind == RelationKind::Repeats)?;
            let repeated = reading.graph.claim(relation.claim)?;
            let target = reading.graph.document(repeated.site.document)?;
            let around = target.body.annotation(repeated.site.annotation)?;
            let end = around.attributes.span.range().end - 1;
            let place = Place { range: end..end, ..reading.at(target, around.span) };
            let id = &annotation.attributes.id.as_ref()?.text;
            Some(Mutation::replace(place, format!(" repeats=\"{}#{id}\"", document.id)))
        })
        .collect()
}

/// The date of each review with the claim that it reviews.
fn reviews<'a>(reading: &Reading<'a>) -> Vec<(Place, String, &'a Claim)> {
    let reviews = reading.graph.reviews();
    reviews
        .filter_map(|review| {
            let (date, place) = review.reviewed.as_ref()?;
            Some((
                reading.place(*place),
                date.as_str().to_owned(),
                reading.graph.claim(*review.claims.first()?)?,
            ))
        })
        .collect()
}

fn said(claim: &Claim) -> Option<String> {
    first_day(claim.on.as_ref()?.0.as_str())
}

fn in_year(year: i32) -> String {
    format!("{year:04}-06-30")
}

fn year(date: &str) -> i32 {
    date[..4].parse().unwrap()
}

pub fn review_before_claim(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let reviews = reviews(reading).into_iter();
    reviews
        .filter_map(|(place, _, claim)| {
            let before = year(&said(claim)?) - 1 - dice.roll(5) as i32;
            Some(Mutation::replace(place, in_year(before)))
        })
        .collect()
}

/// A review after the claim, but before a later claim to the contrary.
pub fn stale_review(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let reviews = reviews(reading).into_iter();
    reviews
        .filter_map(|(place, _, claim)| {
            let contrary = reading.responses(claim).iter().filter(|it| it.kind.contradicts());
            let contrary = contrary.filter_map(|it| said(reading.graph.claim(it.claim)?));
            let (latest, own) = (contrary.max()?, said(claim)?);
            (own < latest).then(|| Mutation::replace(place, own))
        })
        .collect()
}

/// The husband, the wife, the twin: a symmetric property that the other side states of this one.
pub fn one_sided_relation(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let values = reading.values();
    let records = values.iter().filter(|value| value.fact.is_none() && value.property.symmetric);
    records
        .filter_map(|value| {
            let other = entity_of(&value.statement.value)?;
            let back = values.iter().any(|it| {
                it.statement.subject == other
                    && it.property.name == value.property.name
                    && entity_of(&it.statement.value) == Some(value.statement.subject)
            });
            // Where a sentence names the old one as well, there are two, and one may have married twice.
            let back = back && reading.twins(value).is_empty();
            let stranger = other_of_kind(reading, dice, other, &[value.statement.subject])?;
            back.then(|| Mutation::replace(value.place.clone(), reading.id(stranger)))
        })
        .collect()
}

/// A father or mother other than the one whose child this is said to be, where both parents are named.
pub fn other_parent(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let people = reading.entities("person").into_iter();
    people
        .filter_map(|person| {
            let (father, mother) = (reading.record(person, "father")?, reading.record(person, "mother")?);
            let parents = [entity_of(&father.statement.value)?, entity_of(&mother.statement.value)?];
            let changed = if dice.roll(2) == 0 { father } else { mother };
            let adults = reading.entities("person").into_iter().filter(|&it| {
                let born = reading.record(it, "born").map(|born| born.text);
                it != person
                    && !parents.contains(&it)
                    && born.is_some_and(|born| is_plain(born) && born < "1890")
            });
            let stranger = *dice.pick(&adults.collect::<Vec<_>>())?;
            Some(Mutation::replace(changed.place, reading.id(stranger)))
        })
        .collect()
}
