"""The part of CSS that publisher files are written in, and the elements that it selects.

Selectors Level 3 (W3C): tags, `*`, `.class`, `#id`, `[attribute]` with `=`, `~=`, `^=`, `$=`, `*=`, `:not(...)` of one of
these, descendants, children (`>`) and lists (`,`). XPath finds what each step of a chain says by itself; which of these
elements stand in which is told here. (XPath's own `//`, as in libxml2, takes time quadratic in the size of a page: 40 s for
60,000 elements. A walk of one's own takes three times as long as both.)
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import re
from collections.abc import Callable, Collection, Sequence
from typing import cast

from lxml import etree

from newsgrid.extract.markup import Element

MAX_CHARS = 400

_NAME = r"-?[A-Za-z_][\w-]*"
_SIMPLE = re.compile(
    rf"""\.(?P<class>{_NAME})|\#(?P<id>{_NAME})
    |\[\s*(?P<attribute>{_NAME})\s*(?:(?P<operator>[~^$*]?=)\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>{_NAME}))\s*)?\]
    |:not\(\s*(?P<not>[^()\s](?:[^()]*[^()\s])?)\s*\)""",
    re.VERBOSE | re.ASCII,
)
_TAG = re.compile(rf"\*|{_NAME}", re.ASCII)
_COMBINATOR = re.compile(r"\s*+(?:(>)\s*+|(?<=\s))")


Chain = tuple["_Step", ...]


def select(root: Element, selectors: Sequence[str]) -> list[Element]:
    """Give the elements that any of these selectors selects, each once, in document order.

    Raises ValueError for a selector that is none of ours. Linear in the size of the page.
    """
    chains = [chain for selector in selectors for chain in read_selector(selector)]
    found = [some for chain in chains if (some := _walked(root, chain))]
    if len(found) < 2:
        return found[0] if found else []
    wanted = set(itertools.chain.from_iterable(found))
    return [element for element in root.iter(etree.Element) if element in wanted]


@functools.lru_cache(maxsize=5000)
def read_selector(selector: str) -> tuple[Chain, ...]:
    """Read a selector. Raises ValueError, which says what could not be read."""
    if len(selector) > MAX_CHARS:
        raise ValueError(f"a selector has {MAX_CHARS} characters at most")
    return tuple(_chain(part.strip()) for part in _parts(selector))


@dataclasses.dataclass(frozen=True, slots=True)
class _Step:
    """One part of a path: what it finds by itself, and whether these must be children of what the part before found."""

    find: Callable[[Element], list[Element]]
    is_child: bool


def _walked(root: Element, chain: Chain) -> list[Element]:
    found = chain[0].find(root)
    for step in chain[1:]:
        if not found:
            break
        around = set(found)
        if step.is_child:
            found = [element for element in step.find(root) if element.getparent() in around]
        else:
            found = _within(step.find(root), around)
    return found


def _within(elements: Sequence[Element], around: Collection[Element]) -> list[Element]:
    """Give the elements that stand within any of these. What was learnt of an ancestor is not asked again."""
    known: dict[Element, bool] = {}
    found = []
    for element in elements:
        passed = []
        above = element.getparent()
        while above is not None and above not in around and above not in known:
            passed.append(above)
            above = above.getparent()
        is_within = above is not None and (above in around or known[above])
        known.update(dict.fromkeys(passed, is_within))
        if is_within:
            found.append(element)
    return found


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
        tag, tests, at = _compound(text, at)
        xpath = etree.XPath(f"descendant-or-self::{tag}" + "".join(f"[{test}]" for test in tests))
        steps.append(_Step(cast("Callable[[Element], list[Element]]", xpath), is_child))
        if at == len(text):
            return tuple(steps)
        combinator = _COMBINATOR.match(text, at)
        if combinator is None:
            raise ValueError(f"{text[at:]!r} is not understood")
        is_child, at = bool(combinator[1]), combinator.end()


def _compound(text: str, at: int) -> tuple[str, list[str], int]:
    """Read a tag and its tests; give where they end."""
    start = at
    tag = _TAG.match(text, at)
    name, at = (tag[0].lower(), tag.end()) if tag else ("*", at)
    tests = []
    while simple := _SIMPLE.match(text, at):
        tests.append(_test(simple))
        at = simple.end()
    if at == start:
        raise ValueError(f"{text[at:]!r} is not understood" if text[at:] else "a selector is missing")
    return name, tests, at


def _test(simple: re.Match[str]) -> str:
    if simple["class"]:
        return _has_word("class", simple["class"])
    if simple["id"]:
        return f"@id={_literal(simple['id'])}"
    if simple["not"]:
        tag, tests, end = _compound(simple["not"], 0)
        tests = [f"self::{tag}", *tests]
        if end != len(simple["not"]):
            raise ValueError(f":not({simple['not']}): one tag, class, id or attribute is wanted")
        return f"not({' and '.join(tests)})"
    attribute, operator = simple["attribute"].lower(), simple["operator"]
    if operator is None:
        return f"@{attribute}"
    value = next(text for text in (simple["double"], simple["single"], simple["bare"], "") if text is not None)
    if operator == "=":
        return f"@{attribute}={_literal(value)}"
    if not value:
        return "false()"
    if operator == "~=":
        return _has_word(attribute, value)
    if operator == "^=":
        return f"starts-with(@{attribute},{_literal(value)})"
    if operator == "*=":
        return f"contains(@{attribute},{_literal(value)})"
    return f"substring(@{attribute},string-length(@{attribute})-{len(value) - 1})={_literal(value)}"


def _has_word(attribute: str, word: str) -> str:
    return f"contains(concat(' ',normalize-space(@{attribute}),' '),{_literal(f' {word} ')})"


def _literal(text: str) -> str:
    """Quote a text for XPath, which has no escapes."""
    if "'" in text and '"' in text:
        raise ValueError("a value with both kinds of quotes is not understood")
    return f'"{text}"' if "'" in text else f"'{text}'"
