"""Figures in running text: numbers with what they count or measure. Years, dates, times, scores and ages are none."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime

from newsgrid.annotate.dates import dates
from newsgrid.annotate.figurewords import FigureWords, crowds, figure_words
from newsgrid.annotate.timescan import MAX_CHARS, lowered
from newsgrid.annotate.timewords import WORD
from newsgrid.model import DateMention, Figure, Span

_NUMBER = re.compile(r"\d{1,3}(?:[\u00a0\u202f\u2009 ]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,'’٫٬]\d+)*")
_PIECE = re.compile(r"(?P<digits>" + _NUMBER.pattern + r")|(?P<word>" + WORD.pattern + r")")
_NO_COUNT_AFTER = re.compile(
    r"\s?(?:[ap]\.?m\b|uhr\b|h\b(?!a)|h\d|u\d\d|gmt\b|utc\b|o'clock|น\.|นาฬิกา|时\d|時\d|点(?!\d*名)|點|시\s|часов утра|часов вечера)"
    r"|(?:st|nd|rd|th|º|ª|er|ère|ème|e|ste|de)\b|[-–](?:й|я|е|го|му|м|х|ой|ый|ая)\b"
    r"|[-–—: ]?[-–—:/]\s?\d|\s?[xх×]\s?\d|[-–—\s]years?[-–—\s]old|[-\s]?jähr|[-\s]?jarige|[-\s]?летн|岁|歳|[A-Za-z]{1,3}\d"
)
_NO_COUNT_BEFORE = re.compile(r"(?:\d[-–—:/.,]|\d\s[-–—:]\s|[#№§@_/]\s?|\d[ ]?[xх×]\s?|\d\s?[hH]\s?|\d[时時点點])$")
_AGE = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,}[”\"»]?, $")
_LINKS = re.compile(r"\s{0,2}(?:de |d['’]|of |di |miljoen )?")
_GLUE = re.compile(r"\s?\b[a-z]{1,9}-$")
"""The concord before a number in isiZulu: "imizuzu engu-30"."""
_GLUED = re.compile(r"[^\W\d_]-?$")
_OTHER_LETTER = re.compile(r"[^\W\d_]$")
_CONTEXT = 26
"""Characters looked at before a number for hedges, currencies and words that say it counts nothing."""
_MASK_DAY = datetime(2020, 6, 15, tzinfo=UTC)
_VERB_RU = re.compile(r"(?:ются|ился|лись|ились|или|али|ают|ает)$")
_ADJECTIVE_RU = re.compile(r"(?:ых|их|ого|его|ой|ые|ие|ную|ными|ая)$")


def figures(text: str, language: str, *, dated: Sequence[DateMention] | None = None) -> tuple[Figure, ...]:
    """Find the numbers of a text that count or measure something, in order of appearance.

    `what` is a canonical unit (`percent`, `km`, `hours`, `°C`, ...), a currency's ISO 4217 code, or the counted noun as it
    stands, in lower case. A span holds hedge, number and noun where they stand side by side. `dated` are the text's dates, when the
    caller has them; numbers inside them are none of ours. Linear in the length of the text.
    """
    words = figure_words(language or "en")
    low = lowered(text[:MAX_CHARS])
    if dated is None:
        dated = dates(text, language, _MASK_DAY)
    reader = _FigureReader(text, low, words, sorted((d.span.start, d.span.end) for d in dated))
    return tuple(reader.all())


class _FigureReader:
    def __init__(self, text: str, low: str, words: FigureWords, masked: list[tuple[int, int]]) -> None:
        self.text = text
        self.low = low
        self.words = words
        self.masked = masked
        self.starts = [start for start, _ in masked]
        self.rough = crowds(words.language)

    def all(self) -> list[Figure]:
        found: list[Figure] = []
        last_end = 0
        for start, end, value, in_words in self._numbers():
            if start >= last_end and not self._is_masked(start):
                figure = self._figure(start, end, value, in_words, last_end)
                if figure is not None:
                    found.append(figure)
                    last_end = max(end, figure.span.end)
        return found

    def _is_masked(self, position: int) -> bool:
        index = bisect_right(self.starts, position) - 1
        return index >= 0 and position < self.masked[index][1]

    def _numbers(self) -> list[tuple[int, int, float, bool]]:
        """Give (start, end, value, in words) of every number."""
        found: list[tuple[int, int, float, bool]] = []
        step = 0
        known = self.words.numbers.by_first
        for match in _PIECE.finditer(self.low):
            if match.start() < step:
                continue
            if match.lastgroup == "digits":
                value = read_number(match["digits"], self.words.decimal)
                if value is not None and not self._counts_nothing(match.start(), match.end()):
                    found.append((match.start(), match.end(), value, False))
            elif self.words.spaceless:
                self._spaceless_words(match.start(), match.end(), found)
            else:
                hit = self.words.numbers.at(self.low, match.start()) if match.group() in known else None
                if hit and self.low[match.start() - 1 : match.start()] not in ("-", "–"):
                    end, value = self._with_tens(hit[0], hit[1])
                    found.append((match.start(), end, value, True))
                    step = end
        return found

    def _with_tens(self, end: int, value: float) -> tuple[int, float]:
        """Read Arabic's "تسع وأربعين" (nine and forty) as one number."""
        if self.words.language == "ar" and value < 10 and self.low.startswith(" و", end):
            tens = self.words.numbers.at(self.low, end + 2)
            if tens and 20 <= tens[1] < 100:
                return tens[0], value + tens[1]
        return end, value

    def _spaceless_words(self, start: int, end: int, found: list[tuple[int, int, float, bool]]) -> None:
        """In a run without spaces a number word counts only when a measure, unit or scale follows it."""
        position = start
        while position < end:
            known = self.low[position] in self.words.numbers.by_first
            hit = self.words.numbers.at(self.low, position) if known else None
            if hit is None:
                position += 1
                continue
            stop = hit[0]
            if any(
                p.at(self.low, stop + self._blank(stop))
                for p in (self.words.measures, self.words.units, self.words.scales)
            ):
                found.append((position, stop, hit[1], True))
            position = stop

    def _blank(self, position: int) -> int:
        return 1 if self.low[position : position + 1] in (" ", "\u00a0", "\u202f") else 0

    def _counts_nothing(self, start: int, end: int) -> bool:
        before, after = self.low[max(0, start - _CONTEXT) : start], self.low[end : end + 14]
        if _NO_COUNT_AFTER.match(after) or _NO_COUNT_BEFORE.search(before):
            return True
        if self._money_before(before) is None and self._is_glued(before):
            return True
        if self.words.language == "de" and end - start <= 2 and re.match(r"\.\s?[A-ZÄÖÜ]", self.text[end : end + 3]):
            return True
        bare = before.rstrip(" \u00a0(.")
        if any(bare.endswith(s) and not self._inside_word(bare, s) for s in self.words.skip):
            return True
        return (
            end - start <= 2 and after[:1] in (",", ".", "，") and _AGE.search(before) is not None and after[1:2] == " "
        )

    def _is_glued(self, before: str) -> bool:
        if self.words.spaceless:
            return (
                bool(before)
                and before[-1].isascii()
                and (before[-1].isalpha() or (before[-1] == "-" and before[-2:-1].isalpha()))
            )
        if self.words.glue:
            return bool(_OTHER_LETTER.search(before))
        return bool(_GLUED.search(before))

    def _inside_word(self, bare: str, phrase: str) -> bool:
        if self.words.spaceless:
            return False
        return bare[: -len(phrase)][-1:].isalpha() and phrase[0].isalpha()

    def _money_before(self, before: str) -> tuple[int, str] | None:
        """Give how many characters before the number a unit takes ("R", "US$ ", "ร้อยละ "), and which it is."""
        bare = before.rstrip(" \u00a0-") if not self.words.glue else _GLUE.sub("", before).rstrip()
        for phrase, unit in self.words.before:
            if bare.endswith(phrase) and not self._inside_word(bare, phrase):
                if phrase == "r" and before.endswith(" "):
                    continue
                return len(before) - len(bare) + len(phrase), unit
        return None

    def _hedge(self, start: int, floor: int) -> tuple[int, str]:
        """Give where the hedge before a number begins, and its sign."""
        before = self.low[max(floor, start - _CONTEXT) : start]
        bare = before.rstrip()
        for phrase, sign in self.words.hedges:
            if bare.endswith(phrase) and not self._inside_word(bare, phrase):
                return start - (len(before) - len(bare)) - len(phrase), sign
        return start, ""

    def _figure(self, start: int, end: int, value: float, in_words: bool, floor: int) -> Figure | None:
        before = self.low[max(floor, start - _CONTEXT) : start]
        unit_before = None if in_words else self._money_before(before)
        stop, value, scaled = self._scaled(end, value)
        if not scaled and self.words.noun == "before":
            start, value, scaled = self._scale_before(start, value, floor)
            before = self.low[max(floor, start - _CONTEXT) : start]
            unit_before = self._money_before(before)
        after = self._unit_after(stop)
        what, stop = (after[1], after[0]) if after else ("", stop)
        if unit_before and (not what or what == unit_before[1]):
            start, what = start - unit_before[0], unit_before[1]
        plain_year = not in_words and not scaled and end - start == 4 and 1900 <= value <= 2100
        if not what:
            if plain_year:
                return None
            what, stop = self._noun(start, stop)
        begin, sign = self._hedge(start, floor)
        if in_words and not what:
            return None
        phrase = self.low[start:end]
        if phrase in self.rough:
            sign = sign or "~"
        if self.low[stop : stop + 1] == "+" or self.low[stop : stop + 2] in ("余名", "多名"):
            sign = ">"
        if self.words.language in ("zh", "ja") and self.low[end : end + 1] in ("多", "余"):
            sign = ">"
        return Figure(self.text[begin:stop], Span(begin, stop), value, what, sign)

    def _scaled(self, end: int, value: float) -> tuple[int, float, bool]:
        """Take up to two words of scale after a number ("5 thousand million")."""
        scaled = False
        for _ in range(2):
            position = end + (
                1 if self.words.language in ("zh", "ja") and self.low[end : end + 1] in ("多", "余") else 0
            )
            position += self._blank(position) if self.low[position : position + 1] != "-" else 1
            hit = self.words.scales.at(self.low, position)
            if hit is None:
                break
            end, value, scaled = hit[0], value * hit[1], True
        return end, value, scaled

    def _scale_before(self, start: int, value: float, floor: int) -> tuple[int, float, bool]:
        """Read the scale that stands before its number in Swahili: "shilingi milioni 5"."""
        word = re.search(r"(?<![^\W\d_])([^\W\d_]+) $", self.low[max(floor, start - _CONTEXT) : start])
        hit = self.words.scales.at(self.low, start - len(word.group())) if word else None
        if word is None or hit is None:
            return start, value, False
        return start - len(word.group()), value * hit[1], True

    def _unit_after(self, end: int) -> tuple[int, str] | None:
        link = _LINKS.match(self.low, end)
        for position in dict.fromkeys((end + self._blank(end), link.end() if link else end, end + 1)):
            if position == end + 1 and self.low[end : end + 1] not in ("-", " ", "\u00a0", "\u202f"):
                continue
            hit = self.words.units.at(self.low, position)
            if hit is not None and not self._is_initial(position, hit[0]):
                return hit[0], str(hit[1])
        return None

    def _is_initial(self, position: int, stop: int) -> bool:
        """Say whether a one-letter unit is rather something else: "5 m" is metres, "R5 m" was a scale, "4 M." a name."""
        return (
            stop - position == 1
            and self.low[position].isascii()
            and self.low[position].isalpha()
            and self.text[position].isupper()
        )

    def _noun(self, start: int, end: int) -> tuple[str, int]:
        kind = self.words.noun
        if kind == "measure":
            return self._measured(end)
        if kind == "before":
            return self._noun_before(start, end)
        run = self._words_after(end)
        if not run:
            return "", end
        if kind == "capital":
            chosen = next((w for w in run if self.text[w[0]].isupper()), run[0])
        elif kind == "last":
            plural = next((w for w in run if _is_plural(self.low[w[0] : w[1]])), None)
            chosen = plural or run[0]
        elif self.words.language == "ru":
            able = [w for w in run if not _VERB_RU.search(self.low[w[0] : w[1]])]
            if not able or able[0] != run[0]:
                return "", end
            chosen = next((w for w in able if not _ADJECTIVE_RU.search(self.low[w[0] : w[1]])), run[0])
        else:
            chosen = run[0]
        return self.low[chosen[0] : chosen[1]], chosen[1]

    def _words_after(self, end: int) -> list[tuple[int, int]]:
        """Give up to three words after a number, as far as neither a mark nor a small word stops them."""
        found: list[tuple[int, int]] = []
        link = (
            _LINKS.match(self.low, end)
            if self.words.language in ("fr", "es", "pt", "it", "en") and "," not in self.low[end : end + 1]
            else None
        )
        position = link.end() if link and self.low[end : end + 1] == " " else end + self._blank(end)
        for _ in range(3):
            match = WORD.match(self.low, position)
            if match is None or match.group() in self.words.stops:
                break
            stop = match.end()
            while self.low[stop : stop + 1] == "-" and (more := WORD.match(self.low, stop + 1)):
                stop = more.end()
            found.append((position, stop))
            if self.low[stop : stop + 1] != " ":
                break
            position = stop + 1
        return found

    def _measured(self, end: int) -> tuple[str, int]:
        position = end + (1 if self.low[end : end + 1] in ("多", "余") else 0)
        position += self._blank(position)
        hit = self.words.measures.at(self.low, position)
        if hit is None:
            return "", end
        stop, what = hit
        if self.words.language == "zh" and what not in _WHOLE_MEASURES:
            noun = re.compile(r"[\u4e00-\u9fff]{1,4}?(?=[，。、；的在被将已和与是有了为受获从到\s]|$)").match(
                self.low, stop
            )
            if noun:
                return str(what) + noun.group(), noun.end()
        return str(what), stop

    def _noun_before(self, start: int, end: int) -> tuple[str, int]:
        """Bantu languages put the number after its noun: "watu 34", "abasebenzi abangu-19"."""
        before = self.low[max(0, start - 40) : start]
        pieces = re.findall(r"[^\W\d_]+", re.split(r"[.,;:!?()“”\"]", before)[-1])
        if self.words.glue and before.endswith("-") and pieces:
            pieces.pop()
        pieces = [p for p in pieces if p not in self.words.stops]
        if pieces and len(pieces[-1]) > (4 if self.words.glue else 2) and (start - len(before) > 0 or before.strip()):
            return pieces[-1], end
        after = WORD.match(self.low, end + self._blank(end)) if self.words.glue else None
        return (after.group(), after.end()) if after and len(after.group()) > 4 else ("", end)


_WHOLE_MEASURES = frozenset("人国户层级分次")
"""Chinese measures that are nouns themselves."""
_PEOPLE = frozenset({"people", "men", "women", "children", "police", "personnel", "staff", "cattle", "sheep", "deer"})


def _is_plural(word: str) -> bool:
    return word in _PEOPLE or (word.endswith("s") and not word.endswith(("ss", "us", "is", "ous")) and len(word) > 3)


def read_number(digits: str, decimal: str) -> float | None:
    """Read a number written in digits; `decimal` is the language's mark before decimals. None for what is no number."""
    plain = re.sub(r"[\u00a0\u202f\u2009 '’٬]", "", digits).replace("٫", ".")
    if len(plain) > 16:
        return None
    marks = [c for c in plain if c in ".,"]
    if not marks:
        return float(plain)
    if len(set(marks)) == 2:
        last = max(plain.rfind("."), plain.rfind(","))
        return _decimal(plain[:last], plain[last + 1 :])
    mark = marks[0]
    groups = plain.split(mark)
    grouped = all(len(g) == 3 for g in groups[1:]) and 1 <= len(groups[0]) <= 3 and groups[0] != "0"
    if len(groups) > 2:
        return float("".join(groups)) if grouped else None
    if grouped and mark != decimal:
        return float("".join(groups))
    return _decimal(groups[0], groups[1])


def _decimal(whole: str, rest: str) -> float:
    return float(f"{whole.replace('.', '').replace(',', '') or '0'}.{rest}")
