"""The part of CSS that publisher files are written in, as XPath.

Selectors Level 3 (W3C): tags, `*`, `.class`, `#id`, `[attribute]` with `=`, `~=`, `^=`, `$=`, `*=`, `:not(...)` of one of
these, descendants, children (`>`) and lists (`,`). lxml runs XPath by itself; translating this much needs no library.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import cast

from lxml import etree

from newsgrid.extract.markup import Element

MAX_CHARS = 400

_NAME = r"-?[A-Za-z_][\w-]*"
_SIMPLE = re.compile(
    rf"""\.(?P<class>{_NAME})|\#(?P<id>{_NAME})
    |\[\s*(?P<attribute>{_NAME})\s*(?:(?P<operator>[~^$*]?=)\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>{_NAME}))\s*)?\]
    |:not\(\s*(?P<not>[^()]+?)\s*\)""",
    re.VERBOSE | re.ASCII,
)
_TAG = re.compile(rf"\*|{_NAME}", re.ASCII)
_COMBINATOR = re.compile(r"\s*(>)\s*|\s+")


@functools.lru_cache(maxsize=5000)
def compiled(selector: str) -> Callable[[Element], list[Element]]:
    """Give a selector ready to run on a tree. Raises ValueError for what is none of ours."""
    return cast("Callable[[Element], list[Element]]", etree.XPath(to_xpath(selector)))


def to_xpath(selector: str) -> str:
    """Translate a selector. Raises ValueError, which says what could not be read."""
    if len(selector) > MAX_CHARS:
        raise ValueError(f"a selector has {MAX_CHARS} characters at most")
    return "|".join(_path(part.strip()) for part in _parts(selector))


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


def _path(text: str) -> str:
    path, at, axis = "", 0, ".//"
    while True:
        tag, tests, at = _compound(text, at)
        path += axis + tag + "".join(f"[{test}]" for test in tests)
        if at == len(text):
            return path
        combinator = _COMBINATOR.match(text, at)
        if combinator is None:
            raise ValueError(f"{text[at:]!r} is not understood")
        axis, at = ("/" if combinator[1] else "//"), combinator.end()


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
