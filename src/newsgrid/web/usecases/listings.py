"""Stories that share a publisher, a topic, a place or a name: newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from django.utils.translation import gettext as _

from newsgrid.errors import NotFound
from newsgrid.web.catalog.models import Article, Place, Publisher, StoryPlace, StoryTag
from newsgrid.web.usecases.cards import Fact, Listing, StoryCard, TagLink
from newsgrid.web.usecases.excerpts import web_address
from newsgrid.web.usecases.matters import topic_words
from newsgrid.web.usecases.story_cards import cards_in_order

PAGE_SIZE = 20
LAST_PAGE = 50
NAME_KINDS = (StoryTag.PERSON, StoryTag.ORGANISATION, StoryTag.EVENT)


def publisher_listing(slug: str, number: int = 1) -> Listing:
    """Give a publisher's facts and the stories it tells. Five queries. Raises NotFound."""
    row = Publisher.objects.filter(slug=slug).first()
    if row is None:
        raise NotFound(f"There is no publisher {slug}.")
    # One story may be told by many of its articles: twice a page, read ahead, is enough to fill one.
    ids = Article.objects.filter(publisher=row).order_by("-dated").values_list("story_id", flat=True)
    stories, older = _page(ids, number)
    facts = (
        Fact("city", row.city),
        Fact("country", row.country),
        Fact("language", row.language),
        Fact("site", row.host, web_address(row.site) or web_address(f"https://{row.host}" if row.host else "")),
    )
    return Listing(
        kind="publisher",
        title=row.name,
        address=row.slug,
        facts=tuple(fact for fact in facts if fact.value),
        stories=stories,
        number=number,
        older=older,
    )


def place_listing(geonameid: int, number: int = 1) -> Listing:
    """Give the stories that name a place. Raises NotFound."""
    row = Place.objects.filter(geonameid=geonameid).first()
    if row is None:
        raise NotFound(f"There is no place {geonameid}.")
    ids = StoryPlace.objects.filter(place=row).order_by("-last").values_list("story_id", flat=True)
    stories, older = _page(ids, number)
    facts = [Fact("kind", row.kind), Fact("coordinates", f"{row.latitude:.3f}, {row.longitude:.3f}")]
    if row.country and row.kind != "country":
        facts.insert(1, Fact("country", row.country))
    return Listing("place", row.name, str(geonameid), tuple(facts), stories, number, older)


def tag_listing(kind: str, key: str, number: int = 1) -> Listing:
    """Give the stories of a topic, person, organisation or event, and what stands beside it in them. Raises NotFound."""
    if "\0" in key:
        # No key has one (`tag_key`), and PostgreSQL takes a question with one for an error.
        raise NotFound(f"There is no {kind} {key!r}.")
    rows = list(
        StoryTag.objects.filter(kind=kind, key=key)
        .order_by("-last")
        .values_list("story_id", "label")[(number - 1) * PAGE_SIZE : number * PAGE_SIZE + 1]
    )
    if not rows:
        raise NotFound(f"There is no {kind} {key}.")
    stories = cards_in_order(story for story, _label in rows[:PAGE_SIZE])
    related = _related([story.id for story in stories], kind, key)
    return Listing(
        kind,
        _label(kind, key, rows[0][1]),
        key,
        (),
        stories,
        number,
        len(rows) > PAGE_SIZE and number < LAST_PAGE,
        related,
    )


def _page(ids: Iterable[int], number: int) -> tuple[tuple[StoryCard, ...], bool]:
    """Give the page of distinct ids, in order; raises NotFound past the last one."""
    if number > LAST_PAGE:
        raise NotFound(f"There is no page {number}.")
    seen: dict[int, None] = {}
    wanted = number * PAGE_SIZE + 1
    for story in islice(ids, wanted * 8):
        seen.setdefault(story)
        if len(seen) >= wanted:
            break
    page = list(seen)[(number - 1) * PAGE_SIZE :]
    if number > 1 and not page:
        raise NotFound(f"There is no page {number}.")
    return cards_in_order(page[:PAGE_SIZE]), len(page) > PAGE_SIZE and number < LAST_PAGE


def _related(stories: Sequence[int], kind: str, key: str) -> tuple[TagLink, ...]:
    """Give the people, organisations and topics that stand in the most of these stories, beside the one asked for."""
    counts: dict[tuple[str, str], tuple[int, str]] = {}
    rows = StoryTag.objects.filter(story_id__in=stories).values_list("kind", "key", "label")
    for other_kind, other, label in rows:
        if (other_kind, other) != (kind, key):
            count, first = counts.get((other_kind, other), (0, label))
            counts[other_kind, other] = (count + 1, first)
    ranked = sorted(counts.items(), key=lambda item: (-item[1][0], item[0]))
    return tuple(TagLink(k, name, _label(k, name, label), count) for (k, name), (count, label) in ranked[:12])


def _label(kind: str, key: str, label: str) -> str:
    return topic_words(key, label) if kind == StoryTag.TOPIC else label


def kind_title(kind: str) -> str:
    """Name a kind of listing in the interface language."""
    return {
        "publisher": _("Publisher"),
        "topic": _("Topic"),
        "place": _("Place"),
        "person": _("Person"),
        "organisation": _("Organisation"),
        "event": _("Event"),
    }.get(kind, "")
