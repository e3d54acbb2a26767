"""Article pages in five templates, front pages, sitemaps, subscription lists and pictures."""

from __future__ import annotations

import json
import random
import struct
import time
import zlib
from collections.abc import Sequence
from functools import lru_cache
from html import escape

from newsgrid.bench.feedworld.dice import dice_for
from newsgrid.bench.feedworld.feeds import write_iso
from newsgrid.bench.feedworld.values import Entry, Feed, Publisher
from newsgrid.bench.feedworld.world import World

_STYLES, _SCRIPTS = 90, 60
_FRONT_CARDS = 60
_MOST_READ = 15

# around headline, byline, text, tail
_WRAPS = (
    ('<main><article class="story"><h1>', "</h1>", '<div class="story-body">', "</div>", "</article></main>"),
    ('<div id="content"><h1 class="headline">', "</h1>", '<div class="article__text">', "</div>", "</div>"),
    (
        '<div class="container"><div class="row"><div class="col-8"><h1>', "</h1>",
        '<section itemprop="articleBody">', "</section>", "</div></div></div>",
    ),
    ('<main role="main"><header><h1>', "</h1></header>", '<div class="c-rich">', "</div>", "</main>"),
    ('<table class="layout"><tr><td><h1>', "</h1>", '<div class="txt">', "</div>", "</td></tr></table>"),
)  # fmt: skip
_WITH_ARTICLE_BODY, _WITHOUT_JSON_LD = 3, 4  # templates

_FEED_TYPES = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "rdf": "application/rss+xml",
    "json": "application/feed+json",
}

_COOKIES = (
    "We and our partners store cookies on your device to show you advertising that fits your interests."
    " You can change your choice at any time."
)


class Pages:
    """Every HTML page and site map of a world. Shells of publishers are kept; articles are made on the fly."""

    def __init__(self, world: World) -> None:
        """Make pages of this world."""
        self.world = world
        self.shell = lru_cache(maxsize=4000)(self._make_shell)

    def article(self, entry: Entry, paragraphs: Sequence[str] | None = None) -> bytes:
        """Write an article's page, with other paragraphs than its own when they are given."""
        publisher = self.world.publishers[entry.publisher]
        before, after = self.shell(entry.publisher)
        shown = tuple(entry.paragraphs if paragraphs is None else paragraphs)
        start, headline_end, text_start, text_end, end = _WRAPS[publisher.template]
        middle = [
            start, escape(entry.title), headline_end, _byline(entry, publisher),
            text_start, _text(entry, shown), text_end, _tail(entry), end,
        ]  # fmt: skip
        return self._head(entry, publisher, shown).encode() + before + "".join(middle).encode() + after

    def front(self, number: int) -> bytes:
        """Write a publisher's front page, which names its feeds."""
        publisher = self.world.publishers[number]
        before, after = self.shell(number)
        links, entries = [], []
        for feed in self.world.feeds_of(number):
            kind = _FEED_TYPES[self.world.feeds[feed].format]
            links.append(f'<link rel="alternate" type="{kind}" title="{escape(publisher.name)}" href="/f/{feed}">')
            entries += self.world.shown(feed)
        entries.sort(key=lambda entry: -entry.published)
        head = (
            f'<!DOCTYPE html><html lang="{publisher.language}"><head><meta charset="utf-8">'
            f"<title>{escape(publisher.name)}</title>{''.join(links)}"
        )
        cards = "".join(_card(entry) for entry in entries[:_FRONT_CARDS])
        return head.encode() + before + f"<main>{cards}</main>".encode() + after

    def sitemap(self, number: int) -> bytes:
        """Write a publisher's news sitemap."""
        publisher = self.world.publishers[number]
        rows = [
            f"<url><loc>{escape(entry.url)}</loc><news:news><news:publication>"
            f"<news:name>{escape(publisher.name)}</news:name><news:language>{publisher.language}</news:language>"
            f"</news:publication><news:publication_date>{write_iso(entry.published)}</news:publication_date>"
            f"<news:title>{escape(entry.title)}</news:title></news:news></url>"
            for feed in self.world.feeds_of(number)
            for entry in self.world.shown(feed)
        ]
        head = (
            '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
            ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
        )
        return (head + "".join(rows) + "</urlset>").encode()

    def opml(self, feeds: Sequence[Feed]) -> bytes:
        """Write a subscription list of these feeds, in folders by section."""
        folders: dict[str, list[Feed]] = {}
        for feed in feeds:
            folders.setdefault(feed.section, []).append(feed)
        rows = ['<?xml version="1.0" encoding="UTF-8"?><opml version="2.0"><head><title>feedworld</title></head><body>']
        for section, inside in folders.items():
            rows.append(f'<outline text="{section}" title="{section}">')
            rows += [self._outline(feed) for feed in inside]
            rows.append("</outline>\n")
        return ("".join(rows) + "</body></opml>").encode()

    def robots(self) -> bytes:
        """Write robots.txt."""
        denied = "".join(f"Disallow: /a/{publisher.id}/\n" for publisher in self.world.publishers if publisher.denied)
        return f"User-agent: *\nDisallow: /p/*/private/\n{denied}Crawl-delay: 1\n".encode()

    def _outline(self, feed: Feed) -> str:
        publisher = self.world.publishers[feed.publisher]
        name = f"{escape(publisher.name)} {feed.id}"
        home = f"{publisher.base}/p/{publisher.id}/"
        return f'<outline type="rss" text="{name}" title="{name}" xmlUrl="{feed.url}" htmlUrl="{home}"/>'

    def _head(self, entry: Entry, publisher: Publisher, paragraphs: Sequence[str]) -> str:
        iso, title, summary = _iso_offset(entry), escape(entry.title), escape(paragraphs[0])
        name, section = escape(publisher.name), self._section(entry)
        return (
            f'<!DOCTYPE html><html lang="{entry.language}"><head><meta charset="utf-8"><title>{title} | {name}</title>'
            f'<meta name="description" content="{summary}"><link rel="canonical" href="{entry.url}">'
            f'<meta property="og:type" content="article"><meta property="og:title" content="{title}">'
            f'<meta property="og:description" content="{summary}"><meta property="og:url" content="{entry.url}">'
            f'<meta property="og:image" content="{entry.image}"><meta property="og:site_name" content="{name}">'
            f'<meta property="article:published_time" content="{iso}">'
            f'<meta property="article:section" content="{escape(section)}">'
            f'<meta name="author" content="{escape(entry.author)}">'
            f'<meta name="keywords" content="{escape(", ".join(entry.tags))}">'
            f'<link rel="alternate" type="application/rss+xml" href="/f/{entry.feed}">'
            f"{self._json_ld(entry, publisher, paragraphs)}"
        )

    def _json_ld(self, entry: Entry, publisher: Publisher, paragraphs: Sequence[str]) -> str:
        if publisher.template == _WITHOUT_JSON_LD:
            return ""
        iso = _iso_offset(entry)
        article = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": entry.title,
            "datePublished": iso,
            "dateModified": iso,
            "author": [{"@type": "Person", "name": entry.author}],
            "image": [entry.image],
            "articleSection": self._section(entry),
            "publisher": {"@type": "Organization", "name": publisher.name},
            "mainEntityOfPage": entry.url,
            "inLanguage": entry.language,
            "description": paragraphs[0],
        }
        if publisher.template == _WITH_ARTICLE_BODY:
            article["articleBody"] = "\n".join(paragraphs)
        written = json.dumps(article, ensure_ascii=False).replace("</", "<\\/")
        return f'<script type="application/ld+json">{written}</script>'

    def _section(self, entry: Entry) -> str:
        return self.world.languages[entry.language].sections[entry.section]

    def _make_shell(self, number: int) -> tuple[bytes, bytes]:
        """Make everything on a page that does not depend on the article: what stands before and what after it."""
        world, publisher = self.world, self.world.publishers[number]
        dice = dice_for(world.options.seed, "shell", number)
        css, script = _make_css(dice), _make_script(dice)
        language = world.languages[publisher.language]
        sections = "".join(
            f'<li class="nav-item"><a href="/p/{number}/?s={section}">{escape(name)}</a></li>'
            for section, name in language.sections.items()
        )
        cities = "".join(
            f'<li><a href="/p/{number}/?c={row}">{escape(city[language.place])}</a></li>'
            for row, city in enumerate(world.words.cities)
        )
        top = (
            f'<link rel="stylesheet" href="/img/site.png"><style>{css}</style><script>{script}</script></head>'
            f'<body class="t{publisher.template}"><header class="site-header"><a class="logo" href="/p/{number}/">'
            f'{escape(publisher.name)}</a><nav><ul>{sections}</ul></nav><div class="mega"><ul>{cities}</ul></div></header>'
            f'<div class="cookie-banner" role="dialog"><p>{_COOKIES}</p>'
            "<button>Accept all</button><button>Reject</button></div>"
        )
        side = (
            f'<aside class="sidebar"><h3>Most read</h3><ol>{self._most_read(number)}</ol>'
            '<div class="ad-slot" data-ad="728x90"></div><section class="newsletter"><h4>Newsletter</h4>'
            "<p>Get the most important stories in your inbox every morning.</p>"
            '<form><input type="email"><button>Subscribe</button></form></section></aside>'
        )
        foot = (
            f'<footer class="site-footer"><ul>{cities}</ul><p>&copy; 2026 {escape(publisher.name)}. All rights reserved.'
            f" Terms of use. Privacy. Imprint. Contact. Work with us.</p><script>{script[:4000]}</script></footer>"
            "</body></html>"
        )
        return top.encode(), (side + foot).encode()

    def _most_read(self, number: int) -> str:
        rows = []
        for feed in self.world.feeds_of(number):
            for index in range(min(5, self.world.options.entries)):
                entry = self.world.entry(feed, index)
                rows.append(
                    f'<li class="teaser"><a href="{entry.path}">{escape(entry.title)}</a>'
                    f'<span class="kicker">{escape(entry.tags[0])}</span></li>'
                )
        return "".join(rows[:_MOST_READ])


def draw_png(seed: int) -> bytes:
    """Draw a small PNG of one colour."""
    red, green, blue = (seed >> 16) & 255, (seed >> 8) & 255, seed & 255
    width = height = 32
    raw = (b"\0" + bytes((red, green, blue)) * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = _chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(raw, 1)), _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _iso_offset(entry: Entry) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(entry.published))


def _byline(entry: Entry, publisher: Publisher) -> str:
    iso = _iso_offset(entry)
    return (
        f'<div class="byline"><span class="author">{escape(entry.author)}</span> '
        f'<time datetime="{iso}">{iso[:16].replace("T", " ")}</time>'
        '<ul class="share"><li>Share</li><li>Tweet</li><li>E-mail</li><li>Print</li></ul></div>'
        f'<figure><img src="{entry.image}" alt=""><figcaption>Photo: {escape(publisher.name)}</figcaption></figure>'
    )


def _text(entry: Entry, paragraphs: Sequence[str]) -> str:
    parts = []
    for number, paragraph in enumerate(paragraphs):
        parts.append(f"<p>{escape(paragraph)}</p>")
        if number == 1:
            parts.append('<div class="ad-slot" data-ad="300x250"><span>Advertisement</span></div>')
        if number == 3:
            link = f'<a href="/p/{entry.publisher}/">{escape(entry.tags[1])}</a>'
            parts.append(f'<div class="related"><h4>Read also</h4>{link}</div>')
    if entry.kind == "wire":
        parts.append(f'<p class="source">Source: {escape(entry.author)}</p>')
    return "".join(parts)


def _tail(entry: Entry) -> str:
    tags = "".join(f'<a href="#">{escape(tag)}</a>' for tag in entry.tags)
    return (
        f'<div class="tags">{tags}</div><div class="comments"><h3>Comments ({entry.index})</h3>'
        "<p>Log in to comment. Be kind. Comments are closed after three days.</p></div>"
    )


def _card(entry: Entry) -> str:
    written = time.strftime("%Y-%m-%d %H:%M", time.gmtime(entry.published))
    return (
        f'<article class="card"><a href="{entry.path}"><h2>{escape(entry.title)}</h2></a>'
        f"<p>{escape(entry.paragraphs[0])}</p><time>{written}</time></article>"
    )


def _make_css(dice: random.Random) -> str:
    rules = []
    for number in range(_STYLES):
        name = dice.choice(("nav", "col", "ad", "box", "btn", "hdr"))
        margin, padding = dice.randrange(40), dice.randrange(30)
        colour, size = dice.randrange(1 << 24), dice.randrange(10, 30)
        display = dice.choice(("block", "flex", "grid"))
        rules.append(
            f".{name}{number}{{margin:{margin}px;padding:{padding}px;color:#{colour:06x};"
            f"font:{size}px/1.4 sans-serif;display:{display}}}"
        )
    return "".join(rules)


def _make_script(dice: random.Random) -> str:
    return "".join(
        f"window.__t{number}=function(a,b){{if(a&&b){{return a.q{number}+{dice.randrange(9999)}}}"
        f"var c=document.querySelectorAll('.k{number}');for(var i=0;i<c.length;i++){{"
        f"c[i].dataset.v='{dice.randrange(1 << 40):x}'}}}};"
        for number in range(_SCRIPTS)
    )
