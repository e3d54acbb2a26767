"""Reading on: the further pages of an article, the whole of it on one page, its AMP or print version where its page gave little.

Each is one more request, made as politely as the first, bounded in number and bytes, and of the same site. What comes of it is the
same entry's article; where nothing does, what was read before stands.
"""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Sequence

from newsgrid import extract, fetch
from newsgrid.errors import PageError
from newsgrid.model import Article, Page, Ways
from newsgrid.pipeline.drafts import Draft, Made
from newsgrid.pipeline.newsroom import Newsroom
from newsgrid.ports import PendingEntry
from newsgrid.settings import FetchSettings
from newsgrid.text import canonical_address, registrable_host

ELSEWHERE = frozenset({"shell", "consent-wall", "empty", "media", "viewer"})
"""Problems of a page past which its AMP or print version may be read. A page that asks for payment, a login, or whether the reader is a
robot has said no: its other versions are not asked."""
LEFT = frozenset({"moved", "meta-refresh"})
_SHORT_WORDS = 120
"""A text of fewer words that breaks off with dots was cut short by its page."""
_CUT = ("…", "...", "[…]", "[...]", "(…)", "(...)")


@dataclasses.dataclass(frozen=True, slots=True)
class Pursuit:
    """An article in the making, and what is asked for its sake next."""

    key: int
    """Of its first making, among those of the batch."""
    pending: PendingEntry
    url: str
    """Of its page."""
    options: tuple[tuple[str, str], ...]
    """(way, address): the first is asked now, the others when it gives nothing."""
    pages: tuple[Article, ...] = ()
    """What was read of it; empty when its page was none."""
    asked: frozenset[str] = frozenset()
    size_bytes: int = 0

    @property
    def way(self) -> str:
        """Give what is asked now: `next`, `whole`, `amp`, `print` or `moved`."""
        return self.options[0][0]


def begin(key: int, draft: Draft, made: Made, settings: FetchSettings) -> Pursuit | None:
    """Say what else is asked for an entry whose page was read; None when that was all."""
    page, article = draft.page, made.article
    if page is None or article is None:
        return None
    problem = article.page_problem
    own = ("body", "description alone") in article.evidence or not problem
    pages = (article,) if own else ()
    options: list[tuple[str, str]] = []
    if problem:
        options = _past(problem, page) if settings.other_versions else []
    elif article.ways.next and article.ways.number <= 1:
        options = [("whole", article.ways.whole), ("next", article.ways.next)]
        if settings.article_pages < 2:
            options = []
    elif settings.other_versions and is_cut_short(article):
        options = [("amp", article.ways.amp), ("print", article.ways.print)]
    asked = frozenset({canonical_address(page.final_url), canonical_address(draft.pending.entry.link)})
    return _rest(Pursuit(key, draft.pending, page.final_url, tuple(options), pages, asked, len(page.body)))


def _past(problem: str, page: Page) -> list[tuple[str, str]]:
    """Give what may be read instead of a page that is no article."""
    if problem not in ELSEWHERE | LEFT:
        return []
    try:
        ways = extract.ways_on(page.body, page.final_url, page.headers)
    except PageError:
        return []
    return [("moved", ways.moved)] if problem in LEFT else [("amp", ways.amp), ("print", ways.print)]


def is_cut_short(article: Article) -> bool:
    """Say whether a page shows the beginning of its article alone, without asking for payment."""
    if article.paywalled or not article.blocks:
        return False
    return article.blocks[-1].text.endswith(_CUT) and len(article.text.split()) < _SHORT_WORDS


def follow(
    pursuit: Pursuit, page: Page | None, article: Article | None, settings: FetchSettings
) -> tuple[Pursuit | None, Article | None]:
    """Say what is asked after what was asked for came (`page` and the `article` on it, None where it did not), and what is made of it.

    The pursuit goes on, or ends; where it ends without an article, what was made of the first page stands.
    """
    size = pursuit.size_bytes + (len(page.body) if page else 0)
    asked = pursuit.asked | {canonical_address(pursuit.options[0][1])}
    if page is not None:
        asked |= {canonical_address(page.final_url)}
    pursuit = dataclasses.replace(pursuit, asked=asked, size_bytes=size)
    if page is None or article is None or article.page_problem or not _is_same(pursuit, page, article):
        return _without(pursuit)
    if pursuit.way == "next":
        return _turned(pursuit, article, settings)
    if pursuit.pages and len(article.text) <= len(pursuit.pages[0].text):
        return _without(pursuit)
    if pursuit.way == "moved":
        return None, dataclasses.replace(
            article, evidence=(*article.evidence, ("version", f"moved: {page.final_url}")), ways=Ways()
        )
    first = pursuit.pages[0] if pursuit.pages else None
    canonical = first.canonical if first else article.canonical
    if canonical_address(canonical) == canonical_address(page.final_url):
        canonical = canonical_address(pursuit.url)
    return None, extract.in_place_of(pursuit.url, canonical, article, pursuit.way, first)


def _turned(pursuit: Pursuit, article: Article, settings: FetchSettings) -> tuple[Pursuit | None, Article | None]:
    """Keep a further page when it adds something, and turn to the one after it."""
    if not extract.new_blocks(pursuit.pages, article):
        return _without(pursuit)
    pages = (*pursuit.pages, article)
    options = [("next", article.ways.next)] if len(pages) < settings.article_pages else []
    more = _rest(dataclasses.replace(pursuit, pages=pages, options=tuple(options)))
    if more is None or pursuit.size_bytes >= settings.max_bytes:
        return None, extract.join(pages)
    return more, None


def _without(pursuit: Pursuit) -> tuple[Pursuit | None, Article | None]:
    """Go on with what is left to be asked when the last thing gave nothing."""
    more = _rest(dataclasses.replace(pursuit, options=pursuit.options[1:]))
    return (more, None) if more else (None, extract.join(pursuit.pages) if len(pursuit.pages) > 1 else None)


def _rest(pursuit: Pursuit) -> Pursuit | None:
    """Give a pursuit without what it has asked already; None when nothing is left."""
    options = tuple((way, url) for way, url in pursuit.options if url and canonical_address(url) not in pursuit.asked)
    return dataclasses.replace(pursuit, options=options) if options else None


def _is_same(pursuit: Pursuit, page: Page, article: Article) -> bool:
    """Say whether what came is of the same site and tells the same story."""
    if registrable_host(page.final_url) != registrable_host(pursuit.url):
        return False
    if pursuit.pages:
        return extract.same_story(pursuit.pages[0], article)
    title = pursuit.pending.entry.title
    return not title or extract.same_story(Article(title, ()), article)


async def read_on(
    made: list[Made], pursuits: Sequence[Pursuit], newsroom: Newsroom, client: fetch.Client, settings: FetchSettings
) -> None:
    """Ask what these pursuits want, round by round, and put what comes of each in its place among those made."""
    waiting = list(pursuits)
    while waiting:
        requests = [
            fetch.PageRequest(number, one.options[0][1], one.pending.feed.url if one.pending.feed else "")
            for number, one in enumerate(waiting)
        ]
        pages: list[Page | None] = [None] * len(waiting)
        async for visit in fetch.fetch_pages(requests, client):
            pages[visit.request.key] = visit.page
        drafts = [Draft(one.pending, page) for one, page in zip(waiting, pages, strict=True) if page is not None]
        read = iter(await asyncio.to_thread(newsroom.make, drafts))
        articles = [next(read).article if page is not None else None for page in pages]
        waiting, ended = _round(waiting, pages, articles, settings)
        remade = await asyncio.to_thread(newsroom.make, [Draft(one.pending, article=whole) for one, whole in ended])
        for (one, _), again in zip(ended, remade, strict=True):
            if again.article is not None:
                made[one.key] = dataclasses.replace(
                    made[one.key], article=again.article, annotations=again.annotations, text_hash=again.text_hash
                )


def _round(
    waiting: Sequence[Pursuit],
    pages: Sequence[Page | None],
    articles: Sequence[Article | None],
    settings: FetchSettings,
) -> tuple[list[Pursuit], list[tuple[Pursuit, Article]]]:
    """Part the pursuits of a round into those that go on and those that ended with an article."""
    on: list[Pursuit] = []
    ended: list[tuple[Pursuit, Article]] = []
    for one, page, article in zip(waiting, pages, articles, strict=True):
        more, whole = follow(one, page, article, settings)
        if more is not None:
            on.append(more)
        elif whole is not None:
            ended.append((one, whole))
    return on, ended
