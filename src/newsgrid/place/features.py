"""Streets, roads, parks, rivers and buildings: places the gazetteer does not list, told by the last or first word of their name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newsgrid.place.tokens import Token
from newsgrid.place.words import words

MAX_NAME_WORDS = 4
_NUMBER = re.compile(r"\d{1,4}[A-Za-z]?|\d{1,3}(?:st|nd|rd|th)")
_ROADS = ("highway", "route", "interstate", "hwy", "road", "rd", "sr", "us")


def features(text: str, cut: Sequence[Token], language: str) -> list[tuple[int, int]]:
    """Give the spans of such names in English text, in order; of other languages none, whose street names are made otherwise."""
    if language[:2] not in ("", "en"):
        return []
    found: list[tuple[int, int]] = []
    for span in _spans(text, cut):
        if not found or span[0] >= found[-1][1]:
            found.append(span)
        elif span[1] > found[-1][1]:
            found[-1] = (found[-1][0], span[1])
    return found


def _spans(text: str, cut: Sequence[Token]) -> Iterator[tuple[int, int]]:
    lists = words()
    for i, token in enumerate(cut):
        if not token.capital or not token.cased:
            continue
        name = token.folded
        if name in lists.streets or name in lists.landmarks:
            first = _first_word(text, cut, i)
            if first < i:
                end = token.end
                if (
                    token.folded in ("st", "ave", "rd", "blvd", "dr", "ln", "hwy", "pkwy")
                    and text[end : end + 1] == "."
                ):
                    end += 1
                yield cut[first].start, end
        if (
            name in _ROADS
            and i + 1 < len(cut)
            and text[token.end : cut[i + 1].start] == " "
            and _NUMBER.fullmatch(cut[i + 1].text)
        ):
            first = i
            while (
                first > 0
                and cut[first - 1].folded in ("county", "state", "township", "us")
                and text[cut[first - 1].end : cut[first].start] == " "
                and cut[first - 1].capital
            ):
                first -= 1
            yield cut[first].start, cut[i + 1].end


def _first_word(text: str, cut: Sequence[Token], last: int) -> int:
    """Give the number of the word a name begins with that ends at `last`."""
    lists = words()
    first = last
    while first > 0 and last - first < MAX_NAME_WORDS:
        before = cut[first - 1]
        gap = text[before.end : cut[first].start]
        if gap not in (" ", ". ") or (gap == ". " and len(before.text) > 2):
            break
        if not (before.capital or _NUMBER.fullmatch(before.text)) or (
            before.text[:1].isdigit() and len(before.text) > 2 and before.text.isdigit()
        ):
            break
        opens = first - 1 == 0 or any(c in ".!?\n" for c in text[cut[first - 2].end : before.start])
        if before.folded in lists.titles or (opens and before.folded in lists.openers):
            break
        first -= 1
    return first
