"""A fuzzer led by coverage (atheris): `python fuzz_pages.py [-max_total_time=SECONDS] [CORPUS]`. Ends with the first broken promise."""

from __future__ import annotations

import sys

import atheris  # type: ignore[import-not-found, unused-ignore]

with atheris.instrument_imports(include=["newsgrid.extract", "newsgrid.text", "hostile_cases"]):
    import hostile_cases


def read(data: bytes) -> None:
    """Read one document in the way that its first byte chooses."""
    if data:
        hostile_cases.check(hostile_cases.WAYS[data[0] % len(hostile_cases.WAYS)], data[1:])


if __name__ == "__main__":
    atheris.Setup(sys.argv, read)
    atheris.Fuzz()
