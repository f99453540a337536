//! The words, elements, annotations and sentences of one block → nodes that nest.
//!
//! Input: a block's [`Edge`]s, and its sentences. Output: nodes at the end of a [`Tree`]. Entry point: [`nest`].
//!
//! Markdown's own elements are never cut. What overlaps one of them, or overlaps something that began earlier, is closed
//! there and opened again behind.

use super::annotation::{Annotation, AnnotationKind, SpanClass};
use super::body::Sentence;
use super::tree::{AnnotationId, NodeId, NodeKind, Part, SentenceId, Slice, Tree};
use crate::source::Span;

/// What happens at a place of a block; numbers of annotations are indexes among those of the text.
#[derive(Debug)]
pub enum Edge {
    /// Something in which nothing begins or ends, but for sentences.
    Leaf(NodeKind, Span),
    /// An element of Markdown's own begins.
    Open(Element),
    /// The innermost of them ends.
    Close,
    /// An annotation begins.
    Begin(Begin),
    /// An annotation ends.
    End(usize),
    /// A citation stands here.
    Cite(usize),
}

/// An element of Markdown's own, or of raw HTML.
#[derive(Debug)]
pub struct Element {
    /// What it is.
    pub kind: NodeKind,
    /// Its place in the file.
    pub span: Span,
    /// Whether it is a link.
    pub is_link: bool,
    /// The index of the edge at which it ends.
    pub end: usize,
    /// The sentences that end before this byte of the plain text are over when it ends.
    pub over: usize,
}

/// The beginning of an annotation.
#[derive(Clone, Copy, Debug)]
pub struct Begin {
    /// The annotation.
    pub annotation: usize,
    /// The index of the edge at which it ends.
    pub end: usize,
    /// Whether a link begins in it.
    pub has_links: bool,
}

/// Where a block's sentences and words begin.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    /// The index of its first sentence.
    pub sentence: usize,
    /// Its first byte of the plain text.
    pub text: usize,
}

/// Adds a block's nodes to the tree.
pub fn nest(
    tree: &mut Tree,
    annotations: &[Annotation],
    sentences: &[Sentence],
    start: Start,
    edges: Vec<Edge>,
) {
    let mut nest = Nest {
        tree,
        annotations,
        sentences,
        next: start.sentence,
        in_sentence: false,
        at: start.text,
        here: 0,
        frames: Vec::new(),
        links: 0,
        waiting: Vec::new(),
        references: Vec::new(),
    };
    edges.into_iter().for_each(|edge| nest.edge(edge));
    nest.end_open_sentence();
}

struct Nest<'b> {
    tree: &'b mut Tree,
    annotations: &'b [Annotation],
    sentences: &'b [Sentence],
    /// The next sentence, or the one that is open.
    next: usize,
    in_sentence: bool,
    /// The byte of the plain text reached.
    at: usize,
    /// The byte of the file reached.
    here: u32,
    /// What is open, the outermost first.
    frames: Vec<Frame>,
    /// How many of these are links.
    links: usize,
    /// Annotations whose notes wait until no link is open: they can't be inside one.
    waiting: Vec<usize>,
    /// Numbers of footnotes that wait for the same.
    references: Vec<(NodeKind, Span)>,
}

/// Something that is open.
#[derive(Clone, Copy, Debug)]
struct Frame {
    what: What,
    node: NodeId,
    is_link: bool,
}

#[derive(Clone, Copy, Debug)]
enum What {
    Element,
    Annotation(Begin),
    Sentence(usize),
}

/// The place of something in which nothing has a place yet.
const NOWHERE: Span = Span { start: u32::MAX, end: 0 };

/// Takes a place into a sentence or an annotation; an element has one of its own.
fn widen(tree: &mut Tree, frame: &Frame, span: Span) {
    if let Some(node) = tree.get_mut(frame.node)
        && !matches!(frame.what, What::Element)
    {
        node.span = node.span.to(span);
    }
}

impl Nest<'_> {
    fn edge(&mut self, edge: Edge) {
        match edge {
            Edge::Leaf(NodeKind::Words(words), span) => self.words(words, span),
            Edge::Leaf(kind @ NodeKind::Code(words), span) => {
                self.turn_sentence();
                self.at = words.range().end;
                self.leaf(kind, span);
            }
            Edge::Leaf(kind @ (NodeKind::SoftBreak | NodeKind::HardBreak), span) => {
                self.end_sentence();
                self.at += 1;
                self.leaf(kind, span);
            }
            // The number of a footnote is a link, and so can't be inside another.
            Edge::Leaf(kind @ NodeKind::FootnoteReference(..), span) if self.links > 0 => {
                self.references.push((kind, span));
            }
            Edge::Leaf(kind, span) => self.leaf(kind, span),
            Edge::Open(element) => {
                self.turn_sentence();
                self.enter(&element);
            }
            Edge::Close => self.leave(|what| matches!(what, What::Element)),
            Edge::Begin(begin) => {
                self.turn_sentence();
                self.begin(What::Annotation(begin), true);
            }
            Edge::End(annotation) => self.end_annotation(annotation),
            Edge::Cite(annotation) => {
                self.waiting.push(annotation);
                self.notes();
            }
        }
    }

    /// Words, cut where sentences begin and end.
    fn words(&mut self, words: Slice, span: Span) {
        let (range, mut place) = (words.range(), span);
        let is_exact = range.len() == span.range().len();
        self.at = range.start;
        while self.at < range.end {
            self.turn_sentence();
            let edge = if self.edge_of_sentence() > self.at { self.edge_of_sentence() } else { range.end };
            let end = edge.min(range.end);
            if is_exact {
                let start = span.start + (self.at - range.start) as u32;
                place = Span { start, end: start + (end - self.at) as u32 };
            }
            self.leaf(NodeKind::Words(Slice::new(self.at..end)), place);
            self.at = end;
        }
    }

    fn leaf(&mut self, kind: NodeKind, span: Span) {
        self.tree.push(kind, span);
        self.here = span.end;
        self.reach(span);
    }

    /// Takes a place into the innermost of what is open, unless that has a place of its own.
    fn reach(&mut self, span: Span) {
        if let Some(frame) = self.frames.last() {
            widen(self.tree, frame, span);
        }
    }

    /// Where the open sentence ends, or the next one begins.
    fn edge_of_sentence(&self) -> usize {
        match self.sentences.get(self.next) {
            Some(sentence) if self.in_sentence => sentence.text.end,
            Some(sentence) => sentence.text.start,
            None => usize::MAX,
        }
    }

    /// Closes the sentence that ends here and opens the one that begins here.
    fn turn_sentence(&mut self) {
        self.end_sentence();
        if !self.in_sentence && self.edge_of_sentence() <= self.at {
            self.begin(What::Sentence(self.next), true);
            self.in_sentence = true;
        }
    }

    fn end_sentence(&mut self) {
        if self.edge_of_sentence() <= self.at {
            self.end_open_sentence();
        }
    }

    fn end_open_sentence(&mut self) {
        if self.in_sentence {
            self.leave(|what| matches!(what, What::Sentence(_)));
            self.in_sentence = false;
            self.next += 1;
        }
    }

    /// Opens an element, cutting what ends in it.
    fn enter(&mut self, element: &Element) {
        let inside =
            self.frames.iter().rposition(|frame| matches!(frame.what, What::Element)).map_or(0, |at| at + 1);
        let ends_in = |frame: &Frame| match frame.what {
            What::Element => false,
            What::Annotation(begin) => begin.end < element.end,
            What::Sentence(sentence) => {
                self.sentences.get(sentence).is_some_and(|it| it.text.end < element.over)
            }
        };
        let first = self.frames.iter().skip(inside).position(ends_in);
        let cut = self.close_from(first.map_or(self.frames.len(), |first| inside + first));
        self.reach(element.span);
        let node = self.tree.push(element.kind, element.span);
        self.frames.push(Frame { what: What::Element, node, is_link: element.is_link });
        self.links += usize::from(element.is_link);
        self.reopen(cut);
    }

    /// Opens a sentence or an annotation, or a further part of one.
    fn begin(&mut self, what: What, is_first: bool) {
        let (mut is_link, mut span) = (false, NOWHERE);
        let part = |is_link| Part { is_first, is_link };
        let kind = match what {
            What::Element => return,
            What::Sentence(sentence) => NodeKind::Sentence(SentenceId(sentence as u32), part(false)),
            What::Annotation(begin) => {
                let Some(annotation) = self.annotations.get(begin.annotation) else { return };
                let is_mention = matches!(annotation.kind, AnnotationKind::Mention(_));
                is_link = is_mention && !begin.has_links && self.links == 0;
                if is_first {
                    span = Span { start: annotation.span.start, end: annotation.span.start };
                }
                NodeKind::Annotation(AnnotationId(begin.annotation as u32), part(is_link))
            }
        };
        let node = self.tree.push(kind, span);
        self.frames.push(Frame { what, node, is_link });
        self.links += usize::from(is_link);
    }

    fn end_annotation(&mut self, index: usize) {
        let is_it = |what: &What| matches!(what, What::Annotation(begin) if begin.annotation == index);
        let Some(annotation) = self.annotations.get(index) else { return };
        if let Some(frame) = self.frames.iter().rfind(|frame| is_it(&frame.what)) {
            widen(self.tree, frame, Span { start: annotation.span.end, end: annotation.span.end });
        }
        if has_note(&annotation.kind) {
            self.waiting.push(index);
        }
        self.leave(is_it);
    }

    /// Closes the innermost of what is open and meant, cutting what began in it and goes on.
    fn leave(&mut self, is_meant: impl Fn(&What) -> bool) {
        let Some(at) = self.frames.iter().rposition(|frame| is_meant(&frame.what)) else { return };
        let cut = self.close_from(at + 1);
        self.close();
        self.notes();
        self.reopen(cut);
    }

    /// Closes all from an index on and returns them, outer ones first.
    fn close_from(&mut self, at: usize) -> Vec<Frame> {
        let mut closed = Vec::new();
        while self.frames.len() > at
            && let Some(frame) = self.close()
        {
            closed.push(frame);
        }
        closed.reverse();
        closed
    }

    /// Closes the innermost of what is open.
    fn close(&mut self) -> Option<Frame> {
        let frame = self.frames.pop()?;
        self.links -= usize::from(frame.is_link);
        self.tree.close(frame.node);
        let node = self.tree.get_mut(frame.node)?;
        if node.span.start > node.span.end {
            node.span = Span { start: self.here, end: self.here };
        }
        let span = node.span;
        self.reach(span);
        Some(frame)
    }

    fn reopen(&mut self, frames: Vec<Frame>) {
        frames.into_iter().for_each(|frame| self.begin(frame.what, false));
    }

    /// Adds the places of the notes that wait, once no link is open.
    fn notes(&mut self) {
        if self.links > 0 {
            return;
        }
        for (kind, span) in std::mem::take(&mut self.references) {
            self.leaf(kind, span);
        }
        for index in std::mem::take(&mut self.waiting) {
            let Some(annotation) = self.annotations.get(index) else { continue };
            let is_citation = matches!(annotation.kind, AnnotationKind::Citation(_));
            let start = if is_citation { annotation.span.start } else { annotation.span.end };
            let span = Span { start, end: annotation.span.end };
            self.tree.push(NodeKind::Note(AnnotationId(index as u32)), span);
            self.reach(span);
        }
    }
}

/// Whether something stands behind what is marked up so.
fn has_note(kind: &AnnotationKind) -> bool {
    matches!(kind, AnnotationKind::Span(SpanClass::Claim | SpanClass::Quote | SpanClass::Fact))
}
