//! The tree of a text: blocks, and in them words, elements, annotations and sentences.
//!
//! Input: nodes, in the order in which they begin. Output: a [`Tree`], which is never changed again. Entry points:
//! [`Tree::nodes`], and [`Tree::around`] for what stands at a byte of the file.
//!
//! All nodes lie in one list; what is in a node stands right behind it, up to its [`end`](Node::end). Whoever walks the
//! tree needs no recursion, however deep an author nests. Markdown's elements, annotations and sentences may overlap in a
//! text. In the tree they don't: what something else cuts is there in parts, of which only the first says that it begins.

use std::ops::Range;

pub use pulldown_cmark::Alignment;

use crate::source::Span;

/// Types for the places of things in their lists, so that no number is taken for one in another list.
macro_rules! indices {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The one at a place of the list.
            pub fn at(place: usize) -> Self {
                Self(place as u32)
            }

            /// Its place in the list.
            pub fn place(self) -> usize {
                self.0 as usize
            }

            /// The one behind it.
            pub fn next(self) -> Self {
                Self(self.0 + 1)
            }

            /// All of a list with so many.
            pub fn all(count: usize) -> impl ExactSizeIterator<Item = Self> + Clone {
                (0..count as u32).map(Self)
            }
        }
    )*};
}

indices! {
    /// The index of a document among those of its site.
    DocumentId,
    /// The index of a node.
    NodeId,
    /// The index of an annotation among those of its text.
    AnnotationId,
    /// The index of a sentence among those of its text.
    SentenceId,
    /// The index of a heading among those of its text.
    HeadingId,
    /// The index of a link or picture among those of its text.
    LinkId,
}

/// A part of a string.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slice {
    start: u32,
    end: u32,
}

impl Slice {
    /// The part under these bytes.
    pub fn new(range: Range<usize>) -> Self {
        Self { start: range.start as u32, end: range.end as u32 }
    }

    /// Its bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A part of a text.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Its place in the file.
    pub span: Span,
    /// The node behind the last one in it.
    pub end: NodeId,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NodeKind {
    /// A paragraph.
    Paragraph,
    /// A heading.
    Heading(HeadingId),
    /// A block quotation.
    Quote,
    /// A list; a numbered one with its first number.
    List(Option<u32>),
    /// An item of a list.
    Item,
    /// A code block with the language that it names; its code is in [`NodeKind::Verbatim`].
    CodeBlock(Slice),
    /// A block of raw HTML.
    HtmlBlock,
    /// A line between two blocks.
    Rule,
    /// A table.
    Table,
    /// Its first row.
    TableHead,
    /// Another row.
    TableRow,
    /// A cell of the first row.
    HeadCell(Alignment),
    /// A cell of another row.
    Cell(Alignment),
    /// A footnote: its number, from 1, and its label.
    Footnote(u32, Slice),

    /// Words: a part of the plain text.
    Words(Slice),
    /// Code amid words: a part of the plain text.
    Code(Slice),
    /// Words that are not part of the plain text.
    Verbatim(Slice),
    /// A line break of the file's.
    SoftBreak,
    /// A line break of the text's.
    HardBreak,
    /// A piece of raw HTML, cleaned.
    Html(Slice),
    /// An element of raw HTML: the tags that open and close it, cleaned.
    Element(Slice, Slice),
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// Words that are struck through.
    Strikethrough,
    /// A link.
    Link(LinkId),
    /// A picture, and the words that stand for it.
    Image(LinkId, Slice),
    /// The number of a footnote: the number, and the footnote's label.
    FootnoteReference(u32, Slice),
    /// The box of a task, and whether it is done.
    Task(bool),

    /// A sentence, or a part of one.
    Sentence(SentenceId, Part),
    /// A mention or a span, or a part of one.
    Annotation(AnnotationId, Part),
    /// The place for what stands behind an annotation: the number of a claim, of a fact, of a citation.
    Note(AnnotationId),
}

/// Which part of a sentence or an annotation a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Whether it begins here, or was cut and goes on.
    pub is_first: bool,
    /// Whether it may be a link: it is in no other, and none is in it.
    pub is_link: bool,
}

/// A text as a tree.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    nodes: Vec<Node>,
    /// What nodes say beside the plain text.
    strings: String,
}

impl Tree {
    /// All nodes in the order in which they begin.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The nodes in and at a range of ids.
    pub fn get(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    /// A string that a node holds beside the plain text.
    pub fn string(&self, slice: Slice) -> &str {
        self.strings.get(slice.range()).unwrap_or_default()
    }

    /// The nodes of each block that is in no other: a paragraph, a list, a table ….
    pub fn blocks(&self) -> impl Iterator<Item = Range<usize>> {
        let first = self.nodes.first().map(|node| 0..node.end.0 as usize);
        std::iter::successors(first, |block| {
            let end = self.nodes.get(block.end)?.end.0 as usize;
            Some(block.end..end)
        })
    }

    /// What it takes as HTML, without annotations: more or less.
    pub fn size(&self) -> usize {
        self.nodes.len() * 8 + self.strings.len()
    }

    /// The nodes around a byte of the file, the outermost first.
    pub fn around(&self, byte: u32) -> Vec<NodeId> {
        let mut around = Vec::new();
        let (mut at, mut end) = (NodeId(0), NodeId(self.nodes.len() as u32));
        while at < end
            && let Some(node) = self.get(at)
        {
            if node.span.start <= byte && byte < node.span.end {
                around.push(at);
                end = node.end;
                at.0 += 1;
            } else {
                at = node.end;
            }
        }
        around
    }

    /// The innermost node at a byte of the file.
    pub fn at(&self, byte: u32) -> Option<NodeId> {
        self.around(byte).pop()
    }

    /// Keeps a string.
    pub(super) fn keep(&mut self, string: &str) -> Slice {
        let start = self.strings.len();
        self.strings.push_str(string);
        Slice::new(start..self.strings.len())
    }

    /// Adds a node in which there is nothing yet.
    pub(super) fn push(&mut self, kind: NodeKind, span: Span) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Node { kind, span, end: NodeId(id.0 + 1) });
        id
    }

    /// Says that all nodes since a node began are in it.
    pub(super) fn close(&mut self, id: NodeId) {
        let end = NodeId(self.nodes.len() as u32);
        if let Some(node) = self.get_mut(id) {
            node.end = end;
        }
    }

    /// A node that is being made.
    pub(super) fn get_mut(&mut self, id: NodeId) -> Option<&mut Node> {
        self.nodes.get_mut(id.0 as usize)
    }

    /// Gives back the memory that reading took beyond what is kept.
    pub(super) fn shrink(&mut self) {
        self.nodes.shrink_to_fit();
        self.strings.shrink_to_fit();
    }
}
