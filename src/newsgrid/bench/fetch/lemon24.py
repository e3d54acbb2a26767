"""lemon24/reader as it is measured: `FILE.sqlite subscribe URLS` once, then `FILE.sqlite poll`.

Run by its path, so that nothing of newsgrid is loaded beside it.
"""

from __future__ import annotations

import importlib
import sys

WORKERS = 8
"""Retrieving threads: as many as newsgrid has requests at a time to one host of the operator's own."""


def main(database: str, what: str, urls: str = "") -> int:
    """Subscribe to the addresses in a file, one on a line, or ask every feed and print how many entries are kept."""
    reader = importlib.import_module("reader").make_reader(database)
    if what == "subscribe":
        with open(urls, encoding="utf-8") as lines:
            for line in lines:
                reader.add_feed(line.strip())
    else:
        reader.update_feeds(workers=WORKERS, scheduled=False)
        print(reader.get_entry_counts().total)
    reader.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
