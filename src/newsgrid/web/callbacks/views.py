"""The callback: GET is a hub's question whether we want a subscription, POST is a delivery."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from newsgrid.errors import NotFound, StoreError
from newsgrid.web.callbacks.body import TooLong, read_body
from newsgrid.web.usecases.hubs import GONE, TOO_LONG, UNKNOWN, confirm, count_refused, receive, standing
from newsgrid.websub import Intent

RETRY_AFTER_S = 60


@csrf_exempt
@require_http_methods(["GET", "POST"])
def callback(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a hub. Whoever asks without the callback's token gets 404, and nothing that he sends is read."""
    try:
        return _delivery(request, token) if request.method == "POST" else _question(request, token)
    except NotFound:
        return _answer(404)
    except StoreError:
        # Hubs come again after any answer of 500 and above.
        response = _answer(503)
        response.headers["Retry-After"] = str(RETRY_AFTER_S)
        return response


def _question(request: HttpRequest, token: str) -> HttpResponse:
    asked = request.GET
    intent = Intent(
        mode=asked.get("hub.mode", ""),
        topic=asked.get("hub.topic", ""),
        challenge=asked.get("hub.challenge", ""),
        lease_s=asked.get("hub.lease_seconds", ""),
        reason=asked.get("hub.reason", ""),
    )
    return _answer(200, intent.challenge) if confirm(token, intent, timezone.now()) else _answer(404)


def _delivery(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    found = standing(token, now)
    if found in (UNKNOWN, GONE):
        return _answer(404 if found == UNKNOWN else 410)
    if request.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        response = _answer(415)
        response.headers["Accept-Encoding"] = "identity"
        return response
    try:
        body = read_body(request, settings.NEWSGRID.fetch.max_bytes)
    except TooLong:
        count_refused(token, TOO_LONG)
        return _answer(413)
    except OSError:
        return _answer(400)
    receive(token, request.headers.get("X-Hub-Signature", ""), request.headers.get("Content-Type", ""), body, now)
    # Also when the signature is wrong (WebSub, 7.1.2): who guesses learns nothing.
    return _answer(202)


def _answer(status: int, text: str = "") -> HttpResponse:
    # Plain text, and nosniff by Django's SecurityMiddleware: the challenge is another's words (WebSub, 5.3.1).
    response = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
