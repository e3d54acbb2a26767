"""A story's timeline: the days its articles tell of, and the reports themselves."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from newsgrid.annotate.sentencing import Sentence, article_sentences, stands_alone
from newsgrid.annotate.summary import main_language, tellings, written
from newsgrid.annotate.weighing import Vector, cosine, vectors
from newsgrid.model import DateMention, Known, TimelineItem

MAX_ITEMS = 30
SAME_EVENT = 0.5
"""Two sentences of one day more alike than this tell one thing."""
PER_DAY = 2


def timeline(
    known: Sequence[Known], dates: Mapping[int, Sequence[DateMention]] | None = None, language: str = ""
) -> tuple[TimelineItem, ...]:
    """Give what happened when, in order of time: events with their sentence, and each origin's report with its headline.

    `dates` are the articles' time expressions by article id; without it, those of their annotations. Only sentences that can
    stand alone, in the story's language; one or two a day. Reports stand at the instant of publication. At most 30 items, the
    latest kept.
    """
    code = main_language(known, language)
    told = tellings(known, code)
    items = _events(told, dates, code)
    # A report that states no time has none: when we came upon it is no part of the story.
    dated = [one for one in told if one.article.published is not None]
    items += [TimelineItem(written(one).isoformat(), one.article.headline, one.id) for one in dated]
    items.sort(key=lambda item: (item.when[:10], len(item.when) > 10 and "T" in item.when, item.when))
    return tuple(items[-MAX_ITEMS:])


def _events(
    told: Sequence[Known], dates: Mapping[int, Sequence[DateMention]] | None, language: str
) -> list[TimelineItem]:
    found: list[tuple[str, Sentence, Known]] = []
    for one in told:
        mentions = one.annotations.dates if dates is None else dates.get(one.id, ())
        found.extend((when, sentence, one) for when, sentence in _dated(one, mentions, language))
    if not found:
        return []
    spoken = vectors([sentence.text for _, sentence, _ in found], language)
    kept: dict[str, list[Vector]] = {}
    items = []
    for (when, sentence, one), vector in zip(found, spoken, strict=True):
        same_day = kept.setdefault(when, [])
        if len(same_day) < PER_DAY and all(cosine(vector, other) < SAME_EVENT for other in same_day):
            same_day.append(vector)
            items.append(TimelineItem(when, sentence.text, one.id))
    return items


def _dated(one: Known, mentions: Sequence[DateMention], language: str) -> list[tuple[str, Sentence]]:
    """Give the sentences of an article that tell of one exact day or month, with it."""
    if not mentions:
        return []
    sentences = article_sentences(one.article, language)
    starts = [s.start for s in sentences]
    found: list[tuple[str, Sentence]] = []
    used: set[int] = set()
    for mention in mentions:
        index = bisect_right(starts, mention.span.start) - 1
        if index < 0 or index in used or len(mention.value) not in (7, 10):
            continue
        sentence = sentences[index]
        if mention.span.end <= sentence.start + len(sentence.text) and stands_alone(
            sentence, language, [caption.text for caption in one.article.captions]
        ):
            used.add(index)
            found.append((mention.value, sentence))
    return found
