"""How feeds are shown to the operator: the list, and one feed whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rich.text import Text

from newsgrid import feeds as feeds_room
from newsgrid.cli import hubs
from newsgrid.cli.output import out, print_table
from newsgrid.model import Feed, Subscription, plain
from newsgrid.pipeline.condition import condition

if TYPE_CHECKING:
    from newsgrid.settings import Settings
    from newsgrid.web.catalog.feed_report import EntryLine, FeedReport

COLOURS = {
    "gone": "red", "failing": "red", "waiting": "yellow", "ill": "yellow", "silent": "yellow", "paused": "dim", "new": "cyan", "well": "green",
}  # fmt: skip


def name_of(feed: Feed) -> str:
    """Give what an operator knows a feed by."""
    return feed.publisher or feed.title or feed.url


def print_feeds(feeds: Sequence[Feed], pushed: Mapping[int, Sequence[Subscription]], now: datetime) -> None:
    """Print feeds as a table, in the order given; with their subscriptions at hubs, where any has one."""
    rows = []
    for feed in feeds:
        word, state = condition(feed, now), feed.state
        rows.append(
            (
                feed.id,
                name_of(feed),
                feed.language,
                Text(word, style=COLOURS[word]),
                day(state.failing_since) if word in ("failing", "gone") else "",
                day(state.changed),
                "" if word in ("paused", "gone") else moment(state.next_check) or "now",
                hubs.words(pushed.get(feed.id, ())),
                feeds_room.operator_line(state) or feed.url,
            )
        )
    columns = ("id", "publisher", "lang", "is", "fails since", "last news", "next visit", "websub", "remark")
    print_table("Feeds", columns, rows, note=f"{len(feeds)} feeds")


def feed_facts(
    feed: Feed, report: FeedReport, pushed: Sequence[Subscription], settings: Settings, now: datetime
) -> dict[str, Any]:
    """Give all there is to say of a feed, for a program."""
    from newsgrid.fetch.because import next_visit_because

    return {
        **plain(feed),
        "condition": condition(feed, now),
        "next_visit_because": next_visit_because(feed, settings.fetch, now),
        "entries": plain(report.counts),
        "recent": plain(report.recent),
        "pages": plain(report.pages),
        "websub": hubs.facts(pushed),
    }


def print_feed(
    feed: Feed, report: FeedReport, pushed: Sequence[Subscription], settings: Settings, now: datetime
) -> None:
    """Print one feed whole; what is not known or does not apply is left out."""
    from newsgrid.fetch.because import moving, next_visit_because, told

    state, word = feed.state, condition(feed, now)
    place = ", ".join(part for part in (feed.city, feed.country) if part)
    facts: list[tuple[str, object]] = [
        ("address", feed.url),
        ("title", feed.title),
        ("publisher", feed.publisher),
        ("site", feed.site),
        ("folder", feed.folder),
        ("language", feed.language),
        ("at home in", place),
        ("is", Text(word, style=COLOURS[word])),
        ("last answer", f"{state.health}: {state.message}" if state.message else state.health),
        ("fails since", f"{moment(state.failing_since)}, {state.failures} times" if state.failures else ""),
        ("last visit", moment(state.checked)),
        ("last news", moment(state.changed)),
        ("next visit", "" if feed.paused or state.health == "gone" else moment(state.next_check) or "now"),
        ("because", next_visit_because(feed, settings.fetch, now)),
        ("interval", told(state.interval_s) if state.interval_s else ""),
        ("moves", moving(feed, now)),
        (
            "validators",
            " ".join(part for part in (state.etag, state.last_modified) if part) or ("none" if state.checked else ""),
        ),
        ("websub", hubs.words(pushed)),
        ("entries known by", state.identity),
        ("noticed", state.notice),
        ("document", "\n".join(f"{p.kind}: {p.detail}" if p.detail else p.kind for p in state.problems)),
        ("entries", ", ".join(f"{number} {name}" for name, number in report.counts.items()) or "none"),
        ("pages without text", ", ".join(f"{number} {reason}" for reason, number in report.pages.items())),
    ]
    print_table(f"Feed {feed.id}: {name_of(feed)}", ("", ""), [row for row in facts if row[1]])
    if report.recent:
        rows = [
            (line.id, moment(line.published or line.first_seen), line.state, line.title, _because(line))
            for line in report.recent
        ]
        out.print()
        print_table("Newest entries", ("article", "published", "is", "title", "because"), rows)


def _because(line: EntryLine) -> str:
    """Say why an entry gave no article, or what its article had to do without."""
    if line.state == "done" and line.reason:
        return f"page: {line.reason}"
    return line.message or line.reason


def moment(time: datetime | None) -> str:
    """Give a time in UTC to the minute; empty for None."""
    return f"{time:%Y-%m-%d %H:%M}" if time else ""


def day(time: datetime | None) -> str:
    """Give a day, UTC; empty for None."""
    return f"{time:%Y-%m-%d}" if time else ""
