//! One Markdown text → its tree, its plain text, its sentences and its annotations.
//!
//! Input: the text below the front matter. Output: a [`Body`], whose [`Tree`] a page writes as HTML, so that links and
//! anchors that depend on all other files are put in there. Entry points: [`read`], and what an editor asks of a text:
//! [`Body::annotations_at`], [`Body::sentence_at`] and [`Body::find`].
//!
//! The text is parsed once by pulldown-cmark, as it is; annotations are found among its events and never by rewriting
//! the text. One exception: where Markdown takes a part of an attribute for its own (`note="*"`), the text is parsed
//! again with that part masked by as many neutral bytes.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::annotation::{Annotation, AnnotationKind};
use super::brackets::{self, Inline, Scanned};
use super::build::Builder;
use super::definitions::Definitions;
use super::heading::{Heading, slug};
use super::links::Link;
use super::tree::{AnnotationId, NodeId, NodeKind, SentenceId, Tree};
use super::{embed, sanitize, stray};
use crate::anchor::Anchor;
use crate::config::Policy;
use crate::data::Text;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// A text and all that is known of it without looking at other files.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// All that is in it, in its order.
    pub tree: Tree,
    /// The plain text, blocks separated by line breaks.
    pub text: String,
    /// The annotations, in the order in which they begin.
    pub annotations: Vec<Annotation>,
    /// The sentences; empty where the text has no annotation.
    pub sentences: Vec<Sentence>,
    /// Links and pictures.
    pub links: Vec<Link>,
    /// The headings.
    pub headings: Vec<Heading>,
    /// The footnotes, in the order in which they are written.
    pub footnotes: Vec<Footnote>,
    /// The id that the title has where it is a heading of the text; else empty.
    pub title_id: String,
    /// The ids that raw HTML and headings give to parts of the text, in order.
    pub ids: Vec<Text>,
    /// The labels that are defined apart from their words.
    pub definitions: Vec<Text>,
    /// The parts of the plain text that are somebody else's words, in order.
    pub quoted: Vec<Range<usize>>,
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

/// A footnote of a text.
#[derive(Clone, Debug)]
pub struct Footnote {
    /// What it is called by in the file.
    pub label: String,
    /// The node that holds its text.
    pub node: NodeId,
    /// Its place in the file.
    pub span: Span,
}

/// A sentence of a text.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// Its bytes of the plain text.
    pub text: Range<usize>,
    /// Its `id` on the page.
    pub anchor: Anchor,
}

impl Body {
    /// Gives back the memory that reading took beyond what is kept, since every text of a site is.
    pub(super) fn shrink(&mut self) {
        self.tree.shrink();
        self.text.shrink_to_fit();
        self.annotations.shrink_to_fit();
        self.sentences.shrink_to_fit();
        self.links.shrink_to_fit();
        self.headings.shrink_to_fit();
        self.footnotes.shrink_to_fit();
        self.ids.shrink_to_fit();
    }

    /// The plain text of an annotation.
    pub fn words(&self, annotation: &Annotation) -> &str {
        self.text.get(annotation.text.clone()).unwrap_or_default()
    }

    /// The annotations whose ids are anchors: all but mentions, which have anchors of their own.
    pub fn spans(&self) -> impl Iterator<Item = &Annotation> {
        self.annotations.iter().filter(|it| !matches!(it.kind, AnnotationKind::Mention(_)))
    }

    /// The words of its headings and their ids, the title among them where it is a heading of the text.
    pub fn heading_names(&self) -> impl Iterator<Item = (&str, &str)> {
        let headings =
            self.headings.iter().map(|it| (self.text.get(it.text.clone()).unwrap_or_default(), &*it.id));
        let title = Some(("", &*self.title_id)).filter(|(_, id)| !id.is_empty());
        title.into_iter().chain(headings)
    }

    /// The id of the heading that is meant by its words or its id.
    pub fn heading(&self, words: &str) -> Option<&str> {
        let (slug, id) = (slug(words), words.trim());
        let find = |is_it: &dyn Fn(&str, &str) -> bool| {
            self.heading_names().find(|(words, id)| is_it(words, id)).map(|(_, id)| id)
        };
        find(&|_, it| it == slug)
            .or_else(|| find(&|_, it| it == id))
            .or_else(|| find(&|it, _| self::slug(it) == slug))
    }

    /// A sentence.
    pub fn sentence(&self, id: SentenceId) -> Option<&Sentence> {
        self.sentences.get(id.place())
    }

    /// An annotation.
    pub fn annotation(&self, id: AnnotationId) -> Option<&Annotation> {
        self.annotations.get(id.place())
    }

    /// Every annotation, in the order in which they begin.
    pub fn all_annotations(&self) -> impl Iterator<Item = (AnnotationId, &Annotation)> {
        AnnotationId::all(self.annotations.len()).zip(&self.annotations)
    }

    /// The annotations around one, the innermost first.
    pub fn around(&self, annotation: &Annotation) -> impl Iterator<Item = (AnnotationId, &Annotation)> {
        let found = |id: Option<AnnotationId>| id.and_then(|id| Some((id, self.annotation(id)?)));
        std::iter::successors(found(annotation.parent), move |(_, around)| found(around.parent))
    }

    /// The annotations that lie in one of them.
    pub fn inside(&self, annotation: AnnotationId) -> Range<AnnotationId> {
        let first = annotation.next();
        let Some(end) = self.annotation(annotation).map(|it| it.span.end) else { return first..first };
        let behind = self.annotations.get(first.place()..).unwrap_or_default();
        first..AnnotationId::at(first.place() + behind.partition_point(|it| it.span.start < end))
    }

    /// The names of the mention that a fact stands behind; none where it is about other words.
    pub fn named_by_fact(&self, fact: AnnotationId) -> Vec<&Text> {
        let Some(place) = self.annotation(fact).map(|it| it.span) else { return Vec::new() };
        let mut names = Vec::new();
        let mut inner = place;
        for annotation in self.annotations.iter().skip(fact.next().place()) {
            match &annotation.kind {
                AnnotationKind::Mention(name) if names.is_empty() && annotation.span == place => {
                    (inner, names) = (annotation.inner, vec![name]);
                }
                // A further name of the same mention has no brackets of its own.
                AnnotationKind::Mention(name)
                    if annotation.span == inner && annotation.inner == inner && !names.is_empty() =>
                {
                    names.push(name);
                }
                _ if names.is_empty() && annotation.span == place => {}
                _ => break,
            }
        }
        names
    }

    /// The annotations that begin in a part of the plain text.
    pub fn beginning_in(&self, part: Range<usize>) -> Range<AnnotationId> {
        let before = |at: usize| AnnotationId::at(self.annotations.partition_point(|it| it.text.start < at));
        before(part.start)..before(part.end)
    }

    /// Some annotations that follow each other.
    pub fn annotations_in(&self, range: Range<AnnotationId>) -> &[Annotation] {
        self.annotations.get(range.start.place()..range.end.place()).unwrap_or_default()
    }

    /// The first sentence that begins at a byte of the plain text or behind it.
    pub fn sentence_from(&self, byte: usize) -> SentenceId {
        SentenceId::at(self.sentences.partition_point(|it| it.text.start < byte))
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
    pub(super) fn add_prose(&mut self, file: usize, len: usize, heading: bool) {
        let text = (self.text.len() - len) as u32;
        let (file, len) = (file as u32, len as u32);
        match self.prose.last_mut() {
            Some(last) if last.joins(text, file, heading) => last.len += len,
            _ => self.prose.push(Prose { text, file, len, heading }),
        }
    }

    /// The annotations around a byte of the file, the innermost first.
    pub fn annotations_at(&self, byte: u32) -> Vec<AnnotationId> {
        let begun = self.annotations.partition_point(|it| it.span.start <= byte);
        let mut around = Vec::new();
        let mut next = begun.checked_sub(1).map(AnnotationId::at);
        while let Some(id) = next
            && let Some(annotation) = self.annotation(id)
        {
            if byte < annotation.span.end {
                around.push(id);
            }
            next = annotation.parent;
        }
        around
    }

    /// The sentence around a byte of the file.
    pub fn sentence_at(&self, byte: u32) -> Option<SentenceId> {
        self.tree.around(byte).into_iter().find_map(|node| match self.tree.get(node)?.kind {
            NodeKind::Sentence(sentence, _) => Some(sentence),
            _ => None,
        })
    }

    /// The part of the plain text that words of a page are: those with the same letters and digits, and about as many of them
    /// in the text before. What else a page shows between letters is not compared.
    pub fn find(&self, words: &str, before: usize) -> Option<Range<usize>> {
        let letters: Vec<_> = self.text.char_indices().filter(|(_, c)| c.is_alphanumeric()).collect();
        let wanted: Vec<_> = words.chars().filter(|c| c.is_alphanumeric()).collect();
        let is_there = |at: &usize| letters.iter().skip(*at).map(|(_, c)| c).take(wanted.len()).eq(&wanted);
        let (&first, at) = (wanted.first()?, letters.iter().enumerate());
        let starts = at.filter(|(_, (_, c))| *c == first).map(|(at, _)| at);
        let start = starts.filter(is_there).min_by_key(|at| at.abs_diff(before))?;
        let (&(from, _), &(to, last)) = (letters.get(start)?, letters.get(start + wanted.len() - 1)?);
        Some(from..to + last.len_utf8())
    }

    /// How many letters and digits stand before a byte of the plain text.
    pub fn letters_before(&self, byte: usize) -> usize {
        let before = self.text.get(..byte).unwrap_or_default();
        before.chars().filter(|c| c.is_alphanumeric()).count()
    }

    /// The place in the file of a part of the plain text, markup in it included.
    pub fn span_of(&self, part: Range<usize>) -> Option<Span> {
        let places = self.tree.nodes().iter().filter_map(|node| {
            let (NodeKind::Words(words) | NodeKind::Code(words)) = node.kind else { return None };
            let words = words.range();
            let (start, end) = (part.start.max(words.start), part.end.min(words.end));
            (start < end).then(|| place_in(node.span, &words, start..end))
        });
        places.reduce(Span::to)
    }
}

/// The place of a part of words that have a place; all of it where the words stand there in another form.
fn place_in(span: Span, words: &Range<usize>, part: Range<usize>) -> Span {
    if span.range().len() != words.len() {
        return span;
    }
    let at = |byte: usize| span.start + (byte - words.start) as u32;
    Span { start: at(part.start), end: at(part.end) }
}

/// What a text is read with.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The path of its file below `content/`.
    pub path: &'a str,
    /// Its language.
    pub language: &'a str,
    /// Its title, where that is a heading of the text.
    pub title: Option<&'a str>,
    /// What tells it from the other texts of its page; empty where it is the only one.
    pub part: &'a str,
    /// What its page may load.
    pub policy: &'a Policy,
}

/// Reads the Markdown in `text[start..]`; all spans count from the beginning of `text`.
pub fn read(text: &str, start: usize, context: Context<'_>) -> (Body, Vec<Diagnostic>) {
    let mut seen = Cow::Borrowed(text);
    loop {
        let (events, found) = parse(&seen, start, context.policy);
        let mut blocks = scan_blocks(text, &seen, &events);
        let masks: Vec<_> = blocks.iter().flat_map(|block| block.scanned.masks.clone()).collect();
        let masked = (!masks.is_empty()).then(|| mask(&seen, &masks));
        let Some(masked) = masked.filter(|masked| *masked != seen) else {
            let (definitions, defined) = define(text, &events, &mut blocks);
            let stray = stray(text, &seen, &events, &blocks);
            let (mut body, mut diagnostics) = Builder::new(&seen, context).build(&events, blocks);
            body.definitions = definitions;
            diagnostics.extend(found.into_iter().chain(defined).chain(stray));
            return (body, diagnostics);
        };
        drop(events);
        seen = Cow::Owned(masked);
    }
}

/// What looks like markup of ours in a text and is none.
fn stray(text: &str, seen: &str, events: &[Inline<'_>], blocks: &[Block]) -> Vec<Diagnostic> {
    let is_heading = |block: &Block| {
        let before = block.events.start.checked_sub(1).and_then(|before| events.get(before));
        matches!(before, Some((Event::Start(Tag::Heading { .. }), _)))
    };
    let in_words = blocks.iter().flat_map(|block| {
        let inlines = events.get(block.events.clone()).unwrap_or_default();
        stray::find(seen, inlines, &block.scanned, is_heading(block))
    });
    in_words.chain(stray::fences(text, events)).collect()
}

/// Gives labelled words the attributes that stand apart from them; returns the labels that are defined.
fn define(text: &str, events: &[Inline<'_>], blocks: &mut [Block]) -> (Vec<Text>, Vec<Diagnostic>) {
    let (mut definitions, mut diagnostics) = Definitions::read(text, events);
    for block in blocks.iter_mut() {
        definitions.apply(&mut block.scanned.found, &mut diagnostics);
    }
    let found = blocks.iter().flat_map(|block| &block.scanned.found);
    let undefined: Vec<_> = found.filter_map(|found| found.attributes.label().cloned()).collect();
    let (labels, unused) = definitions.finish(&undefined);
    diagnostics.extend(unused);
    (labels, diagnostics)
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
    embed::embed(&mut events, text);
    let found = sanitize::sanitize(&mut events, policy);
    (events, found)
}

/// A run of inline events: the content of a paragraph, a heading, a list item or a table cell.
pub struct Block {
    /// The events it consists of.
    pub events: Range<usize>,
    /// What their brackets amount to.
    pub scanned: Scanned,
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
    for range in ranges.iter().filter(|range| !is_no_fence(text, range)) {
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

/// Whether it is a backtick in a part of a line that keeps the line from being a fence of code.
fn is_no_fence(text: &str, part: &Range<usize>) -> bool {
    let (before, part) = (text.get(..part.start).unwrap_or_default(), text.get(part.clone()));
    let line = before.rsplit('\n').next().unwrap_or_default();
    let is_fence = line.trim_start_matches(|c: char| !c.is_alphabetic() && c != '`').starts_with("```");
    is_fence && part.is_some_and(|part| part.contains('`'))
}

#[cfg(test)]
mod tests {
    use super::*;
    fn body(text: &str) -> Body {
        let policy = &Policy::default();
        let context = Context { path: "articles/a.md", language: "en", title: None, part: "", policy };
        read(text, 0, context).0
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
    fn attributes_with_a_backtick_leave_a_text_a_text() {
        for text in ["```]{.faco`l`", "> ```]{.faco`l`\n", "```[faco]{.faco x=`l` y=\"`\"}"] {
            assert!(body(text).text.contains("faco"), "{text}: {}", body(text).text);
        }
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
