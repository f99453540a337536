//! The tables for spreadsheets (RFC 4180): a file a table, under a row of headings.
//!
//! Input: a `Recorder`, a table. Output: its rows. Entry point: [`write()`].

use std::borrow::Cow;
use std::io::{self, Write};

use super::{Cell, Table};
use crate::export::record::Recorder;

/// Writes a table.
///
/// # Errors
/// When it can't be written.
pub fn write(recorder: Recorder<'_>, table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let headings: Vec<_> = table.columns.iter().map(|column| column.name).collect();
    write!(out, "{}\r\n", headings.join(","))?;
    table.each(recorder, row, |rows| out.write_all(&rows))
}

fn row(rows: &mut Vec<u8>, cells: &[Cell<'_>]) -> io::Result<()> {
    for (at, cell) in cells.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        write!(rows, "{comma}{}", text(cell))?;
    }
    rows.write_all(b"\r\n")
}

fn text<'c>(cell: &'c Cell<'_>) -> Cow<'c, str> {
    match cell {
        Cell::Null => "".into(),
        Cell::Text(text) => quoted(text),
        Cell::Integer(number) => number.to_string().into(),
        Cell::Number(number) => number.to_string().into(),
        Cell::Boolean(is) => is.to_string().into(),
    }
}

/// A cell, in quotation marks where it needs them. Spreadsheets would run what begins like a formula, so that gets an
/// apostrophe, which they take for the sign of a text.
fn quoted(cell: &str) -> Cow<'_, str> {
    let is_formula =
        cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) && !is_number(cell);
    let cell = if is_formula { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\"")).into()
    } else {
        cell
    }
}

/// Whether a cell is a number, or a pair of coordinates.
fn is_number(cell: &str) -> bool {
    let is_plain = |part: &str| part.bytes().any(|byte| byte.is_ascii_digit()) && part.parse::<f64>().is_ok();
    cell.split(", ").all(is_plain)
}
