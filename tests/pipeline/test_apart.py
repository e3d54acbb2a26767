"""Pages read in a process of their own: what hangs, crashes or eats memory there is that page's problem alone."""

from __future__ import annotations

import os
import pickle
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsgrid.errors import PageError
from newsgrid.extract import extract_and_learn
from newsgrid.model import Article, Entry, Page
from newsgrid.pipeline import apart, drafts
from newsgrid.pipeline.drafts import Draft, make
from newsgrid.ports import PendingEntry

URL = "https://www.lowmere.example/news/harbour-bridge-opens"
STORY = "".join(
    f"<p>The bridge over the harbour of Lowmere was opened on day {n}, nine years after the council first voted for it.</p>" for n in range(9)
)  # fmt: skip
PAGE = f"<html><head><title>Harbour bridge of Lowmere opens</title></head><body><article><h1>Harbour bridge of Lowmere opens</h1>{STORY}</article></body></html>".encode()
LARGE = PAGE + b"<!--" + b"x" * apart.LARGE_BYTES + b"-->"


@pytest.fixture(scope="module")
def warm() -> None:
    """Open the tables that stay open."""
    drafts.warm()


@pytest.fixture(autouse=True)
def nothing_left(warm: None) -> Iterator[None]:
    """Hold every test to leave no pipe open and no process behind, ended or not."""
    before = _open_files(), _children()
    yield
    assert (_open_files(), _children()) == before


def _open_files() -> int:
    return len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else 0


def _children() -> list[str]:
    tasks = Path("/proc/self/task")
    found = [task / "children" for task in tasks.iterdir()] if tasks.exists() else []
    return sorted(pid for file in found if file.exists() for pid in file.read_text().split())


def reason_of(reader: str, limit_s: float = 60.0) -> str:
    with pytest.raises(PageError) as caught:
        apart.read_apart(PAGE, URL, reader=f"hard_readers:{reader}", limit_s=limit_s)
    assert caught.value.item == URL
    return caught.value.reason


def test_a_page_reads_the_same_apart() -> None:
    assert apart.read_apart(LARGE, URL, language="en") == extract_and_learn(LARGE, URL, language="en")


def test_a_refusal_is_the_readers_own() -> None:
    assert reason_of("refuse") == "empty"
    with pytest.raises(PageError, match="larger than"):
        apart.read_apart(b"<p>" * 3_000_000, URL)


def test_a_page_that_hangs_is_ended() -> None:
    start = time.monotonic()
    assert reason_of("hang", 3.0) == "too-slow"
    assert time.monotonic() - start < 30


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
def test_a_process_that_is_killed_is_that_pages_problem() -> None:
    assert reason_of("die") == "too-large"
    assert reason_of("crash") == "parser-failed"


@pytest.mark.skipif(sys.platform != "linux", reason="the address space is bounded on Linux")
def test_memory_is_bounded() -> None:
    assert reason_of("eat") == "too-large"


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit")
def test_a_process_ends_by_itself_when_its_parent_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    real = apart.subprocess.run
    monkeypatch.setattr(apart.subprocess, "run", lambda *args, timeout, **more: real(*args, timeout=60, **more))
    assert reason_of("spin", 1.0) == "too-slow"


def test_what_breaks_is_told_and_what_is_printed_is_not_read() -> None:
    with pytest.raises(apart.ReaderFailed, match="KeyError"):
        apart.read_apart(PAGE, URL, reader="hard_readers:fail")
    assert apart.read_apart(PAGE, URL, reader="hard_readers:print_much") == (Article("Bridge opens", ()), None)


def test_an_answer_runs_nothing() -> None:
    with pytest.raises(pickle.UnpicklingError, match="no part of an answer"):
        apart.read_apart(PAGE, URL, reader="hard_readers:trick")


def test_several_threads_read_at_once() -> None:
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(reason_of("die"))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["too-large"] * 3


def test_only_pages_that_may_be_hard_are_read_apart() -> None:
    assert not apart.is_hard(PAGE)
    assert apart.is_hard(LARGE)
    assert apart.is_hard(b"<p>" * apart.MANY_TAGS)
    assert apart.is_hard(b"&" * apart.MANY_REFERENCES)


def test_the_worker_goes_on_after_a_page_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2026, 3, 3, tzinfo=UTC)
    entry = Entry("1", "1", URL, title="Harbour bridge of Lowmere opens", summary="It was opened on Tuesday.")
    pending = PendingEntry(1, entry, None, now)
    real = apart.read_apart

    def hanging(html: bytes, *args: object, **known: object) -> object:
        return real(html, *args, reader="hard_readers:hang", limit_s=1.0, **known)

    monkeypatch.setattr(drafts.apart, "read_apart", hanging)
    hard, easy = (make(Draft(pending, Page(URL, URL, 200, {}, body, now))) for body in (LARGE, PAGE))
    assert hard.article is not None
    assert hard.article.page_problem == "too-slow"
    assert easy.article is not None
    assert "nine years" in easy.article.text
