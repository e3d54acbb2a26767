"""The development corpora as tellings, with their gold stories; streams made from them for training."""

from __future__ import annotations

import dataclasses
import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsgrid.model import Telling

NAMES = ("og2021", "gunviolence_en", "uci_news_en")


@dataclasses.dataclass(frozen=True)
class Gold:
    """One article with the story it was filed under."""

    telling: Telling
    story: str


def load(folder: Path, name: str) -> list[Gold]:
    """Read a corpus; ids are positions from 1, so that they are numbers."""
    path = folder / "clustering" / f"{name}.dev.jsonl.gz"
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            row = json.loads(line)
            telling = Telling(
                id=number,
                title=row["title"] or "",
                text=row.get("text") or "",
                published=datetime.fromisoformat(row["published"]),
                language=row["lang"] or "",
                publisher=row.get("source") or "",
                url=row.get("url") or "",
            )
            found.append(Gold(telling, row["story"]))
    return found


def split(rows: list[Gold], share: float = 0.58) -> tuple[list[Gold], list[Gold]]:
    """Part a corpus by story: those that began first, with that share of the articles, and the later ones."""
    sizes: dict[str, int] = defaultdict(int)
    for row in rows:
        sizes[row.story] += 1
    total, early = 0, set()
    for story, size in sizes.items():
        if total <= share * len(rows):
            early.add(story)
        total += size
    return [r for r in rows if r.story in early], [r for r in rows if r.story not in early]


def cold_streams(rows: list[Gold], count: int, rng: random.Random) -> Iterator[list[Gold]]:
    """Give short streams: a few stories of one stretch of time, as a new store would meet them."""
    by_story = _by_story(rows)
    stories = list(by_story)
    for _ in range(count):
        size = rng.choice((2, 3, 5, 8, 12, 20, 40))
        start = rng.randrange(max(1, len(stories) - 2 * size))
        chosen = rng.sample(stories[start : start + 2 * size], min(size, len(stories[start : start + 2 * size])))
        stream = [
            row
            for story in chosen
            for row in rng.sample(by_story[story], min(len(by_story[story]), rng.choice((2, 4, 8, 20))))
        ]
        yield sorted(stream, key=lambda row: (row.telling.published, row.telling.id))


def mixed_streams(corpora: dict[str, list[Gold]], count: int, rng: random.Random) -> Iterator[list[Gold]]:
    """Give short streams of stories of all corpora, moved into one week: general news, much of it at the same time."""
    by_corpus = {name: _by_story(rows) for name, rows in corpora.items()}
    for _ in range(count):
        chosen = rng.choice((tuple(corpora), ("og2021-texts",), ("og2021-texts", "gunviolence_en")))
        stream: list[Gold] = []
        for name in chosen:
            stories = by_corpus[name]
            for story in rng.sample(list(stories), min(len(stories), rng.choice((2, 4, 8, 16)))):
                rows = rng.sample(stories[story], min(len(stories[story]), rng.choice((2, 4, 8))))
                first = min(row.telling.published for row in rows)
                begin = _WEEK + timedelta(hours=rng.uniform(0, 168))
                for row in rows:
                    telling = dataclasses.replace(row.telling, published=begin + (row.telling.published - first))
                    stream.append(Gold(telling, f"{name}/{story}"))
        stream.sort(key=lambda row: row.telling.published)
        yield [Gold(dataclasses.replace(row.telling, id=number), row.story) for number, row in enumerate(stream, 1)]


_WEEK = datetime(2022, 1, 3, tzinfo=UTC)


def long_texts(rows: list[Gold], rng: random.Random) -> list[Gold]:
    """Make articles with text from a corpus of headlines: the other headlines of a story in the language are its sentences."""
    groups: dict[tuple[str, str], list[Gold]] = defaultdict(list)
    for row in rows:
        groups[row.story, row.telling.language].append(row)
    found = []
    for group in groups.values():
        start = 0
        while start < len(group):
            size = rng.choice((3, 5, 8, 12))
            part = group[start : start + size]
            start += size
            text = ".\n".join(row.telling.title for row in part[1:])
            found.append(dataclasses.replace(part[0], telling=dataclasses.replace(part[0].telling, text=text)))
    return sorted(found, key=lambda row: (row.telling.published, row.telling.id))


def _by_story(rows: Iterable[Gold]) -> dict[str, list[Gold]]:
    found: dict[str, list[Gold]] = defaultdict(list)
    for row in rows:
        found[row.story].append(row)
    return found
