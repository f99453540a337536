//! What is only said, doubted or over is never shown as so.
//!
//! Input: a site in which one event and one person have values that the site asserts, and such as it only reports. Output:
//! what pages, their lists and their JSON-LD say.

use scraper::Html;
use serde_json::Value;

use crate::html::{selector, text};
use crate::site::Site;

const CONFIG: &str = "title = \"T\"\nbase_url = \"https://example.org/\"\n[entities]\n\
    roe = { kind = \"person\", name = \"Ann Roe\" }\n\
    guild = { kind = \"organization\", name = \"The Guild\" }\n\
    march = { kind = \"event\", name = \"The march\", date = \"1950\" }\n";

const PERSON: &str = "---
name: Ned Hart
born: {value: 1880, certainty: certain}
spouse: [{id: roe, from: 1990-05-03, until: 1999}]
positions:
  - {title: Mayor, from: 1990, until: 1999}
  - {title: Clerk, as-of: 2001, certainty: alleged}
  - {title: Porter, rank: deprecated}
---
";

const ARTICLE: &str = "[[Ann Roe]] said that [[[Ned Hart]] died in [1931]{.fact of=hart died=1931} and that [[the \
    strike]] began in [1961]{.fact of=strike date=1961}]{.claim by=roe}. It is [alleged]{.fact of=strike \
    organizer=guild certainty=alleged} that [[the march]] was [part]{.fact of=march part-of=strike according-to=roe} \
    of it.";

fn reported() -> Site {
    let site = Site::new().file("annals.toml", CONFIG).file("content/people/hart.md", PERSON);
    site.file("content/events/strike.md", "---\nname: The strike\n---\n").article("a", ARTICLE).build()
}

fn data(page: &str) -> Value {
    let page = Html::parse_document(page);
    let script = selector("script[type='application/ld+json']");
    let script = page.select(&script).next().expect("there is JSON-LD");
    serde_json::from_str(&script.inner_html()).expect("it is JSON")
}

fn main_words(page: &str) -> String {
    text(Html::parse_document(page).select(&selector("main")).next().expect("there is a main part"))
}

#[test]
fn what_is_reported_reads_so_in_words() {
    let site = reported();
    let person = main_words(&site.page("people/hart.html"));
    for shown in [
        "Mayor (from 1990 until 1999)",
        "Clerk (as of 2001) (alleged)",
        "Porter (no longer held to be right)",
        "Ann Roe (from 3 May 1990 until 1999)",
        "1931",
        "according to Ann Roe",
    ] {
        assert!(person.contains(shown), "{shown}: {person}");
    }
    assert!(!person.contains("certain"), "{person}");
    let struck = Html::parse_document(&site.page("people/hart.html"));
    assert_eq!(struck.select(&selector("dd s")).map(text).collect::<Vec<_>>(), ["Porter"]);
}

#[test]
fn only_what_the_site_asserts_is_plain() {
    let site = reported();
    let person = data(&site.page("people/hart.html"));
    assert_eq!(person["birthDate"], "1880");
    for absent in ["deathDate", "spouse", "jobTitle"] {
        assert_eq!(person[absent], Value::Null, "{absent}");
    }
    let event = data(&site.page("events/strike.html"));
    for absent in ["startDate", "organizer", "subEvent"] {
        assert_eq!(event[absent], Value::Null, "{absent}");
    }
}

#[test]
fn lists_have_no_place_for_what_is_only_said() {
    let site = reported();
    assert!(!main_words(&site.page("organizations/guild.html")).contains("Events"));
    let strike = Html::parse_document(&site.page("events/strike.html"));
    let headings: Vec<_> = strike.select(&selector("h2")).map(text).collect();
    assert!(!headings.contains(&"Parts".to_owned()), "{headings:?}");
    assert!(main_words(&site.page("events.html")).contains("Undated"));
}

#[test]
fn a_value_that_somebody_says_as_well_is_the_sites_own() {
    let own = "[[Ned Hart]] died in [1931]{.fact of=hart died=1931}.";
    let site = Site::new().file("annals.toml", CONFIG).file("content/people/hart.md", PERSON);
    let site = site.file("content/events/strike.md", "---\nname: The strike\n---\n").article("a", ARTICLE);
    let page = site.article("b", own).build().page("people/hart.html");
    assert_eq!(data(&page)["deathDate"], "1931");
    let infobox =
        text(Html::parse_document(&page).select(&selector(".infobox")).next().expect("it is there"));
    assert!(!infobox.contains("according to"), "{infobox}");
}

#[test]
fn of_a_preferred_value_the_inverse_alone_is_plain() {
    let config = "title = \"T\"\nbase_url = \"https://example.org/\"\n[entities]\n\
        ada = { kind = \"person\", name = \"Ada\" }\nbea = { kind = \"person\", name = \"Bea\" }\n";
    let person = "---\nname: Cid\nspouse: [{id: ada, rank: preferred}, {id: bea}]\n---\n";
    let site = Site::new().file("annals.toml", config).file("content/people/cid.md", person).build();
    assert_eq!(data(&site.page("people/ada.html"))["spouse"]["name"], "Cid");
    assert_eq!(data(&site.page("people/bea.html"))["spouse"], Value::Null);
    assert_eq!(data(&site.page("people/cid.html"))["spouse"]["name"], "Ada");
}
