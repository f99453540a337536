"""Reads the tables of a site by csvkit: every row of a sheet has a cell for each column, the sheet has as many rows as the
table of JSON lines, and the same columns; no cell begins a formula. Prints how many cells there are."""

import io
import json
import pathlib
import re
import sys

import csvkit
from csvkit.utilities.csvclean import CSVClean
from csvkit.utilities.csvstat import CSVStat

NUMBERS = re.compile(r"[+-]\d+(\.\d+)?(, [+-]?\d+(\.\d+)?)?")


def run(utility, *arguments):
    output, errors = io.StringIO(), io.StringIO()
    try:
        utility([*arguments], output, errors).run()
    except SystemExit as end:
        assert not end.code, (arguments, errors.getvalue())
    return output.getvalue()


folder, cells = pathlib.Path(sys.argv[1]), 0
sheets = sorted((folder / "csv").glob("*.csv"))
tables = sorted((folder / "jsonl").glob("*.jsonl"))
assert [sheet.stem for sheet in sheets] == [table.stem for table in tables] and sheets
for sheet, table in zip(sheets, tables):
    run(CSVClean, "--length-mismatch", str(sheet))
    with table.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    assert int(run(CSVStat, "--count", str(sheet))) == len(rows), sheet
    with sheet.open(encoding="utf-8", newline="") as file:
        columns, *read = csvkit.reader(file)
    assert all(list(row) == columns for row in rows), (sheet, columns)
    for cell in (cell for row in read for cell in row):
        is_formula = cell.startswith(("=", "@", "+", "-", "\t", "\r")) and not NUMBERS.fullmatch(cell)
        assert not is_formula, (sheet, cell)
        cells += 1
print(cells)
