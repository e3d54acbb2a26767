"""What the block classifier sees of a page: some two hundred numbers for each piece of text.

Text shape, words of the press's furniture, marks of names, landmarks, likeness to title and description, the share of
good text around it at several heights of the tree, its place in the reading order, its neighbours. Text features are
computed piece by piece, all else for the whole page at once.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsgrid.extract.marks import NAMES
from newsgrid.extract.outline import LANDMARKS, Outline, Piece
from newsgrid.extract.vocabulary import ALL, OPENERS, SETS, tokens, word_list

Matrix = NDArray[np.float32]

_ENDS = frozenset('.!?。！？…”"»:;।۔؟」』')
_STOPS = ".!?。؟।"
_TAGS = word_list("""p div li h1 h2 h3 h4 h5 h6 td blockquote figcaption article section ul ol aside header footer main body dd dt figure tr pre nav form center
    table summary details dl address fieldset""")
_TAG_NUMBER = {tag: index + 1 for index, tag in enumerate(_TAGS)}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LONG = 60
"""Pieces of this many words or more are not looked up word by word."""
_NO_WORDS = [0.0] * (len(SETS) + len(OPENERS))
_TEXT_FEATURES = 23
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
    words = [tokens(piece.text) for piece in page.pieces]
    text = np.array([_text_row(piece, said) for piece, said in zip(page.pieces, words)], np.float32)
    counts = np.array([len(said) for said in words], np.float32)
    title_at = _title_piece(page, words, context)
    good = _good(page, text, counts)
    tree = _Tree(page, text, good)
    parts = [
        text,
        tree.marks(),
        np.array(_likeness(words, context), np.float32),
        tree.shares(),
        tree.order(title_at, len(context.headings), counts),
        _headings(page, words),
        _neighbours(text, good, tree.place("tag")[:, None].astype(np.float32)),
    ]
    return Sight(np.concatenate(parts, axis=1), words, title_at)


def _text_row(piece: Piece, words: list[str]) -> list[float]:
    text = piece.text
    size, count = len(text), len(words)
    first = text[0]
    row = [
        math.log1p(count), math.log1p(size), piece.linked, piece.bold, piece.italic, piece.links / (count + 1), piece.opens_linked, piece.stamps, piece.images,
        text[-1] in _ENDS, first.isupper(), first.isdigit(), first.islower(), text.count(",") / (count + 1), sum(map(text.count, _STOPS)) / (count + 1),
        sum(map(str.isdigit, words)) / (count + 1), size / (count + 1), "|" in text or "›" in text or "»" in text, '"' in text or "“" in text or "„" in text or "«" in text,
        text.count(":") / (count + 1), "?" in text, "@" in text or "http" in text or "www." in text, "©" in text,
    ]  # fmt: skip
    if count >= _LONG:
        return row + _NO_WORDS
    hits = ALL.intersection(words)
    if not hits:
        return row + _NO_WORDS
    row += [len(hits & known) for known in SETS]
    opening = hits.intersection(words[:2])
    return row + ([len(opening & known) for known in OPENERS] if opening else _NO_WORDS[: len(OPENERS)])


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


def _good(page: Outline, text: Matrix, counts: Matrix) -> Matrix:
    """Give each piece's characters when it looks like prose, half of them when it is short or ends without a stop."""
    sizes = np.array([len(piece.text) for piece in page.pieces], np.float32)
    prose = (counts >= _GOOD_WORDS) & (text[:, 2] < 0.4)
    whole = ((counts > 14) & (text[:, 9] > 0)) | (counts > 25)
    return np.where(prose, np.where(whole, sizes, sizes * 0.5), 0).astype(np.float32)


class _Tree:
    """Sums over the tree of containers, and what they say of each piece."""

    def __init__(self, page: Outline, text: Matrix, good: Matrix) -> None:
        self.page = page
        self.text, self.good = text, good
        self.at = np.array([piece.container for piece in page.pieces], np.intp)
        self.parent = np.array(page.parent, np.intp)
        self.depth = np.array(page.depth, np.int32)
        self.up = [self.at]
        for _ in range(3):
            self.up.append(self.parent[self.up[-1]])
        self.sizes = np.array([len(piece.text) for piece in page.pieces], np.float32)
        self._sum()
        self._find_best()

    def place(self, what: str) -> NDArray[np.int64]:
        """Give the number of the tag of each piece's container (`tag`)."""
        numbers = np.array([_TAG_NUMBER.get(name, 0) for name in getattr(self.page, what)], np.int64)
        return numbers[self.at]

    def _sum(self) -> None:
        """Add up, for every container: characters, good characters, linked characters, good pieces, pieces, images."""
        size = len(self.page.parent)
        sums = np.zeros((size, 6), np.float64)
        own = np.stack(
            [self.sizes, self.good, self.sizes * self.text[:, 2], self.good > 0, np.ones_like(self.good)], axis=1
        )
        np.add.at(sums, (self.at[:, None], np.arange(5)[None, :]), own)
        sums[:, 5] = self.page.images
        self.direct = sums[:, 1].copy()
        # Deepest first, one addition for each level instead of one for each container.
        for level in range(int(self.depth.max()), 0, -1):
            rows = np.flatnonzero(self.depth == level)
            np.add.at(sums, self.parent[rows], sums[rows])
        self.sums = sums

    def _find_best(self) -> None:
        """Find the container with most good text, where a piece counts 1 for it, .8 for its parent and .4 one higher."""
        near = self.direct.copy()
        rows = np.arange(1, len(near))
        np.add.at(near, self.parent[rows], self.direct[rows] * 0.8)
        above = self.parent[self.parent[rows]]
        np.add.at(near, above, np.where(self.parent[rows] > 0, self.direct[rows] * 0.4, 0))
        self.near = near
        self.best = int(near.argmax())
        self.line = np.zeros(len(near), bool)
        node = self.best
        while not self.line[node]:
            self.line[node] = True
            node = int(self.parent[node])
        # Depth at which each container's way to the root meets the way of the best one.
        meeting = np.zeros(len(near), np.int32)
        for level in range(int(self.depth.max()) + 1):
            rows = np.flatnonzero(self.depth == level)
            meeting[rows] = np.where(self.line[rows], level, meeting[self.parent[rows]])
        self.meeting = meeting

    def marks(self) -> Matrix:
        """Say of each mark: 0 absent, 1 on some ancestor, 2 within three levels; of each landmark whether it is there."""
        page = self.page
        within = np.array(page.within, np.int64)[self.at][:, None]
        near = np.array(page.near, np.int64)[self.at][:, None]
        own = np.array(page.own, np.int64)[self.at][:, None]
        bits = np.arange(len(NAMES), dtype=np.int64)[None, :]
        marks = (within >> bits & 1) + (near >> bits & 1) + (own >> bits & 1)
        lands = (
            np.array(page.landmarks, np.int64)[self.at][:, None] >> np.arange(len(LANDMARKS), dtype=np.int64)[None, :]
            & 1
        )
        numbers = np.array([_TAG_NUMBER.get(tag, 0) for tag in page.tag], np.float32)
        tags = np.stack([numbers[up] for up in self.up[:3]] + [self.depth[self.at].astype(np.float32)], axis=1)
        return np.concatenate([tags, marks, lands], axis=1).astype(np.float32)

    def shares(self) -> Matrix:
        """Tell how much of the page's good text lies around each piece, at four heights and in its like containers."""
        total = max(1.0, float(self.sums[0, 1]))
        columns: list[NDArray[Any]] = []
        for up in self.up:
            size, good, linked, pieces_good, pieces, images = self.sums[up].T
            columns += [
                good / total,
                linked / (size + 1),
                good / (size + 1),
                np.log1p(pieces_good),
                np.log1p(pieces),
                np.log1p(images),
            ]
        best = max(1.0, float(self.near[self.best]))
        columns += [self.near[up] / best for up in self.up[:3]]
        met = self.meeting[self.at]
        columns += [self.depth[self.at] - met, self.depth[self.best] - met, self.depth[self.at] - self.depth[self.best]]
        columns += self._alike(total)
        return np.stack(columns, axis=1).astype(np.float32)

    def _alike(self, total: float) -> list[NDArray[np.float64]]:
        """Tell the share of good text and the number of pieces under the same kind of container."""
        page = self.page
        pairs = [(page.signature[c], page.signature[page.parent[c]]) for c in self.at]
        numbers: dict[tuple[str, str], int] = {}
        kind = np.array([numbers.setdefault(pair, len(numbers)) for pair in pairs], np.intp)
        good = np.bincount(kind, self.good)[kind]
        count = np.bincount(kind)[kind]
        return [good / total, np.log1p(count), good / (count + 1.0) / 100]

    def order(self, title_at: int, headings: int, counts: Matrix) -> Matrix:
        """Tell each piece's place: in the page, after the title, in the best container, since the last good piece."""
        n = len(self.at)
        index = np.arange(n)
        total = max(1.0, float(self.good.sum()))
        before = np.cumsum(self.good) - self.good
        inside = np.flatnonzero(
            (self.good > 0) & ((self.up[0] == self.best) | (self.up[1] == self.best) | (self.up[2] == self.best))
        )
        first, last = (int(inside[0]), int(inside[-1])) if len(inside) else (0, n)
        marked = np.where(self.good > 0, index, -100)
        since = index - np.concatenate([[-100], np.maximum.accumulate(marked)[:-1]])
        ahead = np.where(self.good > 0, index, n + 100)[::-1]
        until = np.concatenate([np.minimum.accumulate(ahead)[::-1][1:], [n + 100]]) - index
        sibling = _running_count(self.up[1])
        columns: list[NDArray[Any]] = [
            index / n, before / total, index - title_at if title_at >= 0 else np.full(n, -99), np.full(n, title_at >= 0), index - first, index - last,
            np.minimum(since, 30), np.minimum(until, 30), np.full(n, math.log1p(total)), np.full(n, math.log1p(n)), np.full(n, headings), np.minimum(sibling, 40),
            self.good / total, counts / max(1.0, float(counts.max())),
        ]  # fmt: skip
        return np.stack(columns, axis=1).astype(np.float32)


def _running_count(groups: NDArray[np.intp]) -> NDArray[np.int64]:
    """Give, for each position, how often its group stood before."""
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    lengths = np.diff(np.r_[starts, len(ordered)])
    found = np.empty(len(groups), np.int64)
    found[order] = np.arange(len(groups)) - np.repeat(starts, lengths)
    return found


def _likeness(words: list[list[str]], context: Context) -> list[list[float]]:
    """Compare each piece's words with the title, the description, what stood before and the declared body."""
    title, told = set(tokens(context.title)), set(tokens(context.description))
    headings = {" ".join(tokens(text)) for text in (*context.headings, context.title) if text}
    triples: set[tuple[str, str, str]] | None = None
    if len(context.body) > 200:
        said = tokens(context.body)
        triples = set(zip(said, said[1:], said[2:]))
    seen: dict[str, int] = {}
    rows = []
    for piece in words:
        unique = set(piece)
        size = len(unique) or 1
        key = " ".join(piece[:_LONG])
        times = seen.get(key, 0)
        seen[key] = times + 1
        in_title, in_told = len(unique & title), len(unique & told)
        rows.append(
            [in_title / size, in_title / (len(title) or 1), in_told / size, in_told / (len(told) or 1), times, key in headings,
             _declared_share(piece, triples), triples is not None]
        )  # fmt: skip
    return rows


def _declared_share(words: list[str], triples: set[tuple[str, str, str]] | None) -> float:
    if triples is None:
        return -1.0
    if len(words) < 3:
        return 0.5
    return sum(triple in triples for triple in zip(words, words[1:], words[2:])) / (len(words) - 2)


def _headings(page: Outline, words: list[list[str]]) -> Matrix:
    """Tell of the nearest heading before: how far it is, whether it announces something else, its level."""
    promo, related, sharing, comments = SETS[0], SETS[1], SETS[6], SETS[10]
    rows = []
    far, announces, level = -1, 0.0, 0.0
    for index, piece in enumerate(page.pieces):
        rows.append((min(60, index - far) if far >= 0 else 99, announces, level))
        tag = page.tag[piece.container]
        said = words[index]
        if tag in _HEADINGS and len(said) < 25:
            hits = ALL.intersection(said)
            far, level = index, float(_TAG_NUMBER[tag])
            announces = float(
                len(hits & related) + 2 * len(hits & sharing) + 2 * len(hits & promo) + 3 * len(hits & comments)
            )
    return np.array(rows, np.float32)


def _neighbours(text: Matrix, good: Matrix, tags: Matrix) -> Matrix:
    """Show each piece its three neighbours on both sides, and sums over windows of 4 and 10."""
    n = len(text)
    total = max(1.0, float(good.sum()))
    core = np.concatenate([text[:, [0, 2, 9]], tags, (good / total)[:, None], (good > 0)[:, None]], axis=1).astype(
        np.float32
    )
    parts = []
    for offset in _OFFSETS:
        shifted = np.full_like(core, -1)
        if abs(offset) < n:
            if offset < 0:
                shifted[-offset:] = core[:offset]
            else:
                shifted[:-offset] = core[offset:]
        parts.append(shifted if abs(offset) < 3 else shifted[:, [0, 1, 5]])
    sizes = np.expm1(text[:, 1])
    # stamps, and words of credit, byline, dating, sharing, promo
    watched = np.concatenate([text[:, [7]], text[:, _TEXT_FEATURES + np.array([0, 1, 2, 3, 4, 6])]], axis=1)
    summed = np.concatenate([np.stack([good, sizes, sizes * text[:, 2]], axis=1), watched], axis=1).astype(np.float64)
    running = np.concatenate([np.zeros((1, summed.shape[1])), np.cumsum(summed, axis=0)])
    index = np.arange(n)
    for width in _WINDOWS:
        window = running[np.minimum(n, index + width + 1)] - running[np.maximum(0, index - width)]
        shares = np.stack(
            [window[:, 0] / (window[:, 1] + 1), window[:, 2] / (window[:, 1] + 1), window[:, 0] / total], axis=1
        )
        parts += [shares.astype(np.float32), window[:, 3:].astype(np.float32)]
    return np.concatenate(parts, axis=1)
