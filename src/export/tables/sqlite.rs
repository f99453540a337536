//! The tables as a database of SQLite, with foreign keys, and a full-text index (FTS5) over the sentences.
//!
//! Input: a `Recorder`. Output: the bytes of a database. Entry point: [`write()`].
//!
//! The database is made in a temporary file, since a large one has no room in memory. Nothing in it depends on when or where
//! that is.

use std::io::{self, Write};

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};
use tempfile::NamedTempFile;

use super::{Cell, Column, TABLES, Table, Type, VERSION};
use crate::export::record::Recorder;

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Number(number) => ValueRef::Real(*number),
            Self::Boolean(is) => ValueRef::Integer(i64::from(*is)),
        }))
    }
}

/// Writes a database.
///
/// # Errors
/// When it can't be written.
pub fn write(recorder: Recorder<'_>, out: &mut dyn Write) -> io::Result<()> {
    let file = NamedTempFile::new()?;
    let mut database = Connection::open(file.path()).map_err(io::Error::other)?;
    fill(recorder, &mut database).map_err(io::Error::other)?;
    drop(database);
    io::copy(&mut file.reopen()?, out).map(drop)
}

fn fill(recorder: Recorder<'_>, database: &mut Connection) -> rusqlite::Result<()> {
    // The file is new, so nothing is lost with it if the machine stops; keys are checked when all rows are there.
    database
        .execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;")?;
    let transaction = database.transaction()?;
    for table in &TABLES {
        transaction.execute_batch(&created(table))?;
        insert(recorder, &transaction, table)?;
    }
    for (table, column) in TABLES.iter().flat_map(references) {
        let (table, column) = (table.name, column.name);
        transaction
            .execute_batch(&format!("CREATE INDEX \"{table}_{column}\" ON \"{table}\"(\"{column}\");"))?;
    }
    transaction.execute_batch(&format!(
        "CREATE VIRTUAL TABLE sentences_fts USING fts5(text, content='sentences', tokenize='unicode61 remove_diacritics 2');
         INSERT INTO sentences_fts(sentences_fts) VALUES('rebuild');
         CREATE TABLE annals(version TEXT NOT NULL);
         INSERT INTO annals VALUES('{VERSION}');"
    ))?;
    transaction.commit()?;
    database.execute_batch("PRAGMA optimize;")
}

/// What makes a table.
fn created(table: &Table) -> String {
    let columns = table.columns.iter().map(|column| {
        let kind = match column.kind {
            Type::Text | Type::Day => "TEXT",
            Type::Integer | Type::Boolean => "INTEGER",
            Type::Number => "REAL",
        };
        let key = if column.name == "id" { " PRIMARY KEY" } else { "" };
        let null = if column.is_optional { "" } else { " NOT NULL" };
        format!("\"{}\" {kind}{key}{null}", column.name)
    });
    let keys = references(table).map(|(_, column)| {
        format!("FOREIGN KEY(\"{}\") REFERENCES \"{}\"(id)", column.name, column.of.unwrap_or_default())
    });
    let parts: Vec<_> = columns.chain(keys).collect();
    format!("CREATE TABLE \"{}\"(\n  {}\n);", table.name, parts.join(",\n  "))
}

/// The columns of a table whose cells are ids of others.
fn references(table: &Table) -> impl Iterator<Item = (&Table, &Column)> {
    table.columns.iter().filter(|column| column.of.is_some()).map(move |column| (table, column))
}

fn insert(recorder: Recorder<'_>, database: &Connection, table: &Table) -> rusqlite::Result<()> {
    let places = vec!["?"; table.columns.len()].join(", ");
    let mut statement = database.prepare(&format!("INSERT INTO \"{}\" VALUES({places})", table.name))?;
    let inserted = table.each(recorder, keep, |rows| {
        let mut rows = rows.iter();
        rows.try_for_each(|row| statement.execute(params_from_iter(row)).map(drop)).map_err(io::Error::other)
    });
    inserted.map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

fn keep<'s>(rows: &mut Vec<Vec<Cell<'s>>>, cells: &[Cell<'s>]) -> io::Result<()> {
    rows.push(cells.to_vec());
    Ok(())
}
