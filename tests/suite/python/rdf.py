"""Reads a site's Turtle and N-Triples by rdflib, which have the same triples, and holds them to `shapes.ttl` by pySHACL.

With `--each`, every shape that the facts have anything for refuses them once a triple that it asks for is taken away. Prints
how many triples there are."""

import pathlib
import sys

import pyshacl
import rdflib
from rdflib import PROV, RDF, RDFS, compare

SCHEMA, OA = rdflib.Namespace("http://schema.org/"), rdflib.Namespace("http://www.w3.org/ns/oa#")
NEEDED = [
    (RDF.Property, RDFS.label),
    (RDF.Statement, RDF.subject),
    (RDF.Statement, RDF.object),
    (SCHEMA.Person, SCHEMA.name),
    (SCHEMA.Claim, SCHEMA.text),
    (SCHEMA.Claim, PROV.wasQuotedFrom),
    (SCHEMA.ClaimReview, SCHEMA.reviewRating),
    (OA.Annotation, OA.hasTarget),
    (OA.TextQuoteSelector, OA.exact),
    (OA.TextPositionSelector, OA.end),
]

here, folder, base = pathlib.Path(__file__).parent, pathlib.Path(sys.argv[1]), sys.argv[2]
turtle, triples = rdflib.Graph(), rdflib.Graph()
turtle.parse(folder / "facts.ttl", format="turtle")
triples.parse(folder / "facts.nt", format="nt")
shapes = rdflib.Graph().parse(here / "shapes.ttl", format="turtle", publicID=base)


def conforms():
    return pyshacl.validate(turtle, shacl_graph=shapes)


assert len(turtle) == len(triples) > 0
ok, _, report = conforms()
assert ok, report
if "--each" in sys.argv:
    assert compare.isomorphic(turtle, triples)
    for kind, predicate in NEEDED:
        lost = next(((it, predicate, turtle.value(it, predicate)) for it in turtle.subjects(RDF.type, kind)), None)
        if lost:
            turtle.remove(lost)
            assert not conforms()[0], f"a {kind} needs no {predicate}"
            turtle.add(lost)
print(len(turtle))
