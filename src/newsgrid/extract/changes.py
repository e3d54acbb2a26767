"""What changed between two versions of an article, in words; and what changed without a notice."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from newsgrid.model import Article, plain
from newsgrid.text import sentences, squeeze

_MAX_SENTENCES = 600
_MAX_WORDS = 400
_SAME_SENTENCE = 0.5
"""Ratio of words in common from which a sentence is a reworded one rather than another."""
_FIGURE = re.compile(r"\d+(?:[.,\u00a0 ]\d{3})*(?:[.,]\d+)?")
_QUOTED = re.compile(r"[“„«「『\"]([^“”„«»「」『』\"]{3,600})[”“»」』\"]")
_NAME = re.compile(r"(?<=[\w,;:’'] )[A-ZÀ-ÞА-Я][\w’'-]+(?: [A-ZÀ-ÞА-Я][\w’'-]+)*")
_MARKS = ("figure", "quote", "name")


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """One passage that is not as it was."""

    kind: str
    """`headline`, `standfirst`, `added`, `removed` or `reworded`."""
    old: str = ""
    new: str = ""
    words: tuple[tuple[str, str], ...] = ()
    """For a reworded passage, the (old, new) runs of words that differ; either side may be empty."""
    marks: tuple[str, ...] = ()
    """What of weight changed: `headline`, `figure`, `quote`, `name`."""


@dataclasses.dataclass(frozen=True, slots=True)
class ArticleDiff:
    """The difference between two versions."""

    changes: tuple[Change, ...] = ()
    noticed: bool = False
    """The newer version carries a notice of correction that the older one lacks."""

    @property
    def silent(self) -> tuple[Change, ...]:
        """Give the changes of a headline, figure, quote or name that no notice speaks of. Added passages are news, not corrections."""
        return () if self.noticed else tuple(c for c in self.changes if c.marks and c.kind != "added")

    def as_dict(self) -> dict[str, Any]:
        """Give the JSON form that `newsgrid article diff --json` prints."""
        return {"changes": plain(self.changes), "noticed": self.noticed, "silent": plain(self.silent)}


def article_diff(old: Article, new: Article) -> ArticleDiff:
    """Compare two versions sentence by sentence, and reworded sentences word by word.

    Changes come in the order of the newer text. Bounded: the first 600 sentences and 400 words of each are compared.
    """
    changes: list[Change] = []
    for kind, before, after in (
        ("headline", old.headline, new.headline),
        ("standfirst", old.standfirst, new.standfirst),
    ):
        if squeeze(before) != squeeze(after):
            marks = _marks(before, after)
            changes.append(
                Change(
                    kind, before, after, _words(before, after), ("headline", *marks) if kind == "headline" else marks
                )
            )
    changes += _body(_sentences(old), _sentences(new))
    return ArticleDiff(tuple(changes), bool(new.correction) and squeeze(new.correction) != squeeze(old.correction))


def _sentences(article: Article) -> list[str]:
    text = article.text
    return [squeeze(text[start:end]) for start, end in sentences(text, article.language)[:_MAX_SENTENCES]]


def _body(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    changes: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            changes += _passage(old[a:b], new[c:d])
    return changes


def _passage(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """Pair sentences that say the same in other words; the rest was removed or added."""
    left = list(old)
    changes: list[Change] = []
    for after in new:
        best = max(left[:40], key=lambda before: _likeness(before, after), default="")
        if best and _likeness(best, after) >= _SAME_SENTENCE:
            left.remove(best)
            changes.append(Change("reworded", best, after, _words(best, after), _marks(best, after)))
        else:
            changes.append(Change("added", "", after, (), _marks("", after)))
    return [Change("removed", before, "", (), _marks(before, "")) for before in left] + changes


def _likeness(left: str, right: str) -> float:
    return SequenceMatcher(None, left.split()[:_MAX_WORDS], right.split()[:_MAX_WORDS], autojunk=False).ratio()


def _words(old: str, new: str) -> tuple[tuple[str, str], ...]:
    before, after = old.split()[:_MAX_WORDS], new.split()[:_MAX_WORDS]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return tuple(
        (" ".join(before[a:b]), " ".join(after[c:d])) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"
    )


def _marks(old: str, new: str) -> tuple[str, ...]:
    """Tell whether figures, quotes or names differ."""
    found = []
    for mark, pattern in zip(_MARKS, (_FIGURE, _QUOTED, _NAME), strict=True):
        if sorted(pattern.findall(old)) != sorted(pattern.findall(new)):
            found.append(mark)
    return tuple(found)
