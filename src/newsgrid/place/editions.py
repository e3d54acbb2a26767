"""Which editions a story concerns, how much, and the sentence that shows it.

The roles, from strong to weak, with the grades they can have:

    event       it happens in the city: named in the headline, dateline or lede, or named as a place in the country it happens in
    actor       the city's government acts (a capital named for it)
    named       the city is named otherwise
    region      its region, or another town of it
    country     its country, or another town of it
    publisher   none of these, but the outlet that tells it lives there
"""

from __future__ import annotations

import bisect
import dataclasses
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from newsgrid.model import Article, Edition, EditionMatch, Known, Place, PlaceMention
from newsgrid.place.finding import find
from newsgrid.place.gazetteer import gazetteer
from newsgrid.place.lookup import distance_km
from newsgrid.place.words import words
from newsgrid.text import sentences

SUBURB_KM = 40.0
"""A town so near counts as the city; a larger one than the edition's own counts less."""
ROLES = ("event", "actor", "named", "region", "country", "publisher")
RANGES = {
    "event": (0.7, 1.0),
    "actor": (0.5, 0.68),
    "named": (0.32, 0.5),
    "region": (0.2, 0.32),
    "country": (0.06, 0.2),
    "publisher": (0.04, 0.06),
}
"""(least, most) a role can give: a stronger role always grades higher."""
LEAD_SENTENCES = 3
_WORD_EDGE = re.compile(r"\w")


@dataclasses.dataclass(frozen=True, slots=True)
class _Told:
    """One naming of a place in an article."""

    article: int
    mention: PlaceMention
    sentence: str
    where: str
    """`headline`, `dateline`, `lead` or `body`."""
    local: bool
    """Named as where something is: after `in`, `at`, `from` and the like, or in a dateline."""
    acts: bool
    """Named as who does something: its government."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Sign:
    role: str
    strength: float
    """In [0, 1]: where in the role's range."""
    told: str
    article: int
    place: str


def editions_for(
    known: Sequence[Known], editions: Sequence[Edition], homes: Mapping[str, Place] | None = None
) -> tuple[EditionMatch, ...]:
    """Give the editions that a story (its articles) concerns, the highest grade first, ties by slug.

    Each match has the verbatim sentence (or headline) that shows it and the article it stands in. `homes` says by the
    outlet's name where it lives. A story that concerns nothing of an edition gives none for it.
    """
    readings = [_reading(item) for item in known]
    told = [one for reading in readings for one in reading]
    scene = _scene(told)
    found = [_match(edition, known, told, scene, homes or {}) for edition in editions]
    return tuple(sorted((m for m in found if m is not None), key=lambda m: (-m.grade, m.edition)))


def _match(
    edition: Edition, known: Sequence[Known], told: Sequence[_Told], scene: str, homes: Mapping[str, Place]
) -> EditionMatch | None:
    signs = [sign for one in told for sign in _signs(edition.place, one, scene)]
    for item in known:
        signs.extend(_keyword_signs(edition, item))
    if not signs:
        signs = list(_publisher_signs(edition.place, known, homes))
    if not signs:
        return None
    best = min(signs, key=lambda s: (ROLES.index(s.role), -s.strength))
    same = {(s.article, s.told) for s in signs if s.role == best.role}
    low, high = RANGES[best.role]
    strength = 1 - (1 - best.strength) * 0.85 ** (len(same) - 1)
    return EditionMatch(
        edition.slug, best.role, round(low + (high - low) * strength, 3), best.told, best.article, best.place
    )


def _reading(item: Known) -> list[_Told]:
    """Give every naming in an article, the headline's first."""
    article = item.article
    text = article.text
    spans = sentences(text, article.language)
    starts = [start for start, _ in spans]
    dateline = article.dateline.place.casefold() if article.dateline else ""
    found = [_headline_told(item, mention) for mention in _headline_mentions(article)]
    for mention in item.annotations.places:
        if mention.why == "focus":
            # It was placed by what the rest of the text names: it shows nothing that the rest does not.
            continue
        number = max(0, bisect.bisect_right(starts, mention.span.start) - 1)
        start, end = spans[number] if spans else (0, len(text))
        where = "lead" if number < LEAD_SENTENCES else "body"
        if mention.span.start < 60 and (
            (dateline and mention.name.casefold() in dateline) or _dateline_form(text, mention)
        ):
            where = "dateline"
        local = where == "dateline" or _located(text, mention)
        found.append(_Told(item.id, mention, text[start:end], where, local, _acts(text, mention)))
    if article.dateline and article.dateline.place and not any(t.where == "dateline" for t in found):
        stated = find(article.dateline.place, article.language)
        found.extend(_Told(item.id, mention, article.dateline.text, "dateline", True, False) for mention in stated)
    return found


def _headline_mentions(article: Article) -> tuple[PlaceMention, ...]:
    return find(article.headline, article.language, title=article.text[:2000])


def _headline_told(item: Known, mention: PlaceMention) -> _Told:
    headline = item.article.headline
    return _Told(item.id, mention, headline, "headline", _located(headline, mention), _acts(headline, mention))


def _dateline_form(text: str, mention: PlaceMention) -> bool:
    after = text[mention.span.end : mention.span.end + 40]
    return text[: mention.span.start].strip() == "" and re.match(r"[^.!?]{0,30}(?:—|–|--| - |\()", after) is not None


_CASELESS_LOCATIVES = (
    "ใน",
    "ที่",
    "ไป",
    "ถึง",
    "จาก",
    "กรุง",
    "เมือง",
    "在",
    "于",
    "抵达",
    "访问",
    "赴",
    "到",
    "في",
    "إلى",
    "من",
)


def _located(text: str, mention: PlaceMention) -> bool:
    if mention.why in ("demonym", "metonym", "embedded"):
        return False
    before = text[max(0, mention.span.start - 30) : mention.span.start]
    tail = before.rstrip()
    if tail.endswith(_CASELESS_LOCATIVES) or before.endswith(("ب", "ل")):
        return True
    cut = re.findall(r"[^\W\d_]+", re.split(r"[.!?;:\n]", before)[-1].casefold())
    lists = words()
    near = cut[-3:]
    if near and near[-1] in lists.locatives:
        return near[-1] != "of" or any(w in lists.city_words for w in near)
    if len(near) > 1 and near[-1] in (lists.city_words | {"the", "der", "die", "la", "le", "member", "city"}):
        return any(word in lists.locatives for word in near[:-1])
    return any(
        mention.name.startswith(p) and mention.name[len(p) : len(p) + 1].isupper()
        for p in ("e", "kwa", "ase", "na", "se")
    )


def _acts(text: str, mention: PlaceMention) -> bool:
    if mention.why == "metonym":
        return True
    after = re.match(
        r"[’']?s?\s+((?:has|had|have|will|would|also)\s+)?([^\W\d_]+)", text[mention.span.end : mention.span.end + 40]
    )
    return (
        mention.place.kind == "country"
        and after is not None
        and after.group(2).casefold() in words().says
        and not _located(text, mention)
    )


_PLACE_WEIGHT = {"headline": 3.0, "dateline": 3.0, "lead": 2.0, "body": 1.0}


def _scene(told: Sequence[_Told]) -> str:
    """Give the country it happens in: the one that is named as a place the most, first words counting more; empty when none is."""
    weights: dict[str, float] = defaultdict(float)
    for one in told:
        if one.local and one.mention.place.country:
            weights[one.mention.place.country] += _PLACE_WEIGHT[one.where]
    return min(weights, key=lambda c: (-weights[c], c)) if weights else ""


def _signs(place: Place, one: _Told, scene: str) -> Iterator[_Sign]:
    mention = one.mention
    there = mention.place
    nearness = _city_share(place, there)

    def sign(role: str, strength: float) -> _Sign:
        return _Sign(role, max(0.0, min(1.0, strength)), one.sentence, one.article, mention.name)

    early = {"headline": 1.0, "dateline": 1.0, "lead": 0.7, "body": 0.3}[one.where]
    if nearness:
        if mention.why == "metonym" or one.acts:
            yield sign("actor", early * nearness)
        elif (
            one.local
            and (one.where != "body" or scene == place.country)
            and (scene in ("", place.country) or one.where in ("headline", "dateline"))
        ):
            yield sign("event", early * nearness)
        else:
            yield sign("named", early * nearness * (1.0 if mention.why != "embedded" else 0.7))
        return
    if there.country != place.country or not place.country:
        return
    if one.acts and _is_capital(place):
        yield sign("actor", early * 0.4)
    elif there.kind == "region" and there.region == place.region and place.region:
        yield sign("region", early)
    elif there.kind in ("city", "area") and there.region == place.region and place.region:
        yield sign("region", early * 0.5)
    elif there.kind == "country":
        yield sign("country", early * (0.4 if mention.why == "demonym" else 1.0))
    else:
        yield sign("country", early * 0.3)


def _city_share(place: Place, there: Place) -> float:
    """Give how far a place counts as the edition's city: 1 the same or its suburb, less a larger neighbour, 0 neither."""
    if there.geonameid == place.geonameid:
        return 1.0
    if there.kind not in ("city", "area") or there.country != place.country or there.population > 50_000_000:
        return 0.0
    away = distance_km(place, there)
    if there.kind == "area" and there.population > place.population:
        return 0.0
    if away > SUBURB_KM:
        return 0.0
    size = math.log10(place.population + 10) - math.log10(there.population + 10)
    return 0.95 if size >= 0 else 0.5


def _is_capital(place: Place) -> bool:
    table = gazetteer()
    row = table.capitals.get(place.country)
    return row is not None and table.entry(row).id == place.geonameid


def _keyword_signs(edition: Edition, item: Known) -> Iterator[_Sign]:
    """Find the operator's own words for the city, whole and in any case."""
    text, headline = item.article.text, item.article.headline
    for word in edition.keywords:
        if not word.strip():
            continue
        pattern = re.compile(
            (r"\b" if _WORD_EDGE.match(word[0]) else "")
            + re.escape(word)
            + (r"\b" if _WORD_EDGE.match(word[-1]) else ""),
            re.IGNORECASE,
        )
        if pattern.search(headline):
            yield _Sign("event", 0.9, headline, item.id, word)
        match = pattern.search(text)
        if match:
            spans = sentences(text, item.article.language)
            number = max(0, bisect.bisect_right([s for s, _ in spans], match.start()) - 1)
            start, end = spans[number]
            yield _Sign("event" if number < LEAD_SENTENCES else "named", 0.6, text[start:end], item.id, match.group())


def _publisher_signs(place: Place, known: Sequence[Known], homes: Mapping[str, Place]) -> Iterator[_Sign]:
    for item in known:
        home = homes.get(item.article.publisher)
        if home is not None and item.article.publisher and home.kind != "country" and _city_share(place, home):
            yield _Sign("publisher", 0.5, item.article.publisher, item.id, home.name)
