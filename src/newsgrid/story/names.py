"""Names as anchors across languages and scripts."""

from __future__ import annotations

import functools
import itertools
import re

from newsgrid.text import romanise, skeleton, stem

_ARABIC_VOWELS = re.compile(r"(?<=.)[اويىةءئؤآأإ]")
_ARABIC_ARTICLE = re.compile(r"^(?:[وبكف]?ال|لل)(?=...)")
_SLOVENE_CASE = re.compile(r"(?:jem|ega|emu|imi|om|em|ih|ev|ov)$")
_ROUGH = str.maketrans("rm", "ln")
_SOFT_C = re.compile(r"[cç](?=[eiyéèêëíî])|ç")
_DOT = re.compile(r"[·・‧•]")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_NOT_LETTER = re.compile(r"[^a-z]+")


@functools.lru_cache(maxsize=200_000)
def name_anchor(word: str, language: str) -> str:
    """Give the skeleton of a word that may be a name, its case endings and articles cut; empty when too little is left."""
    for position, char in enumerate(word[:-2]):
        # "eGoli", "uMabizela": Bantu prefixes stand in lower case before the name's capital.
        if char.isupper():
            word = word[position:]
            break
    low = word.lower()
    if language == "ru":
        low = stem(low, "ru")
    elif language == "ar":
        low = _ARABIC_VOWELS.sub("", _ARABIC_ARTICLE.sub("", low))
    elif language == "sl" and len(low) > 5:
        low = _SLOVENE_CASE.sub("", low)
    low = _SOFT_C.sub("s", low)
    bones = skeleton(low)
    return bones if len(bones) >= 2 else ""


def rough(bones: str) -> str:
    """Give a skeleton in the coarser classes that Chinese and Thai spellings keep apart: r as l, m as n, no opening vowel."""
    return bones.removeprefix("a").translate(_ROUGH)


def echoes(text: str, language: str) -> frozenset[str]:
    """Give the rough skeletons of foreign names that a text without spaces may hold.

    Chinese sets a dot between the parts of a foreign name: what stands on either side, of two to five signs, may be one.
    Thai has no such mark: every run of four or five consonants may be. Much of what is given is no name; it only counts
    where another language's article has it as one.
    """
    if language == "zh":
        return _chinese(text)
    if language in {"th", "lo", "km", "my"}:
        bones = _bones(romanise(text))
        return frozenset(bones[i : i + size] for size in (4, 5) for i in range(len(bones) - size + 1))
    return frozenset()


def _chinese(text: str) -> frozenset[str]:
    pieces = _DOT.split(text)
    found: set[str] = set()
    for before, after in itertools.pairwise(pieces):
        ends, begins = _HAN.findall(before[-6:]), _HAN.match(after[:6])
        if ends and before.endswith(ends[-1]):
            found.update(ends[-1][-size:] for size in (2, 3, 4, 5))
        if begins:
            found.update(begins.group()[:size] for size in (2, 3, 4, 5))
    spelled = (rough(_bones(romanise(piece))) for piece in found)
    return frozenset(bones for bones in spelled if len(bones) >= 3)


def _bones(romanised: str) -> str:
    """Give the rough consonants of a romanised text, not cut off at five."""
    text = _NOT_LETTER.sub("", re.sub(r"ng(?![aeiou])", "n", romanised.lower()))
    # skeleton() keeps only a name's first consonants; piece by piece it gives them all.
    return "".join(rough(skeleton(piece, 40)) for piece in re.findall(r".{1,40}", text))
