"""The values of elements: text, titles, HTML, addresses, dates."""

from __future__ import annotations

import base64
import binascii
import dataclasses
import itertools
import re

from lxml import etree

from newsgrid.feeds.addresses import joined, resolve
from newsgrid.feeds.markup import Sanitiser, folded, plain_text, shortened
from newsgrid.feeds.shape import Shape, shape_of
from newsgrid.feeds.vocabulary import Fields, Vocabulary
from newsgrid.text import squeeze

XML = "{http://www.w3.org/XML/1998/namespace}"
LANG = XML + "lang"
BASE = XML + "base"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_INLINE = frozenset(["xhtml", "application/xhtml+xml"])
_TEXT = frozenset(["text", "text/plain", "plain"])
_HTML = re.compile(
    r"</?(?:p|br|a|div|img|b|i|em|strong|ul|ol|li|span|h[1-6]|blockquote|table|code)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_REFERENCES = ("href", "src", "cite", "poster")


@dataclasses.dataclass(frozen=True, slots=True)
class Reader:
    """Reads one document: its vocabulary, its address, and whether any element states a base of its own."""

    vocabulary: Vocabulary
    url: str
    has_bases: bool
    sanitiser: Sanitiser = dataclasses.field(default_factory=Sanitiser)
    shapes: dict[tuple[str, ...], Shape] = dataclasses.field(default_factory=dict)
    """The shapes of the items read so far, by the names of their fields."""

    def shape(self, fields: Fields) -> Shape:
        """Give the shape of an item with these fields; most items of a document have one."""
        names = tuple(fields)
        found = self.shapes.get(names)
        if found is None:
            found = self.shapes[names] = shape_of(names)
        return found

    def base(self, element: etree._Element) -> str:
        """Give what relative addresses of an element stand against (XML Base, 4.2)."""
        if not self.has_bases:
            return self.url
        stated = [above.get(BASE) or "" for above in (element, *element.iterancestors())]
        found = self.url
        for part in reversed(stated):
            found = joined(found, squeeze(part)) if part else found
        return found

    def states_base(self, element: etree._Element) -> bool:
        """Say whether an element or one around it states a base."""
        return self.has_bases and any(e.get(BASE) for e in (element, *element.iterancestors()))

    def title(self, fields: Fields, *names: str) -> str:
        """Give the first of these that is not empty as plain text, by its type (RFC 4287, 3.1) where it has one."""
        for name in names:
            for element in fields.get(name, ()):
                if found := self._title_of(element):
                    return found
        return ""

    def _title_of(self, element: etree._Element) -> str:
        if not element.keys():
            return plain_text(inner_text(element))
        kind = element.get("type", "").lower()
        text, is_packed = self._unpacked(element, kind)
        is_text = kind in _TEXT and not is_packed and self.vocabulary.key(element).startswith("atom:")
        if (is_text and not _HTML.search(text)) or (len(element) and kind in _INLINE):
            return shortened(folded(text))
        return plain_text(text)

    def html(self, fields: Fields, base: str, *names: str) -> str:
        """Give the first of these that is not empty as sanitised HTML, whatever way it was escaped.

        Relative addresses stand against the base that the element states, else against `base`.
        """
        for name in names:
            for element in fields.get(name, ()):
                cleaned = self._html_of(element, base)
                if cleaned and not cleaned.isspace():
                    return cleaned
        return ""

    def _html_of(self, element: etree._Element, base: str) -> str:
        kind = element.get("type", "").lower() if element.keys() else ""
        if kind.startswith("multipart/"):
            element, kind = _richest(element)
        here = self.base(element) if self.states_base(element) else base
        value, is_packed = self._unpacked(element, kind)
        if not is_packed:
            if len(element) and (kind not in ("text", "html") or not value.strip()):
                value = self._inner(element, here)
            elif kind in _TEXT and not _HTML.search(value):
                value = value.replace("&", "&amp;").replace("<", "&lt;")
        return self.sanitiser.clean(value.strip(), here)

    def _unpacked(self, element: etree._Element, kind: str) -> tuple[str, bool]:
        """Give an element's text, and whether it came as Base64 (RFC 4287, 4.1.3.3; Atom 0.3, 3.1.2)."""
        text = inner_text(element)
        if not element.keys():
            return text, False
        is_binary = (
            "/" in kind
            and not kind.startswith(("text/", "multipart/", "message/"))
            and not kind.endswith(("xml", "html"))
        )
        if element.get("mode") != "base64" and not (
            is_binary and self.vocabulary.key(element).startswith("atom:") and not len(element)
        ):
            return text, False
        try:
            return base64.b64decode("".join(text.split()), validate=True).decode("utf-8", "replace"), True
        except (binascii.Error, ValueError):
            return text, False

    def _inner(self, element: etree._Element, base: str) -> str:
        """Give the markup inside an element as HTML, without namespaces, addresses resolved where a part states its own base."""
        for inner in element.iter(etree.Element):
            tag = inner.tag
            if inner is not element and isinstance(tag, str) and tag[0] == "{":
                if self.has_bases and any(inner.get(name) for name in _REFERENCES):
                    self._resolve_own(inner)
                inner.tag = tag.rpartition("}")[2]
        parts = [_escaped(element.text or "")]
        parts += [etree.tostring(child, encoding="unicode", method="html", with_tail=True) for child in element]
        return "".join(parts)

    def _resolve_own(self, inner: etree._Element) -> None:
        for name in _REFERENCES:
            if stated := inner.get(name):
                inner.set(name, resolve(self.base(inner), stated))


def _richest(element: etree._Element) -> tuple[etree._Element, str]:
    """Of a value in several kinds (Atom 0.3, 3.1) choose HTML, else the last, which RFC 2046, 5.1.4 calls the richest."""
    found, kind = element, ""
    for part in itertools.islice(element, 10):
        found, kind = part, part.get("type", "").lower()
        if "html" in kind:
            break
    return found, kind


def inner_text(element: etree._Element) -> str:
    """Give all text inside an element."""
    if not len(element):
        return element.text or ""
    return "".join(map(str, element.itertext()))


def first(fields: Fields, *names: str) -> str:
    """Give the text of the first of these elements that has any, without space around it."""
    for name in names:
        for element in fields.get(name, ()):
            text = inner_text(element).strip()
            if text:
                return text
    return ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
