"""Which of a story's headlines shall stand for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsgrid.annotate.sentencing import base_language, word_count
from newsgrid.annotate.summary import main_language, superseded, written
from newsgrid.annotate.weighing import cosine, total, vectors
from newsgrid.model import Known
from newsgrid.text import words

_LABEL = re.compile(r"^[^\W\d_][\w’' -]{2,22}\s?[|:：]\s", re.UNICODE)
_NOT_PLAIN = re.compile(
    r"[?？؟!！…]|\.\.\.|^\W*(?:live|watch|video|opinion|analysis|exclusive|breaking|review|comment|column|kommentar|rezension|kritik|critique|tribune|crítica|opinión|resensie|мнение|рецензия|رأي|评论|บทวิจารณ์|en direct|directo|прямой эфир)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"^[\"“«„‘']")
FEW_WORDS, MANY_WORDS = 5, 16
"""A headline outside this is too vague or too long."""
LIKENESS = 1.6
NEWNESS = 0.15
"""What the newest headline gains over the oldest: a story's news is its latest turn."""


PERSONAL = 0.4
"""What a headline loses when its article is a column or a review: it tells a person's day, not the event."""
LEAST_MINE, SHARE_MINE = 3, 0.012
"""First-person words from which on a text is personal; a report has them in quotes alone."""
_MINE = {
    "en": frozenset({"i", "my", "me", "i'm", "i'd", "i've", "i’m", "i’d", "i’ve"}), "fr": frozenset({"je", "j", "ma", "mon", "moi"}),
    "de": frozenset({"ich", "mein", "meine", "mir", "mich"}), "es": frozenset({"yo", "mi", "mí", "me"}), "pt": frozenset({"eu", "meu", "minha"}),
    "af": frozenset({"ek"}), "nl": frozenset({"ik", "mijn", "mij"}), "it": frozenset({"io", "mio", "mia"}), "ru": frozenset({"я", "мой", "меня", "мне"}),
}  # fmt: skip


def choose_headline(known: Sequence[Known], language: str = "") -> int:
    """Give the id of the article whose headline says best what all articles say, in the story's language.

    Likeness to all headlines and openings, plain statement (no question, label, teaser or bare quotation), middling length, and
    newness count; copies of an agency's text count as one. An article its own publisher has
    followed up stands back. Ties go to the earliest. Raises ValueError without articles.
    """
    if not known:
        raise ValueError("a story without articles has no headline")
    code = main_language(known, language)
    spoken = [k for k in known if base_language(k.article.language) == code]
    old = superseded(spoken)
    able = sorted((k for k in spoken if k.id not in old), key=lambda k: (written(k), k.id))
    texts = [f"{k.article.headline} {k.article.headline} {k.article.standfirst or k.article.text[:300]}" for k in able]
    vecs = vectors([*texts, *(k.article.headline for k in able)], code)
    origins = {k.origin for k in able}
    weight = {origin: 1 / sum(k.origin == origin for k in able) for origin in origins}
    centre = total([{t: v * weight[k.origin] for t, v in vec.items()} for k, vec in zip(able, vecs, strict=False)])
    first, last = written(able[0]), written(able[-1])
    span = (last - first).total_seconds() or 1.0
    scores = []
    for k, vec in zip(able, vecs[len(able) :], strict=True):
        newness = NEWNESS * (written(k) - first).total_seconds() / span
        against = _faults(k.article.headline, code) + (PERSONAL if is_personal(k) else 0.0)
        scores.append(LIKENESS * cosine(vec, centre) + newness - against)
    return able[max(range(len(able)), key=lambda i: (round(scores[i], 9), -i))].id


def is_personal(one: Known) -> bool:
    """Say whether an article is told in the first person (a column, a review, a diary): counted outside its quotes."""
    mine = _MINE.get(base_language(one.article.language))
    if mine is None:
        return False
    text, pieces, last = one.article.text, [], 0
    for quote in sorted(one.annotations.quotes, key=lambda q: q.span.start):
        pieces.append(text[last : quote.span.start])
        last = max(last, quote.span.end)
    said = words(" ".join([*pieces, text[last:]]))
    count = sum(word in mine for word in said)
    return count >= LEAST_MINE and count >= SHARE_MINE * len(said)


def _faults(headline: str, language: str) -> float:
    """Give what speaks against a headline."""
    faults = 0.0
    count = word_count(headline, language)
    if not FEW_WORDS <= count <= MANY_WORDS:
        faults += 0.15
    if _NOT_PLAIN.search(headline):
        faults += 0.3
    if _LABEL.match(headline):
        faults += 0.08
    if _QUOTED.match(headline):
        faults += 0.12
    return faults
