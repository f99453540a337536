//! Diagnostics for GitHub Actions: workflow commands, which show as annotations of the lines of a pull request.
//!
//! Input: sorted diagnostics and the files they point into. Output: a line each, without its line break. Entry point:
//! [`render`].

use std::fmt::Write as _;

use super::{Diagnostic, Severity, plain};
use crate::source::Files;

/// One finding as a workflow command.
pub fn render(diagnostic: &Diagnostic, files: &Files) -> String {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let file = files.get(diagnostic.primary.file);
    let span = diagnostic.primary.span;
    let (start, end) = (file.position(span.start), file.position(span.end));
    let mut line =
        format!("::{command} file={},line={},endLine={}", property(&file.path), start.line, end.line);
    // Columns are not taken for more than one line.
    if start.line == end.line {
        let _ = write!(line, ",col={},endColumn={}", start.column, end.column);
    }
    let _ = write!(line, ",title={}::{}", diagnostic.code.as_str(), data(&text(diagnostic, files)));
    line
}

/// The message with the other places and the ways out, a line each.
fn text(diagnostic: &Diagnostic, files: &Files) -> String {
    let mut text = diagnostic.message.clone();
    for label in &diagnostic.labels {
        let file = files.get(label.location.file);
        let place = file.position(label.location.span.start);
        let _ = write!(text, "\n{}:{}:{}: {}", file.path, place.line, place.column, label.message);
    }
    for help in &diagnostic.help {
        let _ = write!(text, "\nhelp: {help}");
    }
    text
}

/// Text behind the `::`, escaped.
fn data(text: &str) -> String {
    plain(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, escaped.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
