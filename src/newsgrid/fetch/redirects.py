"""The way from the address that was asked for to the one that answers, hop by hop, each one judged."""

from __future__ import annotations

from newsgrid.fetch.failures import Failure
from newsgrid.fetch.targets import Target, target_of, url_of
from newsgrid.fetch.values import Hop

_SAME_AGAIN = 2
"""How often one path may be asked in one fetch. A page that sends us to itself wants a cookie, and we keep none."""


class Trail:
    """Where a fetch has come from and stands now."""

    def __init__(self, start: Target, max_redirects: int) -> None:
        """Begin at an address."""
        self.start = start
        self.here = start
        self._hops: list[Hop] = []
        self._max = max_redirects
        self._urls = {start.url}
        self._resources = [start.resource]
        self._was_own = False

    @property
    def hops(self) -> tuple[Hop, ...]:
        """The redirects that were followed, in order."""
        return tuple(self._hops)

    def is_same_again(self) -> bool:
        """Whether this very path, perhaps with another query, was asked before in this fetch."""
        return self._resources.count(self.here.resource) > 1

    def follow(self, status: int, location: str) -> None:
        """Go where a redirect leads (RFC 9110, 15.4); raise Failure when it leads nowhere, in circles or too far."""
        if not location:
            raise Failure(
                "bad-status", f"The server redirects, but does not say where to (status {status}).", status=status
            )
        if len(self._hops) >= self._max:
            raise Failure("too-many-redirects", f"There are more than {self._max} redirects in a row.")
        target = self._joined(location)
        if target.url in self._urls or self._resources.count(target.resource) >= _SAME_AGAIN:
            raise Failure("redirect-loop", f"{target.host} redirects in a circle.")
        self._hops.append(Hop(str(self.here.url), status, str(target.url)))
        self._urls.add(target.url)
        self._resources.append(target.resource)
        self.here = target

    def check_own(self, own: bool) -> None:
        """Judge a step onto one of the operator's own hosts; raise Failure `private-address` for one not to be made.

        An allowed network is open to what the operator subscribes to, not to whatever a server names: from there a
        redirect stays on its host, and may not call another path with arguments of its own. Else a feed could press
        buttons on services inside.
        """
        previous, self._was_own = self._was_own, own
        if not self._hops or not own:
            return
        start, here = self.start, self.here
        same_host = start.host == here.host and start.gate_key == here.gate_key
        same_query = here.url.raw_query_string in ("", start.url.raw_query_string)
        if previous and same_host and (same_query or here.url.raw_path == start.url.raw_path):
            return
        raise Failure(
            "private-address",
            f"The answer redirects to {here.host}:{here.port}{here.url.raw_path[:80]} on a private network; only addresses you subscribe "
            "to yourself are fetched from there (fetch.allow_private, NEWSGRID_FETCH_ALLOW_PRIVATE).",
        )

    def _joined(self, location: str) -> Target:
        try:
            url = self.here.url.join(url_of(location))
            # Names and passwords are the operator's to give, never a server's.
            return target_of(url.with_user(None) if url.raw_user is not None else url)
        except ValueError as error:
            raise Failure("bad-address", f"The answer redirects to what is no address: {error}.") from error
