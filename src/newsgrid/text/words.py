"""Words: cutting, stemming, shingles; for scripts with and without spaces."""

from __future__ import annotations

import functools
import re
import unicodedata

import snowballstemmer

SPACELESS = frozenset({"zh", "ja", "th", "my", "lo", "km", "bo"})
"""Languages written without spaces between words."""

_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_SPACELESS_RUN = re.compile(
    r"[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)
_STEMMERS = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "et": "estonian", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nl": "dutch",
    "no": "norwegian", "nb": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish", "af": "dutch", "ca": "catalan", "hi": "hindi",
}  # fmt: skip


def squeeze(text: str) -> str:
    """Turn every run of white space into one space and cut both ends."""
    if not text.isascii():
        text = text.replace("\u200b", " ").replace("\ufeff", " ")
    return " ".join(text.split())


def clip(text: str, chars: int) -> str:
    """Cut a text to at most `chars` code points at a word's end, with an ellipsis when something was cut."""
    if len(text) <= chars:
        return text
    if chars < 2:
        return ""
    cut = text[: chars - 1]
    head = cut.rsplit(" ", 1)[0] if " " in cut[chars // 2 :] else cut
    return head.rstrip(" ,;:–—-") + "…"


def is_spaceless(text: str) -> bool:
    """Say whether most letters of a text are of a script written without spaces."""
    sample = text[:2000]
    letters = sum(char.isalpha() for char in sample)
    return letters > 0 and sum(map(len, _SPACELESS_RUN.findall(sample))) > letters / 2


def words(text: str, language: str = "") -> list[str]:
    """Cut a text into lower-case words, in order.

    Runs of a script without spaces become overlapping character pairs (one character alone stays itself), which is what
    retrieval on such languages usually does. `language` is not needed for this and only kept for callers' symmetry.
    """
    found: list[str] = []
    for match in _WORD.finditer(text.casefold()):
        word = match.group()
        if word.isascii() or not _SPACELESS_RUN.search(word):
            found.append(word)
        else:
            found.extend(_pairs(word))
    return found


def _pairs(word: str) -> list[str]:
    found: list[str] = []
    last = 0
    for run in _SPACELESS_RUN.finditer(word):
        if run.start() > last:
            found.append(word[last : run.start()])
        chars = run.group()
        found.extend(chars[i : i + 2] for i in range(max(1, len(chars) - 1)))
        last = run.end()
    if last < len(word):
        found.append(word[last:])
    return found


@functools.cache
def _stemmer(language: str) -> snowballstemmer.stemmer | None:
    name = _STEMMERS.get(language)
    return snowballstemmer.stemmer(name) if name in snowballstemmer.algorithms() else None


@functools.lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """Give a word's Snowball stem (Porter 2001); for languages without a stemmer, words over 7 letters lose their tail."""
    stemmer = _stemmer(language.split("-", maxsplit=1)[0])
    if stemmer is not None:
        return str(stemmer.stemWord(word))
    return word[:6] if len(word) > 7 and not is_spaceless(word) else word


def shingles(text: str, size: int = 4) -> set[tuple[str, ...]]:
    """Give the set of word n-grams of a text; of a shorter text, its words as the only one."""
    cut = words(text)
    if len(cut) < size:
        return {tuple(cut)} if cut else set()
    return {tuple(cut[i : i + size]) for i in range(len(cut) - size + 1)}


_SCRIPTS = (
    ("Latn", "LATIN"), ("Cyrl", "CYRILLIC"), ("Arab", "ARABIC"), ("Hani", "CJK"), ("Thai", "THAI"), ("Grek", "GREEK"), ("Hebr", "HEBREW"),
    ("Deva", "DEVANAGARI"), ("Hira", "HIRAGANA"), ("Kana", "KATAKANA"), ("Hang", "HANGUL"), ("Ethi", "ETHIOPIC"), ("Beng", "BENGALI"),
    ("Taml", "TAMIL"), ("Telu", "TELUGU"), ("Mymr", "MYANMAR"), ("Geor", "GEORGIAN"), ("Armn", "ARMENIAN"), ("Khmr", "KHMER"), ("Laoo", "LAO"),
    ("Gujr", "GUJARATI"), ("Guru", "GURMUKHI"), ("Knda", "KANNADA"), ("Mlym", "MALAYALAM"), ("Sinh", "SINHALA"), ("Tibt", "TIBETAN"),
)  # fmt: skip


@functools.lru_cache(maxsize=8192)
def _script(char: str) -> str:
    name = unicodedata.name(char, "")
    return next((code for code, word in _SCRIPTS if name.startswith(word)), "")


def script_of(text: str) -> str:
    """Give the ISO 15924 code of the script most letters of a text are in; empty without letters."""
    head = text[:4000]
    if head.isascii():
        return "Latn" if any(map(str.isalpha, head)) else ""
    counts: dict[str, int] = {}
    for char in head:
        if char.isalpha():
            code = "Latn" if char < "\u0250" else _script(char)
            counts[code] = counts.get(code, 0) + 1
    counts.pop("", None)
    return max(counts, key=lambda code: counts[code]) if counts else ""
