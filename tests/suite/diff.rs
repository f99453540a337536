//! What changed between two exports, and what never does: the ids of all that stays.

use std::collections::BTreeSet;
use std::fs;

use annals::config::Format;
use serde_json::Value;

use crate::linked_data::session;
use crate::site::{Site, exported};

const FIRST: &str = "[[Ada]] was born in [1815]{.fact of=ada born=1815} in [[London]].\n\n\
    [[Bob]] says [she had [two children]{.fact of=ada children-count=2}]{.claim by=bob}. \
    [[Ada]] [moved]{.fact of=ada residence=london from=1820}.\n\n[He agreed]{.quote by=bob #agreed}.\n";

fn site() -> Site {
    let config = "[entities]\nlondon = { kind = \"place\", name = \"London\" }\n\
        [properties.children_count]\ndatatype = \"number\"\n";
    let review = "---\nclaim: b#agreed\nrating: False\n---\nNo.\n";
    let site = Site::new().person("ada", "Ada").person("bob", "Bob").file("annals.toml", config);
    let site =
        site.article("b", FIRST).article("c", "[[Bob]] was [a baker]{.fact of=bob occupation=baker}.\n");
    site.file("content/claims/agreed.md", review)
}

fn facts(site: &Site) -> Value {
    serde_json::from_str(&exported(&session(site), Format::Json)).expect("it is JSON")
}

/// The ids of all statements, claims and reviews.
fn ids(site: &Site) -> BTreeSet<String> {
    let facts = facts(site);
    let tables = ["statements", "claims", "reviews"].into_iter();
    let rows = tables.flat_map(|table| facts[table].as_array().expect("there is a table").clone());
    rows.map(|row| row["id"].as_str().expect("it has an id").to_owned()).collect()
}

/// Writes an article anew.
fn rewrite(site: &Site, text: &str) {
    let front = "---\ntitle: Article b\ndate: 2017-07-07\n---\n";
    site.write("content/articles/b.md", format!("{front}{text}").as_bytes());
}

/// What changes when an article is written anew, in words and as JSON.
fn changed(text: &str) -> (String, Vec<Value>) {
    let site = site();
    site.run(&["export", "json", "-o", "old.json"]).expect(0);
    rewrite(&site, text);
    site.run(&["export", "json", "-o", "new.json"]).expect(0);
    let words = site.run(&["diff", "old.json", "new.json"]).expect(0).stdout;
    let json = site.run(&["diff", "old.json", "new.json", "--json"]).expect(0).stdout;
    (words, serde_json::from_str(&json).expect("it is JSON"))
}

#[test]
fn nothing_changes_when_facts_move_and_others_come_and_go() {
    let site = site();
    let before = ids(&site);
    assert_eq!(before.len(), 9);
    let inserted =
        format!("[[Bob]] [died]{{.fact of=bob died=1890}}. [It rained]{{.claim by=bob}}.\n\n{FIRST}");
    let paragraphs: Vec<_> = FIRST.split("\n\n").collect();
    let moved = paragraphs.iter().rev().map(|it| it.trim()).collect::<Vec<_>>().join("\n\n");
    for text in [&inserted, &moved, &format!("{FIRST}\n\nMore.\n")] {
        rewrite(&site, text);
        let after = ids(&site);
        assert!(before.is_subset(&after), "{:?}", before.difference(&after));
    }
    rewrite(&site, paragraphs[0]);
    site.remove("content/claims/agreed.md");
    let left = ids(&site);
    assert!(left.is_subset(&before) && left.len() == 4, "{left:?}");
}

#[test]
fn a_file_that_is_renamed_changes_no_id_but_its_own() {
    let site = site();
    let of_c = |ids: BTreeSet<String>| -> BTreeSet<String> {
        ids.into_iter().filter(|id| !id.contains("/c.html") && !id.contains("/z.html")).collect()
    };
    let before = of_c(ids(&site));
    let text = fs::read_to_string(site.path("content/articles/c.md")).expect("it is there");
    site.remove("content/articles/c.md");
    site.write("content/articles/z.md", text.as_bytes());
    assert_eq!(before, of_c(ids(&site)));
}

#[test]
fn the_log_tells_which_values_and_sentences_changed() {
    assert!(changed(FIRST).1.is_empty());
    let (words, changes) = changed(&FIRST.replace("1815", "1816"));
    assert!(
        words.contains(
            "changed value: Ada – born: 1816, content/articles/b.md:5: “Ada was born in 1816 in London.”"
        ),
        "{words}"
    );
    assert!(
        words.contains(
            "\n  was: Ada – born: 1815, content/articles/b.md:5: “Ada was born in 1815 in London.”"
        ),
        "{words}"
    );
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(
        (&changes[0]["change"], &changes[0]["old"]["value"]["value"]),
        (&"changed-value".into(), &"1815".into())
    );

    let kinds = |text: &str| -> Vec<String> {
        let (words, changes) = changed(text);
        assert_eq!(words.lines().filter(|line| !line.starts_with("  ")).count(), changes.len());
        changes
            .iter()
            .map(|it| {
                format!(
                    "{} {}",
                    it["of"].as_str().unwrap_or_default(),
                    it["change"].as_str().unwrap_or_default()
                )
            })
            .collect()
    };
    assert_eq!(kinds(&FIRST.replace("was born in", "came to the world in")), ["statement changed-sentence"]);
    assert_eq!(kinds(&FIRST.replace("from=1820", "from=1821")), ["statement changed-details"]);
    assert_eq!(kinds(&FIRST.replace("[1815]{.fact of=ada born=1815}", "1815")), ["statement removed"]);
    assert_eq!(kinds(&format!("{FIRST}\n[[Bob]] [died]{{.fact of=bob died=1890}}.\n")), ["statement added"]);
    assert_eq!(kinds(&FIRST.replace("He agreed", "He disagreed")), ["claim changed-value"]);
}

#[test]
fn only_exports_are_compared() {
    let site = site();
    site.run(&["export", "json", "-o", "old.json"]).expect(0);
    site.run(&["diff", "old.json", "annals.toml"])
        .expect(2)
        .says("annals.toml is no file that `annals export json` wrote");
    site.run(&["diff", "old.json", "none.json"]).expect(2).says("can't read none.json");
}
