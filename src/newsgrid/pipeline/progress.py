"""How the pipeline tells what it is doing."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told of stages; a command line draws bars from it, a worker only logs."""

    def stage(self, name: str, total: int | None) -> None:
        """Begin a stage, or set its total anew; `total` is None when unknown."""

    def advance(self, name: str, count: int = 1) -> None:
        """Say that `count` more items of a stage are done."""


class Quiet:
    """Tells nobody."""

    def stage(self, name: str, total: int | None) -> None:
        """Ignore it."""

    def advance(self, name: str, count: int = 1) -> None:
        """Ignore it."""
