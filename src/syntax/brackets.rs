//! Finding mentions, spans and citations among the inline events of one block.
//!
//! Input: a block's inline [`Event`]s with their offsets, as pulldown-cmark gives them, and the text they come from
//! (the author's, and the one that Markdown saw, in which attributes may be masked; both have the same length).
//! Output: [`Found`] constructs, the bytes that their brackets take up, and the brackets left over. Entry point:
//! [`scan`].
//!
//! Only brackets that Markdown itself left as text are looked at, so code, links, escapes and raw HTML keep their
//! meaning without being known here.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::annotation::{AnnotationKind, CitedSource, SpanClass};
use super::attributes::{self, Attributes, Parsed};
use crate::data::Text;
use crate::diagnostic::{Applicability, Code, Diagnostic, nearest};
use crate::source::{Edit, Span};

/// How deep brackets may nest for what they enclose to be an annotation: far deeper than anybody writes.
const DEEPEST: usize = 100;

/// How far attributes are read that belong to no span; others are longer only where they stand in their place.
const LONGEST_LOST: usize = 4096;

/// How many a mention names at most: `[[ada; grace|both]]`.
const MOST_NAMES: usize = 20;

/// A mention, and its bytes in the file.
type Named = (AnnotationKind, Range<usize>);

/// An event and its bytes in the file.
pub type Inline<'t> = (Event<'t>, Range<usize>);

/// A construct found in a block.
#[derive(Debug)]
pub struct Found {
    /// What it is.
    pub kind: AnnotationKind,
    /// From the first bracket to the last, attributes included.
    pub whole: Range<usize>,
    /// The words that stay.
    pub inner: Range<usize>,
    /// Its attributes.
    pub attributes: Attributes,
}

impl Found {
    /// A fact about words that have brackets of their own, or none.
    pub fn fact(words: Range<usize>, attributes: Attributes) -> Self {
        Self { kind: AnnotationKind::Span(SpanClass::Fact), whole: words.clone(), inner: words, attributes }
    }
}

/// What a block's brackets amount to.
#[derive(Debug, Default)]
pub struct Scanned {
    /// The constructs, inner ones before the ones around them.
    pub found: Vec<Found>,
    /// Attributes that Markdown took for something else: to be hidden from it.
    pub masks: Vec<Range<usize>>,
    /// Single opening brackets that nothing closes.
    pub open: Vec<usize>,
    /// `]{…}` with a class that closes nothing in this block.
    pub closers: Vec<Range<usize>>,
    /// Attributes of which a mistake is told.
    pub unreadable: Vec<Range<usize>>,
    /// Mistakes.
    pub diagnostics: Vec<Diagnostic>,
}

/// Scans one block's inline events; offsets count in `text` and in `seen`, which Markdown parsed.
pub fn scan(text: &str, seen: &str, inlines: &[Inline<'_>]) -> Scanned {
    let tokens = tokens(seen, inlines);
    if tokens.is_empty() {
        return Scanned::default();
    }
    let end = inlines.iter().map(|(_, range)| range.end).max().unwrap_or_default();
    let opening = tokens.iter().filter(|token| token.opens).count();
    let mut scanner = Scanner {
        text,
        seen,
        words: inlines.iter().filter(|(event, _)| is_words(event)).collect(),
        edges: edges(inlines),
        end,
        tokens,
        next: 0,
        opening,
        stack: Vec::new(),
        halves: Vec::new(),
        cut: Vec::new(),
        is_too_deep: false,
        out: Scanned::default(),
    };
    scanner.run();
    scanner.out
}

#[derive(Clone, Copy, Debug)]
struct Token {
    at: usize,
    opens: bool,
}

/// The brackets that Markdown left as text: unescaped, outside code, HTML and pictures.
fn tokens(text: &str, inlines: &[Inline<'_>]) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut pictures = 0usize;
    let mut previous_end = 0;
    for (event, range) in inlines {
        match event {
            Event::Start(Tag::Image { .. }) => pictures += 1,
            Event::End(TagEnd::Image) => pictures = pictures.saturating_sub(1),
            Event::Text(words) if pictures == 0 && text.get(range.clone()) == Some(words) => {
                // Markdown leaves out the backslash of an escape, and so a gap before the event.
                let escaped =
                    range.start > previous_end && text.as_bytes().get(range.start - 1) == Some(&b'\\');
                push_tokens(&mut tokens, words, range.start, escaped);
            }
            _ => {}
        }
        previous_end = if matches!(event, Event::Start(_)) { range.start } else { range.end };
    }
    tokens
}

fn push_tokens(tokens: &mut Vec<Token>, words: &str, start: usize, first_escaped: bool) {
    for (offset, byte) in words.bytes().enumerate() {
        if matches!(byte, b'[' | b']') && !(offset == 0 && first_escaped) {
            tokens.push(Token { at: start + offset, opens: byte == b'[' });
        }
    }
}

/// Whether an event is a part of the plain text.
fn is_words(event: &Event<'_>) -> bool {
    matches!(event, Event::Text(_) | Event::Code(_) | Event::SoftBreak | Event::HardBreak)
}

/// The first and the last byte of everything that is more than words, in order.
fn edges(inlines: &[Inline<'_>]) -> Vec<usize> {
    let mut edges = Vec::new();
    for (event, range) in inlines {
        match event {
            Event::Text(_) | Event::SoftBreak => {}
            Event::Start(_) => edges.push(range.start),
            Event::End(_) => edges.push(range.end.saturating_sub(1)),
            _ => edges.extend([range.start, range.end.saturating_sub(1)]),
        }
    }
    edges.sort_unstable();
    edges
}

/// A bracket that nothing has closed yet.
#[derive(Clone, Copy, Debug)]
struct Open {
    at: usize,
    /// How deep the brackets nest that were closed inside it.
    height: usize,
}

struct Scanner<'a, 't> {
    text: &'a str,
    seen: &'a str,
    /// The events that are parts of the plain text, in order and apart.
    words: Vec<&'a Inline<'t>>,
    edges: Vec<usize>,
    end: usize,
    tokens: Vec<Token>,
    next: usize,
    /// How many of the brackets from `next` on open something.
    opening: usize,
    stack: Vec<Open>,
    /// Where `[[` was followed by a single `]` that no attributes follow: half a mention, or brackets of the author's;
    /// each further on than the one before.
    halves: Vec<usize>,
    /// Where `[[name|` is followed by what ends a span or single brackets.
    cut: Vec<usize>,
    is_too_deep: bool,
    out: Scanned,
}

impl Scanner<'_, '_> {
    fn run(&mut self) {
        while let Some(token) = self.take() {
            if token.opens {
                self.stack.push(Open { at: token.at, height: 0 });
            } else if self.closes_mention(token.at) {
                self.mention(token.at);
            } else {
                self.close(token.at);
            }
        }
        self.leftovers();
    }

    fn take(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.next).copied()?;
        self.next += 1;
        self.opening -= usize::from(token.opens);
        Some(token)
    }

    /// Takes the innermost open bracket, which is closed now.
    fn pop(&mut self) -> Option<Open> {
        let open = self.stack.pop()?;
        if let Some(outer) = self.stack.last_mut() {
            outer.height = outer.height.max(open.height + 1);
        }
        Some(open)
    }

    /// Whether brackets nest too deep at one to be an annotation's; the first to do so in a block is reported.
    fn is_too_deep(&mut self, open: Open) -> bool {
        let is_too_deep = open.height > DEEPEST;
        if is_too_deep && !std::mem::replace(&mut self.is_too_deep, true) {
            let message = format!("brackets nest more than {DEEPEST} deep from here on");
            let place = Span::new(open.at..open.at + 1);
            let help = "close the outer ones before, or write `\\[` for a bracket of the text";
            self.report(Diagnostic::at(Code::BadAttribute, place, message).help(help));
        }
        is_too_deep
    }

    /// Whether `]` at `at` is the first of two that close two adjacent open brackets.
    fn closes_mention(&self, at: usize) -> bool {
        let twice = self.tokens.get(self.next).is_some_and(|token| !token.opens && token.at == at + 1);
        twice && matches!(self.stack.as_slice(), [.., outer, inner] if outer.at + 1 == inner.at)
    }

    fn mention(&mut self, at: usize) {
        self.take();
        self.pop();
        let Some(open) = self.pop() else { return };
        if self.is_too_deep(open) {
            return;
        }
        let start = open.at;
        let bar = self.bar(start + 2, at);
        let name_end = bar.unwrap_or(at);
        let name_span = Span::new(start + 2..name_end);
        let name = self.words(start + 2..name_end);
        if name.trim_matches([';', ' ', '\t']).is_empty() {
            let message = "this mention names nobody";
            let help = "write a name or an id between the brackets: `[[Ada Lovelace]]`";
            self.report(Diagnostic::at(Code::UnknownName, Span::new(start..at + 2), message).help(help));
            return;
        }
        let (attributes, end) = self.attributes_after(at + 2);
        let attributes = self.own_attributes(attributes.unwrap_or_default());
        let inner = bar.map_or(start + 2, |bar| bar + 1)..at;
        let attributes = self.facts_of_mention(attributes, start..end);
        let kind = AnnotationKind::Mention(Text { text: name, span: name_span });
        let named = self.at_most(names(kind, start..end, &inner));
        for (number, (kind, whole)) in named.into_iter().enumerate() {
            let attributes = if number == 0 { attributes.clone() } else { Attributes::default() };
            self.found(kind, whole, inner.clone(), attributes);
        }
    }

    /// Reports a mention of more than anybody names at once; only the first of them count.
    fn at_most(&mut self, mut named: Vec<Named>) -> Vec<Named> {
        if let Some((kind, _)) = named.get(MOST_NAMES)
            && let AnnotationKind::Mention(name) = kind
        {
            let message = format!("a mention names at most {MOST_NAMES}");
            let help = "name the group that they are, as an entity of its own";
            self.report(Diagnostic::at(Code::BadAttribute, name.span, message).help(help));
            named.truncate(MOST_NAMES);
        }
        named
    }

    /// Makes a fact of `.fact` behind a mention; returns the attributes that are the mention's own.
    fn facts_of_mention(&mut self, attributes: Attributes, mention: Range<usize>) -> Attributes {
        let mut known = attributes.classes.iter().filter_map(|it| Some((it, span_class(&it.text)?)));
        match known.find(|(_, class)| *class != SpanClass::Fact) {
            Some((class, _)) => {
                let message = format!("a mention can't be a `.{}`", class.text);
                let help = format!("put it in brackets: `[[[name]]]{{.{} …}}`", class.text);
                self.report(Diagnostic::at(Code::BadAttribute, class.span, message).help(help));
            }
            None if attributes.classes.iter().any(|class| class.text == "fact") => {
                self.out.found.push(Found::fact(mention, attributes));
                return Attributes::default();
            }
            None => {}
        }
        attributes
    }

    /// The attributes behind a mention, unless they are those of a span around it that lacks its bracket.
    fn own_attributes(&mut self, attributes: Attributes) -> Attributes {
        let is_span = attributes.classes.iter().any(|class| span_class(&class.text).is_some());
        match self.stack.last().copied().filter(|_| is_span && self.lacks_a_bracket()) {
            Some(opening) => {
                self.pop();
                self.unclosed_span(opening.at, attributes.span.range().start);
                Attributes::default()
            }
            None => attributes,
        }
    }

    /// Whether the brackets to come can't close all that are open.
    fn lacks_a_bracket(&self) -> bool {
        let coming = self.tokens.len() - self.next;
        self.stack.len() + self.opening > coming - self.opening
    }

    fn unclosed_span(&mut self, opening: usize, attributes: usize) {
        self.report(
            Diagnostic::at(Code::UnclosedSpan, Span::new(opening..opening + 1), "this span never closes")
                .label_at(Span::new(attributes..attributes + 1), "its attributes begin here")
                .help("close it with `]` right before the `{`")
                .fix(Applicability::Ask, "close it", vec![Edit::at(attributes as u32, "]")]),
        );
    }

    /// The first `|` between two offsets that stands in text.
    fn bar(&self, start: usize, end: usize) -> Option<usize> {
        let (offset, _) = self.text.get(start..end)?.match_indices('|').next()?;
        Some(start + offset)
    }

    /// The words between two offsets, unescaped; a bar's backslash in a table is no part of them.
    fn words(&self, range: Range<usize>) -> String {
        let mut words = String::new();
        let first = self.words.partition_point(|(_, at)| at.end <= range.start);
        let inside = self.words.iter().skip(first).take_while(|(_, at)| at.start < range.end);
        for (event, at) in inside {
            match event {
                Event::Text(text) if self.seen.get(at.clone()) == Some(text) => {
                    let start = range.start.max(at.start);
                    words.push_str(self.text.get(start..range.end.min(at.end)).unwrap_or_default());
                }
                Event::Text(text) | Event::Code(text) => words.push_str(text),
                Event::SoftBreak | Event::HardBreak => words.push(' '),
                _ => {}
            }
        }
        words
    }

    fn close(&mut self, at: usize) {
        let open = self.pop();
        let opening = open.map(|open| open.at);
        if let Some(open) = open.filter(|open| open.height <= DEEPEST)
            && let opening = open.at
            && let Some(cited) = self.citation(opening + 1, at)
        {
            self.found(AnnotationKind::Citation(cited), opening..at + 1, at..at, Attributes::default());
            return;
        }
        let (attributes, end) = self.attributes_after(at + 1);
        self.cut.extend(opening.and_then(|opening| self.cut_mention(opening, at)));
        let Some(attributes) = attributes else {
            let doubled = opening.filter(|_| opening == self.stack.last().map(|outer| outer.at + 1));
            let half = doubled.map(|inner| inner - 1);
            self.halves.extend(half.filter(|half| self.halves.last().is_none_or(|last| last < half)));
            return;
        };
        let Some(open) = open else {
            if !attributes.classes.is_empty() {
                self.out.closers.push(at..end);
            }
            return;
        };
        if self.is_too_deep(open) {
            return;
        }
        let opening = open.at;
        match self.class(&attributes) {
            Some(class) => self.found(AnnotationKind::Span(class), opening..end, opening + 1..at, attributes),
            None => self.out.unreadable.push(at..end),
        }
    }

    /// The mention that is cut where its inner bracket closes by itself: there is a bar behind its name.
    fn cut_mention(&self, inner: usize, at: usize) -> Option<usize> {
        let outer = self.stack.last().filter(|outer| outer.at + 1 == inner)?;
        let bar = self.bar(inner + 1, at)?;
        let name = self.text.get(inner + 1..bar)?;
        (!name.contains(['[', ']']) && !name.trim().is_empty()).then_some(outer.at)
    }

    /// What the classes say; two of them that say different things are a mistake.
    fn class(&mut self, attributes: &Attributes) -> Option<SpanClass> {
        let mut known = attributes.classes.iter().filter_map(|class| Some((class, span_class(&class.text)?)));
        let Some((first, class)) = known.next() else { return Some(self.unknown_class(attributes)) };
        let Some((second, other)) = known.find(|(_, other)| *other != class) else { return Some(class) };
        if matches!(
            (class, other),
            (SpanClass::Claim, SpanClass::Quote) | (SpanClass::Quote, SpanClass::Claim)
        ) {
            return Some(SpanClass::Quote);
        }
        let message = format!("a span can't be both `.{}` and `.{}`", first.text, second.text);
        let help = "put one span inside the other: `[[two hours]{.fact …} at most]{.claim …}`";
        self.report(
            Diagnostic::at(Code::BadAttribute, second.span, message)
                .label_at(first.span, "first said here")
                .help(help),
        );
        None
    }

    /// A class of the author's own makes a plain span; a likely slip of the pen is told.
    fn unknown_class(&mut self, attributes: &Attributes) -> SpanClass {
        for class in &attributes.classes {
            if let Some(meant) = nearest(&class.text, attributes::CLASSES) {
                let message = format!("there is no class `.{}`", class.text);
                let finding = Diagnostic::at(Code::BadAttribute, class.span, message);
                let finding = finding.help(format!("did you mean `.{meant}`?"));
                self.report(finding.replace(Applicability::Safe, class.span, meant));
            }
        }
        SpanClass::Plain
    }

    /// The attributes that begin at `at`, if any do, and where the construct ends.
    fn attributes_after(&mut self, at: usize) -> (Option<Attributes>, usize) {
        if at >= self.end || self.text.as_bytes().get(at) != Some(&b'{') {
            return (None, at);
        }
        let (attributes, end) = match attributes::parse(self.text, at, self.end) {
            Parsed::Text => return (None, at),
            Parsed::Attributes(attributes) => {
                let end = attributes.span.range().end;
                (Some(attributes), end)
            }
            Parsed::Mistake(diagnostic, end) => {
                self.report(diagnostic);
                self.out.unreadable.push(at..end);
                (None, end)
            }
        };
        self.skip_to(at..end);
        (attributes, end)
    }

    /// Brackets within attributes are none; what else Markdown saw there has to be hidden from it.
    fn skip_to(&mut self, range: Range<usize>) {
        while self.tokens.get(self.next).is_some_and(|token| token.at < range.end) {
            self.take();
        }
        let edge = self.edges.partition_point(|&edge| edge < range.start);
        if self.edges.get(edge).is_some_and(|&edge| edge < range.end) {
            self.out.masks.push(range);
        }
    }

    /// The sources of `[@id, locator; @other]`; none where it is something else.
    fn citation(&self, start: usize, end: usize) -> Option<Vec<CitedSource>> {
        let inside = self.text.get(start..end)?;
        if !inside.starts_with('@') {
            return None;
        }
        let mut at = start;
        inside
            .split(';')
            .map(|part| {
                let cited = cited_source(part, at);
                at += part.len() + 1;
                cited
            })
            .collect()
    }

    fn found(
        &mut self,
        kind: AnnotationKind,
        whole: Range<usize>,
        inner: Range<usize>,
        attributes: Attributes,
    ) {
        self.out.found.push(Found { kind, whole, inner, attributes });
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.out.diagnostics.push(diagnostic);
    }

    /// Brackets still open at the block's end: `[[` is a mistake, `[` only before half a mention or a lost `{.class …}`.
    fn leftovers(&mut self) {
        let stack = std::mem::take(&mut self.stack);
        let mut open = stack.as_slice();
        while let [first, rest @ ..] = open {
            open = rest;
            if let [second, others @ ..] = rest
                && first.at + 1 == second.at
            {
                open = others;
                self.unclosed_mention(first.at);
            } else if let Some(half) = self.half_behind(first.at) {
                self.unclosed_mention(half);
            } else {
                self.out.open.push(first.at);
            }
        }
        self.lost_attributes();
        self.cut_mentions();
    }

    fn cut_mentions(&mut self) {
        let reported: HashSet<_> =
            self.out.diagnostics.iter().map(|it| it.primary.span.start as usize).collect();
        for start in std::mem::take(&mut self.cut) {
            if !reported.contains(&start) {
                let message = "another bracket closes in this mention, and readers would see its name";
                let help = "close it with `]]` before, or write `\\[[` for the brackets themselves";
                let place = Span::new(start..start + 2);
                let finding = Diagnostic::at(Code::StrayMarkup, place, message).help(help);
                let title = "show the brackets to readers";
                self.report(finding.fix(Applicability::Ask, title, vec![shown(start)]));
            }
        }
    }

    fn unclosed_mention(&mut self, start: usize) {
        let help = "close it with `]]` in the same block, or write `\\[[` for the brackets themselves";
        let place = Span::new(start..start + 2);
        let finding = Diagnostic::at(Code::UnclosedSpan, place, "this mention never closes").help(help);
        self.report(finding.fix(Applicability::Ask, "show the brackets to readers", vec![shown(start)]));
    }

    /// The half mention for want of whose bracket the one at `open` is left over.
    fn half_behind(&self, open: usize) -> Option<usize> {
        self.halves.get(self.halves.partition_point(|&half| half < open)).copied()
    }

    /// `[text {.claim}`: attributes of a known class without a `]` before them.
    fn lost_attributes(&mut self) {
        let Some(&first) = self.out.open.first() else { return };
        let after = self.text.get(first..self.end).unwrap_or_default();
        let taken = self.out.found.iter().map(|found| found.attributes.span.range());
        let taken: Vec<_> = taken.filter(|taken| !taken.is_empty()).collect();
        let mut braces = after.match_indices('{').map(|(at, _)| first + at);
        let Some(lost) = braces.find(|&at| !is_in(&taken, at) && self.is_lost(at)) else { return };
        let around =
            self.out.found.iter().filter(|found| found.inner.contains(&lost)).map(|found| found.whole.start);
        let open = self.out.open.iter().copied().filter(|&open| open < lost);
        let Some(opening) = around.chain(open).max() else { return };
        self.out.open.pop();
        self.unclosed_span(opening, lost);
    }

    /// Whether the attributes of a span begin here.
    fn is_lost(&self, at: usize) -> bool {
        let word = self.words.partition_point(|(_, range)| range.end <= at);
        let is_text = self
            .words
            .get(word)
            .is_some_and(|(event, range)| matches!(event, Event::Text(_)) && range.contains(&at));
        let end = self.text.floor_char_boundary(self.end.min(at + LONGEST_LOST));
        is_text
            && matches!(attributes::parse(self.text, at, end), Parsed::Attributes(found)
                if found.classes.iter().any(|class| span_class(&class.text).is_some()))
    }
}

/// What shows a bracket to readers.
fn shown(bracket: usize) -> Edit {
    Edit::at(bracket as u32, "\\")
}

/// Whether one of these ranges, which are in order and apart, has a place in it.
pub fn is_in(ranges: &[Range<usize>], at: usize) -> bool {
    let next = ranges.partition_point(|range| range.end <= at);
    ranges.get(next).is_some_and(|range| range.contains(&at))
}

/// What a class says of a span.
pub fn span_class(class: &str) -> Option<SpanClass> {
    match class {
        "claim" => Some(SpanClass::Claim),
        "quote" => Some(SpanClass::Quote),
        "fact" => Some(SpanClass::Fact),
        "date" => Some(SpanClass::Date),
        _ => None,
    }
}

/// A mention, or one for each of the names that it lists, the first around the others; with the place of each.
fn names(kind: AnnotationKind, whole: Range<usize>, inner: &Range<usize>) -> Vec<Named> {
    match &kind {
        // What stands behind `#` are the words of a heading.
        AnnotationKind::Mention(name) if name.text.contains(';') && !name.text.contains('#') => {
            let places = std::iter::once(whole).chain(std::iter::repeat(inner.clone()));
            name.split().into_iter().map(AnnotationKind::Mention).zip(places).collect()
        }
        _ => vec![(kind, whole)],
    }
}

/// One part of a citation that begins at `at`: `@id` or `@id, locator`.
fn cited_source(part: &str, at: usize) -> Option<CitedSource> {
    let trimmed = part.trim_start();
    let id_and_rest = trimmed.strip_prefix('@')?;
    let (id, locator) = id_and_rest.split_once(',').unwrap_or((id_and_rest, ""));
    let id = id.trim_end();
    if id.is_empty() || id.contains(char::is_whitespace) {
        return None;
    }
    let start = at + (part.len() - trimmed.len()) + 1;
    let source = Text { text: id.to_owned(), span: Span::new(start..start + id.len()) };
    let locator = locator.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(CitedSource { source, locator })
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::Parser;

    use super::*;

    /// What is reported of a paragraph, and the words there.
    fn found(text: &str) -> Vec<(Code, &str)> {
        let inlines: Vec<_> = Parser::new(text).into_offset_iter().collect();
        let scanned = scan(text, text, &inlines);
        scanned.diagnostics.iter().map(|it| (it.code, it.primary.span.of(text))).collect()
    }

    #[test]
    fn a_missing_bracket_is_reported_where_its_partner_stands() {
        for (text, place) in [
            ("[[Ada met [Babbage]{.fact of=a b=c}.", "[["),
            ("[[Ada] met [[Babbage]].", "[["),
            ("[[[Ada] met [[Babbage]]]{.claim}.", "[["),
            ("[He saw [[Ada] and [[Babbage]]]{.claim}.", "[["),
            ("[Ada met [[Babbage]]{.claim}.", "["),
            ("[Ada met Babbage{.claim}.", "["),
            ("[He said [Ada met [[Babbage]]{.fact of=a b=c}]{.claim}.", "["),
            ("[Ada said [two hours{.quote} long]{.claim}.", "["),
        ] {
            assert_eq!(found(text), [(Code::UnclosedSpan, place)], "{text}");
        }
    }

    #[test]
    fn the_innermost_open_bracket_is_the_one_without_partner() {
        for text in
            ["[Ada said [two hours{.quote} long]{.claim}.", "[Ada said [to [[Babbage]]{.quote} so]{.claim}."]
        {
            let inlines: Vec<_> = Parser::new(text).into_offset_iter().collect();
            let scanned = scan(text, text, &inlines);
            assert_eq!(scanned.diagnostics[0].primary.span, Span::new(10..11), "{text}");
        }
    }

    #[test]
    fn brackets_of_the_author_are_no_mistake() {
        for text in [
            "[[sic] they met]{.quote}.",
            "[[1] and [2]]",
            "An [ is no span, nor is `[x{.claim}`.",
            "[[Ada]]{role=witness} [met]{.plain}",
            "[He met [[Ada]]{.fact of=a b=c} today]{.claim}",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
