"""Stretches of a text that stand in quotation marks, in any style, apostrophes and lost marks tolerated."""

from __future__ import annotations

import dataclasses
import re

_CLOSERS = {
    "“": "”\"", "„": "“”‟", "‟": "”", "«": "»", "‹": "›", "‘": "’", "‚": "‘’", "「": "」", "『": "』", "〝": "〞〟", "﹁": "﹂", "》": "", "»": "«", "”": "”", '"': '"”', "＂": "＂", "'": "'", "''": "''",
}  # fmt: skip
_MARKS = re.compile("''|[“”„‟«»‹›‘’‚「」『』〝〞〟﹁﹂\"＂'\n]")
_LETTER = re.compile(r"[^\W_]")
_CLIPPED = re.compile(
    r"[‘'](?:n|t|s|k|m|em|tis|twas|til|till|cause|bout|yan|yar|dan|[0-9]0s|[0-9]{2})\b", re.IGNORECASE
)
_RESTARTS = 8
"""How often one paragraph is read again behind a mark that never closes: bounds the cost of marks without end."""
_SINGLE = frozenset("‘'‚")
_INCH = re.compile(r"[0-9]$")


@dataclasses.dataclass(frozen=True, slots=True)
class Stretch:
    """Words between marks: the marks stand at `open` and before `close`."""

    open: int
    start: int
    end: int
    close: int
    closed: bool = True
    """False when the paragraph ended first: the quote goes on in the next one, or its mark was lost."""


def find_stretches(text: str) -> list[Stretch]:
    """Give the quoted stretches of a text, in order, none inside another. Linear."""
    found: list[Stretch] = []
    begin = 0
    continuing = ""
    while begin <= len(text):
        stop = text.find("\n", begin)
        stop = len(text) if stop < 0 else stop
        if stop > begin:
            pieces = _paragraph(text, begin, stop, continuing)
            found.extend(pieces)
            continuing = text[pieces[-1].open] if pieces and not pieces[-1].closed else ""
        begin = stop + 1
    return found


def _paragraph(text: str, begin: int, stop: int, continuing: str) -> list[Stretch]:
    found: list[Stretch] = []
    marks = [(m.start(), m.group()) for m in _MARKS.finditer(text, begin, stop)]
    index = restarts = 0
    while index < len(marks):
        at, mark = marks[index]
        if not _opens(text, at, mark, begin, stop):
            index += 1
            continue
        close = _close(text, marks, index, begin, stop)
        if close is not None:
            found.append(_stretch(text, at, marks[close][0], len(mark), len(marks[close][1])))
            index = close + 1
            continue
        if mark in "“«„「" and (not text[begin:at].strip() or text[begin:at].rstrip()[-1] in ".,:!?，：。"):
            found.append(_open_ended(text, at, stop))
            break
        if mark == '"' and not text[begin:at].strip():
            found.append(_open_ended(text, at, stop))
            break
        restarts += 1
        index = index + 1 if restarts <= _RESTARTS else len(marks)
    return [s for s in found if s.end > s.start and _LETTER.search(text, s.start, s.end)]


def _stretch(text: str, at: int, close: int, size: int = 1, closing: int = 1) -> Stretch:
    start, end = at + size, close
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Stretch(at, start, end, close + closing)


def _open_ended(text: str, at: int, stop: int) -> Stretch:
    piece = _stretch(text, at, stop)
    return Stretch(piece.open, piece.start, piece.end, stop, closed=False)


def _opens(text: str, at: int, mark: str, begin: int, stop: int) -> bool:
    before = text[at - 1] if at > begin else " "
    after = text[at + len(mark)] if at + len(mark) < stop else " "
    if mark not in _CLOSERS:
        return False
    if mark in "“„«‹「『〝﹁‟":
        return True
    if mark in {"»", "”"}:
        return not _wordlike(before) and not after.isspace()
    if mark in _SINGLE or mark == "''":
        return not _wordlike(before) and before not in ".,!?" and (not after.isspace()) and not _CLIPPED.match(text, at)
    return not after.isspace() and not _INCH.match(before)


def _wordlike(char: str) -> bool:
    # Scripts without spaces put marks directly between letters.
    return char.isalnum() and char < "\u0e00"


def _close(text: str, marks: list[tuple[int, str]], index: int, begin: int, stop: int) -> int | None:
    """Give the index of the mark that closes the one at `index`; None when the paragraph has none."""
    mark = marks[index][1]
    closers = _CLOSERS[mark]
    depth = 0
    fallback: int | None = None
    for later in range(index + 1, len(marks)):
        place, other = marks[later]
        if mark in _SINGLE:
            if other in closers and len(other) == 1 and _ends_single(text, place, stop):
                if text[place - 1] in ",.!?…;":
                    return later
                fallback = later if fallback is None else fallback
            elif other in '“”"«»' and fallback is not None:
                return fallback
        elif _same_mark(other, closers) and not (depth and other != mark):
            if other == '"' and _clear_opener(text, place, stop):
                return None
            return later
        elif _same_mark(other, closers):
            depth -= 1
        elif other == mark:
            if mark == "“" and _wordlike(text[place - 1]):
                return later  # A closing mark typed the wrong way round.
            if mark == "“" and text[place - 1].isspace():
                return None
            depth += 1
    return fallback


def _same_mark(mark: str, closers: str) -> bool:
    if len(mark) > 1 or closers == "''":
        return mark == closers
    return mark in closers


def _ends_single(text: str, at: int, stop: int) -> bool:
    after = text[at + 1] if at + 1 < stop else " "
    return not after.isalnum() and not text[at - 1].isspace()


def _clear_opener(text: str, at: int, stop: int) -> bool:
    """Say whether a straight mark inside a quote can only open another one, so that the first lost its end."""
    after = text[at + 1] if at + 1 < stop else " "
    return text[at - 1].isspace() and after.isalnum() and after < "\u0e00"
