//! One Markdown text → its HTML, its plain text, its sentences and its annotations.
//!
//! Input: the text below the front matter. Output: a [`Body`], in whose HTML every place where a tag of Annals may go
//! is known as a [`Mark`], so that a page can put in links and anchors that depend on all other files. Entry point:
//! [`read`].
//!
//! The text is parsed once by pulldown-cmark, as it is; annotations are found among its events and never by rewriting
//! the text. One exception: where Markdown takes a part of an attribute for its own (`note="*"`), the text is parsed
//! again with that part masked by as many neutral bytes.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};

use super::annotation::{Annotation, AnnotationKind};
use super::brackets::{self, Found, Inline, Scanned};
use super::links::{self, LinkContext, LinkTarget};
use super::{raw, sanitize, sentence};
use crate::anchor::{Anchor, Anchors};
use crate::config::Policy;
use crate::data::Text;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// A text and all that is known of it without looking at other files.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// The HTML as pulldown-cmark writes it, raw HTML sanitized, without anything of the annotations.
    pub html: String,
    /// The plain text, blocks separated by line breaks.
    pub text: String,
    /// Where tags may be put into the HTML, in order.
    pub marks: Vec<Mark>,
    /// The annotations, in the order in which they begin.
    pub annotations: Vec<Annotation>,
    /// The sentences; empty where the text has no annotation.
    pub sentences: Vec<Sentence>,
    /// Links and pictures within the site.
    pub links: Vec<LinkTarget>,
    /// The ids that raw HTML and footnotes give to parts of the text, in order.
    pub ids: Vec<Text>,
    /// The parts of the plain text that are prose, in order: not code, nor in a link.
    pub prose: Vec<Prose>,
}

/// A part of the plain text that stands in the file byte for byte, line breaks aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prose {
    /// Its first byte in the plain text.
    text: u32,
    /// Its first byte in the file.
    file: u32,
    /// How many bytes it has.
    len: u32,
    /// Whether it stands in a heading.
    heading: bool,
}

impl Prose {
    /// Whether what begins at these bytes continues it.
    fn joins(&self, text: u32, file: u32, heading: bool) -> bool {
        self.text + self.len == text && self.file + self.len == file && self.heading == heading
    }
}

/// A sentence of a text.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// Its bytes of the plain text.
    pub text: Range<usize>,
    /// Its `id` on the page.
    pub anchor: Anchor,
}

/// A place in the HTML.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// The byte of the HTML before which it lies.
    pub at: usize,
    /// What happens there.
    pub kind: MarkKind,
}

/// What happens at a [`Mark`]; numbers are indexes of annotations or sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// An annotation begins.
    Open(usize),
    /// An annotation ends.
    Close(usize),
    /// A sentence begins.
    SentenceOpen(usize),
    /// A sentence ends.
    SentenceClose(usize),
    /// A citation stands here.
    Citation(usize),
    /// An element of Markdown's own begins: right before its tag, and whether it is a link.
    TagOpen(bool),
    /// … right behind its tag.
    TagOpened,
    /// An element of Markdown's own ends: right before its tag.
    TagClose,
    /// … right behind its tag.
    TagClosed,
}

impl Body {
    /// Gives back the memory that reading took beyond what is kept, since every text of a site is.
    fn shrink(&mut self) {
        self.html.shrink_to_fit();
        self.text.shrink_to_fit();
        self.marks.shrink_to_fit();
        self.annotations.shrink_to_fit();
        self.sentences.shrink_to_fit();
        self.links.shrink_to_fit();
        self.ids.shrink_to_fit();
    }

    /// The plain text of an annotation.
    pub fn words(&self, annotation: &Annotation) -> &str {
        self.text.get(annotation.text.clone()).unwrap_or_default()
    }

    /// The annotations that lie in one of them.
    pub fn inside(&self, annotation: usize) -> Range<usize> {
        let first = annotation + 1;
        let Some(end) = self.annotations.get(annotation).map(|it| it.span.end) else { return first..first };
        let behind = self.annotations.get(first..).unwrap_or_default();
        first..first + behind.partition_point(|it| it.span.start < end)
    }

    /// The annotations that begin in a part of the plain text.
    pub fn beginning_in(&self, part: Range<usize>) -> Range<usize> {
        let before = |at: usize| self.annotations.partition_point(|it| it.text.start < at);
        before(part.start)..before(part.end)
    }

    /// The place in the file of a part of the plain text; none unless it is prose with nothing but line breaks in it,
    /// and in no heading, except where `headings` count.
    pub fn place(&self, part: Range<usize>, source: &str, headings: bool) -> Option<Span> {
        let first = self.prose_at(part.start)?;
        let last = self.prose_at(part.end.checked_sub(1)?)?;
        let runs = self.prose.get(first..=last)?;
        let is_unbroken = runs.windows(2).all(|pair| {
            let [before, after] = pair else { return true };
            let gap = Span { start: before.file + before.len, end: after.file }.of(source);
            gap.chars().all(|c| c.is_whitespace() || c == '>')
        });
        let (first, last) = runs.first().zip(runs.last())?;
        if first.heading && !headings {
            return None;
        }
        let start = first.file + (part.start as u32 - first.text);
        let end = last.file + (part.end as u32 - last.text);
        is_unbroken.then_some(Span { start, end })
    }

    /// Whether a byte of the plain text is part of its prose, headings included.
    pub fn is_prose(&self, at: usize) -> bool {
        self.prose_at(at).is_some()
    }

    /// The prose that a byte of the plain text is part of.
    fn prose_at(&self, at: usize) -> Option<usize> {
        let index = self.prose.partition_point(|run| run.text as usize <= at).checked_sub(1)?;
        self.prose.get(index).filter(|run| at < (run.text + run.len) as usize)?;
        Some(index)
    }

    /// Notes that the last bytes of the plain text are prose which begins at `file`.
    fn add_prose(&mut self, file: usize, len: usize, heading: bool) {
        let text = (self.text.len() - len) as u32;
        let (file, len) = (file as u32, len as u32);
        match self.prose.last_mut() {
            Some(last) if last.joins(text, file, heading) => last.len += len,
            _ => self.prose.push(Prose { text, file, len, heading }),
        }
    }
}

/// Reads the Markdown in `text[start..]`; all spans count from the beginning of `text`.
pub fn read(
    text: &str,
    start: usize,
    language: &str,
    links: &LinkContext<'_>,
    anchors: Anchors,
) -> (Body, Vec<Diagnostic>) {
    let mut seen = Cow::Borrowed(text);
    loop {
        let (events, found) = parse(&seen, start, links.policy);
        let blocks = scan_blocks(text, &seen, &events);
        let masks: Vec<_> = blocks.iter().flat_map(|block| block.scanned.masks.clone()).collect();
        let masked = (!masks.is_empty()).then(|| mask(&seen, &masks));
        let Some(masked) = masked.filter(|masked| *masked != seen) else {
            let (body, mut diagnostics) = Builder::new(&seen, language, links, anchors).build(events, blocks);
            diagnostics.extend(found);
            return (body, diagnostics);
        };
        drop(events);
        seen = Cow::Owned(masked);
    }
}

fn parse<'t>(text: &'t str, start: usize, policy: &Policy) -> (Vec<Inline<'t>>, Vec<Diagnostic>) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS;
    let markdown = text.get(start..).unwrap_or_default();
    let events = Parser::new_ext(markdown, options).into_offset_iter();
    let mut events: Vec<_> =
        events.map(|(event, range)| (event, range.start + start..range.end + start)).collect();
    let found = sanitize::sanitize(&mut events, policy);
    (events, found)
}

/// A run of inline events: the content of a paragraph, a heading, a list item or a table cell.
struct Block {
    events: Range<usize>,
    scanned: Scanned,
}

fn scan_blocks(text: &str, seen: &str, events: &[Inline<'_>]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut start = 0;
    let mut verbatim = false;
    for (index, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => verbatim = true,
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock) => verbatim = false,
            _ if !verbatim && is_inline(event) => continue,
            _ => {}
        }
        push_block(&mut blocks, start..index, text, seen, events);
        start = index + 1;
    }
    push_block(&mut blocks, start..events.len(), text, seen, events);
    blocks
}

fn push_block(blocks: &mut Vec<Block>, range: Range<usize>, text: &str, seen: &str, events: &[Inline<'_>]) {
    if let Some(inlines) = events.get(range.clone())
        && !inlines.is_empty()
    {
        blocks.push(Block { events: range, scanned: brackets::scan(text, seen, inlines) });
    }
}

fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => is_inline_tag(&tag.to_end()),
        Event::End(tag) => is_inline_tag(tag),
        Event::Html(_) | Event::Rule | Event::DisplayMath(_) => false,
        _ => true,
    }
}

fn is_inline_tag(tag: &TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// Hides attributes from Markdown: as many bytes that mean nothing, line breaks and block quotes kept.
fn mask(text: &str, ranges: &[Range<usize>]) -> String {
    let mut masked = text.as_bytes().to_vec();
    for range in ranges {
        let mut line_start = false;
        for byte in masked.iter_mut().take(range.end).skip(range.start) {
            match *byte {
                b'\n' => line_start = true,
                b' ' | b'\t' | b'>' if line_start => {}
                b'{' | b'}' => line_start = false,
                _ => {
                    line_start = false;
                    *byte = b'x';
                }
            }
        }
    }
    String::from_utf8_lossy(&masked).into_owned()
}

/// A piece of a block on its way from Markdown's events to the page's.
enum Piece<'t> {
    /// Words of the plain text.
    Words(CowStr<'t>),
    /// A space of the plain text.
    Break(Event<'t>),
    /// Inline code: words that can't be cut.
    Code(CowStr<'t>),
    /// An element that other pieces lie in.
    Open(Event<'t>),
    Close(Event<'t>),
    /// Anything else; not part of the plain text.
    Atom(Event<'t>),
    Mark(MarkKind),
}

struct Builder<'t> {
    seen: &'t str,
    language: &'t str,
    links: &'t LinkContext<'t>,
    annotated: bool,
    /// Whether the block at hand is a heading.
    heading: bool,
    body: Body,
    events: Vec<Event<'t>>,
    kinds: Vec<MarkKind>,
    anchors: Anchors,
    diagnostics: Vec<Diagnostic>,
}

impl<'t> Builder<'t> {
    fn new(seen: &'t str, language: &'t str, links: &'t LinkContext<'t>, anchors: Anchors) -> Self {
        Self {
            seen,
            language,
            links,
            annotated: false,
            heading: false,
            body: Body::default(),
            events: Vec::new(),
            kinds: Vec::new(),
            anchors,
            diagnostics: Vec::new(),
        }
    }

    fn build(mut self, events: Vec<Inline<'t>>, blocks: Vec<Block>) -> (Body, Vec<Diagnostic>) {
        self.annotated = blocks.iter().any(|block| !block.scanned.found.is_empty());
        self.report_unclosed(&blocks);
        self.events.reserve(events.len() * 2);
        events.iter().for_each(|(event, range)| self.raw(event, range));
        let mut events = events.into_iter();
        let mut taken = 0;
        for block in blocks {
            let between = block.events.start - taken;
            self.events.extend(events.by_ref().take(between).map(|(event, _)| event));
            let inlines: Vec<_> = events.by_ref().take(block.events.len()).collect();
            taken = block.events.end;
            self.heading = matches!(self.events.last(), Some(Event::Start(Tag::Heading { .. })));
            self.block(inlines, block.scanned);
        }
        self.events.extend(events.map(|(event, _)| event));
        self.finish()
    }

    /// Notes what a piece of raw HTML or a footnote links to and is called.
    fn raw(&mut self, event: &Event<'_>, range: &Range<usize>) {
        let html = match event {
            Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => self.seen.get(range.clone()),
            Event::Start(Tag::FootnoteDefinition(label)) => {
                let span = Span::new(range.start..range.start + label.len() + "[^]".len());
                return self.body.ids.push(Text { text: label.to_string(), span });
            }
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
            ("a", "href") | (_, "src" | "poster")
                if sanitize::may_lead(&element, &name, found.value, self.links.policy) =>
            {
                self.body.links.extend(links::raw_target(found.value, span, self.links));
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

    fn block(&mut self, inlines: Vec<Inline<'t>>, mut scanned: Scanned) {
        self.diagnostics.append(&mut scanned.diagnostics);
        if !self.body.text.is_empty() {
            self.body.text.push('\n');
        }
        let start = self.body.text.len();
        let inlines = links::rewrite(inlines, self.links, &mut self.body.links, &mut self.diagnostics);
        let first_annotation = self.body.annotations.len();
        let pieces = self.pieces(inlines, scanned.found);
        if !self.annotated {
            self.events.extend(pieces.into_iter().filter_map(Piece::into_event));
            return;
        }
        let first = self.body.sentences.len();
        self.sentences(start);
        self.assign_sentences(first_annotation, first);
        Placer { builder: self, at: start, next: first, open: false }.place(pieces);
    }

    /// Divides the plain text from `start` on into sentences.
    fn sentences(&mut self, start: usize) {
        let words = self.body.text.get(start..).unwrap_or_default();
        for range in sentence::sentences(words, self.language) {
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
            annotation.sentence = begun.saturating_sub(1).max(first_sentence);
        }
    }

    /// Turns a block's events into pieces, brackets left out and marks put in, and appends its plain text.
    fn pieces(&mut self, inlines: Vec<Inline<'t>>, found: Vec<Found>) -> Vec<Piece<'t>> {
        let (edits, removed) = self.edits(&inlines, found);
        let roles = roles(&inlines);
        let mut cutter = Cutter {
            edits: edits.into_iter().peekable(),
            removed,
            cursor: 0,
            asides: 0,
            pieces: Vec::new(),
            builder: self,
        };
        let mut pictures = 0usize;
        for ((event, range), role) in inlines.into_iter().zip(roles) {
            let picture = matches!(event, Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image));
            if picture || pictures > 0 {
                if matches!(event, Event::Start(Tag::Image { .. })) {
                    cutter.edits_until(range.start);
                    pictures += 1;
                } else if matches!(event, Event::End(TagEnd::Image)) {
                    pictures -= 1;
                }
                cutter.pieces.push(Piece::Atom(event));
            } else {
                cutter.event(event, range, role);
            }
        }
        cutter.edits_until(usize::MAX);
        cutter.pieces
    }

    /// Adds the constructs to the body, in the order in which they begin, with what is to be put where they stood.
    fn edits(
        &mut self,
        inlines: &[Inline<'_>],
        mut found: Vec<Found>,
    ) -> (Vec<(usize, MarkKind)>, Vec<Range<usize>>) {
        found.sort_by_key(|found| (found.whole.start, std::cmp::Reverse(found.whole.end)));
        let first = self.body.annotations.len();
        let mut around: Vec<(usize, Span)> = Vec::new();
        let mut edits = Vec::with_capacity(found.len() * 2);
        let mut removed = Vec::with_capacity(found.len() * 2);
        for (index, construct) in (first..).zip(found) {
            if let AnnotationKind::Citation(_) = construct.kind {
                let start = self.end_of_words(inlines, construct.whole.start);
                edits.push((start, MarkKind::Citation(index)));
                removed.push(start..construct.whole.end);
            } else {
                edits.push((construct.inner.start, MarkKind::Open(index)));
                edits.push((construct.inner.end, MarkKind::Close(index)));
                removed.push(construct.whole.start..construct.inner.start);
                removed.push(construct.inner.end..construct.whole.end);
            }
            let span = Span::new(construct.whole);
            while around.pop_if(|(_, outer)| !outer.contains(span)).is_some() {}
            let parent = around.last().map(|(outer, _)| *outer);
            around.push((index, span));
            self.body.annotations.push(Annotation {
                kind: construct.kind,
                span,
                inner: Span::new(construct.inner),
                text: 0..0,
                sentence: 0,
                parent,
                attributes: construct.attributes,
            });
        }
        // An empty span opens and closes at one place; sorting is stable and keeps its order.
        edits.sort_by_key(|(at, _)| *at);
        removed.sort_by_key(|range| range.start);
        (edits, removed)
    }

    /// Where the words before a citation end: as in Pandoc, the space between is not shown, nor is the end of the line.
    fn end_of_words(&self, inlines: &[Inline<'_>], citation: usize) -> usize {
        let begun = inlines.partition_point(|(_, range)| range.start < citation);
        let end = match begun.checked_sub(1).and_then(|before| inlines.get(before)) {
            Some((Event::SoftBreak, range)) => range.start,
            _ => citation,
        };
        self.seen.get(..end).map_or(citation, |before| before.trim_end_matches([' ', '\t']).len())
    }

    fn mark(&mut self, kind: MarkKind) {
        self.events.push(Event::InlineHtml(CowStr::Borrowed("\0")));
        self.kinds.push(kind);
    }

    fn finish(mut self) -> (Body, Vec<Diagnostic>) {
        let mut marked = String::with_capacity(self.body.text.len() * 2);
        html::push_html(&mut marked, self.events.into_iter());
        // Of an element that was cleaned away, its id is gone, too.
        if !self.body.ids.is_empty() {
            let left =
                [" id=\"", " name=\""].into_iter().flat_map(|attribute| marked.split(attribute).skip(1));
            let left: HashSet<_> = left.filter_map(|rest| rest.split('"').next()).collect();
            self.body.ids.retain(|id| left.contains(&*id.text));
        }
        if self.kinds.is_empty() {
            self.body.html = marked;
            return (self.body, self.diagnostics);
        }
        let mut parts = marked.split('\0');
        self.body.html.reserve(marked.len());
        self.body.html.push_str(parts.next().unwrap_or_default());
        for (part, kind) in parts.zip(self.kinds) {
            self.body.marks.push(Mark { at: self.body.html.len(), kind });
            self.body.html.push_str(part);
        }
        self.body.shrink();
        (self.body, self.diagnostics)
    }
}

/// Cuts events at the edges of constructs.
struct Cutter<'b, 't> {
    builder: &'b mut Builder<'t>,
    edits: std::iter::Peekable<std::vec::IntoIter<(usize, MarkKind)>>,
    /// The bytes of brackets and attributes, in order and disjoint.
    removed: Vec<Range<usize>>,
    /// The first of them that is not behind us.
    cursor: usize,
    /// How many elements around us make the words no prose: links, raw code.
    asides: usize,
    pieces: Vec<Piece<'t>>,
}

impl<'t> Cutter<'_, 't> {
    fn event(&mut self, event: Event<'t>, range: Range<usize>, role: Role) {
        match (event, role) {
            (Event::Text(words), _) if self.builder.seen.get(range.clone()) == Some(&*words) => {
                self.words(range);
            }
            (event, Role::Close) => {
                self.edits_until(range.end.saturating_sub(1));
                self.asides -= usize::from(is_aside(&event));
                self.pieces.push(Piece::Close(event));
            }
            (event, role) => {
                self.edits_until(range.start);
                if self.is_removed(&range) {
                    return;
                }
                let piece = self.piece(event, range, role);
                self.pieces.push(piece);
            }
        }
    }

    fn piece(&mut self, event: Event<'t>, range: Range<usize>, role: Role) -> Piece<'t> {
        let body = &mut self.builder.body;
        let text = &mut body.text;
        match event {
            Event::Text(words) => {
                text.push_str(&words);
                Piece::Words(words)
            }
            Event::Code(words) => {
                text.push_str(&words);
                Piece::Code(words)
            }
            Event::SoftBreak | Event::HardBreak => {
                text.push(' ');
                if self.asides == 0 && range.len() == 1 {
                    body.add_prose(range.start, 1, self.builder.heading);
                }
                Piece::Break(event)
            }
            event if role == Role::Open => {
                self.asides += usize::from(is_aside(&event));
                Piece::Open(event)
            }
            event => Piece::Atom(event),
        }
    }

    /// Words of the source, cut where a construct begins or ends.
    fn words(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            self.edits_until(at);
            let removed = self.removed_from(at);
            if removed.start <= at {
                at = removed.end;
                continue;
            }
            let edit = self.edits.peek().map_or(range.end, |(edit, _)| *edit);
            let end = range.end.min(edit).min(removed.start);
            let words = self.builder.seen.get(at..end).unwrap_or_default();
            self.builder.body.text.push_str(words);
            if self.asides == 0 {
                let heading = self.builder.heading;
                self.builder.body.add_prose(at, words.len(), heading);
            }
            self.pieces.push(Piece::Words(CowStr::Borrowed(words)));
            at = end;
        }
    }

    /// The first removed range that ends behind `at`.
    fn removed_from(&mut self, at: usize) -> Range<usize> {
        while self.removed.get(self.cursor).is_some_and(|removed| removed.end <= at) {
            self.cursor += 1;
        }
        self.removed.get(self.cursor).cloned().unwrap_or(usize::MAX..usize::MAX)
    }

    /// Whether a construct's brackets or attributes take up the whole of an event.
    fn is_removed(&mut self, range: &Range<usize>) -> bool {
        let removed = self.removed_from(range.start);
        removed.start <= range.start && range.end <= removed.end
    }

    /// Puts in the marks up to an offset of the source.
    fn edits_until(&mut self, at: usize) {
        while let Some((_, kind)) = self.edits.next_if(|(edit, _)| *edit <= at) {
            let body = &mut self.builder.body;
            let here = body.text.len();
            match kind {
                MarkKind::Open(index) | MarkKind::Citation(index) => {
                    if let Some(annotation) = body.annotations.get_mut(index) {
                        annotation.text = here..here;
                    }
                }
                MarkKind::Close(index) => {
                    if let Some(annotation) = body.annotations.get_mut(index) {
                        annotation.text.end = here;
                    }
                }
                _ => {}
            }
            self.pieces.push(Piece::Mark(kind));
        }
    }
}

/// What an event is to those around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// It begins an element that a later event closes.
    Open,
    /// It closes one.
    Close,
    /// It stands by itself.
    Atom,
}

/// Pairs the events that open and close elements, those of raw HTML among them.
fn roles(inlines: &[Inline<'_>]) -> Vec<Role> {
    let mut roles = vec![Role::Atom; inlines.len()];
    let mut open: Vec<(usize, Option<&str>)> = Vec::new();
    for (index, (event, _)) in inlines.iter().enumerate() {
        match event {
            Event::Start(_) => open.push((index, None)),
            Event::InlineHtml(tag) => match sanitize::tag(tag) {
                Some((name, false)) => open.push((index, Some(name))),
                Some((name, true)) if open.last().is_some_and(|(_, opened)| *opened == Some(name)) => {
                    pair(&mut roles, open.pop(), index);
                }
                _ => {}
            },
            Event::End(_) => {
                while open.pop_if(|(_, name)| name.is_some()).is_some() {}
                pair(&mut roles, open.pop(), index);
            }
            _ => {}
        }
    }
    roles
}

fn pair(roles: &mut [Role], opened: Option<(usize, Option<&str>)>, closed: usize) {
    if let Some((opened, _)) = opened {
        roles[opened] = Role::Open;
        roles[closed] = Role::Close;
    }
}

impl<'t> Piece<'t> {
    /// The event for Markdown's own writer; none for a mark.
    fn into_event(self) -> Option<Event<'t>> {
        match self {
            Self::Words(words) => Some(Event::Text(words)),
            Self::Code(words) => Some(Event::Code(words)),
            Self::Break(event) | Self::Open(event) | Self::Close(event) | Self::Atom(event) => Some(event),
            Self::Mark(_) => None,
        }
    }
}

/// Puts a block's pieces into the stream of events, with the marks of its sentences.
struct Placer<'b, 't> {
    builder: &'b mut Builder<'t>,
    /// The byte of the plain text reached.
    at: usize,
    /// The next sentence, or the one that is open.
    next: usize,
    open: bool,
}

impl<'t> Placer<'_, 't> {
    fn place(mut self, pieces: Vec<Piece<'t>>) {
        for piece in pieces {
            match piece {
                Piece::Words(words) => self.words(words),
                Piece::Code(words) => {
                    self.turn_sentence();
                    self.at += words.len();
                    self.builder.events.push(Event::Code(words));
                }
                Piece::Break(event) => {
                    self.end_sentence();
                    self.at += 1;
                    self.builder.events.push(event);
                }
                Piece::Open(event) => {
                    self.turn_sentence();
                    let link = matches!(event, Event::Start(Tag::Link { .. })) || is_anchor(&event);
                    self.builder.mark(MarkKind::TagOpen(link));
                    self.builder.events.push(event);
                    self.builder.mark(MarkKind::TagOpened);
                }
                Piece::Close(event) => {
                    self.builder.mark(MarkKind::TagClose);
                    self.builder.events.push(event);
                    self.builder.mark(MarkKind::TagClosed);
                }
                Piece::Atom(event) => self.builder.events.push(event),
                Piece::Mark(kind) => {
                    if matches!(kind, MarkKind::Open(_)) {
                        self.turn_sentence();
                    }
                    self.builder.mark(kind);
                }
            }
        }
        self.end_open();
    }

    fn words(&mut self, words: CowStr<'t>) {
        let mut rest = &*words;
        while !rest.is_empty() {
            self.turn_sentence();
            let edge = self.edge().saturating_sub(self.at);
            let cut = if edge == 0 { rest.len() } else { edge.min(rest.len()) };
            let Some((now, later)) = rest.split_at_checked(cut) else { return };
            self.at += now.len();
            self.builder.events.push(Event::Text(CowStr::from(now.to_owned())));
            rest = later;
        }
    }

    /// Where the open sentence ends, or the next one begins.
    fn edge(&self) -> usize {
        match self.builder.body.sentences.get(self.next) {
            Some(sentence) if self.open => sentence.text.end,
            Some(sentence) => sentence.text.start,
            None => usize::MAX,
        }
    }

    /// Closes the sentence that ends here and opens the one that begins here.
    fn turn_sentence(&mut self) {
        self.end_sentence();
        if !self.open && self.edge() <= self.at {
            self.builder.mark(MarkKind::SentenceOpen(self.next));
            self.open = true;
        }
    }

    fn end_sentence(&mut self) {
        if self.open && self.edge() <= self.at {
            self.end_open();
        }
    }

    fn end_open(&mut self) {
        if self.open {
            self.builder.mark(MarkKind::SentenceClose(self.next));
            self.open = false;
            self.next += 1;
        }
    }
}

/// Whether an element's words are a link's or code.
fn is_aside(event: &Event<'_>) -> bool {
    match event {
        Event::Start(Tag::Link { .. }) | Event::End(TagEnd::Link) => true,
        Event::InlineHtml(tag) => {
            sanitize::tag(tag).is_some_and(|(name, _)| matches!(name, "a" | "code" | "kbd"))
        }
        _ => false,
    }
}

fn is_anchor(event: &Event<'_>) -> bool {
    matches!(event, Event::InlineHtml(tag) if sanitize::tag(tag).is_some_and(|(name, _)| name == "a"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Addresses, Folders, Policy};

    fn body(text: &str) -> Body {
        let folders = &Folders::default();
        let (path, page, addresses) = ("articles/a.md", "articles/a.html", Addresses::Flat);
        let policy = &Policy::default();
        read(text, 0, "en", &LinkContext { path, page, addresses, folders, policy }, Anchors::default()).0
    }

    /// The file's words for the first place where the plain text says `words`.
    fn place<'t>(text: &'t str, words: &str) -> Option<&'t str> {
        let body = body(text);
        let at = body.text.find(words)?;
        body.place(at..at + words.len(), text, false).map(|span| span.of(text))
    }

    #[test]
    fn prose_has_its_place_in_the_file() {
        let text =
            "# Ada Byron\n\nOf *Ada\nLovelace* and [[Babbage]]{role=x}, and\n\n> - Mary\n>   Somerville.\n";
        assert_eq!(place(text, "Ada Byron"), None);
        assert_eq!(place(text, "Ada Lovelace"), Some("Ada\nLovelace"));
        assert_eq!(place(text, "Of Ada"), None);
        assert_eq!(place(text, "Mary Somerville"), Some("Mary\n>   Somerville"));
        assert_eq!(place(text, "Babbage"), Some("Babbage"));
    }

    #[test]
    fn code_and_links_are_no_prose() {
        let text = "`Ada` [Mary](x.md) <a href=\"y\">Grace</a> <https://Joan.example> &amp; Hedy";
        for words in ["Ada", "Mary", "Grace", "Joan", "&"] {
            assert_eq!(place(text, words), None, "{words}");
        }
        assert_eq!(place(text, "Hedy"), Some("Hedy"));
    }
}
