"""How tokens of time make an expression, in any language: rules over tags, and what each rule's parts mean.

A rule is a regular expression in which `{m}` stands for a token that can be a month, `{lx}` for one that can be "last" or
"next", and so on (tags: see timewords.TAGS; besides m month, w weekday, M and W their weak short forms, n a number up to 31, k
another, y a year, D a date in digits, s a decade, d a day such as "yesterday", u a unit, Z z g the marks of year, month and
day). Rules are tried in order where a token stands; the first that fits, wins.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from newsgrid.annotate.timescan import Token
from newsgrid.annotate.timewords import Lexicon, lexicon

_Y = r"(?:(?:{,}|{pi}{1,2})?(?P<y>{y}))?"
_WK = r"(?:(?P<w>{wW}){,p}{0,2})?"
_TO = r"{p}{0,1}{r-}{p}{0,2}"
_BETWEEN = r"{p}{0,1}{r&-}{p}{0,2}"
_DAYPART = r"(?:{p}?(?P<h>{h}))?"

RULES: tuple[tuple[str, str], ...] = (
    ("days", r"(?:(?P<y>{y}){Z})?(?P<m>{n}){z}(?P<n>{n}){g}?" + r"{r-}(?P<n2>{n}){g}"),
    ("day", r"(?:(?:(?P<y>{y})|(?P<rel>{lxt})){Zu})?{,p}?(?P<m>{n}){z}{,p}?(?P<n>{n}){g}?(?:{,p}?(?P<w>{wW}))?"),
    ("day", r"(?P<y>{y}){Z}{p}?(?P<m>{mM}){p}?(?P<n>{n}){g}?"),
    ("month", r"(?P<y>{y}){Z}{,p}?(?P<m>{n}){z}{p}?(?P<e>{e})?"),
    ("month", r"(?P<rel>{lxt}){Z}{,p}?(?P<m>{n}){z}{p}?(?P<e>{e})?"),
    ("dayof", r"(?P<rel>{lxt}){zu}{,p}?(?P<n>{n}){g}"),
    ("dayof", r"(?P<n>{n}){g}{r-}(?P<n2>{n}){g}"),
    ("month", r"(?P<m>{n}){z}(?!{n}){p}?(?P<e>{e})?(?!{af})"),
    ("yearpart", r"(?P<y>{y}){Z}{p}?(?P<e>{e})"),
    ("year", r"(?P<y>{y}){Z}"),
    ("days", _WK + r"(?P<m>{mM}){p}?(?P<n>{n})" + _TO + r"(?P<n2>{n})(?!{mMukz})" + _Y),
    ("days", r"{R}{p}{0,2}" + _WK + r"(?P<n>{n})" + _BETWEEN + r"(?P<n2>{n}){p}{0,2}(?P<m>{mM})" + _Y),
    ("days", _WK + r"(?P<n>{n})" + _TO + r"(?:{wW}{,p}{0,2})?(?P<n2>{n}){p}{0,2}(?P<m>{mM})" + _Y),
    ("daysacross", _WK + r"(?P<m>{mM}){p}?(?P<n>{n})(?:{,p}{0,2}(?P<y>{y}))?" + _TO + r"(?P<m2>{mM}){p}?(?P<n2>{n})(?:{,p}{0,2}(?P<y2>{y}))?"),
    ("daysacross", r"{R}?{p}{0,2}" + _WK + r"(?P<n>{n}){p}{0,2}(?P<m>{mM})(?:{,p}{0,2}(?P<y>{y}))?" + _TO + r"(?:{wW}{,p}{0,2})?(?P<n2>{n}){p}{0,2}(?P<m2>{mM})(?:{,p}{0,2}(?P<y2>{y}))?"),
    ("digits2", r"(?P<D>{D})" + _TO + r"(?P<D2>{D})"),
    ("day", _WK + r"(?P<n>{n}){-/}?{p}{0,2}(?:{,}{p}?)?(?P<m>{mM}){-/}?" + _Y + r"{Z}?"),
    ("day", _WK + r"(?P<m>{mM}){-/}?{p}?(?P<n>{n})(?!{-/}?{mMu})" + _Y),
    ("day", r"(?P<y>{y}){-/p,}{0,2}(?P<m>{mM}){-/p}{0,2}(?P<n>{n})"),
    ("digits", _WK + r"(?P<D>{D})"),
    ("dayof", r"(?P<n>{n}){p}{0,3}(?P<rel>{lxt}){p}?(?P<u>{u})"),
    ("dayof", r"(?P<n>{n}){p}{0,3}(?P<u>{u}){p}?(?P<rel>{lxt})(?!{u})"),
    ("weekdayof", r"(?P<w>{wW}){,p}{0,3}(?P<rel>{lxt}){p}?(?P<u>{u})"),
    ("weekdayof", r"(?P<w>{wW}){,p}{0,3}(?P<u>{u}){p}?(?P<rel>{lxt})"),
    ("weekdayof", r"(?P<rel>{lxt}){p}?(?P<u>{u}){,p}{0,3}(?P<w>{wW})"),
    ("weekday", r"(?P<rel>{lxt}){p}?(?P<w>{w})" + _DAYPART),
    ("weekday", r"(?P<w>{w}){p}?(?P<after>{lx})(?!{p}?{u})"),
    ("weekdays", r"{R}?{p}?(?P<w>{w}){r-}{p}?(?P<w2>{w})"),
    ("ago", r"{A}{p}?(?P<c>{n1k})?{p}?(?P<u>{u})(?!{g})"),
    ("ago", r"(?P<c>{n1k}){p}?(?P<u>{u}){p}?{a}"),
    ("ago", r"(?P<u>{u}){p}?(?P<c>{nk}){p}?{a}"),
    ("beside", r"(?P<c>{n1k}){p}?(?P<u>{u}){p}?(?P<way>{bB})"),
    ("ahead", r"{F}{p}?(?P<c>{n1k}){p}?(?P<u>{u})(?!{lxt})"),
    ("ahead", r"(?P<c>{n1k}){p}?(?P<u>{u}){f}"),
    ("stretch", r"(?P<rel>{lx}){p}?(?P<c>{nk}){p}?(?P<u>{u})"),
    ("stretch", r"(?P<c>{nk}){p}?(?P<u>{u}){p}?(?P<rel>{lx})"),
    ("quarter", r"(?P<n>{n}){p}?(?P<u>{u})(?:{,pi}{0,2}(?P<y>{y}))"),
    ("monthrel", r"(?:(?P<e>{e}){p}{0,2})?(?P<rel>{lxt}){p}?(?P<m>{m})"),
    ("monthrel", r"(?P<m>{m}){p}{0,2}(?P<rel>{lx})(?P<u>{u})?"),
    ("monthrel", r"(?P<m>{m}){p}{0,2}(?P<u>{u}){p}?(?P<rel>{lxt})"),
    ("unit", r"(?:(?P<e>{e}){-p}{0,3})?(?P<rel>{lxt}){p}?(?P<u>{u})(?:{p}?(?P<e2>{e}))?"),
    ("unit", r"(?:(?P<e>{e}){-p}{0,3})?(?P<u>{u}){p}?(?P<rel>{lxt})(?!{u})"),
    ("unit", r"(?P<e>{e}){-p}{0,3}(?P<u>{u})(?!{mn})"),
    ("unit", r"(?P<u>{Zz})(?P<e>{e})"),
    ("months", r"{R}{p}?(?P<m>{m})" + _BETWEEN + r"(?P<m2>{m})" + _Y),
    ("months", r"(?P<m>{m})" + _TO + r"(?P<m2>{m})" + _Y),
    ("month", r"(?P<e>{e}){-pi}{0,3}(?P<m>{mM})" + _Y),
    ("month", r"(?P<y>{y}){-/pi,}{0,3}(?P<m>{m})"),
    ("month", r"(?P<m>{mM}){,pi/-}{0,3}(?P<y>{y})"),
    ("month", r"(?P<m>{m})(?!{-})(?:{p}?(?P<e>{e}))?"),
    ("weekday", r"(?P<w>{w})" + _DAYPART),
    ("years", r"{R}{p}?(?P<y>{y}){p}?{r&-}{pi}{0,2}(?P<y2>{y})"),
    ("years", r"(?P<y>{y}){p}?{r-}{pi}{0,2}(?P<y2>{y})"),
    ("yearpart", r"(?P<e>{e}){-pi}{0,3}(?P<y>{y})"),
    ("decade", r"(?P<s>{s})"),
    ("yearat", r"(?P<at>{i}){p}?(?P<y>{y})(?!{mMukn-/})"),
    ("yearend", r"(?P<y>{y})"),
    ("deictic", r"(?P<d>{d})" + _DAYPART),
    ("reference", r"(?P<N>{N})"),
    ("length", r"(?P<c>{n1k}){-p}?(?P<u>{u})"),
)  # fmt: skip
_NAMED = re.compile(r"\(\?P<\w+>")
_CLASS = re.compile(r"\{([^{}0-9][^{}]*?|1)\}")
_FIRST_TAGS = frozenset("mMwWnkyDsduZlxteRAF1iN")


class Grammar:
    """The rules, made ready for a language's kinds of tokens."""

    def __init__(self, words: Lexicon) -> None:
        """Give each kind of token (a set of tags) a character of its own and write the rules in them."""
        kinds = {frozenset(entry.tags) for entries in words.entries.values() for entry in entries}
        if words.cased:
            kinds |= {frozenset(kind - set("mMwW")) for kind in kinds}
        kinds |= {frozenset(tag) for tag in ".-,/ynksD"}
        self._codes = {kind: chr(0xE000 + i) for i, kind in enumerate(sorted(kinds, key=sorted))}
        filled = [(name, self._fill(rule)) for name, rule in RULES]
        self._compiled = tuple((name, re.compile(rule)) for name, rule in filled)
        # One pattern of all rules says quickly which is the first to fit; its parts are then read from the rule's own.
        self._any = re.compile("|".join(f"(?P<r{i}>{_NAMED.sub('(?:', rule)})" for i, (_, rule) in enumerate(filled)))

    def encode(self, tokens: Sequence[Token]) -> str:
        """Write tokens as one character each."""
        return "".join(self._codes[frozenset(token.tags)] for token in tokens)

    def _fill(self, rule: str) -> str:
        def chars(match: re.Match[str]) -> str:
            wanted = set(match.group(1))
            found = "".join(code for tags, code in self._codes.items() if tags & wanted)
            return f"[{found}]" if found else "[^\\s\\S]"

        return _CLASS.sub(chars, rule)

    def matches(self, line: str, position: int) -> Iterator[tuple[str, re.Match[str]]]:
        """Give the rules that fit where a token stands, with their parts, in order."""
        first = self._any.match(line, position)
        if first is None or first.lastgroup is None:
            return
        for name, pattern in self._compiled[int(first.lastgroup[1:]) :]:
            match = pattern.match(line, position)
            if match:
                yield name, match


@functools.cache
def grammar(language: str) -> Grammar:
    """Give the grammar of a language."""
    return Grammar(lexicon(language))


def can_begin(token: Token) -> bool:
    """Say whether an expression can begin with this token."""
    return not _FIRST_TAGS.isdisjoint(token.tags)
