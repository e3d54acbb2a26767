"""`python -m newsgrid.demo --port 8800` serves the demo world until Ctrl-C."""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime

from newsgrid.demo.server import DemoServer
from newsgrid.demo.world import choose_today, load_world
from newsgrid.errors import WorldError


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the world; give 0 after Ctrl-C, 1 when the world or the port is unusable."""
    options = _read_options(arguments)
    try:
        server = DemoServer(load_world(choose_today(datetime.now(UTC))), port=options.port)
    except (WorldError, OSError) as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    with server:
        world = server.world
        counts = f"{len(world.publishers)} publishers, {len(world.stories)} stories, {len(world.tellings())} articles"
        print(f"{server.base}/  {counts}", flush=True)
        if options.correct_after is not None:
            correction = threading.Timer(options.correct_after, server.advance)
            correction.daemon = True
            correction.start()
        try:
            server.wait()
        except KeyboardInterrupt:
            print()
    return 0


def _read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m newsgrid.demo", description="Serve the invented news world on loopback."
    )
    parser.add_argument("--port", type=int, default=8800, help="0 takes any free port")
    parser.add_argument("--correct-after", type=float, metavar="SECONDS", help="publish the corrections after so long")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
