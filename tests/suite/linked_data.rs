//! The facts as data: JSON-LD in pages and RDF, held against the graph, the pages and the vocabulary of schema.org.
//!
//! Input: the sites of this repository. Output: every plain property is one that the site asserts, of a type that may have
//! it; every address of a statement leads to an anchor.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use annals::config::Format;
use annals::graph::Object;
use annals::pipeline::{Options, Site as BuiltSite};
use annals::vocabulary::Literal;
use scraper::Html;
use serde_json::Value;

use crate::html::{ids, selector};
use crate::site::{Site, exported, repository, sheet};

/// The address of every site.
pub const BASE: &str = "https://site.example/";

/// What is no statement of the vocabulary's.
const NAMES: [&str; 6] = ["name", "alternateName", "description", "sameAs", "headline", "inLanguage"];

/// The sites of this repository that state facts.
pub fn sites() -> Vec<Site> {
    let root = repository();
    let folders = [
        "",
        "tests/suite/sites/south-pole",
        "tests/suite/sites/lindal-games",
        "tests/browser/sites/conflicts",
    ];
    folders.iter().map(|folder| Site::copy_of(&root.join(folder))).collect()
}

/// A site, with an address.
pub fn session(site: &Site) -> BuiltSite {
    let options = Options { base_url: Some(BASE.to_owned()), drafts: false, deny_warnings: false };
    BuiltSite::open(&site.path("."), options).expect("the site is there")
}

fn n_triples(session: &BuiltSite) -> Vec<(String, String, String)> {
    let text = exported(session, Format::NTriples);
    let triple = |line: &str| {
        let (subject, rest) = line.split_once(' ')?;
        let (predicate, object) = rest.split_once(' ')?;
        let object = object.trim_end_matches(" .").to_owned();
        Some((subject.to_owned(), predicate.to_owned(), object))
    };
    text.lines().filter_map(triple).collect()
}

/// The values that the graph lets stand without their qualifiers, by the addresses of their subjects.
fn asserted(session: &BuiltSite) -> BTreeSet<(String, String)> {
    let (graph, views) = (session.graph(), session.views());
    let address =
        |id| views.absolute(&views.path(annals::view::PageId::Entity(id))).expect("there is a base");
    let mut all = BTreeSet::new();
    for statement in graph.statements().filter(|statement| graph.is_plain(statement)) {
        let values = match &statement.value {
            Object::Entity(id) => vec![address(*id), graph.registry.get(*id).name.clone()],
            Object::Literal(literal) => {
                let text = literal.canonical();
                let days = match literal {
                    Literal::Duration(duration) => duration.xsd(),
                    _ => None,
                };
                text.split('/').map(str::to_owned).chain(days).chain([text.clone()]).collect()
            }
        };
        all.extend(values.into_iter().map(|value| (address(statement.subject), value)));
    }
    all
}

/// The text of a literal or the address of a thing.
fn lexical(object: &str) -> String {
    let inner = object.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let quoted = || object.strip_prefix('"').and_then(|rest| rest.rsplit_once('"')).map(|(text, _)| text);
    inner.or_else(quoted).unwrap_or(object).replace("\\\"", "\"")
}

#[test]
fn rdf_has_no_plain_property_that_the_site_does_not_assert() {
    for site in sites() {
        let session = session(&site);
        let asserted = asserted(&session);
        let pages: BTreeSet<_> = asserted.iter().map(|(subject, _)| subject.clone()).collect();
        let mut seen = 0;
        for (subject, predicate, object) in n_triples(&session) {
            let Some(name) = lexical(&predicate).strip_prefix("http://schema.org/").map(str::to_owned) else {
                continue;
            };
            let subject = lexical(&subject);
            if NAMES.contains(&&*name) || object.starts_with("_:") || subject.contains("/claims/") {
                continue;
            }
            if pages.contains(&subject) {
                seen += 1;
                let is_asserted = asserted.contains(&(subject.clone(), lexical(&object)));
                assert!(is_asserted, "{subject} {name} {object}");
            }
        }
        assert!(seen > 5, "only {seen} plain properties");
    }
}

/// The linked data of a page.
pub fn data(page: &str) -> Option<Value> {
    let page = Html::parse_document(page);
    let script = page.select(&selector("script[type='application/ld+json']")).next()?.inner_html();
    Some(serde_json::from_str(&script).expect("it is JSON"))
}

fn each(value: &Value) -> Vec<&Value> {
    value.as_array().map_or_else(|| vec![value], |list| list.iter().collect())
}

#[test]
fn json_ld_has_no_plain_property_that_the_site_does_not_assert() {
    for site in sites() {
        let asserted = asserted(&session(&site));
        site.run(&["build", "--base-url", BASE]).expect(0);
        for (path, bytes) in site.pages().iter().filter(|(path, _)| path.ends_with(".html")) {
            let Some(data) = data(&String::from_utf8_lossy(bytes)) else { continue };
            let is_own = |name: &str| NAMES.contains(&name) || name.starts_with('@') || name == "mentions";
            let of_article = data["@type"] == "Article";
            if path.starts_with("claims/")
                || ["WebSite", "DefinedTermSet"].map(Value::from).contains(&data["@type"])
            {
                continue;
            }
            let subject = data["@id"].as_str().expect("it has an address").to_owned();
            for (name, value) in data.as_object().expect("it is an object") {
                if is_own(name) || of_article && name == "about" {
                    continue;
                }
                for value in each(value) {
                    let Some(text) = value["@id"].as_str().or(value.as_str()) else { continue };
                    let is_asserted = asserted.contains(&(subject.clone(), text.to_owned()));
                    assert!(is_asserted, "{path}: {name} {text}");
                }
            }
        }
    }
}

/// The published vocabulary, as far as it is in the program's table.
pub struct Vocabulary {
    above: BTreeMap<String, Vec<String>>,
    properties: BTreeMap<String, [Vec<String>; 2]>,
}

impl Vocabulary {
    /// Reads it.
    pub fn read() -> Self {
        let table = fs::read_to_string(repository().join("src/view/schema_org.txt")).expect("it is there");
        let (mut above, mut properties) = (BTreeMap::new(), BTreeMap::new());
        let list = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, (domain, range))) =
                line.split_once(": ").and_then(|(name, rest)| Some((name, rest.split_once(" -> ")?)))
            {
                properties.insert(name.to_owned(), [list(domain), list(range)]);
            } else if let Some((name, wider)) = line.split_once(" < ") {
                above.insert(name.to_owned(), list(wider));
            }
        }
        Self { above, properties }
    }

    fn is_a(&self, name: &str, any: &[String]) -> bool {
        any.iter().any(|it| it == name)
            || self.above.get(name).is_some_and(|above| above.iter().any(|it| self.is_a(it, any)))
    }

    /// Holds data to the domains and ranges of its properties.
    pub fn check(&self, path: &str, thing: &Value) {
        let types: Vec<_> = each(&thing["@type"]).into_iter().filter_map(Value::as_str).collect();
        for (name, value) in
            thing.as_object().into_iter().flatten().filter(|(name, _)| !name.starts_with('@'))
        {
            let known = self.properties.get(name);
            let [domain, range] = known.unwrap_or_else(|| panic!("{path}: schema.org has no {name}"));
            assert!(types.iter().any(|of| self.is_a(of, domain)), "{path}: {types:?} has no {name}");
            for value in each(value).into_iter().filter(|value| value.is_object()) {
                let own: Vec<_> = each(&value["@type"]).into_iter().filter_map(Value::as_str).collect();
                assert!(own.iter().any(|of| self.is_a(of, range)), "{path}: {name} of type {own:?}");
                self.check(path, value);
            }
        }
    }
}

#[test]
fn json_ld_keeps_to_the_vocabulary_of_schema_org() {
    let vocabulary = Vocabulary::read();
    let mut checked = 0;
    for site in sites().into_iter().chain([full()]) {
        site.run(&["build", "--base-url", BASE]).expect(0);
        for (path, bytes) in site.pages().iter().filter(|(path, _)| path.ends_with(".html")) {
            if let Some(data) = data(&String::from_utf8_lossy(bytes)) {
                vocabulary.check(path, &data);
                checked += 1;
            }
        }
    }
    assert!(checked > 100, "only {checked} pages");
}

/// A site that states what fits schema.org and what does not.
fn full() -> Site {
    let config = "title = \"T\"\nbase_url = \"https://example.org/\"\n[entities]\n\
        x = { kind = \"place\", name = \"X\", country = \"Utopia\", postal_code = \"1\", population = 5, part_of = \"y\" }\n\
        y = { kind = \"place\", name = \"Y\", motto = \"On\" }\n\
        o = { kind = \"organization\", name = \"O\", country = \"x\", employees = 5, part_of = \"p\", players = \"a\", sport = \"chess\" }\n\
        p = { kind = \"organization\", name = \"P\", headquarters = \"X street\", member_of = \"o\", revenue = \"3 EUR\" }\n\
        a = { kind = \"person\", name = \"A\", employer = \"b\", occupation = \"baker\", residence = \"X\", awards = \"o\", height = \"180 cm\", net_worth = \"3 EUR\", nationality = \"x\" }\n\
        b = { kind = \"person\", name = \"B\", languages = \"x\", born = \"-0043-03-15\", died = \"1852~\" }\n\
        e = { kind = \"event\", name = \"E\", date = \"2016/2018\", participants = [\"x\", \"a\"], organizer = \"y\", country = \"x\", coordinates = \"1, 2\", duration = \"P2W\", follows = \"f\", topics = \"law\", sport = \"chess\" }\n\
        f = { kind = \"event\", name = \"F\", part_of = \"e\" }\n";
    let article = "---\ntitle: A\ndate: 2020-01-01\nauthors: [A, Nobody]\npublisher: The Post\nlicense: CC BY 4.0\n---\n\
        [It rains]{.claim by=x #rain}. [It snows]{.quote by=a #snow}.\n";
    let review = "---\nclaim: art#rain\nrating: False\nreviewer: The desk\nreviewed: 2020-02\n---\n";
    let site = Site::new().file("annals.toml", config).file("content/articles/art.md", article);
    site.file("content/claims/rain.md", review)
}

#[test]
fn values_have_the_forms_of_schema_org() {
    let site = full().build();
    let of = |path: &str| data(&site.page(path)).expect("there is JSON-LD");
    let event = of("events/e.html");
    assert_eq!((&event["startDate"], &event["endDate"]), (&"2016".into(), &"2018".into()));
    assert_eq!(event["duration"], "P14D");
    assert_eq!(event["attendee"]["name"], "A");
    assert_eq!(event["organizer"], Value::Null);
    let place = of("places/x.html");
    assert_eq!(place["containedInPlace"][0]["name"], "Y");
    let organization = of("organizations/o.html");
    assert_eq!(organization["parentOrganization"]["name"], "P");
    assert_eq!(organization["numberOfEmployees"]["@type"], "QuantitativeValue");
    let born = of("people/b.html");
    assert_eq!((&born["birthDate"], &born["deathDate"]), (&"-0043-03-15".into(), &Value::Null));
    let article = of("articles/art.html");
    assert_eq!(article["author"][1]["@type"], "Person");
    assert_eq!(article["publisher"]["@type"], "Organization");
    let review = of("claims/art/rain.html");
    assert_eq!(review["itemReviewed"]["@id"], "https://example.org/claims/art/rain.html");
    assert_eq!(review["author"]["name"], "The desk");
}

#[test]
fn every_address_in_rdf_leads_to_a_page_and_an_anchor_in_both_address_styles() {
    for urls in ["flat", "clean"] {
        for site in sites().into_iter().chain([full()]) {
            let config = fs::read_to_string(site.path("annals.toml")).unwrap_or_default();
            site.write("annals.toml", format!("urls = \"{urls}\"\n{}", without_urls(&config)).as_bytes());
            site.run(&["build", "--base-url", BASE]).expect(0);
            let pages = site.pages();
            let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
            let triples = n_triples(&session(&site)).into_iter();
            let addresses = triples.flat_map(|(subject, predicate, object)| [subject, predicate, object]);
            let own = addresses.filter(|it| it.starts_with(&format!("<{BASE}"))).collect::<BTreeSet<_>>();
            for address in own {
                let address = lexical(&address);
                let (page, anchor) = address.split_once('#').unwrap_or((&address, ""));
                let page = page.strip_prefix(BASE).expect("it is on the site");
                let path = if page.is_empty() || page.ends_with('/') {
                    format!("{page}index.html")
                } else {
                    page.to_owned()
                };
                let there = known.entry(path.clone()).or_insert_with(|| {
                    let bytes = pages.get(&path).unwrap_or_else(|| panic!("there is no page {path}"));
                    let html = Html::parse_document(&String::from_utf8_lossy(bytes));
                    ids(&html).into_iter().map(str::to_owned).collect()
                });
                assert!(anchor.is_empty() || there.contains(anchor), "{address}");
            }
            assert!(known.len() > 3);
        }
    }
}

#[test]
fn json_and_csv_name_things_by_the_addresses_of_rdf() {
    for site in sites().into_iter().chain([full()]) {
        let session = session(&site);
        let subjects: BTreeSet<_> = n_triples(&session).into_iter().map(|(it, ..)| lexical(&it)).collect();
        let json: Value = serde_json::from_str(&exported(&session, Format::Json)).expect("it is JSON");
        let addresses = |table: &str, key: &str| -> Vec<String> {
            let rows = json[table].as_array().expect("there is a table").iter();
            rows.map(|row| row[key].as_str().expect("it has an address").to_owned()).collect()
        };
        let tables = [("entities", "page"), ("statements", "id"), ("claims", "page"), ("reviews", "id")];
        for (table, key) in tables {
            addresses(table, key).iter().for_each(|it| assert!(subjects.contains(it), "{it}"));
        }
        let csv = sheet(&session, "statements");
        assert!(csv.starts_with("id,subject,property,"));
        for id in addresses("statements", "id") {
            assert!(csv.contains(&format!("{id},")), "{id} in {csv}");
        }
    }
}

#[test]
fn a_row_of_a_table_names_the_document_and_the_claim_that_state_it() {
    let text = "[[Ada|The inventor]] says [it weighs [5 kg]{.fact of=engine weight=\"5 kg\"}]{.claim by=ada #weighs}.";
    let site = Site::new().person("ada", "Ada").article("art", text);
    let site = site.file(
        "annals.toml",
        "[entities]\nengine = { kind = \"place\", name = \"Engine\" }\n\
        [properties.weight]\ndatatype = \"number\"\nof = [\"place\"]\n",
    );
    let csv = sheet(&session(&site), "statements");
    let row = csv.lines().find(|line| line.contains("weight")).expect("there is a row");
    assert!(row.contains(",art#weighs,"), "{row}");
    assert!(row.contains(",article:art,"), "{row}");
}

#[test]
fn a_claim_in_rdf_has_all_that_is_said_of_it() {
    let text = "[[Ada]] told [[Bob]] [it rains]{.claim by=ada to=bob via=radio #rains}. [It pours]{.claim by=bob repeats=rains source=report}.";
    let config = "[entities]\nreport = { kind = \"source\", name = \"Report\" }\n";
    let site = Site::new()
        .person("ada", "Ada")
        .person("bob", "Bob")
        .article("art", text)
        .file("annals.toml", config);
    let triples = exported(&session(&site), Format::NTriples);
    for said in [
        "<https://site.example/vocabulary.html#c-to> <https://site.example/people/bob.html>",
        "<https://site.example/vocabulary.html#c-via> \"radio\"",
        "<https://site.example/vocabulary.html#c-repeats> <https://site.example/claims/art/rains.html>",
        "<http://schema.org/appearance> <https://site.example/articles/art.html>",
        "<http://schema.org/appearance> <https://site.example/sources/report.html>",
    ] {
        assert!(triples.contains(said), "{said} in {triples}");
    }
}

#[test]
fn the_vocabulary_lists_what_the_site_uses_in_the_language_of_the_site() {
    let config = "language = \"de\"\n[properties.depth]\ndatatype = \"number\"\nlabel = \"Tiefe\"\n";
    let text = "[[Ada]] [1815]{.fact of=ada born=1815 as-of=1820}, [5 m]{.fact of=ada depth=\"5 m\"}.";
    let site = Site::new().person("ada", "Ada").article("art", text).file("annals.toml", config).build();
    let page = Html::parse_document(&site.page("vocabulary.html"));
    let entry = |id: &str| {
        page.select(&selector(&format!("[id='{id}']"))).next().map(|it| it.text().collect::<String>())
    };
    let born = entry("p-born").expect("it is used");
    assert!(born.contains("geboren") && born.contains("Datum") && born.contains("Person"), "{born}");
    assert!(entry("p-depth").expect("it is used").contains("Tiefe"));
    assert!(entry("q-as_of").is_some());
    assert_eq!(entry("p-died"), None);
    assert!(site.page("search.html").contains("href=\"vocabulary.html\""));
}

fn without_urls(config: &str) -> String {
    config.lines().filter(|line| !line.starts_with("urls")).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_statement_keeps_its_address_when_others_come() {
    let before = Site::new().person("ada", "Ada");
    let text = "[[Ada]] was born in [1815]{.fact of=ada born=1815}.";
    let addresses = |site: &Site| -> BTreeSet<String> {
        let all = n_triples(&session(site)).into_iter();
        all.filter(|(_, _, object)| object.ends_with("#Statement>")).map(|(subject, ..)| subject).collect()
    };
    let before = before.article("b", text);
    let first = addresses(&before);
    let after = before.article("a", "[[Ada]] died in [1852]{.fact of=ada died=1852}.");
    assert!(first.is_subset(&addresses(&after)));
    assert!(!first.is_empty());
}
