"""Keys: the form in which names are compared, the same when the gazetteer is built and when it is asked.

A key is a name in lower case, Latin and Greek letters without accents, Arabic letters in their plain forms, words separated
by one space. The gazetteer keeps only the 64-bit hash of each key: with a million keys the chance that an unlisted
word hits one is 5e-14.
"""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
import zlib

_MARKS = (
    r"\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u09d7\u0a01-\u0a03\u0a3c-\u0a4d"
    r"\u0a70\u0a71\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bcd\u0c00-\u0c04\u0c3e-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d4d"
    r"\u0d57\u0d82\u0d83\u0dca-\u0ddf\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u0f71-\u0f84\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u200c\u200d"
)
"""Marks that belong to the letter before them: accents, vowel signs, points."""
WORD = re.compile(rf"(?:[^\W\d_]\.){{2,}}|[^\W_]+(?:[{_MARKS}]+[^\W_]*)*(?:['’ʼʻ‘`´][^\W_]+(?:[{_MARKS}]+[^\W_]*)*)*")
"""A word: letters and digits with their marks, apostrophes inside; or initials with points (`U.S.`)."""

_STRIPPED = "'’ʼʻ‘`´ʹʿʾ.\u0640\u200c\u200d\u200b\u00ad"
_REPLACED: dict[str | int, str | None] = {
    **dict.fromkeys(map(ord, _STRIPPED)),
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ə": "a", "ǝ": "a", "ħ": "h", "ŋ": "n",
    "ё": "е", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ک": "ك", "ة": "ه", "ۃ": "ه", "ہ": "ه", "ە": "ه",
    **{chr(mark): None for mark in range(0x064B, 0x0660)},
}  # fmt: skip
_PLAIN = str.maketrans(_REPLACED)
_FIRST = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "pt": "port"}


@functools.lru_cache(maxsize=65_536)
def fold_word(word: str) -> str:
    """Fold one word to its part of a key."""
    low = word.casefold()
    if low.isascii():
        return low.translate(_PLAIN) if not low.isalnum() else low
    decomposed = unicodedata.normalize("NFD", low)
    kept: list[str] = []
    for char in decomposed:
        # Marks on Latin and Greek letters are accents; elsewhere they are vowels or part of the letter (Cyrillic short i).
        accent = unicodedata.combining(char) and char <= "\u036f"
        if accent and kept and (kept[-1] < "\u0400" or kept[-1] == "е"):
            continue
        kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept)).translate(_PLAIN)


def join_words(folded: list[str]) -> str:
    """Make a key of folded words; `St.`, `Mt.`, `Ft.` at the head stand for the whole word."""
    if len(folded) > 1 and folded[0] in _FIRST:
        return " ".join([_FIRST[folded[0]], *folded[1:]])
    return " ".join(folded)


def key_of(name: str) -> str:
    """Give the key of a name; empty when there is no letter in it."""
    folded = [word for word in (fold_word(match.group()) for match in WORD.finditer(name)) if word]
    return join_words(folded) if any(not w.isdigit() for w in folded) else ""


def hash_of(key: str) -> int:
    """Give the 64-bit hash of a key (BLAKE2b)."""
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


FIRST_BITS = 21


def first_bit(word: str) -> int:
    """Give the place of a word in the bitmap of the words that names begin with."""
    return zlib.crc32(word.encode("utf-8", "surrogatepass")) & ((1 << FIRST_BITS) - 1)


def head_code(key: str) -> int:
    """Pack the first four characters of a key, 16 bits each; of a shorter one, all."""
    code = 0
    for char in key[:4].ljust(4, "\0"):
        code = code << 16 | ord(char) & 0xFFFF
    return code
