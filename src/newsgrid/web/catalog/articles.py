"""Articles and their places in stories, as the store keeps them. Each function is called within the store's transaction."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.db.models import F

from newsgrid.model import Article, Merge, Split
from newsgrid.ports import MadeArticle, StoredTelling
from newsgrid.stores import rules
from newsgrid.stores.moves import apply_moves
from newsgrid.text import clip, site_host, squeeze
from newsgrid.web.catalog import codec, models, search
from newsgrid.web.catalog.bulk import insert_rows, update_rows
from newsgrid.web.catalog.entries import entries_by_id
from newsgrid.web.catalog.publishers import Outlet, outlet_of, publisher_ids
from newsgrid.web.catalog.rows import column, feed_value

EXCERPT_CHARS = 250
"""The most of an article that pages show (DESIGN.md, 1.3)."""
_OPENING = 4
"""Texts from the top, the standfirst and paragraphs, of which the first that may be shown is the excerpt."""

_TELLINGS_CHUNK = 500

_STORY_COLUMNS = (
    "headline", "language", "section", "image", "first", "last", "seen", "articles_count", "origins_count",
    "publishers_count", "languages", "stale", "version",
)  # fmt: skip
_ASSIGNED_COLUMNS = ("story", "origin", "kind", "reason", "score")
_ARTICLE_COLUMNS = (
    "headline", "standfirst", "excerpt", "url", "language", "agency", "byline", "section", "image", "image_alt", "paywalled",
    "corrected", "noindex", "published", "modified", "dated", "version", "text_hash",
)  # fmt: skip


def save_articles(
    made: Sequence[MadeArticle],
    merges: Sequence[Merge],
    splits: Sequence[Split],
    handed: Mapping[int, int],
    *,
    using: str,
) -> None:
    """Keep articles and move them between stories; some twenty queries for any batch of usual size."""
    made = list({item.id: item for item in made}.values())
    entries = entries_by_id([item.id for item in made], using=using)
    shelf = StoryShelf(using)
    touched = _keep(made, entries, shelf, {split.new for split in splits}, using=using)
    touched |= apply_moves(shelf, merges, splits)
    recount(touched, using=using)
    done = [key for key, row in entries.items() if handed.get(key, row.content_hash) == row.content_hash]
    models.Entry.objects.using(using).filter(id__in=done).update(
        state=models.Entry.DONE, retry_at=None, reason="", message=""
    )
    noted = [
        models.Entry(id=item.id, reason=column(item.article.page_problem, 80))
        for item in made
        if item.article.page_problem
    ]
    update_rows([row for row in noted if row.pk in set(done)], ["reason"], using=using)


def save_repair(merges: Sequence[Merge], splits: Sequence[Split], *, using: str) -> None:
    """Move articles between stories."""
    recount(apply_moves(StoryShelf(using), merges, splits), using=using)


def tellings(since: datetime, *, using: str) -> Iterator[StoredTelling]:
    """Give the articles of active stories, in the order they were first stored, a chunk at a time."""
    versions = models.ArticleVersion.objects.using(using)
    ordered = list(
        versions.filter(number=1, article__story__last__gte=since).order_by("id").values_list("article_id", flat=True)
    )
    for start in range(0, len(ordered), _TELLINGS_CHUNK):
        ids = ordered[start : start + _TELLINGS_CHUNK]
        newest = versions.filter(article_id__in=ids, number=F("article__version"))
        rows = {
            row[0]: row
            for row in newest.values_list(
                "article_id",
                "data",
                "article__publisher__name",
                "article__first_seen",
                "article__story_id",
                "article__origin",
                "article__kind",
            )
        }
        for article_id in ids:
            _, data, publisher, first_seen, story, origin, kind = rows[article_id]
            telling = rules.telling(article_id, codec.unpack(Article, data), publisher)
            yield StoredTelling(telling, first_seen, story, origin, kind)


def recount(touched: Iterable[int], *, using: str) -> None:
    """Count stories again after their articles changed: they are stale now."""
    stories = models.Story.objects.using(using).filter(id__in=list(touched)).defer("digest")
    rows = {story.pk: story for story in stories}
    if not rows:
        return
    articles = defaultdict(list)
    for article in (
        models.Article.objects.using(using)
        .filter(story_id__in=list(rows))
        .only("story_id", "dated", "first_seen", "origin", "publisher_id", "language", "headline", "section", "image")
        .order_by("dated", "id")
    ):
        articles[article.story_id].append(article)
    counted = [_counted(story, articles[story.pk]) for story in rows.values() if articles[story.pk]]
    update_rows(counted, _STORY_COLUMNS, using=using)


class StoryShelf:
    """Stories and their articles, for `newsgrid.stores.moves`."""

    def __init__(self, using: str) -> None:
        self.using = using
        self._stories = models.Story.objects.using(using)
        self._articles = models.Article.objects.using(using)

    def resolve(self, story: int) -> int:
        """Give the story that has this one's articles now."""
        return self.resolve_all([story])[story]

    def resolve_all(self, stories: Iterable[int]) -> dict[int, int]:
        """Resolve several stories in one query."""
        wanted = set(stories)
        gone = self._stories.filter(id__in=wanted, redirect_to__isnull=False).values_list("id", "redirect_to_id")
        redirects = {old: new for old, new in gone if new is not None}
        return {story: redirects.get(story, story) for story in wanted}

    def is_gone(self, story: int) -> bool:
        """Say whether a story redirects to another."""
        return self._stories.filter(id=story, redirect_to__isnull=False).exists()

    def is_empty(self, story: int) -> bool:
        """Say whether no article belongs to a story."""
        return not self._articles.filter(story_id=story).exists()

    def stored(self, articles: Sequence[int]) -> list[int]:
        """Give those of these articles that exist."""
        return list(self._articles.filter(id__in=articles).values_list("id", flat=True))

    def open(self, story: int) -> None:
        """Make a story live."""
        if not self._stories.filter(id=story).update(redirect_to=None):
            self.open_all({story: models.LONG_AGO})

    def open_all(self, stories: Mapping[int, datetime]) -> None:
        """Make those of these stories that are unknown, with a time to stand until they are counted."""
        rows = [models.Story(id=story, first=time, last=time, seen=time) for story, time in stories.items()]
        insert_rows(rows, using=self.using, ignore_conflicts=True)

    def move_all(self, gone: int, kept: int) -> None:
        """Move all articles of one story to another."""
        self._articles.filter(story_id=gone).update(story_id=kept)

    def move(self, articles: Sequence[int], story: int) -> set[int]:
        """Move articles to a story; give the stories they left."""
        moving = self._articles.filter(id__in=articles)
        left = set(moving.values_list("story_id", flat=True))
        moving.update(story_id=story)
        return left

    def redirect(self, gone: int, kept: int) -> None:
        """Let a story, and all that redirect to it, redirect to another."""
        self._stories.filter(redirect_to_id=gone).update(redirect_to_id=kept)
        self._stories.filter(id=gone).update(
            redirect_to_id=kept, stale=False, digest=None, grades="", articles_count=0, version=F("version") + 1
        )
        for kind in (models.StoryEdition, models.StoryTag, models.StoryPlace):
            kind._default_manager.using(self.using).filter(story_id=gone).delete()


@dataclasses.dataclass(frozen=True, slots=True)
class _Kept:
    """What is stored of an article already."""

    story: int
    version: int
    text_hash: str
    first_seen: datetime
    feed: int | None


def _keep(
    made: Sequence[MadeArticle],
    entries: Mapping[int, models.Entry],
    shelf: StoryShelf,
    opened: set[int],
    *,
    using: str,
) -> set[int]:
    """Keep articles, new and known; give the stories they belong to."""
    kept = _kept([item.id for item in made], using=using)
    resolved = shelf.resolve_all(item.assignment.story for item in made)
    stories = {s: s if s in opened else now for s, now in resolved.items()}
    new = [item for item in made if item.id not in kept]
    known = [item for item in made if item.id in kept]
    shelf.open_all({stories[item.assignment.story]: item.first_seen for item in new})
    _keep_new(new, entries, stories, using=using)
    _keep_known(known, entries, kept, stories, using=using)
    return {stories[item.assignment.story] for item in new} | {kept[item.id].story for item in known}


def _kept(ids: Sequence[int], *, using: str) -> dict[int, _Kept]:
    rows = models.Article.objects.using(using).filter(id__in=ids)
    found = rows.values_list("id", "story_id", "version", "text_hash", "first_seen", "feed_id")
    return {row[0]: _Kept(*row[1:]) for row in found}


def _keep_new(
    made: Sequence[MadeArticle], entries: Mapping[int, models.Entry], stories: Mapping[int, int], *, using: str
) -> None:
    outlets = [_outlet(item, entries[item.id]) for item in made]
    publishers = publisher_ids(outlets, using=using) if outlets else {}
    rows = []
    for item, outlet in zip(made, outlets, strict=True):
        entry = entries[item.id]
        row = models.Article(id=item.id, first_seen=item.first_seen, publisher_id=publishers[outlet.name])
        row.feed_id = item.feed if item.feed is not None else entry.feed_id
        _assign(row, item, stories[item.assignment.story])
        _fill(row, item, item.first_seen)
        rows.append(row)
    insert_rows(rows, using=using)
    _add_versions([(item, 1, item.first_seen) for item in made], using=using)


def _keep_known(
    made: Sequence[MadeArticle],
    entries: Mapping[int, models.Entry],
    kept: Mapping[int, _Kept],
    stories: Mapping[int, int],
    *,
    using: str,
) -> None:
    """Keep articles again: a new version where the text differs, else the newest one with what else was learnt."""
    if not made:
        return
    rows, versions, same = [], [], []
    for item in made:
        before = kept[item.id]
        row = models.Article(id=item.id)
        _fill(row, item, before.first_seen)
        if before.text_hash != row.text_hash:
            row.version = before.version + 1
            versions.append((item, row.version, max(entries[item.id].changed, item.first_seen)))
        else:
            row.version = before.version
            same.append((item, row.version))
        rows.append(row)
        if stories[item.assignment.story] == before.story:
            _assign(row, item, before.story)
            update_rows([row], _ASSIGNED_COLUMNS, using=using)
    passed_on = [item for item in made if item.feed is not None and item.feed != kept[item.id].feed]
    _keep_source(passed_on, entries, using=using)
    update_rows(rows, _ARTICLE_COLUMNS, using=using)
    for item, number in same:
        newest = models.ArticleVersion.objects.using(using).filter(article_id=item.id, number=number)
        newest.update(data=codec.pack(item.article), annotations=codec.pack(item.annotations))
    _add_versions(versions, using=using)


def _keep_source(made: Sequence[MadeArticle], entries: Mapping[int, models.Entry], *, using: str) -> None:
    """Keep whose articles these are now: another feed's entry took the place of the one they were made from."""
    if not made:
        return
    outlets = [_outlet(item, entries[item.id]) for item in made]
    publishers = publisher_ids(outlets, using=using)
    rows = [
        models.Article(id=item.id, feed_id=item.feed, publisher_id=publishers[outlet.name])
        for item, outlet in zip(made, outlets, strict=True)
    ]
    update_rows(rows, ("feed", "publisher"), using=using)


def _add_versions(made: Sequence[tuple[MadeArticle, int, datetime]], *, using: str) -> None:
    rows = [
        models.ArticleVersion(
            article_id=item.id,
            number=number,
            first_seen=seen,
            text_hash=rules.text_hash(item),
            data=codec.pack(item.article),
            annotations=codec.pack(item.annotations),
        )
        for item, number, seen in made
    ]
    models.ArticleVersion.objects.using(using).bulk_create(rows)
    indexed = [(row.pk, index_words(item)) for row, (item, _, _) in zip(rows, made, strict=True)]
    search.add_versions(indexed, using=using)


def index_words(made: MadeArticle) -> str:
    """Give the words an article is found by."""
    return search.article_words(made.article, (name.name for name in made.annotations.names))


def _outlet(item: MadeArticle, entry: models.Entry) -> Outlet:
    feed = feed_value(entry.feed) if entry.feed is not None else None
    name = rules.article_publisher(item.article, feed)
    host = site_host(item.article.canonical) or site_host(item.article.url)
    if entry.feed is not None and feed is not None and rules.standing(feed, item.article.canonical or item.article.url):
        return outlet_of(entry.feed, name, host)
    return Outlet(name, host, language=item.article.language)


def _assign(row: models.Article, item: MadeArticle, story: int) -> None:
    row.story_id = story
    row.origin, row.kind = item.assignment.origin, item.assignment.kind[:16]
    row.reason, row.score = column(item.assignment.reason, 1000), item.assignment.score


def _fill(row: models.Article, item: MadeArticle, first_seen: datetime) -> None:
    article = item.article
    row.headline, row.standfirst = column(article.headline), column(article.standfirst)
    row.excerpt = excerpt(article)
    row.url = column(article.canonical or article.url)
    row.language = column(article.language, 35)
    row.agency = column(article.agency)
    row.byline = column(", ".join(article.authors))
    row.section = column(item.annotations.section, 80)
    image = article.image if article.signals.image_preview != "none" else None
    row.image = column(image.url) if image else ""
    row.image_alt = column(image.alt) if image else ""
    row.paywalled, row.corrected, row.noindex = article.paywalled, bool(article.correction), article.signals.noindex
    row.published, row.modified = article.published, article.modified
    row.dated = rules.dated(article.published, first_seen)
    row.text_hash = rules.text_hash(item)


def excerpt(article: Article) -> str:
    """Give what may be shown of an article: its standfirst, else its opening, cut to what the page allows."""
    signals = article.signals
    allowed = EXCERPT_CHARS if signals.max_snippet is None or signals.max_snippet < 0 else signals.max_snippet
    if signals.nosnippet:
        return ""
    told = (article.standfirst, *(block.text for block in article.blocks if block.kind == "paragraph"))
    shown = next((text for text in told[:_OPENING] if text and not signals.withholds(text)), "")
    return column(clip(squeeze(shown), min(EXCERPT_CHARS, allowed)))


def _counted(story: models.Story, articles: Sequence[models.Article]) -> models.Story:
    """Give a story its numbers and, before it has a digest, its headline. `articles` are ordered by time."""
    found = rules.tally(
        [rules.Part(a.pk, a.dated, a.first_seen, a.origin, a.publisher_id, a.language) for a in articles]
    )
    story.first, story.last, story.seen = found.first, found.last, found.seen
    story.articles_count, story.origins_count, story.publishers_count = found.articles, found.origins, found.publishers
    story.languages = " ".join(found.languages)
    story.image = next((a.image for a in reversed(articles) if a.image), "")
    story.stale = True
    story.version += 1
    if not story.digest_version:
        opening = next((a for a in articles if a.pk == story.pk), min(articles, key=lambda a: a.pk))
        story.headline, story.language, story.section = opening.headline, opening.language, opening.section
    return story
