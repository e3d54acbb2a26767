"""A story's summary: sentences taken whole from its articles, each with its source; and what is new since a time."""

from __future__ import annotations

import dataclasses
import math
import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from newsgrid.annotate.sentencing import Sentence, article_sentences, base_language, stands_alone
from newsgrid.annotate.weighing import Vector, cosine, terms, total, vectors
from newsgrid.model import Known, SummarySentence

LEAST_SENTENCES = 3
MAX_SENTENCES = 12
WORDS_PER_VOICE = 30
"""One article may give one sentence for so many words asked for (three at least): a summary is not one paper's text."""
CENTROID, LEAD, TITLE = 0.40, 0.25, 0.20
"""Weights of likeness to all that is said, of standing early and of likeness to the headlines."""
COVERAGE = 0.6
"""Weight of what several origins say and no chosen sentence yet (coverage of bigrams, after Gillick and Favre 2009). These
weights were tuned by hand on the Vietnamese development clusters (`summ_vi_dev`, ROUGE-2 at 160 words); run that before a change."""
REDUNDANCY = 0.30
"""How much likeness to what is already chosen costs (maximal marginal relevance, Carbonell and Goldstein 1998)."""
TOO_LIKE = 0.62
"""Two sentences more alike than this say the same."""
OFF_MATTER = 0.06
"""A sentence less like the whole than this is about something else (a leaked related headline)."""
OUTDATED = timedelta(hours=14)
OUTDATED_WORTH = 0.8
"""What was written this long before the newest article, in a story that moves, is worth this much."""
MAX_ARTICLES = 40
MAX_CANDIDATES, LEAST_PER_ARTICLE = 400, 8
"""Sentences looked at, of all articles together and of each at least."""


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be used, with all that speaks for it."""

    known: Known
    sentence: Sentence
    vector: Vector
    worth: float
    shared: dict[tuple[str, str], int]
    """Pairs of words that two or more origins use, with how many do."""
    latest: bool
    """No newer telling has overtaken its article."""


def written(known: Known) -> datetime:
    """Give when an article was published, or first seen where it does not say."""
    return known.article.published or known.first_seen


def main_language(known: Sequence[Known], preferred: str = "") -> str:
    """Give the language a story is told in by most independent origins; the preferred one where two of them use it.

    Ties go to the language that told it first.
    """
    origins: dict[str, set[int]] = {}
    for one in sorted(known, key=written):
        origins.setdefault(base_language(one.article.language), set()).add(one.origin)
    if not origins:
        return ""
    if len(origins.get(base_language(preferred), ())) > 1:
        return base_language(preferred)
    return max(origins, key=lambda code: len(origins[code]))


def superseded(known: Sequence[Known]) -> set[int]:
    """Give the articles whose publisher has told the story anew since: their news is no longer the latest it knows."""
    newest: dict[str, datetime] = {}
    for one in known:
        if one.article.publisher:
            newest[one.article.publisher] = max(written(one), newest.get(one.article.publisher, written(one)))
    return {one.id for one in known if written(one) < newest.get(one.article.publisher, written(one))}


def tellings(known: Sequence[Known], language: str) -> list[Known]:
    """Give one article per origin in a language, the fullest (then the earliest), in order of time."""
    best: dict[int, Known] = {}
    for one in sorted(known, key=lambda k: (-len(k.article.text), written(k), k.id)):
        if base_language(one.article.language) == language:
            best.setdefault(one.origin, one)
    return sorted(best.values(), key=lambda k: (written(k), k.id))[:MAX_ARTICLES]


def summarise(known: Sequence[Known], words: int = 90, language: str = "") -> tuple[SummarySentence, ...]:
    """Summarise a story in about so many words with sentences taken whole from its articles, in reading order.

    Empty below two independent origins. In one language: the preferred one when two origins use it, else the one most use. Three
    sentences or more where the material allows, from two articles or more where two are in that language. A sentence is never
    cut, joined, a teaser, a question, a caption, or one that leans on the sentence before it. Cost grows with the square of the
    number of sentences, which is bounded by 40 articles.
    """
    if len({one.origin for one in known}) < 2:
        return ()
    code = main_language(known, language)
    told = tellings(known, code)
    found = candidates(told, code)
    chosen = _choose(found, words, wanted=2 if len(told) > 1 else 1)
    return tuple(SummarySentence(c.sentence.text, c.known.id, c.sentence.start) for c in _in_order(chosen))


def candidates(told: Sequence[Known], language: str) -> list[Candidate]:
    """Give every sentence of these articles that can stand alone and is about the matter, weighed."""
    everything: list[tuple[Known, Sentence]] = []
    most = max(LEAST_PER_ARTICLE, MAX_CANDIDATES // max(1, len(told)))
    for one in told:
        everything.extend((one, s) for s in article_sentences(one.article, language)[:most])
    vecs = vectors([s.text for _, s in everything] + [one.article.headline for one in told], language)
    spoken, headed = vecs[: len(everything)], total(vecs[len(everything) :])
    centroid = total(spoken)
    runs = [_runs(sentence.text, language) for _, sentence in everything]
    shared = _shared(everything, runs)
    captions = [caption.text for one in told for caption in one.article.captions]
    newest = max((written(one) for one in told), default=None)
    old = superseded(told)
    found: list[Candidate] = []
    for (one, sentence), vector, said in zip(everything, spoken, runs, strict=True):
        likeness = cosine(vector, centroid)
        if likeness < OFF_MATTER or not stands_alone(sentence, language, captions):
            continue
        worth = CENTROID * likeness + LEAD / (1 + 0.6 * sentence.index) + TITLE * cosine(vector, headed)
        latest = one.id not in old and not (newest and newest - written(one) > OUTDATED)
        if not latest:
            worth *= OUTDATED_WORTH
        found.append(
            Candidate(one, sentence, vector, worth, {run: shared[run] for run in said if run in shared}, latest)
        )
    return found


def _runs(text: str, language: str) -> set[tuple[str, str]]:
    return set(pairwise(terms(text, language)))


def _shared(
    everything: Sequence[tuple[Known, Sentence]], runs: Sequence[set[tuple[str, str]]]
) -> dict[tuple[str, str], int]:
    """Give the pairs of words that two or more origins use, with how many do."""
    holders: dict[tuple[str, str], set[int]] = {}
    for (one, _), said in zip(everything, runs, strict=True):
        for run in said:
            holders.setdefault(run, set()).add(one.origin)
    return {run: len(origins) for run, origins in holders.items() if len(origins) > 1}


def _choose(found: Sequence[Candidate], words: int, wanted: int) -> list[Candidate]:
    chosen: list[Candidate] = []
    left = list(found)
    covered: set[tuple[str, str]] = set()
    most = max((_covers(c, covered) for c in found), default=0.0) or 1.0
    spent = 0
    while left and len(chosen) < MAX_SENTENCES:
        left = [
            c
            for c in left
            if sum(c.known.id == x.known.id for x in chosen) < max(LEAST_SENTENCES, words // WORDS_PER_VOICE)
        ]
        if not left:
            break
        likes = {id(c): _closest(c, chosen) for c in left}
        able = left if chosen else _openings(left)
        best = max(able, key=lambda c: _value(c, likes[id(c)], _covers(c, covered) / most) + _fresh(c, chosen, wanted))
        left.remove(best)
        over = spent + best.sentence.count > words * 1.1
        if (over and len(chosen) >= LEAST_SENTENCES) or likes[id(best)] > TOO_LIKE:
            continue
        if over and spent + best.sentence.count > words * 1.6:
            continue
        chosen.append(best)
        covered.update(best.shared)
        spent += best.sentence.count
    return _from_two(chosen, found) if wanted > 1 else chosen


def _openings(left: list[Candidate]) -> list[Candidate]:
    """Give what a summary can open with: the first sentence of an article that is still the latest, where there is one."""
    for able in (
        [c for c in left if c.latest and c.sentence.index == 0],
        [c for c in left if c.sentence.index == 0],
        [c for c in left if c.sentence.index <= 1],
    ):
        if able:
            return able
    return left


def _value(one: Candidate, likeness: float, covers: float) -> float:
    return one.worth - REDUNDANCY * likeness + COVERAGE * covers


def _covers(one: Candidate, covered: set[tuple[str, str]]) -> float:
    """Give how much of what several origins say a sentence would add, long sentences held back a little."""
    fresh = sum(weight for run, weight in one.shared.items() if run not in covered)
    return fresh / math.pow(one.sentence.count, 0.3)


def _closest(one: Candidate, chosen: Sequence[Candidate]) -> float:
    return max((cosine(one.vector, c.vector) for c in chosen), default=0.0)


def _fresh(one: Candidate, chosen: Sequence[Candidate], wanted: int) -> float:
    """Give a little for an article not yet heard, so that the summary is not one article's."""
    return 0.03 if wanted > 1 and chosen and all(c.known.origin != one.known.origin for c in chosen) else 0.0


def _from_two(chosen: list[Candidate], found: Sequence[Candidate]) -> list[Candidate]:
    """See to it that a second article is heard: its best sentence replaces the weakest when only one was chosen."""
    if not chosen or len({c.known.origin for c in chosen}) > 1:
        return chosen
    others = [c for c in found if c.known.origin != chosen[0].known.origin and _closest(c, chosen[:1]) <= TOO_LIKE]
    if not others:
        return chosen
    best = max(others, key=lambda c: c.worth)
    kept = [c for c in chosen if _closest(c, [best]) <= TOO_LIKE]
    if len(kept) > LEAST_SENTENCES - 1:
        kept = kept[:-1]
    return [*kept, best]


def _in_order(chosen: Sequence[Candidate]) -> list[Candidate]:
    """Order sentences as a reader would tell it: the opening, what else its article says, the others by time."""
    if not chosen:
        return []
    first = chosen[0]
    rest = sorted(chosen[1:], key=lambda c: (c.known.id != first.known.id, written(c.known), c.sentence.start))
    return [first, *rest]


_NUMBER = re.compile(r"\d[\d.,]*\d|\d")


def since(known: Sequence[Known], when: datetime, language: str = "", most: int = 5) -> tuple[SummarySentence, ...]:
    """Give what is new since a time: sentences of later articles with figures or names that no earlier article had.

    In the story's language, at most `most`, in order of time; empty when there was nothing before, or is nothing after.
    """
    code = main_language(known, language)
    earlier = [k for k in known if written(k) <= when]
    later = tellings([k for k in known if written(k) > when], code)
    if not earlier or not later:
        return ()
    known_facts = Counter(fact for one in earlier for fact in _facts(one.article.text, one))
    chosen: list[Candidate] = []
    for candidate in sorted(candidates(later, code), key=lambda c: -c.worth - 0.1 * _novel(c, known_facts)):
        if _novel(candidate, known_facts) and _closest(candidate, chosen) <= TOO_LIKE:
            chosen.append(candidate)
        if len(chosen) == most:
            break
    chosen.sort(key=lambda c: (written(c.known), c.sentence.start))
    return tuple(SummarySentence(c.sentence.text, c.known.id, c.sentence.start) for c in chosen)


def _facts(text: str, one: Known) -> set[str]:
    facts = set(_NUMBER.findall(text))
    facts |= {name.key for name in one.annotations.names}
    facts |= {f"{f.value:g}" for f in one.annotations.figures}
    return facts


def _novel(candidate: Candidate, known_facts: Counter[str]) -> int:
    start, end = candidate.sentence.start, candidate.sentence.start + len(candidate.sentence.text)
    notes = candidate.known.annotations
    facts = {f"{f.value:g}" for f in notes.figures if start <= f.span.start < end}
    facts |= {n.key for n in notes.names if any(start <= s.start < end for s in n.spans)}
    if not notes.figures and not notes.names:
        facts |= set(_NUMBER.findall(candidate.sentence.text))
    return sum(fact not in known_facts for fact in facts)
