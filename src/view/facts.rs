//! The facts of a text, as its page lists them.
//!
//! Input: a viewpoint and the numbers of a text. Output: its facts, each with its sentence. Entry point: [`facts`].

use super::model::Fact;
use super::{Numbers, Viewpoint, numbers};
use crate::graph::Statement;

/// The facts of a document whose statements pass a test, in the order of the text.
pub fn facts<'a>(
    view: &Viewpoint<'a, '_>,
    numbers: &Numbers<'a>,
    test: impl Fn(&Statement) -> bool,
) -> Vec<Fact<'a>> {
    let graph = view.graph();
    let Some(document) = numbers.document else { return Vec::new() };
    let facts = numbers::facts(graph, numbers.document)
        .into_iter()
        .filter(|(_, statements)| statements.iter().any(|it| test(it)));
    facts
        .map(|(annotation, statements)| {
            let words = graph.document(document).zip(graph.annotation(document, annotation));
            Fact {
                anchor: numbers.facts.get(&annotation).cloned().unwrap_or_default(),
                words: words.map_or("", |(document, fact)| document.body.words(fact)),
                statements: statements.into_iter().map(|statement| view.statement(statement)).collect(),
                sentence: view.quote_of(document, annotation),
            }
        })
        .collect()
}
