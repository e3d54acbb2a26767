"""What a page declares of itself: meta tags, links, JSON-LD, microdata, microformats; gathered in one pass."""

from __future__ import annotations

import dataclasses
import re
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from newsgrid.extract import jsonld
from newsgrid.extract.markup import Element
from newsgrid.extract.vocabulary import word_set
from newsgrid.text import squeeze

_MAX_METAS = 400
_NAMING = ("property", "name", "itemprop", "http-equiv")
_MAX_ANCHORS = 3_000
_MAX_PICTURES = 250
_MAX_NODES = 500
"""Elements that are looked at below one: elements of the same kind may lie in each other, and each is read."""
_MAX_TEXT = 10_000
_MAX_FRAMES = 200
_PICTURES = frozenset({"img", "source", "amp-img"})
_FRAMES = word_set(
    "iframe embed object blockquote amp-youtube lite-youtube amp-twitter amp-instagram amp-vimeo amp-iframe amp-facebook amp-tiktok"
)
"""Elements that may embed something."""
_TELLING = ("meta", "link", "script", "title", "h1", "time", "base", "a", *_PICTURES, *_FRAMES)
_LETTERS = re.compile(r"[^\W_]+")
_HAS_ENTRY: Any = etree.XPath("boolean(//*[contains(@class, 'h-entry') or contains(@class, 'hentry')])")
# Microdata, and RDFa's own attribute where it is no Open Graph (which stands in meta tags).
_ITEMPROPS: Any = etree.XPath("//*[@itemprop or (@property and not(self::meta))]")
_MICROFORMATS: Any = etree.XPath(
    "//*[contains(@class, 'dt-published') or contains(@class, 'dt-updated') or contains(@class, 'p-author') or contains(@class, 'h-card')"
    " or (@title and contains(concat(' ', @class, ' '), ' published ') and ancestor::*[contains(concat(' ', @class, ' '), ' hentry ')])"
    " or (@class='fn' and ancestor::*[contains(concat(' ', @class, ' '), ' hentry ')])]"
)


@dataclasses.dataclass(slots=True)
class Stamp:
    """A `<time>` element."""

    value: str
    role: str
    """itemprop and class, in lower case."""
    text: str


@dataclasses.dataclass(slots=True)
class Declared:
    """What a page says of itself, unjudged."""

    root: Element
    url: str
    base: str = ""
    metas: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    links: dict[str, str] = dataclasses.field(default_factory=dict)
    licence_links: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    """(address, media type) of links of kind `license`."""
    has_rsl: bool = False
    """Terms in Really Simple Licensing stand in the page itself."""
    stamps: list[Stamp] = dataclasses.field(default_factory=list)
    h1s: list[str] = dataclasses.field(default_factory=list)
    h1_places: list[tuple[int, int]] = dataclasses.field(default_factory=list)
    """For each h1, how many links and frames stand before it."""
    pictures: list[Element] = dataclasses.field(default_factory=list)
    """`img`, `source` and `amp-img` elements in document order, the first 250."""
    anchors: list[Element] = dataclasses.field(default_factory=list)
    """Links (`a`) in document order, the first 3,000."""
    headed: set[Element] = dataclasses.field(default_factory=set)
    """Elements that hold an h1, at any depth."""
    frames: list[Element] = dataclasses.field(default_factory=list)
    """Elements that may embed something, in document order, the first 200."""
    document_title: str = ""
    language: str = ""
    articles: list[jsonld.Node] = dataclasses.field(default_factory=list)
    """JSON-LD article nodes, most telling first."""
    nodes: list[jsonld.Node] = dataclasses.field(default_factory=list)
    _itemprops: list[tuple[str, str]] | None = None
    _microformats: list[tuple[str, str]] | None = None

    @property
    def article(self) -> jsonld.Node:
        """The JSON-LD node of the article; empty when there is none."""
        return self.articles[0] if self.articles else {}

    def meta(self, *names: str) -> tuple[str, str]:
        """Give the first of these meta values that is not empty, and its name."""
        for name in names:
            for value in self.metas.get(name, ()):
                if value.strip():
                    return squeeze(jsonld.clean(value)), name
        return "", ""

    def anchors_after(self, title: str) -> list[Element]:
        """Give the links after the headline; all when no h1 says it."""
        return self.anchors[self._place(title)[0] :]

    def frames_after(self, title: str) -> list[Element]:
        """Give the frames after the headline; all when no h1 says it."""
        return self.frames[self._place(title)[1] :]

    def _place(self, title: str) -> tuple[int, int]:
        key = plain_key(title)
        shown = zip(self.h1s, self.h1_places, strict=True)
        return next((place for text, place in shown if plain_key(text) == key), (0, 0))

    def node(self, item: Any) -> Any:
        """Follow an object of JSON-LD that is only a reference (`@id`) to the node it stands for; else give it as it is."""
        if isinstance(item, dict) and "@id" in item and len(item) <= 2:
            same = item["@id"]
            return next((node for node in self.nodes if node.get("@id") == same and len(node) > len(item)), item)
        return item

    def address(self, link: str) -> str:
        """Resolve a link against the page; empty when it is no web address."""
        if not link.strip():
            return ""
        try:
            joined = urljoin(self.base or self.url, link.strip())
        except ValueError:
            return ""
        return joined if joined.startswith(("http://", "https://")) and len(joined) < 4000 else ""

    def itemprops(self) -> list[tuple[str, str]]:
        """Give properties of microdata and RDFa as (name in lower case, value), in document order; at most 300.

        Read when first asked for.
        """
        if self._itemprops is None:
            self._itemprops = [_property(el) for el in _ITEMPROPS(self.root)[:300]]
        return self._itemprops

    def microformats(self) -> list[tuple[str, str]]:
        """Give the marks of an h-entry as (class, value), in document order; at most 50. None when the page has no h-entry."""
        if self._microformats is None:
            found = _MICROFORMATS(self.root)[:50] if _HAS_ENTRY(self.root) else []
            self._microformats = [_mark(el) for el in found]
        return self._microformats


def _mark(element: Element) -> tuple[str, str]:
    """Give the class and value of a microformat; the `published` of hAtom by its name of today."""
    names = (element.get("class") or "").lower()
    if "published" in names.split():
        return "dt-published", element.get("title") or ""
    return "p-author" if names == "fn" else names, element.get("datetime") or element_text(element)


def gather(root: Element, url: str) -> Declared:
    """Collect what the page declares, in one walk over the few elements that can say something."""
    page = Declared(
        root, url, language=(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
    )
    scripts: list[str] = []
    count = 0
    for element in root.iter(*_TELLING):
        tag = element.tag
        if tag == "a":
            if len(page.anchors) < _MAX_ANCHORS:
                page.anchors.append(element)
        elif tag in _FRAMES:
            if len(page.frames) < _MAX_FRAMES:
                page.frames.append(element)
        elif tag in _PICTURES:
            if len(page.pictures) < _MAX_PICTURES:
                page.pictures.append(element)
        elif tag == "meta":
            count += 1
            if count <= _MAX_METAS:
                _keep_meta(page, element)
        elif tag == "link":
            _keep_link(page, element)
        elif tag == "script":
            kind = (element.get("type") or "").lower()
            if "ld+json" in kind and len(scripts) < 60:
                scripts.append(element.text or "")
            page.has_rsl = page.has_rsl or kind == "application/rsl+xml"
        elif tag == "time":
            _keep_stamp(page, element)
        elif tag == "h1":
            _keep_headed(page, element)
            if len(page.h1s) < 30 and (text := element_text(element)):
                page.h1s.append(text[:600])
                page.h1_places.append((len(page.anchors), len(page.frames)))
        elif tag == "title":
            page.document_title = page.document_title or squeeze(element.text or "")[:600]
        elif not page.base and element.get("href"):
            page.base = page.address(element.get("href"))
    page.nodes = jsonld.nodes(scripts)
    page.articles = _article_nodes(page)
    return page


def element_text(element: Element, limit: int = 4000) -> str:
    """Give the text of an element and the first 500 below it, squeezed, until it has so many characters; never a script's."""
    parts: list[str] = []
    size = 0
    for event, node in islice(etree.iterwalk(element, events=("start", "end", "comment")), 2 * _MAX_NODES):
        if size > limit:
            break
        if event == "start":
            text = "" if node.tag in ("script", "style", "noscript", "template", "svg") else node.text
        else:
            text = node.tail if node is not element else ""
        if text:
            parts.append(text[:_MAX_TEXT])
            size += len(text)
    return squeeze("".join(parts))


def _keep_meta(page: Declared, element: Element) -> None:
    content = element.get("content")
    if not content:
        return
    names: dict[str, None] = {}
    for attribute in _NAMING:
        if value := element.get(attribute):
            names |= dict.fromkeys(value.lower().split()[:4] if attribute == "property" else [value.lower().strip()])
    for name in names:
        page.metas.setdefault(name.removeprefix("schema:"), []).append(content[:8000])


def _keep_link(page: Declared, element: Element) -> None:
    href = element.get("href")
    if href:
        for rel in (element.get("rel") or "").lower().split():
            page.links.setdefault(rel, href)
            if rel == "license" and len(page.licence_links) < 20:
                page.licence_links.append((href, (element.get("type") or "").strip().lower()))


def _keep_headed(page: Declared, element: Element) -> None:
    node = element
    while node is not None and node not in page.headed:
        page.headed.add(node)
        node = node.getparent()


def _keep_stamp(page: Declared, element: Element) -> None:
    if len(page.stamps) < 40:
        role = f"{element.get('itemprop') or ''} {element.get('class') or ''}".lower()
        page.stamps.append(Stamp((element.get("datetime") or "").strip(), role, element_text(element, 200)))


def _property(element: Element) -> tuple[str, str]:
    """Give the property an element states; the name of what stands inside it, when that is an item of its own."""
    # RDFa names may carry a prefix ("schema:author") or be whole addresses.
    name = (element.get("itemprop") or element.get("property") or "").lower().split(" ")[0]
    name = name.rpartition("/")[2].rpartition(":")[2].rpartition("#")[2]
    value = element.get("content") or element.get("datetime")
    if value is None and element.tag in ("img", "link", "a") and name in ("image", "url"):
        value = element.get("src") or element.get("href")
    if value is None and (element.get("itemscope") is not None or element.get("typeof") is not None):
        for inner in islice(filter(_names, islice(element.iter(), 1, _MAX_NODES)), 3):
            kind = inner.get("itemprop") or inner.get("property") or ""
            if (name == "image") == kind.endswith("url"):
                value = inner.get("content") or inner.get("src") or inner.get("href") or element_text(inner, 400)
                break
    return name, squeeze(value) if value else element_text(element, 400)


def _names(element: Element) -> bool:
    return element.get("itemprop") in ("name", "url") or "name" in (element.get("property") or "")


def _article_nodes(page: Declared) -> list[jsonld.Node]:
    """Order the article nodes: those that say most, and above all the one whose headline stands on the page."""
    shown = {plain_key(text) for text in page.h1s}

    def weight(node: jsonld.Node) -> int:
        said = sum(bool(node.get(key)) for key in ("headline", "datePublished", "author", "articleBody", "image"))
        return said + 2 * (plain_key(jsonld.text_of(node.get("headline"))) in shown)

    return sorted((node for node in page.nodes if jsonld.types(node) & jsonld.ARTICLE_TYPES), key=weight, reverse=True)


def plain_key(text: str) -> str:
    """Give a text's letters and digits in lower case, for telling whether two headlines are one."""
    return " ".join(_LETTERS.findall(text.casefold()))
