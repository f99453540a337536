"""Validates TEI documents, the paths of which are given, against the TEI's own schema for all of its elements, and checks
that each reference within a document leads somewhere. Prints how many documents there are."""

import pathlib
import sys

import schemas
from lxml import etree

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
schema = etree.RelaxNG(file=str(pathlib.Path(schemas.__file__).parent / "tei_all.rng"))
for path in sys.argv[1:]:
    document = etree.parse(path)
    assert schema.validate(document), f"{path}: {schema.error_log}"
    ids = [element.get(XML_ID) for element in document.iter() if element.get(XML_ID)]
    assert len(ids) == len(set(ids)), f"{path}: an id is used twice"
    for element in document.iter():
        for name in ("ref", "who", "target", "ana", "corresp", "prev"):
            for value in element.get(name, "").split():
                assert not value.startswith("#") or value[1:] in ids, f"{path}: {name}={value}"
print(len(sys.argv) - 1)
