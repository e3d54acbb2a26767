from __future__ import annotations

import asyncio
import gzip
import pickle
import zlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import brotli
import pytest
import zstandard

from fetch.loopback import Asked, Clock, Loopback, answer, loopback, make_client
from newsgrid.errors import FetchError
from newsgrid.fetch import REASONS, Hop
from newsgrid.fetch.client import user_agent

SELF_SIGNED = str(Path(__file__).parent / "self-signed.pem")


async def failing(client: Any, url: str, **more: Any) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await client.fetch(url, **more)
    assert caught.value.reason in REASONS
    assert caught.value.url == url
    return caught.value


def error_of(raw: Any, path: str = "/f", **settings: Any) -> FetchError:
    """Give the error with which one fetch of what the server says fails."""

    async def run() -> FetchError:
        async with loopback() as world, make_client(**settings) as client:
            world.says["/f"] = raw
            return await failing(client, world.url(path))

    return asyncio.run(run())


async def say_nothing(asked: Asked, writer: asyncio.StreamWriter) -> bytes | None:
    await asyncio.sleep(60)
    return None


async def say_half(asked: Asked, writer: asyncio.StreamWriter) -> bytes | None:
    writer.write(answer(200, b"half", length=100))
    await writer.drain()
    return None


async def drip(asked: Asked, writer: asyncio.StreamWriter) -> bytes | None:
    writer.write(answer(200, length=900))
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.02)


async def greet_in_the_clear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 400 This is no TLS\r\n\r\n")
    await writer.drain()
    writer.close()


async def hang_up(asked: Asked, writer: asyncio.StreamWriter) -> bytes | None:
    writer.transport.abort()
    return None


def test_a_page_is_the_bytes_the_address_gave() -> None:
    async def run() -> None:
        clock = Clock()
        async with loopback() as world, make_client(clock=clock) as client:
            world.says["/f"] = answer(
                200, b"<rss/>", ETag='W/"a"', more="X-Robots-Tag: noindex\r\nX-Robots-Tag: nosnippet\r\n"
            )
            page = await client.fetch(world.url("/f?a=b%2Fc#part"))
            assert (page.status, page.body, page.fetched) == (200, b"<rss/>", clock.time)
            assert page.url == world.url("/f?a=b%2Fc#part")
            assert page.final_url == world.url("/f?a=b%2Fc")
            assert page.headers["etag"] == 'W/"a"'
            assert page.headers["x-robots-tag"] == "noindex, nosnippet"
            assert pickle.loads(pickle.dumps(page)) == page
            assert world.paths() == ["/f?a=b%2Fc"]

    asyncio.run(run())


def test_it_says_who_it_is_and_nothing_else() -> None:
    async def run() -> None:
        async with loopback() as world, make_client() as client:
            world.says["/f"] = answer(200, b"", Set_Cookie="id=1; Path=/")
            await client.fetch(world.url("/f"))
            page = await client.fetch(world.url("/f"), headers={"If-None-Match": '"x, y"'})
            assert "set-cookie" not in page.headers
            for asked in world.asked:
                assert asked.headers["user-agent"] == "newsgrid/1.2 (+ops@example.org)"
                assert asked.headers["accept-encoding"] == "gzip, br, zstd, deflate"
                assert set(asked.headers) <= {
                    "host",
                    "user-agent",
                    "accept",
                    "accept-encoding",
                    "connection",
                    "if-none-match",
                }
            assert world.asked[1].headers["if-none-match"] == '"x, y"'

    asyncio.run(run())


def test_the_contact_cannot_add_headers() -> None:
    assert user_agent("1", "a@b.c\r\nX-Evil: 1 (x)") == "newsgrid/1 (+a@b.cX-Evil:1x)"
    assert user_agent("1", "") == "newsgrid/1"


def test_no_proxy_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")

    async def run() -> None:
        async with loopback() as world, make_client() as client:
            world.says["/f"] = answer(200, b"direct")
            assert (await client.fetch(world.url("/f"))).body == b"direct"

    asyncio.run(run())


@pytest.mark.parametrize(
    ("coding", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress), ("zstd", zstandard.compress)],
)
def test_compressed_answers_are_read(coding: str, pack: Any) -> None:
    async def run() -> None:
        async with loopback() as world, make_client() as client:
            world.says["/f"] = answer(200, pack(b"news " * 50_000), Content_Encoding=coding)
            assert (await client.fetch(world.url("/f"))).body == b"news " * 50_000

    asyncio.run(run())


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (400, "bad-status"),
        (401, "forbidden"),
        (403, "forbidden"),
        (404, "not-found"),
        (410, "gone"),
        (418, "bad-status"),
        (429, "rate-limited"),
        (451, "forbidden"),
        (500, "server-error"),
        (502, "server-error"),
        (503, "unavailable"),
        (300, "bad-status"),
        (304, "bad-status"),
    ],
)
def test_an_answer_that_is_no_success_has_its_reason(status: int, reason: str) -> None:
    error = error_of(answer(status))
    assert (error.reason, error.status) == (reason, status)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (say_nothing, "timeout"),
        (drip, "timeout"),
        (say_half, "interrupted"),
        (hang_up, "interrupted"),
        (answer(200, b"x" * 2000), "too-large"),
        (answer(200, gzip.compress(bytes(100_000)), Content_Encoding="gzip"), "too-large"),
        (answer(200, b"no gzip", Content_Encoding="gzip"), "bad-encoding"),
        (answer(200, b"x", Content_Encoding="gzip, br"), "bad-encoding"),
        (answer(302), "bad-status"),
        (answer(302, Location="http://[oops/"), "bad-address"),
        (answer(302, Location="file:///etc/passwd"), "bad-address"),
        (answer(302, Location="gopher://127.0.0.1/"), "bad-address"),
        (answer(302, Location="/f"), "redirect-loop"),
        (b"220 mail.example.org ESMTP\r\n\r\n", "bad-status"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "bad-status"),
    ],
)
def test_a_server_that_misbehaves_has_its_reason(raw: Any, reason: str) -> None:
    error = error_of(raw, timeout_s=0.3, max_bytes=1000)
    assert error.reason == reason
    assert str(error)
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), vars(again)) == (str(error), vars(error))


@pytest.mark.parametrize(
    "url",
    ["", "ftp://example.org/", "//example.org/", "example.org", "http://", "http:///x", "javascript:alert(1)", "http://a b/",
     "http://h:99999/", "http://h:0/", "http://x/" + "a" * 9000, "http://%31/", "HTTP:x"],
)  # fmt: skip
def test_what_is_no_address_is_a_bad_address(url: str) -> None:
    async def run() -> None:
        async with make_client() as client:
            assert (await failing(client, url)).reason == "bad-address"

    asyncio.run(run())


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
        "0177.0.0.1",
        "2130706433",
        "0x7f.1",
        "127.1",
        "１２７.0.0.1",
    ],
)
def test_loopback_is_refused_however_it_is_spelt(host: str) -> None:
    async def run() -> None:
        async with loopback() as world, make_client(allow_private=()) as client:
            error = await failing(client, f"http://{host}:{world.port}/f")
            assert error.reason == "private-address"
            assert not world.asked

    asyncio.run(run())


def test_a_name_that_leads_inside_is_refused() -> None:
    async def lookup(host: str) -> list[str]:
        return {"inside.example": ["10.0.0.1", "::1"], "mixed.example": ["10.0.0.1", "127.0.0.1"]}[host]

    async def run() -> None:
        async with loopback() as world, make_client(lookup=lookup) as client:
            world.says["/f"] = answer(200, b"ok")
            error = await failing(client, world.url("/f", "inside.example"))
            assert error.reason == "private-address"
            # Of several numbers only those that may be connected to are tried.
            assert (await client.fetch(world.url("/f", "mixed.example"))).body == b"ok"

    asyncio.run(run())


def test_a_name_that_changes_its_number_after_the_check_is_refused_at_the_socket() -> None:
    from newsgrid.fetch.guard import Guard
    from newsgrid.fetch.resolver import checked_socket

    with pytest.raises(PermissionError, match="private"):
        checked_socket(Guard())((2, 1, 6, "", ("127.0.0.1", 80)))


def test_a_name_nobody_knows_is_a_dns_failure() -> None:
    async def lookup(host: str) -> list[str]:
        raise OSError(-2, "Name or service not known")

    async def run() -> None:
        async with make_client(lookup=lookup) as client:
            assert (await failing(client, "http://news.invalid/f")).reason == "dns"

    asyncio.run(run())


def test_a_slow_resolver_meets_the_deadline() -> None:
    async def lookup(host: str) -> list[str]:
        await asyncio.sleep(60)
        return []

    async def run() -> None:
        async with make_client(lookup=lookup, timeout_s=0.2) as client:
            assert (await failing(client, "http://news.example/f")).reason == "timeout"

    asyncio.run(run())


def test_a_closed_port_is_refused() -> None:
    async def run() -> None:
        async with loopback() as world:
            url = world.url("/f")
        async with make_client() as client:
            assert (await failing(client, url)).reason == "refused"

    asyncio.run(run())


def test_a_certificate_nobody_vouches_for_is_a_tls_failure() -> None:
    async def run() -> None:
        async with loopback(SELF_SIGNED) as world, make_client() as client:
            error = await failing(client, f"https://localhost:{world.port}/f")
            assert error.reason == "tls"
            assert "certificate" in str(error)
            assert not world.asked

    asyncio.run(run())


def test_a_server_that_speaks_no_tls_is_a_tls_failure() -> None:
    async def run() -> None:
        server = await asyncio.start_server(greet_in_the_clear, "127.0.0.1", 0)
        async with server, make_client() as client:
            port = server.sockets[0].getsockname()[1]
            assert (await failing(client, f"https://localhost:{port}/f")).reason == "tls"

    asyncio.run(run())


def test_redirects_are_followed_and_told() -> None:
    async def run() -> None:
        async with loopback() as world, make_client() as client:
            world.says["/a"] = answer(301, Location="/b")
            world.says["/b"] = answer(302, b"moved", Location=world.url("/c#x"))
            world.says["/c"] = answer(200, b"here")
            found = await client.fetch_with_hops(world.url("/a"), headers={"If-None-Match": '"1"'})
            assert found.hops == (
                Hop(world.url("/a"), 301, world.url("/b")),
                Hop(world.url("/b"), 302, world.url("/c")),
            )
            assert [hop.is_permanent for hop in found.hops] == [True, False]
            assert (found.page.url, found.page.final_url) == (world.url("/a"), world.url("/c"))
            assert all(asked.headers["if-none-match"] == '"1"' for asked in world.asked)
            assert not any("referer" in asked.headers for asked in world.asked)

    asyncio.run(run())


def test_redirects_end_somewhere() -> None:
    async def run() -> None:
        async with loopback() as world, make_client(max_redirects=3) as client:
            for step in range(10):
                world.says[f"/{step}"] = answer(302, Location=f"/{step + 1}")
            error = await failing(client, world.url("/0"))
            assert error.reason == "too-many-redirects"
            assert world.paths() == ["/0", "/1", "/2", "/3"]

    asyncio.run(run())


def test_a_path_that_leads_to_itself_with_ever_new_queries_is_a_loop_and_is_not_hurried() -> None:
    async def run() -> None:
        async with loopback() as world, make_client(host_delay_s=0.2) as client:
            world.says["/f"] = [answer(302, Location=f"/f?r={n}") for n in range(9)]
            assert (await failing(client, world.url("/f"))).reason == "redirect-loop"
            assert world.paths() == ["/f", "/f?r=0"]
            assert min(world.gaps()) >= 0.2

    asyncio.run(run())


@pytest.mark.parametrize(
    "location",
    ["http://169.254.169.254/latest/", "http://[::1]:{port}/x", "http://0.0.0.0:{port}/x", "http://2130706433:{port}/x",
     "http://127.0.0.2:{port}/x", "/x?do=delete", "http://127.0.0.1:{port}/x?do=delete", "http://127.0.0.1:1/x", "//0x7f000001:{port}/x"],
)  # fmt: skip
def test_a_redirect_does_not_lead_to_other_things_inside(location: str) -> None:
    async def run() -> None:
        async with loopback() as world, make_client() as client:
            world.says["/f"] = answer(302, Location=location.format(port=world.port))
            error = await failing(client, world.url("/f"))
            assert error.reason == "private-address"
            assert world.paths() == ["/f"]

    asyncio.run(run())


def test_arguments_cannot_be_smuggled_inside_by_way_of_the_same_path() -> None:
    async def run() -> None:
        async with loopback() as world, make_client() as client:
            world.says["/f"] = [answer(302, Location="/f?do=delete"), answer(302, Location="/x?do=delete")]
            assert (await failing(client, world.url("/f"))).reason == "private-address"
            assert world.paths() == ["/f", "/f?do=delete"]

    asyncio.run(run())


def test_a_page_inside_is_not_fetched_for_a_feed_from_outside() -> None:
    async def run() -> None:
        async with loopback() as world, make_client() as client:
            world.says["/page"] = answer(200, b"in")
            with pytest.raises(FetchError) as caught:
                await client.fetch_with_hops(world.url("/page"), origin="https://news.example.org/feed")
            assert caught.value.reason == "private-address"
            found = await client.fetch_with_hops(world.url("/page"), origin=world.url("/feed"))
            assert found.page.body == b"in"

    asyncio.run(run())


def test_a_304_is_a_page_when_we_asked_for_it() -> None:
    async def run() -> None:
        async with loopback() as world, make_client() as client:
            world.says["/f"] = answer(304, ETag='"1"')
            page = await client.fetch(world.url("/f"), headers={"If-Modified-Since": "whenever"})
            assert (page.status, page.body) == (304, b"")
            assert world.asked[0].headers["if-modified-since"] == "whenever"

    asyncio.run(run())


def test_a_broken_connection_is_not_asked_again_behind_our_back() -> None:
    async def run() -> None:
        async with loopback() as world, make_client() as client:
            world.says["/ok"] = answer(200, b"")
            world.says["/f"] = hang_up
            await client.fetch(world.url("/ok"))
            assert (await failing(client, world.url("/f"))).reason == "interrupted"
            assert world.paths() == ["/ok", "/f"]

    asyncio.run(run())


def test_strangers_are_asked_one_thing_at_a_time_with_a_pause_between() -> None:
    async def slow(asked: Asked, writer: asyncio.StreamWriter) -> bytes:
        await asyncio.sleep(0.03)
        return answer(200, b"")

    async def run() -> None:
        async with loopback() as world, make_client(public=True, host_delay_s=0.1) as client:
            world.says |= {f"/{n}": slow for n in range(4)}
            await asyncio.gather(*(client.fetch(world.url(f"/{n}", "news.example.org")) for n in range(4)))
            assert world.paths() == ["/0", "/1", "/2", "/3"]
            assert world.busiest == 1
            # The pause begins when the answer has come, not when the question was sent.
            assert min(world.gaps()) >= 0.125

    asyncio.run(run())


def test_two_strangers_do_not_wait_for_each_other() -> None:
    async def run() -> None:
        async with loopback() as world, make_client(public=True, host_delay_s=30.0) as client:
            world.says["/f"] = answer(200, b"")
            await asyncio.gather(*(client.fetch(world.url("/f", f"{name}.example.org")) for name in "abc"))
            assert len(world.asked) == 3

    asyncio.run(asyncio.wait_for(run(), 5))


def test_ones_own_host_is_asked_several_things_at_a_time() -> None:
    async def slow(asked: Asked, writer: asyncio.StreamWriter) -> bytes:
        await asyncio.sleep(0.05)
        return answer(200, b"")

    async def run() -> None:
        async with loopback() as world, make_client(host_delay_s=30.0, private_parallel=3) as client:
            world.says |= {f"/{n}": slow for n in range(9)}
            await asyncio.gather(*(client.fetch(world.url(f"/{n}")) for n in range(9)))
            assert world.busiest == 3

    asyncio.run(asyncio.wait_for(run(), 5))


def test_the_number_in_flight_is_bounded_over_all_hosts() -> None:
    async def slow(asked: Asked, writer: asyncio.StreamWriter) -> bytes:
        await asyncio.sleep(0.03)
        return answer(200, b"")

    async def run() -> None:
        async with loopback() as world, make_client(public=True, parallel=2) as client:
            world.says["/f"] = slow
            await asyncio.gather(*(client.fetch(world.url("/f", f"n{n}.example")) for n in range(8)))
            assert world.busiest == 2

    asyncio.run(run())


def test_who_asks_for_what_is_in_flight_gets_the_same_answer() -> None:
    async def slow(asked: Asked, writer: asyncio.StreamWriter) -> bytes:
        await asyncio.sleep(0.05)
        return answer(200, b"once")

    async def run() -> None:
        async with loopback() as world, make_client() as client:
            world.says["/f"] = slow
            first = asyncio.ensure_future(client.fetch(world.url("/f")))
            others = [asyncio.ensure_future(client.fetch(world.url("/f"))) for _ in range(3)]
            await asyncio.sleep(0.01)
            first.cancel()
            assert [page.body for page in await asyncio.gather(*others)] == [b"once"] * 3
            assert len(world.asked) == 1

    asyncio.run(run())


@pytest.mark.parametrize("status", [403, 429, 503])
def test_a_wait_binds_every_host_of_the_domain_and_outlives_the_client(status: int) -> None:
    async def run() -> None:
        clock, booked = Clock(), []
        async with loopback() as world:
            world.says["/f"] = [answer(status, Retry_After="120"), answer(200, b"")]
            async with make_client(public=True, clock=clock, booked=booked) as client:
                error = await failing(client, world.url("/f", "a.example.co.za"))
                assert (error.status, error.retry_after_s) == (status, 120)
                assert booked == [("example.co.za", clock.time + timedelta(seconds=120))]
            async with make_client(public=True, clock=clock, waits=dict(booked)) as client:
                clock.move(seconds=20)
                error = await failing(client, world.url("/g", "b.example.co.za"))
                assert (error.reason, error.status, error.retry_after_s) == ("rate-limited", 0, 100)
                assert len(world.asked) == 1
                assert (await failing(client, world.url("/g", "other.co.za"))).reason == "not-found"
                clock.move(seconds=101)
                assert (await client.fetch(world.url("/f", "a.example.co.za"))).status == 200

    asyncio.run(run())


def test_a_wait_may_be_a_date_and_is_never_longer_than_a_week() -> None:
    async def run() -> None:
        clock, booked = Clock(), []
        async with loopback() as world, make_client(public=True, clock=clock, booked=booked) as client:
            world.says["/f"] = answer(503, Retry_After="Mon, 02 Mar 2026 08:01:30 GMT")
            world.says["/g"] = answer(429, Retry_After="99999999999")
            world.says["/h"] = answer(429)
            assert (await failing(client, world.url("/f", "a.org"))).retry_after_s == 90
            await failing(client, world.url("/g", "b.org"))
            await failing(client, world.url("/h", "c.org"))
            world.says["/d"] = answer(
                503, Date="Mon, 02 Mar 2026 06:00:00 GMT", Retry_After="Mon, 02 Mar 2026 06:02:00 GMT"
            )
            assert (await failing(client, world.url("/d", "d.org"))).retry_after_s == 120
            assert booked[1] == ("b.org", clock.time + timedelta(days=7))
            assert booked[2][0] == "c.org"
            assert booked[2][1] > clock.time

    asyncio.run(run())


def test_on_ones_own_host_a_wait_binds_the_one_path() -> None:
    async def run() -> None:
        async with loopback() as world, make_client() as client:
            world.says["/f"] = answer(429, Retry_After="60")
            world.says["/g"] = answer(200, b"")
            await failing(client, world.url("/f"))
            await client.fetch(world.url("/g"))
            assert (await failing(client, world.url("/f"))).status == 0
            assert world.paths() == ["/f", "/g"]

    asyncio.run(run())


def test_feeds_that_queued_when_the_wait_came_are_not_sent() -> None:
    async def run() -> None:
        async with loopback() as world, make_client(public=True, host_delay_s=0.05) as client:
            world.says["/0"] = answer(429, Retry_After="60")
            tasks = [client.fetch(world.url(f"/{n}", "news.example")) for n in range(5)]
            errors = await asyncio.gather(*tasks, return_exceptions=True)
            assert [error.reason for error in errors] == ["rate-limited"] * 5
            assert world.paths() == ["/0"]

    asyncio.run(run())


def test_a_site_that_refuses_its_pages_is_not_asked_for_each_of_them_but_its_feeds_are_read() -> None:
    async def run() -> None:
        clock, booked = Clock(), []
        async with loopback() as world:
            world.says |= {f"/{n}": answer(403) for n in range(20)} | {
                "/feed": answer(200, b""),
                "/good": answer(200, b""),
            }
            async with make_client(public=True, clock=clock, booked=booked) as client:
                for n in range(5):
                    error = await failing(client, world.url(f"/{n}", "a.news.example"), robots=True)
                    assert error.reason == "forbidden"
                assert [path for path in world.paths() if path != "/robots.txt"] == ["/0", "/1", "/2"]
                assert (await client.fetch(world.url("/feed", "news.example"))).status == 200
                assert (await client.fetch(world.url("/good", "other.example"), robots=True)).status == 200
            async with make_client(public=True, clock=clock, waits=dict(booked)) as client:
                await failing(client, world.url("/6", "b.news.example"), robots=True)
                assert "/6" not in world.paths()
                clock.move(hours=1.1)
                # A page that is given between those that are not shows that we are not shut out.
                for path in ("/7", "/8", "/good", "/9", "/10", "/good"):
                    await asyncio.gather(
                        client.fetch(world.url(path, "b.news.example"), robots=True), return_exceptions=True
                    )
                assert world.paths()[-6:] == ["/7", "/8", "/good", "/9", "/10", "/good"]

    asyncio.run(run())


def robots(world: Loopback, *lines: str) -> None:
    world.says["/robots.txt"] = answer(200, "\n".join(lines).encode())


def test_robots_txt_is_asked_once_a_day_and_obeyed_for_pages_alone() -> None:
    async def run() -> None:
        clock = Clock()
        async with loopback() as world, make_client(clock=clock) as client:
            robots(world, "User-agent: *", "Disallow: /closed")
            world.says |= {"/open": answer(200, b"o"), "/closed": answer(200, b"c")}
            assert (await client.fetch(world.url("/open"), robots=True)).body == b"o"
            assert (await failing(client, world.url("/closed"), robots=True)).reason == "robots"
            assert (await client.fetch(world.url("/closed"))).body == b"c"
            assert world.paths() == ["/robots.txt", "/open", "/closed"]
            clock.move(hours=25)
            await client.fetch(world.url("/open"), robots=True)
            assert world.paths()[3:] == ["/robots.txt", "/open"]

    asyncio.run(run())


def test_robots_txt_is_obeyed_after_a_redirect_too() -> None:
    async def run() -> None:
        async with loopback() as world, make_client() as client:
            robots(world, "User-agent: *", "Disallow: /closed")
            world.says["/open"] = answer(302, Location="/closed")
            assert (await failing(client, world.url("/open"), robots=True)).reason == "robots"
            assert "/closed" not in world.paths()

    asyncio.run(run())


@pytest.mark.parametrize(
    ("raw", "readable"),
    [
        (answer(404), True),
        (answer(403), True),
        (answer(500), False),
        (answer(503), False),
        (answer(429), False),
        (hang_up, False),
        (answer(200, b"User-agent: *\nDisallow: /x\n" + b"# so much to say\n" * 100_000), True),
    ],
)
def test_without_robots_txt_the_status_decides(raw: Any, readable: bool) -> None:
    async def run() -> None:
        async with loopback() as world, make_client() as client:
            world.says |= {"/robots.txt": raw, "/p": answer(200, b"")}
            if readable:
                await client.fetch(world.url("/p"), robots=True)
            else:
                assert (await failing(client, world.url("/p"), robots=True)).reason == "robots"

    asyncio.run(run())


def test_the_crawl_delay_of_a_stranger_is_kept() -> None:
    async def run() -> None:
        async with loopback() as world, make_client(public=True) as client:
            robots(world, "User-agent: *", "Crawl-delay: 0.3")
            world.says |= {f"/{n}": answer(200, b"") for n in range(3)}
            for n in range(3):
                await client.fetch(world.url(f"/{n}", "news.example"), robots=True)
            assert min(world.gaps()[1:]) >= 0.3

    asyncio.run(run())


def test_the_deadline_is_for_all_hops_together_and_not_for_standing_in_a_queue() -> None:
    async def slow(asked: Asked, writer: asyncio.StreamWriter) -> bytes:
        await asyncio.sleep(0.15)
        n = int(asked.path[1:])
        return answer(302, Location=f"/{n + 1}") if n < 9 else answer(200, b"")

    async def run() -> None:
        async with loopback() as world, make_client(public=True, timeout_s=0.6, host_delay_s=0.25) as client:
            world.says |= {f"/{n}": slow for n in range(10)}
            found = await asyncio.gather(
                client.fetch(world.url("/8", "a.example")), client.fetch(world.url("/9", "a.example"))
            )
            assert [page.status for page in found] == [200, 200]
            assert (await failing(client, world.url("/0", "b.example"))).reason == "timeout"

    asyncio.run(run())


def test_an_error_holds_no_frames_and_so_no_documents() -> None:
    async def run() -> None:
        from newsgrid.fetch.failures import lightened

        async with loopback() as world, make_client() as client:
            world.says["/f"] = say_half
            error = lightened(await failing(client, world.url("/f")))
            assert error.__cause__ is not None
            assert error.__cause__.__traceback__ is None

    asyncio.run(run())
