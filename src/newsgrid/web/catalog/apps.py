"""The catalogue as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Publishers, feeds, entries, articles, stories, editions."""

    name = "newsgrid.web.catalog"
    label = "catalog"
    verbose_name = "newsgrid"
    default_auto_field = "django.db.models.BigAutoField"
