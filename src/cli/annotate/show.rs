//! What proposals look like: for people, for programs, and as a change of the file.
//!
//! Input: a proposal and its file. Output: text. Entry points: [`human`], [`json`] and [`diff`].

use std::io::Write as _;

use serde::Serialize;
use similar::TextDiff;

use crate::diagnostic::{Lines, plain, plain_json};
use crate::propose::Proposal;
use crate::resolve::collapse;
use crate::source::{Span, TextFile};

/// A proposal in lines of its own: its sentence with the words marked, what they are, and why.
pub(super) fn human(proposal: &Proposal, file: &TextFile) -> String {
    const BOLD: &str = "\u{1b}[1m";
    const END: &str = "\u{1b}[0m";
    let line = file.position(proposal.span.start).line;
    let (before, behind) = around(file, proposal.span);
    let words = plain(&collapse(&proposal.words)).into_owned();
    let sentence = format!("{}»{BOLD}{words}{END}«{}", plain(&before), plain(&behind));
    format!("{}:{line}: {} ({})\n  {sentence}\n", plain(&file.path), described(proposal), proposal.rule)
}

/// What a proposal says: "quote by putin".
pub(super) fn described(proposal: &Proposal) -> String {
    plain(&format!("{} {}", proposal.kind.as_str(), proposal.written())).into_owned()
}

/// What stands around some words, as far as it helps.
fn around(file: &TextFile, span: Span) -> (String, String) {
    const FAR: usize = 90;
    let (start, end) = (span.start as usize, span.end as usize);
    let text = &file.text;
    let from = text.ceil_char_boundary(start.saturating_sub(FAR));
    let to = text.floor_char_boundary((end + FAR).min(text.len()));
    let before = text.get(from..start).unwrap_or_default().rsplit("\n\n").next().unwrap_or_default();
    let before = before.rsplit("---\n").next().unwrap_or_default();
    let behind = text.get(end..to).unwrap_or_default().split("\n\n").next().unwrap_or_default();
    (before.replace('\n', " "), behind.replace('\n', " "))
}

#[derive(Serialize)]
struct Words<'a> {
    #[serde(flatten)]
    place: Lines,
    words: &'a str,
}

#[derive(Serialize)]
struct Replaced<'a> {
    start: u32,
    end: u32,
    text: &'a str,
}

#[derive(Serialize)]
struct Shown<'a> {
    kind: &'static str,
    file: &'a str,
    #[serde(flatten)]
    words: Words<'a>,
    attributes: serde_json::Map<String, serde_json::Value>,
    speaker: Option<Words<'a>>,
    rule: &'static str,
    tier: u8,
    edits: Vec<Replaced<'a>>,
}

/// A proposal as an object on one line; places as in the findings of `annals check`, edits in bytes of the file.
pub(super) fn json(proposal: &Proposal, file: &TextFile) -> serde_json::Result<String> {
    let attributes = proposal.attributes.iter().map(|(key, value)| (key.clone(), value.as_str().into()));
    let edits = proposal.edits.iter();
    let edits = edits.map(|it| Replaced { start: it.span.start, end: it.span.end, text: &it.words });
    let shown = Shown {
        kind: proposal.kind.as_str(),
        file: &file.path,
        words: Words { place: Lines::of(file, proposal.span), words: &proposal.words },
        attributes: attributes.collect(),
        speaker: proposal
            .speaker
            .as_ref()
            .map(|(span, words)| Words { place: Lines::of(file, *span), words }),
        rule: proposal.rule,
        tier: proposal.tier,
        edits: edits.collect(),
    };
    Ok(plain_json(&serde_json::to_string(&shown)?).into_owned())
}

/// Prints how a file would change.
pub(super) fn diff(path: &str, before: &str, after: &str) -> anyhow::Result<()> {
    let diff = TextDiff::from_lines(before, after);
    let (old, new) = (format!("a/{path}"), format!("b/{path}"));
    let shown = diff.unified_diff().context_radius(2).header(&old, &new).to_string();
    write!(anstream::stdout(), "{}", plain(&shown))?;
    Ok(())
}
