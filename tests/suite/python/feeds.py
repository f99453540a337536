"""Reads every feed and sitemap of a built site as other programs do: Atom by feedparser, JSON Feed by its schema, sitemaps
by the schema of sitemaps.org; an index of sitemaps lists all of them. Prints how many there are of each."""

import json
import pathlib
import sys

import feedparser
import jsonschema
from lxml import etree

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

here, site = pathlib.Path(__file__).parent, pathlib.Path(sys.argv[1])
atom, json_feeds, sitemaps = 0, 0, 0
for path in sorted(site.rglob("feed.xml")):
    feed = feedparser.parse(path.read_bytes())
    assert not feed.bozo, (path, feed.get("bozo_exception"))
    assert feed.version == "atom10" and feed.feed.title and feed.feed.updated_parsed, path
    for entry in feed.entries:
        assert entry.id and entry.title and entry.link and entry.updated_parsed and entry.content, (path, entry)
    atom += 1
feed_schema = jsonschema.Draft202012Validator(json.loads((here / "json-feed.json").read_text()))
for path in sorted(site.rglob("feed.json")):
    feed = json.loads(path.read_text())
    feed_schema.validate(feed)
    twin = feedparser.parse(path.with_suffix(".xml").read_bytes())
    assert [item["id"] for item in feed["items"]] == [entry.id for entry in twin.entries], path
    json_feeds += 1
sitemap_schema = etree.XMLSchema(file=str(here / "sitemap.xsd"))
for path in sorted(site.glob("sitemap*.xml")):
    sitemap = etree.parse(str(path))
    if sitemap.getroot().tag == NAMESPACE + "sitemapindex":
        listed = [loc.text.rsplit("/", 1)[-1] for loc in sitemap.iterfind(f"{NAMESPACE}sitemap/{NAMESPACE}loc")]
        assert sorted(listed) == sorted(other.name for other in site.glob("sitemap-*.xml")), path
    else:
        sitemap_schema.assertValid(sitemap)
    sitemaps += 1
print(json.dumps({"atom": atom, "json": json_feeds, "sitemaps": sitemaps}))
