"""Copies: which articles carry one and the same text."""

from newsgrid.dedupe.deduper import Deduper
from newsgrid.dedupe.sketch import Sketch, alike, sketch

__all__ = ["Deduper", "Sketch", "alike", "sketch"]
