"""stories + edition -> front: an order in which every position says why."""

from newsgrid.rank.front import Weights, make_front

__all__ = ["Weights", "make_front"]
