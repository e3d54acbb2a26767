"""Where everything is."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("", include("newsgrid.web.callbacks.urls")),
    path("", include("newsgrid.web.syndication.urls")),
    path("", include("newsgrid.web.pages.urls")),
]
