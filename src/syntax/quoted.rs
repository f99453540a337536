//! Which words of a text are somebody else's: those of quotations, which no typographer changes.
//!
//! Input: a text that has been read. Output: parts of its plain text. Entry point: [`quoted`].

use std::ops::Range;

use super::annotation::{AnnotationKind, SpanClass};
use super::body::Body;
use super::joined;
use super::tree::NodeKind;

/// The words of spans that quote, and of Markdown's block quotations: in order, none in another.
pub fn quoted(body: &Body) -> Vec<Range<usize>> {
    joined(spans(body).chain(blocks(body)).collect())
}

fn spans(body: &Body) -> impl Iterator<Item = Range<usize>> {
    let quotes = body.spans().filter(|it| matches!(it.kind, AnnotationKind::Span(SpanClass::Quote)));
    quotes.map(|it| it.text.clone())
}

fn blocks(body: &Body) -> impl Iterator<Item = Range<usize>> {
    let mut end = 0;
    let nodes = body.tree.nodes().iter().enumerate();
    nodes.filter_map(move |(at, node)| match node.kind {
        NodeKind::Quote => {
            end = end.max(node.end.0 as usize);
            None
        }
        NodeKind::Words(words) if at < end => Some(words.range()),
        _ => None,
    })
}
