"""The process in which a page that may be hard is read: started by `apart` for one page, killed when it takes too long.

Run by its path with the reader's name (`module:function`), the bytes of memory it may take beyond what it holds when it
begins, and the seconds of processor time. On standard input comes a pickle of the reader's arguments `(args, kwargs)`; to
standard output goes a pickle of `("read", value)`, `("refused", text, item, reason)`, `("failed", type, traceback)` or
`("memory",)`.
"""

from __future__ import annotations

import contextlib
import importlib
import math
import os
import pickle
import sys
import traceback
from typing import Any

try:
    import resource
except ImportError:  # Windows has no such limits.
    resource = None  # type: ignore[assignment]


def main() -> None:
    """Read one page."""
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints must not come into the answer.
    os.dup2(2, 1)
    module, _, name = sys.argv[1].partition(":")
    read = getattr(importlib.import_module(module), name)
    refusal = importlib.import_module("newsgrid.errors").PageError
    args, kwargs = pickle.load(sys.stdin.buffer)  # noqa: S301  (from the process that began this one)
    _limit(int(sys.argv[2]), math.ceil(float(sys.argv[3])))
    answers.write(_answer(read, refusal, args, kwargs))
    answers.close()


def _answer(read: Any, refusal: type[Exception], args: tuple[Any, ...], kwargs: dict[str, Any]) -> bytes:
    try:
        return pickle.dumps(("read", read(*args, **kwargs)))
    except refusal as error:
        return pickle.dumps(("refused", str(error), getattr(error, "item", ""), getattr(error, "reason", "")))
    except MemoryError:
        return pickle.dumps(("memory",))
    except Exception as error:
        return pickle.dumps(("failed", type(error).__name__, traceback.format_exc()[-4000:]))


def _limit(more_bytes: int, most_cpu_s: int) -> None:
    """Bound the address space, where the system can, and the processor's time: this process ends even when its parent was killed."""
    if resource is not None:
        with contextlib.suppress(OSError, ValueError):
            with open("/proc/self/statm", encoding="ascii") as pages:
                now_bytes = int(pages.read().split()[0]) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (now_bytes + more_bytes, now_bytes + more_bytes))
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CPU, (most_cpu_s, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    main()
