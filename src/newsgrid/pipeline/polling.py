"""Polling: due feeds -> entries -> pages -> articles, resumable at every step."""

from __future__ import annotations

import asyncio
import dataclasses
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

from newsgrid import fetch
from newsgrid.errors import FetchError
from newsgrid.pipeline.clock import Clock
from newsgrid.pipeline.drafts import Draft, Made, carries_full_text, is_from_elsewhere
from newsgrid.pipeline.further import Pursuit, begin, read_on
from newsgrid.pipeline.newsroom import Newsroom, retry_at
from newsgrid.pipeline.progress import Progress, Quiet
from newsgrid.pipeline.pushing import Hubs
from newsgrid.pipeline.visiting import client_for, due_feeds, visit_feeds
from newsgrid.ports import EntryFailure, PendingEntry, Store
from newsgrid.settings import FetchSettings, Settings

PENDING_AT_ONCE = 512
"""Entries whose articles are held in memory before they are placed in the order of their times; some 20 kB each."""

LASTING = frozenset(
    {
        "not-found",
        "gone",
        "forbidden",
        "robots",
        "bad-address",
        "private-address",
        "too-large",
        "bad-encoding",
        "redirect-loop",
    }
)
"""Reasons for which a page will not come later: the feed's own text must do."""


@dataclasses.dataclass(frozen=True, slots=True)
class PollReport:
    """What one poll did."""

    feeds: int
    health: dict[str, int]
    """Feeds by health after the poll."""
    new_entries: int
    articles: int
    failures: dict[str, int]
    """Entries that gave no article, by reason."""
    pushed: int = 0
    """Of the new entries, those that hubs delivered."""
    pages: dict[str, int] = dataclasses.field(default_factory=dict)
    """Articles that had to do without their pages, by what was wrong with these."""


async def poll(
    store: Store,
    newsroom: Newsroom,
    settings: Settings,
    now: Clock,
    progress: Progress | None = None,
    *,
    finish: bool = True,
    subscribe: bool = False,
    everything: bool = False,
) -> PollReport:
    """Ask every due feed once and make articles of all that waits; with `finish`, digests are remade as well.

    What hubs delivered is read first. With `subscribe`, which is for who serves the site beside, since hubs call it at
    once, hubs are asked where it is time; with `everything` all subscriptions at them are looked at.

    Interrupted anywhere, nothing is lost and nothing doubled: what was stored stays, what was not is done next time.
    """
    progress = progress or Quiet()
    hubs = Hubs(store, settings, now)
    health: Counter[str] = Counter()
    async with client_for(store, settings, now) as client:
        pushed = new_entries = await hubs.read()
        due = due_feeds(store, now())
        early, failures, pages = 0, Counter[str](), Counter[str]()
        if pushed and due:
            # What was pushed does not wait for the slowest of the feeds.
            early, failures = await _articles(store, newsroom, client, settings, now, progress, pages)
            if finish:
                await asyncio.to_thread(finish_stories, store, newsroom, progress)
        async for visited in visit_feeds(due, store, client, settings, now, progress):
            hubs.visited(visited)
            new_entries += visited.new_entries
            health[visited.feed.state.health] += 1
        late = await hubs.read()
        articles, more_failures = await _articles(store, newsroom, client, settings, now, progress, pages)
        if finish:
            await asyncio.to_thread(finish_stories, store, newsroom, progress)
        if subscribe:
            await hubs.keep(client, everything=everything)
    made, failed = early + articles, dict(failures + more_failures)
    return PollReport(len(due), dict(health), new_entries + late, made, failed, pushed + late, dict(pages))


def finish_stories(store: Store, newsroom: Newsroom, progress: Progress) -> None:
    """Repair stories and remake stale digests, telling how far."""
    progress.stage("stories", None)
    newsroom.finish(lambda count: progress.advance("stories", count))


async def _articles(
    store: Store,
    newsroom: Newsroom,
    client: fetch.Client,
    settings: Settings,
    now: Clock,
    progress: Progress,
    pages: Counter[str],
) -> tuple[int, Counter[str]]:
    """Make articles of all entries that wait, the oldest first, pages being fetched while others are worked on.

    A few hundred at a time are made before any is placed: pages come in the order of their hosts, stories are told in
    the order of time, and of two equal texts the earlier is the origin. In `pages` it is counted what was wrong with pages.
    """
    progress.stage("articles", store.pending_count())
    articles, failures = 0, Counter[str]()
    while waiting := store.pending_entries(now(), PENDING_AT_ONCE):
        before = articles + failures.total()
        made: list[Made] = []
        batch: list[Draft] = []
        pursuits: list[Pursuit] = []
        async for draft in _drafts(waiting, store, client, settings.fetch, now, failures):
            batch.append(draft)
            if len(batch) >= settings.work.batch:
                made += await _made(newsroom, batch, len(made), pursuits, settings.fetch, progress)
                batch = []
        made += await _made(newsroom, batch, len(made), pursuits, settings.fetch, progress)
        await read_on(made, pursuits, newsroom, client, settings.fetch)
        pages.update(one.article.page_problem for one in made if one.article and one.article.page_problem)
        outcome = await asyncio.to_thread(newsroom.keep, made)
        articles += outcome.articles
        failures.update(outcome.failures)
        if articles + failures.total() == before:
            break  # every entry left waits for a later try
    return articles, failures


async def _made(
    newsroom: Newsroom,
    batch: list[Draft],
    before: int,
    pursuits: list[Pursuit],
    settings: FetchSettings,
    progress: Progress,
) -> list[Made]:
    """Make articles of a batch, `before` which so many were made; note what else is to be asked for their sake."""
    made = await asyncio.to_thread(newsroom.make, batch)
    found = (begin(before + index, *both, settings) for index, both in enumerate(zip(batch, made, strict=True)))
    pursuits += [one for one in found if one is not None]
    progress.advance("articles", len(batch))
    return made


async def _drafts(
    waiting: Sequence[PendingEntry],
    store: Store,
    client: fetch.Client,
    settings: FetchSettings,
    now: Clock,
    failures: Counter[str],
) -> AsyncIterator[Draft]:
    """Give a draft for each entry: at once where the feed's text does, else when its page has come."""
    wanted: dict[int, PendingEntry] = {}
    for pending in waiting:
        if pending.feed is None:
            # An ingest was interrupted: the entry has none of its page's text, and an older version must not be lost to it.
            store.fail_entries([EntryFailure(pending.id, "interrupted", "Ingest its saved page again.", None)])
            failures["interrupted"] += 1
        elif needs_page(pending, settings, now()):
            wanted[pending.id] = pending
        else:
            yield Draft(pending)
    requests = [fetch.PageRequest(key, p.entry.link, p.feed.url if p.feed else "") for key, p in wanted.items()]
    async for visit in fetch.fetch_pages(requests, client):
        pending = wanted[visit.request.key]
        if visit.error is not None and (later := _later(pending, visit.error, settings, now())):
            store.fail_entries([EntryFailure(pending.id, visit.error.reason, str(visit.error), later)])
            failures[visit.error.reason] += 1
        else:
            yield Draft(pending, visit.page, problem=visit.error.reason if visit.error else "")


def needs_page(pending: PendingEntry, settings: FetchSettings, now: datetime) -> bool:
    """Say whether an entry's page is to be fetched."""
    if settings.pages == "never" or not pending.entry.link:
        return False
    stated = pending.entry.published
    if stated is not None and now - stated > timedelta(days=settings.max_page_age_days):
        return False
    # What an aggregator says of a page is not the page.
    return settings.pages == "always" or not carries_full_text(pending) or is_from_elsewhere(pending)


def _later(pending: PendingEntry, error: FetchError, settings: FetchSettings, now: datetime) -> datetime | None:
    """Say when a page that did not come is tried again; None when the feed's own text must do."""
    if error.reason in LASTING:
        return None
    later = retry_at(pending.attempts + 1, settings.page_attempts, now)
    if later and error.retry_after_s:
        later = max(later, now + timedelta(seconds=error.retry_after_s))
    return later
