"""Poorer forms of a page, made from its HTML: what a site of another age or with less markup would have sent.

The classifier is trained and measured on them beside the pages as they are, because old and bare pages are rare among
the annotated ones. Every form is the same in every run: chance is seeded by the page's id.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from lxml import etree

from newsgrid.extract import markup
from newsgrid.extract.markup import Element

NAMING = ("class", "id", "itemprop", "role", "data-testid", "data-component", "data-type", "aria-label")
TELLING = frozenset({"article", "main", "aside", "nav", "header", "footer", "section", "figure", "figcaption"})
_BODIES = ("description", "og:description", "twitter:description")


def poorer(html: str, page_id: str) -> str:
    """Give the page without structured data; often without names, telling tags, description."""
    chance = random.Random(f"poorer {page_id}")
    nameless, plain, untold = chance.random() < 0.6, chance.random() < 0.7, chance.random() < 0.7
    root = markup.parse(html)
    _drop_declared(root, untold)
    for element in list(root.iter(etree.Element)):
        if nameless:
            _drop_names(element)
        if plain and element.tag in TELLING:
            element.tag = "div"
    return _write(root)


def old(html: str, page_id: str) -> str:
    """Give the page as one of 2011 might be: no structured data, tables for boxes, often paragraphs parted by breaks."""
    chance = random.Random(f"old {page_id}")
    nameless, breaks, tables, bold = (chance.random() < share for share in (0.7, 0.5, 0.5, 0.5))
    root = markup.parse(html)
    _drop_declared(root, True)
    for element in list(root.iter(etree.Element)):
        if nameless:
            _drop_names(element)
        if element.tag in TELLING:
            element.tag = "div"
        if element.tag == "div" and tables:
            # Not every box: layouts mixed both.
            if chance.random() < 0.3 and element.getparent() is not None:
                _box(element)
        elif element.tag == "p" and breaks:
            _break(element)
        elif element.tag in ("h2", "h3", "h4", "h5", "h6") and bold:
            element.tag = "b"
            _around(element)
    return _write(root)


FORMS: dict[str, Callable[[str, str], str]] = {"as is": lambda html, page_id: html, "poorer": poorer, "old": old}


def _drop_declared(root: Element, untold: bool) -> None:
    for element in list(root.iter("script", "meta")):
        parent = element.getparent()
        name = (element.get("name") or element.get("property") or "").lower()
        if parent is None:
            continue
        if element.get("type") == "application/ld+json" or (untold and name in _BODIES):
            element.text = None
            for key in list(element.attrib):
                del element.attrib[key]


def _drop_names(element: Element) -> None:
    for name in NAMING:
        if name in element.attrib:
            del element.attrib[name]


def _box(element: Element) -> None:
    """Put a box's content into a table of one cell."""
    cell, row = etree.Element("td"), etree.Element("tr")
    cell.text, element.text = element.text, None
    cell.extend(list(element))
    for name in NAMING:
        if name in element.attrib:
            cell.set(name, element.attrib.pop(name))
    row.append(cell)
    element.append(row)
    element.tag = "table"


def _break(element: Element) -> None:
    """Make a paragraph running text that ends with an empty line."""
    element.tag = "span"
    _around(element, before=0)


def _around(element: Element, before: int = 2, after: int = 2) -> None:
    parent = element.getparent()
    if parent is None:
        return
    for _ in range(before):
        element.addprevious(etree.Element("br"))
    tail, element.tail = element.tail, None
    last = element
    for _ in range(after):
        new = etree.Element("br")
        last.addnext(new)
        last = new
    last.tail = tail


def _write(root: Element) -> str:
    return etree.tostring(root, encoding="unicode", method="html")
