"""What holds for whatever is read as a page, a fragment or a dump: an article or a PageError, the same each time, fit to be written."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from datetime import UTC, datetime

from newsgrid.errors import PageError
from newsgrid.extract import extract, extract_dump, extract_fragment
from newsgrid.model import Article

URL = "https://www.lowmere.example/news/harbour-bridge-opens"
NOW = datetime(2026, 3, 4, tzinfo=UTC)
WAYS = ("page", "page as text", "headers", "fragment", "dump")


def check(way: str, data: bytes) -> Article | PageError:
    """Read a document twice and hold what came against the promises. Gives the article or the error."""
    found, again = _outcome(way, data), _outcome(way, data)
    if isinstance(found, PageError):
        assert found.reason
        assert isinstance(again, PageError)
        assert (again.reason, str(again)) == (found.reason, str(found))
        pickle.dumps(found)
    else:
        assert found == again
        row = json.dumps(found.as_dict(), ensure_ascii=False).encode()  # raises where a surrogate is left
        assert b"\\u0000" not in row.replace(b"\\\\", b"")
        assert pickle.loads(pickle.dumps(found)) == found
        for moment in (found.published, found.modified):
            assert moment is None or moment.utcoffset() is not None
        assert all(block.text.strip() for block in found.blocks)
    return found


def _outcome(way: str, data: bytes) -> Article | PageError:
    try:
        return _READERS[way](data)
    except PageError as error:
        return error


def _text(data: bytes) -> str:
    """Read bytes as text, lone surrogates included."""
    return data.decode("utf-8", "surrogatepass" if b"\xed" in data and _is_text(data) else "replace")


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _with_headers(data: bytes) -> Article:
    head, _, body = data.partition(b"\n")
    said = head.decode("latin-1")
    return extract(
        body, URL, headers={"Content-Type": f"text/html; charset={said}", "X-Robots-Tag": said, "Link": said}
    )


_READERS: dict[str, Callable[[bytes], Article]] = {
    "page": lambda data: extract(data, URL),
    "page as text": lambda data: extract(_text(data), URL),
    "headers": _with_headers,
    "fragment": lambda data: extract_fragment(_text(data), title="The bridge of Lowmere", url=URL, language="en"),
    "dump": lambda data: extract_dump(_text(data), URL, now=NOW),
}
