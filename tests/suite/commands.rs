//! The commands of an author's day, each on a site of its own.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::program::{read, run, starter, write};
use crate::site::tree;

#[test]
fn a_new_site_builds_without_a_finding() {
    let site = starter();
    let ran = run(site.path(), &["build"]);
    assert_eq!(ran.status, 0);
    assert!(ran.stderr.starts_with("no findings in "), "{}", ran.stderr);
    let page = read(site.path(), "public/articles/a-visit-to-the-engine.html");
    assert!(page.contains("Miss Byron, young as she was, understood its"), "{page}");
}

#[test]
fn init_keeps_its_hands_off_a_folder_with_files() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("notes.txt", "mine")]);
    let ran = run(folder.path(), &["init", "."]);
    assert_eq!(
        (ran.status, &*ran.stderr),
        (2, "error: . is not empty; name a folder that is empty or not there yet\n")
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn init_writes_what_a_host_reads_into_a_site_that_is_there() {
    let site = starter();
    for (service, path, words) in [
        ("github-pages", ".github/workflows/publish.yml", "actions/deploy-pages"),
        ("netlify", "netlify.toml", "publish = \"public\""),
    ] {
        run(site.path(), &["init", ".", "--ci", service]).output();
        let text = read(site.path(), path);
        assert!(text.contains(words) && text.contains(env!("CARGO_PKG_VERSION")), "{text}");
    }
    let again = run(site.path(), &["init", ".", "--ci", "cloudflare"]);
    assert_eq!(again.status, 2);
    assert!(again.stderr.contains("publish.yml is there already; nothing was changed"), "{}", again.stderr);
}

#[test]
fn new_writes_a_file_of_any_kind_that_checks_cleanly() {
    let site = starter();
    let config = read(site.path(), "annals.toml") + "\n[kinds.work]\nfolder = \"works\"\n";
    write(site.path(), &[("annals.toml", &config)]);
    for (kind, name, path) in [
        ("person", "Zoë Ünal: a life", "content/people/zoë-ünal-a-life.md"),
        ("article", "Second visit", "content/articles/second-visit.md"),
        ("events", "Владимир", "content/events/владимир.md"),
        ("source", "1984", "content/sources/1984.md"),
        ("work", "Note G", "content/works/note-g.md"),
        ("page", "Contact", "content/pages/contact.md"),
    ] {
        assert_eq!(run(site.path(), &["new", kind, name]).output(), format!("{path}\n"));
    }
    let checked = run(site.path(), &["check", "--deny", "warnings"]);
    assert_eq!(checked.status, 0, "{}", checked.stderr);
    let again = run(site.path(), &["new", "person", "zoë ünal - a life"]);
    assert_eq!(again.status, 2);
    assert!(again.stderr.contains("is there already"), "{}", again.stderr);
}

#[test]
fn exit_statuses_tell_content_from_circumstances() {
    let site = starter();
    write(
        site.path(),
        &[("content/articles/bad.md", "---\ntitle: Bad\ndate: 2017-13-01\n---\n[[Nobody]]\n")],
    );
    let ran = run(site.path(), &["check"]);
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("2 errors in 9 files"), "{}", ran.stderr);
    assert!(ran.stderr.contains("--> content/articles/bad.md:5:3"), "{}", ran.stderr);
    assert!(!ran.stderr.contains('\u{1b}'), "no colours where there is no terminal");
    let quiet = run(site.path(), &["-q", "check"]);
    assert!(quiet.stderr.contains("[unknown-name]") && !quiet.stderr.contains("in 9 files"));
    let elsewhere = run(Path::new("/"), &["check"]);
    assert_eq!(elsewhere.status, 2);
    assert!(elsewhere.stderr.contains("annals init"), "{}", elsewhere.stderr);
    let lines = run(site.path(), &["check", "--format", "json"]);
    let codes: Vec<_> = lines
        .stdout
        .lines()
        .map(|line| {
            let finding: serde_json::Value = serde_json::from_str(line).unwrap();
            finding["code"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(codes, ["bad-value", "unknown-name"]);
}

#[test]
fn a_line_of_a_thousand_mistakes_is_shown_ten_times_and_counted_whole() {
    let site = starter();
    let text =
        format!("---\ntitle: Bad\ndate: 2017-07-14\n---\n{} [[Nobody]]\n[[Nowhere]]\n", "[[ ".repeat(1000));
    write(site.path(), &[("content/articles/bad.md", &text)]);
    let ran = run(site.path(), &["check"]);
    assert_eq!(ran.stderr.matches("[unclosed-span]").count(), 10, "{}", ran.stderr);
    let more = "990 more `unclosed-span` in line 5 of content/articles/bad.md; `annals check --format json` lists every one\n\n";
    assert!(ran.stderr.contains(more), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("called `Nobody`") && ran.stderr.contains("called `Nowhere`"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("\n1,002 errors in 9 files\n"), "{}", ran.stderr);
    let longest = ran.stderr.lines().map(str::len).max();
    assert!(longest < Some(160), "the line itself, of {} bytes, is cut: {longest:?}", text.len());
    assert_eq!(run(site.path(), &["check", "--format", "json"]).stdout.lines().count(), 1002);
}

/// A site whose article names people in every way that matters to `link`.
const NAMES: &str = "---
title: Names
date: 2020-01-01
names: {The Countess: ada-lovelace}
---

# Ada Lovelace at home

Ada Lovelace's engine, Ada
Lovelace again, `Ada Lovelace`, [Ada Lovelace](https://example.org), [[Ada Lovelace]], Lovelaces, lovelace.
The Countess met Smith, Charles Babbage and *Babbage*.

| who | when |
|---|---|
| Sophia De Morgan | De Morgan said so |

[Babbage spoke]{#spoke .claim by=charles-babbage}.
";

#[test]
fn link_marks_up_every_name_and_nothing_else() {
    let site = starter();
    write(
        site.path(),
        &[
            ("content/articles/names.md", NAMES),
            ("content/people/john-smith.md", "---\nname: John Smith\naliases: [Smith]\n---\n"),
            ("content/people/jane-smith.md", "---\nname: Jane Smith\naliases: [Smith]\n---\n"),
        ],
    );
    let file = "content/articles/names.md";
    let shown = run(site.path(), &["link", file]);
    assert!(shown.stderr.contains("`Smith` fits 2 entities"), "{}", shown.stderr);
    assert_eq!(read(site.path(), file), NAMES);
    run(site.path(), &["link", "--write", file]).output();
    let expected = NAMES
        .replace(
            "Ada Lovelace's engine, Ada\nLovelace again",
            "[[Ada Lovelace]]'s engine, [[Ada\nLovelace]] again",
        )
        .replace(
            "The Countess met Smith, Charles Babbage and *Babbage*",
            "[[The Countess]] met Smith, [[Charles Babbage]] and *[[Babbage]]*",
        )
        .replace("| Sophia De Morgan | De Morgan said", "| [[Sophia De Morgan]] | [[De Morgan]] said")
        .replace("[Babbage spoke]", "[[[Babbage]] spoke]");
    assert_eq!(read(site.path(), file), expected);
    run(site.path(), &["link", "--write", file]).output();
    assert_eq!(read(site.path(), file), expected);
}

/// An article in which many a name is a word as well.
const WORDS: &str = "---
title: Words
date: 2020-01-01
---

Will it rain? It will, said Will. Rose saw a white house, not the White House. THE WHITE HOUSE said so in May.
MÜLLER spoke, then Müller, then müller; the UN and un ami, Un garçon. Die STRASSE DER EINHEIT is long. ADA is a law.
Zoe\u{308} and Ada  Lovelace, Ada\u{a0}Lovelace went, and a rose rose.
";

const WORDS_TOO: &str = "
[entities]
will = { kind = \"person\", name = \"Will\" }
rose = { kind = \"person\", name = \"Rose\" }
may = { kind = \"person\", name = \"Theresa May\", aliases = [\"May\"] }
white-house = { kind = \"organization\", name = \"White House\" }
mueller = { kind = \"person\", name = \"Müller\" }
un = { kind = \"organization\", name = \"UN\" }
unity = { kind = \"place\", name = \"Straße der Einheit\" }
zoe = { kind = \"person\", name = \"Zoë\" }
";

#[test]
fn link_marks_up_names_in_capitals_and_leaves_words_alone() {
    let site = starter();
    let config = read(site.path(), "annals.toml") + WORDS_TOO;
    let lovelace =
        read(site.path(), "content/people/ada-lovelace.md").replace("aliases: [", "aliases: [Ada, ");
    let file = "content/articles/words.md";
    write(
        site.path(),
        &[("annals.toml", &config), (file, WORDS), ("content/people/ada-lovelace.md", &lovelace)],
    );
    let linked = run(site.path(), &["link", "--write", file]);
    for words in ["Will", "Rose", "white house", "May", "Un", "ADA"] {
        assert!(linked.stderr.contains(&format!("`{words}` may be ")), "{words}: {}", linked.stderr);
    }
    let expected = WORDS
        .replace("said Will", "said [[Will]]")
        .replace("the White House. THE WHITE HOUSE", "the [[White House]]. THE [[WHITE HOUSE]]")
        .replace("then Müller", "then [[Müller]]")
        .replace("the UN", "the [[UN]]")
        .replace("STRASSE DER EINHEIT", "[[STRASSE DER EINHEIT]]")
        .replace("Zoe\u{308}", "[[Zoe\u{308}]]")
        .replace("Ada  Lovelace, Ada\u{a0}Lovelace", "[[Ada  Lovelace]], [[Ada\u{a0}Lovelace]]");
    assert_eq!(read(site.path(), file), expected);
    run(site.path(), &["link", "--write", file]).output();
    assert_eq!(read(site.path(), file), expected);
}

/// An article in which many a name is a part of another one.
const LONGER: &str = "---
title: Longer
date: 2020-01-01
---

She left New York early, lived in King Street near King's College, read *The New York Times* and the York Herald, saw
the New York Jets, Trump Tower, the Titanic ship and the film *Being Ada King*, and met J. King of Hart & King.

In York it rained. Then King left; they met Mr King's brother, President Trump, Physicist Ada King and, on Monday, King.
";

const LONGER_TOO: &str = "
[entities]
king = { kind = \"person\", name = \"Ada King\", aliases = [\"King\"] }
york = { kind = \"place\", name = \"York\" }
new-york = { kind = \"place\", name = \"New York\" }
titanic = { kind = \"event\", name = \"Titanic\" }
trump = { kind = \"person\", name = \"Donald Trump\", aliases = [\"Trump\"] }
";

#[test]
fn link_leaves_longer_names_and_titles_alone() {
    let site = starter();
    let config = read(site.path(), "annals.toml") + LONGER_TOO;
    let file = "content/articles/longer.md";
    write(site.path(), &[("annals.toml", &config), (file, LONGER)]);
    let linked = run(site.path(), &["link", "--write", file]);
    assert!(linked.stderr.contains("`Titanic` may be event:titanic, or only words"), "{}", linked.stderr);
    let expected = LONGER
        .replace("New York early", "[[New York]] early")
        .replace("In York", "In [[York]]")
        .replace("Then King left", "Then [[King]] left")
        .replace("Mr King's", "Mr [[King]]'s")
        .replace("President Trump", "President [[Trump]]")
        .replace("Physicist Ada King", "Physicist [[Ada King]]")
        .replace("Monday, King", "Monday, [[King]]");
    assert_eq!(read(site.path(), file), expected);
}

#[test]
fn link_can_keep_to_the_first_mention_and_go_into_headings() {
    let site = starter();
    let text = "---\ntitle: T\ndate: 2020-01-01\n---\n\n## De Morgan\n\nBabbage, Babbage; [[Ada Lovelace]], Lovelace.\n";
    write(site.path(), &[("content/articles/t.md", text)]);
    run(site.path(), &["link", "--write", "--first-only", "--headings", "content/articles/t.md"]).output();
    let expected = text.replace("## De Morgan", "## [[De Morgan]]").replacen("Babbage", "[[Babbage]]", 1);
    assert_eq!(read(site.path(), "content/articles/t.md"), expected);
}

#[test]
fn rename_changes_every_reference_and_no_word() {
    let site = starter();
    let more = "---\ntitle: More\ndate: 2020-01-01\nnames: {She: ada-lovelace}\n---\n\n[[She]] and [[ada-lovelace]] and [[person:ada-lovelace|her]], [file](../people/ada-lovelace.md).\n[It]{.claim by=\"ada-lovelace; charles-babbage\" repeats=\"a-visit-to-the-engine#understood\"} [[a-visit-to-the-engine#understood|there]].\n";
    write(site.path(), &[("content/articles/more.md", more)]);
    assert_eq!(run(site.path(), &["check"]).status, 0);
    let path = run(site.path(), &["rename", "person:ada-lovelace", "ada-byron"]).output();
    assert_eq!(path, "content/people/ada-byron.md\n");
    let expected = more
        .replace("[[ada-lovelace]]", "[[ada-byron|ada-lovelace]]")
        .replace("person:ada-lovelace|", "person:ada-byron|")
        .replace("She: ada-lovelace", "She: ada-byron")
        .replace("by=\"ada-lovelace;", "by=\"ada-byron;")
        .replace("people/ada-lovelace.md", "people/ada-byron.md");
    assert_eq!(read(site.path(), "content/articles/more.md"), expected);
    run(site.path(), &["rename", "article:a-visit-to-the-engine", "visit"]).output();
    let expected = expected.replace("a-visit-to-the-engine#", "visit#");
    assert_eq!(read(site.path(), "content/articles/more.md"), expected);
    run(site.path(), &["rename", "visit#understood", "saw-its-beauty"]).output();
    let expected = expected.replace("visit#understood", "visit#saw-its-beauty");
    assert_eq!(read(site.path(), "content/articles/more.md"), expected);
    assert!(read(site.path(), "content/articles/visit.md").contains("#saw-its-beauty"));
    assert!(!read(site.path(), "content/articles/visit.md").contains("#understood"));
    run(site.path(), &["rename", "person:charles-babbage", "babbage-senior"]).output();
    assert!(read(site.path(), "annals.toml").contains("babbage-senior = { kind"));
    assert!(read(site.path(), "content/articles/visit.md").contains("ada-byron; babbage-senior"));
    assert_eq!(run(site.path(), &["check"]).status, 0);
}

#[test]
fn a_rename_that_cannot_be_whole_changes_nothing() {
    let site = starter();
    let before = files(site.path());
    for (old, new, why) in [
        ("person:ada-lovelace", "sophia-de-morgan", "is there already"),
        ("person:ada-lovelace", "Ada Byron", "can't be an id; write `ada-byron`"),
        ("person:nobody", "somebody", "there is no `person:nobody`"),
    ] {
        let ran = run(site.path(), &["rename", old, new]);
        assert_eq!(ran.status, 2);
        assert!(ran.stderr.contains(why), "{}", ran.stderr);
    }
    run(site.path(), &["rename", "-n", "person:ada-lovelace", "ada-byron"]).output();
    assert_eq!(files(site.path()), before);
}

/// The paths and texts of a site.
fn files(site: &Path) -> BTreeSet<(String, String)> {
    let entries = walkdir::WalkDir::new(site).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| (entry.path().display().to_string(), std::fs::read_to_string(entry.path()).unwrap()))
        .collect()
}

#[test]
fn show_and_stats_tell_what_is_known() {
    let site = starter();
    let shown = run(site.path(), &["show", "Lovelace"]).output();
    for words in [
        "Ada Lovelace  person:ada-lovelace",
        "born: 10 December 1815",
        "took part in: Demonstration",
        "a-visit-to-the-engine.md:",
    ] {
        assert!(shown.contains(words), "{words} in {shown}");
    }
    let claim = run(site.path(), &["show", "a-visit-to-the-engine#understood"]).output();
    assert!(
        claim.contains("Sophia De Morgan, 1882") && claim.contains("Memoir of Augustus De Morgan"),
        "{claim}"
    );
    let unknown = run(site.path(), &["show", "Lovelase"]);
    assert_eq!(unknown.status, 2);
    assert!(unknown.stderr.contains("did you mean `Lovelace`"), "{}", unknown.stderr);
    for name in ["Ada Smith", "Smith-Jones, Bo"] {
        run(site.path(), &["new", "person", name]).output();
    }
    let several = run(site.path(), &["show", "Smith"]);
    assert!(
        several.stderr.contains("`Smith` may be Ada Smith (`person:ada-smith`) or Smith-Jones, Bo (`person:")
    );
    let counted = run(site.path(), &["stats"]).output();
    assert!(counted.contains("          1  articles\n          5  people\n"), "{counted}");
}

#[test]
fn every_export_says_the_same_facts_each_time() {
    let site = starter();
    for format in ["json", "turtle", "ntriples"] {
        let arguments = ["export", format, "--base-url", "https://example.org/"];
        let first = run(site.path(), &arguments).output();
        assert_eq!(first, run(site.path(), &arguments).output());
        assert!(first.contains("Ada Lovelace"), "{format}: {first}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&run(site.path(), &["export", "json"]).output()).unwrap();
    let born = json["statements"].as_array().unwrap().iter().find(|it| it["property"] == "born").unwrap();
    assert_eq!(
        (&born["subject"], &born["value"]["value"]),
        (&"person:ada-lovelace".into(), &"1815-12-10".into())
    );
    assert_eq!(born["reference"]["file"], "content/people/ada-lovelace.md");
    assert_eq!(json["claims"][0]["speakers"][0], "person:sophia-de-morgan");
    let triples = run(site.path(), &["export", "ntriples", "--base-url", "https://example.org/"]).output();
    let read: Vec<_> = oxttl::NTriplesParser::new().for_slice(&triples).collect::<Result<_, _>>().unwrap();
    let turtle = run(site.path(), &["export", "turtle", "--base-url", "https://example.org/"]).output();
    let same: Vec<_> = oxttl::TurtleParser::new().for_slice(&turtle).collect::<Result<_, _>>().unwrap();
    assert_eq!(read, same);
    let nameless = run(site.path(), &["export", "turtle"]);
    assert_eq!(nameless.status, 2);
    assert!(nameless.stderr.contains("base_url"), "{}", nameless.stderr);
}

#[test]
fn tables_are_the_same_each_time_and_go_where_no_build_looks() {
    let site = starter();
    for (format, place) in [("jsonl", "tables"), ("csv", "sheets"), ("sqlite", "facts.sqlite")] {
        let bytes = || {
            run(site.path(), &["export", format, "-o", place]).output();
            let place = site.path().join(place);
            if place.is_dir() { tree(&place) } else { [(String::new(), fs::read(place).unwrap())].into() }
        };
        let first = bytes();
        assert_eq!(first, bytes(), "{format}");
        let all: Vec<_> = first.into_values().flatten().collect();
        assert!(String::from_utf8_lossy(&all).contains("Ada Lovelace"), "{format}");
        let nowhere = run(site.path(), &["export", format]);
        assert!(nowhere.status == 2 && nowhere.stderr.contains("`-o PATH`"), "{}", nowhere.stderr);
        for own in ["content/data", "static/facts", "public/facts", "templates/x", "annals.toml"] {
            let refused = run(site.path(), &["export", format, "-o", own]);
            assert!(
                refused.status == 2 && refused.stderr.contains(own.split('/').next().unwrap()),
                "{}",
                refused.stderr
            );
        }
    }
    assert!(!site.path().join("content/data").exists());
}

#[test]
fn shells_and_man_know_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let fish = run(folder.path(), &["completions", "fish"]).output();
    run(folder.path(), &["man", "-o", "man"]).output();
    for command in [
        "init", "new", "serve", "build", "check", "link", "rename", "show", "stats", "export", "diff",
        "explain",
    ] {
        assert!(fish.contains(command), "{command}");
        assert!(read(folder.path(), &format!("man/annals-{command}.1")).contains(command));
    }
}
