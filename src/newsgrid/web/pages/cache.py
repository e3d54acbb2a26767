"""Whole answers for anonymous visitors, kept in memory: what makes a front as quick as a file.

An answer is known by scheme, host, address and interface language. It is made again when an edition's version has grown
(asked at most once a second) and, because its ages move, after a minute at the latest.
"""

from __future__ import annotations

import dataclasses
import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from newsgrid.web.pages.language import interface_language
from newsgrid.web.usecases.editions import shown_version

KEPT_S = 60.0
ASK_EVERY_S = 1.0
MOST_BYTES = 64_000_000
LARGEST_BYTES = 1_000_000
LONGEST_ADDRESS = 400
NEVER = ("/admin", "/static/", "/healthz", "/metrics", "/preferences", "/websub/")
"""Beginnings of addresses, without the language, that are never kept."""
_DROPPED = {"content-length", "etag"}


@dataclasses.dataclass(frozen=True, slots=True)
class _Answer:
    headers: tuple[tuple[str, str], ...]
    etag: str
    body: bytes
    packed: bytes
    version: str
    made: float


class AnswerCache:
    """Answers, the longest unused thrown out first; safe for threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._answers: OrderedDict[tuple[str, ...], _Answer] = OrderedDict()
        self._bytes = 0
        self._version = ""
        self._asked = float("-inf")

    def version(self) -> str:
        """Give the version of what is shown, asked of the database at most once in ASK_EVERY_S."""
        now = self._clock()
        if now - self._asked >= ASK_EVERY_S:
            self._asked = now
            self._version = shown_version()
        return self._version

    def get(self, key: tuple[str, ...]) -> _Answer | None:
        """Give the answer when it still holds."""
        version = self.version()
        with self._lock:
            found = self._answers.get(key)
            if found is None:
                return None
            if found.version != version or self._clock() - found.made > KEPT_S:
                self._drop(key)
                return None
            self._answers.move_to_end(key)
            return found

    def put(self, key: tuple[str, ...], response: HttpResponse, version: str) -> _Answer:
        """Keep an answer that was made when `version` held."""
        body = response.content
        etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        headers = tuple((name, value) for name, value in response.items() if name.lower() not in _DROPPED)
        packed = gzip.compress(body, 5, mtime=0) if len(body) > 500 else b""
        answer = _Answer(headers, etag, body, packed, version, self._clock())
        with self._lock:
            self._drop(key)
            self._answers[key] = answer
            self._bytes += len(body) + len(packed)
            while self._bytes > MOST_BYTES:
                self._drop(next(iter(self._answers)))
        return answer

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._answers.clear()
            self._bytes = 0
            self._asked = float("-inf")

    def _drop(self, key: tuple[str, ...]) -> None:
        gone = self._answers.pop(key, None)
        if gone:
            self._bytes -= len(gone.body) + len(gone.packed)


answers = AnswerCache()


class AnswerCacheMiddleware:
    """Answer anonymous readers from memory. Stands first, so that a hit passes nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Give the kept answer, else make and keep one."""
        key = _key(request)
        if key is None:
            return self.get_response(request)
        try:
            found = answers.get(key)
            version = answers.version()
        except DatabaseError:
            return self.get_response(request)
        if found is None:
            response = self.get_response(request)
            if not _may_be_kept(response):
                return response
            response.headers.setdefault("Cache-Control", "public, max-age=15")
            # Not closed: that would tell Django that the request is over, and the database connection would be put away.
            found = answers.put(key, response, version)
        return _answer(found, request)


def _key(request: HttpRequest) -> tuple[str, ...] | None:
    if request.method not in ("GET", "HEAD") or settings.DEBUG or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return None
    path, query = request.path_info, request.META.get("QUERY_STRING", "")
    if len(path) + len(query) > LONGEST_ADDRESS:
        return None
    bare = path[3:] if path[3:4] == "/" else path
    if bare.startswith(NEVER) or path.startswith(NEVER):
        return None
    return (request.scheme or "", request.get_host(), path, query, interface_language(request))


def _may_be_kept(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not response.has_header("Content-Encoding")
        and len(response.content) <= LARGEST_BYTES
        and "private" not in response.get("Cache-Control", "")
        and "no-store" not in response.get("Cache-Control", "")
    )


def _answer(found: _Answer, request: HttpRequest) -> HttpResponse:
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
    packed = bool(found.packed) and "gzip" in accepted
    # A weak validator: the packed body and the plain one are the same page (RFC 9110, 8.8.1).
    etag = f"W/{found.etag}"
    response: HttpResponse
    if found.etag in request.META.get("HTTP_IF_NONE_MATCH", ""):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(found.packed if packed else found.body)
    for name, value in found.headers:
        response.headers[name] = value
    response.headers["ETag"] = etag
    vary = response.headers.get("Vary", "")
    response.headers["Vary"] = f"{vary}, Accept-Encoding" if vary else "Accept-Encoding"
    if response.status_code == 304:
        del response.headers["Content-Type"]
        return response
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(found.packed if packed else found.body))
    return response
