//! Diagnostics for programs: one JSON object a line.
//!
//! Input: sorted diagnostics and the files they point into. Output: a line each, without its line break. Entry point:
//! [`render`].
//!
//! Lines and columns count from 1, columns in characters, and the end is the character behind the last. The edits of
//! fixes count bytes.

use serde::Serialize;

use super::{Diagnostic, plain_json};
use crate::source::{Files, Location, Span, TextFile};

#[derive(Serialize)]
struct Finding<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    labels: Vec<Label<'a>>,
    help: &'a [String],
    fixes: Vec<Fix<'a>>,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    applicability: &'static str,
    edits: Vec<Replaced<'a>>,
}

#[derive(Serialize)]
struct Replaced<'a> {
    file: &'a str,
    start: u32,
    end: u32,
    text: &'a str,
}

#[derive(Serialize)]
struct Label<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    #[serde(flatten)]
    lines: Lines,
}

/// Where words stand, by lines and columns from 1.
#[derive(Serialize)]
pub struct Lines {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl Lines {
    /// The lines and columns of a span.
    pub fn of(file: &TextFile, span: Span) -> Self {
        let (start, end) = (file.position(span.start), file.position(span.end));
        Self { line: start.line, column: start.column, end_line: end.line, end_column: end.column }
    }
}

/// One finding as a JSON object on one line.
pub fn render(diagnostic: &Diagnostic, files: &Files) -> String {
    let labels = diagnostic
        .labels
        .iter()
        .map(|label| Label { message: &label.message, place: place(label.location, files) });
    let finding = Finding {
        code: diagnostic.code.as_str(),
        severity: diagnostic.severity.as_str(),
        message: &diagnostic.message,
        place: place(diagnostic.primary, files),
        labels: labels.collect(),
        help: &diagnostic.help,
        fixes: diagnostic.fixes.iter().map(|it| fix(it, files)).collect(),
    };
    // Texts and numbers alone can't fail to be written.
    plain_json(&serde_json::to_string(&finding).unwrap_or_default()).into_owned()
}

fn fix<'a>(fix: &'a super::Fix, files: &'a Files) -> Fix<'a> {
    let edits = fix.edits.iter().map(|(file, edit)| {
        let file = &*files.get(*file).path;
        Replaced { file, start: edit.span.start, end: edit.span.end, text: &edit.words }
    });
    Fix { title: &fix.title, applicability: fix.applicability.as_str(), edits: edits.collect() }
}

fn place(location: Location, files: &Files) -> Place<'_> {
    let file = files.get(location.file);
    Place { file: &file.path, lines: Lines::of(file, location.span) }
}
