"""The worker: polls what is due, for as long as it lives."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from datetime import datetime

from newsgrid.errors import NewsgridError
from newsgrid.pipeline.newsroom import Newsroom
from newsgrid.pipeline.polling import PollReport, poll
from newsgrid.ports import Store
from newsgrid.settings import Settings

log = logging.getLogger(__name__)

BEAT_KEY = "worker-beat"
"""State kept under this key: the time of the worker's last round, ISO 8601."""


def work(
    store: Store,
    newsroom: Newsroom,
    settings: Settings,
    now: Callable[[], datetime],
    stop: threading.Event,
    after_round: Callable[[PollReport], None] = lambda _: None,
) -> None:
    """Poll until `stop` is set: a round for what is due, then a rest. An error of one round is logged, and the next begun."""
    while not stop.is_set():
        try:
            report = asyncio.run(poll(store, newsroom, settings, now))
            store.save_state(BEAT_KEY, now().isoformat().encode("ascii"))
            if report.feeds or report.articles:
                log.info(
                    "%d feeds asked, %d entries new, %d articles made",
                    report.feeds,
                    report.new_entries,
                    report.articles,
                )
            after_round(report)
        except NewsgridError:
            log.exception("a round of the worker failed; the next one goes on")
        stop.wait(settings.work.poll_every_s)


def last_beat(store: Store) -> datetime | None:
    """Give when the worker last ended a round; None when it never did."""
    kept = store.load_state(BEAT_KEY)
    return datetime.fromisoformat(kept.decode("ascii")) if kept else None
