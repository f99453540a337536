//! What looks like markup of Annals, is none, and would be shown as it is.
//!
//! Input: a block's inline events and what its brackets amount to; a text's events. Output: findings. Entry points:
//! [`find`] and [`fences`].
//!
//! Braces are common in prose, in formulas and in the languages of templates: what is told begins as attributes do, with
//! a class of ours or as a label alone.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::attributes::{CLASSES, word};
use super::brackets::{Inline, Scanned, is_in};
use super::{definitions, joined};
use crate::diagnostic::{Applicability, Code, Diagnostic, nearest};
use crate::source::{Edit, Span};

/// How far the end of lost attributes is looked for.
const FARTHEST: usize = 1000;

/// What stands right before braces that are no attributes: template languages, formulas.
const OTHERS: [char; 6] = ['{', '%', '$', '_', '^', '\\'];

/// Finds lost attributes and labels among the words of a block, and definitions outside their fence.
pub fn find(seen: &str, inlines: &[Inline<'_>], scanned: &Scanned, is_heading: bool) -> Vec<Diagnostic> {
    let known = known(scanned);
    let formulas = formulas(seen, inlines);
    let mut found = Vec::new();
    let mut is_line_start = true;
    for (event, range) in inlines {
        if let Event::Text(words) = event
            && seen.get(range.clone()) == Some(words)
        {
            found.extend(is_line_start.then(|| definition(words, range.start)).flatten());
            for (offset, _) in words.match_indices('{') {
                let at = range.start + offset;
                if !is_in(&known, at) && !is_in(&formulas, at) {
                    found.extend(lost(seen, at, is_heading));
                }
            }
        }
        is_line_start = matches!(event, Event::SoftBreak | Event::HardBreak);
    }
    found
}

/// The bytes that are markup, or of which something is said already; in order and apart.
fn known(scanned: &Scanned) -> Vec<Range<usize>> {
    let attributes = scanned.found.iter().map(|found| found.inner.end..found.whole.end);
    let places = scanned.diagnostics.iter().flat_map(|finding| {
        std::iter::once(finding.primary.span).chain(finding.labels.iter().map(|label| label.location.span))
    });
    let broken = scanned.closers.iter().chain(&scanned.unreadable).cloned();
    let mut known: Vec<_> = attributes.chain(broken).collect();
    known.extend(places.map(Span::range));
    joined(known)
}

/// The bytes of formulas, `$…$` as in Pandoc: no space inside the signs, no digit behind them.
fn formulas(seen: &str, inlines: &[Inline<'_>]) -> Vec<Range<usize>> {
    let range = inlines.first().map_or(0, |(_, first)| first.start)
        ..inlines.iter().map(|(_, it)| it.end).max().unwrap_or(0);
    let text = seen.get(range.clone()).unwrap_or_default();
    let mut formulas = Vec::new();
    let mut open = None;
    for (at, _) in text.match_indices('$') {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
        let closes =
            !before.ends_with(char::is_whitespace) && !after.starts_with(|c: char| c.is_ascii_digit());
        match open {
            Some(start) if closes => {
                formulas.push(range.start + start..range.start + at);
                open = None;
            }
            None if after.starts_with(|c: char| !c.is_whitespace()) => open = Some(at),
            _ => {}
        }
    }
    formulas
}

/// What lost attributes look like.
enum Lost<'t> {
    /// `{#label}`
    Label(&'t str),
    /// `{.class …}`, with a class of ours or one that was meant to be.
    Class(&'t str),
}

/// Attributes or a label at a brace that belongs to nothing.
fn lost(seen: &str, at: usize, is_heading: bool) -> Option<Diagnostic> {
    let before = seen.get(..at)?;
    // Behind an escaped bracket, all of it is meant to be seen.
    if before.ends_with(OTHERS) || before.ends_with("\\]") {
        return None;
    }
    let end = seen.floor_char_boundary(seen.len().min(at + FARTHEST));
    let inside = seen.get(at + 1..end)?;
    let shown = inside.find('}').map_or(at + 1, |close| at + 1 + close + 1);
    let place = Span::new(at..shown);
    let escape = "write `\\{` for a brace that readers are to see";
    let finding = match looks_like(inside)? {
        Lost::Label(_) if is_heading => return None,
        Lost::Label(label) => {
            let message = format!("the label `{label}` belongs to no words, and readers would see it");
            Diagnostic::at(Code::StrayMarkup, place, message)
                .help(format!("put its words in brackets: `[words]{{#{label}}}`"))
        }
        Lost::Class(class) => {
            let message = "these attributes belong to no words, and readers would see them";
            let finding = Diagnostic::at(Code::StrayMarkup, place, message);
            let place = inside.find(class).map(|offset| at + 1 + offset..at + 1 + offset + class.len());
            let near = nearest(class, CLASSES).filter(|_| !CLASSES.contains(&class));
            let finding = finding.meant(Applicability::Safe, Span::new(place?), near);
            apart(finding, before, nearest(class, CLASSES).unwrap_or(class))
        }
    };
    let shown = vec![Edit::at(at as u32, "\\")];
    Some(finding.help(escape).fix(Applicability::Ask, "show it to readers", shown))
}

/// Adds where attributes of a class are to stand.
fn apart(finding: Diagnostic, before: &str, class: &str) -> Diagnostic {
    let end = before.trim_end().len();
    if end == before.len() || !before.trim_end().ends_with(']') {
        return finding.help(format!("put their words in brackets: `[words]{{.{class} …}}`"));
    }
    let space = Edit { span: Span::new(end..before.len()), words: String::new() };
    let finding = finding.help("put them right behind the bracket, without a space");
    finding.fix(Applicability::Safe, "put them right behind the bracket", vec![space])
}

/// What the inside of braces looks like.
fn looks_like(inside: &str) -> Option<Lost<'_>> {
    let inside = inside.trim_start();
    if let Some(rest) = inside.strip_prefix('#') {
        let label = word(rest);
        let behind = rest.get(label.len()..)?.trim_start();
        let is_label = label.starts_with(char::is_alphabetic) && behind.starts_with('}');
        return if is_label {
            Some(Lost::Label(label))
        } else {
            looks_like(behind.strip_prefix('.').map(|_| behind)?)
        };
    }
    let is_dotted = inside.starts_with('.');
    let rest = inside.strip_prefix('.').unwrap_or(inside);
    let class = word(rest);
    let behind = rest.get(class.len()..)?;
    let (has_key, ends) = (begins_with_key(behind), behind.trim_start().starts_with(['}', '#', '.']));
    let is_ours = match CLASSES.contains(&class) {
        true if is_dotted => has_key || ends,
        true => has_key,
        false => is_dotted && has_key && nearest(class, CLASSES).is_some(),
    };
    is_ours.then_some(Lost::Class(class))
}

/// Whether a space and `key=` stand here.
fn begins_with_key(text: &str) -> bool {
    let rest = text.trim_start();
    let key = word(rest);
    rest.len() < text.len()
        && !key.is_empty()
        && rest.get(key.len()..).is_some_and(|rest| rest.starts_with('='))
}

/// `label: .class …` at the start of a line of prose.
fn definition(line: &str, start: usize) -> Option<Diagnostic> {
    let label = is_definition(line)?;
    let place = Span::new(start..start + line.trim_end().len());
    let message = format!("this looks like a definition of `{label}`, and readers would see it");
    let help = "definitions stand in a fence that begins with ```annals and ends with ```";
    Some(Diagnostic::at(Code::StrayMarkup, place, message).help(help))
}

/// The label of a line that looks like a definition.
fn is_definition(line: &str) -> Option<&str> {
    let (label, rest) = line.split_once(':')?;
    let label = (!label.is_empty() && word(label) == label).then_some(label)?;
    let statement = rest.trim_start().strip_prefix('.')?;
    let class = word(statement);
    let behind = statement.get(class.len()..)?;
    let is_ours = CLASSES.contains(&class) && (behind.trim().is_empty() || begins_with_key(behind));
    is_ours.then_some(label)
}

/// Finds fences that were meant to hold definitions: their info string is nearly the right one.
pub fn fences(text: &str, events: &[Inline<'_>]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut fence: Option<Range<usize>> = None;
    for (event, range) in events {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let name = info.split_whitespace().next().unwrap_or_default().trim_matches(['{', '}', '.']);
                let is_meant = info.split_whitespace().next() != Some(definitions::INFO);
                let is_near = nearest(name, [definitions::INFO]).is_some();
                fence = (is_meant && is_near).then(|| range.clone());
            }
            Event::Text(code) if code.lines().any(|line| is_definition(line).is_some()) => {
                found.extend(fence.take().and_then(|fence| misspelt(text, fence)));
            }
            Event::End(TagEnd::CodeBlock) => fence = None,
            _ => {}
        }
    }
    found
}

fn misspelt(text: &str, fence: Range<usize>) -> Option<Diagnostic> {
    let line = text.get(fence.clone())?.lines().next()?;
    let info = line.trim_start_matches(['`', '~', ' ']);
    let start = fence.start + line.len() - info.len();
    let place = Span::new(start..start + info.trim_end().len());
    let message =
        format!("readers would see the definitions in this fence, which says `{}`", info.trim_end());
    let help = "a fence with definitions begins with ```annals";
    let finding = Diagnostic::at(Code::StrayMarkup, place, message).help(help);
    Some(finding.replace(Applicability::Safe, place, definitions::INFO))
}
