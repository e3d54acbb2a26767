"""The worker: polls what is due, for as long as it lives."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime

from newsgrid.errors import NewsgridError
from newsgrid.pipeline.newsroom import Newsroom
from newsgrid.pipeline.polling import PollReport, poll
from newsgrid.ports import Store
from newsgrid.settings import Settings
from newsgrid.web.catalog.loops import run_with_store
from newsgrid.web.usecases.status import BEAT

log = logging.getLogger(__name__)

LISTEN_EVERY_S = 1.0
"""How often a resting worker looks for what hubs delivered."""


def work(
    store: Store,
    newsroom: Newsroom,
    settings: Settings,
    now: Callable[[], datetime],
    stop: threading.Event,
    after_round: Callable[[PollReport], None] = lambda _: None,
) -> None:
    """Poll until `stop` is set: a round for what is due, then a rest. An error of one round is logged, and the next begun.

    What a hub delivers ends the rest.
    """
    is_first = True
    while not stop.is_set():
        try:
            _beat(store, now)
            report = run_with_store(poll(store, newsroom, settings, now, subscribe=True, everything=is_first))
            is_first = False
            _beat(store, now)
            if report.feeds or report.articles:
                log.info(
                    "%d feeds asked, %d entries new (%d pushed), %d articles made",
                    report.feeds,
                    report.new_entries,
                    report.pushed,
                    report.articles,
                )
            after_round(report)
        except NewsgridError:
            log.exception("a round of the worker failed; the next one goes on")
        _rest(store, settings.work.poll_every_s, stop)


def _rest(store: Store, seconds: float, stop: threading.Event) -> None:
    """Wait for the next round: so long, or until a hub has delivered, or until `stop` is set."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0 and not stop.wait(min(left, LISTEN_EVERY_S)):
        try:
            if store.deliveries_wait():
                return
        except NewsgridError:
            log.exception("the worker could not look for deliveries; it looks again")


def last_beat(store: Store) -> datetime | None:
    """Give when the worker last began or ended a round; None when it never did."""
    kept = store.load_state(BEAT)
    return datetime.fromisoformat(kept.decode("ascii")) if kept else None


def _beat(store: Store, now: Callable[[], datetime]) -> None:
    store.save_state(BEAT, now().isoformat().encode("ascii"))
