"""Publisher files: where the articles of one site stand on its pages, said by hand for sites whose pages mislead.

A file is TOML, named by its host (`nj.com.toml`), with one `[[layout]]` for each look that the site has had; or it says
`same_as` another host. The files that ship lie in folders by country. Nothing is read before a page of the host comes, and
a host without a file costs one look into a dictionary.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import re
import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from newsgrid.errors import PublisherFileError
from newsgrid.extract.publishers.selectors import read_selector
from newsgrid.text import registrable_host, site_host

MAX_BYTES = 50_000
MAX_LAYOUTS, MAX_SELECTORS = 20, 60
SUFFIX = ".toml"

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")
_LINE = re.compile(r"at line (\d+)")
_LONG_AGO = datetime.date(1990, 1, 1)


@dataclasses.dataclass(frozen=True, slots=True)
class Layout:
    """One look of a site. Selectors are CSS; each field may have several, all of which count."""

    since: datetime.date = _LONG_AGO
    """When it was first seen. Of several that fit a page the newest counts."""
    body: tuple[str, ...] = ()
    """Elements whose text is the body: the article's container, or its paragraphs one by one."""
    drop: tuple[str, ...] = ()
    """Elements that are taken out before the page is read."""
    author: tuple[str, ...] = ()
    """Elements that name the authors, one each; of `meta` the content counts."""
    date: tuple[str, ...] = ()
    """The element that says when the article was published; of `time` its `datetime` counts, of `meta` its content."""
    standfirst: tuple[str, ...] = ()


_FIELDS = tuple(field.name for field in dataclasses.fields(Layout) if field.name != "since")


@dataclasses.dataclass(frozen=True, slots=True)
class PublisherFile:
    """What a file says."""

    name: str
    """As the evidence names it: `us/nj.com`, or the path of an operator's file."""
    layouts: tuple[Layout, ...] = ()
    """Newest first."""
    same_as: str = ""


def find(url: str, folder: Path | None = None) -> PublisherFile | None:
    """Give the file for an address's host, or for the domain it was registered under; None without one.

    With `folder` the operator's files there are asked alone, and read again when they change; else those that ship. Raises
    PublisherFileError for a file that is wrong.
    """
    for host in dict.fromkeys((site_host(url), registrable_host(url))):
        found = (_own(host, folder) if folder else _shipped(host)) if host else None
        if found and found.same_as:
            found = _own(found.same_as, folder) if folder else _shipped(found.same_as)
        if found:
            return found
    return None


def parse(text: str, name: str) -> PublisherFile:
    """Read a file's text. Raises PublisherFileError, which names the file and, where it can be told, the line."""
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise PublisherFileError(str(error), item=name, line=_line_of(str(error), text)) from error
    if unknown := set(table) - {"layout", "same_as"}:
        raise _wrong(text, name, min(unknown), "there is no such key; there are layout and same_as")
    same_as = table.get("same_as", "")
    if not isinstance(same_as, str) or (same_as and not _HOST.fullmatch(same_as)):
        raise _wrong(text, name, "same_as", "a host in quotes is wanted")
    rows = table.get("layout", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows) or len(rows) > MAX_LAYOUTS:
        raise _wrong(text, name, "layout", f"layouts are written as [[layout]], {MAX_LAYOUTS} at most")
    if bool(rows) == bool(same_as):
        raise PublisherFileError("a file has either [[layout]] or same_as", item=name)
    layouts = sorted((_layout(row, text, name) for row in rows), key=lambda layout: layout.since, reverse=True)
    return PublisherFile(name, tuple(layouts), same_as)


def shipped_hosts() -> dict[str, str]:
    """Give the hosts for which files ship, with their names."""
    return dict(sorted(_index().items()))


def _layout(row: Mapping[str, Any], text: str, name: str) -> Layout:
    values: dict[str, Any] = {}
    for key, value in row.items():
        if key == "since":
            if type(value) is not datetime.date:
                raise _wrong(text, name, "since", "a day such as 2024-05-31 is wanted, without quotes")
            values[key] = value
        elif key in _FIELDS:
            values[key] = _selectors(key, value, text, name)
        else:
            raise _wrong(text, name, key, f"a layout has since, {', '.join(_FIELDS)}")
    if not any(values.get(field) for field in _FIELDS):
        raise _wrong(text, name, "[[layout]]", "a layout needs a selector")
    return Layout(**values)


def _selectors(key: str, value: Any, text: str, name: str) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed) or len(listed) > MAX_SELECTORS:
        raise _wrong(text, name, key, "a selector in quotes is wanted, or a list of such")
    for selector in listed:
        try:
            read_selector(selector)
        except ValueError as error:
            raise _wrong(text, name, selector, str(error)) from error
    return tuple(listed)


def _line_of(message: str, text: str) -> int:
    """Give the line that the TOML reader names; 0 when it names none."""
    if line := _LINE.search(message):
        return int(line[1])
    return len(text.splitlines()) if "end of document" in message else 0


def _wrong(text: str, name: str, what: str, why: str) -> PublisherFileError:
    """Make the error, with the line on which `what` stands first."""
    line = next((number for number, row in enumerate(text.splitlines(), 1) if what in row), 0)
    return PublisherFileError(f"{what!r}: {why}", item=name, line=line)


@functools.cache
def _index() -> dict[str, str]:
    """Give, by host, the names of the files that ship, without reading any."""
    root = resources.files(__name__)
    return {
        file.name.removesuffix(SUFFIX): f"{country.name}/{file.name.removesuffix(SUFFIX)}"
        for country in root.iterdir()
        if country.is_dir() and len(country.name) == 2
        for file in country.iterdir()
        if file.name.endswith(SUFFIX)
    }


@functools.cache
def _read_shipped(name: str) -> PublisherFile:
    return parse(resources.files(__name__).joinpath(name + SUFFIX).read_text("utf-8"), name)


def _shipped(host: str) -> PublisherFile | None:
    name = _index().get(host)
    return _read_shipped(name) if name else None


def _own(host: str, folder: Path) -> PublisherFile | None:
    if not _HOST.fullmatch(host):
        return None
    path = folder / (host + SUFFIX)
    try:
        found = path.stat()
    except OSError:
        return None
    return _read_own(path, found.st_mtime_ns, found.st_size)


@functools.lru_cache(maxsize=2000)
def _read_own(path: Path, changed_ns: int, size_bytes: int) -> PublisherFile:
    if size_bytes > MAX_BYTES:
        raise PublisherFileError(f"the file has {size_bytes} bytes, more than {MAX_BYTES}", item=str(path))
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PublisherFileError(f"the file cannot be read: {error}", item=str(path)) from error
    return parse(text, str(path))
