"""What the block classifier sees of a page: some two hundred numbers for each piece of text.

Text shape, words of the press's furniture, marks of names, landmarks, likeness to title and description, the share of
good text around it at several heights of the tree, its place in the reading order, its neighbours. Text features are
computed piece by piece, all else for the whole page at once.
"""

from __future__ import annotations

import dataclasses
import functools
import math
import re
from array import array
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsgrid.extract.marks import NAMES
from newsgrid.extract.outline import LANDMARKS, Outline
from newsgrid.extract.vocabulary import ALL, OPENERS, SETS, tokens, word_list

Matrix = NDArray[np.float32]

_ENDS = frozenset('.!?。！？…”"»:;।۔؟」』')
_STOPS = ".!?。؟।"
_SIGNS = re.compile('[0-9,:@|›»"“„«©' + _STOPS + "]")
"""What the features count or look for in a text, except digits of other scripts."""
_NO_SIGNS = (0.0,) * 9
_TAGS = word_list("""p div li h1 h2 h3 h4 h5 h6 td blockquote figcaption article section ul ol aside header footer main body dd dt figure tr pre nav form center
    table summary details dl address fieldset""")
_TAG_NUMBER = {tag: index + 1 for index, tag in enumerate(_TAGS)}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LONG = 60
"""Pieces of this many words or more are not looked up word by word."""
_SETS_OF = {word: tuple(index for index, known in enumerate(SETS) if word in known) for word in ALL}
_MEASURES = attrgetter("linked", "bold", "italic", "links", "opens_linked", "stamps", "images")
_LINKED, _STAMPS, _ENDED = 2, 7, 9
"""Rows of the text features that others build on; the first two are the logarithms of words and characters."""
_SET_ROWS = 23
_GOOD_WORDS = 10
_OFFSETS = (-3, -2, -1, 1, 2, 3)
_WINDOWS = (4, 10)


@dataclasses.dataclass(slots=True)
class Context:
    """What the page says of itself, to compare its pieces with."""

    title: str = ""
    headings: Sequence[str] = ()
    """The texts of the h1 elements."""
    description: str = ""
    body: str = ""
    """The body that structured data gives."""


@dataclasses.dataclass(slots=True)
class Sight:
    """The classifier's view of one page."""

    rows: Matrix
    """(pieces, features)."""
    words: list[list[str]]
    """Each piece's words."""
    title_at: int
    """The piece that shows the headline; -1 when none does."""


def look(page: Outline, context: Context) -> Sight:
    """Compute the features of every piece of a page. Linear in its size."""
    if not page.pieces:
        return Sight(np.zeros((0, 0), np.float32), [], -1)
    texts = [piece.text for piece in page.pieces]
    words = list(map(tokens, texts))
    sizes = np.fromiter(map(len, texts), np.float64, len(texts))
    counts = np.fromiter(map(len, words), np.float64, len(texts))
    text = _text(page, texts, words, sizes, counts)
    title_at = _title_piece(page, words, context)
    good = _good(text, sizes, counts)
    tree = _Tree(page, text, good, sizes)
    # Features are rows until here: each is computed, and later read by the trees, for all pieces at once.
    parts = [
        text,
        tree.marks(),
        _likeness(words, context),
        tree.shares(),
        tree.order(title_at, len(context.headings), counts),
        _headings(page, words),
        _neighbours(text, good, tree.tags[tree.at]),
    ]
    return Sight(np.concatenate(parts).T, words, title_at)


def _stacked(rows: Iterable[NDArray[Any]], size: int) -> Matrix:
    """Put features of any type one under another as numbers of single precision, (rows, size)."""
    listed = list(rows)
    found = np.empty((len(listed), size), np.float32)
    for index, row in enumerate(listed):
        found[index] = row
    return found


def _columns(values: Iterable[float], size: int) -> NDArray[np.float64]:
    """Turn numbers given piece by piece into one row for each feature, (features, size)."""
    return np.frombuffer(array("d", values)).reshape(size, -1).T


def _text(
    page: Outline, texts: list[str], words: list[list[str]], sizes: NDArray[np.float64], counts: NDArray[np.float64]
) -> Matrix:
    """Tell the shape of each piece's text, and which words of the press's furniture are in it."""
    n = len(texts)
    linked, bold, italic, links, opens_linked, stamps, images = _columns(
        chain.from_iterable(map(_MEASURES, page.pieces)), n
    )
    upper, digit, lower = _columns(chain.from_iterable([_letter(text[0]) for text in texts]), n)
    ended = np.fromiter([text[-1] in _ENDS for text in texts], np.float64, n)
    commas, stops, numbers, parted, quoted, colons, asks, addressed, copyright_ = _columns(
        chain.from_iterable(map(_signs, texts, words)), n
    )
    more = counts + 1
    shape = _stacked(
        [
            np.log1p(counts), np.log1p(sizes), linked, bold, italic, links / more, opens_linked, stamps, images,
            ended, upper, digit, lower, commas / more, stops / more,
            numbers / more, sizes / more, parted, quoted, colons / more, asks, addressed, copyright_,
        ],
        n,
    )  # fmt: skip
    return np.concatenate([shape, _furniture(words)])


@functools.lru_cache(4096)
def _letter(char: str) -> tuple[bool, bool, bool]:
    return char.isupper(), char.isdigit(), char.islower()


def _signs(text: str, words: list[str]) -> tuple[float, ...]:
    """Count commas, stops, numbers, colons; look for separators, quotes, question marks, addresses, copyright signs."""
    if not _SIGNS.search(text) and text.isascii():
        return _NO_SIGNS if "http" not in text else (*_NO_SIGNS[:7], 1.0, 0.0)
    return (
        text.count(","), sum(map(text.count, _STOPS)), sum(map(str.isdigit, words)), "|" in text or "›" in text or "»" in text,
        '"' in text or "“" in text or "„" in text or "«" in text, text.count(":"), "?" in text,
        "@" in text or "http" in text or "www." in text, "©" in text,
    )  # fmt: skip


def _furniture(words: list[list[str]]) -> Matrix:
    """Count the words of each set in each short piece, and those of the first sets among its first two words."""
    n = len(words)
    found: list[int] = []
    for index, said in enumerate(words):
        if len(said) < _LONG and (hits := ALL.intersection(said)):
            found += [number * n + index for word in hits for number in _SETS_OF[word]]
            found += [
                (len(SETS) + number) * n + index
                for word in hits.intersection(said[:2])
                for number in _SETS_OF[word]
                if number < len(OPENERS)
            ]
    rows = len(SETS) + len(OPENERS)
    counted = np.bincount(np.array(found, np.intp), minlength=rows * n)
    return counted.reshape(rows, n).astype(np.float32)


def _title_piece(page: Outline, words: list[list[str]], context: Context) -> int:
    """Find the piece that shows the headline: an h1 that equals it, any piece that equals it, else the first h1."""
    key = tokens(context.title)
    first = -1
    for index, piece in enumerate(page.pieces):
        if page.tag[piece.container] == "h1":
            if not key or words[index] == key:
                return index
            first = index if first < 0 else first
    if key:
        for index, said in enumerate(words):
            if len(said) == len(key) and said == key:
                return index
    return first


def _good(text: Matrix, sizes: NDArray[np.float64], counts: NDArray[np.float64]) -> Matrix:
    """Give each piece's characters when it looks like prose, half of them when it is short or ends without a stop."""
    prose = (counts >= _GOOD_WORDS) & (text[_LINKED] < 0.4)
    whole = ((counts > 14) & (text[_ENDED] > 0)) | (counts > 25)
    return np.where(prose, np.where(whole, sizes, sizes * 0.5), 0).astype(np.float32)


class _Tree:
    """Sums over the tree of containers, and what they say of each piece."""

    def __init__(self, page: Outline, text: Matrix, good: Matrix, sizes: NDArray[np.float64]) -> None:
        self.page = page
        self.text, self.good, self.sizes = text, good, sizes
        self.at = np.array([piece.container for piece in page.pieces], np.intp)
        self.parent = np.array(page.parent, np.intp)
        self.depth = np.array(page.depth, np.int32)
        self.ends = np.array(page.ends, np.intp)
        self.tags = np.array([_TAG_NUMBER.get(tag, 0) for tag in page.tag], np.float32)
        """The number of each container's tag."""
        self.up = [self.at]
        for _ in range(3):
            self.up.append(self.parent[self.up[-1]])
        self._sum()
        self._find_best()

    def _sum(self) -> None:
        """Add up, for every container: characters, good characters, linked characters, good pieces, pieces, images."""
        size = len(self.page.parent)
        sums = np.zeros((6, size + 1))
        linked = self.sizes.astype(np.float32) * self.text[_LINKED]
        for row, weights in enumerate((self.sizes, self.good, linked, self.good > 0, None)):
            sums[row, 1:] = np.bincount(self.at, weights, size)
        sums[5, 1:] = self.page.images
        self.direct = sums[1, 1:].copy()
        # What a container holds is all from it to its last descendant, in document order. The differences of running sums
        # are exact: sizes are whole or half numbers, and shares of them have far fewer than 53 binary digits.
        running = np.cumsum(sums, axis=1)
        self.sums = running[:, self.ends] - running[:, :-1]

    def _find_best(self) -> None:
        """Find the container with most good text, where a piece counts 1 for it, .8 for its parent and .4 one higher."""
        near = self.direct.copy()
        parents = self.parent[1:]
        np.add.at(near, parents, self.direct[1:] * 0.8)
        np.add.at(near, self.parent[parents], np.where(parents > 0, self.direct[1:] * 0.4, 0))
        self.near = near
        self.best = int(near.argmax())
        line = [self.best]
        while line[-1]:
            line.append(self.page.parent[line[-1]])
        # Depth at which each container's way to the root meets the way of the best one.
        self.meeting = np.zeros(len(near), np.int32)
        for node in reversed(line):
            self.meeting[node : self.page.ends[node]] = self.page.depth[node]

    def marks(self) -> Matrix:
        """Say of each mark: 0 absent, 1 on some ancestor, 2 within three levels; of each landmark whether it is there."""
        page = self.page
        marked = np.array([page.within, page.near, page.own, page.landmarks], np.int32)[:, self.at]
        bits = np.arange(len(NAMES), dtype=np.int32)[:, None]
        marks = (marked[:3, None] >> bits & 1).sum(axis=0, dtype=np.int32)
        lands = marked[3] >> bits[: len(LANDMARKS)] & 1
        tags = _stacked([*(self.tags[up] for up in self.up[:3]), self.depth[self.at]], len(self.at))
        return np.concatenate([tags, marks, lands], dtype=np.float32)

    def shares(self) -> Matrix:
        """Tell how much of the page's good text lies around each piece, at four heights and in its like containers."""
        total = max(1.0, float(self.sums[1, 0]))
        size, good, linked, pieces_good, pieces, images = self.sums
        around = _stacked(
            [
                good / total,
                linked / (size + 1),
                good / (size + 1),
                np.log1p(pieces_good),
                np.log1p(pieces),
                np.log1p(images),
            ],
            len(size),
        )
        best = max(1.0, float(self.near[self.best]))
        met, depth = self.meeting[self.at], self.depth[self.at]
        rows: list[NDArray[Any]] = [self.near[up] / best for up in self.up[:3]]
        rows += [depth - met, self.depth[self.best] - met, depth - self.depth[self.best]]
        rows += self._alike(total)
        return np.concatenate([*(around[:, up] for up in self.up), _stacked(rows, len(depth))])

    def _alike(self, total: float) -> list[NDArray[np.float64]]:
        """Tell the share of good text and the number of pieces under the same kind of container."""
        signature, parent = self.page.signature, self.page.parent
        numbers: dict[tuple[str, str], int] = {}
        kind = np.array(
            [numbers.setdefault((signature[c], signature[parent[c]]), len(numbers)) for c in self.at.tolist()], np.intp
        )
        good = np.bincount(kind, self.good)[kind]
        count = np.bincount(kind)[kind]
        return [good / total, np.log1p(count), good / (count + 1.0) / 100]

    def order(self, title_at: int, headings: int, counts: NDArray[np.float64]) -> Matrix:
        """Tell each piece's place: in the page, after the title, in the best container, since the last good piece."""
        n = len(self.at)
        index = np.arange(n)
        is_good = self.good > 0
        total = max(1.0, float(self.good.sum()))
        before = np.cumsum(self.good) - self.good
        inside = np.flatnonzero(
            is_good & ((self.up[0] == self.best) | (self.up[1] == self.best) | (self.up[2] == self.best))
        )
        first, last = (int(inside[0]), int(inside[-1])) if len(inside) else (0, n)
        since = index - _shifted(np.maximum.accumulate(np.where(is_good, index, -100)), -100)
        until = _shifted(np.minimum.accumulate(np.where(is_good, index, n + 100)[::-1]), n + 100)[::-1] - index
        sibling = _running_count(self.up[1])
        same = np.ones(n)
        rows: list[NDArray[Any]] = [
            index / n, before / total, index - title_at if title_at >= 0 else same * -99, same * (title_at >= 0), index - first, index - last,
            np.minimum(since, 30), np.minimum(until, 30), same * math.log1p(total), same * math.log1p(n), same * headings, np.minimum(sibling, 40),
            self.good / total, counts.astype(np.float32) / max(1.0, float(counts.max())),
        ]  # fmt: skip
        return _stacked(rows, n)


def _shifted(row: NDArray[np.int64], first: int) -> NDArray[np.int64]:
    """Move a row by one, with something before it."""
    moved = np.empty_like(row)
    moved[0], moved[1:] = first, row[:-1]
    return moved


def _running_count(groups: NDArray[np.intp]) -> NDArray[np.int64]:
    """Give, for each position, how often its group stood before."""
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    lengths = np.diff(np.r_[starts, len(ordered)])
    found = np.empty(len(groups), np.int64)
    found[order] = np.arange(len(groups)) - np.repeat(starts, lengths)
    return found


def _likeness(words: list[list[str]], context: Context) -> Matrix:
    """Compare each piece's words with the title, the description, what stood before and the declared body."""
    title, told = set(tokens(context.title)), set(tokens(context.description))
    headings = {" ".join(tokens(text)) for text in (*context.headings, context.title) if text}
    triples: set[tuple[str, str, str]] | None = None
    if len(context.body) > 200:
        said = tokens(context.body)
        triples = set(zip(said, said[1:], said[2:]))
    seen: dict[str, int] = {}
    rows: list[float] = []
    titled, described = len(title) or 1, len(told) or 1
    for piece in words:
        unique = set(piece)
        size = len(unique) or 1
        key = " ".join(piece[:_LONG])
        times = seen.get(key, 0)
        seen[key] = times + 1
        in_title, in_told = len(unique & title), len(unique & told)
        rows += (
            in_title / size, in_title / titled, in_told / size, in_told / described, times, key in headings,
            _declared_share(piece, triples), triples is not None,
        )  # fmt: skip
    return _columns(rows, len(words)).astype(np.float32)


def _declared_share(words: list[str], triples: set[tuple[str, str, str]] | None) -> float:
    if triples is None:
        return -1.0
    if len(words) < 3:
        return 0.5
    return sum(triple in triples for triple in zip(words, words[1:], words[2:])) / (len(words) - 2)


def _headings(page: Outline, words: list[list[str]]) -> Matrix:
    """Tell of the nearest heading before: how far it is, whether it announces something else, its level."""
    n = len(words)
    found = np.zeros((3, n), np.float32)
    found[0] = 99
    at = [
        index
        for index, piece in enumerate(page.pieces)
        if page.tag[piece.container] in _HEADINGS and len(words[index]) < 25
    ]
    for heading, following in pairwise([*at, n - 1]):
        under = slice(heading + 1, following + 1)
        found[0, under] = np.minimum(60, np.arange(1, following - heading + 1))
        found[1, under] = _announces(words[heading])
        found[2, under] = _TAG_NUMBER[page.tag[page.pieces[heading].container]]
    return found


def _announces(heading: list[str]) -> int:
    """Say how surely a heading announces something else than the article: related links, sharing, promotion, comments."""
    promo, related, sharing, comments = SETS[0], SETS[1], SETS[6], SETS[10]
    hits = ALL.intersection(heading)
    return len(hits & related) + 2 * len(hits & sharing) + 2 * len(hits & promo) + 3 * len(hits & comments)


def _neighbours(text: Matrix, good: Matrix, tags: Matrix) -> Matrix:
    """Show each piece its three neighbours on both sides, and sums over windows of 4 and 10."""
    n = len(good)
    total = max(1.0, float(good.sum()))
    most = max(_OFFSETS)
    core = np.full((6, n + 2 * most), -1, np.float32)
    for row, values in enumerate((text[0], text[_LINKED], text[_ENDED], tags, good / total, good > 0)):
        core[row, most : most + n] = values
    parts: list[Matrix] = []
    for offset in _OFFSETS:
        shifted = core[:, most + offset : most + offset + n]
        parts.append(shifted if abs(offset) < 3 else shifted[[0, 1, 5]])
    sizes = np.expm1(text[1])
    # stamps, and words of credit, byline, dating, sharing, promo
    watched = text[[_STAMPS, *(_SET_ROWS + number for number in (0, 1, 2, 3, 4, 6))]]
    running = np.zeros((10, n + 1))
    running[0, 1:], running[1, 1:], running[2, 1:], running[3:, 1:] = good, sizes, sizes * text[_LINKED], watched
    running = np.cumsum(running, axis=1)
    index = np.arange(n)
    for width in _WINDOWS:
        window = running[:, np.minimum(n, index + width + 1)] - running[:, np.maximum(0, index - width)]
        parts.append(_stacked([window[0] / (window[1] + 1), window[2] / (window[1] + 1), window[0] / total], n))
        parts.append(window[3:].astype(np.float32))
    return np.concatenate(parts)
