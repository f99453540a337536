//! What a site publishes as data: the setting `[export]`, the files of `data/`, the page that tells of them, and the links to them.
//!
//! Input: sites that publish. Output: every file is what `annals export` writes, and every page leads to what is of it.

use std::collections::{BTreeMap, BTreeSet};

use annals::config::Format;
use scraper::Html;

use crate::html::{broken_links, resolve, selector};
use crate::linked_data::{BASE, Vocabulary, data, session};
use crate::site::{Site, exports, tree};

/// A site that publishes the facts in these formats.
fn publishing(formats: &str, more: &str) -> Site {
    let text = "[[Ada]] was born [in 1815]{.fact of=ada born=1815}. [[Bob]] says [it rains]{.claim by=bob #rains}[@report].\n";
    let config = format!(
        "title = \"The Record\"\n{more}\n[export]\npublish = {formats}\nlicense = \"https://license.example/by\"\n"
    );
    let site = Site::new()
        .person("ada", "Ada")
        .person("bob", "Bob")
        .article("art", text)
        .article("other", "Words.\n");
    let site = site.file("content/claims/rains.md", "---\nclaim: art#rains\nrating: False\n---\nNo.\n");
    site.file("content/sources/report.md", "---\ntitle: Report\n---\n").file("annals.toml", config)
}

/// Every format, as `annals.toml` lists them.
fn all() -> String {
    let names: Vec<_> = Format::ALL.iter().map(|format| format.as_str()).collect();
    format!("{names:?}")
}

/// The files of the output in `data/`.
fn published(site: &Site) -> BTreeMap<String, Vec<u8>> {
    let mut files = tree(&site.output().join("data"));
    files.remove("index.html");
    files
}

#[test]
fn a_site_publishes_what_export_writes() {
    let site = publishing(&all(), "");
    site.run(&["build", "--base-url", BASE]).expect(0);
    let mut files = published(&site);
    for format in Format::ALL {
        site.run(&["export", format.as_str(), "--base-url", BASE, "-o", "exported"]).expect(0);
        let exported = match site.path("exported").is_file() {
            true => {
                BTreeMap::from([(String::new(), std::fs::read(site.path("exported")).expect("it is there"))])
            }
            false => tree(&site.path("exported")),
        };
        for (name, bytes) in exported {
            let name = if name.is_empty() { format.file("") } else { name };
            let path = format.path(&name);
            let written = files.remove(path.strip_prefix("data/").expect("it is data"));
            assert!(written == Some(bytes), "{path} is other than exported");
        }
        let _ = std::fs::remove_file(site.path("exported"))
            .or_else(|_| std::fs::remove_dir_all(site.path("exported")));
    }
    assert_eq!(files.keys().collect::<Vec<_>>(), Vec::<&String>::new(), "nothing else is there");
}

/// The addresses and types of the data that a page's head leads to.
fn alternates(site: &Site, path: &str) -> BTreeSet<(String, String)> {
    let (page, link) = (Html::parse_document(&site.page(path)), selector("link[rel=alternate]"));
    let links = page
        .select(&link)
        .filter_map(|link| Some((resolve(path, link.attr("href")?), link.attr("type")?.to_owned())));
    links.filter(|(file, _)| file.starts_with("data/")).collect()
}

#[test]
fn every_page_leads_to_the_data_and_an_article_to_its_own() {
    for (urls, article, index) in
        [("flat", "articles/art.html", "data.html"), ("clean", "articles/art/index.html", "data/index.html")]
    {
        let site = publishing(&all(), &format!("urls = \"{urls}\""));
        site.run(&["build", "--base-url", BASE]).expect(0);
        let files = site.pages();
        assert_eq!(broken_links(&files), Vec::<String>::new());
        let whole = alternates(&site, "index.html");
        assert!(whole.contains(&("data/facts.sqlite".into(), "application/vnd.sqlite3".into())), "{whole:?}");
        let own: BTreeSet<_> = alternates(&site, article).difference(&whole).cloned().collect();
        let wanted = [
            ("data/annotations/art.jsonld".to_owned(), "application/ld+json".to_owned()),
            ("data/tei/art.xml".to_owned(), "application/tei+xml".to_owned()),
        ];
        assert_eq!(own, BTreeSet::from(wanted));
        let listed = alternates(&site, index);
        assert!(
            listed.is_superset(&whole) && listed.contains(&("data/csv/claims.csv".into(), "text/csv".into()))
        );
        for (file, _) in whole.iter().chain(&own).chain(&listed) {
            assert!(files.contains_key(file), "{file} is not there");
        }
        let annotations = site.page("data/annotations/art.jsonld");
        assert!(
            annotations.contains(&format!("\"id\": \"{BASE}data/annotations/art.jsonld\"")),
            "{annotations}"
        );
    }
}

#[test]
fn the_page_of_data_says_what_each_file_is() {
    let site = publishing(&all(), "");
    site.run(&["build", "--base-url", BASE]).expect(0);
    let page = site.page("data.html");
    for said in [
        "https://license.example/by",
        "Version: 1.0",
        "JSON Lines",
        "<dt>Articles</dt><dd>2</dd>",
        "A file for each article",
    ] {
        assert!(page.contains(said), "{said} is missing in {page}");
    }
    let linked: BTreeSet<_> = Html::parse_document(&page)
        .select(&selector("main a[type]"))
        .filter_map(|link| link.attr("href").map(str::to_owned))
        .collect();
    let files = published(&site).into_keys().map(|path| format!("data/{path}"));
    let files: BTreeSet<_> =
        files.filter(|path| !path.contains("/annotations/") && !path.contains("/tei/")).collect();
    assert_eq!(linked, files, "each file is there to take");
    let about = data(&page).expect("the page has data");
    assert_eq!(
        (&about["@type"], &about["license"]),
        (&"Dataset".into(), &"https://license.example/by".into())
    );
    let download = &about["distribution"][0];
    assert_eq!(download["contentUrl"], format!("{BASE}data/facts.json"));
    Vocabulary::read().check("data.html", &about);
    assert!(site.page("llms.txt").contains(&format!("{BASE}data.html")));
}

#[test]
fn a_site_that_publishes_nothing_has_nothing_of_it() {
    let site = publishing("[]", "").build();
    assert_eq!(published(&site), BTreeMap::new());
    assert!(!site.pages().contains_key("data.html") && !site.page("index.html").contains("data.html"));
}

#[test]
fn a_build_after_a_change_writes_the_data_that_changed_and_equals_a_clean_one() {
    let site = publishing(&all(), "");
    let build = || site.run(&["build", "--base-url", BASE]).expect(0);
    build();
    site.backdate();
    build();
    assert_eq!(site.written(), Vec::<String>::new());
    let other = site.path("content/articles/other.md");
    let text = std::fs::read_to_string(&other).expect("it is there");
    std::fs::write(&other, text.replace("Words.", "Other words.")).expect("it can be written");
    build();
    let written = site.written();
    let is_written = |path: &str| written.iter().any(|it| it == path);
    assert!(is_written("data/facts.sqlite") && is_written("data/tei/other.xml"), "{written:?}");
    assert!(!is_written("data/tei/art.xml") && !is_written("data/jsonl/claims.jsonl"), "{written:?}");
    let incremental = site.pages();
    std::fs::remove_dir_all(site.output()).expect("it is there");
    build();
    assert!(incremental == site.pages(), "another site than a clean build makes");
    let config = std::fs::read_to_string(site.path("annals.toml")).expect("it is there");
    site.write("annals.toml", config.replace(&all(), "[\"csv\"]").as_bytes());
    build();
    assert!(published(&site).keys().all(|path| path.starts_with("csv/")), "what is no longer published goes");
}

#[test]
fn a_server_shows_the_same_data() {
    let site = publishing(&all(), "");
    site.run(&["build", "--base-url", BASE]).expect(0);
    let session = session(&site);
    for (path, bytes) in published(&site) {
        let shown = session.page(&format!("data/{path}")).expect("it can be made");
        assert!(shown.as_deref() == Some(&*bytes), "{path}");
    }
}

#[test]
fn a_format_that_there_is_not_is_told_with_all_that_there_are() {
    let site = publishing("[\"jsonl\", \"sqlit\"]", "");
    let run =
        site.run(&["check"]).expect(1).says("there is no format `sqlit`").says("did you mean `sqlite`?");
    let run = run.says("the formats are `json`, `jsonl`, `csv`, `sqlite`, `turtle`");
    run.says("annals.toml:4:");
}

#[test]
fn without_an_address_what_needs_one_is_left_out_and_told() {
    let site = publishing("[\"tei\", \"json\"]", "");
    site.run(&["build"]).expect(0).says("`tei` names everything by its address").says("base_url");
    assert_eq!(published(&site).into_keys().collect::<Vec<_>>(), ["facts.json"]);
    assert!(!site.page("data.html").contains("TEI"));
}

#[test]
fn a_file_of_the_site_in_the_place_of_data_is_told() {
    let site = publishing("[\"json\"]", "").file("static/data/facts.json", "{}");
    site.run(&["check"]).expect(1).says("two files of the output are called `data/facts.json`");
    let site = publishing("[\"json\"]", "").article("link", "[All facts](/data/facts.json)\n");
    site.run(&["check", "--deny", "warnings"]).expect(0);
}

/// As on a full disk: nothing writes more than 1,024 bytes into a file.
#[cfg(unix)]
#[test]
fn an_export_that_fails_leaves_what_was_there() {
    let site = publishing("[]", "");
    site.write("facts.json", b"mine");
    let before = tree(&site.path("."));
    let mut command = std::process::Command::new("sh");
    let script = "trap '' XFSZ; ulimit -f 2; exec \"$0\" export json -o facts.json";
    command.args(["-c", script, env!("CARGO_BIN_EXE_annals")]).current_dir(site.path("."));
    crate::site::Run::from(command.output().expect("there is a shell")).expect(2).says("can't write");
    assert_eq!(tree(&site.path(".")), before);
    site.run(&["export", "json", "-o", "facts.json"]).expect(0);
    let after = tree(&site.path("."));
    assert!(after["facts.json"].len() > 1024 && after.keys().eq(before.keys()));
}

#[test]
fn exports_are_the_same_bytes_whatever_the_threads() {
    let site = publishing(&all(), "");
    let session = session(&site);
    let of = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("there are threads");
        let formats = [Format::JsonLines, Format::Csv, Format::Turtle, Format::Tei, Format::Annotations];
        pool.install(|| formats.map(|format| exports(&session, format)))
    };
    assert_eq!(of(1), of(4));
}
