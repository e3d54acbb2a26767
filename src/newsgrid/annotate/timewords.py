"""The words of time of a language: months, weekdays, units and "ago" from CLDR, the rest from a table of ours."""

from __future__ import annotations

import dataclasses
import functools
import re
import tomllib
from collections.abc import Iterator
from importlib import resources
from typing import Any

from babel import Locale, UnknownLocaleError

from newsgrid.text import SPACELESS

UNITS = ("minute", "hour", "day", "week", "month", "year")
TAGS = {
    "this": "t", "last": "l", "next": "x", "early": "e", "mid": "e", "late": "e", "ago": "a", "later": "f", "ago_before": "A",
    "in": "F", "before": "b", "after": "B", "to": "r", "and": "&", "from": "R", "fill": "p", "at": "i", "one": "1", "will": "!", "did": "!",
}  # fmt: skip
"""What each list of the table becomes among the tags that the grammar reads; a word may have several."""

_LEVANT = {"ar": ("ar_SY", "ar_DZ")}
"""Other locales whose months a language's newspapers use."""
_TANWIN = re.compile("[\u064b-\u0652]")


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """A phrase and what it can mean: tag -> value."""

    phrase: str
    tags: dict[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Lexicon:
    """All phrases of a language, by their first word (first character where no spaces divide words)."""

    language: str
    spaceless: bool
    cased: bool
    day_first: bool
    year_first: bool
    ordinal: re.Pattern[str]
    entries: dict[str, tuple[Entry, ...]]


@functools.cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(resources.files("newsgrid.annotate").joinpath("data/timewords.toml").read_text("utf-8"))


@functools.cache
def lexicon(language: str) -> Lexicon:
    """Give the words of time of a language (its base code); English where neither CLDR nor the table knows it."""
    base = language.split("-", maxsplit=1)[0].lower()
    table = _table().get(base, {})
    try:
        locale = Locale.parse(base)
    except (UnknownLocaleError, ValueError):
        base, locale, table = "en", Locale.parse("en"), _table()["en"]
    meanings: dict[str, dict[str, Any]] = {}
    for phrase, tag, value in _all(base, locale, table):
        if phrase:
            meanings.setdefault(phrase, {}).setdefault(tag, value)
    return _arrange(base, locale, table, meanings)


def _arrange(base: str, locale: Locale, table: dict[str, Any], meanings: dict[str, dict[str, Any]]) -> Lexicon:
    spaceless = base in SPACELESS or base == "ko"
    entries: dict[str, list[Entry]] = {}
    for phrase, tags in meanings.items():
        key = phrase[0] if spaceless else first_word(phrase)
        entries.setdefault(key, []).append(Entry(phrase, tags))
    order = str(locale.date_formats["short"].pattern)
    day, month, year = (order.find(c) if c in order else 99 for c in "dMy")
    return Lexicon(
        base, spaceless, bool(table.get("cased")), base != "en" and (day < month or year < month), year < month,
        re.compile(rf"(?:{table['ordinal']})(?!\w)" if table.get("ordinal") else r"(?!)"),
        {key: tuple(sorted(found, key=lambda e: -len(e.phrase))) for key, found in entries.items()},
    )  # fmt: skip


WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u0652\u0900-\u0dff\u0e31\u0e34-\u0e4e])*")
"""A run of letters with the marks that belong to them."""


def first_word(phrase: str) -> str:
    """Give the key a phrase is found by: its first run of letters, or its first character."""
    match = WORD.match(phrase)
    return match.group() if match else phrase[0]


def _all(base: str, locale: Locale, table: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    yield from _prefixed(_calendar(base, locale, table), table)
    yield from _cldr_spans(locale)
    for key, tag in TAGS.items():
        if key in ("will", "did"):
            value: Any = 1 if key == "will" else -1
        else:
            value = key
        for phrase in _list(table.get(key, "")):
            yield phrase, tag, value
    for offset, phrases in table.get("days", {}).items():
        for phrase in _list(phrases):
            yield phrase, "d", int(offset)
    for number, spellings in enumerate(_list(table.get("numbers", "")), 1):
        for phrase in spellings.split("/"):
            yield phrase, "n", number
    for key, tag in (("parts", "h"), ("refs", "N")):
        for value, phrases in table.get(key, {}).items():
            for phrase in _list(phrases):
                yield phrase, tag, value
    for phrase in _list(table.get("not", "")):
        yield phrase, ".", None
    for key, tag in (("year_mark", "Z"), ("month_mark", "z"), ("day_mark", "g")):
        for phrase in _list(table.get(key, "")):
            yield phrase, tag, key


def _list(text: str) -> list[str]:
    return [piece.strip() for piece in text.split(",") if piece.strip()]


def _prefixed(found: Iterator[tuple[str, str, Any]], table: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    prefixes = ["", *_list(table.get("prefixes", ""))]
    for phrase, tag, value in found:
        for prefix in prefixes:
            yield prefix + phrase, tag, value


def _calendar(base: str, locale: Locale, table: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Months, weekdays and units. Short forms are weak (tags M and W): they count only beside a number."""
    for tag, weak, key in (("m", "M", "months"), ("w", "W", "weekdays"), ("u", "u", "units")):
        for item in _list(table.get(key, "")):
            phrase, _, value = item.rpartition("=")
            marked = phrase.startswith("~")
            yield phrase.lstrip("~"), weak if marked else tag, int(value) if value.isdigit() else value
    for other in (locale, *map(Locale.parse, _LEVANT.get(base, ()))):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                yield from _named(other.months[context][width], "m" if width == "wide" else "M", 0)
                yield from _named(other.days[context][width], "w" if width == "wide" else "W", 1)


def _named(names: Any, tag: str, shift: int) -> Iterator[tuple[str, str, int]]:
    for number, name in names.items():
        phrase = name.lower().rstrip(".")
        if phrase and not phrase[0].isdigit():
            yield phrase, tag, number + shift
            if phrase.endswith("-feira"):
                yield phrase.replace("-", " "), tag, number + shift


def _cldr_spans(locale: Locale) -> Iterator[tuple[str, str, Any]]:
    """Units and the words of "ago" and "in", read out of CLDR's patterns such as "vor {0} Tagen" and "in {0} Tagen".

    What both patterns share after the number is the unit; what the past has more, before or after, says "ago".
    """
    fields = locale._data["date_fields"]
    for unit in UNITS:
        field = fields.get(unit)
        if not field or "past" not in field or "future" not in field:
            continue
        futures = [p.lower() for p in dict(field["future"]).values() if "{0}" in p]
        for past in (p.lower() for p in dict(field["past"]).values() if "{0}" in p):
            best = max(futures, key=lambda f, p=past: len(_shared_tail(p, f)), default="")  # type: ignore[misc]
            yield from _span_words(past, best, unit)


def _span_words(past: str, future: str, unit: str) -> Iterator[tuple[str, str, Any]]:
    if not future:
        return
    name = _shared_tail(past, future)
    before, _, after = past.partition("{0}")
    ahead, _, behind = future.partition("{0}")
    for form in {name.strip(), _TANWIN.sub("", name).strip()}:
        if form and not form[0].isdigit():
            yield form, "u", unit
    for phrase, tag, value in (
        (before, "A", "ago_before"), (after[len(name) :], "a", "ago"), (ahead, "F", "in"), (behind[len(name) :], "f", "later"),
    ):  # fmt: skip
        if phrase.strip() and phrase.strip() != name.strip():
            yield phrase.strip(), tag, value


def _shared_tail(past: str, future: str) -> str:
    """Give what both patterns have after the number, in whole words where words are divided by spaces."""
    left, right = past.partition("{0}")[2], future.partition("{0}")[2]
    size = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    shared = left[:size]
    if " " in shared.strip() or (len(shared) < min(len(left), len(right)) and " " in left.strip()):
        return shared[: shared.rstrip().find(" ", 1)] if " " in shared.strip() else shared
    return shared
