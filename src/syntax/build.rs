//! The events of a text → its tree.
//!
//! Input: Markdown's events, and the constructs found in each block. Output: a [`Body`] and what is wrong with it. Entry
//! point: [`Builder::build`].

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::annotation::AnnotationKind;
use super::body::{Block, Body, Context, Footnote, Sentence};
use super::brackets::{Inline, Scanned};
use super::heading::Heading;
use super::links::{self, Link};
use super::nest::{self, Start};
use super::quoted::quoted;
use super::tree::{Alignment, HeadingId, NodeId, NodeKind, SentenceId, Slice};
use super::{definitions, heading, inline, raw, sanitize, sentence};
use crate::anchor::Anchors;
use crate::data::Text;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// Makes the tree of a text.
pub struct Builder<'t> {
    /// The text, in which attributes may be masked.
    pub seen: &'t str,
    /// What it is read with.
    pub context: Context<'t>,
    /// What is made.
    pub body: Body,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    anchors: Anchors,
    is_annotated: bool,
    /// The blocks that are open.
    open: Vec<NodeId>,
    table: Table,
    /// The labels of the footnotes that were written.
    defined: HashSet<String>,
    /// The numbers of the footnotes by their labels.
    footnotes: HashMap<String, u32>,
    /// The ids that are left in raw HTML.
    ids: HashSet<String>,
}

/// The table that is open.
#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    is_head: bool,
    /// How many cells its row has so far.
    cells: usize,
}

impl<'t> Builder<'t> {
    /// A builder for a text, of which it has read nothing yet.
    pub fn new(seen: &'t str, context: Context<'t>) -> Self {
        Self {
            seen,
            context,
            body: Body::default(),
            diagnostics: Vec::new(),
            anchors: Anchors::of_part(context.part),
            is_annotated: false,
            open: Vec::new(),
            table: Table::default(),
            defined: HashSet::new(),
            footnotes: HashMap::new(),
            ids: HashSet::new(),
        }
    }

    /// Makes the tree.
    pub fn build(mut self, events: &[Inline<'_>], blocks: Vec<Block>) -> (Body, Vec<Diagnostic>) {
        self.is_annotated = blocks.iter().any(|block| !block.scanned.found.is_empty());
        self.report_unclosed(&blocks);
        events.iter().for_each(|(event, range)| self.raw(event, range));
        let mut at = 0;
        for block in blocks {
            self.blocks(events.get(at..block.events.start).unwrap_or_default());
            at = block.events.end;
            self.inlines(events.get(block.events).unwrap_or_default(), block.scanned);
        }
        self.blocks(events.get(at..).unwrap_or_default());
        self.finish()
    }

    /// Notes what a piece of raw HTML links to and is called.
    fn raw(&mut self, event: &Event<'_>, range: &Range<usize>) {
        let html = match event {
            Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => self.seen.get(range.clone()),
            _ => None,
        };
        for tag in raw::tags(html.unwrap_or_default()) {
            tag.attributes.iter().for_each(|attribute| self.attribute(&tag, attribute, range.start));
        }
    }

    /// Notes what an attribute of raw HTML links to or calls its element.
    fn attribute(&mut self, tag: &raw::Tag<'_>, found: &raw::Attribute<'_>, start: usize) {
        let span = Span::new(start + found.at..start + found.range().end);
        let (element, name) = (tag.name.to_ascii_lowercase(), found.name.to_ascii_lowercase());
        match (&*element, &*name) {
            ("a", "href") | (_, "src" | "poster" | "srcset") => {
                let addresses = sanitize::addresses(&name, found.value).into_iter();
                let policy = self.context.policy;
                let leading = addresses.filter(|it| sanitize::may_lead(&element, &name, it, policy));
                let link = |target| Link { span, target, title: String::new() };
                self.body.links.extend(leading.filter_map(links::raw_target).map(link));
            }
            ("a", "name") if tag.is_id(found) => {}
            (_, "id") | ("a", "name") => self.body.ids.push(Text { text: found.value.to_owned(), span }),
            _ => {}
        }
    }

    /// Brackets that would have to cross a block: the closing part tells which opening one was meant.
    fn report_unclosed(&mut self, blocks: &[Block]) {
        let mut open: Vec<usize> = Vec::new();
        for block in blocks {
            for closer in &block.scanned.closers {
                let place = Span::new(closer.clone());
                self.diagnostics.push(match open.pop() {
                    Some(at) => Diagnostic::at(
                        Code::UnclosedSpan,
                        Span::new(at..at + 1),
                        "this span crosses the end of its block",
                    )
                    .label_at(place, "it would close here")
                    .help("close it before the block ends, and mark up the next block's part by itself"),
                    None => Diagnostic::at(Code::BadAttribute, place, "these attributes belong to no span")
                        .help("put `[` before the words they are about"),
                });
            }
            open.extend(&block.scanned.open);
        }
    }

    /// Blocks, and what is in those whose content is no inline Markdown.
    fn blocks(&mut self, events: &[Inline<'_>]) {
        let mut is_hidden = false;
        for (event, range) in events {
            let kind = match event {
                Event::Start(tag) if definitions::is_fence(tag) => {
                    is_hidden = true;
                    continue;
                }
                Event::End(TagEnd::CodeBlock) if is_hidden => {
                    is_hidden = false;
                    continue;
                }
                _ if is_hidden => continue,
                Event::Start(tag) => self.block(tag),
                Event::End(_) => {
                    self.open.pop().into_iter().for_each(|block| self.body.tree.close(block));
                    continue;
                }
                Event::Text(code) => NodeKind::Verbatim(self.body.tree.keep(code)),
                Event::Html(html) | Event::InlineHtml(html) if !html.is_empty() => {
                    NodeKind::Html(self.html(html))
                }
                Event::Rule => NodeKind::Rule,
                _ => continue,
            };
            let node = self.body.tree.push(kind, Span::new(range.clone()));
            if let Event::Start(tag) = event {
                self.open.push(node);
                self.define(tag, node, range);
            }
        }
    }

    /// Notes a footnote; one that is defined twice is a mistake.
    fn define(&mut self, tag: &Tag<'_>, node: NodeId, range: &Range<usize>) {
        let Tag::FootnoteDefinition(label) = tag else { return };
        let span = Span::new(range.start..range.start + label.len() + "[^]".len());
        if !self.defined.insert(label.to_string())
            && let Some(first) = self.body.footnotes.iter().find(|it| *it.label == **label)
        {
            let message = format!("the footnote `{label}` is written twice");
            let first = Span::new(first.span.range().start..first.span.range().start + span.range().len());
            let help = "give one of them another label";
            self.diagnostics.push(
                Diagnostic::at(Code::DuplicateId, span, message)
                    .label_at(first, "first written here")
                    .help(help),
            );
        }
        let span = Span::new(range.clone());
        self.body.footnotes.push(Footnote { label: label.to_string(), node, span });
    }

    fn block(&mut self, tag: &Tag<'_>) -> NodeKind {
        match tag {
            Tag::Heading { level, .. } => {
                self.body.headings.push(Heading::new(*level as u8, self.body.text.len()));
                NodeKind::Heading(HeadingId(self.body.headings.len() as u32 - 1))
            }
            Tag::BlockQuote(_) => NodeKind::Quote,
            Tag::CodeBlock(CodeBlockKind::Indented) => NodeKind::CodeBlock(Slice::default()),
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                NodeKind::CodeBlock(self.body.tree.keep(info.split(' ').next().unwrap_or_default()))
            }
            Tag::List(first) => NodeKind::List(first.map(|first| first as u32)),
            Tag::Item => NodeKind::Item,
            Tag::FootnoteDefinition(label) => {
                let (number, label) = self.footnote(label);
                NodeKind::Footnote(number, label)
            }
            Tag::Table(alignments) => {
                self.table.alignments.clone_from(alignments);
                NodeKind::Table
            }
            Tag::TableHead | Tag::TableRow => {
                (self.table.is_head, self.table.cells) = (*tag == Tag::TableHead, 0);
                if self.table.is_head { NodeKind::TableHead } else { NodeKind::TableRow }
            }
            Tag::TableCell => self.cell(),
            Tag::HtmlBlock => NodeKind::HtmlBlock,
            _ => NodeKind::Paragraph,
        }
    }

    fn cell(&mut self) -> NodeKind {
        let alignment = self.table.alignments.get(self.table.cells).copied().unwrap_or(Alignment::None);
        self.table.cells += 1;
        if self.table.is_head { NodeKind::HeadCell(alignment) } else { NodeKind::Cell(alignment) }
    }

    /// Keeps a piece of raw HTML.
    pub fn html(&mut self, html: &str) -> Slice {
        if !self.body.ids.is_empty() {
            let ids = [" id=\"", " name=\""].into_iter().flat_map(|attribute| html.split(attribute).skip(1));
            self.ids.extend(ids.filter_map(|rest| rest.split('"').next()).map(str::to_owned));
        }
        self.body.tree.keep(html)
    }

    /// The number of a footnote, in the order in which they are first named; with its label.
    pub fn footnote(&mut self, label: &str) -> (u32, Slice) {
        let next = self.footnotes.len() as u32 + 1;
        let number = *self.footnotes.entry(label.to_owned()).or_insert(next);
        (number, self.body.tree.keep(label))
    }

    /// Adds words to the plain text.
    pub fn say(&mut self, words: &str) -> Slice {
        let start = self.body.text.len();
        self.body.text.push_str(words);
        Slice::new(start..self.body.text.len())
    }

    /// Notes that the last bytes of the plain text are prose which begins at `file`.
    pub fn add_prose(&mut self, file: usize, len: usize) {
        self.body.add_prose(file, len, self.is_in_heading());
    }

    fn is_in_heading(&self) -> bool {
        let block = self.open.last().and_then(|&block| self.body.tree.get(block));
        block.is_some_and(|block| matches!(block.kind, NodeKind::Heading(_)))
    }

    fn inlines(&mut self, inlines: &[Inline<'_>], mut scanned: Scanned) {
        self.diagnostics.append(&mut scanned.diagnostics);
        if !self.body.text.is_empty() {
            self.body.text.push('\n');
        }
        let start = Start { text: self.body.text.len(), sentence: self.body.sentences.len() };
        let first_annotation = self.body.annotations.len();
        let own_id = self.own_id(inlines);
        let edges = inline::edges(self, inlines, scanned.found, own_id);
        self.end_heading(start.text);
        if self.is_annotated {
            self.sentences(start.text);
            self.assign_sentences(first_annotation, start.sentence);
        }
        let Body { tree, annotations, sentences, .. } = &mut self.body;
        nest::nest(tree, annotations, sentences, start, edges);
    }

    /// Takes the id that the heading which is being read has of its own; returns the bytes that say it.
    fn own_id(&mut self, inlines: &[Inline<'_>]) -> Option<Range<usize>> {
        let content = inlines.first()?.1.start..inlines.last()?.1.end;
        let (id, range) = heading::own_id(self.seen, content).filter(|_| self.is_in_heading())?;
        self.ids.insert(id.text.clone());
        self.body.ids.push(id.clone());
        self.body.headings.last_mut()?.own = Some(id);
        Some(range)
    }

    /// Tells the heading that was read what its words are.
    fn end_heading(&mut self, start: usize) {
        let end = self.body.text.len();
        if self.is_in_heading()
            && let Some(heading) = self.body.headings.last_mut()
        {
            heading.text = start..end;
        }
    }

    /// Divides the plain text from `start` on into sentences.
    fn sentences(&mut self, start: usize) {
        let words = self.body.text.get(start..).unwrap_or_default();
        for range in sentence::sentences(words, self.context.language) {
            let anchor = self.anchors.unique('s', words.get(range.clone()).unwrap_or_default());
            self.body.sentences.push(Sentence { text: range.start + start..range.end + start, anchor });
        }
    }

    /// Tells each annotation the sentence it begins in; a citation belongs to the one it stands behind.
    fn assign_sentences(&mut self, first_annotation: usize, first_sentence: usize) {
        let Body { annotations, sentences, .. } = &mut self.body;
        for annotation in annotations.iter_mut().skip(first_annotation) {
            let at = annotation.text.start;
            let behind = matches!(annotation.kind, AnnotationKind::Citation(_));
            let begun =
                sentences.partition_point(|s| if behind { s.text.start < at } else { s.text.start <= at });
            annotation.sentence = SentenceId::at(begun.saturating_sub(1).max(first_sentence));
        }
    }

    fn finish(mut self) -> (Body, Vec<Diagnostic>) {
        // Of an element that was cleaned away, its id is gone, too.
        self.body.ids.retain(|id| self.ids.contains(&id.text));
        heading::give_ids(&mut self.body, self.context);
        self.body.quoted = quoted(&self.body);
        self.body.shrink();
        (self.body, self.diagnostics)
    }
}
