"""From a site's address to its feed, with few requests."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from fetch.loopback import LOOPBACK, Clock, Loopback, answer, loopback

from newsgrid.errors import FeedError
from newsgrid.model import Feed
from newsgrid.pipeline.finding import Offer, find_all, find_feed
from newsgrid.settings import FetchSettings, Settings

OPEN = Settings(fetch=FetchSettings(allow_private=LOOPBACK, timeout_s=5))


def feed(*titles: str, text: str = "") -> bytes:
    content = f"<content:encoded>{text}</content:encoded>" if text else ""
    items = "".join(
        f"<item><title>{t}</title><link>/{t}</link><pubDate>Tue, 03 Nov 2026 08:00:00 GMT</pubDate>{content}</item>"
        for t in titles
    )
    return f"<rss version='2.0'><channel><title>The Paper</title>{items}</channel></rss>".encode()


def page(*head: str, body: str = "") -> bytes:
    return answer(
        200, f"<!doctype html><html><head>{''.join(head)}</head><body>{body}</body></html>".encode(), content_type="text/html"
    )  # fmt: skip


def declared(path: str) -> str:
    return f'<link rel="alternate" type="application/rss+xml" href="{path}">'


def found(says: dict[str, bytes], work: Callable[[Loopback], Awaitable[object]]) -> tuple[object, list[str]]:
    async def run() -> tuple[object, list[str]]:
        async with loopback() as world:
            world.says |= says
            return await work(world), world.paths()

    return asyncio.run(run())


async def subscribe(world: Loopback) -> tuple[str, str, int]:
    kept, entries = await find_feed(Feed(0, world.url("/")), None, OPEN, Clock())
    return kept.url.removeprefix(world.url("")), kept.title, len(entries)


async def offers(world: Loopback) -> list[Offer]:
    return await find_all(world.url("/"), OPEN, Clock())


ENTRY = '<div class="h-entry"><a class="u-url p-name" href="/a">A</a><time class="dt-published">2026-11-03</time></div>'
SITEMAP = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>/a</loc>
<news:news><news:title>A</news:title><news:publication_date>2026-11-03</news:publication_date></news:news></url></urlset>"""


@pytest.mark.parametrize(
    ("says", "expected", "asked"),
    [
        ({"/": answer(200, feed("a", "b"))}, ("/", "The Paper", 2), ["/"]),
        ({"/": page(declared("/f")), "/f": answer(200, feed("a"))}, ("/f", "The Paper", 1), ["/", "/f"]),
        ({"/": page(declared("/dead"), declared("/f")), "/f": answer(200, feed("a"))}, ("/f", "The Paper", 1), ["/", "/dead", "/f"]),
        ({"/": page(declared("/none"), declared("/f")), "/none": answer(200, feed()), "/f": answer(200, feed("a"))},
         ("/f", "The Paper", 1), ["/", "/none", "/f"]),
        ({"/": page(declared("/none")), "/none": answer(200, feed())}, ("/none", "The Paper", 0), None),
        ({"/": page(body=ENTRY)}, ("/", "", 1), ["/"]),
        ({"/": page(declared("/f"), body=ENTRY), "/f": answer(200, feed("a"))}, ("/f", "The Paper", 1), ["/", "/f"]),
        ({"/": page(declared("/gone"), body=ENTRY)}, ("/", "", 1), ["/", "/gone"]),
        ({"/": page(declared("/soft")), "/soft": page(body=ENTRY), "/feed": answer(200, feed("a"))},
         ("/feed", "The Paper", 1), ["/", "/soft", "/feed"]),
        ({"/": page(), "/robots.txt": answer(200, b"Sitemap: /all.xml\nSitemap: http://127.0.0.1:PORT/news.xml"), "/news.xml": answer(200, SITEMAP)},
         ("/news.xml", "", 1), None),
    ],
)  # fmt: skip
def test_the_best_feed_is_found(
    says: dict[str, bytes], expected: tuple[str, str, int], asked: list[str] | None
) -> None:
    async def work(world: Loopback) -> object:
        robots = world.says.get("/robots.txt")
        if isinstance(robots, bytes):
            body = robots.partition(b"\r\n\r\n")[2].replace(b"PORT", str(world.port).encode())
            world.says["/robots.txt"] = answer(200, body)
        return await subscribe(world)

    kept, paths = found(says, work)
    assert kept == expected
    assert len(paths) <= 9
    if asked is not None:
        assert paths == asked


def test_a_site_without_feeds_is_said_after_few_requests() -> None:
    async def work(world: Loopback) -> str:
        with pytest.raises(FeedError) as caught:
            await subscribe(world)
        return caught.value.reason

    reason, paths = found({"/": page(*map(declared, map(str, range(50))))}, work)
    assert reason == "not-a-feed"
    assert len(paths) == 7
    assert paths[-1] == "/robots.txt"


def test_a_feed_that_is_refused_is_not_taken_for_a_page() -> None:
    async def work(world: Loopback) -> str:
        with pytest.raises(FeedError) as caught:
            await subscribe(world)
        return caught.value.reason

    assert found({"/": answer(200, b"<rss><channel>" + b"<a>" * 1000)}, work) == ("too-deep", ["/"])


def test_every_offer_says_what_it_holds() -> None:
    says = {"/": page(declared("/short"), declared("/long"), body=ENTRY), "/short": answer(200, feed("a"))}
    rows, _ = found(says | {"/long": answer(200, feed("a", "b", text="x" * 2000))}, offers)
    assert isinstance(rows, list)
    told = [
        (o.parsed.version, len(o.parsed.entries), o.full_text, f"{o.newest:%Y-%m-%d}", o.candidate.why) for o in rows
    ]
    assert told == [
        ("rss20", 1, False, "2026-11-03", "declared by the page"),
        ("rss20", 2, True, "2026-11-03", "declared by the page"),
        ("hfeed", 1, False, "2026-11-03", "the address itself"),
    ]
