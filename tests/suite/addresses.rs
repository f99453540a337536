//! Addresses that live on: slugs, dates in the names of files, folders, and what leads on from earlier addresses.

use crate::html::broken_links;
use crate::site::Site;

#[test]
fn a_slug_is_the_end_of_an_address() {
    let site = Site::new()
        .file("annals.toml", "title = \"T\"\nurls = \"clean\"\ndefault_kind = \"page\"\n")
        .file("content/articles/trip.md", "---\ntitle: Trip\ndate: 2020-01-01\nslug: our-trip\n---\n[It rained]{#rain .claim}.\n")
        .file("content/people/ada.md", "---\nname: Ada\nslug: ada-lovelace\n---\n")
        .file("content/Notes/One.md", "---\nslug: first\n---\n[x](../articles/trip.md), [y](/articles/trip.md), [[trip]], [[Ada]], [[trip#rain]].\n")
        .build();
    let note = site.page("pages/Notes/first/index.html");
    assert_eq!(note.matches("href=\"../../../articles/our-trip/\"").count(), 3, "{note}");
    assert!(
        note.contains("href=\"../../../people/ada-lovelace/\"") && note.contains("claims/trip/rain/"),
        "{note}"
    );
    assert!(!site.pages().contains_key("articles/trip/index.html"));
    assert_eq!(broken_links(&site.pages()), Vec::<String>::new());
}

#[test]
fn a_slug_is_a_name_and_two_pages_have_two() {
    let post = |slug: &str| format!("---\ntitle: A\ndate: 2020-01-01\nslug: {slug}\n---\n");
    for slug in ["a/b", "\"..\"", "nul", "\"a:b\""] {
        let site = Site::new().file("content/articles/a.md", post(slug));
        site.run(&["build"])
            .expect(1)
            .says("can't be the last part of an address")
            .says("content/articles/a.md:4:7");
    }
    let site = Site::new().file("content/articles/a.md", post("x")).file("content/articles/x.md", post(""));
    site.run(&["build"]).expect(1).says("two files of the output are called `articles/x.html`");
}

#[test]
fn the_date_in_a_files_name_is_the_articles() {
    let site = Site::new()
        .file("content/articles/2020-02-03-second.md", "---\ntitle: Second\n---\n")
        .file("content/articles/2020-02-04_third/index.md", "---\ntitle: Third\ndate: 2021-05-06\n---\n")
        .file("content/events/2020-02-03-ball.md", "---\nname: Ball\n---\n")
        .article("a", "[x](2020-02-03-second.md), [[second]], [[2020-02-03-second|y]], [[third]], [[2020-02-03-ball]].\n")
        .build();
    assert!(site.page("articles/second.html").contains("3 February 2020"));
    let third = site.page("articles/third.html");
    assert!(third.contains("6 May 2021") && !third.contains("February"), "{third}");
    let page = site.page("articles/a.html");
    assert_eq!(page.matches("href=\"second.html\"").count(), 3, "{page}");
    assert!(site.pages().contains_key("events/2020-02-03-ball.html"));
    assert_eq!(broken_links(&site.pages()), Vec::<String>::new());
}

#[test]
fn a_day_that_is_none_is_told() {
    let site = Site::new().file("content/articles/2020-02-31-x.md", "---\ntitle: X\n---\n");
    site.run(&["build"]).expect(1).says("error[bad-value]").says("content/articles/2020-02-31-x.md:1");
}

#[test]
fn a_kind_may_have_the_content_folder_itself() {
    let site = Site::new()
        .file(
            "annals.toml",
            "title = \"T\"\nbase_url = \"https://example.org/\"\n[kinds.article]\nfolder = \"\"\n",
        )
        .file(
            "content/trip.md",
            "---\ntitle: Trip\ndate: 2020-01-01\n---\n[With [[Ada]]]{#w .claim}. ![x](a.png)\n",
        )
        .file("content/2021/2021-03-04-later.md", "---\ntitle: Later\n---\n[x](../trip.md), [[trip]].\n")
        .file("content/a.png", "picture")
        .file("content/pages/about.md", "---\ntitle: About\n---\n[x](../trip.md)\n")
        .person("ada", "Ada")
        .build();
    for page in [
        "trip.html",
        "later.html",
        "articles.html",
        "people/ada.html",
        "claims/trip/w.html",
        "pages/about.html",
    ] {
        site.page(page);
    }
    assert!(site.page("feed.xml").contains("Later"));
    assert_eq!(broken_links(&site.pages()), Vec::<String>::new());
    let pages = "title = \"T\"\n[kinds.page]\nfolder = \"\"\n";
    let site =
        Site::new().file("annals.toml", pages).file("content/index.md", "---\ntitle: Home\n---\nHello.\n");
    let site = site.file("content/about.md", "---\ntitle: About\n---\n").build();
    assert!(site.page("index.html").contains("Hello.") && site.page("about.html").contains("About"));
    let claims = Site::new().person("ada", "Ada").file("annals.toml", "[kinds.claim]\nfolder = \"\"\n");
    claims.run(&["build"]).expect(1).says("can't be the name of a kind's folder");
}

#[test]
fn earlier_addresses_lead_on() {
    let site = Site::new()
        .file("annals.toml", "title = \"T\"\nurls = \"clean\"\nbase_url = \"https://example.org/news/\"\n")
        .file(
            "content/articles/trip.md",
            "---\ntitle: The \"trip\"\ndate: 2020-01-01\naliases: [/old/trip.html, 2014/12/12/trip, Outing]\nformer: [\"/articles/ausflug/\", \"/caf%C3%A9 au lait\"]\n---\nSee [x](/old/trip.html), [[Outing]].\n",
        )
        .file("content/people/ada.md", "---\nname: Ada\naliases: [/staff/ada/, A/B]\n---\n")
        .article("b", "With [[A/B]].\n");
    let run = site.run(&["build"]).expect(0);
    assert!(!run.stderr.contains("warning["), "{}", run.stderr);
    for (page, to) in [
        ("old/trip.html", "../articles/trip/"),
        ("2014/12/12/trip/index.html", "../../../../articles/trip/"),
        ("articles/ausflug/index.html", "../trip/"),
        ("café au lait/index.html", "../articles/trip/"),
        ("staff/ada/index.html", "../../people/ada/"),
    ] {
        let page = site.page(page);
        assert!(page.contains(&format!("<meta http-equiv=\"refresh\" content=\"0; url={to}\">")), "{page}");
        assert!(page.contains(&format!("<a href=\"{to}\">")) && page.contains("noindex"), "{page}");
    }
    let lines = site.page("_redirects");
    assert!(lines.contains("/news/old/trip.html /news/articles/trip/ 301\n"), "{lines}");
    assert!(lines.contains("/news/caf%C3%A9%20au%20lait/ /news/articles/trip/ 301\n"), "{lines}");
    assert_eq!(lines.lines().count(), 5, "{lines}");
    assert!(!site.page("sitemap.xml").contains("/old/"));
    assert_eq!(broken_links(&site.pages()), Vec::<String>::new());
}

#[test]
fn an_earlier_address_that_another_page_has_is_told() {
    let post =
        |title: &str, former: &str| format!("---\ntitle: {title}\ndate: 2020-01-01\nformer: {former}\n---\n");
    let site = Site::new()
        .file("content/articles/a.md", post("A", "/articles/b.html"))
        .file("content/articles/b.md", post("B", "/articles/b.html"));
    site.run(&["build"])
        .expect(1)
        .says("two files of the output are called `articles/b.html`")
        .says("articles/a.md:4:9");
    for former in ["../../etc/passwd", "/a/nul.html", "\"/a//b\"", "\"/a|b\"", "/"] {
        let site = Site::new().file("content/articles/a.md", post("A", former));
        site.run(&["build"]).expect(1).says("can't be an earlier address").says("articles/a.md:4:");
    }
}

#[test]
fn a_key_that_means_nothing_in_many_files_is_told_once() {
    let post = |n: usize| format!("---\ntitle: Post {n}\ndate: 2020-01-01\ntags: [a]\n---\n");
    let site = (0..12).fold(Site::new(), |site, n| site.file(&format!("content/articles/a{n}.md"), post(n)));
    let site = site.file("content/people/ada.md", "---\nname: Ada\ncolour: red\n---\n");
    let run = site.run(&["build"]).expect(0).says("the key `tags` means nothing here, nor in 11 other files");
    assert_eq!(run.stderr.matches("warning[unknown-key]").count(), 2, "{}", run.stderr);
}
