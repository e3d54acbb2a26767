"""What each address answers. Knows no socket: a request and a time go in, a reply comes out."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from newsgrid.bench.feedworld.cache import FeedBytes, FeedCache
from newsgrid.bench.feedworld.control import PREFIX, Control
from newsgrid.bench.feedworld.dice import draw, draw_share
from newsgrid.bench.feedworld.faults import FAULT_FUNCTIONS, FeedRequest
from newsgrid.bench.feedworld.options import PAGE_FAULTS
from newsgrid.bench.feedworld.pages import Pages, draw_png
from newsgrid.bench.feedworld.replies import HTML, PLAIN, Answer, Reply, Request
from newsgrid.bench.feedworld.stats import FeedCounters, Stats
from newsgrid.bench.feedworld.values import Entry, Feed
from newsgrid.bench.feedworld.world import World

_SLOW_PAGE_S = 3.0
_NOT_FOUND = Answer(404, b"not found\n", PLAIN)
_REDIRECTS = ("301", "308", "302")


class Application:
    """A world that answers. `stats` is what it noticed."""

    def __init__(self, world: World, *, now: float) -> None:
        """Answer for this world; counting begins `now`, in seconds since 1970."""
        self.world = world
        self.stats = Stats(now)
        self.feeds = FeedCache(world)
        self.pages = Pages(world)
        self._control = Control(world, self.stats)

    def warm(self, number: int) -> None:
        """Make a feed and its publisher's shell before anybody asks."""
        self.feeds.packed(number, "gzip, br")
        self.pages.shell(self.world.feeds[number].publisher)

    def publisher_of(self, request: Request) -> int | None:
        """Say whose requests in flight a request counts among; none for what belongs to no publisher."""
        kind, *rest = request.path.removeprefix("/").split("/")
        try:
            if kind in ("f", "f2"):
                return self._feed_at(rest[0]).publisher
            return self.world.publishers[_natural(rest[0])].id if kind == "a" else None
        except (ValueError, IndexError):
            return None

    def answer(self, request: Request, now: float, open_connections: int = 0) -> Reply:
        """Answer a request that came `now`, in seconds since 1970, and count what is to be counted."""
        try:
            if request.path.startswith(PREFIX):
                return self._control.answer(request, now, open_connections)
            self.stats.total["requests"] += 1
            if request.method not in ("GET", "HEAD"):
                return Answer(405, b"", PLAIN)
            return self._route(request, now)
        except (ValueError, IndexError):
            return _NOT_FOUND

    def _route(self, request: Request, now: float) -> Reply:
        kind, *rest = request.path.removeprefix("/").split("/")
        if kind in ("f", "f2"):
            self.stats.total["feed"] += 1
            return self._feed(self._feed_at(rest[0]), request, now, followed=kind == "f2")
        if kind == "a":
            self.stats.total["article"] += 1
            entry = self.world.find(request.path)
            return _NOT_FOUND if entry is None else self._article(entry, request)
        if kind == "img":
            self.stats.total["image"] += 1
            return Answer(200, draw_png(draw(request.path)), "image/png", {"Cache-Control": "max-age=86400"})
        if request.path == "/opml.xml":
            return Answer(200, self._opml(request.query), "text/x-opml; charset=utf-8")
        if request.path.endswith("/robots.txt"):
            self.stats.total["robots"] += 1
            return Answer(200, self.pages.robots(), PLAIN)
        if kind == "p":
            return self._publisher(rest)
        self.stats.total["other"] += 1
        return _other(request.path)

    def _publisher(self, rest: list[str]) -> Answer:
        number = int(rest[0])
        if not 0 <= number < len(self.world.publishers):
            return _NOT_FOUND
        what = rest[1] if len(rest) > 1 else ""
        if what == "sitemap.xml":
            self.stats.total["sitemap"] += 1
            return Answer(200, self.pages.sitemap(number), "application/xml")
        if what == "private":
            self.stats.total["robots_denied"] += 1
        self.stats.total["front"] += 1
        return Answer(200, self.pages.front(number))

    def _opml(self, query: Mapping[str, str]) -> bytes:
        feeds = list(self.world.feeds)
        if query.get("healthy"):
            feeds = [feed for feed in feeds if not feed.fault]
        if query.get("class"):
            wanted = query["class"].split(",")
            feeds = [feed for feed in feeds if feed.fault in wanted]
        return self.pages.opml(feeds[: int(query["n"])] if query.get("n") else feeds)

    # -- feeds

    def _feed_at(self, number: str) -> Feed:
        return self.world.feeds[_natural(number)]

    def _feed(self, feed: Feed, request: Request, now: float, *, followed: bool) -> Reply:
        headers, counters = request.headers, self.stats.feed(feed.id)
        conditional = "if-none-match" in headers or "if-modified-since" in headers
        counters.note_request(now, self.world.options.min_gap, followed=followed, conditional=conditional)
        self.stats.agents[headers.get("user-agent", "-")] += 1
        fault = request.query.get("fault", feed.fault)
        if fault and not (followed and fault in _REDIRECTS):
            reply = self._fault(fault, feed, counters, request, now)
            if reply is not None:
                return reply
        return self._healthy(feed, counters, headers, conditional=conditional)

    def _fault(self, fault: str, feed: Feed, counters: FeedCounters, request: Request, now: float) -> Reply | None:
        function = FAULT_FUNCTIONS.get(fault)
        if function is None:
            raise ValueError(f"unknown fault class {fault!r}")
        counters.err += 1

        def good() -> tuple[bytes, str]:
            kept = self.feeds.get(feed.id)
            return kept.body, kept.content_type

        reply = function(
            FeedRequest(self.world, feed, counters, request.query, now, good, lambda: self.feeds.get(feed.id).etag)
        )
        if fault == "gzip-bomb" and isinstance(reply, Answer):
            self.stats.total["bomb_bytes"] = len(reply.body)
        return reply

    def _healthy(self, feed: Feed, counters: FeedCounters, asked: Mapping[str, str], *, conditional: bool) -> Answer:
        kept = self.feeds.get(feed.id)
        headers = {"Vary": "Accept-Encoding"}
        if feed.validators in ("both", "etag"):
            headers["ETag"] = kept.etag
        if feed.validators in ("both", "modified"):
            headers["Last-Modified"] = kept.last_modified
        if feed.id % 5 == 0:
            headers["Cache-Control"] = f"max-age={60 * (1 + feed.id % 30)}"
        if _is_fresh(kept, headers, asked):
            counters.s304 += 1
            return Answer(304, headers=headers, delay_s=feed.latency_s)
        accepted = asked.get("accept-encoding", "") if feed.compressed else ""
        body, encoding = self.feeds.packed(feed.id, accepted)
        if encoding:
            headers["Content-Encoding"] = encoding
        counters.note_full(len(body), has_validator=feed.validators != "none", conditional=conditional)
        return Answer(200, body, kept.content_type, headers, feed.latency_s)

    # -- articles

    def _article(self, entry: Entry, request: Request) -> Answer:
        self.stats.note_article(entry.feed, entry.index)
        if self.world.publishers[entry.publisher].denied:
            self.stats.total["robots_denied"] += 1
        faulty = self._page_fault(entry)
        if faulty is not None:
            return faulty
        body, headers = self.pages.article(entry), {"Cache-Control": "max-age=300"}
        if self.world.options.page_gzip and "gzip" in request.headers.get("accept-encoding", ""):
            body = gzip.compress(body, 1, mtime=0)
            headers["Content-Encoding"] = "gzip"
        return Answer(200, body, HTML, headers, self.world.feeds[entry.feed].latency_s)

    def _page_fault(self, entry: Entry) -> Answer | None:
        seed, key = self.world.options.seed, (entry.feed, entry.index)
        if draw_share(seed, "pf", *key) >= self.world.options.page_faults:
            return None
        kind = PAGE_FAULTS[draw(seed, "pk", *key) % len(PAGE_FAULTS)]
        if kind == "slow":
            return Answer(200, self.pages.article(entry), delay_s=_SLOW_PAGE_S)
        if kind == "consent":
            return Answer(200, _CONSENT)
        if kind == "paywall":
            return Answer(200, self.pages.article(entry, [entry.paragraphs[0], _PAYWALL]))
        if kind == "soft404":
            return Answer(200, _SOFT_404)
        if kind == "refresh":
            return Answer(200, _refresh(entry))
        return Answer(int(kind), f"<!DOCTYPE html><title>Error</title><h1>{kind}</h1>".encode())


_CONSENT = (
    b"<!DOCTYPE html><html><head><title>Before you continue</title></head><body><h1>Your privacy</h1><p>We and our 842"
    b" partners store and access information on a device. Click accept to continue to the article.</p>"
    b"<button>Accept</button></body></html>"
)
_PAYWALL = "Subscribe now to read the whole article. Already a subscriber? Log in."
_SOFT_404 = (
    b"<!DOCTYPE html><html><head><title>Page not found</title></head><body>"
    b"<h1>Sorry, this page is no longer here</h1><p>Try our front page.</p></body></html>"
)


def _refresh(entry: Entry) -> bytes:
    return (
        f'<!DOCTYPE html><html><head><meta http-equiv="refresh" content="0;url=/p/{entry.publisher}/">'
        f'<link rel="canonical" href="{entry.url}"></head><body></body></html>'
    ).encode()


def _other(path: str) -> Answer:
    if path == "/":
        return Answer(200, b"<!DOCTYPE html><title>feedworld</title><p>See /opml.xml and /_world/info</p>")
    if path == "/favicon.ico":
        return Answer(200, draw_png(7), "image/png")
    return Answer(404, b"<!DOCTYPE html><title>404</title><h1>Not found</h1>")


def _natural(text: str) -> int:
    """Read a number from 0; `ValueError` for anything else, so that -1 is no last item."""
    number = int(text)
    if number < 0:
        raise ValueError(f"negative number {text!r}")
    return number


def _is_fresh(kept: FeedBytes, offered: Mapping[str, str], asked: Mapping[str, str]) -> bool:
    """Say whether the client's copy is good (RFC 9110, section 13.2.2), by the validators that the feed offers."""
    tags, since = asked.get("if-none-match"), asked.get("if-modified-since")
    if tags and "ETag" in offered:
        known = kept.etag.removeprefix("W/")
        return tags.strip() == "*" or any(tag.strip().removeprefix("W/") == known for tag in tags.split(","))
    if since and "Last-Modified" in offered:
        try:
            return parsedate_to_datetime(since).timestamp() >= int(kept.modified_s)
        except (TypeError, ValueError):
            return False
    return False
