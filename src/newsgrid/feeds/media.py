"""Files, images and topics that an element of a feed names."""

from __future__ import annotations

import re

from lxml import etree

from newsgrid.feeds.addresses import on_web
from newsgrid.feeds.markup import plain_text
from newsgrid.feeds.reader import RDF, inner_text
from newsgrid.feeds.vocabulary import Fields, Vocabulary
from newsgrid.model import Enclosure

MAX_CATEGORIES = 60
MAX_ENCLOSURES = 50
MAX_LIST = 10_000
"""Characters of a list of keywords."""
_FILES = (("enclosure", "url"), ("atom:link", "href"), ("link", "href"), ("media:content", "url"))
_IMAGES = (
    ("media:thumbnail", ("url",)), ("itunes:image", ("href", "url")), ("podcast:image", ("href",)), ("image:image", ()), ("image", ("resource", "href")),
    ("atom:logo", ()), ("webfeeds:cover", ("image",)), ("webfeeds:logo", ()), ("webfeeds:icon", ()), ("atom:icon", ()), ("video:video", ()),
)  # fmt: skip
_INSIDE = frozenset(["url", "loc", "image:loc", "video:thumbnail_loc", "atom:url"])
_LISTS = ("itunes:keywords", "media:keywords", "tags", "news:keywords", "keywords")
FILES = ("enclosure", "atom:link", "link", "media:content")
IMAGES = tuple(name for name, _ in _IMAGES)
CATEGORIES = (*_LISTS, "itunes:category", "category", "atom:category", "dc:subject", "media:category")
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


def enclosures(fields: Fields, base: str) -> tuple[Enclosure, ...]:
    """Give the files offered, each once."""
    found: dict[str, Enclosure] = {}
    for key, attribute in _FILES:
        for element in fields.get(key, ())[:MAX_ENCLOSURES]:
            if attribute == "href" and element.get("rel", "").lower() != "enclosure":
                continue
            url = on_web(base, element.get(attribute) or element.get("href") or element.text or "")
            if url and url not in found:
                size = (element.get("length") or element.get("fileSize") or "").strip()
                is_number = size.isascii() and size.isdigit() and len(size) < 15
                found[url] = Enclosure(url, element.get("type", "").strip(), int(size) if is_number else None)
    return tuple(found.values())


def image(fields: Fields, vocabulary: Vocabulary, base: str, *texts: str) -> str:
    """Give the picture: one declared as such, else the first in the sanitised `texts`."""
    for key in ("media:content", "enclosure"):
        for element in fields.get(key, ())[:MAX_ENCLOSURES]:
            is_image = element.get("medium") == "image" or element.get("type", "").lower().startswith("image/")
            if is_image and (url := on_web(base, element.get("url", ""))):
                return url
    for key, attributes in _IMAGES:
        for element in fields.get(key, ())[:MAX_ENCLOSURES]:
            if url := _image_of(element, attributes, vocabulary, base):
                return url
    for text in texts:
        if "<img " in text and (match := _PICTURE.search(text)):
            return match.group(1).replace("&amp;", "&")
    return ""


def _image_of(element: etree._Element, attributes: tuple[str, ...], vocabulary: Vocabulary, base: str) -> str:
    stated = [element.get(name) or element.get(RDF + name) or "" for name in attributes]
    stated += [child.text or "" for child in element if vocabulary.key(child) in _INSIDE]
    if not len(element) and not attributes:
        stated.append(element.text or "")
    return next((url for address in stated if address and (url := on_web(base, address))), "")


def categories(fields: Fields, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Give topics in their order, each once: of an Atom category the label and the term."""
    found: dict[str, None] = {}
    for key in _LISTS:
        for element in fields.get(key, ()):
            for part in inner_text(element)[:MAX_LIST].split(",")[:MAX_CATEGORIES]:
                found.setdefault(plain_text(part))
    for key in ("itunes:category", "category", "atom:category", "dc:subject", "media:category"):
        for element in fields.get(key, ())[:MAX_CATEGORIES]:
            for text in _stated(element, key, vocabulary):
                found.setdefault(plain_text(text))
    found.pop("", None)
    return tuple(found)[:MAX_CATEGORIES]


def _stated(element: etree._Element, key: str, vocabulary: Vocabulary) -> list[str]:
    if key == "itunes:category":
        inner = [e.get("text", "") for e in element if vocabulary.key(e) == key]
        return [element.get("text", ""), *inner]
    label, term = element.get("label", ""), element.get("term", "")
    return [label, term] if label or term else [inner_text(element)]
