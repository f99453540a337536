//! From each format that holds everything, alone, back to the pages: nothing is lost on the way out.
//!
//! Input: the sites of this repository, and sites with facts of every kind. Output: each format tells the same sentences of
//! facts, mentions, claims, reviews and sources as the graph, and each stands on the page to which its address leads.

use std::collections::{BTreeMap, BTreeSet};

use annals::config::Format;
use annals::graph::{Citation, Object, Reference};
use annals::pipeline::Site as BuiltSite;
use annals::resolve::{ClaimId, EntityId, Target};
use annals::view::PageId;
use scraper::Html;
use serde_json::Value;

use crate::formats::{twisted, voices};
use crate::html::text;
use crate::linked_data::{BASE, session, sites};
use crate::site::{Site, exported, exports, repository, rows};

/// A mention: its address, whom it names, its words with what stands around, where they begin and end, what else it says.
type Mentioned = (String, String, [String; 3], [u64; 2], String);

/// A claim: its address, its text, how it stands to which others.
type Claimed = (String, String, BTreeSet<(String, String)>);

/// What a format tells; everything by its address.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    /// Of each statement that a sentence supports: that sentence, and its words.
    facts: BTreeSet<(String, String)>,
    mentions: BTreeSet<Mentioned>,
    claims: BTreeSet<Claimed>,
    /// Of each review: its claim, the rating, the reasoning.
    reviews: BTreeSet<(String, String, String)>,
    /// Of each source: its address, its archive's, its hash.
    sources: BTreeSet<(String, String, String)>,
}

/// What the graph says.
fn truth(session: &BuiltSite) -> Told {
    let (graph, views) = (session.graph(), session.views());
    let address = |page| views.absolute(&views.path(page)).expect("there is a base");
    let target = |target| match target {
        Target::Entity(id) => address(PageId::Entity(id)),
        Target::Claim(id) => address(PageId::Claim(id)),
    };
    let mut told = Told::default();
    for statement in graph.stated() {
        let Reference::Sentence { document, annotation } = statement.reference else { continue };
        let at = graph.annotation(document, annotation).expect("it is there").sentence;
        let sentence = graph.sentence(document, at).expect("it is there");
        let page = target(graph.shown_with(document).expect("it is shown"));
        let words = &graph.documents[document.place()].body.text[sentence.text.clone()];
        told.facts.insert((format!("{page}#{}", sentence.anchor), words.to_owned()));
    }
    for mention in graph.mentions() {
        let Some(shown) = graph.shown_with(mention.document) else { continue };
        let body = &graph.document(mention.document).expect("it is there").body;
        let annotation = graph.annotation(mention.document, mention.annotation).expect("it is there");
        let around = |from: usize, to: usize| body.text[from..to].to_owned();
        let (start, end) = (annotation.text.start, annotation.text.end);
        let before: String =
            around(0, start).chars().rev().take(32).collect::<Vec<_>>().into_iter().rev().collect();
        let after = around(end, body.text.len()).chars().take(32).collect();
        let count = |to| around(0, to).chars().count() as u64;
        let pairs = annotation.attributes.pairs.iter();
        let pairs: BTreeMap<_, _> = pairs.map(|(name, value)| (&name.text, &value.text)).collect();
        let attributes =
            if pairs.is_empty() { String::new() } else { serde_json::to_string(&pairs).expect("it is JSON") };
        told.mentions.insert((
            format!("{}#{}", target(shown), mention.anchor),
            target(mention.target),
            [before, around(start, end), after],
            [count(start), count(end)],
            attributes,
        ));
    }
    for (id, claim) in graph.claims() {
        let relations =
            claim.relations.iter().map(|it| (it.kind.as_str().to_owned(), address(PageId::Claim(it.claim))));
        told.claims.insert((
            address(PageId::Claim(id)),
            graph.claim_words(id).to_owned(),
            relations.collect(),
        ));
    }
    for review in graph.reviews() {
        let reasoning = graph.document(review.document).expect("it is there").body.text.trim().to_owned();
        let claims = review.claims.iter().map(|&id: &ClaimId| address(PageId::Claim(id)));
        told.reviews.extend(claims.map(|claim| (claim, review.rating.text.clone(), reasoning.clone())));
    }
    let known = &graph.vocabulary.properties;
    for (id, entity) in graph.registry.iter() {
        if graph.vocabulary.kinds.get(entity.kind).name != "source" {
            continue;
        }
        let value = |id: EntityId, name: &str| {
            let property = known.named(name).expect("it is built in");
            let literal = graph.values(id, property).find_map(|it| match &it.value {
                Object::Literal(literal) => Some(literal.canonical()),
                Object::Entity(_) => None,
            });
            literal.unwrap_or_default()
        };
        told.sources.insert((address(PageId::Entity(id)), value(id, "archive_url"), value(id, "sha256")));
    }
    told
}

/// A text of a record; empty where it has none.
fn field(record: &Value, name: &str) -> String {
    match &record[name] {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Attributes in the order of their names.
fn sorted(attributes: &str) -> String {
    let map: BTreeMap<String, Value> = serde_json::from_str(attributes).unwrap_or_default();
    if map.is_empty() { String::new() } else { serde_json::to_string(&map).expect("it is JSON") }
}

fn number(record: &Value, name: &str) -> u64 {
    field(record, name).parse().expect("it is a number")
}

/// What `annals export json` tells.
fn by_json(text: &str) -> Told {
    let all: Value = serde_json::from_str(text).expect("it is JSON");
    let list = |name: &str| all[name].as_array().expect("there is a list").clone();
    let pages: BTreeMap<String, String> = ["entities", "claims"]
        .iter()
        .flat_map(|it| list(it))
        .map(|it| (field(&it, "id"), field(&it, "page")))
        .collect();
    let page = |id: &Value| pages[id.as_str().expect("it is an id")].clone();
    let mut told = Told::default();
    let mut sources: BTreeMap<String, [String; 2]> = list("entities")
        .iter()
        .filter(|it| it["kind"] == "source")
        .map(|it| (field(it, "page"), Default::default()))
        .collect();
    for it in list("statements") {
        if !it["reference"]["sentence"].is_null() {
            told.facts.insert((field(&it["reference"], "address"), field(&it["reference"], "sentence")));
        }
        let place = ["archive_url", "sha256"].iter().position(|name| it["property"] == *name);
        if let (Some(place), Some(source)) = (place, sources.get_mut(&page(&it["subject"]))) {
            source[place] = field(&it["value"], "value");
        }
    }
    for it in list("mentions") {
        let parts = ["prefix", "exact", "suffix"].map(|part| field(&it, part));
        let place = ["start", "end"].map(|part| number(&it, part));
        let address = field(&it["reference"], "address");
        told.mentions.insert((address, page(&it["target"]), parts, place, sorted(&field(&it, "attributes"))));
    }
    for it in list("claims") {
        let relations = it["relations"].as_array().expect("there is a list").iter();
        let relations =
            relations.map(|pair| (pair[0].as_str().expect("it is text").to_owned(), page(&pair[1])));
        told.claims.insert((field(&it, "page"), field(&it, "text"), relations.collect()));
    }
    for it in list("reviews") {
        let claims = it["claims"].as_array().expect("there is a list").iter();
        told.reviews.extend(claims.map(|claim| (page(claim), field(&it, "rating"), field(&it, "reasoning"))));
    }
    told.sources = sources.into_iter().map(|(page, [archive, hash])| (page, archive, hash)).collect();
    told
}

/// The rows of tables, by their names.
type Rows = BTreeMap<String, Vec<Value>>;

/// What tables tell.
fn by_tables(rows: &Rows) -> Told {
    let mut pages = BTreeMap::new();
    for it in rows["entities"].iter().chain(&rows["claims"]) {
        pages.insert(field(it, "id"), field(it, "page"));
    }
    let page = |id: String| pages[&id].clone();
    let sentences: BTreeMap<_, _> =
        rows["sentences"].iter().map(|it| (field(it, "id"), field(it, "text"))).collect();
    let mut told = Told::default();
    for it in rows["statements"].iter().filter(|it| !field(it, "sentence").is_empty()) {
        let sentence = field(it, "sentence");
        told.facts.insert((sentence.clone(), sentences[&sentence].clone()));
    }
    let texts: BTreeMap<_, _> =
        rows["documents"].iter().map(|it| (field(it, "id"), field(it, "text"))).collect();
    for it in &rows["mentions"] {
        let parts = ["prefix", "exact", "suffix"].map(|part| field(it, part));
        let [start, end] = ["start_at", "end_at"].map(|part| number(it, part));
        let text = &texts[&field(it, "document")];
        let at: String = text.chars().skip(start as usize).take((end - start) as usize).collect();
        assert!(at == parts[1] && text.contains(&parts.concat()), "{it}");
        let target = field(it, "entity") + &field(it, "claim");
        told.mentions.insert((
            field(it, "id"),
            page(target),
            parts,
            [start, end],
            sorted(&field(it, "attributes")),
        ));
    }
    for it in &rows["claims"] {
        let id = field(it, "id");
        let relations = rows["claim_relations"].iter().filter(|it| field(it, "claim") == id);
        let relations = relations.filter(|it| !field(it, "other").is_empty());
        let relations = relations.map(|it| (field(it, "relation"), page(field(it, "other"))));
        told.claims.insert((field(it, "page"), field(it, "text"), relations.collect()));
    }
    let reviews = rows["reviews"].iter();
    told.reviews
        .extend(reviews.map(|it| (page(field(it, "claim")), field(it, "rating"), field(it, "reasoning"))));
    let sources = rows["sources"].iter();
    told.sources.extend(sources.map(|it| (field(it, "page"), field(it, "archive_url"), field(it, "sha256"))));
    told
}

/// The rows of the sheets, as a spreadsheet reads them: an apostrophe ahead of a formula is no part of the text.
fn of_sheets(files: &BTreeMap<String, String>) -> Rows {
    let table = |(name, text): (&String, &String)| {
        let mut lines = cells(text).into_iter();
        let names = lines.next().expect("there are headings");
        let row = |cells: Vec<String>| {
            let cells = cells.into_iter().map(|cell| match cell.strip_prefix('\'') {
                Some(rest)
                    if rest.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) =>
                {
                    rest.to_owned()
                }
                _ => cell,
            });
            names.iter().cloned().zip(cells.map(Value::from)).collect::<serde_json::Map<_, _>>().into()
        };
        (name.trim_end_matches(".csv").to_owned(), lines.map(row).collect())
    };
    files.iter().map(table).collect()
}

/// The cells of RFC 4180.
fn cells(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut is_quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' if is_quoted && rest.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !is_quoted && rest.next_if_eq(&'\n').is_some() => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    rows
}

/// The rows of the database.
#[cfg(feature = "sqlite")]
fn of_database(session: &BuiltSite) -> Rows {
    let file = tempfile::NamedTempFile::new().expect("there is room");
    let mut out = file.reopen().expect("it is there");
    let recorder = session.recorder().expect("the templates are sound");
    annals::export::files(session.graph(), Format::Sqlite)[0]
        .write(recorder, &mut out)
        .expect("it can be written");
    let database = rusqlite::Connection::open(file.path()).expect("it is a database");
    let table = |name: &String| {
        let mut query = database.prepare(&format!("SELECT * FROM {name}")).expect("there is such a table");
        let names: Vec<_> = query.column_names().into_iter().map(str::to_owned).collect();
        let cell = |row: &rusqlite::Row<'_>, at: usize| match row.get_ref_unwrap(at) {
            rusqlite::types::ValueRef::Null => Value::Null,
            rusqlite::types::ValueRef::Integer(number) => number.into(),
            rusqlite::types::ValueRef::Real(number) => number.into(),
            other => other.as_str().expect("it is text").into(),
        };
        let row = |row: &rusqlite::Row<'_>| {
            let cells = names.iter().enumerate().map(|(at, name)| (name.clone(), cell(row, at)));
            Ok(cells.collect::<serde_json::Map<_, _>>().into())
        };
        let rows: Result<Vec<Value>, _> = query.query_map([], row).expect("it has rows").collect();
        (name.clone(), rows.expect("they can be read"))
    };
    rows(session).keys().map(table).collect()
}

/// Triples by their subjects: predicates with objects, all as plain text.
type Graph = BTreeMap<String, Vec<(String, String)>>;

fn triples(triples: impl Iterator<Item = oxrdf::Triple>) -> Graph {
    let mut graph = Graph::new();
    let plain = |text: String| text.trim_matches(['<', '>']).to_owned();
    for triple in triples {
        let object = match triple.object {
            oxrdf::Term::Literal(literal) => literal.value().to_owned(),
            other => plain(other.to_string()),
        };
        let predicate = triple.predicate.as_str();
        graph.entry(plain(triple.subject.to_string())).or_default().push((predicate.to_owned(), object));
    }
    graph
}

/// What RDF tells.
fn by_triples(graph: &Graph) -> Told {
    let all = |subject: &str, name: &str| -> Vec<String> {
        let of = graph.get(subject).into_iter().flatten();
        of.filter(|(it, _)| it.ends_with(name)).map(|(_, object)| object.clone()).collect()
    };
    let one = |subject: &str, name: &str| all(subject, name).into_iter().next().unwrap_or_default();
    let is_a = |subject: &str, of: &str| all(subject, "#type").iter().any(|it| it.ends_with(of));
    let mut told = Told::default();
    let mut sources: BTreeMap<String, [String; 2]> = graph
        .keys()
        .filter(|it| it.contains("/sources/") && is_a(it, "prov#Entity"))
        .map(|it| (it.clone(), Default::default()))
        .collect();
    for subject in graph.keys() {
        if is_a(subject, "rdf-syntax-ns#Statement") {
            let sentences = all(subject, "#wasDerivedFrom").into_iter().filter(|it| it.contains('#'));
            told.facts.extend(sentences.map(|it| (it.clone(), one(&it, "/text"))));
            let place = ["#p-archive_url", "#p-sha256"]
                .iter()
                .position(|it| one(subject, "#predicate").ends_with(it));
            if let (Some(place), Some(source)) = (place, sources.get_mut(&one(subject, "#subject"))) {
                source[place] = one(subject, "#object");
            }
        } else if is_a(subject, "oa#Annotation") {
            let selectors = all(&one(subject, "#hasTarget"), "#hasSelector");
            let part = |name: &str| selectors.iter().flat_map(|it| all(it, name)).next().unwrap_or_default();
            let parts = ["#prefix", "#exact", "#suffix"].map(part);
            let place = ["#start", "#end"].map(|name| part(name).parse().expect("it is a number"));
            let (said, named): (Vec<_>, Vec<_>) =
                all(subject, "#hasBody").into_iter().partition(|it| is_a(it, "oa#TextualBody"));
            let attributes = said.first().map_or_else(String::new, |it| one(it, "#value"));
            told.mentions.insert((subject.clone(), named[0].clone(), parts, place, sorted(&attributes)));
        } else if is_a(subject, "schema.org/Claim") {
            let relations =
                ["supports", "denies", "disputes", "repeats", "qualifies", "corrects"].into_iter();
            let relations = relations.flat_map(|it| {
                all(subject, &format!("#c-{it}")).into_iter().map(move |other| (it.to_owned(), other))
            });
            let own = [one(subject, "/name"), one(subject, "/text")];
            let text = own.into_iter().find(|it| !it.is_empty()).unwrap_or_default();
            told.claims.insert((subject.clone(), text, relations.collect()));
        } else if is_a(subject, "schema.org/ClaimReview") {
            let rating = one(&one(subject, "/reviewRating"), "/alternateName");
            let claims = all(subject, "/itemReviewed").into_iter();
            told.reviews.extend(claims.map(|claim| (claim, rating.clone(), one(subject, "/reviewBody"))));
        }
    }
    told.sources = sources.into_iter().map(|(page, [archive, hash])| (page, archive, hash)).collect();
    told
}

/// What TEI tells of articles.
#[derive(Debug, Default, PartialEq, Eq)]
struct OfArticles {
    /// Of each fact its address and its letters.
    facts: BTreeSet<(String, String)>,
    /// Of each mention its address, whom it names, and its letters.
    mentions: BTreeSet<(String, String, String)>,
    claims: BTreeSet<Claimed>,
    /// Of each review of one: its claim, the rating, the reasoning.
    reviews: BTreeSet<(String, String, String)>,
    /// Of each source that is named, cited or rested on: its address, its archive's, its hash.
    sources: BTreeSet<(String, String, String)>,
}

/// The same as the graph says it; of sources, those that have an archived text and are cited in an article.
fn of_articles(session: &BuiltSite, truth: &Told) -> OfArticles {
    let is_article = |address: &str| address.strip_prefix(BASE).is_some_and(|it| it.starts_with("articles/"));
    let facts = truth.facts.iter().filter(|(address, _)| is_article(address));
    let mentions = truth.mentions.iter().filter(|(address, ..)| is_article(address));
    let (graph, views) = (session.graph(), session.views());
    let page = |id| views.absolute(&views.path(PageId::Entity(id))).expect("there is a base");
    let is_of_article = |it: &&Citation| graph.entity_of(it.document).is_some_and(|id| is_article(&page(id)));
    let cited: BTreeSet<_> = graph.citations().filter(is_of_article).map(|it| page(it.source)).collect();
    OfArticles {
        facts: facts.map(|(address, words)| (address.clone(), letters(words))).collect(),
        mentions: mentions
            .map(|(address, whom, words, ..)| (address.clone(), whom.clone(), letters(&words[1])))
            .collect(),
        claims: truth.claims.clone(),
        reviews: truth.reviews.clone(),
        sources: truth.sources.iter().filter(|(address, ..)| cited.contains(address)).cloned().collect(),
    }
}

type Element<'t> = roxmltree::Node<'t, 't>;

/// The elements of a document of TEI with this name.
fn elements<'t>(tei: &'t roxmltree::Document<'t>, name: &'static str) -> impl Iterator<Item = Element<'t>> {
    tei.descendants().filter(move |it| it.has_tag_name(name))
}

/// The id of an element.
fn id<'t>(element: &Element<'t>) -> Option<&'t str> {
    element.attribute(("http://www.w3.org/XML/1998/namespace", "id"))
}

/// The features of a feature structure.
fn features(structure: &Element<'_>) -> Vec<(String, String)> {
    let features = structure.children().filter(|it| it.has_tag_name("f"));
    let feature = |it: Element<'_>| {
        let words = it.descendants().filter_map(|it| it.text().filter(|_| it.is_text()));
        (it.attribute("name").expect("it has a name").to_owned(), words.collect())
    };
    features.map(feature).collect()
}

/// The letters of an element with all parts that go on with it.
fn letters_of(tei: &roxmltree::Document<'_>, own: &str) -> String {
    let (own, further) = (Some(own), format!("#{own}"));
    let parts = tei.descendants().filter(|it| id(it) == own || it.attribute("prev") == Some(&*further));
    let words = parts.flat_map(|it| it.descendants()).filter_map(|it| it.text().filter(|_| it.is_text()));
    letters(&words.collect::<String>())
}

/// What the documents of TEI tell.
fn by_tei(files: &BTreeMap<String, String>) -> OfArticles {
    let mut told = OfArticles::default();
    let documents: Vec<_> =
        files.values().map(|it| roxmltree::Document::parse(it).expect("it is well-formed")).collect();
    let structures = || documents.iter().flat_map(|tei| elements(tei, "fs").map(|it| features(&it)));
    let one = |features: &[(String, String)], name: &str| {
        let found = features.iter().find(|(it, _)| it == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let pages: BTreeMap<_, _> = structures().map(|it| (one(&it, "id"), one(&it, "page"))).collect();
    for tei in &documents {
        let address = elements(tei, "idno").next().and_then(|it| it.text()).expect("the header has it");
        let listed: BTreeMap<_, _> = elements(tei, "standOff")
            .flat_map(|it| it.descendants())
            .filter_map(|it| Some((id(&it)?, it.children().find(|it| it.has_tag_name("idno"))?.text()?)))
            .collect();
        for name in ["persName", "orgName", "placeName", "rs", "ref"] {
            for (own, it) in elements(tei, name).filter_map(|it| Some((id(&it)?, it))) {
                let whom = it.attribute("target").or_else(|| listed.get(&it.attribute("ref")?[1..]).copied());
                let words = letters_of(tei, own);
                told.mentions.insert((
                    format!("{address}#{own}"),
                    whom.expect("it names one").to_owned(),
                    words,
                ));
            }
        }
        for it in elements(tei, "fs").filter(|it| it.attribute("type") == Some("statement")) {
            let sentence = one(&features(&it), "sentence");
            // What the head of the article states, no sentence does.
            let Some((_, own)) = sentence.split_once('#') else { continue };
            told.facts.insert((sentence.clone(), letters_of(tei, own)));
        }
    }
    let kinds = ["supports", "denies", "disputes", "repeats", "qualifies", "corrects"];
    for it in structures().filter(|it| !one(it, "page").is_empty()) {
        let relations = it.iter().filter(|(name, _)| kinds.contains(&&**name));
        let relations = relations.map(|(name, other)| (name.clone(), pages[other].clone()));
        told.claims.insert((one(&it, "page"), one(&it, "text"), relations.collect()));
    }
    let reviews = documents.iter().flat_map(|tei| elements(tei, "fs"));
    for it in reviews.filter(|it| it.attribute("type") == Some("review")).map(|it| features(&it)) {
        let claims = it.iter().filter(|(name, claim)| name == "claim" && pages.contains_key(claim));
        let review = |claim: &str| (pages[claim].clone(), one(&it, "rating"), one(&it, "reasoning"));
        told.reviews.extend(claims.map(|(_, claim)| review(claim)));
    }
    let number = |source: &Element<'_>, of: &str| {
        let number = source.children().find(|it| it.has_tag_name("idno") && it.attribute("type") == Some(of));
        number.and_then(|it| it.text()).unwrap_or_default().to_owned()
    };
    let sources = documents.iter().flat_map(|tei| elements(tei, "listBibl")).flat_map(|it| it.children());
    for it in sources.filter(|it| it.has_tag_name("bibl")) {
        told.sources.insert((number(&it, "URI"), number(&it, "archive_url"), number(&it, "sha256")));
    }
    told
}

/// The letters and digits of a text, which no typography changes.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Each thing stands on the page to which its address leads.
fn stands_on_pages(session: &BuiltSite, told: &Told) {
    let mut pages: BTreeMap<String, (Html, String)> = BTreeMap::new();
    let mut page = |address: &str| {
        let (path, anchor) = address.split_once('#').unwrap_or((address, ""));
        let path = path.strip_prefix(BASE).expect("it is on the site");
        let (page, all) = pages.entry(path.to_owned()).or_insert_with(|| {
            let html =
                session.page(path).expect("it can be made").unwrap_or_else(|| panic!("there is no {path}"));
            let page = Html::parse_document(&String::from_utf8_lossy(&html));
            let all = letters(&text(page.root_element()));
            (page, all)
        });
        let element = (!anchor.is_empty()).then(|| {
            page.tree.nodes().find_map(|node| {
                let element = scraper::ElementRef::wrap(node)?;
                (element.attr("id") == Some(anchor)).then(|| letters(&text(element)))
            })
        });
        assert!(element.as_ref().is_none_or(Option::is_some), "there is no {address}");
        (element.flatten(), all.clone())
    };
    for (address, words) in &told.facts {
        let (sentence, all) = page(address);
        let begins = |it: String| it.starts_with(&letters(words)) || letters(words).starts_with(&it);
        assert!(sentence.is_some_and(begins) && all.contains(&letters(words)), "{address}: {words}");
    }
    for (address, _, [_, exact, _], ..) in &told.mentions {
        let (_, all) = page(address);
        assert!(all.contains(&letters(exact)), "{address}: {exact}");
    }
    for (address, words, relations) in &told.claims {
        assert!(page(address).1.contains(&letters(words)), "{address}: {words}");
        relations.iter().for_each(|(_, other)| drop(page(other)));
    }
    for (address, rating, reasoning) in &told.reviews {
        let all = page(address).1;
        assert!(all.contains(&letters(rating)), "{address}: {rating}");
        let paragraphs = reasoning.split('\n').map(letters);
        paragraphs.for_each(|it| assert!(all.contains(&it), "{address}: {reasoning}"));
    }
    for (address, archive, hash) in &told.sources {
        let html =
            session.page(address.strip_prefix(BASE).expect("it is on the site")).expect("it can be made");
        let html = String::from_utf8_lossy(&html.expect("it is there")).replace("&amp;", "&");
        assert!(html.contains(archive) && html.contains(hash), "{address}: {archive} {hash}");
    }
}

/// The sites on which it is tested.
fn all_sites() -> Vec<Site> {
    let sedgeley = Site::copy_of(&repository().join("tests/suite/sites/sedgeley"));
    sites().into_iter().chain([sedgeley, voices(), twisted()]).collect()
}

#[test]
fn every_full_format_alone_leads_back_to_all_that_the_pages_say() {
    let mut facts = 0;
    for site in all_sites() {
        let session = session(&site);
        let truth = truth(&session);
        facts += truth.facts.len();
        stands_on_pages(&session, &truth);
        assert_eq!(by_json(&exported(&session, Format::Json)), truth, "JSON");
        assert_eq!(by_tables(&rows(&session)), truth, "lines of JSON");
        assert_eq!(by_tables(&of_sheets(&exports(&session, Format::Csv))), truth, "CSV");
        #[cfg(feature = "sqlite")]
        assert_eq!(by_tables(&of_database(&session)), truth, "SQLite");
        let (lines, turtle) = (exported(&session, Format::NTriples), exported(&session, Format::Turtle));
        let read = oxttl::NTriplesParser::new().for_slice(&lines).map(|it| it.expect("it is a triple"));
        assert_eq!(by_triples(&triples(read)), truth, "N-Triples");
        let read = oxttl::TurtleParser::new().for_slice(&turtle).map(|it| it.expect("it is a triple"));
        assert_eq!(by_triples(&triples(read)), truth, "Turtle");
        let (mut told, of_articles) =
            (by_tei(&exports(&session, Format::Tei)), of_articles(&session, &truth));
        assert!(
            told.sources.is_superset(&of_articles.sources),
            "{:?} in {:?}",
            of_articles.sources,
            told.sources
        );
        told.sources.clone_from(&of_articles.sources);
        assert_eq!(told, of_articles, "TEI");
    }
    assert!(facts > 50, "only {facts} sentences");
}
