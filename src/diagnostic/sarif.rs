//! Diagnostics for code scanning: SARIF 2.1.0.
//!
//! Input: sorted diagnostics, the files they point into, and the manual. Output: one JSON document. Entry point:
//! [`render`].
//!
//! Paths are relative to the site; columns count in characters, as everywhere.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Code, Diagnostic, plain_json};
use crate::source::{Files, Location};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
struct Driver {
    name: &'static str,
    version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Text<String>,
    help: Help,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Text<T> {
    text: T,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'a> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text<String>,
    locations: [Place<'a>; 1],
    related_locations: Vec<Place<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text<&'a str>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

/// All findings as one document; `manual` gives a code's page.
pub fn render(diagnostics: &[Diagnostic], files: &Files, manual: impl Fn(Code) -> String) -> String {
    let codes: Vec<Code> =
        diagnostics.iter().map(|finding| finding.code).collect::<BTreeSet<_>>().into_iter().collect();
    let results = diagnostics.iter().map(|finding| result(finding, &codes, files));
    let run = Run {
        tool: Tool {
            driver: Driver {
                name: env!("CARGO_PKG_NAME"),
                version: env!("CARGO_PKG_VERSION"),
                rules: codes.iter().map(|&code| rule(code, manual(code))).collect(),
            },
        },
        column_kind: "unicodeCodePoints",
        results: results.collect(),
    };
    let log = Log { schema: SCHEMA, version: "2.1.0", runs: [run] };
    // Texts and numbers alone can't fail to be written.
    plain_json(&serde_json::to_string_pretty(&log).unwrap_or_default()).into_owned()
}

/// A rule with its page, of which the first paragraph is the description.
fn rule(code: Code, page: String) -> Rule {
    let mut paragraphs = page.split("\n\n").filter(|paragraph| !paragraph.starts_with('#'));
    let first = paragraphs.next().unwrap_or_default();
    Rule {
        id: code.as_str(),
        short_description: Text { text: first.split_whitespace().collect::<Vec<_>>().join(" ") },
        help: Help { text: page.clone(), markdown: page },
        default_configuration: Configuration { level: code.severity().as_str() },
    }
}

fn result<'a>(finding: &'a Diagnostic, codes: &[Code], files: &Files) -> Finding<'a> {
    let lines = std::iter::once(&finding.message).chain(&finding.help).map(String::as_str);
    let primary = (!finding.primary_label.is_empty()).then_some(&*finding.primary_label);
    let related = finding.labels.iter().zip(1..);
    Finding {
        rule_id: finding.code.as_str(),
        rule_index: codes.binary_search(&finding.code).unwrap_or_default(),
        level: finding.severity.as_str(),
        message: Text { text: lines.collect::<Vec<_>>().join("\n") },
        locations: [place(None, finding.primary, primary, files)],
        related_locations: related
            .map(|(label, id)| place(Some(id), label.location, Some(&label.message), files))
            .collect(),
    }
}

fn place<'a>(id: Option<usize>, location: Location, message: Option<&'a str>, files: &Files) -> Place<'a> {
    let file = files.get(location.file);
    let (start, end) = (file.position(location.span.start), file.position(location.span.end));
    Place {
        id,
        physical_location: Physical {
            artifact_location: Artifact { uri: uri(&file.path), uri_base_id: "%SRCROOT%" },
            region: Region {
                start_line: start.line,
                start_column: start.column,
                end_line: end.line,
                end_column: end.column,
            },
        },
        message: message.map(|text| Text { text }),
    }
}

/// A path as a relative address, percent-encoded.
fn uri(path: &str) -> String {
    let is_plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/');
    path.bytes()
        .map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
