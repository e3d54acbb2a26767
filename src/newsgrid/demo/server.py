"""Serving the demo world over HTTP on loopback, with the standard library alone."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from newsgrid.demo.site import Document, Site
from newsgrid.demo.values import Truth, World

_IDLE_S = 20.0  # a kept-alive connection that says nothing is closed after this


class DemoServer:
    """A world on a loopback address: a context manager, or `start()` and `stop()`.

    with DemoServer(load_world(today)) as server:
        fetch(server.feed_addresses()[0])

    Port 0 (the default) takes any free port; `base` then says which. Raises `OSError` when the port is taken.
    """

    def __init__(self, world: World, host: str = "127.0.0.1", port: int = 0) -> None:
        """Bind the port; nothing is answered before `start()`."""
        if not ip_address(host).is_loopback:
            raise ValueError(f"the demo world is served on loopback only, not on {host}")
        self._http = _Listener((host, port), _Handler)
        self.base = f"http://{host}:{self._http.server_address[1]}"
        self.site = self._http.site = Site(world, self.base)
        self._thread: threading.Thread | None = None

    @property
    def world(self) -> World:
        """The world that is served."""
        return self.site.world

    @property
    def requests(self) -> int:
        """How many requests have been answered."""
        return self._http.answered

    def start(self) -> None:
        """Begin to answer, in a thread of its own."""
        if self._thread is not None:
            raise RuntimeError("the demo server runs already")
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), name="demo-world", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop answering and free the port. Harmless when repeated."""
        if self._thread is not None:
            self._http.shutdown()
            self._thread.join()
            self._thread = None
        self._http.server_close()

    def wait(self) -> None:
        """Wait until the server is stopped."""
        while self._thread is not None and self._thread.is_alive():
            self._thread.join(1.0)

    def advance(self) -> None:
        """Publish the corrections: pages and feeds that change get a new validator."""
        self.site.advance()

    def feed_addresses(self) -> tuple[str, ...]:
        """Give the address of every publisher's feed."""
        return tuple(f"{self.base}/{publisher.id}/feed.xml" for publisher in self.world.publishers)

    def truth(self) -> dict[str, Truth]:
        """Say for the full address of each article what it is."""
        return self.world.truth(self.base)

    def __enter__(self) -> Self:
        """Start."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()


class _Listener(ThreadingHTTPServer):
    """One thread a connection. `daemon_threads` lets a process end while clients keep connections open."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    site: Site

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self.answered = 0
        self._counting = threading.Lock()
        super().__init__(address, handler)

    def count(self) -> None:
        with self._counting:
            self.answered += 1

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay silent when a client hangs up in the middle of an answer; it is his right."""


class _Handler(BaseHTTPRequestHandler):
    server: _Listener
    protocol_version = "HTTP/1.1"
    server_version = "demo-world"
    sys_version = ""
    timeout = _IDLE_S
    # Headers and body leave in one piece; without both, a delayed acknowledgement costs 40 ms an answer.
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        self.server.count()
        document = self.server.site.document(unquote(urlsplit(self.path).path))
        if document is None:
            self._send(HTTPStatus.NOT_FOUND, {"Content-Type": "text/plain; charset=utf-8"}, b"Not found\n", with_body)
            return
        headers = {
            "ETag": document.etag,
            "Last-Modified": document.last_modified,
            "Cache-Control": "no-cache",  # keep, but ask: a correction may come at any time
            "Vary": "Accept-Encoding",
        }
        if self._is_fresh(document):
            self._send(HTTPStatus.NOT_MODIFIED, headers, None, with_body)
            return
        body = document.body
        headers["Content-Type"] = document.content_type
        if document.compressible and "gzip" in self.headers.get("Accept-Encoding", "").lower():
            body = document.gzipped
            headers["Content-Encoding"] = "gzip"
        self._send(HTTPStatus.OK, headers, body, with_body)

    def _is_fresh(self, document: Document) -> bool:
        """Say whether the client's copy is still good (RFC 9110, section 13.2.2: If-None-Match goes first)."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return "*" in tags or document.etag in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        since = self.headers.get("If-Modified-Since")
        if since is None:
            return False
        try:
            return document.modified <= _aware(parsedate_to_datetime(since))
        except (TypeError, ValueError):
            return False

    def _send(self, status: HTTPStatus, headers: dict[str, str], body: bytes | None, with_body: bool) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if body is not None:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body and body is not None:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base class names it)
        """Say nothing: a line for each request would drown what the caller prints."""


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
