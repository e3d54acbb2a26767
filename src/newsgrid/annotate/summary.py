"""A story's summary: sentences taken whole from its articles, each with its source; and what is new since a time."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from newsgrid.annotate.sentencing import Sentence, article_sentences, base_language, stands_alone
from newsgrid.annotate.weighing import Vector, cosine, total, vectors
from newsgrid.model import Known, SummarySentence

LEAST_SENTENCES = 3
MAX_SENTENCES = 12
CENTROID, LEAD, TITLE, SHARED = 0.40, 0.25, 0.20, 0.15
"""Weights of likeness to all that is said, of standing early, of likeness to the headlines, and of being said by another origin
too. Tuned by hand on the Vietnamese development clusters (`summ_vi_dev`, ROUGE-2 at 160 words); run that again before a change."""
REDUNDANCY = 0.55
"""How much likeness to what is already chosen costs (maximal marginal relevance, Carbonell and Goldstein 1998)."""
TOO_LIKE = 0.62
"""Two sentences more alike than this say the same."""
OFF_MATTER = 0.06
"""A sentence less like the whole than this is about something else (a leaked related headline)."""
OUTDATED = timedelta(hours=14)
OUTDATED_WORTH = 0.8
"""What was written this long before the newest article, in a story that moves, is worth this much."""
MAX_ARTICLES = 40
SHARED_ENOUGH = 0.35


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be used, with all that speaks for it."""

    known: Known
    sentence: Sentence
    vector: Vector
    worth: float


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
    for one in told:
        everything.extend((one, s) for s in article_sentences(one.article, language)[:80])
    titles = [one.article.headline for one in told]
    captions = [caption.text for one in told for caption in one.article.captions]
    vecs = vectors([s.text for _, s in everything] + titles, language)
    spoken, headed = vecs[: len(everything)], total(vecs[len(everything) :])
    centroid = total(spoken)
    newest = max((written(one) for one in told), default=None)
    found: list[Candidate] = []
    for (one, sentence), vector in zip(everything, spoken, strict=True):
        likeness = cosine(vector, centroid)
        if likeness < OFF_MATTER or not stands_alone(sentence, language, captions):
            continue
        shared = max(
            (cosine(vector, v) for (k, _), v in zip(everything, spoken, strict=True) if k.origin != one.origin),
            default=0.0,
        )
        worth = (
            CENTROID * likeness
            + LEAD / (1 + 0.6 * sentence.index)
            + TITLE * cosine(vector, headed)
            + SHARED * min(1.0, shared / SHARED_ENOUGH)
        )
        if newest and newest - written(one) > OUTDATED:
            worth *= OUTDATED_WORTH
        found.append(Candidate(one, sentence, vector, worth))
    return found


def _choose(found: Sequence[Candidate], words: int, wanted: int) -> list[Candidate]:
    chosen: list[Candidate] = []
    left = list(found)
    spent = 0
    while left and len(chosen) < MAX_SENTENCES:
        best = max(
            left,
            key=lambda c: (
                c.worth * (1 - REDUNDANCY) - REDUNDANCY * _closest(c, chosen) * 0.5 + _fresh(c, chosen, wanted)
            ),
        )
        left.remove(best)
        over = spent + best.sentence.count > words * 1.1
        if (over and len(chosen) >= LEAST_SENTENCES) or _closest(best, chosen) > TOO_LIKE:
            continue
        if over and spent + best.sentence.count > words * 1.6:
            continue
        chosen.append(best)
        spent += best.sentence.count
    return _from_two(chosen, found) if wanted > 1 else chosen


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
    """Order sentences as a reader would tell it: the newest good opening, what else its article says, the others by time."""
    if not chosen:
        return []
    newest = max(written(c.known) for c in chosen)
    first = max(chosen, key=lambda c: (c.sentence.index <= 1, newest - written(c.known) <= OUTDATED, c.worth))
    rest = [c for c in chosen if c is not first]
    rest.sort(key=lambda c: (c.known.id != first.known.id, written(c.known), c.sentence.start))
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
