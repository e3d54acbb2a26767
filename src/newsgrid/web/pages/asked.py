"""Reading what an address asks for; anything out of bounds is not found or ignored, never an error."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.http import Http404, HttpRequest

MOST_LANGUAGES = 16
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def page_number(request: HttpRequest) -> int:
    """Give the page asked for, from 1. Raises Http404 for a number that cannot be one."""
    text = request.GET.get("page", "1")
    if not re.fullmatch(r"[1-9][0-9]{0,3}", text):
        raise Http404
    return int(text)


def languages(request: HttpRequest) -> tuple[str, ...]:
    """Give the languages of content asked for, each once; empty for all."""
    tags = (tag for value in request.GET.getlist("lang")[:MOST_LANGUAGES] for tag in value.split(","))
    return tuple(dict.fromkeys(tag for tag in tags if _TAG.fullmatch(tag)))[:MOST_LANGUAGES]


def country(request: HttpRequest) -> str:
    """Give the country asked for (ISO 3166-1 alpha-2); empty for all."""
    code = request.GET.get("country", "").upper()
    return code if re.fullmatch(r"[A-Z]{2}", code, re.ASCII) else ""


def filter_query(chosen: tuple[str, ...]) -> str:
    """Give the query that keeps a choice of languages; empty when there is none."""
    return "?" + urlencode([("lang", tag) for tag in chosen]) if chosen else ""
