"""When an article was published and last modified, by what the page states."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from newsgrid.extract import jsonld
from newsgrid.extract.datelines import languages_for, written_instant
from newsgrid.extract.declared import Declared
from newsgrid.extract.instants import Instant, build_instant, parse_instant
from newsgrid.extract.outline import Outline
from newsgrid.text import script_of

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "datepublished", "date.published", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.created", "dcterms.date", "dcterms.issued", "dc.date", "date", "publishdate", "publish-date", "publish_date", "pubdate",
    "cxenseparse:recs:publishtime", "rnews:datepublished", "article.published", "originalpublicationdate", "citation_publication_date", "timestamp",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
    "cxenseparse:recs:modifiedtime",
    "lastmod",
)
_IN_ADDRESS = re.compile(r"/(20\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:[/-]|$)|/(20\d{2})(\d{2})(\d{2})(?:[/_-]|$)")
_UPDATED_WORD = re.compile(
    r"updat|modif|aktualis|mis à jour|actualiz|atualiz|aggiorn|bijgewerkt|обновл|оновл|güncel|diperbarui|bygewerk|oppdat|uppdat|opdat|päivit|تحديث|อัปเดต|更新",
    re.IGNORECASE,
)
_NEAR_TITLE = 25
"""Pieces after the headline in which a date for people is looked for."""


@dataclasses.dataclass(frozen=True, slots=True)
class Dates:
    """What the page states, in UTC."""

    published: datetime | None = None
    modified: datetime | None = None
    published_source: str = ""
    modified_source: str = ""


def dates_of(page: Declared, cut: Outline, place: int | None, language: str, known: datetime | None = None) -> Dates:
    """Tell published and modified. A clock without a zone takes the zone another date of the page states.

    `place` is the index of the headline's piece. `known` stands where the page states nothing, and where the page gives that day alone or a clock without a zone.
    """
    month_first = language.startswith("en") and not re.match(r"en-(?!us|ph)", language, re.IGNORECASE)
    stated = [
        (found, source) for text, source in _published(page) if (found := parse_instant(text, month_first=month_first))
    ]
    changed = [
        (found, source) for text, source in _modified(page) if (found := parse_instant(text, month_first=month_first))
    ]
    zones = [found.offset for found, _ in (*stated, *changed) if found.offset is not None]
    published, source = _best(stated, zones)
    if published is None:
        published, source = _visible(cut, place or 0, language, month_first, zones)
    if published is None:
        published, source = _from_address(page.url)
    if known is not None and (published is None or _is_vaguer(published, known)):
        return Dates(known, _not_before(changed, zones, known), "the caller", changed[0][1] if changed else "")
    if published is None and changed:
        published, source = changed[0]
    at = published.at if published else None
    modified = _not_before(changed, zones, at)
    return Dates(at, modified, source, changed[0][1] if changed and modified else "")


def _is_vaguer(found: Instant, known: datetime) -> bool:
    """Say whether a page's time says less than a known one: a day alone, or a clock without its zone, of that day."""
    return not (found.timed and found.zoned) and abs(found.at - known) < timedelta(hours=36 if not found.timed else 15)


def _published(page: Declared) -> Iterator[tuple[object, str]]:
    for node in page.articles:
        yield jsonld.text_of(node.get("datePublished")), "json-ld datePublished"
    for name in _PUBLISHED:
        for value in page.metas.get(name, ())[:2]:
            yield value, f"meta {name}"
    for stamp in page.stamps:
        if "datepublished" in stamp.role or "publish" in stamp.role:
            yield stamp.value, "time, published"
    if not page.articles:
        yield from ((value, "microdata datePublished") for name, value in page.itemprops() if name == "datepublished")
        yield from ((value, "h-entry dt-published") for name, value in page.microformats() if "dt-published" in name)
    yield jsonld.text_of(page.article.get("dateCreated")) if page.article else "", "json-ld dateCreated"
    for node in page.nodes:
        if "WebPage" in jsonld.types(node):
            yield jsonld.text_of(node.get("datePublished")), "json-ld WebPage"
    for stamp in page.stamps:
        if not re.search(r"modif|updat", stamp.role) and not _UPDATED_WORD.search(stamp.text):
            yield stamp.value, "time"
            break


def _modified(page: Declared) -> Iterator[tuple[object, str]]:
    for node in page.articles:
        yield jsonld.text_of(node.get("dateModified")), "json-ld dateModified"
    for name in _MODIFIED:
        for value in page.metas.get(name, ())[:1]:
            yield value, f"meta {name}"
    for stamp in page.stamps:
        if "modif" in stamp.role or "updat" in stamp.role:
            yield stamp.value, "time, modified"
    if not page.articles:
        yield from ((value, "microdata dateModified") for name, value in page.itemprops() if name == "datemodified")


def _best(stated: list[tuple[Instant, str]], zones: Sequence[timedelta]) -> tuple[Instant | None, str]:
    """Take the first that was stated; a day alone gives way to a clock of about that day, a bare clock to a zoned one."""
    if not stated:
        return None, ""
    first, source = stated[0]
    if not first.timed:
        for other, other_source in stated[1:]:
            if other.timed and abs(other.at - first.at) < timedelta(hours=38):
                return _zoned(other, zones), other_source
        return first, source
    if not first.zoned:
        for other, other_source in stated[1:]:
            if (
                other.zoned
                and other.timed
                and other.offset is not None
                and abs(other.at + other.offset - first.at) < timedelta(minutes=1)
            ):
                return other, other_source
    return _zoned(first, zones), source


def _zoned(found: Instant, zones: Sequence[timedelta]) -> Instant:
    """Read a clock without a zone in the zone another date of the page is in."""
    zone = next((zone for zone in zones if zone), None)
    if found.zoned or not found.timed or zone is None:
        return found
    return dataclasses.replace(found, at=found.at - zone, zoned=True, offset=zone)


def _visible(
    cut: Outline, start: int, language: str, month_first: bool, zones: Sequence[timedelta]
) -> tuple[Instant | None, str]:
    """Read a date for people near the headline."""
    updated: Instant | None = None
    for piece in cut.pieces[max(0, start - 8) : start + _NEAR_TITLE]:
        if len(piece.text) > 140 or not any(char.isdigit() for char in piece.text):
            continue
        changed = _UPDATED_WORD.search(piece.text)
        languages = languages_for(language, script_of(piece.text))
        found = written_instant(
            piece.text[: changed.start()] if changed else piece.text, languages, month_first=month_first
        )
        if found is None and changed:
            updated = updated or written_instant(piece.text[changed.start() :], languages, month_first=month_first)
        if found is not None and found.at.year >= 1995:
            return _zoned(found, zones), "date on the page"
    return (_zoned(updated, zones), "update on the page") if updated else (None, "")


def _from_address(url: str) -> tuple[Instant | None, str]:
    match = _IN_ADDRESS.search(url)
    if match is None:
        return None, ""
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        return build_instant(year, month, day, None, None), "address"
    except ValueError:
        return None, ""


def _not_before(
    changed: list[tuple[Instant, str]], zones: Sequence[timedelta], published: datetime | None
) -> datetime | None:
    """Give the time of the last change, unless it lies before publication."""
    if not changed:
        return None
    at = _zoned(changed[0][0], zones).at
    return at if published is None or at >= published else None
