"""Sections: which of the seventeen top IPTC Media Topics a text is about, and what publishers' own section words mean.

Words that speak for a section are listed by hand per language (`data/sectionwords.toml`); a word listed in several sections speaks
less for each. Newspapers' own section words decide where they say something; "World", "News" or "Local" say nothing.
"""

from __future__ import annotations

import dataclasses
import functools
import math
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from importlib import resources

from newsgrid.annotate.sentencing import base_language
from newsgrid.text import fold, stem, words

MAX_CHARS = 6000
"""A text's subject shows in its first thousand words."""
TITLE_WEIGHT = 2.5
LEAD_WEIGHT = 1.5
LEAD_CHARS = 400
PAGE_SECTION, PAGE_TOPIC = 5.0, 1.0
"""What the page's own section word and each of its keywords add, in words of the list."""
SURE_SCORE, SURE_MARGIN = 1.6, 0.08
"""Below this score, or with a rival nearer than this share of it, no section is said. Set by hand on invented articles."""
_STEMMED = frozenset({"en", "fr", "de", "es", "pt", "ru", "ar", "af"})
_KIN = {
    "xh": "zu", "ss": "zu", "nr": "zu", "nd": "zu", "nl": "af", "fy": "af", "gl": "pt", "ca": "es", "uk": "ru", "be": "ru", "bg": "ru",
    "ja": "zh", "yue": "zh", "swc": "sw", "fa": "ar", "ur": "ar", "pcm": "en", "lo": "th", "it": "es", "gsw": "de", "lb": "de", "bs": "en",
}  # fmt: skip
"""Languages without a list of their own read the nearest one's."""
_PREFIXES_AR = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ب", "ل", "ف")


@dataclasses.dataclass(frozen=True, slots=True)
class SectionWords:
    """What speaks for which section in one language."""

    stemmed: bool
    anywhere: bool
    """Match anywhere in a word (isiZulu, Thai, Chinese) rather than at its beginning."""
    single: Mapping[str, tuple[tuple[str, float], ...]]
    """Stem -> (section, weight)."""
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], tuple[tuple[str, float], ...]], ...]]
    """First stem -> (further stems, what they speak for)."""
    by_start: Mapping[str, tuple[str, ...]]
    """First three characters (a shorter form: all of it) -> forms, for languages without stemming."""


@functools.cache
def _sections() -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.files("newsgrid.annotate").joinpath("data/sections.toml").read_text("utf-8"))


@functools.cache
def _lists() -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.files("newsgrid.annotate").joinpath("data/sectionwords.toml").read_text("utf-8"))


@functools.cache
def section_codes() -> Mapping[str, str]:
    """Give the key (`medtop:11000000`) of each short name (`politics`)."""
    return {name: row["code"] for name, row in _sections().items()}


@functools.cache
def _by_page_word() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in _sections().values():
        for word in (*row["pages"].split(","), row["en"]):
            found.setdefault(fold(word.strip()), row["code"])
    return found


def section_of_page_word(word: str) -> str:
    """Give the section a publisher's own word means ("Wirtschaft"), or an empty string for one that says nothing ("World")."""
    plain = fold(word.strip())
    table = _by_page_word()
    return table.get(plain) or table.get(plain.removeprefix("ال")) or ""


def section_label(key: str, language: str) -> str:
    """Give a section's name in a language of the interface (English, Thai, Arabic; English for others); empty for an unknown key."""
    base = base_language(language)
    for row in _sections().values():
        if row["code"] == key:
            return row.get(base, row["en"]) if base in ("th", "ar") else row["en"]
    return ""


@functools.cache
def section_words(language: str) -> SectionWords:
    """Give what speaks for which section in a language, its kin's list where it has none, English where it has no kin."""
    base = base_language(language)
    code = base if base in _lists() else _KIN.get(base, "en")
    holders: dict[str, dict[str, float]] = defaultdict(dict)
    stemmed = code in _STEMMED
    for name, listed in _lists()[code].items():
        for entry in listed.split():
            form = entry.lower()
            parts = [_stemmed(p, code) for p in form.split("_")] if stemmed else [form.replace("_", " ")]
            holders["\x1f".join(p for p in parts if p)][section_codes()[name]] = 1.0
    single: dict[str, tuple[tuple[str, float], ...]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], tuple[tuple[str, float], ...]]]] = defaultdict(list)
    starts: dict[str, list[str]] = defaultdict(list)
    for key, sections in holders.items():
        parts = key.split("\x1f")
        votes = tuple((section, (1.0 + 0.3 * (len(parts) - 1)) / len(sections) ** 1.2) for section in sections)
        if len(parts) > 1:
            phrases[parts[0]].append((tuple(parts[1:]), votes))
            continue
        root = _root(key, code)
        single[root] = votes
        if not stemmed:
            starts[root[:3]].append(root)
    by_start = {k: tuple(sorted(v, key=len, reverse=True)) for k, v in starts.items()}
    return SectionWords(
        stemmed, code in ("zh", "th", "zu"), single, {k: tuple(v) for k, v in phrases.items()}, by_start
    )


@functools.lru_cache(maxsize=50_000)
def _stemmed(word: str, code: str) -> str:
    if code == "ar":
        for prefix in _PREFIXES_AR:
            if word.startswith(prefix) and len(word) - len(prefix) >= 3:
                word = word[len(prefix) :]
                break
    return stem(word, code)


def _root(form: str, code: str) -> str:
    """isiZulu nouns change their first vowel with their place in the sentence (isikole, esikoleni): leave it off."""
    return form[1:] if code == "zu" and form[0] in "aeiou" and len(form) > 5 else form


def section_scores(title: str, text: str, language: str) -> dict[str, float]:
    """Give how strongly the words of a text speak for each section; only those with any word. Linear in the text's length."""
    table = section_words(language)
    base = base_language(language)
    code = base if base in _lists() else _KIN.get(base, "en")
    tallies: dict[str, float] = defaultdict(float)
    find = _stem_hits if table.stemmed else _form_hits
    for piece, weight in ((title, TITLE_WEIGHT), (text[:LEAD_CHARS], LEAD_WEIGHT), (text[LEAD_CHARS:MAX_CHARS], 1.0)):
        for form, count in find(piece, table, code).items():
            tallies[form] += weight * count
    scores: dict[str, float] = defaultdict(float)
    votes_of = _all_votes(language)
    for form, tally in tallies.items():
        for section, weight in votes_of[form]:
            scores[section] += weight * (1 + math.log(max(tally, 1.0)))
    return dict(scores)


@functools.cache
def _all_votes(language: str) -> dict[str, tuple[tuple[str, float], ...]]:
    table = section_words(language)
    found = dict(table.single)
    for first, rows in table.phrases.items():
        for rest, votes in rows:
            found["\x1f".join((first, *rest))] = votes
    return found


def _stem_hits(piece: str, table: SectionWords, code: str) -> dict[str, int]:
    hits: dict[str, int] = defaultdict(int)
    stems = [_stemmed(word, code) for word in words(piece, code)]
    for i, one in enumerate(stems):
        if one in table.single:
            hits[one] += 1
        for rest, _ in table.phrases.get(one, ()):
            if tuple(stems[i + 1 : i + 1 + len(rest)]) == rest:
                hits["\x1f".join((one, *rest))] += 1
    return hits


def _form_hits(piece: str, table: SectionWords, code: str) -> dict[str, int]:
    hits: dict[str, int] = defaultdict(int)
    low, starts = piece.lower(), table.by_start
    begins = [i for i in range(len(low) - 1) if low[i : i + 3] in starts or low[i : i + 2] in starts]
    position = 0
    for i in begins:
        if i < position or not (table.anywhere or i == 0 or not low[i - 1].isalpha()):
            continue
        forms = (*starts.get(low[i : i + 3], ()), *starts.get(low[i : i + 2], ()))
        found = next((f for f in forms if low.startswith(f, i)), "")
        if found and (table.anywhere or len(found) > 4 or not low[i + len(found) : i + len(found) + 1].isalpha()):
            hits[found] += 1
            position = i + len(found)
    return hits


def decide(
    scores: Mapping[str, float],
    page_section: Sequence[str] = (),
    page_topics: Sequence[str] = (),
    allowed: Sequence[str] = (),
) -> str:
    """Give the section that the text's words and the page's own say together; empty when unsure.

    `allowed` limits the answer to these keys; then the strongest of them is given even when unsure, unless nothing speaks for any.
    """
    total = dict(scores)
    for word in page_section:
        code = section_of_page_word(word)
        if code:
            total[code] = total.get(code, 0.0) + PAGE_SECTION + 0.35 * max(scores.values(), default=0.0)
    for word in page_topics[:12]:
        code = section_of_page_word(word)
        if code:
            total[code] = total.get(code, 0.0) + PAGE_TOPIC
    if allowed:
        total = {code: value for code, value in total.items() if code in set(allowed)}
    ranked = sorted(total.items(), key=lambda item: (-item[1], item[0]))
    if not ranked:
        return ""
    best = ranked[0][1]
    rival = ranked[1][1] if len(ranked) > 1 else 0.0
    sure = best >= SURE_SCORE and best - rival >= SURE_MARGIN * best
    return ranked[0][0] if sure or allowed else ""
