"""Asks an export the questions of the guide, once in SQLite and once in DuckDB.

Input: the folders of an export and of an earlier one, each with a database of SQLite and a folder of its tables as lines of JSON;
the questions as JSON on standard input: lists of a name, a query, and whether it is for SQLite alone. Output: the answers as
text; the exit status is 1 where the two differ, or the database is not sound.
"""

import json
import os
import pathlib
import sqlite3
import sys

import duckdb
import jsonschema

new, old = (pathlib.Path(folder) for folder in sys.argv[1:3])


def plain(rows):
    """Rows in which SQLite's and DuckDB's values are the same."""
    number = lambda value: int(value) if isinstance(value, bool) or value == int(value) else value
    return [tuple(number(it) if isinstance(it, (bool, float)) else it for it in row) for row in rows]


def in_sqlite():
    asked = sqlite3.connect(new / "facts.sqlite")
    assert asked.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert asked.execute("PRAGMA foreign_key_check").fetchall() == []
    asked.execute("ATTACH ? AS old", [str(old / "facts.sqlite")])
    return asked


def in_duckdb():
    asked = duckdb.connect()
    asked.execute("ATTACH ':memory:' AS old")
    for name, folder in [("old", old), ("memory", new)]:
        os.chdir(folder / "tables")
        asked.execute(f"USE {name}")
        views = open("duckdb.sql").read()
        # A view looks for its file where the program runs when it is asked.
        asked.execute(views if folder == new else views.replace(" VIEW ", " TABLE "))
    return asked


def check_rows(sqlite, duck):
    """Every row is what the schema says, and all three hold the same."""
    for name, row in json.load(open("schema.json"))["$defs"].items():
        lines = [json.loads(line) for line in open(f"{name}.jsonl")]
        validator = jsonschema.Draft202012Validator(row)
        for line in lines:
            validator.validate(line)
        rows = sorted(map(repr, plain(tuple(line.values()) for line in lines)))
        for asked in [sqlite, duck]:
            found = plain(asked.execute(f"SELECT * FROM {name}").fetchall())
            assert sorted(map(repr, found)) == rows, name


sqlite, duck = in_sqlite(), in_duckdb()
check_rows(sqlite, duck)
for name, query, is_sqlite_alone in json.load(sys.stdin):
    answer = plain(sqlite.execute(query).fetchall())
    if not is_sqlite_alone:
        assert plain(duck.execute(query).fetchall()) == answer, query
    print(f"{name}")
    for row in answer:
        print("  " + " | ".join("–" if it is None else str(it).replace("\n", " ") for it in row))
    print()
