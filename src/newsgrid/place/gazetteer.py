"""The gazetteer: flat files beside this module, memory-mapped on first use.

    entries.npy   (n,) records, the most important first: countries, then others by population
    names.bin     the entries' names in English, UTF-8, one after another
    keys.npy      (m,) uint64, hashes of all names, ascending; a hash is repeated for each entry that has the name
    holders.npy   (m,) uint32, low ROW_BITS bits the entry that each key belongs to, equal keys by importance; then two bits MAIN,
                  OTHER or BARE; the rest the number of the language that the name is limited to, 0 none
    heads.npy     (p,) uint64, first four characters of names in scripts without spaces (`head_code`), ascending
    firsts.bin    2**21 bits, set for the words that names begin with (by CRC-32; one in eight other words is let through)
    tables.json   the lists that entries point into

`benchmarks/gazetteer/build.py` makes them; docs/reference/provenance.md says from what.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from newsgrid.errors import NewsgridError
from newsgrid.model import Place
from newsgrid.place.keys import first_bit, hash_of

DATA = Path(__file__).parent / "data"
ENTRY = np.dtype(
    [
        ("id", "<u4"), ("lat", "<f4"), ("lon", "<f4"), ("population", "<u4"), ("name", "<u4"), ("length", "u1"), ("kind", "u1"), ("country", "u1"),
        ("timezone", "<u2"), ("region", "<u2"), ("district", "<u2"),
    ]
)  # fmt: skip
KINDS = ("country", "region", "area", "city")
ROW_BITS = 18
ROW_MASK = (1 << ROW_BITS) - 1
MAIN, OTHER, BARE = 0, 1, 2
"""How a name belongs to an entry: its own, another, or one that means it only where the words around say so."""
OWN_IDS = 1_000_000_000
"""Entries that have no GeoNames id known to us have an id of our own from here on (GeoNames is below 14 million)."""


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A row of the gazetteer, as the choosing code reads it, with how the name asked for belongs to it."""

    index: int
    id: int
    kind: str
    latitude: float
    longitude: float
    population: int
    country: str
    region: int
    """Number of the admin-1 region in `tables.json`; 0 when unknown."""
    district: int
    timezone: int
    standing: int = MAIN
    language: int = 0


class Gazetteer:
    """The tables, opened for reading; safe to share between threads."""

    def __init__(self, folder: Path = DATA) -> None:
        """Map the files of a folder. Raises NewsgridError when they are missing or do not fit together."""
        try:
            self._entries: npt.NDArray[Any] = np.load(folder / "entries.npy", mmap_mode="r").view(np.ndarray)
            self._keys: npt.NDArray[np.uint64] = np.load(folder / "keys.npy", mmap_mode="r").view(np.ndarray)
            self._holders: npt.NDArray[np.uint32] = np.load(folder / "holders.npy", mmap_mode="r").view(np.ndarray)
            self._names = (folder / "names.bin").read_bytes()
            self.heads: npt.NDArray[np.uint64] = np.load(folder / "heads.npy")
            self._firsts = (folder / "firsts.bin").read_bytes()
            tables = json.loads((folder / "tables.json").read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise NewsgridError(f"The gazetteer in {folder} cannot be read: {error}.") from error
        if self._entries.dtype != ENTRY or len(self._keys) != len(self._holders):
            raise NewsgridError(f"The files of the gazetteer in {folder} do not fit together.")
        self.countries: list[str] = tables["countries"]
        self.timezones: list[str] = tables["timezones"]
        self.regions: list[str] = tables["regions"]
        """`ZA.06`: country and admin-1 code; number 0 is none."""
        self.languages: dict[str, int] = {code: number for number, code in enumerate(tables["languages"])}
        self.country_rows: dict[str, int] = tables["country_rows"]
        self.capitals: dict[str, int] = tables["capitals"]
        self.region_rows: dict[int, int] = {int(k): v for k, v in tables["region_rows"].items()}
        self.neighbours: dict[str, frozenset[str]] = {k: frozenset(v) for k, v in tables["neighbours"].items()}
        self._ids: npt.NDArray[np.int64] | None = None
        self._points: npt.NDArray[np.float32] | None = None
        self._entry = functools.lru_cache(maxsize=65_536)(self._read)

    def __len__(self) -> int:
        return len(self._entries)

    def begins(self, word: str) -> bool:
        """Say whether a name may begin with this folded word; never wrongly no."""
        bit = first_bit(word)
        return bool(self._firsts[bit >> 3] & 1 << (bit & 7))

    def holders(self, keys: Sequence[str]) -> list[tuple[Entry, ...]]:
        """Give for each key the entries that have it as a name, the most important first."""
        if not keys:
            return []
        hashes = np.array([hash_of(key) for key in keys], dtype=np.uint64)
        left = np.searchsorted(self._keys, hashes, "left")
        inside = np.minimum(left, len(self._keys) - 1)
        hit = self._keys[inside] == hashes
        found: list[tuple[Entry, ...]] = [()] * len(keys)
        for number in np.flatnonzero(hit).tolist():
            found[number] = self._run(int(left[number]))
        return found

    def _run(self, start: int) -> tuple[Entry, ...]:
        key = self._keys[start]
        end = start + 1
        while end < len(self._keys) and self._keys[end] == key:
            end += 1
        return tuple(self._entry(held & ROW_MASK, held >> ROW_BITS) for held in self._holders[start:end].tolist())

    def _read(self, row: int, mark: int = 0) -> Entry:
        geonameid, lat, lon, population, _, _, kind, country, timezone, region, district = self._entries[row].item()
        return Entry(
            row,
            geonameid,
            KINDS[kind],
            lat,
            lon,
            population,
            self.countries[country],
            region,
            district,
            timezone,
            mark & 3,
            mark >> 2,
        )

    def entry(self, row: int) -> Entry:
        """Give a row."""
        return self._entry(row, 0)

    def name(self, row: int) -> str:
        """Give the English name of a row."""
        start, length = int(self._entries["name"][row]), int(self._entries["length"][row])
        return self._names[start : start + length].decode()

    def place(self, row: int) -> Place:
        """Give a row as a value."""
        entry = self.entry(row)
        code = self.regions[entry.region].partition(".")[2]
        return Place(
            entry.id,
            self.name(row),
            entry.kind,
            round(entry.latitude, 5),
            round(entry.longitude, 5),
            entry.country,
            code,
            entry.population,
        )

    def row_of(self, geonameid: int) -> int | None:
        """Give the row of an id; None when it is not listed."""
        if self._ids is None:
            self._ids = np.asarray(self._entries["id"], dtype=np.int64)
            self._order = np.argsort(self._ids, kind="stable")
            self._sorted = self._ids[self._order]
        at = int(np.searchsorted(self._sorted, geonameid))
        return int(self._order[at]) if at < len(self._sorted) and self._sorted[at] == geonameid else None

    def points(self) -> npt.NDArray[np.float32]:
        """Give (n, 3) float32 unit vectors of all entries, in order."""
        if self._points is None:
            lat, lon = np.radians(self._entries["lat"]), np.radians(self._entries["lon"])
            self._points = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], 1).astype(
                np.float32
            )
        return self._points

    def kinds(self) -> npt.NDArray[np.uint8]:
        """Give (n,) numbers into KINDS."""
        return np.asarray(self._entries["kind"])


_lock = threading.Lock()
_opened: Gazetteer | None = None


def gazetteer() -> Gazetteer:
    """Give the bundled gazetteer, opened once per process."""
    global _opened  # noqa: PLW0603 - one mapping per process is the point
    with _lock:
        if _opened is None:
            _opened = Gazetteer()
        return _opened
