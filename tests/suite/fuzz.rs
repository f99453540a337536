//! Made-up inputs: whatever an author writes, nothing panics, no words get lost without a finding, and nothing is written
//! beside an error.
//!
//! The inputs are mutations of the sites at hand, with pieces of markup spliced in: single texts, configurations, and
//! whole small sites, which are checked and of which every page is rendered. `ANNALS_FUZZ_SECONDS=3600` tries for an hour
//! instead of some seconds, and `ANNALS_SEED=8` tries others than `7` does. What fails is made smaller and printed.

use std::collections::BTreeMap;
use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use annals::config::{self, Config, Folders};
use annals::diagnostic::{self, Diagnostic, Severity};
use annals::edit::{self, Edit};
use annals::load::Snapshot;
use annals::pipeline::{Options, Site as BuiltSite};
use annals::propose;
use annals::source::{FileId, Files, Location, TextFile};
use annals::syntax::{self, Document};
use pulldown_cmark::{Event, Options as Extensions, Parser, Tag, TagEnd};

use crate::mutations::dice::Dice;
use crate::site::{Site, repository, tree};

/// How many files a part of a site has at most.
const MOST_FILES: usize = 12;

type Texts = BTreeMap<String, String>;

/// A front matter, without which a heading at the top of a text would be the title and no part of it.
const TITLED: &str = "---\ntitle: T\n---\n";

const PIECES: &[&str] = &[
    "[[Ada]]",
    "[[",
    "]]",
    "[[a|",
    "|",
    "[[x; y|z]]",
    "[[2017-07-14|Friday]]",
    "[[#c]]",
    "[[a#b]]",
    "![[a.png]]",
    "[x]{.claim by=ada}",
    "[x]{#c .quote by=\"a; b\" to=x on=2017 denies=c}",
    "[x]{.fact of=x duration=PT2H}",
    "[Friday]{.date when=2017-07-13}",
    "[x]{#l}",
    "{#l}",
    "{.claim}",
    "{",
    "}",
    "[@src]",
    "[@src, p. 4; @b]",
    "[@",
    "]{.claim",
    "]{.fact of=",
    "=\"",
    "\\\"",
    "\\",
    "```annals\nl: .claim by=x\n  .fact of=y a=b\n```\n",
    "```\n",
    "`",
    "*",
    "**",
    "_",
    "~~",
    "# ",
    "## Words {#own}\n",
    "\n\n",
    "\n",
    "\r\n",
    "    ",
    "\t",
    "> ",
    "- ",
    "1. ",
    "- [ ] ",
    "| a | b |\n|---|---|\n| [[Ada]] | x\\|y |\n",
    "[^1]",
    "\n[^1]: note\n",
    "[a](b.md)",
    "[a](../people/x.md#y)",
    "![a](b.png)",
    "<https://a.example>",
    "<a@b.example>",
    "<b>",
    "</b>",
    "<div>\n",
    "</div>\n",
    "<script>",
    "<!--",
    "-->",
    "<noscript>",
    "<img src=x onerror=y>",
    "<a name=x>",
    "&amp;",
    "&#0;",
    "---\n",
    "+++\n",
    "title: x\n",
    "date: 2017-13-45\n",
    "date: 2017-07-14T10:00:00.000Z\n",
    "names: {Q: {kind: person, id: ../../x}}\n",
    "aliases: [a, b, ",
    "draft: true\n",
    "extra: {a: [1, 2.5, true, null]}\n",
    "&x *x",
    "!!map",
    "? ",
    ": ",
    "\"",
    "'",
    "[kinds.work]\nfolder = \"\"\n",
    "[properties.x]\ndatatype = \"entity\"\ninverse = \"x\"\n",
    "[checks]\nx = 1\n",
    "= { kind = \"person\" }\n",
    "part_of: x\n",
    "born: -0044\n",
    "died: ../2017\n",
    "coordinates: [91, 181]\n",
    "participants: [{id: a, role: b}]\n",
    "claim: a#c\n",
    "rating: x\nreviewed: 2017\n",
    "text: ../../x.txt\n",
    "allow: [{code: x, reason: y}]\n",
    "same_as: javascript:x\n",
    "language: ar\n",
    "language: x-y-z\n",
    "as-of=2017",
    "from=2019 until=2017",
    "certainty=low",
    "rank=preferred",
    "calendar=julian",
    "PT",
    "12 lakh",
    "10..12",
    "3 million EUR",
    "~12",
    "-03XX",
    "2016/2018",
    "1e400",
    "99999999999999999999",
    "35 minutes",
    "two hours and a half",
    "\0",
    "\u{1b}[31m",
    "\u{85}",
    "\u{feff}",
    "\u{202e}",
    "\u{200d}",
    "\u{301}",
    "\u{f8f0}",
    "ß",
    "ﬁ",
    "İ",
    "北京",
    "สวัสดี",
    "שלום",
    "😀",
    "🇩🇪",
    "“",
    "”",
    "’s",
    " ",
    ". ",
    "… ",
    "Mr. ",
    "U.S. ",
    "e.g.",
];

/// The texts of the sites at hand.
fn corpus() -> Vec<Texts> {
    let folders = ["", "tests/suite/sites/lindal-games", "tests/suite/sites/south-pole"];
    folders.map(|folder| texts(&repository().join(folder))).into()
}

fn texts(folder: &Path) -> Texts {
    let mut texts = Texts::new();
    texts.insert("annals.toml".to_owned(), std::fs::read_to_string(folder.join("annals.toml")).unwrap());
    for part in ["content", "templates"] {
        let files = tree(&folder.join(part)).into_iter();
        let files = files.filter_map(|(path, bytes)| Some((path, String::from_utf8(bytes).ok()?)));
        texts.extend(files.map(|(path, text)| (format!("{part}/{path}"), text)));
    }
    // The theme is built in.
    texts.retain(|path, _| !path.starts_with("templates/") || folder != repository());
    texts
}

/// A part of a text, in characters that are whole.
fn part<'t>(dice: &mut Dice, text: &'t str, most: usize) -> (usize, &'t str) {
    let start = text.floor_char_boundary(dice.roll(text.len() + 1));
    let end = text.floor_char_boundary((start + dice.roll(most + 1)).min(text.len()));
    (start, text.get(start..end).unwrap_or_default())
}

fn mutate(dice: &mut Dice, text: &mut String, other: &str) {
    let most = [4, 40, 400][dice.roll(3)];
    let (start, old) = part(dice, text, most);
    let range = start..start + old.len();
    let piece = *dice.pick(PIECES).expect("there are some");
    match dice.roll(9) {
        0 => text.replace_range(range, ""),
        1 => {
            let doubled = old.repeat(2 + dice.roll(3));
            text.replace_range(range, &doubled);
        }
        2 | 3 => text.insert_str(start, piece),
        4 => text.replace_range(range, piece),
        5 => {
            let (_, new) = part(dice, other, most);
            text.replace_range(start..start, new);
        }
        6 => text.insert_str(start, &piece.repeat(1 + dice.roll(60))),
        7 => text.truncate(start),
        _ => {
            if let Some(changed) = dice.digit(text) {
                *text = changed;
            }
        }
    }
}

/// A small site that is nearly one of those at hand: a whole one with little changed, which may well have no error, or
/// a part of one with much.
fn made_up(dice: &mut Dice, corpus: &[Texts]) -> Texts {
    let is_whole = dice.roll(2) == 0;
    let small = corpus.get(1..).unwrap_or_default();
    let whole = dice.pick(if is_whole { small } else { corpus }).expect("there are some");
    let paths: Vec<_> = whole.keys().filter(|path| *path != "annals.toml").collect();
    let paths = dice.sample(paths, if is_whole { usize::MAX } else { MOST_FILES });
    let mut site: Texts = paths.into_iter().map(|path| (path.clone(), whole[path].clone())).collect();
    site.insert("annals.toml".to_owned(), whole["annals.toml"].clone());
    let files = if is_whole { 0 } else { dice.roll(4) };
    for _ in 0..=files {
        let other = dice.pick(corpus).expect("there are some").values().collect::<Vec<_>>();
        let other = (*dice.pick(&other).expect("there are some")).clone();
        let paths: Vec<_> = site.keys().cloned().collect();
        let path = dice.pick(&paths).expect("there are some");
        let text = site.get_mut(path).expect("it is there");
        for _ in 0..=files {
            mutate(dice, text, &other);
        }
    }
    site
}

/// What is wrong with what becomes of a site.
fn fault(site: &Texts) -> Option<String> {
    match catch_unwind(AssertUnwindSafe(|| check(site))) {
        Ok(fault) => fault,
        Err(panic) => {
            let words = panic.downcast_ref::<String>().cloned();
            let words = words.or_else(|| panic.downcast_ref::<&str>().map(|words| (*words).to_owned()));
            Some(format!("it panics: {}", words.unwrap_or_default()))
        }
    }
}

fn check(site: &Texts) -> Option<String> {
    config::parse(&site["annals.toml"]);
    let documents = site.iter().filter(|(path, _)| path.ends_with(".md"));
    let lost = documents.filter_map(|(path, text)| Some(format!("{path} loses {:?}", lost(path, text)?)));
    if let Some(fault) = lost.into_iter().next() {
        return Some(fault);
    }
    let files = site.iter().map(|(path, text)| (path.as_str(), text.as_bytes()));
    let session = BuiltSite::of(Snapshot::from_memory(files), Options::default());
    let findings = session.findings().to_vec();
    for finding in &findings {
        if let Some(torn) = torn(finding, session.files()) {
            return Some(format!("{torn:?} begins or ends in a character: {finding:?}"));
        }
        let shown = diagnostic::render_human(finding, session.files(), false, 100);
        if shown.is_empty() {
            return Some(format!("nothing is printed of {finding:?}"));
        }
    }
    if let Some(fault) = edited(&session) {
        return Some(fault);
    }
    if findings.iter().any(|it| it.severity == Severity::Error) {
        return None;
    }
    let paths: Vec<_> = session.paths().map(str::to_owned).collect();
    let wrong = paths.iter().find_map(|path| session.page(path).err().map(|fault| (path, fault)));
    let is_known = site.keys().any(|path| path.starts_with("templates/"));
    wrong.filter(|_| !is_known).map(|(path, fault)| format!("{path} can't be made: {fault:?}"))
}

/// What is wrong with the edits that are offered: fixes of findings, proposals, lighter markup.
fn edited(site: &BuiltSite) -> Option<String> {
    let is_torn = |file: FileId, edit: &Edit| site.files().get(file).text.get(edit.span.range()).is_none();
    let fixes = edit::findings(site).into_iter().flat_map(|finding| finding.fixes.to_vec());
    let torn = fixes.into_iter().find(|fix| fix.edits.iter().any(|(file, edit)| is_torn(*file, edit)));
    if let Some(fix) = torn {
        return Some(format!("a fix begins or ends in a character: {fix:?}"));
    }
    let finder = site.finder();
    // One document a site: there are many sites, and a lighter one is read anew.
    let count = site.graph().documents.len().max(1);
    let size: usize = site.files().iter().map(|(_, file)| file.text.len()).sum();
    for (id, document) in site.graph().all_documents().skip(size % count).take(1) {
        let context = propose::Context::new(site, &finder, id)?;
        let proposals = propose::propose(&context);
        if let Some(torn) =
            proposals.iter().find(|it| it.edits.iter().any(|edit| is_torn(document.file, edit)))
        {
            return Some(format!("a proposal begins or ends in a character: {torn:?}"));
        }
        propose::write(&context, &proposals);
        edit::tidy(site, &[id], true).ok()?;
    }
    None
}

/// A place of a finding that is no part of its file's text.
fn torn(finding: &Diagnostic, files: &Files) -> Option<Location> {
    let labels = finding.labels.iter().map(|label| label.location);
    let mut places = std::iter::once(finding.primary).chain(labels);
    places.find(|place| files.get(place.file).text.get(place.span.range()).is_none())
}

/// A word that a file's text has and its plain text hasn't, though nothing is reported.
fn lost(path: &str, file: &str) -> Option<String> {
    let markdown = file.splitn(3, "---\n").last().unwrap_or_default();
    let text = format!("{TITLED}{markdown}");
    let config = Config { language: "en".to_owned(), ..Config::default() };
    let source = TextFile::new(path, text.as_str());
    let (document, found) = syntax::parse(FileId(0), &source, &config, &Folders::default());
    if !found.is_empty() {
        return None;
    }
    let shown = &document.body.text;
    written(&text).into_iter().find_map(|(at, run)| {
        let is_lost = |(word, it): &(usize, &str)| !shown.contains(*it) && !is_markup(&document, at + word);
        words(run).find(is_lost).map(|(_, word)| word.to_owned())
    })
}

/// The parts of a text that Markdown takes for words, with their places: not code, and not what describes a picture.
fn written(text: &str) -> Vec<(usize, &str)> {
    let extensions = Extensions::ENABLE_TABLES
        | Extensions::ENABLE_STRIKETHROUGH
        | Extensions::ENABLE_FOOTNOTES
        | Extensions::ENABLE_TASKLISTS;
    let below = text.get(TITLED.len()..).unwrap_or_default();
    let mut aside = 0;
    let mut written = Vec::new();
    for (event, range) in Parser::new_ext(below, extensions).into_offset_iter() {
        match event {
            Event::Start(Tag::Image { .. } | Tag::CodeBlock(_)) => aside += 1,
            Event::End(TagEnd::Image | TagEnd::CodeBlock) => aside -= 1,
            Event::Text(words) if aside == 0 && below.get(range.clone()) == Some(&*words) => {
                let start = range.start + TITLED.len();
                written.extend(below.get(range).map(|words| (start, words)));
            }
            _ => {}
        }
    }
    written
}

/// Words of several letters, with their places.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let start = text.as_ptr() as usize;
    words.filter(|word| word.len() > 3).map(move |word| (word.as_ptr() as usize - start, word))
}

/// Whether a byte of a text is part of an annotation's markup, and not of its words.
fn is_markup(document: &Document, at: usize) -> bool {
    let annotations = document.body.annotations.iter();
    annotations
        .map(|it| (it.span.range(), it.inner.range()))
        .any(|(span, inner)| span.contains(&at) && !inner.contains(&at))
}

/// The same site with less in it, as long as something is wrong with it.
fn smaller(site: &Texts) -> Texts {
    let until = Instant::now() + Duration::from_secs(60);
    let mut site = site.clone();
    let paths: Vec<_> = site.keys().filter(|path| *path != "annals.toml").cloned().collect();
    for path in paths {
        let mut less = site.clone();
        less.remove(&path);
        if fault(&less).is_some() {
            site = less;
        }
    }
    for path in site.keys().cloned().collect::<Vec<_>>() {
        let mut step = site[&path].len() / 2;
        while step > 0 && Instant::now() < until {
            let mut at = 0;
            while at < site[&path].len() && Instant::now() < until {
                let mut less = site.clone();
                let text = less.get_mut(&path).expect("it is there");
                let (start, end) =
                    (text.floor_char_boundary(at), text.ceil_char_boundary((at + step).min(text.len())));
                text.replace_range(start..end, "");
                if fault(&less).is_some() { site = less } else { at += step }
            }
            step /= 2;
        }
    }
    site
}

/// A number from the environment.
fn setting(name: &str, otherwise: u64) -> u64 {
    env::var(name).map_or(otherwise, |value| value.parse().expect("it is a number"))
}

#[test]
fn no_input_panics_or_loses_words() {
    let (seed, seconds) = (setting("ANNALS_SEED", 7), setting("ANNALS_FUZZ_SECONDS", 20));
    let corpus = corpus();
    let until = Instant::now() + Duration::from_secs(seconds);
    let mut tried = 0;
    while Instant::now() < until {
        let site = made_up(&mut Dice::new(seed.wrapping_mul(1_000_003) + tried), &corpus);
        if let Some(fault) = fault(&site) {
            let site = smaller(&site);
            panic!("ANNALS_SEED={seed}, input {tried}: {fault}\n{:?}\n{site:#?}", self::fault(&site));
        }
        tried += 1;
    }
    println!("ANNALS_SEED={seed}: tried {tried} sites");
    assert!(tried > 0);
}

/// A site with an error is not written, whatever else is in it, and one that was written stays.
#[test]
fn nothing_is_written_beside_an_error() {
    let corpus = corpus();
    let mut refused = 0;
    for number in 0..40 {
        let made_up = made_up(&mut Dice::new(number), &corpus);
        let site = made_up.iter().fold(Site::new(), |site, (path, text)| site.file(path, text));
        let report = site.build_here();
        assert_eq!(report.has_errors(), report.written.is_none(), "{made_up:#?}");
        assert!(!report.has_errors() || site.pages().is_empty(), "{made_up:#?}");
        refused += usize::from(report.has_errors());
    }
    assert!((1..40).contains(&refused), "{refused} of 40 sites were refused");
}
