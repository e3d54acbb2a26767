"""The agreement ledger: figures, days and places that independent origins share or dispute, with who says what.

Meant to err on the side of silence. A dispute is stated only between figures that count the same matter: one of a table of
things news counts (the dead, the injured, ...), or one noun in two clauses of like wording; and only when they are near enough
to be rival counts of one thing rather than a part and its whole.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import tomllib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from importlib import resources

from newsgrid.annotate.sentencing import base_language
from newsgrid.annotate.summary import written
from newsgrid.model import Agreement, Claim, Figure, Known
from newsgrid.text import stem, words

MAX_AGREEMENTS = 16
MAX_CLAIMS = 12
REACH = 70
"""Characters between a figure and the word that says what it counts."""
RIVALS = 0.55
"""Two counts of one matter dispute each other when the smaller is at least this share of the larger."""
SHARED_WORDS = 3
"""Stems two clauses must share, besides the noun, to speak of one thing when the noun is in no table."""
MEASURES = frozenset(
    {"km", "m", "cm", "mm", "ha", "km2", "t", "kg", "l", "°C", "hours", "minutes", "percent", "km/h", "MW", "mi", "rai"}
)
VAGUE_UNITS = frozenset({"years", "days", "weeks", "months", "seconds", "decades"})
SAME_TIME = timedelta(hours=12)
TIMES = frozenset({"hours", "minutes"})
"""Lengths of time pass: unequal ones are no dispute."""
_CLAUSE = re.compile(r"[.!?;:()\n。！？；，،؛—]|, |\s–\s|\s-\s")
_DISTINCT = 3
"""A number of so many significant digits is shared by chance only rarely."""


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """A figure as one article gives it."""

    known: Known
    figure: Figure
    matter: str
    unit: str
    clause: str
    near: frozenset[str]
    """Stems of the clause."""


@functools.cache
def _matters() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = tomllib.loads(resources.files("newsgrid.annotate").joinpath("data/counted.toml").read_text("utf-8"))
    found = []
    for matter, row in table.items():
        roots = [r.strip() for r in row["words"].split(",") if r.strip()]
        spaced = [re.escape(r) for r in roots if not _SPACELESS.search(r)]
        spaceless = [re.escape(r) for r in roots if _SPACELESS.search(r)]
        pattern = "|".join(filter(None, [rf"(?<!\w)(?:{'|'.join(spaced)})" if spaced else "", "|".join(spaceless)]))
        found.append((matter, re.compile(pattern)))
    return tuple(found)


_SPACELESS = re.compile(r"[\u0e00-\u0eff\u3400-\u9fff]")


def agreements(known: Sequence[Known]) -> tuple[Agreement, ...]:
    """Give the matters that two or more independent origins speak of: disputes first, then agreed figures, days, places.

    Claims are in order of time, one per article and value. `matter` is the thing counted (`injured`, `trapped`, a noun or a unit),
    `date` or `place`. Copies of one text are one voice.
    """
    voices = _voices(known)
    if len({one.origin for one in voices}) < 2:
        return ()
    said = [row for one in voices for row in _said(one)]
    found = [*_counted(said), *_by_noun(said), *_by_number(said)]
    found = _once(found)
    found.sort(key=lambda a: a.agreed)
    return (*found[:MAX_AGREEMENTS], *_days(voices), *_places(voices))


def _voices(known: Sequence[Known]) -> list[Known]:
    """Give one article per origin and language, the fullest, in order of time."""
    best: dict[int, Known] = {}
    for one in sorted(known, key=lambda k: (-len(k.article.text), written(k), k.id)):
        best.setdefault(one.origin, one)
    return sorted(best.values(), key=lambda k: (written(k), k.id))


def _said(one: Known) -> list[Said]:
    text = one.article.text
    language = base_language(one.article.language)
    cuts = [0, *(m.end() for m in _CLAUSE.finditer(text)), len(text)]
    found = []
    for figure in one.annotations.figures:
        index = bisect_right(cuts, figure.span.start) - 1
        start, end = cuts[index], max(cuts[min(index + 1, len(cuts) - 1)], figure.span.end)
        clause = text[start:end].strip()
        is_unit = (
            figure.what in MEASURES or figure.what in VAGUE_UNITS or (len(figure.what) == 3 and figure.what.isupper())
        )
        matter = "" if is_unit else _matter(text, start, end, figure)
        near = frozenset(stem(w, language) for w in words(clause, language) if len(w) > 3 or not w.isascii())
        found.append(Said(one, figure, matter, figure.what if is_unit else "", clause, near))
    return found


def _matter(text: str, start: int, end: int, figure: Figure) -> str:
    """Give the matter whose word stands nearest the figure in its clause; what the figure's own words say goes first."""
    low = text[start:end].lower()
    at, until = figure.span.start - start, figure.span.end - start
    best = ("", 2.0 * REACH + 1.0)
    for order, (matter, pattern) in enumerate(_matters()):
        for match in pattern.finditer(low):
            gap = max(0, match.start() - until, at - match.end())
            # The worker who is trapped is first of all trapped: the states come before the kinds of people.
            distance = gap + 0.01 * order + (REACH if order >= _FIRST_KIND else 0)
            if gap <= REACH and distance < best[1]:
                best = (matter, distance)
    return best[0]


KINDS = frozenset({"passengers", "rescuers", "workers", "participants", "homes", "hospitalised", "votes"})
"""Kinds of people and things that come in many groups: unequal numbers of them are rarely a dispute."""
_FIRST_KIND = 10
"""From this row of the table on, matters are kinds of people and things, which yield to what befell them."""


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) and value < 1e15 else f"{value:g}"


def _claims(rows: Iterable[Said], what: str = "") -> tuple[Claim, ...]:
    seen: set[tuple[int, float]] = set()
    found = []
    for row in rows:
        if (row.known.id, row.figure.value) not in seen:
            seen.add((row.known.id, row.figure.value))
            unit = row.unit or what
            value = _number(row.figure.value) + (f" {unit}" if unit else "")
            found.append(Claim(row.known.id, row.figure.hedge + value, row.clause))
    return tuple(found[:MAX_CLAIMS])


def _by_origin(rows: Iterable[Said]) -> dict[int, list[Said]]:
    found: dict[int, list[Said]] = defaultdict(list)
    for row in rows:
        found[row.known.origin].append(row)
    return dict(found)


def _verdict(by_origin: dict[int, list[Said]]) -> tuple[bool, list[Said]] | None:
    """Say whether origins agree on a matter and which figures are meant; None when nothing can be said.

    Each origin speaks by its largest figure (a part of the whole is smaller), unless it also gives the others' figure.
    """
    tops = {origin: max(rows, key=lambda r: r.figure.value) for origin, rows in by_origin.items()}
    values = sorted({row.figure.value for row in tops.values()})
    if len(values) == 1:
        return True, list(tops.values())
    rivals = [
        (a, b)
        for i, a in enumerate(tops.values())
        for b in list(tops.values())[i + 1 :]
        if a.figure.value != b.figure.value and _dispute(a, b, by_origin)
    ]
    if rivals:
        disputed = {row.figure.value for pair in rivals for row in pair}
        return False, [row for row in tops.values() if row.figure.value in disputed]
    shared = _most_shared(by_origin)
    return (True, shared) if shared else None


def _dispute(a: Said, b: Said, by_origin: dict[int, list[Said]]) -> bool:
    small, large = sorted((a.figure.value, b.figure.value))
    if small < RIVALS * large:
        return False
    # "at least 40" and 41 do not dispute each other.
    for one, other in ((a, b), (b, a)):
        if (
            one.figure.hedge == ">"
            and one.figure.value < other.figure.value
            and other.figure.hedge != "<"
            and _is_round(one.figure.value)
        ):
            return False
        if one.figure.hedge == "~" and abs(one.figure.value - other.figure.value) <= 0.15 * other.figure.value:
            return False
    mine = {row.figure.value for row in by_origin[a.known.origin]}
    theirs = {row.figure.value for row in by_origin[b.known.origin]}
    return a.figure.value not in theirs or b.figure.value not in mine


def _is_round(value: float) -> bool:
    return value >= 10 and value % 10 == 0


def _most_shared(by_origin: dict[int, list[Said]]) -> list[Said]:
    """Give the figure most origins give, with one row each; empty when no two share one."""
    holders: dict[float, dict[int, Said]] = defaultdict(dict)
    for origin, rows in by_origin.items():
        for row in rows:
            holders[row.figure.value].setdefault(origin, row)
    best = max(holders.values(), key=len, default={})
    return list(best.values()) if len(best) > 1 else []


def _counted(said: Sequence[Said]) -> list[Agreement]:
    """Compare what is in the table of matters, across languages."""
    groups: dict[str, list[Said]] = defaultdict(list)
    for row in said:
        if row.matter and row.figure.value >= 2:
            groups[row.matter].append(row)
    found = []
    for matter, rows in groups.items():
        by_origin = _by_origin(rows)
        verdict = _verdict(by_origin) if len(by_origin) > 1 else None
        if verdict and not verdict[0] and matter in KINDS:
            shared = _most_shared(by_origin)
            verdict = (True, shared) if shared else None
        if verdict:
            found.append(Agreement(matter, verdict[0], _claims(verdict[1])))
    return found


def _by_noun(said: Sequence[Said]) -> list[Agreement]:
    """Compare figures with one noun, or one unit, in clauses of like wording in one language."""
    found = []
    groups: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for row in said:
        language = base_language(row.known.article.language)
        noun = (
            row.unit
            if row.unit and row.unit not in VAGUE_UNITS
            else ""
            if row.unit
            else stem(row.figure.what, language)
        )
        if noun and not row.matter and row.figure.value >= 2:
            groups[language, noun].append(row)
    for (_, noun), rows in groups.items():
        found.extend(_like_clauses(noun, rows))
    return found


def _like_clauses(noun: str, rows: Sequence[Said]) -> list[Agreement]:
    found = []
    used: set[int] = set()
    for i, first in enumerate(rows):
        if i in used:
            continue
        alike = [
            (j, r)
            for j, r in enumerate(rows)
            if j > i and j not in used and r.known.origin != first.known.origin and _alike(first, r)
        ]
        if alike:
            used.update(j for j, _ in alike)
            group = [first, *(r for _, r in alike)]
            verdict = _verdict(_by_origin(group))
            if verdict and (verdict[0] or (first.unit not in TIMES and _together(group))):
                found.append(Agreement(first.figure.what if not first.unit else noun, verdict[0], _claims(verdict[1])))
    return found


def _together(rows: Sequence[Said]) -> bool:
    """Say whether reports are of one time: levels and queues change, so that later ones do not dispute earlier ones."""
    times = [written(row.known) for row in rows]
    return max(times) - min(times) <= SAME_TIME


def _alike(a: Said, b: Said) -> bool:
    shared = len((a.near & b.near) - {a.figure.what, b.figure.what})
    if a.figure.value == b.figure.value:
        return shared >= 1 or _digits(a.figure.value) >= _DISTINCT
    return shared >= SHARED_WORDS and shared >= 0.4 * min(len(a.near), len(b.near))


def _by_number(said: Sequence[Said]) -> list[Agreement]:
    """Find a distinctive number with its unit that origins share across languages."""
    groups: dict[tuple[float, str], list[Said]] = defaultdict(list)
    for row in said:
        if (
            _digits(row.figure.value) >= _DISTINCT
            or (row.unit in MEASURES and row.figure.value >= 2)
            or (row.unit.isupper() and len(row.unit) == 3)
        ):
            groups[row.figure.value, row.unit].append(row)
    found = []
    for (_, unit), rows in groups.items():
        by_origin = _by_origin(rows)
        if len(by_origin) > 1:
            first = [origin_rows[0] for origin_rows in by_origin.values()]
            found.append(
                Agreement(
                    next((r.matter for r in first if r.matter), "") or unit or first[0].figure.what or "number",
                    True,
                    _claims(first),
                )
            )
    return found


def _digits(value: float) -> int:
    """Give how many significant digits a number has: 2,300 has two, 123 three, 3.25 three."""
    return len(f"{value:g}".replace(".", "").split("e")[0].strip("0"))


def _once(found: Sequence[Agreement]) -> list[Agreement]:
    """Leave out what repeats an earlier finding: the same articles, matter and values."""
    kept: list[Agreement] = []
    seen: set[tuple[frozenset[tuple[int, str]], bool]] = set()
    for one in found:
        key = (frozenset((c.article, re.sub(r"[^\d.,]", "", c.value)) for c in one.claims), one.agreed)
        values = {re.sub(r"[^\d.,]", "", c.value) for c in one.claims}
        same = next(
            (
                i
                for i, k in enumerate(kept)
                if k.matter == one.matter and k.agreed and one.agreed and values == _values(k)
            ),
            None,
        )
        if same is not None:
            kept[same] = max(kept[same], one, key=lambda a: len(a.claims))
        elif key not in seen and len({c.article for c in one.claims}) > 1:
            seen.add(key)
            kept.append(one)
    return kept


def _values(one: Agreement) -> set[str]:
    return {re.sub(r"[^\d.,]", "", c.value) for c in one.claims}


def _days(voices: Sequence[Known]) -> list[Agreement]:
    """Give the days two or more origins name; the day of publication, which all name, says nothing."""
    holders: dict[str, dict[int, Claim]] = defaultdict(dict)
    published = {written(one).date().isoformat() for one in voices}
    for one in voices:
        for mention in one.annotations.dates:
            if len(mention.value) == 10 or "/" in mention.value:
                holders[mention.value].setdefault(one.origin, Claim(one.id, mention.value, mention.text))
    shared = [(when, list(claims.values())) for when, claims in holders.items() if len(claims) > 1]
    shared.sort(key=lambda row: (row[0] in published, -len(row[1]), row[0]))
    return [Agreement("date", True, tuple(claims[:MAX_CLAIMS])) for _, claims in shared[:3]]


def _places(voices: Sequence[Known]) -> list[Agreement]:
    holders: dict[int, dict[int, Claim]] = defaultdict(dict)
    weight: dict[int, int] = defaultdict(int)
    for one in voices:
        for mention in one.annotations.places:
            if mention.why == "demonym":
                continue
            ident = mention.place.geonameid
            weight[ident] += 1
            holders[ident].setdefault(one.origin, Claim(one.id, mention.place.name, mention.name))
    shared = sorted((i for i in holders if len(holders[i]) > 1), key=lambda i: (-len(holders[i]), -weight[i], i))
    return [Agreement("place", True, tuple(list(holders[i].values())[:MAX_CLAIMS])) for i in shared[:3]]
