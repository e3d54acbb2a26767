"""Every pattern that reads pages and articles takes time linear in what it is given: their texts are hostile."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import newsgrid

ROOMS = ("extract", "annotate")
_PACKAGE = Path(newsgrid.__file__).parent
MODULES = sorted(
    f"{room}/{path.relative_to(_PACKAGE / room).as_posix()}"
    for room in ROOMS
    for path in (_PACKAGE / room).rglob("*.py")
)

SHORT, LONG = 5_000, 50_000
SHORT_S, LONG_S = 0.05, 0.1
"""Seconds allowed on a quiet core. What is quadratic takes four times the first at least, and hours for the second."""
_SLOW_MACHINE = 3
_UNITS = (
    " ", "\n", "a", "A", "7", "-", ".", ",", "(", "[", "<", "/", "“", "”", '"', "'", "’", "\\", '\\"', "&", "м", "م", "新", "ก", "あ", "가", "न", "ক", "。", "e\u0301", "\u0301", "ก\u0e49", "A ", " a", "A, ", "a.", "7-", "7/", "7,", "7 ",
    "777 ", "(a", " - ", " | ", "<a", "<a ", '="', '"a', "a'", "a’", "Ab Cd ", " by A B", ", }", "a-", "a-1", "1x1 ", "http://", "photo: ", "javascript ", "12:3", ". \n", "?!", "!”", "a\n", "\n ", "@a", "{{", "a,\n",
)  # fmt: skip
_HEADED = ('"\\"', '"a', "“a", "(a", "<a=", "{ ", "新年", "a ")
"""The first character once, the others again and again: what has begun and never ends."""
_TAILED = (" a", "\na", ".a", "!a", "?!a", "”a", "。a", "新a", "7a", "7 a", "-.", ",a", "a.", "A a.", "\\a")
"""The last character once, what is before it again and again: what seems to end well and does not."""
_LONG_UNITS = (" ", "a", "A b, ", "Ab Cd ", "新")
_TAGS = tuple(map(chr, range(0xE000, 0xE00C)))
"""Characters of kinds of tokens, over which the grammar of dates is written (`annotate/timegrammar.py`)."""
_CALLS = frozenset({"compile", "match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer"})

Pattern = re.Pattern[str] | re.Pattern[bytes]


def texts() -> Iterator[str]:
    """Give what patterns are tried on."""
    for unit in _UNITS:
        yield unit * (SHORT // len(unit))
    for head, *unit in _HEADED:
        yield head + "".join(unit) * (SHORT // len(unit))
    for text in _TAILED:
        yield text[:-1] * (SHORT // len(text[:-1])) + text[-1]
    for unit in _LONG_UNITS:
        yield unit * (LONG // len(unit))


TEXTS = tuple(texts())


def seconds(pattern: Pattern, text: str, enough: float) -> float:
    """Give the processor's seconds to look for a pattern everywhere in a text; the best of three, unless one is enough."""
    best = 60.0
    for _ in range(3):
        start = time.process_time()
        if isinstance(pattern.pattern, bytes):
            sum(1 for _ in pattern.finditer(text.encode()))  # type: ignore[arg-type]
        else:
            sum(1 for _ in pattern.finditer(text))  # type: ignore[arg-type]
        best = min(best, time.process_time() - start)
        if best < enough:
            break
    return best


def slow_on(pattern: Pattern) -> list[str]:
    """Give how those texts begin on which a pattern takes too long."""
    found: list[str] = []
    for text in (tag * SHORT for tag in _TAGS) if _is_grammar(pattern) else TEXTS:
        if found and len(text) > SHORT + 1:
            break
        allowed = SHORT_S if len(text) <= SHORT + 1 else LONG_S
        if seconds(pattern, text, allowed) > allowed * _SLOW_MACHINE:
            found.append(text[:20])
    return found


def _is_grammar(pattern: Pattern) -> bool:
    return isinstance(pattern.pattern, str) and any("\ue000" <= char < "\uf000" for char in pattern.pattern)


def calls(module: str) -> Iterator[tuple[int, ast.Call]]:
    """Give the calls of `re` in a module's source, with the lines on which Python sees them."""
    for node in ast.walk(ast.parse((_PACKAGE / module).read_text("utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in _CALLS
        ):
            yield node.func.end_lineno or 0, node


Rows = dict[str, dict[int, set[Pattern]]]


@pytest.fixture(scope="module")
def used() -> Rows:
    """Give the patterns that were compiled, by module and line."""
    program = Path(__file__).with_name("pattern_sites.py")
    said = subprocess.run([sys.executable, str(program), *ROOMS], capture_output=True, check=True, timeout=300).stdout
    found: Rows = {}
    for module, line, text, is_bytes, flags in json.loads(said):
        pattern = re.compile(text.encode("latin-1") if is_bytes else text, flags)
        found.setdefault(module, {}).setdefault(line, set()).add(pattern)
    return found


@pytest.mark.parametrize("module", MODULES)
def test_patterns_of_module_take_linear_time(module: str, used: Rows) -> None:
    found = {line: set(patterns) for line, patterns in used.get(module, {}).items()}
    for line, call in calls(module):
        if line not in found:
            # Not met while reading: it must be written out, so that it can be tried all the same.
            assert _is_known(call.args[0]), f"line {line}: what pattern is this? Let pattern_sites.py use it"
            if isinstance(call.args[0], ast.Constant):
                found[line] = {re.compile(call.args[0].value)}
    slow = {line: (pattern.pattern, where) for line, each in found.items() for pattern in _some(each) if (where := slow_on(pattern))}  # fmt: skip
    assert slow == {}


def _is_known(argument: ast.expr) -> bool:
    """Say whether a call's pattern is written out, or a pattern that the module has compiled."""
    return isinstance(argument, ast.Constant) or (isinstance(argument, ast.Name) and argument.id.isupper())


def _some(patterns: set[Pattern]) -> list[Pattern]:
    """Give the patterns of one line; of the grammar's many rules, in many languages, those that hold all others of one."""
    if len(patterns) < 100:
        return list(patterns)
    return sorted(patterns, key=lambda pattern: -len(pattern.pattern))[:12]


@pytest.mark.parametrize(
    ("pattern", "unit"), [(r"\s*(?:,|;)\s*", " "), (r'"((?:[^"\\\n]|\\.)*)"', '\\"'), (r"\w+x$", "a"), (r"(?:a|a)*b", "a")]
)  # fmt: skip
def test_pattern_that_is_not_linear_would_be_found(pattern: str, unit: str) -> None:
    assert unit in "".join(_UNITS)
    size = 22 if pattern.endswith("*b") else SHORT
    assert seconds(re.compile(pattern), unit * (size // len(unit)), SHORT_S) > SHORT_S


def test_patterns_are_found_wherever_they_are_built(used: Rows) -> None:
    assert sum(len(each) for lines in used.values() for each in lines.values()) > 500
    assert {"extract/walls.py", "annotate/timegrammar.py", "annotate/timewords.py", "annotate/quotes_speakers.py"} <= set(used)  # fmt: skip
