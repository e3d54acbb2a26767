"""What a program takes: CPU-seconds, seconds and memory, of its process and of those it starts and waits for.

The program is not started by whoever measures but by a bare interpreter running this file: Linux counts the memory of
a process from before it became another program, so that a large parent would be measured instead.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """What a program took, and what it printed."""

    cpu_s: float
    wall_s: float
    peak_mb: float
    """The most memory that was resident at one time in one of the processes, in 10**6 bytes."""
    output: str


def measure(command: Sequence[str], environment: Mapping[str, str], *, timeout_s: float) -> Cost:
    """Run a program to its end. Raises RuntimeError, with the end of what it said, when it fails or takes too long."""
    with tempfile.TemporaryDirectory(prefix="newsgrid-cost-") as folder:
        report = Path(folder, "report")
        around = [sys.executable, "-I", "-S", __file__, str(report), str(timeout_s), *command]
        done = subprocess.run(around, env=dict(environment), capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)[:200]} failed ({done.returncode}): {done.stderr[-1000:]}")
        took = json.loads(report.read_text("utf-8"))
    return Cost(took["cpu_s"], took["wall_s"], took["peak_mb"], done.stdout)


def main(report: str, timeout_s: str, *command: str) -> int:
    """Run a program and write what it took; give its exit status."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    timer = threading.Timer(float(timeout_s), process.kill)
    timer.start()
    _, status, usage = os.wait4(process.pid, 0)
    timer.cancel()
    peak_bytes = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    took = {
        "cpu_s": usage.ru_utime + usage.ru_stime,
        "wall_s": time.perf_counter() - begun,
        "peak_mb": peak_bytes / 1e6,
    }
    Path(report).write_text(json.dumps(took), "utf-8")
    return abs(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
