"""What runs without being asked for: the worker's loop."""

from newsgrid.web.jobs.worker import last_beat, work

__all__ = ["last_beat", "work"]
