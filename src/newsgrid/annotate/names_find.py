"""People, organisations and events that an article names, each once, with everywhere it stands."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Sequence

from newsgrid.annotate.names_cased import THRESHOLD, Mention, find_mentions
from newsgrid.annotate.names_keys import name_words, other_key, person_key, same_person, same_word
from newsgrid.annotate.names_uncased import find_mentions_uncased
from newsgrid.annotate.names_words import bodies_for, is_acronym, is_cased, words_for
from newsgrid.annotate.names_words import quick_fold as fold
from newsgrid.model import Name, PlaceMention, Span
from newsgrid.text import romanise

TEXT_MAX = 200_000
"""Code points that are read; what stands behind is no news article's."""
SINGLE = 1.45
"""What a name of one word alone must gather in one place; tuned like THRESHOLD."""
_KINDS = ("person", "organisation", "event", "place", "other")


def names(text: str, language: str, *, title: str = "", places: Sequence[PlaceMention] = ()) -> tuple[Name, ...]:
    """Find the people, organisations and events of an article, most often named first, ties by first place.

    `title` only adds evidence and fuller forms: spans count into `text`. `places` are names already known as places; they
    are not given again. The names are whole words of the text; a name that stands in the title alone is left out. Linear in
    the length of the text.
    """
    text = text[:TEXT_MAX]
    mentions = _mentions(text, language, title[:1000], places)
    groups = _grouped(mentions)
    entities = _people(groups) + _others(groups, language)
    found = [entity.name(language) for entity in entities]
    kept = [name for name in found if name.spans]
    return tuple(sorted(kept, key=lambda n: (-len(n.spans), n.spans[0].start)))


def _mentions(text: str, language: str, title: str, places: Sequence[PlaceMention]) -> list[Mention]:
    """Give the mentions of title and text; those of the title have no offsets in the text and end before 0."""
    if is_cased(text):
        found = find_mentions(text, language, places)
        ahead = find_mentions(title, language) if title else []
    else:
        found = find_mentions_uncased(text, language)
        ahead = find_mentions_uncased(title, language) if title else []
    return [dataclasses.replace(m, start=-1, end=-1) for m in ahead] + found


@dataclasses.dataclass(slots=True)
class _Group:
    """All mentions of one form."""

    words: tuple[str, ...]
    mentions: list[Mention]
    kind: str = ""

    @property
    def text(self) -> str:
        return self.mentions[0].text

    @property
    def body(self) -> str:
        return next((m.body for m in self.mentions if m.body), "")

    @property
    def expands(self) -> str:
        return next((m.expands for m in self.mentions if m.expands), "")

    @property
    def count(self) -> int:
        return len(self.mentions)

    def best(self) -> str:
        """Give the kind that the evidence speaks for; empty when it is too little."""
        total = {kind: sum(m.scores.get(kind, 0.0) for m in self.mentions) for kind in _KINDS}
        peak = {kind: max(m.scores.get(kind, 0.0) for m in self.mentions) for kind in _KINDS}
        kind = max(_KINDS, key=lambda k: (total[k], peak[k]))
        if kind != "person":
            return kind if total[kind] >= THRESHOLD else ""
        # A person needs one mention that is clear: two capitals in a row, however often, are as likely a firm or a mine.
        single = len(self.words) == 1 and not any(c in self.text for c in "·・")
        return kind if peak[kind] >= (SINGLE if single else THRESHOLD) else ""


def _grouped(mentions: Iterable[Mention]) -> list[_Group]:
    rows: dict[tuple[str, ...], list[Mention]] = defaultdict(list)
    for mention in mentions:
        rows[mention.words].append(mention)
    groups = [_Group(words, found) for words, found in rows.items()]
    for group in groups:
        group.kind = "organisation" if group.body or group.expands else group.best()
    return groups


@dataclasses.dataclass(slots=True)
class _Entity:
    """One name and the groups that are forms of it."""

    kind: str
    groups: list[_Group]
    body: str = ""

    def name(self, language: str) -> Name:
        full = self._fullest()
        forms = [g.mentions[-1].text for g in sorted(self.groups, key=lambda g: -g.count)]
        spans = sorted({(m.start, m.end) for g in self.groups for m in g.mentions if m.start >= 0})
        aliases = dict.fromkeys(f for f in forms if f != full)
        return Name(self._key(full, language), full, self.kind, tuple(Span(a, b) for a, b in spans), tuple(aliases))

    def _fullest(self) -> str:
        def rank(group: _Group) -> tuple[bool, int, int, int]:
            acronym = is_acronym(group.text)
            known = bool(group.body) and not acronym
            return known, 0 if acronym else min(len(name_words(group.text)), 4), group.count, -len(group.text)

        return max(self.groups, key=rank).mentions[-1].text

    def _key(self, full: str, language: str) -> str:
        if self.kind == "person":
            return person_key(full)
        if self.body:
            return f"org:{self.body}"
        prefix = "org" if self.kind == "organisation" else "event"
        words = words_for(language)
        return other_key(prefix, full, words.joins | words.dets)


def _people(groups: list[_Group]) -> list[_Entity]:
    """Join the forms of each person: full names that agree, then family names, given names and misspellings alone."""
    full = sorted((g for g in groups if g.kind == "person" and len(name_words(g.text)) > 1), key=lambda g: -g.count)
    people: list[_Entity] = []
    for group in full:
        home = next((p for p in people if same_person(p.groups[0].text, group.text)), None)
        if home is not None:
            home.groups.append(group)
        else:
            people.append(_Entity("person", [group]))
    by_word: dict[str, list[_Entity]] = defaultdict(list)
    for entity in people:
        for group in entity.groups:
            for word in name_words(group.text):
                by_word[fold(word)].append(entity)
    for group in groups:
        if len(name_words(group.text)) != 1 or group.kind in {"organisation", "event"} or group.body:
            continue
        home = _owner(group, people, by_word)
        if home is not None and (
            group.kind != "place" or any(m.scores.get("person", 0) >= SINGLE for m in group.mentions)
        ):
            group.kind = "alias"
            home.groups.append(group)
        elif group.kind == "person":
            people.append(_Entity("person", [group]))
            by_word[group.words[0]].append(people[-1])
    return people


def _owner(group: _Group, people: list[_Entity], by_word: dict[str, list[_Entity]]) -> _Entity | None:
    """Give the one person whose family name, else any name, this single word is; None when several could be meant."""
    word = group.words[0] if group.words else ""
    ends = [p for p in by_word.get(word, []) if fold(name_words(p.groups[0].text)[-1]) == word]
    same = list(dict.fromkeys(map(id, ends or by_word.get(word, []))))
    if same:
        candidates = {id(p): p for p in by_word[word]}
        if len(same) == 1 or ends:
            return candidates[same[0]]
        return None
    if len(word) < 4:
        return None
    near = [
        p
        for p in people
        if len(name_words(p.groups[0].text)) > 1 and same_word(group.text, name_words(p.groups[0].text)[-1])
    ]
    return near[0] if len(near) == 1 else None


def _others(groups: list[_Group], language: str) -> list[_Entity]:
    """Join the forms of each organisation and event: by canonical id, by acronym, by a word that stands for the whole."""
    entities: list[_Entity] = []
    by_body: dict[str, _Entity] = {}
    by_acronym: dict[str, _Entity] = {}
    chosen = [g for g in groups if g.kind in {"organisation", "event"}]
    # Full names first, so that an acronym finds what it stands for.
    for group in sorted(chosen, key=lambda g: (is_acronym(g.text), -len(g.words))):
        acronym = group.expands or (group.text if is_acronym(group.text) else "")
        home = by_acronym.get(acronym.upper()) if acronym else None
        if home is None and group.body:
            home = by_body.get(group.body)
        if home is None:
            home = _Entity(group.kind, [], group.body)
            entities.append(home)
        home.groups.append(group)
        home.body = home.body or group.body
        if home.body:
            by_body.setdefault(home.body, home)
        for form in {acronym, _initials(group, language)} - {""}:
            by_acronym.setdefault(form.upper(), home)
    _adopt_short_forms(groups, entities, language)
    return entities


def _initials(group: _Group, language: str) -> str:
    joins = words_for(language).joins
    letters = [w[0] for w in group.words if w and w not in joins]
    return "".join(letters).upper() if len(letters) > 1 else ""


def _adopt_short_forms(groups: list[_Group], entities: list[_Entity], language: str) -> None:
    """Give `Rovers` to `Doornfontein Rovers` when that is the only name it can be short for."""
    owners: dict[str, list[_Entity]] = defaultdict(list)
    for entity in entities:
        longest = max(entity.groups, key=lambda g: len(g.words))
        if len(longest.words) > 1 and entity.kind == "organisation":
            # The first word is no short form: it is a place more often than not (`Nairobi University`).
            owners[longest.words[-1]].append(entity)
            if longest.words[0] in words_for(language).orgs:
                owners[longest.words[0]].append(entity)
    for group in groups:
        if len(group.words) == 1 and group.kind in {"", "other"} and len(group.words[0]) > 3:
            able = owners.get(group.words[0], [])
            shown = [m for m in group.mentions if m.scores.get("place", 0.0) < 1.0]
            if len(able) == 1 and shown and romanise(group.text)[:1].isupper():
                able[0].groups.append(_Group(group.words, shown, "alias"))
                group.kind = "alias"


def full_title(ident: str, language: str) -> str:
    """Give the full name of a well-known body in a language, or in English; empty for an id that no table has."""
    return bodies_for(language).titles.get(ident) or bodies_for("en").titles.get(ident, "")
