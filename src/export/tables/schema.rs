//! What the tables hold: as JSON Schema (2020-12), and for DuckDB, which can't tell it from a file without rows.
//!
//! Input: none, the tables are always the same. Output: a description. Entry points: [`text`] and [`views`].

use serde_json::{Map, Value, json};

use super::{Column, TABLES, Table, Type, VERSION};

/// The schema of every table's rows, by the table's name.
pub fn text() -> String {
    let tables: Map<String, Value> = TABLES.iter().map(|table| (table.name.to_owned(), row(table))).collect();
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Tables of Annals",
        "version": VERSION,
        "$defs": tables,
    });
    format!("{schema:#}\n")
}

fn row(table: &Table) -> Value {
    let properties: Map<String, Value> =
        table.columns.iter().map(|column| (column.name.to_owned(), cell(column))).collect();
    let required: Vec<_> = table.columns.iter().map(|column| column.name).collect();
    json!({
        "description": table.about,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn cell(column: &Column) -> Value {
    let kind = match column.kind {
        Type::Text | Type::Day => "string",
        Type::Integer => "integer",
        Type::Number => "number",
        Type::Boolean => "boolean",
    };
    let kind = if column.is_optional { json!([kind, "null"]) } else { json!(kind) };
    let mut cell = json!({ "description": column.about, "type": kind });
    if let (Some(cell), Type::Day) = (cell.as_object_mut(), column.kind) {
        cell.insert("pattern".to_owned(), json!("^[+-]?[0-9]{4,}-[0-9]{2}-[0-9]{2}$"));
    }
    if let (Some(cell), Some(table)) = (cell.as_object_mut(), column.of) {
        cell.insert("x-table".to_owned(), json!(table));
    }
    cell
}

/// What makes each file of lines of JSON in the present folder a table in DuckDB.
pub fn views() -> String {
    TABLES.iter().map(view).collect()
}

fn view(table: &Table) -> String {
    let columns = table.columns.iter().map(|column| {
        let kind = match column.kind {
            Type::Text | Type::Day => "VARCHAR",
            Type::Integer => "BIGINT",
            Type::Number => "DOUBLE",
            Type::Boolean => "BOOLEAN",
        };
        format!("{}: '{kind}'", column.name)
    });
    let (name, columns) = (table.name, columns.collect::<Vec<_>>().join(", "));
    format!(
        "CREATE OR REPLACE VIEW {name} AS SELECT * FROM\n  read_json('{name}.jsonl', format = 'newline_delimited', columns = {{{columns}}});\n"
    )
}
