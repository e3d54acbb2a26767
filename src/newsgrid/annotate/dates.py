"""Dates in running text: absolute and relative expressions, resolved against the article's own date.

The words come from CLDR and a table (timewords), the grammar is one for all languages (timegrammar). How a weekday without a
date is meant: the nearest such day at or before the reference, for news tells what has happened; the nearest at or after it
when the sentence's last verb-like hint before it (else the first after it) points forward ("will ... on Friday"); of the next
or this week when the words say so. A day and month without a year lie in the year that brings them nearest the reference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime

from newsgrid.annotate import timevalues as tv
from newsgrid.annotate.timegrammar import can_begin, grammar
from newsgrid.annotate.timescan import Token, scan
from newsgrid.annotate.timewords import lexicon
from newsgrid.model import DateMention, Span

HINT_REACH = 18
"""Tokens looked back over for a hint of tense; gaps of several words count as one."""
OFFSETS = {"last": -1, "next": 1, "this": 0}
_SENTENCE_END = re.compile(r"[.!?。！？؟](?:\s|$)|\n\s*\n")


def dates(text: str, language: str, reference: datetime | None, *, durations: bool = False) -> tuple[DateMention, ...]:
    """Find the time expressions of a text and resolve them, in order of appearance.

    `reference` is when the article was published. Without it the first weekday with a day and month ("Thursday, October 12")
    gives the day from which the rest is counted, in the first fitting year at or after the latest year the text names;
    what is relative and has no such anchor is left out. With `durations`, what is no date comes too, written as TimeML
    (ISO 24617-1) does: "two years" P2Y, "now" PRESENT_REF, "Friday night" 2023-10-13TNI. Values: see DateMention; weeks are intervals from Monday to Sunday. Linear in the length of the text.
    """
    words = lexicon(language or "en")
    rules = grammar(words.language)
    tokens = scan(text, words)
    line = rules.encode(tokens)
    reader = _Reader(text, tokens, _day(reference) or _guess(tokens), durations)
    found: list[DateMention] = []
    position = 0
    while position < len(tokens):
        hit = _first(reader, rules.matches(line, position)) if can_begin(tokens[position]) else None
        if hit is None:
            position += 1
            continue
        found.append(hit[0])
        position = hit[1]
    return tuple(found)


def _first(reader: _Reader, fits: Iterator[tuple[str, re.Match[str]]]) -> tuple[DateMention, int] | None:
    """Give the first fitting rule's mention and where to go on."""
    for rule, match in fits:
        mention = reader.read(rule, match)
        if mention is not None:
            return mention, match.end()
    return None


def _day(reference: datetime | None) -> date | None:
    return reference.date() if reference else None


def _guess(tokens: list[Token]) -> date | None:
    """Find the text's own day: a weekday beside a day and month fixes the year (see `dates`)."""
    years = [t.tags["y"] for t in tokens if "y" in t.tags and 1900 <= t.tags["y"] <= 2100]
    for i, token in enumerate(tokens):
        weekday = token.tags.get("w") or token.tags.get("W")
        near = [t for t in tokens[i + 1 : i + 6] if not t.tags.keys() <= {",", "p"}][:3]
        if not weekday or len(near) < 2:
            continue
        month = next((t.tags.get("m") or t.tags.get("M") for t in near[:2] if t.tags.keys() & {"m", "M"}), None)
        day = next((t.tags["n"] for t in near[:2] if "n" in t.tags), None)
        if month and day:
            stated = near[2].tags.get("y") if len(near) > 2 else None
            for year in [stated] if stated else range(max(years), max(years) + 12) if years else []:
                found = tv.safe_date(year, month, day)
                if found and (stated or found.isoweekday() == weekday):
                    return found
    return None


class _Reader:
    """Reads the parts of a rule into a value, for one text."""

    def __init__(self, text: str, tokens: list[Token], anchor: date | None, durations: bool) -> None:
        self.text = text
        self.tokens = tokens
        self.anchor = anchor
        self.durations = durations
        self.spoken_of: date | None = None
        """The last exact day the text named: what "two days before" counts from."""

    def read(self, rule: str, match: re.Match[str]) -> DateMention | None:
        """Give the mention, or None when the parts mean no time after all."""
        handler: Callable[[re.Match[str]], str | None] = getattr(self, f"_read_{rule}")
        value = handler(match)
        if value is None:
            return None
        first, last = self._edges(match)
        start, end = self.tokens[first].start, self.tokens[last].end
        if len(value) == 10 and value[4] == "-":
            self.spoken_of = date.fromisoformat(value)
        return DateMention(self.text[start:end], Span(start, end), value)

    def _edges(self, match: re.Match[str]) -> tuple[int, int]:
        """Leave out what merely leads to the expression: the "in" of "in 1998"."""
        first, last = match.start(), match.end() - 1
        if match.re.groupindex.get("at"):
            first = match.start("y")
        while last > first and self.tokens[last].tags.keys() <= {",", "p", "-"}:
            last -= 1
        return first, last

    def _get(self, match: re.Match[str], name: str, tags: str) -> int | None:
        if name not in match.re.groupindex or match.start(name) < 0:
            return None
        held = self.tokens[match.start(name)].tags
        return next((held[tag] for tag in tags if tag in held), None)

    def _word(self, match: re.Match[str], name: str, tags: str) -> str:
        if name not in match.re.groupindex or match.start(name) < 0:
            return ""
        held = self.tokens[match.start(name)].tags
        return next((str(held[tag]) for tag in tags if tag in held), "")

    def _count(self, match: re.Match[str]) -> int | None:
        if match.start("c") < 0:
            return 1
        held = self.tokens[match.start("c")].tags
        count = held.get("n", held.get("k", 1 if "1" in held else None))
        return count if isinstance(count, int) and 0 <= count < 5000 else None

    def _unit(self, match: re.Match[str]) -> tuple[int, str]:
        unit = self._word(match, "u", "u")
        return (2, unit[1:]) if unit.startswith("2") else (1, unit)

    def _offset(self, match: re.Match[str], name: str = "rel") -> int:
        return OFFSETS[self._word(match, name, "lxt")]

    def direction(self, first: int, last: int) -> int:
        """Say whether the sentence points forward (1) or back (-1) at the expression."""
        for i in range(first - 1, max(-1, first - HINT_REACH), -1):
            if self._cut(i, first):
                break
            if "!" in self.tokens[i].tags:
                return int(self.tokens[i].tags["!"])
        for i in range(last + 1, min(len(self.tokens), last + 4)):
            if self._cut(last, i):
                break
            if "!" in self.tokens[i].tags:
                return int(self.tokens[i].tags["!"])
        return -1

    def _cut(self, left: int, right: int) -> bool:
        return _SENTENCE_END.search(self.text, self.tokens[left].end - 1, self.tokens[right].start) is not None

    def _dated(self, month: int | None, day: int | None, year: int | None, match: re.Match[str]) -> date | None:
        """Give the day that a month and a day number mean, in the stated year or the most fitting."""
        if not month or not day or not 1 <= month <= 12:
            return None
        if year:
            return tv.safe_date(year, month, day)
        if self.anchor is None:
            return None
        weekday = self._get(match, "w", "wW") or 0
        direction = self.direction(match.start(), match.end() - 1)
        return tv.year_of(month, day, self.anchor, direction, weekday)

    def _read_day(self, match: re.Match[str]) -> str | None:
        year = self._get(match, "y", "y")
        if "rel" in match.re.groupindex and match.start("rel") >= 0 and self.anchor:
            year = self.anchor.year + self._offset(match)
        found = self._dated(self._get(match, "m", "mMn"), self._get(match, "n", "n"), year, match)
        return found.isoformat() if found else None

    def _read_days(self, match: re.Match[str]) -> str | None:
        month, year = self._get(match, "m", "mMn"), self._get(match, "y", "y")
        first = self._dated(month, self._get(match, "n", "n"), year, match)
        last = self._dated(month, self._get(match, "n2", "n"), first.year if first else None, match)
        return tv.interval(first, last) if first and last and first <= last else None

    def _read_daysacross(self, match: re.Match[str]) -> str | None:
        year2 = self._get(match, "y2", "y")
        first = self._dated(
            self._get(match, "m", "mM"), self._get(match, "n", "n"), self._get(match, "y", "y") or year2, match
        )
        last = self._dated(
            self._get(match, "m2", "mM"), self._get(match, "n2", "n"), year2 or (first.year if first else None), match
        )
        return tv.interval(first, last) if first and last and first <= last else None

    def _in_digits(self, match: re.Match[str], name: str) -> date | None:
        year, month, day = self.tokens[match.start(name)].tags["D"]
        return self._dated(month, day, year, match)

    def _read_digits(self, match: re.Match[str]) -> str | None:
        found = self._in_digits(match, "D")
        return found.isoformat() if found else None

    def _read_digits2(self, match: re.Match[str]) -> str | None:
        first, last = self._in_digits(match, "D"), self._in_digits(match, "D2")
        return tv.interval(first, last) if first and last and first <= last else None

    def _read_dayof(self, match: re.Match[str]) -> str | None:
        """Read "the 12th of last month", and a bare "12日": the day in the anchor's month, or the last that has passed."""
        if self.anchor is None:
            return None
        offset = self._offset(match) if "rel" in match.re.groupindex and match.start("rel") >= 0 else 0
        if "u" in match.re.groupindex and self._unit(match)[1] != "month":
            return None
        moved = tv.add_months(self.anchor.replace(day=1), offset)
        found = tv.safe_date(moved.year, moved.month, self._get(match, "n", "n") or 0)
        if "n2" in match.re.groupindex:
            last = tv.safe_date(moved.year, moved.month, self._get(match, "n2", "n") or 0)
            return tv.interval(found, last) if found and last and found <= last else None
        return found.isoformat() if found else None

    def _read_weekdayof(self, match: re.Match[str]) -> str | None:
        if self.anchor is None or self._unit(match)[1] != "week":
            return None
        return tv.weekday_in_week(self.anchor, self._get(match, "w", "wW") or 1, self._offset(match)).isoformat()

    def _read_weekday(self, match: re.Match[str]) -> str | None:
        weekday = self._get(match, "w", "w")
        if self.anchor is None or not weekday:
            return None
        groups = match.re.groupindex
        if "after" in groups:
            return self._strictly(weekday, self._offset(match, "after"))
        if "rel" in groups:
            offset = self._offset(match)
            return (
                self._strictly(weekday, -1)
                if offset < 0
                else tv.weekday_in_week(self.anchor, weekday, offset).isoformat()
            )
        day = tv.weekday_value(self.anchor, weekday, self.direction(match.start(), match.end() - 1)).isoformat()
        return self._with_part(day, match)

    def _strictly(self, weekday: int, direction: int) -> str:
        assert self.anchor is not None
        return tv.weekday_value(tv.add_days(self.anchor, direction), weekday, direction).isoformat()

    def _read_weekdays(self, match: re.Match[str]) -> str | None:
        first, second = self._get(match, "w", "w"), self._get(match, "w2", "w")
        if self.anchor is None or not first or not second:
            return None
        begin = tv.weekday_value(self.anchor, first, self.direction(match.start(), match.end() - 1))
        return tv.interval(begin, tv.weekday_value(begin, second, 1))

    def _read_ago(self, match: re.Match[str]) -> str | None:
        return self._shifted(match, -1)

    def _read_ahead(self, match: re.Match[str]) -> str | None:
        return self._shifted(match, 1)

    def _read_beside(self, match: re.Match[str]) -> str | None:
        return self._shifted(match, -1 if self._word(match, "way", "bB") == "before" else 1, self.spoken_of)

    def _shifted(self, match: re.Match[str], sign: int, anchor: date | None = None) -> str | None:
        factor, unit = self._unit(match)
        count = self._count(match)
        anchor = anchor or self.anchor
        if unit in ("minute", "hour") and (sign > 0 or "way" in match.re.groupindex):
            return None
        if (
            anchor is None
            or count is None
            or (match.start("c") < 0 and factor == 1 and "A" not in self._tags(match.start()))
        ):
            return None
        return tv.shifted_value(anchor, unit, sign * factor * count)

    def _tags(self, position: int) -> set[str]:
        return set(self.tokens[position].tags)

    def _read_stretch(self, match: re.Match[str]) -> str | None:
        count, unit = self._count(match), self._unit(match)[1]
        if self.anchor is None or count is None or count > 400:
            return None
        return tv.span_value(self.anchor, unit, count * self._offset(match))

    def _read_quarter(self, match: re.Match[str]) -> str | None:
        number, year = self._get(match, "n", "n"), self._get(match, "y", "y")
        if self._unit(match)[1] != "quarter" or not number or number > 4 or not year:
            return None
        return tv.quarter_value(year, number)

    def _read_monthrel(self, match: re.Match[str]) -> str | None:
        """Read "last August", "août dernier", "August this year"."""
        month = self._get(match, "m", "m")
        if self.anchor is None or not month:
            return None
        offset, year = self._offset(match), self.anchor.year
        if "u" in match.re.groupindex and match.start("u") >= 0:
            if self._unit(match)[1] not in ("year", "month"):
                return None
            year += offset if self._unit(match)[1] == "year" else 0
        elif offset < 0 and month >= self.anchor.month:
            year -= 1
        elif offset > 0 and month <= self.anchor.month:
            year += 1
        return tv.month_value(year, month, self._word(match, "e", "e"))

    def _unit_of(self, match: re.Match[str], offset: int) -> str | None:
        factor, unit = self._unit(match)
        if self.anchor is None or factor != 1:
            return None
        return tv.unit_value(self.anchor, unit, offset, self._word(match, "e", "e") or self._word(match, "e2", "e"))

    def _read_unit(self, match: re.Match[str]) -> str | None:
        groups = match.re.groupindex
        if "rel" in groups:
            unit = self._unit(match)[1]
            return None if unit == "day" and self._offset(match) != 0 else self._unit_of(match, self._offset(match))
        return None if self._unit(match)[1] in ("day", "weekend", "decade") else self._unit_of(match, 0)

    def _read_months(self, match: re.Match[str]) -> str | None:
        first, second, year = self._get(match, "m", "m"), self._get(match, "m2", "m"), self._get(match, "y", "y")
        if not first or not second:
            return None
        if year is None:
            if self.anchor is None:
                return None
            year = self.anchor.year - (1 if second > self.anchor.month and first > self.anchor.month else 0)
        begin = tv.safe_date(year if first <= second else year - 1, first, 1)
        end = tv.safe_date(year, second, 1)
        if not begin or not end:
            return None
        return tv.interval(begin, tv.add_days(tv.add_months(end, 1), -1))

    def _read_month(self, match: re.Match[str]) -> str | None:
        """Read a month: without a year the last that has begun, or the next when the sentence points forward."""
        month, year = self._get(match, "m", "mMn"), self._get(match, "y", "y")
        if not month or not 1 <= month <= 12:
            return None
        if year is None:
            if self.anchor is None:
                return None
            year = self.anchor.year
            groups = match.re.groupindex
            if "rel" in groups and match.start("rel") >= 0:
                year += self._offset(match)
            elif self.direction(match.start(), match.end() - 1) > 0:
                year += month < self.anchor.month
            else:
                year -= month > self.anchor.month
        return tv.month_value(year, month, self._word(match, "e", "e"))

    def _read_year(self, match: re.Match[str]) -> str | None:
        year = self._get(match, "y", "y")
        return tv.year_value(year) if year else None

    def _read_yearat(self, match: re.Match[str]) -> str | None:
        year = self._get(match, "y", "y")
        return tv.year_value(year) if year and 1000 <= year <= 2200 and self._stands_free(match.end() - 1) else None

    def _read_yearend(self, match: re.Match[str]) -> str | None:
        """Read a bare number as a year only when nothing that it could count follows."""
        year = self._get(match, "y", "y")
        return tv.year_value(year) if year and 1900 <= year <= 2060 and self._closed(match.end() - 1) else None

    def _closed(self, position: int) -> bool:
        end, start = self.tokens[position].end, self.tokens[position].start
        return bool(re.match(r"\s{0,4}(?:[,;:.)\]!?»”\"]|$)", self.text[end : end + 4])) and not re.search(
            r"[$€£¥%#№R.]\s?$", self.text[max(0, start - 3) : start]
        )

    def _stands_free(self, position: int) -> bool:
        """Say whether a number is followed by neither a unit nor a sign that makes it a quantity."""
        end = self.tokens[position].end
        return not re.match(r"\s?(?:[%€$£°²]|km\b|kg\b|[mM]\b|[cm]m\b|people|per\b)", self.text[end : end + 8])

    def _read_yearpart(self, match: re.Match[str]) -> str | None:
        year = self._get(match, "y", "y")
        return tv.year_value(year, self._word(match, "e", "e")) if year else None

    def _read_years(self, match: re.Match[str]) -> str | None:
        first, last = self._get(match, "y", "y"), self._get(match, "y2", "y")
        if not first or not last or not first < last or last > 2200:
            return None
        return tv.interval(date(first, 1, 1), date(last, 12, 31))

    def _read_decade(self, match: re.Match[str]) -> str | None:
        begin = self._get(match, "s", "s")
        return tv.decade_value(begin) if begin else None

    def _read_deictic(self, match: re.Match[str]) -> str | None:
        offset = self._get(match, "d", "d")
        if self.anchor is None or offset is None:
            return None
        return self._with_part(tv.add_days(self.anchor, offset).isoformat(), match)

    def _with_part(self, day: str, match: re.Match[str]) -> str:
        """Add the part of the day in TimeML's way ("2000-04-05TNI") where values beyond dates are asked for."""
        part = self._word(match, "h", "h") if self.durations else ""
        return f"{day}T{part}" if part else day

    def _read_reference(self, match: re.Match[str]) -> str | None:
        return self._word(match, "N", "N") if self.durations else None

    def _read_length(self, match: re.Match[str]) -> str | None:
        factor, unit = self._unit(match)
        count = self._count(match)
        letter = {"minute": "M", "hour": "H", "day": "D", "week": "W", "month": "M", "year": "Y"}.get(unit)
        end = self.tokens[match.end() - 1].end
        if not self.durations or count is None or letter is None or re.match(r"[-\s]olds?\b", self.text[end : end + 5]):
            return None
        return f"P{'T' if unit in ('minute', 'hour') else ''}{factor * count}{letter}"
