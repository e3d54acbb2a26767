"""Address to page: conditional, polite, bounded, guarded. The only room that opens sockets.

`Client` fetches one address (`ports.Fetcher`); `poll` visits many feeds and `fetch_pages` many pages at a time;
`schedule` decides, without touching anything, when a feed is visited next and what its state becomes.
"""

from newsgrid.fetch import schedule
from newsgrid.fetch.client import Client
from newsgrid.fetch.failures import REASONS
from newsgrid.fetch.pages import fetch_pages
from newsgrid.fetch.polling import poll
from newsgrid.fetch.values import Answer, FeedVisit, Hop, PageRequest, PageVisit

__all__ = [
    "REASONS",
    "Answer",
    "Client",
    "FeedVisit",
    "Hop",
    "PageRequest",
    "PageVisit",
    "fetch_pages",
    "poll",
    "schedule",
]
