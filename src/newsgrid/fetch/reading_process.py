"""The process in which hard documents are read: started by `reading_helper`, killed when a document takes too long.

Run by its path with the parser's name (`module:function`) and the bytes of memory it may take beyond what it holds when
it begins. On standard input come frames (length in eight bytes, then a pickle) with a document, its address, its
Content-Type and the seconds it may take; for each, one such frame goes to standard output: `("feed", value)`,
`("refused", text, item, reason)`, `("failed", type, traceback)` or `("memory",)`. It imports nothing of the room it
belongs to, so that it is small and begins quickly.
"""

from __future__ import annotations

import contextlib
import importlib
import math
import os
import pickle
import struct
import sys
import traceback
from typing import Any, BinaryIO

try:
    import resource
except ImportError:  # Windows has no such limits.
    resource = None  # type: ignore[assignment]

LENGTH = struct.Struct(">Q")
SPARE_CPU_S = 2.0


def main() -> None:
    """Answer until the other end closes."""
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints must not come between the frames.
    os.dup2(2, 1)
    module, _, name = sys.argv[1].partition(":")
    parse = getattr(importlib.import_module(module), name)
    refusal = importlib.import_module("newsgrid.errors").FeedError
    _limit_memory(int(sys.argv[2]))
    while (request := read_frame(sys.stdin.buffer)) is not None:
        data, url, content_type, limit_s = pickle.loads(request)  # noqa: S301  (from the process that began this one)
        _limit_time(limit_s)
        answer = _answer(parse, refusal, data, url, content_type)
        del data, request
        write_frame(answers, answer)


def _answer(parse: Any, refusal: type[Exception], *document: Any) -> bytes:
    try:
        return pickle.dumps(("feed", parse(*document)))
    except refusal as error:
        return pickle.dumps(("refused", str(error), getattr(error, "item", ""), getattr(error, "reason", "")))
    except MemoryError:
        return pickle.dumps(("memory",))
    except Exception as error:
        return pickle.dumps(("failed", type(error).__name__, traceback.format_exc()[-4000:]))


def read_frame(stream: BinaryIO, most_bytes: int = 1 << 40) -> bytes | None:
    """Read one frame; None at the end, or when it is longer than `most_bytes`."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (size,) = LENGTH.unpack(head)
    body = stream.read(size) if size <= most_bytes else b""
    return body if len(body) == size else None


def write_frame(stream: BinaryIO, body: bytes) -> None:
    """Write one frame."""
    stream.write(LENGTH.pack(len(body)))
    stream.write(body)
    stream.flush()


def _limit_memory(more_bytes: int) -> None:
    """Bound the address space, where the system can."""
    if resource is not None:
        with contextlib.suppress(OSError, ValueError):
            with open("/proc/self/statm", encoding="ascii") as pages:
                now_bytes = int(pages.read().split()[0]) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (now_bytes + more_bytes, now_bytes + more_bytes))


def _limit_time(limit_s: float) -> None:
    """Bound the processor's time, so that this process ends even when the one that watches it was killed."""
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        most = math.ceil(used.ru_utime + used.ru_stime + limit_s + SPARE_CPU_S)
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    main()
