//! Every code, on small sites: `diagnostics/CODE.md` holds a heading for each case, the files of the site, and what is
//! printed about it.
//!
//! A fenced block with a language and a path is a file of the case's site (`hex` for bytes); those before the first case
//! belong to every case. A block ```` ```text ```` holds what is printed; `ANNALS_ACCEPT=1` writes it anew. Under
//! `# Found` each case has a finding of the code, under `# Silent` none has any.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use annals::check::manual;
use annals::diagnostic::{Code, Diagnostic, Severity};

use crate::memory::check;

/// The fixture with one file of ten mistakes.
const TEN: &str = "ten-mistakes";

/// How many cases a rule has at least of either sort.
const FEWEST: usize = 3;

/// A part of a fixture.
enum Part {
    /// A line of prose.
    Line(String),
    /// `# Found` or `# Silent`.
    Group(String),
    /// `## …`
    Case(String),
    /// A fenced block: its fence, the words behind it, its lines.
    Block(String, String, String),
}

#[derive(Default)]
struct Case {
    group: String,
    title: String,
    files: Vec<(String, Vec<u8>)>,
    expected: Option<String>,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/suite/diagnostics")
}

fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        parts.push(if ticks >= 3 {
            let fence = "`".repeat(ticks);
            let content = lines.by_ref().take_while(|line| *line != fence);
            let content = content.map(|line| format!("{line}\n")).collect();
            Part::Block(fence, line[ticks..].to_owned(), content)
        } else if let Some(title) = line.strip_prefix("## ") {
            Part::Case(title.to_owned())
        } else if let Some(group) = line.strip_prefix("# ") {
            Part::Group(group.to_owned())
        } else {
            Part::Line(line.to_owned())
        });
    }
    parts
}

fn cases(parts: &[Part]) -> Vec<Case> {
    let mut shared = Vec::new();
    let mut group = String::new();
    let mut cases: Vec<Case> = Vec::new();
    for part in parts {
        match part {
            Part::Line(_) => {}
            Part::Group(name) => group.clone_from(name),
            Part::Case(title) => {
                let (group, title) = (group.clone(), title.clone());
                cases.push(Case { group, title, files: shared.clone(), expected: None });
            }
            Part::Block(_, info, content) => match (info.split_once(' '), cases.last_mut()) {
                (Some((language, path)), case) => {
                    let files = case.map_or(&mut shared, |case| &mut case.files);
                    files.push((path.to_owned(), bytes(language, content)));
                }
                (None, Some(case)) => case.expected = Some(content.clone()),
                (None, None) => {}
            },
        }
    }
    cases
}

fn bytes(language: &str, content: &str) -> Vec<u8> {
    if language != "hex" {
        return content.as_bytes().to_vec();
    }
    content.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect()
}

/// The fixture with what is printed for each case in its block.
fn rewritten(parts: &[Part], printed: &[String]) -> String {
    let mut text = String::new();
    let mut printed = printed.iter();
    let mut open: Option<&String> = None;
    for part in parts {
        match part {
            Part::Line(line) => text.push_str(&format!("{line}\n")),
            Part::Group(name) => {
                end_case(&mut text, &mut open);
                text.push_str(&format!("# {name}\n"));
            }
            Part::Case(title) => {
                end_case(&mut text, &mut open);
                open = printed.next();
                text.push_str(&format!("## {title}\n"));
            }
            Part::Block(fence, info, content) if info != "text" => {
                text.push_str(&format!("{fence}{info}\n{content}{fence}\n"));
            }
            Part::Block(..) => {}
        }
    }
    end_case(&mut text, &mut open);
    format!("{}\n", text.trim_end())
}

/// Writes what is printed for the case that ends, and one empty line.
fn end_case(text: &mut String, printed: &mut Option<&String>) {
    text.truncate(text.trim_end().len());
    if let Some(printed) = printed.take().filter(|printed| !printed.is_empty()) {
        text.push_str(&format!("\n\n```text\n{printed}```"));
    }
    if !text.is_empty() {
        text.push_str("\n\n");
    }
}

/// The problems of one fixture; none if all is as expected.
fn run(code: &str, accept: bool) -> Vec<String> {
    let path = folder().join(format!("{code}.md"));
    let Ok(text) = fs::read_to_string(&path) else {
        return vec![format!("{code}: there is no {}", path.display())];
    };
    let parts = parts(&text);
    let cases = cases(&parts);
    let mut problems = Vec::new();
    let mut printed = Vec::new();
    for case in &cases {
        let checked = check(case.files.clone());
        let is_of_code = |finding: &Diagnostic| finding.code.as_str() == code || code == TEN;
        let found = checked.diagnostics.iter().any(is_of_code);
        match &*case.group {
            "Silent" if !checked.diagnostics.is_empty() => {
                problems.push(format!("{code}, {}: should be silent:\n{}", case.title, checked.printed()));
            }
            "Found" if !found => problems.push(format!("{code}, {}: found nothing of this code", case.title)),
            _ => {}
        }
        let output = checked.printed();
        if !accept && case.expected.clone().unwrap_or_default() != output {
            problems.push(format!("{code}, {}: printed\n{output}", case.title));
        }
        printed.push(output);
    }
    let count = |group: &str| cases.iter().filter(|case| case.group == group).count();
    let fewest = if is_rule(code) { FEWEST } else { 0 };
    if count("Found") < fewest.max(1) || count("Silent") < fewest {
        problems.push(format!("{code}: has {} and {} cases", count("Found"), count("Silent")));
    }
    if accept {
        fs::write(path, rewritten(&parts, &printed)).unwrap();
    }
    problems
}

/// Whether a code is that of a rule: its page is longer than a stage's.
fn is_rule(code: &str) -> bool {
    Code::parse(code).is_some_and(|code| code.can_stand() && manual(code).contains("\n## Fails\n"))
}

#[test]
fn every_code_prints_what_its_fixture_says() {
    let accept = std::env::var_os("ANNALS_ACCEPT").is_some();
    let names = Code::ALL.iter().map(|code| code.as_str()).chain([TEN]);
    let problems: Vec<_> = names.flat_map(|code| run(code, accept)).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn one_file_with_ten_mistakes_shows_ten() {
    let text = fs::read_to_string(folder().join(format!("{TEN}.md"))).unwrap();
    let [case] = cases(&parts(&text)).try_into().ok().unwrap();
    let checked = check(case.files);
    let codes: BTreeSet<Code> = checked.diagnostics.iter().map(|finding| finding.code).collect();
    let places = checked.diagnostics.iter().map(|it| &*checked.files.get(it.primary.file).path);
    assert!(codes.len() >= 10, "{codes:?}");
    assert!(places.into_iter().all(|path| path == "content/articles/a.md"));
}

#[test]
fn every_fixture_is_of_a_code() {
    for entry in fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let stem = name.strip_suffix(".md").unwrap();
        assert!(stem == TEN || Code::parse(stem).is_some(), "{name}");
    }
}

#[test]
fn every_page_of_the_manual_is_complete() {
    const PARTS: [&str; 5] =
        ["## What it finds", "## Why it matters", "## Fails", "## Passes", "## To acknowledge it"];
    for &code in Code::ALL {
        let page = manual(code);
        assert!(page.starts_with(&format!("# {}\n\n", code.as_str())), "{page}");
        assert!(page.len() > 80, "{page}");
        if is_rule(code.as_str()) {
            assert!(PARTS.iter().all(|part| page.contains(part)), "{page}");
        } else {
            assert!(code.severity() == Severity::Error || !page.contains("## "), "{page}");
        }
    }
}
