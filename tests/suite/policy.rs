//! What pages may hold and load: raw HTML, `[policy]`, and what the author is told.

use std::collections::HashMap;

use annals::load::Snapshot;
use annals::pipeline::{Options, Site};

const PATH: &str = "content/articles/a.md";

/// A site with one article.
fn site(config: &str, text: &str) -> Site {
    let config = format!("base_url = \"https://news.example/\"\n{config}");
    let article = format!("---\ntitle: A\ndate: 2020-01-01\n---\n{text}\n");
    let files = [("annals.toml", &*config), (PATH, &*article), ("content/articles/mill.png", "picture")];
    Site::of(Snapshot::from_memory(files), Options::default())
}

/// The findings of a site: code, line below the front matter, message and help.
fn found(site: &Site) -> Vec<(&'static str, usize, String)> {
    let findings = site.findings().iter().map(|it| {
        let line = site.files().get(it.primary.file).position(it.primary.span.start).line;
        (it.code.as_str(), line.saturating_sub(4), format!("{} ({})", it.message, it.help.join(" ")))
    });
    findings.collect()
}

fn page(site: &Site, path: &str) -> String {
    String::from_utf8(site.page(path).unwrap().unwrap().into_owned()).unwrap()
}

/// What the article becomes: the HTML of its text.
fn text_of(site: &Site) -> String {
    let page = page(site, "articles/a.html");
    let (_, text) = page.split_once("<div class=\"text\">").unwrap_or_else(|| panic!("{page}"));
    text.split("</article>").next().unwrap().split("\n\n</div>").next().unwrap().trim().to_owned()
}

fn shown(text: &str) -> String {
    text_of(&site("", text))
}

#[test]
fn html_that_shows_words_stays_where_it_stands() {
    for text in [
        "Water is H<sub>2</sub>O, it is <math><mi>E</mi><mo>=</mo><msup><mi>m</mi><mn>2</mn></msup></math> there.",
        "<math><semantics><mspace width=\"1em\"/><annotation encoding=\"TeX\">E</annotation></semantics></math>",
        "<a name=\"old\"></a> <b>A <i>b</i></b> <span class=\"x\" data-y=\"1\" aria-label=\"z\">c</span><br>",
        "<table><tr><td>one<td>two</table>",
        "<ul><li>one<li>two</ul>",
        "<details open=\"\"><summary>More</summary>\n<p>Words</p>\n</details>",
        "<picture><source srcset=\"mill.png 1x, mill.png 2x\"><img src=\"mill.png\" alt=\"a &lt; b\"></picture>",
    ] {
        let site = site("", text);
        assert_eq!(found(&site), [], "{text}");
        assert!(page(&site, "articles/a.html").contains(text), "{text}: {}", shown(text));
    }
    for (text, html) in [
        ("<ABBR TITLE='a \"b\"'>x</Abbr>", "<abbr title=\"a &quot;b&quot;\">x</abbr>"),
        (
            "<a href=\"https://e.example/\">x</a>",
            "<a href=\"https://e.example/\" rel=\"noopener noreferrer\">x</a>",
        ),
        ("<div>\n\n*x*\n\n</div>", "<div>\n<p><em>x</em></p>\n</div>"),
        ("<noscript><b>x</b></noscript>", "<b>x</b>"),
        ("<!-- no --><b>x<!-- <i> --></b>", "<b>x</b>"),
        ("x</b></div></p>", "x"),
        ("> <div>\n\n</div>\n\nx", "<p>x</p>"),
    ] {
        assert!(shown(text).contains(html), "{text}: {}", shown(text));
    }
}

#[test]
fn html_that_a_page_may_not_hold_goes_with_a_word() {
    for (text, name, setting) in [
        ("<iframe src=\"https://v.example/7\"></iframe>", "`<iframe>`", "`frames = [\"https://v.example\"]`"),
        ("<iframe src=\"//v.example:8/7\">", "`<iframe>`", "`frames = [\"https://v.example:8\"]`"),
        ("<iframe src=\"chart.html\"></iframe>", "`<iframe>`", "`frames = [\"self\"]`"),
        ("<iframe srcdoc=\"<script>evil()</script>\"></iframe>", "`<iframe>`", "`frames"),
        (
            "<video src=\"https://v.example/7.mp4\">words</video>",
            "`<video>`",
            "`media = [\"https://v.example\"]`",
        ),
        ("<audio><source src=\"a.ogg\"></audio>", "`<audio>`", "`media = [\"self\"]`"),
        (
            "<script src=\"https://s.example/evil.js\"></script>",
            "`<script>`",
            "`scripts = [\"https://s.example\"]`",
        ),
        ("<script>evil()</script>", "`<script>`", "`scripts = [\"self\"]`"),
        ("<SCRIPT>evil()</SCRIPT >", "`<script>`", "`scripts = [\"self\"]`"),
        ("<object data=\"x.swf\"></object>", "`<object>`", "`frames`"),
        ("<embed src=\"x.swf\">", "`<embed>`", "`frames`"),
        ("<style>evil{}</style>", "`<style>`", "style sheet"),
        ("<form action=\"https://f.example\"></form>", "`<form>`", "no setting"),
        ("<input name=\"x\">", "`<input>`", "no setting"),
        ("<svg><script>evil()</script><path d=\"evil\"/></svg>", "`<svg>`", "picture"),
        ("<template><b>evil</b></template>", "`<template>`", "&lt;template>"),
        (
            "<link rel=\"stylesheet\" href=\"https://c.example/evil.css\">",
            "`<link>`",
            "`templates/base.html`",
        ),
        ("<meta http-equiv=\"refresh\" content=\"0; evil\">", "`<meta>`", "`templates/base.html`"),
        ("<base href=\"https://b.example/\">", "`<base>`", "`templates/base.html`"),
        ("<b onclick=\"evil()\">x</b>", "`onclick` of `<b>`", "`scripts`"),
        ("<b style=\"background: url(https://evil.example)\">x</b>", "`style` of `<b>`", "class"),
        ("<a href=\"javascript:evil()\">x</a>", "`javascript:` address of `<a>`", "`https:`"),
        ("<a href=\" jav&#x61;script&colon;evil()\">x</a>", "`javascript:` address of `<a>`", "`https:`"),
        ("<a href=\"java\nscript:evil()\">x</a>", "`javascript:` address of `<a>`", "`https:`"),
        ("<img src=\"data:text/html,evil\" alt=\"x\">", "`data:` address of `<img>`", "`https:`"),
        ("<blink>x</blink>", "`<blink>`", "`&lt;blink>`"),
        ("<b>x", "`<b>`", "`</b>`"),
    ] {
        for (text, line) in [
            (format!("x\n\n{text}\n\nx"), 3),
            (format!("One {text} two."), 1),
            (format!("- one\n\n  > {text}"), 3),
        ] {
            let site = site("", &text);
            let found = found(&site);
            let is_told = |(code, at, message): &&(&str, usize, String)| {
                *code == "removed-html" && *at == line && message.contains(name) && message.contains(setting)
            };
            assert!(found.iter().any(|it| is_told(&it)), "{text}: {found:?}");
            let html = text_of(&site);
            for wrong in [
                "evil",
                "<iframe",
                "<object",
                "<embed",
                "<style",
                "<form",
                "<svg",
                "<template",
                "javascript:",
                "onclick",
            ] {
                assert!(!html.contains(wrong), "{text}: {html}");
            }
        }
    }
}

#[test]
fn every_kind_of_file_is_told_what_was_removed() {
    let review = "---\nclaim: a#c\nrating: false\nrating_value: 1\nbest: 5\nreviewed: 2020-02-01\nreviewer: Ada\n---\n";
    let html = "<iframe src=\"https://v.example/7\"></iframe>\n\n![x](https://p.example/x.png)\n";
    let person = format!("---\nname: Ada\n---\n{html}");
    let (page, review) = (format!("# About\n\n{html}"), format!("{review}{html}"));
    let files = [
        (PATH, "---\ntitle: A\ndate: 2020-01-01\n---\n[It is so]{#c .claim by=ada}.\n"),
        ("content/people/ada.md", &*person),
        ("content/pages/about.md", &page),
        ("content/claims/review.md", &review),
    ];
    let site = Site::of(Snapshot::from_memory(files), Options::default());
    let mut counts: HashMap<&str, usize> = HashMap::new();
    found(&site).iter().for_each(|(code, ..)| *counts.entry(code).or_default() += 1);
    assert_eq!(
        (counts.get("removed-html"), counts.get("blocked-resource")),
        (Some(&3), Some(&3)),
        "{counts:?}"
    );
}

#[test]
fn the_picture_of_a_front_matter_is_loaded_as_any_other() {
    let of = |config: &str, image: &str| {
        let article = format!("---\ntitle: A\ndate: 2020-01-01\nimage: {image}\n---\nText.\n");
        let files = [("annals.toml", config), (PATH, &*article), ("content/articles/mill.png", "picture")];
        let site = Site::of(Snapshot::from_memory(files), Options::default());
        found(&site).iter().map(|(code, line, _)| (*code, *line)).collect::<Vec<_>>()
    };
    assert_eq!(of("", "https://p.example/x.png"), [("blocked-resource", 0)]);
    assert_eq!(of("[policy]\nimages = [\"https://p.example\"]\n", "https://p.example/x.png"), []);
    assert_eq!(of("", "mill.png"), []);
    assert_eq!(of("", "mlil.png"), [("broken-link", 0)]);
}

#[test]
fn every_picture_of_raw_html_is_looked_for() {
    for text in [
        "<img src=\"mill.png\" srcset=\"mill.png, gone.png 2x\">",
        "<picture><source srcset=\"gone.png 1x\"><img src=\"mill.png\"></picture>",
        "<video src=\"mill.png\" poster=\"gone.png\"></video>",
    ] {
        let found = found(&site("[policy]\nmedia = [\"self\"]\n", text));
        let codes: Vec<_> = found.iter().map(|(code, line, _)| (*code, *line)).collect();
        assert_eq!(codes, [("broken-link", 1)], "{text}: {found:?}");
    }
}

#[test]
fn a_picture_of_another_host_is_a_finding_unless_the_policy_has_it() {
    let images = "[policy]\nimages = [\"https://p.example\", \"https://*.q.example:*\"]\n";
    for text in [
        "![x](https://p.example/x.png)",
        "![x](//p.example/x.png)",
        "[![x](https://p.example/x.png)](https://p.example)",
        "<img src=\"https://p.example/x.png\">",
        "<figure><img src=https://a.q.example:99/x.png></figure>",
        "<img src=\"mill.png\" srcset=\"mill.png, https://p.example/x.png 2x\">",
        "<picture><source srcset=\"https://p.example/x,y.webp 1x\"><img src=\"mill.png\"></picture>",
        "![x][p]\n\n[p]: https://p.example/x.png",
    ] {
        let blocked = found(&site("", text));
        let codes: Vec<_> = blocked.iter().map(|(code, line, _)| (*code, *line)).collect();
        assert_eq!(codes, [("blocked-resource", 1)], "{text}");
        assert!(blocked[0].2.contains("`images = [\"https://"), "{blocked:?}");
        assert_eq!(found(&site(images, text)), [], "{text}");
    }
    for text in [
        "![x](mill.png)",
        "![x](https://news.example/articles/mill.png)",
        "<img src=\"data:image/gif;base64,AA\">",
    ] {
        assert_eq!(found(&site("", text)), [], "{text}");
    }
    let others = "![x](http://p.example/x.png) ![x](https://p.example:8/x.png) ![x](https://q.example/x.png)";
    assert_eq!(found(&site(images, others)).len(), 3);
}

#[test]
fn the_policy_is_the_same_in_pages_headers_and_html() {
    let config = "[policy]\nimages = \"https://p.example\"\nframes = [\"https://*.v.example\"]\nmedia = [\"self\"]\n\
                  scripts = [\"https://s.example:8443\"]\nconnect = [\"wss://c.example\"]\n";
    let text = "<iframe src=\"https://www.v.example/7\" title=\"The fire\" onload=\"evil()\">evil</iframe>\n\n\
                <video controls src=\"mill.png\">[file](mill.png)</video>\n\n\
                <script async src=\"https://s.example:8443/w.js\">evil()</script>\n";
    let site = site(config, text);
    let codes: Vec<_> = found(&site).into_iter().map(|(_, line, message)| (line, message)).collect();
    assert!(matches!(&codes[..], [(1, message)] if message.contains("`onload`")), "{codes:?}");
    let (html, headers) = (page(&site, "articles/a.html"), page(&site, "_headers"));
    for part in [
        "img-src 'self' data: https://p.example;",
        "frame-src https://*.v.example;",
        "media-src 'self';",
        "script-src 'self' 'wasm-unsafe-eval' https://s.example:8443;",
        "connect-src 'self' wss://c.example;",
    ] {
        assert!(html.contains(part) && headers.contains(part), "{part}\n{headers}");
    }
    for part in [
        "<iframe src=\"https://www.v.example/7\" title=\"The fire\"></iframe>",
        "<video controls=\"\" src=\"mill.png\">",
        "<script async=\"\" src=\"https://s.example:8443/w.js\"></script>",
    ] {
        assert!(html.contains(part), "{part}\n{}", text_of(&site));
    }
    assert!(!html.contains("evil"));
}

#[test]
fn a_sites_own_headers_go_before_the_ones_that_are_made() {
    let files = [("static/_headers", "/*\n  X-Own: yes\n")];
    let site = Site::of(Snapshot::from_memory(files), Options::default());
    assert_eq!(page(&site, "_headers"), files[0].1);
    assert_eq!(found(&site), []);
}

#[test]
fn an_address_of_mail_is_a_link_to_write_to() {
    let text = "Write to <jane@example.org>, or [to him](mailto:bob@example.org).";
    let site = site("", text);
    assert_eq!(found(&site), []);
    let html = page(&site, "articles/a.html");
    for part in
        ["<a href=\"mailto:jane@example.org\">jane@example.org</a>", "href=\"mailto:bob@example.org\""]
    {
        assert!(html.contains(part), "{html}");
    }
}

#[test]
fn an_anchor_by_name_is_one() {
    let both = "<a name=\"x\" id=\"x\"></a> <a name=\"y\"></a> [x](#x) [y](#y)";
    assert_eq!(found(&site("", both)), []);
    let codes = |text: &str| found(&site("", text)).into_iter().map(|(code, ..)| code).collect::<Vec<_>>();
    assert_eq!(codes("<a name=\"x\"></a> [y](#y)"), ["broken-link"]);
    assert_eq!(codes("<a name=\"x\"></a> <a id=\"x\"></a>"), ["duplicate-id"]);
}

/// Ammonia is another program's opinion of what a page may hold: it finds nothing more to take out.
#[test]
fn another_cleaner_finds_nothing_more_to_remove() {
    let mut judge = ammonia::Builder::default();
    judge
        .add_tags(["big", "picture", "section", "source", "address"])
        .add_generic_attributes(["class", "dir", "id", "role"]);
    judge.add_tag_attributes("img", ["srcset", "sizes"]).add_tag_attributes("a", ["name"]);
    for text in [
        "<b/onmouseover=evil()>x</b>",
        "<img src=x onerror=evil()//>",
        "<img \"\"\"><script>evil()</script>\">",
        "<a href=\"\u{1}javascript:evil()\">x</a>",
        "<a title='\"><img src=x onerror=evil()>'>x</a>",
        "<p title=\"</p><script>evil()</script>\">",
        "<div><svg><style><img src=x onerror=evil()></style></svg></div>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=evil()&gt;\">",
        "<noscript><p title=\"</noscript><img src=x onerror=evil()>\"></noscript>",
        "<textarea><img title=\"</textarea><img src=x onerror=evil()>\"></textarea>",
        "<!--><img src=x onerror=evil()>-->",
        "<![CDATA[<img src=x onerror=evil()>]]>",
        "<scr<script>ipt>evil()</scr</script>ipt>",
        "<img src=\"x\" <script>evil()</script>",
        "<a =\"><b onclick=evil()>x</b>",
    ] {
        for text in [text.to_owned(), format!("One {text} two."), format!("<div>\n{text}\n</div>")] {
            let shown = shown(&text);
            let judged = judge.clean(&shown).to_string();
            for wrong in ["evil()>", "onerror=", "onclick=", "<script", "javascript:"] {
                let is_same = shown.matches(wrong).count() == judged.matches(wrong).count();
                assert!(is_same, "{text}\n{shown}\n{judged}");
            }
        }
    }
}

#[test]
fn every_address_of_a_front_matter_passes_one_check() {
    let told = |kind: &str, line: &str| {
        let text = format!("---\nname: Ada\ntitle: Ada\ndate: 2020-01-01\n{line}\n---\n");
        let path = format!("content/{kind}/ada.md");
        let site = Site::of(Snapshot::from_memory([(&*path, &*text)]), Options::default());
        let found =
            site.findings().iter().filter(|it| matches!(it.code.as_str(), "bad-value" | "broken-link"));
        found.map(|it| it.code.as_str()).collect::<Vec<_>>()
    };
    for line in [
        "same_as: javascript:evil()",
        "same_as: [\"wikidata:Q7\", \"data:text/html,evil\"]",
        "same_as: \"https://example.org/\\\"onclick\"",
        "same_as: \"wikidata:../evil\"",
        "same_as: www.example.org",
        "image: javascript:evil()",
        "image: \"java\\tscript:evil()\"",
        "website: javascript:evil()",
    ] {
        assert_eq!(told("people", line), ["bad-value"], "{line}");
    }
    assert_eq!(told("articles", "license: \"javascript:evil()\""), ["bad-value"]);
    assert_eq!(told("articles", "image: missing.png"), ["broken-link"]);
    for line in
        ["same_as: wikidata:Q7259", "same_as: https://example.org/a", "image: https://example.org/a.png"]
    {
        assert_eq!(told("people", line), [""; 0], "{line}");
    }
    for license in
        ["CC BY 4.0", "\"Crown copyright: reuse allowed\"", "https://creativecommons.org/licenses/by/4.0/"]
    {
        assert_eq!(told("articles", &format!("license: {license}")), [""; 0], "{license}");
    }
}
