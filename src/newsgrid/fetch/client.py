"""The only thing that opens sockets: conditional, polite, bounded, guarded."""

from __future__ import annotations

import asyncio
import dataclasses
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from types import TracebackType
from urllib.parse import urlencode

import aiohttp

from newsgrid.fetch import robots as robots_txt
from newsgrid.fetch.decoding import ACCEPT_ENCODING, Body
from newsgrid.fetch.failures import Broken, Failure, failure_of, failure_of_status, lightened
from newsgrid.fetch.flights import Flights
from newsgrid.fetch.guard import Guard
from newsgrid.fetch.hints import retry_after_s
from newsgrid.fetch.pacing import Gates, Refusals, Waits
from newsgrid.fetch.redirects import Trail
from newsgrid.fetch.resolver import CheckedNames, Lookup, Resolver, checked_socket
from newsgrid.fetch.robots_cache import RobotsCache
from newsgrid.fetch.targets import Target, read_target
from newsgrid.fetch.values import Answer
from newsgrid.model import Page
from newsgrid.settings import FetchSettings

_SLOW_DOWN_S = 900.0
"""How long a host group is left alone after a 429 that does not say for how long."""
_KEEP_ALIVE_S = 4.0
"""Shorter than servers keep a silent connection (5 s is the least that is common), so that none dies under a request."""
_HEADER_BYTES = 32_768
"""Longest header line. Content-Security-Policy alone passes the 8 kB that aiohttp takes by default."""
_HANDS_PER_REQUEST = 2
_REDIRECTS = (301, 302, 303, 307, 308)
_REDIRECTS_OF_FORMS = (307, 308)
"""Those that keep the method (RFC 9110, 15.4.8 and 15.4.9)."""
_ANSWER_BYTES = 262_144
"""As much as is read of the answer to a form: twice what comes in one piece at most, which is kept whole or not at all."""
_WORDS_CHARS = 200
_MAY_WAIT = (403, 429, 503)
"""Answers whose Retry-After binds the whole group."""
_CONDITIONAL = ("if-none-match", "if-modified-since")
_DROPPED = ("set-cookie", "set-cookie2")
_NOT_SENT = re.compile(r"[^\x21-\x27\x2a-\x7e]+")
"""What has no place in a comment of a header: all but visible ASCII, and round brackets."""


class Client:
    """Fetches addresses with good manners; implements `ports.Fetcher`. Enter it before use; one per event loop.

    To one public host goes one request at a time, `host_delay_s` apart; hosts in `allow_private` are the operator's own
    and get `private_parallel` at a time, `private_host_delay_s` apart. No more than `parallel` are in flight. A wait that
    a server asks for (Retry-After with 429, 503 or 403) binds all hosts of its registrable domain; on the operator's own
    hosts, where one address stands for many services, it binds the one path.
    """

    def __init__(
        self,
        settings: FetchSettings,
        *,
        contact: str,
        version: str,
        waits: Mapping[str, datetime],
        now: Callable[[], datetime],
        on_wait: Callable[[str, datetime], None],
        guard: Guard | None = None,
        lookup: Lookup | None = None,
    ) -> None:
        """Prepare; nothing is opened yet.

        `waits` are those kept from earlier runs, `on_wait` is told of each new one so that it can be kept. `guard` and
        `lookup` replace the rule of `allow_private` and the system's resolver.
        """
        self._settings = settings
        self._agent = user_agent(version, contact)
        self._now = now
        self._guard = guard or Guard.of(settings.allow_private)
        self._lookup = lookup
        self._waits = Waits(waits, now, on_wait)
        self._gates = Gates()
        self._refusals = Refusals(self._waits)
        self._flights: Flights[_Wish, Answer] = Flights()
        self._robots = RobotsCache(now, self._fetch_robots)
        self._in_flight = asyncio.Semaphore(settings.parallel)
        self._resolver: Resolver | None = None
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Client:
        self._resolver = Resolver(self._guard, self._lookup)
        connector = aiohttp.TCPConnector(
            resolver=CheckedNames(self._resolver),
            use_dns_cache=False,
            socket_factory=checked_socket(self._guard),
            limit=0,
            keepalive_timeout=_KEEP_ALIVE_S,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),
            headers={"User-Agent": self._agent, "Accept-Encoding": ACCEPT_ENCODING},
            auto_decompress=False,
            trust_env=False,
            max_line_size=_HEADER_BYTES,
            max_field_size=_HEADER_BYTES,
            middlewares=(_ask_once,),
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
        if self._resolver is not None:
            self._resolver.close()
        self._session = self._resolver = None

    async def fetch(self, url: str, *, headers: Mapping[str, str] | None = None, robots: bool = False) -> Page:
        """Give the answer of an address, politely. With `robots`, robots.txt is obeyed. Raises FetchError.

        An answer 304 is a Page with status 304 and an empty body; other answers outside 200-299 raise.
        """
        answer = await self.fetch_with_hops(url, headers=headers, robots=robots)
        return answer.page

    async def fetch_with_hops(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        robots: bool = False,
        origin: str = "",
    ) -> Answer:
        """Give the answer of an address with the redirects that led to it; otherwise as `fetch`.

        Who asks for what is in flight already gets that answer. With `origin`, the address of the document that named
        this one, the operator's own hosts are closed unless it is on the same host.
        """
        sent = tuple(sorted((name.lower(), value) for name, value in (headers or {}).items()))
        wish = _Wish(url, sent, robots, origin, self._settings.max_bytes)
        return await self._flights.share(wish, lambda: self._follow(wish))

    async def post(self, url: str, form: Mapping[str, str], *, origin: str = "") -> Answer:
        """Send a form (UTF-8, urlencoded) and give the answer, of which the beginning is kept; otherwise as `fetch`.

        Redirects 307 and 308 are followed with the form, others are failures. Nothing is sent twice at once, and nobody
        shares an answer. With `origin`, the operator's own hosts are closed unless it is on the same host.
        """
        sent = (("content-type", "application/x-www-form-urlencoded"),)
        return await self._follow(_Wish(url, sent, False, origin, _ANSWER_BYTES, cut=True, form=tuple(form.items())))

    async def sitemaps(self, url: str) -> tuple[str, ...]:
        """Give the sitemaps that the robots.txt of an address's host names; none when it cannot be had."""
        try:
            return (await self._robots.of(read_target(url))).sitemaps
        except Failure:
            return ()

    @property
    def hands(self) -> int:
        """How many visits are worth having under way: more than may be in flight, as most of them pause or are read."""
        return self._settings.parallel * _HANDS_PER_REQUEST

    async def lanes(self, url: str) -> int:
        """Give how many requests at a time the host of this address is asked; 1 when that cannot be told."""
        try:
            return self._lanes(await self._is_own(read_target(url), _Budget(self._settings.timeout_s)))
        except Failure:
            return 1

    async def _follow(self, wish: _Wish) -> Answer:
        try:
            trail = Trail(read_target(wish.url), self._settings.max_redirects)
            budget = _Budget(self._settings.timeout_s)
            while True:
                page = await self._visit(wish, trail, budget)
                if page is not None:
                    return Answer(page, trail.hops)
        except Failure as failure:
            found = lightened(failure)
        # Raised out here, so that the error does not drag along what was being read when it happened.
        raise found.at(wish.url) from found.__cause__

    async def _visit(self, wish: _Wish, trail: Trail, budget: _Budget) -> Page | None:
        """Ask the address where the trail has come to; None when it led on."""
        target = trail.here
        own = await self._is_own(target, budget)
        trail.check_own(own)
        if own and wish.origin and not trail.hops:
            _check_origin(target, wish.origin)
        delay_s = await self._delay_s(wish, trail, own)
        group = target.wait_key(own)
        self._check_wait(wish, group, target)
        if own and trail.is_same_again():
            # The same thing asked again at once is rude even to one's own host.
            await asyncio.sleep(self._settings.host_delay_s)
        async with self._gates.at(target.gate_key, self._lanes(own)).turn() as turn:
            self._check_wait(wish, group, target)
            await turn.pause(delay_s)
            async with self._in_flight, budget.spending(target.host):
                return await self._ask(wish, trail, group)

    async def _delay_s(self, wish: _Wish, trail: Trail, own: bool) -> float:
        """Give the pause before this request; raise Failure `robots` when it is not to be made."""
        target, settings = trail.here, self._settings
        delay_s = settings.private_host_delay_s if own else settings.host_delay_s
        if not wish.robots:
            return delay_s
        asked = await self._robots.of(target)
        if not asked.allows(target.path):
            raise Failure("robots", f"robots.txt of {target.host} asks us not to read this page.")
        return delay_s if own else max(delay_s, asked.crawl_delay_s)

    async def _ask(self, wish: _Wish, trail: Trail, group: str) -> Page | None:
        target = trail.here
        try:
            async with self._open[0].request(
                wish.method, target.url, headers=dict(wish.headers), data=wish.body, allow_redirects=False
            ) as response:
                headers = _headers(response)
                if response.status in (_REDIRECTS if wish.form is None else _REDIRECTS_OF_FORMS):
                    response.close()
                    trail.follow(response.status, headers.get("location", ""))
                    return None
                if response.status == 304 and wish.is_conditional:
                    return self._page(wish, trail, 304, headers, b"")
                if not 200 <= response.status < 300:
                    words = "" if wish.form is None else await _words(response, headers, wish)
                    response.close()
                    raise self._refused(wish, response.status, headers, group, words)
                if wish.robots:
                    self._refusals.forget(group)
                return self._page(wish, trail, response.status, headers, await _read(response, headers, wish))
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise failure_of(error, target.host) from error

    def _page(self, wish: _Wish, trail: Trail, status: int, headers: Mapping[str, str], body: bytes) -> Page:
        return Page(wish.url, str(trail.here.url), status, headers, body, self._now())

    def _refused(self, wish: _Wish, status: int, headers: Mapping[str, str], group: str, words: str) -> Failure:
        wait_s = retry_after_s(headers, self._now()) if status in _MAY_WAIT else None
        if wait_s is not None or status == 429:
            self._waits.book(group, _SLOW_DOWN_S if wait_s is None else wait_s)
        elif wish.robots and status == 403:
            self._refusals.count(group)
        return failure_of_status(status, wait_s, words)

    def _check_wait(self, wish: _Wish, group: str, target: Target) -> None:
        """Raise Failure when a host group is to be left alone, or its pages are."""
        if wish.robots and self._refusals.are_many(group):
            raise Failure("forbidden", f"{target.host} refused the pages before this one; it is not asked for now.")
        left_s = self._waits.left_s(group)
        if left_s > 0:
            message = f"{target.host} asked to be left alone for another {left_s:.0f} seconds."
            raise Failure("rate-limited", message, retry_after_s=left_s)

    async def _is_own(self, target: Target, budget: _Budget) -> bool:
        """Whether a host is one of the operator's own; raise Failure when it may not be asked at all."""
        async with budget.spending(target.host):
            addresses = await self._open[1].addresses(target.host)
        return any(self._guard.is_own(address) for address in addresses)

    def _lanes(self, own: bool) -> int:
        return self._settings.private_parallel if own else 1

    async def _fetch_robots(self, url: str) -> bytes:
        wish = _Wish(url, (), False, "", robots_txt.MAX_BYTES, cut=True)
        return (await self._follow(wish)).page.body

    @property
    def _open(self) -> tuple[aiohttp.ClientSession, Resolver]:
        if self._session is None or self._resolver is None:
            raise RuntimeError("Enter the client (async with) before it is used.")
        return self._session, self._resolver


@dataclasses.dataclass(frozen=True, slots=True)
class _Wish:
    """What is asked for; two that are equal are one request."""

    url: str
    headers: tuple[tuple[str, str], ...]
    robots: bool
    origin: str
    max_bytes: int
    cut: bool = False
    """Whether the beginning is enough when there is more than `max_bytes`."""
    form: tuple[tuple[str, str], ...] | None = None
    """What is posted; None: the address is asked for."""

    @property
    def method(self) -> str:
        return "GET" if self.form is None else "POST"

    @property
    def body(self) -> bytes | None:
        return None if self.form is None else urlencode(self.form).encode("ascii")

    @property
    def is_conditional(self) -> bool:
        return any(name in _CONDITIONAL for name, _ in self.headers)


class _Budget:
    """The seconds one fetch may take on the network, over all its hops; standing in a queue costs nothing."""

    def __init__(self, seconds: float) -> None:
        self._total = self._left = seconds

    @asynccontextmanager
    async def spending(self, host: str) -> AsyncIterator[None]:
        clock = asyncio.get_running_loop().time
        began = clock()
        try:
            async with asyncio.timeout(max(0.0, self._left)):
                yield
        except TimeoutError as error:
            raise Failure("timeout", f"No whole answer from {host} within {self._total:g} seconds.") from error
        finally:
            self._left -= clock() - began


def user_agent(version: str, contact: str) -> str:
    """Give the name we go by: the product, its version and how to reach the operator."""
    reach = _NOT_SENT.sub("", contact)
    return f"newsgrid/{version} (+{reach})" if reach else f"newsgrid/{version}"


async def _ask_once(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """Send a request once: aiohttp would send it again when the connection breaks."""
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise Broken(str(error) or "it was closed before the answer began") from error


async def _read(response: aiohttp.ClientResponse, headers: Mapping[str, str], wish: _Wish) -> bytes:
    try:
        body = Body(headers.get("content-encoding", ""), wish.max_bytes)
        try:
            if not wish.cut:
                body.expect(response.content_length)
            async for chunk in response.content.iter_any():
                body.add(chunk)
            return body.finish()
        except Failure as failure:
            if wish.cut and failure.reason == "too-large":
                response.close()
                return body.so_far()
            raise
    except BaseException:
        # What is left on the wire is not wanted, and a connection amid an answer is of no further use.
        response.close()
        raise


async def _words(response: aiohttp.ClientResponse, headers: Mapping[str, str], wish: _Wish) -> str:
    """Give what a refusal says of itself, when it is a plain text: one line for the operator."""
    if not headers.get("content-type", "").lower().startswith("text/plain"):
        return ""
    try:
        text = (await _read(response, headers, wish)).decode("utf-8", "replace")
    except (Failure, aiohttp.ClientError, OSError, ValueError):
        return ""
    return " ".join("".join(c if c.isprintable() else " " for c in text[:4096]).split())[:_WORDS_CHARS]


def _headers(response: aiohttp.ClientResponse) -> dict[str, str]:
    """Give the headers with names in lower case; repeated ones joined (RFC 9110, 5.3), cookies left out."""
    found: dict[str, str] = {}
    for raw_name, value in response.headers.items():
        name = raw_name.lower()
        if name in _DROPPED:
            continue
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def _check_origin(target: Target, origin: str) -> None:
    """Refuse a page on one of the operator's own hosts that a feed from elsewhere names."""
    if read_target(origin).host != target.host:
        raise Failure(
            "private-address",
            f"A feed from elsewhere names {target.host}:{target.port}{target.url.raw_path[:80]} on a private network.",
        )
