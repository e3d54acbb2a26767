"""What the world noticed about those who asked: numbers of requests, and the politeness of feed readers.

A feed's counters of impoliteness:
    early          asked again inside a Retry-After window (429 or 503)
    gone           asked again more than once after 410
    moved          asked the old address again more than twice after 301 or 308
    unconditional  answered in full although a validator had been given, because the client came back without it
    fast           two requests within `min_gap` seconds
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

IMPOLITE = ("early", "gone", "moved", "unconditional", "fast")

_KINDS = ("feed", "article", "image", "front", "sitemap", "robots", "other")
_TOTALS = ("requests", *_KINDS, "s200", "s304", "s4xx", "s5xx", "s3xx", "bytes", "canary", "robots_denied",
           "article_twice", "connections", "aborted")  # fmt: skip
_FREE_AFTER_GONE = 2  # one request learns of the 410, one more is forgiven
_FREE_AFTER_MOVED = 3


@dataclass(slots=True)
class FeedCounters:
    """What was asked of one feed. Times are in seconds since 1970; `wait_until` is 0 outside Retry-After windows."""

    n: int = 0
    s200: int = 0
    s304: int = 0
    err: int = 0
    cond: int = 0
    bytes: int = 0
    min_gap: float | None = None
    early: int = 0
    gone: int = 0
    moved: int = 0
    unconditional: int = 0
    fast: int = 0
    last: float = 0.0
    validator_given: bool = False
    wait_until: float = 0.0
    answers_410: int = 0
    answers_301: int = 0

    def note_request(self, now: float, min_gap: float, *, followed: bool, conditional: bool) -> None:
        """Count a request; one that `followed` a redirect here is never too fast."""
        self.n += 1
        if self.last:
            gap = now - self.last
            self.min_gap = round(gap, 3) if self.min_gap is None else min(self.min_gap, round(gap, 3))
            if gap < min_gap and not followed:
                self.fast += 1
        self.last = now
        if conditional:
            self.cond += 1
        if now < self.wait_until:
            self.early += 1

    def note_gone(self) -> None:
        """Count an answer 410."""
        self.answers_410 += 1
        if self.answers_410 > _FREE_AFTER_GONE:
            self.gone += 1

    def note_moved(self) -> None:
        """Count an answer 301 or 308."""
        self.answers_301 += 1
        if self.answers_301 > _FREE_AFTER_MOVED:
            self.moved += 1

    def note_full(self, size_bytes: int, *, has_validator: bool, conditional: bool) -> None:
        """Count a full answer."""
        if self.validator_given and has_validator and not conditional:
            self.unconditional += 1
        self.validator_given = True
        self.s200 += 1
        self.bytes += size_bytes

    def row(self) -> dict[str, object]:
        """Give what `/_world/stats?feeds=1` shows of the feed."""
        shown = ("n", "s200", "s304", "err", "cond", "bytes", "min_gap", *IMPOLITE)
        return {name: getattr(self, name) for name in shown}


@dataclass(slots=True)
class Stats:
    """All counters since `since`, in seconds since 1970."""

    since: float
    total: Counter[str] = field(default_factory=Counter)
    feeds: dict[int, FeedCounters] = field(default_factory=dict)
    articles: Counter[tuple[int, int]] = field(default_factory=Counter)
    agents: Counter[str] = field(default_factory=Counter)
    inflight: Counter[int] = field(default_factory=Counter)
    inflight_max: dict[int, int] = field(default_factory=dict)

    def feed(self, number: int) -> FeedCounters:
        """Give the counters of a feed."""
        return self.feeds.setdefault(number, FeedCounters())

    def enter(self, publisher: int) -> None:
        """Note that a request to a publisher has begun."""
        self.inflight[publisher] += 1
        self.inflight_max[publisher] = max(self.inflight_max.get(publisher, 0), self.inflight[publisher])

    def leave(self, publisher: int) -> None:
        """Note that a request to a publisher has ended."""
        self.inflight[publisher] -= 1

    def note_article(self, feed: int, index: int) -> None:
        """Count a request for an article page."""
        self.articles[feed, index] += 1
        if self.articles[feed, index] > 1:
            self.total["article_twice"] += 1

    def note_answer(self, status: int, size_bytes: int) -> None:
        """Count an answer by its status."""
        exact = status in (200, 304)
        self.total[f"s{status}" if exact else f"s{status // 100}xx"] += 1
        self.total["bytes"] += size_bytes

    def reset(self, now: float) -> None:
        """Forget everything but what is in flight."""
        self.since = now
        for counters in (self.total, self.feeds, self.articles, self.agents, self.inflight_max):
            counters.clear()

    def report(self, now: float, open_connections: int, faults: dict[int, str], *, by_feed: bool) -> dict[str, object]:
        """Sum up: totals, impoliteness, and both by fault class ("healthy" for feeds without one)."""
        report: dict[str, object] = {name: self.total[name] for name in (*_TOTALS, *self.total)}
        report["seconds"] = round(now - self.since, 1)
        report["open_connections"] = open_connections
        report["feeds_asked"] = len(self.feeds)
        report["inflight_max"] = max(self.inflight_max.values(), default=0)
        report["agents"] = dict(self.agents)
        for name in (*IMPOLITE, "cond"):
            report[name] = sum(getattr(counters, name) for counters in self.feeds.values())
        report["by_fault"] = self._by_fault(faults)
        rows = {str(number): counters.row() for number, counters in self.feeds.items()}
        report["feed"] = rows if by_feed else len(rows)
        return report

    def _by_fault(self, faults: dict[int, str]) -> dict[str, Counter[str]]:
        classes: dict[str, Counter[str]] = {}
        for number, counters in self.feeds.items():
            row = classes.setdefault(faults.get(number) or "healthy", Counter())
            row["feeds"] += 1
            for name in ("n", "early", "gone", "moved", "unconditional"):
                row[name] += getattr(counters, name)
        return classes


def violations(report: Mapping[str, Any]) -> dict[str, int]:
    """Give those counters of a report that a well-mannered reader leaves at zero."""
    return {name: int(report[name]) for name in (*IMPOLITE, "canary", "robots_denied")}
