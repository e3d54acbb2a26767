"""One list of names for a story, from the lists of its articles."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Sequence

from newsgrid.annotate.names_keys import name_words, same_person
from newsgrid.annotate.names_words import is_acronym
from newsgrid.model import Name, StoryName
from newsgrid.text import fold


@dataclasses.dataclass(slots=True)
class _Merged:
    """A name of a story while it is gathered."""

    kind: str
    keys: Counter[str]
    articles: dict[int, int]
    """Mentions by article."""
    forms: Counter[str]
    full: Counter[str]
    """The fullest form of each article, by mentions."""

    def add(self, article: int, name: Name) -> None:
        weight = max(1, len(name.spans))
        self.keys[name.key] += weight
        self.articles[article] = self.articles.get(article, 0) + weight
        self.full[name.name] += weight
        self.forms[name.name] += weight
        for alias in name.aliases:
            self.forms[alias] += 1

    def value(self) -> StoryName:
        full = self._name()
        aliases = [form for form, _ in self.forms.most_common() if form != full]
        articles = tuple(sorted(self.articles))
        return StoryName(self._key(), full, self.kind, articles, tuple(aliases))

    def _name(self) -> str:
        def rank(form: str) -> tuple[bool, bool, int, int, bool, str]:
            words = len(name_words(form))
            return not is_acronym(form), words > 1, self.full[form], words, form.isascii(), form

        return max(self.full, key=rank)

    def _key(self) -> str:
        # A key of two parts (`person:btn.fltmr`) says more than one of a family name alone.
        return max(self.keys, key=lambda key: ("." in key, self.keys[key], key))

    @property
    def mentions(self) -> int:
        return sum(self.articles.values())


def merge_names(per_article: Sequence[tuple[int, Sequence[Name]]]) -> tuple[StoryName, ...]:
    """Merge the names of a story's articles, given as (article id, names): most articles first, then most mentions.

    People are one when their family names agree in sound and their given names do not disagree; a family name alone joins
    the only person that has it. Organisations are one when their keys are, or when one's acronym is the other's alias. The
    name shown is the most frequent of the fullest forms. The result does not depend on the order of the articles.
    """
    rows = sorted(((article, name) for article, found in per_article for name in found), key=_order)
    merged = _merge_people([r for r in rows if r[1].kind == "person"])
    merged += _merge_others([r for r in rows if r[1].kind != "person"])
    values = [(m, m.value()) for m in merged]
    values.sort(key=lambda pair: (-len(pair[0].articles), -pair[0].mentions, pair[1].name))
    return tuple(value for _, value in values)


def _order(row: tuple[int, Name]) -> tuple[int, int, str, int]:
    """Fuller names first, then the more frequent."""
    article, name = row
    return -min(len(name_words(name.name)), 3), -len(name.spans), name.name, article


def _merge_people(rows: list[tuple[int, Name]]) -> list[_Merged]:
    people: list[_Merged] = []
    by_key: dict[str, _Merged] = {}
    for article, name in rows:
        home = by_key.get(name.key) if "." in name.key else None
        if home is None:
            able = [p for p in people if any(same_person(form, name.name) for form in p.full)]
            home = able[0] if len(able) == 1 or (able and len(name_words(name.name)) > 1) else None
        if home is None:
            home = _Merged("person", Counter(), {}, Counter(), Counter())
            people.append(home)
        home.add(article, name)
        by_key.setdefault(name.key, home)
    return people


def _merge_others(rows: list[tuple[int, Name]]) -> list[_Merged]:
    found: list[_Merged] = []
    by_key: dict[str, _Merged] = {}
    by_form: dict[tuple[str, str], list[_Merged]] = defaultdict(list)
    for article, name in rows:
        home = by_key.get(name.key)
        if home is None:
            home = next((m for form in (name.name, *name.aliases) for m in by_form[_form_key(name.kind, form)]), None)
        if home is None:
            home = _Merged(name.kind, Counter(), {}, Counter(), Counter())
            found.append(home)
        home.add(article, name)
        by_key.setdefault(name.key, home)
        for form in (name.name, *name.aliases):
            if home not in by_form[_form_key(name.kind, form)] and (is_acronym(form) or len(form.split()) > 1):
                by_form[_form_key(name.kind, form)].append(home)
    return found


def _form_key(kind: str, form: str) -> tuple[str, str]:
    return kind, form if is_acronym(form) else fold(form)
