"""Addresses of pages. An edition's slug stands first in its address, so its pattern comes last."""

from __future__ import annotations

from django.urls import path

from newsgrid.web.pages import machines, views

urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("preferences/", views.preferences, name="preferences"),
    path("sources/", views.sources, name="sources"),
    path("search/", views.search, name="search"),
    path("world/", views.front, name="world"),
    path("world/section/<slug:section>/", views.front, name="world-section"),
    path("story/<int:story_id>/", views.story, name="story"),
    path("article/<int:article_id>/", views.article, name="article"),
    path("publisher/<slug:slug>/", views.publisher, name="publisher"),
    path("place/<int:geonameid>/", views.place, name="place"),
    path("topic/<path:key>/", views.topic, name="topic"),
    path("name/<slug:kind>/<path:key>/", views.name, name="name"),
    path("pattern/<slug:section>/<int:story_id>.svg", views.pattern, name="pattern"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sitemap-editions.xml", machines.sitemap_editions, name="sitemap-editions"),
    path("sitemap-stories-<int:part>.xml", machines.sitemap_of_stories, name="sitemap-stories"),
    path("healthz", machines.healthz, name="healthz"),
    path("metrics", machines.metrics, name="metrics"),
    path("<slug:slug>/", views.front, name="front"),
    path("<slug:slug>/section/<slug:section>/", views.front, name="section"),
]
