"""Reading documents: identity, bases, names, and what is no feed."""

from __future__ import annotations

import pytest

from newsgrid.errors import FeedError
from newsgrid.feeds import parse
from newsgrid.model import Entry, ParsedFeed

URL = "https://feeds.example/a/feed.xml"


def rss(*items: str, head: str = "<link>https://paper.example/</link>", attributes: str = "") -> bytes:
    body = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0"{attributes}><channel><title>T</title>{head}{body}</channel></rss>'.encode()


def atom(*entries: str, attributes: str = "") -> bytes:
    body = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom"{attributes}><title>T</title>{body}</feed>'.encode()


def only(data: bytes) -> Entry:
    (entry,) = parse(data, URL).entries
    return entry


def kinds(feed: ParsedFeed) -> list[str]:
    return [problem.kind for problem in feed.problems]


@pytest.mark.parametrize(
    ("items", "identities"),
    [
        (["<guid>a</guid><link>/1</link>", "<guid>b</guid><link>/2</link>"], ["a", "b"]),
        (["<link>/1</link>", "<link>/2?utm_source=x</link>"], ["https://paper.example/1", "https://paper.example/2"]),
        (
            ["<guid>same</guid><link>/1</link>", "<guid>same</guid><link>/2</link>"],
            ["https://paper.example/1", "https://paper.example/2"],
        ),
        (
            ["<link>/1;jsessionid=ab</link>", "<link>/2?PHPSESSID=cd</link>"],
            ["https://paper.example/1", "https://paper.example/2"],
        ),
    ],
)
def test_an_entry_is_known_by_its_guid_or_its_link(items: list[str], identities: list[str]) -> None:
    assert [entry.identity for entry in parse(rss(*items), URL).entries] == identities


def test_entries_under_one_guid_and_link_stay_apart_by_what_they_say() -> None:
    feed = parse(rss(*(f"<guid>x</guid><link>/live</link><title>Minute {n}</title>" for n in range(3))), URL)
    assert len({entry.identity for entry in feed.entries}) == 3


def test_what_has_neither_id_nor_link_is_known_by_title_and_date() -> None:
    def read(text: str, day: int = 1) -> list[str]:
        items = f"<title>Ferry  sails</title><pubDate>0{day} Mar 2026 08:00:00 GMT</pubDate><description>{text}</description>"
        return [entry.identity for entry in parse(rss(items, "<title>Other</title><link>/</link>"), URL).entries]

    assert read("One text") == read("Another text")
    assert read("One text") != read("One text", day=2)
    # The front page tells nothing of the entry that links there.
    assert read("One text")[1].startswith("hash:")


def test_an_entry_given_twice_is_one_entry_and_told() -> None:
    feed = parse(rss(*["<guid>a</guid><title>A</title>"] * 2, "<title>B</title>"), URL)
    assert [entry.identity for entry in feed.entries][:2] == ["a", "a"]
    assert kinds(feed) == ["no-dates", "doubled-entries"]


@pytest.mark.parametrize(
    ("data", "link"),
    [
        (rss("<link>/x y</link>"), "https://paper.example/x y"),
        (rss('<media:player url="/film"/>', attributes=' xmlns:media="http://search.yahoo.com/mrss/"'), "https://paper.example/film"),
        (rss("<link>x</link>", head=""), "https://feeds.example/a/x"),
        (rss("<link>x</link>", attributes=' xml:base="https://base.example/d/"'), "https://base.example/d/x"),
        (rss('<guid isPermaLink="true">/g</guid>'), "https://paper.example/g"),
        (rss("<guid>https://paper.example/g</guid>"), "https://paper.example/g"),
        (rss('<guid isPermaLink="false">https://paper.example/g</guid>'), ""),
        (rss("<link>javascript:alert(1)</link>"), ""),
        (rss("<link> \n</link><guid>urn:1</guid>"), ""),
        (atom('<link href="b"/><link rel="self" href="s"/>'), "https://feeds.example/a/b"),
        (atom('<link rel="enclosure" href="e"/><link rel="alternate" xml:base="/z/" href="b"/>'), "https://feeds.example/z/b"),
    ],
)  # fmt: skip
def test_a_link_is_made_absolute(data: bytes, link: str) -> None:
    assert only(data).raw_link == link


def test_spaces_in_a_link_are_encoded_in_the_one_we_go_by() -> None:
    assert only(rss("<link>/x\n y</link>")).link == "https://paper.example/x%20y"


@pytest.mark.parametrize(
    ("stated", "raw", "published", "raw_updated", "updated"),
    [
        ("<pubDate>Tue, 03 Nov 2026 08:00:00 GMT</pubDate>", "Tue, 03 Nov 2026 08:00:00 GMT", "2026-11-03T08", "", ""),
        ("<pubDate>soon</pubDate><dc:date>2026-11-03</dc:date>", "2026-11-03", "2026-11-03T00", "", ""),
        ("<pubDate>soon</pubDate>", "soon", "", "", ""),
        ("<pubDate>2026-11-02</pubDate><pubDate>2026-11-03</pubDate><pubDate>?</pubDate>", "2026-11-03", "2026-11-03T00", "", ""),
        ("<atom:updated>2026-11-03T09:00Z</atom:updated>", "2026-11-03T09:00Z", "2026-11-03T09", "2026-11-03T09:00Z", "2026-11-03T09"),
        ("<pubDate>2026-11-03</pubDate><atom:updated>later</atom:updated>", "2026-11-03", "2026-11-03T00", "later", ""),
    ],
)  # fmt: skip
def test_dates_are_kept_as_written_beside_what_was_read(
    stated: str, raw: str, published: str, raw_updated: str, updated: str
) -> None:
    spaces = ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"'
    entry = only(rss(stated, attributes=spaces))
    assert (entry.raw_published, entry.raw_updated) == (raw, raw_updated)
    assert [str(moment or "").replace(" ", "T")[:13] for moment in (entry.published, entry.updated)] == [
        published,
        updated,
    ]


def test_feedburner_s_original_link_is_the_canonical_one() -> None:
    entry = only(
        rss(
            "<link>https://burner.example/~r/1</link><feedburner:origLink>https://paper.example/1?utm_medium=feed</feedburner:origLink>",
            attributes=' xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"',
        )
    )
    assert (entry.raw_link, entry.link) == ("https://burner.example/~r/1", "https://paper.example/1")


@pytest.mark.parametrize(
    ("stated", "names", "mail"),
    [
        ("<author>jane@paper.example (Jane Doe)</author>", ("Jane Doe",), "jane@paper.example"),
        ("<author>Jane Doe &lt;jane@paper.example&gt;</author>", ("Jane Doe",), "jane@paper.example"),
        ("<author>jane@paper.example</author>", ("jane@paper.example",), "jane@paper.example"),
        ("<author><name>Jane</name><email>j@paper.example</email></author>", ("Jane",), "j@paper.example"),
        ("<dc:creator>Jane</dc:creator><dc:creator>Joe</dc:creator><dc:creator>Jane</dc:creator>", ("Jane", "Joe"), ""),
        ("<author></author>", (), ""),
    ],
)
def test_people_are_read_however_they_are_written(stated: str, names: tuple[str, ...], mail: str) -> None:
    entry = only(rss(stated, attributes=' xmlns:dc="http://purl.org/dc/elements/1.1/"'))
    assert (entry.authors, entry.author_email) == (names, mail)


@pytest.mark.parametrize(
    ("prefix", "space"),
    [
        ("content", "http://purl.org/rss/1.0/modules/content/"),
        ("c", "http://purl.org/rss/1.0/modules/content/"),
        ("content", "http://example.org/made-up"),
        ("content", ""),
    ],
)
def test_an_extension_is_known_by_its_namespace_or_its_prefix(prefix: str, space: str) -> None:
    declared = f' xmlns:{prefix}="{space}"' if space else ""
    entry = only(rss(f"<{prefix}:encoded>&lt;p&gt;x&lt;/p&gt;</{prefix}:encoded>", attributes=declared))
    assert entry.content == "<p>x</p>"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('<content type="text">1 &lt; 2 &amp;amp; 3</content>', "1 &lt; 2 &amp;amp; 3"),
        ('<content type="html">&lt;b&gt;x&lt;/b&gt; &amp;amp;</content>', "<b>x</b> &amp;"),
        ('<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">a<object/>b</div></content>', "<div>ab</div>"),
        ('<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml" xml:base="/q/"><a href="r">r</a></div></content>',
         '<div><a href="https://feeds.example/q/r" rel="noopener noreferrer nofollow">r</a></div>'),
        ("<content>&lt;p&gt;unmarked&lt;/p&gt;</content>", "<p>unmarked</p>"),
    ],
)  # fmt: skip
def test_atom_s_types_of_text_are_told_apart(content: str, expected: str) -> None:
    assert only(atom(content)).content == expected


def test_an_atom_entry_alone_is_a_feed_of_one() -> None:
    data = b'<entry xmlns="http://www.w3.org/2005/Atom"><title>Alone</title><id>urn:1</id></entry>'
    assert [entry.title for entry in parse(data).entries] == ["Alone"]


def test_items_inside_an_extension_are_no_entries() -> None:
    nested = "<title>Outer</title><x:conflicts xmlns:x='urn:x'><item><title>Inner</title></item></x:conflicts>"
    assert [entry.title for entry in parse(rss(nested)).entries] == ["Outer"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\x00", "empty"),
        (b"<!DOCTYPE html><html><title>Log in</title><form></form></html>", "html"),
        (b"<html><body>no rss here</body></html>", "html"),
        (b"just words", "not-a-feed"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not-a-feed"),
        (b'<?xml version="1.0"?><opml version="2.0"/>', "not-a-feed"),
        (b'{"error": "no such feed"}', "not-a-feed"),
        (b"[1, 2]", "not-a-feed"),
        (b"{" * 100_000, "not-a-feed"),
        (b'{"items":' + b"[" * 100_000, "too-deep"),
        (b"<rss>" + b" " * 10_000_000, "too-large"),
        (b"<rss>" + b"<a>" * 1000, "too-deep"),
        (b"<rss><channel>" + b"<item/>" * 400_001, "too-many-elements"),
        (b'<rss a="' + b'="' * 400_001, "too-many-elements"),
        (b'{"items":[' + b"{}," * 400_001 + b"{}]}", "too-many-elements"),
        (b"<!DOCTYPE rss [<!ENTITY a 'b'>" * 20_000 + b"<rss/>", "dtd"),
    ],
    ids=lambda value: str(value[:24]),
)
def test_what_is_no_feed_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(FeedError) as caught:
        parse(data, URL)
    assert (caught.value.reason, caught.value.item) == (reason, URL)


def test_a_long_feed_keeps_its_first_entries() -> None:
    feed = parse(rss(*(f"<guid>{n}</guid>" for n in range(2100))), URL)
    assert (len(feed.entries), feed.entries[-1].guid, kinds(feed)[0]) == (2000, "1999", "too-many-entries")


@pytest.mark.parametrize(
    ("body", "titles"),
    [
        ("<item><title>A</title></item><item><title>B", ["A"]),
        ("<item><title>A</title></item><item><title>B</title></channel></rss>", ["A", "B"]),
        ("<item><title>A<link>/a</link></item><item><title>B</title></item></channel></rss>", ["A", "B"]),
        ("<item><title>A</title><item><title>B</title></item></channel></rss>", ["A", "B"]),
        ("<item><title>A</b></title></item></channel></rss>", ["A"]),
        ("<item><title>A & B &nbsp;&bogus; &#0;C</title></item></channel></rss>", ["A & B &bogus; C"]),
        ("<item><title><![CDATA[A & B]]></title></item></channel></rss>", ["A & B"]),
        ("<item><title><![CDATA[A]]></title></item><item><title><![CDATA[B", ["A"]),
        ("<item><title>A</title><description>1 < 2</description></item></channel></rss>trailing", ["A"]),
        ("<item><title>A\x0b\x01</title></item></channel></rss>", ["A"]),
    ],
)
def test_an_ill_formed_document_keeps_its_whole_entries(body: str, titles: list[str]) -> None:
    feed = parse(f"<rss version='2.0'><channel><title>T</title>{body}".encode())
    assert [entry.title for entry in feed.entries] == titles
    assert "ill-formed" in kinds(feed) or "CDATA[A & B]" in body


def test_html_left_unescaped_in_a_description_costs_no_other_field() -> None:
    data = b"<rss><channel><item><description><p>One<br>two<img src='x.jpg'></description><pubDate>Tue, 03 Nov 2026 08:00:00 GMT</pubDate></item></channel></rss>"
    entry = only(data)
    assert entry.summary == '<p>One<br>two<img src="https://feeds.example/a/x.jpg"></p>'
    assert entry.published is not None


def test_a_document_type_is_never_expanded() -> None:
    levels = '<!ENTITY a0 "boom">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    data = f'<!DOCTYPE rss [{levels}<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY n "Post">]>'.encode()
    feed = parse(data + rss("<title>&a9;&f;The &n; &amp; &eacute;</title>").removeprefix(b'<?xml version="1.0"?>'))
    assert feed.entries[0].title == "The Post & é"
    assert "dtd" in kinds(feed)


def test_a_wait_and_the_hours_to_stay_away_are_read() -> None:
    head = "<ttl>30</ttl><skipHours><hour>0</hour><hour>23</hour><hour>x</hour></skipHours><skipDays><day>Monday</day></skipDays>"
    feed = parse(rss("<title>a</title>", head=head))
    assert (feed.ttl_s, feed.skip_hours, feed.skip_days) == (1800, (0, 23), (0,))
