"""Quotes of an article: what stands in quotation marks as somebody's words, who said it and with which verb."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from newsgrid.annotate.quotes_marks import Stretch, find_stretches
from newsgrid.annotate.quotes_speakers import Attribution, Speakers
from newsgrid.model import Name, Quote, Span
from newsgrid.text import is_spaceless

TEXT_MAX = 200_000
"""Code points that are read."""
_TERMINAL = re.compile(r"[.!?…。！？,，;]$")
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_CLITIC = re.compile(r"^[’'‘][nk]\s")
WORDS_MIN = 3
"""Words below which a stretch without a verb of its own is a name or a scare quote, and no quote."""
CHARS_MIN = 9
"""The same in scripts without spaces, in characters."""


def quotes(text: str, language: str, names: Sequence[Name] = ()) -> tuple[Quote, ...]:
    """Find the quotes of an article with their speakers, in order.

    `names` are the article's names, as `names_find.names` gives them; a speaker who is one of them is given by the fullest
    form. Each quote's `text` is `text[span]` word for word: a quote that its attribution splits, or that runs over several
    paragraphs, comes as several with one speaker. Words of one to two words without a verb of saying are taken as names or
    irony and left out. Linear in the length of the text.
    """
    text = text[:TEXT_MAX]
    stretches = find_stretches(text)
    if not stretches:
        return ()
    speakers = Speakers(text, language, names, stretches)
    found: list[Attribution | None] = []
    for index in range(len(stretches)):
        found.append(speakers.attribute(index, found))
    speakers.fill_back(found)
    made = (_quote(text, language, s, a) for s, a in zip(stretches, found, strict=True))
    return tuple(quote for quote in made if quote is not None)


def _quote(text: str, language: str, stretch: Stretch, said: Attribution | None) -> Quote | None:
    words = text[stretch.start : stretch.end]
    partial = _is_partial(text, language, stretch, said)
    if not _is_speech(text, language, stretch, said, partial=partial):
        return None
    span = Span(stretch.start, stretch.end)
    if said is None:
        return Quote(words, span, partial=partial)
    where = Span(said.start, said.end) if said.end > said.start else None
    return Quote(words, span, said.speaker, where, said.verb, partial)


def _is_cased(words: str) -> bool:
    """Say whether the first letter is of a script that has capitals."""
    first = next((c for c in words if c.isalpha()), "")
    return first.lower() != first.upper()


@functools.lru_cache(maxsize=1024)
def _size(words: str) -> float:
    """Give a stretch's length against the least a quote must have (1.0)."""
    if is_spaceless(words):
        return len(words) / CHARS_MIN
    return len(_WORD.findall(words)) / WORDS_MIN


def _is_partial(text: str, language: str, stretch: Stretch, said: Attribution | None) -> bool:
    """Say whether the words stand inside a sentence that is not theirs."""
    words = text[stretch.start : stretch.end]
    before = text[max(0, stretch.open - 2) : stretch.open].rstrip()
    opens = (
        not before
        or before[-1] in '.!?…。！？:：,，—–-\n»”"'
        or stretch.open == 0
        or "\n" in text[max(0, stretch.open - 2) : stretch.open]
    )
    if _is_cased(words):
        first = next((c for c in _CLITIC.sub("", words) if c.isalpha()), "")
        if first.islower():
            # The second half of a split quote begins small, but is spoken whole.
            return not (opens and said is not None and said.carried and _size(words) > 1)
        return not opens and not (_TERMINAL.search(words) and _size(words) >= 1.5)
    return not opens and _size(words) < 2.5


def _is_speech(text: str, language: str, stretch: Stretch, said: Attribution | None, *, partial: bool) -> bool:
    """Say whether a stretch is somebody's words, not a title, a name or a word held at arm's length."""
    words = text[stretch.start : stretch.end]
    size = _size(words)
    if said is not None and said.verb and said.near:
        return size >= 0.99 or bool(_TERMINAL.search(words)) or said.calls or not _looks_like_name(words)
    if _looks_like_name(words):
        return False
    if not partial:
        return size >= 0.99
    return (size >= 0.99 and said is not None) or size >= 2.0


def _looks_like_name(words: str) -> bool:
    """Say whether all longer words are capitalised: the title of a work, the name of a ship or a team."""
    parts = _WORD.findall(words)
    if not _is_cased(words):
        return len(words) < 6 and not _TERMINAL.search(words)
    long = [w for w in parts if len(w) > 3 or w[0].isupper()]
    return 0 < len(parts) <= 6 and bool(long) and all(w[0].isupper() for w in long) and not _TERMINAL.search(words)
