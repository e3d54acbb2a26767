"""What the classifier left out of the body and the page's order puts back: headings, items of lists, a lead.

Such pieces are short, and the classifier is rightly wary of short pieces. Between pieces that it is sure of it may be less
so. Thresholds were chosen on pages of sites that the classifier had not seen (five folds of sites).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from newsgrid.extract import finish
from newsgrid.extract.declared import plain_key
from newsgrid.extract.features import Matrix
from newsgrid.extract.headline import headline_place
from newsgrid.extract.marks import BIT
from newsgrid.extract.outline import LANDMARKS, Outline
from newsgrid.extract.vocabulary import tokens

_HEADING, _ITEM, _LEAD, _UNNAMED_LEAD = 0.1, 0.25, 0.1, 0.25
"""Probability of body from which a heading, an item, a lead that is named so and one that is not are put back."""
_DROPPED = 0.5
"""Probability from which a piece that was not chosen was left out on purpose: a title said again, a part of something else."""
_HEADING_CHARS = 140
_LEAD_CHARS = range(25, 601)
_FOLLOWED = 3
"""A heading announces text: one of so many pieces after it is body."""
_FAR = 30
"""Pieces before the body in which a lead is looked for."""
_ELSEWHERE = BIT["related"] | BIT["teaser"] | BIT["promo"] | BIT["comment"] | BIT["ad"] | BIT["share"]
_NO_LEAD = BIT["related"] | BIT["promo"] | BIT["comment"] | BIT["ad"] | BIT["share"] | BIT["caption"] | BIT["author"]
_FIGCAPTION = 1 << LANDMARKS.index("figcaption")
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_ITEMS = frozenset({"li", "dd", "dt"})
_ALIKE = 0.6
"""Share of the shorter text's words in common from which a text is a title in other words."""


def mend(cut: Outline, kept: Sequence[int], chance: Matrix, title: str, titles: Iterable[str]) -> list[int]:
    """Give the chosen pieces with those put back that belong between them or before them, in order. Linear."""
    if not kept:
        return list(kept)
    chosen = set(kept)
    keys = Counter(plain_key(cut.pieces[i].text) for i in range(len(cut.pieces)) if _is_heading(cut, i))
    found = set(chosen)
    for index in range(kept[0] + 1, kept[-1]):
        if (
            index in chosen
            or chance[index] >= _DROPPED
            or cut.near[cut.pieces[index].container] & _ELSEWHERE
            or finish.is_furniture(cut.pieces[index].text)
        ):
            continue
        if _is_item(cut, index):
            if chance[index] >= _ITEM and cut.pieces[index].linked <= 0.3:
                found.add(index)
        elif _is_heading(cut, index) and chance[index] >= _HEADING and cut.pieces[index].linked <= 0.5:
            # A heading that stands there twice is a label of the page's ("Article content").
            once = keys[plain_key(cut.pieces[index].text)] == 1
            if once and any(after in chosen for after in range(index + 1, index + 1 + _FOLLOWED)):
                found.add(index)
    found.update(_lead(cut, kept[0], chance, title, titles))
    return sorted(found)


def _is_heading(cut: Outline, index: int) -> bool:
    piece = cut.pieces[index]
    if len(piece.text) > _HEADING_CHARS:
        return False
    tag = cut.tag[piece.container]
    return tag in _HEADINGS or (piece.bold > 0.95 and tag in ("p", "div") and piece.text[-1] not in ".!。,;:")


def _is_item(cut: Outline, index: int) -> bool:
    container = cut.pieces[index].container
    return cut.tag[container] in _ITEMS or cut.tag[cut.parent[container]] in _ITEMS


def _lead(cut: Outline, first: int, chance: Matrix, title: str, titles: Iterable[str]) -> list[int]:
    """Give the pieces between the headline and the body that introduce it."""
    at = headline_place(cut, title)
    if at is None or at >= first:
        return []
    said = [set(tokens(text)) for text in titles]
    found = []
    for index in range(max(at + 1, first - _FAR), first):
        piece = cut.pieces[index]
        own = cut.own[piece.container] | cut.own[cut.parent[piece.container]]
        named = bool(own & BIT["lead"]) or cut.tag[piece.container] in _HEADINGS
        if (
            not (_LEAD if named else _UNNAMED_LEAD) <= chance[index] < _DROPPED
            or len(piece.text) not in _LEAD_CHARS
            or piece.linked > 0.3
            or own & _NO_LEAD
            or cut.landmarks[piece.container] & _FIGCAPTION
            or any(_alike(set(tokens(piece.text)), words) for words in said)
            or finish.is_furniture(piece.text)
        ):
            continue
        found.append(index)
    return found


def _alike(left: set[str], right: set[str]) -> bool:
    shorter = min(len(left), len(right))
    return shorter >= 2 and len(left & right) >= _ALIKE * shorter
