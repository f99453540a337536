//! The notes of a text: the sources it cites, and its footnotes, in one sequence.
//!
//! Input: a viewpoint and the numbers of a text. Output: the notes, each with the ways back to where it is cited. Entry
//! point: [`notes`].

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::model::{Citation, Note};
use super::numbers::Noted;
use super::text::footnotes;
use super::{Numbers, Viewpoint};
use crate::graph::Object;
use crate::resolve::EntityId;
use crate::vocabulary::PropertyId;

/// The notes in the order of their numbers: of the sources cited those in a range, and on the page of the text all of
/// its footnotes.
pub fn notes<'a>(view: &Viewpoint<'a, '_>, numbers: &Numbers<'a>, range: Range<usize>) -> Vec<Note<'a>> {
    let page = numbers.document.and_then(|document| view.graph().shown_with(document));
    let page = page.map_or("", |target| view.views.target_path(target));
    let (is_here, page) =
        (page == view.path, if page == view.path { String::new() } else { view.link(page) });
    let mut places: BTreeMap<usize, Vec<Citation<'_>>> = BTreeMap::new();
    for cited in &numbers.citations {
        let (url, locator) = (format!("{page}#{}", cited.anchor), &*cited.citation.locator);
        places.entry(cited.note).or_default().push(Citation { url, locator });
    }
    for (note, anchor) in numbers.references.values() {
        places.entry(*note).or_default().push(Citation { url: format!("#{anchor}"), locator: "" });
    }
    let mut footnotes = if is_here { footnotes(view, numbers) } else { HashMap::new() };
    let notes = numbers.notes.iter().zip(1..).filter(|(noted, number)| match noted {
        Noted::Source(_) => range.contains(&(number - 1)),
        Noted::Footnote(_) => is_here,
    });
    let note = |(noted, number): (&Noted<'a>, usize)| {
        let note = Note {
            number,
            id: numbers.note_id(number),
            digits: view.digits(number),
            citations: places.remove(&number).unwrap_or_default(),
            ..Note::default()
        };
        match *noted {
            Noted::Source(source) => Note {
                source: view.link_to(source),
                details: details(view, source),
                address: view.graph().value(source, PropertyId::URL).map(|url| view.value(url)),
                ..note
            },
            Noted::Footnote(footnote) => {
                Note { html: footnotes.remove(&footnote.node).unwrap_or_default(), ..note }
            }
        }
    };
    notes.map(note).collect()
}

/// Who published a source, and when.
pub fn details(view: &Viewpoint<'_, '_>, source: EntityId) -> String {
    let graph = view.graph();
    let publisher = match graph.value(source, PropertyId::PUBLISHER) {
        Some(Object::Entity(entity)) => Some(graph.registry.get(*entity).name.clone()),
        Some(Object::Literal(literal)) => Some(literal.words(view.language)),
        None => None,
    };
    let published = graph.date(source, PropertyId::PUBLISHED).map(|date| view.date_words(date));
    publisher.into_iter().chain(published).collect::<Vec<_>>().join(view.language.word("comma"))
}
