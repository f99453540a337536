//! The smallest part of a text around a selection that markup can stand around.
//!
//! Input: a text, and a part of its file or of its words. Output: [`Fitted`], with all that had to be taken in. Entry points:
//! [`Manuscript::fit`] and [`Manuscript::fit_words`].
//!
//! Words, mentions, code and links are taken whole, and so is every span or emphasis that the selection would cut.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use super::{Manuscript, Refusal};
use crate::source::Span;
use crate::syntax::{Annotation, AnnotationKind, Node, NodeKind, SpanClass};

/// A part of a text that markup can stand around.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fitted {
    /// Its place in the file.
    pub span: Span,
    /// Its bytes of the plain text.
    pub text: Range<usize>,
    /// What the selection had to grow to, in the order in which it was found.
    pub grown: Vec<Grown>,
}

/// What a selection takes in as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grown {
    /// A word.
    Word,
    /// A mention.
    Mention,
    /// A span of any class.
    Span,
    /// Emphasis of any kind, or an element of raw HTML.
    Emphasis,
    /// A link.
    Link,
    /// Code, or what stands for a character.
    Code,
}

/// Something that markup may stand in or around, but can't cut.
#[derive(Clone, Copy, Debug)]
struct Part {
    what: Grown,
    span: Span,
    start: usize,
    end: usize,
    /// How far out it stands: what is worth more stands around what is worth less.
    rank: u8,
    /// Whether nothing may be marked up in it.
    is_atom: bool,
}

impl Part {
    fn text(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether it is neither in a part of the text nor apart from it.
    fn is_cut_by(&self, text: &Range<usize>) -> bool {
        let touches = self.start < text.end && text.start < self.end;
        let is_inside = text.start <= self.start && self.end <= text.end;
        let is_around = self.start <= text.start && text.end <= self.end;
        touches && !is_inside && (self.is_atom || !is_around)
    }

    fn is_around(&self, text: &Range<usize>) -> bool {
        self.start <= text.start && text.end <= self.end && self.text() != *text
    }
}

/// How far out a span of a class stands among those of the same words; a mention is the innermost.
pub(super) const MENTION: u8 = 0;

/// See [`MENTION`].
pub(super) fn rank(class: SpanClass) -> u8 {
    match class {
        SpanClass::Date => 1,
        SpanClass::Fact => 2,
        SpanClass::Plain => 3,
        SpanClass::Quote => 4,
        SpanClass::Claim => 5,
    }
}

impl Manuscript<'_> {
    /// The smallest part of the text around a selection in the file that markup can stand around.
    ///
    /// # Errors
    /// When no words are selected, or words of several paragraphs, items or cells.
    pub fn fit(&self, selection: Span) -> Result<Fitted, Refusal> {
        let words =
            self.words_at(selection).ok_or_else(|| Refusal::new("no words of the text stand there"))?;
        self.fit_words(words, SpanClass::Fact)
    }

    /// The same for a part of the plain text that a span of this class is to stand around.
    ///
    /// # Errors
    /// As those of [`Manuscript::fit`].
    pub fn fit_words(&self, words: Range<usize>, class: SpanClass) -> Result<Fitted, Refusal> {
        self.fit_ranked(words, rank(class))
    }

    /// The same for a part of the plain text that is to be a mention.
    ///
    /// # Errors
    /// As those of [`Manuscript::fit`].
    pub fn fit_name(&self, words: Range<usize>) -> Result<Fitted, Refusal> {
        self.fit_ranked(words, MENTION)
    }

    pub(super) fn fit_ranked(&self, words: Range<usize>, rank: u8) -> Result<Fitted, Refusal> {
        let mut grown = Vec::new();
        let mut text = self.whole_words(words, &mut grown)?;
        let parts = self.parts();
        while let Some(cut) = parts.iter().find(|part| part.is_cut_by(&text)) {
            text = text.start.min(cut.start)..text.end.max(cut.end);
            grown.push(cut.what);
        }
        grown.dedup();
        self.placed(text, grown, &parts, rank)
    }

    /// The next larger part of the text: all of the smallest thing around it.
    pub(super) fn larger(&self, fitted: &Fitted, rank: u8) -> Option<Fitted> {
        let parts = self.parts();
        let around = parts.iter().filter(|part| part.is_around(&fitted.text));
        let part = around.min_by_key(|part| part.end - part.start)?;
        let grown = [&*fitted.grown, &[part.what]].concat();
        self.placed(part.text(), grown, &parts, rank).ok()
    }

    /// The words that a part of the file shows; those right at a place where nothing is selected.
    fn words_at(&self, selection: Span) -> Option<Range<usize>> {
        let nodes = self.document.body.tree.nodes().iter();
        let touched = nodes.filter_map(|node| {
            let is_there = match selection.start == selection.end {
                true => node.span.start <= selection.start && selection.end <= node.span.end,
                false => node.span.start < selection.end && selection.start < node.span.end,
            };
            is_there.then(|| words_of(node, selection)).flatten()
        });
        touched.reduce(|all, one| all.start.min(one.start)..all.end.max(one.end))
    }

    /// Words without the space around them, each of them whole.
    fn whole_words(&self, words: Range<usize>, grown: &mut Vec<Grown>) -> Result<Range<usize>, Refusal> {
        let text = &*self.document.body.text;
        let part = text.get(words.clone()).unwrap_or_default();
        let start = words.start + part.len() - part.trim_start().len();
        let end = (words.start + part.trim_end().len()).max(start);
        if part.trim().contains('\n') {
            return Err(Refusal::new("the selection goes beyond one paragraph, list item or table cell"));
        }
        let line = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let length = text.get(line..).and_then(|rest| rest.find('\n')).unwrap_or(text.len() - line);
        let whole = snapped(text.get(line..line + length).unwrap_or_default(), start - line..end - line);
        let whole = whole.start + line..whole.end + line;
        if whole.is_empty() {
            return Err(Refusal::new("no words of the text stand there"));
        }
        if whole != (start..end) {
            grown.push(Grown::Word);
        }
        Ok(whole)
    }

    /// All that may not be cut.
    fn parts(&self) -> Vec<Part> {
        let body = &self.document.body;
        let annotations = body.annotations.iter().filter_map(part_of);
        let nodes = body.tree.nodes();
        let elements = nodes.iter().enumerate().filter_map(|(at, node)| {
            let (what, is_atom) = kind_of(node)?;
            let inside = nodes.get(at..node.end.place()).unwrap_or_default();
            let words = inside.iter().filter_map(shown);
            let text = words.reduce(|all, one| all.start.min(one.start)..all.end.max(one.end))?;
            Some(Part { what, span: node.span, start: text.start, end: text.end, rank: 0, is_atom })
        });
        annotations.chain(elements).collect()
    }

    /// The place in the file of a part that cuts nothing: around all that is in it, in what outranks it.
    fn placed(
        &self,
        text: Range<usize>,
        grown: Vec<Grown>,
        parts: &[Part],
        rank: u8,
    ) -> Result<Fitted, Refusal> {
        let place = self.document.body.span_of(text.clone());
        let place = place.ok_or_else(|| Refusal::new("no words of the text stand there"))?;
        let around: Vec<_> = parts
            .iter()
            .filter(|part| part.rank > rank && part.text() == text)
            .map(|part| part.span)
            .collect();
        let inside = parts.iter().filter(|part| {
            let is_inside = text.start <= part.start && part.end <= text.end && part.start < part.end;
            is_inside && !around.iter().any(|outer| part.span.contains(*outer))
        });
        let mut span = inside.fold(place, |span, part| span.to(part.span));
        let before = self.file.text.get(..span.start as usize).unwrap_or_default();
        let escapes = before.len() - before.trim_end_matches('\\').len();
        span.start -= (escapes % 2) as u32;
        Ok(Fitted { span, text, grown })
    }
}

/// The words of a node that lie in a selection; all of them where they stand in the file in another form.
fn words_of(node: &Node, selection: Span) -> Option<Range<usize>> {
    let words = shown(node)?;
    if words.len() != node.span.range().len() {
        return Some(words);
    }
    let at =
        |byte: u32| words.start + (byte.clamp(node.span.start, node.span.end) - node.span.start) as usize;
    Some(at(selection.start)..at(selection.end))
}

/// The part of the plain text that a node is.
fn shown(node: &Node) -> Option<Range<usize>> {
    match node.kind {
        NodeKind::Words(words) | NodeKind::Code(words) => Some(words.range()),
        _ => None,
    }
}

/// What an element is to a selection.
fn kind_of(node: &Node) -> Option<(Grown, bool)> {
    match node.kind {
        NodeKind::Emphasis | NodeKind::Strong | NodeKind::Strikethrough | NodeKind::Element(..) => {
            Some((Grown::Emphasis, false))
        }
        NodeKind::Link(_) => Some((Grown::Link, false)),
        NodeKind::Code(_) => Some((Grown::Code, true)),
        NodeKind::Words(words) if words.range().len() != node.span.range().len() => Some((Grown::Code, true)),
        _ => None,
    }
}

fn part_of(annotation: &Annotation) -> Option<Part> {
    let (what, rank, is_atom) = match annotation.kind {
        AnnotationKind::Mention(_) => (Grown::Mention, MENTION, true),
        AnnotationKind::Span(class) => (Grown::Span, rank(class), false),
        AnnotationKind::Citation(_) => return None,
    };
    let Range { start, end } = annotation.text;
    Some(Part { what, span: annotation.span, start, end, rank, is_atom })
}

/// A part of a line with every word at its ends whole; what stands behind an apostrophe may be left out.
fn snapped(line: &str, part: Range<usize>) -> Range<usize> {
    const APOSTROPHES: [char; 2] = ['\'', '’'];
    let Range { mut start, mut end } = part;
    for (at, word) in line.split_word_bound_indices() {
        let behind = at + word.len();
        let is_word = word.contains(char::is_alphanumeric);
        let is_split = line.get(end..).is_some_and(|rest| rest.starts_with(APOSTROPHES));
        if is_word && at < start && start < behind {
            start = at;
        }
        if is_word && at < end && end < behind && !(is_split && end > start) {
            end = behind;
        }
        // Where nothing is selected, the word at the place is meant.
        if part.is_empty() && is_word && at <= part.start && part.end <= behind {
            return at..behind;
        }
    }
    start..end
}
