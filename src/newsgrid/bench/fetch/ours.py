"""newsgrid as it is measured: `subscribe FILE.opml`, then `poll`, each a process of its own on one store on disk.

A poll asks what is due and keeps what came, as `newsgrid feeds check` does; articles are made by another stage. The
clock can be set ahead, so that feeds become due without anybody waiting for them.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from newsgrid import feeds as feeds_room
from newsgrid.model import Feed
from newsgrid.pipeline.clock import utc_now
from newsgrid.pipeline.progress import Quiet
from newsgrid.pipeline.visiting import check_feeds
from newsgrid.settings import FetchSettings, Settings, StoreSettings
from newsgrid.web.config.opening import open_store


def main(arguments: Sequence[str] | None = None) -> int:
    """Do one of the two, and print a JSON object: `feeds` asked, `entries` kept in all, `health` by the feed's number."""
    given = _parser().parse_args(arguments)
    interval = {
        "min_interval_s": given.interval_s,
        "plain_interval_s": given.interval_s,
        "max_interval_s": given.interval_s,
    }
    settings = Settings(
        store=StoreSettings(data_dir=Path(given.folder)),
        fetch=FetchSettings(
            allow_private=("127.0.0.0/8",), timeout_s=given.timeout_s, **(interval if given.interval_s else {})
        ),
    )
    store = open_store(settings)
    if given.opml:
        for item in feeds_room.read_opml(Path(given.opml).read_bytes()):
            store.add_feed(Feed(0, item.url, title=item.title, language=item.language))
        return 0

    def now() -> datetime:
        return utc_now() + timedelta(seconds=given.ahead_s)

    due = store.due_feeds(now(), limit=1_000_000)
    asyncio.run(check_feeds(due, store, settings, now, Quiet()))
    words = Counter(feed.state.health for feed in store.feeds())
    print(json.dumps({"feeds": len(due), "entries": store.counts()["entries"], "health": words}))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--opml", default="", help="subscribe to the feeds of this file instead of polling")
    parser.add_argument("--ahead-s", type=float, default=0.0)
    parser.add_argument("--timeout-s", type=float, default=30.0)
    parser.add_argument("--interval-s", type=int, default=0, help="visit every feed so often")
    return parser


if __name__ == "__main__":
    sys.exit(main())
