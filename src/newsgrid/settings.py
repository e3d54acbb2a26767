"""All settings, in one typed place: from `newsgrid.toml` and `NEWSGRID_*` variables.

A setting `max_bytes` of the group `fetch` is the key `max_bytes` under `[fetch]` in the file and the variable
`NEWSGRID_FETCH_MAX_BYTES`. A variable wins over the file. Lists in a variable are separated by commas.
Every setting is described in `docs/reference/settings.md`; a test fails when one is not.
"""

from __future__ import annotations

import dataclasses
import ipaddress
import os
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from newsgrid.errors import SettingsError

Check = Callable[[Any], str]
"""Gives what is allowed when the value is wrong, else an empty string."""


DATA_DIR = Path("data")


def _between(low: float, high: float) -> Check:
    return lambda value: "" if low <= value <= high else f"a number from {low:g} to {high:g}"


def _one_of(*words: str) -> Check:
    return lambda value: "" if value in words else "one of " + ", ".join(words)


def _networks(value: tuple[str, ...]) -> str:
    try:
        for item in value:
            ipaddress.ip_network(item)
    except ValueError:
        return 'networks such as "127.0.0.0/8" or "10.1.0.0/16"'
    return ""


def _database(value: str) -> str:
    return (
        ""
        if not value or value.startswith(("postgres://", "postgresql://"))
        else "empty (SQLite in the data folder), or postgresql://..."
    )


def _listen(value: str) -> str:
    host, _, port = value.rpartition(":")
    return "" if host and port.isdigit() and int(port) < 65536 else 'host:port, for example "127.0.0.1:8080"'


def _base(value: str) -> str:
    return (
        ""
        if not value or value.startswith(("http://", "https://"))
        else "empty, or an address beginning with http:// or https://"
    )


def _setting(default: Any, what: str, check: Check | None = None) -> Any:
    return dataclasses.field(default=default, metadata={"what": what, "check": check})


@dataclasses.dataclass(frozen=True, slots=True)
class SiteSettings:
    """The site: where it listens, what it is called."""

    title: str = _setting("newsgrid", "Name of the site, shown in the header.")
    listen: str = _setting("127.0.0.1:8080", "Where `newsgrid serve` listens.", _listen)
    base_url: str = _setting(
        "",
        "Public address, for feeds, sitemaps and the hubs that call us (WebSub); empty: as asked for, and no hub is asked.",
        _base,
    )
    allowed_hosts: tuple[str, ...] = _setting(
        (), "Host names the site answers to beside loopback and that of `base_url`."
    )
    contact: str = _setting(
        "", "Address or e-mail of the operator; sent in the User-Agent and shown on the about page."
    )
    default_language: str = _setting(
        "en", "Interface language for visitors whose browser names none of ours.", _one_of("en", "th", "ar")
    )
    excerpt_chars: int = _setting(250, "Longest excerpt of an article shown, in characters.", _between(0, 250))
    secret_key: str = _setting("", "Signing key; empty: made at first start and kept in the data folder.")
    debug: bool = _setting(False, "Show errors in the browser. Never on a public machine.")


@dataclasses.dataclass(frozen=True, slots=True)
class StoreSettings:
    """Where everything is kept."""

    data_dir: Path = _setting(DATA_DIR, "Folder of the database and of all that is kept.")
    database: str = _setting("", "PostgreSQL address; empty: SQLite in `data_dir`.", _database)
    keep_days: int = _setting(0, "Days that article text is kept; 0: for ever.", _between(0, 36500))


@dataclasses.dataclass(frozen=True, slots=True)
class FetchSettings:
    """How addresses are fetched."""

    allow_private: tuple[str, ...] = _setting(
        (), "Private networks that may be fetched from; all others are refused.", _networks
    )
    max_bytes: int = _setting(
        10_000_000, "Most bytes of one answer, after decompression.", _between(1_000, 200_000_000)
    )
    timeout_s: float = _setting(30.0, "Seconds one request may take in all.", _between(0.1, 600))
    host_delay_s: float = _setting(1.0, "Least seconds between two requests to one host.", _between(0, 3600))
    private_host_delay_s: float = _setting(
        0.0, "The same for hosts in `allow_private`, which are the operator's own.", _between(0, 3600)
    )
    private_parallel: int = _setting(8, "Requests at a time to one host in `allow_private`.", _between(1, 64))
    parallel: int = _setting(32, "Most requests in flight.", _between(1, 1000))
    max_redirects: int = _setting(5, "Most redirects followed for one request.", _between(0, 20))
    min_interval_s: int = _setting(
        3600, "Least seconds between two visits to a feed that sends validators.", _between(60, 604800)
    )
    plain_interval_s: int = _setting(86400, "The same for a feed that sends none.", _between(60, 604800))
    max_interval_s: int = _setting(86400, "Most seconds between two visits to a quiet feed.", _between(60, 2_592_000))
    websub: bool = _setting(
        True, "Subscribe at the hubs that feeds offer (WebSub); needs `site.base_url`, a public address."
    )
    websub_poll_s: int = _setting(
        86400, "Seconds between two visits to a feed while its hub delivers.", _between(60, 604800)
    )
    pages: str = _setting(
        "when-needed",
        "Fetch the page of an entry: never, when the feed lacks the full text, or always.",
        _one_of("never", "when-needed", "always"),
    )
    page_attempts: int = _setting(3, "Tries before an entry's page is given up.", _between(1, 20))
    article_pages: int = _setting(
        10, "Most pages of one article that are read and joined; 1: the first alone.", _between(1, 50)
    )
    other_versions: bool = _setting(
        True, "Read an article's AMP or print version where its page is built by scripts, a consent wall or cut short."
    )
    max_page_age_days: int = _setting(30, "Older entries are stored from the feed alone.", _between(0, 36500))


@dataclasses.dataclass(frozen=True, slots=True)
class ExtractSettings:
    """How articles are drawn from pages."""

    publisher_files: Path = _setting(
        Path("publishers"), "Folder of your own publisher files, one `HOST.toml` a site; it need not exist."
    )


@dataclasses.dataclass(frozen=True, slots=True)
class StorySettings:
    """How articles become stories."""

    window_days: float = _setting(
        14.0, "Days after its last article in which a story may still grow.", _between(0.1, 365)
    )
    repair_every: int = _setting(
        400, "Articles between two repairs (merging stories that are one).", _between(1, 100_000)
    )


@dataclasses.dataclass(frozen=True, slots=True)
class WorkSettings:
    """How much work is done at a time."""

    processes: int = _setting(1, "Processes for the stateless steps; 1: in the worker itself.", _between(1, 256))
    batch: int = _setting(64, "Articles processed and stored together.", _between(1, 5000))
    poll_every_s: float = _setting(30.0, "Seconds the worker rests when nothing is due.", _between(0.1, 3600))


@dataclasses.dataclass(frozen=True, slots=True)
class EditionSettings:
    """One `[[edition]]` of the file: a city's grid."""

    city: str
    slug: str = ""
    title: str = ""
    languages: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Settings:
    """All settings."""

    site: SiteSettings = SiteSettings()
    store: StoreSettings = StoreSettings()
    fetch: FetchSettings = FetchSettings()
    extract: ExtractSettings = ExtractSettings()
    story: StorySettings = StorySettings()
    work: WorkSettings = WorkSettings()
    editions: tuple[EditionSettings, ...] = ()
    """From `[[edition]]` tables: added to the store when newsgrid starts."""
    source: str = ""
    """The file they came from; empty: none."""


GROUPS: Mapping[str, type[Any]] = {
    "site": SiteSettings,
    "store": StoreSettings,
    "fetch": FetchSettings,
    "extract": ExtractSettings,
    "story": StorySettings,
    "work": WorkSettings,
}


def load(path: Path | None = None, env: Mapping[str, str] | None = None) -> Settings:
    """Read the settings: defaults, then the file, then the variables.

    Without `path`, the file that `NEWSGRID_CONFIG` names is read, else `newsgrid.toml` in the working folder if there
    is one. Relative folders of the file are taken from the file's own folder. Raises SettingsError.
    """
    env = os.environ if env is None else env
    named = path or (Path(env["NEWSGRID_CONFIG"]) if env.get("NEWSGRID_CONFIG") else None)
    file = named or Path("newsgrid.toml")
    table = _read(file, must_exist=named is not None)
    _refuse_unknown(table, file)
    groups = {name: _group(name, kind, table.get(name, {}), env, file) for name, kind in GROUPS.items()}
    editions = tuple(_edition(row, file) for row in table.get("edition", ()))
    return Settings(**groups, editions=editions, source=str(file) if table else "")


def describe() -> list[tuple[str, str, str, str]]:
    """Give (key, variable, default, meaning) of every setting, in order; `edition` tables aside."""
    return [
        (f"{group}.{field.name}", _variable(group, field.name), _show(field.default), field.metadata["what"])
        for group, kind in GROUPS.items()
        for field in dataclasses.fields(kind)
    ]


def _read(file: Path, *, must_exist: bool) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError as error:
        if must_exist:
            raise SettingsError(f"There is no settings file {file}.") from error
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"The settings file {file} cannot be read: {error}.") from error


def _refuse_unknown(table: Mapping[str, Any], file: Path) -> None:
    for group, values in table.items():
        if group == "edition":
            if not isinstance(values, list):
                raise SettingsError(f"In {file}: editions are written as [[edition]] tables.")
            continue
        if group not in GROUPS or not isinstance(values, dict):
            raise SettingsError(
                f"In {file}: there is no group [{group}]; there are {', '.join(GROUPS)} and [[edition]]."
            )
        known = [field.name for field in dataclasses.fields(GROUPS[group])]
        for key in values:
            if key not in known:
                raise SettingsError(f"In {file}: there is no setting {group}.{key}; [{group}] has {', '.join(known)}.")


def _group(name: str, kind: type[Any], values: Mapping[str, Any], env: Mapping[str, str], file: Path) -> Any:
    found: dict[str, Any] = {}
    for field in dataclasses.fields(kind):
        variable = _variable(name, field.name)
        if variable in env:
            found[field.name] = _checked(
                field, _parse(field, env[variable], f"the variable {variable}"), f"the variable {variable}"
            )
        elif field.name in values:
            value = _from_file(field, values[field.name], f"the setting {name}.{field.name} in {file}", file)
            found[field.name] = _checked(field, value, f"the setting {name}.{field.name} in {file}")
    return kind(**found)


def _parse(field: dataclasses.Field[Any], text: str, where: str) -> Any:
    default: Any = field.default
    try:
        if isinstance(default, bool):
            return {
                "1": True,
                "true": True,
                "yes": True,
                "on": True,
                "0": False,
                "false": False,
                "no": False,
                "off": False,
                "": False,
            }[text.strip().lower()]
        if isinstance(default, tuple):
            return tuple(part.strip() for part in text.split(",") if part.strip())
        return type(default)(text) if not isinstance(default, Path) else Path(text)
    except (KeyError, ValueError) as error:
        raise SettingsError(f"{_upper(where)} is {text!r}; allowed is {_kind_words(default)}.") from error


def _from_file(field: dataclasses.Field[Any], value: Any, where: str, file: Path) -> Any:
    default = field.default
    if isinstance(default, Path) and isinstance(value, str):
        return file.parent / value
    if isinstance(default, tuple) and isinstance(value, list) and all(isinstance(v, str) for v in value):
        return tuple(value)
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is type(default):
        return value
    raise SettingsError(f"{_upper(where)} is {value!r}; allowed is {_kind_words(default)}.")


def _checked(field: dataclasses.Field[Any], value: Any, where: str) -> Any:
    check: Check | None = field.metadata["check"]
    allowed = check(value) if check else ""
    if allowed:
        raise SettingsError(f"{_upper(where)} is {value!r}; allowed is {allowed}.")
    return value


def _edition(row: Any, file: Path) -> EditionSettings:
    fields = {field.name: field for field in dataclasses.fields(EditionSettings)}
    if not isinstance(row, dict) or not isinstance(row.get("city"), str):
        raise SettingsError(f'In {file}: an [[edition]] needs at least city = "Johannesburg" (or "Johannesburg, ZA").')
    for key, value in row.items():
        if key not in fields:
            raise SettingsError(f"In {file}: an [[edition]] has no {key!r}; it has {', '.join(fields)}.")
        wanted = str if key in ("city", "slug", "title") else list
        if not isinstance(value, wanted):
            raise SettingsError(
                f"In {file}: {key} of an [[edition]] is {value!r}; allowed is {'text' if wanted is str else 'a list of texts'}."
            )
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return EditionSettings(**values)


def _variable(group: str, name: str) -> str:
    return f"NEWSGRID_{group}_{name}".upper()


def _kind_words(default: Any) -> str:
    names = {bool: "true or false", int: "a whole number", float: "a number", str: "text", tuple: "a list of texts"}
    return next((words for kind, words in names.items() if isinstance(default, kind)), "a path")


def _show(default: Any) -> str:
    if isinstance(default, tuple):
        return "[" + ", ".join(f'"{v}"' for v in default) + "]"
    if isinstance(default, bool):
        return str(default).lower()
    return (
        f'"{default}"'
        if isinstance(default, (str, Path))
        else f"{default:g}"
        if isinstance(default, float)
        else str(default)
    )


def _upper(words: str) -> str:
    return words[0].upper() + words[1:]
