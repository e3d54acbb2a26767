"""The command line: `newsgrid`."""

from newsgrid.cli.main import main

__all__ = ["main"]
