"""The part of CSS that publisher files are written in, and the elements that it selects.

Selectors Level 3 (W3C): tags, `*`, `.class`, `#id`, `[attribute]` with `=`, `~=`, `^=`, `$=`, `*=`, `:not(...)` of one of
these, descendants, children (`>`) and lists (`,`). Elements are found in one walk that carries along, for each chain, which
of its steps an element and its ancestors have met. (As XPath in libxml2, `.a .b` takes time quadratic in the size of a page:
40 s for 60,000 elements.)
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Sequence

from lxml import etree

from newsgrid.extract.markup import Element

MAX_CHARS = 400
MAX_ELEMENTS = 100_000
"""Elements of a page that are looked at; real pages have some 8,000 at most."""

_NAME = r"-?[A-Za-z_][\w-]*"
_SIMPLE = re.compile(
    rf"""\.(?P<class>{_NAME})|\#(?P<id>{_NAME})
    |\[\s*(?P<attribute>{_NAME})\s*(?:(?P<operator>[~^$*]?=)\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>{_NAME}))\s*)?\]
    |:not\(\s*(?P<not>[^()\s](?:[^()]*[^()\s])?)\s*\)""",
    re.VERBOSE | re.ASCII,
)
_TAG = re.compile(rf"\*|{_NAME}", re.ASCII)
_COMBINATOR = re.compile(r"\s*(>)\s*|\s+")


@dataclasses.dataclass(frozen=True, slots=True)
class _Test:
    """One condition on an attribute; `operator` is CSS's, or empty where the attribute need only be there."""

    attribute: str
    operator: str = ""
    value: str = ""

    def holds(self, element: Element) -> bool:
        text = element.get(self.attribute)
        if text is None or not self.operator:
            return text is not None
        value = self.value
        if self.operator == "=":
            return bool(text == value)
        if not value:
            return False
        if self.operator == "~=":
            return value in text.split()
        if self.operator == "^=":
            return bool(text.startswith(value))
        return bool(text.endswith(value)) if self.operator == "$=" else value in text


@dataclasses.dataclass(frozen=True, slots=True)
class _Step:
    """A tag and what is wanted of it, and how it stands to the step before."""

    tag: str
    tests: tuple[_Test, ...]
    nots: tuple[_Step, ...] = ()
    is_child: bool = False

    def fits(self, element: Element) -> bool:
        if self.tag not in ("*", element.tag):
            return False
        return all(test.holds(element) for test in self.tests) and not any(step.fits(element) for step in self.nots)


Chain = tuple[_Step, ...]


def select(root: Element, selectors: Sequence[str]) -> list[Element]:
    """Give the elements that any of these selectors selects, each once, in document order.

    Raises ValueError for a selector that is none of ours. Linear in the size of the page.
    """
    chains = [chain for selector in selectors for chain in read_selector(selector)]
    found: list[Element] = []
    if not chains:
        return found
    # Of each open element, by chain: bits of the steps it fits, and of those that it or an ancestor fits.
    none = [0] * len(chains)
    opened: list[tuple[list[int], list[int]]] = [(none, none)]
    count = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            opened.pop()
            continue
        count += 1
        if count > MAX_ELEMENTS:
            break
        above_own, above = opened[-1]
        own = [_met(chain, element, *bits) for chain, *bits in zip(chains, above_own, above)]
        if any(bits >> (len(chain) - 1) for chain, bits in zip(chains, own)):
            found.append(element)
        opened.append((own, [mine | theirs for mine, theirs in zip(own, above)]))
    return found


def _met(chain: Chain, element: Element, parent: int, above: int) -> int:
    """Give the bits of the steps that an element fits, its parent having met those of `parent`, its ancestors `above`."""
    found = 0
    for index, step in enumerate(chain):
        met = not index or (parent if step.is_child else above) >> (index - 1) & 1
        if met and step.fits(element):
            found |= 1 << index
    return found


@functools.lru_cache(maxsize=5000)
def read_selector(selector: str) -> tuple[Chain, ...]:
    """Read a selector. Raises ValueError, which says what could not be read."""
    if len(selector) > MAX_CHARS:
        raise ValueError(f"a selector has {MAX_CHARS} characters at most")
    return tuple(_chain(part.strip()) for part in _parts(selector))


def _parts(selector: str) -> list[str]:
    """Cut a list at its commas; those in quotes are none."""
    parts, quote = [""], ""
    for char in selector:
        if char == "," and not quote:
            parts.append("")
            continue
        quote = "" if char == quote else (quote or (char if char in "\"'" else ""))
        parts[-1] += char
    return parts


def _chain(text: str) -> Chain:
    steps: list[_Step] = []
    at, is_child = 0, False
    while True:
        step, at = _step(text, at, is_child)
        steps.append(step)
        if at == len(text):
            return tuple(steps)
        combinator = _COMBINATOR.match(text, at)
        if combinator is None:
            raise ValueError(f"{text[at:]!r} is not understood")
        is_child, at = bool(combinator[1]), combinator.end()


def _step(text: str, at: int, is_child: bool = False) -> tuple[_Step, int]:
    """Read a tag and its conditions; give where they end."""
    start = at
    tag = _TAG.match(text, at)
    name, at = (tag[0].lower(), tag.end()) if tag else ("*", at)
    tests: list[_Test] = []
    nots: list[_Step] = []
    while simple := _SIMPLE.match(text, at):
        if simple["not"]:
            nots.append(_single(simple["not"]))
        else:
            tests.append(_test(simple))
        at = simple.end()
    if at == start:
        raise ValueError(f"{text[at:]!r} is not understood" if text[at:] else "a selector is missing")
    return _Step(name, tuple(tests), tuple(nots), is_child), at


def _single(text: str) -> _Step:
    step, end = _step(text, 0)
    if end != len(text):
        raise ValueError(f":not({text}): one tag, class, id or attribute is wanted")
    return step


def _test(simple: re.Match[str]) -> _Test:
    if simple["class"]:
        return _Test("class", "~=", simple["class"])
    if simple["id"]:
        return _Test("id", "=", simple["id"])
    value = next(text for text in (simple["double"], simple["single"], simple["bare"], "") if text is not None)
    return _Test(simple["attribute"].lower(), simple["operator"] or "", value)
