"""Bodies that stay small: decompression that stops at a size and at a ratio while it streams (RFC 9110, 8.4)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, Protocol

import brotli
import zstandard

from newsgrid.fetch.failures import Failure

ACCEPT_ENCODING = "gzip, br, zstd, deflate"

_PIECE = 65_536
"""Most bytes decompressed at a time."""
_MAX_RATIO = 200
"""Most times a body may grow. Real feeds grow 3-30 times, the most repetitive ones we made up 120 times."""
_RATIO_FROM = 1_000_000
"""Size in bytes from which the ratio counts; small bodies may be as repetitive as they like."""
_ZSTD_WINDOW = 1 << 23
"""RFC 9659: 8 MB is the most a server may use."""
_ZSTD_STEP = 128
"""zstandard cannot bound its output; 4 bytes give at most 128 kB, so this many give at most 4 MB."""
_NONE = ("", "identity", "none", "utf-8")
"""Tokens that mean no compression; the last two are no codings at all, but are sent as if they were."""


class Codec(Protocol):
    """Takes compressed bytes and gives plain ones in bounded pieces."""

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """Decompress the next bytes."""

    def is_whole(self) -> bool:
        """Whether the stream came to its end."""


class Body:
    """Collects the body of one answer, decompressed, within its limits."""

    def __init__(self, encoding: str, max_bytes: int) -> None:
        """Prepare for a Content-Encoding; raise Failure `bad-encoding` for one that is not taken."""
        self._codec = _codec(encoding)
        self._max = max_bytes
        self._received = 0
        self._size = 0
        self._parts: list[bytes] = []

    def expect(self, size_bytes: int | None) -> None:
        """Refuse at once what says itself that it is too large."""
        if size_bytes is not None and size_bytes > self._max:
            raise self._too_large()

    def add(self, data: bytes) -> None:
        """Take the next bytes from the wire; raise Failure `too-large` or `bad-encoding`."""
        self._received += len(data)
        if self._received > self._max:
            raise self._too_large()
        try:
            for piece in self._codec.pieces(data):
                self._keep(piece)
        except (zlib.error, brotli.error, zstandard.ZstdError) as error:
            raise Failure("bad-encoding", "The compressed answer is damaged.") from error

    def finish(self) -> bytes:
        """Give the whole body; raise Failure `bad-encoding` when the compressed stream stops before its end."""
        if self._received and not self._codec.is_whole():
            raise Failure("bad-encoding", "The compressed answer stops before its end.")
        return b"".join(self._parts)

    def so_far(self) -> bytes:
        """Give what has been read, for documents whose beginning is enough."""
        return b"".join(self._parts)

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._max:
            raise self._too_large()
        if self._size > _RATIO_FROM and self._size > _MAX_RATIO * self._received:
            raise Failure("too-large", f"The compressed answer grows more than {_MAX_RATIO} times.")
        self._parts.append(piece)

    def _too_large(self) -> Failure:
        return Failure("too-large", f"The answer is larger than {self._max} bytes.")


def _codec(encoding: str) -> Codec:
    names = [name for name in (part.strip().lower() for part in encoding.split(",")) if name not in _NONE]
    if len(names) > 1:
        raise Failure("bad-encoding", "The answer is compressed more than once.")
    if not names:
        return _Plain()
    made = _CODECS.get(names[0])
    if made is None:
        raise Failure("bad-encoding", f"The answer is compressed in a way we did not ask for: {names[0][:40]!r}.")
    return made()


class _Plain:
    def pieces(self, data: bytes) -> Iterator[bytes]:
        yield data

    def is_whole(self) -> bool:
        return True


class _Gzip:
    """One gzip member after another (RFC 1952, 2.2); padding and anything else after the last is let go."""

    _MAGIC = b"\x1f\x8b"

    def __init__(self) -> None:
        self._member = zlib.decompressobj(31)
        self._ended = False

    def pieces(self, data: bytes) -> Iterator[bytes]:
        while data and not self._ended:
            if self._member.eof:
                data = data.lstrip(b"\0")
                if not data:
                    return
                if not self._MAGIC.startswith(data[:2]):
                    self._ended = True
                    return
                self._member = zlib.decompressobj(31)
            yield from _inflated(self._member, data)
            data = self._member.unused_data

    def is_whole(self) -> bool:
        return self._ended or self._member.eof


class _Deflate:
    """zlib as the standard says, or the bare deflate that some servers send (RFC 9110, 8.4.1.2, note)."""

    def __init__(self) -> None:
        self._stream: Any = None
        self._head = b""

    def pieces(self, data: bytes) -> Iterator[bytes]:
        if self._stream is None:
            self._head += data
            if len(self._head) < 2:
                return
            data = self._head
            is_zlib = data[0] & 15 == 8 and (data[0] << 8 | data[1]) % 31 == 0
            self._stream = zlib.decompressobj(15 if is_zlib else -15)
        if not self._stream.eof:
            yield from _inflated(self._stream, data)

    def is_whole(self) -> bool:
        return self._stream is not None and bool(self._stream.eof)


def _inflated(stream: Any, data: bytes) -> Iterator[bytes]:
    while True:
        piece = stream.decompress(data, _PIECE)
        if piece:
            yield piece
        data = stream.unconsumed_tail
        # A full piece may leave more inside the stream even when all input is taken.
        if stream.eof or (not data and len(piece) < _PIECE):
            return


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def pieces(self, data: bytes) -> Iterator[bytes]:
        while not self._stream.is_finished():
            piece = self._stream.process(data, output_buffer_limit=_PIECE)
            data = b""
            if piece:
                yield piece
            # A full piece may leave more inside the stream even when all input is taken.
            if len(piece) < _PIECE and self._stream.can_accept_more_data():
                return

    def is_whole(self) -> bool:
        return bool(self._stream.is_finished())


class _Zstandard:
    """One frame after another (RFC 8878, 3.1)."""

    def __init__(self) -> None:
        self._frames = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
        self._frame: Any = None

    def pieces(self, data: bytes) -> Iterator[bytes]:
        for at in range(0, len(data), _ZSTD_STEP):
            rest = data[at : at + _ZSTD_STEP]
            while rest:
                if self._frame is None or self._frame.eof:
                    self._frame = self._frames.decompressobj()
                piece = self._frame.decompress(rest)
                if piece:
                    yield piece
                rest = self._frame.unused_data if self._frame.eof else b""

    def is_whole(self) -> bool:
        return self._frame is not None and bool(self._frame.eof)


_CODECS: dict[str, type[Codec]] = {
    "gzip": _Gzip,
    "x-gzip": _Gzip,
    "deflate": _Deflate,
    "br": _Brotli,
    "zstd": _Zstandard,
}
