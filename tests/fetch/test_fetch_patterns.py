"""No pattern of this room takes more than linear time, whatever the bait."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time

import pytest

import newsgrid.fetch
import newsgrid.text.addresses

SIZE = 40_000
"""A quadratic pattern takes some seconds for so many characters, a linear one some milliseconds."""
MOST_S = 0.5

MODULES = [
    importlib.import_module(f"newsgrid.fetch.{found.name}") for found in pkgutil.iter_modules(newsgrid.fetch.__path__)
]
PATTERNS = {
    f"{module.__name__}.{name}": value
    for module in [*MODULES, newsgrid.text.addresses]
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str)
}
PUMPS = ["a", "0", "1", " ", "\t", "%", "%4", "%41", ".", "a.", "0.", "1.0", "-", ",", ", ", ";", "=", "0x", "xX", "\n", "\r\n", '"',
         "max-age", "max-age ", "max-age=", ",max-age= ", "é", "/*", "(", "\x00"]  # fmt: skip
HEADS = ["", "1", "0x", "max-age", "max-age=", "a.", "%"]
TAILS = ["", "!", "\n", "é", "%"]


def test_the_patterns_are_found() -> None:
    assert {"newsgrid.fetch.targets._FIT", "newsgrid.fetch.guard._NUMBER", "newsgrid.fetch.hints._SECONDS"} <= set(
        PATTERNS
    )


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_a_pattern_is_linear(name: str) -> None:
    pattern = PATTERNS[name]
    for pump in PUMPS:
        for head in HEADS:
            for tail in TAILS:
                bait = head + pump * (SIZE // len(pump)) + tail
                begun = time.process_time()
                pattern.match(bait)
                pattern.fullmatch(bait)
                pattern.search(bait)
                assert time.process_time() - begun < MOST_S, (head, pump, tail)
