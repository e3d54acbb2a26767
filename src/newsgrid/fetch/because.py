"""Why a feed is visited when it is: the rules of `schedule`, told of one feed for the operator."""

from __future__ import annotations

from datetime import datetime

from newsgrid.fetch import schedule
from newsgrid.model import Feed, FeedState
from newsgrid.settings import FetchSettings


def next_visit_because(feed: Feed, settings: FetchSettings, now: datetime) -> str:
    """Say in a sentence why the next visit is planned for when it is."""
    state = feed.state
    if feed.paused:
        return "It is paused: nobody asks it until `newsgrid feeds resume`."
    if state.health == "gone":
        return "The server says that it is gone for good: only `newsgrid feeds check` asks it again."
    if state.checked is None or state.next_check is None:
        return "It was never asked, or is to be asked at once."
    if state.failures:
        times = "once" if state.failures == 1 else f"{state.failures} times in a row"
        return f"It failed {times}: the wait doubles with each failure, up to a week; Retry-After is kept to."
    if state.health == "rate-limited":
        return "Its host asked to be left alone for a while."
    if state.pushed_until is not None and now < state.pushed_until:
        return "Its hub delivers what is new: it is visited seldom, to see whether anything was missed." + _skipped(
            state
        )
    return _because_of_pace(state, settings) + _skipped(state)


def _because_of_pace(state: FeedState, settings: FetchSettings) -> str:
    asked = max(state.fresh_s, state.ttl_s)
    if asked > state.interval_s:
        who = "Its server calls the answer fresh" if state.fresh_s >= state.ttl_s else "The feed asks for a wait"
        capped = " (kept to as far as fetch.max_interval_s)" if asked > settings.max_interval_s else ""
        return f"{who} for {told(asked)}{capped}."
    if state.interval_s >= settings.max_interval_s:
        return "It seldom changes: it has the longest interval (fetch.max_interval_s)."
    if not (state.etag or state.last_modified) and state.interval_s <= settings.plain_interval_s:
        return "Its server sends no validators, so that every visit costs a full answer (fetch.plain_interval_s)."
    if state.interval_s <= settings.min_interval_s:
        return "It changes often: it has the shortest interval (fetch.min_interval_s)."
    return "Each visit that finds something new halves the interval, each that does not makes it half as long again."


def _skipped(state: FeedState) -> str:
    hours = ", ".join(str(hour) for hour in state.skip_hours)
    days = ", ".join(_DAYS[day] for day in state.skip_days if 0 <= day < 7)
    parts = [f"in the hours {hours} UTC" if hours else "", f"on {days}" if days else ""]
    asked = " and ".join(part for part in parts if part)
    return f" It asks not to be visited {asked}." if asked else ""


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def moving(feed: Feed, now: datetime) -> str:
    """Say where a permanent move stands; empty without one."""
    state = feed.state
    if not state.moved_to or state.moved_since is None:
        return ""
    until = state.moved_since + schedule.MOVE_AFTER
    if now < until:
        return f"to {state.moved_to}, asked there since {state.moved_since:%Y-%m-%d}; kept from {until:%Y-%m-%d} on if it still says so"
    return f"to {state.moved_to}; the old address is asked once more, to confirm it"


def told(seconds: float) -> str:
    """Give a span in the largest unit that says it: `90 s`, `25 min`, `6 h`, `3 days`."""
    for unit, name, least in ((86_400, "days", 172_800), (3600, "h", 7200), (60, "min", 120)):
        if seconds >= least:
            return f"{seconds / unit:.0f} {name}"
    return f"{seconds:.0f} s"
