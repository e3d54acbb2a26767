"""Text of an XML feed -> element tree, mended where it is ill-formed, refused where it is hostile."""

from __future__ import annotations

import contextlib
import re

from lxml import etree

from newsgrid.errors import FeedError
from newsgrid.feeds.mending import MAX_DEPTH, balance, has_unknown, mend
from newsgrid.feeds.prolog import read_prolog
from newsgrid.feeds.vocabulary import local_name
from newsgrid.model import Problem

MAX_BYTES = 10_000_000
MAX_ATTRIBUTES = 50
MAX_TAGS = 400_000
"""`<` in a document, and `="`, wherever they stand."""
MANY_REFERENCES = 20_000
"""`&` from which on the strict parser is asked only when none is unknown: it reports each, at a cost."""
MAX_REFERENCES = 2_000_000
"""`&` in a document."""

_CLOSED = re.compile(r"</(?:[\w.-]{1,40}:)?(?:item|entry|url|sitemap)\s{0,20}>", re.IGNORECASE)
_OPENED = re.compile(
    r"<(?:[\w.-]{1,40}:)?(?:item|entry|url|sitemap)(?=[\s>])(?:[^<>\"'/]|\"[^\"<]*\"|'[^'<]*'|/(?!>))*+>", re.IGNORECASE
)
_CDATA = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)


def read_tree(text: str, url: str) -> tuple[etree._Element, list[Problem]]:
    """Give the root of a feed document. Raises FeedError (`empty`, `html`, `not-a-feed`, `dtd`, `too-deep`, `too-many-elements`).

    No document type is ever read: one without entities of its own is passed over; of one with, those that stand for a few
    plain characters are resolved and all others dropped, and the feed is marked. What had to be mended is in the problems.
    """
    prolog = read_prolog(text, url)
    problems = []
    if prolog.junk:
        problems.append(Problem("leading-junk", f"{prolog.junk} characters before the document"))
    if prolog.has_entities:
        problems.append(Problem("dtd", "only entities of plain text were read"))
    text = text[prolog.root_at :]
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode("utf-8")
        data = text.encode("utf-8")
    _bound(data, url)
    if len(data) > 3 * MANY_REFERENCES and data.count(b"&") > MANY_REFERENCES and has_unknown(text):
        root, first = None, "references to entities it does not declare"
    else:
        root, first = _strict_root(data)
    if root is None:
        root, trouble = _mended(text, url, prolog.entities)
        problems += [Problem("ill-formed", first[:200]), *trouble]
    name = local_name(root)
    if name.isupper() and name != "RDF":
        _lower(root)
    return root, problems


def _strict_root(data: bytes) -> tuple[etree._Element | None, str]:
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True,
        encoding="utf-8",
    )  # fmt: skip
    try:
        return etree.fromstring(data, parser), ""
    except etree.XMLSyntaxError as error:
        return None, error.msg or str(error)


def _lenient() -> etree.XMLParser:
    return etree.XMLParser(
        recover=True, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True,
        remove_pis=True, encoding="utf-8",
    )  # fmt: skip


def _mended(text: str, url: str, entities: dict[str, str]) -> tuple[etree._Element, list[Problem]]:
    """Parse what the strict parser refused; the last entry is cut off where the document breaks off inside it."""
    text, trouble = _whole(mend(text, entities))
    try:
        root = etree.fromstring(balance(text).encode("utf-8"), _lenient())
    except ValueError as error:
        raise FeedError(f"The document nests deeper than {MAX_DEPTH} elements.", item=url, reason="too-deep") from error
    except etree.XMLSyntaxError as error:
        raise FeedError(f"The document is no XML that can be read: {error}.", item=url, reason="not-a-feed") from error
    if root is None or not isinstance(root.tag, str):
        raise FeedError("The document is no XML that can be read.", item=url, reason="not-a-feed")
    return root, trouble


def _whole(text: str) -> tuple[str, list[Problem]]:
    """Cut an entry that has no end; a last one that was merely never closed keeps what it has when the feed goes on."""
    bare = _CDATA.sub(lambda m: " " * len(m.group()), text)
    last = None
    for match in _OPENED.finditer(bare):
        last = match
    if (
        last is None
        or _CLOSED.search(bare, last.end())
        or re.search(r"</(?:[\w.-]{1,40}:)?(?:channel|rss|feed|rdf|urlset)\s*>", bare[last.end() :], re.IGNORECASE)
    ):
        return text, []
    return text[: last.start()], [Problem("truncated", "the last entry was cut off")]


def _bound(data: bytes, url: str) -> None:
    if len(data) <= MAX_TAGS:
        return
    counted = (data.count(b"<"), data.count(b'="') + data.count(b"='"), data.count(b"&"))
    for count, most, what in zip(
        counted, (MAX_TAGS, MAX_TAGS, MAX_REFERENCES), ("tags", "attributes", "references"), strict=True
    ):
        if count > most:
            raise FeedError(f"The document has more than {most} {what}.", item=url, reason="too-many-elements")


def _lower(root: etree._Element) -> None:
    """Write names in lower case, for the dialects that shout (CDF, hand-made RSS).

    Names with a prefix that was never declared stay: lxml reads them, but does not write them.
    """
    for element in root.iter(etree.Element):
        if isinstance(element.tag, str):
            with contextlib.suppress(ValueError):
                element.tag = element.tag.lower()
            for name in element.attrib.keys()[:MAX_ATTRIBUTES]:
                if str(name).isupper():
                    with contextlib.suppress(ValueError):
                        element.set(str(name).lower(), element.get(name, ""))
