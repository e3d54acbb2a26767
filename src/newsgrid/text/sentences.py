"""Sentences: where they begin and end, in any script, in linear time."""

from __future__ import annotations

import re

_END = re.compile(r"(?:[.!?…]+|[。！？｡؟۔।၊။]+)[\"'”’»)\]」』]*")
_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "sr",
        "jr",
        "gen",
        "col",
        "lt",
        "sgt",
        "rev",
        "hon",
        "sen",
        "rep",
        "gov",
        "pres",
        "no",
        "vs",
        "approx",
        "dept",
        "est",
        "fig",
        "inc",
        "ltd",
        "co",
        "corp",
        "bros",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "m",
        "mme",
        "mlle",
        "z.b",
        "bzw",
        "ca",
        "usw",
        "nr",
        "str",
        "abs",
        "art",
        "bd",
        "evtl",
        "ggf",
        "inkl",
        "sog",
        "vgl",
        "u.a",
        "d.h",
        "z",
        "sra",
        "srta",
        "ud",
        "uds",
        "av",
        "núm",
        "pág",
        "г",
        "ул",
        "им",
        "т.е",
        "т.д",
        "т.п",
        "др",
        "руб",
        "млн",
        "млрд",
        "тыс",
        "mnr",
        "mev",
        "prof",
        "adv",
        "dhr",
        "mw",
        "bl",
    ]
)
_ORDINAL_DOT = frozenset(
    ["de", "da", "nb", "nn", "no", "fi", "et", "cs", "sk", "sl", "hr", "sr", "bs", "hu", "lv", "is", "tr"]
)
"""Languages that write ordinals with a full stop: `der 3. Entwurf`."""
_INITIALS = re.compile(r"(?:^|[\s(\"'“‘«.])(?:[^\W\d_]\.)*[^\W\d_]$")


def sentences(text: str, language: str = "") -> tuple[tuple[int, int], ...]:
    """Give the (start, end) spans of a text's sentences, in order, without white space at either end.

    A line break of its own (a blank line) always ends a sentence. Abbreviations, initials and decimal points do not.
    Thai has no full stop: there a space between long runs ends one. Linear in the length of the text.
    """
    spans: list[tuple[int, int]] = []
    position = 0
    for paragraph in re.split(r"(\n\s*\n|\n)", text):
        if paragraph.strip():
            spans.extend((position + a, position + b) for a, b in _paragraph(paragraph, language))
        position += len(paragraph)
    return tuple(spans)


def _paragraph(text: str, language: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        end = match.end()
        if _ends(text, match.start(), end, language):
            _add(spans, text, start, end)
            start = end
    _add(spans, text, start, len(text))
    return _thai(text, spans) if language.startswith("th") else spans


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    if piece.strip():
        spans.append((start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))))


def _ends(text: str, mark: int, end: int, language: str) -> bool:
    """Say whether the mark at `mark` ends a sentence rather than an abbreviation, an initial or a number."""
    if text[mark] in "。！？｡؟۔।။":
        return True
    if end < len(text) and not text[end].isspace():
        return False
    rest = text[end : end + 40].lstrip()
    follow = rest.lstrip("\"'“‘«([—–- ")[:1]
    if text[mark] == "." and text[mark : mark + 2] != "..":
        before = text[max(0, mark - 14) : mark]
        word = re.split(r"[\s(\"'“‘«]", before)[-1].casefold()
        if word in _TITLES or (_INITIALS.search(before) and follow.isupper() and len(word.replace(".", "")) == 1):
            return False
        if word.isdigit() and len(word) <= 2 and (follow.islower() or language[:2] in _ORDINAL_DOT):
            return False
    # A lower-case letter goes on with the sentence ("Yahoo! said", '"Why?" he asked').
    return not follow or not follow.islower()


_THAI_GAP = re.compile(r"(?<=[\u0e00-\u0e7f\"”’) ]) +(?=[\u0e00-\u0e7f\"“‘])")


def _thai(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cut long Thai stretches at spaces, joining pieces until each has some 60 characters."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        begin = start
        for gap in _THAI_GAP.finditer(text, start, end):
            quoted = text.count("“", begin, gap.start()) > text.count("”", begin, gap.start())
            if gap.start() - begin >= 60 and end - gap.end() >= 25 and not quoted:
                found.append((begin, gap.start()))
                begin = gap.end()
        found.append((begin, end))
    return found
