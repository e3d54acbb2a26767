"""What stands before the first element of a document: found, judged and cut off."""

from __future__ import annotations

import dataclasses
import html
import re

from newsgrid.errors import FeedError

MAX_PROLOG = 200_000
"""Characters in which the first element must begin."""
MAX_ENTITIES = 5000
MAX_ENTITY = 200
"""Characters a document's own entity may stand for; a longer one is not read."""

_ROOTS = frozenset(["rss", "feed", "rdf", "urlset", "sitemapindex", "channel", "entry"])
_START = re.compile(r"<(?:[\w.-]{1,40}:)?([A-Za-z_][\w.-]{0,60})(?=[\s>/])")
_LATER = re.compile(
    r"<(?:\?xml\s|rss[\s>]|(?:atom:)?feed\s[^>]{0,2000}xmlns|rdf:RDF[\s>]|urlset\s|sitemapindex\s)", re.IGNORECASE
)
_PAGE = re.compile(r"<(?:html|!doctype\s+html|head|body|script|title|meta)\b", re.IGNORECASE)
_SUBSET = re.compile(r"""<!--|<!ENTITY|"|'|\]""", re.IGNORECASE)
_ENTITY = re.compile(r"""\s{1,20}([A-Za-z_][\w.-]{0,60})\s{1,20}(?:"([^"]*)"|'([^']*)'|(?:SYSTEM|PUBLIC)\s)""")
_REFERENCE = re.compile(r"&[A-Za-z_][\w.-]{0,60};")


@dataclasses.dataclass(frozen=True, slots=True)
class Prolog:
    """Where the root element begins, and what was said before it."""

    root_at: int
    junk: int = 0
    """Characters that do not belong there."""
    has_entities: bool = False
    """The document type has an internal part."""
    entities: dict[str, str] = dataclasses.field(default_factory=dict)
    """Its own entities: those that stand for a few plain characters, and of all others that they stand for nothing."""


def read_prolog(text: str, url: str) -> Prolog:
    """Find the root element of a feed. Raises FeedError (`empty`, `html`, `not-a-feed`, `dtd`).

    A document type is passed over, never read: of its entities only those that stand for plain text are kept.
    """
    at, junk, has_subset, entities, limit = 0, 0, False, dict[str, str](), min(len(text), MAX_PROLOG)
    while at < limit:
        here = text.find("<", at, limit)
        if here < 0:
            break
        junk += len(text[at:here].strip("\x00 \t\r\n\ufeff"))
        start = _START.match(text, here)
        if start and start.group(1).lower() in _ROOTS:
            return Prolog(here, junk, has_subset, entities)
        if text.startswith("<?", here):
            end = text.find("?>", here)
        elif text.startswith("<!--", here):
            end = text.find("-->", here)
        elif text[here : here + 9].upper() == "<!DOCTYPE" and not _PAGE.match(text, here):
            end, has_inside = _doctype(text, here, url, entities)
            has_subset = has_subset or has_inside
        else:
            # A page, or a message of the server's before the feed.
            later = _LATER.search(text, here, limit)
            if later is None:
                break
            junk += later.start() - here
            at = later.start()
            continue
        at = limit if end < 0 else text.find(">", end) + 1
    raise _no_feed(text, url)


def _no_feed(text: str, url: str) -> FeedError:
    if not text.strip("\x00 \t\r\n\ufeff"):
        return FeedError("The answer is empty.", item=url, reason="empty")
    if _PAGE.search(text, 0, MAX_PROLOG):
        return FeedError("The answer is a web page, no feed.", item=url, reason="html")
    return FeedError("The answer is neither a feed nor a page.", item=url, reason="not-a-feed")


def _doctype(text: str, at: int, url: str, entities: dict[str, str]) -> tuple[int, bool]:
    """Give where the document type that begins at `at` ends, and whether it has an internal part; note its plain entities."""
    opening, closing = text.find("[", at, at + 4000), text.find(">", at)
    if opening < 0 or closing < opening:
        return closing, False
    at = opening + 1
    while match := _SUBSET.search(text, at):
        mark, at = match.group(), match.end()
        if mark == "]":
            return text.find(">", at), True
        if mark == "<!--":
            at = text.find("-->", at)
        elif mark in "\"'":
            at = text.find(mark, at) + 1
        else:
            stated = _ENTITY.match(text, at)
            if stated:
                value = stated.group(2) or stated.group(3) or ""
                entities.setdefault(stated.group(1), _plain(value))
                at = stated.end()
        if not 0 < at < MAX_PROLOG or len(entities) > MAX_ENTITIES:
            break
    raise FeedError("The document type has no end, or too many entities.", item=url, reason="dtd")


def _plain(value: str) -> str:
    """Give what an entity stands for when that is plain text; of others, files and other entities, nothing."""
    if len(value) > MAX_ENTITY or "<" in value or "%" in value:
        return ""
    text = html.unescape(value)
    return "" if _REFERENCE.search(text) else text
