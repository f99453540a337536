//! The inline events of one block → what begins, stands and ends there.
//!
//! Input: a block's [`Inline`]s and the constructs found among them. Output: the block's plain text, at the end of that of
//! the [`Body`](super::Body), its annotations, and its [`Edge`]s. Entry point: [`edges`].

use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

use pulldown_cmark::{Event, LinkType, Tag};

use super::annotation::{Annotation, AnnotationKind};
use super::brackets::{Found, Inline};
use super::build::Builder;
use super::links::{self, Link, LinkTarget};
use super::nest::{Begin, Edge, Element};
use super::sanitize;
use super::tree::{AnnotationId, LinkId, NodeKind, SentenceId, Slice};
use crate::source::Span;
use crate::source::path::nfc;

/// Where an annotation begins or ends, or a citation stands.
#[derive(Clone, Copy)]
enum Cut {
    Begin(usize),
    End(usize),
    Cite(usize),
}

/// What an event is to those around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// It begins an element that the event with this index closes.
    Open(usize),
    /// It closes one.
    Close,
    /// It stands by itself.
    Atom,
    /// It is left out.
    None,
}

/// Reads a block's inline events, without those of its bytes that are `unsaid`.
pub fn edges(
    builder: &mut Builder<'_>,
    inlines: &[Inline<'_>],
    found: Vec<Found>,
    unsaid: Option<Range<usize>>,
) -> Vec<Edge> {
    let (cuts, mut removed) = annotations(builder, inlines, found);
    removed.extend(unsaid);
    let mut run = Run {
        builder,
        inlines,
        roles: roles(inlines),
        cuts: cuts.into_iter().peekable(),
        removed,
        open: Vec::new(),
        asides: 0,
        begun: Vec::new(),
        links: 0,
        over: 0,
        edges: Vec::with_capacity(inlines.len()),
    };
    let mut index = 0;
    while index < inlines.len() {
        index = run.event(index);
    }
    run.cuts_until(usize::MAX);
    run.edges
}

/// Adds a block's constructs to the annotations, in the order in which they begin; with where they begin and end, and
/// the bytes of their brackets and attributes, which are not shown.
fn annotations(
    builder: &mut Builder<'_>,
    inlines: &[Inline<'_>],
    mut found: Vec<Found>,
) -> (Vec<(usize, Cut)>, Vec<Range<usize>>) {
    // What has no brackets of its own is around what has, where both are of the same words.
    found.sort_by_key(|it| (it.whole.start, std::cmp::Reverse(it.whole.end), it.whole != it.inner));
    let annotations = &mut builder.body.annotations;
    let first = annotations.len();
    // The innermost is the last: its index, its place, and where its words end.
    let mut around: Vec<(usize, Span, usize)> = Vec::new();
    let mut cuts = Vec::with_capacity(found.len() * 2);
    let mut removed = Vec::with_capacity(found.len() * 2);
    for (index, construct) in (first..).zip(found) {
        let (whole, inner) = (construct.whole, construct.inner);
        let span = Span::new(whole.clone());
        while let Some((ended, _, end)) = around.pop_if(|(_, outer, _)| !outer.contains(span)) {
            cuts.push((end, Cut::End(ended)));
        }
        let parent = around.last().map(|(outer, ..)| *outer);
        if let AnnotationKind::Citation(_) = construct.kind {
            let start = end_of_words(builder.seen, inlines, whole.start);
            cuts.push((start, Cut::Cite(index)));
            removed.push(start..whole.end);
        } else {
            cuts.push((inner.start, Cut::Begin(index)));
            around.push((index, span, inner.end));
            removed.extend([whole.start..inner.start, inner.end..whole.end]);
        }
        let (kind, attributes, inner) = (construct.kind, construct.attributes, Span::new(inner));
        let (sentence, parent) = (SentenceId::default(), parent.map(AnnotationId::at));
        annotations.push(Annotation { kind, span, inner, text: 0..0, sentence, parent, attributes });
    }
    cuts.extend(around.into_iter().rev().map(|(ended, _, end)| (end, Cut::End(ended))));
    removed.retain(|range| !range.is_empty());
    // What begins and ends at one place does so in the order of its nesting: sorting is stable and keeps it.
    cuts.sort_by_key(|(at, _)| *at);
    removed.sort_by_key(|range| range.start);
    (cuts, removed)
}

/// Where the words before a citation end: as in Pandoc, the space between is not shown, nor is the end of the line.
fn end_of_words(seen: &str, inlines: &[Inline<'_>], citation: usize) -> usize {
    let begun = inlines.partition_point(|(_, range)| range.start < citation);
    let end = match begun.checked_sub(1).and_then(|before| inlines.get(before)) {
        Some((Event::SoftBreak, range)) => range.start,
        _ => citation,
    };
    seen.get(..end).map_or(citation, |before| before.trim_end_matches([' ', '\t']).len())
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
        roles[opened] = Role::Open(closed);
        roles[closed] = Role::Close;
    }
}

/// Reads one block.
struct Run<'r, 'b, 't> {
    builder: &'r mut Builder<'b>,
    inlines: &'r [Inline<'t>],
    roles: Vec<Role>,
    cuts: Peekable<IntoIter<(usize, Cut)>>,
    /// The bytes of brackets and attributes, in order and disjoint.
    removed: Vec<Range<usize>>,
    /// The elements that are open: the edges at which they began, and whether their words are no prose.
    open: Vec<(usize, bool)>,
    /// How many of these make the words no prose: links, raw code.
    asides: usize,
    /// The annotations that are open: the edges at which they began, and how many links had begun before.
    begun: Vec<(usize, usize)>,
    /// How many links have begun.
    links: usize,
    /// A sentence that ends before this byte of the plain text is over: code can't be cut, and ends it behind.
    over: usize,
    edges: Vec<Edge>,
}

impl<'t> Run<'_, '_, 't> {
    /// Reads an event, and a picture as a whole; returns the index of what comes behind.
    fn event(&mut self, index: usize) -> usize {
        let (Some((event, range)), Some(&role)) = (self.inlines.get(index), self.roles.get(index)) else {
            return usize::MAX;
        };
        match (event, role) {
            (_, Role::None) => {}
            (Event::Text(words), _) if self.builder.seen.get(range.clone()) == Some(words) => {
                self.words(range.clone());
            }
            (_, Role::Close) => {
                self.cuts_until(range.end.saturating_sub(1));
                self.close();
            }
            _ => {
                self.cuts_until(range.start);
                if self.is_removed(range) {
                    self.leave_out(role);
                } else if let Role::Open(end) = role {
                    return self.open(index, end).unwrap_or(index + 1);
                } else {
                    self.atom(event, range);
                }
            }
        }
        index + 1
    }

    /// Leaves out the end of an element whose beginning is left out.
    fn leave_out(&mut self, role: Role) {
        if let Role::Open(end) = role {
            self.roles[end] = Role::None;
        }
    }

    fn leaf(&mut self, kind: NodeKind, range: &Range<usize>) {
        self.push(Edge::Leaf(kind, Span::new(range.clone())));
    }

    fn push(&mut self, edge: Edge) {
        let here = self.builder.body.text.len();
        self.over = match &edge {
            Edge::Leaf(NodeKind::Words(_) | NodeKind::SoftBreak | NodeKind::HardBreak, _) => here,
            Edge::Leaf(NodeKind::Code(words), _) => words.range().start + 1,
            Edge::Open(_) | Edge::Begin(_) => here + 1,
            _ => self.over,
        };
        self.edges.push(edge);
    }

    /// Something in which nothing begins or ends.
    fn atom(&mut self, event: &Event<'t>, range: &Range<usize>) {
        let kind = match event {
            Event::Text(words) => NodeKind::Words(self.builder.say(words)),
            Event::Code(words) => NodeKind::Code(self.builder.say(words)),
            Event::SoftBreak | Event::HardBreak => {
                self.builder.say(" ");
                if self.asides == 0 && range.len() == 1 {
                    self.builder.add_prose(range.start, 1);
                }
                if *event == Event::SoftBreak { NodeKind::SoftBreak } else { NodeKind::HardBreak }
            }
            Event::InlineHtml(html) if !html.is_empty() => NodeKind::Html(self.builder.html(html)),
            Event::FootnoteReference(label) => {
                let (number, label) = self.builder.footnote(label);
                NodeKind::FootnoteReference(number, label)
            }
            Event::TaskListMarker(is_done) => NodeKind::Task(*is_done),
            _ => return,
        };
        self.leaf(kind, range);
    }

    /// Opens an element; for a picture, which is a leaf, the index of what comes behind it.
    fn open(&mut self, index: usize, end: usize) -> Option<usize> {
        let (event, range) = self.inlines.get(index)?;
        let closing = self.inlines.get(end)?;
        let (mut is_link, mut is_aside, mut span) = (false, false, range.clone());
        let kind = match event {
            Event::Start(Tag::Image { link_type, dest_url, title, .. }) => {
                let link = match link_type {
                    LinkType::WikiLink { .. } => {
                        self.add_link(LinkTarget::Named(nfc(dest_url).into_owned()), "", range)
                    }
                    _ => self.link(dest_url, title, range, end)?,
                };
                let alt = self.alt(index + 1..end);
                self.leaf(NodeKind::Image(link, alt), range);
                return Some(end + 1);
            }
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                (is_link, is_aside) = (true, true);
                let email = format!("mailto:{dest_url}");
                let url = if *link_type == LinkType::Email { &email } else { &**dest_url };
                NodeKind::Link(self.link(url, title, range, end)?)
            }
            Event::Start(Tag::Emphasis) => NodeKind::Emphasis,
            Event::Start(Tag::Strong) => NodeKind::Strong,
            Event::Start(Tag::Strikethrough) => NodeKind::Strikethrough,
            Event::InlineHtml(tag) => {
                let name = sanitize::tag(tag).map_or("", |(name, _)| name);
                (is_link, is_aside) = (name == "a", matches!(name, "a" | "code" | "kbd"));
                span.end = closing.1.end;
                let Event::InlineHtml(closing) = &closing.0 else { return None };
                NodeKind::Element(self.builder.html(tag), self.builder.html(closing))
            }
            _ => {
                self.roles[end] = Role::None;
                return None;
            }
        };
        self.links += usize::from(is_link);
        self.asides += usize::from(is_aside);
        self.open.push((self.edges.len(), is_aside));
        let element = Element { kind, span: Span::new(span), is_link, end: 0, over: 0 };
        self.push(Edge::Open(element));
        None
    }

    fn close(&mut self) {
        let (end, over) = (self.edges.len(), self.over);
        let Some((opened, is_aside)) = self.open.pop() else { return };
        if let Some(Edge::Open(element)) = self.edges.get_mut(opened) {
            (element.end, element.over) = (end, over);
        }
        self.asides -= usize::from(is_aside);
        self.push(Edge::Close);
    }

    /// Notes a link or a picture; none where it is dangerous, and nothing but its words stays.
    fn link(&mut self, url: &str, title: &str, range: &Range<usize>, end: usize) -> Option<LinkId> {
        let span = Span::new(range.clone());
        if let Some(finding) = links::unsafe_link(url, span) {
            self.builder.diagnostics.push(finding);
            self.roles[end] = Role::None;
            return None;
        }
        let target = links::target(url, self.builder.context.path);
        Some(self.add_link(target, title, range))
    }

    fn add_link(&mut self, target: LinkTarget, title: &str, range: &Range<usize>) -> LinkId {
        let links = &mut self.builder.body.links;
        links.push(Link { span: Span::new(range.clone()), target, title: title.to_owned() });
        LinkId(links.len() as u32 - 1)
    }

    /// The words that stand for a picture: all that is written in it.
    fn alt(&mut self, inside: Range<usize>) -> Slice {
        let mut alt = String::new();
        for (event, range) in self.inlines.get(inside).unwrap_or_default() {
            match event {
                Event::InlineHtml(words) | Event::Code(words) | Event::Text(words) => alt.push_str(words),
                Event::SoftBreak | Event::HardBreak => alt.push(' '),
                Event::FootnoteReference(label) => {
                    alt.push_str(&format!("[{}]", self.builder.footnote(label).0));
                }
                Event::Start(Tag::Link { dest_url: url, .. } | Tag::Image { dest_url: url, .. }) => {
                    self.builder.diagnostics.extend(links::unsafe_link(url, Span::new(range.clone())));
                }
                _ => {}
            }
        }
        self.builder.body.tree.keep(&alt)
    }

    /// Words of the source, cut where a construct begins or ends.
    fn words(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            self.cuts_until(at);
            let removed = self.removed_from(at);
            if removed.start <= at {
                at = removed.end;
                continue;
            }
            let cut = self.cuts.peek().map_or(range.end, |(cut, _)| *cut);
            let end = range.end.min(cut).min(removed.start);
            let seen = self.builder.seen;
            let words = self.builder.say(seen.get(at..end).unwrap_or_default());
            if self.asides == 0 {
                self.builder.add_prose(at, end - at);
            }
            self.add_words(words, at..end);
            at = end;
        }
    }

    /// Adds words that stand in the file as they are, to those right before them where there are any.
    fn add_words(&mut self, words: Slice, range: Range<usize>) {
        let span = Span::new(range);
        if let Some(Edge::Leaf(NodeKind::Words(before), place)) = self.edges.last_mut()
            && place.end == span.start
            && place.range().len() == before.range().len()
        {
            *before = Slice::new(before.range().start..words.range().end);
            *place = place.to(span);
            self.over = words.range().end;
        } else {
            self.push(Edge::Leaf(NodeKind::Words(words), span));
        }
    }

    /// The first removed range that ends behind `at`.
    fn removed_from(&self, at: usize) -> Range<usize> {
        let index = self.removed.partition_point(|removed| removed.end <= at);
        self.removed.get(index).cloned().unwrap_or(usize::MAX..usize::MAX)
    }

    /// Whether a construct's brackets or attributes take up the whole of an event.
    fn is_removed(&self, range: &Range<usize>) -> bool {
        let removed = self.removed_from(range.start);
        removed.start <= range.start && range.end <= removed.end
    }

    /// Puts in what begins and ends up to an offset of the source.
    fn cuts_until(&mut self, at: usize) {
        while let Some((_, cut)) = self.cuts.next_if(|(cut, _)| *cut <= at) {
            let (here, edge) = (self.builder.body.text.len(), self.edges.len());
            let (Cut::Begin(index) | Cut::End(index) | Cut::Cite(index)) = cut;
            let Some(annotation) = self.builder.body.annotations.get_mut(index) else { continue };
            match cut {
                Cut::Begin(annotation_index) => {
                    annotation.text = here..here;
                    self.begun.push((edge, self.links));
                    let begin = Begin { annotation: annotation_index, end: 0, has_links: false };
                    self.push(Edge::Begin(begin));
                }
                Cut::End(_) => {
                    annotation.text.end = here;
                    self.end(index);
                }
                Cut::Cite(_) => {
                    annotation.text = here..here;
                    self.push(Edge::Cite(index));
                }
            }
        }
    }

    /// Ends an annotation.
    fn end(&mut self, index: usize) {
        let (end, links) = (self.edges.len(), self.links);
        if let Some((begun, links_before)) = self.begun.pop()
            && let Some(Edge::Begin(begin)) = self.edges.get_mut(begun)
        {
            (begin.end, begin.has_links) = (end, links > links_before);
        }
        self.push(Edge::End(index));
    }
}
