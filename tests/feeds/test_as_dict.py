"""What a feed looks like as JSON."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime

from newsgrid.feeds import parse
from newsgrid.model import Enclosure, Entry, ParsedFeed, plain

ENTRY = Entry(
    guid="a",
    identity="i",
    link="https://paper.example/1",
    raw_link="https://paper.example/1?utm_source=feed",
    published=datetime(2026, 11, 3, 8, tzinfo=UTC),
    authors=("Ann", "Bo"),
    categories=("Harbour",),
    enclosures=(Enclosure("https://paper.example/1.mp3", "audio/mpeg", 5),),
    contributors=("Cy",),
    point=(1.5, -2.0),
)


def test_an_entry_has_every_field_as_json_holds_it() -> None:
    row = ParsedFeed(
        "rss20", entries=(ENTRY, dataclasses.replace(ENTRY, point=None, updated=ENTRY.published))
    ).as_dict()
    for told, entry in zip(row["entries"], (ENTRY, dataclasses.replace(ENTRY, point=None, updated=ENTRY.published))):
        expected = plain(entry)
        assert {name: told[name] for name in expected if name not in ("guid", "link", "enclosures")} == {
            name: value for name, value in expected.items() if name not in ("guid", "link", "enclosures")
        }
        assert told["enclosures"] == [{**file, "length": 5} for file in expected["enclosures"]]
    assert json.loads(json.dumps(row)) == row


def test_an_entry_has_the_names_of_the_formats_too() -> None:
    row = ParsedFeed("rss20", entries=(ENTRY, dataclasses.replace(ENTRY, guid="", raw_link=""))).as_dict()
    first, second = row["entries"]
    assert (first["id"], first["link"], first["canonical_link"]) == ("a", ENTRY.raw_link, ENTRY.link)
    assert (second["id"], second["link"]) == ("i", ENTRY.link)
    assert first["tags"] == first["categories"] == ["Harbour"]


def test_a_feed_has_every_field_but_its_entries_apart() -> None:
    feed = parse(
        b"<rss version='2.0'><channel><title>F</title><ttl>60</ttl><item><title>T</title></item></channel></rss>"
    )
    row = feed.as_dict()
    names = {field.name for field in dataclasses.fields(feed)} - {"entries", "problems"}
    assert set(row["feed"]) == names | {"tags", "ttl"}
    assert (row["format"], row["feed"]["ttl"], row["problems"]) == ("rss", 60, [{"kind": "no-dates", "detail": ""}])
