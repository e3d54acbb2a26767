"""When an article was published and last modified, by what the page states."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from babel.core import get_global

from newsgrid.extract import jsonld
from newsgrid.extract.datelines import languages_for, words_of, written_instant
from newsgrid.extract.declared import Declared
from newsgrid.extract.instants import Instant, build_instant, offset_in, parse_instant
from newsgrid.extract.outline import LANDMARKS, Outline
from newsgrid.extract.vocabulary import BYLINE, DATING, word_set
from newsgrid.text import fold, is_spaceless, script_of, site_host

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
_DATED = re.compile(
    r"^\W{0,3}(?:first |date de |fecha de |data de |data di |tarih|)(?:published|posted|publication|date|veröffentlicht|erschienen|stand|datum|publi[ée]e?|paru|publicad[oa]|publicación|fecha|publicação|data|pubblicato|pubblicazione|gepubliseer|gepubliceerd|geplaatst|publicerad|publisert"
    r"|udgivet|julkaistu|opublikowano|publikováno|vydáno|опубликовано|дата|опубліковано|diterbitkan|yayınlan\w{0,9}|yayın|giriş|เผยแพร่|วันที่|نُشر|نشر|نشرت|تاريخ|发布|发表|发布时间|公開|掲載|입력|게시|등록|প্রকাশ|प्रकाशित|imechapishwa|xuất bản|δημοσίευση)",
    re.IGNORECASE,
)
_RELATED = re.compile(r"^(?:related|read|see|more|lesen|lire|leer|leia|leggi|читайте|baca)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,30}")
_OF_CREDITS = (
    DATING
    | BYLINE
    | word_set(
        "at on of the um à às a las los de del le den kl klo в г ن الساعة th st nd rd time local ortszeit hrs and und et y e och og"
    )
)
_MAX_FAR = 6
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_FIRST_YEAR = 1995
_CAPTIONED = (1 << LANDMARKS.index("figcaption")) | (1 << LANDMARKS.index("figure"))
_FREE_DOMAINS = word_set("io co me tv ai fm ly to cc ws gg im st sh la vc nu pw tk su eu ag sc am")
"""Domains of countries that anybody takes."""
_REGION = re.compile(r"[-_]([A-Za-z]{2})$")
_MAIN_ZONES = {
    "DE": "Europe/Berlin", "ES": "Europe/Madrid", "PT": "Europe/Lisbon", "UA": "Europe/Kyiv", "CN": "Asia/Shanghai", "MY": "Asia/Kuala_Lumpur", "NZ": "Pacific/Auckland",
    "RU": "Europe/Moscow", "BR": "America/Sao_Paulo", "MX": "America/Mexico_City", "KZ": "Asia/Almaty", "AU": "Australia/Sydney", "CD": "Africa/Kinshasa",
    "CL": "America/Santiago", "EC": "America/Guayaquil", "AR": "America/Argentina/Buenos_Aires", "UZ": "Asia/Tashkent", "ID": "Asia/Jakarta", "CY": "Asia/Nicosia", "PS": "Asia/Gaza",
}  # fmt: skip
"""Of countries with several zones those that nearly all the press lives in one of."""
_HOMES = dict(
    pair.split(":")
    for pair in """ja:JP ko:KR th:TH vi:VN he:IL pl:PL cs:CZ sk:SK hu:HU ro:RO bg:BG el:GR fi:FI sv:SE da:DK nb:NO nn:NO no:NO tr:TR uk:UA lt:LT lv:LV et:EE is:IS hr:HR sl:SI sr:RS mk:MK sq:AL ka:GE
    hy:AM az:AZ fa:IR hi:IN bn:BD ta:IN te:IN mr:IN gu:IN kn:IN ml:IN ne:NP si:LK my:MM km:KH lo:LA id:ID sw:KE zu:ZA xh:ZA af:ZA nl:NL it:IT de:DE kk:KZ uz:UZ""".split()
)
"""The countries of languages whose press lives in one clock, for addresses that name no country."""
_NEAR_TITLE = 25
"""Pieces after the headline in which a date for people is looked for."""


@dataclasses.dataclass(frozen=True, slots=True)
class Dates:
    """What the page states, in UTC."""

    published: datetime | None = None
    modified: datetime | None = None
    published_source: str = ""
    modified_source: str = ""
    offset_min: int | None = None
    """Minutes that the page's clock was ahead of UTC at publication; None when nothing tells."""


def dates_of(page: Declared, cut: Outline, place: int | None, language: str, known: datetime | None = None) -> Dates:
    """Tell published and modified. A clock without a zone takes the zone another date of the page states.

    `place` is the index of the headline's piece. `known` stands where the page states nothing, and where the page gives that day alone or a clock without a zone.
    """
    month_first = language.startswith("en") and not re.match(r"en-(?!us|ph)", language, re.IGNORECASE)
    stated = _read(_published(page), month_first)
    changed = _read(_modified(page), month_first)
    clock = _Clock([found for found, _ in (*stated, *changed)], home_zone(page.url, page.language))
    published, source = _best(stated, clock)
    if published is None:
        published, source = _visible(cut, place or 0, language, month_first, clock)
    if published is None:
        published, source = _from_address(page.url)
    if known is not None and (published is None or _is_vaguer(published, known)):
        return Dates(known, _not_before(changed, clock, known), "the caller", changed[0][1] if changed else "")
    if published is None and changed:
        published, source = clock.zoned(changed[0][0]), changed[0][1]
    at = published.at if published else None
    modified = _not_before(changed, clock, at)
    offset = clock.offset_of(published) if published and published.timed else None
    return Dates(
        at, modified, source, changed[0][1] if changed and modified else "",
        int(offset.total_seconds() // 60) if offset is not None else None,
    )  # fmt: skip


def stated_instant(page: Declared, text: str, language: str) -> datetime | None:
    """Read one date as the page's own clock tells it; None for a text that is no date."""
    found = parse_instant(text, month_first=language.startswith("en-US") or language == "en")
    return _Clock([found], home_zone(page.url, page.language)).zoned(found).at if found else None


def _read(listed: Iterator[tuple[object, str]], month_first: bool) -> list[tuple[Instant, str]]:
    return [(found, source) for text, source in listed if (found := parse_instant(text, month_first=month_first))]


class _Clock:
    """The clock that the times of a page were read off."""

    def __init__(self, stated: Sequence[Instant], home: str) -> None:
        self._stated = [found for found in stated if found.offset is not None and found.timed]
        self._home = home

    def zoned(self, found: Instant) -> Instant:
        """Read a clock without a zone in the zone another time of the page is in, else in that of the publisher's country."""
        if found.zoned or not found.timed:
            return found
        zone = next((other.offset for other in self._stated if other.offset), None)
        if zone is not None:
            return dataclasses.replace(found, at=found.at - zone, zoned=True, offset=zone)
        zone = timedelta() if self._stated else offset_in(self._home, found.at)
        return dataclasses.replace(found, at=found.at - zone, offset=zone) if zone is not None else found

    def offset_of(self, found: Instant) -> timedelta | None:
        """Give the offset in which the page states this time; many state it in UTC as well."""
        same = [other.offset for other in self._stated if abs(other.at - found.at) < timedelta(minutes=1)]
        return next((offset for offset in same if offset), found.offset)


def home_zone(url: str, language: str) -> str:
    """Give the zone of the country an address's domain belongs to, else a language tag's region; empty when it has several."""
    domain = site_host(url).rpartition(".")[2].upper()
    territory = {"UK": "GB"}.get(domain, domain) if len(domain) == 2 and domain.lower() not in _FREE_DOMAINS else ""
    if not territory and (match := _REGION.search(language)):
        territory = match.group(1).upper()
    if not territory:
        territory = _HOMES.get(language.split("-", maxsplit=1)[0].split("_", maxsplit=1)[0].lower(), "")
    zones = get_global("territory_zones").get(territory) or []
    return _MAIN_ZONES.get(territory) or (zones[0] if len(zones) == 1 else "")


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


def _best(stated: list[tuple[Instant, str]], clock: _Clock) -> tuple[Instant | None, str]:
    """Take the first that was stated; a day alone gives way to a clock of about that day, a bare clock to a zoned one."""
    if not stated:
        return None, ""
    first, source = stated[0]
    if not first.timed:
        for other, other_source in stated[1:]:
            if other.timed and abs(other.at - first.at) < timedelta(hours=38):
                return clock.zoned(other), other_source
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
    return clock.zoned(first), source


def _visible(cut: Outline, start: int, language: str, month_first: bool, clock: _Clock) -> tuple[Instant | None, str]:
    """Read a date for people near the headline."""
    updated = loose = None
    after = cut.pieces[start : start + _NEAR_TITLE]
    before = cut.pieces[max(0, start - 8) : start]
    near = (*after[:6], *reversed(before), *after[6:])
    far = [piece for piece in cut.pieces[start + _NEAR_TITLE :] if len(piece.text) < 80 and _DATED.match(piece.text)]
    for piece in (*near, *far[:_MAX_FAR]):
        if len(piece.text) > 140 or not any(char.isdigit() for char in piece.text):
            continue
        changed = _UPDATED_WORD.search(piece.text)
        languages = languages_for(language, script_of(piece.text))
        found = written_instant(
            piece.text[: changed.start()] if changed else piece.text, languages, month_first=month_first
        )
        if found is None and changed:
            updated = updated or written_instant(piece.text[changed.start() :], languages, month_first=month_first)
        if found is None or found.at.year < _FIRST_YEAR:
            continue
        # A caption or a sentence may tell of any day: a line of its own is believed before it.
        if (
            cut.landmarks[piece.container] & _CAPTIONED
            or cut.tag[piece.container] in _HEADINGS
            or not _is_line_of_dates(piece.text, languages)
        ):
            loose = loose or found
            continue
        return clock.zoned(found), "date on the page"
    if updated:
        return clock.zoned(updated), "update on the page"
    return (clock.zoned(loose), "date near the headline") if loose else (None, "")


def _is_line_of_dates(text: str, languages: Sequence[str]) -> bool:
    """Say whether a line is made of dates, names and labels rather than prose: other words in small letters are prose."""
    if _DATED.match(text):
        return True
    if is_spaceless(text):
        return len(text) < 60
    known = [words_of(language) for language in languages]
    small = [word for word in _WORD.findall(text) if word[0].islower() and word not in _OF_CREDITS]
    other = [word for word in small if not any(fold(word) in w.months or fold(word) in w.weekdays for w in known)]
    return not other and not _RELATED.match(text)


def _from_address(url: str) -> tuple[Instant | None, str]:
    match = _IN_ADDRESS.search(url)
    if match is None:
        return None, ""
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        return build_instant(year, month, day, None, None), "address"
    except ValueError:
        return None, ""


def _not_before(changed: list[tuple[Instant, str]], clock: _Clock, published: datetime | None) -> datetime | None:
    """Give the time of the last change, unless it lies before publication."""
    if not changed:
        return None
    at = clock.zoned(changed[0][0]).at
    return at if published is None or at >= published else None
