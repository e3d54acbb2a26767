"""Visits to many pages."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable

from newsgrid.errors import FetchError
from newsgrid.fetch.client import Client
from newsgrid.fetch.crowd import Crowd, queues_by
from newsgrid.fetch.failures import lightened
from newsgrid.fetch.targets import host_key
from newsgrid.fetch.values import PageRequest, PageVisit

_ACCEPT = "text/html, application/xhtml+xml, application/xml;q=0.8, */*;q=0.5"


async def fetch_pages(
    requests: Iterable[PageRequest], client: Client, *, robots: bool = True
) -> AsyncGenerator[PageVisit, None]:
    """Fetch pages, within the client's limits, and give each as soon as it is there; robots.txt is obeyed.

    A failure belongs to its page alone. The order of results is the order in which they come. Close the generator (or
    read it to its end) to leave nothing running.
    """

    async def visit(request: PageRequest) -> PageVisit:
        try:
            answer = await client.fetch_with_hops(
                request.url, headers={"Accept": _ACCEPT}, robots=robots, origin=request.origin
            )
        except FetchError as error:
            return PageVisit(request, None, lightened(error))
        return PageVisit(request, answer.page, None)

    async def lanes(request: PageRequest) -> int:
        return await client.lanes(request.url)

    crowd = Crowd(visit, lanes, client.hands)
    results = crowd.run(queues_by(lambda request: host_key(request.url), list(requests)))
    try:
        async for result in results:
            yield result
    finally:
        await results.aclose()
