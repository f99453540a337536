//! What a newsroom needs besides: pictures, corrections, registers by surname, pages of authors.

use scraper::Html;

use crate::html::{broken_links, selector, text};
use crate::site::Site;

const BASE: &str = "title = \"T\"\nbase_url = \"https://example.org/\"\n";

fn data(page: &str) -> serde_json::Value {
    let page = Html::parse_document(page);
    let script = selector("script[type=\"application/ld+json\"]");
    let script = page.select(&script).next().expect("there is data");
    serde_json::from_str(&script.text().collect::<String>()).expect("it is JSON")
}

#[test]
fn a_picture_stands_on_the_page_and_in_what_networks_show() {
    let image = "image: {src: ../mill.jpg, alt: A mill, caption: \"The mill, burning\", credit: Ann Pell}";
    let site = Site::new()
        .file("annals.toml", BASE)
        .file("content/articles/a.md", format!("---\ntitle: A\ndate: 2020-01-01\n{image}\n---\n[[Ada]].\n"))
        .file("content/people/ada.md", "---\nname: Ada\nimage: ada.jpg\n---\n")
        .file("content/mill.jpg", "picture")
        .file("content/people/ada.jpg", "picture")
        .build();
    let page = site.page("articles/a.html");
    assert!(page.contains("<img src=\"../mill.jpg\" alt=\"A mill\">"), "{page}");
    assert!(page.contains("<meta property=\"og:image\" content=\"https://example.org/mill.jpg\">"));
    assert!(page.contains("<meta property=\"og:image:alt\" content=\"A mill\">"));
    let caption = Html::parse_document(&page).select(&selector("figcaption")).map(text).collect::<Vec<_>>();
    assert_eq!(caption, ["The mill, burning Picture: Ann Pell"]);
    let image = &data(&page)["image"];
    assert_eq!(image["url"], "https://example.org/mill.jpg");
    assert_eq!((&image["caption"], &image["creditText"]), (&"The mill, burning".into(), &"Ann Pell".into()));
    let person = site.page("people/ada.html");
    assert!(person.contains("<img src=\"ada.jpg\" alt=\"Ada\">"), "{person}");
    assert_eq!(data(&person)["image"], "https://example.org/people/ada.jpg");
    assert_eq!(broken_links(&site.pages()), Vec::<String>::new());
}

#[test]
fn a_picture_without_an_address_is_told() {
    for (image, says) in [
        ("{alt: A mill}", "this picture has no `src`"),
        ("{src: a.jpg, altt: A mill}", "the key `altt` means nothing here"),
        ("mill.jpg", "there is no `articles/mill.jpg` in this site"),
        ("{src: mill.jpg}", "there is no `articles/mill.jpg` in this site"),
    ] {
        let text = format!("---\ntitle: A\ndate: 2020-01-01\nimage: {image}\n---\n");
        let run = Site::new().file("content/articles/a.md", text).run(&["check"]).says(says);
        assert!(run.stderr.contains("content/articles/a.md:4:"), "{}", run.stderr);
    }
}

#[test]
fn corrections_stand_below_an_article() {
    let corrections = "corrections:\n- {date: 2020-01-02, text: \"It was *Tuesday*.\"}\n- {date: 2020-02, text: Not Ada.}\n- {text: A slip.}\n";
    let article = format!("---\ntitle: A\ndate: 2020-01-01\n{corrections}---\nText.\n");
    let site = Site::new().file("content/articles/a.md", &article).build();
    let page = site.page("articles/a.html");
    let shown = Html::parse_document(&page);
    let shown: Vec<_> = shown.select(&selector("#section-corrections li")).map(text).collect();
    assert_eq!(shown, ["February 2020: Not Ada.", "2 January 2020: It was *Tuesday*.", "A slip."]);
    assert_eq!(data(&page)["correction"][0]["datePublished"], "2020-01-02");
    for (key, says) in [
        ("corrections: yes", "a list of `{date: …, text: …}`"),
        ("corrections: [{date: 2020-01-02}]", "this correction has no `text`"),
        ("corrections: [{date: soon, text: x}]", "bad-value"),
    ] {
        let text = format!("---\ntitle: A\ndate: 2020-01-01\n{key}\n---\n");
        Site::new().file("content/articles/a.md", text).run(&["check"]).expect(1).says(says);
    }
    let person = Site::new().file("content/people/a.md", "---\nname: A\ncorrections: [{text: x}]\n---\n");
    person.run(&["check"]).expect(1).says("only an article has `corrections`");
}

#[test]
fn a_line_of_time_has_whole_names_or_is_none() {
    let picture = |name: &str| {
        let event = |id: &str, name: &str, start: u32, end: u32| {
            format!(
                "{id} = {{ kind = \"event\", name = \"{name}\", start = \"{start}\", end = \"{end}\", participants = \"ada\" }}\n"
            )
        };
        let events = event("one", "The long war", 1900, 1910) + &event("two", name, 1904, 1906);
        let site = Site::new()
            .file(
                "annals.toml",
                format!("[entities]\nada = {{ kind = \"person\", name = \"Ada\" }}\n{events}"),
            )
            .file("content/articles/a.md", "---\ntitle: A\ndate: 2020-01-01\n---\n[[Ada]].\n")
            .build();
        let page = Html::parse_document(&site.page("people/ada.html"));
        page.select(&selector(".picture text")).map(text).collect::<Vec<_>>()
    };
    let name = "The second siege of the lower town";
    assert_eq!(picture(name)[..2], ["The long war", name]);
    assert_eq!(picture(&name.repeat(3)), Vec::<String>::new());
}

/// A site in which an article quotes an archived text, and a draft as well.
fn quoting(text: &str) -> Site {
    let article = |more: &str, quoted: &str| {
        format!(
            "---\ntitle: A\ndate: 2020-01-01\n{more}---\nShe said “[{quoted}]{{.quote #q source=talk}}”.\n"
        )
    };
    Site::new()
        .file("content/sources/talk.md", "---\ntitle: Talk\ntext: talk.txt\n---\n")
        .file("content/sources/talk.txt", text)
        .file("content/articles/a.md", article("", "we came late … and left"))
        .file("content/articles/b.md", article("draft: true\n", "A secret"))
        .build()
}

#[test]
fn an_archived_text_is_shown_with_what_is_quoted_from_it() {
    let site = quoting("A secret & more.\n\nThat day we came\nlate, I fear, and left early.\n");
    let source = Html::parse_document(&site.page("sources/talk.html"));
    let link = source.select(&selector(".read-archive a")).next().expect("the source leads to its text");
    assert_eq!(link.value().attr("href"), Some("talk/archive-2.html"));
    let page = Html::parse_document(&site.page("sources/talk/archive-2.html"));
    let shown = |selectors: &str| page.select(&selector(selectors)).map(text).collect::<Vec<_>>();
    assert_eq!(
        shown(".archive p")[1..],
        ["A secret & more.", "That day we came late, I fear, and left early."]
    );
    assert_eq!(shown(".archive mark"), ["we came late", "and left"]);
    let link = page.select(&selector("mark a")).next().and_then(|link| link.value().attr("href"));
    assert!(link.is_some_and(|link| link.starts_with("../../articles/a.html#s-")), "{link:?}");
    assert_eq!(broken_links(&site.pages()), Vec::<String>::new());
}

#[test]
fn a_long_archived_text_is_divided() {
    let text = "<b> & so on, ".repeat(40_000) + "we came late and left.";
    let site = quoting(&text);
    let pages = site.pages();
    let parts: Vec<_> = pages.iter().filter(|(path, _)| path.starts_with("sources/talk/archive-")).collect();
    assert!(parts.len() > 5 && parts.iter().all(|(_, page)| page.len() < 200_000), "{}", parts.len());
    let words = parts.iter().map(|(_, page)| String::from_utf8_lossy(page).matches("so on").count());
    assert_eq!(words.sum::<usize>(), 40_000);
}

#[test]
fn what_somebody_said_is_not_quoted_again() {
    let article = "---\ntitle: A\ndate: 2020-01-01\n---\n[[Ada]] met [[Bo]]. [[Bo]] said [the mill burned]{.claim by=ada}. [[Ada]] left.\n";
    let people = "[entities]\nada = { kind = \"person\", name = \"Ada\" }\nbo = { kind = \"person\", name = \"Bo\" }\n";
    let said = article.replace("[[Bo]] said", "[[Ada]] said");
    let site = Site::new().file("annals.toml", people).file("content/articles/a.md", said).build();
    let page = Html::parse_document(&site.page("people/ada.html"));
    let shown = |selectors: &str| page.select(&selector(selectors)).map(text).collect::<Vec<_>>();
    assert_eq!(shown(".mentions blockquote"), ["Ada met Bo.", "Ada left."]);
    assert_eq!(shown(".mentions .note"), ["3 mentions"]);
    assert_eq!(shown(".claims .words a:first-child"), ["the mill burned"]);
    let other = Html::parse_document(&site.page("people/bo.html"));
    assert_eq!(
        other.select(&selector(".mentions blockquote")).map(text).collect::<Vec<_>>(),
        ["Ada met Bo."]
    );
}

#[test]
fn a_template_of_the_site_may_walk_what_the_theme_shows_ready() {
    let person = "{% for it in entity.together %}{{ it.name }}: {{ it.count }}. {% endfor %}\
                  {% for group in entity.mentions %}{% for quote in group.quotes %}{{ quote.html | safe }}{% endfor %}{% endfor %}";
    let article = "{% for group in article.entities %}{% for it in group.entities %}{{ it.name }}: {{ it.count }}. {% endfor %}{% endfor %}\
                   {{ article.claims[0].claims[0].sentence.html | safe }}";
    let source =
        "{% for quote in entity.citations %}{{ quote.html | safe }} {{ quote.document.title }}{% endfor %}";
    let site = Site::new()
        .file("annals.toml", "[entities]\nada = { kind = \"person\", name = \"Ada\" }\nbo = { kind = \"person\", name = \"Bo\" }\n")
        .file("content/sources/diary.md", "---\ntitle: A diary\n---\n")
        .article("a", "[[Ada]] met [[Bo]] [@diary]. [She left]{.claim by=ada}.\n")
        .file("templates/person.html", person)
        .file("templates/article.html", article)
        .file("templates/source.html", source)
        .build();
    assert_eq!(site.page("people/ada.html").trim(), "Bo: 1. <b>Ada</b> met Bo.");
    assert_eq!(site.page("articles/a.html").trim(), "Ada: 1. Bo: 1. <b>She left</b>.");
    assert!(site.page("sources/diary.html").starts_with("Ada met Bo"), "{}", site.page("sources/diary.html"));
}

#[test]
fn what_an_infobox_has_is_not_told_again_below() {
    let claims = "The mayor said [the fire lasted [two hours]{.fact of=fire duration=PT2H}]{.claim by=bo at=fire}, and that [it was a shame]{.claim by=bo at=fire}.";
    let site = Site::new()
        .file("annals.toml", "[entities]\nbo = { kind = \"person\", name = \"Bo\" }\n")
        .file("content/events/fire.md", "---\nname: The fire\nparticipants: {id: bo, role: mayor}\n---\n")
        .file("content/articles/a.md", format!("---\ntitle: A\ndate: 2020-01-01\n---\n{claims}\n"))
        .build();
    let page = Html::parse_document(&site.page("events/fire.html"));
    let shown = |selectors: &str| page.select(&selector(selectors)).map(text).collect::<Vec<_>>();
    assert_eq!(shown(".claims .words a:first-child"), ["it was a shame"]);
    let values = shown(".infobox dd").join("|");
    assert!(values.contains("2 hours according to Bo") && values.contains("Bo, mayor"), "{values}");
}

#[test]
fn a_short_register_is_one_run_and_tells_namesakes_apart() {
    let person =
        |id: &str, years: &str| format!("{id} = {{ kind = \"person\", name = \"John Roe\"{years} }}\n");
    let people = person("a", ", born = 1820, died = 1891") + &person("b", ", born = 1946") + &person("c", "");
    let other = "d = { kind = \"person\", name = \"Ann Poe\", born = 1900 }\n";
    let site = Site::new()
        .file("annals.toml", format!("[entities]\n{people}{other}"))
        .file("content/articles/a.md", "---\ntitle: A\ndate: 2020-01-01\n---\n")
        .build();
    let page = Html::parse_document(&site.page("people.html"));
    let shown = |selectors: &str| page.select(&selector(selectors)).map(text).collect::<Vec<_>>();
    assert_eq!(shown(".names li"), ["Ann Poe", "John Roe (1820–1891)", "John Roe (1946–)", "John Roe"]);
    assert_eq!(shown(".index h2, .jump"), Vec::<String>::new());
}

#[test]
fn a_register_lists_people_by_surname_or_as_they_say() {
    let people = [
        ("p1", "Zoe Abbott", ""),
        ("p2", "Ludwig van Beethoven", ""),
        ("p3", "Adam Zoll Jr.", ""),
        ("p4", "Walter Imber", "sort: Ember, Walter\n"),
        ("p5", "Владимир Путин", ""),
        ("p6", "Hana", ""),
    ];
    let site = people.iter().fold(Site::new(), |site, (id, name, sort)| {
        site.file(&format!("content/people/{id}.md"), format!("---\nname: {name}\n{sort}---\n"))
    });
    let site = site.file("content/organizations/x.md", "---\nname: Zoll Brothers\n---\n").build();
    let page = Html::parse_document(&site.page("people.html"));
    let listed: Vec<_> = page.select(&selector(".names a")).map(text).collect();
    let expected =
        ["Zoe Abbott", "Walter Imber", "Hana", "Ludwig van Beethoven", "Adam Zoll Jr.", "Владимир Путин"];
    assert_eq!(listed, expected);
    let letters: Vec<_> = page.select(&selector("[id^=g-]")).filter_map(|it| it.attr("id")).collect();
    assert_eq!(letters, ["g-a", "g-e", "g-h", "g-v", "g-z", "g-п"]);
}

#[test]
fn whoever_wrote_published_or_reviewed_has_a_list_of_it() {
    let site = Site::new()
        .file("content/people/pell.md", "---\nname: Ann Pell\n---\n")
        .file("content/organizations/news.md", "---\nname: The News\n---\n")
        .file(
            "content/articles/dry.md",
            "---\ntitle: The dry summer\ndate: 2020-01-01\nauthors: [pell, A Guest]\npublisher: news\n---\n[It rained]{#rain .claim}.\n",
        )
        .file("content/articles/wet.md", "---\ntitle: The wet summer\ndate: 2021-01-01\nauthors: pell\n---\nRain.\n")
        .file("content/sources/diary.md", "---\ntitle: A diary\nauthors: pell\npublished: 2019\n---\n")
        .file(
            "content/claims/rain.md",
            "---\nclaim: dry#rain\nrating: \"true\"\nreviewer: pell\nreviewed: 2020-06-01\n---\n",
        );
    let run = site.run(&["build"]).expect(0);
    assert!(!run.stderr.contains("orphan-entity"), "{}", run.stderr);
    let works = |page: &str| {
        let page = Html::parse_document(&site.page(page));
        page.select(&selector(".works li")).map(text).collect::<Vec<_>>()
    };
    let expected = [
        "1 January 2021 The wet summer (written)",
        "1 June 2020 Review of “It rained” (reviewed)",
        "1 January 2020 The dry summer (written)",
        "2019 A diary (written)",
    ];
    assert_eq!(works("people/pell.html"), expected);
    assert_eq!(works("organizations/news.html"), ["1 January 2020 The dry summer (published)"]);
    let byline = site.page("articles/dry.html");
    assert!(byline.contains("href=\"../people/pell.html\">Ann Pell</a>"), "{byline}");
    assert_eq!(broken_links(&site.pages()), Vec::<String>::new());
}

#[test]
fn an_archived_text_is_linked() {
    let site = Site::new()
        .file("content/sources/talk.md", "---\ntitle: Talk\ntext: ../texts/the talk.txt\n---\n")
        .file("content/texts/the talk.txt", "We came late.\n")
        .file("content/sources/old.md", "---\ntitle: Old\ntext: /static/old.txt\n---\n")
        .file("static/old.txt", "Long ago.\n")
        .article("a", "She came late [@talk; @old].\n")
        .build();
    assert!(site.page("sources/talk.html").contains("href=\"../texts/the%20talk.txt\">"));
    assert!(site.page("sources/old.html").contains("href=\"../old.txt\">"));
    assert_eq!(broken_links(&site.pages()), Vec::<String>::new());
}

#[test]
fn texts_in_several_languages_lead_to_each_other() {
    let article = |language: &str, others: &str| {
        format!(
            "---\ntitle: In {language}\ndate: 2020-01-01\nlanguage: {language}\ntranslations: {others}\n---\nText.\n"
        )
    };
    let site = Site::new()
        .file("annals.toml", BASE)
        .file("content/articles/en.md", article("en", "[de, nn]"))
        .file("content/articles/de.md", article("de", "[]"))
        .file("content/articles/nn.md", article("nn", "[]"))
        .build();
    for (id, others) in [("en", ["Deutsch", "nn"]), ("de", ["English", "nn"]), ("nn", ["Deutsch", "English"])]
    {
        let page = site.page(&format!("articles/{id}.html"));
        let html = Html::parse_document(&page);
        assert_eq!(html.select(&selector(".translations a")).map(text).collect::<Vec<_>>(), others);
        assert_eq!(page.matches("rel=\"alternate\" hreflang=").count(), 2, "{page}");
    }
    let page = site.page("articles/de.html");
    assert!(page.contains("hreflang=\"en\" href=\"https://example.org/articles/en.html\""), "{page}");
    assert!(page.contains("<a href=\"en.html\" hreflang=\"en\" lang=\"en\">English</a>"), "{page}");
    let site = Site::new().file("content/articles/en.md", article("en", "[nobody]"));
    site.run(&["check"]).expect(1).says("unknown-name");
}

#[test]
fn a_page_says_where_its_file_can_be_edited() {
    let settings = "title = \"T\"\nedit_url = \"https://example.org/edit/{path}?a=b\"\n";
    let site = Site::new()
        .file("annals.toml", settings)
        .file("content/people/r/ada l.md", "---\nname: Ada\n---\n")
        .build();
    let page = site.page("people/ada l.html");
    assert!(page.contains("href=\"https://example.org/edit/content/people/r/ada%20l.md?a=b\""), "{page}");
    assert!(!site.page("people.html").contains("class=\"edit\""));
    for url in ["javascript:{path}", "https://example.org/"] {
        let site = Site::new().person("ada", "Ada").file("annals.toml", format!("edit_url = \"{url}\"\n"));
        site.run(&["check"]).expect(1).says("is no address with `{path}` in it");
    }
}

#[test]
fn a_site_has_the_looks_of_its_newsroom() {
    let theme = "title = \"T\"\n[theme]\naccent = { light = \"#7a0012\", dark = \"rgb(255 138 154)\" }\npaper = \"white\"\n\
                 sans = \"Source Sans 3, 'My Face', sans-serif\"\nlogo = \"looks/logo.svg\"\ncss = \"looks/own.css\"\nscheme = \"light\"\n";
    let site = Site::new()
        .person("ada", "Ada")
        .file("annals.toml", theme)
        .file("static/looks/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .file("static/looks/own.css", "h1 { color: red; }");
    let run = site.run(&["build"]).expect(0);
    assert!(!run.stderr.contains("warning["), "{}", run.stderr);
    let expected = ":root {\n  --accent-light: #7a0012;\n  --accent-dark: rgb(255 138 154);\n  --paper-light: white;\n  \
                    --sans: \"Source Sans 3\", \"My Face\", sans-serif;\n  color-scheme: light;\n}\n";
    assert_eq!(site.page("theme.css"), expected);
    let page = site.page("people/ada.html");
    let sheets: Vec<_> = page
        .match_indices("<link rel=\"stylesheet\" href=\"")
        .map(|(at, found)| page[at + found.len()..].split('"').next().expect("it ends"))
        .collect();
    assert_eq!(sheets, ["../annals.css", "../theme.css", "../looks/own.css"]);
    assert!(
        page.contains("<img src=\"../looks/logo.svg\" alt=\"T\">") && !page.contains("name=\"scheme\""),
        "{page}"
    );
    assert_eq!(broken_links(&site.pages()), Vec::<String>::new());
    let plain = Site::new().person("ada", "Ada").build();
    assert!(!plain.pages().contains_key("theme.css"));
    assert_eq!(plain.page("people/ada.html").matches("type=\"radio\" name=\"scheme\"").count(), 3);
}

#[test]
fn looks_that_can_not_be_are_told() {
    for (line, says) in [
        ("accent = \"red;}\"", "`red;}` is no colour"),
        ("ink = { light = \"#12\" }", "`#12` is no colour"),
        ("paper = { night = \"#123\" }", "the key `night` means nothing here"),
        ("serif = \"a;b\"", "`a;b` is no list of faces"),
        ("logo = \"../x.svg\"", "can't be a file of `static/`"),
        ("logo = \"x.svg\"", "there is no `static/x.svg`"),
        ("css = \"x.css\"", "there is no `static/x.css`"),
        ("scheme = \"sepia\"", "`scheme` can't be `sepia`"),
        ("acent = \"red\"", "did you mean `accent`?"),
    ] {
        let site = Site::new().person("ada", "Ada").file("annals.toml", format!("[theme]\n{line}\n"));
        let run = site.run(&["check"]).says(says);
        assert!(run.stderr.contains("annals.toml:2:"), "{}", run.stderr);
    }
}

#[test]
fn a_picture_of_another_host_needs_the_policy() {
    let article = "---\ntitle: A\ndate: 2020-01-01\nimage: https://pics.example.net/a.jpg\n---\nText.\n";
    let site = Site::new().file("content/articles/a.md", article);
    site.run(&["build"]).expect(0).says("warning[blocked-resource]").says("content/articles/a.md:4:8");
    assert!(!site.page("articles/a.html").contains("<img"));
    let site = site
        .file("annals.toml", "title = \"T\"\n[policy]\nimages = [\"https://pics.example.net\"]\n")
        .build();
    assert!(site.page("articles/a.html").contains("<img src=\"https://pics.example.net/a.jpg\""));
}

#[test]
fn whom_articles_name_has_a_feed_of_them() {
    let site = Site::new()
        .file("annals.toml", BASE)
        .person("ada", "Ada")
        .person("bob", "Bob")
        .file("content/places/x.md", "---\nname: X\n---\n")
        .file(
            "content/articles/old.md",
            "---\ntitle: Old\ndate: 2020-01-01\n---\nBy [[Ada]] & all. In [[X]].\n",
        )
        .file("content/articles/new.md", "---\ntitle: New\ndate: 2021-01-01\n---\nNo. It is [[Ada]].\n")
        .build();
    let feed = site.page("people/ada/feed.xml");
    assert!(
        feed.contains("<title>Ada – T</title>")
            && feed.contains("<id>https://example.org/people/ada.html</id>"),
        "{feed}"
    );
    let titles: Vec<_> = feed
        .match_indices("<entry>")
        .map(|(at, _)| {
            feed[at..].split("<title>").nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default()
        })
        .collect();
    assert_eq!(titles, ["New", "Old"]);
    assert!(
        feed.contains("&lt;p&gt;It is &lt;b&gt;Ada&lt;&#x2F;b&gt;")
            || feed.contains("&lt;p&gt;It is &lt;b&gt;Ada&lt;/b&gt;"),
        "{feed}"
    );
    assert!(site.page("people/ada.html").contains("title=\"Ada – T\" href=\"ada/feed.xml\""));
    for none in ["people/bob/feed.xml", "places/x/feed.xml"] {
        assert!(!site.pages().contains_key(none));
    }
    assert_eq!(broken_links(&site.pages()), Vec::<String>::new());
}
