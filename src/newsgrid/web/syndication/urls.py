"""Addresses of feeds: that of the page, and `feed.` with the format."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, register_converter

from newsgrid.web.syndication import views


class _Form:
    """The three formats."""

    regex = "atom|rss|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(_Form, "feedform")


def _feed(address: str, view: Any, name: str) -> URLPattern:
    found: URLPattern = path(f"{address}feed.<feedform:form>", view, name=f"{name}-feed")
    return found


urlpatterns = [
    _feed("search/", views.search, "search"),
    _feed("world/", views.front, "world"),
    _feed("world/section/<slug:section>/", views.front, "world-section"),
    _feed("story/<int:story_id>/", views.story, "story"),
    _feed("publisher/<slug:slug>/", views.publisher, "publisher"),
    _feed("place/<int:geonameid>/", views.place, "place"),
    _feed("topic/<path:key>/", views.tag, "topic"),
    _feed("name/<slug:kind>/<path:key>/", views.tag, "name"),
    _feed("<slug:slug>/", views.front, "front"),
    _feed("<slug:slug>/section/<slug:section>/", views.front, "section"),
]
