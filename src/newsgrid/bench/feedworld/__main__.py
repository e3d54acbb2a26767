"""`python -m newsgrid.bench.feedworld --feeds 1000 --faults 0.12` serves a world until Ctrl-C."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from newsgrid.bench.feedworld.options import Options, parse_options
from newsgrid.bench.feedworld.server import serve


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve a world; give 0 after Ctrl-C or SIGTERM, 1 when a port is taken."""
    options, ready_file = parse_options(arguments)
    logging.basicConfig(format="feedworld: %(message)s", level=logging.INFO)
    try:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(_serve_until_told(options, ready_file))
    except (KeyboardInterrupt, asyncio.CancelledError):
        return 0
    except OSError as error:
        print(f"feedworld: {error}", file=sys.stderr)
        return 1
    return 0


async def _serve_until_told(options: Options, ready_file: str) -> None:
    task = asyncio.current_task()
    if task is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await serve(options, lambda base: _write_ready(ready_file, base))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Use uvloop where it is installed: it answers about twice as many requests. Nothing needs it."""
    if importlib.util.find_spec("uvloop") is None:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = importlib.import_module("uvloop").new_event_loop
    return factory


def _write_ready(path: str, base: str) -> None:
    """Write the ready file in one step, so that whoever waits for it never reads half of it."""
    if not path:
        return
    unfinished = Path(path + ".tmp")
    unfinished.write_text(base + "\n", encoding="utf-8")
    os.replace(unfinished, path)


if __name__ == "__main__":
    sys.exit(main())
