"""One function for each kind of page: a request becomes one call of a use case, its cards become HTML."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from newsgrid import __version__
from newsgrid.errors import NotFound
from newsgrid.web.pages.asked import country, filter_query, languages, page_number
from newsgrid.web.usecases.articles import article_page
from newsgrid.web.usecases.cards import Listing
from newsgrid.web.usecases.fronts import front_page
from newsgrid.web.usecases.home import home_page
from newsgrid.web.usecases.listings import NAME_KINDS, kind_title, place_listing, publisher_listing, tag_listing
from newsgrid.web.usecases.patterns import draw_pattern
from newsgrid.web.usecases.searching import search_page
from newsgrid.web.usecases.sections import section_key
from newsgrid.web.usecases.sources import sources_page
from newsgrid.web.usecases.stories import living_story, story_page

Given = ParamSpec("Given")
View = Callable[Concatenate[HttpRequest, Given], HttpResponse]

YEAR_S = 365 * 86400


def page(view: View[Given]) -> View[Given]:
    """Make a view read-only, and what is not there a 404."""

    def answer(request: HttpRequest, /, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotFound as error:
            raise Http404(str(error)) from error

    return _reading(wraps(view)(answer))


def _reading(view: View[Given]) -> View[Given]:
    """Refuse any other method."""
    return require_http_methods(["GET", "HEAD"])(view)


@page
def home(request: HttpRequest) -> HttpResponse:
    """Show the editions; when there is one alone, go to its front, and when there is none, to the world's."""
    found = home_page(timezone.now(), request.GET.get("city", ""))
    if found.editions == 1 and not found.city:
        return redirect("front", slug=found.entries[0].edition.slug)
    if found.editions == 0:
        return redirect("world")
    return render(request, "home.html", {"page": found})


@page
def front(request: HttpRequest, slug: str = "", section: str = "") -> HttpResponse:
    """Show an edition's front or one of its sections; without a slug, the world's."""
    found = front_page(
        slug, now=timezone.now(), section=section, languages=languages(request), number=page_number(request)
    )
    cards = {
        "page": found,
        "zone": found.edition.timezone if found.edition else "UTC",
        "front_address": reverse("front", args=[slug]) if slug else reverse("world"),
        "filter_query": filter_query(found.chosen),
    }
    return render(request, "front.html", cards)


@page
def story(request: HttpRequest, story_id: int) -> HttpResponse:
    """Show a story; one that was merged leads to the one that has its articles now."""
    try:
        found = story_page(story_id, page_number(request))
    except NotFound:
        kept = living_story(story_id)
        if kept == story_id:
            raise
        return HttpResponsePermanentRedirect(reverse("story", args=[kept]))
    return render(request, "story.html", {"page": found, "zone": found.timezone})


@page
def article(request: HttpRequest, article_id: int) -> HttpResponse:
    """Show the page about an article: its facts, an excerpt, where to read it."""
    return render(request, "article.html", {"page": article_page(article_id)})


@page
def publisher(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a publisher and what it tells."""
    return _listing(request, publisher_listing(slug, page_number(request)))


@page
def place(request: HttpRequest, geonameid: int) -> HttpResponse:
    """Show the stories that name a place."""
    return _listing(request, place_listing(geonameid, page_number(request)))


@page
def topic(request: HttpRequest, key: str) -> HttpResponse:
    """Show the stories of a topic."""
    return _listing(request, tag_listing("topic", key, page_number(request)))


@page
def name(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Show the stories that name a person, an organisation or an event."""
    if kind not in NAME_KINDS:
        raise Http404
    return _listing(request, tag_listing(kind, key, page_number(request)))


@page
def search(request: HttpRequest) -> HttpResponse:
    """Show the articles that have the words asked for."""
    chosen = languages(request)
    found = search_page(
        request.GET.get("q", ""), language=chosen[0] if chosen else "", before=request.GET.get("before", "")
    )
    return render(request, "search.html", {"page": found})


@page
def sources(request: HttpRequest) -> HttpResponse:
    """Show the publishers that are read."""
    chosen = languages(request)
    found = sources_page(
        timezone.now(),
        language=chosen[0].partition("-")[0].lower() if chosen else "",
        country=country(request),
        number=page_number(request),
    )
    return render(request, "sources.html", {"page": found})


@page
def about(request: HttpRequest) -> HttpResponse:
    """Say what this is, who runs it and where its data come from."""
    # Only here, so that a web process does without an HTTP client until somebody asks.
    from newsgrid.fetch.client import user_agent

    contact = settings.NEWSGRID.site.contact
    return render(request, "about.html", {"contact": contact, "user_agent": user_agent(__version__, contact)})


@csrf_exempt  # it sets the reader's own language and nothing else, so no token, and no cookie for one, is needed
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Let a reader choose the interface language, kept in a cookie only when the form is sent."""
    if request.method != "POST":
        response = render(request, "preferences.html")
        response.headers["Cache-Control"] = "private, no-store"
        return response
    chosen = request.POST.get("language", "")
    response = redirect(_local(request.POST.get("next", ""), request))
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=YEAR_S,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    elif not chosen:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    return response


@require_GET
def pattern(_request: HttpRequest, section: str, story_id: int) -> HttpResponse:
    """Draw a story's pattern."""
    if section != "plain" and not section_key(section):
        raise Http404
    response = HttpResponse(draw_pattern(story_id, section), content_type="image/svg+xml")
    response.headers["Cache-Control"] = f"public, max-age={YEAR_S}, immutable"
    return response


def _listing(request: HttpRequest, found: Listing) -> HttpResponse:
    return render(request, "listing.html", {"page": found, "kind": kind_title(found.kind)})


def _local(address: str, request: HttpRequest) -> str:
    safe = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return address if safe and address.startswith("/") else reverse("home")
