//! Big sites: no page is large, and every link on every page leads somewhere, whatever a site holds a lot of.
//!
//! `cargo test --release big -- --nocapture` builds the site in full and prints the largest pages.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use annals::diagnostic::Code;
use annals::load::Snapshot;
use annals::pipeline::{Options, Site};
use rayon::prelude::*;

/// The most that a page may weigh.
const LIMIT: usize = 200_000;
/// The site of the contract is built in full where that is fast: 50,000 mentions of one person, 20,000 people.
const SHARE: usize = if cfg!(debug_assertions) { 10 } else { 1 };
const ARTICLES: usize = 500 / SHARE;
const SENTENCES: usize = 100;
/// The lines of the article that is nothing but claims and facts.
const LINES: usize = 350;
const PEOPLE: usize = 20_000 / SHARE;

/// A site in which one person is named in every sentence, an event has a quarter of all people as participants, a claim
/// is denied by hundreds, and an article is nothing but claims and facts.
fn site() -> Vec<(String, String)> {
    let mut config = "title = \"Big\"\n[entities]\nhub = { kind = \"person\", name = \"Hub\" }\n".to_owned();
    for person in 0..PEOPLE {
        let name = format!("Person {} {person}", ["Ada", "Bo", "Cleo", "Dov"][person % 4]);
        let _ = writeln!(
            config,
            "p{person} = {{ kind = \"person\", name = \"{name}\", summary = \"The person with the number {person} of all.\" }}"
        );
    }
    let mut files = vec![("annals.toml".to_owned(), config)];
    let participants: Vec<_> = (0..PEOPLE / 4).map(|person| format!("p{person}")).collect();
    let event =
        format!("---\nname: Assembly\ndate: 2017-07-07\nparticipants: [{}]\n---\n", participants.join(", "));
    files.push(("content/events/assembly.md".to_owned(), event));
    files.push((
        "content/sources/report.md".to_owned(),
        "---\ntitle: Report\nurl: https://example.org/report\n---\n".to_owned(),
    ));
    for article in 0..ARTICLES {
        let mut text = format!(
            "---\ntitle: Article {article}\ndate: {}-03-04\nsources: [report]\n---\n\n",
            1990 + article * 30 / ARTICLES
        );
        for sentence in 0..SENTENCES {
            let other = (article * SENTENCES + sentence * 7) % PEOPLE;
            let _ = writeln!(
                text,
                "In line {sentence} of these [[hub]] met [[p{other}]], who had come a long way [@report].\n"
            );
        }
        files.push((format!("content/articles/a{article}.md"), text));
    }
    files.push(("content/articles/heavy.md".to_owned(), heavy_article()));
    files
}

/// An article of hundreds of claims that deny the first, and as many facts: its text alone takes more than half a page.
fn heavy_article() -> String {
    let mut text = "---\ntitle: Heavy\ndate: 2020-01-01\nsources: [report]\n---\n\n[It began.]{#first .claim by=hub}\n\n".to_owned();
    for line in 0..LINES {
        let _ = writeln!(
            text,
            "[Person {line} said that it had never begun]{{#c{line} .claim by=p{line} denies=first}}, at [{line} km]{{.fact of=assembly distance=\"{line} km\"}}.\n"
        );
    }
    text
}

/// The targets of a page's links: paths with fragments, as they are written.
fn links(html: &str) -> impl Iterator<Item = &str> {
    let links = html.split(" href=\"").skip(1).chain(html.split(" src=\"").skip(1));
    links.filter_map(|rest| rest.split('"').next())
}

fn ids(html: &str) -> BTreeSet<&str> {
    html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The path that a relative link leads to, and its fragment.
fn resolve(from: &str, link: &str) -> (String, Option<String>) {
    let (path, fragment) =
        link.split_once('#').map_or((link, None), |(path, id)| (path, Some(id.to_owned())));
    if path.is_empty() {
        return (from.to_owned(), fragment);
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part)
        }
    }
    (parts.join("/"), fragment)
}

#[test]
fn no_page_is_large_and_every_link_leads_somewhere() {
    let properties = "\n[properties.distance]\ndatatype = \"number\"\nof = [\"event\"]\n";
    let mut files = site();
    files[0].1.push_str(properties);
    let session = Site::of(Snapshot::from_memory(files), Options::default());
    let paths: BTreeSet<&str> = session.paths().collect();
    let told = |path: &&&str| !path.starts_with("people/p") || path.ends_with("0.html");
    let shown: Vec<&str> = paths.iter().filter(told).copied().collect();
    let pages: BTreeMap<&str, String> = shown
        .par_iter()
        .map(|path| (*path, String::from_utf8(session.page(path).unwrap().unwrap().into_owned()).unwrap()))
        .collect();
    let mut sizes: Vec<_> = pages.iter().map(|(path, html)| (html.len(), path)).collect();
    sizes.sort_unstable();
    println!(
        "{} of {} pages, the largest: {:?}",
        sizes.len(),
        paths.len(),
        sizes.iter().rev().take(3).collect::<Vec<_>>()
    );
    let large: Vec<_> =
        pages.iter().filter(|(_, html)| html.len() > LIMIT).map(|(path, html)| (path, html.len())).collect();
    assert!(large.is_empty(), "pages above {LIMIT} bytes: {large:?}");
    assert!(paths.iter().filter(|path| path.starts_with("people/hub/mentions-")).count() > 10);
    let anchors: BTreeMap<&str, BTreeSet<&str>> =
        pages.iter().map(|(path, html)| (*path, ids(html))).collect();
    let broken: Vec<_> = pages
        .par_iter()
        .flat_map_iter(|(path, html)| links(html).map(move |link| (path, link)))
        .filter(|(_, link)| !link.contains("://"))
        .filter(|(path, link)| {
            let (target, fragment) = resolve(path, link);
            let is_asset = matches!(&*target, "annals.css" | "favicon.svg" | "annals.js");
            let found = fragment.is_none_or(|id| anchors.get(&*target).is_none_or(|ids| ids.contains(&*id)));
            !(is_asset || paths.contains(&*target) && found)
        })
        .collect();
    assert!(broken.is_empty(), "{} broken links, such as {:?}", broken.len(), broken.first());
}

/// Templates of a site that show all that the theme does, thrice.
fn thrice() -> impl Iterator<Item = (String, String)> {
    let templates = ["article", "person", "event", "source", "list", "more", "claim"].into_iter();
    templates.map(|name| {
        let main = "{% block main %}{{ super() }}{{ super() }}{{ super() }}{% endblock main %}";
        let text = format!("{{% extends \"annals/{name}.html\" %}}\n{main}\n");
        (format!("templates/{name}.html"), text)
    })
}

#[test]
fn no_page_is_large_with_templates_of_the_sites_own() {
    let mut files = site();
    files[0].1.push_str("\n[properties.distance]\ndatatype = \"number\"\nof = [\"event\"]\n");
    files.extend(thrice());
    let session = Site::of(Snapshot::from_memory(files), Options::default());
    let paths: Vec<_> = session.paths().filter(|path| !path.starts_with("people/p")).collect();
    let sizes = paths.par_iter().map(|path| (page(&session, path).len(), *path));
    // The text of one article is too long for any page that shows it thrice.
    let large: Vec<_> =
        sizes.filter(|(size, path)| *size > LIMIT && *path != "articles/heavy.html").collect();
    assert!(large.is_empty(), "pages above {LIMIT} bytes: {large:?}");
    assert!(paths.len() > 100, "{paths:?}");
}

/// A site of one article with so many lines, each of which holds a claim, a fact, a name and a citation.
fn dense_site(lines: usize) -> Site {
    let mut config =
        "title = \"Dense\"\n[properties.distance]\ndatatype = \"number\"\nof = [\"event\"]\n[entities]\n"
            .to_owned();
    config.push_str("race = { kind = \"event\", name = \"The race\" }\n");
    let mut text = "---\ntitle: Dense\ndate: 2020-01-01\n---\n\n[It began.]{#first .claim}\n\n".to_owned();
    for line in 0..lines {
        let _ = writeln!(
            config,
            "p{line} = {{ kind = \"person\", name = \"Person {line}\", summary = \"A runner.\" }}"
        );
        let _ = writeln!(config, "s{line} = {{ kind = \"source\", name = \"Report {line}\" }}");
        let said = format!("[[[p{line}|Person {line}]] said no]{{#c{line} .claim by=p{line} denies=first}}");
        let fact = format!("[{line} km]{{.fact of=race distance=\"{line} km\"}}");
        let _ = writeln!(text, "{said} at {fact} [@s{line}].\n");
    }
    let files = [("annals.toml", config), ("content/articles/dense.md", text)];
    Site::of(Snapshot::from_memory(files), Options::default())
}

fn page(session: &Site, path: &str) -> String {
    let bytes = session.page(path).unwrap().unwrap_or_else(|| panic!("{path} is missing"));
    String::from_utf8(bytes.into_owned()).unwrap()
}

/// The article of a dense site, and its further pages, by their paths.
fn dense_pages(session: &Site) -> BTreeMap<String, String> {
    let paths = session.paths().filter(|path| path.starts_with("articles/dense"));
    paths.map(|path| (path.to_owned(), page(session, path))).collect()
}

/// Every list of an article is whole on its pages, and every link among them leads somewhere.
fn nothing_is_lost(pages: &BTreeMap<String, String>, lines: usize) {
    let between = |start: &str, end: &str| -> BTreeSet<String> {
        let parts = pages.values().flat_map(|html| html.split(start).skip(1));
        parts.filter_map(|part| part.split(end).next().map(str::to_owned)).collect()
    };
    let claims = between("<p class=\"words\"><a href=\"", "\">");
    let facts = between("<tr", "</tr>");
    let names = between("<li data-summary=\"A runner.\"><a href=\"", " <span class=\"count\">");
    let names: BTreeSet<_> = names.iter().filter_map(|name| name.split('>').nth(1)).collect();
    let notes = between("<li id=\"note-", "\"");
    for line in 0..lines {
        let claim = format!("claims/dense/c{line}.html");
        assert!(["../", "../../"].iter().any(|up| claims.contains(&format!("{up}{claim}"))), "{claim}");
        let fact = format!(">{line} km<");
        assert!(facts.iter().any(|found| found.contains(&fact)), "{fact}");
        assert!(names.contains(&*format!("Person {line}</a")), "person {line}");
        assert!(notes.contains(&*format!("{}", line + 1)), "note {}", line + 1);
    }
    let anchors: BTreeMap<&str, BTreeSet<&str>> =
        pages.iter().map(|(path, html)| (&**path, ids(html))).collect();
    for (path, html) in pages {
        for link in links(html) {
            let (target, fragment) = resolve(path, link);
            let lost = |id| anchors.get(&*target).is_some_and(|ids| !ids.contains(id));
            assert!(!fragment.as_deref().is_some_and(lost), "{path}: {link} leads nowhere");
        }
    }
}

fn finding(session: &Site) -> Option<&str> {
    let found = session.findings().iter().find(|finding| finding.code == Code::LargePage);
    found.map(|finding| &*finding.message)
}

#[test]
fn the_lists_of_an_article_are_whole_where_its_page_has_room() {
    let session = dense_site(45);
    let pages = dense_pages(&session);
    assert_eq!(pages.keys().collect::<Vec<_>>(), ["articles/dense.html"]);
    nothing_is_lost(&pages, 45);
}

#[test]
fn the_lists_of_an_article_go_on_where_its_page_has_none() {
    // 250 claims, 250 facts, 250 names and 250 notes.
    let session = dense_site(250);
    let pages = dense_pages(&session);
    for (path, html) in &pages {
        assert!(html.len() <= LIMIT, "{path} has {} bytes", html.len());
    }
    assert!(
        pages["articles/dense.html"].len() > LIMIT * 2 / 3,
        "there is room for more on the article's own page"
    );
    for list in ["claims", "facts", "names", "notes"] {
        assert!(pages.contains_key(&format!("articles/dense/{list}-2.html")), "{list}: {:?}", pages.keys());
    }
    nothing_is_lost(&pages, 250);
    assert_eq!(finding(&session), None);
}

#[test]
fn a_text_that_no_page_holds_is_told() {
    // 800 claims and 800 facts: the text alone is more than a page.
    let session = dense_site(800);
    let pages = dense_pages(&session);
    nothing_is_lost(&pages, 800);
    let size = pages["articles/dense.html"].len().div_ceil(1000);
    let message = format!("`articles/dense.html` has {size} KB, and no page should have more than 200");
    assert_eq!(finding(&session), Some(&*message));
    let large: Vec<_> = pages.iter().filter(|(_, html)| html.len() > LIMIT).map(|(path, _)| path).collect();
    assert_eq!(large, ["articles/dense.html"]);
}

#[test]
fn what_a_page_leaves_out_is_on_its_further_pages() {
    let session = Site::of(Snapshot::from_memory(site()), Options::default());
    let text_of = |prefix: &str| -> String {
        let mut paths: Vec<_> = session.paths().filter(|path| path.starts_with(prefix)).collect();
        paths.sort_unstable();
        let bytes = |path: &&str| session.page(path).unwrap().unwrap().into_owned();
        paths.iter().map(|path| String::from_utf8(bytes(path)).unwrap()).collect()
    };
    let hub = text_of("people/hub");
    let (before, together) = hub.split_once("<ul class=\"together\">").unwrap();
    let (_, after) = together.split_once("</ul>").unwrap();
    let sentences = |html: &str| html.matches("<blockquote class=\"sentence\">").count();
    assert_eq!(sentences(before) + sentences(after), ARTICLES * SENTENCES, "every mention is quoted once");
    let event = text_of("events/assembly");
    for person in (0..PEOPLE / 4).step_by(97) {
        assert!(
            event.contains(&format!(">Person {} {person}<", ["Ada", "Bo", "Cleo", "Dov"][person % 4])),
            "{person}"
        );
    }
    let article = text_of("articles/heavy");
    for line in 0..LINES {
        let claim = format!("heavy/c{line}.html");
        assert!(article.contains(&claim), "{claim} is neither listed nor linked");
    }
}
