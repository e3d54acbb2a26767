"""A publisher file at work on one page."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
from numpy.typing import NDArray

from newsgrid.extract.features import Matrix
from newsgrid.extract.markup import Element
from newsgrid.extract.outline import Outline
from newsgrid.extract.publishers import Layout, PublisherFile
from newsgrid.extract.publishers.selectors import select
from newsgrid.text import squeeze

_MARK = "ngx"
"""Class that is put first on the elements of the body, by which they are found again in the outline. It says nothing else."""
_LINK, _DOUBT = 0.95, 0.5
_LEAST = 80
"""Characters of a body under which a file is not believed."""
_MOST_FOUND = 5_000
_MOST_NAMES = 20
_MOST_CHARS = 2_000


@dataclasses.dataclass(frozen=True, slots=True)
class Guide:
    """What a publisher file said of a page."""

    name: str
    has_body: bool = False
    authors: tuple[str, ...] = ()
    """As the page writes them."""
    date: str = ""
    standfirst: str = ""

    @property
    def evidence(self) -> str:
        """Name the file, as the evidence of a field does."""
        return f"publisher file {self.name}"

    def chosen(self, cut: Outline, chance: Matrix) -> NDArray[np.bool_] | None:
        """Say of each piece whether it is body, (pieces,); None when the file leaves that open or found next to no text.

        Where it found next to none, the site has changed since the file was written.
        A line within the body that is nothing but a link is left out where the classifier (`chance`) doubts it as well.
        """
        if not self.has_body:
            return None
        inside: list[bool] = []
        for index, (tag, signature) in enumerate(zip(cut.tag, cut.signature)):
            inside.append(signature.startswith(f"{tag}.{_MARK} ") or (index > 0 and inside[cut.parent[index]]))
        linked = np.array([piece.linked > _LINK for piece in cut.pieces], bool)
        found = np.array([inside[piece.container] for piece in cut.pieces], bool) & ~(linked & (chance < _DOUBT))
        size = sum(len(cut.pieces[index].text) for index in np.flatnonzero(found))
        return found if size >= _LEAST else None


def guide(root: Element, file: PublisherFile) -> Guide | None:
    """Prepare a page by the newest layout that fits it; None when none does. Changes the tree.

    A layout fits when it finds a body, or, if it has no selector for that, anything. What is to be dropped is taken out of
    the tree, and the elements of the body are marked for `Guide.chosen`.
    """
    layout = next((layout for layout in file.layouts if _fits(root, layout)), None)
    if layout is None:
        return None
    for element in _found(root, layout.drop):
        _take_out(element)
    body = _found(root, layout.body)
    for element in body:
        element.set("class", f"{_MARK} {element.get('class') or ''}")
    names = [_said(element) for element in _found(root, layout.author)[:_MOST_NAMES]]
    date, standfirst = (
        [_said(e) for e in _found(root, selectors)[:1]] for selectors in (layout.date, layout.standfirst)
    )
    return Guide(
        file.name, bool(body), tuple(name for name in dict.fromkeys(names) if name), "".join(date), "".join(standfirst)
    )


def _fits(root: Element, layout: Layout) -> bool:
    if layout.body:
        return bool(_found(root, layout.body))
    return any(_found(root, listed) for listed in (layout.drop, layout.author, layout.date, layout.standfirst))


def _found(root: Element, selectors: tuple[str, ...]) -> list[Element]:
    return select(root, selectors)[:_MOST_FOUND]


def _take_out(element: Element) -> None:
    """Empty an element and make it one that says nothing; the text after it stays.

    It is not removed: its text would have to be put to that before it, over and over where many stand in a row.
    """
    if element.getparent() is None or element.tag == "body":
        return
    element.clear(keep_tail=True)
    element.tag = "span"


def _said(element: Element) -> str:
    stated = (
        element.get("content") if element.tag == "meta" else element.get("datetime") if element.tag == "time" else ""
    )
    return squeeze((stated or "".join(itertools.islice(element.itertext(), 200)))[:_MOST_CHARS])
