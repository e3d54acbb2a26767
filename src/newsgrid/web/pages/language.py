"""The interface language: from the address, else the reader's own choice, else the browser's wish.

`/th/johannesburg/` is `/johannesburg/` in Thai. The prefix is cut off before addresses are matched and put before every
address that is made, so that a reader who chose a language by its link keeps it without a cookie.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation
from django.utils.cache import patch_vary_headers

_PREFIXES = {f"/{code}": code for code, _name in settings.LANGUAGES}


def split_language(path: str) -> tuple[str, str]:
    """Give the language that an address begins with, empty when none, and the rest of the address."""
    cut = path.find("/", 1)
    code = _PREFIXES.get(path[:cut] if cut > 0 else path, "")
    return (code, path[cut:] if cut > 0 else "/") if code else ("", path)


def interface_language(request: HttpRequest) -> str:
    """Give the language a request is to be answered in."""
    return split_language(request.path_info)[0] or translation.get_language_from_request(request)


class LanguageMiddleware:
    """Answer in the interface language of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set language and prefix for this request alone."""
        language = interface_language(request)
        named, rest = split_language(request.path_info)
        script = get_script_prefix()
        request.LANGUAGE_CODE = language
        request.language_prefix = named  # type: ignore[attr-defined]
        if named:
            request.path_info = rest
            set_script_prefix(f"{script}{named}/")
        try:
            with translation.override(language):
                response = self.get_response(request)
        finally:
            set_script_prefix(script)
        response.headers.setdefault("Content-Language", language)
        if not named:
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response
