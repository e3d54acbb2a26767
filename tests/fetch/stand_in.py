"""A parser that does what a document says: for the process that reads hard documents, which imports it by name."""

from __future__ import annotations

import ctypes
import os
import re
from datetime import UTC, datetime
from typing import Any

from newsgrid.errors import FeedError
from newsgrid.model import Entry, ParsedFeed


def parse(data: bytes, url: str, content_type: str) -> ParsedFeed:
    """Do what the first word of a document says; tell in which process."""
    word = data.split(b" ", 1)[0]
    if word == b"spin":
        while True:
            pass
    if word == b"spin-in-c":
        re.match("(a+)+$", "a" * 60 + "b")
    if word == b"allocate":
        return ParsedFeed(str(len(bytes(2**32))))
    if word == b"abort":
        os.abort()
    if word == b"crash":
        ctypes.string_at(0)
    if word == b"bug":
        raise ZeroDivisionError
    if word == b"refuse":
        raise FeedError("This is no feed.", item=url, reason="no-feed")
    if word == b"evil":
        return Evil()  # type: ignore[return-value]
    if word == b"print":
        print("noise", flush=True)
    found = Entry(guid="1", identity="1", link="", published=datetime(2026, 11, 3, tzinfo=UTC))
    return ParsedFeed(content_type, title=str(os.getpid()), entries=(found,))


class Evil:
    """An answer that would run something where it is read."""

    def __reduce__(self) -> Any:
        return os.mkdir, ("evil-was-here",)
