//! The annotations of articles as W3C Web Annotations: a collection an article, in JSON-LD.
//!
//! Input: a [`Recorder`], and an article. Output: an `AnnotationCollection` of the mentions, claims, facts and citations in its text.
//! Entry point: [`write`](fn@write).
//!
//! The target is the article's page as it is published. Two selectors say which of its words are meant: where they stand in
//! the text content of the page's `body`, and what they are, with as much around them as makes them the only ones.

use std::io::{self, Write};
use std::ops::Range;

use memchr::memmem;
use serde::Serialize;
use serde_json::json;

use super::page_text::PageText;
use super::record::{Places, Recorder, attributes};
use crate::config::Format;
use crate::graph::{Claim, Mention};
use crate::resolve::{ClaimId, EntityId, Target};
use crate::syntax::{AnnotationId, DocumentId};
use crate::view::{Numbers, PageId};

/// How many characters around a text help to find it again, at least.
const CONTEXT: usize = 32;

/// The annotations of an article.
#[derive(Serialize)]
struct Collection<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    id: &'a str,
    r#type: &'static str,
    label: &'a str,
    total: usize,
    first: Items<'a>,
}

/// The only page of a collection.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Items<'a> {
    id: String,
    r#type: &'static str,
    part_of: &'a str,
    start_index: usize,
    items: Vec<Annotation<'a>>,
}

/// An annotation: where its words stand, and what is said of them.
#[derive(Serialize)]
struct Annotation<'a> {
    id: String,
    r#type: &'static str,
    motivation: &'static str,
    target: Part<'a>,
    #[serde(skip_serializing_if = "<[Body]>::is_empty")]
    body: &'a [Body],
}

/// A part of a page.
#[derive(Serialize)]
struct Part<'a> {
    source: &'a str,
    selector: [CssSelector<'a>; 2],
}

/// What is said of some words.
#[derive(Serialize)]
#[serde(tag = "type")]
enum Body {
    /// Something with an address of its own.
    SpecificResource { source: String, purpose: &'static str },
    /// A text.
    TextualBody { format: &'static str, value: String, purpose: &'static str },
}

/// What says which words of a page are meant.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CssSelector<'a> {
    r#type: &'static str,
    value: &'static str,
    refined_by: Words<'a>,
}

/// The same within an element.
#[derive(Serialize)]
#[serde(tag = "type")]
enum Words<'a> {
    TextPositionSelector { start: usize, end: usize },
    TextQuoteSelector { exact: &'a str, prefix: &'a str, suffix: &'a str },
}

/// What is annotated: an anchor of its own, the element that holds its words, these, and what is said of them.
struct Marked {
    id: String,
    element: String,
    words: String,
    motivation: &'static str,
    bodies: Vec<Body>,
}

/// A page, its address, and its text.
struct Shown {
    address: String,
    page: PageText,
}

/// Writes the annotations of an article.
///
/// # Errors
/// When they can't be written, or a template fails on a page of the article.
pub fn write(
    recorder: Recorder<'_>,
    article: EntityId,
    document: DocumentId,
    out: &mut dyn Write,
) -> io::Result<()> {
    let pages = pages(recorder, article)?;
    let marked = marked(recorder, document);
    let items: Vec<_> = marked.iter().filter_map(|it| annotation(&pages, it)).collect();
    let entity = recorder.graph.registry.get(article);
    let file = Format::Annotations.file(&entity.id);
    let own = recorder.address_of_file(&Format::Annotations.path(&file));
    let collection = Collection {
        context: "http://www.w3.org/ns/anno.jsonld",
        id: &own,
        r#type: "AnnotationCollection",
        label: &entity.name,
        total: items.len(),
        first: Items {
            id: format!("{own}#items"),
            r#type: "AnnotationPage",
            part_of: &own,
            start_index: 0,
            items,
        },
    };
    serde_json::to_writer_pretty(&mut *out, &collection)?;
    writeln!(out)
}

/// The pages that show an article's text and notes.
fn pages(recorder: Recorder<'_>, article: EntityId) -> io::Result<Vec<Shown>> {
    let pages = recorder.views.pages_of_text(article).map(|page| {
        let html = recorder.renderer.page(recorder.views, page);
        let html = html.map_err(|fault| io::Error::other(fault.message))?;
        let text = PageText::of(&String::from_utf8_lossy(&html));
        Ok(Shown { address: recorder.address(page), page: text })
    });
    pages.collect()
}

/// All that is annotated in a text, kind by kind.
fn marked(recorder: Recorder<'_>, document: DocumentId) -> Vec<Marked> {
    let numbers = Numbers::new(recorder.graph, document);
    let mentions = recorder.graph.mentions_in(document).filter_map(|it| mention(recorder, it));
    let claims = recorder.graph.claims_in(document);
    let claims = claims.filter_map(|id| claim(recorder, id, recorder.graph.claim(id)?));
    let facts = numbers.facts.iter().filter_map(|(&at, _)| fact(recorder, document, at, &numbers.facts));
    let citations = numbers.citations.iter().filter_map(|cited| {
        let sentence = recorder.graph.sentence(document, cited.citation.sentence)?;
        let body = &recorder.graph.document(document)?.body;
        let locator = Some(&*cited.citation.locator).filter(|it| !it.is_empty());
        let locator = locator.map(|locator| described(&json!({ "locator": locator })));
        let source = resource(&recorder.address_of_entity(cited.citation.source), "linking");
        Some(Marked {
            id: cited.anchor.clone(),
            element: sentence.anchor.to_string(),
            words: body.text.get(sentence.text.clone())?.to_owned(),
            motivation: "linking",
            bodies: [source].into_iter().chain(locator).collect(),
        })
    });
    mentions.chain(claims).chain(facts).chain(citations).collect()
}

fn mention(recorder: Recorder<'_>, mention: &Mention) -> Option<Marked> {
    let document = recorder.graph.document(mention.document)?;
    let annotation = recorder.graph.annotation(mention.document, mention.annotation)?;
    let (page, motivation) = match mention.target {
        Target::Entity(entity) => (PageId::Entity(entity), "identifying"),
        Target::Claim(claim) => (PageId::Claim(claim), "linking"),
    };
    let attributes = attributes(annotation);
    let mut bodies = vec![resource(&recorder.address(page), motivation)];
    if !attributes.is_empty() {
        bodies.push(described(&attributes));
    }
    Some(Marked {
        id: mention.anchor.to_string(),
        element: mention.anchor.to_string(),
        words: document.body.words(annotation).to_owned(),
        motivation,
        bodies,
    })
}

fn claim(recorder: Recorder<'_>, id: ClaimId, claim: &Claim) -> Option<Marked> {
    let record = recorder.claim(id, claim);
    Some(Marked {
        id: claim.id.clone(),
        element: claim.id.clone(),
        words: recorder.graph.words_in_article(claim).to_owned(),
        motivation: "describing",
        bodies: vec![resource(&record.page, "linking"), described(&record)],
    })
}

/// A fact, by its place among those of its text.
fn fact(recorder: Recorder<'_>, document: DocumentId, at: AnnotationId, places: &Places) -> Option<Marked> {
    let body = &recorder.graph.document(document)?.body;
    let anchor = places.get(&at)?;
    let stated = recorder.stated_by(document, at, places);
    let bodies = stated.iter().flat_map(|it| [resource(&it.id, "linking"), described(it)]);
    Some(Marked {
        id: anchor.clone(),
        element: anchor.clone(),
        words: body.words(body.annotation(at)?).to_owned(),
        motivation: "describing",
        bodies: bodies.collect(),
    })
}

/// Something with an address of its own.
fn resource(address: &str, purpose: &'static str) -> Body {
    Body::SpecificResource { source: address.to_owned(), purpose }
}

/// What the other formats say of it, too, as JSON.
fn described(record: &impl Serialize) -> Body {
    let value = serde_json::to_string(record).unwrap_or_default();
    Body::TextualBody { format: "application/json", value, purpose: "describing" }
}

/// An annotation of the first page that shows its element; none where a theme leaves it out.
fn annotation<'a>(pages: &'a [Shown], marked: &'a Marked) -> Option<Annotation<'a>> {
    let (shown, element) = pages.iter().find_map(|it| Some((it, it.page.element(&marked.element)?)))?;
    let part = part(&shown.page.text, element, &marked.words);
    Some(Annotation {
        id: format!("{}#{}", shown.address, marked.id),
        r#type: "Annotation",
        motivation: marked.motivation,
        target: Part { source: &shown.address, selector: selectors(&shown.page.text, part) },
        body: &marked.bodies,
    })
}

/// Where in the text the words stand that begin in an element: in all of it, or past its end where something cuts them.
fn part(text: &str, element: Range<usize>, words: &str) -> Range<usize> {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let own = text.get(element.clone()).unwrap_or_default();
    let wanted = letters(words);
    if letters(own) == wanted {
        return element;
    }
    let behind = text.get(element.start..).unwrap_or_default().char_indices();
    let mut wanted = wanted.chars().peekable();
    for (at, c) in behind.filter(|(_, c)| c.is_alphanumeric()) {
        wanted.next_if_eq(&c);
        if wanted.peek().is_none() {
            return element.start..element.start + at + c.len_utf8();
        }
    }
    element
}

/// The selectors of a part of a text.
fn selectors(text: &str, part: Range<usize>) -> [CssSelector<'_>; 2] {
    let start = text.get(..part.start).map_or(0, |before| before.chars().count());
    let exact = text.get(part.clone()).unwrap_or_default();
    let (prefix, suffix) = context(text, &part);
    let position = Words::TextPositionSelector { start, end: start + exact.chars().count() };
    let quote = Words::TextQuoteSelector { exact, prefix, suffix };
    [position, quote].map(|refined_by| CssSelector { r#type: "CssSelector", value: "body", refined_by })
}

/// What stands around a part of a text: as much as there is only once.
fn context<'t>(text: &'t str, part: &Range<usize>) -> (&'t str, &'t str) {
    let before = text.get(..part.start).unwrap_or_default();
    let after = text.get(part.end..).unwrap_or_default();
    let mut length = CONTEXT;
    loop {
        let start = before.char_indices().rev().take(length).last().map_or(before.len(), |(at, _)| at);
        let end = after.char_indices().nth(length).map_or(after.len(), |(at, _)| at);
        let whole = text.get(start..part.end + end).unwrap_or_default();
        let (all, whole) = (text.as_bytes(), whole.as_bytes());
        let is_only = memmem::find(all, whole) == memmem::rfind(all, whole);
        let is_all = start == 0 && end == after.len();
        if is_all || is_only {
            return (before.get(start..).unwrap_or_default(), after.get(..end).unwrap_or_default());
        }
        length *= 2;
    }
}
