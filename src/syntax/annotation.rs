//! What an author marked up: mentions, spans and citations, with their places.
//!
//! Input: none, these are types. Output: the annotations of a [`Body`](super::Body).

use std::ops::Range;

use super::attributes::Attributes;
use super::tree::{AnnotationId, SentenceId};
use crate::data::Text;
use crate::source::Span;

/// A marked-up part of a text.
#[derive(Clone, Debug)]
pub struct Annotation {
    /// What it is.
    pub kind: AnnotationKind,
    /// Its place in the file, brackets and attributes included.
    pub span: Span,
    /// The place in the file of the words inside the brackets.
    pub inner: Span,
    /// The bytes of the plain text it covers; empty for a citation.
    pub text: Range<usize>,
    /// The sentence it begins in.
    pub sentence: SentenceId,
    /// The innermost annotation around it.
    pub parent: Option<AnnotationId>,
    /// Its attributes.
    pub attributes: Attributes,
}

/// The three inline constructs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnnotationKind {
    /// `[[name]]`: somebody or something is named.
    Mention(Text),
    /// `[text]{…}`: the class says what the text is.
    Span(SpanClass),
    /// `[@source]`: sources are cited.
    Citation(Vec<CitedSource>),
}

/// What a span's class says of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanClass {
    /// Somebody asserts it.
    Claim,
    /// Somebody asserts it in these very words.
    Quote,
    /// It states a value.
    Fact,
    /// It denotes a date.
    Date,
    /// Nothing: a plain `<span>`.
    Plain,
}

/// One source of a citation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CitedSource {
    /// The source's id, without `@`.
    pub source: Text,
    /// Where in the source; may be empty.
    pub locator: String,
}

impl Annotation {
    /// Whether it is a claim or a quotation.
    pub fn is_claim(&self) -> bool {
        matches!(self.kind, AnnotationKind::Span(SpanClass::Claim | SpanClass::Quote))
    }
}
