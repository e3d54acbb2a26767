"""The names under which domains are registered: `co.za`, `gov.uk`, `github.io` (the Public Suffix List)."""

from __future__ import annotations

import functools
from importlib import resources

_MOST_LABELS = 8
"""No rule of the list has more labels, nor will one soon: five are the most."""


@functools.lru_cache(maxsize=20_000)
def registrable_domain(host: str) -> str:
    """Give the domain under which a host was registered: one label more than the longest public suffix it ends with.

    `host` is in lower case, letters of other scripts or their ASCII form alike. A public suffix, and a name of one label,
    come back whole. Source: the algorithm of https://publicsuffix.org/list/, private suffixes (a host that gives names to
    others) included.
    """
    labels = host.split(".")
    return ".".join(labels[-_suffix_labels(labels[-_MOST_LABELS:]) - 1 :])


def _suffix_labels(labels: list[str]) -> int:
    """Give of how many labels the longest public suffix is; 1 where no rule fits."""
    rules = _rules()
    for at in range(len(labels)):
        parent = ".".join(labels[at + 1 :])
        name = f"{labels[at]}.{parent}" if parent else labels[at]
        if "!" + name in rules:
            return len(labels) - at - 1
        if name in rules or "*." + parent in rules:
            return len(labels) - at
    return 1


@functools.cache
def _rules() -> frozenset[str]:
    text = resources.files("newsgrid.text").joinpath("data/public_suffixes.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("//"))
