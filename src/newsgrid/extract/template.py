"""What a site's own pages teach of it: texts that it repeats, and places where it never or always has its articles.

A `Template` is a window over the last pages of one site that differ from one another. Of each page it keeps hashes: of
the texts that the classifier took for body or nearly so, and of the kinds of places (tag and class names, three levels)
that hold text. Everything else is counted from the window, so that what a site shows no longer (after a redesign) is
forgotten as its pages pass by, and a page read twice teaches nothing twice.

The classifier's own opinion is what is learnt, never one that a template has changed: a template cannot confirm itself.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsgrid.errors import RecordError
from newsgrid.extract.outline import Outline
from newsgrid.extract.vocabulary import tokens

WINDOW = 32
"""Pages that are remembered of a site."""
LEAST_OTHERS = 2
"""Other pages of the site that must be known before anything is concluded."""
SEEN_ON = 3
"""Pages, the one at hand among them, on which a text must stand to be the site's own furniture."""

MAX_TEXTS, MAX_PLACES = 64, 96
"""Texts and places remembered of one page."""
MAX_BYTES = 100_000
"""Size of the packed form; what real sites need is a tenth of it."""
_MAX_UNPACKED = 2_000_000

_NEAR = 0.1
"""Chance from which a text is remembered: what the classifier is surer of needs no help to be left out."""
_BODY = 0.5
_PROSE_WORDS = 15
_KEY_WORDS = 80
_EDGE_FIRST, _EDGE_LAST = 1, 3
"""Pieces of the body, counted from its start and its end, that stand at its edge."""

# Shares of the site's pages on which a text must stand, by its kind. A newspaper says the background of a running event
# in the same words for weeks: such a paragraph stands in the midst of the body, among texts that are new.
_SHARE_OWN_PLACE = 0.1
_SHARE_EDGE = 0.2
_SHARE_SHORT = 0.3
_SHARE_PROSE = 0.6
_LEAST_SPAN = 6
"""A share is of at least so many pages: three pages in a row about one event make none of its sentences furniture."""

_SAME = 0.4
"""Share of a page's prose that stands on another page, from which the two tell the same."""
_PLACE_PAGES, _PLACE_PAGES_FOR = 2, 4
"""Pages on which a place must be known before its history counts against a text in it, and for one: what a body holds on two
pages says little of what it holds on the third."""
_REPEATING = 0.6
_MOSTLY_BODY = 0.8
_LINKS = 0.5
_AGAINST, _MOST_AGAINST, _FOR = 0.35, 2.0, 0.7
"""What a place's history adds to the classifier's margin (the logarithm of the odds): against it by page, for it in all.
Tuned on sites of two and more pages (`benchmarks/extraction/templates.py`); 2.0 turns no opinion surer than 0.88."""

_DIGITS = re.compile(r"\d+")
_FORM = 1

Vector = NDArray[np.float32]


@dataclasses.dataclass(frozen=True, slots=True)
class Text:
    """One text of a page that the classifier took for body, or nearly."""

    key: int
    """Hash of its words, numbers aside; 48 bits, as all hashes here."""
    place: int
    """Hash of the kind of place it stands in."""
    body: bool = False
    edge: bool = False
    """It stands at the start or the end of the body."""
    prose: bool = False
    """It is as long as a sentence."""


@dataclasses.dataclass(frozen=True, slots=True)
class Lesson:
    """What one page teaches of its site."""

    address: int
    title: int
    texts: tuple[Text, ...]
    places: tuple[tuple[int, bool], ...]
    """(kind of place, whether most of its text was body), each once."""


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """A page as a template sees it, piece by piece."""

    keys: tuple[int, ...]
    """Hash of each piece's words; 0 for one that the classifier is sure to be no body, or that has no letters."""
    places: tuple[int, ...]
    chance: Vector
    """The classifier's own, (pieces,) float32."""
    linked: Vector
    """(pieces,) float32: share of each piece's characters inside links."""
    lesson: Lesson


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """What a template says of a page."""

    chance: Vector
    """(pieces,) float32: the chances as they are now."""
    pages: int = 0
    """Pages it was learnt from; 0 when they are too few to say anything."""
    dropped: int = 0
    """Pieces of the body that are the site's furniture."""
    turned: int = 0
    """Pieces that the history of their place took in or left out."""

    @property
    def evidence(self) -> str:
        """Say it in words; empty when nothing was changed."""
        if not self.dropped and not self.turned:
            return ""
        return f"{self.pages} pages of the site: {self.dropped} repeated texts left out, {self.turned} judged by their place"


@dataclasses.dataclass(slots=True)
class _TextCount:
    """How often the window has a text."""

    oldest: int
    """Number of the first page that has it."""
    pages: int = 0
    edges: int = 0


@dataclasses.dataclass(slots=True)
class PlaceCount:
    """How often the window has a place."""

    pages: int = 0
    body: int = 0
    """Pages on which most of its text was body."""
    texts: int = 0
    repeats: int = 0
    """Of its texts, those that stand on other pages too."""

    @property
    def is_repeating(self) -> bool:
        """Say whether it shows the same texts again and again, as a box about the author does."""
        return self.texts >= SEEN_ON and self.repeats >= _REPEATING * self.texts


class Template:
    """What is known of one site. A value: learning gives a new one."""

    __slots__ = ("__dict__", "lessons")

    def __init__(self, lessons: Iterable[Lesson] = ()) -> None:
        """Take the last lessons, oldest first."""
        self.lessons: tuple[Lesson, ...] = tuple(lessons)[-WINDOW:]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Template) and other.lessons == self.lessons

    def __hash__(self) -> int:
        return hash(self.lessons)

    def __reduce__(self) -> tuple[object, ...]:
        return Template, (self.lessons,)

    def learn(self, lesson: Lesson) -> Template:
        """Give the template with one page more; itself when the page is known, or tells what a known page tells.

        Another version of a page, an agency's text under another headline, one story told twice: none of these makes a
        paragraph furniture. When the window is full every fourth page is learnt, which is enough and spares the store.
        """
        full = len(self.lessons) == WINDOW
        if not lesson.texts or (full and lesson.address % 4) or self.knows(lesson):
            return self
        return Template((*self.lessons, lesson))

    def knows(self, lesson: Lesson) -> bool:
        """Say whether a page of the window is this one or tells the same: by address, by title, or by common prose."""
        prose = {text.key for text in lesson.texts if text.prose and text.body}
        own = prose - self.furniture or prose
        return any(
            lesson.address == other.address
            or lesson.title == other.title != 0
            or (own and sum(text.key in own for text in other.texts) >= _SAME * len(own))
            for other in self.lessons
        )

    def judge(self, reading: Reading) -> Verdict:
        """Weigh a page's chances by what is known of its site. The page need not have been learnt."""
        if len(self.lessons) < LEAST_OTHERS:
            return Verdict(reading.chance)
        new = not self.knows(reading.lesson)
        furniture = {text.key for text in reading.lesson.texts if self._is_furniture(text, new)}
        dropped = np.array([key in furniture for key in reading.keys], bool)
        push = np.array([self._push(place) if key else 0.0 for key, place in zip(reading.keys, reading.places)])
        # A line of links stands in the midst of many bodies and is none of them.
        push = np.where((push > 0) & (reading.linked > _LINKS), 0.0, push)
        chance = np.clip(reading.chance, 1e-6, 1 - 1e-6).astype(np.float64)
        weighed = 1 / (1 + (1 - chance) / chance * np.exp(-push))
        weighed = np.where(dropped, 0.0, np.where(push == 0, reading.chance, weighed)).astype(np.float32)
        was, now = reading.chance >= _BODY, weighed >= _BODY
        return Verdict(
            weighed, len(self.lessons), int((was & dropped).sum()), int(((was != now) & ~dropped).sum())
        )  # fmt: skip

    @functools.cached_property
    def furniture(self) -> frozenset[int]:
        """Keys of the texts that are furniture by the pages of the window alone."""
        found = {text.key for lesson in self.lessons for text in lesson.texts if self._is_furniture(text, new=False)}
        return frozenset(found)

    @functools.cached_property
    def places(self) -> dict[int, PlaceCount]:
        """The kinds of places of the window, counted."""
        found: dict[int, PlaceCount] = {}
        for lesson in self.lessons:
            for place, is_body in lesson.places:
                count = found.setdefault(place, PlaceCount())
                count.pages += 1
                count.body += is_body
            for text in lesson.texts:
                count = found.setdefault(text.place, PlaceCount())
                count.texts += 1
                count.repeats += self._texts[text.key].pages > 1
        return found

    @functools.cached_property
    def _texts(self) -> dict[int, _TextCount]:
        found: dict[int, _TextCount] = {}
        for number, lesson in enumerate(self.lessons):
            for text in lesson.texts:
                count = found.setdefault(text.key, _TextCount(number))
                count.pages += 1
                count.edges += text.edge
        return found

    def _is_furniture(self, text: Text, new: bool) -> bool:
        """Say whether a text stands on enough pages; `new`: its own page is one more beside the window."""
        count = self._texts.get(text.key)
        if count is None or count.pages + new < SEEN_ON:
            return False
        share = (count.pages + new) / max(_LEAST_SPAN, len(self.lessons) + new - count.oldest)
        place = self.places.get(text.place)
        if place and (place.is_repeating or (place.pages >= _PLACE_PAGES and not place.body)):
            return share >= _SHARE_OWN_PLACE
        if text.edge and count.edges == count.pages:
            return share >= _SHARE_EDGE
        return share >= (_SHARE_PROSE if text.prose else _SHARE_SHORT)

    def _push(self, place: int) -> float:
        """Say what the history of a place adds to the margin of a text in it."""
        count = self.places.get(place)
        if count is None or count.pages < _PLACE_PAGES:
            return 0.0
        if not count.body or count.is_repeating:
            return -min(_MOST_AGAINST, _AGAINST * count.pages)
        is_body = count.pages >= _PLACE_PAGES_FOR and count.body >= _MOSTLY_BODY * count.pages
        return _FOR if is_body else 0.0

    def pack(self) -> bytes:
        """Give the form that is stored, at most MAX_BYTES: the oldest pages go first."""
        lessons = self.lessons
        while len(packed := _pack(lessons)) > MAX_BYTES:
            lessons = lessons[len(lessons) // 4 + 1 :]
        return packed

    @staticmethod
    def unpack(data: bytes) -> Template:
        """Read the stored form. Raises RecordError for anything else, and for the form of another version."""
        try:
            return Template(_unpack(data))
        except (ValueError, TypeError, KeyError, IndexError, RecursionError, zlib.error) as error:
            raise RecordError("The stored template of a site cannot be read", reason="template") from error


def read(address: str, title: str, cut: Outline, chance: Vector) -> Reading:
    """Read a page as a template sees it: `address` its canonical address, `chance` (pieces,) what the classifier says."""
    keys = tuple(
        text_key(piece.text) if near else 0 for piece, near in zip(cut.pieces, (chance >= _NEAR).tolist(), strict=True)
    )
    kinds = {container: _place(cut, container) for container in {piece.container for piece in cut.pieces}}
    places = tuple(kinds[piece.container] for piece in cut.pieces)
    lesson = Lesson(
        _hash(address),
        _hash(title) if title else 0,
        _texts(cut, keys, places, chance),
        _weigh_places(cut, places, chance),
    )
    linked = np.array([piece.linked for piece in cut.pieces], np.float32)
    return Reading(keys, places, chance, linked, lesson)


def text_key(text: str) -> int:
    """Hash a text's words, numbers aside ("3 hours ago" is said on every page); 0 when it has no letters."""
    words = tokens(text)[:_KEY_WORDS]
    plain = _DIGITS.sub("0", " ".join(words))
    return _hash(plain) if plain.strip("0 _") else 0


def _texts(cut: Outline, keys: Sequence[int], places: Sequence[int], chance: Vector) -> tuple[Text, ...]:
    body = [index for index, value in enumerate((chance >= _BODY).tolist()) if value]
    edges = {*body[:_EDGE_FIRST], *body[-_EDGE_LAST:]}
    inside = set(body)
    found: dict[int, Text] = {}
    for index, key in enumerate(keys):
        if key:
            prose = len(tokens(cut.pieces[index].text)) >= _PROSE_WORDS
            found.setdefault(key, Text(key, places[index], index in inside, index in edges, prose))
    texts = tuple(found.values())
    return texts if len(texts) <= MAX_TEXTS else texts[: MAX_TEXTS // 2] + texts[-MAX_TEXTS // 2 :]


def _weigh_places(cut: Outline, places: Sequence[int], chance: Vector) -> tuple[tuple[int, bool], ...]:
    """Say of each kind of place whether most of its text is body; those with most text come first."""
    sums: dict[int, list[int]] = {}
    for piece, place, value in zip(cut.pieces, places, (chance >= _BODY).tolist(), strict=True):
        size = len(piece.text)
        both = sums.setdefault(place, [0, 0])
        both[0] += size
        both[1] += size if value else 0
    largest = sorted(sums.items(), key=lambda item: (-item[1][1], -item[1][0], item[0]))[:MAX_PLACES]
    return tuple((place, inside * 2 > size) for place, (size, inside) in largest)


def _place(cut: Outline, container: int) -> int:
    parent = cut.parent[container]
    return _place_key(cut.signature[container], cut.signature[parent], cut.signature[cut.parent[parent]])


@functools.lru_cache(maxsize=20_000)
def _place_key(own: str, parent: str, grandparent: str) -> int:
    return _hash(_DIGITS.sub("0", f"{own}\n{parent}\n{grandparent}"))


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).digest(), "big")


def _pack(lessons: Sequence[Lesson]) -> bytes:
    numbers: dict[int, int] = {}

    def number(place: int) -> int:
        return numbers.setdefault(place, len(numbers))

    pages = [
        [
            lesson.address,
            lesson.title,
            [[text.key, number(text.place), text.body + 2 * text.edge + 4 * text.prose] for text in lesson.texts],
            [[number(place), int(is_body)] for place, is_body in lesson.places],
        ]
        for lesson in lessons
    ]
    row = {"form": _FORM, "places": list(numbers), "pages": pages}
    return zlib.compress(json.dumps(row, separators=(",", ":")).encode("ascii"), 3)


def _unpack(data: bytes) -> list[Lesson]:
    unpacker = zlib.decompressobj()
    text = unpacker.decompress(data[: MAX_BYTES + 1], _MAX_UNPACKED)
    if not unpacker.eof:
        raise ValueError("too large, or cut off")
    row: Any = json.loads(text)
    if row["form"] != _FORM:
        raise ValueError("another form")
    places = [_whole(place) for place in row["places"]]
    return [_lesson(page, places) for page in row["pages"]]


def _lesson(page: Any, places: Sequence[int]) -> Lesson:
    address, title, texts, kinds = page
    return Lesson(
        _whole(address),
        _whole(title),
        tuple(Text(_whole(key), places[at], bool(f & 1), bool(f & 2), bool(f & 4)) for key, at, f in texts[:MAX_TEXTS]),
        tuple((places[at], bool(is_body)) for at, is_body in kinds[:MAX_PLACES]),
    )


def _whole(value: Any) -> int:
    if not isinstance(value, int):
        raise TypeError("a hash is a whole number")
    return value
