"""The words of the world, read from `words/*.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).with_name("words")

Syllable = tuple[str, str, str]  # in Latin, Cyrillic and Han letters

_LETTERS = {"ru": 1, "zh": 2}  # which part of a syllable a language writes; the others write Latin


@dataclass(frozen=True, slots=True)
class Event:
    """The sentences that tell one kind of event."""

    headlines: tuple[str, ...]
    leads: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language. `place` is its position in every row of names."""

    code: str
    place: int
    weekdays: tuple[str, ...]
    papers: tuple[str, ...]
    organisations: tuple[str, ...]
    remarks: tuple[str, ...]
    sections: Mapping[str, str]
    events: Mapping[str, Event]

    def spell(self, syllables: tuple[Syllable, ...]) -> str:
        """Write an invented name in the letters of the language."""
        written = "".join(syllable[_LETTERS.get(self.code, 0)] for syllable in syllables)
        return written if self.code == "zh" else written.capitalize()

    def full_name(self, given: tuple[Syllable, ...], family: tuple[Syllable, ...], between: str) -> str:
        """Write a person's name; `between` stands between its two parts in Chinese, a space elsewhere."""
        return (between if self.code == "zh" else " ").join((self.spell(given), self.spell(family)))

    def join(self, sentences: list[str]) -> str:
        """Make a paragraph of sentences."""
        return ("" if self.code == "zh" else " ").join(sentences)

    def count_words(self, paragraph: str) -> int:
        """Count words, or characters in Chinese."""
        return len(paragraph) if self.code == "zh" else paragraph.count(" ") + 1


@dataclass(frozen=True, slots=True)
class Words:
    """Everything the world can say. Rows of `cities` and `themes` have one name a language, in their order."""

    languages: tuple[Language, ...]
    language_shares: tuple[int, ...]
    sections: tuple[str, ...]
    agencies: tuple[str, ...]
    event_types: tuple[tuple[str, str], ...]
    syllables: tuple[Syllable, ...]
    cities: tuple[tuple[str, ...], ...]
    themes: tuple[tuple[str, ...], ...]

    def language(self, code: str) -> Language:
        """Find a language by its code; `KeyError` when the world does not speak it."""
        for language in self.languages:
            if language.code == code:
                return language
        raise KeyError(code)


@cache
def load_words() -> Words:
    """Read the words; once, then from memory."""
    common = _read("common")
    return Words(
        languages=tuple(_language(code, place) for place, code in enumerate(common["languages"])),
        language_shares=tuple(common["language_shares"]),
        sections=tuple(common["sections"]),
        agencies=tuple(common["agencies"]),
        event_types=tuple((kind, section) for kind, section in common["event_types"]),
        syllables=tuple((latin, cyrillic, han) for latin, cyrillic, han in common["syllables"]),
        cities=tuple(map(tuple, common["cities"])),
        themes=tuple(map(tuple, common["themes"])),
    )


def _language(code: str, place: int) -> Language:
    table = _read(code)
    return Language(
        code=code,
        place=place,
        weekdays=tuple(table["weekdays"]),
        papers=tuple(table["papers"]),
        organisations=tuple(table["organisations"]),
        remarks=tuple(table["remarks"]),
        sections=table["sections"],
        events={
            kind: Event(tuple(event["headlines"]), tuple(event["leads"]), tuple(event["facts"]))
            for kind, event in table["events"].items()
        },
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
