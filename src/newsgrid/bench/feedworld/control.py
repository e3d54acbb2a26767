"""The addresses under `/_world/` that tests and benchmarks ask; a polite reader never does.

GET  info     options, counts, fault classes         GET  feeds    one row a feed
GET  truth    JSON lines, one an entry that exists   GET  stories  JSON lines, one a story
GET  text?url=  the true body of an article          GET  stats    what was asked (?feeds=1: feed by feed)
POST tick?n=1   move time on                         POST reset    clear the statistics
GET  canary   must never be asked for: every request is counted
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from urllib.parse import urlsplit

from newsgrid.bench.feedworld.replies import JSON, PLAIN, Answer, Reply, Request, Stream
from newsgrid.bench.feedworld.stats import Stats
from newsgrid.bench.feedworld.values import Entry, Feed
from newsgrid.bench.feedworld.world import World

PREFIX = "/_world/"


class Control:
    """Answers the control addresses of a world."""

    def __init__(self, world: World, stats: Stats) -> None:
        """Control this world and these statistics."""
        self.world = world
        self.stats = stats

    def answer(self, request: Request, now: float, open_connections: int) -> Reply:
        """Answer a request under `/_world/`."""
        what = request.path.removeprefix(PREFIX)
        if what in ("tick", "reset") and request.method != "POST":
            return Answer(405, b"POST\n", PLAIN)
        if what == "canary":
            self.stats.total["canary"] += 1
            return Answer(200, b"canary\n", PLAIN)
        if what == "tick":
            return _json(self._tick(int(request.query.get("n", 1))))
        if what == "reset":
            self.stats.reset(now)
            return _json({"ok": True})
        if what == "info":
            return _json(self._info())
        if what == "feeds":
            return _json([self._feed_row(feed) for feed in self.world.feeds])
        if what == "stats":
            faults = {feed.id: feed.fault for feed in self.world.feeds}
            return _json(self.stats.report(now, open_connections, faults, by_feed="feeds" in request.query))
        if what == "truth":
            return Stream(self._truth())
        if what == "stories":
            return Stream(self._stories())
        if what == "text":
            return self._text(request.query.get("url", ""))
        return _json({}, status=404)

    def _tick(self, ticks: int) -> dict[str, int]:
        world = self.world
        before = [world.version(feed.id) for feed in world.feeds]
        world.tick += ticks
        changed = sum(world.version(number) != version for number, version in enumerate(before))
        return {"tick": world.tick, "changed": changed, "entries": self._entries()}

    def _entries(self) -> int:
        return sum(self.world.count(feed.id) for feed in self.world.feeds)

    def _info(self) -> dict[str, object]:
        world = self.world
        return {
            "options": asdict(world.options),
            "epoch": world.epoch_s,
            "tick": world.tick,
            "feeds": len(world.feeds),
            "publishers": len(world.publishers),
            "entries": self._entries(),
            "faults": Counter(feed.fault for feed in world.feeds if feed.fault),
            "languages": Counter(feed.language for feed in world.feeds),
            "formats": Counter(feed.format for feed in world.feeds),
        }

    def _feed_row(self, feed: Feed) -> dict[str, object]:
        return {
            "id": feed.id,
            "pub": feed.publisher,
            "lang": feed.language,
            "section": feed.section,
            "fmt": feed.format,
            "full": feed.full_text,
            "fault": feed.fault,
            "pace": feed.hours_between,
            "valid": feed.validators,
            "latency": feed.latency_s,
            "slow": feed.slow_s,
            "enc": feed.compressed,
            "url": feed.url,
            "publisher": self.world.publishers[feed.publisher].name,
            "entries": self.world.count(feed.id),
        }

    def _all_entries(self) -> Iterator[Entry]:
        for feed in self.world.feeds:
            for index in range(self.world.count(feed.id)):
                yield self.world.current(feed.id, index)

    def _truth(self) -> Iterator[str]:
        for entry in self._all_entries():
            language = self.world.languages[entry.language]
            row = {
                "url": entry.url,
                "guid": entry.guid,
                "feed": entry.feed,
                "pub": entry.publisher,
                "lang": entry.language,
                "story": entry.story,
                "kind": entry.kind,
                "section": entry.section,
                "city": entry.city,
                "published": entry.published,
                "title": entry.title,
                "words": sum(language.count_words(paragraph) for paragraph in entry.paragraphs),
            }
            yield json.dumps(row, ensure_ascii=False)

    def _stories(self) -> Iterator[str]:
        seen = set()
        for entry in self._all_entries():
            if entry.story in seen:
                continue
            seen.add(entry.story)
            story = self.world.story(entry.story)
            facts = self.world.facts(story, "en", entry.published)
            row = {
                "story": entry.story,
                "type": entry.type,
                "section": entry.section,
                "city": entry.city,
                "people": [facts["P"], facts["Q"]],
                "orgs": [facts["O"], facts["U"]],
                "place": facts["D"],
                "numbers": [story.n, story.m, story.k],
                "themes": [self.world.words.themes[theme][0] for theme in story.themes],
            }
            yield json.dumps(row)

    def _text(self, url: str) -> Answer:
        entry = self.world.find(urlsplit(url).path)
        if entry is None:
            return _json({}, status=404)
        return _json(
            {
                "title": entry.title,
                "text": "\n".join(entry.paragraphs),
                "author": entry.author,
                "published": entry.published,
                "lang": entry.language,
                "image": entry.image,
                "url": entry.url,
                "publisher": self.world.publishers[entry.publisher].name,
            }
        )


def _json(value: object, status: int = 200) -> Answer:
    return Answer(status, json.dumps(value, ensure_ascii=False).encode(), JSON)
