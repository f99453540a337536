//! What other programs read: each format held against the pages, and given to a tool of those who made it.
//!
//! Input: the sites of this repository, and sites with facts of every kind. Output: the tools accept all of it, and nothing
//! is claimed that the site does not claim.

use std::collections::BTreeMap;

use annals::config::Format;
use annals::resolve::Target;
use annals::syntax::DocumentId;
use scraper::Html;
use serde_json::Value;

use crate::escapes::FORMULAS;
use crate::html::selector;
use crate::linked_data::{BASE, data, session, sites};
use crate::python::python;
use crate::site::{Site, exported, tree};

/// A site on which the same is said by the site, by somebody, doubtfully, and of the past.
pub fn voices() -> Site {
    let config = "title = \"The Record\"\n[entities]\n\
        guild = { kind = \"organization\", name = \"Guild\" }\n\
        lodge = { kind = \"organization\", name = \"Lodge\" }\n\
        crew = { kind = \"organization\", name = \"Crew\" }\n\
        club = { kind = \"organization\", name = \"Club\" }\n\
        fair = { kind = \"event\", name = \"Fair\", start = \"2016/2018\", participants = \"ada\" }\n\
        dock = { kind = \"place\", name = \"Dock\", coordinates = \"1.5, -2\", country = \"Utopia\" }\n";
    let text = "[[Ada]] was born in [1815]{.fact of=ada born=1815} and [joined]{.fact of=ada member-of=guild}. \
        [[Bob]] says [she died in [1850]{.fact of=ada died=1850} and [was in the lodge]{.fact of=ada member-of=lodge}]{.claim by=bob #died}. \
        She [may have sailed]{.fact of=ada member-of=crew certainty=alleged}, \
        and [was a baker]{.fact of=ada occupation=baker until=1830} \
        in [the club]{.fact of=ada member-of=club from=1829 until=1830-05}. It rained[@report].\n";
    let review = "---\nclaim: art#died\nrating: False\nrating_value: 1\nbest: 5\nworst: 1\nreviewed: 2020-02\n---\nNo.\n";
    let source =
        "---\ntitle: Report\nurl: https://example.org/r\npublished: 2019-05-06\nauthors: [Ada]\n---\n";
    let site = Site::new().person("ada", "Ada").person("bob", "Bob").article("art", text);
    let site = site.file("annals.toml", config).file("content/claims/died.md", review);
    site.file("content/sources/report.md", source)
}

/// The values of the format's entities: of which schema, the property, the value.
fn ftm(site: &Site) -> Vec<Value> {
    let lines = exported(&session(site), Format::FollowTheMoney);
    lines.lines().map(|line| serde_json::from_str(line).expect("it is JSON")).collect()
}

/// Gives a site's entities of FollowTheMoney to its own library; there are some of each of these schemas.
pub fn followthemoney_takes(site: &Site, schemas: &[&str]) {
    let lines = exported(&session(site), Format::FollowTheMoney);
    let Some(counts) = python("ftm.py", &[], &lines) else { return };
    let counts: Value = serde_json::from_str(&counts).expect("it is JSON");
    for &schema in schemas {
        assert!(counts[schema].as_u64() > Some(0), "no {schema} in {counts}");
    }
}

#[test]
fn followthemoney_takes_every_entity_and_link() {
    let schemas = ["Article", "Person", "Note", "Documentation", "UnknownLink"];
    sites().iter().chain([&voices()]).for_each(|site| followthemoney_takes(site, &schemas));
}

#[test]
fn followthemoney_has_as_properties_what_the_site_itself_asserts() {
    let entities = ftm(&voices());
    let of = |id: &str| entities.iter().find(|it| it["id"] == id).expect("it is there")["properties"].clone();
    let ada = of("person.ada");
    assert_eq!(ada["birthDate"], Value::from(["1815"]));
    assert_eq!((&ada["deathDate"], &ada["profession"]), (&Value::Null, &Value::Null));
    let fair = of("event.fair");
    assert_eq!((&fair["startDate"][0], &fair["endDate"][0]), (&"2016".into(), &"2018".into()));
    assert_eq!(fair["involved"][0], "person.ada");
    let joined: Vec<_> = entities.iter().filter(|it| it["schema"] == "Membership").collect();
    let organizations: Vec<_> = joined.iter().map(|it| &it["properties"]["organization"][0]).collect();
    assert_eq!(organizations, ["organization.guild", "organization.club"]);
    let club = &joined[1]["properties"];
    assert_eq!((&club["startDate"][0], &club["endDate"][0]), (&"1829".into(), &"1830-05".into()));
    assert_eq!(club["proof"][0], "article.art");
    let note = entities.iter().find(|it| it["schema"] == "Note").expect("there is a claim");
    let words = note["properties"]["description"][0].as_str().expect("it is text");
    assert!(words.starts_with("Bob: she died in 1850"), "{words}");
}

#[test]
fn the_feed_of_reviews_is_what_the_pages_say_with_all_that_google_requires() {
    let mut reviews = 0;
    for site in sites().into_iter().chain([voices()]) {
        site.run(&["build", "--base-url", BASE]).expect(0);
        let feed: Value =
            serde_json::from_str(&exported(&session(&site), Format::ClaimReview)).expect("it is JSON");
        assert_eq!((&feed["@context"], &feed["@type"]), (&"https://schema.org".into(), &"DataFeed".into()));
        for item in feed["dataFeedElement"].as_array().expect("there is a list") {
            let review = &item["item"][0];
            for required in ["claimReviewed", "reviewRating", "url", "author", "itemReviewed"] {
                assert!(!review[required].is_null(), "no {required} in {review}");
            }
            assert!(
                review["author"]["name"].is_string() && review["reviewRating"]["alternateName"].is_string()
            );
            let path =
                review["url"].as_str().and_then(|url| url.strip_prefix(BASE)).expect("it is on the site");
            let mut page = data(&site.page(path)).expect("the page has data");
            page.as_object_mut().expect("it is an object").remove("@context");
            assert_eq!(*review, page);
            assert_eq!(item["dateCreated"], review["datePublished"]);
            reviews += 1;
        }
    }
    assert!(reviews > 3, "only {reviews} reviews");
}

#[test]
fn a_review_by_nobody_in_particular_is_the_sites() {
    let feed: Value =
        serde_json::from_str(&exported(&session(&voices()), Format::ClaimReview)).expect("it is JSON");
    assert_eq!(feed["dataFeedElement"][0]["item"][0]["author"]["name"], "The Record");
}

/// The files of a format that has one an article, by their paths.
fn in_folder(site: &Site, format: &str) -> BTreeMap<String, String> {
    let folder = format!("exported/{format}");
    site.run(&["export", format, "--base-url", BASE, "-o", &folder]).expect(0);
    let files = tree(&site.path(&folder)).into_iter();
    files.map(|(path, bytes)| (path, String::from_utf8(bytes).expect("it is UTF-8"))).collect()
}

/// A text in which annotations are cut by emphasis, stand in notes, tables and code, and say the same again.
pub fn twisted() -> Site {
    let text = "# A & B\n\n[[Ada]] and *[[Bob]]* met. [[Ada]] and *[[Bob]]* met. [[Ada|The *great* one]] saw [[Bob|B*o*b]].\n\n\
        *[[Ada|She* who]] wrote \"[[bob|it's -- him...]]\" &lt;b&gt; <b>[[Ada]]</b> 🎈 [[Ada|Zoë 🎈]][^n].\n\n\
        | a | b |\n|---|---|\n| [[Ada]] | [[Bob]] |\n\n```\n\n[[Ada]]\n```\n\n\
        > [Emma](https://example.org) says [it *rains* in\n> [[Ada|one]]]{.claim by=bob #rains}.\n\n\
        Born [in 1815]{.fact of=ada born=1815}[@report, p. 3]. [[Ada]]{role=witness} saw it.\n\n[^n]: Of [[Bob]], [[Ada]].\n";
    let config = "smart_punctuation = true\n[entities]\nreport = { kind = \"source\", name = \"Report\" }\n";
    let site = Site::new().person("ada", "Ada").person("bob", "Bob").article("art", text);
    site.file("annals.toml", config)
}

/// The text content of a page's body, as a browser has it.
fn body_text(html: &str) -> String {
    Html::parse_document(html).select(&selector("body")).next().expect("there is a body").text().collect()
}

/// Holds each annotation of a built site against the text of its page; returns how many there are.
pub fn selectors_select_their_words(site: &Site) -> usize {
    let session = session(site);
    let (mut mentions, mut selected) = (0, 0);
    for collection in in_folder(site, "annotations").values() {
        let collection: Value = serde_json::from_str(collection).expect("it is JSON");
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        for annotation in collection["first"]["items"].as_array().expect("there is a list") {
            let page = annotation["target"]["source"].as_str().expect("it has a source");
            let path = page.strip_prefix(BASE).expect("it is on the site");
            let text = texts.entry(path.to_owned()).or_insert_with(|| body_text(&site.page(path)));
            let [position, quote] = [0, 1].map(|at| &annotation["target"]["selector"][at]["refinedBy"]);
            let [start, end] =
                ["start", "end"].map(|end| position[end].as_u64().expect("it is a number") as usize);
            let at_position: String = text.chars().skip(start).take(end - start).collect();
            let [prefix, exact, suffix] =
                ["prefix", "exact", "suffix"].map(|part| quote[part].as_str().expect("it is text"));
            assert_eq!(at_position, exact, "{annotation}");
            let whole = format!("{prefix}{exact}{suffix}");
            assert_eq!(text.matches(&whole).count(), 1, "{annotation}");
            let at = text[..text.find(&whole).expect("it is there") + prefix.len()].chars().count();
            assert_eq!(at, start, "{annotation}");
            mentions += usize::from(annotation["body"][0]["purpose"] == "identifying");
            selected += 1;
        }
    }
    let articles = session.graph().all_documents().map(|(id, _)| id).filter(|&id| is_article(&session, id));
    let named: usize = articles.map(|id| entities_named_in(&session, id)).sum();
    assert_eq!(mentions, named, "every mention is there");
    selected
}

#[test]
fn both_selectors_of_an_annotation_select_its_words_in_the_text_of_the_page() {
    let mut selected = 0;
    for site in sites().into_iter().chain([voices(), twisted()]) {
        site.run(&["build", "--base-url", BASE]).expect(0);
        selected += selectors_select_their_words(&site);
    }
    assert!(selected > 300, "only {selected} annotations");
}

fn is_article(session: &annals::pipeline::Site, document: DocumentId) -> bool {
    let graph = session.graph();
    let kind = graph.entity_of(document).map(|entity| graph.registry.get(entity).kind);
    kind.is_some_and(|kind| graph.vocabulary.kinds.get(kind).name == "article")
}

fn entities_named_in(session: &annals::pipeline::Site, document: DocumentId) -> usize {
    let mentions = session.graph().mentions_in(document);
    mentions.filter(|mention| matches!(mention.target, Target::Entity(_))).count()
}

#[test]
fn the_words_of_an_annotation_are_those_that_the_author_marked() {
    let collection = in_folder(&twisted(), "annotations").remove("art.jsonld").expect("there is a file");
    let collection: Value = serde_json::from_str(&collection).expect("it is JSON");
    let items = collection["first"]["items"].as_array().expect("there is a list");
    let words: Vec<_> =
        items.iter().map(|it| it["target"]["selector"][1]["refinedBy"]["exact"].as_str()).collect();
    for exact in ["The great one", "She who", "it’s – him…", "Zoë 🎈", "it rains in\none", "in 1815", "Bob"]
    {
        assert!(words.contains(&Some(exact)), "{exact} is not in {words:?}");
    }
    let bodies: String = items.iter().map(|it| it["body"].to_string()).collect();
    for said in [
        "\\\"role\\\":\\\"witness\\\"",
        "\\\"locator\\\":\\\"p. 3\\\"",
        "\\\"property\\\":\\\"born\\\"",
        "art#rains",
    ] {
        assert!(bodies.contains(said), "{said} is not in {bodies}");
    }
}

/// Holds a site's annotations against the schema of their model.
pub fn annotations_follow_the_model(site: &Site) {
    let files = in_folder(site, "annotations");
    let lines: Vec<_> = files.values().map(|file| file.replace('\n', " ")).collect();
    let Some(count) = python("schema.py", &["web-annotation.json"], &lines.join("\n")) else { return };
    assert_eq!(count.trim(), files.len().to_string());
    assert!(!files.is_empty());
}

#[test]
fn web_annotations_follow_the_model() {
    sites().iter().chain([&voices(), &twisted()]).for_each(annotations_follow_the_model);
}

#[test]
fn an_export_goes_nowhere_where_the_next_build_would_read_it() {
    let site = voices();
    for folder in ["content/articles", "static/data", "templates"] {
        site.run(&["export", "annotations", "--base-url", BASE, "-o", folder])
            .expect(2)
            .says("from which the site is made");
        let below = format!("{folder}/facts.json");
        site.run(&["export", "json", "-o", &below]).expect(2);
        assert!(!site.path(&below).exists());
    }
    site.run(&["export", "annotations", "--base-url", BASE]).expect(2).says("-o PATH");
    site.run(&["export", "annotations", "-o", "x"]).expect(2).says("base_url");
    let readme = site.path("README.md");
    std::fs::write(&readme, "Hi.\n").unwrap();
    site.run(&["export", "csv", "-o", "README.md"])
        .expect(2)
        .says("README.md is a file, and `csv` is several");
    assert_eq!(std::fs::read_to_string(&readme).unwrap(), "Hi.\n");
    std::fs::create_dir(site.path("facts")).unwrap();
    site.run(&["export", "json", "-o", "facts"]).expect(2).says("facts is a folder, and `json` is one file");
}

/// A text with all that Markdown has, and annotations in it.
fn everything() -> Site {
    let text = "# One [[Ada]]\n\nIntro.\n\n### Three\n\n## Two\n\n- [[Ada]]\n  - b\n\n    > quote\n    > # Head\n\n1. x\n\n   ```rust\n   let x = \"<&>\";\n   ```\n\n\
        - [x] done\n\n---\n\n![A & b](a.png \"t\") [a [link](<b c.html>)][l] https://example.org/ä?x=[1]&y\n\n\
        | a | b |\n|--|--|\n| [it *rains*]{.claim by=bob #r1} | ~~[[Bob]]~~ |\n\n<div><p>raw <b>[[Ada]]</b> words</p></div>\n\n<!-- no -->\n\n\
        Hard  \nbreak `code` <i>[[Ada]]</i> &#1; &copy; [on [a day]{.date when=2017-07}]{.claim}, [[2017-07-14|Friday]], \
        [[1852~|then]], [about [it is so]{.claim #so} in 1852]{.date when=1852~}[^1] *[it is. So*  it goes.]{.quote by=ada} [x]{.plain lang=de}[^2] [^1]\n\n\
        [^1]: One.\n\n    - [[Ada]]\n\n[^2]: Two[@report, p. \"3\"; @report].\n\n[l]: https://example.org/\n";
    let config = "[entities]\nreport = { kind = \"source\", name = \"Report \\u0001\" }\n";
    let site =
        Site::new().person("ada", "Ada").person("bob", "Bob").article("art", text).article("empty", "");
    site.file("annals.toml", config).file("content/articles/a.png", "no picture")
}

/// Holds a site's documents of TEI against its schema.
pub fn tei_is_valid(site: &Site) {
    let files = in_folder(site, "tei");
    let paths = files.keys().map(|path| site.path("exported/tei").join(path).display().to_string());
    let paths: Vec<_> = paths.collect();
    let Some(count) = python("tei.py", &paths.iter().map(String::as_str).collect::<Vec<_>>(), "") else {
        return;
    };
    assert_eq!(count.trim(), files.len().to_string());
    assert!(!files.is_empty());
}

#[test]
fn tei_is_valid_by_the_schema_of_the_tei() {
    sites().iter().chain([&voices(), &twisted(), &everything()]).for_each(tei_is_valid);
}

#[test]
fn tei_has_every_word_and_every_annotation_of_an_article() {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    for site in sites() {
        let (session, files) = (session(&site), in_folder(&site, "tei"));
        let graph = session.graph();
        for (id, document) in graph.all_documents().filter(|(id, _)| is_article(&session, *id)) {
            let entity = graph.entity_of(id).expect("it is an article's");
            let file = &files[&format!("{}.xml", graph.registry.get(entity).id)];
            let tei = roxmltree::Document::parse(file).expect("it is well-formed");
            let text = tei.descendants().find(|node| node.has_tag_name("text")).expect("there is a text");
            let words: String =
                text.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect();
            assert_eq!(letters(&words), letters(&document.body.text));
            let count = |names: &[&str]| {
                let all = text.descendants().filter(|node| names.contains(&node.tag_name().name()));
                all.filter(|node| node.attribute("prev").is_none()).count()
            };
            let named = ["persName", "orgName", "placeName", "rs"];
            assert_eq!(count(&named), entities_named_in(&session, id));
            let claims = graph.claims_in(id).filter_map(|claim| graph.claim(claim));
            assert_eq!(count(&["said"]), claims.filter(|claim| !claim.is_of_article()).count());
            let listed = tei.descendants().filter(|node| node.attribute("type") == Some("statement")).count();
            assert!(listed > 0 || graph.stated_in(id).is_empty());
        }
    }
}

#[test]
fn tei_lists_of_somebody_what_the_site_itself_asserts() {
    let file = in_folder(&voices(), "tei").remove("art.xml").expect("there is a file");
    let tei = roxmltree::Document::parse(&file).expect("it is well-formed");
    let person = |id| {
        tei.descendants().find(|it| it.has_tag_name("person") && it.attributes().any(|it| it.value() == id))
    };
    let ada = person("person.ada").expect("she is listed");
    assert!(ada.children().any(|it| it.has_tag_name("birth") && it.attribute("when") == Some("1815")));
    assert!(!ada.children().any(|it| it.has_tag_name("death")));
    let said = tei.descendants().find(|it| it.has_tag_name("said")).expect("there is a claim");
    assert_eq!((said.attribute("who"), said.attribute("direct")), (Some("#person.bob"), Some("false")));
    let died = tei
        .descendants()
        .find(|it| it.has_tag_name("fs") && it.descendants().any(|it| it.text() == Some("died")));
    assert!(died.expect("it is stated").descendants().any(|it| it.text() == Some("art#died")));
}

/// Triple stores take both forms of a site's RDF, which say the same and have all that is looked for in them.
pub fn rdf_has_its_shape(site: &Site, options: &[&str]) {
    for (format, file) in [("turtle", "rdf/facts.ttl"), ("ntriples", "rdf/facts.nt")] {
        site.run(&["export", format, "--base-url", BASE, "-o", file]).expect(0);
    }
    let folder = site.path("rdf").display().to_string();
    let arguments = [&[&*folder, BASE], options].concat();
    let Some(triples) = python("rdf.py", &arguments, "") else { return };
    assert!(triples.trim().parse::<usize>().unwrap() > 100, "{triples}");
}

#[test]
fn rdflib_reads_the_facts_and_pyshacl_finds_all_that_they_should_have() {
    for site in sites().into_iter().chain([voices(), twisted()]) {
        rdf_has_its_shape(&site, &[]);
    }
}

#[test]
fn facts_that_lack_something_have_no_good_shape() {
    rdf_has_its_shape(&sites().pop().unwrap(), &["--each"]);
}

/// Spreadsheets take the tables, cell for cell.
pub fn sheets_are_whole(site: &Site) {
    for format in ["csv", "jsonl"] {
        site.run(&["export", format, "--base-url", BASE, "-o", &format!("tables/{format}")]).expect(0);
    }
    let Some(cells) = python("tables.py", &[&site.path("tables").to_string_lossy()], "") else { return };
    assert!(cells.trim().parse::<usize>().unwrap() > 100, "{cells}");
}

#[test]
fn csvkit_reads_every_row_of_the_tables_and_no_cell_is_a_formula() {
    for site in sites().into_iter().chain([voices(), twisted(), formulas()]) {
        sheets_are_whole(&site);
    }
}

/// A site whose names and values would be run by a spreadsheet.
fn formulas() -> Site {
    let spans = FORMULAS.map(|fact| format!("[=x]{{.fact of=ada saying=\"{fact}\"}}\n"));
    let config = "title = \"T\"\n[properties.saying]\nlabel = \"=saying\"\n";
    Site::new().file("annals.toml", config).person("ada", "=Ada").article("art", &spans.concat())
}
