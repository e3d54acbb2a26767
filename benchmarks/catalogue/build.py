"""Build the bundled catalogue of news feeds: addresses and names of publishers, no text of theirs.

    python benchmarks/catalogue/build.py CORPORA/catalogue/feeds.jsonl.gz

Reads the catalogue of the corpora (its README names the source lists) and writes src/newsgrid/feeds/data/catalogue.jsonl.xz: the feeds that
several lists agree on or that were seen active, general news before special interests, at most three a host, every country and
language kept as long as it has any.
"""

from __future__ import annotations

import collections
import gzip
import json
import lzma
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

TARGET = Path(__file__).parents[2] / "src" / "newsgrid" / "feeds" / "data" / "catalogue.jsonl.xz"
MOST = 3000
PER_HOST = 2
PER_COUNTRY = 130
LEAST_PER_COUNTRY = 12
GENERAL = {"national", "news", "local", "world", "politics", "africa", "asia", "europe", "middle east"}
CITY_TRUST = {"list": 1.0, "name": 0.8, "host": 0.6}


def worth(row: dict[str, Any]) -> float:
    """How much a feed is wanted in the bundle."""
    kinds = {c.lower() for c in row.get("categories") or ()}
    value = 2.0 * min(4, len(row["sources"])) + (2.0 if kinds & GENERAL else -1.5)
    value += {"active-2026-03": 2.5, "inactive-2026-03": -6.0}.get(row.get("status", ""), 0.0)
    value += 1.5 if "kagisearch/kite-public" in row["sources"] else 0.0
    value += (
        0.7 * bool(row.get("name"))
        + 0.5 * bool(row.get("language"))
        + (1.5 if row.get("city_from") in CITY_TRUST else 0.0)
    )
    value -= 1.0 if row["feed"].startswith("http://") else 0.0
    value -= 0.02 * max(0, len(row["feed"]) - 60)
    value -= 2.0 if row["kind"] != "rss" else 0.0
    value -= 1.5 if row.get("country_from") == "tld" else 0.0
    return value


def chosen(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Take the best by country, then the best of what is left."""
    rows = [r for r in rows if r.get("country") and _tidy(r)]
    rows.sort(key=lambda r: (-worth(r), r["feed"]))
    hosts: collections.Counter[str] = collections.Counter()
    countries: collections.Counter[str] = collections.Counter()
    taken: list[dict[str, Any]] = []
    for least in (True, False):
        for row in rows:
            host, country = urlsplit(row["feed"]).netloc, row["country"]
            limit = LEAST_PER_COUNTRY if least else PER_COUNTRY
            if row.get("taken") or hosts[host] >= PER_HOST or countries[country] >= limit or len(taken) >= MOST:
                continue
            row["taken"] = True
            hosts[host] += 1
            countries[country] += 1
            taken.append(row)
    return taken


def _tidy(row: dict[str, Any]) -> bool:
    name = row.get("name") or urlsplit(row.get("site") or row["feed"]).netloc.removeprefix("www.")
    row["name"] = " ".join(name.split())[:80]
    return bool(row["name"]) and row["feed"].startswith("http")


def main() -> None:
    with gzip.open(sys.argv[1], "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    taken = sorted(chosen(rows), key=lambda r: (r["country"], r["name"].casefold(), r["feed"]))
    lines = []
    for row in taken:
        city = row.get("city", "") if row.get("city_from") in CITY_TRUST else ""
        category = next(
            (c.lower() for c in row.get("categories") or () if c.lower() in GENERAL),
            (row.get("categories") or ["news"])[0].lower(),
        )
        fact = [row["name"], row["feed"], row.get("site", ""), row["country"], city, row.get("language", ""), category]
        lines.append(json.dumps(fact, ensure_ascii=False, separators=(",", ":")))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(lzma.compress(("\n".join(lines) + "\n").encode("utf-8"), preset=9))
    countries, languages = {r["country"] for r in taken}, {r["language"] for r in taken if r.get("language")}
    print(f"{len(taken)} feeds, {len(countries)} countries, {len(languages)} languages, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
