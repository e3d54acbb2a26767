"""When a feed is visited next, and what is remembered of the last visit: pure functions over values.

situation                     what happens
200                           both validators replaced, failures forgotten, next visit by how often the feed changes
304                           next visit later and later, up to `max_interval_s`
never                         sooner than `min_interval_s`, or `plain_interval_s` where the server gives no validators,
                              or what the feed asks for (max-age, Expires, ttl, sy:updatePeriod), as far as
                              `max_interval_s`; nor in hours and on days it asks to be left alone (skipHours, skipDays)
weekly                        one question without validators, against servers stuck at 304
429, 503, 403                 Retry-After where given, else as any failure
other failures                twice as long with each, from the normal interval on, up to a week
410                           never again
a hub delivers (WebSub)       `websub_poll_s` apart, until its lease ends, it fails, or a visit finds what it did not deliver
301, 308                      the new address is asked at once; after 7 days the old one is asked again, and the move is
                              kept when it still says so; an old one that is silent then is asked again after 7 more.
                              http to https of the same host is kept at once
302, 303, 307                 followed, never kept
"""

from __future__ import annotations

import dataclasses
import hashlib
import random
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from newsgrid.errors import FeedError, FetchError
from newsgrid.fetch.hints import fresh_s, linked, says_fresh
from newsgrid.fetch.pacing import MAX_WAIT_S
from newsgrid.fetch.values import Answer, Hop
from newsgrid.model import Feed, FeedState, ParsedFeed
from newsgrid.settings import FetchSettings

UNCONDITIONAL_EVERY = timedelta(days=7)
"""How often a full answer is asked for although we hold validators."""
MOVE_AFTER = timedelta(days=7)
"""How long a new address must give a valid feed before it replaces the old one."""
NEVER = timedelta(days=36_500)

_JITTER = 0.1
"""The next visit is put off by up to this share of the interval, so that feeds do not march in step."""
_QUICKER = 0.5
_SLOWER = 1.5
"""Each visit that finds something new halves the interval, each that does not makes it half as long again. The interval
then settles where about one visit in three is in vain; higher values miss more, lower ones ask more."""
_SPREAD_S = 360.0
"""Feeds that skip the same hour come back over so many seconds, well within the hour that follows."""
_MAX_BACKOFF_S = 7 * 86_400.0
_MAX_DOUBLINGS = 20
_MESSAGE_CHARS = 300
_MAX_VALIDATOR_CHARS = 4_096
_MAX_HUBS = 5
_MAX_OFFER_CHARS = 2_000
_LOST_AT_NEW_ADDRESS = frozenset(
    ["not-found", "gone", "bad-address", "private-address", "dns", "redirect-loop", "too-many-redirects"]
)


def address(feed: Feed, now: datetime) -> str:
    """Give the address to ask: while a permanent move is being tried, the new one; the old one again when 7 days are over."""
    state = feed.state
    if state.moved_to and state.moved_since is not None and now - state.moved_since < MOVE_AFTER:
        return state.moved_to
    return feed.url


def is_skipped(state: FeedState, now: datetime) -> bool:
    """Whether the feed asks not to be visited at this hour or on this day, UTC (RSS 2.0, skipHours and skipDays).

    Who skips all hours, or all days, asks for nothing.
    """
    return _skips(state.skip_hours, now.astimezone(UTC).hour, 24) or _skips(
        state.skip_days, now.astimezone(UTC).weekday(), 7
    )


def request_headers(feed: Feed, now: datetime) -> dict[str, str]:
    """Give the validators to send, byte for byte as the server gave them (RFC 9110, 13.1); none once a week."""
    state = feed.state
    if state.unconditional is None or now - state.unconditional >= UNCONDITIONAL_EVERY:
        return {}
    sent = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in sent.items() if value}


def after_success(
    feed: Feed,
    answer: Answer,
    parsed: ParsedFeed,
    now: datetime,
    settings: FetchSettings,
    rng: random.Random,
) -> Feed:
    """Give the feed after a full answer that was read as a feed."""
    headers = answer.page.headers
    content = content_hash(parsed)
    has_changed = content != feed.state.body_hash
    state = dataclasses.replace(
        feed.state,
        etag=_validator(headers, "etag"),
        last_modified=_validator(headers, "last-modified"),
        changed=now if has_changed else feed.state.changed,
        body_hash=content,
        unconditional=now,
        problems=parsed.problems,
        ttl_s=parsed.ttl_s or 0,
        fresh_s=0,
        skip_hours=parsed.skip_hours,
        skip_days=parsed.skip_days,
    )
    state = _offered(state, answer, parsed)
    state = _settled(state, has_changed, headers, now, settings, rng)
    return _moved(_described(dataclasses.replace(feed, state=state), parsed), answer.hops, now)


def after_unchanged(feed: Feed, answer: Answer, now: datetime, settings: FetchSettings, rng: random.Random) -> Feed:
    """Give the feed after a 304; the validators that earned it, and what the document asked for, stay as they are."""
    state = _settled(feed.state, False, answer.page.headers, now, settings, rng)
    return _moved(dataclasses.replace(feed, state=state), answer.hops, now)


def after_failure(
    feed: Feed, error: FetchError | FeedError, now: datetime, settings: FetchSettings, rng: random.Random
) -> Feed:
    """Give the feed after a visit that failed; what it held before, validators too, stays as it was."""
    state = feed.state
    if _is_put_off(error):
        return dataclasses.replace(feed, state=_put_off(state, error, now, settings, rng))
    state = dataclasses.replace(
        state,
        checked=now,
        failures=state.failures + 1,
        failing_since=state.failing_since or now,
        health=error.reason or "no-feed",
        message=_message(error),
    )
    if state.moved_to:
        if address(feed, now) == feed.url:
            # The old address has gone silent: the new one, which was sound until now, is read for another while.
            state = dataclasses.replace(state, moved_since=now)
        elif _is_lost(error):
            # What the new address says is no word about the old one: that is asked next.
            state = dataclasses.replace(state, moved_to="", moved_since=None)
        if state.health == "gone":
            state = dataclasses.replace(state, health="not-found")
    if state.health == "gone":
        return dataclasses.replace(feed, state=dataclasses.replace(state, next_check=now + NEVER))
    wait_s = max(_backoff_s(state, settings), _asked_wait_s(error))
    return dataclasses.replace(feed, state=dataclasses.replace(state, next_check=_later(state, now, wait_s, rng)))


def after_delivery(feed: Feed, parsed: ParsedFeed, now: datetime) -> Feed:
    """Give the feed after a hub delivered a document of it: no visit, so the next one stays as it was planned."""
    return _described(dataclasses.replace(feed, state=dataclasses.replace(feed.state, changed=now)), parsed)


def relying(feed: Feed, until: datetime | None, now: datetime) -> Feed:
    """Give the feed as it is when its hub may be relied upon until then; None: not at all.

    What was put off because of the hub is then due when it would have been without.
    """
    state = feed.state
    if until == state.pushed_until:
        return feed
    due = state.next_check
    if until is None and due is not None and state.checked is not None and not state.failures:
        due = min(due, max(now, state.checked + timedelta(seconds=max(state.interval_s, state.fresh_s, state.ttl_s))))
    return dataclasses.replace(feed, state=dataclasses.replace(state, pushed_until=until, next_check=due))


def content_hash(parsed: ParsedFeed) -> str:
    """Give a hash over what a reader would see of the entries.

    Ids, links of what has a title, dates of the whole feed and the order are left out: they change in some feeds with
    every request.
    """
    whole = hashlib.blake2b(digest_size=16)
    rows = sorted("\0".join((e.title or e.link or e.identity, e.summary, e.content)) for e in parsed.entries)
    for row in rows:
        whole.update(hashlib.blake2b(row.encode("utf-8", "replace"), digest_size=16).digest())
    return whole.hexdigest()


def _settled(
    state: FeedState,
    has_changed: bool,
    headers: Mapping[str, str],
    now: datetime,
    settings: FetchSettings,
    rng: random.Random,
) -> FeedState:
    """Give the state after a visit that went well, with the next one planned."""
    least = _least_s(state, settings)
    most = max(float(settings.max_interval_s), least)
    before = state.interval_s or least
    is_first = state.checked is None
    pace = least if is_first else before * (_QUICKER if has_changed else _SLOWER)
    pace = min(max(pace, least), most)
    # A 304 that says nothing of freshness leaves standing what was said before (RFC 9111, 4.3.4).
    fresh = round(min(fresh_s(headers, now), MAX_WAIT_S)) if says_fresh(headers) else state.fresh_s
    asked_for = min(float(max(fresh, state.ttl_s)), most)
    return dataclasses.replace(
        state,
        fresh_s=fresh,
        checked=now,
        failures=0,
        failing_since=None,
        health="ok",
        message="",
        interval_s=round(pace),
        next_check=_later(state, now, max(pace, asked_for, _pushed_s(state, now, settings)), rng),
    )


def _least_s(state: FeedState, settings: FetchSettings) -> float:
    has_validators = bool(state.etag or state.last_modified)
    # A feed that was never read has shown no validators yet, but nothing says that it has none.
    is_unknown = state.unconditional is None
    return float(settings.min_interval_s if has_validators or is_unknown else settings.plain_interval_s)


def _pushed_s(state: FeedState, now: datetime, settings: FetchSettings) -> float:
    """Give for how long a hub makes a visit needless, in seconds: never past the end of its lease."""
    if state.pushed_until is None:
        return 0.0
    return max(0.0, min(float(settings.websub_poll_s), (state.pushed_until - now).total_seconds()))


def _backoff_s(state: FeedState, settings: FetchSettings) -> float:
    normal = max(float(state.interval_s), _least_s(state, settings))
    doubled = normal * 2.0 ** min(state.failures - 1, _MAX_DOUBLINGS)
    return max(normal, min(doubled, _MAX_BACKOFF_S))


def _is_put_off(error: FetchError | FeedError) -> bool:
    """Whether nothing was asked, because the host group had asked to be left alone."""
    return isinstance(error, FetchError) and error.reason == "rate-limited" and not error.status


def _put_off(
    state: FeedState,
    error: FetchError | FeedError,
    now: datetime,
    settings: FetchSettings,
    rng: random.Random,
) -> FeedState:
    """Give the state of a feed whose visit did not take place: no failure of its own, and no visit either."""
    wait_s = max(_asked_wait_s(error), 1.0)
    # Spread over a while: the feeds of one host must not all come back in the same second.
    spread_s = min(wait_s, settings.min_interval_s)
    wanted = now + timedelta(seconds=wait_s + spread_s * _JITTER * rng.random())
    return dataclasses.replace(
        state, health=error.reason, message=_message(error), next_check=_welcome(state, wanted, rng)
    )


def _asked_wait_s(error: FetchError | FeedError) -> float:
    asked = error.retry_after_s if isinstance(error, FetchError) else None
    return min(asked or 0.0, MAX_WAIT_S)


def _later(state: FeedState, now: datetime, wait_s: float, rng: random.Random) -> datetime:
    return _welcome(state, now + timedelta(seconds=wait_s * (1 + _JITTER * rng.random())), rng)


def _welcome(state: FeedState, wanted: datetime, rng: random.Random) -> datetime:
    """Give the first time from the wanted one on at which the feed does not ask to be left alone; a week away at most."""
    if not is_skipped(state, wanted):
        return wanted
    hour = wanted.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    while is_skipped(state, hour):
        hour += timedelta(hours=1)
    return hour + timedelta(seconds=_SPREAD_S * rng.random())


def _skips(skipped: tuple[int, ...], number: int, of: int) -> bool:
    return number in skipped and len(set(skipped) & set(range(of))) < of


def _offered(state: FeedState, answer: Answer, parsed: ParsedFeed) -> FeedState:
    """Give the state with the hubs that an answer offers, and what it calls itself: headers before the document (WebSub, 4).

    Without a name for itself nothing can be subscribed to, so that its hubs are none.
    """
    headers, base = answer.page.headers, answer.page.final_url
    topic = next(_fit((*linked(headers, "self", base), parsed.self_link)), "")
    hubs = tuple(_fit(linked(headers, "hub", base) or parsed.hubs))[:_MAX_HUBS] if topic else ()
    return dataclasses.replace(state, hubs=hubs, topic=topic if hubs else "")


def _fit(addresses: Iterable[str]) -> Iterator[str]:
    return (a for a in addresses if a.startswith(("http://", "https://")) and len(a) <= _MAX_OFFER_CHARS)


def _validator(headers: Mapping[str, str], name: str) -> str:
    """Give a validator exactly as sent; empty when it could not be sent back exactly."""
    value = headers.get(name, "")
    if len(value) > _MAX_VALIDATOR_CHARS or not value.isprintable():
        return ""
    return value


def _described(feed: Feed, parsed: ParsedFeed) -> Feed:
    """Give the feed with what it says of itself where the operator said nothing."""
    return dataclasses.replace(
        feed,
        title=feed.title or parsed.title,
        site=feed.site or parsed.link,
        language=feed.language or parsed.language,
    )


def _moved(feed: Feed, hops: tuple[Hop, ...], now: datetime) -> Feed:
    """Give the feed after the redirects of a visit that went well."""
    state = feed.state
    if address(feed, now) != feed.url:
        # The new address was asked directly and gave the feed: one more agreement, nothing to decide yet.
        return feed
    target = _permanent_target(hops)
    if not target:
        return dataclasses.replace(feed, state=dataclasses.replace(state, moved_to="", moved_since=None))
    is_agreed = target == state.moved_to and state.moved_since is not None
    if _is_only_https(feed.url, target) or is_agreed:
        return dataclasses.replace(feed, url=target, state=dataclasses.replace(state, moved_to="", moved_since=None))
    return dataclasses.replace(feed, state=dataclasses.replace(state, moved_to=target, moved_since=now))


def _permanent_target(hops: tuple[Hop, ...]) -> str:
    """Give where the permanent redirects at the beginning lead; what a temporary one says after them is not kept."""
    target = ""
    for hop in hops:
        if not hop.is_permanent:
            break
        target = hop.location
    return target


def _is_only_https(old: str, new: str) -> bool:
    before, after = urlsplit(old), urlsplit(new)
    return (
        before.scheme == "http"
        and after.scheme == "https"
        and before.hostname == after.hostname
        and (before.path or "/", before.query) == (after.path or "/", after.query)
    )


def _is_lost(error: FetchError | FeedError) -> bool:
    """Whether an address that is being tried will not give the feed."""
    return isinstance(error, FeedError) or error.reason in _LOST_AT_NEW_ADDRESS


def _message(error: Exception) -> str:
    return " ".join(str(error).split())[:_MESSAGE_CHARS]
