"""Everything of the demo site that is no article and no feed: front pages, sitemaps, robots.txt, OPML, the index."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from html import escape
from pathlib import Path

from newsgrid.demo.feeds import CONTENT_TYPES, excerpt
from newsgrid.demo.furniture import load_furniture
from newsgrid.demo.values import Publisher, World

_FRONT_CARDS = 30
_STYLE_SHEET = Path(__file__).with_name("site.css")


def render_front(world: World, publisher: Publisher, base: str, revision: int) -> str:
    """Write a publisher's front page, newest articles first, which names the publisher's feed."""
    words = load_furniture()[publisher.language]
    direction = "rtl" if publisher.language == "ar" else "ltr"
    cards = "\n".join(
        f'<section class="card"><h2><a href="{escape(base + telling.path)}">{escape(telling.headline)}</a></h2>'
        f"<p>{escape(excerpt(telling, revision))}</p></section>"
        for telling in world.told_by(publisher.id)[:_FRONT_CARDS]
    )
    menu = "".join(f'<li><a href="#">{escape(word)}</a></li>' for word in words.nav)
    return (
        f'<!DOCTYPE html>\n<html lang="{publisher.language}" dir="{direction}" class="{publisher.template}"'
        f' style="{accent_style(publisher)}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(publisher.name)}</title>\n"
        f'<meta name="description" content="{escape(publisher.tagline)}">\n'
        f'<link rel="alternate" type="{CONTENT_TYPES[publisher.feed].split(";")[0]}" title="{escape(publisher.name)}"'
        f' href="/{publisher.id}/feed.xml">\n<link rel="stylesheet" href="/site.css">\n</head>\n<body>\n'
        f'<header class="front-head"><h1>{escape(publisher.name)}</h1><p>{escape(publisher.tagline)}</p><nav><ul>{menu}</ul></nav></header>\n'
        f'<main>\n{cards}\n</main>\n<footer class="site-footer"><p>{escape(words.rights)}</p></footer>\n</body>\n</html>\n'
    )


def render_stylesheet() -> str:
    """Give the style sheet that all publishers share."""
    return _STYLE_SHEET.read_text(encoding="utf-8")


def accent_style(publisher: Publisher) -> str:
    """Give a publisher its own colour, as the `style` of its pages; always the same for the same id."""
    return f"--accent: hsl({zlib.crc32(publisher.id.encode()) % 360} 60% 32%)"


def render_index(publishers: Sequence[Publisher]) -> str:
    """Write the page at the root: every publisher of the world, for a person who looks around."""
    rows = "\n".join(
        f'<li><a href="/{publisher.id}/" lang="{publisher.language}">{escape(publisher.name)}</a>, {escape(publisher.city)}'
        f' (<a href="/{publisher.id}/feed.xml">{publisher.feed}</a>)</li>'
        for publisher in publishers
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>The demo world</title>'
        '<link rel="stylesheet" href="/site.css"></head>\n<body>\n'
        "<h1>The demo world</h1>\n<p>Invented publishers, invented events, real cities."
        f' All feeds: <a href="/feeds.opml">feeds.opml</a>.</p>\n<ul>\n{rows}\n</ul>\n</body>\n</html>\n'
    )


def render_sitemap(world: World, publisher: Publisher, base: str) -> str:
    """Write a publisher's news sitemap."""
    rows = "".join(
        f"<url><loc>{escape(base + telling.path)}</loc><news:news><news:publication>"
        f"<news:name>{escape(publisher.name)}</news:name><news:language>{publisher.language}</news:language>"
        f"</news:publication><news:publication_date>{telling.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(telling.headline)}</news:title></news:news></url>\n"
        for telling in world.told_by(publisher.id)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        f' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{rows}</urlset>\n'
    )


def render_sitemap_index(publishers: Sequence[Publisher], base: str) -> str:
    """Write the index of all sitemaps."""
    rows = "".join(f"<sitemap><loc>{base}/{publisher.id}/sitemap.xml</loc></sitemap>\n" for publisher in publishers)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</sitemapindex>\n'
    )


def render_robots(base: str) -> str:
    """Write robots.txt (RFC 9309): all may be read but what the site keeps for its subscribers."""
    return f"User-agent: *\nDisallow: /account/\nDisallow: /*/search\nAllow: /\n\nSitemap: {base}/sitemap.xml\n"


def render_opml(publishers: Sequence[Publisher], base: str) -> str:
    """Write a subscription list (OPML 2.0) of every feed."""
    rows = "".join(
        f'<outline type="rss" text="{escape(publisher.name)}" title="{escape(publisher.name)}"'
        f' xmlUrl="{base}/{publisher.id}/feed.xml" htmlUrl="{base}/{publisher.id}/" language="{publisher.language}"/>\n'
        for publisher in publishers
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n<head><title>The demo world</title></head>\n'
        f"<body>\n{rows}</body>\n</opml>\n"
    )
