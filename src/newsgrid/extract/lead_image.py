"""The lead image: the picture on the page that is another rendition of the one the page declares.

What og:image and JSON-LD name is mostly cut to another size than what a reader sees. Renditions of one picture share their
file's name, its stem without a size, or a long token; of those that the page shows, the widest is taken.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from newsgrid.extract import jsonld
from newsgrid.extract.declared import Declared, element_text
from newsgrid.extract.finish import part_caption
from newsgrid.extract.markup import Element
from newsgrid.extract.surroundings import is_beside
from newsgrid.extract.vocabulary import word_set
from newsgrid.model import Image
from newsgrid.text import squeeze

_MAX_DECLARED = 8
_MAX_CHARS = 2_000
_MAX_RENDITIONS = 40
_EXTENSIONS = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")
_NO_PICTURE = re.compile(
    r"\.svg|placeholder|pxl|logo|dummy|blank|banner|spacer|pixel|1x1|avatar|default[-_](?:image|img|share)|transparent|favicon|vgwort|gravatar",
    re.IGNORECASE,
)
_NO_ADDRESS = ("data:", "{", "[", "blob:", "javascript:", "about:")
_SIZE_WORDS = word_set(
    "scaled master social og large small medium crop cropped content fullhd wide full thumb thumbnail retina mobile desktop"
)
_SIZE = re.compile(r"w?\d{2,4}(?:x\d{2,4})?|e\d{10,14}")
_TOKEN = re.compile(r"[0-9a-z]+(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-z]+")
_DIGIT = re.compile(r"\d")
_DAY = re.compile(r"(?:19|20)\d{6}")
_DIMENSIONS = re.compile(r"(?<![0-9a-z])(\d{2,4})x(?:\d{2,4})(?!\d)")
_WIDTH = re.compile(r"[?&,/;_](?:w|width|imwidth|wid|resize|w_)[=:_/](\d{2,4})(?!\d)")
_ASIDE = word_set("author avatar byline logo share sharing social icon profile bio")
_LEADING = 1_000
# An address ends at white space or at a comma before it; what describes it, at a comma.
_ENTRY = re.compile(r"([^\s,]\S*)(?:\s{1,9}(\d{1,5}(?:\.\d{1,3})?[wx])\s{0,9}(?=,|$))?,?")
_SAME_FILE = 4.0
_UNBEATEN = (_SAME_FILE, 1.0, 1.0)
"""Rank of a picture that no later one can pass: the same file, large, in a figure."""
_ALIKE = 16
"""Characters that two names must begin with alike to be taken for one picture's."""
_SMALL = 300
"""Pixels of width under which a picture is a thumbnail."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Marks:
    """What tells renditions of the declared pictures."""

    addresses: frozenset[str]
    names: frozenset[str]
    """Of files, as far as they can name a picture; likewise below."""
    stems: frozenset[str]
    folders: frozenset[str]
    """Of files whose own name is only a size."""
    tokens: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class _Shown:
    """A picture of the page that is a rendition of a declared one."""

    rank: tuple[float, ...]
    element: Element


def lead_image(page: Declared) -> tuple[Image | None, str]:
    """Choose the lead image and say what gave it.

    What og:image or JSON-LD name is looked for among the page's pictures; failing that, it is taken as declared; a page
    that declares none gives its first picture of some size in a figure of the article.
    """
    declared = list(dict.fromkeys(a for raw in _declared(page) if (a := page.address(raw))))[:_MAX_DECLARED]
    usable = [address for address in declared if _is_picture(address)]
    shown = _rendition(page, _marks(usable)) if usable else None
    if shown is not None:
        return _image(page, shown), "page picture, as declared"
    if usable:
        return Image(usable[0], _declared_alt(page), _declared_credit(page)), "og:image or json-ld"
    first = next((element for element in page.pictures if _leads(page, element)), None)
    if first is not None:
        return _image(page, first), "first figure"
    return (Image(declared[0], _declared_alt(page)), "og:image or json-ld") if declared else (None, "")


def _rendition(page: Declared, marks: _Marks) -> Element | None:
    """Give the picture of the page that is most surely one of the declared, outside teasers and share boxes."""
    best: _Shown | None = None
    for order, element in enumerate(page.pictures):
        sure, listed = 0.0, list(_renditions(element))
        for address, _ in listed if len(listed) < 4 else (listed[0], *listed[-2:]):
            sure = max(sure, _likeness(address, marks))
            if sure >= _SAME_FILE:
                break
        if sure <= 0 or (best is not None and sure < best.rank[0]) or is_beside(element, page.headed, _ASIDE):
            continue
        if not any(page.address(address) for address, _ in listed):
            continue
        large = max(map(_width, listed)) not in range(1, _SMALL)
        rank = (sure, float(large), float(_in_figure(element)), -float(order))
        if best is None or rank > best.rank:
            best = _Shown(rank, element)
            if rank[:3] == _UNBEATEN:
                break
    return best.element if best else None


def _likeness(address: str, marks: _Marks) -> float:
    """Say how surely an address is a rendition of a declared picture: 4 the same file, 3 its stem, 2 a token, 1 names alike, 0 none."""
    name = _name(address)
    if name in marks.names or address in marks.addresses:
        return _SAME_FILE
    stem = _stem(name)
    if stem in marks.stems if _is_telling(stem) else marks.folders and _folder(address) in marks.folders:
        return 3.0
    plain = address.lower() if "%" not in address else unquote(unquote(address)).lower()
    shared = max((len(token) for token in marks.tokens if token in plain), default=0)
    if shared:
        return 2.0 + min(shared, 60) / 100
    for other in marks.names:
        alike = _common(name, other) if name[:8] == other[:8] else 0
        if alike >= _ALIKE and alike * 2 >= min(len(name), len(other)):
            return 1.0 + min(alike, 90) / 100
    return 0.0


def _common(left: str, right: str) -> int:
    """Give how many characters two names begin with alike."""
    return next(
        (index for index, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right))
    )


def _marks(addresses: list[str]) -> _Marks:
    names = [(address, name, _stem(name)) for address in addresses for name in (_name(address),)]
    return _Marks(
        frozenset(addresses),
        frozenset(name for _, name, stem in names if _is_telling(stem)),
        frozenset(stem for _, _, stem in names if _is_telling(stem)),
        frozenset(
            folder
            for address, _, stem in names
            if not _is_telling(stem) and _is_telling((folder := _folder(address)).rpartition("/")[2])
        ),
        tuple(dict.fromkeys(token for address in addresses for token in _tokens(address))),
    )


def _tokens(address: str) -> tuple[str, ...]:
    """Give what names the picture whatever its size: long runs of letters with digits, long numbers. No dates."""
    plain = unquote(unquote(address[:_MAX_CHARS])).lower().partition("://")[2].partition("/")[2]
    path = plain if "url=" in plain or "image=" in plain else plain.partition("?")[0]
    return tuple(
        token
        for token in dict.fromkeys(_TOKEN.findall(path))
        if len(token) >= (6 if token.isdigit() else 8) and _DIGIT.search(token) and not _DAY.fullmatch(token)
    )


def _is_telling(name: str) -> bool:
    """Say whether a file's name can name a picture: "image", "main" and "640" cannot."""
    return len(name) >= 12 or (len(name) >= 6 and _DIGIT.search(name) is not None)


def _folder(address: str) -> str:
    """Give an address's path without the file, without scheme and host."""
    path = address[:_MAX_CHARS].partition("?")[0].rpartition("/")[0].lower()
    return path.partition("://")[2].partition("/")[2] if "://" in path else path.lstrip("/")


def _name(address: str) -> str:
    """Give an address's file name in lower case, without its extension."""
    name = address[:_MAX_CHARS].partition("?")[0].rstrip("/").rpartition("/")[2].lower()
    for extension in _EXTENSIONS:
        if name.endswith(extension):
            return name.removesuffix(extension)
    return name


def _stem(name: str) -> str:
    """Take sizes and words for sizes off the end of a file's name: "quay-585x439", "quay_large", "quay-scaled-1"."""
    for _ in range(3):
        head, mark, tail = name.rpartition("-") if name.rfind("-") > name.rfind("_") else name.rpartition("_")
        if not head or not mark or not (not tail or tail in _SIZE_WORDS or _SIZE.fullmatch(tail)):
            break
        if tail.isdigit() and not _is_telling(head):  # "img_0234" is named by its number
            break
        name = head
    return name


def _declared(page: Declared) -> Iterator[str]:
    for name in ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src"):
        yield from (value for value in page.metas.get(name, ())[:1] if value.strip())
    for name in ("image", "thumbnailUrl"):
        for item in jsonld.items(page.article.get(name))[:3] if page.article else ():
            yield from _addresses(page.node(item))
    if page.links.get("image_src"):
        yield page.links["image_src"]
    if not page.articles:
        yield from [value for name, value in page.itemprops() if name == "image"][:1]


def _addresses(item: Any) -> Iterator[str]:
    """Give the address of an ImageObject, or of a plain string."""
    value = item.get("url") or item.get("contentUrl") if isinstance(item, dict) else item
    value = value[0] if isinstance(value, list) and value else value
    if isinstance(value, str) and value.strip():
        yield value


def _renditions(element: Element) -> Iterator[tuple[str, int]]:
    """Give the addresses of an `img` or `source`, lazy ones too, with their width in pixels or negative density, else 0."""
    for name, value in element.items():
        if not value or not (
            name in ("src", "srcset") or (name.startswith("data-") and ("src" in name or name == "data-original"))
        ):
            continue
        for address, width in _entries(value) if "srcset" in name else [(value.strip(), 0)]:
            if "/" in address and len(address) < _MAX_CHARS and not address.startswith(_NO_ADDRESS):
                yield address, width


def _entries(value: str) -> Iterator[tuple[str, int]]:
    """Read a srcset (HTML Living Standard 4.8.4.2.2): addresses with a width, or with a density as a negative number."""
    for entry in itertools.islice(_ENTRY.finditer(value[:8_000]), _MAX_RENDITIONS):
        address, told = entry.group(1).rstrip(","), (entry.group(2) or "").strip()
        number = told[:-1].split(".", maxsplit=1)[0]
        if not address:
            continue
        if told.endswith("w") and number.isdigit() and len(number) < 6:
            yield address, int(number)
        elif told.endswith("x") and number.isdigit() and len(number) < 3:
            yield address, -int(number)
        else:
            yield address, 0


def _width(rendition: tuple[str, int]) -> int:
    """Give the width of a rendition in pixels: as its srcset says, else as its address tells; 0 when neither does."""
    address, said = rendition
    if said > 0:
        return said
    match = _DIMENSIONS.search(address) or _WIDTH.search(address)
    return int(match.group(1)) * max(1, -said) if match else 0


def _in_figure(element: Element) -> bool:
    node = element
    for _ in range(7):
        if node is None:
            return False
        if node.tag in ("figure", "picture"):
            return True
        node = node.getparent()
    return False


def _leads(page: Declared, element: Element) -> bool:
    """Say whether a picture can lead an article by itself: in a figure, not small, not beside the article."""
    size = element.get("width") or ""
    small = size.isdigit() and len(size) < 6 and int(size) < 200
    if small or not _in_figure(element):
        return False
    usable = any(_is_picture(address) and page.address(address) for address, _ in _renditions(element))
    return usable and not is_beside(element, page.headed, _ASIDE)


def _is_picture(address: str) -> bool:
    """Say whether an address may be a picture of the article: no logo, placeholder, drawing or pixel."""
    return not _NO_PICTURE.search(address[:_LEADING])


def _image(page: Declared, element: Element) -> Image:
    """Give the widest rendition of a picture, with its alternative text and its credit."""
    # A `source` has no end tag, but libxml2 nests one in the other: the `picture` may lie some levels up.
    near = [node for _, node in zip(range(8), element.iterancestors(), strict=False) if node.tag == "picture"]
    group = list(near[0].iter("source", "img")) if near else [element]
    listed = [(a, w) for member in group[:12] for a, w in _renditions(member) if page.address(a)]
    address = max([rendition for rendition in listed if _is_picture(rendition[0])] or listed, key=_width)[0]
    alt = next((said for member in group if (said := squeeze(member.get("alt") or ""))), "")
    return Image(
        page.address(address),
        (alt or _declared_alt(page))[:500],
        _figure_credit(element) or _declared_credit(page),
    )


def _figure_credit(element: Element) -> str:
    node = element
    for _ in range(8):
        if node is None or node.tag == "figure":
            break
        node = node.getparent()
    if node is None or node.tag != "figure":
        return ""
    caption = next(node.iter("figcaption"), None)
    return part_caption(element_text(caption, 1_000)).credit if caption is not None else ""


def _declared_alt(page: Declared) -> str:
    return page.meta("og:image:alt", "twitter:image:alt")[0]


def _declared_credit(page: Declared) -> str:
    """Give who made the picture, as JSON-LD says it (schema.org creditText, copyrightHolder, creator, author)."""
    for item in jsonld.items(page.article.get("image"))[:1] if page.article else ():
        node = page.node(item)
        if isinstance(node, dict):
            for key in ("creditText", "copyrightHolder", "creator", "author", "copyrightNotice"):
                if said := jsonld.text_of(node.get(key)).strip(" ©"):
                    return said[:120]
    return ""
