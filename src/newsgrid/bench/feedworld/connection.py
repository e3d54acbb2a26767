"""HTTP/1.1 on a socket: parses requests, sends replies, and misbehaves when asked to."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterator
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from typing import cast
from urllib.parse import parse_qsl

from newsgrid.bench.feedworld.application import Application
from newsgrid.bench.feedworld.control import PREFIX
from newsgrid.bench.feedworld.replies import PLAIN, Answer, Misbehaviour, Reply, Request, Stream

_MAX_REQUEST_BYTES = 131_072
_ONE_WRITE_BYTES = 200_000
_DRIP_BYTES, _DRIP_EVERY_S = 64, 0.5
_STREAM_LINES = 400

_log = logging.getLogger(__name__)


class Listeners:
    """What the connections of a server share: the application and how many of them are open."""

    def __init__(self, application: Application) -> None:
        """Answer with this application."""
        self.application = application
        self.open = 0
        self.streams: set[asyncio.Task[None]] = set()  # the loop itself keeps no strong reference to tasks


class Connection(asyncio.Protocol):
    """One client's connection. Requests are answered one after the other, also when they come in one piece."""

    def __init__(self, listeners: Listeners) -> None:
        """Serve a client."""
        self._shared = listeners
        self._application = listeners.application
        self._stats = listeners.application.stats
        self._transport: asyncio.Transport | None = None
        self._buffer = b""
        self._busy = False
        self._keep = True
        self._head_only = False
        self._counted = False
        self._timer: asyncio.TimerHandle | None = None
        self._publisher: int | None = None

    # -- what the loop calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)
        self._shared.open += 1
        self._stats.total["connections"] += 1

    def connection_lost(self, exc: Exception | None) -> None:
        """End; a client that left while it was being answered is counted."""
        self._transport = None
        self._shared.open -= 1
        if self._timer is not None:
            self._timer.cancel()
        if self._busy:
            self._stats.total["aborted"] += 1
            self._leave()

    def data_received(self, data: bytes) -> None:
        """Take what came."""
        self._buffer += data
        if len(self._buffer) > _MAX_REQUEST_BYTES and self._transport is not None:
            self._transport.abort()
        elif not self._busy:
            self._next()

    # -- requests

    def _next(self) -> None:
        while self._transport is not None and not self._busy:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            try:
                request, version, body_bytes = _parse(self._buffer[:end].decode("latin-1"))
            except ValueError:
                self._keep, self._busy, self._counted = False, True, False
                self._send(Answer(400, b"bad request\n", PLAIN))
                return
            if len(self._buffer) < end + 4 + body_bytes:
                return
            self._buffer = self._buffer[end + 4 + body_bytes :]
            wish = request.headers.get("connection", "").lower()
            self._keep = wish == "keep-alive" if version == "HTTP/1.0" else wish != "close"
            self._head_only = request.method == "HEAD"
            self._counted = not request.path.startswith(PREFIX)
            self._busy = True
            self._reply(self._answer(request))

    def _answer(self, request: Request) -> Reply:
        self._publisher = self._application.publisher_of(request)
        if self._publisher is not None:
            self._stats.enter(self._publisher)
        try:
            return self._application.answer(request, self._now(), self._shared.open)
        except Exception as error:  # a bug here must be seen, not hang a test
            _log.exception("feedworld: %s %s", request.method, request.path)
            return Answer(500, f"error: {error!r}\n".encode(), PLAIN)

    def _now(self) -> float:
        return self._application.world.clock(time.time())

    # -- replies

    def _reply(self, reply: Reply) -> None:
        if isinstance(reply, Misbehaviour):
            self._misbehave(reply)
        elif isinstance(reply, Stream):
            task = asyncio.ensure_future(self._stream(reply.lines))
            self._shared.streams.add(task)
            task.add_done_callback(self._shared.streams.discard)
        elif reply.delay_s > 0:
            self._timer = asyncio.get_running_loop().call_later(reply.delay_s, self._send, reply)
        else:
            self._send(reply)

    def _send(self, answer: Answer) -> None:
        self._timer = None
        if self._transport is None:
            return
        head = self._head(answer)
        body = b"" if answer.status == HTTPStatus.NOT_MODIFIED or self._head_only else answer.body
        if self._counted:
            self._stats.note_answer(answer.status, len(head) + len(body))
        if len(body) < _ONE_WRITE_BYTES:
            self._transport.write(head + body)
        else:
            self._transport.write(head)
            self._transport.write(body)
        self._done()

    def _head(self, answer: Answer) -> bytes:
        lines = [
            f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}",
            f"Date: {_write_date(int(self._now()))}",
            "Server: feedworld",
        ]
        if answer.status != HTTPStatus.NOT_MODIFIED:
            lines += [f"Content-Type: {answer.content_type}", f"Content-Length: {len(answer.body)}"]
        lines += [f"{name}: {value}" for name, value in answer.headers.items()]
        lines += [f"Connection: {'keep-alive' if self._keep else 'close'}", "\r\n"]
        return "\r\n".join(lines).encode("latin-1")

    def _done(self, *, close: bool = False) -> None:
        self._busy = False
        self._leave()
        if self._transport is not None and (close or not self._keep):
            self._transport.close()
        elif self._buffer:
            self._next()

    def _leave(self) -> None:
        if self._publisher is not None:
            self._stats.leave(self._publisher)
            self._publisher = None

    async def _stream(self, lines: Iterator[str]) -> None:
        self._write(b"HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n")
        block: list[str] = []
        for line in lines:
            block.append(line)
            if len(block) >= _STREAM_LINES:
                self._write_chunk("\n".join(block) + "\n")
                block.clear()
                await asyncio.sleep(0)
        if block:
            self._write_chunk("\n".join(block) + "\n")
        self._write(b"0\r\n\r\n")
        self._done()

    def _write_chunk(self, text: str) -> None:
        data = text.encode()
        self._write(b"%x\r\n%s\r\n" % (len(data), data))

    def _write(self, data: bytes) -> None:
        if self._transport is not None:
            self._transport.write(data)

    def _misbehave(self, reply: Misbehaviour) -> None:
        if reply.how == "reset" and self._transport is not None:
            self._transport.abort()
            self._busy = False
            self._leave()
        if reply.how in ("reset", "hang"):
            return  # a hang ends when the client goes
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {reply.content_type}\r\nContent-Length: {len(reply.body)}\r\n\r\n"
        self._write(head.encode())
        if reply.how == "drip":
            self._drip(reply.body)
            return
        self._write(reply.body[: len(reply.body) // 2])
        if reply.how == "truncated":
            self._done(close=True)

    def _drip(self, body: bytes) -> None:
        if self._transport is None:
            return
        if not body:
            self._done()
            return
        self._transport.write(body[:_DRIP_BYTES])
        self._timer = asyncio.get_running_loop().call_later(_DRIP_EVERY_S, self._drip, body[_DRIP_BYTES:])


@lru_cache(maxsize=2)
def _write_date(second: int) -> str:
    return formatdate(second, usegmt=True)


def _parse(head: str) -> tuple[Request, str, int]:
    """Read a request's head; give the request, the HTTP version and the size of its body. `ValueError` if it is none."""
    first, *lines = head.split("\r\n")
    method, target, version = first.split(" ")
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    if target.startswith("http://"):
        target = "/" + target.removeprefix("http://").partition("/")[2]
    path, _, query = target.partition("?")
    body_bytes = int(headers.get("content-length") or 0)
    if body_bytes < 0:
        raise ValueError("negative content length")
    return Request(method, path, dict(parse_qsl(query)), headers), version, body_bytes
