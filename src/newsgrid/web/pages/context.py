"""What every template knows."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_bidi

FEED_FORMS = (("atom", "application/atom+xml"), ("rss", "application/rss+xml"), ("json", "application/feed+json"))


@dataclasses.dataclass(frozen=True, slots=True)
class InterfaceLanguage:
    """A language the interface speaks, and this page's address in it."""

    code: str
    name: str
    address: str
    current: bool


def site(request: HttpRequest) -> dict[str, Any]:
    """Give the site's name, the interface language, and this page's addresses in the others."""
    current = get_language() or settings.LANGUAGE_CODE
    query = request.META.get("QUERY_STRING", "")
    rest = request.path_info + (f"?{query}" if query else "")
    base = request.path.removesuffix(request.path_info)
    named = getattr(request, "language_prefix", "")
    base = base.removesuffix(f"/{named}") if named else base
    return {
        "site_title": settings.NEWSGRID.site.title,
        "language": current,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "here": request.path,
        "feed_forms": FEED_FORMS,
        "plain_address": f"{base}{rest}",
        "interface_languages": tuple(
            InterfaceLanguage(code, name, f"{base}/{code}{rest}", code == current) for code, name in settings.LANGUAGES
        ),
    }
