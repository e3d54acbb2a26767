"""Reading a text for names of places: every stretch that the gazetteer, the abbreviations or the demonyms know.

Nothing is decided here: a match says what its words could mean. Linear in the length of the text.
"""

from __future__ import annotations

import bisect
import dataclasses
import functools
import re
from collections.abc import Iterator

import numpy as np

from newsgrid.place.gazetteer import DATA, Entry, Gazetteer, gazetteer
from newsgrid.place.inflection import may_change, variants
from newsgrid.place.keys import fold_word, join_words
from newsgrid.place.tokens import Token, tokens
from newsgrid.place.words import demonyms

MAX_WORDS = 5
MAX_CASELESS_WORDS = 3
MAX_CHARS = 200_000
"""Of a text longer than this only so much is read: some 30,000 words, more than any article."""
SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{2,}")
_SPACELESS_CHARS, _HAN_CHARS = 24, 12
"""Most characters of a name in a script without spaces; a syllable of Thai takes several."""
_TOWN_BEFORE_DEMONYM = 300_000
_JOINS = frozenset(
    "of the and de del della dell des du da do dos das la le les el al los las di dei den der am an ob upon on sur sous en im in und y e van het ye o".split()
)
"""Small words inside names of several words."""
_GAP = re.compile(r"(?:[ \u00a0]|[-–‐‑ ]|\. |['’] ?|/)$|^$")


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


def scan(text: str, language: str = "") -> tuple[list[Token], list[Match]]:
    """Give the tokens of a text and the longest matches, in order, without overlap."""
    text = text[:MAX_CHARS]
    cut = tokens(text)
    table = gazetteer()
    candidates = [
        *_abbreviations(text, cut),
        *_names(text, cut, table, language),
        *_demonyms(text, cut, language, table),
    ]
    if SPACELESS.search(text):
        candidates.extend(_longest_anywhere(list(_spaceless(text, cut, table))))
    return cut, _longest(candidates)


def _longest(candidates: list[Match]) -> list[Match]:
    """Keep matches that do not overlap: from left to right, the longest first, of the same stretch by `_standing`."""
    candidates.sort(key=lambda m: (m.start, -m.end, _standing(m)))
    kept: list[Match] = []
    for match in candidates:
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return kept


def _longest_anywhere(candidates: list[Match]) -> list[Match]:
    """Keep the longest matches first, wherever they begin: without spaces a short name may straddle two words."""
    taken: set[int] = set()
    kept = []
    for match in sorted(candidates, key=lambda m: (m.start - m.end, m.start, m.entries[0].index)):
        if not taken.intersection(range(match.start, match.end)):
            taken.update(range(match.start, match.end))
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
    first = cut[i]
    plain = _begins(first.folded) or (first.possessive and _begins(first.folded + "s"))
    changed = may_change(first, language)
    if not plain and not changed:
        return
    words: list[str] = []
    for j in range(i, min(i + (MAX_WORDS if first.cased else MAX_CASELESS_WORDS), len(cut))):
        token = cut[j]
        if j > i:
            if not _joined(text, cut[j - 1], token):
                break
            if cut[j - 1].possessive:
                words[-1] += "s"
        words.append(token.folded)
        if not (token.capital or token.text.isdigit()):
            if token.folded not in _JOINS and (not token.cased or len(token.text) > 12):
                break
            continue
        if plain:
            yield i, j, first.start, token.end, join_words(words), False
            if token.possessive:
                yield i, j, first.start, token.end + 2, join_words([*words[:-1], token.folded + "s"]), False
        if changed or may_change(token, language):
            for start, end, other in variants(first, token, words, language):
                if _begins(other.partition(" ")[0]):
                    yield i, j, start, end, other, True


@functools.lru_cache(maxsize=65_536)
def _begins(word: str) -> bool:
    """Say whether a name may begin with a folded word (`St.` stands for `saint`)."""
    return gazetteer().begins(word) or gazetteer().begins(join_words([word, ""]).rstrip())


def _joined(text: str, left: Token, right: Token) -> bool:
    gap = text[left.end : right.start]
    if left.possessive:
        gap = gap[2:]
    if gap == ". ":
        return left.folded in ("st", "ste", "mt", "ft", "pt", "s", "n", "e", "w") and left.cased
    return len(gap) <= 2 and _GAP.match(gap) is not None


@functools.cache
def _abbreviation_table() -> dict[str, tuple[int, ...]]:
    table = gazetteer()
    regions = {table.regions[number]: row for number, row in table.region_rows.items()}
    found: dict[str, tuple[int, ...]] = {}
    for line in (DATA / "abbreviations.txt").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            code, *forms = line.split()
            row = (
                table.row_of(int(code[1:]))
                if code.startswith("#")
                else regions.get(code)
                if "." in code
                else table.country_rows.get(code)
            )
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
    [
        "Ala.",
        "Del.",
        "Ill.",
        "Ind.",
        "La.",
        "Mass.",
        "Me.",
        "Miss.",
        "Mo.",
        "Ore.",
        "Wash.",
        "Man.",
        "Ga.",
        "Kan.",
        "Ark.",
        "Penn.",
        "Md.",
        "Nev.",
        "ACT",
        "AL",
        "AK",
        "AZ",
        "AR",
        "CA",
        "CO",
        "CT",
        "DE",
        "FL",
        "GA",
        "HI",
        "ID",
        "IL",
        "IN",
        "IA",
        "KS",
        "KY",
        "LA",
        "ME",
        "MD",
        "MA",
        "MI",
        "MN",
        "MS",
        "MO",
        "MT",
        "NE",
        "NV",
        "NH",
        "NJ",
        "NM",
        "NY",
        "NC",
        "ND",
        "OH",
        "OK",
        "OR",
        "PA",
        "RI",
        "SC",
        "SD",
        "TN",
        "TX",
        "UT",
        "VT",
        "VA",
        "WA",
        "WV",
        "WI",
        "WY",
    ]
)
_PAST_COMMA = re.compile(r"[^\W\d_], ?$")
_ABBREVIATED = re.compile(
    r"(?<![\w.])(?:(?:[A-Z]\.){2,3}(?:[A-Z][a-z]\.)?|[A-Z]\.[A-Z][a-z]\.|W\.VA\.|[A-Z][a-z]{1,4}\.|[A-Z]{2,3}(?![\w]))(?!\w)"
)


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
        yield Match(
            match.start(),
            end,
            max(first, 0),
            max(last, 0),
            form.lower(),
            tuple(table.entry(r) for r in rows),
            "abbreviation",
        )


def _demonyms(text: str, cut: list[Token], language: str, table: Gazetteer) -> Iterator[Match]:
    whole, stems, firsts = demonyms()
    base = language.partition("-")[0]
    for i, token in enumerate(cut):
        found = None
        end = i
        if token.folded in firsts:
            found, end = _longer_demonym(text, cut, i, whole)
        found = (
            found
            or whole.get(token.folded)
            or (_stemmed(token.folded, stems) if base in ("", "fr", "de", "ru") else None)
        )
        if found is None or not _fits(found[1], base, token):
            continue
        row = _demonym_row(found[0])
        if row is not None:
            yield Match(token.start, cut[end].end, i, end, token.folded, (table.entry(row),), "demonym")


def _longer_demonym(
    text: str, cut: list[Token], i: int, whole: dict[str, tuple[str, str]]
) -> tuple[tuple[str, str] | None, int]:
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
    holders = [
        e
        for e in table.holders([join_words([fold_word(w) for w in re.findall(r"[^\W_]+", code)])])[0]
        if e.kind != "city"
    ]
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


def _spaceless(text: str, cut: list[Token], table: Gazetteer) -> Iterator[Match]:
    """Find names in runs of scripts without spaces: wherever two characters begin one, every length is asked for."""
    starts = [token.start for token in cut]
    asked: list[tuple[int, int]] = []
    for run in SPACELESS.finditer(text):
        asked.extend(_possible(text[run.start() : run.end()], run.start(), table))
    keys = [fold_word(text[start:end]) for start, end in asked]
    for (start, end), key, holders in zip(asked, keys, table.holders(keys), strict=True):
        if holders:
            first = max(0, bisect.bisect_right(starts, start) - 1)
            yield Match(start, end, first, first, key, holders)


def _possible(run: str, offset: int, table: Gazetteer) -> Iterator[tuple[int, int]]:
    """Give the stretches of a run whose first four characters (or all, of shorter ones) begin a name."""
    chars = np.frombuffer(run.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64) & np.uint64(
        0xFFFF
    )
    padded = np.concatenate([chars, np.zeros(3, dtype=np.uint64)])
    size = len(chars)
    code = np.zeros(size, dtype=np.uint64)
    for length in (1, 2, 3, 4):
        code |= padded[length - 1 : length - 1 + size] << np.uint64(16 * (4 - length))
        if length < 2:
            continue
        near = np.minimum(np.searchsorted(table.heads, code), len(table.heads) - 1)
        for at in np.flatnonzero(table.heads[near] == code).tolist():
            if at + length > size:
                continue
            longest = _HAN_CHARS if run[at] >= "\u3000" else _SPACELESS_CHARS
            last = at + length if length < 4 else min(at + longest, size)
            for end in range(at + length, last + 1):
                yield offset + at, offset + end
