"""Files, images and topics that an element of a feed names."""

from __future__ import annotations

import re

from lxml import etree

from newsgrid.feeds.addresses import on_web
from newsgrid.feeds.markup import plain_text
from newsgrid.feeds.reader import RDF, inner_text
from newsgrid.feeds.shape import Shape
from newsgrid.feeds.vocabulary import Fields, Vocabulary
from newsgrid.model import Enclosure

MAX_CATEGORIES = 60
MAX_ENCLOSURES = 50
MAX_LIST = 10_000
"""Characters of a list of keywords."""
_ADDRESSED = {"enclosure": "url", "atom:link": "href", "link": "href", "media:content": "url"}
"""The attribute that says where a file is."""
_PICTURED: dict[str, tuple[str, ...]] = {
    "media:thumbnail": ("url",), "itunes:image": ("href", "url"), "podcast:image": ("href",), "image": ("resource", "href"), "webfeeds:cover": ("image",),
}  # fmt: skip
"""The attributes that say where a picture is; of others it is their text, or an element inside."""
_INSIDE = frozenset(["url", "loc", "image:loc", "video:thumbnail_loc", "atom:url"])
_PICTURE = re.compile(r'<img [^>]{0,2000}?\bsrc="(https?://[^"]{1,2000})"')


def with_groups(fields: dict[str, list[etree._Element]], vocabulary: Vocabulary) -> dict[str, list[etree._Element]]:
    """Bring what stands inside media:group and media:content (Media RSS, 3) to the surface."""
    for name in ("media:group", "media:content"):
        for holder in fields.get(name, ())[:MAX_ENCLOSURES]:
            if len(holder):
                for key, inner in vocabulary.fields(holder).items():
                    if key.startswith("media:"):
                        fields.setdefault(key, []).extend(inner)
    return fields


def enclosures(fields: Fields, names: tuple[str, ...], base: str) -> tuple[Enclosure, ...]:
    """Give the files offered, each once."""
    found: dict[str, Enclosure] = {}
    for name in names:
        attribute = _ADDRESSED[name]
        for element in fields.get(name, ())[:MAX_ENCLOSURES]:
            if attribute == "href" and (not element.keys() or element.get("rel", "").lower() != "enclosure"):
                continue
            url = on_web(base, element.get(attribute) or element.get("href") or element.text or "")
            if url and url not in found:
                size = (element.get("length") or element.get("fileSize") or "").strip()
                is_number = size.isascii() and size.isdigit() and len(size) < 15
                found[url] = Enclosure(url, element.get("type", "").strip(), int(size) if is_number else None)
    return tuple(found.values())


def image(fields: Fields, names: tuple[str, ...], vocabulary: Vocabulary, base: str, *texts: str) -> str:
    """Give the picture: one declared as such, else the first in the sanitised `texts`."""
    for name in names:
        for element in fields.get(name, ())[:MAX_ENCLOSURES]:
            if url := _image_of(element, name, vocabulary, base):
                return url
    return picture_in(*texts)


def picture_in(*texts: str) -> str:
    """Give the first picture in sanitised texts."""
    for text in texts:
        if "<img " in text and (match := _PICTURE.search(text)):
            return match.group(1).replace("&amp;", "&")
    return ""


def _image_of(element: etree._Element, name: str, vocabulary: Vocabulary, base: str) -> str:
    if name in ("media:content", "enclosure"):
        is_image = element.get("medium") == "image" or element.get("type", "").lower().startswith("image/")
        return on_web(base, element.get("url", "")) if is_image else ""
    attributes = _PICTURED.get(name, ())
    stated = [element.get(key) or element.get(RDF + key) or "" for key in attributes]
    stated += [child.text or "" for child in element if vocabulary.key(child) in _INSIDE]
    if not len(element) and not attributes:
        stated.append(element.text or "")
    return next((url for address in stated if address and (url := on_web(base, address))), "")


def categories(fields: Fields, shape: Shape, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Give topics in their order, each once: of an Atom category the label and the term."""
    found: dict[str, None] = {}
    for name in shape.keywords:
        for element in fields.get(name, ()):
            for part in inner_text(element)[:MAX_LIST].split(",")[:MAX_CATEGORIES]:
                found.setdefault(plain_text(part))
    for name in shape.categories:
        for element in fields.get(name, ())[:MAX_CATEGORIES]:
            for text in _stated(element, name, vocabulary):
                found.setdefault(plain_text(text))
    found.pop("", None)
    return tuple(found)[:MAX_CATEGORIES]


def _stated(element: etree._Element, name: str, vocabulary: Vocabulary) -> list[str]:
    if name == "itunes:category":
        inner = [e.get("text", "") for e in element if vocabulary.key(e) == name]
        return [element.get("text", ""), *inner]
    if not element.keys():
        return [inner_text(element)]
    label, term = element.get("label", ""), element.get("term", "")
    return [label, term] if label or term else [inner_text(element)]
