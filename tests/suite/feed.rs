//! Feeds and sitemaps that every program can read, and the times in them.

use annals::load::Snapshot;
use annals::pipeline::{Options, Site};

use crate::memory::{Checked, check};

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
    page(&site, "feed.xml")
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
