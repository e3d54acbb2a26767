"""What is for machines: robots.txt, sitemaps, health and metrics."""

from __future__ import annotations

import ipaddress
from datetime import UTC

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import require_safe

from newsgrid.web.usecases.editions import all_editions
from newsgrid.web.usecases.sitemaps import sitemap_parts, sitemap_stories
from newsgrid.web.usecases.status import Measure, health, measures

_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def site_address(request: HttpRequest) -> str:
    """Give the site's public address without a slash: the operator's, else as it was asked for."""
    return settings.NEWSGRID.site.base_url.rstrip("/") or f"{request.scheme}://{request.get_host()}"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Say where crawlers may go: everywhere but search, whose pages are without end (RFC 9309)."""
    lines = (
        "User-agent: *",
        "Disallow: /search/",
        "Disallow: /*/search/",
        "Disallow: /admin/",
        "Disallow: /preferences/",
    )
    body = "\n".join((*lines, "", f"Sitemap: {site_address(request)}{reverse('sitemap')}", ""))
    return HttpResponse(body, content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the sitemaps."""
    base = site_address(request)
    places = [
        reverse("sitemap-editions"),
        *(reverse("sitemap-stories", args=[n]) for n in range(1, sitemap_parts() + 1)),
    ]
    rows = "".join(f"<sitemap><loc>{escape(base + place)}</loc></sitemap>" for place in places)
    return _xml(f"<sitemapindex {_SITEMAP}>{rows}</sitemapindex>")


@require_safe
def sitemap_editions(request: HttpRequest) -> HttpResponse:
    """List the fronts."""
    base = site_address(request)
    places = [reverse("home"), reverse("world"), *(reverse("front", args=[e.slug]) for e in all_editions())]
    rows = "".join(f"<url><loc>{escape(base + place)}</loc></url>" for place in places)
    return _xml(f"<urlset {_SITEMAP}>{rows}</urlset>")


@require_safe
def sitemap_of_stories(request: HttpRequest, part: int) -> HttpResponse:
    """List one part of the stories."""
    base, found = site_address(request), sitemap_stories(part) if 1 <= part <= sitemap_parts() else []
    if not found and part != 1:
        raise Http404
    start = escape(base + reverse("story", args=[0]).removesuffix("0/"))
    rows = "".join(
        f"<url><loc>{start}{story}/</loc><lastmod>{last.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</lastmod></url>"
        for story, last in found
    )
    return _xml(f"<urlset {_SITEMAP}>{rows}</urlset>")


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Say whether pages can be served (200) or not (503), and since when no worker was heard of."""
    found = health(timezone.now())
    body = {
        "status": "ok" if found.database else "down",
        "database": "ok" if found.database else "down",
        "worker": found.worker,
        "worker_beat": found.beat.astimezone(UTC).isoformat() if found.beat else None,
    }
    response = JsonResponse(body, status=200 if found.database else 503)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Give the counts in Prometheus' text format 0.0.4, to this machine alone.

    A request that a proxy passed on is not from this machine, whatever address the proxy has.
    """
    if not _from_here(request):
        raise Http404
    body = "".join(_family(measure) for measure in measures(timezone.now()))
    response = HttpResponse(body, content_type="text/plain; version=0.0.4; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def _from_here(request: HttpRequest) -> bool:
    if any(name in request.META for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP")):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _family(measure: Measure) -> str:
    lines = [f"# HELP {measure.name} {measure.what}", f"# TYPE {measure.name} {measure.kind}"]
    for labels, value in measure.samples:
        text = ",".join(f'{name}="{_label(word)}"' for name, word in labels)
        lines.append(f"{measure.name}{{{text}}} {value:g}" if text else f"{measure.name} {value:.0f}")
    return "\n".join(lines) + "\n"


def _label(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _xml(body: str) -> HttpResponse:
    return HttpResponse(
        f'<?xml version="1.0" encoding="UTF-8"?>\n{body}', content_type="application/xml; charset=utf-8"
    )
