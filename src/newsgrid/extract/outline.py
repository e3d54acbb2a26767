"""A page as a flat list of text pieces, with the tree of their containers beside it.

One walk cuts the page at every element that is not inline. A piece belongs to the container it was cut in; containers
stand in document order in parallel lists, so that a parent always comes before its children.
"""

from __future__ import annotations

import dataclasses

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
MAX_TEXT = 3_000_000
_NAMING = frozenset({"id", "itemprop", "data-testid", "data-component", "role", "data-type", "aria-label"})
_LANDMARK = {tag: 1 << index for index, tag in enumerate(LANDMARKS)}
_PLAIN = {"article", "main", "aside", "nav", "header", "footer", "section", "figure", "figcaption"}
_EMBEDS = frozenset({"iframe", "object", "embed"})
_HIDDEN = BIT["hidden"]


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
    embeds: list[tuple[str, int]] = dataclasses.field(default_factory=list)
    """(address, container) of frames."""
    truncated: bool = False


def outline(root: Element, *, plain: bool = False) -> Outline:
    """Cut a page into pieces. With `plain`, telling tags are read as `div` (used to train for bare pages)."""
    body = root if root.tag == "body" else root.find(".//body")
    return _Walk(plain).run(root if body is None else body)


class _Walk:
    """The state of one walk. One long method, because a call for each of ten thousand elements would double its time."""

    def __init__(self, plain: bool) -> None:
        self.page = Outline()
        self.plain = plain
        self.text: list[str] = []
        self.linked = self.bold = self.italic = self.links = self.stamps = self.images = 0
        self.opens_linked = False
        self.size = 0

    def run(self, body: Element) -> Outline:
        page, text = self.page, self.text
        stack = [0]
        in_link = in_bold = in_italic = breaks = 0
        walk = etree.iterwalk(body, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                if tag in SKIPPED or not isinstance(tag, str):
                    if tag in _EMBEDS and element.get("src") and len(page.embeds) < 60:
                        page.embeds.append((element.get("src"), stack[-1]))
                    walk.skip_subtree()
                    continue
                if tag in INLINE:
                    if tag == "a":
                        in_link += 1
                        self.links += 1
                    elif tag in ("b", "strong"):
                        in_bold += 1
                    elif tag in ("i", "em"):
                        in_italic += 1
                    elif tag == "img":
                        self.images += 1
                        page.images[stack[-1]] += 1
                    elif tag == "time":
                        self.stamps += 1
                elif tag == "br":
                    breaks += 1
                    if breaks >= 2:
                        self._cut(stack[-1], in_link)
                        if len(page.pieces) >= MAX_PIECES:
                            page.truncated = True
                            return page
                    else:
                        text.append(" ")
                else:
                    self._cut(stack[-1], in_link)
                    breaks = 0
                    if len(page.parent) >= MAX_CONTAINERS or len(page.pieces) >= MAX_PIECES or self.size > MAX_TEXT:
                        page.truncated = True
                        return page
                    stack.append(self._open(element, tag, stack[-1]))
                said = element.text
            else:
                if tag in SKIPPED:
                    said = element.tail
                elif tag in INLINE:
                    if tag == "a":
                        in_link -= 1
                    elif tag in ("b", "strong"):
                        in_bold -= 1
                    elif tag in ("i", "em"):
                        in_italic -= 1
                    said = element.tail
                else:
                    if tag != "br" and isinstance(tag, str):
                        self._cut(stack[-1], in_link)
                        if len(stack) > 1:
                            stack.pop()
                    said = element.tail
                if element is body:
                    break
            if said:
                text.append(said)
                if not said.isspace():
                    breaks = 0
                    size = len(said)
                    self.size += size
                    if in_link:
                        self.linked += size
                    if in_bold:
                        self.bold += size
                    if in_italic:
                        self.italic += size
        self._cut(stack[-1], in_link)
        return page

    def _cut(self, container: int, in_link: int) -> None:
        """End the piece under way, when it has text."""
        if not self.text:
            return
        text = " ".join("".join(self.text).split())
        self.text.clear()
        if text:
            size = len(text)
            self.page.pieces.append(
                Piece(
                    text, container, min(1.0, self.linked / size), min(1.0, self.bold / size), min(1.0, self.italic / size),
                    self.links, self.stamps, self.images, self.opens_linked,
                )
            )  # fmt: skip
            self.images = 0
        self.linked = self.bold = self.italic = self.links = self.stamps = 0
        self.opens_linked = in_link > 0

    def _open(self, element: Element, tag: str, parent: int) -> int:
        """Enter a container and give its number."""
        page = self.page
        names = classes = ""
        hidden = False
        for attribute, value in element.items():
            if attribute == "class":
                classes = value
                names = f"{names} {value}"
            elif attribute in _NAMING:
                names = f"{names} {value}"
            elif attribute == "style":
                hidden = hidden or ("none" in value and "display" in value)
            elif attribute == "hidden" or (attribute == "aria-hidden" and value == "true"):
                hidden = True
        own = read_marks(names[:600]) if names else 0
        if hidden:
            own |= _HIDDEN
        if self.plain and tag in _PLAIN:
            tag = "div"
        grandparent = page.parent[parent]
        page.parent.append(parent)
        page.tag.append(tag)
        page.own.append(own)
        page.near.append(own | page.own[parent] | page.own[grandparent])
        page.within.append(own | page.within[parent])
        page.landmarks.append(page.landmarks[parent] | _LANDMARK.get(tag, 0))
        page.depth.append(page.depth[parent] + 1)
        page.signature.append(f"{tag}.{classes[:60]}")
        page.images.append(0)
        return len(page.parent) - 1
