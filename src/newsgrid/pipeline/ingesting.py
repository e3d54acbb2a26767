"""Pages that already exist -> stored articles and stories."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from newsgrid.errors import NewsgridError
from newsgrid.pipeline.drafts import Draft
from newsgrid.pipeline.newsroom import Newsroom, in_batches
from newsgrid.pipeline.progress import Progress, Quiet
from newsgrid.pipeline.saved import Stated, files_under, read_saved
from newsgrid.ports import Store


@dataclasses.dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did."""

    files: int
    articles: int
    failures: dict[str, int]
    """Items that gave no article, by reason."""


def ingest(
    paths: Iterable[Path],
    store: Store,
    newsroom: Newsroom,
    *,
    stated: Stated,
    now: Callable[[], datetime],
    batch: int,
    on_error: Callable[[NewsgridError], None] = lambda _: None,
    progress: Progress | None = None,
) -> IngestReport:
    """Read saved pages and make articles and stories of them. What is wrong with one goes to `on_error`; the rest goes on.

    The same page again is the same article. Interrupted anywhere, run it again: nothing is doubled.
    """
    progress = progress or Quiet()
    files = list(files_under(paths))
    failures: Counter[str] = Counter()
    articles = 0

    def refuse(error: NewsgridError) -> None:
        failures[getattr(error, "reason", "") or "error"] += 1
        on_error(error)

    progress.stage("files", len(files))
    progress.stage("articles", None)
    for drafts in in_batches(_drafts(files, store, stated, now, refuse, progress), batch):
        outcome = newsroom.process(drafts)
        articles += outcome.articles
        failures.update(outcome.failures)
        progress.advance("articles", outcome.articles)
    newsroom.finish()
    return IngestReport(len(files), articles, dict(failures))


def _drafts(
    files: list[Path],
    store: Store,
    stated: Stated,
    now: Callable[[], datetime],
    refuse: Callable[[NewsgridError], None],
    progress: Progress,
) -> Iterator[Draft]:
    for path in files:
        for saved in read_saved(path, stated, refuse):
            yield Draft(store.add_entry(saved.entry, now()), article=saved.article)
        progress.advance("files")
