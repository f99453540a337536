//! Findings in the formats for programs.

use annals::check::manual;
use annals::diagnostic::{render_github, render_json, render_sarif};
use serde_json::{Value, json};

use crate::memory::{Checked, check};

/// A site with a finding in two files, one over two lines, and one with signs that need care.
fn checked() -> Checked {
    check([
        ("annals.toml", "[checks]\norphan-entity = \"allow\"\n"),
        ("content/events/the race, 50%; é.md", "---\nname: the race\nattendance: 5\n---\n"),
        (
            "content/articles/a.md",
            "---\ntitle: A\ndate: 2017-07-14\n---\né [six]{.fact of=\"the race\" attendance=6}, on [Fri\nday, July\n7]{.date when=2017-07-08}, [[é%]].\n",
        ),
    ])
}

fn lines(render: impl Fn(usize) -> String, count: usize) -> Vec<String> {
    (0..count).map(render).collect()
}

#[test]
fn json_has_an_object_a_line_with_every_place() {
    let checked = checked();
    let lines = lines(|at| render_json(&checked.diagnostics[at], &checked.files), checked.diagnostics.len());
    assert!(lines.iter().all(|line| !line.contains('\n')));
    let objects: Vec<Value> = lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut first = objects[0].clone();
    first.as_object_mut().unwrap().remove("help");
    assert_eq!(
        first,
        json!({
            "code": "conflicting-values",
            "severity": "warning",
            "message": "`attendance` of the race can't be both 5 and 6",
            "file": "content/articles/a.md",
            "line": 5, "column": 15, "end_line": 5, "end_column": 41,
            "labels": [{
                "message": "5, says the front matter",
                "file": "content/events/the race, 50%; é.md",
                "line": 3, "column": 13, "end_line": 3, "end_column": 14,
            }],
            "fixes": [],
        })
    );
    assert!(objects.iter().all(|object| object["help"].as_array().is_some_and(|help| !help.is_empty())));
    let places = |key: &str| objects.iter().map(|object| object[key].as_u64().unwrap()).collect::<Vec<_>>();
    assert_eq!((places("line"), places("end_line")), (vec![5, 5, 7], vec![5, 7, 7]));
}

#[test]
fn github_gets_commands_with_its_signs_escaped() {
    let checked = checked();
    let lines =
        lines(|at| render_github(&checked.diagnostics[at], &checked.files), checked.diagnostics.len());
    assert_eq!(
        lines[0].split("%0Ahelp").next().unwrap(),
        "::warning file=content/articles/a.md,line=5,endLine=5,col=15,endColumn=41,title=conflicting-values::\
         `attendance` of the race can't be both 5 and 6%0A\
         content/events/the race, 50%25; é.md:3:13: 5, says the front matter"
    );
    assert!(
        lines[1].starts_with("::warning file=content/articles/a.md,line=5,endLine=7,title=prose-disagrees::")
    );
    assert!(lines[2].starts_with(
        "::error file=content/articles/a.md,line=7,endLine=7,col=30,endColumn=32,title=unknown-name::nobody and \
         nothing is called `é%25`%0Ahelp: "
    ));
    assert!(lines.iter().all(|line| !line.contains('\n')));
}

#[test]
fn sarif_has_what_its_schema_demands() {
    let checked = checked();
    let log: Value =
        serde_json::from_str(&render_sarif(&checked.diagnostics, &checked.files, manual)).unwrap();
    assert_eq!((&log["version"], log["runs"].as_array().unwrap().len()), (&json!("2.1.0"), 1));
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), 3);
    for result in run["results"].as_array().unwrap() {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        for key in ["shortDescription", "help"] {
            assert!(rule[key]["text"].as_str().is_some_and(|text| text.len() > 20), "{rule}");
        }
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        assert!(result["message"]["text"].as_str().is_some_and(|text| !text.is_empty()));
    }
    let conflict = &run["results"][0];
    assert_eq!(
        conflict["relatedLocations"],
        json!([{
            "id": 1,
            "physicalLocation": {
                "artifactLocation": {
                    "uri": "content/events/the%20race%2C%2050%25%3B%20%C3%A9.md",
                    "uriBaseId": "%SRCROOT%",
                },
                "region": {"startLine": 3, "startColumn": 13, "endLine": 3, "endColumn": 14},
            },
            "message": {"text": "5, says the front matter"},
        }])
    );
}
