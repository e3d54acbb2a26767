"""The word tables behind names and quotes: which words announce a person, an organisation, a speaker.

The tables are hand-made files of this package (`names_words.toml`, `names_bodies.toml`, `names_given.txt`), read once per
process. Names of countries, months and weekdays come from CLDR by way of Babel.
"""

from __future__ import annotations

import dataclasses
import functools
import importlib.resources
import tomllib
from typing import Any

import babel

from newsgrid.text import SPACELESS, fold, script_of, stem

_LISTS = (
    "titles", "roles", "says", "calls", "orgs", "events", "places", "works", "locs", "dets", "joins", "aux", "he", "she", "they", "starts",
)  # fmt: skip
# Languages whose words change their ends so much that a table of base forms needs stems.
_STEMMED = frozenset({"ru", "uk", "fi", "de", "pl", "tr", "sv", "da", "nb"})
# Nearest table for languages without their own.
_KIN = {
    "no": "nb", "nn": "nb", "be": "ru", "bg": "ru", "kk": "ru", "ky": "ru", "ss": "zu", "nr": "zu", "nso": "st", "ms": "id", "gl": "pt", "ca": "es",
    "fy": "nl", "yue": "zh", "dv": "ar", "ur": "ar", "ps": "ar",
}  # fmt: skip
ACRONYM_MAX = 6
WORD_MAX = 60
"""Characters of the longest word that is looked at: stemmers take quadratic time on words without end."""


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """The words of one language by what they tell; all folded (lower case, no accents)."""

    language: str
    titles: frozenset[str]
    roles: frozenset[str]
    says: frozenset[str]
    calls: frozenset[str]
    orgs: frozenset[str]
    events: frozenset[str]
    places: frozenset[str]
    works: frozenset[str]
    locs: frozenset[str]
    dets: frozenset[str]
    joins: frozenset[str]
    aux: frozenset[str]
    he: frozenset[str]
    she: frozenset[str]
    they: frozenset[str]
    starts: frozenset[str]
    countries: frozenset[str]
    calendar: frozenset[str]
    stems: dict[str, frozenset[str]]

    def has(self, kind: str, folded: str) -> bool:
        """Say whether a folded word, or its stem in languages that inflect, is in the list of that kind."""
        if folded in getattr(self, kind):
            return True
        return bool(self.stems) and 3 < len(folded) <= WORD_MAX and stem(folded, self.language) in self.stems[kind]


@functools.cache
def _tables() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = _toml("names_words.toml")
    return tables


def _toml(name: str) -> Any:
    return tomllib.loads(_file(name))


def _file(name: str) -> str:
    return importlib.resources.files("newsgrid.annotate").joinpath(name).read_text(encoding="utf-8")


def word_set(text: str) -> frozenset[str]:
    """Give the words of a list written as running text, which reads better than a list of strings."""
    return frozenset(text.split())


@functools.lru_cache(maxsize=100_000)
def quick_fold(word: str) -> str:
    """Fold a word, remembering the answer: a text's words come again and again."""
    return fold(word)


def primary(language: str) -> str:
    """Give a tag's primary language in lower case: `zh` for `zh-Hant`."""
    return language.replace("_", "-").split("-", 1)[0].lower()


@functools.lru_cache(maxsize=128)
def words_for(language: str) -> Words:
    """Give the words of a language; English ones for a language that has no table."""
    code = primary(language)
    code = _KIN.get(code, code)
    tables = _tables()
    own = tables.get(code, tables["en"])
    plain = str if code in SPACELESS else fold  # Folding drops the tone marks of Thai.
    lists = {
        kind: frozenset(plain(w) for w in f"{own.get(kind, '')} {tables['und'].get(kind, '')}".split())
        for kind in _LISTS
    }
    stems: dict[str, frozenset[str]] = {}
    if code in _STEMMED:
        stems = {kind: frozenset(stem(w, code) for w in lists[kind] if len(w) > 3) for kind in _LISTS}
    countries, calendar = _cldr(code)
    return Words(language=code, countries=countries, calendar=calendar, stems=stems, **lists)


def _cldr(code: str) -> tuple[frozenset[str], frozenset[str]]:
    """Give a language's names of territories, and its names of months and weekdays; English ones always belong."""
    countries: set[str] = set()
    calendar: set[str] = set()
    for tag in {code, "en"}:
        try:
            locale = babel.Locale.parse(tag)
        except (babel.UnknownLocaleError, ValueError):
            continue
        countries.update(fold(str(name)) for name in locale.territories.values())
        languages = locale.languages if tag == code else {}
        calendar.update(fold(str(name)) for name in languages.values())
        for names in (locale.months, locale.days):
            for widths in (names["format"], names["stand-alone"]):
                for width in ("wide", "abbreviated"):
                    calendar.update(fold(str(n)).rstrip(".") for n in widths[width].values())
    return frozenset(countries), frozenset(w for w in calendar if len(w) > 2)


@functools.cache
def given_names() -> frozenset[str]:
    """Give the known given names: ASCII, lower case."""
    lines = (line for line in _file("names_given.txt").splitlines() if not line.startswith("#"))
    return frozenset(" ".join(lines).split())


@dataclasses.dataclass(frozen=True, slots=True)
class Bodies:
    """The well-known bodies as one language names them."""

    forms: dict[str, str]
    """Canonical id by folded form; of acronyms, by the form as it is written."""
    titles: dict[str, str]
    """By canonical id, the full name in this language, or English."""
    acronyms: dict[str, tuple[str, ...]]
    """By canonical id, its acronyms in this language."""
    raw: dict[str, tuple[str, ...]]
    """By canonical id, the forms in this language as they are written."""
    openers: frozenset[str]
    """First words of the folded forms."""
    longest: int
    """Words in the longest form."""


@functools.lru_cache(maxsize=128)
def bodies_for(language: str) -> Bodies:
    """Give the table of well-known bodies for a language."""
    code = primary(language)
    forms: dict[str, str] = {}
    titles: dict[str, str] = {}
    acronyms: dict[str, tuple[str, ...]] = {}
    raw: dict[str, tuple[str, ...]] = {}
    table: dict[str, dict[str, str]] = _toml("names_bodies.toml")
    for ident, by_language in table.items():
        own = code if code in by_language else "en"
        for tag, text in by_language.items():
            for form in text.split(" | "):
                if not is_acronym(form):
                    forms.setdefault(fold(form), ident)
                elif tag == own or (tag == "en" and code not in by_language):
                    forms[form] = ident
        mine = by_language.get(own, "").split(" | ")
        titles[ident] = mine[0]
        raw[ident] = tuple(mine) if mine[0] else ()
        acronyms[ident] = tuple(form for form in mine if is_acronym(form))
    openers = frozenset(form.split()[0] for form in forms)
    return Bodies(forms, titles, acronyms, raw, openers, max(len(form.split()) for form in forms))


@functools.lru_cache(maxsize=20_000)
def is_acronym(form: str) -> bool:
    """Say whether a form is an acronym: short, most of it capitals (`ICC`, `G20`, `Nato` is none, `SAPS`, `U.N.`)."""
    bare = form.replace(".", "").replace("-", "").replace("+", "")
    if not 2 <= len(bare) <= ACRONYM_MAX or not bare[0].isupper() or not bare.isalnum():
        return False
    capitals = sum(c.isupper() or c.isdigit() for c in bare)
    return capitals >= len(bare) - (1 if len(bare) > 3 else 0)


@functools.lru_cache(maxsize=16)
def is_cased(text: str) -> bool:
    """Say whether a text's main script tells capitals from small letters."""
    return script_of(text[:1500]) in {"Latn", "Cyrl", "Grek", "Armn", ""}
