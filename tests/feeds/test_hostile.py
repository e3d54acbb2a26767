"""Documents made to hurt: each ends soon, small, and with whole entries or a typed error."""

from __future__ import annotations

import pickle
import resource
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrid.errors import FeedError
from newsgrid.feeds import parse
from newsgrid.model import ParsedFeed

HEAD, TAIL = b"<rss version='2.0'><channel><title>F</title>", b"</channel></rss>"
MOST_CPU_S = 2.0
MOST_KB = 200_000


def outcome(data: bytes) -> ParsedFeed | FeedError:
    try:
        return parse(data, "https://feeds.example/f")
    except FeedError as error:
        return error


def item(html: bytes) -> bytes:
    return b"<item><description><![CDATA[" + html + b"]]></description></item>"


DOCUMENTS = {
    "deep": HEAD + b"<a>" * 300_000,
    "deep html": HEAD + item(b"<div>" * 300_000) + TAIL,
    "deep xhtml": HEAD + b"<item><body>" + b"<div>" * 200 + b"<p>x</p>" * 100_000 + b"</div>" * 200 + b"</body></item>" + TAIL,
    "attributes": HEAD + b"<item " + b" ".join(b'a%d="x"' % n for n in range(300_000)) + b"/>" + TAIL,
    "html attributes": HEAD + item(b"<p " + b" ".join(b"a%d" % n for n in range(300_000)) + b">") + TAIL,
    "references": HEAD + b"<item><title>" + b"&nbsp;" * 1_000_000 + b"</title></item>" + TAIL,
    "ampersands": HEAD + b"<item><title>" + b"&" * 1_900_000 + b"</title></item>" + TAIL,
    "own entities": b'<!DOCTYPE r [<!ENTITY a "' + b"x" * 200 + b'">]>' + HEAD + b"<item><title>" + b"&a;" * 1_000_000 + b"</title></item>" + TAIL,
    "open cdata": HEAD + b"<![CDATA[" * 300_000,
    "open comments": HEAD + b"<!--" * 300_000,
    "open quotes": HEAD + b"<item><title a='" * 100_000,
    "end tags": HEAD + b"</a>" * 300_000 + TAIL,
    "crossed tags": HEAD + b"<a><b></a>" * 100_000 + TAIL,
    "categories": HEAD + b"<item>" + b"<category>a</category>" * 100_000 + b"</item>" + TAIL,
    "keywords": HEAD + b"<item><keywords>" + b"a," * 2_000_000 + b"</keywords></item>" + TAIL,
    "bases": HEAD + b"<item xml:base='a'>" + b"<link xml:base='b' href='x'/>" * 50_000 + b"</item>" + TAIL,
    "unclosed formatting": HEAD + b"".join(item(b"".join(b"<b id=%d>" % n for n in range(15)) + b"<p>x" * 14) for _ in range(2000)) + TAIL,
    "random": bytes(range(256)) * 20_000,
    "json": b'{"items":[' + b'{"id":1},' * 300_000 + b"{}]}",
}  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_hostile_document_is_bounded(name: str) -> None:
    start, peak_kb = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = outcome(DOCUMENTS[name])
    assert time.process_time() - start < MOST_CPU_S
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak_kb < MOST_KB
    assert isinstance(found, ParsedFeed) or found.reason


PIECES = st.sampled_from(
    [b"<rss>", b"<channel>", b"<item>", b"</item>", b"<title>", b"</title>", b"<link>", b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<entry>", b"</entry>",
     b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<!DOCTYPE r [", b"<!ENTITY a '", b"]>", b"&a;", b"&#55357;", b"&lt;p&gt;", b"<p>", b"<?xml version='1.0'?>",
     b"<content type='xhtml'>", b"</content>", b"<guid>", b" href='/x' ", b"xml:base='//[' ", b'{"items": [', b'{"id": ', b"]}", b"\xff\xfe", b"<urlset>", b"<loc>http://["]
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(PIECES | st.binary(max_size=12), max_size=40).map(b"".join))
def test_any_bytes_are_a_feed_or_a_feed_error(data: bytes) -> None:
    found = outcome(data)
    if isinstance(found, ParsedFeed):
        assert all(entry.identity for entry in found.entries)
        assert pickle.loads(pickle.dumps(found)) == found == outcome(data)
    else:
        assert pickle.loads(pickle.dumps(found)).reason == found.reason != ""


# Without the letters that begin what looks encoded twice.
LETTERS = st.characters(exclude_characters="".join(map(chr, range(0xC2, 0xF5))))
WHOLE = st.tuples(st.text(LETTERS, max_size=30), st.text(LETTERS, max_size=60))


@given(st.lists(WHOLE, max_size=6))
def test_titles_survive_the_way_through_a_feed(rows: list[tuple[str, str]]) -> None:
    def cleaned(text: str) -> str:
        return " ".join(
            "".join(
                c for c in text if c.isprintable() and not 0x80 <= ord(c) < 0xA0 and c not in "<>&\u200b\ufeff"
            ).split()
        )

    items = "".join(
        f"<item><title>{cleaned(title)}</title><guid>{n}</guid></item>" for n, (title, _) in enumerate(rows)
    )
    feed = parse(HEAD + items.encode("utf-8", "ignore") + TAIL)
    expected = [cleaned(title) for title, _ in rows]
    assert [entry.title for entry in feed.entries] == [title.encode("utf-8", "ignore").decode() for title in expected]


@pytest.mark.parametrize("cut", range(0, 900, 37))
def test_a_feed_cut_anywhere_keeps_the_entries_before_the_cut(cut: int) -> None:
    items = b"".join(
        b"<item><title>T%d</title><link>https://paper.example/%d</link><description>&lt;p&gt;x&lt;/p&gt;</description></item>"
        % (n, n)
        for n in range(8)
    )
    data = (HEAD + items + TAIL)[: len(HEAD) + cut]
    whole = data.count(b"</item>")
    feed = parse(data)
    assert [entry.title for entry in feed.entries] == [f"T{n}" for n in range(whole)]
    assert {problem.kind for problem in feed.problems} >= {"ill-formed"}
