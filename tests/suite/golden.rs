//! Golden sites: every folder of `golden/` is a site with all the files that its build must write.
//!
//! A case has `site/` (its content and settings), `expected/` (every page, and every file that the case brings; not what
//! the theme adds, nor what is made for machines) and, where the build has anything to say, `findings.txt`. The templates are those of `golden/templates/`, which show what a page
//! is made of in as few lines as possible; a case with a file `theme` in it uses the built-in ones.
//! With `ANNALS_ACCEPT=1` what a build writes becomes what is expected.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::site::{Site, repository, tree};

/// The files of a case by their paths, as text.
type Texts = BTreeMap<String, String>;

fn folder() -> PathBuf {
    repository().join("tests/suite/golden")
}

fn texts(files: BTreeMap<String, Vec<u8>>) -> Texts {
    files.into_iter().map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned())).collect()
}

/// Builds a case: its findings, and its pages without what every site has.
fn build(case: &Path) -> (String, Texts) {
    let mut site = Site::new();
    if !case.join("theme").exists() {
        for (path, bytes) in tree(&folder().join("templates")) {
            site = site.file(&format!("templates/{path}"), bytes);
        }
    }
    for (path, bytes) in tree(&case.join("site")) {
        site = site.file(&path, bytes);
    }
    let run = site.run(&["build"]);
    // The last paragraph only counts files and findings.
    let findings = run.stderr.rsplit_once("\n\n").map_or_else(String::new, |(found, _)| format!("{found}\n"));
    let own: Vec<_> = tree(&case.join("site")).into_keys().filter_map(|path| asset(&path)).collect();
    let mut pages = texts(site.pages());
    pages.retain(|path, _| path.ends_with(".html") || own.contains(path));
    (findings, pages)
}

/// Where a file of a site goes that is copied as it is.
fn asset(path: &str) -> Option<String> {
    let path = path.strip_prefix("static/").or_else(|| path.strip_prefix("content/"))?;
    (!path.ends_with(".md")).then(|| path.to_owned())
}

fn accept(case: &Path, findings: &str, pages: &Texts) {
    let expected = case.join("expected");
    let _ = fs::remove_dir_all(&expected);
    let _ = fs::remove_file(case.join("findings.txt"));
    for (path, text) in pages {
        let path = expected.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    if !findings.is_empty() {
        fs::write(case.join("findings.txt"), findings).unwrap();
    }
}

/// The first line in which two texts differ.
fn difference(expected: &str, found: &str) -> String {
    let lines = expected.lines().map(Some).chain(std::iter::repeat(None));
    let pairs = lines.zip(found.lines().map(Some).chain(std::iter::repeat(None))).take(10_000).enumerate();
    let first = pairs.into_iter().find(|(_, (expected, found))| expected != found);
    first.map_or_else(String::new, |(line, (expected, found))| {
        format!(
            "line {}\n  expected: {}\n  found:    {}",
            line + 1,
            expected.unwrap_or(""),
            found.unwrap_or("")
        )
    })
}

fn compare(case: &str, expected: &Texts, found: &Texts, failures: &mut Vec<String>) {
    for path in expected.keys().chain(found.keys().filter(|path| !expected.contains_key(*path))) {
        match (expected.get(path), found.get(path)) {
            (Some(expected), Some(found)) if expected == found => {}
            (Some(expected), Some(found)) => {
                failures.push(format!("{case}/{path}, {}", difference(expected, found)));
            }
            (Some(_), None) => failures.push(format!("{case}/{path} is not written")),
            (None, _) => failures.push(format!("{case}/{path} is not expected")),
        }
    }
}

#[test]
fn golden_sites_are_as_expected() {
    let accepting = std::env::var_os("ANNALS_ACCEPT").is_some();
    let mut failures = Vec::new();
    let mut cases: Vec<_> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|case| case.join("site").is_dir());
    cases.sort();
    assert!(!cases.is_empty());
    for case in cases {
        let (findings, pages) = build(&case);
        if accepting {
            accept(&case, &findings, &pages);
            continue;
        }
        let name = case.file_name().unwrap().to_string_lossy();
        let told = fs::read_to_string(case.join("findings.txt")).unwrap_or_default();
        if told != findings {
            failures.push(format!("{name}/findings.txt, {}", difference(&told, &findings)));
        }
        compare(&name, &texts(tree(&case.join("expected"))), &pages, &mut failures);
    }
    assert!(
        failures.is_empty(),
        "{}\n\nIf this is right, accept it with ANNALS_ACCEPT=1.",
        failures.join("\n")
    );
}
