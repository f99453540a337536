//! Mistakes in names, references and the structure of the markup.

use annals::graph::RelationKind;
use annals::resolve::{EntityId, Target};
use annals::syntax::{Annotation, AnnotationKind, Document, SpanClass};
use annals::vocabulary::Datatype;

use super::dice::Dice;
use super::site::{Change, Mutation, Place, Reading, entity_of};
use super::time::new_line;
use super::values::other_of_kind;

/// Mentions by a name: the document, the annotation and the entity.
fn named<'a>(reading: &Reading<'a>) -> Vec<(&'a Document, &'a Annotation, EntityId)> {
    let mentions = reading.graph.mentions();
    mentions
        .filter_map(|mention| {
            let Target::Entity(entity) = mention.target else { return None };
            let document = reading.graph.document(mention.document)?;
            let annotation = document.body.annotation(mention.annotation)?;
            let shown = annotation.inner.of(reading.text(document)).replace('\n', " ");
            reading.names(entity).contains(&&*shown).then_some((document, annotation, entity))
        })
        .collect()
}

/// The place of a mention's name, or of its shown words where they are others.
fn inner(reading: &Reading<'_>, document: &Document, annotation: &Annotation) -> Place {
    reading.at(document, annotation.inner)
}

fn name_span(annotation: &Annotation) -> Option<annals::source::Span> {
    match &annotation.kind {
        AnnotationKind::Mention(name) => Some(name.span),
        AnnotationKind::Span(_) | AnnotationKind::Citation(_) => None,
    }
}

/// Readers see the name of somebody else of the same kind.
pub fn shown_name(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let named = named(reading).into_iter();
    named
        .filter_map(|(document, annotation, entity)| {
            let other = other_of_kind(reading, dice, entity, &[])?;
            let shown = reading.names(other)[0];
            let place = inner(reading, document, annotation);
            let is_short = name_span(annotation)? == annotation.inner;
            let words = if is_short { format!("{}|{shown}", reading.id(entity)) } else { shown.to_owned() };
            Some(Mutation::replace(place, words))
        })
        .collect()
}

/// The name that readers see leads to somebody else of the same kind.
pub fn named_entity(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let named = named(reading).into_iter();
    named
        .filter_map(|(document, annotation, entity)| {
            let other = reading.id(other_of_kind(reading, dice, entity, &[])?);
            let name = name_span(annotation)?;
            let place = reading.at(document, name);
            let words = if name == annotation.inner {
                format!("{other}|{}", name.of(reading.text(document)))
            } else {
                other.to_owned()
            };
            Some(Mutation::replace(place, words))
        })
        .collect()
}

/// A text with a letter that does not belong there.
fn misspelt(dice: &mut Dice, text: &str) -> Option<String> {
    let places: Vec<_> = text.char_indices().filter(|(_, c)| c.is_alphabetic()).map(|(at, _)| at).collect();
    let at = *dice.pick(&places)?;
    Some(format!("{}q{}", &text[..at], &text[at..]))
}

pub fn misspelt_mention(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let mentions = reading.annotations();
    mentions
        .filter_map(|(document, annotation)| {
            let name = name_span(annotation)?;
            let words = misspelt(dice, name.of(reading.text(document)))?;
            Some(Mutation::replace(reading.at(document, name), words))
        })
        .collect()
}

/// A speaker, a subject or a value of an attribute that names an entity.
pub fn misspelt_reference(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let spans = reading.annotations();
    spans
        .filter_map(|(document, annotation)| {
            let keys: Vec<_> = ["by", "of", "at", "about"]
                .into_iter()
                .filter_map(|key| reading.attribute(document, annotation, key))
                .filter(|(_, value)| !value.contains(';'))
                .collect();
            let (place, value) = dice.pick(&keys)?.clone();
            Some(Mutation::replace(place, misspelt(dice, value)?))
        })
        .collect()
}

pub fn misspelt_claim(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let spans = reading.annotations();
    spans
        .filter_map(|(document, annotation)| {
            let relations = RelationKind::ALL.iter();
            let (place, value) = relations
                .filter_map(|kind| reading.attribute(document, annotation, kind.as_str()))
                .find(|(_, value)| !value.contains(';'))?;
            let start = place.range.start + value.find('#').map_or(0, |at| at + 1);
            let place = Place { range: start..place.range.end, ..place };
            let id = &reading.text(document)[place.range.clone()];
            Some(Mutation::replace(place.clone(), misspelt(dice, id)?))
        })
        .collect()
}

pub fn misspelt_source(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let spans = reading.annotations();
    spans
        .filter_map(|(document, annotation)| {
            let (place, value) = match &annotation.kind {
                AnnotationKind::Citation(cited) => {
                    let source = &cited.first()?.source;
                    (reading.at(document, source.span), &*source.text)
                }
                _ => reading.attribute(document, annotation, "source")?,
            };
            Some(Mutation::replace(place, misspelt(dice, value)?))
        })
        .collect()
}

/// The key of a fact's value.
pub fn misspelt_property(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let facts = reading.annotations().filter(|(_, it)| it.kind == AnnotationKind::Span(SpanClass::Fact));
    facts
        .filter_map(|(document, fact)| {
            let properties = &reading.graph.vocabulary.properties;
            let (key, _) =
                fact.attributes.pairs.iter().find(|(key, _)| properties.named(&key.text).is_some())?;
            Some(Mutation::replace(reading.at(document, key.span), misspelt(dice, &key.text)?))
        })
        .collect()
}

/// The key of a line of front matter.
pub fn misspelt_key(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let documents = reading.graph.documents.iter();
    documents
        .filter_map(|document| {
            let key = &dice.pick(&document.front.rest)?.key;
            Some(Mutation::replace(reading.at(document, key.span), misspelt(dice, &key.text)?))
        })
        .collect()
}

/// A value of a kind that the property does not take.
pub fn wrong_kind(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let values = reading.values().into_iter().filter(|value| value.property.datatype == Datatype::Entity);
    values
        .filter_map(|value| {
            let entity = entity_of(&value.statement.value)?;
            let kinds = &value.property.values;
            let registry = reading.graph.registry.iter().map(|(id, _)| id);
            let others = registry.filter(|&it| {
                !kinds.is_empty() && !kinds.iter().any(|kind| kind == reading.kind(it)) && it != entity
            });
            let other = *dice.pick(&others.collect::<Vec<_>>())?;
            Some(Mutation::replace(value.place, reading.id(other)))
        })
        .collect()
}

/// Another's alias for somebody, by which the other is named in a text.
pub fn ambiguous_alias(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let people = reading.entities("person").into_iter();
    people
        .filter_map(|person| {
            let taken: Vec<_> = named(reading)
                .into_iter()
                .filter(|(.., entity)| *entity != person && reading.kind(*entity) == "person")
                .map(|(document, annotation, _)| annotation.inner.of(reading.text(document)).to_owned())
                .collect();
            let alias = dice.pick(&taken)?.replace('\n', " ");
            match reading.find(person, "aliases: [") {
                Some(place) => {
                    let end = place.range.end;
                    let mut mutation =
                        Mutation::replace(Place { range: end..end, ..place }, format!("{alias}, "));
                    mutation.spots[0].range = end..end + alias.len();
                    Some(mutation)
                }
                None => new_line(reading, person, &format!("aliases: {alias}")),
            }
        })
        .collect()
}

/// A mention by name that loses its brackets.
pub fn unmarked_name(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let named = named(reading).into_iter();
    named
        .filter(|(_, annotation, _)| annotation.parent.is_none() && annotation.attributes.pairs.is_empty())
        .filter(|(_, annotation, _)| name_span(annotation) == Some(annotation.inner))
        // A single word in lower case may be any thing of that sort.
        .filter(|(document, annotation, _)| {
            annotation.inner.of(reading.text(document)).contains(char::is_uppercase)
        })
        .map(|(document, annotation, _)| {
            Mutation::replace(
                reading.at(document, annotation.span),
                annotation.inner.of(reading.text(document)),
            )
        })
        .collect()
}

/// The address by which another is known elsewhere.
pub fn same_as_another(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let documents = reading.graph.documents.iter();
    let known: Vec<_> =
        documents.flat_map(|document| document.front.same_as.iter().map(move |it| (document, it))).collect();
    known
        .iter()
        .filter_map(|(document, own)| {
            let others = known.iter().filter(|(other, _)| other.file != document.file);
            let (_, other) = *dice.pick(&others.collect::<Vec<_>>())?;
            Some(Mutation::replace(reading.at(document, own.span), &*other.text))
        })
        .collect()
}

/// An id of a span that another span of the file has.
pub fn duplicate_id(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let spans = reading.annotations();
    spans
        .filter_map(|(document, annotation)| {
            let own = annotation.attributes.id.as_ref()?;
            let ids = document.body.annotations.iter().filter_map(|it| it.attributes.id.as_ref());
            let others: Vec<_> = ids.filter(|id| id.text != own.text).collect();
            let other = dice.pick(&others)?;
            Some(Mutation::replace(reading.at(document, own.span), &*other.text))
        })
        .collect()
}

/// A closing bracket is gone. Where several close in a row nobody can say whose it was: one of their opening brackets
/// has to be shown.
pub fn removed_bracket(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let spans = reading.annotations().filter(|(_, it)| !matches!(it.kind, AnnotationKind::Citation(_)));
    spans
        .map(|(document, annotation)| {
            let end = annotation.inner.range().end;
            let text = reading.text(document);
            let row = |at: usize| {
                let (from, until) = (end.min(at), end.max(at));
                text[from..until].bytes().all(|byte| byte == b']')
            };
            let place = |start, end| Place { range: start..end, ..reading.at(document, annotation.span) };
            let mut mutation = Mutation::replace(place(end, end + 1), "");
            let same_row = document.body.annotations.iter().filter(|it| row(it.inner.range().end));
            let openings = same_row.map(|it| it.span.range().start);
            mutation.spots = openings.map(|start| place(start, start + 1)).collect();
            mutation
        })
        .collect()
}

/// A link that leads to a file that is not there.
pub fn broken_link(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let documents = reading.graph.documents.iter();
    documents
        .flat_map(|document| document.body.links.iter().map(move |link| (document, link.span)))
        .filter_map(|(document, span)| {
            let link = span.of(reading.text(document));
            let (start, end) = (link.find("](")? + 2, link.find(')')?);
            let target = link.get(start..end).filter(|target| target.contains(".md"))?;
            let range = span.range().start + start..span.range().start + end;
            let other = match target.split_once('#') {
                Some((file, anchor)) => format!("{file}#{}", misspelt(dice, anchor)?),
                None => format!("{}.md", misspelt(dice, target.trim_end_matches(".md"))?),
            };
            Some(Mutation::replace(Place { range, ..reading.at(document, span) }, other))
        })
        .collect()
}

/// The file of somebody or something that is named by a name; one of the places that name it has to be shown.
pub fn removed_file(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let entities = ["person", "event", "source"].into_iter().flat_map(|kind| reading.entities(kind));
    entities.filter_map(|entity| removed(reading, entity)).collect()
}

fn removed(reading: &Reading<'_>, entity: EntityId) -> Option<Mutation> {
    let path = reading
        .at(reading.graph.document(reading.graph.registry.get(entity).document?)?, Default::default())
        .path;
    let mentions = reading.graph.mentions_of(entity);
    let mentioned = mentions.filter_map(|mention| {
        let document = reading.graph.document(mention.document)?;
        let annotation = document.body.annotation(mention.annotation)?;
        Some(reading.at(document, name_span(annotation)?))
    });
    let cited = reading.claims().filter(|(claim, ..)| claim.sources.contains(&entity));
    let cited = cited.filter_map(|(_, document, it)| Some(reading.attribute(document, it, "source")?.0));
    let spots: Vec<_> = mentioned.chain(cited).filter(|place| place.path != path).collect();
    (!spots.is_empty()).then_some(Mutation { change: Change::Remove(path), spots })
}

/// The ending of a possessive slips into the brackets of a mention.
pub fn possessive_in_mention(reading: &Reading<'_>, _: &mut Dice) -> Vec<Mutation> {
    let mentions = reading.annotations().filter(|(_, it)| matches!(it.kind, AnnotationKind::Mention(_)));
    mentions
        .filter_map(|(document, annotation)| {
            let text = reading.text(document);
            let end = annotation.span.range().end;
            let is_short = annotation.attributes.pairs.is_empty() && !annotation.span.of(text).contains('|');
            let ending = ["’s", "'s"].into_iter().find(|ending| text[end..].starts_with(ending))?;
            let range = end - 2..end + ending.len();
            let place = Place { range, ..reading.at(document, annotation.span) };
            is_short.then(|| Mutation::replace(place, format!("{ending}]]")))
        })
        .collect()
}

/// Somebody's alias is another's name, but for the kind of its apostrophe.
pub fn lookalike_alias(reading: &Reading<'_>, dice: &mut Dice) -> Vec<Mutation> {
    let people = reading.entities("person").into_iter();
    people
        .filter_map(|person| {
            let name = reading.names(person)[0];
            let other =
                if name.contains('’') { name.replace('’', "'") } else { name.replacen('a', "á", 1) };
            let others: Vec<_> = reading.entities("person").into_iter().filter(|&it| it != person).collect();
            let place = reading.find(*dice.pick(&others)?, "aliases: [")?;
            let place = Place { range: place.range.end..place.range.end, ..place };
            (other != name).then(|| Mutation::replace(place, format!("\"{other}\", ")))
        })
        .collect()
}
