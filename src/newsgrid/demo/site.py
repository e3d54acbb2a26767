"""The demo world as a map from paths to documents, rendered when first asked for."""

from __future__ import annotations

import gzip
import hashlib
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cached_property

from newsgrid.demo.feeds import CONTENT_TYPES, FeedView, render_feed
from newsgrid.demo.fronts import (
    render_front,
    render_index,
    render_opml,
    render_robots,
    render_sitemap,
    render_sitemap_index,
    render_stylesheet,
)
from newsgrid.demo.pictures import draw_picture
from newsgrid.demo.templates import render_article
from newsgrid.demo.values import Publisher, World
from newsgrid.demo.views import view_article

_HTML = "text/html; charset=utf-8"
_XML = "application/xml; charset=utf-8"
_OPML = "text/x-opml; charset=utf-8"
_PLAIN = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Document:
    """What a path answers: bytes, their type and when they last changed (UTC, whole seconds)."""

    body: bytes
    content_type: str
    modified: datetime

    @cached_property
    def etag(self) -> str:
        """A strong validator (RFC 9110, section 8.8.3) of the bytes."""
        return f'"{hashlib.blake2b(self.body, digest_size=10).hexdigest()}"'

    @cached_property
    def last_modified(self) -> str:
        """`modified` as an HTTP date."""
        return format_datetime(self.modified, usegmt=True)

    @cached_property
    def gzipped(self) -> bytes:
        """The body compressed; equal bodies give equal bytes."""
        return gzip.compress(self.body, 5, mtime=0)

    @property
    def compressible(self) -> bool:
        """Whether gzip is worth it."""
        return not self.content_type.startswith("image/")


class Site:
    """Every document of a world under one base address, at a revision that can be advanced.

    Documents are rendered at the first request and kept. Safe to use from many threads.
    """

    def __init__(self, world: World, base: str) -> None:
        """Serve `world`; `base` is scheme, host and port without a final slash."""
        self.world = world
        self.base = base
        self._revision = 0
        self._documents: dict[tuple[int, str], Document | None] = {}
        self._lock = threading.Lock()

    @property
    def revision(self) -> int:
        """0 until the corrections are published, then 1."""
        return self._revision

    def advance(self) -> None:
        """Publish the corrections of the world."""
        self._revision = 1

    def document(self, path: str) -> Document | None:
        """Give what a path answers now, or none for a path that does not exist."""
        key = (self._revision, path)
        if key in self._documents:
            return self._documents[key]
        with self._lock:
            document = self._render(path, key[0])
            # A path that does not exist is not kept: whoever asks for many must not fill the memory.
            if document is not None:
                self._documents[key] = document
        return document

    def paths(self) -> tuple[str, ...]:
        """Name every path that answers, pictures included."""
        general = ("/", "/site.css", "/robots.txt", "/sitemap.xml", "/feeds.opml")
        publishers = tuple(
            f"/{publisher.id}/{name}" for publisher in self.world.publishers for name in ("", "feed.xml", "sitemap.xml")
        )
        tellings = self.world.tellings()
        pictures = {f"/{telling.publisher}/media/{telling.story}.png" for telling in tellings}
        return (*general, *publishers, *(telling.path for telling in tellings), *sorted(pictures))

    # -- rendering

    def _render(self, path: str, revision: int) -> Document | None:
        found = self.world.at(path)
        if found is not None:
            telling = found[1]
            html = render_article(view_article(self.world, telling, self.base, revision))
            return _document(html, _HTML, telling.text(revision).modified)
        if path == "/":
            return _document(render_index(self.world.publishers), _HTML, self._began())
        if path == "/site.css":
            return _document(render_stylesheet(), "text/css; charset=utf-8", self._began())
        if path == "/robots.txt":
            return _document(render_robots(self.base), _PLAIN, self._began())
        if path == "/sitemap.xml":
            return _document(render_sitemap_index(self.world.publishers, self.base), _XML, self._began())
        if path == "/feeds.opml":
            return _document(render_opml(self.world.publishers, self.base), _OPML, self._began())
        return self._render_of_publisher(path, revision)

    def _render_of_publisher(self, path: str, revision: int) -> Document | None:
        name, _, rest = path.removeprefix("/").partition("/")
        publisher = self.world.publisher(name)
        if publisher is None:
            return None
        view = FeedView(self.base, publisher, self.world.told_by(name), revision)
        modified = view.updated() or self._began()
        if rest == "feed.xml":
            return _document(render_feed(view), CONTENT_TYPES[publisher.feed], modified)
        if rest == "":
            return _document(render_front(self.world, publisher, self.base, revision), _HTML, modified)
        if rest == "sitemap.xml":
            return _document(render_sitemap(self.world, publisher, self.base), _XML, modified)
        return self._picture(publisher, rest)

    def _picture(self, publisher: Publisher, rest: str) -> Document | None:
        story = rest.removeprefix("media/").removesuffix(".png")
        if rest != f"media/{story}.png" or all(t.story != story for t in self.world.told_by(publisher.id)):
            return None
        return Document(draw_picture(story), "image/png", self._began())

    def _began(self) -> datetime:
        return datetime(self.world.today.year, self.world.today.month, self.world.today.day, tzinfo=UTC)


def _document(text: str, content_type: str, modified: datetime) -> Document:
    return Document(text.encode(), content_type, modified.replace(microsecond=0))
