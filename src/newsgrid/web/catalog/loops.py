"""Event loops that use the catalogue."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


def run_with_store(work: Coroutine[Any, Any, Result]) -> Result:
    """Run work that uses the store in an event loop of its own, and close the connections that were opened for it.

    Django keeps connections by context, and a loop has one of its own: left open, they would stay until they are collected.
    """

    async def run() -> Result:
        from django.db import connections

        try:
            return await work
        finally:
            connections.close_all()

    return asyncio.run(run())
