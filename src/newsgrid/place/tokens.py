"""Words of a text with their places."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from newsgrid.place.keys import WORD, fold_word

MAX_WORD_CHARS = 60
ELIDED = re.compile(r"^(?:[LlDd]|[Qq]u|[DdNnSs]u?ell|[Aa]ll)['’](?=[A-ZÀ-Þ])")
"""Articles that melt into a name: `L'Ukraine`, `dell'Ucraina`."""
_PREFIXED = re.compile(r"^(?:[a-z]{1,6}-?)(?=[A-Z][a-z])")


class Token(NamedTuple):
    """A word of the text."""

    start: int
    end: int
    text: str
    folded: str
    capital: bool
    """Begins with a capital letter, or is of a script that has none."""
    cased: bool
    possessive: bool = False
    """An apostrophe and s follow that are no part of it, or are they: `Japan's`, `St. John's`."""


def tokens(text: str) -> list[Token]:
    """Cut a text into words with their places; a possessive ending is no part of the word."""
    found: list[Token] = []
    for match in WORD.finditer(text):
        word, start = match.group(), match.start()
        if len(word) > MAX_WORD_CHARS:
            # A run of a script without spaces, or no word at all: it only keeps its place.
            found.append(Token(start, match.end(), word[:1], "", False, False))
            continue
        shape = _shape(word)
        found.append(Token(start, start + len(shape[0]), *shape))
    return found


@functools.lru_cache(maxsize=65_536)
def _shape(word: str) -> tuple[str, str, bool, bool, bool]:
    """Give a token's fields that do not depend on where it stands."""
    possessive = len(word) > 2 and word[-2:] in ("'s", "’s", "'S", "’S", "‘s")
    if possessive:
        word = word[:-2]
    first = word[0] if word[0].isupper() else word[name_starts(word)]
    cased = first.isupper() or first.islower()
    return word, fold_word(word), first.isupper() or not (cased or first.isdigit()), cased, possessive


def name_starts(word: str) -> int:
    """Give where the name in a word begins: past a prefix in small letters, as in `eMoscow` and `d'Ivoire`."""
    if word.islower():
        return 0
    inner = _PREFIXED.match(word) or ELIDED.match(word)
    return inner.end() if inner and inner.end() < len(word) else 0
