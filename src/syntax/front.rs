//! The front matter: where it is, and the keys that every kind has.
//!
//! Input: a file's text, or a table of one line that declares an entity. Output: [`Front`], and where the Markdown
//! begins. Entry points: [`split`] and [`read`].
//!
//! Keys of one kind alone are kept as they are: what they mean depends on the vocabulary.

use std::ops::Range;

use crate::config::decode;
use crate::data::{self, Entry, Format, Node, Scalar, ScalarKind, Table, Text, Value};
use crate::diagnostic::{Applicability, Code, Diagnostic, nearest};
use crate::source::Span;
use crate::source::path::{id_fault, nfc, path_fault};

/// What the front matter says that has the same meaning for every kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Front {
    /// The place to point at where something is missing.
    pub span: Span,
    /// Whether all of it could be read, so that what is not in it is missing.
    pub readable: bool,
    /// `name`, or `title`.
    pub name: Option<Text>,
    /// `aliases`: other names.
    pub aliases: Vec<Text>,
    /// `former`: the paths of earlier addresses, and those of the `aliases` that are such.
    pub former: Vec<Text>,
    /// `slug`: the last part of its address.
    pub slug: Option<Text>,
    /// `sort`: the form to sort its name by.
    pub sort: Option<Text>,
    /// `summary`, or an article's `description`: one or two sentences.
    pub summary: Option<Text>,
    /// `same_as`: `wikidata:Q7747`, or an address.
    pub same_as: Vec<Text>,
    /// `image`: a picture.
    pub image: Option<Picture>,
    /// `corrections` of an article.
    pub corrections: Vec<Correction>,
    /// `draft: true`, or `publish: false` as in Obsidian Publish: left out unless drafts are asked for.
    pub draft: bool,
    /// `language`: a BCP 47 tag.
    pub language: Option<Text>,
    /// `allow`: findings acknowledged in this file.
    pub allow: Vec<Allowed>,
    /// `extra`, for the site's own templates.
    pub extra: Option<Node>,
    /// All other entries.
    pub rest: Vec<Entry>,
}

/// A picture: its address alone, or a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Its address.
    pub src: Text,
    /// What stands for it.
    pub alt: Option<String>,
    /// What stands below it.
    pub caption: Option<String>,
    /// Whose it is.
    pub credit: Option<String>,
}

/// A correction of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    /// When it was made.
    pub date: Option<Text>,
    /// What was wrong.
    pub text: Text,
}

/// Findings that the author knows of and lets stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Allowed {
    /// Their code.
    pub code: Code,
    /// Why they may stand.
    pub reason: String,
    /// The fingerprint of the only one that is meant.
    pub finding: Option<String>,
    /// Where this is written.
    pub span: Span,
}

/// The front matter of a text, as a range of bytes with its format, and the byte at which the Markdown begins.
pub struct Split {
    /// The front matter between its fences; none where the file has none.
    pub front: Option<(Format, Range<usize>)>,
    /// Where the Markdown begins.
    pub body: usize,
    /// An opening fence that nothing closes.
    pub unclosed: Option<Range<usize>>,
}

/// Where a further line of a front matter in YAML goes, behind all others.
pub fn end(text: &str) -> Option<usize> {
    let (format, range) = split(text).front?;
    (format == Format::Yaml).then_some(range.end)
}

/// Finds the front matter of a file's text; white space before it is skipped.
pub fn split(text: &str) -> Split {
    let start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let none = Split { front: None, body: start, unclosed: None };
    let start = text.len() - text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}').len();
    let mut lines = lines(text, start);
    let Some((first, fence)) = lines.next() else { return none };
    let format = match fence {
        "---" => Format::Yaml,
        "+++" => Format::Toml,
        _ => return none,
    };
    match lines.find(|(_, line)| *line == fence) {
        Some((closing, _)) => {
            Split { front: Some((format, first.end..closing.start)), body: closing.end, unclosed: None }
        }
        None => Split { unclosed: Some(start..start + fence.len()), ..none },
    }
}

/// The lines from `start` on: the bytes of each with its line break, and its text without trailing white space.
fn lines(text: &str, start: usize) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = start;
    text.get(start..).unwrap_or_default().split_inclusive('\n').map(move |line| {
        let range = at..at + line.len();
        at = range.end;
        (range, line.trim_end())
    })
}

/// The heading that a text begins with, as the title of a file that has no other, and where the text goes on.
///
/// It is one line of plain words: `# A title`.
pub fn heading(text: &str, start: usize) -> Option<(Text, usize)> {
    let (line, words) = lines(text, start).find(|(_, line)| !line.is_empty())?;
    let title = words.strip_prefix("# ")?.trim().trim_end_matches('#').trim_end();
    if title.is_empty() || title.contains(['*', '_', '`', '[', '<', '&', '\\', '{']) {
        return None;
    }
    let at = line.start + words.find(title)?;
    Some((Text { text: title.to_owned(), span: Span::new(at..at + title.len()) }, line.end))
}

/// Parses and reads the front matter of a file's text. Where `is_titled` is false, a `title` is none of its keys.
pub fn parse(text: &str, split: &Split, is_titled: bool) -> (Front, Vec<Diagnostic>) {
    if let Some(fence) = &split.unclosed {
        let message = "the front matter never closes";
        let help = "end it with a line of the same three characters";
        let place = Span::new(fence.clone());
        return (Front::default(), vec![Diagnostic::at(Code::BadFrontMatter, place, message).help(help)]);
    }
    let Some((format, range)) = split.front.clone() else { return (Front::default(), Vec::new()) };
    let (root, mut diagnostics) = data::parse(format, text, range.clone(), Code::BadFrontMatter);
    let (mut front, found) = read(&root, is_titled);
    front.readable = diagnostics.is_empty();
    if front.readable {
        diagnostics = found;
    }
    // The fence that opens it.
    let fence = text.get(..range.start).unwrap_or_default().trim_end().len();
    front.span = Span::new(fence.saturating_sub(3)..fence);
    (front, diagnostics)
}

/// Reads the keys that every kind has from a table; nearly every kind has a `title`, too.
pub fn read(root: &Node, is_titled: bool) -> (Front, Vec<Diagnostic>) {
    let mut table = Table::new(root, Code::BadFrontMatter);
    let name = table.text("name");
    let title = if is_titled { table.text("title") } else { None };
    let summary = table.text("summary");
    let description = table.text("description");
    let (aliases, mut former) = (table.texts("aliases"), table.texts("former"));
    let (addresses, aliases): (Vec<_>, _) = aliases.into_iter().partition(|it| it.text.starts_with('/'));
    former.extend(addresses);
    let front = Front {
        span: root.span,
        readable: true,
        name: name.or(title),
        aliases,
        former: paths(&mut table, former),
        slug: slug(&mut table),
        sort: table.text("sort").filter(|sort| !sort.text.trim().is_empty()),
        summary: summary.or(description),
        same_as: table.texts("same_as"),
        image: picture(&mut table),
        corrections: corrections(&mut table),
        draft: is_draft(&mut table),
        language: table.text("language"),
        allow: allowed(&mut table),
        extra: table.node("extra").cloned(),
        rest: table.rest().into_iter().cloned().collect(),
    };
    (front, table.finish_open())
}

/// The paths of earlier addresses; what could not be one is reported.
fn paths(table: &mut Table<'_>, former: Vec<Text>) -> Vec<Text> {
    let mut paths = former;
    paths.iter_mut().for_each(|it| it.text = former_path(&it.text));
    paths.retain(|path| {
        let fault = path_fault(&path.text);
        if let Some(fault) = &fault {
            let message =
                format!("`{}` can't be an earlier address: a part of it {fault}", path.text.escape_debug());
            let help = "write the path on this site: `/old/page.html`";
            table.report(Diagnostic::at(Code::BadFrontMatter, path.span, message).help(help));
        }
        fault.is_none()
    });
    paths
}

/// The file of the output that an earlier address was: as in Hugo, a folder's `index.html` unless it ends in `.html`.
fn former_path(address: &str) -> String {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let path = nfc(&decode(address.trim())).trim_matches('/').to_owned();
    if path.ends_with(".html") || path.ends_with(".htm") { path } else { format!("{path}/index.html") }
}

/// What the address of a page is to end with.
fn slug(table: &mut Table<'_>) -> Option<Text> {
    let slug = table.text("slug").filter(|slug| !slug.text.is_empty())?;
    let Some(fault) = id_fault(&slug.text) else { return Some(slug) };
    let message = format!("`{}` can't be the last part of an address: it {fault}", slug.text.escape_debug());
    let help = "choose letters and digits, with hyphens between them";
    table.report(Diagnostic::at(Code::BadFrontMatter, slug.span, message).help(help));
    None
}

impl Front {
    /// Takes those aliases of a text for earlier addresses, too, that look like paths.
    pub(super) fn take_paths(&mut self) {
        let is_path = |it: &&Text| it.text.contains('/') && !it.text.contains("://");
        let paths = self.aliases.iter().filter(is_path);
        let paths = paths.map(|it| Text { text: former_path(&it.text), span: it.span });
        self.former.extend(paths.filter(|it| path_fault(&it.text).is_none()));
    }

    /// Has the date that the name of its file begins with, where it says none itself.
    pub(super) fn take_date(&mut self, date: &str) {
        if !self.readable || self.rest.iter().any(|entry| entry.key.text == "date") {
            return;
        }
        let key = Text { text: "date".to_owned(), span: self.span };
        let scalar = Scalar { text: date.to_owned(), kind: ScalarKind::Text };
        let value = Node { span: self.span, value: Value::Scalar(scalar) };
        self.rest.push(Entry { key, value });
    }
}

/// A picture: `cover.jpg`, or `{src, alt, caption, credit}`.
fn picture(table: &mut Table<'_>) -> Option<Picture> {
    let node = table.node("image")?;
    if !matches!(node.value, Value::Table(_)) {
        let src = table.text("image")?;
        return Some(Picture { src, alt: None, caption: None, credit: None });
    }
    let mut inner = Table::new(node, Code::BadFrontMatter);
    let src = inner.text("src");
    let mut words = |key| inner.text(key).map(|text| text.text).filter(|text| !text.trim().is_empty());
    let (alt, caption, credit) = (words("alt"), words("caption"), words("credit"));
    inner.finish().into_iter().for_each(|finding| table.report(finding));
    if src.is_none() {
        let finding = Diagnostic::at(Code::BadFrontMatter, node.span, "this picture has no `src`");
        table.report(finding.help("say where it is: `image: {src: cover.jpg, alt: …}`"));
    }
    Some(Picture { src: src?, alt, caption, credit })
}

/// The corrections of an article: `[{date, text}]`.
fn corrections(table: &mut Table<'_>) -> Vec<Correction> {
    let Some(node) = table.node("corrections") else { return Vec::new() };
    let Value::List(items) = &node.value else {
        table.wrong_shape(node, "a list of `{date: …, text: …}`");
        return Vec::new();
    };
    let mut corrections = Vec::new();
    for item in items {
        let mut inner = Table::new(item, Code::BadFrontMatter);
        let (date, text) = (inner.text("date"), inner.text("text"));
        inner.finish().into_iter().for_each(|finding| table.report(finding));
        match text {
            Some(text) => corrections.push(Correction { date, text }),
            None => {
                let finding =
                    Diagnostic::at(Code::BadFrontMatter, item.span, "this correction has no `text`");
                table.report(finding.help("say what was wrong: `{date: 2017-07-15, text: …}`"));
            }
        }
    }
    corrections
}

/// Whether something stays at home, in the words of whichever program it was first written for.
fn is_draft(table: &mut Table<'_>) -> bool {
    let is_withheld = table.node("publish").is_some() && !table.flag("publish");
    table.flag("draft") || is_withheld
}

fn allowed(table: &mut Table<'_>) -> Vec<Allowed> {
    let Some(node) = table.node("allow") else { return Vec::new() };
    let Value::List(items) = &node.value else {
        table.wrong_shape(node, "a list of `{code: …, reason: …}`");
        return Vec::new();
    };
    let (allowed, findings): (Vec<_>, Vec<_>) = items.iter().map(allowance).unzip();
    findings.into_iter().flatten().for_each(|finding| table.report(finding));
    allowed.into_iter().flatten().collect()
}

fn allowance(item: &Node) -> (Option<Allowed>, Vec<Diagnostic>) {
    let mut table = Table::new(item, Code::BadFrontMatter);
    let (code, reason, finding) = (table.text("code"), table.text("reason"), table.text("finding"));
    let reason = reason.map(|reason| reason.text).filter(|reason| !reason.trim().is_empty());
    let lacks = match (&code, &reason) {
        _ if !matches!(item.value, Value::Table(_)) => None,
        (None, _) => Some(("names no check", "name one: `code: conflicting-values`")),
        (_, None) => Some(("gives no reason", "say why it may stand: `reason: as printed in both papers`")),
        _ => None,
    };
    if let Some((lack, help)) = lacks {
        let message = format!("this `allow` {lack}");
        table.report(Diagnostic::at(Code::BadFrontMatter, item.span, message).help(help));
    }
    let code = code.and_then(|code| standing_code(&mut table, &code));
    let finding = finding.map(|finding| finding.text);
    let allowed = code.zip(reason).map(|(code, reason)| Allowed { code, reason, finding, span: item.span });
    (allowed, table.finish())
}

/// The code of this name, if it is one that can be acknowledged.
fn standing_code(table: &mut Table<'_>, name: &Text) -> Option<Code> {
    let code = Code::parse(&name.text);
    let bad = |message| Diagnostic::at(Code::BadFrontMatter, name.span, message);
    table.report(match code {
        Some(code) if code.can_stand() => return Some(code),
        Some(_) => bad(format!("`{}` is always an error", name.text)).help("mend what is reported"),
        None => {
            let known = Code::ALL.iter().filter(|code| code.can_stand()).map(|code| code.as_str());
            let near = nearest(&name.text, known);
            bad(format!("there is no check `{}`", name.text)).meant(Applicability::Safe, name.span, near)
        }
    });
    None
}
