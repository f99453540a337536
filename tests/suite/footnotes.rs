//! Footnotes and citations: one sequence of notes at the end of a text, with ways back.

use scraper::{ElementRef, Html};

use crate::html::{broken_links, repeated, selector, text};
use crate::site::Site;

const TEXT: &str = "The mill[^saw] burnt [@log, p. 4], and the saw[^saw] with it.\n\n\
    [^saw]: A *saw* mill, says [[Ada]] [@letter].\n\n\
    It was rebuilt[^late] in [1890[^year]](https://example.org/) and \"never\" [@log].\n\n\
    [^late]: Much later.\n\n    In two paragraphs.\n[^year]: Or so.\n[^lost]: Named nowhere.\n";

/// A site in which an article, a person, a page and a review have footnotes.
fn site() -> Site {
    Site::new()
        .article("a", TEXT)
        .article("b", "[It rained]{#rain .claim}.\n")
        .file("content/people/ada.md", format!("---\nname: Ada\n---\n{TEXT}"))
        .file("content/pages/p.md", format!("---\ntitle: P\n---\n{TEXT}"))
        .file("content/pages/index.md", format!("---\ntitle: Home\n---\n{TEXT}"))
        .file(
            "content/claims/one.md",
            "---\nclaim: b#rain\nrating: \"true\"\n---\nIt did[^1].\n\n[^1]: See [@log].\n",
        )
        .file(
            "content/claims/two.md",
            "---\nclaim: b#rain\nrating: \"false\"\n---\nNo[^1].\n\n[^1]: See below.\n",
        )
        .file("content/sources/log.md", "---\ntitle: The log\n---\n")
        .file("content/sources/letter.md", "---\ntitle: The letter\n---\n")
}

/// The numbers in a text, and where they lead.
fn numbers(page: &Html) -> Vec<(String, String)> {
    let links = selector(".text [role=doc-noteref]");
    let attribute = |link: ElementRef<'_>, name: &str| link.attr(name).unwrap_or_default().to_owned();
    page.select(&links).map(|link| (attribute(link, "data-n"), attribute(link, "href"))).collect()
}

#[test]
fn footnotes_and_citations_are_one_sequence_at_the_end() {
    let site = site().build();
    for path in ["articles/a.html", "people/ada.html", "pages/p.html", "index.html"] {
        let page = Html::parse_document(&site.page(path));
        let expected = ["1", "2", "1", "3", "4", "2"].map(|n| (n.to_owned(), format!("#note-{n}")));
        assert_eq!(numbers(&page), expected, "{path}");
        let notes: Vec<_> = page.select(&selector("#section-notes li")).map(text).collect();
        let expected = [
            "A saw mill, says Ada. ↩ ↩",
            "The log p. 4 ↩ ↩",
            "Much later. In two paragraphs. ↩",
            "Or so. ↩",
            "The letter ↩",
            "Named nowhere.",
        ];
        assert_eq!(notes, expected, "{path}");
        let back = selector("#section-notes [role=doc-backlink]");
        let names: Vec<_> = page.select(&back).filter_map(|link| link.attr("aria-label")).collect();
        assert_eq!(names.len(), 7);
        assert_eq!(names[1], "Back to citation 2 of note 1");
        let words = text(page.select(&selector(".text")).next().expect("it has a text"));
        assert!(words.contains("with it. It was rebuilt"), "{words}");
    }
    assert_eq!(broken_links(&site.pages()), Vec::<String>::new());
}

#[test]
fn reviews_on_one_page_have_footnotes_of_their_own() {
    let site = site().build();
    let page = Html::parse_document(&site.page("claims/b/rain.html"));
    let verdicts: Vec<_> = page.select(&selector(".verdict")).map(text).collect();
    assert!(verdicts[0].ends_with("It did. See [The log]. ↩"), "{verdicts:?}");
    assert!(verdicts[1].ends_with("No. See below. ↩"), "{verdicts:?}");
    assert_eq!(repeated(&page), Vec::<&str>::new());
}

#[test]
fn a_footnote_that_is_written_twice_is_told() {
    let site = Site::new().article("a", "One[^1], two.\n\n[^1]: First.\n\n[^1]: Second.\n");
    let run = site.run(&["build"]).expect(1).says("error[duplicate-id]: the footnote `1` is written twice");
    assert!(run.stderr.contains("first written here"), "{}", run.stderr);
}
