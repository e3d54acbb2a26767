"""The time, as what needs it is given it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the time: aware, UTC."""


def utc_now() -> datetime:
    """Give the time: the one place outside the web room that asks the clock."""
    return datetime.now(UTC)
