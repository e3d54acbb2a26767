"""How well and how fast feeds are read: our parser beside feedparser and fastfeedparser, on the development cases, in one run.

A case is a document and what others found in it (path and value). It is right when every check holds: text compares
without markup and white space, HTML by its visible text and its addresses, dates by the moment, and nothing active may
be left where the expectation has nothing active.
"""

from __future__ import annotations

import html
import importlib
import json
import re
import tarfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from newsgrid.errors import FeedError
from newsgrid.feeds import parse

PEERS = ("feedparser", "fastfeedparser")
Case = dict[str, Any]
Row = Mapping[str, Any]
Parser = Callable[[bytes, str], Row]

_TAG = re.compile(r"<[^<>]*>")
_SPACE = re.compile(r"\s+")
_ADDRESS = re.compile(r"""\b(?:href|src)\s*=\s*["']?([^"'\s>]*)""", re.IGNORECASE)
_ACTIVE = re.compile(
    r"<(?:script|style|iframe|object|embed|applet|meta|form|base)\b|<[^<>]*\son\w+\s*=|javascript:|vbscript:",
    re.IGNORECASE,
)
_HTML = frozenset(["summary", "content", "subtitle", "rights", "info"])
_ADDRESSES = frozenset(["link", "image", "comments", "icon", "logo", "thumb_url", "media_url"])
_DATES = frozenset(["published", "updated", "created"])


def run(corpora: Path | str, *, sample: int = 1, peers: bool = True, rounds: int = 3) -> dict[str, Any]:
    """Read every `sample`-th case of each suite and give, by parser: the share of cases fully right and of checks that
    hold, by suite, and entries per CPU-second on the real feeds (the best of `rounds`).

    With `peers`, those that are installed read the same documents in the same run.
    """
    files = read_files(Path(corpora))
    cases = read_cases(files)[::sample]
    real = [data for name, data in files.items() if name.startswith("real/")][::sample]
    parsers: dict[str, Parser] = {"newsgrid": _ours} | (_peers() if peers else {})
    return {
        name: {"suites": scores(cases, files, parser), "entries_per_cpu_s": round(speed(real, parser, rounds), 1)}
        for name, parser in parsers.items()
    }


def text(found: Mapping[str, Any]) -> str:
    """Write the figures as a table: a row for each suite, a column for each parser."""
    suites = list(found["newsgrid"]["suites"])
    lines = [f"{'cases fully right, %':24}" + "".join(f"{name:>16}" for name in found)]
    for suite in suites:
        shares = (row["suites"][suite] for row in found.values())
        lines.append(f"{suite:24}" + "".join(f"{100 * share['right']:16.1f}" for share in shares))
    lines.append(
        f"{'entries per CPU-second':24}" + "".join(f"{row['entries_per_cpu_s']:16.0f}" for row in found.values())
    )
    return "\n".join(lines)


def read_files(corpora: Path) -> dict[str, bytes]:
    """Give the development set's files by name; none when it is not there."""
    path = corpora / "feeds" / "feeds_dev.tar.xz"
    if not path.exists():
        return {}
    with tarfile.open(path, "r:xz") as archive:
        members = [member for member in archive if member.isfile()]
        return {m.name.removeprefix("./"): stream.read() for m in members if (stream := archive.extractfile(m))}


def read_cases(files: Mapping[str, bytes]) -> list[Case]:
    """Give the cases, in their order."""
    return [json.loads(line) for line in files.get("cases.jsonl", b"").splitlines()]


def scores(cases: Sequence[Case], files: Mapping[str, bytes], parser: Parser) -> dict[str, dict[str, float]]:
    """Give, by suite, the number of cases, the share of them fully right and the share of checks that hold."""
    rows: dict[str, list[list[bool]]] = defaultdict(list)
    for case in cases:
        found = parser(files[case["file"]], case.get("base") or "")
        rows[case["suite"]].append([holds(found, path, value) for path, value in case["checks"]])
    return {
        suite: {
            "cases": len(checks),
            "right": round(sum(map(all, checks)) / len(checks), 4),
            "checks": round(sum(map(sum, checks)) / sum(map(len, checks)), 4),
        }
        for suite, checks in rows.items()
    }


def speed(documents: Sequence[bytes], parser: Parser, rounds: int) -> float:
    """Give entries per CPU-second, the best of some rounds."""
    best = 0.0
    for _ in range(rounds):
        start = time.process_time()
        entries = sum(len(parser(data, "https://news.example/feed").get("entries") or ()) for data in documents)
        best = max(best, entries / max(1e-9, time.process_time() - start))
    return best


def holds(found: Row, path: str, expected: Any) -> bool:
    """Say whether what a parser found at a path (`n_entries`, `feed.title`, `entries.0.link`) is what is expected."""
    entries = found.get("entries") or []
    if path == "n_entries":
        return bool(len(entries) == expected)
    if path == "version":
        return _family(str(found.get("format") or "")) == _family(str(expected))
    where, *rest = path.split(".")
    if where == "feed":
        return _field_holds(found.get("feed") or {}, rest[-1], expected)
    index = int(rest[0])
    return index < len(entries) and _field_holds(entries[index], rest[-1], expected)


def _field_holds(row: Row, name: str, expected: Any) -> bool:
    if name in _HTML:
        got = row.get("subtitle" if name == "info" else name) or (row.get("content") if name == "summary" else None)
        return _same_html(str(got or ""), str(expected or ""))
    if name in ("summary_or_content", "content_or_summary"):
        return any(
            _holds_text(str(value), str(expected)) for value in (row.get("summary"), row.get("content")) if value
        )
    if name in _DATES or name == "any_date":
        names = (name, "published", "updated") if name in _DATES else ("published", "updated", "created")
        return any(_same_moment(row.get(key), expected) for key in names)
    if name in _ADDRESSES:
        return _same_address(row.get("image" if name in ("icon", "logo", "thumb_url", "media_url") else name), expected)
    if name.startswith("enc_"):
        key = {"enc_url": "url", "enc_type": "type", "enc_len": "length"}[name]
        files = [str(file.get(key) or "") for file in row.get("enclosures") or ()]
        return any(_same_address(file, expected) if key == "url" else file == str(expected) for file in files)
    return _other_holds(row, name, expected)


def _other_holds(row: Row, name: str, expected: Any) -> bool:
    if name in ("author", "author_name", "author1_name", "contrib0_name", "authors"):
        wanted = expected if isinstance(expected, list) else [expected]
        people = [_bare(person) for person in (*(row.get("authors") or ()), *(row.get("contributors") or ()))]
        return all(any(person and (person in _bare(w) or _bare(w) in person) for person in people) for w in wanted)
    if name == "author_email":
        return expected in (row.get("author_email"), *(row.get("authors") or ()))
    if name in ("tags", "tag0", "tag1"):
        wanted = expected if isinstance(expected, list) else [expected]
        return {_bare(tag) for tag in wanted} <= {_bare(tag) for tag in row.get("tags") or ()}
    if name == "id":
        return str(row.get("id") or "").strip() == str(expected).strip()
    if name == "language":
        return str(row.get("language") or "").lower().replace("_", "-") == str(expected).lower().replace("_", "-")
    return _bare(row.get(name)) == _bare(expected)


def _bare(value: Any) -> str:
    """Give text without markup, white space and case; escaped twice or once is one."""
    return _SPACE.sub("", _TAG.sub("", html.unescape(html.unescape(str(value or ""))))).lower()


def _same_html(got: str, expected: str) -> bool:
    if _ACTIVE.search(got) and not _ACTIVE.search(expected):
        return False
    if _bare(got) != _bare(expected):
        return False
    wanted = _ADDRESS.findall(expected)
    return not wanted or _ADDRESS.findall(html.unescape(got)) == [html.unescape(address) for address in wanted]


def _holds_text(got: str, expected: str) -> bool:
    wanted, found = _bare(expected), _bare(got)
    return wanted == found or (len(wanted) > 30 and wanted in found)


def _same_address(got: Any, expected: Any) -> bool:
    return html.unescape(str(got or "")).strip().rstrip("/") == html.unescape(str(expected or "")).strip().rstrip("/")


def _same_moment(got: Any, expected: Any) -> bool:
    left, right = _moment(got), _moment(expected)
    return left is not None and right is not None and abs((left - right).total_seconds()) < 1


def _moment(value: Any) -> datetime | None:
    moment = None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = moment or read(str(value))
        except ValueError:
            continue
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)


def _family(version: str) -> str:
    return "rss" if version.startswith(("rdf", "rss")) else version.rstrip("0123456789u")


def _ours(data: bytes, url: str) -> Row:
    try:
        return parse(data, url).as_dict()
    except FeedError as error:
        return {"error": error.reason}


def _peers() -> dict[str, Parser]:
    """Give the peers that are installed; they are never needed."""
    return {name: parser for name in PEERS for parser in _peer(name)}


def _peer(name: str) -> Iterator[Parser]:
    try:
        library = importlib.import_module(name)
    except ImportError:
        return

    def theirs(data: bytes, url: str) -> Row:
        try:
            if name == "fastfeedparser":
                return _row(library.parse(data))
            return _row(library.parse(data, response_headers={"content-location": url} if url else {}))
        except Exception as error:  # a peer may fail as it likes
            return {"error": repr(error)}

    yield theirs


def _row(parsed: Any) -> Row:
    """Bring a peer's answer into the form of ours."""
    return {
        "format": getattr(parsed, "version", None) or parsed.get("version") or "",
        "feed": _peer_fields(parsed.get("feed") or {}),
        "entries": [_peer_fields(entry) for entry in parsed.get("entries") or ()],
    }


def _peer_fields(row: Any) -> Row:
    """Copy what has other names with the peers: content, dates, people, tags, files, images."""
    content = row.get("content")
    first = content[0] if isinstance(content, list) and content else content
    image = row.get("image") or {}
    details = [person for person in row.get("authors") or () if isinstance(person, Mapping)]
    return {
        **{key: row.get(key) for key in ("title", "link", "id", "summary", "subtitle", "language", "rights", "comments", "generator", "publisher", "ttl")},
        "subtitle": row.get("subtitle") or row.get("description") or row.get("info"),
        "summary": row.get("summary") or row.get("description"),
        "content": first.get("value") if isinstance(first, Mapping) else first,
        "authors": [row.get("author") or "", *(person.get("name") or "" for person in details)],
        "author_email": next((person.get("email") for person in details if person.get("email")), None),
        "contributors": [person.get("name") for person in row.get("contributors") or () if isinstance(person, Mapping)],
        "tags": [tag.get("term") if isinstance(tag, Mapping) else tag for tag in row.get("tags") or ()],
        "enclosures": [{**file, "url": file.get("url") or file.get("href")} for file in row.get("enclosures") or ()],
        "image": image.get("href") or image.get("url") if isinstance(image, Mapping) else image,
        "source_title": (row.get("source") or {}).get("title") if isinstance(row.get("source"), Mapping) else None,
        **{key: _peer_moment(row, key) for key in ("published", "updated", "created")},
    }  # fmt: skip


def _peer_moment(row: Any, key: str) -> str | None:
    parsed = row.get(f"{key}_parsed")
    if parsed:
        year, month, day, hour, minute, second = parsed[:6]
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC).isoformat()
    stated = row.get(key)
    return str(stated) if stated else None
