"""A publisher with a hub of its own (WebSub, W3C Recommendation of 23 January 2018), small and real.

It takes requests, verifies the intent of who sent them by calling back with a challenge, keeps leases, and distributes the
whole feed, signed, to all who subscribed. Everything is on loopback, in threads of the test.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import hmac
import http.client
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.sax.saxutils import escape


@dataclasses.dataclass
class Subscriber:
    """Who subscribed, and until when."""

    topic: str
    secret: str
    until: float


@dataclasses.dataclass
class Item:
    """Something the publisher published."""

    name: str
    title: str
    text: str


class Hub:
    """The publisher and its hub. Give the feed's address to who shall subscribe."""

    def __init__(self, lease_s: int = 3600, method: str = "sha256") -> None:
        self.lease_s, self.method = lease_s, method
        self.items: list[Item] = []
        self.visits = 0
        self.subscribers: dict[str, Subscriber] = {}
        self.refused: list[str] = []
        """Callbacks that did not confirm."""
        self._lock = threading.Lock()
        hub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                if self.path != "/feed":
                    self._say(404)
                    return
                hub.visits += 1
                links = f'<{hub.address("/hub")}>; rel="hub", <{hub.topic}>; rel="self"'
                body = hub.document()
                etag = f'"{hashlib.sha256(body).hexdigest()}"'
                if self.headers.get("If-None-Match") == etag:
                    self._say(304)
                else:
                    self._say(200, body, {"Link": links, "ETag": etag, "Content-Type": "application/rss+xml"})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                form = {name: values[-1] for name, values in parse_qs(body.decode("ascii")).items()}
                wrong = hub.wrong_with(self.path, self.headers.get("Content-Type", ""), form)
                if wrong:
                    self._say(400, wrong.encode(), {"Content-Type": "text/plain"})
                    return
                self._say(202)
                threading.Thread(target=hub.verify, args=(form,), daemon=True).start()

            def _say(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
                self.send_response(status)
                for name, value in (headers or {}).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        """End."""
        self._server.shutdown()
        self._server.server_close()

    def address(self, path: str) -> str:
        """Give an address here."""
        return f"http://127.0.0.1:{self._server.server_address[1]}{path}"

    @property
    def topic(self) -> str:
        """The feed's address."""
        return self.address("/feed")

    def document(self, *items: Item) -> bytes:
        """Write the feed, or only these items of it."""
        rows = "".join(
            f'<item><guid isPermaLink="false">{item.name}</guid><title>{escape(item.title)}</title>'
            f"<description>{escape(item.text)}</description></item>"
            for item in items or self.items
        )
        head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>The Velm Post</title>'
        return f"{head}<link>{self.address('/')}</link>{rows}</channel></rss>".encode()

    def wrong_with(self, path: str, content_type: str, form: dict[str, str]) -> str:
        """Say what is wrong with a request (5.1), nothing when nothing is."""
        if path != "/hub" or content_type != "application/x-www-form-urlencoded":
            return "This is no request to the hub."
        if form.get("hub.mode") not in ("subscribe", "unsubscribe"):
            return "hub.mode is neither subscribe nor unsubscribe."
        if form.get("hub.topic") != self.topic:
            return "There is no such topic."
        if not form.get("hub.callback", "").startswith("http://"):
            return "hub.callback is no address."
        if len(form.get("hub.secret", "").encode()) >= 200:
            return "hub.secret is too long."
        return ""

    def verify(self, form: dict[str, str]) -> None:
        """Ask who sent a request whether it meant it (5.3), and do as it was asked."""
        challenge, callback, mode = secrets.token_urlsafe(16), form["hub.callback"], form["hub.mode"]
        query = {"hub.mode": mode, "hub.topic": form["hub.topic"], "hub.challenge": challenge}
        if mode == "subscribe":
            query["hub.lease_seconds"] = str(self.lease_s)
        status, body = self.call("GET", f"{callback}?{urlencode(query)}")
        with self._lock:
            if not 200 <= status < 300 or body != challenge.encode():
                self.refused.append(callback)
            elif mode == "subscribe":
                secret = form.get("hub.secret", "")
                self.subscribers[callback] = Subscriber(form["hub.topic"], secret, time.monotonic() + self.lease_s)
            else:
                self.subscribers.pop(callback, None)

    def publish(self, *items: Item, **how: object) -> list[int]:
        """Put items at the top of the feed and distribute it; give the statuses of the answers."""
        self.items[:0] = items
        return self.distribute(self.document(), **how)  # type: ignore[arg-type]

    def distribute(self, body: bytes, *, signature: str | None = None, chunked: bool = False) -> list[int]:
        """Send a document to all who subscribed (7), signed unless another signature is given."""
        with self._lock:
            now = time.monotonic()
            living = {callback: one for callback, one in self.subscribers.items() if one.until > now}
        statuses = []
        for callback, one in living.items():
            links = f'<{self.address("/hub")}>; rel="hub", <{one.topic}>; rel="self"'
            headers = {"Content-Type": "application/rss+xml", "Link": links}
            signed = hmac.new(one.secret.encode(), body, self.method).hexdigest()
            headers["X-Hub-Signature"] = f"{self.method}={signed}" if signature is None else signature
            status, _ = self.call("POST", callback, body, headers, chunked)
            if status == 410:
                with self._lock:
                    self.subscribers.pop(callback, None)
            statuses.append(status)
        return statuses

    @staticmethod
    def call(
        method: str, url: str, body: bytes = b"", headers: dict[str, str] | None = None, chunked: bool = False
    ) -> tuple[int, bytes]:
        """Make one request; status 0 when nobody answers."""
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.netloc, timeout=20)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        pieces = iter([body[:10], body[10:]]) if chunked else body or None
        with contextlib.closing(connection):
            try:
                connection.request(method, target, pieces, headers or {}, encode_chunked=chunked)
                answer = connection.getresponse()
                return answer.status, answer.read()
            except (OSError, http.client.HTTPException):
                return 0, b""


@contextlib.contextmanager
def a_hub(**how: object) -> Iterator[Hub]:
    """Give a hub, and end it."""
    hub = Hub(**how)  # type: ignore[arg-type]
    try:
        yield hub
    finally:
        hub.close()


def wait_until(is_so: Callable[[], bool], what: str, seconds: float = 60, every_s: float = 0.1) -> None:
    """Wait for something, or fail and say what did not happen."""
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, f"not within {seconds} s: {what}"
        time.sleep(every_s)
