"""The feed of a publisher in its own format: RSS 2.0, RSS 1.0 (RDF), Atom 1.0 (RFC 4287) or JSON Feed 1.1."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape
from zoneinfo import ZoneInfo

from newsgrid.demo.press import opening
from newsgrid.demo.values import FeedFormat, Publisher, Telling

_EXCERPT_CHARS = 240

CONTENT_TYPES: dict[FeedFormat, str] = {
    "rss": "application/rss+xml; charset=utf-8",
    "rdf": "application/rdf+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True)
class FeedView:
    """What a feed shows: a publisher's articles, newest first, as they stand at a revision of the world."""

    base: str
    publisher: Publisher
    tellings: Sequence[Telling]
    revision: int

    @property
    def home(self) -> str:
        """The publisher's front page."""
        return f"{self.base}/{self.publisher.id}/"

    @property
    def address(self) -> str:
        """The feed's own address."""
        return f"{self.home}feed.xml"

    def link(self, telling: Telling) -> str:
        """The address of an article."""
        return self.base + telling.path

    def picture(self, telling: Telling) -> str:
        """The address of an article's picture."""
        return f"{self.home}media/{telling.story}.png"

    def modified(self, telling: Telling) -> datetime:
        """When the text as it stands was made, UTC."""
        return telling.text(self.revision).modified

    def updated(self) -> datetime | None:
        """When the feed last changed; none while it is empty."""
        return max((self.modified(telling) for telling in self.tellings), default=None)


def render_feed(view: FeedView) -> str:
    """Write the feed in the publisher's format."""
    return _RENDERERS[view.publisher.feed](view)


def excerpt(telling: Telling, revision: int) -> str:
    """Give the short description: the standfirst, else the beginning of the text, cut between words."""
    text = telling.standfirst or telling.text(revision).paragraphs[0]
    if len(text) <= _EXCERPT_CHARS:
        return text
    cut = text[:_EXCERPT_CHARS]
    # Thai and Chinese have few spaces: a cut that would throw most of the text away is made anywhere.
    at = cut.rfind(" ")
    return (cut[:at] if at > _EXCERPT_CHARS // 2 else cut).rstrip(" ,;:-–") + "…"


def _body_html(view: FeedView, telling: Telling) -> str:
    publisher = view.publisher
    text = telling.text(view.revision)
    lede = opening(telling, publisher, ZoneInfo(publisher.timezone))
    first, *others = text.paragraphs
    figure = f'<p><img src="{escape(view.picture(telling))}" alt="{escape(telling.caption)}"/></p>'
    notice = [f"<p><em>{escape(text.notice)}</em></p>"] if text.notice else []
    return "".join([figure, f"<p>{escape(lede + first)}</p>", *(f"<p>{escape(p)}</p>" for p in others), *notice])


def _author(telling: Telling) -> str:
    return telling.byline or (telling.agency.name if telling.agency else "")


def _rss(view: FeedView) -> str:
    publisher = view.publisher
    updated = view.updated()
    parts = [
        _XML,
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
        ' xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n',
        f"<title>{escape(publisher.name)}</title>\n<link>{escape(view.home)}</link>\n",
        f"<description>{escape(publisher.tagline)}</description>\n<language>{publisher.language}</language>\n",
        f'<atom:link href="{escape(view.address)}" rel="self" type="application/rss+xml"/>\n',
        f"<lastBuildDate>{_rfc822(publisher, updated)}</lastBuildDate>\n" if updated else "",
    ]
    parts += [_rss_item(view, telling) for telling in view.tellings]
    return "".join([*parts, "</channel>\n</rss>\n"])


def _rss_item(view: FeedView, telling: Telling) -> str:
    publisher, author = view.publisher, _author(telling)
    content = _body_html(view, telling).replace("]]>", "]]&gt;") if publisher.full_text else ""
    parts = [
        f"<item>\n<title>{escape(telling.headline)}</title>\n<link>{escape(view.link(telling))}</link>\n",
        f'<guid isPermaLink="false">{publisher.id}:{telling.id}</guid>\n',
        f"<pubDate>{_rfc822(publisher, telling.published)}</pubDate>\n",
        f"<dc:creator>{escape(author)}</dc:creator>\n" if author else "",
        f"<category>{escape(telling.section)}</category>\n" if telling.section else "",
        *(f"<category>{escape(topic)}</category>\n" for topic in telling.topics),
        f"<description>{escape(excerpt(telling, view.revision))}</description>\n",
        f'<media:content url="{escape(view.picture(telling))}" medium="image" type="image/png"/>\n',
        f"<content:encoded><![CDATA[{content}]]></content:encoded>\n" if content else "",
        "</item>\n",
    ]
    return "".join(parts)


def _rdf(view: FeedView) -> str:
    publisher = view.publisher
    listed = "".join(f'<rdf:li rdf:resource="{escape(view.link(telling))}"/>' for telling in view.tellings)
    parts = [
        _XML,
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">\n',
        f'<channel rdf:about="{escape(view.address)}">\n<title>{escape(publisher.name)}</title>\n',
        f"<link>{escape(view.home)}</link>\n<description>{escape(publisher.tagline)}</description>\n",
        f"<dc:language>{publisher.language}</dc:language>\n<items><rdf:Seq>{listed}</rdf:Seq></items>\n</channel>\n",
    ]
    parts += [_rdf_item(view, telling) for telling in view.tellings]
    return "".join([*parts, "</rdf:RDF>\n"])


def _rdf_item(view: FeedView, telling: Telling) -> str:
    publisher, author, link = view.publisher, _author(telling), escape(view.link(telling))
    content = _body_html(view, telling).replace("]]>", "]]&gt;") if publisher.full_text else ""
    parts = [
        f'<item rdf:about="{link}">\n<title>{escape(telling.headline)}</title>\n<link>{link}</link>\n',
        f"<description>{escape(excerpt(telling, view.revision))}</description>\n",
        f"<dc:date>{_iso(publisher, telling.published)}</dc:date>\n",
        f"<dc:creator>{escape(author)}</dc:creator>\n" if author else "",
        *(f"<dc:subject>{escape(topic)}</dc:subject>\n" for topic in telling.topics),
        f"<content:encoded><![CDATA[{content}]]></content:encoded>\n" if content else "",
        "</item>\n",
    ]
    return "".join(parts)


def _atom(view: FeedView) -> str:
    publisher = view.publisher
    updated = view.updated()
    parts = [
        _XML,
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{publisher.language}">\n',
        f"<title>{escape(publisher.name)}</title>\n<subtitle>{escape(publisher.tagline)}</subtitle>\n",
        f'<link href="{escape(view.home)}"/>\n<link rel="self" href="{escape(view.address)}"/>\n',
        f"<id>urn:newsgrid-demo:{publisher.id}</id>\n",
        f"<updated>{_iso(publisher, updated)}</updated>\n" if updated else "",
    ]
    parts += [_atom_entry(view, telling) for telling in view.tellings]
    return "".join([*parts, "</feed>\n"])


def _atom_entry(view: FeedView, telling: Telling) -> str:
    publisher, author = view.publisher, _author(telling) or view.publisher.name
    content = escape(_body_html(view, telling)) if publisher.full_text else ""
    parts = [
        f'<entry>\n<title>{escape(telling.headline)}</title>\n<link href="{escape(view.link(telling))}"/>\n',
        f"<id>urn:newsgrid-demo:{publisher.id}:{telling.id}</id>\n",
        f"<published>{_iso(publisher, telling.published)}</published>\n",
        f"<updated>{_iso(publisher, view.modified(telling))}</updated>\n",
        f"<author><name>{escape(author)}</name></author>\n",
        *(f'<category term="{escape(topic)}"/>\n' for topic in telling.topics),
        f"<summary>{escape(excerpt(telling, view.revision))}</summary>\n",
        f'<content type="html">{content}</content>\n' if content else "",
        "</entry>\n",
    ]
    return "".join(parts)


def _json(view: FeedView) -> str:
    publisher = view.publisher
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": publisher.name,
        "home_page_url": view.home,
        "feed_url": view.address,
        "description": publisher.tagline,
        "language": publisher.language,
        "items": [_json_item(view, telling) for telling in view.tellings],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _json_item(view: FeedView, telling: Telling) -> dict[str, object]:
    publisher, author = view.publisher, _author(telling)
    short = excerpt(telling, view.revision)
    item: dict[str, object] = {
        "id": f"{publisher.id}:{telling.id}",
        "url": view.link(telling),
        "title": telling.headline,
        "summary": short,
        "date_published": _iso(publisher, telling.published),
        "image": view.picture(telling),
        "tags": list(telling.topics),
        "language": publisher.language,
    }
    if author:
        item["authors"] = [{"name": author}]
    if view.modified(telling) != telling.published:
        item["date_modified"] = _iso(publisher, view.modified(telling))
    if publisher.full_text:
        item["content_html"] = _body_html(view, telling)
    else:
        item["content_text"] = short
    return item


def _iso(publisher: Publisher, moment: datetime) -> str:
    return moment.astimezone(ZoneInfo(publisher.timezone)).isoformat()


def _rfc822(publisher: Publisher, moment: datetime) -> str:
    return format_datetime(moment.astimezone(ZoneInfo(publisher.timezone)))


_RENDERERS: dict[FeedFormat, Callable[[FeedView], str]] = {"rss": _rss, "rdf": _rdf, "atom": _atom, "json": _json}
