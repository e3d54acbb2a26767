"""Feeds as bytes, kept while they do not change."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass, field
from email.utils import formatdate

import brotli

from newsgrid.bench.feedworld.feeds import render_feed
from newsgrid.bench.feedworld.world import World

_MB = 1_000_000
_BROTLI_EVERY = 5  # one feed in so many, by its size, answers in brotli to those who accept it


@dataclass(slots=True)
class FeedBytes:
    """A feed's document at one version, with its validators and its compressed forms as they are asked for."""

    version: tuple[int, int]
    body: bytes
    content_type: str
    etag: str
    modified_s: float
    packed: dict[str, bytes] = field(default_factory=dict)
    last_modified: str = ""

    def __post_init__(self) -> None:
        self.last_modified = formatdate(self.modified_s, usegmt=True)

    @property
    def size_bytes(self) -> int:
        """The memory it takes."""
        return len(self.body) + sum(map(len, self.packed.values()))


class FeedCache:
    """Renders feeds and keeps the newest, up to a number of megabytes."""

    def __init__(self, world: World) -> None:
        """Render feeds of this world."""
        self._world = world
        self._kept: dict[int, FeedBytes] = {}
        self._size_bytes = 0

    def get(self, number: int) -> FeedBytes:
        """Give a feed as it is now."""
        version = self._world.version(number)
        kept = self._kept.get(number)
        if kept is not None and kept.version == version:
            return kept
        feed = self._world.feeds[number]
        publisher = self._world.publishers[feed.publisher]
        body, content_type = render_feed(self._world.words, feed, publisher, self._world.shown(number))
        tag = f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'
        etag = "W/" + tag if number % 4 == 0 else tag
        made = FeedBytes(version, body, content_type, etag, self._world.modified(number))
        self._forget(number)
        self._kept[number] = made
        self._grow(made.size_bytes)
        return made

    def packed(self, number: int, accepted: str) -> tuple[bytes, str]:
        """Give a feed as the client accepts it, and the content encoding ("" for none)."""
        kept = self.get(number)
        if "br" in accepted and len(kept.body) % _BROTLI_EVERY == 0:
            encoding = "br"
        elif "gzip" in accepted:
            encoding = "gzip"
        else:
            return kept.body, ""
        body = kept.packed.get(encoding)
        if body is None:
            packed = brotli.compress(kept.body, quality=4) if encoding == "br" else gzip.compress(kept.body, 5, mtime=0)
            body = kept.packed[encoding] = packed
            self._grow(len(body))
        return body, encoding

    def _grow(self, size_bytes: int) -> None:
        self._size_bytes += size_bytes
        while self._size_bytes > self._world.options.cache_mb * _MB and len(self._kept) > 1:
            self._forget(next(iter(self._kept)))

    def _forget(self, number: int) -> None:
        old = self._kept.pop(number, None)
        if old is not None:
            self._size_bytes -= old.size_bytes
