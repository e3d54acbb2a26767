"""Countries and great cities by name in any language, from CLDR as Babel carries it (Unicode TR 35, territories and zones).

A territory is its ISO 3166 code; a city is its IANA zone, of which it is the exemplar.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import NamedTuple

from babel import Locale, UnknownLocaleError

from newsgrid.text import SPACELESS, fold

_LEAST = 4
_LAND = re.compile(r"(?<=...)(?:i?stan|истан|стан|ستان)$")
# Everyday words for people and things of a country whose own name begins otherwise.
_DEMONYMS = {
    "en": "american US americans US british GB britain GB briton GB dutch NL french FR swiss CH spanish ES spaniard ES welsh GB usa US uk GB danish DK turkish TR",
    "de": "usa US amerikan US brit GB niederl NL hollan NL franzos FR schweiz CH",
    "es": "estadounidense US eeuu US britanic GB holandes NL frances FR suiz CH aleman DE",
    "fr": "american US britann GB neerland NL hollan NL suisse CH allemand DE",
    "pt": "american US eua US britan GB holandes NL suic CH alemao DE alemaes DE",
    "it": "american US usa US britann GB olandes NL svizz CH tedesc DE",
    "ru": "америк US сша US британ GB голланд NL англи GB",
    "sl": "zda US amerisk US americ US britan GB nizozem NL",
    "ar": "امريك US بريطان GB هولند NL",
    "af": "amerikaan US vsa US brit GB nederlan NL",
    "nl": "amerikaan US vs US brit GB",
}  # fmt: skip


class Gazetteer(NamedTuple):
    """One language's names."""

    exact: Mapping[str, str]
    """Folded name, of one word or several, to its code."""
    longest: int
    """Words of the longest name."""
    begins: frozenset[str]
    """First words of names of several words."""
    stems: Mapping[str, tuple[tuple[str, str], ...]]
    """First four letters to (folded one-word name, code)."""
    others: tuple[tuple[str, str], ...]
    """(beginning, code) of words for a country that begin unlike its name."""
    inside: re.Pattern[str] | None
    """Finds the names inside a text written without spaces."""


@functools.lru_cache(maxsize=64)
def gazetteer(language: str) -> Gazetteer:
    """Give the names that texts of a language may use: its own, and English ones where it has none."""
    names = {**_names("en"), **_names(language)} if language != "en" else _names("en")
    # Formed words leave the land's ending and Arabic article out: Kyrgyz, таджикский, سوداني.
    names.update({_bare(name, language): code for name, code in names.items() if " " not in name})
    roots = {_LAND.sub("", name): code for name, code in names.items() if _LAND.search(name) and "/" not in code}
    stems: dict[str, list[tuple[str, str]]] = {}
    for name, code in {**roots, **names}.items():
        if " " not in name and len(name) >= _LEAST:
            stems.setdefault(name[:_LEAST], []).append((name, code))
    listed = _DEMONYMS.get(language, "").split()
    return Gazetteer(
        exact=names,
        longest=min(max((name.count(" ") + 1 for name in names), default=1), 4),
        begins=frozenset(name.split(" ", maxsplit=1)[0] for name in names if " " in name),
        stems={stem: tuple(sorted(found)) for stem, found in stems.items()},
        others=tuple(zip(listed[::2], listed[1::2], strict=True)),
        inside=_inside(names) if language in SPACELESS else None,
    )


def _names(language: str) -> dict[str, str]:
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return {}
    found: dict[str, str] = {}
    for zone, values in locale.time_zones.items():
        city = values.get("city") if zone.count("/") == 1 else None
        if city:
            found[_clean(city)] = zone
    if language == "en":
        # CLDR leaves out an English name that can be read off the zone itself.
        from babel.core import get_global

        for zone in get_global("zone_territories"):
            area, _, city = zone.partition("/")
            if city and "/" not in city and area not in {"Etc", "SystemV"}:
                found.setdefault(_clean(city.replace("_", " ")), zone)
    for code, name in locale.territories.items():
        if len(code) == 2 and code.isalpha() and code not in {"EU", "UN", "EZ", "ZZ", "XA", "XB"}:
            for form in re.split(r"\s*[(/（]\s*", name):
                found[_clean(form)] = code
    found.pop("", None)
    return found


def _clean(name: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(name)))


def _inside(names: Mapping[str, str]) -> re.Pattern[str] | None:
    own = [name for name in names if len(name) >= 2 and name[0] >= "\u0e00"]
    own.sort(key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, own))) if own else None


@functools.lru_cache(maxsize=100_000)
def place_of(word: str, language: str) -> str:
    """Give the code of the place a word names or is formed from ("Kyrgyz", "deutsche", "Бишкеке"), else an empty string.

    A word that begins as a one-word name does, but for an ending, counts; the longest common beginning wins.
    """
    known = gazetteer(language)
    folded = _bare(fold(word), language)
    code = known.exact.get(folded)
    if not code and language == "ar" and len(folded) > 4 and folded[0] in "بلوفك":
        code = known.exact.get(folded[1:])
    if code:
        return code
    for beginning, other in known.others:
        if folded == beginning or (len(beginning) >= _LEAST and folded.startswith(beginning)):
            return other
    best, length = "", 0
    for name, other in known.stems.get(folded[:_LEAST], ()):
        common = _common(name, folded)
        needed = max(_LEAST, len(name) - (2 if "/" in other else 3))
        if common >= needed and common > length and len(folded) <= common + 5:
            best, length = other, common
    return best


_ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل")


def _bare(word: str, language: str) -> str:
    """Cut the Arabic article and what is written together with it."""
    if language == "ar":
        for article in _ARTICLES:
            if word.startswith(article) and len(word) - len(article) >= 3:
                return word[len(article) :]
    return word


def _common(left: str, right: str) -> int:
    length = 0
    for a, b in zip(left, right):
        if a != b:
            break
        length += 1
    return length
