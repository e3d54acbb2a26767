"""Numbers and days as texts of many languages write them, made comparable."""

from __future__ import annotations

import functools
import re

from babel import Locale, UnknownLocaleError

from newsgrid.text import fold

NUMBER = r"\d{1,3}(?: \d{3}(?!\d))+|\d+(?:[.,\u00a0\u202f'’٫٬]\d+)*"
_GROUPED = re.compile(r"\d{1,3}(?:[ .,\u00a0\u202f'’٬]\d{3})+")
_SEPARATOR = re.compile(r"[ .,\u00a0\u202f'’٫٬]")
# Words of magnitude by their beginnings, longest first where one begins another. Long-scale languages call 10^9 a milliard.
_THOUSAND = [
    "thousand",
    "tausend",
    "duisend",
    "duizend",
    "mille",
    "milhar",
    "тыс",
    "ألف",
    "الاف",
    "آلاف",
    "พัน",
    "千",
    "千",
]
_TEN_THOUSAND = ["万", "萬", "หมื่น"]
_HUNDRED_THOUSAND = ["แสน", "lakh"]
_MILLION = [
    "million",
    "millón",
    "millon",
    "milhões",
    "milhoe",
    "milhão",
    "milhao",
    "miljoen",
    "milione",
    "milioni",
    "mln",
    "млн",
    "миллион",
    "مليون",
    "ملايين",
    "ล้าน",
    "百万",
    "izigidi",
    "isigidi",
]
_TEN_MILLION = ["crore", "千万"]
_HUNDRED_MILLION = ["亿", "億"]
_MILLIARD = [
    "billion",
    "milliard",
    "miljard",
    "biljoen-kort",
    "bilh",
    "bilió",
    "miliard",
    "mrd",
    "млрд",
    "миллиард",
    "مليار",
    "مليارات",
    "พันล้าน",
    "十亿",
    "bn",
    "izigidigidi",
]
_SCALES = sorted(
    (
        (fold(word), power)
        for power, found in (
            (3, _THOUSAND), (4, _TEN_THOUSAND), (5, _HUNDRED_THOUSAND), (6, _MILLION), (7, _TEN_MILLION), (8, _HUNDRED_MILLION), (9, _MILLIARD),
        )
        for word in found
    ),
    key=lambda item: -len(item[0]),
)  # fmt: skip
# "billones" and "billions" (fr, de, es, pt of Portugal) are 10^12; a billion counts 10^9 in the short scale only.
_LONG_SCALE = frozenset({"de", "fr", "es", "af", "nl", "it", "sl", "ru"})


@functools.lru_cache(maxsize=50_000)
def amount(written: str, following: str = "", language: str = "") -> str:
    """Give a number in one way of writing: no separators of thousands, a point, magnitude multiplied out.

    "61,200", "61.200" and "61 200" are "61200"; "4.2 billion", "4,2 Milliarden" and "42亿" are "4200000000".
    """
    plain = _plain(written)
    power = _power(following, language)
    if not power:
        return plain
    whole, _, part = plain.partition(".")
    return (whole + part.ljust(power, "0")[:power] + part[power:]).lstrip("0") or "0"


def _plain(written: str) -> str:
    if _GROUPED.fullmatch(written):
        written = _SEPARATOR.sub("", written)
    pieces = _SEPARATOR.split(written)
    digits = [_digits(piece) for piece in pieces]
    if len(digits) == 1:
        return digits[0].lstrip("0") or "0"
    whole, part = "".join(digits[:-1]), digits[-1].rstrip("0")
    whole = whole.lstrip("0") or "0"
    return f"{whole}.{part}" if part else whole


def _digits(piece: str) -> str:
    return piece if piece.isascii() else "".join(str(int(char)) for char in piece if char.isdecimal())


@functools.lru_cache(maxsize=20_000)
def _power(word: str, language: str) -> int:
    if not word:
        return 0
    folded = fold(word)
    for name, power in _SCALES:
        if folded.startswith(name) and (len(folded) - len(name) <= 4 or name[0] >= "\u0e00"):
            if power == 9 and name.startswith("bil") and language in _LONG_SCALE:
                return 12
            return power
    return 0


@functools.lru_cache(maxsize=64)
def months(language: str) -> dict[str, int]:
    """Give the folded names of the months in a language, in any grammatical form CLDR lists, with their numbers."""
    found: dict[str, int] = {}
    for code in dict.fromkeys(("en", language)):
        try:
            forms = Locale.parse(code.replace("-", "_")).months
        except (UnknownLocaleError, ValueError):
            continue
        for context in ("format", "stand-alone"):
            for number, name in forms[context]["wide"].items():
                if not any(char.isdigit() for char in name):
                    found[fold(name)] = number
    return found


@functools.lru_cache(maxsize=64)
def calendar_words(language: str) -> frozenset[str]:
    """Give the folded names of months and weekdays in a language: capitalised in many, names in none."""
    found = set(months(language))
    for code in ("en", language):
        try:
            forms = Locale.parse(code.replace("-", "_")).days
        except (UnknownLocaleError, ValueError):
            continue
        for context in ("format", "stand-alone"):
            found.update(fold(name) for name in forms[context]["wide"].values())
    return frozenset(found)
