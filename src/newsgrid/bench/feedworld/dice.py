"""Stable chance: numbers that depend on nothing but what they are asked for."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Sequence
from typing import TypeVar

_T = TypeVar("_T")


def draw(*parts: object) -> int:
    """Give a number in 0 .. 2**64-1 that is always the same for the same parts."""
    return int.from_bytes(hashlib.blake2b(":".join(map(str, parts)).encode(), digest_size=8).digest(), "big")


def draw_share(*parts: object) -> float:
    """Give a number in 0 .. 1 that is always the same for the same parts."""
    return draw(*parts) / 2.0**64


def dice_for(*parts: object) -> random.Random:
    """Give dice that always fall the same way for the same parts."""
    return random.Random(draw(*parts))


def pick(chance: Callable[[], float], items: Sequence[_T]) -> _T:
    """Pick one of the items."""
    return items[int(chance() * len(items))]


def shuffle(chance: Callable[[], float], items: Sequence[_T]) -> list[_T]:
    """Give a shuffled copy; quicker than `random.shuffle`, which matters for every entry of every feed."""
    mixed = list(items)
    for i in range(len(mixed) - 1, 0, -1):
        j = int(chance() * (i + 1))
        mixed[i], mixed[j] = mixed[j], mixed[i]
    return mixed
