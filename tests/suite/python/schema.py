"""Holds JSON documents, one a line, against a JSON Schema beside this program. Prints how many there are."""

import json
import pathlib
import sys

import jsonschema

schema = json.loads((pathlib.Path(__file__).parent / sys.argv[1]).read_text())
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
count = 0
for line in sys.stdin:
    validator.validate(json.loads(line))
    count += 1
print(count)
