//! Every example of the guide says what the program does.
//!
//! A block of code in `content/pages/guide*.md` begins with its language and, where it is a file of a site or what
//! matters of one, that file's path. Without a path, `markdown` is the text of an article, `toml` is `annals.toml`, `sh`
//! is commands, and `text` is several files, each line of them behind a path. Every example is built in a site that has
//! what it speaks of, and must have no finding (notes aside), but for what the manual shows under *Fails*.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use annals::diagnostic::{Code, Severity, render_human};
use annals::load::Snapshot;
use annals::pipeline::{Options, Site};
use pulldown_cmark::{CodeBlockKind, Event, Options as Markdown, Parser, Tag, TagEnd};

use crate::memory::check;
use crate::site::{repository, tree};

/// The files of a site.
type Files = BTreeMap<String, String>;

/// Blocks that no site can hold, by how they begin, and why.
const APART: &[(&str, &str)] = &[
    ("annals.toml          title", "a picture of a site's folders"),
    ("error[unknown-name]", "what is printed; see `the_guide_shows_what_is_printed`"),
    ("location = /archive", "the settings of nginx; see `publish.rs`"),
    ("a\na\na\ny\n", "what is typed; see `newcomer.rs`"),
];

/// Programs that commands of the guide run beside `annals`.
const OTHERS: &[&str] =
    &["aws", "cargo", "cd", "code", "duckdb", "git", "npm", "npx", "rsync", "sqlite3", "touch"];

/// Examples with a finding, by how they begin: what they acknowledge is not there, and not every program draws pictures.
const FOUND: &[(&str, Code)] = if cfg!(feature = "cards") {
    &[("allow:", Code::LapsedAllow)]
} else {
    &[("allow:", Code::LapsedAllow), ("base_url = \"https://example.org/archive/\"", Code::BadConfig)]
};

/// The article that an example is, or belongs to, where it names no file.
const ARTICLE: &str = "content/articles/talks.md";

/// Whom and what the examples of the manual and the shorter chapters speak of.
const CAST: &[(&str, &str)] = &[
    ("content/people/ada.md", "---\nname: Ada\n---\n"),
    ("content/people/ada-lovelace.md", "---\nname: Ada Lovelace\n---\n"),
    ("content/people/bob.md", "---\nname: Bob\n---\n"),
    ("content/people/cleo.md", "---\nname: Cleo\n---\n"),
    ("content/events/meeting.md", "---\nname: Meeting\n---\n"),
    ("content/sources/letter.md", "---\ntitle: Letter\n---\n"),
    ("content/sources/speech.md", "---\ntitle: Speech\n---\n"),
    ("content/sources/speech.txt", "We had a great meeting."),
    ("content/articles/cast.md", "[[Ada Lovelace]], [[Bob]] and [[Cleo]] came to the [[meeting]]."),
    (ARTICLE, "[The talks failed]{#failed .claim by=ada}."),
];

/// A block or a piece of code in the guide.
pub struct Example {
    /// The chapter's file.
    pub chapter: String,
    /// The nearest headings above it, each but the last one of a level higher than the next.
    headings: Vec<String>,
    /// What stands behind its fence; nothing where it stands within a line.
    info: Option<String>,
    /// What it says.
    pub code: String,
}

impl Example {
    /// The finding whose page in the manual it stands on.
    fn rule(&self) -> Option<Code> {
        self.headings.iter().rev().find_map(|heading| Code::parse(heading))
    }

    fn is_under(&self, heading: &str) -> bool {
        self.headings.last().is_some_and(|last| last == heading)
    }

    fn language(&self) -> &str {
        self.info.as_deref().unwrap_or("markdown").split(' ').next().unwrap()
    }

    /// The files that it is, or what it shows of them.
    fn shown(&self) -> Vec<(String, String)> {
        let path = self.info.as_deref().and_then(|info| info.split_once(' ')).map(|(_, path)| path);
        match (self.language(), path) {
            (_, Some(path)) => vec![(path.to_owned(), self.code.clone())],
            ("markdown", None) => vec![(ARTICLE.to_owned(), self.code.clone())],
            ("toml", None) => vec![("annals.toml".to_owned(), self.code.clone())],
            ("text", None) => columns(&self.code),
            (language, None) => panic!("{}: which file is this `{language}`?\n{}", self.chapter, self.code),
        }
    }

    /// The findings of a site that has it.
    fn expected(&self) -> BTreeSet<Code> {
        let found = FOUND.iter().find(|(start, _)| self.code.starts_with(start)).map(|(_, code)| *code);
        found.or_else(|| self.rule().filter(|_| self.is_under("Fails"))).into_iter().collect()
    }

    /// The site that it belongs to.
    fn around(&self) -> Files {
        let mut files = Files::new();
        match &*self.chapter {
            _ if self.info.as_deref() == Some("toml") => {}
            "guide.md" | "guide-properties.md" => {
                files.extend(texts(""));
                for source in ["state-department-transcript", "pool-report"] {
                    put(&mut files, &format!("content/sources/{source}.md"), "");
                }
            }
            "guide-tutorial.md" => {
                files.extend(texts("src/cli/starter"));
                put(&mut files, "content/people/mary-somerville.md", "---\nname: Mary Somerville\n---\n");
            }
            "guide-checks.md" => CAST.iter().for_each(|(path, shown)| put(&mut files, path, shown)),
            _ => {}
        }
        files
    }
}

/// What is written by hand in the site of a folder, but for its plain pages.
fn texts(folder: &str) -> Files {
    let folder = repository().join(folder);
    let files = tree(&folder.join("content")).into_iter();
    let files = files.filter(|(path, _)| !path.starts_with("pages/") && !path.ends_with(".png"));
    let mut files: Files =
        files.map(|(path, text)| (format!("content/{path}"), String::from_utf8(text).unwrap())).collect();
    files.insert("annals.toml".to_owned(), fs::read_to_string(folder.join("annals.toml")).unwrap());
    files
}

/// The files whose lines stand each behind the file's path, or below a line that does.
fn columns(code: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in code.lines() {
        let (path, text) = line.split_once("  ").unwrap_or_else(|| panic!("no path before {line}"));
        if !path.is_empty() {
            files.push((path.to_owned(), String::new()));
        }
        let (_, file) = files.last_mut().expect("a file's first line has its path");
        file.push_str(&format!("{}\n", text.trim_start()));
    }
    files
}

/// Puts into a site what is shown of a file: all of it, the text of an article, or lines of a front matter.
fn put(files: &mut Files, path: &str, shown: &str) {
    let is_whole = !path.ends_with(".md") || shown.starts_with("---\n") || shown.starts_with("+++\n");
    let is_front = !path.starts_with("content/articles/")
        || ["names:", "allow:"].iter().any(|key| shown.starts_with(key));
    let (folder, stem) = path.trim_end_matches(".md").rsplit_once('/').unwrap_or(("", path));
    let lacking = match folder {
        "content/articles" => "title: Talks\ndate: 2017-07-17\n---\n",
        "content/people" | "content/events" if !shown.contains("name:") => &*format!("name: {stem}\n---\n"),
        "content/sources" => "title: Example\n---\n",
        _ => "---\n",
    };
    let known = files.get(path).and_then(|text| text.strip_prefix("---\n")).unwrap_or(lacking);
    let text = match known.split_once("---\n") {
        _ if is_whole => shown.to_owned(),
        Some((front, body)) if is_front => format!("---\n{shown}\n{front}---\n{body}"),
        Some((front, _)) => format!("---\n{front}---\n{shown}"),
        None => panic!("{path} has no front matter"),
    };
    files.insert(path.to_owned(), text);
}

/// Every chapter of the guide with its examples.
fn examples() -> Vec<Example> {
    let pages = tree(&repository().join("content/pages")).into_iter();
    let chapters = pages.filter(|(path, _)| path.starts_with("guide") && path.ends_with(".md"));
    chapters.flat_map(|(chapter, text)| examples_of(&chapter, &String::from_utf8(text).unwrap())).collect()
}

/// The blocks of all chapters.
pub fn blocks() -> impl Iterator<Item = Example> {
    examples().into_iter().filter(|example| example.info.is_some())
}

fn examples_of(chapter: &str, text: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut headings: Vec<String> = Vec::new();
    // The block or the heading that is being read, and what stands behind the block's fence.
    let mut open: Option<(String, Option<String>)> = None;
    let example = |headings: &[String], info, code| {
        let (chapter, headings) = (chapter.to_owned(), headings.to_vec());
        Example { chapter, headings, info, code }
    };
    for event in Parser::new_ext(text, Markdown::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                open = Some((String::new(), Some(info.to_string())));
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                panic!(
                    "{chapter}: a block without a fence doesn't say what it is; it stands under {headings:?}"
                )
            }
            Event::Start(Tag::Heading { .. }) => open = Some((String::new(), None)),
            Event::Text(words) => open.iter_mut().for_each(|(text, _)| text.push_str(&words)),
            Event::End(TagEnd::CodeBlock | TagEnd::Heading(_)) => match open.take() {
                Some((code, Some(info))) => examples.push(example(&headings, Some(info), code)),
                Some((heading, None)) => headings.push(heading),
                None => {}
            },
            Event::Html(html) => headings.extend(heading(&html)),
            Event::Code(code) => examples.push(example(&headings, None, code.to_string())),
            _ => {}
        }
    }
    examples
}

/// The words of a heading in HTML: `<h3 id="bad-value">bad-value</h3>`.
fn heading(html: &str) -> Option<String> {
    let (_, rest) = html.strip_prefix("<h3")?.split_once('>')?;
    Some(rest.split('<').next()?.to_owned())
}

/// What is wrong with a site, in the codes of its findings and in words; notes are of interest only where they are of the
/// example's own rule.
fn findings(files: Files, rule: Option<Code>) -> (BTreeSet<Code>, String) {
    let session = Site::of(Snapshot::from_memory(files), Options::default());
    let mut found = session.findings().to_vec();
    found.extend(session.all_faults());
    found.retain(|finding| finding.severity != Severity::Note || Some(finding.code) == rule);
    let printed = found.iter().map(|finding| render_human(finding, session.files(), false, 100));
    let printed = printed.collect::<Vec<_>>().join("\n");
    (found.into_iter().map(|finding| finding.code).collect(), printed)
}

#[test]
fn every_example_has_the_findings_that_the_guide_says() {
    let mut problems = Vec::new();
    let mut fails: Vec<(String, String)> = Vec::new();
    let is_apart = |example: &Example| APART.iter().any(|(start, _)| example.code.starts_with(start));
    for example in
        blocks().filter(|example| !["sh", "sql"].contains(&example.language()) && !is_apart(example))
    {
        let mut shown = example.shown();
        if example.is_under("Fails") {
            fails.clone_from(&shown);
        } else if example.is_under("Passes") {
            // What a manual page shows to pass is the site that fails, as far as it is mended.
            let kept = fails.iter().filter(|(path, _)| shown.iter().all(|(mended, _)| mended != path));
            shown.extend(kept.cloned().collect::<Vec<_>>());
        }
        let mut files = example.around();
        shown.iter().for_each(|(path, shown)| put(&mut files, path, shown));
        if let Some(rule) = example.rule().filter(|rule| rule.is_opt_in()) {
            put(&mut files, "annals.toml", &format!("[checks]\n{} = \"warn\"\n", rule.as_str()));
        }
        let (codes, printed) = findings(files, example.rule());
        if codes != example.expected() {
            problems.push(format!(
                "{}, expected {:?}:\n{}{printed}",
                example.chapter,
                example.expected(),
                example.code
            ));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n\n"));
}

#[test]
fn markup_within_lines_has_no_findings() {
    let is_span = |code: &str| code.starts_with('[') && code.contains("]{.") && code.ends_with('}');
    for example in examples().iter().filter(|it| it.info.is_none() && is_span(&it.code)) {
        let mut files = example.around();
        example.shown().iter().for_each(|(path, shown)| put(&mut files, path, shown));
        let (_, printed) = findings(files, None);
        assert_eq!(printed, "", "{}: {}", example.chapter, example.code);
    }
}

/// The words of a command as a shell reads it, up to a comment, to what the help says of it, or to another program.
fn words(command: &str) -> Vec<String> {
    let command = [" # ", "  ", " > ", " | "]
        .iter()
        .fold(command, |command, end| command.split(end).next().unwrap_or_default());
    let quoted = command.split('"').enumerate();
    let words = quoted.flat_map(|(part, text)| match part % 2 {
        0 => text.split_whitespace().map(str::to_owned).collect(),
        _ => vec![text.to_owned()],
    });
    // A word in capitals stands for what the reader puts there.
    let stands_for = |word: String| match &*word {
        "FORMAT" => "json".to_owned(),
        "URL" => "https://example.org/".to_owned(),
        _ => word,
    };
    words.map(stands_for).collect()
}

#[test]
fn every_command_is_one_that_there_is() {
    let mut count = 0;
    for example in examples() {
        let lines = example.code.lines().filter(|_| example.info.is_none() || example.language() == "sh");
        for line in lines {
            let is_command = line.starts_with("annals ");
            let known = line.split(' ').next().is_some_and(|program| OTHERS.contains(&program));
            assert!(is_command || known || example.info.is_none(), "{}: what is `{line}`?", example.chapter);
            if is_command {
                count += 1;
                let understood = annals::cli::command().try_get_matches_from(words(line));
                assert!(understood.is_ok(), "{}: `{line}`\n{}", example.chapter, understood.unwrap_err());
            }
        }
    }
    assert!(count > 30, "{count} commands");
}

#[test]
fn every_command_that_the_help_shows_is_one_that_there_is() {
    let commands = annals::cli::command();
    let mut count = 0;
    for command in std::iter::once(&commands).chain(commands.get_subcommands()) {
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        for line in help.lines().map(str::trim).filter(|line| line.starts_with("annals ")) {
            count += 1;
            let understood = annals::cli::command().try_get_matches_from(words(line));
            assert!(understood.is_ok(), "{}: `{line}`\n{}", command.get_name(), understood.unwrap_err());
        }
    }
    assert!(count > 20, "{count} commands");
}

#[test]
fn the_guide_shows_what_is_printed() {
    let shown =
        blocks().find(|example| example.code.starts_with("error[")).expect("the guide shows an error");
    let mut files = texts("");
    let article = files.values_mut().find(|text| text.contains("[[Tillerson]]")).expect("he is named");
    *article = article.replacen("[[Tillerson]]", "[[Tilerson]]", 1);
    assert_eq!(check(files).printed().trim_end(), shown.code.trim_end());
}
