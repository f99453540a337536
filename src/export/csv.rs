//! The statements as a table (RFC 4180).
//!
//! Input: statements. Output: a row for each, under a row of headings. Entry point: [`table`].

use std::borrow::Cow;
use std::io::{self, Write};

use super::record::StatementRecord;

const HEADINGS: [&str; 15] = [
    "id",
    "subject",
    "property",
    "datatype",
    "value",
    "label",
    "qualifiers",
    "rank",
    "claim",
    "sources",
    "document",
    "file",
    "line",
    "sentence",
    "address",
];

/// Writes the table.
pub fn table<'s>(
    statements: impl Iterator<Item = StatementRecord<'s>>,
    out: &mut impl Write,
) -> io::Result<()> {
    write_row(out, &HEADINGS.map(str::to_owned))?;
    for statement in statements {
        write_row(out, &cells(&statement))?;
    }
    Ok(())
}

fn cells(statement: &StatementRecord<'_>) -> [String; HEADINGS.len()] {
    let qualifiers = statement.qualifiers.iter().map(|(name, value)| format!("{name}={}", value.value));
    let place = &statement.reference;
    [
        statement.id.clone(),
        statement.subject.clone(),
        statement.property.to_owned(),
        statement.value.datatype.to_owned(),
        statement.value.value.clone(),
        statement.value.label.clone(),
        qualifiers.collect::<Vec<_>>().join("; "),
        statement.rank.to_owned(),
        statement.claim.clone().unwrap_or_default(),
        statement.sources.join("; "),
        place.document.clone().unwrap_or_default(),
        place.file.clone(),
        place.line.to_string(),
        place.sentence.clone().unwrap_or_default(),
        place.address.clone().unwrap_or_default(),
    ]
}

fn write_row(out: &mut impl Write, cells: &[String]) -> io::Result<()> {
    let cells: Vec<_> = cells.iter().map(|cell| quoted(cell)).collect();
    write!(out, "{}\r\n", cells.join(","))
}

/// A cell, in quotation marks where it needs them. Spreadsheets would run what begins like a formula, so that gets an
/// apostrophe, which they take for the sign of a text.
fn quoted(cell: &str) -> String {
    let is_formula =
        cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) && !is_number(cell);
    let cell = if is_formula { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.into_owned()
    }
}

/// Whether a cell is a number, or a pair of coordinates.
fn is_number(cell: &str) -> bool {
    let is_plain = |part: &str| part.bytes().any(|byte| byte.is_ascii_digit()) && part.parse::<f64>().is_ok();
    cell.split(", ").all(is_plain)
}
