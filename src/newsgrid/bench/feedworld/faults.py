"""Feeds that do not behave: one function for each fault class.

A function gets what is known of the request and gives a reply, or none to answer as a healthy feed would.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from email.utils import formatdate
from functools import lru_cache, partial

from newsgrid.bench.feedworld.feeds import GOOD, Quirks, render_feed
from newsgrid.bench.feedworld.replies import PLAIN, Answer, Misbehaviour, Reply
from newsgrid.bench.feedworld.stats import FeedCounters
from newsgrid.bench.feedworld.values import Entry, Feed, Publisher
from newsgrid.bench.feedworld.world import World

XML = "application/rss+xml"

_FUTURE_S = 400 * 86400
_TITLE_TIMES = 400
_LOOP_ADDRESSES = 50
_BAD_BYTES = 40
_ENTITY_LEVELS = 9
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class FeedRequest:
    """A request for a feed: the feed, its counters, the query, when it came and what the good answer would be.

    `good` gives the healthy body and content type; `etag` its validator.
    """

    world: World
    feed: Feed
    counters: FeedCounters
    query: Mapping[str, str]
    now: float
    good: Callable[[], tuple[bytes, str]]
    etag: Callable[[], str]

    @property
    def publisher(self) -> Publisher:
        """Who publishes the feed."""
        return self.world.publishers[self.feed.publisher]

    @property
    def canary(self) -> str:
        """The address that nobody must ever ask for."""
        return f"{self.publisher.base}/_world/canary"

    def entries(self) -> list[Entry]:
        """Give what the feed shows now."""
        return self.world.shown(self.feed.id)

    def rss(self, quirks: Quirks = GOOD, entries: Sequence[Entry] | None = None, *, full: bool | None = None) -> bytes:
        """Write the feed as RSS whatever its format is, full text or not as it is unless `full` says."""
        feed = replace(self.feed, format="rss", full_text=self.feed.full_text if full is None else full)
        shown = self.entries() if entries is None else entries
        return render_feed(self.world.words, feed, self.publisher, shown, quirks)[0]


Fault = Callable[[FeedRequest], Reply | None]


# ------------------------------------------------------------------------------------------------------------- statuses


def _error(status: int, body: bytes) -> Fault:
    return lambda request: Answer(status, body)


def _gone(request: FeedRequest) -> Reply:
    request.counters.note_gone()
    return Answer(410, b"<!DOCTYPE html><title>Gone</title><h1>410</h1>")


def _wait(status: int, request: FeedRequest) -> Reply | None:
    """Ask to wait; answer well once after the wait, then begin again."""
    counters, wait_s = request.counters, request.world.options.retry_after
    if counters.wait_until and request.now >= counters.wait_until:
        counters.wait_until = 0.0
        return None
    counters.wait_until = max(counters.wait_until, request.now + wait_s)
    as_date = status == 503 and request.feed.id % 2 == 0
    value = formatdate(request.now + wait_s + 1, usegmt=True) if as_date else str(wait_s)
    return Answer(status, b"slow down\n", PLAIN, {"Retry-After": value})


def _flap(request: FeedRequest) -> Reply | None:
    return Answer(500, b"flap\n", PLAIN) if request.counters.n % 2 else None


# ------------------------------------------------------------------------------------------------------------ redirects


def _redirect(status: int, target: str) -> Answer:
    return Answer(status, b"", PLAIN, {"Location": target})


def _moved(status: int, request: FeedRequest) -> Reply:
    if status != 302:
        request.counters.note_moved()
    number = request.feed.id
    return _redirect(status, f"/f2/{number}" if number % 2 else f"{request.publisher.base}/f2/{number}")


def _redirect_loop(request: FeedRequest) -> Reply:
    turn = (int(request.query.get("r", 0)) + 1) % _LOOP_ADDRESSES
    return _redirect(302, f"/f/{request.feed.id}?r={turn}")


def _redirect_ssrf(request: FeedRequest) -> Reply:
    return _redirect(302, f"{request.canary}?feed={request.feed.id}")


def _redirect_private(request: FeedRequest) -> Reply:
    port = request.world.port
    targets = (
        "http://169.254.169.254/latest/meta-data/",
        f"http://[::1]:{port}/_world/canary",
        f"http://0.0.0.0:{port}/_world/canary",
        f"http://2130706433:{port}/_world/canary",
        "file:///etc/passwd",
        f"gopher://127.0.0.1:{port}/_GET",
    )
    return _redirect(302, targets[request.feed.id % len(targets)])


# ------------------------------------------------------------------------------------------------------------- transport


def _slow(request: FeedRequest) -> Reply:
    body, content_type = request.good()
    return Answer(200, body, content_type, {"ETag": request.etag()}, delay_s=request.feed.slow_s)


def _hang(request: FeedRequest) -> Reply:
    return Misbehaviour("hang")


def _reset(request: FeedRequest) -> Reply:
    return Misbehaviour("reset")


def _hang_body(request: FeedRequest) -> Reply:
    return Misbehaviour("hang-body", request.good()[0])


def _truncated(request: FeedRequest) -> Reply:
    return Misbehaviour("truncated", request.good()[0])


def _drip(request: FeedRequest) -> Reply:
    return Misbehaviour("drip", request.good()[0])


def _gzip_bad(request: FeedRequest) -> Reply:
    packed = bytearray(gzip.compress(request.good()[0], 1, mtime=0))
    for at in range(len(packed) // 2, len(packed) // 2 + _BAD_BYTES):
        packed[at] ^= 0x5A
    return Answer(200, bytes(packed), XML, {"Content-Encoding": "gzip"})


def _gzip_bomb(request: FeedRequest) -> Reply:
    return Answer(200, _pack_bomb(request.world.options.bomb_mb), XML, {"Content-Encoding": "gzip"})


@lru_cache(maxsize=1)
def _pack_bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b"A" * _MB
    parts = [packer.compress(b'<?xml version="1.0"?><rss version="2.0"><channel><title>')]
    parts += [packer.compress(block) for _ in range(megabytes)]
    return b"".join([*parts, packer.flush()])


# ------------------------------------------------------------------------------------------------------------- documents


def _document(body: bytes, content_type: str) -> Fault:
    return lambda request: Answer(200, body, content_type)


def _login(request: FeedRequest) -> Reply:
    form = b"<form method=post action=/login><input name=user><input name=password type=password></form>"
    page = b"<!DOCTYPE html><html><head><title>Log in</title></head><body>" + form + b"</body></html>"
    return Answer(200, page)


def _invalid_xml(request: FeedRequest) -> Reply:
    body = request.rss().replace(b"&amp;", b"&").replace(b"</item>", b"<br></item>", 2)
    return Answer(200, body.replace(b"<title>", b"<title>AT&T \x0b ", 3), XML)


def _undeclared_entity(request: FeedRequest) -> Reply:
    return Answer(200, request.rss().replace(b"<title>", b"<title>&nbsp;&eacute;&hellip; "), XML)


def _bad_utf8(request: FeedRequest) -> Reply:
    body = request.rss().replace(b"<description>", b"<description>\xff\xfe\xe9 ")
    return Answer(200, body, XML + "; charset=utf-8")


def _encoded(declared: str, encoding: str, content_type: str, request: FeedRequest) -> Reply:
    text = request.rss(Quirks(declared=declared)).decode()
    return Answer(200, text.encode(encoding, "xmlcharrefreplace"), content_type)


def _xml_bomb(request: FeedRequest) -> Reply:
    entities = '<!ENTITY a0 "boom">' + "".join(
        f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, _ENTITY_LEVELS + 1)
    )
    body = (
        f'<?xml version="1.0"?><!DOCTYPE rss [{entities}]><rss version="2.0"><channel><title>&a9;</title>'
        "<item><title>&a9;</title></item></channel></rss>"
    )
    return Answer(200, body.encode(), XML)


def _xxe(request: FeedRequest) -> Reply:
    body = (
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">'
        f'<!ENTITY y SYSTEM "{request.canary}?feed={request.feed.id}">'
        f'<!ENTITY % z SYSTEM "{request.canary}?dtd=1">%z;]>'
        '<rss version="2.0"><channel><title>xxe</title>'
        f"<item><title>&x;</title><description>&y;</description><link>{request.entries()[0].url}</link></item>"
        "</channel></rss>"
    )
    return Answer(200, body.encode(), XML)


def _huge(request: FeedRequest) -> Reply:
    one = request.rss()
    start, end = one.index(b"<item>"), one.rindex(b"</channel>")
    block = one[start:end]
    copies = max(1, request.world.options.huge_mb * _MB // len(block))
    many = b"".join(block.replace(b"</guid>", b"-%d</guid>" % copy) for copy in range(copies))
    return Answer(200, one[:start] + many + one[end:], XML)


# --------------------------------------------------------------------------------------------------------------- entries


def _active_content(canary: str) -> tuple[str, ...]:
    """List ways to smuggle active content into HTML; each tries to ask for the canary."""
    target = f"{canary}?x="
    return (
        f'<script>fetch("{target}1")</script>',
        f"<img src=x onerror=\"fetch('{target}2')\">",
        f"<a href=\"javascript:fetch('{target}3')\">x</a>",
        f'<svg><animate onbegin=fetch("{target}4") attributeName=x dur=1s></svg>',
        f"<iframe srcdoc=\"&lt;script&gt;fetch('{target}5')&lt;/script&gt;\"></iframe>",
        '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1'
        f" onerror=fetch('{target}6')&gt;\">",
        f"<a href=\"data:text/html,<script>fetch('{target}7')</script>\">d</a>",
        f'<form action="{target}8"><button>go</button></form>',
        f'<style>@import "{target}9";</style>',
        f'<meta http-equiv=refresh content="0;url={target}10">',
        f'<base href="{target}">',
        f'<object data="{target}11"></object>',
    )


def _xss(request: FeedRequest) -> Reply:
    pieces = _active_content(request.canary)
    entries = []
    for number, entry in enumerate(request.entries()):
        title = entry.title + (pieces[number % len(pieces)] if number % 3 == 0 else "")
        author = entry.author + '"><script>1</script>' if number % 5 == 0 else entry.author
        url = f"javascript:fetch('{request.canary}?x=12')" if number % 7 == 3 else entry.url
        entries.append(replace(entry, title=title, author=author, url=url))
    rounds = iter(range(1, len(entries) + 1))
    body = re.sub(
        r"<content:encoded><!\[CDATA\[",
        lambda match: match.group(0) + pieces[next(rounds) % len(pieces)],
        request.rss(entries=entries, full=True).decode(),
    )
    return Answer(200, body.encode(), XML)


def _guid_churn(request: FeedRequest) -> Reply:
    asked = request.counters.n
    return Answer(200, request.rss(Quirks(guid=lambda entry: f"{entry.guid}?r={asked}")), XML)


def _etag_churn(request: FeedRequest) -> Reply:
    body, content_type = request.good()
    validators = {
        "ETag": f'"{request.feed.id}-{request.counters.n}"',
        "Last-Modified": formatdate(request.now, usegmt=True),
    }
    return Answer(200, body, content_type, validators)


def _twice(request: FeedRequest) -> Reply:
    return Answer(200, request.rss(entries=[entry for entry in request.entries() for _ in range(2)]), XML)


def _long_title(request: FeedRequest) -> Reply:
    entries = [replace(entry, title=entry.title * _TITLE_TIMES) for entry in request.entries()]
    return Answer(200, request.rss(entries=entries), XML)


def _quirky(quirks: Quirks) -> Fault:
    return lambda request: Answer(200, request.rss(quirks), XML)


FAULT_FUNCTIONS: Mapping[str, Fault] = {
    "500": _error(500, b"<h1>Internal Server Error</h1>"),
    "503-retry": partial(_wait, 503),
    "429": partial(_wait, 429),
    "404": _error(404, b"<!DOCTYPE html><title>Not found</title><h1>404</h1>"),
    "410": _gone,
    "301": partial(_moved, 301),
    "308": partial(_moved, 308),
    "302": partial(_moved, 302),
    "redirect-loop": _redirect_loop,
    "redirect-ssrf": _redirect_ssrf,
    "redirect-private": _redirect_private,
    "slow": _slow,
    "drip": _drip,
    "hang": _hang,
    "hang-body": _hang_body,
    "reset": _reset,
    "truncated": _truncated,
    "empty": _document(b"", XML),
    "html-login": _login,
    "invalid-xml": _invalid_xml,
    "undeclared-entity": _undeclared_entity,
    "bad-utf8": _bad_utf8,
    "latin1-undeclared": partial(_encoded, "", "latin-1", XML),
    "cp1251-header": partial(_encoded, "", "cp1251", "text/xml; charset=windows-1251"),
    "utf16": partial(_encoded, "UTF-16", "utf-16", XML),
    "lying-charset": partial(_encoded, "UTF-8", "cp1252", XML + "; charset=utf-8"),
    "gzip-bad": _gzip_bad,
    "gzip-bomb": _gzip_bomb,
    "xml-bomb": _xml_bomb,
    "xxe": _xxe,
    "huge": _huge,
    "xss": _xss,
    "no-guid": _quirky(Quirks(guid=lambda entry: None)),
    "guid-churn": _guid_churn,
    "etag-churn": _etag_churn,
    "no-dates": _quirky(Quirks(published=lambda entry: None)),
    "future-dates": _quirky(Quirks(published=lambda entry: entry.published + _FUTURE_S)),
    "relative-links": _quirky(Quirks(link=lambda entry: entry.path)),
    "dup-entries": _twice,
    "long-title": _long_title,
    "flap": _flap,
}
