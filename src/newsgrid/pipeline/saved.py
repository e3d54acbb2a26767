"""Pages that already exist: saved HTML, plain-text dumps, JSONL and WARC -> drafts."""

from __future__ import annotations

import dataclasses
import gzip
import hashlib
import io
import json
import lzma
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, cast

from fastwarc.warc import ArchiveIterator, WarcRecordType

from newsgrid import extract, language
from newsgrid.errors import InputError, NewsgridError, PageError, RecordError
from newsgrid.model import Article, Block, Entry
from newsgrid.text import canonical_address, site_host, squeeze

MAX_LINE_BYTES = 20_000_000
"""A longer line of JSONL is refused: it would be held in memory several times."""

MAX_PAGE_BYTES = 10_000_000

HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
TEXT_SUFFIXES = frozenset({".txt", ".text", ".md"})

OnError = Callable[[NewsgridError], None]


@dataclasses.dataclass(frozen=True, slots=True)
class Stated:
    """What the caller states of saved pages that cannot say it themselves."""

    url: str = ""
    published: datetime | None = None
    publisher: str = ""
    language: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class SavedArticle:
    """An article from a file, with the entry that stands for it."""

    entry: Entry
    article: Article


def files_under(paths: Iterable[Path]) -> Iterator[Path]:
    """Give the files named, and those under the folders named, in order of name; hidden ones aside."""
    for path in paths:
        if path.is_dir():
            yield from (p for p in sorted(path.rglob("*")) if p.is_file() and not _hidden(p, path))
        else:
            yield path


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def read_saved(path: Path, stated: Stated, on_error: OnError) -> Iterator[SavedArticle]:
    """Give the articles of a file; what is wrong with one goes to `on_error` and the rest goes on.

    The kind is told by the name: .html .htm, .txt, .jsonl .ndjson (also .gz .xz), .warc .warc.gz; another name by its
    first bytes.
    """
    try:
        yield from _reader(path)(path, stated, on_error)
    except NewsgridError as error:
        on_error(error)
    except (OSError, EOFError, lzma.LZMAError, zlib.error) as error:
        on_error(InputError(f"{path} cannot be read: {error}.", item=str(path), reason="unreadable"))


def entry_for(article: Article, *, guid: str = "") -> Entry:
    """Give the entry that stands for an article that came from no feed.

    Its identity is the canonical address, else the guid, else a hash of headline and text: the same page again is the
    same entry.
    """
    link = canonical_address(article.canonical or article.url)
    told = "\x1f".join((article.headline, article.text))
    digest = hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return Entry(
        guid=guid,
        identity=link or guid or f"text:{digest}",
        link=link,
        raw_link=article.url,
        title=article.headline,
        summary="",
        published=article.published,
        authors=article.authors,
        categories=article.topics,
        language=article.language,
    )


Reader = Callable[[Path, Stated, OnError], Iterator[SavedArticle]]


def _reader(path: Path) -> Reader:
    suffixes = [s.lower() for s in path.suffixes]
    last = next((s for s in reversed(suffixes) if s not in (".gz", ".xz")), "")
    if last == ".warc":
        return _warc
    if last in (".jsonl", ".ndjson"):
        return _jsonl
    if last in HTML_SUFFIXES:
        return _html
    if last in TEXT_SUFFIXES:
        return _dump
    return _by_content(path)


def _by_content(path: Path) -> Reader:
    with _open(path) as file:
        head = file.read(2048).lstrip()
    if head.startswith(b"WARC/"):
        return _warc
    if head.startswith(b"{"):
        return _jsonl
    if b"<html" in head.lower() or head[:9].lower() == b"<!doctype":
        return _html
    if b"\x00" in head:
        raise PageError(f"{path} is neither HTML, text, JSONL nor WARC.", item=str(path), reason="not-html")
    return _dump


def _open(path: Path) -> IO[bytes]:
    if path.suffix == ".gz":
        return cast("IO[bytes]", gzip.open(path, "rb"))
    return cast("IO[bytes]", lzma.open(path, "rb")) if path.suffix == ".xz" else path.open("rb")


def _html(path: Path, stated: Stated, on_error: OnError) -> Iterator[SavedArticle]:
    with _open(path) as file:
        body = file.read(MAX_PAGE_BYTES + 1)
    article = extract.extract(body, stated.url, published=stated.published, language=stated.language)
    yield _saved(article, stated)


def _dump(path: Path, stated: Stated, on_error: OnError) -> Iterator[SavedArticle]:
    with _open(path) as file:
        text = extract.read_text(file.read(MAX_PAGE_BYTES), path.name)
    article = extract.extract_dump(text, stated.url, published=stated.published, name=path.name, detect=language.detect)
    yield _saved(article, stated)


def _saved(article: Article, stated: Stated, guid: str = "") -> SavedArticle:
    publisher = stated.publisher or article.publisher or site_host(article.canonical or article.url) or article.agency
    article = dataclasses.replace(
        article,
        publisher=publisher,
        language=article.language or stated.language,
        published=article.published or stated.published,
    )
    return SavedArticle(entry_for(article, guid=guid), article)


def _jsonl(path: Path, stated: Stated, on_error: OnError) -> Iterator[SavedArticle]:
    for number, row in read_jsonl(path, on_error):
        try:
            yield _saved(article_of_record(row, number, str(path)), stated, _guid(row.get("id")))
        except NewsgridError as error:
            on_error(error)


def _guid(value: Any) -> str:
    """Give a record's id as text; empty for null and for what is no id, so that such records are not taken for one."""
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def read_jsonl(path: Path, on_error: OnError) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give (line number from 1, object) for each line that is a JSON object; blank lines are passed over."""
    with _open(path) as file:
        number = 0
        while line := file.readline(MAX_LINE_BYTES + 1):
            number += 1
            if len(line) > MAX_LINE_BYTES:
                raise RecordError(
                    f"{path}, line {number} is longer than {MAX_LINE_BYTES} bytes.",
                    item=str(path),
                    reason="too-large",
                    position=number,
                )
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                if not isinstance(row, dict):
                    raise TypeError(f"an object is needed, this is a {type(row).__name__}")
            except (ValueError, TypeError, RecursionError) as error:
                on_error(
                    RecordError(f"{path}, line {number}: {error}.", item=str(path), reason="bad-json", position=number)
                )
                continue
            yield number, row


def article_of_record(row: Mapping[str, Any], number: int, item: str) -> Article:
    """Make an article from a JSON object: `title`, and optionally `text`, `published`, `lang`, `url`, `publisher`, `authors`, `topics`.

    Raises RecordError when the title and text are missing or a value is of the wrong kind.
    """
    title, text = _text(row, "title", number, item), _text(row, "text", number, item)
    if not title and not text:
        raise RecordError(
            f"{item}, line {number}: there is neither a title nor a text.", item=item, reason="empty", position=number
        )
    paragraphs = [squeeze(part) for part in text.replace("\r\n", "\n").split("\n\n")]
    return Article(
        headline=squeeze(title) or paragraphs[0][:160],
        blocks=tuple(Block("paragraph", part) for part in paragraphs if part),
        published=_instant(row.get("published"), number, item),
        language=_text(row, "lang", number, item) or _text(row, "language", number, item),
        url=_text(row, "url", number, item),
        canonical=canonical_address(_text(row, "url", number, item)),
        publisher=_text(row, "publisher", number, item) or _text(row, "source", number, item),
        # What `article extract` prints lists agencies among the authors, and the people apart.
        authors=_texts(row, "people" if "people" in row else "authors"),
        topics=_texts(row, "topics"),
    )


def _text(row: Mapping[str, Any], key: str, number: int, item: str) -> str:
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise RecordError(
            f"{item}, line {number}: `{key}` is not text.", item=item, reason="bad-value", position=number
        )
    return value


def _texts(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = row.get(key)
    return tuple(str(v) for v in value) if isinstance(value, list) else ()


def _instant(value: Any, number: int, item: str) -> datetime | None:
    if value in (None, ""):
        return None
    try:
        found = datetime.fromisoformat(str(value))
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        # The first and last hours of the calendar overflow in UTC: programs write them where they know no time.
        raise RecordError(
            f"{item}, line {number}: `published` is no ISO 8601 time.", item=item, reason="bad-value", position=number
        ) from error


def _warc(path: Path, stated: Stated, on_error: OnError) -> Iterator[SavedArticle]:
    """Read the HTML responses of a WARC file (ISO 28500), one at a time."""
    with path.open("rb") as file:
        for record in ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=True):
            saved = _of_record(record, path, stated, on_error)
            if saved is not None:
                yield saved


def _of_record(record: Any, path: Path, stated: Stated, on_error: OnError) -> SavedArticle | None:
    url = record.headers.get("WARC-Target-URI") or ""
    try:
        http = record.http_headers
        if http is None or "html" not in (http.get("Content-Type") or "").lower() or http.status_code != 200:
            return None
        headers = {name.lower(): value for name, value in http.astuples()}
        body = io.BytesIO(record.reader.read(MAX_PAGE_BYTES + 1)).getvalue()
        return _saved(extract.extract(body, url, headers=headers, language=stated.language), stated)
    except NewsgridError as error:
        on_error(error)
    except Exception as error:  # a broken record raises whatever its decoder raises
        position = int(getattr(record, "stream_pos", 0))
        on_error(
            RecordError(
                f"{path}, record at {position} ({url}): {error}.",
                item=url or str(path),
                reason="bad-record",
                position=position,
            )
        )
    return None
