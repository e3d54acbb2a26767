"""Cut a text into tokens of time: each has a tag, a value and its place; all else is one kind of gap."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from typing import Any

from newsgrid.annotate.timewords import WORD, Entry, Lexicon

MAX_CHARS = 400_000
"""Longer texts are read so far and no further."""
GAP = "."
_GAP_TAGS: dict[str, Any] = {GAP: None}
_NUMERIC = re.compile(
    r"(?<![\d.,/:-])(?:"
    r"(?P<iso>(?P<iy>[12]\d{3})-(?P<im>\d{1,2})-(?P<id>\d{1,2}))(?!\d|[-/]\d)|"
    r"(?P<yfirst>(?P<ly>[12]\d{3})(?P<ls>[./])(?P<lm>\d{1,2})(?P=ls)(?P<ld>\d{1,2}))(?!\d|[/.]\d)|"
    r"(?P<full>(?P<a>\d{1,2})\s?(?P<fs>[./-])\s?(?P<b>\d{1,2})\s?(?P=fs)\s?(?P<fy>[12]\d{3}|\d{2}))(?!\d|[/-]\d|\.\d)|"
    r"(?P<short>(?P<c>\d{1,2})(?P<ss>[./-])(?P<e>\d{1,2}))(?!\d|[/:%-]\d|[.,]\d|\s?(?:[%€$]|uhr|h\b|[ap]\.?m\b|น\.|uur|gmt|ч\b|час))"
    r")"
)
_DIGITS = re.compile(r"\d+(?:[.,:]\d+)*")
_DIGIT_TABLE = {c: str(unicodedata.digit(chr(c))) for c in range(0x80, 0x20000) if chr(c).isdecimal()}
_SPACE = re.compile(r"\s+")
_DECADE = re.compile(r"s\b|'s\b|’s\b")


@dataclasses.dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text: every tag it can bear, with the value under each."""

    start: int
    end: int
    tags: dict[str, Any]


def lowered(text: str) -> str:
    """Give the text in lower case with ASCII digits, of equal length, so that offsets hold."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    if low.isascii():
        return low
    return low.translate(_DIGIT_TABLE)


def scan(text: str, words: Lexicon) -> list[Token]:
    """Give a text's tokens in order, gaps included. Linear in the length of the text."""
    low = lowered(text[:MAX_CHARS])
    found: list[Token] = []
    position, size, entries = 0, len(low), words.entries
    step = _spaceless_step if words.spaceless else _spaced_step
    while position < size:
        char = low[position]
        if char == " ":
            position += 1
        elif char.isdigit():
            position = _number(low, position, words, found)
        elif words.spaceless and not char.isascii() and char.isalpha() and char not in entries:
            _gap(found, position, position + 1)
            position += 1
        elif char.isalpha() or char in entries:
            position = step(text, low, position, words, found)
        elif char.isspace():
            position = _blank(low, position, found)
        else:
            position = _mark(low, position, found)
    return _one_month(found)


def _one_month(tokens: list[Token]) -> list[Token]:
    """Join a month given under two names, as Arabic papers do: "أكتوبر/تشرين الأول"."""
    found: list[Token] = []
    for token in tokens:
        if (
            len(found) > 1
            and "/" in found[-1].tags
            and "m" in token.tags
            and found[-2].tags.get("m") == token.tags["m"]
        ):
            found.pop()
            found[-1] = Token(found[-1].start, token.end, found[-1].tags)
        else:
            found.append(token)
    return found


def _blank(low: str, position: int, found: list[Token]) -> int:
    match = _SPACE.match(low, position)
    end = match.end() if match else position + 1
    if low.count("\n", position, end) > 1:
        _gap(found, position, end)
    return end


def _gap(found: list[Token], start: int, end: int) -> None:
    if not found or found[-1].tags is not _GAP_TAGS:
        found.append(Token(start, end, _GAP_TAGS))


def _mark(low: str, position: int, found: list[Token]) -> int:
    char = low[position]
    if char in "-–—~〜～":
        found.append(Token(position, position + 1, {"-": None}))
    elif char in ",，،、":
        found.append(Token(position, position + 1, {",": None}))
    elif char == "/":
        found.append(Token(position, position + 1, {"/": None}))
    elif char in "'’" and low[position + 1 : position + 3].isdigit() and not low[position + 3 : position + 4].isalnum():
        year = int(low[position + 1 : position + 3])
        found.append(Token(position, position + 3, {"y": 1900 + year if year > 40 else 2000 + year}))
        return position + 3
    elif char in "." and found and {"M", "W"} & found[-1].tags.keys() and found[-1].end == position:
        last = found[-1]
        found[-1] = Token(last.start, position + 1, last.tags)
    elif char not in "()[]\"“”„«»‘’'\u200b\u200e\u200f\u202a\u202b\u202c":
        _gap(found, position, position + 1)
    return position + 1


def _number(low: str, position: int, words: Lexicon, found: list[Token]) -> int:
    date = _NUMERIC.match(low, position)
    value = _numeric_date(date, words) if date else None
    if date and value:
        found.append(Token(position, date.end(), {"D": value}))
        return date.end()
    match = _DIGITS.match(low, position)
    if match is None:
        return position + 1
    digits, end = match.group(), match.end()
    if not digits.isdigit():
        found.append(Token(position, end, {"k": None}))
        return end
    number = int(digits) if len(digits) < 8 else -1
    if len(digits) == 4 and 1000 <= number <= 2999:
        decade = _DECADE.match(low, end)
        if decade and number % 10 == 0:
            found.append(Token(position, decade.end(), {"s": number}))
            return decade.end()
        found.append(Token(position, end, {"y": number - 543 if words.language == "th" and number > 2400 else number}))
    elif len(digits) <= 2:
        suffix = words.ordinal.match(low, end)
        if suffix:
            end = suffix.end()
        found.append(Token(position, end, {"n": number}))
    else:
        found.append(Token(position, end, {"k": number}))
    return end


def _numeric_date(match: re.Match[str], words: Lexicon) -> tuple[int | None, int, int] | None:
    """Read a date written in digits: (year or None, month, day); None when it cannot be one."""
    if match["iso"]:
        return _checked(int(match["iy"]), int(match["im"]), int(match["id"]))
    if match["yfirst"]:
        return _checked(int(match["ly"]), int(match["lm"]), int(match["ld"]))
    if match["full"]:
        first, second, year = int(match["a"]), int(match["b"]), int(match["fy"])
        if year < 100:
            year += 1900 if year > 40 else 2000
        elif year > 2400:
            year -= 543
        return _ordered(year, first, second, words)
    if match["ss"] == "-" or (
        match["ss"] == "." and words.language not in {"de", "ru", "tr", "fi", "pl", "cs", "da", "nb", "uk", "fr", "nl"}
    ):
        return None
    if match["ss"] == "." and (len(match["e"]) < 2 or words.language in {"fr", "nl"}):
        return None
    return _ordered(None, int(match["c"]), int(match["e"]), words)


def _ordered(year: int | None, first: int, second: int, words: Lexicon) -> tuple[int | None, int, int] | None:
    day, month = (first, second) if words.day_first and not (words.year_first and year is None) else (second, first)
    return _checked(year, month, day) or _checked(year, day, month)


def _checked(year: int | None, month: int, day: int) -> tuple[int | None, int, int] | None:
    return (year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _spaced_step(text: str, low: str, position: int, words: Lexicon, found: list[Token]) -> int:
    match = WORD.match(low, position)
    end = match.end() if match else position + 1
    for entry in words.entries.get(low[position:end], ()):
        stop = position + len(entry.phrase)
        if low.startswith(entry.phrase, position) and not (
            stop < len(low) and entry.phrase[-1].isalpha() and low[stop].isalpha()
        ):
            tags = _fitting(text, position, entry, words)
            if tags:
                found.append(Token(position, stop, tags))
                return stop
    _gap(found, position, end)
    return end


_COMMON = frozenset({"may", "march", "sun", "sat", "mar", "mon", "wed", "fri", "sept", "dec", "jan", "second"})


def _fitting(text: str, position: int, entry: Entry, words: Lexicon) -> dict[str, Any]:
    """Give the tags an entry bears here: in English "may" and "march" are months only with a capital."""
    if words.cased and entry.phrase in _COMMON and not text[position].isupper():
        return {k: v for k, v in entry.tags.items() if k not in "mMwW"}
    return entry.tags


def _spaceless_step(text: str, low: str, position: int, words: Lexicon, found: list[Token]) -> int:
    for entry in words.entries.get(low[position], ()):
        if low.startswith(entry.phrase, position):
            found.append(Token(position, position + len(entry.phrase), entry.tags))
            return position + len(entry.phrase)
    _gap(found, position, position + 1)
    match = WORD.match(low, position) if low[position].isascii() else None
    return match.end() if match else position + 1
