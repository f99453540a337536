//! The site of this repository: what a reader of it must find.
//!
//! `seed.txt` is the article as it was printed, one paragraph a line.

use std::collections::BTreeMap;
use std::ops::Range;

use annals::config::Format;
use annals::pipeline::{self, Options, Site as BuiltSite};
use annals::resolve::Target;
use annals::syntax::{Document, DocumentId};
use scraper::{ElementRef, Html};
use serde_json::Value;

use crate::html::{broken_links, resolve, selector, text, words};
use crate::site::{Site, exported, repository};

const ARTICLE: &str = "articles/putin-hopes-for-more-meetings.html";

const PEOPLE: [&str; 6] = [
    "vladimir-putin",
    "donald-trump",
    "sergey-lavrov",
    "rex-tillerson",
    "hillary-clinton",
    "donald-trump-jr",
];
const ORGANIZATIONS: [&str; 3] = ["russia-24", "white-house", "g20"];
const PLACES: [&str; 8] =
    ["belgorod-region", "hamburg", "russia", "united-states", "moscow", "washington", "syria", "ukraine"];
const EVENTS: [&str; 11] = [
    "g20-hamburg-summit",
    "hamburg-meeting",
    "belgorod-meeting",
    "lavrov-briefing",
    "us-presidential-election-2016",
    "election-interference",
    "meddling-investigations",
    "email-release",
    "trump-defends-son",
    "crisis-in-syria",
    "crisis-in-ukraine",
];

fn seed() -> BTreeMap<String, Vec<u8>> {
    let site = Site::copy_of(&repository());
    let report = site.build_here();
    assert!(report.written.is_some());
    site.pages()
}

fn page(pages: &BTreeMap<String, Vec<u8>>, path: &str) -> Html {
    let bytes = pages.get(path).unwrap_or_else(|| panic!("there is no page {path}"));
    Html::parse_document(std::str::from_utf8(bytes).expect("pages are UTF-8"))
}

#[test]
fn nothing_is_left_to_report() {
    let report = pipeline::check(&repository(), &Options::default()).expect("the site can be read");
    let told: Vec<_> = report.diagnostics.iter().map(|finding| &finding.message).collect();
    assert_eq!(told, Vec::<&String>::new());
}

#[test]
fn the_words_of_the_article_are_those_that_were_printed() {
    let pages = seed();
    let article = page(&pages, ARTICLE);
    let shown: Vec<_> = article.select(&selector("article .text > p")).map(text).collect();
    let printed: Vec<_> = include_str!("seed.txt").lines().map(words).collect();
    assert_eq!(shown, printed);
}

#[test]
fn every_link_leads_somewhere() {
    assert_eq!(broken_links(&seed()), Vec::<String>::new());
}

#[test]
fn every_link_leads_somewhere_with_clean_addresses() {
    let site = Site::copy_of(&repository());
    let config = std::fs::read_to_string(site.path("annals.toml")).unwrap();
    let site = site.file("annals.toml", format!("urls = \"clean\"\n{config}"));
    site.build_here();
    assert_eq!(broken_links(&site.pages()), Vec::<String>::new());
}

#[test]
fn everybody_and_everything_named_has_a_page_with_its_mentions() {
    let pages = seed();
    let is_text =
        |path: &str| path.ends_with(".html") && (path.starts_with("articles/") || path.starts_with("pages/"));
    let texts: BTreeMap<_, _> =
        pages.keys().filter(|path| is_text(path)).map(|path| (&**path, page(&pages, path))).collect();
    let paths =
        |folder: &'static str, ids: &'static [&str]| ids.iter().map(move |id| format!("{folder}/{id}.html"));
    let people = paths("people", &PEOPLE).chain(paths("organizations", &ORGANIZATIONS));
    for path in people.chain(paths("places", &PLACES)).chain(paths("events", &EVENTS)) {
        let page = page(&pages, &path);
        let mentions: Vec<_> = page.select(&selector(".mentions blockquote.sentence a")).collect();
        let speaks = page.select(&selector(".claims .ref[href*='#s-']")).next().is_some();
        assert!(speaks || !mentions.is_empty(), "{path} has no mention");
        for mention in mentions {
            arrives(&texts, &path, mention);
        }
    }
}

/// One click on a mention leads to the sentence it quotes, in which the highlighted words are marked as this entity's.
fn arrives(articles: &BTreeMap<&str, Html>, from: &str, mention: ElementRef<'_>) {
    let link = mention.value().attr("href").expect("a mention is a link");
    let (address, anchor) = link.split_once('#').expect("it leads to a sentence");
    let target_path = resolve(from, address);
    let target = articles.get(&*target_path).unwrap_or_else(|| panic!("{from}: {link} leads to no article"));
    let sentence = target.select(&selector(&format!("[id='{anchor}']"))).next();
    let sentence = sentence.unwrap_or_else(|| panic!("{from}: {link} leads nowhere"));
    let quoted = text(mention);
    assert!(whole_sentence(target, sentence).starts_with(&text(sentence)), "{from}: {link}");
    assert_eq!(whole_sentence(target, sentence), quoted, "{from}: {link}");
    let marked: Vec<_> = target
        .select(&selector(".text .m"))
        .filter(|it| it.value().attr("href").is_none_or(|href| resolve(&target_path, href) == from))
        .map(text)
        .collect();
    let highlighted: Vec<_> = mention.select(&selector("b")).map(text).collect();
    assert!(!highlighted.is_empty(), "{from}: nothing is highlighted in “{quoted}”");
    for words in highlighted {
        assert!(marked.contains(&words), "{from}: “{words}” is no mention of it in {target_path}");
    }
}

/// The words of a sentence, all parts of it that other elements cut.
fn whole_sentence(page: &Html, first: ElementRef<'_>) -> String {
    let mut parts = vec![text(first)];
    let all: Vec<_> = page.select(&selector(".text .s")).collect();
    let at = all.iter().position(|part| *part == first).expect("it is among them");
    parts.extend(
        all[at + 1..].iter().take_while(|part| part.value().attr("id").is_none()).map(|part| text(*part)),
    );
    words(&parts.join(" "))
}

#[test]
fn disputes_stand_side_by_side_wherever_they_matter() {
    let pages = seed();
    for path in [
        "index",
        "people/rex-tillerson",
        "people/sergey-lavrov",
        "people/donald-trump",
        "events/hamburg-meeting",
    ] {
        beside(&pages, &format!("{path}.html"), "trump-agreed", "pressed");
    }
    for path in ["index", "people/vladimir-putin", "events/election-interference"] {
        beside(&pages, &format!("{path}.html"), "putin-denies", "meddling");
    }
    beside(&pages, ARTICLE, "trump-agreed", "pressed");
    beside(&pages, ARTICLE, "putin-denies", "meddling");
}

/// A page shows two claims of the article side by side, each with the way to its own page.
fn beside(pages: &BTreeMap<String, Vec<u8>>, path: &str, one: &str, other: &str) {
    let claims = [one, other].map(|claim| format!("claims/putin-hopes-for-more-meetings/{claim}.html"));
    let found = page(pages, path).select(&selector("main li")).any(|item| {
        let links: Vec<_> = item
            .select(&selector("a[href]"))
            .filter_map(|link| link.value().attr("href"))
            .map(|href| resolve(path, href.split('#').next().unwrap_or_default()))
            .collect();
        claims.iter().all(|claim| links.contains(claim))
    });
    assert!(found, "{path} does not show {one} beside {other}");
}

#[test]
fn values_of_the_article_stand_on_the_page_of_their_subject() {
    let pages = seed();
    let meeting = page(&pages, "events/hamburg-meeting.html");
    let infobox: String = meeting.select(&selector("dl")).map(text).collect();
    for value in
        ["35 minutes", "2 hours 16 minutes", "7 July 2017", "Hamburg", "Lavrov", "Tillerson", "White House"]
    {
        assert!(infobox.contains(value), "{value} is missing in: {infobox}");
    }
}

/// Who is marked up in the article, each with the bytes of the plain text.
fn marked(session: &BuiltSite, id: DocumentId) -> Vec<(Target, Range<usize>)> {
    let body = &session.graph().document(id).unwrap().body;
    let mentions = session.graph().mentions_in(id);
    mentions.map(|it| (it.target, body.annotation(it.annotation).unwrap().text.clone())).collect()
}

/// From the bare words of the article, `link` finds every full name, and takes nothing for what the authors did not.
#[test]
fn link_finds_every_full_name_and_marks_up_nothing_wrong() {
    let path = "content/articles/putin-hopes-for-more-meetings.md";
    let site = Site::copy_of(&repository());
    let authored = BuiltSite::open(&site.path(""), Options::default()).unwrap();
    let mut documents = authored.graph().all_documents();
    let is_article = |it: &Document| &*authored.files().get(it.file).path == path;
    let (article, _) = documents.find(|(_, document)| is_article(document)).unwrap();
    // Without the article's own short names: they are the authors' work.
    let front = INLINE.split_inclusive("---\n").take(2).collect::<String>();
    let bare = front + "\n" + &include_str!("seed.txt").replace('\n', "\n\n");
    let site = site.file(path, &bare);
    site.run(&["link", "--write", path]).expect(0);

    let linked = BuiltSite::open(&site.path(""), Options::default()).unwrap();
    let (by_hand, by_link) = (marked(&authored, article), marked(&linked, article));
    for (target, at) in &by_link {
        let is_same = |(own, around): &(Target, Range<usize>)| {
            own == target && around.start <= at.start && at.end <= around.end
        };
        assert!(by_hand.iter().any(is_same), "{target:?} at {at:?} is not what the authors marked up");
    }
    let graph = linked.graph();
    let words = &graph.document(article).unwrap().body.text;
    for (_, entity) in graph.registry.iter().filter(|(_, it)| it.document != Some(article)) {
        let is_whole = |at: usize, name: &str| !words[at + name.len()..].starts_with(char::is_alphabetic);
        let found = words.match_indices(&*entity.name).filter(|(at, name)| is_whole(*at, name));
        for (start, name) in found {
            let is_marked = by_link.iter().any(|(_, at)| at.start <= start && start + name.len() <= at.end);
            assert!(is_marked, "{name} at {start} stands without markup");
        }
    }
    let written = std::fs::read_to_string(site.path(path)).unwrap();
    site.run(&["link", "--write", path]).expect(0).says("0 names in 0 files marked up");
    assert_eq!(std::fs::read_to_string(site.path(path)).unwrap(), written);
}

/// The text of the seed article with its attributes in the prose, as it was before they stood apart.
const INLINE: &str = include_str!("seed-inline.md");

/// The path of the seed article.
const SEED: &str = "content/articles/putin-hopes-for-more-meetings.md";

/// The seed article with its attributes apart from the words.
fn light() -> String {
    std::fs::read_to_string(repository().join(SEED)).unwrap()
}

/// What the seed article says in one of its forms: claims, statements and mentions, without their places in the file.
fn said(article: &str) -> BTreeMap<String, Vec<Value>> {
    let site = Site::copy_of(&repository()).file(SEED, article);
    let session = BuiltSite::open(&site.path(""), Options::default()).unwrap();
    let facts: BTreeMap<String, Vec<Value>> =
        serde_json::from_str(&exported(&session, Format::Json)).unwrap();
    let mut said: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for (kind, mut record) in
        facts.into_iter().flat_map(|(kind, all)| all.into_iter().map(move |it| (kind.clone(), it)))
    {
        if let Some(reference) = record.get_mut("reference").and_then(Value::as_object_mut) {
            reference.retain(|key, _| key != "line" && key != "column");
        }
        if kind == "statements" {
            record.as_object_mut().unwrap().remove("id");
        }
        said.entry(kind).or_default().push(record);
    }
    said.values_mut().for_each(|records| records.sort_by_key(Value::to_string));
    said
}

#[test]
fn the_light_form_is_short_and_says_the_same() {
    let article = light();
    let text = article.splitn(3, "---\n").nth(2).unwrap();
    let prose = text.split("```annals").next().unwrap();
    let printed = include_str!("seed.txt");
    let (written, read) = (prose.chars().count(), printed.chars().count());
    assert!(written * 100 <= read * 155, "{written} characters for {read}");
    let is_assignment = |word: &&str| word.contains('=');
    assert_eq!(prose.split_whitespace().find(is_assignment), None);

    let (light, inline) = (said(&article), said(INLINE));
    assert_eq!((light["claims"].len(), light["mentions"].len()), (32, 106));
    for kind in ["claims", "statements", "mentions", "entities"] {
        for (light, inline) in light[kind].iter().zip(&inline[kind]) {
            assert_eq!(light, inline, "{kind}");
        }
        assert_eq!(light[kind].len(), inline[kind].len(), "{kind}");
    }
    let dates = |article: &str| {
        let site = Site::copy_of(&repository()).file(SEED, article);
        let page = site.build().page(ARTICLE);
        page.matches("<time class=\"date\"").count()
    };
    assert_eq!((dates(&article), dates(INLINE)), (6, 6));
}

/// Values of the seed article, each with a wrong one.
const WRONG: [(&str, &str); 30] = [
    ("counterpart=donald-trump", "counterpart=hillary-clinton"),
    ("part-of=g20-hamburg-summit", "part-of=us-presidential-election-2016"),
    ("place=belgorod-region", "place=moscow"),
    ("broadcaster=russia-24", "broadcaster=g20"),
    ("aired=2017-07-14", "aired=2017-07-13"),
    ("participants=vladimir-putin", "participants=sergey-lavrov"),
    ("type=\"bilateral meeting\" place=hamburg", "type=\"bilateral meeting\" place=washington"),
    ("date=2017-07-07", "date=2017-07-08"),
    ("participants=\"vladimir-putin; donald-trump\"", "participants=\"vladimir-putin; rex-tillerson\""),
    ("leader=vladimir-putin", "leader=sergey-lavrov"),
    ("planned-duration=PT35M", "planned-duration=PT53M"),
    (" duration=PT2H16M", " duration=PT2H6M"),
    ("participants=\"sergey-lavrov; rex-tillerson\"", "participants=\"sergey-lavrov; hillary-clinton\""),
    ("participants=russia", "participants=ukraine"),
    ("place=hamburg follows", "place=moscow follows"),
    ("follows=hamburg-meeting", "follows=belgorod-meeting"),
    ("participants=sergey-lavrov", "participants=rex-tillerson"),
    ("candidates=\"donald-trump; hillary-clinton\"", "candidates=\"donald-trump; vladimir-putin\""),
    ("children=donald-trump-jr", "children=hillary-clinton"),
    ("date=2017-07-11", "date=2017-07-12"),
    ("participants=donald-trump-jr", "participants=hillary-clinton"),
    ("date=2017-07-12", "date=2017-07-13"),
    ("position=\"President of Russia\"", "position=\"President of Ukraine\""),
    ("position=\"US Secretary of State\"", "position=\"US Secretary of Defense\""),
    ("[2017-07-14|Friday]", "[2017-07-13|Friday]"),
    ("[2017-07-07|July 7]", "[2017-07-09|July 7]"),
    ("[2016|last year]", "[2015|last year]"),
    ("[2017-07-11|Tuesday]", "[2017-07-12|Tuesday]"),
    ("[2017-07-12|Wednesday]", "[2017-07-13|Wednesday]"),
    ("[2016-11|last November]", "[2015-11|last November]"),
];

/// A date as it is written with its attributes in the prose: `[Friday]{.date when=2017-07-14}`.
fn inline_date(short: &str) -> String {
    let parts = short.strip_prefix('[').and_then(|it| it.strip_suffix(']')).and_then(|it| it.split_once('|'));
    parts.map_or(short.to_owned(), |(when, words)| format!("[{words}]{{.date when={when}}}"))
}

#[test]
fn wrong_values_are_noticed_in_either_form() {
    let article = light();
    let unbroken = INLINE
        .split("\n\n")
        .map(|part| if part.contains("---") { part.to_owned() } else { part.replace('\n', " ") });
    let unbroken = unbroken.collect::<Vec<_>>().join("\n\n");
    for (form, is_inline) in [(&article, false), (&unbroken, true)] {
        let is_noticed = |(right, wrong): &&(&str, &str)| {
            let (right, wrong) = if is_inline {
                (inline_date(right), inline_date(wrong))
            } else {
                (right.to_string(), wrong.to_string())
            };
            assert!(form.contains(&right), "{right}");
            let site = Site::copy_of(&repository()).file(SEED, form.replacen(&right, &wrong, 1));
            let report = pipeline::check(&site.path(""), &Options::default()).unwrap();
            !report.diagnostics.is_empty()
        };
        let missed: Vec<_> = WRONG.iter().filter(|it| !is_noticed(it)).map(|(_, wrong)| *wrong).collect();
        println!("missed, inline {is_inline}: {missed:#?}");
        assert!(WRONG.len() - missed.len() >= 20, "{missed:#?}");
    }
}
