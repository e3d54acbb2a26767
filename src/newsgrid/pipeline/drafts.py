"""Stateless steps: entry and page -> article -> annotated article. They run in a loop, a pool or on many machines."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import logging
import re
from typing import Any

from newsgrid import annotate, extract, language, place
from newsgrid.errors import NewsgridError, PageError
from newsgrid.model import Annotations, Article, Block, Feed, Image, Page, Place
from newsgrid.pipeline import apart
from newsgrid.pipeline.meter import step
from newsgrid.ports import PendingEntry
from newsgrid.text import registrable_host, site_host, squeeze, unescape

log = logging.getLogger(__name__)

_TAG = re.compile(r"<[^<>]*>")
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
"""What no page can be written with: NUL and lone surrogates, which JSON may carry."""

FULL_TEXT_CHARS = 600
"""An entry whose own text is at least this long needs no page. Feeds that carry excerpts carry 100 to 400 characters."""


@dataclasses.dataclass(frozen=True, slots=True)
class Draft:
    """An entry with what its article will be made from: a page, the feed's own text, or an article made already."""

    pending: PendingEntry
    page: Page | None = None
    article: Article | None = None
    problem: str = ""
    """Why there is no page, where one was wanted: the reason of a FetchError."""
    template: extract.Template | None = None
    """What is known of the page's site."""
    publisher: extract.PublisherFile | None = None
    """The operator's publisher file for the page's site."""

    @property
    def host(self) -> str:
        """The site whose page this is; empty without one."""
        return site_host(self.page.final_url) if self.page else ""


@dataclasses.dataclass(frozen=True, slots=True)
class Made:
    """A draft's article and annotations, or why there is none."""

    pending: PendingEntry
    article: Article | None
    annotations: Annotations = dataclasses.field(default_factory=Annotations)
    text_hash: str = ""
    error: NewsgridError | None = None
    host: str = ""
    lesson: extract.Lesson | None = None
    """What the page taught of the site at `host`."""


def carries_full_text(pending: PendingEntry) -> bool:
    """Say whether the feed brought the whole text with the entry."""
    return len(pending.entry.content) > FULL_TEXT_CHARS and len(_visible(pending.entry.content)) >= FULL_TEXT_CHARS


def make(draft: Draft) -> Made:
    """Make an article from a draft and say what is in it. Never raises: what goes wrong is in the result."""
    try:
        with step("extract"):
            drawn, lesson = _article(draft)
            article = _writable(_with_entry(drawn, draft.pending))
        article, annotations = understand(article, home=home_of(draft.pending))
    except NewsgridError as error:
        return Made(draft.pending, None, error=error)
    except Exception as error:
        # One bad item never stops the rest; the unexpected is logged loudly and kept as the item's result.
        log.exception("unexpected failure on entry %s %s", draft.pending.id, draft.pending.entry.link)
        wrapped = PageError(f"Unexpected: {error!r}.", item=draft.pending.entry.link, reason="internal")
        return Made(draft.pending, None, error=wrapped)
    return Made(draft.pending, article, annotations, text_hash(article), host=draft.host, lesson=lesson)


def warm() -> None:
    """Load what the steps need (models, tables, the gazetteer), so that the first articles do not wait for it."""
    understand(
        Article(headline="Bridge opens", blocks=(Block("paragraph", "The bridge in Cape Town opened on Monday."),))
    )


def understand(article: Article, *, home: Place | None = None) -> tuple[Article, Annotations]:
    """Settle an article's language and find places, names, quotes, dates, figures and topics in it."""
    with step("language"):
        code = language.detect(f"{article.headline}. {article.text}", article.language)
    article = dataclasses.replace(article, language=code)
    with step("place"):
        found = place.find(article.text, code, title=article.headline, home=home)
    with step("annotate"):
        return article, annotate.annotate(article, code, found)


def text_hash(article: Article) -> str:
    """Fingerprint what a reader would see of an article: an equal one is no new version."""
    seen = "\x1f".join((article.headline, article.standfirst, article.text, article.correction))
    return hashlib.blake2b(seen.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def home_of(pending: PendingEntry) -> Place | None:
    """Give the place a publisher is at home in, from its feed's city or country."""
    feed = _speaker(pending, pending.entry.link)
    return _home(feed.city, feed.country) if feed else None


@functools.lru_cache(maxsize=4096)
def _home(city: str, country: str) -> Place | None:
    found = place.lookup(city, country=country) if city else place.lookup(country) if country else []
    return found[0] if found else None


def _article(draft: Draft) -> tuple[Article, extract.Lesson | None]:
    if draft.article is not None:
        return draft.article, None
    if draft.page is not None:
        try:
            return _from_page(draft, draft.page)
        except PageError as error:
            return _instead(draft.pending, error.reason), None
    return (_instead(draft.pending, draft.problem) if draft.problem else from_feed(draft.pending)), None


def _instead(pending: PendingEntry, problem: str) -> Article:
    """Fall back on what the feed says when the page did not come or is no article (a consent wall, a soft 404), and say so."""
    return with_problem(from_feed(pending), problem)


def with_problem(article: Article, problem: str) -> Article:
    """Note in an article's evidence what was wrong with its page; the newest word stands."""
    kept = (pair for pair in article.evidence if pair[0] != "page")
    return dataclasses.replace(article, evidence=(*kept, ("page", problem)))


def _from_page(draft: Draft, page: Page) -> tuple[Article, extract.Lesson | None]:
    """Extract the page; when the text of the site's own feed is longer than what the page gave, the feed's stands."""
    pending = draft.pending
    speaker = _speaker(pending, pending.entry.link)
    article, lesson = _read(
        page,
        published=pending.entry.published,
        language=pending.entry.language or (speaker.language if speaker else ""),
        template=draft.template,
        publisher=draft.publisher,
    )
    if not article.headline and pending.entry.title:
        article = dataclasses.replace(article, headline=pending.entry.title)
    is_own = carries_full_text(pending) and not is_from_elsewhere(pending)
    if is_own and len(article.text) < len(_visible(pending.entry.content)) // 2:
        told = from_feed(pending)
        return dataclasses.replace(article, blocks=told.blocks), lesson
    return article, lesson


def _read(page: Page, **known: Any) -> tuple[Article, extract.Lesson | None]:
    """Extract a page; one that may be hard in a process of its own."""
    if apart.is_hard(page.body):
        try:
            return apart.read_apart(page.body, page.final_url, headers=dict(page.headers), **known)
        except apart.NoProcess as error:
            log.warning("a large page is read within the worker: %s", error)
    return extract.extract_and_learn(page.body, page.final_url, headers=page.headers, **known)


def from_feed(pending: PendingEntry) -> Article:
    """Make an article from what the feed alone says of an entry. Raises PageError when that is nothing."""
    entry, feed = pending.entry, pending.feed
    stated: dict[str, Any] = {
        "title": entry.title,
        "url": entry.link or entry.raw_link,
        "authors": entry.authors,
        "published": entry.published,
        "language": entry.language or (feed.language if feed else ""),
        "publisher": _publisher(pending),
    }
    try:
        return extract.extract_fragment(
            entry.content or entry.summary, categories=entry.categories, image=entry.image, **stated
        )
    except PageError as error:
        if error.reason != "empty" or not entry.title:
            raise
        # A headline and a link are news too: many feeds carry no more.
        people, agency = extract.sort_names(entry.authors, stated["publisher"], stated["url"])
        return Article(
            headline=entry.title,
            blocks=(),
            publisher=stated["publisher"],
            published=entry.published,
            authors=people,
            agency=agency,
            topics=entry.categories,
            url=stated["url"],
            canonical=entry.link,
            language=stated["language"],
            image=Image(entry.image) if entry.image else None,
            evidence=(("headline", "feed entry"),),
        )


def _with_entry(article: Article, pending: PendingEntry) -> Article:
    """Fill what the page left open with what the feed states."""
    entry = pending.entry
    headline = article.headline or entry.title or (article.blocks[0].text[:160] if article.blocks else "")
    if not headline:
        raise PageError("There is neither a headline nor a text.", item=entry.link, reason="empty")
    publisher = _publisher(pending, article.publisher, article.canonical or article.url)
    people, agency = extract.sort_names(entry.authors, publisher, article.canonical or article.url)
    return dataclasses.replace(
        article,
        headline=squeeze(headline),
        standfirst=article.standfirst or squeeze(_visible(entry.summary))[:500],
        publisher=publisher or article.publisher or site_host(article.canonical or article.url),
        published=article.published or entry.published,
        authors=article.authors or people,
        agency=article.agency or agency,
        topics=article.topics or entry.categories,
        canonical=article.canonical or entry.link,
        url=article.url or entry.link,
        blocks=article.blocks or _as_blocks(entry.summary),
    )


def _writable(value: Any) -> Any:
    """Give a value whose texts can all be written in UTF-8 and kept in any database."""
    if isinstance(value, str):
        return value if value.isascii() and "\0" not in value else _NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, tuple):
        return tuple(_writable(item) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = (field.name for field in dataclasses.fields(value))
        return dataclasses.replace(value, **{name: _writable(getattr(value, name)) for name in names})
    return value


def _as_blocks(fragment: str) -> tuple[Block, ...]:
    text = squeeze(_visible(fragment))
    return (Block("paragraph", text),) if text else ()


def is_from_elsewhere(pending: PendingEntry) -> bool:
    """Say whether an entry links to another site than its feed's, as an aggregator's do."""
    return pending.feed is not None and not _is_of(pending.feed, pending.entry.link)


def _is_of(feed: Feed, link: str) -> bool:
    return not link or registrable_host(link) in (registrable_host(feed.url), registrable_host(feed.site))


def _speaker(pending: PendingEntry, link: str) -> Feed | None:
    """Give the feed of the site that a link leads to: the entry's own, unless it is from elsewhere."""
    return pending.feed if pending.feed is None or _is_of(pending.feed, link) else pending.home


def _publisher(pending: PendingEntry, stated: str = "", link: str = "") -> str:
    """Give the outlet an entry is by; empty when that cannot be said. `stated` is what its page says, `link` where that is.

    A feed speaks for its own site: by the name the operator gave it, else by its title. An aggregator's feed links to many
    sites: an entry is then by whom a feed of that site names, else by whom the page, or the entry, names.
    """
    feed, entry = pending.feed, pending.entry
    speaker = _speaker(pending, link or entry.link)
    if speaker is not None:
        return speaker.publisher or speaker.title
    return stated or entry.publisher or entry.source or (feed.publisher if feed else "")


def _visible(fragment: str) -> str:
    """Give the visible text of sanitised HTML."""
    return squeeze(unescape(_TAG.sub(" ", fragment)))
