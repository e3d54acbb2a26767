"""A small synthetic world of news publishers on loopback, for load, fault, politeness and quality tests.

F feeds belong to F/3 publishers; a publisher has a language (en fr de es ru zh), a home city and a page template.
Stories (an event in a city, with invented people, organisations, places and numbers) are told by several publishers in
several languages. An entry is one telling: original, paraphrase, wire (agency copy, the same body in the same
language), update (later figures of a story) or single (told by nobody else). Cluster sizes are heavy-tailed.

Time is a counter of ticks; each adds entries to a part of the feeds and edits a few old ones. Nothing moves unless told.
Feeds come as RSS 2.0 (60 %), Atom (25 %), JSON Feed (10 %) and RSS 1.0 (5 %); about a third carry the full text; most
have both validators, some one, some none. `--hosts K` spreads publishers over 127.0.0.1 .. 127.0.0.K.

    /f/<n>      a feed (?fault=<class> forces a fault)      /a/<pub>/<feed>-<i>-<slug>   an article page
    /p/<pub>/   a front page, with sitemap.xml              /img/<anything>.png          a small picture
    /robots.txt                                             /opml.xml  ?healthy=1  ?n=50  ?class=hang,500
    /_world/    control, see `control`

All text comes from templates, so unlike stories share whole sentences: hard negatives and load, no measure of real
clustering or extraction quality.
"""

from __future__ import annotations

from newsgrid.bench.feedworld.client import Feedworld, running
from newsgrid.bench.feedworld.options import FAULTS, PAGE_FAULTS, Options
from newsgrid.bench.feedworld.stats import violations

__all__ = ["FAULTS", "PAGE_FAULTS", "Feedworld", "Options", "running", "violations"]
