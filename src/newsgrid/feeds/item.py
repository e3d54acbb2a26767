"""An item of a feed -> Entry."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any

from lxml import etree

from newsgrid.feeds.addresses import joined, resolve
from newsgrid.feeds.dates import read_date
from newsgrid.feeds.markup import plain_text
from newsgrid.feeds.media import categories, enclosures, image, with_groups
from newsgrid.feeds.people import people
from newsgrid.feeds.points import point
from newsgrid.feeds.reader import LANG, RDF, Reader, first, inner_text
from newsgrid.feeds.shape import CONTRIBUTORS, PUBLISHERS, RIGHTS
from newsgrid.feeds.vocabulary import Fields
from newsgrid.model import Entry
from newsgrid.text import canonical_address, squeeze


@dataclasses.dataclass(frozen=True, slots=True)
class Around:
    """What an entry takes over from the feed around it."""

    site: str = ""
    """Where its publisher's site is, for links that are relative."""
    language: str = ""
    authors: tuple[str, ...] = ()
    author_email: str = ""


def read_item(item: etree._Element, reader: Reader, around: Around) -> Entry:
    """Read an entry, its identity left open."""
    vocabulary = reader.vocabulary
    fields = with_groups(vocabulary.fields(item), vocabulary)
    shape = reader.shape(fields)
    base = reader.base(item)
    states_base = reader.states_base(item)
    here = base if states_base else joined(base, around.site)
    guid, is_link = _guid(fields, shape.ids, item, base)
    link = (
        link_of(fields, reader, here) or resolve(here, item.get("href", "")) or (resolve(here, guid) if is_link else "")
    )
    texts = base if states_base else joined(here, link)
    content = reader.html(fields, texts, *shape.contents)
    summary = reader.html(fields, texts, *shape.summaries)
    if not content and "summary" in fields and "description" in fields:
        # RSS with a field of its own: what stands first is the summary.
        summary, content = (reader.html(fields, texts, name) for name in fields if name in ("summary", "description"))
    raw_published, published = first_date(fields, *shape.published)
    raw_updated, updated = first_date(fields, *shape.updated)
    if not raw_updated and (raw_updated := item.get("lastmod", "")):
        updated = read_date(raw_updated)
    authors, mail = people(fields, vocabulary, *shape.authors)
    has_rare = shape.rare or ("atom:link" in fields and _related(fields, "replies"))
    rare = _rare(fields, reader, here, texts) if has_rare else {}
    return Entry(
        guid=guid,
        identity="",
        link=canonical_address(_original(fields) or link) if link else "",
        raw_link=link,
        title=reader.title(fields, *shape.titles),
        summary=summary,
        content=content,
        published=published or updated,
        updated=updated,
        raw_published=raw_published or raw_updated,
        raw_updated=raw_updated,
        authors=authors or around.authors,
        categories=categories(fields, shape, vocabulary),
        enclosures=enclosures(fields, shape.files, here),
        image=image(fields, shape.pictures, vocabulary, texts, content, summary),
        language=language_of(first(fields, *shape.languages) or item.get(LANG, "")) or around.language,
        author_email=mail or ("" if authors else around.author_email),
        **rare,
    )


def _rare(fields: Fields, reader: Reader, here: str, texts: str) -> dict[str, Any]:
    """Read what few entries have."""
    source, source_link = _source(fields, reader)
    return {
        "rights": reader.html(fields, texts, *RIGHTS),
        "contributors": people(fields, reader.vocabulary, *CONTRIBUTORS)[0],
        "publisher": next(iter(people(fields, reader.vocabulary, *PUBLISHERS)[0]), ""),
        "source": source,
        "source_link": source_link,
        "comments": resolve(here, first(fields, "comments") or _related(fields, "replies")),
        "point": point(fields, reader.vocabulary),
    }


def first_date(fields: Fields, *names: str) -> tuple[str, datetime | None]:
    """Give the first of these that reads as a date, as it is written and as UTC; of several of one name the last.

    Where none reads as a date, give the first that holds anything.
    """
    stated = ""
    for name in names:
        for element in reversed(fields.get(name, ())):
            text = inner_text(element).strip()
            if text and (found := read_date(text)):
                return text, found
            stated = stated or text
    return stated, None


def link_of(fields: Fields, reader: Reader, base: str) -> str:
    """Give what an item or a feed points to: RSS's link, Atom's alternate, a web page before other kinds."""
    for element in fields.get("link", ()):
        text = element.text
        if text and not text.isspace() and not len(element):
            return resolve(reader.base(element) if reader.states_base(element) else base, text)
    best, best_rank = None, 9
    for name in ("atom:link", "link"):
        for element in fields.get(name, ()):
            if element.get("href") is not None and element.get("rel", "alternate").lower() in ("alternate", ""):
                kind = element.get("type", "text/html")
                rank = 0 if "html" in kind else 1
                if rank < best_rank:
                    best, best_rank = element, rank
    if best is not None:
        against = reader.base(best) if reader.states_base(best) else base
        return resolve(against, best.get("href", "")) or against
    stated = [
        element.get(RDF + "resource") or element.get("resource") or element.get("url") or element.text or ""
        for name in ("link", "atom:link")
        for element in fields.get(name, ())
        if element.get("href") is None
    ]
    stated += [element.get("url", "") for element in fields.get("media:player", ())]
    return next((resolve(base, address) for address in stated if address), "")


def language_of(text: str) -> str:
    """Write a language as BCP 47 does."""
    tag = squeeze(text).replace("_", "-")
    return tag if len(tag) <= 35 else ""


def _guid(fields: Fields, ids: tuple[str, ...], item: etree._Element, base: str) -> tuple[str, bool]:
    for element in fields.get("guid", ()):
        text = (element.text or "").strip()
        if text:
            stated = element.get("isPermaLink", "").lower()
            is_path = stated == "true" and text.startswith("/")
            return text, stated != "false" and (is_path or text.startswith(("http://", "https://")))
    text = first(fields, *ids)
    if text.startswith("/") and base:
        text = resolve(base, text)
    if not text:
        text = (item.get(RDF + "about", "") or first(fields, "dc:identifier")).strip()
    return text, text.startswith(("http://", "https://"))


def _original(fields: Fields) -> str:
    """Give where a link of FeedBurner's leads."""
    stated = first(fields, "feedburner:origlink")
    return stated if stated.startswith(("http://", "https://")) else ""


def _related(fields: Fields, rel: str) -> str:
    for element in fields.get("atom:link", ()):
        if element.get("rel", "").lower() == rel and "html" in element.get("type", "html"):
            return str(element.get("href", ""))
    return ""


def _source(fields: Fields, reader: Reader) -> tuple[str, str]:
    for element in (*fields.get("source", ()), *fields.get("atom:source", ())):
        if not len(element):
            return plain_text(element.text or ""), resolve(reader.url, element.get("url", ""))
        inner = reader.vocabulary.fields(element)
        return reader.title(inner, "atom:title", "title"), link_of(inner, reader, reader.base(element))
    return plain_text(first(fields, "dc:source")), ""
