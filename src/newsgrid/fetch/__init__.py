"""Address to page: conditional, polite, bounded, guarded. The only room that opens sockets.

`Client` fetches one address (`ports.Fetcher`); `poll` visits many feeds, `fetch_pages` many pages and `ask_hubs` many hubs at a time;
`schedule` decides, without touching anything, when a feed is visited next and what its state becomes.
"""

from newsgrid.fetch import schedule
from newsgrid.fetch.client import Client
from newsgrid.fetch.failures import REASONS
from newsgrid.fetch.hubs import HubRequest, HubVisit, ask_hubs, public_address
from newsgrid.fetch.pages import fetch_pages
from newsgrid.fetch.polling import PARSE_S, poll
from newsgrid.fetch.reading import REASONS as DOCUMENT_REASONS
from newsgrid.fetch.reading import Reading
from newsgrid.fetch.targets import host_key
from newsgrid.fetch.values import Answer, FeedVisit, Hop, PageRequest, PageVisit

__all__ = [
    "DOCUMENT_REASONS",
    "PARSE_S",
    "REASONS",
    "Answer",
    "Client",
    "FeedVisit",
    "Hop",
    "HubRequest",
    "HubVisit",
    "PageRequest",
    "PageVisit",
    "Reading",
    "ask_hubs",
    "fetch_pages",
    "host_key",
    "poll",
    "public_address",
    "schedule",
]
