"""What of an article the engine compares: words, anchors that hold across languages, numbers, names, ages."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import re

from newsgrid.model import Telling
from newsgrid.story import numbers
from newsgrid.story.names import echoes, name_anchor, rough
from newsgrid.story.places import Gazetteer, gazetteer, place_of
from newsgrid.text import SPACELESS, fold, romanise, stem

WORDS = 220
"""Words of the body that are read: news says what matters first (tried 120 to 250 on gunviolence_en)."""
CHARS = 1800
ANCHOR_WORDS = 160
HEADLINE_CHARS = 400

_SPACELESS_SIGNS = r"\u0e00-\u0e4f\u0e5a-\u0eff\u1000-\u103f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_STOPS = '.!?:;\n…“"«•–—|。'
_TOKEN = re.compile(rf"[{_STOPS}]|(?:{numbers.NUMBER})|[{_SPACELESS_SIGNS}]+|[^\W_{_SPACELESS_SIGNS}]+")
_SITE = re.compile(r"\s+[-|–—]\s+[^-|–—]{2,28}$")
_SPACELESS_CHAR = re.compile(rf"[{_SPACELESS_SIGNS}]")
_PERSON = re.compile(r"(?<![.!?] )\b([A-Z][a-z'’]+(?:[A-Z][a-z]+)?) +(?:[A-Z]\. +)?([A-Z][a-z'’]+(?:[A-Z][a-z]+)?)\b")
_AGE = re.compile(r"\b(\d{1,2})[ -]year[s]?[ -]old|[a-z], (\d{1,2}), ")
_ROUND_UP = re.compile(
    r"\blive\b(?: updates| blog)?|\blive:|round-?up|briefing|newsletter|at a glance|what happened|medal (?:table|count|tally)|as it happened|"
    r"en vivo|en directo|minuto a minuto|medallero|en direct\b|tableau des médailles|ao vivo|quadro de medalhas|tempo real|"
    r"liveticker|live-ticker|newsblog|medaillenspiegel|im überblick|v živo|"
    r"онлайн|прямая трансляция|медальный зач|главное за|مباشر|لحظة بلحظة|جدول الميداليات|文字直播|奖牌榜|ถ่ายทอดสด",
    re.IGNORECASE,
)


@dataclasses.dataclass(slots=True)
class Features:
    """One article, counted. Anchors begin with their kind: `~` name, `@` place, `#` number, `%` day, `^` cognate."""

    article: int
    language: str
    time: float
    """Hours since 1970, as far as it can be believed."""
    headline: dict[str, float]
    body: dict[str, float]
    """The headline's and the body's words together; the headline's terms when there is no body."""
    anchors: dict[str, float]
    echoes: frozenset[str]
    """Rough skeletons of what may be names in a script without capitals (see `names.echoes`)."""
    numbers: frozenset[str]
    names: frozenset[str]
    ages: frozenset[str]
    has_text: bool
    round_up: bool


def features(telling: Telling, time: float) -> Features:
    """Count what of an article is compared. Pure; linear in the text up to a fixed length."""
    language = telling.language.split("-", maxsplit=1)[0].lower()
    title = _headline(telling.title[:HEADLINE_CHARS])
    text = telling.text[:CHARS]
    headline_tokens = _tokens(title, WORDS)
    tokens = _tokens(text, WORDS) if text else []
    heads = _terms(headline_tokens, language)
    headline = _counts(heads, 1.0)
    for left, right in itertools.pairwise(heads):
        pair = f"{left} {right}"
        headline[pair] = headline.get(pair, 0.0) + 0.5
    if tokens:
        body = _counts(_terms(tokens, language), 1.0)
        for term in heads:
            body[term] = body.get(term, 0.0) + 2.0
    else:
        body = headline
    anchors: dict[str, float] = {}
    found: set[str] = set()
    echoed: set[str] = set()
    _anchor(headline_tokens, language, anchors, found, echoed, headline=True)
    _anchor(tokens[:ANCHOR_WORDS], language, anchors, found, echoed, headline=False)
    if language in SPACELESS:
        spaceless = f"{title}\n{text[:900]}"
        _anchor_inside(spaceless, language, anchors)
        echoed |= echoes(spaceless, language)
    return Features(
        article=telling.id,
        language=language,
        time=time,
        headline=headline,
        body=body,
        anchors=anchors,
        echoes=frozenset(echoed),
        numbers=frozenset(found),
        names=frozenset(f"{a} {b}".lower() for a, b in _PERSON.findall(text)),
        ages=frozenset(a or b for a, b in _AGE.findall(text)),
        has_text=bool(tokens),
        round_up=_is_round_up(title),
    )


def _headline(title: str) -> str:
    """Cut a site's name from the end of a headline, unless it is half of it."""
    cut = _SITE.sub("", title)
    return cut if len(cut) >= 0.5 * len(title) else title


def _is_round_up(title: str) -> bool:
    return bool(_ROUND_UP.search(title)) or title.count(";") >= 2 or title.count(" | ") >= 2


Token = tuple[str, bool]
"""A word and whether it opens a sentence."""


def _tokens(text: str, limit: int) -> list[Token]:
    # One pass that gives strings, marks among them: asking each match for its place costs three times as much.
    found: list[Token] = []
    opening = True
    for piece in _TOKEN.findall(text):
        if piece[0] in _STOPS:
            opening = True
            continue
        found.append((piece, opening))
        if len(found) >= limit:
            break
        opening = False
    return found


def _terms(tokens: list[Token], language: str) -> list[str]:
    found: list[str] = []
    for word, _ in tokens:
        term = _term(word, language)
        if term:
            found.append(term)
        else:
            found.extend(word[i : i + 2] for i in range(max(1, len(word) - 1)))
    return found


@functools.lru_cache(maxsize=300_000)
def _term(word: str, language: str) -> str:
    """Give a word's stem without accents; empty for a run of signs without spaces."""
    if not word.isascii() and _SPACELESS_CHAR.search(word):
        return ""
    if word[0].isdecimal():
        return numbers.amount(word)
    if len(word) > 40:
        return fold(word[:40])
    return fold(stem(word.lower(), language)) or word


def _counts(terms: list[str], weight: float) -> dict[str, float]:
    found: dict[str, float] = {}
    for term in terms:
        found[term] = found.get(term, 0.0) + weight
    return found


def _anchor(
    tokens: list[Token],
    language: str,
    anchors: dict[str, float],
    found: set[str],
    echoed: set[str],
    *,
    headline: bool,
) -> None:
    """Add the anchors of some words, their numbers, and what may be names in a script without capitals."""
    known = gazetteer(language)
    weight = 1.0 if not headline else 1.5
    skip = 0
    for position, (word, opening) in enumerate(tokens):
        if skip:
            skip -= 1
            continue
        if word[0].isdecimal():
            following = tokens[position + 1][0] if position + 1 < len(tokens) else ""
            number = numbers.amount(word, following, language)
            found.add(number)
            _bump(anchors, f"#{number}", weight)
            day = _day(tokens, position, language)
            if day:
                _bump(anchors, day, weight)
            continue
        kind, anchor = _word_anchor(word, language)
        if kind == "":
            continue
        if kind == "?":
            echoed.add(anchor)
            continue
        if kind == "^":
            if headline:
                _bump(anchors, anchor, 0.7)
            continue
        many = _phrase(tokens, position, known) if _fold(word) in known.begins else None
        if many is not None:
            code, skip = many
            _bump(anchors, f"@{code}", weight)
        elif kind == "@":
            _bump(anchors, anchor, weight)
        elif anchor and (headline or not opening):
            _bump(anchors, anchor, weight)
            if headline and len(word) > 4:
                _bump(anchors, _cognate(word), 0.7)


def _bump(anchors: dict[str, float], anchor: str, weight: float) -> None:
    anchors[anchor] = anchors.get(anchor, 0.0) + weight


@functools.lru_cache(maxsize=300_000)
def _word_anchor(word: str, language: str) -> tuple[str, str]:
    """Give a word's kind and anchor: `@` place, `~` name, `?` an echo, `^` a plain word that may have cognates, empty for none."""
    if len(word) < 3 or len(word) > 40 or fold(word) in numbers.calendar_words(language):
        return "", ""
    first = word[0]
    caseless = not first.isupper() and not first.islower()
    if caseless and _SPACELESS_CHAR.search(word):
        return "", ""
    named = caseless or first.isupper() or any(map(str.isupper, word[1:-2]))
    if named or language in {"ru", "es", "fr", "pt", "it", "sl", "de"}:
        code = place_of(word, language)
        if code:
            return "@", f"@{code}"
    if named:
        bones = name_anchor(word, language)
        if caseless:
            return ("?", rough(bones)) if len(bones) >= 3 else ("", "")
        return ("~", f"~{bones}") if bones else ("~", "")
    return ("^", _cognate(word)) if len(word) > 4 else ("", "")


@functools.lru_cache(maxsize=100_000)
def _cognate(word: str) -> str:
    return "^" + romanise(fold(word))[:5].replace("ph", "f").replace("k", "c").replace("y", "i")


@functools.lru_cache(maxsize=200_000)
def _fold(word: str) -> str:
    return fold(word)


def _phrase(tokens: list[Token], position: int, known: Gazetteer) -> tuple[str, int] | None:
    """Find a place of several words beginning here; give its code and how many words to skip."""
    for size in range(min(known.longest, len(tokens) - position), 1, -1):
        code = known.exact.get(" ".join(_fold(word) for word, _ in tokens[position : position + size]))
        if code:
            return code, size - 1
    return None


def _day(tokens: list[Token], position: int, language: str) -> str:
    """Give the day anchor of a number that stands beside a month's name."""
    number = tokens[position][0]
    if len(number) > 2 or not 1 <= int(number) <= 31:
        return ""
    names = numbers.months(language)
    for step in (1, -1, 2):
        if 0 <= position + step < len(tokens):
            month = names.get(_fold(tokens[position + step][0]))
            if month:
                return f"%{month}-{int(number)}"
    return ""


_HAN_DAY = re.compile(r"(\d{1,2}) ?月 ?(\d{1,2}) ?日")
_INNER_NUMBER = re.compile(rf"({numbers.NUMBER}) ?([^\W\d_]{{0,4}})")


def _anchor_inside(text: str, language: str, anchors: dict[str, float]) -> None:
    """Add the places, days and names of a text written without spaces."""
    inside = gazetteer(language).inside
    if inside is not None:
        exact = gazetteer(language).exact
        for match in inside.finditer(fold(text)):
            _bump(anchors, f"@{exact[match.group()]}", 1.0)
    for month, day in _HAN_DAY.findall(text):
        _bump(anchors, f"%{int(month)}-{int(day)}", 1.0)
