"""The lead image: the picture on the page that is another rendition of the one the page declares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from newsgrid.extract import jsonld
from newsgrid.extract.declared import Declared
from newsgrid.extract.marks import BIT, read_marks
from newsgrid.model import Image
from newsgrid.text import squeeze

_MAX_PICTURES = 60
_EXTENSION = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)\b.*$", re.IGNORECASE)
_NO_PICTURE = re.compile(
    r"\.svg|placeholder|pxl|logo|dummy|blank|banner|spacer|pixel|1x1|avatar|default[-_](?:image|img|share)|transparent",
    re.IGNORECASE,
)
_SIZE_TAIL = re.compile(
    r"[-_](?:\d{2,4}x\d{2,4}|scaled|\d{2,4}|w\d{2,4}|master|social|og|large|small|medium|crop|content|fullhd|e\d{10,14})$"
)
_TOKEN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-z]*\d[0-9a-z]{7,}|\d{6,}")
_DAY = re.compile(r"^(?:19|20)\d{6}$")
_SOURCES = ("src", "data-src", "data-original", "data-lazy-src", "srcset", "data-srcset")
_DESCRIPTOR = re.compile(r"\s+(\d{1,5})(?:\.\d+)?[wx]$")
_ASIDE = BIT["related"] | BIT["teaser"] | BIT["author"] | BIT["promo"] | BIT["nav"]


def lead_image(page: Declared) -> tuple[Image | None, str]:
    """Choose the lead image and say what gave it.

    What og:image or JSON-LD name is looked for among the page's pictures, by file name or by a token that identifies
    the picture; else the first picture in a figure outside teasers, else what is declared.
    """
    declared = [address for raw in _declared(page) if (address := page.address(raw))]
    pictures = list(_pictures(page))
    names = {_name(address) for address in declared}
    tokens = frozenset().union(*map(_identity, declared)) if declared else frozenset()
    best: tuple[tuple[float, ...], str, Any] | None = None
    for order, (element, addresses) in enumerate(pictures):
        figure, aside = _place(element)
        for address in addresses:
            exact = _name(address) in names
            shared = max((len(token) for token in _identity(address) & tokens), default=0)
            if exact or shared >= 6:
                rank = (-2 * aside + figure, exact, shared, -order)
                if best is None or rank > best[0]:
                    best = (rank, address, element)
    if best is not None and best[0][0] > -2:
        return _image(page, best[1], best[2]), "page picture, as declared"
    if declared and best is not None:
        return Image(declared[0], alt=_declared_alt(page)), "og:image or json-ld"
    for element, addresses in pictures:
        figure, aside = _place(element)
        if figure and not aside:
            return _image(page, addresses[0], element), "first figure"
    return (Image(declared[0], alt=_declared_alt(page)), "og:image or json-ld") if declared else (None, "")


def _declared(page: Declared) -> Iterator[str]:
    yield from (
        page.meta(name)[0]
        for name in ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
        if page.meta(name)[0]
    )
    if page.links.get("image_src"):
        yield page.links["image_src"]
    for name in ("image", "thumbnailUrl"):
        for item in jsonld.items(page.article.get(name))[:3] if page.article else ():
            value = item.get("url") or item.get("contentUrl") or item.get("@id") if isinstance(item, dict) else item
            value = value[0] if isinstance(value, list) and value else value
            if isinstance(value, str):
                yield value


def _declared_alt(page: Declared) -> str:
    return page.meta("og:image:alt", "twitter:image:alt")[0]


def _pictures(page: Declared) -> Iterator[tuple[Any, list[str]]]:
    count = 0
    for element in page.root.iter("img", "source", "amp-img"):
        addresses = [
            a
            for name in _SOURCES
            if (value := element.get(name))
            for a in _split(name, value)
            if not a.startswith("data:") and not _NO_PICTURE.search(a[:1000])
        ]
        if addresses:
            yield element, addresses[:5]
            count += 1
            if count >= _MAX_PICTURES:
                return


def _split(name: str, value: str) -> Iterable[str]:
    if "srcset" not in name:
        return (value,)
    entries = [entry.strip() for entry in re.split(r",\s+", value[:8000]) if entry.strip()]
    # Widest first: it is the one a reader of today sees.
    entries.sort(key=lambda entry: -int(match.group(1)) if (match := _DESCRIPTOR.search(entry)) else 0)
    return [entry.split()[0] for entry in entries]


def _name(address: str) -> str:
    return _EXTENSION.sub("", address.split("?", maxsplit=1)[0].rstrip("/").rsplit("/", 1)[-1].lower())


def _identity(address: str) -> frozenset[str]:
    """Give tokens that name the picture whatever its size: long runs with digits, the file's stem without its size."""
    address = unquote(unquote(address[:2000])).lower()
    path = re.sub(r"^https?://[^/]+", "", address)
    path = path if "url=" in path or "image=" in path else path.split("?")[0]
    found: set[str] = set()
    for segment in re.split(r"[/,=;~?&]", path):
        stem = _EXTENSION.sub("", segment)
        found.update(token for token in _TOKEN.findall(stem) if not _DAY.match(token))
        for _ in range(2):
            stem = _SIZE_TAIL.sub("", stem)
        if len(stem) >= 12 and re.search(r"[a-z]{3}", stem):
            found.add(stem)
    return frozenset(found)


def _place(element: Any) -> tuple[int, int]:
    """Say (in a figure, in something aside)."""
    figure = aside = 0
    node, steps = element, 0
    while node is not None and steps < 12:
        if node.tag in ("figure", "picture"):
            figure = 1
        elif node.tag in ("nav", "footer", "aside"):
            aside = 1
        if steps < 6 and read_marks(node.get("class") or "") & _ASIDE:
            aside = 1
        node, steps = node.getparent(), steps + 1
    return figure, aside


def _image(page: Declared, address: str, element: Any) -> Image:
    return Image(page.address(address) or address, alt=squeeze(element.get("alt") or _declared_alt(page))[:500])
