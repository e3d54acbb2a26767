"""The callback's address, as `websub.callback_address` writes it."""

from __future__ import annotations

from django.urls import path

from newsgrid.web.callbacks import views

urlpatterns = [path("websub/<str:token>/", views.callback, name="websub")]
