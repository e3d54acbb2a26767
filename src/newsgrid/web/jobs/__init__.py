"""What runs without being asked for: the worker's loop."""

from newsgrid.web.jobs.worker import BEAT_KEY, last_beat, work

__all__ = ["BEAT_KEY", "last_beat", "work"]
