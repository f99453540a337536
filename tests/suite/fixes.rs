//! What findings offer to be mended by, and `annals check --fix`.
//!
//! Input: sites with slips of the pen. Output: files without them, and every word of every page as it was.

use std::fs;

use annals::diagnostic::Applicability;
use annals::edit::{after, changes, findings};
use annals::pipeline::{Options, Site as BuiltSite};
use serde_json::Value;

use crate::site::Site;

fn site(text: &str) -> Site {
    Site::new().person("ada", "Ada Lovelace").person("grace", "Grace Hopper").article("a", text)
}

fn text(site: &Site) -> String {
    let text = fs::read_to_string(site.path("content/articles/a.md")).unwrap();
    text.split_once("---\n").unwrap().1.split_once("---\n").unwrap().1.to_owned()
}

/// What `annals check --fix` makes of an article.
#[track_caller]
fn mended(before: &str, expected: &str) {
    let site = site(before);
    site.run(&["check", "--fix"]).expect(0);
    assert_eq!(text(&site), expected);
    let again = site.run(&["check", "--fix"]).expect(0);
    assert!(again.stderr.contains("0 findings mended in 0 files"), "{}", again.stderr);
}

#[test]
fn slips_that_can_mean_nothing_else_are_mended() {
    mended("It [is so]{.calim by=ada}.\n", "It [is so]{.claim by=ada}.\n");
    mended("It [is so]{claim by=ada}.\r\n", "It [is so]{.claim by=ada}.\r\n");
    mended("It [is so]{.claim by=ada abuot=grace}.\n", "It [is so]{.claim by=ada about=grace}.\n");
    mended("It [is *so*] {.claim by=ada}.\n", "It [is *so*]{.claim by=ada}.\n");
    mended(
        "She [writes]{.fact of=ada ocupation=writer}.\n",
        "She [writes]{.fact of=ada occupation=writer}.\n",
    );
    let misspelt = "It [is so]{#thats}.\n\n```annals\nthat: .claim by=ada\n```\n";
    mended(misspelt, "It [is so]{#thats}.\n\n```annals\nthats: .claim by=ada\n```\n");
    let fence = "It [is so]{#that}.\n\n```anals\nthat: .claim by=ada\n```\n";
    mended(fence, "It [is so]{#that}.\n\n```annals\nthat: .claim by=ada\n```\n");
}

#[test]
fn what_was_done_is_told_and_what_is_not_sure_stays() {
    let before = "It [is so]{.calim by=ada}, said [[Grace Hoper]].\n";
    let site = site(before);
    let run = site.run(&["check", "--fix"]).expect(1);
    assert!(run.stderr.contains("content/articles/a.md:5: write `claim`"), "{}", run.stderr);
    assert!(run.stderr.contains("1 finding mended in 1 file"), "{}", run.stderr);
    assert_eq!(text(&site), "It [is so]{.claim by=ada}, said [[Grace Hoper]].\n");
}

#[test]
fn a_fix_that_would_make_things_worse_is_refused() {
    let site = site("It [is so]{.calim by=nobody}.\n");
    let run = site.run(&["check", "--fix"]).expect(1);
    assert!(
        run.stderr.contains("left as it is, for then nobody and nothing is called `nobody`"),
        "{}",
        run.stderr
    );
    assert_eq!(text(&site), "It [is so]{.calim by=nobody}.\n");
}

/// The text that each fix of a site's findings would make of the article, and of the settings.
fn offered(text: &str) -> Vec<String> {
    let site = site(text);
    let session = BuiltSite::open(&site.path(""), Options::default()).unwrap();
    let mut offered = Vec::new();
    for finding in findings(&session) {
        for fix in &finding.fixes {
            assert_eq!(fix.applicability, Applicability::Ask, "{fix:?}");
            let changes = changes(&session, &[fix]);
            let next = after(&session, &changes).unwrap();
            let is_there = next.findings().iter().any(|it| it.message == finding.message);
            assert!(!is_there || fix.title.contains("for a reason"), "{}: {fix:?}", finding.message);
            let changed = changes.into_iter().map(|change| change.after);
            offered.extend(changed.map(|it| it.rsplit("---\n").next().unwrap().to_owned()));
        }
    }
    offered
}

#[test]
fn a_name_that_nobody_has_may_be_a_slip_or_somebody_new() {
    let offered = offered("It was [[Grace Hoper]].\n");
    assert_eq!(offered[0], "It was [[person:grace|Grace Hoper]].\n");
    assert!(
        offered
            .iter()
            .any(|it| it
                .ends_with("[entities]\ngrace-hoper = { kind = \"person\", name = \"Grace Hoper\" }\n"))
    );
}

#[test]
fn brackets_can_be_shown_or_closed() {
    assert_eq!(offered("It was [[Grace Hopper.\n")[0], "It was \\[[Grace Hopper.\n");
    assert_eq!(offered("It [was Grace{.claim by=ada}.\n")[0], "It [was Grace]{.claim by=ada}.\n");
}

#[test]
fn programs_are_told_the_edits() {
    let site = site("It [is so]{.calim by=ada}.\n");
    let run = site.run(&["check", "--format", "json"]);
    let found: Value = serde_json::from_str(run.stdout.lines().next().unwrap()).unwrap();
    let (fix, before) = (&found["fixes"][0], fs::read_to_string(site.path("content/articles/a.md")).unwrap());
    assert_eq!((&fix["applicability"], &fix["title"]), (&"safe".into(), &"write `claim`".into()));
    let edit = &fix["edits"][0];
    let place = edit["start"].as_u64().unwrap() as usize..edit["end"].as_u64().unwrap() as usize;
    assert_eq!((&before[place], &edit["file"]), ("calim", &"content/articles/a.md".into()));
}
