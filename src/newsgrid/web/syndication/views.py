"""The feed of each page, under the page's own address: `feed.atom`, `feed.rss` or `feed.json`."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from newsgrid import __version__
from newsgrid.errors import NotFound
from newsgrid.web.syndication.channel import CONTENT_TYPES, Channel, Item, write
from newsgrid.web.usecases.cards import ArticleCard, Listing, StoryCard
from newsgrid.web.usecases.fronts import front_page
from newsgrid.web.usecases.listings import NAME_KINDS, place_listing, publisher_listing, tag_listing
from newsgrid.web.usecases.searching import search_page
from newsgrid.web.usecases.stories import story_page


@require_safe
def front(request: HttpRequest, form: str, slug: str = "", section: str = "") -> HttpResponse:
    """Give the feed of a front or of one of its sections; `lang` filters it as it does the page."""
    chosen = tuple(tag for tag in request.GET.getlist("lang")[:16] if tag.replace("-", "").isalnum())
    try:
        page = front_page(slug, now=timezone.now(), section=section, languages=chosen)
    except NotFound as error:
        raise Http404(str(error)) from error
    title = page.edition.title if page.edition else _("The World Grid")
    if page.section:
        title = f"{title}: {page.section.label}"
    return _answer(request, form, title, _stories(request, page.stories))


@require_safe
def story(request: HttpRequest, form: str, story_id: int) -> HttpResponse:
    """Give the articles of a story, newest first."""
    try:
        page = story_page(story_id)
    except NotFound as error:
        raise Http404(str(error)) from error
    articles = sorted((card for group in page.origins for card in group.articles), key=lambda a: a.dated, reverse=True)
    return _answer(request, form, page.headline, _articles(request, articles[:50]))


@require_safe
def publisher(request: HttpRequest, form: str, slug: str) -> HttpResponse:
    """Give the stories a publisher tells."""
    try:
        return _listing(request, form, publisher_listing(slug))
    except NotFound as error:
        raise Http404(str(error)) from error


@require_safe
def place(request: HttpRequest, form: str, geonameid: int) -> HttpResponse:
    """Give the stories that name a place."""
    try:
        return _listing(request, form, place_listing(geonameid))
    except NotFound as error:
        raise Http404(str(error)) from error


@require_safe
def tag(request: HttpRequest, form: str, key: str, kind: str = "topic") -> HttpResponse:
    """Give the stories of a topic, person, organisation or event."""
    if kind not in ("topic", *NAME_KINDS):
        raise Http404
    try:
        return _listing(request, form, tag_listing(kind, key))
    except NotFound as error:
        raise Http404(str(error)) from error


@require_safe
def search(request: HttpRequest, form: str) -> HttpResponse:
    """Give the articles that have the words asked for."""
    page = search_page(request.GET.get("q", ""), language=request.GET.get("lang", "")[:35])
    title = _("Search: %(query)s") % {"query": page.query}
    return _answer(request, form, title, _articles(request, page.articles))


def _listing(request: HttpRequest, form: str, found: Listing) -> HttpResponse:
    return _answer(request, form, found.title, _stories(request, found.stories))


def _answer(request: HttpRequest, form: str, title: str, items: Iterable[Item]) -> HttpResponse:
    base, here = _base(request), request.get_full_path()
    page = here.split("?")[0].rpartition("/")[0] + "/"
    query = urlsplit(here).query
    channel = Channel(
        title=title,
        subtitle=_("Every story once, from every publisher, with its sources."),
        page=f"{base}{page}{f'?{query}' if query else ''}",
        address=f"{base}{here}",
        language=get_language() or "en",
        generator=f"newsgrid {__version__}",
        items=tuple(items),
        made=timezone.now(),
    )
    response = HttpResponse(write(channel, form), content_type=CONTENT_TYPES[form])
    response.headers["Cache-Control"] = "public, max-age=120"
    # Feeds are for readers everywhere, in-browser ones of other sites included; they hold nothing private.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _stories(request: HttpRequest, cards: Iterable[StoryCard]) -> Iterable[Item]:
    base = _base(request)
    for card in cards:
        names = tuple(publisher.name for publisher in card.publishers)
        text = f"{card.excerpt} ({card.excerpt_source})" if card.excerpt else ", ".join(names)
        yield Item(
            id=_tag_address(request, f"story:{card.id}"),
            link=base + reverse("story", args=[card.id]),
            title=card.headline,
            text=text,
            published=card.first,
            updated=card.last,
            language=card.language,
            authors=names,
            categories=(card.section.label,) if card.section else (),
        )


def _articles(request: HttpRequest, cards: Iterable[ArticleCard]) -> Iterable[Item]:
    base = _base(request)
    for card in cards:
        yield Item(
            id=_tag_address(request, f"article:{card.id}"),
            link=base + reverse("article", args=[card.id]),
            title=card.headline,
            text=card.excerpt,
            published=card.dated,
            updated=max(card.dated, card.modified or card.dated),
            language=card.language,
            authors=(card.publisher.name,),
            source=card.url,
        )


def _base(request: HttpRequest) -> str:
    return settings.NEWSGRID.site.base_url.rstrip("/") or f"{request.scheme}://{request.get_host()}"


def _tag_address(request: HttpRequest, what: str) -> str:
    """Give a name that stays when addresses change (tag URI, RFC 4151)."""
    host = urlsplit(_base(request)).hostname or "localhost"
    return f"tag:{host},2026:{what}"
