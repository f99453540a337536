//! `annals annotate`: what an author sees, answers, and gets.
//!
//! Input: small articles and keys. Output: proposals, and files with those that were accepted.

use std::io::Write as _;
use std::process::Stdio;

use crate::site::{Run, Site};

const PATH: &str = "content/articles/vote.md";

const TEXT: &str = "\
Mayor Ruth Ellery said on Tuesday that the bridge would close in June. “We have *waited* long
enough,” she told reporters. The song “River of Glass” was played.
";

fn site() -> Site {
    let front = "---\ntitle: A vote\ndate: 2017-02-10\n---\n\n";
    Site::new().person("ruth-ellery", "Ruth Ellery").file(PATH, format!("{front}{TEXT}"))
}

fn text(site: &Site) -> String {
    let text = std::fs::read_to_string(site.path(PATH)).expect("it is there");
    text.split_once("---\n\n").expect("it has a front matter").1.to_owned()
}

/// Runs the command with these answers on its input.
fn answer(site: &Site, keys: &str) -> Run {
    let mut command = site.command(&["annotate", PATH]);
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program can be run");
    let mut input = child.stdin.take().expect("it has an input");
    // It may end before it has read all.
    let _ = input.write_all(keys.as_bytes());
    drop(input);
    Run::from(child.wait_with_output().expect("it ends"))
}

#[test]
fn what_is_accepted_is_written_and_every_word_stays() {
    let site = site();
    site.run(&["annotate", "--yes", "quote,claim,date,fact", PATH]).expect(0);
    assert_eq!(
        text(&site),
        "[Mayor]{.fact of=ruth-ellery position=Mayor as-of=2017-02-10} Ruth Ellery said on [Tuesday]{.date when=2017-02-07} \
         that [the bridge would close in [June]{.date when=2017-06}]{.claim by=ruth-ellery}. “[We have *waited* long\n\
         enough]{.quote by=ruth-ellery},” she told reporters. The song “River of Glass” was played.\n"
    );
    site.run(&["check"]).expect(0);
    let again = site.run(&["annotate", "--list", PATH]);
    assert!(!again.stdout.contains(": quote") && !again.stdout.contains(": claim"), "{}", again.stdout);
}

#[test]
fn showing_proposals_changes_nothing() {
    let site = site();
    let list = site.run(&["annotate", "--list", PATH]).expect(0);
    assert!(list.stdout.contains("quote by=ruth-ellery (verb-behind)"), "{}", list.stdout);
    assert!(!list.stdout.contains("»River"), "{}", list.stdout);
    let diff = site.run(&["annotate", "--diff", PATH]);
    assert!(diff.stdout.contains("+enough]{.quote by=ruth-ellery},”"), "{}", diff.stdout);
    let json = site.run(&["annotate", "--format", "json", PATH]).stdout;
    let objects: Vec<serde_json::Value> =
        json.lines().map(|line| serde_json::from_str(line).expect("it is JSON")).collect();
    let quote = objects.iter().find(|it| it["kind"] == "quote").expect("there is one");
    assert_eq!(quote["words"], "We have *waited* long\nenough");
    assert_eq!(
        (&quote["line"], &quote["column"], &quote["end_line"], &quote["end_column"]),
        (&6.into(), &73.into(), &7.into(), &7.into())
    );
    assert_eq!(quote["attributes"], serde_json::json!({"by": "ruth-ellery"}));
    assert_eq!(
        (&quote["speaker"]["words"], &quote["rule"], &quote["tier"]),
        (&"she".into(), &"verb-behind".into(), &1.into())
    );
    assert_eq!(quote["edits"][0]["text"], "[");
    assert_eq!(text(&site), TEXT);
}

#[test]
fn an_author_answers_one_by_one() {
    let site = site();
    // The office is declined, the date accepted and taken back, the claim's attributes are changed, the rest is accepted.
    let run = answer(&site, "n\ny\nu\nd\ne\nby=ruth-ellery to=reporters\n?\na\n").expect(0);
    assert!(run.stdout.contains("u  take the last answer back"), "{}", run.stdout);
    let text = text(&site);
    assert!(!text.contains(".fact") && !text.contains(".date"), "{text}");
    assert!(
        text.contains("{.claim by=ruth-ellery to=reporters}") && text.contains("{.quote by=ruth-ellery}"),
        "{text}"
    );
    let again = site.run(&["annotate", "--list", PATH]);
    assert!(!again.stdout.contains("fact") && again.stdout.contains("date"), "{}", again.stdout);
}

#[test]
fn the_end_of_the_input_keeps_what_was_accepted() {
    let site = site();
    answer(&site, "y\n").expect(0);
    assert!(text(&site).starts_with("[Mayor]{.fact"), "{}", text(&site));
    assert!(!text(&site).contains(".date"));
}

#[test]
fn all_who_speak_share_one_list_of_names() {
    let front = "---\ntitle: A vote\ndate: 2017-02-10\n---\n\n";
    let text = "“It is late,” Ann Bright said. “It is not,” Tom Dray said. Dray left.\n";
    let site = Site::new().file(PATH, format!("{front}{text}"));
    site.run(&["annotate", "--yes", "name", PATH]).expect(0);
    let names = "names:\n  Ann Bright: {kind: person, name: Ann Bright, id: ann-bright}\n  Tom Dray: {kind: person, name: \
        Tom Dray, id: tom-dray}\n  Dray: tom-dray\n---\n";
    let written = std::fs::read_to_string(site.path(PATH)).expect("it is there");
    assert!(written.contains(names), "{written}");
}

#[test]
fn whoever_speaks_and_is_unknown_becomes_somebody() {
    let front = "---\ntitle: A vote\ndate: 2017-02-10\n---\n\n";
    let site = Site::new()
        .file(PATH, format!("{front}“It is late,” Ann Bright said. “Good night,” Bright added.\n"));
    site.run(&["annotate", "--yes", "name", PATH]).expect(0);
    site.run(&["annotate", "--yes", "quote", PATH]).expect(0);
    let text = std::fs::read_to_string(site.path(PATH)).expect("it is there");
    assert!(
        text.contains("names:\n  Ann Bright: {kind: person, name: Ann Bright, id: ann-bright}\n"),
        "{text}"
    );
    assert_eq!(text.matches("{.quote by=ann-bright}").count(), 2, "{text}");
    assert!(site.build().page("people/ann-bright.html").contains("Good night"));
}

#[test]
fn an_article_without_a_date_has_no_relative_ones() {
    let site = Site::new().file(
        "content/pages/vote.md",
        "---\ntitle: A vote\n---\n\nOn Friday, and on July 7, 2017, it rained.\n",
    );
    let list = site.run(&["annotate", "--list", "content/pages/vote.md"]);
    assert!(list.stdout.contains("when=2017-07-07") && !list.stdout.contains("Friday«"), "{}", list.stdout);
}
