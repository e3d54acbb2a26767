"""What of an article the engine compares: words, anchors that hold across languages, numbers, names, ages."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import re

from newsgrid.model import Telling
from newsgrid.story import numbers
from newsgrid.story.names import echoes, name_anchor, rough
from newsgrid.story.places import gazetteer, place_of
from newsgrid.text import SPACELESS, fold, romanise, stem

WORDS = 220
"""Words of the body that are read: news says what matters first (tried 120 to 250 on gunviolence_en)."""
CHARS = 1800
ANCHOR_WORDS = 160
HEADLINE_CHARS = 400

_SPACELESS_SIGNS = r"\u0e00-\u0e4f\u0e5a-\u0eff\u1000-\u103f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_STOPS = '.!?:;\n…“"«•–—|。'
_TOKEN = re.compile(rf"[{_STOPS}]|(?:{numbers.NUMBER})|[{_SPACELESS_SIGNS}]+|[^\W_{_SPACELESS_SIGNS}]+")
# The same for text in ASCII, which most English text is but for its dashes and quotation marks: faster by half.
_ASCII_TOKEN = re.compile(rf"[A-Za-z][A-Za-z0-9]*|[.!?:;\n\"|]|(?:{numbers.NUMBER})", re.ASCII)
_AS_ASCII = (("’", "'"), ("“", '"'), ("”", " ("), ("–", ":"), ("—", ":"), ("‘", " ("), ("…", ":"))
"""What stands for a sign in `_ASCII_TOKEN`: a stop for a stop, and for others what joins nothing."""
_SITE = re.compile(r"\s+[-|–—]\s+[^-|–—]{2,28}$")
_SPACELESS_CHAR = re.compile(rf"[{_SPACELESS_SIGNS}]")
# The sign that a pattern begins with comes first, what must not stand before it after: so the search skips to it.
_PERSON = re.compile(
    r"([A-Z](?<![.!?] [A-Z])(?<!\w[A-Z])[a-z'’]+(?:[A-Z][a-z]+)?) +(?:[A-Z]\. +)?([A-Z][a-z'’]+(?:[A-Z][a-z]+)?)\b"
)
_AGE = re.compile(r"(\d(?<!\w\d)\d?)[ -]years?[ -]old")
_AGE_AFTER_NAME = re.compile(r", (?<=[a-z], )(\d{1,2}), ")
_ROUND_UP = re.compile(
    r"l(?<!\wl)ive\b|round-?up|briefing|newsletter|at a glance|what happened|medal (?:table|count|tally)|as it happened|"
    r"en vivo|en directo|minuto a minuto|medallero|en direct\b|tableau des médailles|ao vivo|quadro de medalhas|tempo real|"
    r"liveticker|live-ticker|newsblog|medaillenspiegel|im überblick|v živo|"
    r"онлайн|прямая трансляция|медальный зач|главное за|مباشر|لحظة بلحظة|جدول الميداليات|文字直播|奖牌榜|ถ่ายทอดสด"
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
    known = _words(language)
    title = _headline(telling.title[:HEADLINE_CHARS])
    text = telling.text[:CHARS]
    title_pieces, title_words = _tokens(title, known)
    pieces, words = _tokens(text, known)
    heads = _terms(title_words)
    headline: dict[str, float] = {}
    for term in heads:
        headline[term] = headline.get(term, 0.0) + 1.0
    for left, right in itertools.pairwise(heads):
        pair = f"{left} {right}"
        headline[pair] = headline.get(pair, 0.0) + 0.5
    body = headline
    if words:
        body = {}
        for term in _terms(words):
            body[term] = body.get(term, 0.0) + 1.0
        for term in heads:
            body[term] = body.get(term, 0.0) + 2.0
    found = _Anchors(language)
    found.add(title_pieces, title_words, headline=True)
    found.add(pieces, words[:ANCHOR_WORDS], headline=False)
    if language in SPACELESS:
        spaceless = f"{title}\n{text[:900]}"
        _anchor_inside(spaceless, language, found.anchors)
        found.echoes |= echoes(spaceless, language)
    return Features(
        article=telling.id,
        language=language,
        time=time,
        headline=headline,
        body=body,
        anchors=found.anchors,
        echoes=frozenset(found.echoes),
        numbers=frozenset(found.numbers),
        names=frozenset(f"{a} {b}".lower() for a, b in _PERSON.findall(text)),
        ages=frozenset(_AGE.findall(text) + _AGE_AFTER_NAME.findall(text)),
        has_text=bool(words),
        round_up=_is_round_up(title),
    )


def _headline(title: str) -> str:
    """Cut a site's name from the end of a headline, unless it is half of it."""
    cut = _SITE.sub("", title)
    return cut if len(cut) >= 0.5 * len(title) else title


def _is_round_up(title: str) -> bool:
    return bool(_ROUND_UP.search(title.lower())) or title.count(";") >= 2 or title.count(" | ") >= 2


@dataclasses.dataclass(frozen=True, slots=True)
class _Word:
    """What a language makes of a word, told once for all articles."""

    written: str
    term: str
    """Its stem without accents; a number as `numbers.amount` gives it; empty for a run of signs without spaces."""
    kind: str
    """`#` number, `@` place, `~` name, `?` an echo, `^` a plain word that may have cognates, `.` a stop, empty for none."""
    anchor: str
    begins: bool
    """Whether a place of several words begins with it."""


class _Words(dict[str, _Word]):
    """The words of one language that were seen; bounded."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, written: str) -> _Word:
        if len(self) >= _MOST_WORDS:
            self.clear()
        word = self[written] = _read(written, self._language)
        return word


_MOST_WORDS = 60_000


@functools.lru_cache(maxsize=16)
def _words(language: str) -> _Words:
    return _Words(language)


def _read(written: str, language: str) -> _Word:
    if written in _STOPS:
        return _Word(written, "", ".", "", False)
    term = _term(written, language)
    if written[0].isdecimal():
        return _Word(written, term, "#", "", False)
    kind, anchor = _word_anchor(written, language)
    begins = kind in ("@", "~") and fold(written) in gazetteer(language).begins
    return _Word(written, term, kind, anchor, begins)


def _tokens(text: str, known: _Words) -> tuple[list[_Word], list[_Word]]:
    """Give a text's words with the stops between them, and the words alone."""
    # One pass that gives strings, marks among them: asking each match for its place costs three times as much.
    pieces = list(map(known.__getitem__, _cut(text)))
    return pieces, [word for word in pieces if word.kind != "."][:WORDS]


def _cut(text: str) -> list[str]:
    plain = text
    if not text.isascii():
        for sign, same in _AS_ASCII:
            plain = plain.replace(sign, same)
    return _ASCII_TOKEN.findall(plain) if plain.isascii() else _TOKEN.findall(text)


def _terms(words: list[_Word]) -> list[str]:
    terms = [word.term for word in words]
    if "" not in terms:
        return terms
    found: list[str] = []
    for word in words:
        written = word.written
        found += [word.term] if word.term else [written[i : i + 2] for i in range(max(1, len(written) - 1))]
    return found


def _term(word: str, language: str) -> str:
    """Give a word's stem without accents; empty for a run of signs without spaces."""
    if not word.isascii() and _SPACELESS_CHAR.search(word):
        return ""
    if word[0].isdecimal():
        return numbers.amount(word)
    if len(word) > 40:
        return fold(word[:40])
    return fold(stem(word.lower(), language)) or word


class _Anchors:
    """Gathers the anchors of an article's words, their numbers, and what may be names in a script without capitals."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.anchors: dict[str, float] = {}
        self.numbers: set[str] = set()
        self.echoes: set[str] = set()

    def add(self, pieces: list[_Word], words: list[_Word], *, headline: bool) -> None:
        """Add those of some words, given with the stops between them and without; a headline's count more."""
        weight = 1.5 if headline else 1.0
        anchors = self.anchors
        opening, position, after, last = True, -1, 0, len(words) - 1
        for word in pieces:
            kind = word.kind
            if kind == ".":
                opening = True
                continue
            if position == last:
                break
            position += 1
            first, opening = opening, False
            if not kind or (kind == "^" and not headline) or position < after:
                continue
            if kind == "#":
                self._number(words, position, weight)
            elif kind == "?":
                self.echoes.add(word.anchor)
            elif kind == "^":
                _bump(anchors, _cognate(word.written), 0.7)
            elif word.begins and (many := _phrase(words, position, self.language)) is not None:
                code, size = many
                after = position + size
                _bump(anchors, f"@{code}", weight)
            elif kind == "@":
                _bump(anchors, word.anchor, weight)
            elif word.anchor and (headline or not first):
                _bump(anchors, word.anchor, weight)
                if headline and len(word.written) > 4:
                    _bump(anchors, _cognate(word.written), 0.7)

    def _number(self, words: list[_Word], position: int, weight: float) -> None:
        following = words[position + 1].written if position + 1 < len(words) else ""
        number = numbers.amount(words[position].written, following, self.language)
        self.numbers.add(number)
        _bump(self.anchors, f"#{number}", weight)
        day = _day(words, position, self.language)
        if day:
            _bump(self.anchors, day, weight)


def _bump(anchors: dict[str, float], anchor: str, weight: float) -> None:
    anchors[anchor] = anchors.get(anchor, 0.0) + weight


def _word_anchor(word: str, language: str) -> tuple[str, str]:
    """Give a word's kind and anchor: `@` place, `~` name, `?` an echo, `^` a plain word that may have cognates, empty for none."""
    if len(word) < 3 or len(word) > 40 or fold(word) in numbers.calendar_words(language):
        return "", ""
    first = word[0]
    caseless = not first.isupper() and not first.islower()
    if caseless and _SPACELESS_CHAR.search(word):
        return "", ""
    named = caseless or first.isupper() or (not word[1:-2].islower() and any(map(str.isupper, word[1:-2])))
    if named or language in {"ru", "es", "fr", "pt", "it", "sl", "de"}:
        code = place_of(word, language)
        if code:
            return "@", f"@{code}"
    if named:
        bones = name_anchor(word, language)
        if caseless:
            return ("?", rough(bones)) if len(bones) >= 3 else ("", "")
        return ("~", f"~{bones}") if bones else ("~", "")
    return ("^", "") if len(word) > 4 else ("", "")


@functools.lru_cache(maxsize=100_000)
def _cognate(word: str) -> str:
    return "^" + romanise(fold(word))[:5].replace("ph", "f").replace("k", "c").replace("y", "i")


def _phrase(words: list[_Word], position: int, language: str) -> tuple[str, int] | None:
    """Find a place of several words beginning here; give its code and how many words it has."""
    known = gazetteer(language)
    for size in range(min(known.longest, len(words) - position), 1, -1):
        code = known.exact.get(" ".join(fold(word.written) for word in words[position : position + size]))
        if code:
            return code, size
    return None


def _day(words: list[_Word], position: int, language: str) -> str:
    """Give the day anchor of a number that stands beside a month's name."""
    number = words[position].written
    if len(number) > 2 or not 1 <= int(number) <= 31:
        return ""
    names = numbers.months(language)
    for step in (1, -1, 2):
        if 0 <= position + step < len(words):
            month = names.get(fold(words[position + step].written))
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
