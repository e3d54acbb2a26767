"""Names across spellings and scripts: folding, romanisation, phonetic skeletons."""

from __future__ import annotations

import functools
import re
import unicodedata

from anyascii import anyascii

_NOT_LETTER = re.compile(r"[^a-z]+")
_SOUNDS = (
    ("tsch", "s"), ("tch", "s"), ("dzh", "s"), ("sch", "s"), ("zh", "s"), ("sh", "s"), ("ch", "s"), ("cz", "s"), ("sz", "s"), ("dj", "s"),
    ("kh", "k"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("qu", "k"), ("ts", "s"), ("tz", "s"), ("ks", "x"), ("ou", "u"), ("oo", "u"), ("ee", "i"),
)  # fmt: skip
_CLASS = str.maketrans(
    {"c": "k", "q": "k", "g": "k", "x": "k", "z": "s", "j": "s", "v": "f", "w": "f", "p": "b", "d": "t"}
)


def fold(text: str) -> str:
    """Give a text in lower case, without accents, in its own script."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


@functools.lru_cache(maxsize=100_000)
def romanise(text: str) -> str:
    """Write a text in ASCII letters, whatever its script (anyascii's tables), keeping spaces and case where there is one."""
    return text if text.isascii() else str(anyascii(text))


@functools.lru_cache(maxsize=100_000)
def skeleton(word: str, consonants: int = 5) -> str:
    """Give a word's phonetic skeleton: romanised, vowels dropped, like sounds folded, at most so many consonants.

    An initial vowel is kept as `a`. So Yusupov, Youssoupov and Юсупов agree, and so do Marenko and Маренко. Empty
    for a word without letters. Made in the manner of Soundex (Russell 1918) with the classes of news transliteration.
    """
    text = _NOT_LETTER.sub("", romanise(word).lower())
    if not text:
        return ""
    for old, new in _SOUNDS:
        text = text.replace(old, new)
    first = "a" if text[0] in "aeiouy" else ""
    folded = "".join(c for c in text.translate(_CLASS) if c not in "aeiouyh")
    single = "".join(c for i, c in enumerate(folded) if i == 0 or folded[i - 1] != c)
    return (first + single)[: consonants + len(first)]


def same_name(left: str, right: str) -> bool:
    """Say whether two names can be spellings of one: equal skeletons of their words, in order.

    A shorter name may lack the longer one's first words (a surname alone), never its last.
    """
    ours = [skeleton(w) for w in left.split()]
    theirs = [skeleton(w) for w in right.split()]
    if not ours or not theirs or not all(ours) or not all(theirs):
        return False
    shared = min(len(ours), len(theirs))
    return ours[-shared:] == theirs[-shared:] and (len(ours[-1]) > 1 or left.casefold() == right.casefold())
