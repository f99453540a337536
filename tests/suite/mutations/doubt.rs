//! Mistakes in what is doubted, claimed or withdrawn: what is only said becomes so.

use annals::resolve::EntityId;
use annals::syntax::{Annotation, AnnotationKind, Document, SpanClass};

use super::dice::Dice;
use super::site::{Mutation, Place, Reading};

/// The facts of a site, each with its document.
fn facts<'a>(reading: &Reading<'a>) -> impl Iterator<Item = (&'a Document, &'a Annotation)> + use<'a> {
    reading.annotations().filter(|(_, it)| it.kind == AnnotationKind::Span(SpanClass::Fact))
}

/// A fact without one of its attributes; what it states has to be shown.
fn without(reading: &Reading<'_>, document: &Document, fact: &Annotation, key: &str) -> Option<Mutation> {
    let (name, value) = fact.attributes.pairs.iter().find(|(name, _)| name.text == key)?;
    let mut place = reading.at(document, name.span);
    place.range = place.range.start - 1..reading.at(document, value.span).range.end;
    let mut mutation = Mutation::replace(place, "");
    mutation.spots = vec![Place { range: fact.span.range(), ..reading.at(document, fact.span) }];
    Some(mutation)
}

fn as_of(fact: &Annotation) -> Option<&str> {
    fact.attributes.get("as-of").map(|date| &*date.text)
}

/// Whether the site says otherwise of the same in its own voice, with no date to tell the two apart.
fn is_told_otherwise(reading: &Reading<'_>, fact: &Annotation) -> bool {
    let values = reading.values();
    fact.attributes.pairs.iter().any(|(name, value)| {
        let is_same = |id: EntityId| fact.attributes.get("of").is_some_and(|of| reading.id(id) == of.text);
        values.iter().any(|other| {
            other.property.name == name.text.replace('-', "_")
                && other.property.single
                && is_same(other.statement.subject)
                && other.text != value.text
                && as_of(fact) == other.fact.and_then(|(_, it)| as_of(it))
        })
    })
}

/// What is alleged becomes what is.
pub fn removed_hedge(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let doubted = facts(reading).filter(|(_, it)| is_told_otherwise(reading, it));
    doubted.filter_map(|(document, it)| without(reading, document, it, "certainty")).collect()
}

/// What was withdrawn becomes what is.
pub fn restored_value(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let withdrawn = facts(reading).filter(|(_, it)| is_told_otherwise(reading, it));
    withdrawn.filter_map(|(document, it)| without(reading, document, it, "rank")).collect()
}

/// Somebody who has a page becomes somebody without one.
pub fn known_speaker_unnamed(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    reading
        .claims()
        .filter_map(|(claim, document, annotation)| {
            let &[speaker] = claim.speakers.as_slice() else { return None };
            let (name, value) = annotation.attributes.pairs.iter().find(|(name, _)| name.text == "by")?;
            let range = name.span.range().start..value.span.range().end;
            let words = format!("by-unnamed=\"{}\"", reading.names(speaker)[0]);
            Some(Mutation::replace(Place { range, ..reading.at(document, name.span) }, words))
        })
        .collect()
}

/// A date of the old calendar is taken for one of ours.
pub fn old_style_forgotten(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let dates = reading.annotations();
    dates.filter_map(|(document, it)| without(reading, document, it, "calendar")).collect()
}

/// What somebody claims is said once more, by the article itself.
pub fn claimed_restated_as_own(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let claimed = reading.claims().filter(|(claim, ..)| !claim.speakers.is_empty());
    claimed
        .flat_map(|(_, document, claim)| {
            let facts = facts(reading).filter(move |(it, fact)| {
                it.path == document.path && claim.inner.range().contains(&fact.span.range().start)
            });
            facts.filter_map(move |(_, fact)| restated(reading, document, claim, fact))
        })
        .collect()
}

/// A fact's words with its attributes, behind the claim that holds it; none where the site says nothing else of the same.
fn restated(
    reading: &Reading<'_>,
    document: &Document,
    claim: &Annotation,
    fact: &Annotation,
) -> Option<Mutation> {
    if fact.attributes.id.is_some() || !is_told_otherwise(reading, fact) {
        return None;
    }
    let words = reading.at(document, fact.span).range;
    let words = format!(" {}", reading.text(document).get(words)?);
    let end = claim.span.range().end;
    Some(Mutation::replace(Place { range: end..end, ..reading.at(document, claim.span) }, words))
}
