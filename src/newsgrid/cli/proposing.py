"""Proposing sources for an edition, from the catalogue, and subscribing to them: shared by `init` and `edition add`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from newsgrid import feeds as feeds_room
from newsgrid.cli.catalogue import print_sources, said_of
from newsgrid.cli.output import say
from newsgrid.feeds import CatalogueHit
from newsgrid.model import Feed, Place
from newsgrid.text import canonical_address

if TYPE_CHECKING:
    from newsgrid.ports import Store

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def checked_languages(tags: Sequence[str]) -> tuple[str, ...]:
    """Give language tags, each once. Raises BadParameter for what is none (`english`)."""
    for tag in tags:
        if not _LANGUAGE.fullmatch(tag):
            raise typer.BadParameter(f"{tag!r} is no language tag; write en, af, zu, zh-Hant (BCP 47).")
    return tuple(dict.fromkeys(tags))


def propose(home: Place, languages: Sequence[str], most: int, subscribed: Sequence[Feed] = ()) -> list[CatalogueHit]:
    """Give sources for a city's edition, without those that are subscribed to; print them, and say where they are at home."""
    known = {address_key(feed.url) for feed in subscribed}
    found = feeds_room.propose_sources(home, tuple(languages), most + len(known)) if most else []
    hits = [hit for hit in found if address_key(hit.feed.url) not in known][:most]
    if hits:
        print_sources("Sources", hits, with_feeds=False)
        say(said_of(home, hits))
        _tell_other_languages(home, languages, len(hits), most)
        if not all(hit.feed.verified for hit in hits):
            say(
                "Unverified addresses were written down by hand; `newsgrid feeds list --problems` names those that fail."
            )
    elif most:
        spoken = ", ".join(languages)
        say(
            f"The catalogue has no further sources for {home.name}{f' in {spoken}' if spoken else ''}; `newsgrid feeds add` takes any "
            "site's address, `newsgrid feeds import` an OPML file."
        )
    return hits


def _tell_other_languages(home: Place, languages: Sequence[str], found: int, most: int) -> None:
    if not languages or found >= most:
        return
    mine = {tag.partition("-")[0].lower() for tag in languages}
    others = [tag for tag in feeds_room.languages_of(home.country) if tag not in mine]
    if others:
        say(f"There are more in other languages of the country: {', '.join(others)}.")


def subscribe(store: Store, feeds: Sequence[Feed]) -> None:
    """Add feeds and say how many were new."""
    before = len(store.feeds())
    store.add_feeds(feeds)
    added = len(store.feeds()) - before
    say(
        f"{added} feeds added."
        if added == len(feeds)
        else f"{added} feeds added, {len(feeds) - added} were there already."
    )


def feed_of(hit: CatalogueHit) -> Feed:
    """Give the feed to subscribe to. A host is no publisher's name: there the feed and its articles say it themselves."""
    found = hit.feed
    name = "" if "." in found.name and found.name in found.site else found.name
    return Feed(
        0, found.url, site=found.site, publisher=name, language=found.language, country=found.country, city=found.city
    )


def address_key(url: str) -> str:
    """Addresses that differ in scheme, `www.` or a last slash have one key: they are one feed."""
    return canonical_address(url).partition("://")[2].removeprefix("www.").rstrip("/")
