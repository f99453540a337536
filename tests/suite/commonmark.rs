//! The examples of CommonMark 0.31.2 and of GitHub's extensions, through Annals' own path: they give pulldown-cmark's bytes.
//!
//! The examples are those that pulldown-cmark's own source has among its tests, where Cargo put it. What Annals changes on
//! purpose is not compared: addresses (a link leads from page to page), the ids of headings, and raw HTML, which is cleaned.

use std::path::PathBuf;
use std::process::Command;

use annals::config::{Config, Folders};
use annals::source::{FileId, TextFile};
use annals::syntax;
use pulldown_cmark::{Event, Options, Parser, html};

use crate::html::plain;

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_TASKLISTS);

/// What a command prints.
fn printed(command: &mut Command) -> String {
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("it can be run");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("it prints UTF-8")
}

/// The folder of pulldown-cmark's source. Packages for other systems than this one may never have been fetched.
fn source() -> PathBuf {
    let compiler = printed(Command::new("rustc").arg("-vV"));
    let host = compiler.lines().find_map(|line| line.strip_prefix("host: ")).expect("it tells its host");
    let arguments = ["metadata", "--format-version=1", "--offline", "--locked", "--filter-platform", host];
    let metadata = printed(Command::new(env!("CARGO")).args(arguments));
    let metadata: serde_json::Value = serde_json::from_str(&metadata).expect("it is JSON");
    let packages = metadata["packages"].as_array().expect("there are packages");
    let own = packages.iter().find(|it| it["name"] == "pulldown-cmark").expect("it is among them");
    let manifest = own["manifest_path"].as_str().expect("it has a path");
    PathBuf::from(manifest).parent().expect("it lies in a folder").to_owned()
}

/// The Markdown of the examples in one of its files.
fn examples(name: &str) -> Vec<String> {
    let path = source().join("tests/suite").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let inputs = text.split("let original = r##\"").skip(1);
    inputs.map(|rest| rest.split("\"##;").next().expect("it ends").to_owned()).collect()
}

fn markdown(source: &str) -> String {
    let mut html = String::new();
    html::push_html(&mut html, Parser::new_ext(source, OPTIONS));
    html
}

fn annals(source: &str) -> String {
    // Without a title of its own, a heading at the top of a text would be the title.
    let text = TextFile::new("content/articles/a.md", format!("---\ntitle: T\n---\n{source}"));
    let config = Config { language: "en".to_owned(), ..Config::default() };
    let (document, _) = syntax::parse(FileId(0), &text, &config, &Folders::default());
    plain(&document.body)
}

/// HTML without the attributes that Annals changes on purpose.
fn comparable(html: &str) -> String {
    let mut rest = html;
    let mut out = String::new();
    while let Some((before, name)) =
        [" href=\"", " src=\"", " id=\""].iter().filter_map(|name| Some((rest.find(name)?, *name))).min()
    {
        out.push_str(&rest[..before]);
        let value = &rest[before + name.len()..];
        rest = &value[value.find('"').map_or(value.len(), |end| end + 1)..];
    }
    out + rest
}

/// Why an example is not compared.
fn exception(source: &str) -> Option<&'static str> {
    let has = |test: fn(&Event<'_>) -> bool| Parser::new_ext(source, OPTIONS).any(|event| test(&event));
    if has(|event| matches!(event, Event::Html(_) | Event::InlineHtml(_))) {
        Some("raw HTML is cleaned")
    } else if has(|event| matches!(event, Event::FootnoteReference(_))) {
        Some("footnotes are collected")
    } else {
        None
    }
}

/// How many examples a file has, how many of them are compared, and those that differ, with their numbers from 1.
fn compared(name: &str) -> (usize, usize, Vec<(usize, String)>) {
    let examples = examples(name);
    let usual: Vec<_> = (1..).zip(&examples).filter(|(_, it)| exception(it).is_none()).collect();
    let differ = |(_, it): &&(usize, &String)| comparable(&markdown(it)) != comparable(&annals(it));
    let differing = usual.iter().filter(differ).map(|&(number, it)| (number, it.clone())).collect();
    (examples.len(), usual.len(), differing)
}

#[test]
fn commonmark_is_what_it_is() {
    let (all, usual, differing) = compared("spec.rs");
    // Two brackets around a name are a mention.
    let numbers: Vec<_> = differing.into_iter().map(|(number, _)| number).collect();
    assert_eq!(numbers, [548, 590]);
    assert_eq!((all, usual), (652, 580));
}

#[test]
fn the_extensions_of_github_are_what_they_are() {
    for (name, expected) in [
        ("gfm_table.rs", 9),
        ("gfm_strikethrough.rs", 3),
        ("gfm_tasklist.rs", 2),
        ("table.rs", 28),
        ("strikethrough.rs", 15),
    ] {
        let (_, usual, differing) = compared(name);
        assert_eq!((name, differing), (name, Vec::new()));
        assert_eq!((name, usual), (name, expected));
    }
}
