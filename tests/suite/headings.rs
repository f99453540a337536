//! Headings: their ids, what leads to them, and the table of contents of a long text.

use crate::html::{broken_links, repeated, selector};
use crate::site::Site;
use scraper::Html;

/// The `id`s of the headings of a page's text.
fn ids(page: &str) -> Vec<String> {
    let page = Html::parse_document(page);
    let headings = selector(".text :is(h1, h2, h3, h4, h5, h6)");
    page.select(&headings).filter_map(|heading| heading.attr("id").map(str::to_owned)).collect()
}

#[test]
fn a_heading_has_the_id_that_github_gives_it_or_its_own() {
    let text = "## Early life\n\n## Early *life*\n\n## Early life {#youth}\n\n### A & B: `code`?\n\nSetext {#set}\n---\n\n\
                ## Frühe Jahre\n\n## 早年\n\n## ???\n\n## Words {not one}\n\n## [The meeting]{#meeting .anchor} in {#brackets} ##\n\n\
                ## Meeting\n";
    let site = Site::new().article("a", text);
    let run = site.run(&["build"]).expect(0);
    assert!(!run.stderr.contains("warning[") && !run.stderr.contains("error["), "{}", run.stderr);
    let page = site.page("articles/a.html");
    let expected = [
        "early-life",
        "early-life-1",
        "youth",
        "a--b-code",
        "set",
        "frühe-jahre",
        "早年",
        "section",
        "words-not-one",
        "brackets",
        "meeting-1",
    ];
    assert_eq!(ids(&page), expected);
    let shown = crate::html::words(
        &Html::parse_document(&page).select(&selector("#youth")).flat_map(|it| it.text()).collect::<String>(),
    );
    assert_eq!(shown, "Early life");
    assert!(page.contains("<a class=\"anchor\" href=\"#youth\" aria-label=\"Link to “Early life”\"></a>"));
}

#[test]
fn no_heading_has_the_id_of_a_part_of_its_page() {
    let mut text = String::from("[It rained]{#rain .claim}, a note[^1] says.\n\n[^1]: Here.\n\n");
    for words in [
        "Content",
        "Keys",
        "Section notes",
        "Section claims",
        "Card rain",
        "Note 1",
        "Rain",
        "Show keys",
        "Query",
    ] {
        text += &format!("## {words}\n\n");
    }
    let site = Site::new()
        .article("a", &text)
        .person("ada", "Ada")
        .file("content/pages/p.md", format!("---\ntitle: P\n---\n{text}"));
    site.run(&["build"]).expect(0);
    for path in ["articles/a.html", "pages/p.html"] {
        let page = site.page(path);
        assert_eq!(ids(&page).len(), 9);
        assert_eq!(repeated(&Html::parse_document(&page)), Vec::<&str>::new(), "{path}");
    }
}

#[test]
fn headings_are_linked_from_their_own_text_and_from_others() {
    let site = Site::new()
        .article("a", "## Early life\n\n[Up](#early-life), [[#Early life|up]], [[#Early Life]].\n\n## Late {#end}\n\n### Very late\n")
        .article(
            "b",
            "[x](a.md#early-life), [[a#Early life|youth]], [[Article a#end|end]], [[a#Late|end]], [[a#Late#Very late|most]].\n",
        )
        .file("content/pages/garden.md", "# The Garden\n\n## Roses and thorns\n")
        .file("content/pages/home.md", "---\ntitle: Home\n---\n[[garden#Roses and thorns|roses]], [[The Garden#The Garden|top]], [x](garden.md#the-garden), [y](garden.md#Roses%20and%20thorns).\n");
    let run = site.run(&["build"]).expect(0);
    assert!(!run.stderr.contains("warning[") && !run.stderr.contains("error["), "{}", run.stderr);
    let own = site.page("articles/a.html");
    assert!(own.contains("href=\"a.html#early-life\">up</a>"), "{own}");
    let page = site.page("articles/b.html");
    for link in
        ["a.html#early-life\">youth", "a.html#end\">end", "a.html#very-late\">most", "a.html#early-life\">x"]
    {
        assert!(page.contains(&format!("href=\"{link}</a>")), "{link}");
    }
    let page = site.page("pages/home.html");
    assert!(page.contains("href=\"garden.html#roses-and-thorns\">roses</a>"));
    assert!(page.contains("href=\"garden.html#the-garden\">top</a>"));
    assert!(page.contains("href=\"garden.html#roses-and-thorns\">y</a>"));
    assert_eq!(broken_links(&site.pages()), Vec::<String>::new());
}

#[test]
fn a_heading_that_is_not_there_is_told_with_the_one_that_was_meant() {
    let site = Site::new()
        .article("a", "## Early life\n")
        .article("b", "[[a#Erly life]], [[a#^block]], [x](a.md#early-live).\n");
    let run = site.run(&["build"]).expect(0);
    for (place, help) in [
        ("`a` has no heading `Erly life`", "did you mean `early-life`?"),
        ("`a` has no heading `^block`", "to link to the page alone, write `[[a]]`"),
        ("`articles/a.html` has no anchor `early-live`", "did you mean `early-life`?"),
    ] {
        let found = run.stderr.split("\n\n").find(|it| it.contains(place)).expect(place);
        assert!(found.starts_with("warning[broken-link]") && found.contains(help), "{found}");
    }
}

#[test]
fn a_long_text_has_a_table_of_contents() {
    let four = "## One\n\n### Two {#deux}\n\n## *Three* & more\n\n## Four\n";
    let site = Site::new().article("short", four).article("long", &format!("{four}\n## Five\n"));
    site.run(&["build"]).expect(0);
    assert!(!site.page("articles/short.html").contains("class=\"contents\""));
    let page = Html::parse_document(&site.page("articles/long.html"));
    let links = selector(".contents a");
    let links =
        page.select(&links).map(|link| (link.attr("href").unwrap_or_default(), crate::html::text(link)));
    let links: Vec<_> = links.map(|(to, words)| format!("{to} {words}")).collect();
    assert_eq!(links, ["#one One", "#deux Two", "#three--more Three & more", "#four Four", "#five Five"]);
}
