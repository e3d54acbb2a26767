"""Every pattern of the room takes time linear in what it is given: pages are hostile."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time

import pytest

import newsgrid.extract

SHORT, LONG = 5_000, 100_000
SHORT_S, LONG_S = 0.05, 0.1
"""Seconds allowed on a quiet core. What is quadratic takes four times the first at least, and hours for the second."""
_SLOW_MACHINE = 3
_UNITS = (
    " ", "\n", "a", "A", "7", "-", ".", ",", "(", "[", "<", "/", "“", '"', "\\", "&", "م", "新", "A ", " a", "A, ", "a.", "7-", "7/", "(a", " - ", " | ", "<a ", '="', "Ab Cd ",
    " by A B", ", }", "a-1", "1x1 ", "http://", "photo: ", "javascript ", "12:3",
)  # fmt: skip
_LONG_UNITS = (" ", "a", "A b, ", "Ab Cd ")

Pattern = re.Pattern[str] | re.Pattern[bytes]


def patterns() -> dict[str, Pattern]:
    """Give the compiled patterns of the room's modules, by module and name."""
    found: dict[str, Pattern] = {}
    for info in pkgutil.iter_modules(newsgrid.extract.__path__):
        module = importlib.import_module(f"newsgrid.extract.{info.name}")
        for name, value in vars(module).items():
            for index, part in enumerate(value if isinstance(value, (tuple, list)) else (value,)):
                pattern = part[1] if isinstance(part, tuple) and len(part) == 2 else part
                if isinstance(pattern, re.Pattern):
                    found[f"{info.name}.{name}.{index}"] = pattern
    return found


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


@pytest.mark.parametrize("name", sorted(patterns()))
def test_pattern_takes_linear_time(name: str) -> None:
    pattern = patterns()[name]
    allowed = SHORT_S * _SLOW_MACHINE
    slow = [unit for unit in _UNITS if seconds(pattern, unit * (SHORT // len(unit)), SHORT_S) > allowed]
    assert slow == []
    allowed = LONG_S * _SLOW_MACHINE
    assert [unit for unit in _LONG_UNITS if seconds(pattern, unit * (LONG // len(unit)), LONG_S) > allowed] == []


def test_quadratic_pattern_would_be_found() -> None:
    assert seconds(re.compile(r"\s*(?:,|;)\s*"), " " * SHORT, SHORT_S) > SHORT_S
    assert len(patterns()) > 100
