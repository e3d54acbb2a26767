"""The full-text index over articles: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL.

Both hold the same thing: for each version of an article (`rowid` is the ArticleVersion's id) the set of its words, cut by
`newsgrid.text.words` (pairs of characters where a script has no spaces) after case and accents are folded. The database
cuts nothing itself, so both find the same. Versions are only added: one that is no longer the newest is passed over when
hits are looked up, which needs no deletion, and nothing in the index can go out of step with its text.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Q

from newsgrid.model import Article as ArticleValue
from newsgrid.text import words
from newsgrid.web.catalog.models import Article, ArticleVersion

MOST_WORDS = 16
"""Words of a query that are looked at."""
MOST_QUERY_CHARS = 400
MOST_CANDIDATES = 2000
"""Of the articles that match, at most so many, the last stored, are put in order: what bounds a search's cost."""

# A tsvector holds 1 MB, a word of it 2 KB (PostgreSQL 15, 12.11 Limitations). The longest real articles stay far below.
_WORD_CHARS = 64
_INDEX_BYTES = 400_000
_INDEX_TEXT_CHARS = 400_000

# Apostrophes part words here, so that `homme` finds l'homme.
_WORD = re.compile(r"[^\W_]+")


def search_articles(
    query: str,
    *,
    language: str | None = None,
    limit: int = 30,
    before: tuple[datetime, int] | None = None,
    using: str = "default",
) -> list[Article]:
    """Give articles that have all words of a query, newest first, with story and publisher.

    Any text is a query: signs mean nothing. `language` keeps articles of one language (`en` has `en-GB` too). `before` is
    (dated, id) of the last article of the page before. Without words there are no hits. Cost is bounded: see
    MOST_CANDIDATES; of more common words only the articles stored last are found.
    """
    wanted = query_words(query)
    if not wanted:
        return []
    hits = _matching(connections[using], wanted)
    rows = Article.objects.using(using).filter(
        id__in=ArticleVersion.objects.using(using)
        .filter(id__in=hits, number=F("article__version"))
        .values("article_id")
    )
    if language:
        rows = rows.filter(Q(language=language) | Q(language__startswith=f"{language}-"))
    if before:
        rows = rows.filter(Q(dated__lt=before[0]) | Q(dated=before[0], id__lt=before[1]))
    ordered = rows.select_related("publisher", "story").defer("story__digest").order_by("-dated", "-id")
    return list(ordered[: max(0, limit)])


def query_words(query: str) -> list[str]:
    """Give the words of a query, each once."""
    return _cut(query[:MOST_QUERY_CHARS])[:MOST_WORDS]


def article_words(article: ArticleValue, names: Iterable[str] = ()) -> str:
    """Give the words an article is found by, each once, separated by spaces; bounded in all, so that any text fits."""
    parts = (article.headline, article.standfirst, *article.authors, article.agency, article.publisher, *names)
    head = "\n".join((*parts, *article.topics))
    found = " ".join(_cut(f"{head}\n{article.text}"[:_INDEX_TEXT_CHARS])).encode()
    if len(found) > _INDEX_BYTES:
        found = found[: found.rindex(b" ", 0, _INDEX_BYTES)]
    return found.decode()


def add_versions(rows: Sequence[tuple[int, str]], *, using: str) -> None:
    """Index versions, given as (ArticleVersion id, its `article_words`)."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        statement = "INSERT INTO catalog_search (rowid, words) VALUES (%s, %s)"
    else:
        statement = (
            "INSERT INTO catalog_search (rowid, words) VALUES (%s, array_to_tsvector(string_to_array(%s, ' ')))"
            " ON CONFLICT (rowid) DO UPDATE SET words = excluded.words"
        )
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(rows))


def clear(*, using: str) -> None:
    """Empty the index."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO catalog_search (catalog_search) VALUES ('delete-all')")
        else:
            cursor.execute("DELETE FROM catalog_search")


def _matching(connection: BaseDatabaseWrapper, wanted: Sequence[str]) -> list[int]:
    """Give the versions that have all these words, the last stored first, at most MOST_CANDIDATES."""
    if connection.vendor == "sqlite":
        match, condition = " ".join(f'"{word}"' for word in wanted), "catalog_search MATCH %s"
    else:
        # Words are letters and digits alone (`_cut`), so quoting them is enough.
        match, condition = " & ".join(f"'{word}'" for word in wanted), "words @@ %s::tsquery"
    statement = f"SELECT rowid FROM catalog_search WHERE {condition} ORDER BY rowid DESC LIMIT %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [match, MOST_CANDIDATES])
        return [row[0] for row in cursor.fetchall()]


def _cut(text: str) -> list[str]:
    """Cut a text into folded words of letters and digits, each once, in order of appearance."""
    found: dict[str, None] = {}
    for word in dict.fromkeys(_WORD.findall(_folded(text))):
        if word.isascii():
            found[word[:_WORD_CHARS]] = None
        else:
            found.update((part[:_WORD_CHARS], None) for part in words(word) if part.isalnum())
    return list(found)


def _folded(text: str) -> str:
    """Take a text's case, accents and vowel signs away: what `newsgrid.text.fold` does, for whole texts and every mark.

    Signs that a writer may leave out (Arabic and Hebrew vowels) or that would cut words in two (Thai, Devanagari) go too.
    """
    if text.isascii():
        return text.lower()
    bare = unicodedata.normalize("NFKD", text.casefold()).translate(_marks())
    return unicodedata.normalize("NFC", bare)


@functools.cache
def _marks() -> dict[int, None]:
    """Give every combining mark of the planes that scripts are in, mapped to nothing."""
    return dict.fromkeys(code for code in range(0x300, 0x20000) if unicodedata.category(chr(code))[0] == "M")
