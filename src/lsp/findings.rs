//! Findings as an editor shows them.
//!
//! Input: a site's findings. Output: those of the protocol, each with its other places. Entry points: [`by_file`] and
//! [`shifted`].

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use gen_lsp_types::{
    Code, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, Message, Range,
    TextDocumentContentChangePartial as Change,
};

use super::root::{Root, Told};
use super::{Buffers, position::Encoding};
use crate::diagnostic::{self, Label, Severity, plain};
use crate::source::TextFile;

/// The site's findings by the paths of their files; the errors of open texts by themselves apart.
pub fn by_file(root: &Root, buffers: &Buffers, encoding: Encoding) -> BTreeMap<PathBuf, Told> {
    let documents = buffers.keys().filter_map(|path| root.document(path));
    let own = documents.flat_map(|document| root.site().syntax_findings(document)).filter(|it| is_error(it));
    let own: BTreeSet<_> = own.map(|it| (it.primary, it.code)).collect();
    let mut found: BTreeMap<PathBuf, Told> = BTreeMap::new();
    for finding in root.site().findings() {
        let file = root.site().files().get(finding.primary.file);
        let labels = finding.labels.iter().filter_map(|label| related(root, buffers, encoding, label));
        let told = told(finding, file, encoding, labels.collect());
        let of_file = found.entry(root.path(finding.primary.file)).or_default();
        let is_own = own.contains(&(finding.primary, finding.code));
        if is_own { &mut of_file.own } else { &mut of_file.lasting }.push(told);
    }
    found
}

/// Whether nothing is built with it.
pub fn is_error(finding: &diagnostic::Diagnostic) -> bool {
    finding.severity == Severity::Error
}

/// A finding in a file.
pub fn told(
    finding: &diagnostic::Diagnostic,
    file: &TextFile,
    encoding: Encoding,
    related: Vec<DiagnosticRelatedInformation>,
) -> Diagnostic {
    let lines = std::iter::once(&finding.message).chain(&finding.help);
    let message = lines.map(|line| plain(line).into_owned()).collect::<Vec<_>>().join("\n");
    Diagnostic {
        range: encoding.range(file, finding.primary.span),
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::Error,
            Severity::Warning => DiagnosticSeverity::Warning,
            Severity::Note => DiagnosticSeverity::Information,
        }),
        code: Some(Code::String(finding.code.as_str().to_owned())),
        source: Some("annals".to_owned()),
        message: Message::String(message),
        related_information: (!related.is_empty()).then_some(related),
        ..Diagnostic::default()
    }
}

/// Another place of a finding.
fn related(
    root: &Root,
    buffers: &Buffers,
    encoding: Encoding,
    label: &Label,
) -> Option<DiagnosticRelatedInformation> {
    let range = encoding.range(root.site().files().get(label.location.file), label.location.span);
    let uri = root.uri(&root.path(label.location.file), buffers)?;
    Some(DiagnosticRelatedInformation { location: Location { uri, range }, message: label.message.clone() })
}

/// Findings of a text that has changed since, where they stand now; without those that the change touched.
pub fn shifted(findings: &mut Vec<Diagnostic>, change: &Change) {
    // What ends before it begins takes nothing away.
    let end = change.range.end.max(change.range.start);
    findings.retain_mut(|finding| {
        let is_before = finding.range.end <= change.range.start;
        if !is_before && finding.range.start >= end {
            finding.range = moved(finding.range, change);
            return true;
        }
        is_before
    });
}

/// A range behind a change, as far as lines go; columns on the change's last line follow with the next check.
fn moved(range: Range, change: &Change) -> Range {
    let added = change.text.matches('\n').count() as u32;
    let removed = change.range.end.line.saturating_sub(change.range.start.line);
    let mut range = range;
    for position in [&mut range.start, &mut range.end] {
        position.line = position.line + added - removed;
    }
    range
}
