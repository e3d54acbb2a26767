"""Where the stateless steps run: in a loop, or in a pool of processes."""

from newsgrid.engines.local import LoopEngine, PoolEngine, engine_for

__all__ = ["LoopEngine", "PoolEngine", "engine_for"]
