"""What the world can do with a request: answer it, stream, or misbehave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

HTML = "text/html; charset=utf-8"
PLAIN = "text/plain"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came: header names are lower case, `path` has no query."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """A proper answer, sent after `delay_s`. A 304 has neither body nor content type."""

    status: int
    body: bytes = b""
    content_type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Misbehaviour:
    """An answer that never comes whole.

    hang: nothing is ever sent; reset: the connection is cut; hang-body: half of the body, then silence;
    truncated: half of the body, then the end; drip: the body in small pieces, two a second.
    """

    how: Literal["hang", "reset", "hang-body", "truncated", "drip"]
    body: bytes = b""
    content_type: str = "application/rss+xml"


@dataclass(frozen=True, slots=True)
class Stream:
    """Lines of JSON, sent as they are made."""

    lines: Iterator[str]


Reply = Answer | Misbehaviour | Stream
