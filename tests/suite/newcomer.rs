//! A newcomer's path, as the guide tells it: from a plain text to a published article, and what it takes to type.
//!
//! Input: the text, the commands and the answers of the guide's chapter. Output: an annotated article, and its pages.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use annals::pipeline::{Options, Site as BuiltSite};
use annals::syntax::{AnnotationKind, SpanClass};

use crate::site::{Site, repository};
use crate::terminal::typed;

/// The blocks of the chapter's first part: what stands behind the fence, and the text.
fn blocks() -> Vec<(String, String)> {
    let chapter = fs::read_to_string(repository().join("content/pages/guide-annotating.md")).unwrap();
    let part = chapter.split("\n## ").nth(1).unwrap();
    let fences = part.split("\n```").skip(1).step_by(2);
    fences.map(|it| it.split_once('\n').unwrap()).map(|(a, b)| (a.to_owned(), format!("{b}\n"))).collect()
}

/// The file of the chapter's text.
pub const ARTICLE: &str = "content/articles/bridge.md";

/// The answers that the chapter gives.
fn answers() -> String {
    blocks().into_iter().find(|(kind, _)| kind == "text").unwrap().1
}

/// Two new sites with the chapter's text, below a folder.
pub fn begun(folder: &Path) -> [PathBuf; 2] {
    let text = blocks().into_iter().find(|(kind, _)| kind.starts_with("markdown ")).unwrap().1;
    ["terminal", "other"].map(|site| {
        typed(folder, &["init", site], "");
        fs::write(folder.join(site).join(ARTICLE), &text).unwrap();
        folder.join(site)
    })
}

/// Annotates the text in a terminal, as the chapter does.
pub fn annotate(site: &Path) {
    typed(site, &["annotate", "--yes", "name", ARTICLE], "");
    typed(site, &["annotate", ARTICLE], &answers());
}

#[test]
fn a_plain_text_becomes_an_annotated_article_in_fewer_than_400_keystrokes() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("news");
    let blocks = blocks();
    let answers = &answers();
    let mut keystrokes = answers.len();
    let mut words = 0;
    for (kind, block) in &blocks {
        if let Some(path) = kind.strip_prefix("markdown ") {
            fs::write(site.join(path), block).unwrap();
            words = block.split("---\n").nth(2).unwrap().split_whitespace().count();
        }
        for command in block.lines().filter(|_| kind == "sh") {
            keystrokes += command.len() + 1;
            let Some(arguments) = command.strip_prefix("annals ") else { continue };
            let arguments: Vec<_> = arguments.split(' ').collect();
            let is_asking = arguments.len() == 2 && arguments[0] == "annotate";
            let keys = if is_asking { answers } else { "" };
            typed(if site.exists() { &site } else { folder.path() }, &arguments, keys);
        }
    }
    println!("{words} words, {keystrokes} keystrokes");
    assert!((280..340).contains(&words) && keystrokes < 400, "{words} words, {keystrokes} keystrokes");
    let built = BuiltSite::open(&site, Options::default()).unwrap();
    assert!(built.findings().iter().all(|it| it.code.can_stand()), "{:?}", built.findings());
    let (_, article) = built.graph().all_documents().find(|(_, it)| it.id == "bridge").unwrap();
    let mut counts = BTreeMap::<&str, usize>::new();
    for annotation in &article.body.annotations {
        let kind = match annotation.kind {
            AnnotationKind::Mention(_) => "names",
            AnnotationKind::Span(SpanClass::Claim | SpanClass::Quote) => "claims",
            AnnotationKind::Span(SpanClass::Date) => "dates",
            AnnotationKind::Span(SpanClass::Fact) => "facts",
            _ => "others",
        };
        *counts.entry(kind).or_default() += 1;
    }
    println!("{counts:?}");
    assert!(
        counts["claims"] >= 8 && counts["names"] >= 10 && counts["dates"] >= 4 && counts["facts"] >= 3,
        "{counts:?}"
    );
    let page = fs::read_to_string(site.join("public/people/daniel-roe.html")).unwrap();
    assert!(
        page.contains("Ask me when somebody shows me the money") && page.contains("member of the council")
    );
}

const PATH: &str = "content/articles/vote.md";

const TEXT: &str = "Mayor Ruth Ellery said on Tuesday that the bridge would close in June. “We have waited,” she said. “It is late.”\n";

fn site() -> Site {
    let front = "---\ntitle: A vote\ndate: 2017-02-10\n---\n\n";
    Site::new().person("ruth-ellery", "Ruth Ellery").file(PATH, format!("{front}{TEXT}"))
}

/// What the terminal shows while an author answers, and the text that comes of it.
fn answered(site: &Site, keys: &str) -> (String, String) {
    let shown = typed(&site.path(""), &["annotate", PATH], keys);
    let text = fs::read_to_string(site.path(PATH)).unwrap();
    (shown, text.split_once("---\n\n").unwrap().1.to_owned())
}

#[test]
fn a_terminal_shows_the_keys_and_the_words_in_colour() {
    let (shown, text) = answered(&site(), "?\nq\n");
    assert!(shown.contains("(y,n,e,a,d,u,q,?)") && shown.contains("»\u{1b}[1mMayor\u{1b}[0m«"), "{shown}");
    for key in [
        "y  accept it",
        "n  decline it",
        "e  change",
        "a  accept it and all",
        "u  take",
        "q  keep",
        "?  this help",
    ] {
        assert!(shown.contains(key), "{key}: {shown}");
    }
    assert_eq!(text, TEXT);
}

#[test]
fn every_key_does_in_a_terminal_what_the_help_says() {
    // The office is skipped, the date changed, the rest taken back and accepted by kind.
    let (shown, text) = answered(&site(), "n\ne\nwhen=2017-02-14\ny\nu\na\na\na\n");
    assert!(shown.contains("attributes, now `when=2017-02-07`:"), "{shown}");
    assert!(!text.contains(".fact") && text.contains("[Tuesday]{.date when=2017-02-14}"), "{text}");
    assert!(
        text.contains("{.claim by=ruth-ellery}") && text.matches("{.quote by=ruth-ellery}").count() == 2,
        "{text}"
    );
    let plain = text.replace("{.", "{ .");
    assert!(plain.contains("[June]{ .date when=2017-06}"), "{text}");
}

#[test]
fn the_end_of_what_is_typed_keeps_what_was_accepted() {
    let (_, text) = answered(&site(), "y\n");
    assert!(text.starts_with("[Mayor]{.fact") && !text.contains(".date"), "{text}");
    // Quitting does the same.
    let (_, text) = answered(&site(), "y\nq\n");
    assert!(text.starts_with("[Mayor]{.fact") && !text.contains(".date"), "{text}");
}
