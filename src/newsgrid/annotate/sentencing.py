"""Which sentences of an article can stand alone: whole, resolved, no teaser, no caption, no question, no splice."""

from __future__ import annotations

import dataclasses
import functools
import re
import tomllib
from collections.abc import Sequence
from importlib import resources

from newsgrid.model import Article
from newsgrid.text import SPACELESS, sentences, words

_END = re.compile(r"[.!…。！｡।۔။]['\"”’»)\]」』]*$")
_QUESTION = re.compile(r"[?？؟][\"”’»)\]」』]*$")
_DATELINE = re.compile(r"^[^\W\d_a-z][^\n.?!]{1,48}?(?:\([^()\n]{2,24}\)|,\s\d{1,2}[^\n–—-]{2,16})\s?[-–—:]\s+")
_QUOTED_HEADLINE = re.compile(r"^[‘'\"“«][^’'\"”»]{3,60}[’'\"”»]:\s")
_MARKS = {"“": "”", "«": "»", "「": "」", "『": "』", "(": ")", "[": "]", "„": "“"}
_WHOLE_QUOTE = re.compile(r"^[\"“«„「‘][^\"”»」]*[\"”»“」’][.。]?$")
_AFTER_QUOTE = re.compile(r"[?!？！؟][\"”»’」]\s*$")
_OPENS_QUOTED = re.compile(r"^[\"“«„「][^\"”»“」]*[\"”»“」][,，]?\s*((?:[^\W\d_]+[\s-]*){1,4})")
PRONOUNS = frozenset(
    [
        "he",
        "she",
        "they",
        "it",
        "il",
        "elle",
        "ils",
        "elles",
        "er",
        "sie",
        "él",
        "ella",
        "ellos",
        "ele",
        "ela",
        "eles",
        "он",
        "она",
        "они",
        "hy",
        "sy",
        "hulle",
        "hij",
        "zij",
        "egli",
        "lei",
        "lui",
    ]
)
SHORT_TAIL = 18
"""Words that a sentence saying whose words stood before it ("Putin said this month, commenting on ...") seldom exceeds."""
_IN_QUOTES = re.compile(r"[\"“«„][^\"”»“]*[\"”»“]")
EARLY_WORDS = 7
"""A pronoun among so many first words, with no name before it, means somebody named in another sentence."""
MIN_WORDS, MAX_WORDS = 6, 55
"""A sentence shorter is a heading or leans on another; one longer is a list or a splice."""
SPLICE_WORDS = 6
"""A run of this many words said twice in one sentence is a copying fault."""
_CHARS_PER_WORD = {"zh": 1.7, "ja": 2.2, "th": 5.0, "lo": 5.0, "km": 5.0, "my": 5.0}


@dataclasses.dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its place in the article's text."""

    text: str
    start: int
    index: int
    """Its number in the article, from 0."""
    count: int
    """How many words it has, as a reader of its language would count."""
    after_quote: bool = False
    """A question or cry in quotation marks stands right before it: it may only say whose words those were."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Words:
    openers: tuple[str, ...]
    address: frozenset[str]
    inner: frozenset[str]
    teasers: tuple[str, ...]


@functools.cache
def _say_words(language: str) -> _Words:
    table = _table().get(language, {})

    def listed(key: str) -> list[str]:
        return [w.strip() for w in table.get(key, "").split(",") if w.strip()]

    return _Words(
        tuple(listed("openers")), frozenset(listed("address")), frozenset(listed("inner")), tuple(listed("teasers"))
    )


@functools.cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.files("newsgrid.annotate").joinpath("data/saywords.toml").read_text("utf-8"))


def base_language(language: str) -> str:
    """Give a language's base code: `zh` of `zh-Hans`."""
    return language.split("-", maxsplit=1)[0].lower()


def word_count(text: str, language: str) -> int:
    """Count words as a reader would; for scripts without spaces by the usual number of characters a word has."""
    per_word = _CHARS_PER_WORD.get(base_language(language))
    if per_word:
        return max(1, round(sum(not c.isspace() for c in text) / per_word))
    return len(text.split())


def article_sentences(article: Article, language: str) -> list[Sentence]:
    """Give the sentences of an article's body, in order; a dateline before one is left off."""
    found: list[Sentence] = []
    text = article.text
    for index, (start, end) in enumerate(sentences(text, language)):
        line = _DATELINE.match(text[start:end])
        begin = start + line.end() if line else start
        piece = text[begin:end]
        tail = _AFTER_QUOTE.search(text[max(0, begin - 6) : begin]) is not None
        found.append(Sentence(piece, begin, index, word_count(piece, language), tail))
    return found


def stands_alone(sentence: Sentence, language: str, captions: Sequence[str] = ()) -> bool:
    """Say whether a reader understands a sentence without what stood before it, and whether it is reporting at all.

    `captions` are those of the story's pictures: one paper's caption may have got into another's body.
    """
    text = sentence.text
    base = base_language(language)
    if not MIN_WORDS <= sentence.count <= MAX_WORDS or "\n" in text:
        return False
    if sentence.after_quote and sentence.count <= SHORT_TAIL:
        return False
    if _QUESTION.search(text) or (not _END.search(text) and base not in ("th", "lo")):
        return False
    if text[0].islower() or _QUOTED_HEADLINE.match(text) or _WHOLE_QUOTE.match(text) or not _balanced(text):
        return False
    return not (
        _leans(text, base)
        or _is_teaser(text, base)
        or _addresses_reader(text, base)
        or _says_twice(text, base)
        or _is_caption(text, captions)
    )


def _balanced(text: str) -> bool:
    if text.count('"') % 2:
        return False
    if "„" in text:
        return text.count("„") == text.count("“") + text.count("”")
    return all(text.count(a) == text.count(b) for a, b in _MARKS.items() if a != "„")


def _leans(text: str, base: str) -> bool:
    """Say whether it opens with a pronoun or connective whose meaning stands elsewhere."""
    table = _say_words(base)
    low = text.lower().lstrip("\"“«„'‘「")
    spaceless = base in SPACELESS
    spoken = _OPENS_QUOTED.match(text)
    if spoken and not PRONOUNS.isdisjoint(re.findall(r"[^\W\d_]+", spoken.group(1).lower())):
        return True
    for opener in table.openers:
        if low.startswith(opener) and (spaceless or not low[len(opener) : len(opener) + 1].isalnum()):
            return True
    if _early_pronoun(text, table):
        return True
    first = re.findall(r"[^\W\d_]+", low[:60])[1:4]
    return any(word in table.inner for word in first) or (" ".join(first[:2]) in table.inner)


def _is_teaser(text: str, base: str) -> bool:
    low = text.lower()
    return any(teaser in low for teaser in _say_words(base).teasers) or "http" in low or "www." in low or "@" in low


def _addresses_reader(text: str, base: str) -> bool:
    """Say whether it speaks to the reader ("your bill") outside quotation marks."""
    address = _say_words(base).address
    return bool(address) and not address.isdisjoint(re.findall(r"[^\W\d_]+", _IN_QUOTES.sub(" ", text.lower())))


def _early_pronoun(text: str, table: _Words) -> bool:
    """Say whether a pronoun comes before any name ("In recent months he has ...")."""
    for number, word in enumerate(re.findall(r"[^\W\d_]+", text[:70])[:EARLY_WORDS]):
        if number and word[0].isupper():
            return False
        if word.lower() in PRONOUNS and word.lower() in table.openers:
            return True
    return False


def _says_twice(text: str, base: str) -> bool:
    cut = words(text, base)
    runs = [tuple(cut[i : i + SPLICE_WORDS]) for i in range(len(cut) - SPLICE_WORDS + 1)]
    return len(set(runs)) < len(runs)


def _is_caption(text: str, captions: Sequence[str]) -> bool:
    mine = set(text.lower().split())
    for caption in captions:
        theirs = set(caption.lower().split())
        if theirs and len(mine & theirs) >= 0.7 * min(len(mine), len(theirs)):
            return True
    return False
