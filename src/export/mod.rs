//! The facts of a site as data, for other programs.
//!
//! Input: a [`Session`]. Output: JSON, lines of JSON, CSV, or RDF as Turtle or N-Triples; the same facts give the same
//! bytes. Entry point: [`export`].
//!
//! `record` turns the graph into plain records, in which entities go by `kind:id` and claims by `article#claim`; the
//! formats only differ in how they write these down.

mod csv;
mod rdf;
mod record;

use std::io::{self, Write};

use serde::Serialize;

use crate::pipeline::Session;
use record::Records;

/// How facts are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON document.
    Json,
    /// A JSON object a line, each with its `type`.
    JsonLines,
    /// The statements as a table.
    Csv,
    /// RDF for people.
    Turtle,
    /// RDF for programs, a triple a line.
    NTriples,
}

/// Writes the facts of a site in a format; RDF needs the site's address to name things by.
pub fn export(session: &Session, format: Format, mut out: impl Write) -> io::Result<()> {
    let records = || Records::new(session);
    match format {
        Format::Json => out.write_all(json(&records()).as_bytes()),
        Format::JsonLines => out.write_all(json_lines(&records()).as_bytes()),
        Format::Csv => out.write_all(csv::table(&records().statements).as_bytes()),
        Format::Turtle => rdf::turtle(session, out),
        Format::NTriples => rdf::n_triples(session, out),
    }
}

impl Format {
    /// Whether it names everything by its absolute address.
    pub fn needs_address(self) -> bool {
        matches!(self, Self::Turtle | Self::NTriples)
    }
}

fn json(records: &Records<'_>) -> String {
    let mut text = serde_json::to_string_pretty(records).unwrap_or_default();
    text.push('\n');
    text
}

fn json_lines(records: &Records<'_>) -> String {
    let mut lines = Vec::new();
    add_lines(&mut lines, "entity", &records.entities);
    add_lines(&mut lines, "statement", &records.statements);
    add_lines(&mut lines, "claim", &records.claims);
    add_lines(&mut lines, "review", &records.reviews);
    add_lines(&mut lines, "mention", &records.mentions);
    add_lines(&mut lines, "citation", &records.citations);
    lines.concat()
}

#[derive(Serialize)]
struct Line<'r, R> {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(flatten)]
    record: &'r R,
}

fn add_lines<R: Serialize>(lines: &mut Vec<String>, kind: &'static str, records: &[R]) {
    for record in records {
        let line = serde_json::to_string(&Line { kind, record }).unwrap_or_default();
        lines.push(format!("{line}\n"));
    }
}
