//! `annals tidy`: markup becomes light, and the site stays what it is.
//!
//! Input: the sites of the tests, and small articles. Output: the same bytes of every page, and lighter files.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use annals::graph::Reference;
use annals::pipeline::{Options, Site as BuiltSite};

use crate::site::{Site, repository, tree};

/// The pages of a site before and after; a second run must change nothing.
fn stays(name: &str, site: &Site) {
    let (before, texts) = (pages(site), tree(&site.path("content")));
    site.run(&["tidy"]).expect(0);
    let tidied = tree(&site.path("content"));
    for (path, bytes) in pages(site) {
        assert!(before[&path] == bytes, "{name}: {path} is not what it was");
    }
    let again = site.run(&["tidy"]).expect(0);
    assert!(again.stderr.contains("0 files changed"), "{name}: {}", again.stdout);
    assert_eq!(tree(&site.path("content")), tidied, "{name}");
    assert_eq!(texts.len(), tidied.len(), "{name}");
}

fn pages(site: &Site) -> BTreeMap<String, Vec<u8>> {
    site.run(&["build", "--drafts"]).expect(0);
    site.pages()
}

fn folders() -> Vec<PathBuf> {
    ["tests/suite/sites", "tests/browser/sites"]
        .into_iter()
        .flat_map(|it| fs::read_dir(repository().join(it)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|it| it.join("annals.toml").is_file())
        .collect()
}

#[test]
fn no_byte_of_any_page_changes() {
    for folder in folders() {
        stays(&folder.display().to_string(), &Site::copy_of(&folder));
    }
}

#[test]
fn no_byte_of_this_very_site_changes() {
    let inline = fs::read_to_string(repository().join("tests/suite/seed-inline.md")).unwrap();
    let articles = tree(&repository().join("content/articles"));
    let name = articles.keys().next().unwrap();
    let site = Site::copy_of(&repository()).file(&format!("content/articles/{name}"), &inline);
    stays("the seed", &site);
    let light = fs::read_to_string(site.path(&format!("content/articles/{name}"))).unwrap();
    let prose = light.rsplit("\n```annals").last().unwrap();
    assert!(prose.len() * 4 < inline.len() * 3, "{} of {}", prose.len(), inline.len());
}

/// What a site says, whatever stands where: each statement with its sentence and speaker, and each claim, name and date.
fn told(site: &Site) -> Vec<String> {
    let built = BuiltSite::open(&site.path(""), Options { drafts: true, ..Options::default() }).unwrap();
    let graph = built.graph();
    let mut told: Vec<_> = graph
        .all_documents()
        .flat_map(|(id, document)| {
            let facts = graph.statements_in(id).map(move |it| {
                let Reference::Sentence { annotation, .. } = it.reference else { panic!("a fact of a text") };
                let sentence = graph.annotation(id, annotation).map(|it| it.sentence);
                format!(
                    "{id:?} {sentence:?} {:?} {:?} {:?} {:?} {:?}",
                    it.subject, it.property, it.value, it.claim, it.qualifiers
                )
            });
            let names =
                graph.mentions_in(id).map(move |it| format!("{id:?} {:?} {:?}", it.sentence, it.target));
            let dates = document.body.all_annotations().filter_map(move |(at, it)| {
                Some(format!("{id:?} {:?} {:?}", it.text, graph.date_at(id, at)?.0))
            });
            facts.chain(names).chain(dates).chain([document.body.text.clone()]).collect::<Vec<_>>()
        })
        .collect();
    let claims = graph.claims().map(|(id, claim)| {
        format!(
            "{} {:?} {:?} {:?} {}",
            claim.id,
            claim.speakers,
            claim.unnamed,
            claim.about,
            graph.claim_words(id)
        )
    });
    told.extend(claims);
    told.sort();
    told
}

/// Gathers the facts of a site; all that it says must stay, and a second run must change nothing.
fn gathered(name: &str, site: &Site) {
    let before = told(site);
    site.run(&["tidy", "--facts"]).expect(0);
    assert_eq!(told(site), before, "{name}");
    let again = site.run(&["tidy", "--facts"]).expect(0);
    assert!(again.stderr.contains("0 files changed"), "{name}: {}", again.stdout);
    site.run(&["check", "--deny", "warnings"]).expect(0);
}

#[test]
fn facts_move_and_all_that_is_said_stays() {
    for folder in folders().into_iter().filter(|it| it.starts_with(repository().join("tests/suite"))) {
        gathered(&folder.display().to_string(), &Site::copy_of(&folder));
    }
}

#[test]
fn the_seed_article_becomes_prose_again() {
    let path = "content/articles/putin-hopes-for-more-meetings.md";
    let inline = fs::read_to_string(repository().join("tests/suite/seed-inline.md")).unwrap();
    let site = Site::copy_of(&repository()).file(path, &inline);
    gathered("the seed", &site);
    let light = fs::read_to_string(site.path(path)).unwrap();
    let body = light.splitn(3, "---\n").nth(2).unwrap();
    let prose = body.split("```annals").next().unwrap().trim();
    let words = include_str!("seed.txt").replace('\n', "\n\n").trim().chars().count();
    println!("{} of {words}", prose.chars().count());
    assert!(!prose.contains('='), "{prose}");
    assert!(prose.chars().count() * 100 <= words * 155, "{} of {words}", prose.chars().count());
}

/// What becomes of an article.
fn tidied(text: &str) -> String {
    let event = "---\nname: The talk\ndate: 2017-07-07\n---\n";
    let site =
        Site::new().person("ada", "Ada").person("grace", "Grace").file("content/events/talk.md", event);
    let site = site.article("a", text);
    site.run(&["tidy"]).expect(0);
    let text = fs::read_to_string(site.path("content/articles/a.md")).unwrap();
    text.split_once("2017-07-07\n---\n").unwrap().1.to_owned()
}

#[test]
fn long_attributes_stand_apart_and_short_ones_stay() {
    let long =
        "It [is [so]{.fact of=ada occupation='a writer' as-of=2017}]{#so .claim by=ada at=talk\nto=grace}.\n";
    assert_eq!(
        tidied(long),
        "It [is [so]{#so-2}]{#so}.\n\n```annals\nso: .claim by=ada at=talk to=grace\n\
         so-2: .fact of=ada occupation='a writer' as-of=2017\n```\n"
    );
    for short in [
        "It [is so]{#so .claim by=ada}.\n",
        // An id is an address, and this claim has none.
        "It [is so]{.claim by=ada at=talk to=grace}.\n",
        "On [Friday]{.date when=2017-07-07}.\n",
    ] {
        assert_eq!(tidied(short), short);
    }
}

#[test]
fn lines_end_as_they_do_and_the_last_fence_takes_more() {
    let text = "It [is so]{#so .claim by=ada at=talk to=grace} and [so]{#it}.\r\n\r\n```annals\r\nit: .claim by=ada\r\n```\r\n\r\nEnd";
    assert_eq!(
        tidied(text),
        "It [is so]{#so} and [so]{#it}.\r\n\r\n```annals\r\nit: .claim by=ada\r\nso: .claim by=ada at=talk to=grace\r\n```\r\n\r\nEnd"
    );
}

#[test]
fn what_is_said_once_is_not_said_again() {
    let nested =
        "It [was, [she said]{.quote by=ada at=talk}, so]{#so .claim by=ada at=talk on=2017-07-07}.\n";
    assert_eq!(
        tidied(nested),
        "It [was, [she said]{.quote}, so]{#so .claim by=ada at=talk}.\n"
            .replace("{#so .claim by=ada at=talk}", "{#so}")
            + "\n```annals\nso: .claim by=ada at=talk\n```\n"
    );
    // Another day than the event's stays, and so does a speaker of their own.
    let own = "It [was, [he said]{.quote by=grace at=talk}, so]{#so .claim by=ada on=2017-08}.\n";
    assert!(tidied(own).contains("{.quote by=grace at=talk}"), "{}", tidied(own));
}
