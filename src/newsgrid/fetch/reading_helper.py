"""A process of its own that reads documents for this one, and can be killed."""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from newsgrid.errors import FeedError
from newsgrid.fetch.reading_process import read_frame, write_frame
from newsgrid.model import Page, ParsedFeed

MEMORY_BYTES = 512 * 2**20
"""What one document may take. The hardest that 10 MB can hold takes 200 MB; with `tests/feeds/test_hostile.py`, run again
before this is changed."""
MOST_ANSWER_BYTES = 2**28

_PROCESS = Path(__file__).with_name("reading_process.py")
_NEEDED = frozenset(
    [
        "PATH",
        "PYTHONHOME",
        "LD_LIBRARY_PATH",
        "DYLD_LIBRARY_PATH",
        "SYSTEMROOT",
        "TMPDIR",
        "TEMP",
        "TZ",
        "LANG",
        "LC_ALL",
    ]
)
_PLAIN = frozenset([("datetime", "datetime"), ("datetime", "timezone"), ("datetime", "timedelta")])
_OUT_OF_MEMORY = frozenset({-getattr(signal, name, 0) for name in ("SIGABRT", "SIGKILL")} - {0})


class ParserFailed(Exception):
    """The parser broke on a document; the text holds its traceback, `kind` the error's type."""

    def __init__(self, kind: str, trace: str = "") -> None:
        super().__init__(trace or kind)
        self.kind = kind


class NoHelper(Exception):
    """The process cannot be begun here, or not find the parser."""


class Helper:
    """A process that reads one document at a time with a module's own function; begun when it is first asked."""

    def __init__(self, parser: str, memory_bytes: int = MEMORY_BYTES) -> None:
        """Take the parser's name, `module:function`, and the bytes of memory a document may take."""
        self._parser = parser
        self._memory_bytes = memory_bytes
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._asking = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The process's number, while it runs."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def read(self, page: Page, limit_s: float) -> ParsedFeed:
        """Read a document; wait for it as long as it takes or until `kill`.

        Raises FeedError: the parser's own, or `too-slow` and `too-much-memory` for a document that ended the process.
        Raises ParserFailed when the parser broke, and NoHelper where there can be no such process.
        """
        with self._asking:
            process = self._begun()
            try:
                answer = self._asked(process, page, limit_s)
            except (OSError, ValueError):
                answer = None
            if answer is None:
                with self._lock:
                    was_ended = self._process is not process
                    self._process = None
                raise _ended(page, _closed(process), was_ended=was_ended)
        match answer:
            case ("feed", ParsedFeed() as parsed):
                return parsed
            case ("refused", str(text), str(item), str(reason)):
                raise FeedError(text, item=item, reason=reason)
            case ("memory",):
                raise _too_much_memory(page)
            case ("failed", str(kind), str(trace)):
                raise ParserFailed(kind, trace)
        raise ParserFailed("an answer that is none")

    def kill(self) -> None:
        """End the process at once; the next document begins another."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            # Whoever waits for it holds its other ends, and lets go now.
            threading.Thread(target=self._tidy, args=(process,), name="newsgrid-reader-end", daemon=True).start()

    def _tidy(self, process: subprocess.Popen[bytes]) -> None:
        with self._asking:
            _closed(process)

    def _begun(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                try:
                    self._process = subprocess.Popen(
                        [sys.executable, "-P", str(_PROCESS), self._parser, str(self._memory_bytes)],
                        stdin=subprocess.PIPE,
                        stdout=subprocess.PIPE,
                        stderr=subprocess.DEVNULL,
                        env=environment(),
                    )
                except OSError as error:
                    raise NoHelper(str(error)) from error
            return self._process

    @staticmethod
    def _asked(process: subprocess.Popen[bytes], page: Page, limit_s: float) -> Any:
        """Send a document and give the answer; None when the process ended instead."""
        if process.stdin is None or process.stdout is None:
            return None
        request = (page.body, page.final_url, page.headers.get("content-type", ""), limit_s)
        write_frame(process.stdin, pickle.dumps(request))  # type: ignore[arg-type]
        frame = read_frame(process.stdout, MOST_ANSWER_BYTES)  # type: ignore[arg-type]
        return None if frame is None else _Answer(io.BytesIO(frame)).load()


class _Answer(pickle.Unpickler):
    """Reads an answer: values of the model, and nothing that runs anything, since what wrote it has read hostile bytes."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _PLAIN or module.startswith("newsgrid.model."):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no part of an answer")


def name_of(parse: Callable[..., Any]) -> str:
    """Give a function's name as the process finds it; empty for what is not a module's own function."""
    name = f"{parse.__module__}:{getattr(parse, '__qualname__', '')}"
    return name if name.rpartition(":")[2].isidentifier() and parse.__module__ != "__main__" and sys.executable else ""


def environment() -> dict[str, str]:
    """Give the process what Python needs to begin, and no secret."""
    kept = {key: value for key, value in os.environ.items() if key in _NEEDED}
    return kept | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def _closed(process: subprocess.Popen[bytes]) -> int:
    """End a process, close our ends of its pipes and give its status."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    return process.wait()


def _ended(page: Page, status: int, *, was_ended: bool) -> Exception:
    if was_ended:
        return FeedError("Reading was ended.", item=page.url, reason="too-slow")
    if status == -getattr(signal, "SIGXCPU", 0):
        return FeedError("The document took too long to read.", item=page.url, reason="too-slow")
    if status in _OUT_OF_MEMORY:
        return _too_much_memory(page)
    if status > 0:
        return NoHelper(f"The process that reads large documents ended with status {status}.")
    return FeedError(f"The parser ended by signal {-status}.", item=page.url, reason="parser-failed")


def _too_much_memory(page: Page) -> FeedError:
    return FeedError("The document takes too much memory to read.", item=page.url, reason="too-much-memory")
