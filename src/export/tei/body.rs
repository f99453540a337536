//! The text of an article as the body of a TEI document.
//!
//! Input: the tree of a text. Output: divisions, paragraphs and all else that Markdown has, and in them names, dates, claims,
//! quotations and facts. Entry point: [`text`].

use std::collections::{BTreeMap, HashSet};

use url::Url;

use super::entity_id;
use super::xml::{Xml, id};
use crate::export::page_text::PageText;
use crate::export::record::Recorder;
use crate::graph::{Claim, Mention};
use crate::resolve::Target;
use crate::syntax::{
    Annotation, AnnotationId, AnnotationKind, Body, DocumentId, HeadingId, LinkId, NodeKind, Part,
    SentenceId, SpanClass,
};
use crate::view::Numbers;
use crate::vocabulary::Date;

/// Writes a text.
struct Writer<'w, 's> {
    recorder: Recorder<'s>,
    document: DocumentId,
    body: &'s Body,
    numbers: &'w Numbers<'s>,
    mentions: BTreeMap<AnnotationId, &'s Mention>,
    /// The address of the text's page, and its path.
    address: String,
    path: String,
    xml: &'w mut Xml,
    /// The elements that are open: where each ends, and its name.
    open: Vec<(usize, &'static str)>,
    /// The levels of the headings whose divisions are open.
    divisions: Vec<u8>,
}

/// Writes the text of a document: its body, and its footnotes behind it.
pub fn text(recorder: Recorder<'_>, document: DocumentId, address: &str, path: &str, xml: &mut Xml) {
    let Some(source) = recorder.graph.document(document) else { return };
    let (body, numbers) = (&source.body, Numbers::new(recorder.graph, document));
    let mentions = recorder.graph.mentions_in(document).map(|it| (it.annotation, it)).collect();
    let (address, path) = (address.to_owned(), path.to_owned());
    let (open, divisions, numbers) = (Vec::new(), Vec::new(), &numbers);
    let mut writer =
        Writer { recorder, document, body, numbers, mentions, address, path, xml, open, divisions };
    writer.xml.open("text", &[]);
    writer.xml.open("body", &[]);
    writer.write(0, body.tree.nodes().len(), true);
    writer.divisions.drain(..).for_each(|_| writer.xml.close("div"));
    if body.tree.nodes().is_empty() {
        writer.xml.empty("p", &[]);
    }
    writer.xml.close("body");
    writer.footnotes();
    writer.xml.close("text");
}

impl<'s> Writer<'_, 's> {
    /// Writes some nodes, with or without the footnotes among them.
    fn write(&mut self, from: usize, to: usize, is_body: bool) {
        let mut at = from;
        while at < to
            && let Some(node) = self.body.tree.nodes().get(at)
        {
            while let Some((_, name)) = self.open.pop_if(|(end, _)| *end <= at) {
                self.xml.close(name);
            }
            let end = node.end.0 as usize;
            if is_body && matches!(node.kind, NodeKind::Footnote(..)) {
                at = end;
                continue;
            }
            if let Some(name) = self.node(node.kind) {
                self.open.push((end, name));
            }
            at += 1;
        }
        while let Some((_, name)) = self.open.pop() {
            self.xml.close(name);
        }
    }

    fn footnotes(&mut self) {
        if self.body.footnotes.is_empty() {
            return;
        }
        self.xml.open("back", &[]);
        self.xml.open("div", &[("type", "notes")]);
        for note in &self.body.footnotes {
            let end = self.body.tree.get(note.node).map_or(0, |node| node.end.0 as usize);
            self.xml.open("p", &[]);
            self.xml.open("note", &[("place", "end"), ("xml:id", &id("fn", &note.label))]);
            self.write(note.node.0 as usize + 1, end, false);
            self.xml.close("note");
            self.xml.close("p");
        }
        self.xml.close("div");
        self.xml.close("back");
    }

    /// Opens what a node is, or writes all of a leaf; returns the name of what is open now.
    fn node(&mut self, kind: NodeKind) -> Option<&'static str> {
        match kind {
            NodeKind::Paragraph => self.opened("p", &[]),
            NodeKind::Heading(heading) => self.heading(heading),
            NodeKind::Quote => self.opened("quote", &[]),
            NodeKind::List(None) => self.opened("list", &[("rend", "bulleted")]),
            NodeKind::List(Some(_)) => self.opened("list", &[("rend", "numbered")]),
            NodeKind::Item => self.opened("item", &[]),
            NodeKind::CodeBlock(_) => self.opened("ab", &[("type", "code"), ("xml:space", "preserve")]),
            NodeKind::HtmlBlock => self.opened("ab", &[("type", "html")]),
            NodeKind::Table => self.opened("table", &[]),
            NodeKind::TableHead => self.opened("row", &[("role", "label")]),
            NodeKind::TableRow => self.opened("row", &[]),
            NodeKind::HeadCell(_) => self.opened("cell", &[("role", "label")]),
            NodeKind::Cell(_) => self.opened("cell", &[]),
            NodeKind::Emphasis => self.opened("hi", &[("rend", "italic")]),
            NodeKind::Strong => self.opened("hi", &[("rend", "bold")]),
            NodeKind::Strikethrough => self.opened("hi", &[("rend", "line-through")]),
            NodeKind::Link(link) => {
                let address = self.address_of(link);
                self.opened("ref", &[("target", &address)])
            }
            NodeKind::Sentence(sentence, part) => self.sentence(sentence, part),
            NodeKind::Annotation(annotation, part) => self.annotation(annotation, part),
            leaf => {
                self.leaf(leaf);
                None
            }
        }
    }

    fn opened(&mut self, name: &'static str, attributes: &[(&str, &str)]) -> Option<&'static str> {
        self.xml.open(name, attributes);
        Some(name)
    }

    fn leaf(&mut self, kind: NodeKind) {
        match kind {
            NodeKind::Words(words) => self.xml.text(self.body.text.get(words.range()).unwrap_or_default()),
            NodeKind::Code(words) => {
                let words = self.body.text.get(words.range()).unwrap_or_default();
                self.xml.element("code", &[], words);
            }
            NodeKind::Verbatim(words) => self.xml.text(self.body.tree.string(words)),
            NodeKind::Html(html) => {
                let html = format!("<body>{}", self.body.tree.string(html));
                self.xml.text(&PageText::of(&html).text);
            }
            NodeKind::SoftBreak => self.xml.text("\n"),
            NodeKind::HardBreak => self.xml.empty("lb", &[]),
            NodeKind::Rule => self.xml.empty("milestone", &[("unit", "section"), ("rend", "rule")]),
            NodeKind::Image(link, alt) => {
                let address = self.address_of(link);
                self.xml.open("figure", &[]);
                self.xml.empty("graphic", &[("url", &address)]);
                self.xml.element("figDesc", &[], self.body.tree.string(alt));
                self.xml.close("figure");
            }
            NodeKind::FootnoteReference(_, label) => {
                let target = format!("#{}", id("fn", self.body.tree.string(label)));
                self.xml.empty("ptr", &[("type", "note"), ("target", &target)]);
            }
            NodeKind::Note(annotation) => self.citation(annotation),
            _ => {}
        }
    }

    /// A heading begins a division, where it stands in no other block.
    fn heading(&mut self, heading: HeadingId) -> Option<&'static str> {
        let level = self.body.headings.get(heading.0 as usize).map_or(1, |heading| heading.level);
        if !self.open.is_empty() {
            return self.opened("ab", &[("type", "heading")]);
        }
        while self.divisions.pop_if(|open| *open >= level).is_some() {
            self.xml.close("div");
        }
        self.divisions.push(level);
        self.xml.open("div", &[]);
        self.opened("head", &[])
    }

    /// The absolute address of a link, with nothing in it that an address can't hold.
    fn address_of(&self, link: LinkId) -> String {
        let Some(link) = self.body.links.get(link.0 as usize) else { return String::new() };
        let address = link.target.address(&self.recorder.views.as_linked(&self.path));
        let absolute = Url::parse(&self.address).and_then(|page| page.join(&address));
        absolute.map_or_else(|_| self.address.clone(), String::from)
    }

    fn sentence(&mut self, sentence: SentenceId, part: Part) -> Option<&'static str> {
        let anchor = self.body.sentence(sentence).map(|it| it.anchor.to_string()).unwrap_or_default();
        self.part("s", &anchor, part, &[])
    }

    /// Opens an element: the first part of what has an id, or a further one, which names the first.
    fn part(
        &mut self,
        name: &'static str,
        id: &str,
        part: Part,
        attributes: &[(&str, &str)],
    ) -> Option<&'static str> {
        let previous = if part.is_first || id.is_empty() { String::new() } else { format!("#{id}") };
        let own = [("xml:id", if part.is_first { id } else { "" }), ("prev", &*previous)];
        let attributes: Vec<_> = own.into_iter().chain(attributes.iter().copied()).collect();
        self.opened(name, &attributes)
    }

    fn annotation(&mut self, at: AnnotationId, part: Part) -> Option<&'static str> {
        let annotation = self.body.annotation(at)?;
        match &annotation.kind {
            AnnotationKind::Mention(_) => match self.mentions.get(&at).copied() {
                Some(mention) => self.mention(mention, annotation, part),
                None => self.date(at, annotation),
            },
            AnnotationKind::Span(SpanClass::Claim | SpanClass::Quote) => self.claim(at, part),
            AnnotationKind::Span(SpanClass::Fact) => self.fact(at, part),
            AnnotationKind::Span(SpanClass::Date) => self.date(at, annotation),
            AnnotationKind::Span(SpanClass::Plain) => self.opened("seg", &[]),
            AnnotationKind::Citation(_) => None,
        }
    }

    /// A name of somebody or something, or other words for it.
    fn mention(&mut self, mention: &Mention, annotation: &Annotation, part: Part) -> Option<&'static str> {
        let anchor = mention.anchor.to_string();
        let Target::Entity(entity) = mention.target else {
            let target = self.recorder.address_of_target(mention.target);
            return self.part("ref", &anchor, part, &[("type", "claim"), ("target", &target)]);
        };
        let known = self.recorder.graph.registry.get(entity);
        let words = self.body.words(annotation);
        let is_name = known.name == words || known.aliases.iter().any(|alias| alias == words);
        let (reference, kind) =
            (format!("#{}", entity_id(self.recorder, entity)), super::kind(self.recorder, entity));
        let role = annotation.attributes.get("role").map_or("", |role| &*role.text);
        let name = kind.name().filter(|_| is_name);
        let word = &self.recorder.kind(entity).name;
        match name {
            Some(name) => self.part(name, &anchor, part, &[("ref", &reference), ("n", role)]),
            None => self.part("rs", &anchor, part, &[("type", word), ("ref", &reference), ("n", role)]),
        }
    }

    fn claim(&mut self, at: AnnotationId, part: Part) -> Option<&'static str> {
        let numbered = self.recorder.graph.claim_at(self.document, at);
        let claim = numbered.and_then(|id| self.recorder.graph.claim(id));
        let Some(claim) = claim else { return self.opened("seg", &[]) };
        let id = id("claim", &claim.id);
        if claim.is_of_article() {
            return self.part("seg", &id, part, &[("type", "claim")]);
        }
        let who = who(self.recorder, claim);
        let direct = if claim.quote { "true" } else { "false" };
        self.part("said", &id, part, &[("who", &who), ("direct", direct)])
    }

    fn fact(&mut self, at: AnnotationId, part: Part) -> Option<&'static str> {
        let anchor = self.numbers.facts.get(&at).cloned().unwrap_or_default();
        let stated = self.numbers.statements.get(&at);
        let mut known = HashSet::new();
        let stated = stated.into_iter().flatten().filter(|it| known.insert(*it));
        let stated: Vec<_> = stated.map(|anchor| format!("#{anchor}")).collect();
        self.part("seg", &anchor, part, &[("type", "fact"), ("ana", &stated.join(" "))])
    }

    /// A date; in words only, where its element could not hold what is said in it.
    fn date(&mut self, at: AnnotationId, annotation: &Annotation) -> Option<&'static str> {
        let date = self.recorder.graph.date_at(self.document, at).map(|(date, _)| date);
        let inside = self.body.annotations_in(self.body.inside(at));
        let (when, edtf) = date.as_ref().map(when).unwrap_or_default();
        let calendar = annotation.attributes.get("calendar").map_or("", |calendar| &*calendar.text);
        if inside.iter().any(Annotation::is_claim) {
            return self.opened("seg", &[("type", "date"), ("n", date.as_ref().map_or("", Date::as_str))]);
        }
        self.opened("date", &[("when", &when), ("when-custom", &edtf), ("n", calendar)])
    }

    /// The sources that are cited.
    fn citation(&mut self, at: AnnotationId) {
        for cited in self.numbers.cited_at(at) {
            let target = format!("#{}", entity_id(self.recorder, cited.citation.source));
            let attributes = [
                ("type", "citation"),
                ("xml:id", &*cited.anchor),
                ("target", &target),
                ("n", &*cited.citation.locator),
            ];
            self.xml.empty("ptr", &attributes);
        }
    }
}

/// Who says a claim, as far as they are listed.
pub fn who(recorder: Recorder<'_>, claim: &Claim) -> String {
    let speakers = claim.speakers.iter().map(|&speaker| format!("#{}", entity_id(recorder, speaker)));
    speakers.collect::<Vec<_>>().join(" ")
}

/// A date as XML has it, or else in EDTF.
pub fn when(date: &Date) -> (String, String) {
    let plain = date.datetime().filter(|plain| plain.len() <= "2017-07-14".len());
    plain.map_or_else(|| (String::new(), date.as_str().to_owned()), |plain| (plain, String::new()))
}
