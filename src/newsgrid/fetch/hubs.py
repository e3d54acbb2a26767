"""Requests to hubs (WebSub, W3C Recommendation of 23 January 2018, section 5.1), and whether hubs can call us."""

from __future__ import annotations

import dataclasses
import ipaddress
from collections.abc import AsyncGenerator, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from newsgrid.errors import FetchError
from newsgrid.fetch.client import Client
from newsgrid.fetch.crowd import Crowd, queues_by
from newsgrid.fetch.failures import Failure, lightened
from newsgrid.fetch.guard import Guard, is_public, literal_address
from newsgrid.fetch.targets import host_key
from newsgrid.model import Subscription
from newsgrid.settings import Settings

_LOOPBACK = ipaddress.IPv4Address("127.0.0.1")
_NOT_PUBLIC = ("localhost", "local", "internal", "lan", "home", "test", "invalid", "home.arpa")
"""Endings of names that are not for everyone: RFC 6761, RFC 6762, RFC 8375, and those that networks at home use."""


@dataclasses.dataclass(frozen=True, slots=True)
class HubRequest:
    """A hub that is to be asked for a subscription, or to end it."""

    subscription: Subscription
    lease_s: int
    """For how long a subscription is asked for."""
    origin: str
    """The address of the feed that named the hub: one of the operator's own hosts is asked only for a feed on it."""

    @property
    def form(self) -> dict[str, str]:
        """What is sent.

        The secret goes over plain http as well, although it should not: who listens there would otherwise need none.
        """
        one = self.subscription
        mode = "unsubscribe" if one.state == "leaving" else "subscribe"
        form = {"hub.mode": mode, "hub.topic": one.topic, "hub.callback": one.callback}
        # Hubs of before the Recommendation want to be told how they may confirm; others pass it over.
        form["hub.verify"] = "async"
        if mode == "subscribe":
            form |= {"hub.lease_seconds": str(self.lease_s), "hub.secret": one.secret}
        return form


class HubVisit(NamedTuple):
    """What a request to a hub gave: no error when the hub took it. It confirms by a call of its own."""

    request: HubRequest
    error: FetchError | None


async def ask_hubs(requests: Sequence[HubRequest], client: Client) -> AsyncGenerator[HubVisit, None]:
    """Ask hubs, within the client's limits, and give each result as soon as it is there.

    A failure belongs to its request alone. Close the generator (or read it to its end) to leave nothing running.
    """

    async def visit(request: HubRequest) -> HubVisit:
        try:
            await client.post(request.subscription.hub, request.form, origin=request.origin)
        except FetchError as error:
            return HubVisit(request, lightened(error))
        return HubVisit(request, None)

    async def lanes(request: HubRequest) -> int:
        return await client.lanes(request.subscription.hub)

    results = Crowd(visit, lanes, client.hands).run(
        queues_by(lambda request: host_key(request.subscription.hub), requests)
    )
    try:
        async for result in results:
            yield result
    finally:
        await results.aclose()


def public_address(settings: Settings) -> tuple[str, str]:
    """Give the address under which hubs can call us, without a slash; else empty, and why.

    A name is taken for public unless its ending says otherwise; a number must be. One in `fetch.allow_private`, or the
    name `localhost` with loopback allowed, will do as well: then the hubs are the operator's own.
    """
    base = settings.site.base_url.rstrip("/")
    if not settings.fetch.websub:
        return "", "fetch.websub is off"
    if not base:
        return "", "site.base_url is empty"
    host = (urlsplit(base).hostname or "").removesuffix(".").lower()
    try:
        address = _LOOPBACK if host == "localhost" else literal_address(host)
    except Failure as failure:
        return "", f"site.base_url cannot be called: {failure}"
    if address is not None:
        if is_public(address) or Guard.of(settings.fetch.allow_private).is_own(address):
            return base, ""
        return "", f"site.base_url is not public: {address} is on a private or reserved network"
    if "." not in host or any(host == ending or host.endswith(f".{ending}") for ending in _NOT_PUBLIC):
        return "", f"site.base_url is not public: {host} is a name of a private network"
    return base, ""
