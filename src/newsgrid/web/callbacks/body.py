"""The body of a delivery, bounded as it comes: it is no form, and Django's own bounds are for forms."""

from __future__ import annotations

import time
from typing import Protocol

from django.http import HttpRequest

CHUNK_BYTES = 65_536
MOST_S = 30.0
"""How long a hub may take to send one body: it holds a thread of the site meanwhile."""


class TooLong(Exception):
    """The body has more bytes than are taken."""


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def read_body(request: HttpRequest, most: int) -> bytes:
    """Give the body. Raises TooLong above `most` bytes, OSError when it is not whole or takes longer than MOST_S."""
    stated = request.META.get("CONTENT_LENGTH", "")
    if not stated:
        # Django takes a body without length (sent in chunks) for empty; the server's own stream ends where it ends.
        return _read(request.META["wsgi.input"], most) if "wsgi.input" in request.META else b""
    length = int(stated) if stated.isascii() and stated.isdigit() and len(stated) <= 12 else most + 1
    if length > most:
        raise TooLong
    body = _read(request, length)
    if len(body) != length:
        raise OSError("The body broke off.")
    return body


def _read(stream: _Readable, most: int) -> bytes:
    until, parts, size = time.monotonic() + MOST_S, [], 0
    while chunk := stream.read(min(CHUNK_BYTES, most + 1 - size)):
        parts.append(chunk)
        size += len(chunk)
        if size > most:
            raise TooLong
        if time.monotonic() > until:
            raise OSError("The body took too long.")
    return b"".join(parts)
