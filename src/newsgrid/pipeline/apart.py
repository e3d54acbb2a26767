"""Pages that may be hard to read, read in a process of their own: what hangs or crashes there takes no worker along.

The limits of `newsgrid.extract` bound what reading costs; this stands behind them, for what nobody foresaw in the parser,
which is C. A process is begun for each such page and ended with it, which takes half a second of a processor: one page of
409 that were looked at is so large, while one in 27 has a megabyte.
"""

from __future__ import annotations

import io
import logging
import pickle
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from newsgrid.errors import PageError
from newsgrid.extract import Lesson
from newsgrid.fetch.reading_helper import environment
from newsgrid.model import Article

READER = "newsgrid.extract:extract_and_learn"
LARGE_BYTES = 2_000_000
MANY_TAGS, MANY_REFERENCES = 100_000, 200_000
"""Half of what `newsgrid.extract.markup` lets a page have."""
LIMIT_S = 20.0
"""Seconds a page may take; the hardest that is known takes two, on a processor of its own."""
MEMORY_BYTES = 768 * 2**20
"""Address space a page may take. The hardest that is known takes 200 MB."""
MOST_ANSWER_BYTES = 2**26

log = logging.getLogger(__name__)

_PROCESS = Path(__file__).with_name("apart_process.py")
_PLAIN = frozenset(
    [
        ("datetime", "datetime"), ("datetime", "timezone"), ("datetime", "timedelta"),
        ("newsgrid.extract.template", "Lesson"), ("newsgrid.extract.template", "Text"),
    ]
)  # fmt: skip
_OUT_OF_MEMORY = frozenset({-getattr(signal, name, 0) for name in ("SIGABRT", "SIGKILL")} - {0})


class NoProcess(Exception):
    """The process cannot be begun here."""


class ReaderFailed(Exception):
    """The reader broke on a page; the text holds its traceback."""


def is_hard(html: bytes) -> bool:
    """Say, by a cheap look, whether a page may take long to read: it is large, or has half of what a page may have of something."""
    return len(html) >= LARGE_BYTES or html.count(b"<") >= MANY_TAGS or html.count(b"&") >= MANY_REFERENCES


def read_apart(
    html: bytes,
    *args: Any,
    reader: str = READER,
    limit_s: float = LIMIT_S,
    memory_bytes: int = MEMORY_BYTES,
    **kwargs: Any,
) -> tuple[Article, Lesson | None]:
    """Read a page as `extract_and_learn` does, in a process that is killed when it takes too long; it has ended on return.

    Raises the reader's own PageError, or one of `too-slow`, `too-large` (too much memory, or too long an answer) and
    `parser-failed` (it ended by a signal). Raises ReaderFailed where the reader broke, and NoProcess where there can be no
    such process.
    """
    item = str(args[0]) if args else ""
    command = [sys.executable, "-P", str(_PROCESS), reader, str(memory_bytes), str(limit_s)]
    try:
        done = subprocess.run(
            command, input=pickle.dumps(((html, *args), kwargs)), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            timeout=limit_s, env=environment(), check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        text = f"The page could not be read within {limit_s:g} seconds."
        raise PageError(text, item=item, reason="too-slow") from error
    except OSError as error:
        raise NoProcess(str(error)) from error
    if done.returncode:
        raise _ended(done.returncode, item)
    if len(done.stdout) > MOST_ANSWER_BYTES:
        raise _too_large(item)
    match _Answer(io.BytesIO(done.stdout)).load():
        case ("read", (Article() as article, (Lesson() | None) as lesson)):
            return article, lesson
        case ("refused", str(text), str(about), str(reason)):
            raise PageError(text, item=about, reason=reason)
        case ("memory",):
            raise _too_large(item)
        case ("failed", str(kind), str(trace)):
            raise ReaderFailed(f"{kind}\n{trace}")
    raise ReaderFailed("an answer that is none")


class _Answer(pickle.Unpickler):
    """Reads an answer: values, and nothing that runs anything, since what wrote it has read hostile bytes."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _PLAIN or module.startswith("newsgrid.model."):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no part of an answer")


def _ended(status: int, item: str) -> Exception:
    if status == -getattr(signal, "SIGXCPU", 0):
        return PageError("The page took too long to read.", item=item, reason="too-slow")
    if status in _OUT_OF_MEMORY:
        return _too_large(item)
    if status > 0:
        return NoProcess(f"The process that reads large pages ended with status {status}.")
    return PageError(f"The parser ended by signal {-status}.", item=item, reason="parser-failed")


def _too_large(item: str) -> PageError:
    return PageError("The page takes too much memory to read.", item=item, reason="too-large")
