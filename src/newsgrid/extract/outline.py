"""A page as a flat list of text pieces, with the tree of their containers beside it.

One walk cuts the page at every element that is not inline. A piece belongs to the container it was cut in; containers
stand in document order in parallel lists, so that a parent always comes before its children.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from lxml import etree

from newsgrid.extract.marks import BIT, read_marks
from newsgrid.extract.markup import Element
from newsgrid.extract.vocabulary import word_list, word_set

SKIPPED = word_set("""script style noscript template svg select option button iframe object canvas textarea head datalist input map audio video math embed link meta
    source track dialog""")
INLINE = word_set("""a span b i em strong u font sub sup mark small time abbr cite q code label s strike del ins big tt kbd var acronym bdi bdo data dfn samp wbr nobr
    ruby rt rp rb picture img""")
LANDMARKS = word_list(
    "article main aside nav header footer figure figcaption ul ol table blockquote form section li details"
)
"""Tags whose presence among the ancestors is told, in the order of their bits."""

MAX_PIECES = 6_000
MAX_CONTAINERS = 60_000
MAX_TEXT = 1_000_000
MAX_PIECE = 200_000
"""Characters of one piece: a body whose paragraphs are parted by single line breaks is one."""
_NAMING = frozenset({"id", "itemprop", "data-testid", "data-component", "role", "data-type", "aria-label"})
_LANDMARK = {tag: 1 << index for index, tag in enumerate(LANDMARKS)}
_EMBEDS = frozenset({"iframe", "object", "embed"})
_HIDDEN = BIT["hidden"]

# What the walk does at a tag. Each tag that is not named here opens a container.
_CONTAINER, _INLINE, _LINK, _BOLD, _ITALIC, _IMAGE, _STAMP, _BREAK, _SKIP = range(9)
_ACTS: dict[Any, int] = (
    dict.fromkeys(INLINE, _INLINE)
    | dict.fromkeys((*SKIPPED, etree.Comment, etree.PI, etree.Entity), _SKIP)
    | {"a": _LINK, "b": _BOLD, "strong": _BOLD, "i": _ITALIC, "em": _ITALIC}
    | {"img": _IMAGE, "time": _STAMP, "br": _BREAK}
)


@dataclasses.dataclass(slots=True)
class Piece:
    """A run of text between two block boundaries."""

    text: str
    container: int
    linked: float
    """Share of characters inside links; likewise below."""
    bold: float
    italic: float
    links: int
    stamps: int
    images: int
    """Pictures since the piece before."""
    opens_linked: bool


@dataclasses.dataclass(slots=True)
class Outline:
    """Pieces in reading order, and the containers they lie in. Container 0 is the body."""

    pieces: list[Piece] = dataclasses.field(default_factory=list)
    parent: list[int] = dataclasses.field(default_factory=lambda: [0])
    tag: list[str] = dataclasses.field(default_factory=lambda: ["body"])
    own: list[int] = dataclasses.field(default_factory=lambda: [0])
    """Marks of the container's own names."""
    near: list[int] = dataclasses.field(default_factory=lambda: [0])
    """Marks of the container, its parent and its grandparent."""
    within: list[int] = dataclasses.field(default_factory=lambda: [0])
    """Marks of the container and all its ancestors."""
    landmarks: list[int] = dataclasses.field(default_factory=lambda: [0])
    depth: list[int] = dataclasses.field(default_factory=lambda: [0])
    signature: list[str] = dataclasses.field(default_factory=lambda: ["body"])
    images: list[int] = dataclasses.field(default_factory=lambda: [0])
    ends: list[int] = dataclasses.field(default_factory=lambda: [0])
    """The number after that of the last container within each."""
    embeds: list[tuple[str, int]] = dataclasses.field(default_factory=list)
    """(address, container) of frames."""
    truncated: bool = False


def outline(root: Element) -> Outline:
    """Cut a page into pieces."""
    body = root if root.tag == "body" else root.find(".//body")
    return _walk(root if body is None else body)


def _walk(body: Element) -> Outline:
    """Walk and cut. One long function: a call for each of a thousand elements would double its time."""
    page = Outline()
    pieces, images, stack = page.pieces, page.images, [0]
    text: list[str] = []
    blank = False  # nothing but white space since the last cut
    in_link = in_bold = in_italic = breaks = size = 0
    linked = bold = italic = links = stamps = pictures = 0
    opens_linked = False
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        act = _ACTS.get(element.tag, _CONTAINER)
        starts = event == "start"
        if act == _BREAK and starts:
            breaks += 1
        if (text or blank) and (act == _CONTAINER or (act == _BREAK and starts and breaks > 1)):
            if text and (said := " ".join("".join(text)[:MAX_PIECE].split())):
                length = len(said)
                size += length
                pieces.append(
                    Piece(
                        said, stack[-1], min(1.0, linked / length), min(1.0, bold / length), min(1.0, italic / length),
                        links, stamps, pictures, opens_linked,
                    )
                )  # fmt: skip
                pictures = 0
            text.clear()
            blank = False
            linked = bold = italic = links = stamps = 0
            opens_linked = in_link > 0
        if starts:
            if act == _CONTAINER:
                breaks = 0
                if len(page.parent) >= MAX_CONTAINERS or len(pieces) >= MAX_PIECES or size > MAX_TEXT:
                    page.truncated = True
                    break
                stack.append(_open(page, element, stack[-1]))
            elif act == _LINK:
                in_link += 1
                links += 1
            elif act == _SKIP:
                if element.tag in _EMBEDS and element.get("src") and len(page.embeds) < 60:
                    page.embeds.append((element.get("src"), stack[-1]))
                walk.skip_subtree()
                continue
            elif act == _BOLD:
                in_bold += 1
            elif act == _ITALIC:
                in_italic += 1
            elif act == _IMAGE:
                pictures += 1
                images[stack[-1]] += 1
            elif act == _STAMP:
                stamps += 1
            elif act == _BREAK:
                if breaks < 2:
                    text.append(" ")
                elif len(pieces) >= MAX_PIECES:
                    page.truncated = True
                    break
            said = element.text
        else:
            if act == _CONTAINER:
                if len(stack) > 1:
                    page.ends[stack.pop()] = len(page.parent)
                if element is body:
                    break
            elif act == _LINK:
                in_link -= 1
            elif act == _BOLD:
                in_bold -= 1
            elif act == _ITALIC:
                in_italic -= 1
            said = element.tail
        if not said:
            continue
        if said.isspace():
            if text:
                text.append(said)
            else:
                blank = True
        else:
            text.append(said)
            breaks = 0
            length = len(said)
            if in_link:
                linked += length
            if in_bold:
                bold += length
            if in_italic:
                italic += length
    for container in stack:
        page.ends[container] = len(page.parent)
    return page


def _open(page: Outline, element: Element, parent: int) -> int:
    """Enter a container and give its number."""
    tag = element.tag
    classes = ""
    own = 0
    for attribute, value in element.items():
        if attribute == "class":
            classes = value
            own |= read_marks(value)
        elif attribute in _NAMING:
            own |= read_marks(value)
        elif attribute == "style":
            if "none" in value and "display" in value:
                own |= _HIDDEN
        elif attribute == "hidden" or (attribute == "aria-hidden" and value == "true"):
            own |= _HIDDEN
    parents = page.own[parent] | page.own[page.parent[parent]]
    page.parent.append(parent)
    page.tag.append(tag)
    page.own.append(own)
    page.near.append(own | parents)
    page.within.append(own | page.within[parent])
    page.landmarks.append(page.landmarks[parent] | _LANDMARK.get(tag, 0))
    page.depth.append(page.depth[parent] + 1)
    page.signature.append(f"{tag}.{classes[:60]}")
    page.images.append(0)
    page.ends.append(0)
    return len(page.parent) - 1
