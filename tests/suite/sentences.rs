//! Sentences as they are quoted on the pages of whom they name.
//!
//! Input: one article. Output: the sentences on a person's page, in words.

use scraper::Html;

use crate::html::{selector, text};
use crate::site::Site;

fn quoted(article: &str) -> Vec<String> {
    let site = Site::new().person("lund", "Ada Lund").article("a", article);
    let site = site.file("content/sources/s.md", "---\ntitle: S\n---\n").build();
    let page = Html::parse_document(&site.page("people/lund.html"));
    page.select(&selector(".sentence a")).map(text).collect()
}

#[test]
fn a_citation_on_a_line_of_its_own_leaves_no_space_behind() {
    let article = "[[Ada Lund]] left town\n[@s]. She, [[Ada Lund]], sat\n  [@s, p. 3], and slept.\n\n> [[Ada Lund]] was *bold*\n> [@s]\n> and `gone`\n> [@s]!\n\n# Then [[Ada Lund]]\n[@s] [[Ada Lund]] came.\n";
    let expected = [
        "Ada Lund left town.",
        "She, Ada Lund, sat, and slept.",
        "Ada Lund was bold and gone!",
        "Then Ada Lund",
        "Ada Lund came.",
    ];
    assert_eq!(quoted(article), expected);
}

#[test]
fn an_abbreviation_cuts_no_sentence_short() {
    let article = "[[Ada Lund]] sued in Hart v. Bell, c. May, at 5 p.m. Monday. He won. [[Ada Lund]] left at 5 p.m. He stayed.\n";
    let expected = ["Ada Lund sued in Hart v. Bell, c. May, at 5 p.m. Monday.", "Ada Lund left at 5 p.m."];
    assert_eq!(quoted(article), expected);
}
