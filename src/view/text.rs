//! A text's HTML with its annotations: links for mentions, marks for claims, anchors for sentences.
//!
//! Input: a document's [`Body`], in whose HTML every place for a tag is known. Output: HTML for the page that the
//! viewpoint stands for. Entry point: [`html`].
//!
//! Annotations, sentences and Markdown's own elements may overlap; HTML elements may not. So an element that something
//! else cuts is closed there and opened again behind, and only its first part carries the `id`.

use std::fmt::Write as _;

use super::numbers::Cited;
use super::parts::{escape, escape_into};
use super::{Numbers, PageId, Viewpoint, Views};
use crate::graph::{Claim, Mention};
use crate::resolve::{EntityId, Target};
use crate::syntax::{Annotation, AnnotationKind, Body, Mark, MarkKind, SpanClass};
use crate::vocabulary::Date;
use crate::words::is_rtl;

/// The HTML of a document's text.
pub fn html(view: &Viewpoint<'_, '_>, document: usize, numbers: &Numbers<'_>) -> String {
    let Some(source) = view.graph().document(document) else { return String::new() };
    let body = &source.body;
    if body.marks.is_empty() {
        return body.html.clone();
    }
    let mut writer = Writer {
        view,
        body,
        numbers,
        mentions: mentions_by_annotation(view, document, body),
        ends: ends(&body.marks),
        around_links: around_links(body),
        out: String::with_capacity(body.html.len() * 2),
        open: Vec::new(),
        links: 0,
        waiting: Vec::new(),
        cut: Vec::new(),
    };
    writer.run();
    writer.out
}

/// What a text takes on its page in bytes: more or less, unless it is so long that the page may be full of it.
pub fn weight(views: &Views<'_>, entity: EntityId) -> usize {
    const LONG: usize = 40_000;
    let document = views.graph.registry.get(entity).document;
    let Some((document, source)) = document.and_then(|at| Some((at, views.graph.document(at)?))) else {
        return 0;
    };
    let body = &source.body;
    let guess = body.html.len() + 170 * body.annotations.len() + 35 * body.sentences.len();
    if guess < LONG {
        return guess;
    }
    let path = views.path(PageId::Entity(entity));
    let view = Viewpoint { views, path: &path, language: views.language_of(entity) };
    html(&view, document, &Numbers::new(views.graph, document)).len()
}

fn mentions_by_annotation<'v>(
    view: &Viewpoint<'v, '_>,
    document: usize,
    body: &Body,
) -> Vec<Option<&'v Mention>> {
    let mut mentions = vec![None; body.annotations.len()];
    for mention in view.graph().mentions_in(document) {
        if let Some(slot) = mentions.get_mut(mention.annotation) {
            *slot = Some(mention);
        }
    }
    mentions
}

/// For every mark that opens something, the index of the mark that closes it.
fn ends(marks: &[Mark]) -> Vec<usize> {
    let mut ends = vec![usize::MAX; marks.len()];
    let mut annotations = Vec::new();
    let mut sentence = None;
    let mut tags = Vec::new();
    for (at, mark) in marks.iter().enumerate() {
        match mark.kind {
            MarkKind::Open(index) => annotations.push((index, at)),
            MarkKind::Close(index) => {
                if let Some(found) = annotations.iter().rposition(|(open, _)| *open == index) {
                    ends[annotations.swap_remove(found).1] = at;
                }
            }
            MarkKind::SentenceOpen(_) => sentence = Some(at),
            MarkKind::SentenceClose(_) => sentence.take().into_iter().for_each(|open| ends[open] = at),
            MarkKind::TagOpen(_) => tags.push(at),
            MarkKind::TagClose => tags.pop().into_iter().for_each(|open| ends[open] = at),
            MarkKind::Citation(_) | MarkKind::TagOpened | MarkKind::TagClosed => {}
        }
    }
    ends
}

/// For every annotation, whether a link of Markdown's own begins in it.
fn around_links(body: &Body) -> Vec<bool> {
    let mut around = vec![false; body.annotations.len()];
    let mut open = Vec::new();
    for mark in &body.marks {
        match mark.kind {
            MarkKind::Open(index) => open.push(index),
            MarkKind::Close(index) => open.retain(|&other| other != index),
            MarkKind::TagOpen(true) => open.iter().for_each(|&index| around[index] = true),
            _ => {}
        }
    }
    around
}

/// An element of ours that is open.
#[derive(Clone, Copy)]
struct Element {
    what: What,
    /// The index of the mark at which it ends.
    end: usize,
    /// The tags that close it.
    closing: &'static str,
    /// How many tags of Markdown were open when it was opened.
    depth: usize,
}

impl Element {
    fn is_link(self) -> bool {
        self.closing == "</a>"
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Sentence(usize),
    Annotation(usize),
}

struct Writer<'w, 'v, 'p> {
    view: &'w Viewpoint<'v, 'p>,
    body: &'v Body,
    numbers: &'w Numbers<'v>,
    mentions: Vec<Option<&'v Mention>>,
    ends: Vec<usize>,
    /// Which annotations a link of Markdown's own begins in: they can't be links themselves.
    around_links: Vec<bool>,
    out: String,
    open: Vec<Element>,
    /// How many links are open, Markdown's own among them.
    links: usize,
    /// Annotations whose buttons, and citations whose links, wait until no link is open.
    waiting: Vec<usize>,
    /// What was closed before each open tag of Markdown, to be opened again inside; with whether the tag is a link.
    cut: Vec<(Vec<Element>, bool)>,
}

impl<'v> Writer<'_, 'v, '_> {
    fn run(&mut self) {
        let body = self.body;
        let mut from = 0;
        for (index, mark) in body.marks.iter().enumerate() {
            self.out.push_str(body.html.get(from..mark.at).unwrap_or_default());
            from = mark.at;
            self.mark(index, mark.kind);
        }
        self.out.push_str(body.html.get(from..).unwrap_or_default());
    }

    fn mark(&mut self, index: usize, kind: MarkKind) {
        let end = self.ends.get(index).copied().unwrap_or(usize::MAX);
        match kind {
            MarkKind::SentenceOpen(sentence) => self.begin(What::Sentence(sentence), end),
            MarkKind::Open(annotation) => self.begin(What::Annotation(annotation), end),
            MarkKind::SentenceClose(sentence) => self.finish(What::Sentence(sentence)),
            MarkKind::Close(annotation) => self.finish(What::Annotation(annotation)),
            MarkKind::Citation(annotation) => {
                self.waiting.push(annotation);
                self.links_to_notes_and_cards();
            }
            MarkKind::TagOpen(link) => {
                let cut = self.close_from(self.open.iter().position(|element| element.end < end));
                self.cut.push((cut, link));
            }
            MarkKind::TagOpened => {
                let (cut, link) = self.cut.pop().unwrap_or_default();
                self.links += usize::from(link);
                self.cut.push((Vec::new(), link));
                self.reopen(cut);
            }
            MarkKind::TagClose => {
                let inside = self.open.iter().position(|element| element.depth == self.cut.len());
                let cut = self.close_from(inside);
                if let Some((waiting, _)) = self.cut.last_mut() {
                    *waiting = cut;
                }
            }
            MarkKind::TagClosed => {
                let (cut, link) = self.cut.pop().unwrap_or_default();
                self.links -= usize::from(link && self.links > 0);
                self.links_to_notes_and_cards();
                self.reopen(cut);
            }
        }
    }

    fn begin(&mut self, what: What, end: usize) {
        self.open_element(what, end, false);
    }

    fn open_element(&mut self, what: What, end: usize, again: bool) {
        let closing = match what {
            What::Sentence(index) => self.open_sentence(index, again),
            What::Annotation(index) => self.open_annotation(index, again),
        };
        let element = Element { what, end, closing, depth: self.cut.len() };
        self.links += usize::from(element.is_link());
        self.open.push(element);
    }

    /// Closes the element, cutting those that began later and go on.
    fn finish(&mut self, what: What) {
        let Some(at) = self.open.iter().position(|element| element.what == what) else { return };
        let mut cut = self.close_from(Some(at));
        cut.remove(0);
        if let What::Annotation(index) = what {
            self.waiting.push(index);
        }
        self.links_to_notes_and_cards();
        self.reopen(cut);
    }

    /// Closes all elements from an index on and returns them, outer ones first.
    fn close_from(&mut self, at: Option<usize>) -> Vec<Element> {
        let Some(at) = at else { return Vec::new() };
        let closed = self.open.split_off(at);
        for element in closed.iter().rev() {
            self.links -= usize::from(element.is_link());
            self.out.push_str(element.closing);
        }
        closed
    }

    fn reopen(&mut self, elements: Vec<Element>) {
        for element in elements {
            self.open_element(element.what, element.end, true);
        }
    }

    fn open_sentence(&mut self, index: usize, again: bool) -> &'static str {
        match self.body.sentences.get(index) {
            Some(sentence) if !again => {
                let _ = write!(self.out, "<span class=\"s\" id=\"{}\">", sentence.anchor);
            }
            _ => self.out.push_str("<span class=\"s\">"),
        }
        "</span>"
    }

    /// Opens an annotation; returns what closes it.
    fn open_annotation(&mut self, index: usize, again: bool) -> &'static str {
        let Some(annotation) = self.body.annotations.get(index) else { return "" };
        match &annotation.kind {
            AnnotationKind::Mention(_) => self.open_mention(index, again),
            AnnotationKind::Span(SpanClass::Claim | SpanClass::Quote) => self.open_claim(index, again),
            AnnotationKind::Span(SpanClass::Fact) => self.open_fact(index, again),
            AnnotationKind::Span(SpanClass::Date) => self.open_date(annotation, again),
            AnnotationKind::Span(SpanClass::Plain) => self.open_plain(annotation, again),
            AnnotationKind::Citation(_) => "",
        }
    }

    fn id(&mut self, id: Option<&str>) {
        if let Some(id) = id {
            self.out.push_str(" id=\"");
            escape_into(&mut self.out, id);
            self.out.push('"');
        }
    }

    fn open_mention(&mut self, index: usize, again: bool) -> &'static str {
        let Some(mention) = self.mentions.get(index).copied().flatten() else {
            self.out.push_str("<span>");
            return "</span>";
        };
        let link = self.links == 0 && !self.around_links.get(index).is_some_and(|&around| around);
        let kind = match mention.target {
            Target::Entity(entity) => self.view.kind_name(entity),
            Target::Claim(_) => "claim",
        };
        let _ = write!(self.out, "<{} class=\"m {kind}\"", if link { "a" } else { "span" });
        if !again {
            let _ = write!(self.out, " id=\"{}\"", mention.anchor);
        }
        if link {
            let _ = write!(self.out, " href=\"{}\"", escape(&self.view.target_url(mention.target)));
        }
        self.out.push('>');
        if link { "</a>" } else { "</span>" }
    }

    fn open_fact(&mut self, index: usize, again: bool) -> &'static str {
        self.out.push_str("<span class=\"fact\"");
        let anchor = self.numbers.facts.get(&index).filter(|_| !again);
        self.id(anchor.map(String::as_str));
        if self.numbers.facts.contains_key(&index) {
            let label = self.view.fact_label(self.numbers.document, index);
            let _ = write!(self.out, " title=\"{}\"", escape(&label));
        }
        self.out.push('>');
        for stated in self.numbers.statements.get(&index).filter(|_| !again).into_iter().flatten() {
            let _ = write!(self.out, "<span id=\"{stated}\"></span>");
        }
        "</span>"
    }

    fn open_claim(&mut self, index: usize, again: bool) -> &'static str {
        let claim = self.numbers.claim(index);
        let quote = claim.is_some_and(|(_, claim)| claim.quote);
        self.out.push_str("<mark class=\"claim");
        self.out.push_str(if quote { " quote" } else { "" });
        self.out.push_str(if claim.is_some_and(|(_, claim)| is_disputed(claim)) {
            " disputed\""
        } else {
            "\""
        });
        if let Some((_, claim)) = claim.filter(|_| !again) {
            self.id(Some(&claim.id));
            if !self.numbers.links.contains_key(&index) {
                let _ = write!(self.out, " aria-details=\"card-{}\"", escape(&claim.id));
            }
        }
        self.out.push_str(if quote { "><q>" } else { ">" });
        if quote { "</q></mark>" } else { "</mark>" }
    }

    fn open_date(&mut self, annotation: &Annotation, again: bool) -> &'static str {
        let date = annotation.attributes.get("when").and_then(|when| Date::parse(&when.text).ok());
        let machine = date.as_ref().and_then(Date::datetime);
        self.out.push_str(if machine.is_some() { "<time class=\"date\"" } else { "<span class=\"date\"" });
        self.id(annotation.attributes.id.as_ref().map(|id| &*id.text).filter(|_| !again));
        if let Some(machine) = &machine {
            let _ = write!(self.out, " datetime=\"{machine}\"");
        }
        if let Some(date) = date {
            let _ = write!(self.out, " title=\"{}\"", escape(&self.view.date_words(&date)));
        }
        self.out.push('>');
        if machine.is_some() { "</time>" } else { "</span>" }
    }

    /// A span without a meaning of Annals', as Pandoc writes it.
    fn open_plain(&mut self, annotation: &Annotation, again: bool) -> &'static str {
        self.out.push_str("<span");
        let attributes = &annotation.attributes;
        self.id(attributes.id.as_ref().map(|id| &*id.text).filter(|_| !again));
        if !attributes.classes.is_empty() {
            let classes: Vec<_> = attributes.classes.iter().map(|class| &*class.text).collect();
            let _ = write!(self.out, " class=\"{}\"", escape(&classes.join(" ")));
        }
        for (key, value) in &attributes.pairs {
            let known = matches!(&*key.text, "lang" | "dir" | "title");
            let _ = write!(
                self.out,
                " {}{}=\"{}\"",
                if known { "" } else { "data-" },
                escape(&key.text.to_lowercase()),
                escape(&value.text)
            );
        }
        self.out.push('>');
        "</span>"
    }

    /// Writes the buttons and links to notes that wait, once no link is open: they can't be inside one.
    fn links_to_notes_and_cards(&mut self) {
        if self.links > 0 {
            return;
        }
        for index in std::mem::take(&mut self.waiting) {
            if let Some((number, claim)) = self.numbers.claim(index) {
                let label = self.view.claim_label(number, claim);
                self.button(index, claim_class(number), &claim.id, &self.view.digits(number), &label);
            } else if let Some(anchor) = self.numbers.facts.get(&index) {
                let label = self.view.fact_label(self.numbers.document, index);
                self.button(index, "fact-n", anchor, "=", &label);
            } else {
                self.citation(index);
            }
        }
    }

    /// The button that opens a card; where there is none, the link to what it would say.
    fn button(&mut self, index: usize, class: &str, id: &str, sign: &str, label: &str) {
        let (id, sign, label) = (escape(id), escape(sign), escape(label));
        let dir = self.against_the_page(index).unwrap_or_default();
        if let Some(url) = self.numbers.links.get(&index) {
            let url = escape(url);
            let _ = write!(
                self.out,
                "<a class=\"n {class}\"{dir} href=\"{url}\" data-n=\"{sign}\" aria-label=\"{label}\"></a>"
            );
            return;
        }
        let _ = write!(
            self.out,
            "<button type=\"button\" class=\"n {class}\"{dir} popovertarget=\"card-{id}\" data-n=\"{sign}\" aria-label=\"{label}\"></button>"
        );
    }

    /// The direction of what stands between two words that both run against the page's, as its attribute. A browser
    /// puts a button at the page's end of the words it belongs to, and annals.css makes room at their own.
    fn against_the_page(&self, index: usize) -> Option<&'static str> {
        let at = self.body.annotations.get(index)?.text.end;
        let sentences = &self.body.sentences;
        let sentence = sentences.get(sentences.partition_point(|sentence| sentence.text.end <= at))?;
        let before =
            self.body.text.get(sentence.text.start..at)?.chars().rev().find(|c| c.is_alphabetic())?;
        let after = self.body.text.get(at..sentence.text.end)?;
        let rtl = !self.view.language.is_rtl();
        let against = is_rtl(before.encode_utf8(&mut [0; 4])) == rtl
            && after.contains(char::is_alphabetic)
            && is_rtl(after) == rtl;
        against.then_some(if rtl { " dir=\"rtl\"" } else { " dir=\"ltr\"" })
    }

    /// A citation as its author wrote it: none of its sources is known, so that may not be what it is.
    fn unknown_citation(&mut self, index: usize) {
        let annotation = self.body.annotations.get(index);
        let Some(AnnotationKind::Citation(cited)) = annotation.map(|it| &it.kind) else { return };
        let cited = cited.iter().map(|it| match &*it.locator {
            "" => format!("@{}", it.source.text),
            locator => format!("@{}, {locator}", it.source.text),
        });
        let words = format!(" [{}]", cited.collect::<Vec<_>>().join("; "));
        escape_into(&mut self.out, &words);
    }

    /// A citation in a review: the page of its claim has no notes, so its place names the source.
    fn citation_in_words(&mut self, cited: &Cited<'_>) {
        let source = self.view.link_to(cited.citation.source);
        let _ = write!(
            self.out,
            " <span class=\"cited\">[<a href=\"{}\">{}</a>",
            escape(&source.url),
            escape(&source.title)
        );
        if !cited.citation.locator.is_empty() {
            let _ = write!(self.out, ", {}", escape(&cited.citation.locator));
        }
        self.out.push_str("]</span>");
    }

    fn citation(&mut self, index: usize) {
        let cited = self.numbers.cited_at(index);
        if cited.is_empty() {
            self.unknown_citation(index);
        }
        let is_own_page = self.view.graph().entity_of(self.numbers.document).is_some();
        for cited in cited {
            if !is_own_page {
                self.citation_in_words(cited);
                continue;
            }
            let label = self.view.note_label(cited.note);
            let page = self.numbers.note_pages.get(&cited.note).map_or("", String::as_str);
            let _ = write!(
                self.out,
                "<a class=\"n cite\" id=\"{}\" role=\"doc-noteref\" href=\"{}#note-{}\" data-n=\"{}\" aria-label=\"{}\"></a>",
                cited.anchor,
                escape(page),
                cited.note,
                escape(&self.view.digits(cited.note)),
                escape(&label)
            );
        }
    }
}

/// The classes of a claim's button: annals.css makes room for its digits.
fn claim_class(number: usize) -> &'static str {
    match number {
        0..10 => "claim-n",
        10..100 => "claim-n d2",
        100..1000 => "claim-n d3",
        _ => "claim-n d4",
    }
}

/// Whether another claim contradicts it, or it another.
pub fn is_disputed(claim: &Claim) -> bool {
    claim.relations.iter().chain(&claim.responses).any(|relation| relation.kind.contradicts())
}
