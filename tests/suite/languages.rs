//! What readers of other languages get: the words of every page, directions, and what programs fetch.
//!
//! Each language of `languages/` has a site: `de.toml` is its configuration, `de.md` its article, and `de.txt` all the
//! words that its pages show and say. With `ANNALS_ACCEPT=1` what a build shows becomes what is expected.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use annals::data::{self, Format, Node};
use annals::diagnostic::Code;
use annals::load::{Snapshot, builtin_templates};
use annals::pipeline::{Options, Site};

const LANGUAGES: [&str; 4] = ["ar", "de", "fr", "ru"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/languages")
}

fn site(files: &[(&str, &str)]) -> Site {
    Site::of(Snapshot::from_memory(files.iter().copied()), Options::default())
}

fn page(site: &Site, path: &str) -> String {
    let page = site.page(path).unwrap_or_else(|fault| panic!("{path}: {fault}"));
    String::from_utf8(page.unwrap_or_else(|| panic!("there is no {path}")).into_owned()).unwrap()
}

/// The words of a page's main part, an element a line; in brackets what only those who hear the page get.
fn words(html: &str) -> String {
    let (_, main) = html.split_once("<main").unwrap();
    let (main, _) = main.split_once("</main>").unwrap();
    let mut words = String::new();
    for part in main.split('<') {
        let (tag, text) = part.split_once('>').unwrap_or(("", part));
        if let Some((_, label)) = tag.split_once("aria-label=\"") {
            let _ = write!(words, "[{}]", label.split('"').next().unwrap());
        }
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap();
        let inline = ["a", "b", "bdi", "button", "data", "mark", "q", "span", "time"].contains(&name);
        words.push_str(if inline { "" } else { "\n" });
        words.push_str(&text.replace('\n', " "));
    }
    let unescaped = words.replace("&#39;", "'").replace("&quot;", "\"").replace("&amp;", "&");
    let lines = unescaped.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}

/// Every page of a language's site as a text.
fn shown(language: &str) -> String {
    let read = |ending| fs::read_to_string(folder().join(format!("{language}.{ending}"))).unwrap();
    let (config, article) = (read("toml"), read("md"));
    let site = site(&[("annals.toml", &config), ("content/articles/a.md", &article)]);
    let mut paths: Vec<_> = site.paths().filter(|path| path.ends_with(".html")).collect();
    paths.sort_unstable();
    paths.iter().map(|path| format!("== {path}\n{}\n", words(&page(&site, path)))).collect()
}

#[test]
fn pages_are_in_the_language_of_their_site() {
    let mut stale = Vec::new();
    for language in LANGUAGES {
        let path = folder().join(format!("{language}.txt"));
        let shown = shown(language);
        if fs::read_to_string(&path).unwrap_or_default() != shown {
            stale.push(language);
            if std::env::var_os("ANNALS_ACCEPT").is_some() {
                fs::write(&path, shown).unwrap();
                stale.pop();
            }
        }
    }
    assert!(
        stale.is_empty(),
        "the pages differ from the expected texts of {stale:?}; ANNALS_ACCEPT=1 accepts them"
    );
}

#[test]
fn a_page_is_marked_with_its_language_and_what_is_in_another() {
    let site = site(&[
        ("annals.toml", "language = \"ar\"\n"),
        ("content/people/lavrov.md", "---\nname: Sergey Lavrov\n---\n"),
        ("content/people/putin.md", "---\nname: فلاديمير بوتين\n---\n"),
        (
            "content/articles/a.md",
            "---\ntitle: A\ndate: 2017-07-14\nlanguage: en\n---\n[[putin|Putin]] met [[Sergey Lavrov]].\n",
        ),
    ]);
    let article = page(&site, "articles/a.html");
    assert!(article.contains("<html lang=\"en\" dir=\"ltr\">"));
    assert!(article.contains("<a href=\"../people/putin.html\" dir=\"rtl\">فلاديمير بوتين</a>"), "{article}");
    assert!(!article.contains("dir=\"ltr\">Sergey"));
    let person = page(&site, "people/putin.html");
    assert!(person.contains("<html lang=\"ar\" dir=\"rtl\">"));
    assert!(person.contains("<blockquote class=\"sentence\" lang=\"en\" dir=\"ltr\">"), "{person}");
    assert!(person.contains("<bdi>Sergey Lavrov</bdi>"), "{person}");
}

#[test]
fn stylesheets_know_no_left_and_right() {
    let css = include_str!("../../static/annals.css");
    let physical =
        ["left:", "right:", "text-align: left", "text-align: right", "float: left", "float: right"];
    let lines = css.lines().filter(|line| physical.iter().any(|name| line.contains(name)));
    // A box that is as wide to the left as to the right is the same both ways, so only shorthands of four values matter.
    let shorthand = |line: &&str| {
        ["margin:", "padding:", "inset:"].iter().any(|name| {
            line.split(name).skip(1).any(|rest| {
                let values: Vec<_> = rest.split(';').next().unwrap().split_whitespace().collect();
                values.len() == 4 && !rest.contains('(') && values[1] != values[3]
            })
        })
    };
    let found: Vec<_> = lines.chain(css.lines().filter(shorthand)).collect();
    assert_eq!(found, Vec::<&str>::new());
}

/// The table of a language by dotted keys, with the forms of counted words.
fn table(language: &str) -> BTreeMap<String, Vec<String>> {
    let name = format!("words/{language}.toml");
    let (_, text) = builtin_templates().into_iter().find(|(own, _)| *own == name).unwrap();
    let (root, found) = data::parse(Format::Toml, text, 0..text.len(), Code::TemplateError);
    assert_eq!(found, []);
    let sections =
        ["datatypes", "durations", "kinds", "properties", "qualifiers", "relations", "scales", "terms"];
    let mut table = BTreeMap::new();
    for entry in root.entries() {
        let key = &*entry.key.text;
        if sections.contains(&key) {
            let inner = entry.value.entries().iter();
            table.extend(inner.map(|inner| (format!("{key}.{}", inner.key.text), texts(&inner.value))));
        } else {
            table.insert(key.to_owned(), texts(&entry.value));
        }
    }
    table
}

/// All forms of a word.
fn texts(word: &Node) -> Vec<String> {
    let forms = word.entries().iter().filter_map(|form| form.value.as_str());
    word.as_str().into_iter().chain(forms).map(str::to_owned).collect()
}

/// The names in braces of all forms of a word.
fn places(texts: &[String]) -> BTreeSet<&str> {
    let parts = texts.iter().flat_map(|text| text.split('{').skip(1));
    parts
        .filter_map(|part| part.split('}').next())
        .map(|name| if name == "roman" { "n" } else { name })
        .collect()
}

#[test]
fn every_language_has_every_word() {
    let english = table("en");
    for language in LANGUAGES {
        let own = table(language);
        assert_eq!(english.keys().collect::<Vec<_>>(), own.keys().collect::<Vec<_>>(), "{language}");
        for (key, texts) in &english {
            assert_eq!(places(texts), places(&own[key]), "{language}: {key}");
        }
    }
}

#[test]
fn every_word_is_used_and_every_used_word_is_there() {
    let english = table("en");
    let templates: String = builtin_templates()
        .iter()
        .filter(|(name, _)| !name.ends_with(".toml"))
        .map(|(_, text)| text.to_owned())
        .collect();
    let used: BTreeSet<&str> = templates
        .split("words.")
        .skip(1)
        .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap())
        .collect();
    let made = ["digits", "direction", "extra", "list"];
    let missing: Vec<_> =
        used.iter().filter(|key| !made.contains(*key) && !english.contains_key(**key)).collect();
    assert_eq!(missing, Vec::<&&str>::new());
    let sources = walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).into_iter();
    let sources: String = sources.filter_map(|entry| fs::read_to_string(entry.ok()?.path()).ok()).collect();
    let unused = english.keys().filter(|key| {
        let top = key.split('.').next().unwrap();
        top == **key && !used.contains(&***key) && !sources.contains(&format!("\"{key}\""))
    });
    assert_eq!(unused.collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn every_built_in_thing_has_a_word() {
    let english = table("en");
    let (vocabulary, _) = annals::vocabulary::Vocabulary::new(&annals::config::parse("").config);
    let properties =
        vocabulary.properties.iter().map(|(_, property)| format!("properties.{}", property.name));
    let kinds = vocabulary.kinds.iter().map(|(_, kind)| format!("kinds.{}", kind.name));
    let told_in_sentences = ["as_of", "from", "until", "according_to", "certainty", "role"];
    let qualifiers = annals::vocabulary::QUALIFIERS.iter().filter(|name| !told_in_sentences.contains(name));
    let qualifiers = qualifiers.map(|name| format!("qualifiers.{name}"));
    let relations = annals::graph::RelationKind::ALL.iter();
    let relations = relations
        .flat_map(|it| [it.as_str(), it.inverse()])
        .map(|name| format!("relations.{}", name.replace(' ', "_")));
    let datatypes = annals::vocabulary::Datatype::ALL.iter().map(|it| format!("datatypes.{}", it.as_str()));
    let terms = annals::vocabulary::QUALIFIERS.iter().chain(&["rank", "by", "to", "at", "via"]);
    let terms = terms.map(|name| format!("terms.{name}"));
    let named = properties.chain(kinds).chain(qualifiers).chain(relations);
    let needed: BTreeSet<_> = named.chain(datatypes).chain(terms).collect();
    let sections = ["kinds.", "properties.", "qualifiers.", "relations.", "datatypes.", "terms."];
    let there = english.keys().filter(|key| sections.iter().any(|section| key.starts_with(section)));
    assert_eq!(there.cloned().collect::<BTreeSet<_>>(), needed);
}

/// Egypt writes Arabic-Indic digits, and the language of no region does not: CLDR says so.
#[test]
fn every_number_has_the_digits_of_its_language() {
    let text = "---\ntitle: A\ndate: 2017-07-07\n---\n[[ada|Ada]] said [it rains]{#rains .claim by=ada} [@report], \
                [it rained]{.claim by=ada}.\n";
    let config = |language: &str| {
        format!(
            "language = \"{language}\"\n[entities]\nada = {{ kind = \"person\", name = \"Ada\" }}\n\
             report = {{ kind = \"source\", name = \"Report\" }}\n"
        )
    };
    let shown = |language: &str, path: &str| {
        let config = config(language);
        page(&site(&[("annals.toml", &config), ("content/articles/a.md", text)]), path)
    };
    assert!(shown("ar-EG", "search.html").contains("data-digits=\"٠١٢٣٤٥٦٧٨٩\""));
    let egyptian = shown("ar-EG", "articles/a.html");
    for shown in [
        "data-n=\"٢\"",
        "href=\"#note-1\" data-n=\"١\"",
        "<li id=\"note-1\" value=\"1\" data-n=\"١\">",
        ">١</a>",
        "التصريح ١:",
        "التصريح ١ في النص",
        "٧ يوليو ٢٠١٧",
    ] {
        assert!(egyptian.contains(shown), "{shown} is missing");
    }
    let (_, main) = egyptian.split_once("<main").unwrap();
    let latin = words(&format!("<main{main}"));
    assert!(!latin.contains(|c: char| c.is_ascii_digit()), "{latin}");
    assert!(shown("ar", "articles/a.html").contains("data-n=\"2\""));
}

#[test]
fn a_label_in_the_configuration_goes_before_the_words_of_a_language() {
    let config = "language = \"de\"\n[properties.born]\nlabel = \"kam zur Welt\"\n[properties.nickname]\n\
                  [kinds.person]\nlabel = \"Figur\"\nplural = \"Figuren\"\n[entities]\n\
                  ada = { kind = \"person\", name = \"Ada\", born = \"1815\", died = \"1852\", nickname = \"A\" }\n";
    let own = "[properties]\nnickname = \"Spitzname\"\n";
    let site = site(&[("annals.toml", config), ("templates/words/de.toml", own)]);
    let words = words(&page(&site, "people/ada.html"));
    let labels: Vec<_> = ["Figuren", "kam zur Welt", "gestorben", "Spitzname"]
        .into_iter()
        .filter(|label| !words.lines().any(|line| line == *label))
        .collect();
    assert_eq!(labels, Vec::<&str>::new(), "{words}");
}

/// A site with an address, two articles, and a person with a dangerous name.
const PUBLISHED: [(&str, &str); 5] = [
    (
        "annals.toml",
        "title = \"News & more\"\ndescription = \"What happened\"\nbase_url = \"https://example.org/news/\"\n",
    ),
    (
        "content/articles/first.md",
        "---\ntitle: First\ndate: 2017-07-07\nupdated: 2017-07-20\nauthors: [Ada]\n---\nOne [[Ada]].\n",
    ),
    (
        "content/articles/second.md",
        "---\ntitle: Zweiter & letzter\ndate: 2017-07-14T12:30:00+02:00\nlanguage: de\ndescription: Kurz.\n---\nZwei.\n",
    ),
    ("content/people/ada.md", "---\nname: Ada\naliases: [\"</script><b>\"]\nborn: 1815-12-10\n---\n"),
    (
        "content/claims/review.md",
        "---\nclaim: third#flat\nrating: False\nrating_value: 1\nbest: 5\nreviewed: 2017-08\nreviewer: Ada\n---\n",
    ),
];

#[test]
fn a_site_with_an_address_has_a_feed() {
    let site = site(&PUBLISHED[..4]);
    let expected = r#"<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>https://example.org/news/</id>
<title>News &amp; more</title>
<subtitle>What happened</subtitle>
<link href="https://example.org/news/"/>
<link rel="self" type="application/atom+xml" href="https://example.org/news/feed.xml"/>
<updated>2017-07-20T00:00:00Z</updated>
<author><name>News &amp; more</name></author>
<entry xml:lang="de">
<id>https://example.org/news/articles/second.html</id>
<title>Zweiter &amp; letzter</title>
<link href="https://example.org/news/articles/second.html"/>
<published>2017-07-14T12:30:00+02:00</published>
<updated>2017-07-14T12:30:00+02:00</updated>
<summary>Kurz.</summary>
<content type="html" xml:base="https://example.org/news/articles/second.html">&lt;p&gt;Zwei.&lt;/p&gt;
</content>
</entry>
<entry>
<id>https://example.org/news/articles/first.html</id>
<title>First</title>
<link href="https://example.org/news/articles/first.html"/>
<published>2017-07-07T00:00:00Z</published>
<updated>2017-07-20T00:00:00Z</updated>
<author><name>Ada</name></author>
<content type="html" xml:base="https://example.org/news/articles/first.html">&lt;p&gt;One Ada.&lt;/p&gt;
</content>
</entry>
</feed>
"#;
    assert_eq!(page(&site, "feed.xml").trim_end(), expected.trim_end());
    let link = "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"News &amp; more\" href=\"../feed.xml\">";
    assert!(page(&site, "people/ada.html").contains(link));
}

#[test]
fn a_site_with_an_address_has_a_sitemap_and_robots() {
    let site = site(&PUBLISHED[..4]);
    let sitemap = page(&site, "sitemap.xml");
    let listed: BTreeSet<_> = sitemap
        .split("<loc>https://example.org/news/")
        .skip(1)
        .map(|rest| rest.split("</loc>").next().unwrap())
        .map(|path| if path.is_empty() { "index.html" } else { path })
        .collect();
    let pages: BTreeSet<_> =
        site.paths().filter(|path| path.ends_with(".html") && *path != "404.html").collect();
    assert_eq!(listed, pages);
    assert!(sitemap.contains("articles/first.html</loc><lastmod>2017-07-20</lastmod></url>"));
    let robots = page(&site, "robots.txt");
    assert_eq!(robots.trim(), "User-agent: *\nAllow: /\n\nSitemap: https://example.org/news/sitemap.xml");
}

#[test]
fn a_site_without_an_address_has_none_of_these() {
    let site = site(&[("content/articles/a.md", "---\ntitle: A\ndate: 2017\n---\nA.\n")]);
    let others: Vec<_> = site.paths().filter(|path| !path.ends_with(".html")).collect();
    assert_eq!(others, Vec::<&str>::new());
    assert!(!page(&site, "index.html").contains("rel=\"alternate\""));
}

#[test]
fn a_sites_own_robots_goes_before_the_one_that_is_made() {
    let own = ("static/robots.txt", "User-agent: *\nDisallow: /drafts/\n");
    let site = site(&[PUBLISHED[0], own]);
    assert_eq!(page(&site, "robots.txt"), own.1);
    assert!(site.findings().is_empty(), "{:?}", site.findings());
}

/// The linked data of a page.
fn linked_data(site: &Site, path: &str) -> serde_json::Value {
    let html = page(site, path);
    let scripts: Vec<_> = html.split("<script type=\"application/ld+json\">").skip(1).collect();
    assert_eq!(scripts.len(), 1, "{path}");
    serde_json::from_str(scripts[0].split("</script>").next().unwrap()).unwrap()
}

#[test]
fn pages_carry_linked_data() {
    let third = "---\ntitle: Third\ndate: 2017-07-01\n---\n[It is flat]{#flat .claim by=ada about=ada}.\n";
    let mut files = PUBLISHED.to_vec();
    files.push(("content/articles/third.md", third));
    let site = site(&files);
    let id = |path: &str| format!("https://example.org/news/{path}");
    let ada = serde_json::json!({"@type": "Person", "@id": id("people/ada.html"), "name": "Ada"});
    let person = serde_json::json!({
        "@context": "https://schema.org", "@type": "Person", "@id": id("people/ada.html"), "name": "Ada",
        "alternateName": "</script><b>", "birthDate": "1815-12-10",
    });
    assert_eq!(linked_data(&site, "people/ada.html"), person);
    let article = serde_json::json!({
        "@context": "https://schema.org", "@type": "Article", "@id": id("articles/first.html"), "headline": "First",
        "inLanguage": "en", "datePublished": "2017-07-07", "dateModified": "2017-07-20", "author": ada, "about": ada,
    });
    assert_eq!(linked_data(&site, "articles/first.html"), article);
    let claim = serde_json::json!({
        "@context": "https://schema.org", "@type": "ClaimReview", "url": id("claims/third/flat.html"),
        "@id": id("claims/third/flat.html#r-3m2mve6j"),
        "claimReviewed": "It is flat", "author": ada, "datePublished": "2017-08",
        "itemReviewed": {
            "@type": "Claim", "@id": id("claims/third/flat.html"), "inLanguage": "en", "name": "It is flat", "author": ada, "about": ada,
            "appearance": {"@type": "Article", "@id": id("articles/third.html"), "name": "Third"},
        },
        "reviewRating": {"@type": "Rating", "alternateName": "False", "ratingValue": "1", "bestRating": "5"},
    });
    assert_eq!(linked_data(&site, "claims/third/flat.html"), claim);
}
