//! What an editor asks of a text: what stands at a byte of the file, and where the words of a page stand in it.
//!
//! Input: texts. Output: the parts of the file that their trees answer with.

use std::fmt::Write as _;

use annals::config::{Config, Folders};
use annals::source::{FileId, Span, TextFile};
use annals::syntax::{self, Body, NodeKind};

use crate::html::plain;

const TEXT: &str = "---
title: T
---
# Two [[Ada]]s

He saw *[[Ada|the Countess]] and* [her
&amp; *Mr. Babbage*]{.claim by=ada}. See [his page](babbage.md), [@letter]. The end.

> - `code`, then [the [twelve]{.fact of=x y=12} men]{.quote}
";

fn body(text: &str) -> Body {
    let config = Config { language: "en".to_owned(), ..Config::default() };
    let file = TextFile::new("content/articles/a.md", text);
    syntax::parse(FileId(0), &file, &config, &Folders::default()).0.body.clone()
}

/// The offset of the first of these words.
fn at(text: &str, words: &str) -> u32 {
    text.find(words).expect("the words are there") as u32
}

/// What the nodes around the first of these words stand for in the file, the innermost first.
fn around<'t>(text: &'t str, words: &str) -> Vec<&'t str> {
    let body = body(text);
    let nodes = body.tree.around(at(text, words)).into_iter().rev();
    nodes.filter_map(|node| Some(body.tree.get(node)?.span.of(text))).collect()
}

#[test]
fn the_nodes_at_a_byte_are_known_from_the_innermost_on() {
    let emphasis = "*[[Ada|the Countess]] and*";
    assert_eq!(around(TEXT, "Countess")[..3], ["the Countess", "[[Ada|the Countess]]", emphasis]);
    assert_eq!(around(TEXT, "Ada|the")[..2], ["[[Ada|the Countess]]", emphasis]);
    assert_eq!(around(TEXT, "babbage.md")[0], "[his page](babbage.md)");
    assert_eq!(around(TEXT, "&amp;")[0], "&amp;");
    let list = around(TEXT, "twelve");
    assert_eq!(list[..2], ["twelve", "[twelve]{.fact of=x y=12}"]);
    assert!(list.last().is_some_and(|quote| quote.starts_with("> - `code`")), "{list:?}");
    assert_eq!(around(TEXT, "title"), Vec::<&str>::new());
}

#[test]
fn the_innermost_node_is_what_stands_there() {
    let body = body(TEXT);
    let kind = |words| body.tree.get(body.tree.at(at(TEXT, words))?).map(|node| node.kind);
    assert!(matches!(kind("and*"), Some(NodeKind::Words(_))));
    assert!(matches!(kind("[@letter]"), Some(NodeKind::Note(_))));
    assert!(matches!(kind("(babbage.md)"), Some(NodeKind::Link(_))));
    assert!(matches!(kind("code"), Some(NodeKind::Code(_))));
    assert_eq!(kind("---"), None);
}

#[test]
fn the_annotations_around_a_byte_are_known_from_the_innermost_on() {
    let body = body(TEXT);
    let annotations = |words| -> Vec<&str> {
        let around = body.annotations_at(at(TEXT, words)).into_iter();
        around.filter_map(|id| Some(body.annotations.get(id.0 as usize)?.inner.of(TEXT))).collect()
    };
    assert_eq!(annotations("twelve"), ["twelve", "the [twelve]{.fact of=x y=12} men"]);
    assert_eq!(annotations("y=12"), ["twelve", "the [twelve]{.fact of=x y=12} men"]);
    assert_eq!(annotations(" men]"), ["the [twelve]{.fact of=x y=12} men"]);
    assert_eq!(annotations("He saw"), Vec::<&str>::new());
}

/// The words of a page's sentence at a byte of the file.
fn sentence<'b>(body: &'b Body, text: &str, words: &str) -> &'b str {
    let sentence = body.sentence_at(at(text, words)).and_then(|id| body.sentences.get(id.0 as usize));
    sentence.map_or("", |sentence| &body.text[sentence.text.clone()])
}

#[test]
fn the_sentence_around_a_byte_is_known() {
    let body = body(TEXT);
    assert_eq!(sentence(&body, TEXT, "Babbage*"), "He saw the Countess and her & Mr. Babbage.");
    assert_eq!(sentence(&body, TEXT, "by=ada"), "He saw the Countess and her & Mr. Babbage.");
    assert_eq!(sentence(&body, TEXT, "The end"), "The end.");
    assert_eq!(sentence(&body, TEXT, "]]s"), "Two Adas");
}

/// What words of a page stand for in the file, with so many letters before them.
fn source<'t>(text: &'t str, words: &str, before: usize) -> Option<&'t str> {
    let body = body(text);
    let part = body.find(words, before)?;
    body.span_of(part).map(|span: Span| span.of(text))
}

#[test]
fn words_of_a_page_lead_back_to_the_file() {
    assert_eq!(source(TEXT, "the Countess", 0), Some("the Countess"));
    assert_eq!(source(TEXT, "saw  the\nCountess 1 and", 0), None);
    assert_eq!(source(TEXT, "saw  the\n“Countess” and", 0), Some("saw *[[Ada|the Countess]] and"));
    assert_eq!(source(TEXT, "her & Mr", 20), Some("her\n&amp; *Mr"));
    assert_eq!(source(TEXT, "his page", 0), Some("his page"));
    assert_eq!(source(TEXT, "&", 20), None);
}

#[test]
fn of_the_same_words_the_nearest_are_meant() {
    let text = "Ada saw *Ada*, and [[Ada]] saw Ada.";
    for (before, place) in [(0, 0), (6, 9), (12, 21), (19, 31), (100, 31)] {
        let body = body(text);
        let found = body.find("Ada", before).and_then(|part| body.span_of(part));
        assert_eq!(found, Some(Span { start: place, end: place + 3 }), "{before}");
    }
    assert_eq!(body(text).letters_before(12), 9);
}

/// The parts of what was cut, as they stand in the file.
fn parts(text: &str) -> Vec<(bool, &str)> {
    let body = body(text);
    let parts = body.tree.nodes().iter().filter_map(|node| match node.kind {
        NodeKind::Annotation(_, part) | NodeKind::Sentence(_, part) => {
            Some((part.is_first, node.span.of(text)))
        }
        _ => None,
    });
    parts.collect()
}

#[test]
fn what_overlaps_is_there_in_parts() {
    let text = "[One *two. Three]{.own} four*.";
    let first = [(true, "[One "), (true, "[One "), (false, "two."), (false, "two.")];
    let second = [(false, " Three]{.own}"), (true, "Three"), (false, " four"), (false, ".")];
    assert_eq!(parts(text), [first, second].concat());
}

/// However deep an author nests, nobody runs out of room.
#[test]
fn deep_nesting_needs_no_stack() {
    const DEEP: usize = 20_000;
    let mut text = "> ".repeat(DEEP) + "a\n\n";
    let _ = writeln!(text, "{}b{}", "*a ".repeat(DEEP), "*".repeat(DEEP));
    let _ = writeln!(text, "\n{}c{}", "[".repeat(DEEP), "]{.own}".repeat(DEEP));
    let _ = writeln!(text, "\n{}d{}", "<b>".repeat(DEEP), "</b>".repeat(DEEP));
    let body = body(&text);
    for words in ["a", "b", "c", "d"] {
        assert!(plain(&body).contains(words));
    }
    assert!(!body.tree.around(text.len() as u32 / 2).is_empty());
}
