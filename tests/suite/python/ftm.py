"""Checks entities of FollowTheMoney, one a line: every property is one of the schema's, every value is as the model
cleans it, and every entity that another names is there and of a fitting schema. Prints how many there are of each schema."""

import collections
import json
import sys

from followthemoney import model

entities = [json.loads(line) for line in sys.stdin]
schemas = {entity["id"]: model.get(entity["schema"]) for entity in entities}
assert len(schemas) == len(entities), "an id is used twice"
for entity in entities:
    schema = schemas[entity["id"]]
    assert schema is not None and not schema.abstract, entity
    schema.validate(entity)
    for name in schema.required:
        assert entity["properties"].get(name), (entity, name)
    for name, values in entity["properties"].items():
        prop = schema.get(name)
        assert prop is not None, (entity, name)
        for value in values:
            assert prop.type.validate(value) or prop.type.name == "string", (entity["id"], name, value)
            cleaned = prop.type.clean(value)
            assert cleaned is not None, (entity["id"], name, value)
            if prop.type.name == "entity":
                assert value in schemas, (entity["id"], name, value)
                assert schemas[value].is_a(prop.range), (entity["id"], name, value)
            elif prop.type.name == "date":
                assert cleaned == value, (entity["id"], name, value, cleaned)
print(json.dumps(collections.Counter(entity["schema"] for entity in entities)))
