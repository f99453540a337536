//! What other programs read: each format held against the pages, and given to a tool of those who made it.
//!
//! Input: the sites of this repository, and sites with facts of every kind. Output: the tools accept all of it, and nothing
//! is claimed that the site does not claim.

use annals::export::Format;
use serde_json::Value;

use crate::linked_data::{BASE, data, session, sites};
use crate::python::python;
use crate::site::{Site, exported};

/// A site on which the same is said by the site, by somebody, doubtfully, and of the past.
fn voices() -> Site {
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

#[test]
fn followthemoney_takes_every_entity_and_link() {
    for site in sites().into_iter().chain([voices()]) {
        let lines = exported(&session(&site), Format::FollowTheMoney);
        let Some(counts) = python("ftm.py", &[], &lines) else { return };
        let counts: Value = serde_json::from_str(&counts).expect("it is JSON");
        for schema in ["Article", "Person", "Note", "Documentation", "UnknownLink"] {
            assert!(counts[schema].as_u64() > Some(0), "no {schema} in {counts}");
        }
    }
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
