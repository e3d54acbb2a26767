"""What changed between two versions of an article, in words; and what changed without a notice."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any

from newsgrid.extract.vocabulary import SYLLABLES
from newsgrid.model import Article, plain
from newsgrid.text import is_spaceless, sentences, squeeze

_MAX_SENTENCES = 600
_MAX_WORDS = 400
_SAME_SENTENCE = 0.5
"""Ratio of words in common from which a sentence is a reworded one rather than another."""
_FIGURE = re.compile(r"\d+(?:[.,٬’'\u00a0\u202f ]\d{3}(?!\d))*(?:[.,٫]\d+)?")
_GROUPING = re.compile(r"[.,٬’'\u00a0\u202f ](?=\d{3}(?!\d))")
_QUOTED = re.compile(r"[“„«「『\"]([^“”„«»「」『』\"]{3,600})[”“»」』\"]")
_NAME = re.compile(r"(?<=[\w,;:’'] )[A-ZÀ-ÞΆ-ΫЀ-Я][\w’'-]+(?: [A-ZÀ-ÞΆ-ΫЀ-Я][\w’'-]+)*")
_PIECE = re.compile(
    SYLLABLES
    + r"|\d[\d.,٬]*\d|[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+|\s+|.",
    re.DOTALL,
)
"""What a sentence of a script without spaces is cut into; joined again, the pieces are the sentence."""


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
class _Known:
    """What is known of both texts as a whole."""

    people: frozenset[str]
    old_quotes: dict[str, str]
    """What of a sentence is quoted: a quotation may begin in one and end in another."""
    new_quotes: dict[str, str]


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


def article_diff(old: Article, new: Article, people: Iterable[str] = ()) -> ArticleDiff:
    """Compare two versions sentence by sentence, and reworded sentences word by word.

    `people` are names known to be in either text: those of scripts without capitals are found by nothing else. Figures are
    compared by value: digits of any script, thousands grouped or not. Changes come in the order of the newer text.
    Bounded: the first 600 sentences and 400 words of each are compared.
    """
    known = _Known(frozenset(people), _quoted(old), _quoted(new))
    changes: list[Change] = []
    for kind, before, after in (
        ("headline", old.headline, new.headline),
        ("standfirst", old.standfirst, new.standfirst),
    ):
        if squeeze(before) != squeeze(after):
            marks = _marks(before, after, known)
            changes.append(
                Change(
                    kind, before, after, _words(before, after), ("headline", *marks) if kind == "headline" else marks
                )
            )
    changes += _body(_sentences(old), _sentences(new), known)
    return ArticleDiff(tuple(changes), bool(new.correction) and squeeze(new.correction) != squeeze(old.correction))


def _sentences(article: Article) -> list[str]:
    text = article.text
    return [squeeze(text[start:end]) for start, end in sentences(text, article.language)[:_MAX_SENTENCES]]


def _quoted(article: Article) -> dict[str, str]:
    text = article.text
    spans = [match.span(1) for match in _QUOTED.finditer(text)]
    found = {}
    first = 0
    for start, end in sentences(text, article.language)[:_MAX_SENTENCES]:
        while first < len(spans) and spans[first][1] <= start:
            first += 1
        parts = []
        for left, right in spans[first:]:
            if left >= end:
                break
            parts.append(squeeze(text[max(left, start) : min(right, end)]))
        found[squeeze(text[start:end])] = "\n".join(parts)
    return found


def _quotes_in(text: str) -> str:
    return "\n".join(squeeze(said) for said in _QUOTED.findall(text))


def _body(old: Sequence[str], new: Sequence[str], known: _Known) -> list[Change]:
    changes: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            changes += _passage(old[a:b], new[c:d], known)
    return changes


def _passage(old: Sequence[str], new: Sequence[str], known: _Known) -> list[Change]:
    """Pair sentences that say the same in other words; the rest was removed or added."""
    left = list(old)
    changes: list[Change] = []
    for after in new:
        best = max(left[:40], key=lambda before: _likeness(before, after), default="")
        if best and _likeness(best, after) >= _SAME_SENTENCE:
            left.remove(best)
            changes.append(Change("reworded", best, after, _words(best, after), _marks(best, after, known)))
        else:
            changes.append(Change("added", "", after, (), _marks("", after, known)))
    return [Change("removed", before, "", (), _marks(before, "", known)) for before in left] + changes


def _likeness(left: str, right: str) -> float:
    return SequenceMatcher(None, _pieces(left), _pieces(right), autojunk=False).ratio()


def _words(old: str, new: str) -> tuple[tuple[str, str], ...]:
    before, after = _pieces(old), _pieces(new)
    space = "" if is_spaceless(old or new) else " "
    runs: list[list[str]] = []
    last = (-2, -2)
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if runs and not space and a - last[0] <= 1 and c - last[1] <= 1:
            # Syllables that happen to stay between two that changed belong to the word.
            runs[-1][0] += "".join(before[last[0] : b])
            runs[-1][1] += "".join(after[last[1] : d])
        else:
            runs.append([space.join(before[a:b]), space.join(after[c:d])])
        last = (b, d)
    return tuple((left, right) for left, right in runs)


def _pieces(text: str) -> list[str]:
    """Cut a sentence into words with their punctuation; in scripts without spaces into syllables or characters."""
    return (_PIECE.findall(text) if is_spaceless(text) else text.split())[:_MAX_WORDS]


def _marks(old: str, new: str, known: _Known) -> tuple[str, ...]:
    """Tell whether figures, quotes or names differ."""
    found = []
    if sorted(_figures(old)) != sorted(_figures(new)):
        found.append("figure")
    if known.old_quotes.get(old, _quotes_in(old)) != known.new_quotes.get(new, _quotes_in(new)):
        found.append("quote")
    if sorted(_NAME.findall(old)) != sorted(_NAME.findall(new)) or _named(old, known.people) != _named(
        new, known.people
    ):
        found.append("name")
    return tuple(found)


def _figures(text: str) -> list[str]:
    """Give the figures as ASCII digits without their grouping; a decimal comma is a point."""
    figures = (_GROUPING.sub("", figure).replace(",", ".").replace("٫", ".") for figure in _FIGURE.findall(text))
    return ["".join(str(unicodedata.decimal(char, char)) for char in figure) for figure in figures]


def _named(text: str, people: frozenset[str]) -> set[str]:
    return {name for name in people if name in text}
