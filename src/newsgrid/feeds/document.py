"""Text of an XML feed -> element tree, mended where it is ill-formed, refused where it is hostile."""

from __future__ import annotations

import html.entities
import re

from lxml import etree

from newsgrid.errors import FeedError
from newsgrid.model import Problem

MAX_BYTES = 10_000_000
MAX_DEPTH = 250
MAX_ELEMENTS = 400_000

_ROOT = re.compile(
    r"<(?:\?xml|!DOCTYPE|!--|(?:[\w.-]+:)?(?:rss|feed|RDF|urlset|sitemapindex|channel)\b)", re.IGNORECASE
)
_FEED_ROOT = re.compile(r"<(?:[\w.-]+:)?(rss|feed|rdf|urlset|sitemapindex|channel)[\s>/]", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,2000}(\[)?", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,500}\?>")
_CDATA = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.DOTALL)
_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);|#\d{1,7};|#[xX][0-9a-fA-F]{1,6};)([A-Za-z][A-Za-z0-9]{1,31};)?")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STRAY = re.compile(r"<(?![a-zA-Z_/!?])")


def read_tree(text: str, url: str) -> tuple[etree._Element, list[Problem]]:
    """Give the root of a feed document. Raises FeedError (`empty`, `html`, `not-a-feed`, `dtd`, `too-deep`, `too-many-elements`).

    No document type is ever read: one without an internal subset is passed over, one with entities of its own too, and
    then the entities stay unresolved. What had to be mended is in the problems.
    """
    text, problems = _bare(text, url)
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True,
        remove_pis=True, strip_cdata=True, encoding="utf-8",
    )  # fmt: skip
    strict = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    root: etree._Element | None
    try:
        root = etree.fromstring(text.encode("utf-8"), strict)
    except etree.XMLSyntaxError as first:
        mended = mend(text)
        try:
            root = etree.fromstring(mended.encode("utf-8"), parser)
        except etree.XMLSyntaxError as error:
            raise FeedError(
                f"The document is no XML that can be read: {error}.", item=url, reason="not-a-feed"
            ) from error
        problems.append(Problem("ill-formed", str(first)[:200]))
    if root is None:
        raise FeedError("The document is no XML that can be read.", item=url, reason="not-a-feed")
    _bound(root, url)
    return root, problems


def mend(text: str) -> str:
    """Mend what publishers get wrong most: bare ampersands, HTML's entities, characters XML cannot hold, stray `<`."""
    pieces = _CDATA.split(_NOT_XML.sub("", text))
    for i in range(0, len(pieces), 2):
        pieces[i] = _STRAY.sub("&lt;", _AMPERSAND.sub(_entity, pieces[i]))
    return "".join(pieces)


def _entity(match: re.Match[str]) -> str:
    name = match.group(1)
    if name and name in html.entities.html5:
        return html.entities.html5[name].replace("&", "&amp;").replace("<", "&lt;")
    return "&amp;" + (name or "")


def _bare(text: str, url: str) -> tuple[str, list[Problem]]:
    """Cut junk before the document, its XML declaration (the text is decoded) and its document type."""
    problems: list[Problem] = []
    if not text.strip("\x00 \t\r\n\ufeff"):
        raise FeedError("The answer is empty.", item=url, reason="empty")
    begin = _ROOT.search(text)
    root = _FEED_ROOT.search(text, 0, 200_000)
    if begin is None or root is None:
        is_page = re.search(r"<(?:html|!doctype html|body|head)\b", text[:20_000], re.IGNORECASE)
        kind, what = ("html", "a web page") if is_page else ("not-a-feed", "neither a feed nor a page")
        raise FeedError(f"The answer is {what}, no feed.", item=url, reason=kind)
    if text[: begin.start()].strip("\ufeff \t\r\n"):
        problems.append(Problem("leading-junk", f"{begin.start()} characters before the document"))
    text = _XML_DECLARATION.sub("", text[begin.start() :], count=1)
    return _without_doctype(text, url, problems), problems


def _without_doctype(text: str, url: str, problems: list[Problem]) -> str:
    match = _DOCTYPE.search(text[:20_000])
    if not match:
        if re.search(r"<!ENTITY", text[:20_000]):
            raise FeedError("The document declares entities outside a document type.", item=url, reason="dtd")
        return text
    if "html" in match.group().lower() and not _FEED_ROOT.search(text):
        raise FeedError("The answer is a web page, no feed.", item=url, reason="html")
    end = text.find("]", match.end()) if match.group(1) else match.end() - 1
    end = text.find(">", max(end, match.start()))
    root = _FEED_ROOT.search(text)
    if root is not None and match.group(1):
        # Entity values may hold `]` and `>`: whatever stands before the root element is the document type's.
        end = max(end, text.rfind(">", 0, root.start()))
    if end < 0:
        raise FeedError("The document type has no end.", item=url, reason="dtd")
    if match.group(1):
        problems.append(Problem("dtd", "its own entities were not read"))
    return text[: match.start()] + text[end + 1 :]


def _bound(root: etree._Element, url: str) -> None:
    depth = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > MAX_DEPTH:
            raise FeedError(f"The document nests deeper than {MAX_DEPTH} elements.", item=url, reason="too-deep")
        if count > MAX_ELEMENTS:
            raise FeedError(
                f"The document has more than {MAX_ELEMENTS} elements.", item=url, reason="too-many-elements"
            )
