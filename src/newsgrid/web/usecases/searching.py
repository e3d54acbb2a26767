"""Search, a page at a time, newest first."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from newsgrid.web.catalog.search import MOST_QUERY_CHARS, search_articles
from newsgrid.web.usecases.articles import article_card
from newsgrid.web.usecases.cards import ArticleCard, LanguageChoice, SearchPage

PAGE_SIZE = 25


def search_page(query: str, *, language: str = "", before: str = "") -> SearchPage:
    """Give articles that have all words of the query. One search, of bounded cost.

    `before` is the `older` of the page before; one that cannot be read gives the first page. A language that is no tag
    is passed over.
    """
    query = query[:MOST_QUERY_CHARS].strip()
    language = language if language.replace("-", "").isalnum() else ""
    rows = (
        search_articles(query, language=language or None, limit=PAGE_SIZE + 1, before=_cursor(before)) if query else []
    )
    last = rows[PAGE_SIZE - 1] if len(rows) > PAGE_SIZE else None
    cards = tuple(article_card(row) for row in rows[:PAGE_SIZE])
    older = f"{last.dated.astimezone(UTC):%Y%m%dT%H%M%S.%f}-{last.id}" if last else ""
    return SearchPage(query, language, cards, _languages(cards, language), older)


def _cursor(text: str) -> tuple[datetime, int] | None:
    moment, _, number = text.partition("-")
    if not number.isascii() or not number.isdigit() or len(number) > 16:
        return None
    try:
        return datetime.strptime(moment, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC), int(number)
    except ValueError:
        return None


def _languages(cards: tuple[ArticleCard, ...], chosen: str) -> tuple[LanguageChoice, ...]:
    counts = Counter(card.language for card in cards if card.language)
    if chosen:
        counts.setdefault(chosen, 0)
    return tuple(LanguageChoice(tag, count, tag == chosen) for tag, count in counts.most_common(12))
