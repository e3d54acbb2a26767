"""Finding the places a text names, and resolving names already found."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence

from newsgrid.model import Place, PlaceMention, Span
from newsgrid.place.choose import Choice, choose
from newsgrid.place.gazetteer import gazetteer
from newsgrid.place.guards import Verdict, judge
from newsgrid.place.keys import key_of
from newsgrid.place.scan import Match, Token, scan

_COMMA = re.compile(r" ?, ?(?:the )?$| ?\($| \u2014 $|，$|، ?$")
_BETWEEN = re.compile(r",? (?:(?:a|the) )?(?:city|town|village|capital|suburb)s? (?:of|in) (?:the )?$| in (?:the )?(?:\w+ )?$| of $")
MAX_DISTANCE = 30


def find(text: str, language: str = "", *, title: str = "", home: Place | None = None) -> tuple[PlaceMention, ...]:
    """Give the places named in a text, in order, without overlap, with code-point offsets into it.

    The headline (`title`) helps to choose but is not searched. `home` is where the publisher lives: its own towns are
    likelier. `why` says what decided: `only` (no other place has the name), `prominence`, `country`, `region`, `nearness`,
    `containment`; or that the name stands for something else: `demonym` (`Kyrgyz`), `metonym` (a capital for its
    government), `embedded` (inside the name of an organisation). These have lower scores. Reads the first 200,000 characters.
    """
    cut, matches = scan(text, language)
    verdicts = judge(text, cut, matches, language)
    kept = [(m, v) for m, v in zip(matches, verdicts, strict=True) if v.keep]
    # Headline words only vote: they carry no offsets into the text.
    title_cut, title_matches = scan(title, language) if title else ([], [])
    title_kept = [m for m, v in zip(title_matches, judge(title, title_cut, title_matches, language), strict=True) if v.keep] if title else []
    everything = [m for m, _ in kept] + title_kept
    chosen = choose(everything, _follows(text, [m for m, _ in kept]), home, {i: v.hint for i, (_, v) in enumerate(kept) if v.hint})
    return tuple(_mention(text, m, v, c) for (m, v), c in zip(kept, chosen, strict=False))


def _mention(text: str, match: Match, verdict: Verdict, choice: Choice) -> PlaceMention:
    place = gazetteer().place(choice.entry.index)
    why = verdict.why or choice.why
    score = round(max(0.01, choice.score * verdict.weight), 3)
    return PlaceMention(text[match.start : match.end], Span(match.start, match.end), place, score, why)


def _follows(text: str, matches: Sequence[Match]) -> dict[int, int]:
    """Give which match stands right after which, past a comma or words that say it lies there."""
    found: dict[int, int] = {}
    for i in range(len(matches) - 1):
        left, right = matches[i], matches[i + 1]
        if right.kind == "demonym" or right.start - left.end > MAX_DISTANCE:
            continue
        gap = text[left.end : right.start]
        if gap and (_COMMA.fullmatch(gap) or _BETWEEN.fullmatch(gap)):
            found[i] = i + 1
    return found


def resolve(
    text: str, spans: Iterable[Span | tuple[int, int]], language: str = "", *, title: str = "", home: Place | None = None
) -> tuple[PlaceMention | None, ...]:
    """Give for each span, in order, the place its name means here; None where the gazetteer knows no such name.

    The other names of the text and the headline help to choose, as in `find`. Spans outside the text raise ValueError.
    """
    asked = [(s.start, s.end) if isinstance(s, Span) else (int(s[0]), int(s[1])) for s in spans]
    for start, end in asked:
        if not 0 <= start <= end <= len(text):
            raise ValueError(f"The span {start}-{end} is not inside a text of {len(text)} characters.")
    cut, matches = scan(text, language)
    given = [_given(text, start, end, cut, language) for start, end in asked]
    ordered = sorted((m for m in given if m is not None), key=lambda m: (m.start, m.end))
    number = {id(m): i for i, m in enumerate(ordered)}
    title_matches = scan(title, language)[1] if title else []
    context = [m for m in title_matches if m.kind != "demonym"]
    chosen = choose([*ordered, *context], _follows(text, ordered), home)
    return tuple(None if m is None else _mention(text, m, Verdict(True), chosen[number[id(m)]]) for m in given)


def _given(text: str, start: int, end: int, cut: Sequence[Token], language: str) -> Match | None:
    """Read the name at a span by itself."""
    name = text[start:end]
    first = max(0, bisect.bisect_right([t.start for t in cut], start) - 1)
    _, inside = scan(name, language)
    whole = [m for m in inside if m.end - m.start >= 0.7 * len(name.strip())]
    if whole:
        best = max(whole, key=lambda m: m.end - m.start)
        return Match(start, end, first, first, best.key, best.entries, best.kind)
    for form in _simpler(name):
        holders = gazetteer().holders([key_of(form)])[0]
        if holders:
            return Match(start, end, first, first, key_of(form), holders)
    if inside:
        best = max(inside, key=lambda m: m.end - m.start)
        return Match(start, end, first, first, best.key, best.entries, best.kind)
    return None


def _simpler(name: str) -> list[str]:
    words = name.split()
    forms = [name, name.strip(" .,;:'\"’")]
    if len(words) > 1:
        forms += [" ".join(words[1:]), " ".join(words[:-1]), " ".join(words[-2:]), words[-1], words[0]]
    return forms
