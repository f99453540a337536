//! The text of a review: what it names, cites and links to.
//!
//! Input: a site with two reviews of one claim. Output: what its readers find on the claim's page, and on the pages of
//! whom the reviews name.

use scraper::Html;

use crate::html::{broken_links, selector, text};
use crate::site::Site;

const REVIEW: &str = "---
claim: talks#failed
rating: False
reviewed: 2017-07-09
---
# What [[Ada]] said

It was [[Ada]] who said so [@letter, p. 4]. See [her page](../people/ada.md), [in July]{.month}.
";

fn reviewed() -> Site {
    let site =
        Site::new().person("ada", "Ada").article("talks", "[The talks failed]{#failed .claim by=ada}.");
    let site = site.file("content/sources/letter.md", "---\ntitle: The letter\n---\n");
    site.file("content/claims/one.md", REVIEW).file("content/claims/two.md", REVIEW)
}

#[test]
fn all_words_and_links_of_a_review_are_on_its_claims_page() {
    let site = reviewed().build();
    let page = Html::parse_document(&site.page("claims/talks/failed.html"));
    let verdict = page.select(&selector(".verdict")).next().expect("there is a review");
    let words = "What Ada said It was Ada who said so [The letter, p. 4]. See her page, in July.";
    assert!(text(verdict).ends_with(words), "{}", text(verdict));
    let with_address = selector("a[href]");
    let links = verdict.select(&with_address);
    let links: Vec<_> = links.map(|link| (text(link), link.attr("href").unwrap_or_default())).collect();
    let expected = [
        ("The letter", "../../sources/letter.html"),
        ("", "#one-what-ada-said"),
        ("Ada", "../../people/ada.html"),
        ("Ada", "../../people/ada.html"),
        ("The letter", "../../sources/letter.html"),
        ("her page", "../../people/ada.html"),
    ];
    assert_eq!(links, expected.map(|(words, url)| (words.to_owned(), url)));
    assert!(verdict.select(&selector("span.month")).next().is_some());
    assert_eq!(broken_links(&site.pages()), Vec::<String>::new());
}

#[test]
fn pages_list_the_reviews_that_name_and_cite() {
    let site = reviewed().build();
    for page in ["people/ada.html", "sources/letter.html"] {
        let page = Html::parse_document(&site.page(page));
        let quoted = selector(".sentence a");
        let quotes = page.select(&quoted).filter(|quote| text(*quote) == "It was Ada who said so.");
        let urls: Vec<_> = quotes.filter_map(|quote| quote.attr("href")).collect();
        assert_eq!(urls.len(), 2);
        assert!(urls.iter().all(|url| url.starts_with("../claims/talks/failed.html#s-")), "{urls:?}");
    }
}

#[test]
fn a_broken_link_in_a_review_is_found() {
    let site = reviewed().file("content/claims/two.md", REVIEW.replace("people/ada.md", "people/mary.md"));
    site.run(&["check"]).expect(0).says("there is no `people/mary.html` in this site");
}

/// The page of the claim is known only when all names are, and may lie deeper than the name lets one think.
#[test]
fn a_review_names_the_article_of_its_claim_by_any_name() {
    let talks = "---\ntitle: The talks\naliases: [Summit/Talks]\ndate: 2017-07-09\n---\n[They failed]{#failed .claim by=ada}.";
    for name in ["talks", "article:talks", "The Talks", "Summit/Talks"] {
        let review = REVIEW.replace("claim: talks#failed", &format!("claim: \"{name}#failed\""));
        let site = reviewed().file("content/articles/talks.md", talks).file("content/claims/one.md", review);
        let site = site.build();
        let page = Html::parse_document(&site.page("claims/talks/failed.html"));
        let links = page.select(&selector(".verdict a[href='../../people/ada.html']")).count();
        assert_eq!(links, 6, "{name}");
        assert_eq!(broken_links(&site.pages()), Vec::<String>::new());
    }
}
