"""Finding the places a text names, and resolving names already found."""

from __future__ import annotations

import bisect
import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from newsgrid.model import Place, PlaceMention, Span
from newsgrid.place.choose import Choice, Context, choose
from newsgrid.place.features import features
from newsgrid.place.focus import focus_of
from newsgrid.place.gazetteer import gazetteer
from newsgrid.place.guards import judge
from newsgrid.place.keys import key_of
from newsgrid.place.scan import MAX_CHARS, Match, abbreviated, scan
from newsgrid.place.tokens import Token, tokens
from newsgrid.place.words import words

FOCUS = 0.15
"""Score of a name that the gazetteer lacks and that is taken to lie where the text plays."""
_COMMA = re.compile(r" ?, ?(?:the )?| ?\(|，|، ?")
_BETWEEN = re.compile(
    r",? (?:(?:a|the) )?(?:city|town|village|capital|suburb)s? (?:of|in) (?:the )?| in (?:the )?(?:\w+ )?| of "
)
_LIST = re.compile(r", (?:and |or )?| and | or | & | et | und | y | e | en | и |、|和| و|与")
MAX_DISTANCE = 30
_CONTEXT_CHARS = 20_000
"""How much of the text is read for context when the names are given."""


def find(text: str, language: str = "", *, title: str = "", home: Place | None = None) -> tuple[PlaceMention, ...]:
    """Give the places named in a text, in order, without overlap, with code-point offsets into it.

    The headline (`title`) helps to choose but is not searched. `home` is where the publisher lives: its own towns are
    likelier. `why` says what decided: `only` (no other place has the name), `prominence`, `country`, `region`, `nearness`,
    `containment`; or that the words stand for something beside the place: `demonym` (`Kyrgyz`), `metonym` (a capital for its
    government), `embedded` (inside the name of an organisation), `focus` (a street, park or river that the gazetteer does not
    list; the place is the town the text plays in). These have lower scores. Reads the first 200,000 characters.
    """
    cut, matches = scan(text, language)
    verdicts = judge(text, cut, matches, language)
    kept = [(m, v) for m, v in zip(matches, verdicts, strict=True) if v.keep]
    context = _title_matches(title, language)
    named = [m for m, _ in kept]
    hints = {i: v.hint for i, (_, v) in enumerate(kept) if v.hint}
    chosen = choose([*named, *context], _context(text, named, home, hints))
    found = []
    for (match, verdict), choice in zip(kept, chosen, strict=False):
        start, end = (
            _widened(text, cut, match)
            if verdict.why in ("", "metonym") and match.kind == "name"
            else (match.start, match.end)
        )
        found.append(_mention(text, start, end, choice, verdict.why, verdict.weight))
    local = features(text, cut, language)
    if not local:
        return tuple(found)
    focus = focus_of(named, chosen, home)
    return _merge(found, [_mention(text, start, end, focus, "focus", FOCUS) for start, end in local] if focus else [])


def _widened(text: str, cut: Sequence[Token], match: Match) -> tuple[int, int]:
    """Give the span of a name with the direction before it or the kind after it: `South Florida`, `Nyanza Province`."""
    start, end, lists = match.start, match.end, words()
    if match.first and text[match.start - 1 : match.start] == " ":
        left = cut[match.first - 1]
        if left.end == match.start - 1 and left.capital and left.folded in lists.directions:
            start = left.start
    if match.last + 1 < len(cut) and text[match.end : match.end + 1] == " ":
        right = cut[match.last + 1]
        if right.start == match.end + 1 and right.capital and right.folded in lists.admin:
            end = right.end
    return start, end


def _merge(found: list[PlaceMention], local: list[PlaceMention]) -> tuple[PlaceMention, ...]:
    """Put streets and the like among the places; they are longer than what they overlap and win."""
    listed = {(m.span.start, m.span.end) for m in found}
    ends = {m.span.end: m.span.start for m in found}
    # `Prince Edward Island` is listed as a whole; that it ends in a word for a landmark tells nothing then.
    local = [
        m
        for m in local
        if (m.span.start, m.span.end) not in listed and ends.get(m.span.end, m.span.start + 1) > m.span.start
    ]
    spans = [m.span for m in local]
    starts = [s.start for s in spans]
    kept = []
    for mention in found:
        at = bisect.bisect_right(starts, mention.span.end - 1) - 1
        if at < 0 or spans[at].end <= mention.span.start:
            kept.append(mention)
    return tuple(sorted([*kept, *local], key=lambda m: m.span.start))


def _title_matches(title: str, language: str) -> list[Match]:
    if not title:
        return []
    cut, matches = scan(title, language)
    return [m for m, v in zip(matches, judge(title, cut, matches, language), strict=True) if v.keep]


def _mention(text: str, start: int, end: int, choice: Choice, why: str = "", weight: float = 1.0) -> PlaceMention:
    place = gazetteer().place(choice.entry.index)
    return PlaceMention(
        text[start:end], Span(start, end), place, round(max(0.01, choice.score * weight), 3), why or choice.why
    )


def _context(text: str, matches: Sequence[Match], home: Place | None, hints: dict[int, str]) -> Context:
    """Read how the matches stand to one another."""
    beside: dict[int, list[int]] = defaultdict(list)
    for i in range(len(matches) - 1):
        if _LIST.fullmatch(text[matches[i].end : matches[i + 1].start]):
            beside[i].append(i + 1)
            beside[i + 1].append(i)
    return Context(_follows(text, matches), {i: tuple(n) for i, n in beside.items()}, hints, home)


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
    text: str,
    spans: Iterable[Span | tuple[int, int]],
    language: str = "",
    *,
    title: str = "",
    home: Place | None = None,
) -> tuple[PlaceMention | None, ...]:
    """Give for each span, in order, the place its name means here; None where nothing tells.

    The other names and the headline help to choose, as in `find`. A name the gazetteer lacks is taken to lie where the
    text plays (`why` is `focus`). A span that reaches past the text's end is cut there; one with nothing in it gives None.
    """
    asked = [(s.start, s.end) if isinstance(s, Span) else (int(s[0]), int(s[1])) for s in spans]
    cut = tokens(text[:MAX_CHARS])
    given = [_given(text, max(0, start), min(end, len(text)), cut, language) for start, end in asked]
    ordered = sorted((m for m in given if m is not None and m.entries), key=lambda m: (m.start, m.end))
    number = {id(m): i for i, m in enumerate(ordered)}
    hints = {i: "area" for i, m in enumerate(ordered) if _counties(text, m)}
    around = [m for m in _title_matches(title, language) if m.kind != "demonym"]
    chosen = choose([*ordered, *around], _context(text, ordered, home, hints))
    focus = focus_of(ordered, chosen, home)
    found: list[PlaceMention | None] = []
    for match in given:
        if match is not None and match.entries:
            choice = chosen[number[id(match)]]
            found.append(_mention(text, match.start, match.end, choice, "demonym" if match.kind == "demonym" else ""))
        elif match is not None and focus is not None:
            found.append(_mention(text, match.start, match.end, focus, "focus", FOCUS))
        else:
            found.append(None)
    return tuple(found)


_COUNTIES = re.compile(
    r"(?:,? (?:and )?[A-Z]\w+){0,4} [Cc]ount(?:y|ies)\b|(?:,? (?:and )?[A-Z]\w+){0,4} (?:[Pp]arish(?:es)?)\b"
)


def _counties(text: str, match: Match) -> bool:
    """Say whether a name is one of `Clarke and Oconee counties`."""
    return _COUNTIES.match(text, match.end, match.end + 60) is not None


def _given(text: str, start: int, end: int, cut: Sequence[Token], language: str) -> Match | None:
    """Read the name at a span by itself; its entries are empty when the gazetteer lacks it, None for a span without a letter."""
    name = text[start:end]
    bare = name.strip(" .,;:'\"’()\n")
    if not any(c.isalpha() for c in bare):
        return None
    first = max(0, bisect.bisect_right([t.start for t in cut], start) - 1)
    short = abbreviated(name.strip())
    if short:
        return Match(start, end, first, first, bare.lower(), short, "abbreviation")
    _, inside = scan(name, language)
    longest = max(inside, key=lambda m: m.end - m.start, default=None)
    if longest is not None and longest.end - longest.start >= 0.7 * len(bare) and not _generic(longest.key):
        return dataclasses.replace(longest, start=start, end=end, first=first, last=first)
    for form in (
        bare,
        re.sub(r"(?i)\bco\.?$", "County", bare),
        re.sub(r"(?i)^(?:town|city|village|county|state|province) of (?:the )?", "", bare),
    ):
        holders = gazetteer().holders([key_of(form)])[0]
        if holders:
            return Match(start, end, first, first, key_of(form), holders)
    if longest is not None and _soft(name, longest):
        return dataclasses.replace(longest, start=start, end=end, first=first, last=first)
    return Match(start, end, first, first, key_of(bare), ())


def _generic(key: str) -> bool:
    lists = words()
    return " " not in key and (
        key in lists.heads
        or key in lists.kinds
        or key in lists.streets
        or key in lists.institutions
        or key in lists.directions
    )


def _soft(name: str, match: Match) -> bool:
    """Say whether what is left of a name beside a place's name only says which part or what of it is meant."""
    lists = words()
    if _generic(match.key):
        return False
    rest = [t.folded for t in tokens(name) if t.end <= match.start or t.start >= match.end]
    return all(
        w in lists.directions
        or w in lists.heads
        or w in lists.kinds
        or w in lists.institutions
        or w in ("of", "the", "and", "coast")
        for w in rest
    )
