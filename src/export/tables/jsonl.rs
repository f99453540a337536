//! The tables as lines of JSON: a file a table, an object a row, every key in every row.
//!
//! Input: a `Recorder`, a table. Output: its lines. Entry point: [`write()`].

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap as _, Serializer};

use super::{Cell, Table};
use crate::export::record::Recorder;

struct Row<'r, 's> {
    table: &'r Table,
    cells: &'r [Cell<'s>],
}

impl Serialize for Row<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.cells.len()))?;
        for (column, cell) in self.table.columns.iter().zip(self.cells) {
            map.serialize_entry(column.name, cell)?;
        }
        map.end()
    }
}

/// Writes a table.
///
/// # Errors
/// When it can't be written.
pub fn write(recorder: Recorder<'_>, table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let write = |lines: &mut Vec<u8>, cells: &[Cell<'_>]| {
        serde_json::to_writer(&mut *lines, &Row { table, cells })?;
        lines.write_all(b"\n")
    };
    table.each(recorder, write, |lines| out.write_all(&lines))
}
