"""Reading the files of the demo world into values.

The files are ours, yet they are checked as if they were not: whoever adds a story is told at once which file and which
key is wrong. The tables below are the format, key by key.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, cast, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newsgrid.demo.furniture import load_furniture
from newsgrid.demo.tokens import TokenError, fill_tokens
from newsgrid.demo.values import (
    Agency,
    FeedFormat,
    Kind,
    Publisher,
    Telling,
    TemplateName,
    Text,
    World,
    WorldStory,
)
from newsgrid.errors import WorldError

WORLD_FOLDER = Path(__file__).with_name("world")
DAYS = 10  # the world lasts d1..d10

# The seventeen top terms of the IPTC Media Topics, lower case.
SECTIONS = (
    "arts, culture, entertainment and media",
    "conflict, war and peace",
    "crime, law and justice",
    "disaster, accident and emergency incident",
    "economy, business and finance",
    "education",
    "environment",
    "health",
    "human interest",
    "labour",
    "lifestyle and leisure",
    "politics",
    "religion",
    "science and technology",
    "society",
    "sport",
    "weather",
)

_CORRECTED_AFTER = timedelta(hours=5)  # when the file does not say how long a wrong text stood

_PUBLISHER_KEYS = {
    "id": str, "name": str, "language": str, "country": str, "city": str, "timezone": str, "tagline": str,
    "template": str, "feed": str, "full_text": bool,
}  # fmt: skip
_STORY_KEYS = {"slug": str, "section": str, "city": str, "note": str, "article": list}
_ARTICLE_NEEDS = {"id": str, "publisher": str, "at": str, "headline": str}
_ARTICLE_MAY = {
    "standfirst": str, "byline": str, "agency": str, "dateline": str, "section": str, "topics": list, "body": str,
    "caption": str, "credit": str, "copy_of": str, "cut": int, "lead": str, "update_of": str, "correction": str,
    "body_after": str, "corrected_at": str, "url_slug": str,
}  # fmt: skip

_AT = re.compile(r"d(\d{1,2}) (\d{2}):(\d{2})")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Raw:
    """An article as its file has it, with where it stands there."""

    file: str
    story: str
    where: str
    table: _Table

    def wrong(self, key: str, reason: str) -> WorldError:
        return WorldError(f"{self.file}: {self.where}: {key}: {reason}")


def load_world(today: date, folder: Path = WORLD_FOLDER) -> World:
    """Read the whole world and date it so that `today` is its tenth day.

    Stories come by slug, tellings by time. Raises `WorldError`, naming file and key, for the first thing that is wrong.
    """
    agencies, publishers = _load_publishers(folder / "publishers.toml")
    known = {publisher.id: publisher for publisher in publishers}
    files = sorted((folder / "stories").glob("*.toml"))
    tables = [(path.name, _load_story_table(path)) for path in files]
    _check_unique_ids(tables)
    stories = tuple(_story(name, table, today, known, agencies) for name, table in tables)
    _check_unique_paths(stories)
    return World(today, publishers, stories)


def choose_today(now: datetime, folder: Path = WORLD_FOLDER) -> date:
    """Choose the tenth day so that no article of the world lies in the future of `now`: its own day or the day before.

    The world moves by whole days only, because its texts name days.
    """
    newest = load_world(now.date(), folder).newest()
    return now.date() if newest is None or newest <= now else now.date() - timedelta(days=1)


# ---------------------------------------------------------------------------------------------------------- publishers


def _load_publishers(path: Path) -> tuple[dict[str, Agency], tuple[Publisher, ...]]:
    table = _read(path)
    _check_keys(table, {"publisher": list}, {"agency": list}, path.name, "top")
    agencies = {}
    for row in _tables(table.get("agency", []), path.name, "agency"):
        _check_keys(row, {"id": str, "name": str}, {}, path.name, "agency")
        agencies[row["id"].casefold()] = Agency(row["id"], row["name"])
    publishers = tuple(_publisher(row, path.name) for row in _tables(table["publisher"], path.name, "publisher"))
    ids = [publisher.id for publisher in publishers]
    for twice in {name for name in ids if ids.count(name) > 1}:
        raise WorldError(f"{path.name}: publisher {twice}: id: used twice")
    return agencies, publishers


def _publisher(row: _Table, file: str) -> Publisher:
    where = f"publisher {row.get('id', '?')}"
    _check_keys(row, _PUBLISHER_KEYS, {}, file, where)
    _check_choice(row["template"], get_args(TemplateName), file, where, "template")
    _check_choice(row["feed"], get_args(FeedFormat), file, where, "feed")
    _check_choice(row["language"], tuple(load_furniture()), file, where, "language")
    if not _SLUG.fullmatch(row["id"]):
        raise WorldError(f"{file}: {where}: id: must be a lower-case slug")
    try:
        ZoneInfo(row["timezone"])
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise WorldError(f"{file}: {where}: timezone: {row['timezone']!r} is unknown") from error
    return Publisher(**row)


# -------------------------------------------------------------------------------------------------------------- stories


def _load_story_table(path: Path) -> _Table:
    table = _read(path)
    _check_keys(table, _STORY_KEYS, {}, path.name, "top")
    if table["slug"] != path.stem:
        raise WorldError(f"{path.name}: top: slug: must be the file's name, {path.stem!r}")
    _check_choice(table["section"], SECTIONS, path.name, "top", "section")
    for row in _tables(table["article"], path.name, "article"):
        where = f"article {row.get('id', '?')}"
        _check_keys(row, _ARTICLE_NEEDS, _ARTICLE_MAY, path.name, where)
        if not _SLUG.fullmatch(row.get("url_slug", row["id"])) or not _SLUG.fullmatch(row["id"]):
            raise WorldError(f"{path.name}: {where}: id: must be a lower-case slug, and url_slug too")
    return table


def _check_unique_ids(tables: Sequence[tuple[str, _Table]]) -> None:
    seen: dict[str, str] = {}
    for file, table in tables:
        for row in table["article"]:
            if row["id"] in seen:
                raise WorldError(f"{file}: article {row['id']}: id: already used in {seen[row['id']]}")
            seen[row["id"]] = file


def _check_unique_paths(stories: Sequence[WorldStory]) -> None:
    seen: dict[str, str] = {}
    for story in stories:
        for telling in story.tellings:
            if telling.path in seen:
                raise WorldError(
                    f"{story.slug}.toml: article {telling.id}: url_slug: same address as {seen[telling.path]}"
                )
            seen[telling.path] = telling.id


def _story(
    file: str, table: _Table, today: date, publishers: Mapping[str, Publisher], agencies: Mapping[str, Agency]
) -> WorldStory:
    rows = {row["id"]: _Raw(file, table["slug"], f"article {row['id']}", row) for row in table["article"]}
    tellings = [_telling(raw, rows, today, publishers, agencies) for raw in rows.values()]
    if not tellings:
        raise WorldError(f"{file}: top: article: a story needs at least one")
    _check_updates(tellings, rows)
    tellings.sort(key=lambda telling: (telling.published, telling.id))
    return WorldStory(table["slug"], table["section"], table["city"], table["note"], tuple(tellings))


def _telling(
    raw: _Raw,
    rows: Mapping[str, _Raw],
    today: date,
    publishers: Mapping[str, Publisher],
    agencies: Mapping[str, Agency],
) -> Telling:
    row = raw.table
    publisher = publishers.get(row["publisher"])
    if publisher is None:
        raise raw.wrong("publisher", f"{row['publisher']!r} is not in publishers.toml")
    source = _source(raw, rows, publisher, publishers)
    published = _moment(raw, "at", today)
    before = Text(_paragraphs(raw, source, today, publisher.language), published)

    def written(key: str, inherited: _Table = row) -> str:
        return _fill(raw, key, inherited.get(key, ""), published.date(), publisher.language)

    wire = source.table if source is not None else {}
    return Telling(
        id=row["id"],
        publisher=publisher.id,
        story=raw.story,
        kind=_kind(row),
        path=f"/{publisher.id}/{published:%Y/%m}/{row.get('url_slug', row['id'])}.html",
        published=published,
        headline=written("headline"),
        standfirst=written("standfirst"),
        byline=row.get("byline", ""),
        agency=_agency(raw, row.get("agency", wire.get("agency", "")), agencies),
        # A paper that puts its own lead before the wire's text prints its own dateline or none.
        dateline=row.get("dateline", "" if "lead" in row else wire.get("dateline", "")),
        section=row.get("section", ""),
        topics=_topics(raw),
        caption=written("caption"),
        credit=row.get("credit", ""),
        copy_of=row.get("copy_of", ""),
        update_of=row.get("update_of", ""),
        before=before,
        after=_corrected(raw, before, today, publisher.language),
    )


def _kind(row: _Table) -> Kind:
    if "correction" in row:
        return "correction"
    if "copy_of" in row:
        return "wire copy"
    return "update" if "update_of" in row else "original"


def _source(
    raw: _Raw, rows: Mapping[str, _Raw], publisher: Publisher, publishers: Mapping[str, Publisher]
) -> _Raw | None:
    """Find whose text a wire copy carries; none for an article with its own text."""
    row = raw.table
    if "copy_of" not in row:
        if "body" not in row:
            raise raw.wrong("body", "an article needs it unless it is a copy_of another")
        for key in ("cut", "lead"):
            if key in row:
                raise raw.wrong(key, "only for a copy_of another article")
        return None
    source = rows.get(row["copy_of"])
    if source is None or source is raw or "body" not in source.table:
        raise raw.wrong("copy_of", f"{row['copy_of']!r} is no article of this file with its own body")
    if "body" in row:
        raise raw.wrong("body", "a copy_of another article has that article's body")
    wire_publisher = publishers.get(source.table["publisher"])
    if wire_publisher is not None and wire_publisher.language != publisher.language:
        raise raw.wrong("copy_of", "must be in the same language")
    return source


def _paragraphs(raw: _Raw, source: _Raw | None, today: date, language: str) -> tuple[str, ...]:
    day = _moment(raw, "at", today).date()
    if source is None:
        return _split(raw, "body", day, language)
    # The days in a wire text are the agency's: a paper that prints it a day later does not move the event.
    body = _split(source, "body", _moment(source, "at", today).date(), language)
    cut = raw.table.get("cut", len(body))
    if cut < 1:
        raise raw.wrong("cut", "must keep at least one paragraph")
    lead = (_fill(raw, "lead", raw.table["lead"], day, language),) if "lead" in raw.table else ()
    return lead + body[:cut]


def _corrected(raw: _Raw, before: Text, today: date, language: str) -> Text:
    row = raw.table
    if "correction" not in row:
        for key in ("body_after", "corrected_at"):
            if key in row:
                raise raw.wrong(key, "needs a correction")
        return before
    if "body_after" not in row:
        raise raw.wrong("body_after", "a correction needs it")
    modified = _moment(raw, "corrected_at", today) if "corrected_at" in row else before.modified + _CORRECTED_AFTER
    if modified <= before.modified:
        raise raw.wrong("corrected_at", "must be later than at")
    day = before.modified.date()
    notice = _fill(raw, "correction", row["correction"], day, language)
    return replace(before, paragraphs=_split(raw, "body_after", day, language), modified=modified, notice=notice)


def _check_updates(tellings: Sequence[Telling], rows: Mapping[str, _Raw]) -> None:
    by_id = {telling.id: telling for telling in tellings}
    for telling in tellings:
        if not telling.update_of:
            continue
        earlier = by_id.get(telling.update_of)
        if earlier is None or earlier.publisher != telling.publisher or earlier.published >= telling.published:
            reason = f"{telling.update_of!r} is no earlier article of this file by the same publisher"
            raise rows[telling.id].wrong("update_of", reason)


def _moment(raw: _Raw, key: str, today: date) -> datetime:
    match = _AT.fullmatch(raw.table[key])
    if match is None or not 1 <= int(match.group(1)) <= DAYS:
        raise raw.wrong(key, f"{raw.table[key]!r} is not like 'd3 08:15', d1 to d{DAYS}")
    day = today - timedelta(days=DAYS - int(match.group(1)))
    try:
        return datetime.combine(day, time(int(match.group(2)), int(match.group(3))), UTC)
    except ValueError as error:
        raise raw.wrong(key, f"{raw.table[key]!r} is no time of day") from error


def _split(raw: _Raw, key: str, day: date, language: str) -> tuple[str, ...]:
    text = _fill(raw, key, raw.table[key], day, language)
    paragraphs = tuple(" ".join(block.split()) for block in re.split(r"\n[ \t]*\n", text) if block.strip())
    if not paragraphs:
        raise raw.wrong(key, "is empty")
    return paragraphs


def _fill(raw: _Raw, key: str, text: str, day: date, language: str) -> str:
    try:
        return fill_tokens(text, day, language).strip()
    except TokenError as error:
        raise raw.wrong(key, str(error)) from error


def _agency(raw: _Raw, name: str, agencies: Mapping[str, Agency]) -> Agency | None:
    if not name:
        return None
    agency = agencies.get(name.casefold())
    if agency is None:
        raise raw.wrong("agency", f"{name!r} is not in publishers.toml")
    return agency


def _topics(raw: _Raw) -> tuple[str, ...]:
    topics = raw.table.get("topics", [])
    if not all(isinstance(topic, str) and topic for topic in topics):
        raise raw.wrong("topics", "must be words")
    return tuple(topics)


# ---------------------------------------------------------------------------------------------------------------- files


def _read(path: Path) -> _Table:
    try:
        return _parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WorldError(f"{path.name}: cannot be read: {error}") from error


@lru_cache(maxsize=256)
def _parse(text: str) -> _Table:
    """Parse TOML once for equal text: `choose_today` and `load_world` read the same files one after the other."""
    return tomllib.loads(text)


def _tables(value: object, file: str, key: str) -> list[_Table]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise WorldError(f"{file}: top: {key}: must be written as [[{key}]]")
    return cast("list[_Table]", value)


def _check_keys(row: _Table, needs: Mapping[str, type], may: Mapping[str, type], file: str, where: str) -> None:
    for key in needs:
        if key not in row or row[key] == "":
            raise WorldError(f"{file}: {where}: {key}: is missing")
    for key, value in row.items():
        kind = needs.get(key) or may.get(key)
        if kind is None:
            raise WorldError(f"{file}: {where}: {key}: is unknown; allowed are {', '.join([*needs, *may])}")
        if type(value) is not kind:
            raise WorldError(f"{file}: {where}: {key}: must be {kind.__name__}, not {type(value).__name__}")


def _check_choice(value: str, allowed: Sequence[str], file: str, where: str, key: str) -> None:
    if value not in allowed:
        raise WorldError(f"{file}: {where}: {key}: {value!r} is not one of {', '.join(allowed)}")
