"""The newsroom: knows the order of the steps, and alone writes what they find.

Stateless steps run through an engine; dedupe and story assignment are one writer's, in the order of arrival; articles,
assignments and annotations of a batch are stored in one transaction, so that a kill between two batches loses nothing
and a kill within one leaves its entries pending.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from newsgrid import annotate, place
from newsgrid.dedupe import Deduper
from newsgrid.errors import NewsgridError, NotFound, PageError, RecordError, StoreError
from newsgrid.model import Annotations, Article, Edition, Known, Merge, Place, Split, StoryDigest, Telling
from newsgrid.pipeline.drafts import Draft, Made, make, text_hash, with_problem
from newsgrid.pipeline.meter import step
from newsgrid.pipeline.sites import OwnFiles, SiteTemplates
from newsgrid.pipeline.standing import stands
from newsgrid.ports import Engine, EntryFailure, MadeArticle, Store
from newsgrid.settings import Settings
from newsgrid.story import EngineSettings, StoryEngine

log = logging.getLogger(__name__)

Item = TypeVar("Item")

RETRY_AFTER = (timedelta(minutes=30), timedelta(hours=4), timedelta(hours=24))
"""Waits before an entry's page is tried again; after the last, or after `fetch.page_attempts`, the feed alone must do."""

STATE_KEY = "story"


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a batch."""

    articles: int
    failures: Mapping[str, int]
    """Entries that gave no article, by reason."""


class Newsroom:
    """The one writer of a store's articles and stories.

    Opening it rebuilds the engines' state from the store. Not thread-safe; one newsroom a store (the caller holds the
    store's lease).
    """

    _stories: StoryEngine
    _deduper: Deduper
    _dated: dict[int, datetime]
    _since_repair: int
    _torn: bool
    """The engines decided something that was not stored."""

    def __init__(self, store: Store, settings: Settings, engine: Engine, now: Callable[[], datetime]) -> None:
        """Rebuild dedupe and story state from the articles of the active window."""
        self._store, self._settings, self._engine, self._now = store, settings, engine, now
        self._sites = SiteTemplates(store)
        self._files = OwnFiles(settings.extract.publisher_files)
        self._rebuild()

    def process(self, drafts: Sequence[Draft]) -> Outcome:
        """Make, place and store the articles of these drafts; failures are recorded on their entries."""
        return self.keep(self.make(drafts))

    def make(self, drafts: Sequence[Draft]) -> list[Made]:
        """Run the stateless steps: nothing is decided about stories, nothing stored."""
        with step("store"):
            templates = self._sites.of({draft.host for draft in drafts if draft.host})
        helped = [
            dataclasses.replace(draft, template=templates[draft.host], publisher=self._files.of(draft.page.final_url))
            if draft.page and draft.host
            else draft
            for draft in drafts
        ]
        return list(self._engine.map(make, helped))

    def keep(self, made: Sequence[Made]) -> Outcome:
        """Place articles into stories in the order the news came, and store them a batch at a time."""
        if self._torn:
            self._rebuild()
        made = sorted(made, key=_arrival)
        articles, failures = 0, Counter[str]()
        for batch in in_batches(made, self._settings.work.batch):
            articles += self._keep_batch(batch, failures)
        return Outcome(articles, failures)

    def _keep_batch(self, batch: Sequence[Made], reasons: Counter[str]) -> int:
        rows: list[MadeArticle] = []
        failures: list[EntryFailure] = []
        for item in batch:
            placed = self._placed(item)
            if isinstance(placed, MadeArticle):
                rows.append(placed)
            else:
                failures.append(placed)
        taught = [(item.host, item.lesson) for item in batch if item.host and item.lesson]
        with step("store"), self._together():
            self._store.save_articles(rows, templates=self._sites.taught(taught))
            if failures:
                self._store.fail_entries(failures)
        reasons.update(f.reason for f in failures)
        self._since_repair += len(rows)
        if self._since_repair >= self._settings.story.repair_every:
            self.repair()
        return len(rows)

    def repair(self) -> int:
        """Merge and split stories where later articles showed it; give how many steps were taken."""
        if self._torn:
            self._rebuild()
        self._since_repair = 0
        with step("repair"):
            steps = self._stories.repair(self._now())
        # The engine splits before it merges, and a part that left may be merged at once: the store does it in that order.
        splits = [step for step in steps if isinstance(step, Split)]
        merges = [step for step in steps if isinstance(step, Merge)]
        with self._together():
            if splits:
                self._store.save_repair((), splits)
            if merges:
                self._store.save_repair(merges, ())
            self._store.save_state(STATE_KEY, self._stories.state())
        return len(steps)

    def refresh(self, limit: int = 100) -> int:
        """Remake the digests of stale stories; give how many."""
        stale = self._store.stale_stories(limit)
        if stale:
            editions = self._store.editions()
            homes = self._homes()
            with step("store"):
                known = [self._store.story_articles(story) for story in stale]
            with step("digest"):
                made = self._engine.map(functools.partial(make_digest, editions=editions, homes=homes), known)
                digests = dict(zip(stale, made, strict=True))
            with step("store"):
                self._store.save_digests(digests)
        return len(stale)

    def finish(self, advance: Callable[[int], None] = lambda _: None) -> None:
        """Repair, then remake every stale digest."""
        self.repair()
        while count := self.refresh():
            advance(count)

    @contextlib.contextmanager
    def _together(self) -> Iterator[None]:
        """Let what the engines decided and what is stored stay one: when storing fails, the engines are begun anew."""
        try:
            yield
        except StoreError:
            self._torn = True
            raise

    def _rebuild(self) -> None:
        """Take the engines' state from the store."""
        window = timedelta(days=self._settings.story.window_days)
        self._stories = StoryEngine(EngineSettings(window_days=self._settings.story.window_days))
        self._deduper = Deduper(window_days=self._settings.story.window_days)
        self._since_repair = 0
        state = self._store.load_state(STATE_KEY)
        if state:
            try:
                self._stories.load_state(state)
            except RecordError as error:
                # Of another version: what it had learnt is learnt again; stories are in the store.
                log.warning("%s; it is begun anew", error)
        stored = self._store.tellings(self._now() - window)
        self._stories.restore(stored)
        self._deduper.rebuild(stored)
        self._dated = {row.story: row.telling.published for row in stored if row.telling.published}
        self._torn = False

    def _placed(self, made: Made) -> MadeArticle | EntryFailure:
        """Give a made article its place, or say why there is none: one bad item never stops the rest."""
        if made.article is None:
            return self._failure(made)
        try:
            made = self._or_stored(made, made.article)
            assert made.article is not None
            return self._assigned(made, made.article)
        except StoreError:
            raise
        except NewsgridError as error:
            return self._failure(dataclasses.replace(made, error=error))
        except Exception as error:
            log.exception("unexpected failure on placing entry %s", made.pending.id)
            wrapped = PageError(f"Unexpected: {error!r}.", item=made.pending.entry.link, reason="internal")
            return self._failure(dataclasses.replace(made, error=wrapped))

    def _or_stored(self, made: Made, article: Article) -> Made:
        """Give the stored version of an article instead of what a wall left of its page; what was wrong with the page is noted."""
        if not article.page_problem and not article.paywalled:
            return made
        try:
            known = self._store.article(made.pending.id)
        except NotFound:
            return made
        if not stands(known.article, article):
            return made
        kept = with_problem(known.article, article.page_problem or "paywall")
        return dataclasses.replace(made, article=kept, annotations=known.annotations, text_hash=text_hash(kept))

    def _assigned(self, made: Made, article: Article) -> MadeArticle:
        pending = made.pending
        telling = telling_of(pending.id, article)
        with step("dedupe"):
            origin, kind = self._deduper.add(telling, self._now())
        with step("story"):
            assignment = self._stories.assign(telling, self._now(), origin=origin, kind=kind)
        return MadeArticle(
            pending.id,
            article,
            self._with_days(assignment.story, article, made.annotations),
            pending.first_seen,
            assignment,
            pending.feed.id if pending.feed else None,
            made.text_hash,
        )

    def _with_days(self, story: int, article: Article, annotations: Annotations) -> Annotations:
        """Resolve an undated article's days ("Thursday") against the other tellings of its story."""
        if article.published is not None:
            self._dated[story] = article.published
            return annotations
        reference = self._dated.get(story)
        if reference is None:
            return annotations
        with step("annotate"):
            return dataclasses.replace(annotations, dates=annotate.dates(article.text, article.language, reference))

    def _failure(self, made: Made) -> EntryFailure:
        reason = getattr(made.error, "reason", "") or "internal"
        return EntryFailure(made.pending.id, reason, str(made.error), None)

    def _homes(self) -> dict[str, Place]:
        homes: dict[str, Place] = {}
        for feed in self._store.feeds():
            name = feed.publisher or feed.title
            if name and feed.city and name not in homes:
                found = place.lookup(feed.city, country=feed.country)
                if found:
                    homes[name] = found[0]
        return homes


def telling_of(article_id: int, article: Article) -> Telling:
    """Give what the story engine needs to know of an article."""
    return Telling(
        id=article_id,
        title=article.headline,
        text=article.text or article.standfirst,
        published=article.published,
        language=article.language,
        publisher=article.publisher,
        agency=article.agency,
        url=article.url,
        canonical=article.canonical,
    )


def make_digest(known: Sequence[Known], editions: Sequence[Edition], homes: Mapping[str, Place]) -> StoryDigest:
    """Draw together what a story's articles say, and which editions it concerns.

    One bad item never stops the rest: a story on which that fails is shown by its first headline until its articles change.
    """
    try:
        return annotate.digest(known, editions=place.editions_for(known, editions, homes))
    except Exception:
        first = known[0]
        log.exception("unexpected failure on the digest of the story of article %s", first.id)
        return StoryDigest(first.article.headline, first.id, first.article.language)


def retry_at(attempts: int, most: int, now: datetime) -> datetime | None:
    """Say when an entry's page is tried again after so many tries; None when enough were made."""
    if attempts >= most:
        return None
    return now + RETRY_AFTER[min(attempts, len(RETRY_AFTER)) - 1]


def in_batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Cut a stream into lists of at most `size`, in order."""
    batch: list[Item] = []
    for item in items:
        batch.append(item)
        if len(batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch


def _arrival(made: Made) -> tuple[datetime, int]:
    """Order articles as the news came: by the time stated, never later than first seen."""
    seen = made.pending.first_seen
    stated = (made.article.published if made.article else None) or made.pending.entry.published or seen
    return min(stated, seen), made.pending.id
