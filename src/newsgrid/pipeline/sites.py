"""What is known of the sites whose pages are in work: by the store, which each batch teaches, and by the operator's files."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Collection, Iterable
from pathlib import Path

from newsgrid.errors import PublisherFileError, RecordError
from newsgrid.extract import Lesson, PublisherFile, Template, find_publisher_file
from newsgrid.ports import Store

log = logging.getLogger(__name__)

MOST_AT_HAND = 512
"""Templates that stay unpacked, of some 200 kB each at most."""


class SiteTemplates:
    """The templates of a store's sites.

    A site is a host, not the domain under which hosts were registered: the hosts of one domain may be strangers (blogs) or
    look different (a mobile site), and what is learnt of one would be wrong of another. The store is asked for every batch,
    so that a site the operator let forget is forgotten; what it gives is unpacked only when it is not what is at hand.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._at_hand: OrderedDict[str, tuple[bytes, Template]] = OrderedDict()

    def of(self, hosts: Collection[str]) -> dict[str, Template]:
        """Give what is known of these sites; an empty template of those of which nothing is."""
        packed = self._store.templates(hosts) if hosts else {}
        return {host: self._unpacked(host, packed[host]) if host in packed else Template() for host in hosts}

    def taught(self, lessons: Iterable[tuple[str, Lesson]]) -> dict[str, bytes]:
        """Give, packed and by host, the templates that these lessons change: for `Store.save_articles`."""
        by_host: dict[str, list[Lesson]] = {}
        for host, lesson in lessons:
            by_host.setdefault(host, []).append(lesson)
        known = self.of(by_host.keys())
        changed = {host: _learnt(known[host], told) for host, told in by_host.items()}
        return {host: template.pack() for host, template in changed.items() if template is not known[host]}

    def _unpacked(self, host: str, packed: bytes) -> Template:
        data, template = self._at_hand.get(host, (b"", Template()))
        if data != packed:
            try:
                template = Template.unpack(packed)
            except RecordError as error:
                # Of another version: what it had learnt is learnt again.
                log.warning("%s (%s); it is begun anew", error, host)
                template = Template()
            self._at_hand[host] = (packed, template)
        self._at_hand.move_to_end(host)
        while len(self._at_hand) > MOST_AT_HAND:
            self._at_hand.popitem(last=False)
        return template


class OwnFiles:
    """The operator's publisher files. A wrong one is named in the log, once, and left aside until it changes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._told: set[str] = set()

    def of(self, url: str) -> PublisherFile | None:
        """Give the file for an address; None when there is none, or a wrong one."""
        try:
            return find_publisher_file(url, self._folder)
        except PublisherFileError as error:
            if str(error) not in self._told:
                log.warning("Publisher file left aside: %s.", error)
                self._told.add(str(error))
            return None


def _learnt(template: Template, lessons: Iterable[Lesson]) -> Template:
    for lesson in lessons:
        template = template.learn(lesson)
    return template
