"""An invented news world, served on loopback as real feeds and pages, for `newsgrid demo` and for tests."""

from __future__ import annotations

from newsgrid.demo.server import DemoServer
from newsgrid.demo.values import Agency, Kind, Publisher, Telling, Text, Truth, World, WorldStory
from newsgrid.demo.world import choose_today, load_world

__all__ = [
    "Agency",
    "DemoServer",
    "Kind",
    "Publisher",
    "Telling",
    "Text",
    "Truth",
    "World",
    "WorldStory",
    "choose_today",
    "load_world",
]
