"""OPML 1 and 2: subscription lists in and out."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator

from lxml import etree

from newsgrid.errors import OpmlError
from newsgrid.model import Feed
from newsgrid.text import squeeze

MAX_BYTES = 20_000_000
MAX_OUTLINES = 100_000
MAX_DEPTH = 64

_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class OpmlFeed:
    """A subscription of the list."""

    url: str
    title: str = ""
    site: str = ""
    folder: str = ""
    """Folders from the outermost in, joined by ` / `."""
    language: str = ""


def read_opml(data: bytes) -> tuple[OpmlFeed, ...]:
    """Give the subscriptions of an OPML document in their order, each address once.

    Attribute names are read in any case, folders may nest. Raises OpmlError (`too-large`, `dtd`, `not-opml`, `too-deep`,
    `too-many`) for what is no OPML or is refused. Source: OPML 2.0 (opml.org/spec2.opml).
    """
    if len(data) > MAX_BYTES:
        raise OpmlError(f"The list is longer than {MAX_BYTES} bytes.", reason="too-large")
    if _DOCTYPE.search(data[:4096].replace(b"\x00", b"")) or _DOCTYPE.search(data):
        raise OpmlError("A subscription list needs no document type, and ours may not have one.", reason="dtd")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data.strip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise OpmlError(f"The list is no XML: {error}.", reason="not-opml") from error
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise OpmlError("The document is no OPML.", reason="not-opml")
    found: dict[str, OpmlFeed] = {}
    for feed in _feeds(root):
        found.setdefault(feed.url, feed)
    return tuple(found.values())


def write_opml(feeds: Iterable[Feed], title: str) -> bytes:
    """Write subscriptions as OPML 2.0, in folders where they have one, in UTF-8."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = _xml_text(title)
    body = etree.SubElement(root, "body")
    folders: dict[str, etree._Element] = {"": body}
    for feed in feeds:
        parent = _folder(folders, feed.folder)
        name = _xml_text(feed.title or feed.publisher or feed.url)
        stated = {
            "type": "rss",
            "text": name,
            "title": name,
            "xmlUrl": feed.url,
            "htmlUrl": feed.site,
            "language": feed.language,
        }
        etree.SubElement(parent, "outline", {key: _xml_text(value) for key, value in stated.items() if value})
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return data


def _feeds(root: etree._Element) -> Iterator[OpmlFeed]:
    """Walk the outlines without recursion, so that depth costs nothing but its bound."""
    waiting: list[tuple[etree._Element, tuple[str, ...], int]] = [(child, (), 1) for child in reversed(root)]
    seen = 0
    while waiting:
        element, folders, depth = waiting.pop()
        seen += 1
        if depth > MAX_DEPTH:
            raise OpmlError(f"The list nests deeper than {MAX_DEPTH} folders.", reason="too-deep")
        if seen > MAX_OUTLINES:
            raise OpmlError(f"The list has more than {MAX_OUTLINES} outlines.", reason="too-many")
        stated = {str(key).lower(): squeeze(str(value)) for key, value in element.attrib.items()}
        name = stated.get("title") or stated.get("text") or ""
        url = stated.get("xmlurl") or (
            stated.get("url", "") if stated.get("type", "").lower() in ("rss", "atom") else ""
        )
        if url:
            yield OpmlFeed(url, name, stated.get("htmlurl", ""), " / ".join(folders), stated.get("language", ""))
        inner = (
            (*folders, name) if name and not url and etree.QName(element).localname.lower() == "outline" else folders
        )
        waiting.extend((child, inner, depth + 1) for child in reversed(element))


def _folder(folders: dict[str, etree._Element], path: str) -> etree._Element:
    if path not in folders:
        outer, _, name = path.rpartition(" / ")
        parent = _folder(folders, outer)
        folders[path] = etree.SubElement(parent, "outline", text=_xml_text(name), title=_xml_text(name))
    return folders[path]


def _xml_text(text: str) -> str:
    """Drop characters XML 1.0 cannot hold."""
    return "".join(
        c for c in text if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    )
