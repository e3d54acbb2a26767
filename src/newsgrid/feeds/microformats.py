"""Microformats in a web page: the elements that carry a property, and their values (microformats.org/wiki/microformats2-parsing)."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from lxml import etree

from newsgrid.feeds.addresses import resolve
from newsgrid.feeds.markup import Sanitiser, folded

MAX_PROPERTIES = 400
"""Properties of one item; the rest is left."""
MAX_VALUE = 100_000
"""Characters of a plain value."""
_ROOT = re.compile(r"h-[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_PROPERTY = re.compile(r"(?:p|u|dt|e)-[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_SILENT = frozenset(["script", "style", "template", "noscript"])
_ADDRESS = {
    "a": "href", "area": "href", "link": "href", "img": "src", "audio": "src", "video": "src", "source": "src", "iframe": "src", "object": "data",
}  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """An element that is a thing (`h-entry`, `h-card`), with the elements that carry its properties, by name without prefix."""

    element: etree._Element
    properties: dict[str, list[etree._Element]]

    def first(self, name: str) -> etree._Element | None:
        """Give the first element that carries a property."""
        return next(iter(self.properties.get(name, ())), None)


def is_root(element: etree._Element, *names: str) -> bool:
    """Say whether an element is a thing; of one of these kinds, when any is named."""
    stated = element.get("class")
    if not stated or "h-" not in stated:
        return False
    words = stated.split()
    return any(name in words for name in names) if names else any(map(_ROOT.fullmatch, words))


def item_of(element: etree._Element) -> Item:
    """Give a thing with its own properties: not those of the things inside it."""
    properties: dict[str, list[etree._Element]] = {}
    count = 0
    for child in within(element):
        for word in (child.get("class") or "").split():
            if _PROPERTY.fullmatch(word) and count < MAX_PROPERTIES:
                properties.setdefault(word.partition("-")[2], []).append(child)
                count += 1
    return Item(element, properties)


def within(element: etree._Element) -> Iterator[etree._Element]:
    """Give the elements inside a thing in the order of the document, those that are things themselves without what they hold."""
    waiting = list(reversed(element))
    while waiting:
        child = waiting.pop()
        if isinstance(child.tag, str):
            yield child
            if not is_root(child):
                waiting.extend(reversed(child))


def text_of(element: etree._Element | None) -> str:
    """Give a plain value: the parts marked `value`, what an attribute states (`abbr`, `data`, `img`), or the text."""
    if element is None:
        return ""
    stated = _value_parts(element) or _stated(element)
    if stated:
        return folded(stated)
    return folded("".join(_texts(element)))


def address_of(element: etree._Element | None, base: str) -> str:
    """Give an address, absolute."""
    if element is None:
        return ""
    stated = element.get(_ADDRESS.get(str(element.tag), "href")) or element.get("poster") or ""
    return resolve(base, stated or text_of(element))


def time_of(element: etree._Element | None) -> str:
    """Give a time as it is written: date and clock may be marked apart."""
    if element is None:
        return ""
    parts = _value_parts(element, " ")
    return folded(parts or element.get("datetime") or _stated(element) or "".join(_texts(element)))


def html_of(element: etree._Element | None, base: str, sanitiser: Sanitiser) -> str:
    """Give what an element holds as sanitised HTML."""
    if element is None:
        return ""
    inner = [(element.text or "").replace("&", "&amp;").replace("<", "&lt;")]
    inner += [etree.tostring(child, encoding="unicode", method="html", with_tail=True) for child in element]
    return sanitiser.clean("".join(inner).strip(), base)


def _stated(element: etree._Element) -> str:
    tag = element.tag
    if tag in ("abbr", "link") and element.get("title"):
        return element.get("title", "")
    if tag in ("data", "input"):
        return element.get("value", "")
    return element.get("alt", "") if tag in ("img", "area") else ""


def _value_parts(element: etree._Element, between: str = "") -> str:
    """Join the parts of a value that are marked as such (the value class pattern)."""
    parts = []
    for child in within(element):
        words = (child.get("class") or "").split()
        if "value-title" in words:
            parts.append(child.get("title", ""))
        elif "value" in words:
            parts.append(child.get("datetime") or _stated(child) or "".join(_texts(child)))
        if len(parts) == 10:
            break
    return between.join(parts)


def _texts(element: etree._Element) -> Iterator[str]:
    """Give the texts in an element, with pictures' alternatives in their place, and no scripts."""
    if element.text and element.tag not in _SILENT:
        yield element.text[:MAX_VALUE]
    for child in element.iterdescendants():
        silent = child.tag in _SILENT or not isinstance(child.tag, str)
        if child.tag == "img":
            yield f" {child.get('alt', '')} "
        elif child.text and not silent:
            yield child.text[:MAX_VALUE]
        if child.tag in ("br", "p", "div", "li"):
            yield " "
        if child.tail:
            yield child.tail[:MAX_VALUE]
