"""A command with a person at a terminal: what it asks is answered in order."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Sequence
from pathlib import Path

PROMPT_ENDS = (": ", "]: ")


def talk(
    command: Sequence[str], answers: Sequence[str], folder: Path, environment: dict[str, str], timeout_s: float = 60
) -> tuple[int, str]:
    """Run a command in a terminal of 120 columns, answer each prompt with the next answer; give exit code and all it printed.

    Raises AssertionError when it asks more than there are answers, or takes too long.
    """
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 120, 0, 0))
    settings = termios.tcgetattr(its)
    settings[3] &= ~termios.ECHO
    termios.tcsetattr(its, termios.TCSANOW, settings)
    running = subprocess.Popen(
        command, stdin=its, stdout=its, stderr=its, cwd=folder, env=environment | {"TERM": "dumb"}, close_fds=True
    )
    os.close(its)
    waiting, printed, end = list(answers), "", time.monotonic() + timeout_s
    asked = 0
    try:
        while True:
            assert time.monotonic() < end, printed
            if select.select([ours], [], [], 0.2)[0]:
                try:
                    data = os.read(ours, 65_536)
                except OSError:  # it has ended
                    break
                if not data:
                    break
                printed += data.decode("utf-8", "replace").replace("\r\n", "\n")
            elif printed[asked:].endswith(PROMPT_ENDS):
                assert waiting, f"it asks more:\n{printed}"
                asked = len(printed)
                os.write(ours, waiting.pop(0).encode() + b"\n")
        return running.wait(timeout=10), printed
    finally:
        running.kill()
        running.wait()
        os.close(ours)
