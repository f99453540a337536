//! Feeds and sitemaps that every program can read, and the times in them.

use std::path::Path;

use annals::load::Snapshot;
use annals::pipeline::{Options, Site};
use serde_json::Value;

use crate::linked_data::{BASE, sites};
use crate::memory::{Checked, check};
use crate::python::python;

const CONFIG: (&str, &str) = ("annals.toml", "title = \"T\\u0001\"\nbase_url = \"https://example.org/\"\n");

fn site(files: &[(&str, &str)]) -> Site {
    Site::of(Snapshot::from_memory(files.iter().copied()), Options::default())
}

fn page(site: &Site, path: &str) -> String {
    String::from_utf8(site.page(path).unwrap().unwrap().into_owned()).unwrap()
}

/// The feed of a site with these articles, each a date and a text; it can be parsed.
fn feed(articles: &[(&str, &str)]) -> String {
    let texts = articles.iter().enumerate().map(|(number, (date, text))| {
        let path = format!("content/articles/a{number}.md");
        (path, format!("---\ntitle: \"A\\x08{number}\"\n{date}\ndescription: \"S\\x0b\"\n---\n{text}\n"))
    });
    let texts: Vec<_> = texts.collect();
    let files = texts.iter().map(|(path, text)| (&**path, &**text));
    let files: Vec<_> = [CONFIG].into_iter().chain(files).collect();
    let site = site(&files);
    for path in ["feed.xml", "sitemap.xml"] {
        let xml = page(&site, path);
        roxmltree::Document::parse(&xml).unwrap_or_else(|error| panic!("{path}: {error}\n{xml}"));
    }
    json_feed(&site, "feed.json");
    page(&site, "feed.xml")
}

/// A feed in JSON, which has all that the format requires.
fn json_feed(site: &Site, path: &str) -> Value {
    let json = page(site, path);
    let feed: Value = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{path}: {error}\n{json}"));
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(feed["feed_url"], format!("https://example.org/{path}"));
    assert!(feed["title"].is_string() && feed["home_page_url"].is_string());
    for item in feed["items"].as_array().unwrap() {
        assert!(item["id"].is_string() && item["content_html"].is_string(), "{item}");
        assert_eq!(item["id"], item["url"]);
        item["date_published"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
        item["date_modified"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    }
    feed
}

/// When the feed and its entries were changed.
fn updated(dates: &[&str]) -> Vec<String> {
    let articles: Vec<_> = dates.iter().map(|date| (*date, "Text.")).collect();
    let feed = feed(&articles);
    let feed = roxmltree::Document::parse(&feed).unwrap();
    let times =
        feed.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/2005/Atom", "updated")));
    times.map(|time| time.text().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_feed_can_be_parsed_whatever_a_text_holds() {
    let text = "It rained\u{8} in\u{1b}[1m May\u{b}. \u{fffe} ]]> &#8; <b>\u{c}</b> `\u{1f}`";
    let feed = feed(&[("date: 2020-01-01", text)]);
    assert!(feed.contains("It rained in[1m May. "), "{feed}");
    feed.chars().for_each(|c| assert!(!c.is_control() || c == '\n', "{c:?}"));
}

#[test]
fn a_feed_has_the_time_of_its_last_change() {
    assert_eq!(updated(&[]), ["1970-01-01T00:00:00Z"]);
    assert_eq!(updated(&["date: 185X"])[0], "1850-01-01T00:00:00Z");
    assert_eq!(updated(&["date: ../1850"]), ["1970-01-01T00:00:00Z"]);
    // By the time on the wall the first is later, and in truth the second.
    let zones = ["date: 2020-01-06T10:30:00+0200", "date: 2020-01-06 09:00:00.000 Z"];
    assert_eq!(updated(&zones)[0], "2020-01-06T09:00:00Z");
    // A day alone begins before the hour at which the article came out.
    let same_day = "date: 2020-01-06T10:30Z\nupdated: 2020-01-06";
    assert_eq!(updated(&[same_day]), ["2020-01-06T10:30:00Z", "2020-01-06T10:30:00Z"]);
    // Other programs would refuse the second after 59, and a shift without minutes.
    assert_eq!(updated(&["date: 2016-12-31T23:59:60+02"])[0], "2016-12-31T23:59:59+02:00");
}

#[test]
fn times_of_other_programs_are_read_in_both_notations() {
    let times =
        ["2020-01-05T10:00:00.000Z", "2020-01-05T10:00Z", "2020-01-05 10:00:00 +0000", "2020-01-05T10:00"];
    let yaml = times.map(|time| format!("---\ntitle: A\ndate: {time}\n---\nText.\n"));
    let toml = times.map(|time| format!("+++\ntitle = \"A\"\ndate = \"{time}\"\n+++\nText.\n"));
    let bare = ["2020-01-05T10:00:00.000Z", "2020-01-05 10:00:00", "2020-01-05T10:00:00.5+02:00"]
        .map(|time| format!("+++\ntitle = \"A\"\ndate = {time}\n+++\nText.\n"));
    for text in yaml.iter().chain(&toml).chain(&bare) {
        let site = site(&[CONFIG, ("content/articles/a.md", text)]);
        let html = page(&site, "articles/a.html");
        assert!(html.contains("5 January 2020, 10:00"), "{text}");
    }
}

#[test]
fn a_time_that_no_clock_shows_is_an_error() {
    for time in ["2020-01-05T25:00:00Z", "2020-01-05 99:99", "2020-01-05T10:60", "2020-01-05T10:00:00+9900"] {
        let text = format!("---\ntitle: A\ndate: {time}\n---\nText.\n");
        let Checked { diagnostics, .. } = check([("content/articles/a.md", &*text)]);
        let messages: Vec<_> = diagnostics.iter().map(|it| (it.code.as_str(), &*it.message)).collect();
        let is_told = |(code, message): &(&str, &str)| *code == "bad-value" && message.contains(time);
        assert!(messages.iter().any(is_told), "{messages:?}");
    }
}

#[test]
fn both_feeds_of_somebody_say_the_same() {
    let site = site(&[
        CONFIG,
        ("content/people/ada.md", "---\nname: Ada \"the\" \\\n---\n"),
        (
            "content/articles/old.md",
            "---\ntitle: Old\ndate: 2020-01-01\nauthors: [Ada, Bob]\n---\nBy [[ada]] & all.\n",
        ),
        (
            "content/articles/new.md",
            "---\ntitle: New\ndate: 2021-01-01\nsummary: Short\n---\nNo. It is [[ada]].\n",
        ),
        ("content/articles/none.md", "---\ntitle: None\ndate: 2022-01-01\n---\nNobody.\n"),
    ]);
    let (all, of_ada) = (json_feed(&site, "feed.json"), json_feed(&site, "people/ada/feed.json"));
    let titles = |feed: &Value| -> Vec<String> {
        feed["items"].as_array().unwrap().iter().map(|it| it["title"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(
        (titles(&all), titles(&of_ada)),
        (vec!["None".into(), "New".into(), "Old".into()], vec!["New".into(), "Old".into()])
    );
    assert_eq!(of_ada["items"][0]["summary"], "Short");
    assert_eq!(all["items"][2]["authors"][1]["name"], "Bob");
    let person = page(&site, "people/ada.html");
    for link in ["type=\"application/feed+json\"", "href=\"ada/feed.json\"", "href=\"../feed.json\""] {
        assert!(person.contains(link), "{link} in {person}");
    }
}

#[test]
fn the_addresses_in_json_feed_count_from_nowhere() {
    let text = "[x](b.md \"t\") ![p](p.png) a href=\"x\" < b `<a href=\"y\">` [c](https://other.example/?a=1&b) <a href='b.md'>z</a> [[Ada]]";
    let ada = ("content/people/ada.md", "---\nname: Ada\n---\n");
    let b = ("content/articles/b.md", "---\ntitle: B\ndate: 2019\n---\nB.\n");
    let a = format!("---\ntitle: A\ndate: 2020-01-01\n---\n{text}\n");
    let site = site(&[CONFIG, ada, b, ("content/articles/a.md", &a), ("content/articles/p.png", "p")]);
    let html = json_feed(&site, "feed.json")["items"][0]["content_html"].as_str().unwrap().to_owned();
    for part in [
        "<a href=\"https://example.org/articles/b.html\" title=\"t\">x</a>",
        "<img src=\"https://example.org/articles/p.png\" alt=\"p\" />",
        "a href=\"x\" &lt; b <code>&lt;a href=\"y\"&gt;</code>",
        "href=\"https://other.example/?a=1&amp;b\"",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn the_sitemap_tells_when_a_page_was_changed_and_not_when_the_news_was_new() {
    let article = |front: &str| format!("---\ntitle: A\ndate: 1912-04-16\n{front}---\nText.\n");
    let corrections =
        "updated: 2020-01-02\ncorrections:\n- {date: 2021-03-04, text: No}\n- {date: 2019-01-01, text: So}\n";
    let (old, new) = (article(""), article(corrections));
    let site = site(&[CONFIG, ("content/articles/old.md", &old), ("content/articles/new.md", &new)]);
    let sitemap = page(&site, "sitemap.xml");
    assert!(sitemap.contains("<url><loc>https://example.org/articles/old.html</loc></url>"), "{sitemap}");
    assert!(sitemap.contains("articles/new.html</loc><lastmod>2021-03-04</lastmod></url>"), "{sitemap}");
}

#[test]
fn language_models_are_told_what_the_site_is() {
    let config =
        "title = \"The [Record]\"\ndescription = \"Old news.\"\nbase_url = \"https://example.org/\"\n";
    let article =
        "---\ntitle: \"It [rained]\"\ndate: 2020\nsummary: \"A wet\\nday.\"\n---\nRain on [[Ada]].\n";
    let ada = ("content/people/ada.md", "---\nname: Ada\nborn: 1815\n---\n");
    let about = ("content/pages/about.md", "---\ntitle: About us\n---\nWe.\n");
    let files = [("annals.toml", config), ("content/articles/a.md", article), ada, about];
    let llms = page(&site(&files), "llms.txt");
    assert!(llms.starts_with("# The [Record]\n\n> Old news.\n\n"), "{llms}");
    for line in [
        "- [People](https://example.org/people.html)",
        "- [About us](https://example.org/pages/about.html)",
        "- [It \\[rained\\]](https://example.org/articles/a.html): A wet day.",
        "(https://example.org/feed.json)",
        "(https://example.org/sitemap.xml)",
        "(https://example.org/vocabulary.html)",
    ] {
        assert!(llms.contains(line), "{line} in {llms}");
    }
    let own = [files[0], files[1], files[2], ("static/llms.txt", "Mine.\n")];
    assert_eq!(page(&site(&own), "llms.txt"), "Mine.\n");
}

/// Reads the feeds and sitemaps in the output of a site.
pub fn others_read_feeds(output: &Path) {
    let Some(counts) = python("feeds.py", &[&output.display().to_string()], "") else { return };
    let counts: Value = serde_json::from_str(&counts).unwrap();
    assert!(counts["atom"].as_u64() > Some(1) && counts["sitemaps"].as_u64() >= Some(1), "{counts}");
    assert_eq!(counts["atom"], counts["json"]);
}

#[test]
fn other_programs_read_every_feed_and_sitemap() {
    for site in sites() {
        site.run(&["build", "--base-url", BASE]).expect(0);
        others_read_feeds(&site.output());
    }
}
