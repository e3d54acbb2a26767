"""Manners: one request at a time to a host with a pause between, and waits that servers asked for."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

MAX_WAIT_S = 7 * 86_400.0
"""The longest wait that one answer can ask for, so that no server is lost for ever by a slip."""
MOST_REFUSALS = 3
REFUSED_S = 3_600.0
"""When so many pages of a host group are refused in a row (403), none is asked for during so many seconds; its feeds are."""
_MAX_GATES = 4096


class Gate:
    """The queue before one host. Who is let in first was first to come."""

    def __init__(self, lanes: int) -> None:
        """Let so many in at a time."""
        self._lanes = lanes
        self._slots = asyncio.Semaphore(lanes)
        self._free_at = 0.0
        self.users = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[Turn]:
        """Wait for a place at this host and hold it."""
        self.users += 1
        try:
            async with self._slots:
                turn = Turn(self)
                try:
                    yield turn
                finally:
                    turn.end(self._lanes == 1)
        finally:
            self.users -= 1

    def is_idle(self, now: float) -> bool:
        """Whether nobody waits and the pause is over, so that forgetting this gate changes nothing."""
        return not self.users and self._free_at <= now

    def reserve(self, delay_s: float) -> float:
        """Take the next moment at which a request may start, and give how many seconds away it is."""
        now = asyncio.get_running_loop().time()
        start = max(now, self._free_at)
        self._free_at = start + delay_s
        return start - now

    def rest(self, delay_s: float) -> None:
        """Let the pause begin now, at the end of a request."""
        self._free_at = max(self._free_at, asyncio.get_running_loop().time() + delay_s)


class Turn:
    """A place at a host. The pause is paid only by who really sends something."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._delay_s: float | None = None

    async def pause(self, delay_s: float) -> None:
        """Wait until `delay_s` have passed since the request before; call it just before sending."""
        wait = self._gate.reserve(delay_s)
        if wait > 0:
            await asyncio.sleep(wait)
        self._delay_s = delay_s

    def end(self, alone: bool) -> None:
        """Give the place back; where requests go one by one the pause counts from the end of this one."""
        if alone and self._delay_s is not None:
            self._gate.rest(self._delay_s)


class Gates:
    """The gates of all hosts; a gate nobody needs is forgotten."""

    def __init__(self) -> None:
        self._gates: dict[str, Gate] = {}

    def at(self, host: str, lanes: int) -> Gate:
        """Give the gate of a host."""
        gate = self._gates.get(host)
        if gate is None:
            if len(self._gates) >= _MAX_GATES:
                self._prune()
            gate = self._gates[host] = Gate(lanes)
        return gate

    def _prune(self) -> None:
        now = asyncio.get_running_loop().time()
        self._gates = {host: gate for host, gate in self._gates.items() if not gate.is_idle(now)}


class Waits:
    """Until when host groups asked to be left alone (Retry-After, RFC 9110, 10.2.3)."""

    def __init__(
        self,
        known: Mapping[str, datetime],
        now: Callable[[], datetime],
        on_wait: Callable[[str, datetime], None],
    ) -> None:
        self._now = now
        self._on_wait = on_wait
        self._until = {group: until for group, until in known.items() if until > now()}

    def left_s(self, group: str) -> float:
        """Give how many seconds a group is still to be left alone; 0 when it may be asked."""
        until = self._until.get(group)
        if until is None:
            return 0.0
        left = (until - self._now()).total_seconds()
        if left <= 0:
            del self._until[group]
            return 0.0
        return left

    def book(self, group: str, wait_s: float) -> None:
        """Remember a wait and tell who keeps it; a wait is never made shorter."""
        until = self._now() + timedelta(seconds=min(max(wait_s, 0.0), MAX_WAIT_S))
        if until > self._until.get(group, self._now()):
            self._until[group] = until
            self._on_wait(group, until)


class Refusals:
    """Host groups that refuse their pages one after the other: who shuts robots out need not say so a thousand times."""

    def __init__(self, waits: Waits) -> None:
        self._waits = waits
        self._counts: Counter[str] = Counter()

    def count(self, group: str) -> None:
        """Take note of a page that was refused."""
        self._counts[group] += 1
        if self._counts[group] >= MOST_REFUSALS:
            self.forget(group)
            self._waits.book(_pages_of(group), REFUSED_S)

    def forget(self, group: str) -> None:
        """Take note of a page that was given."""
        self._counts.pop(group, None)

    def are_many(self, group: str) -> bool:
        """Whether no page of the group is to be asked for now."""
        return self._waits.left_s(_pages_of(group)) > 0


def _pages_of(group: str) -> str:
    return f"pages of {group}"
