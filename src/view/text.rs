//! A text's HTML with its annotations: links for mentions, marks for claims, anchors for sentences.
//!
//! Input: the tree of a document's text. Output: HTML for the page that the viewpoint stands for. Entry points: [`html`],
//! [`blocks`] for an article, and [`plain`] for the text as its Markdown alone makes it.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::ops::Range;

use super::escape::{escape, escape_into};
use super::margin::Margin;
use super::markdown::{Markdown, write};
use super::model::{Block, Heading};
use super::numbers::{Cited, ClaimNumber, Numbered};
use super::quiet::unmarked;
use super::{Numbers, PageId, Viewpoint, Views};
use crate::graph::{Claim, Graph, Mention};
use crate::locale::is_rtl;
use crate::resolve::{ClaimId, EntityId, Target};
use crate::syntax::{
    self, Annotation, AnnotationId, AnnotationKind, Body, DocumentId, HeadingId, LinkContext, NodeId,
    NodeKind, Part, SentenceId, Slice, SpanClass,
};
use crate::vocabulary::Date;

/// The HTML of a document's text, without its footnotes.
pub fn html(
    view: &Viewpoint<'_, '_>,
    document: impl Into<Option<DocumentId>>,
    numbers: &Numbers<'_>,
) -> String {
    let Some(id) = document.into() else { return String::new() };
    let Some(source) = view.graph().document(id) else { return String::new() };
    Markup::new(view, &source.body, numbers).write(0..source.body.tree.nodes().len())
}

/// The HTML of each footnote of a document.
pub fn footnotes(view: &Viewpoint<'_, '_>, numbers: &Numbers<'_>) -> HashMap<NodeId, String> {
    let Some(id) = numbers.document else { return HashMap::new() };
    let Some(source) = view.graph().document(id) else { return HashMap::new() };
    if source.body.footnotes.is_empty() {
        return HashMap::new();
    }
    let markup = Markup::new(view, &source.body, numbers);
    let inside = |id: NodeId| {
        let end = source.body.tree.get(id).map_or(0, |node| node.end.0 as usize);
        id.0 as usize + 1..end
    };
    source.body.footnotes.iter().map(|it| (it.node, markup.write(inside(it.node)))).collect()
}

/// The HTML of each block of a document's text, with what stands in the margin beside it.
pub fn blocks<'a>(view: &Viewpoint<'a, '_>, numbers: &Numbers<'a>) -> Vec<Block<'a>> {
    let Some(source) = view.graph().document(numbers.document) else { return Vec::new() };
    let tree = &source.body.tree;
    let markup = Markup::new(view, &source.body, numbers);
    let mut margin = Margin::new(view, numbers);
    let is_footnote = |block: &Range<usize>| matches!(tree.nodes().get(block.start), Some(node) if matches!(node.kind, NodeKind::Footnote(..)));
    let blocks = tree.blocks().filter(|block| !is_footnote(block)).map(|block| Block {
        html: markup.write(block.clone()),
        notes: margin.beside(tree.nodes().get(block).unwrap_or_default()),
    });
    blocks.collect()
}

/// The HTML of a text for a page, as its Markdown alone makes it.
pub fn plain(body: &Body, page: LinkContext<'_>) -> String {
    let markdown = Markdown { body, page, typography: None };
    write(body, 0..body.tree.nodes().len(), |out, node| Some(markdown.open(out, node)))
}

/// The headings of a text that has many, for its table of contents.
pub fn contents<'a>(graph: &'a Graph, document: impl Into<Option<DocumentId>>) -> Vec<Heading<'a>> {
    const MANY: usize = 5;
    let Some(body) = graph.document(document).map(|document| &document.body) else { return Vec::new() };
    let headings = body.headings.iter().filter(|_| body.headings.len() >= MANY);
    let top = body.headings.iter().map(|heading| heading.level).min().unwrap_or_default();
    let heading = |heading: &'a syntax::Heading| Heading {
        depth: usize::from(heading.level - top) + 1,
        words: body.text.get(heading.text.clone()).unwrap_or_default().trim(),
        id: &heading.id,
    };
    headings.map(heading).filter(|heading| !heading.words.is_empty()).collect()
}

/// The id of a title that is a heading of its text.
pub fn title_id(graph: &Graph, document: impl Into<Option<DocumentId>>) -> Option<String> {
    let body = &graph.document(document)?.body;
    Some(body.title_id.clone()).filter(|id| !id.is_empty())
}

/// What a text takes on its page in bytes: more or less, unless it is so long that the page may be full of it.
pub fn weight(views: &Views, entity: EntityId) -> usize {
    const LONG: usize = 40_000;
    let document = views.graph.registry.get(entity).document;
    let Some((document, source)) = document.and_then(|at| Some((at, views.graph.document(at)?))) else {
        return 0;
    };
    let body = &source.body;
    let plain = body.text.len() + body.tree.size();
    let guess = plain + 170 * body.annotations.len() + 35 * body.sentences.len();
    if guess < LONG {
        return guess;
    }
    let path = views.path(PageId::Entity(entity));
    let view = Viewpoint::new(views, &path, views.language_of(entity));
    let numbers = Numbers::new(&views.graph, document);
    let footnotes = footnotes(&view, &numbers).values().map(|html| html.len() + 200).sum::<usize>();
    html(&view, document, &numbers).len() + footnotes
}

fn mentions_by_annotation<'v>(
    view: &Viewpoint<'v, '_>,
    document: Option<DocumentId>,
    body: &Body,
) -> Vec<Option<&'v Mention>> {
    let mut mentions = vec![None; body.annotations.len()];
    for mention in view.graph().mentions_in(document) {
        if let Some(slot) = mentions.get_mut(mention.annotation.place()) {
            *slot = Some(mention);
        }
    }
    mentions
}

/// Writes what the annotations and sentences of a text become.
struct Markup<'w, 'v, 'p> {
    view: &'w Viewpoint<'v, 'p>,
    body: &'v Body,
    numbers: &'w Numbers<'v>,
    mentions: Vec<Option<&'v Mention>>,
    markdown: Markdown<'w>,
    /// Whether an annotation is a mention that is marked only where all are.
    unmarked: HashSet<AnnotationId>,
}

impl<'w, 'v, 'p> Markup<'w, 'v, 'p> {
    fn new(view: &'w Viewpoint<'v, 'p>, body: &'v Body, numbers: &'w Numbers<'v>) -> Self {
        let typography = view.typography(numbers.document, body);
        let markdown = Markdown { body, page: view.page(), typography };
        let mentions = mentions_by_annotation(view, numbers.document, body);
        let unmarked = unmarked(body, &mentions, view.language.word("pronouns"));
        Self { view, body, numbers, mentions, markdown, unmarked }
    }

    fn write(&self, nodes: Range<usize>) -> String {
        write(self.body, nodes, |out, node| match node {
            NodeKind::Footnote(..) => None,
            node => Some(self.open(out, node)),
        })
    }

    /// Writes what opens a node, or all of a leaf; returns what closes it.
    fn open(&self, out: &mut String, node: NodeKind) -> &'w str {
        match node {
            NodeKind::Sentence(sentence, part) => self.open_sentence(out, sentence, part),
            NodeKind::Annotation(annotation, part) => self.open_annotation(out, annotation, part),
            NodeKind::Note(annotation) => self.note(out, annotation),
            NodeKind::Heading(heading) => self.heading(out, heading),
            NodeKind::FootnoteReference(_, label) => self.footnote_reference(out, label),
            node => self.markdown.open(out, node),
        }
    }

    /// The number of a footnote.
    fn footnote_reference(&self, out: &mut String, label: Slice) -> &'static str {
        if let Some((note, anchor)) = self.numbers.references.get(&label.range().start) {
            self.note_link(out, *note, &anchor.to_string());
        }
        ""
    }

    /// Opens a heading, with a link to itself.
    fn heading(&self, out: &mut String, id: HeadingId) -> &'w str {
        let closing = self.markdown.open(out, NodeKind::Heading(id));
        if let Some(heading) = self.body.headings.get(id.0 as usize).filter(|it| !it.id.is_empty()) {
            let words = self.body.text.get(heading.text.clone()).unwrap_or_default();
            let label = self.view.language.fill("heading_link", &[("words", words.trim())]);
            let (id, label) = (escape(&heading.id), escape(&label));
            let _ = write!(out, "<a class=\"anchor\" href=\"#{id}\" aria-label=\"{label}\"></a>");
        }
        closing
    }

    fn open_sentence(&self, out: &mut String, sentence: SentenceId, part: Part) -> &'static str {
        match self.body.sentence(sentence) {
            Some(sentence) if part.is_first => {
                let _ = write!(out, "<span class=\"s\" id=\"{}\">", sentence.anchor);
            }
            _ => out.push_str("<span class=\"s\">"),
        }
        "</span>"
    }

    /// Opens an annotation; returns what closes it.
    fn open_annotation(&self, out: &mut String, index: AnnotationId, part: Part) -> &'static str {
        let Some(annotation) = self.body.annotation(index) else { return "" };
        match &annotation.kind {
            AnnotationKind::Mention(_) => self.open_mention(out, index, part),
            AnnotationKind::Span(SpanClass::Claim | SpanClass::Quote) => self.open_claim(out, index, part),
            AnnotationKind::Span(SpanClass::Fact) => self.open_fact(out, index, part),
            AnnotationKind::Span(SpanClass::Date) => self.open_date(out, index, part),
            AnnotationKind::Span(SpanClass::Plain) => self.open_plain(out, annotation, part),
            AnnotationKind::Citation(_) => "",
        }
    }

    fn id(&self, out: &mut String, id: Option<&str>) {
        if let Some(id) = id {
            out.push_str(" id=\"");
            escape_into(out, id);
            out.push('"');
        }
    }

    fn open_mention(&self, out: &mut String, index: AnnotationId, part: Part) -> &'static str {
        let Some(mention) = self.mentions.get(index.place()).copied().flatten() else {
            return self.open_date(out, index, part);
        };
        let kind = match mention.target {
            Target::Entity(entity) => self.view.kind_name(entity),
            Target::Claim(_) => "claim",
        };
        let again = if self.unmarked.contains(&index) { " again" } else { "" };
        let _ = write!(out, "<{} class=\"m {kind}{again}\"", if part.is_link { "a" } else { "span" });
        if part.is_first {
            let _ = write!(out, " id=\"{}\"", mention.anchor);
        }
        if part.is_link {
            let heading = mention.heading.as_ref().map_or_else(String::new, |id| format!("#{id}"));
            let url = self.view.target_url(mention.target);
            let _ = write!(out, " href=\"{}{}\"", escape(&url), escape(&heading));
        }
        out.push('>');
        if part.is_link { "</a>" } else { "</span>" }
    }

    fn open_fact(&self, out: &mut String, index: AnnotationId, part: Part) -> &'static str {
        out.push_str("<span class=\"fact\"");
        let anchor = self.numbers.facts.get(&index).filter(|_| part.is_first);
        self.id(out, anchor.map(String::as_str));
        if self.numbers.facts.contains_key(&index) {
            let label = self.view.fact_label(self.numbers.document, index);
            let _ = write!(out, " title=\"{}\"", escape(&label));
        }
        out.push('>');
        for stated in self.numbers.statements.get(&index).filter(|_| part.is_first).into_iter().flatten() {
            let _ = write!(out, "<span id=\"{stated}\"></span>");
        }
        "</span>"
    }

    fn open_claim(&self, out: &mut String, index: AnnotationId, part: Part) -> &'static str {
        let claim = self.numbers.claim(index);
        let quote = claim.is_some_and(|it| it.claim.quote);
        out.push_str("<mark class=\"claim");
        out.push_str(if quote { " quote" } else { "" });
        out.push_str(claim.map_or("", |it| standing(self.view.graph(), it.id, it.claim)));
        out.push('"');
        if let Some(claim) = claim.filter(|_| part.is_first) {
            self.id(out, Some(&claim.claim.id));
            if !self.numbers.links.contains_key(&index) {
                let _ = write!(out, " aria-details=\"card-{}\"", escape(self.card(claim.number)));
            }
        }
        out.push_str(if quote { "><q>" } else { ">" });
        if quote { "</q></mark>" } else { "</mark>" }
    }

    /// The claim on whose card a claim is told: itself, or the one whose words it stands in.
    fn card(&self, number: ClaimNumber) -> &str {
        self.numbers.claims_with(number).first().map_or("", |it| &it.claim.id)
    }

    fn open_date(&self, out: &mut String, index: AnnotationId, part: Part) -> &'static str {
        let date = self.view.graph().date_at(self.numbers.document, index).map(|(date, _)| date);
        let machine = date.as_ref().and_then(Date::datetime);
        out.push_str(if machine.is_some() { "<time class=\"date\"" } else { "<span class=\"date\"" });
        let id = self.body.annotation(index).and_then(|it| it.attributes.id.as_ref());
        self.id(out, id.map(|id| &*id.text).filter(|_| part.is_first));
        if let Some(machine) = &machine {
            let _ = write!(out, " datetime=\"{machine}\"");
        }
        if let Some(date) = date {
            let _ = write!(out, " title=\"{}\"", escape(&self.view.date_words(&date)));
        }
        out.push('>');
        if machine.is_some() { "</time>" } else { "</span>" }
    }

    /// A span without a meaning of Annals', as Pandoc writes it.
    fn open_plain(&self, out: &mut String, annotation: &Annotation, part: Part) -> &'static str {
        out.push_str("<span");
        let attributes = &annotation.attributes;
        self.id(out, attributes.id.as_ref().map(|id| &*id.text).filter(|_| part.is_first));
        if !attributes.classes.is_empty() {
            let classes: Vec<_> = attributes.classes.iter().map(|class| &*class.text).collect();
            let _ = write!(out, " class=\"{}\"", escape(&classes.join(" ")));
        }
        for (key, value) in &attributes.pairs {
            let known = matches!(&*key.text, "lang" | "dir" | "title");
            let _ = write!(
                out,
                " {}{}=\"{}\"",
                if known { "" } else { "data-" },
                escape(&key.text.to_lowercase()),
                escape(&value.text)
            );
        }
        out.push('>');
        "</span>"
    }

    /// Writes what stands behind an annotation: the button of a claim or a fact, the numbers of a citation.
    fn note(&self, out: &mut String, index: AnnotationId) -> &'static str {
        if let Some(Numbered { claim, number, .. }) = self.numbers.claim(index) {
            let sign = self.view.claim_number(number);
            let label = self.view.claim_label(&sign, claim);
            let class = claim_class(self.view.graph(), number, self.numbers.claims_with(number));
            self.button(out, index, &class, self.card(number), &sign, &label);
        } else if let Some(anchor) = self.numbers.facts.get(&index) {
            let label = self.view.fact_label(self.numbers.document, index);
            self.button(out, index, "fact-n", anchor, "=", &label);
        } else {
            self.citation(out, index);
        }
        ""
    }

    /// The button that opens a card; where there is none, the link to what it would say.
    fn button(&self, out: &mut String, index: AnnotationId, class: &str, id: &str, sign: &str, label: &str) {
        let (id, sign, label) = (escape(id), escape(sign), escape(label));
        let dir = self.against_the_page(index).unwrap_or_default();
        if let Some(url) = self.numbers.links.get(&index) {
            let url = escape(url);
            let _ = write!(
                out,
                "<a class=\"n {class}\"{dir} href=\"{url}\" data-n=\"{sign}\" aria-label=\"{label}\"></a>"
            );
            return;
        }
        let _ = write!(
            out,
            "<button type=\"button\" class=\"n {class}\"{dir} popovertarget=\"card-{id}\" data-n=\"{sign}\" aria-label=\"{label}\"></button>"
        );
    }

    /// The direction of what stands between two words that both run against the page's, as its attribute. A browser
    /// puts a button at the page's end of the words it belongs to, and annals.css makes room at their own.
    fn against_the_page(&self, index: AnnotationId) -> Option<&'static str> {
        let at = self.body.annotation(index)?.text.end;
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
    fn unknown_citation(&self, out: &mut String, index: AnnotationId) {
        let annotation = self.body.annotation(index);
        let Some(AnnotationKind::Citation(cited)) = annotation.map(|it| &it.kind) else { return };
        let cited = cited.iter().map(|it| match &*it.locator {
            "" => format!("@{}", it.source.text),
            locator => format!("@{}, {locator}", it.source.text),
        });
        let words = format!(" [{}]", cited.collect::<Vec<_>>().join("; "));
        escape_into(out, &words);
    }

    /// A citation in a review: the page of its claim has no notes, so its place names the source.
    fn citation_in_words(&self, out: &mut String, cited: &Cited<'_>) {
        let source = self.view.link_to(cited.citation.source);
        let _ = write!(
            out,
            " <span class=\"cited\">[<a href=\"{}\">{}</a>",
            escape(&source.url),
            escape(&source.title)
        );
        if !cited.citation.locator.is_empty() {
            let _ = write!(out, ", {}", escape(&cited.citation.locator));
        }
        out.push_str("]</span>");
    }

    fn citation(&self, out: &mut String, index: AnnotationId) {
        let cited = self.numbers.cited_at(index);
        if cited.is_empty() {
            self.unknown_citation(out, index);
        }
        let is_own_page = self.view.graph().entity_of(self.numbers.document).is_some();
        for cited in cited {
            if !is_own_page {
                self.citation_in_words(out, cited);
                continue;
            }
            self.note_link(out, cited.note, &cited.anchor);
        }
    }

    /// The number of a note, which leads to it.
    fn note_link(&self, out: &mut String, note: usize, anchor: &str) {
        let label = self.view.note_label(note);
        let page = self.numbers.note_pages.get(&note).map_or("", String::as_str);
        let _ = write!(
            out,
            "<a class=\"n cite\" id=\"{anchor}\" role=\"doc-noteref\" href=\"{}#note-{}\" data-n=\"{}\" aria-label=\"{}\"></a>",
            escape(page),
            escape(&self.numbers.note_id(note)),
            escape(&self.view.digits(note)),
            escape(&label)
        );
    }
}

/// The classes of a claim's button: annals.css makes room for its digits. Where a claim stands in another's words, the
/// other's button tells how it stands, too.
fn claim_class(graph: &Graph, number: ClaimNumber, with: &[Numbered<'_>]) -> String {
    let digits = |number: usize| number.checked_ilog10().map_or(0, |log| log as usize + 1);
    let mut class = "claim-n".to_owned();
    let point = usize::from(number.inner > 0);
    match digits(number.outer) + point + digits(number.inner) {
        0 | 1 => {}
        digits => {
            let _ = write!(class, " d{}", digits.min(4));
        }
    }
    if number.inner > 0 {
        class.push_str(" inner");
    } else if with.iter().any(|it| is_disputed(graph, it.id, it.claim)) {
        class.push_str(" is-disputed");
    } else if with.iter().any(|it| graph.is_reviewed(it.id)) {
        class.push_str(" is-reviewed");
    }
    class
}

/// The class of a claim that is disputed or reviewed.
fn standing(graph: &Graph, id: ClaimId, claim: &Claim) -> &'static str {
    match (is_disputed(graph, id, claim), graph.is_reviewed(id)) {
        (true, _) => " disputed",
        (false, true) => " reviewed",
        (false, false) => "",
    }
}

/// Whether another claim contradicts it, or it another.
pub fn is_disputed(graph: &Graph, id: ClaimId, claim: &Claim) -> bool {
    graph.relations(id, claim).any(|relation| relation.kind.contradicts())
}
