"""Documents made to hurt: each ends soon, small, and with whole entries or a typed error."""

from __future__ import annotations

import json
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


HURTFUL = "<p>" + "".join(f"<b id={n}>" for n in range(400)) + "</p><p>x" * 290
"""Each of the 290 paragraphs opens four hundred elements anew."""


def json_feed(**item: object) -> bytes:
    """A JSON Feed of some 9 MB that gives one item again and again."""
    count = 9_000_000 // len(json.dumps(item))
    return json.dumps({"items": [{"id": str(n)} | item for n in range(count)]}).encode()


def h_feed(html: str, count: int) -> bytes:
    entry = f"<article class=h-entry><div class=e-content>{html}</div></article>"
    return ("<html><body><div class=h-feed>" + entry * count + "</div></body></html>").encode()


def sitemap(html: str, count: int) -> bytes:
    films = "http://www.google.com/schemas/sitemap-video/1.1"
    page = (
        "<url><loc>https://news.example/{}</loc><v:video><v:description><![CDATA[{}]]></v:description></v:video></url>"
    )
    pages = "".join(page.format(n, html) for n in range(count))
    return f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:v='{films}'>{pages}</urlset>".encode()


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
    "hurtful items": HEAD + item(HURTFUL.encode()) * 350 + TAIL,
    "hurtful json": json_feed(content_html=HURTFUL),
    "hurtful h-feed": h_feed(HURTFUL, 350),
    "hurtful sitemap": sitemap(HURTFUL, 350),
    "attributes of end tags": json_feed(content_html="</p " + " ".join(f"a{n}=<" for n in range(450)) + ">x"),
    "attributes of drawings": json_feed(content_html="<svg " + " ".join(f"a{n}=<" for n in range(450)) + ">x"),
    "titles of unknown tags": json_feed(title="<zz>" * 10_000),
    "titles of elements": json_feed(title="a <zz>b <s>" * 3600),
    "topics of end tags": json_feed(tags=["</zz>" * 8000]),
    "titles of comments": json_feed(title="<!-->" * 8000),
    "json": b'{"items":[' + b'{"id":1},' * 300_000 + b"{}]}",
}  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_hostile_document_is_bounded(name: str) -> None:
    start, peak_kb = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = outcome(DOCUMENTS[name])
    assert time.process_time() - start < MOST_CPU_S
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak_kb < MOST_KB
    assert isinstance(found, ParsedFeed) or found.reason


NESTED = "<div>" * 150 + "x" + "</div>" * 150
COUNT = 600


@pytest.mark.parametrize(
    "data",
    [
        HEAD + item(NESTED.encode()) * COUNT + TAIL,
        json.dumps({"items": [{"id": str(n), "content_html": NESTED} for n in range(COUNT)]}).encode(),
        h_feed(NESTED, COUNT),
        sitemap(NESTED, COUNT),
    ],
    ids=["rss", "json", "h-feed", "sitemap"],
)
def test_texts_share_what_a_document_may_cost(data: bytes) -> None:
    feed = parse(data, "https://feeds.example/f")
    texts = [entry.content + entry.summary for entry in feed.entries]
    parsed = texts.index("x")
    assert 330 < parsed < 420
    assert texts == [NESTED] * parsed + ["x"] * (COUNT - parsed)
    assert f"{COUNT - parsed}, only their words are kept" in [problem.detail for problem in feed.problems]


def test_relative_addresses_beyond_the_limit_are_left_out_and_told() -> None:
    links = "".join(f'<a href="/{n}">x</a>' for n in range(500))
    feed = parse(HEAD + item(links.encode()) * 82 + TAIL, "https://feeds.example/f")
    kept = [entry.summary.count('href="https://feeds.example/') for entry in feed.entries]
    assert (sum(kept), kept[79], kept[80]) == (40_000, 500, 0)
    assert "too-many-addresses" in {problem.kind for problem in feed.problems}
    fewer = parse(HEAD + item(links.encode()) * 80 + TAIL, "https://feeds.example/f")
    assert "too-many-addresses" not in {problem.kind for problem in fewer.problems}


@pytest.mark.parametrize("name", ["NONE:TITLE", "none:Title"])
def test_a_document_in_capitals_may_have_prefixes_never_declared(name: str) -> None:
    data = f"<RSS><CHANNEL NONE:A='b'><TITLE>F</TITLE><ITEM><{name}>x</{name}><TITLE>One</TITLE></ITEM></CHANNEL></RSS>"
    (entry,) = parse(data.encode()).entries
    assert entry.title == "One"


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
