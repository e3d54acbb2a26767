"""Keys: what makes two spellings, in whatever script, one name."""

from __future__ import annotations

import functools
import re

from newsgrid.annotate.names_words import quick_fold as fold
from newsgrid.annotate.names_words import word_set
from newsgrid.text import romanise, skeleton

_ARABIC = re.compile(r"[\u0600-\u06ff]")
_HAN = re.compile(r"^[\u3400-\u9fff]+$")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_CAMEL = re.compile(r"[A-Z][a-z]*")
_ARABIC_VOWELS = str.maketrans("", "", "اويىآأإؤئةء")
_RU_OBLIQUE = re.compile(r"(?:ому|ему|ого|его|ими|ыми|ым|им|ом|ем|ём|ой|ей|ою|ею|ам|ям|ах|ях)$")
_SYLLABIC = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f\uac00-\ud7a3]")
_MERGED = str.maketrans("mr", "nl")
_THAI = re.compile(r"[\u0e01-\u0e5b]")
_THAI_SILENT = re.compile(r"[\u0e01-\u0e2e][\u0e34-\u0e39]?\u0e4c")
_THAI_LEAD = re.compile(r"([\u0e40-\u0e44])([\u0e01-\u0e2e])")
_ARTICLE = re.compile(r"^(?:al|el|as|ash|an|ad|at|ez)-(?=.{2})")
_PARTICLES = word_set("de da do das dos del della di du des la le van von der den bin ibn al el")


@functools.lru_cache(maxsize=50_000)
def word_key(word: str) -> str:
    """Give a word's phonetic skeleton, with what scripts write differently made alike (Arabic long vowels, Cyrillic х)."""
    if _ARABIC.search(word):
        bare = word.removeprefix("ال") if len(word) > 4 else word
        first = "a" if bare[:1] in "اأإآعيو" and len(bare) > 1 else ""
        rest = bare[1:] if first else bare
        return (first + skeleton(rest.translate(_ARABIC_VOWELS).replace("ع", "")))[:6]
    if _THAI.search(word):
        # A silent letter is not heard; a vowel written before its consonant is spoken after it.
        word = _THAI_LEAD.sub(r"\2\1", _THAI_SILENT.sub("", word))
    if _CYRILLIC.search(word):
        word = word.lower().replace("х", "h")
        if len(word) > 5:
            word = _RU_OBLIQUE.sub("", word)
    plain = _ARTICLE.sub("", romanise(word).lower())
    return skeleton(plain[:1] + plain[1:].replace("kh", "h"))


@functools.lru_cache(maxsize=50_000)
def _name_words(name: str) -> tuple[str, ...]:
    compact = name.replace(" ", "")
    if _HAN.match(compact):
        syllables = _CAMEL.findall(romanise(compact))
        if 2 <= len(syllables) <= 4:
            return syllables[0], "".join(syllables[1:]).capitalize()
        return ("".join(syllables),)
    return tuple(w for w in re.split(r"[\s·•‧・.]+", name) if w)


def name_words(name: str) -> tuple[str, ...]:
    """Cut a person's name into words, the family name last; names in Han characters are cut after the family name.

    Of `习近平` comes `Xi`, `Jinping`, as newspapers in Latin letters write it; the last word is the one that anchors.
    """
    return _name_words(name)


def person_key(name: str) -> str:
    """Give the key of a person: skeleton of the last word, then of the first; particles count for nothing."""
    words = [w for w in name_words(name) if fold(w) not in _PARTICLES] or list(name_words(name))
    keys = [k for k in (word_key(w) for w in words) if k]
    if not keys:
        return "person:" + romanise(name).strip().lower().replace(" ", "-")
    if len(keys) == 1:
        return f"person:{keys[0]}"
    return f"person:{keys[-1]}.{keys[0]}"


def other_key(kind: str, name: str, skip: frozenset[str] = frozenset()) -> str:
    """Give the key of an organisation or event that no table knows: the skeletons of its words that carry meaning."""
    words = [w for w in re.split(r"[^\w&+]+", name) if w and fold(w) not in skip] or [name]
    if len(words) == 1 and len(words[0]) <= 6:
        return f"{kind}:{romanise(words[0]).lower()}"
    return f"{kind}:" + "-".join(skeleton(w) or romanise(w).lower() for w in words)


@functools.lru_cache(maxsize=100_000)
def same_word(left: str, right: str, *, lenient: bool = False) -> bool:
    """Say whether two words may be spellings of one name: equal folded, or equal skeletons and nearly equal letters.

    `lenient`, for a name whose other words are compared as well, allows short words more across scripts.
    """
    if fold(left) == fold(right):
        return True
    ours, theirs = word_key(left), word_key(right)
    if any(bool(script.search(left)) != bool(script.search(right)) for script in (_SYLLABIC, _ARABIC)):
        return _sounds_near(ours, theirs, 2 if lenient else 3)
    if ours != theirs or len(ours) < 2:
        return False
    a, b = romanise(fold(left)).lower(), romanise(fold(right)).lower()
    if bool(_CYRILLIC.search(left)) != bool(_CYRILLIC.search(right)):
        return True  # Across scripts the skeleton is all there is.
    return _distance(a, b) <= max(1, (max(len(a), len(b)) + 2) // 4)


def _sounds_near(left: str, right: str, least: int) -> bool:
    """Compare a skeleton with one from a script that writes syllables (Han, Thai, Kana) or leaves vowels out (Arabic)."""
    ours, theirs = left.translate(_MERGED), right.translate(_MERGED)
    if ours == theirs:
        return len(ours) > 1
    return min(len(ours), len(theirs)) >= least and ours[0] == theirs[0] and _distance(ours, theirs) <= 1


@functools.lru_cache(maxsize=50_000)
def same_person(left: str, right: str) -> bool:
    """Say whether two names can mean one person: the same last word, and first words that do not disagree.

    A name of one word agrees with any full name that ends, or in Han order begins, with it.
    """
    ours, theirs = name_words(left), name_words(right)
    if not ours or not theirs:
        return False
    if len(ours) > 1 and len(theirs) > 1:
        return same_word(ours[-1], theirs[-1], lenient=True) and _same_first(ours[0], theirs[0])
    if len(ours) == len(theirs):
        return same_word(ours[0], theirs[0])
    single, full = (ours[0], theirs) if len(ours) == 1 else (theirs[0], ours)
    return same_word(single, full[-1])


def _same_first(left: str, right: str) -> bool:
    if same_word(left, right, lenient=True):
        return True
    a, b = romanise(fold(left)).lower(), romanise(fold(right)).lower()
    if min(len(a), len(b)) == 1:
        return a[:1] == b[:1]
    ours, theirs = word_key(left), word_key(right)
    return min(len(ours), len(theirs)) >= 3 and _distance(ours, theirs) <= 1 and ours[0] == theirs[0]


def _distance(a: str, b: str) -> int:
    """Give the edit distance (Levenshtein 1966) of two short words."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]
