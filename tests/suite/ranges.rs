//! Numbers that are ranges and limits, in what programs fetch: no format makes a single number of them.

use annals::config::Format;
use annals::load::Snapshot;
use annals::pipeline::{Options, Site};

use crate::site::exported;

fn site() -> Site {
    let config = "base_url = \"https://example.org/\"\n[properties.reach]\ndatatype = \"number\"\nschema = \"height\"\n";
    let files = [
        ("annals.toml", config),
        ("content/events/blast.md", "---\nname: The blast\ndeaths: 10..12\ninjured: 40..\n---\n"),
        ("content/people/ada.md", "---\nname: Ada\nreach: 170..175 cm\n---\n"),
        ("content/people/bob.md", "---\nname: Bob\nreach: ~180 cm\n---\n"),
    ];
    Site::of(Snapshot::from_memory(files), Options::default())
}

#[test]
fn exported_facts_have_both_ends() {
    let site = site();
    let json: serde_json::Value = serde_json::from_str(&exported(&site, Format::Json)).unwrap();
    let statements = json["statements"].as_array().unwrap();
    let value = |property: &str| {
        let found = statements.iter().find(|statement| statement["property"] == property);
        found.unwrap()["value"].clone()
    };
    let deaths = value("deaths");
    assert_eq!([&deaths["value"], &deaths["low"], &deaths["high"]], ["10..12", "10", "12"]);
    let injured = value("injured");
    assert_eq!([&injured["value"], &injured["low"]], ["40..", "40"]);
    assert!(injured.get("high").is_none());
    let turtle = exported(&site, Format::Turtle);
    for triple in ["schema:minValue \"10\"", "schema:maxValue \"12\"", "schema:minValue \"40\""] {
        assert!(turtle.contains(triple), "{triple} in {turtle}");
    }
}

#[test]
fn linked_data_has_a_quantitative_value() {
    let site = site();
    let page = |path| String::from_utf8(site.page(path).unwrap().unwrap().into_owned()).unwrap();
    let (ada, bob) = (page("people/ada.html"), page("people/bob.html"));
    let range =
        "\"height\":{\"@type\":\"QuantitativeValue\",\"maxValue\":175,\"minValue\":170,\"unitText\":\"cm\"}";
    assert!(ada.contains(range), "{ada}");
    assert!(bob.contains("\"description\":\"about 180 cm\"") && bob.contains("\"value\":180"), "{bob}");
}
