"""Reading a text for names of places: every stretch that the gazetteer, the abbreviations or the demonyms know.

Nothing is decided here: a match says what its words could mean. Linear in the length of the text.
"""

from __future__ import annotations

import bisect
import dataclasses
import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from newsgrid.place.gazetteer import DATA, Entry, Gazetteer, gazetteer
from newsgrid.place.keys import WORD, fold_word, join_words
from newsgrid.place.words import demonyms

MAX_WORDS = 5
MAX_CHARS = 200_000
"""Of a text longer than this only so much is read: some 30,000 words, more than any article."""
MAX_WORD_CHARS = 60
SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{2,}")
_SPACELESS_CHARS = 12
_TOWN_BEFORE_DEMONYM = 300_000
_JOINS = frozenset(
    "of the and de del della dell des du da do dos das la le les el al los las di dei den der am an ob upon on sur sous en am im in und y e van het ye o".split()
)
_GAP = re.compile(r"(?:[ \u00a0]|[-–‐‑ ]|\. |['’] ?|/)$|^$")
_ARABIC_PREFIXES = ("وال", "بال", "لل", "فال", "وب", "ول", "و", "ب", "ل", "ف", "ك")
_ELIDED = re.compile(r"^[a-z]{1,4}['’](?=[A-ZÀ-Þ])")
_LATIN_PREFIX = re.compile(r"^(?:[a-z]{1,6}-?)(?=[A-Z][a-z])")


class Token(NamedTuple):
    """A word of the text."""

    start: int
    end: int
    text: str
    folded: str
    capital: bool
    """Begins with a capital letter, or is of a script that has none."""
    cased: bool
    possessive: bool = False
    """An apostrophe and s follow that are no part of it, or are they: `Japan's`, `St. John's`."""


@dataclasses.dataclass(frozen=True, slots=True)
class Match:
    """A stretch of the text that could name a place."""

    start: int
    end: int
    first: int
    """Number of its first token; of a stretch inside a script without spaces, of the token it begins in."""
    last: int
    key: str
    entries: tuple[Entry, ...]
    kind: str = "name"
    """`name`, `abbreviation` or `demonym`."""
    inflected: bool = False


def tokens(text: str) -> list[Token]:
    """Cut a text into words with their places; a possessive ending is no part of the word."""
    found: list[Token] = []
    for match in WORD.finditer(text):
        start, end = match.span()
        if end - start > MAX_WORD_CHARS:
            continue
        word = match.group()
        possessive = len(word) > 2 and word[-2:] in ("'s", "’s", "'S", "’S", "‘s")
        if possessive:
            end, word = end - 2, word[:-2]
        first = word[0]
        if not first.isupper():
            first = word[_head(word)]
        cased = first.isupper() or first.islower()
        found.append(Token(start, end, word, fold_word(word), first.isupper() or not (cased or first.isdigit()), cased, possessive))
    return found


def _head(word: str) -> int:
    """Give where the name in a word begins: past a prefix in small letters, as in `eMoscow` and `d'Ivoire`."""
    if word.islower():
        return 0
    inner = _LATIN_PREFIX.match(word) or _ELIDED.match(word)
    return inner.end() if inner and inner.end() < len(word) else 0


def scan(text: str, language: str = "") -> tuple[list[Token], list[Match]]:
    """Give the tokens of a text and the longest matches, in order, without overlap."""
    text = text[:MAX_CHARS]
    cut = tokens(text)
    table = gazetteer()
    candidates = [*_abbreviations(text, cut), *_names(text, cut, table, language), *_demonyms(text, cut, language, table)]
    if SPACELESS.search(text):
        candidates.extend(_spaceless(text, cut, table, language))
    return cut, _longest(candidates)


def _longest(candidates: list[Match]) -> list[Match]:
    """Keep matches from left to right, the longest first; of the same length by `_standing`."""
    candidates.sort(key=lambda m: (m.start, -m.end, _standing(m)))
    kept: list[Match] = []
    for match in candidates:
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return kept


def _standing(match: Match) -> int:
    """Order matches of one stretch: an abbreviation, a country's or region's name, a demonym, a town's name (`Canadian`, Texas)."""
    if match.kind == "name":
        return 1 if match.entries[0].kind != "city" or match.entries[0].population > _TOWN_BEFORE_DEMONYM else 3
    return 0 if match.kind == "abbreviation" else 2


def _names(text: str, cut: list[Token], table: Gazetteer, language: str) -> Iterator[Match]:
    spans: list[tuple[int, int, int, int, str, bool]] = []
    for i, token in enumerate(cut):
        if token.capital and not SPACELESS.search(token.text):
            spans.extend(_stretches(text, cut, i, language))
    allowed = {0, table.languages.get(language.partition("-")[0], -1)} if language else None
    for (i, j, start, end, key, inflected), holders in zip(spans, table.holders([s[4] for s in spans]), strict=True):
        kept = tuple(e for e in holders if allowed is None or e.language in allowed) if holders else ()
        if kept:
            yield Match(start, end, i, j, key, kept, inflected=inflected)


def _stretches(text: str, cut: list[Token], i: int, language: str) -> Iterator[tuple[int, int, int, int, str, bool]]:
    """Give (first, last, start, end, key, inflected) of what may be a name and begins with token i."""
    words: list[str] = []
    for j in range(i, min(i + MAX_WORDS, len(cut))):
        token = cut[j]
        if j > i and not _joined(text, cut[j - 1], token):
            break
        if j > i and cut[j - 1].possessive:
            words[-1] += "s"
        words.append(token.folded)
        if not (token.capital or token.text.isdigit()):
            if token.folded in _JOINS:
                continue
            if not token.cased or len(token.text) > 12:
                break
            continue
        key = join_words(words)
        yield i, j, cut[i].start, token.end, key, False
        if token.possessive:
            yield i, j, cut[i].start, token.end + 2, join_words([*words[:-1], token.folded + "s"]), False
        for start, end, other in _variants(cut[i], token, words, language):
            yield i, j, start, end, other, True
    return


def _joined(text: str, left: Token, right: Token) -> bool:
    gap = text[left.end : right.start]
    if left.possessive:
        gap = gap[2:]
    if gap == ". ":
        return left.folded in ("st", "ste", "mt", "ft", "pt", "s", "n", "e", "w") and left.cased
    return len(gap) <= 2 and _GAP.match(gap) is not None


_RUSSIAN = (
    ("иями", ("ия",)), ("ского", ("ское", "ский")), ("ском", ("ское", "ский", "ск")), ("скому", ("ское", "ский")), ("ской", ("ская",)), ("скую", ("ская",)),
    ("ого", ("ое", "ый")), ("ому", ("ое", "ый")), ("ей", ("я",)), ("ией", ("ия",)), ("ии", ("ия", "ий")), ("ию", ("ия",)), ("ой", ("а", "ая")), ("ую", ("ая",)),
    ("ом", ("", "о")), ("ем", ("ь", "е", "й")), ("ью", ("ь",)), ("ах", ("ы", "и", "а")), ("ях", ("и", "я")), ("ов", ("ы",)), ("ам", ("ы", "а")),
    ("е", ("", "а", "о", "я", "ь")), ("у", ("", "а", "о")), ("ы", ("а",)), ("и", ("ь", "я", "а")), ("ю", ("ь", "я", "й")), ("а", ("", "о")), ("я", ("ь", "й", "е")),
)  # fmt: skip


def _variants(first: Token, last: Token, words: list[str], language: str) -> Iterator[tuple[int, int, str]]:
    """Give (start, end, key) of the forms of the dictionary that an inflected form may come from."""
    word = last.folded
    head = words[:-1]
    letter = word[:1]
    if "\u0400" <= letter <= "\u04ff" and len(word) > 3:
        for key in _russian(head, word):
            yield first.start, last.end, key
    elif "\u0600" <= letter <= "\u06ff" and first.folded:
        for prefix in _ARABIC_PREFIXES:
            if first.folded.startswith(prefix) and len(first.folded) - len(prefix) >= 3:
                bare = first.folded[len(prefix) :]
                for form in (bare, "ال" + bare) if prefix.endswith("ل") and len(prefix) > 1 else (bare,):
                    kept = len(prefix) - (2 if form.startswith("ال") and prefix.endswith("ال") else 0)
                    yield first.start + kept, last.end, join_words([form, *words[1:]])
    elif letter.isascii():
        yield from _latin_variants(first, last, words, language)


def _russian(head: list[str], word: str) -> Iterator[str]:
    for ending, endings in _RUSSIAN:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            for other in endings:
                last = word[: len(word) - len(ending)] + other
                yield join_words([*head, last])
                if head:
                    yield from (join_words([*changed, last]) for changed in _russian_heads(head))


def _russian_heads(head: list[str]) -> Iterator[list[str]]:
    """Give the heads of a name of two words in the nominative: `Южной Африке`, `Нагорного Карабаха`."""
    word = head[-1]
    for ending, others in (("ой", ("ая",)), ("ую", ("ая",)), ("ей", ("яя",)), ("ого", ("ый", "ое", "ий")), ("ом", ("ый", "ое", "ий")), ("ему", ("ее", "ий")), ("ем", ("ее", "ий")), ("их", ("ие",)), ("ых", ("ые",))):
        if word.endswith(ending):
            for other in others:
                yield [*head[:-1], word[: len(word) - len(ending)] + other]


def _latin_variants(first: Token, last: Token, words: list[str], language: str) -> Iterator[tuple[int, int, str]]:
    head = 0 if first.text[0].isupper() else _head(first.text)
    if head:
        # isiZulu and its kin put a prefix before a name (eMoscow, ase-Ukraine), French and others an article (d'Ukraine).
        yield first.start + head, last.end, join_words([fold_word(first.text[head:]), *words[1:]])
    for mark in "'’":
        before, found, after = last.text.partition(mark)
        if found and len(before) > 2 and 0 < len(after) <= 6:
            yield first.start, last.end - len(after) - 1, join_words([*words[:-1], fold_word(before)])
    if language[:2] in ("de", "af", "nl", "sv", "da", "no", "nb") and words[-1].endswith("s") and len(words[-1]) > 4:
        yield first.start, last.end - 1, join_words([*words[:-1], words[-1][:-1]])


@functools.cache
def _abbreviation_table() -> dict[str, tuple[int, ...]]:
    table = gazetteer()
    regions = {table.regions[number]: row for number, row in table.region_rows.items()}
    found: dict[str, tuple[int, ...]] = {}
    for line in (DATA / "abbreviations.txt").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            code, *forms = line.split()
            row = table.row_of(int(code[1:])) if code.startswith("#") else regions.get(code) if "." in code else table.country_rows.get(code)
            if row is not None:
                found.update(dict.fromkeys(forms, (row,)))
    return found


def abbreviated(name: str) -> tuple[Entry, ...]:
    """Give what an abbreviation stands for (`Ky.`, `D.C.`); nothing when it is none."""
    table = gazetteer()
    known = _abbreviation_table()
    rows = known.get(name) or known.get(name.rstrip("s'’")) or ()
    return tuple(table.entry(row) for row in rows)


_AFTER_COMMA = frozenset(
    "Ala. Del. Ill. Ind. La. Mass. Me. Miss. Mo. Ore. Wash. Man. Ga. Kan. Ark. Penn. Md. Nev. ACT".split()
    + "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY".split()
)
_PAST_COMMA = re.compile(r"[^\W\d_], ?$")
_ABBREVIATED = re.compile(r"(?<![\w.])(?:(?:[A-Z]\.){2,3}(?:[A-Z][a-z]\.)?|[A-Z]\.[A-Z][a-z]\.|W\.VA\.|[A-Z][a-z]{1,4}\.|[A-Z]{2,3}(?![\w]))(?!\w)")


def _abbreviations(text: str, cut: list[Token]) -> Iterator[Match]:
    known, table = _abbreviation_table(), gazetteer()
    starts = [token.start for token in cut]
    for match in _ABBREVIATED.finditer(text):
        form = match.group()
        rows = known.get(form)
        if rows is None:
            continue
        # `Ore.`, `Miss.`, `Man.`, `IN` are states only after a town and a comma; `US$` is money.
        if form in _AFTER_COMMA and not _PAST_COMMA.search(text, max(0, match.start() - 4), match.start()):
            continue
        if text.startswith("$", match.end()):
            continue
        end = match.end()
        first = bisect.bisect_right(starts, match.start()) - 1
        last = bisect.bisect_left(starts, end) - 1
        yield Match(match.start(), end, max(first, 0), max(last, 0), form.lower(), tuple(table.entry(r) for r in rows), "abbreviation")


def _demonyms(text: str, cut: list[Token], language: str, table: Gazetteer) -> Iterator[Match]:
    whole, stems, firsts = demonyms()
    base = language.partition("-")[0]
    for i, token in enumerate(cut):
        found = None
        end = i
        if token.folded in firsts:
            found, end = _longer_demonym(text, cut, i, whole)
        found = found or whole.get(token.folded) or (_stemmed(token.folded, stems) if base in ("", "fr", "de", "ru") else None)
        if found is None or not _fits(found[1], base, token):
            continue
        row = _demonym_row(found[0])
        if row is not None:
            yield Match(token.start, cut[end].end, i, end, token.folded, (table.entry(row),), "demonym")


def _longer_demonym(text: str, cut: list[Token], i: int, whole: dict[str, tuple[str, str]]) -> tuple[tuple[str, str] | None, int]:
    """Give a demonym of several words that begins at a token, and its last token."""
    words_ = [cut[i].folded]
    best: tuple[tuple[str, str] | None, int] = (None, i)
    for j in range(i + 1, min(i + 3, len(cut))):
        if not _joined(text, cut[j - 1], cut[j]):
            break
        words_.append(cut[j].folded)
        found = whole.get(" ".join(words_))
        if found:
            best = (found, j)
    return best


@functools.cache
def _demonym_row(code: str) -> int | None:
    """Give the entry of a demonym's place: a country code, an admin-1 code or a name."""
    table = gazetteer()
    if code in table.country_rows:
        return table.country_rows[code]
    if "." in code:
        return next((row for number, row in table.region_rows.items() if table.regions[number] == code), None)
    holders = [e for e in table.holders([join_words([fold_word(w) for w in re.findall(r"[^\W_]+", code)])])[0] if e.kind != "city"]
    return holders[0].index if holders else None


def _stemmed(word: str, stems: dict[str, tuple[str, str]]) -> tuple[str, str] | None:
    for cut in range(1, 5):
        found = stems.get(word[:-cut]) if len(word) - cut >= 4 else None
        if found:
            return found
    return stems.get(word)


def _fits(told: str, base: str, token: Token) -> bool:
    """Say whether a demonym of one language may stand in a text of another, written like this."""
    if told == base:
        return told not in ("en", "af") or token.capital
    return told == "en" and token.capital and token.cased and base in ("", "zu", "xh", "sw")


def _spaceless(text: str, cut: list[Token], table: Gazetteer, language: str) -> Iterator[Match]:
    """Find names in runs of scripts without spaces: wherever two characters begin one, every length is asked for."""
    starts = [token.start for token in cut]
    asked: list[tuple[int, int]] = []
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    if len(codes) < 2:
        return
    begins = np.isin(codes[:-1] << np.uint64(21) | codes[1:], table.pairs)
    ends = {}
    for run in SPACELESS.finditer(text):
        for at in np.flatnonzero(begins[run.start() : run.end() - 1]).tolist():
            ends[run.start() + at] = run.end()
    for start, stop in ends.items():
        asked.extend((start, end) for end in range(start + 2, min(start + _SPACELESS_CHARS * 2, stop) + 1))
    keys = [fold_word(text[start:end]) for start, end in asked]
    for (start, end), key, holders in zip(asked, keys, table.holders(keys), strict=True):
        if holders:
            first = max(0, bisect.bisect_right(starts, start) - 1)
            yield Match(start, end, first, first, key, holders)
