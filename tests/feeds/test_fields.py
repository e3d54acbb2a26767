"""Every field, in every dialect and every name publishers give it."""

from __future__ import annotations

from typing import Any

import pytest

from newsgrid.feeds import parse
from newsgrid.model import Entry, ParsedFeed

SPACES = """xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:media="http://search.yahoo.com/mrss/" xmlns:georss="http://www.georss.org/georss"
 xmlns:gml="http://www.opengis.net/gml" xmlns:geo="http://www.w3.org/2003/01/geo/wgs84_pos#" xmlns:thr="http://purl.org/syndication/thread/1.0"
 xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:webfeeds="http://webfeeds.org/rss/1.0" xmlns:a="http://www.w3.org/2005/Atom"
 xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:xhtml="http://www.w3.org/1999/xhtml"
 xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/\""""
DIALECTS = {
    "rss20": '<rss version="2.0" {s}><channel>{head}<item>{item}</item></channel></rss>',
    "rss091": '<rss version="0.91" {s}><channel>{head}<item>{item}</item></channel></rss>',
    "rss10": '<rdf:RDF xmlns="http://purl.org/rss/1.0/" {s}><channel>{head}</channel><item>{item}</item></rdf:RDF>',
    "rss090": '<rdf:RDF xmlns="http://my.netscape.com/rdf/simple/0.9/" {s}><channel>{head}</channel><item>{item}</item></rdf:RDF>',
    "atom10": '<feed xmlns="http://www.w3.org/2005/Atom" {s}>{head}<entry>{item}</entry></feed>',
    "atom03": '<feed version="0.3" xmlns="http://purl.org/atom/ns#" {s}>{head}<entry>{item}</entry></feed>',
}
URL = "https://feeds.example/a/feed.xml"


def read(dialect: str, head: str = "", item: str = "<title>T</title>") -> tuple[ParsedFeed, Entry]:
    feed = parse(DIALECTS[dialect].format(s=SPACES, head=head, item=item).encode(), URL)
    assert feed.version == dialect
    assert not {problem.kind for problem in feed.problems} - {"no-dates"}
    (entry,) = feed.entries
    return feed, entry


def shown(value: Any) -> str:
    return value.strftime("%Y-%m-%dT%H:%M") if hasattr(value, "strftime") else str(value)


# What an entry holds, the field and its value, in any dialect.
ENTRY = [
    ("<title>Bridge opens</title>", "title", "Bridge opens"),
    ("<title>Bridge &amp;amp; tunnel</title>", "title", "Bridge & tunnel"),
    ("<title><![CDATA[<b>Bridge</b> opens]]></title>", "title", "Bridge opens"),
    ("<title>\n Bridge\n opens </title>", "title", "Bridge opens"),
    ("<dc:title>Bridge</dc:title>", "title", "Bridge"),
    ("<media:title>Bridge</media:title>", "title", "Bridge"),
    ("<itunes:title>Bridge</itunes:title>", "title", "Bridge"),
    ("<title/><media:title>Bridge</media:title>", "title", "Bridge"),
    ("<media:content><media:title>Bridge</media:title></media:content>", "title", "Bridge"),
    ("<media:group><media:title>Bridge</media:title></media:group>", "title", "Bridge"),
    ("<link>https://paper.example/1</link>", "raw_link", "https://paper.example/1"),
    ("<link>\n  https://paper.example/1\n </link>", "raw_link", "https://paper.example/1"),
    ('<link href="https://paper.example/1"/>', "raw_link", "https://paper.example/1"),
    ('<link url="https://paper.example/1"/>', "raw_link", "https://paper.example/1"),
    ('<a:link href="/1"/>', "raw_link", "https://feeds.example/1"),
    ('<link rel="self" href="/s"/><link rel="alternate" type="text/html" href="/1"/>', "raw_link", "https://feeds.example/1"),
    ('<link rel="alternate" type="application/json" href="/j"/><link rel="alternate" href="/1"/>', "raw_link", "https://feeds.example/1"),
    ('<link rel="related" href="/r"/>', "raw_link", ""),
    ("<guid>https://paper.example/1</guid>", "raw_link", "https://paper.example/1"),
    ("<id>https://paper.example/1</id>", "raw_link", "https://paper.example/1"),
    ('<guid isPermaLink="false">https://paper.example/1</guid>', "raw_link", ""),
    ("<guid>g-1</guid>", "guid", "g-1"),
    ("<id>urn:x:1</id>", "guid", "urn:x:1"),
    ("<dc:identifier>doi:10.1/x</dc:identifier>", "guid", "doi:10.1/x"),
    ("<description>One &lt;b&gt;two&lt;/b&gt;</description>", "summary", "One <b>two</b>"),
    ("<summary>One two</summary>", "summary", "One two"),
    ("<abstract>One two</abstract>", "summary", "One two"),
    ("<dc:description>One two</dc:description>", "summary", "One two"),
    ("<dcterms:abstract>One two</dcterms:abstract>", "summary", "One two"),
    ("<itunes:summary>One two</itunes:summary>", "summary", "One two"),
    ("<itunes:subtitle>One</itunes:subtitle>", "summary", "One"),
    ("<media:description>One two</media:description>", "summary", "One two"),
    ("<media:group><media:description>One two</media:description></media:group>", "summary", "One two"),
    ("<description/><itunes:summary>One two</itunes:summary>", "summary", "One two"),
    ("<content:encoded><![CDATA[<p>Full</p>]]></content:encoded>", "content", "<p>Full</p>"),
    ("<content>Full</content>", "content", "Full"),
    ("<description>Short</description><content:encoded>Full</content:encoded>", "content", "Full"),
    ("<content:encoded>Full</content:encoded><description>Short</description>", "summary", "Short"),
    ("<body>Full</body>", "content", "Full"),
    ("<xhtml:body><xhtml:p>Full</xhtml:p></xhtml:body>", "content", "<p>Full</p>"),
    ('<xhtml:div><xhtml:p>Full</xhtml:p></xhtml:div>', "content", "<p>Full</p>"),
    ("<author>Jane Doe</author>", "authors", "('Jane Doe',)"),
    ("<author>jane@paper.example (Jane Doe)</author>", "authors", "('Jane Doe',)"),
    ("<author>jane@paper.example (Jane Doe)</author>", "author_email", "jane@paper.example"),
    ("<author><name>Jane Doe</name><email>jane@paper.example</email></author>", "authors", "('Jane Doe',)"),
    ("<author><name>Jane Doe</name><email>jane@paper.example</email></author>", "author_email", "jane@paper.example"),
    ("<a:author><a:name>Jane Doe</a:name></a:author>", "authors", "('Jane Doe',)"),
    ("<dc:creator>Jane Doe</dc:creator><dc:creator>Joe Bloggs</dc:creator>", "authors", "('Jane Doe', 'Joe Bloggs')"),
    ("<dc:author>Jane Doe</dc:author>", "authors", "('Jane Doe',)"),
    ("<itunes:author>Jane Doe</itunes:author>", "authors", "('Jane Doe',)"),
    ("<managingEditor>ed@paper.example (Ed Itor)</managingEditor>", "authors", "('Ed Itor',)"),
    ("<dc:contributor>Joe Bloggs</dc:contributor>", "contributors", "('Joe Bloggs',)"),
    ("<contributor><name>Joe Bloggs</name></contributor>", "contributors", "('Joe Bloggs',)"),
    ('<podcast:person role="host">Joe Bloggs</podcast:person>', "contributors", "('Joe Bloggs',)"),
    ("<dc:publisher>The Paper</dc:publisher>", "publisher", "The Paper"),
    ("<dc:rights>CC BY</dc:rights>", "rights", "CC BY"),
    ("<media:copyright>CC BY</media:copyright>", "rights", "CC BY"),
    ("<pubDate>Tue, 03 Nov 2026 08:00:00 GMT</pubDate>", "published", "2026-11-03T08:00"),
    ("<published>2026-11-03T08:00:00Z</published>", "published", "2026-11-03T08:00"),
    ("<issued>2026-11-03T08:00:00Z</issued>", "published", "2026-11-03T08:00"),
    ("<created>2026-11-03T08:00:00Z</created>", "published", "2026-11-03T08:00"),
    ("<dc:date>2026-11-03T08:00:00Z</dc:date>", "published", "2026-11-03T08:00"),
    ("<dcterms:issued>2026-11-03T08:00:00Z</dcterms:issued>", "published", "2026-11-03T08:00"),
    ("<dcterms:created>2026-11-03T08:00:00Z</dcterms:created>", "published", "2026-11-03T08:00"),
    ("<prism:publicationDate>2026-11-03T08:00:00Z</prism:publicationDate>", "published", "2026-11-03T08:00"),
    ("<a:published>2026-11-03T08:00:00Z</a:published>", "published", "2026-11-03T08:00"),
    ("<updated>2026-11-03T08:00:00Z</updated>", "updated", "2026-11-03T08:00"),
    ("<updated>2026-11-03T08:00:00Z</updated>", "published", "2026-11-03T08:00"),
    ("<modified>2026-11-03T08:00:00Z</modified>", "updated", "2026-11-03T08:00"),
    ("<dcterms:modified>2026-11-03T08:00:00Z</dcterms:modified>", "updated", "2026-11-03T08:00"),
    ("<a:updated>2026-11-03T08:00:00Z</a:updated>", "updated", "2026-11-03T08:00"),
    ("<category>Ports</category><category>Ships</category>", "categories", "('Ports', 'Ships')"),
    ('<category term="ports" label="Ports"/>', "categories", "('Ports', 'ports')"),
    ("<dc:subject>Ports</dc:subject>", "categories", "('Ports',)"),
    ("<itunes:keywords>ports, ships</itunes:keywords>", "categories", "('ports', 'ships')"),
    ("<media:keywords>ports, ships</media:keywords>", "categories", "('ports', 'ships')"),
    ("<media:category>Ports</media:category>", "categories", "('Ports',)"),
    ('<itunes:category text="News"><itunes:category text="Ports"/></itunes:category>', "categories", "('News', 'Ports')"),
    ('<enclosure url="https://paper.example/a.mp3" type="audio/mpeg" length="5"/>', "enclosures",
     "(Enclosure(url='https://paper.example/a.mp3', type='audio/mpeg', size_bytes=5),)"),
    ('<enclosure href="https://paper.example/a.mp3"/>', "enclosures", "(Enclosure(url='https://paper.example/a.mp3', type='', size_bytes=None),)"),
    ('<link rel="enclosure" href="/a.mp3" type="audio/mpeg" length="5"/>', "enclosures",
     "(Enclosure(url='https://feeds.example/a.mp3', type='audio/mpeg', size_bytes=5),)"),
    ('<media:group><media:content url="https://paper.example/v.mp4" type="video/mp4" fileSize="9"/></media:group>', "enclosures",
     "(Enclosure(url='https://paper.example/v.mp4', type='video/mp4', size_bytes=9),)"),
    ('<media:thumbnail url="https://paper.example/i.jpg"/>', "image", "https://paper.example/i.jpg"),
    ('<media:content url="https://paper.example/i" medium="image"/>', "image", "https://paper.example/i"),
    ('<media:content url="https://paper.example/v.mp4"><media:thumbnail url="https://paper.example/i.jpg"/></media:content>', "image", "https://paper.example/i.jpg"),
    ('<enclosure url="https://paper.example/i.jpg" type="image/jpeg"/>', "image", "https://paper.example/i.jpg"),
    ('<itunes:image href="https://paper.example/i.jpg"/>', "image", "https://paper.example/i.jpg"),
    ('<description>&lt;img src="/i.jpg"&gt;</description>', "image", "https://feeds.example/i.jpg"),
    ("<image><url>https://paper.example/i.jpg</url></image>", "image", "https://paper.example/i.jpg"),
    ('<webfeeds:cover image="https://paper.example/i.jpg"/>', "image", "https://paper.example/i.jpg"),
    ("<comments>https://paper.example/1#c</comments>", "comments", "https://paper.example/1#c"),
    ('<a:link rel="replies" type="text/html" href="/1/comments"/>', "comments", "https://feeds.example/1/comments"),
    ("<dc:language>fr-CA</dc:language>", "language", "fr-CA"),
    ("<language>fr_CA</language>", "language", "fr-CA"),
    ('<source url="https://wire.example/feed">Wire</source>', "source", "Wire"),
    ("<source><title>Wire</title></source>", "source", "Wire"),
    ('<a:source><a:title>Wire</a:title><a:link href="https://wire.example/"/></a:source>', "source_link", "https://wire.example/"),
    ("<georss:point>-26.2 28.04</georss:point>", "point", "(-26.2, 28.04)"),
    ("<georss:point>-26.2,28.04</georss:point>", "point", "(-26.2, 28.04)"),
    ("<georss:where><gml:Point><gml:pos>-26.2 28.04</gml:pos></gml:Point></georss:where>", "point", "(-26.2, 28.04)"),
    ("<georss:box>-27 28 -25 30</georss:box>", "point", "(-26.0, 29.0)"),
    ("<georss:circle>-26.2 28.04 500</georss:circle>", "point", "(-26.2, 28.04)"),
    ("<georss:polygon>0 0 0 2 2 2 2 0 0 0</georss:polygon>", "point", "(1.0, 1.0)"),
    ("<georss:line>0 0 2 4</georss:line>", "point", "(1.0, 2.0)"),
    ("<geo:lat>-26.2</geo:lat><geo:long>28.04</geo:long>", "point", "(-26.2, 28.04)"),
    ("<geo:Point><geo:lat>-26.2</geo:lat><geo:long>28.04</geo:long></geo:Point>", "point", "(-26.2, 28.04)"),
    ("<geo:Point><geo:long>28.04</geo:long><geo:lat>-26.2</geo:lat></geo:Point>", "point", "(-26.2, 28.04)"),
    ('<podcast:location geo="geo:-26.2,28.04">Johannesburg</podcast:location>', "point", "(-26.2, 28.04)"),
    ("<georss:point>123 456</georss:point>", "point", "None"),
]  # fmt: skip

# What a feed's head holds.
HEAD = [
    ("<title>The Paper</title>", "title", "The Paper"),
    ("<dc:title>The Paper</dc:title>", "title", "The Paper"),
    ("<link>https://paper.example/</link>", "link", "https://paper.example/"),
    ('<link href="https://paper.example/"/>', "link", "https://paper.example/"),
    ('<a:link rel="self" href="/f"/><link>https://paper.example/</link>', "link", "https://paper.example/"),
    ('<a:link rel="self" href="/f"/>', "self_link", "https://feeds.example/f"),
    ('<a:link rel="hub" href="https://hub.example/"/>', "hub", "https://hub.example/"),
    ("<description>News of the port</description>", "description", "News of the port"),
    ("<subtitle>News of the port</subtitle>", "subtitle", "News of the port"),
    ("<tagline>News of the port</tagline>", "subtitle", "News of the port"),
    ("<itunes:summary>News of the port</itunes:summary>", "subtitle", "News of the port"),
    ("<language>en-za</language>", "language", "en-za"),
    ("<dc:language>en_ZA</dc:language>", "language", "en-ZA"),
    ("<copyright>CC BY</copyright>", "rights", "CC BY"),
    ("<rights>CC BY</rights>", "rights", "CC BY"),
    ("<dc:rights>CC BY</dc:rights>", "rights", "CC BY"),
    ("<generator>Press 1.0</generator>", "generator", "Press 1.0"),
    ("<managingEditor>ed@paper.example (Ed Itor)</managingEditor>", "authors", "('Ed Itor',)"),
    ("<author><name>Ed Itor</name><email>ed@paper.example</email></author>", "author_email", "ed@paper.example"),
    ("<itunes:owner><itunes:name>Ed Itor</itunes:name></itunes:owner>", "publisher", "Ed Itor"),
    ("<dc:publisher>The Paper Ltd</dc:publisher>", "publisher", "The Paper Ltd"),
    ("<webMaster>web@paper.example (The Paper Ltd)</webMaster>", "publisher", "The Paper Ltd"),
    ("<lastBuildDate>Tue, 03 Nov 2026 08:00:00 GMT</lastBuildDate>", "updated", "2026-11-03T08:00"),
    ("<updated>2026-11-03T08:00:00Z</updated>", "updated", "2026-11-03T08:00"),
    ("<modified>2026-11-03T08:00:00Z</modified>", "updated", "2026-11-03T08:00"),
    ("<dcterms:modified>2026-11-03T08:00:00Z</dcterms:modified>", "updated", "2026-11-03T08:00"),
    ("<pubDate>Tue, 03 Nov 2026 08:00:00 GMT</pubDate>", "published", "2026-11-03T08:00"),
    ("<dc:date>2026-11-03T08:00:00Z</dc:date>", "published", "2026-11-03T08:00"),
    ("<category>Ports</category>", "categories", "('Ports',)"),
    ('<itunes:category text="News"/>', "categories", "('News',)"),
    ('<itunes:image href="https://paper.example/i.png"/>', "image", "https://paper.example/i.png"),
    ("<image><url>https://paper.example/i.png</url><title>x</title></image>", "image", "https://paper.example/i.png"),
    ("<webfeeds:logo>https://paper.example/i.svg</webfeeds:logo>", "image", "https://paper.example/i.svg"),
    ("<webfeeds:icon>https://paper.example/i.png</webfeeds:icon>", "image", "https://paper.example/i.png"),
    ("<ttl>30</ttl>", "ttl_s", "1800"),
    ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", "ttl_s", "1800"),
    ("<sy:updatePeriod> Daily </sy:updatePeriod>", "ttl_s", "86400"),
    ("<skipHours><hour>1</hour><hour>24</hour></skipHours>", "skip_hours", "(0, 1)"),
    ("<skipDays><day>Sunday</day></skipDays>", "skip_days", "(6,)"),
]  # fmt: skip


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(("stated", "field", "expected"), ENTRY)
def test_a_field_of_an_entry_is_read_in_every_dialect(dialect: str, stated: str, field: str, expected: str) -> None:
    assert shown(getattr(read(dialect, item=stated)[1], field)) == expected


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(("stated", "field", "expected"), HEAD)
def test_a_field_of_a_feed_is_read_in_every_dialect(dialect: str, stated: str, field: str, expected: str) -> None:
    assert shown(getattr(read(dialect, head=stated)[0], field)) == expected


@pytest.mark.parametrize("dialect", ["atom10", "atom03"])
def test_an_entry_of_atom_takes_over_authors_and_language_of_its_feed(dialect: str) -> None:
    head = "<author><name>Desk</name></author><dc:language>sw</dc:language>"
    _, entry = read(dialect, head)
    assert (entry.authors, entry.language) == (("Desk",), "sw")


def test_a_part_of_several_kinds_gives_its_html() -> None:
    parts = '<content type="multipart/alternative"><content type="text/plain">a &lt; b</content><content type="text/html">&lt;p&gt;a&lt;/p&gt;</content></content>'
    assert read("atom03", item=parts)[1].content == "<p>a</p>"
