"""Word lists of this room: what tells a place from what only looks like one."""

from __future__ import annotations

import dataclasses
import functools
import tomllib

from newsgrid.place.gazetteer import DATA
from newsgrid.place.keys import fold_word


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """The lists of `data/words.toml`, folded; `_` joins what is one entry of several words."""

    titles: frozenset[str]
    heads: frozenset[str]
    works: frozenset[str]
    small_works: frozenset[str]
    admin: frozenset[str]
    media: frozenset[str]
    speaks: frozenset[str]
    before_works: frozenset[str]
    kinds: frozenset[str]
    streets: frozenset[str]
    landmarks: frozenset[str]
    openers: frozenset[str]
    institutions: frozenset[str]
    locatives: frozenset[str]
    strong_locatives: frozenset[str]
    city_words: frozenset[str]
    directions: frozenset[str]
    says: frozenset[str]
    never: frozenset[str]
    surnames: frozenset[str]
    given: frozenset[str]


@functools.cache
def words() -> Words:
    """Give the lists, read once."""
    table = tomllib.loads((DATA / "words.toml").read_text("utf-8"))
    lists = {
        key: frozenset(" ".join(map(fold_word, word.split("_"))) for word in value.split())
        for key, value in table.items()
    }
    return Words(**lists, given=_lines("given.txt"))


def _lines(name: str) -> frozenset[str]:
    text = (DATA / name).read_text("utf-8").splitlines()
    return frozenset(word for line in text if not line.startswith("#") for word in line.split())


@functools.cache
def common_words(language: str) -> frozenset[str]:
    """Give place names that are ordinary words of a language; of an unknown language, words of the widest ones."""
    table = common_table()
    base = language.partition("-")[0]
    if base in table:
        return table[base]
    return frozenset().union(
        *(table.get(code, frozenset()) for code in ("en", "fr", "es", "pt", "de", "nl", "it", "ru"))
    )


@functools.cache
def common_table() -> dict[str, frozenset[str]]:
    """Give the table by language."""
    found = {}
    for line in (DATA / "common.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            code, _, rest = line.partition(": ")
            found[code] = frozenset(rest.split())
    return found


@functools.cache
def demonyms() -> tuple[dict[str, tuple[str, str]], dict[str, tuple[str, str]], frozenset[str]]:
    """Give (word -> (place, language)), (stem -> (place, language)) and the first words of those of several words.

    A place is a country code, an admin-1 code or a name. Keys are folded; English ones are there for every language that writes them with a capital.
    """
    whole: dict[str, tuple[str, str]] = {}
    stems: dict[str, tuple[str, str]] = {}
    for line in (DATA / "demonyms.txt").read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        code, rest = _target(line)
        for part in rest.split(";"):
            language, *forms = part.split()
            for form in forms:
                _add_demonym(whole, stems, code, language, form)
    return whole, stems, frozenset(key.partition(" ")[0] for key in whole if " " in key)


def _target(line: str) -> tuple[str, str]:
    """Cut a line into the place, a code or a name in quotation marks, and the words."""
    if line.startswith('"'):
        name, _, rest = line[1:].partition('"')
        return name, rest
    code, _, rest = line.partition(" ")
    return code, rest


def _add_demonym(
    whole: dict[str, tuple[str, str]], stems: dict[str, tuple[str, str]], code: str, language: str, form: str
) -> None:
    """File a form: `South/African` is two words, `russisch-` a stem."""
    stem = form.endswith("-")
    key = " ".join(fold_word(word) for word in form.rstrip("-").replace("-", " ").replace("/", " ").split())
    (stems if stem else whole).setdefault(key, (code, language))
