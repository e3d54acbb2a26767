"""What pages say that stand in an article's place: bot checks, walls of consent and of payment, missing pages.

The phrases are a hand-made table (`walls.toml`), read once. They are what such pages say to the reader; a news article may quote
one, so a text is such a page's only when they come close together in it.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from importlib import resources

from newsgrid.extract.vocabulary import tokens

KINDS = ("bot-check", "region-block", "soft-404", "moved", "consent-wall", "paywall", "login", "shell")
"""In the order in which they are looked for: a bot check also asks for scripts, a wall of payment also offers a login."""
_WORDS_PER_PHRASE = 25
"""A text is a wall's when a phrase of its kind stands for at most so many words of it."""
_MOST_TEXT = 6_000
_MOST_TITLE = 120
_COVERED = 0.6
"""Share of a title's letters that a phrase must make up for the title to be a wall's."""
_SEPARATOR = re.compile(r" [|·•—–»:/-]{1,2} ")
_MOST_SITE = 40
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_APOSTROPHES = str.maketrans({"’": "'", "\u00a0": " ", "\u200c": "", "\u200f": "", "\u200e": ""})
_LETTERS = re.compile(r"[^\W_]")


def wall_in(text: str) -> str:
    """Give the kind of wall that a text is of (one of KINDS); empty for a text that is of none, as of an article that quotes one."""
    folded = _folded(text[:_MOST_TEXT])
    size = 0.0
    for kind in KINDS:
        if hits := _hits(kind, folded):
            size = size or _size(folded)
            if hits * _WORDS_PER_PHRASE >= size:
                return kind
    return ""


def wall_named_by(title: str) -> str:
    """Give the kind of wall that a title names and says nothing else of; empty for a headline."""
    folded = _folded(title[: 2 * _MOST_TITLE])
    if not folded or len(folded) > _MOST_TITLE:
        return ""
    named = _named(folded)
    if not named and len(parts := _SEPARATOR.split(folded)) > 1:
        # The site's name stands at either end: "Page not found | The Courier".
        if len(folded) - len(parts[0]) <= _MOST_SITE:
            named = _named(parts[0])
        if not named and len(folded) - len(parts[-1]) <= _MOST_SITE:
            named = _named(parts[-1])
    return named


def _named(folded: str) -> str:
    key = folded.strip(" .!?…:|-–—。！？")
    letters = len(_LETTERS.findall(folded))
    for kind in KINDS:
        if key in _titles()[kind]:
            return kind
        said = sum(len(_LETTERS.findall(match)) for match in set(_phrases()[kind].findall(folded)))
        if said and said >= _COVERED * letters:
            return kind
    return ""


def _size(folded: str) -> float:
    """Give a text's size in words; of ideographs and kana two make one."""
    return len(tokens(folded)) - len(_IDEOGRAPH.findall(folded)) / 2


def _hits(kind: str, folded: str) -> int:
    return len(set(_phrases()[kind].findall(folded)))


def _folded(text: str) -> str:
    return " ".join(text.casefold().translate(_APOSTROPHES).split())


@functools.cache
def _table() -> Mapping[str, Mapping[str, str]]:
    table: dict[str, dict[str, str]] = tomllib.loads(
        resources.files("newsgrid.extract").joinpath("walls.toml").read_text("utf-8")
    )
    return table


@functools.cache
def _phrases() -> Mapping[str, re.Pattern[str]]:
    """Give, for each kind, what finds its phrases: plain words in alternation, the longest first, at the beginning of a word."""
    return {kind: _finder([_cut(text) for key, text in _table()[kind].items() if key != "title"]) for kind in KINDS}


def _finder(lists: list[list[str]]) -> re.Pattern[str]:
    phrases = sorted({_folded(phrase) for listed in lists for phrase in listed}, key=lambda text: (-len(text), text))
    spaced = [re.escape(text) for text in phrases if not _is_spaceless(text)]
    joined = [re.escape(text) for text in phrases if _is_spaceless(text)]
    parts = [rf"(?<!\w)(?:{'|'.join(spaced)})"] + (["|".join(joined)] if joined else [])
    return re.compile("|".join(parts))


@functools.cache
def _titles() -> Mapping[str, frozenset[str]]:
    cut = {kind: _cut(_table()[kind].get("title", "")) for kind in KINDS}
    return {kind: frozenset(_folded(text).strip(" .!?…:|-–—。！？") for text in texts) for kind, texts in cut.items()}


def _cut(text: str) -> list[str]:
    return [phrase.strip() for phrase in text.split(" | ") if phrase.strip()]


def _is_spaceless(text: str) -> bool:
    """Say whether a phrase is of a script that sets no spaces between words."""
    return any(
        "\u0e00" <= char <= "\u0eff"
        or "\u1000" <= char <= "\u109f"
        or "\u1780" <= char <= "\u17ff"
        or "\u3040" <= char <= "\u9fff"
        or "\uac00" <= char <= "\ud7af"
        for char in text
    )
