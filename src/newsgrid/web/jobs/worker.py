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
from newsgrid.web.usecases.status import BEAT

log = logging.getLogger(__name__)


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
            _beat(store, now)
            report = asyncio.run(poll(store, newsroom, settings, now))
            _beat(store, now)
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
    """Give when the worker last began or ended a round; None when it never did."""
    kept = store.load_state(BEAT)
    return datetime.fromisoformat(kept.decode("ascii")) if kept else None


def _beat(store: Store, now: Callable[[], datetime]) -> None:
    store.save_state(BEAT, now().isoformat().encode("ascii"))
