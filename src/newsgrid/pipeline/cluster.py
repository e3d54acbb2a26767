"""Stories of a stream of records: the library's shortest way.

from newsgrid.pipeline.cluster import cluster
for row in cluster(map(json.loads, open("in.jsonl"))):
    print(row.id, row.story, row.origin, row.reason)
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from newsgrid.dedupe import Deduper
from newsgrid.errors import RecordError
from newsgrid.model import Assignment, Telling
from newsgrid.story import EngineSettings, Ledger, StoryEngine

REPAIR_EVERY = 400
MOST_TEXT = 1_000_000
"""Code points of a text that are read; a longer one is cut, not refused."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

OnError = Callable[[RecordError], None]
Detect = Callable[[str], str]


@dataclasses.dataclass(frozen=True, slots=True)
class ClusterRow:
    """Where one record belongs. `story` and `origin` are ids of records: of the one that opened the story, of the first of its copies."""

    id: str
    story: str
    origin: str
    kind: str
    reason: str
    language: str
    position: int
    """Of the record in the input, from 1."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Read:
    position: int
    id: str
    telling: Telling


def cluster(
    records: Iterable[Mapping[str, object]],
    *,
    window_days: float = 14.0,
    detect: Detect | None = None,
    on_error: OnError | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[ClusterRow]:
    """Give every record its story, in the order of their times (undated ones where they stand in the input).

    A record has `id` and `title`, and may have `text`, `published` (ISO 8601), `lang`, `url`, `canonical`, `publisher`,
    `agency`. All are read before the first row comes out, because later articles may still join two stories. `detect`
    gives the language of a text where the record names none. A record that is none goes to `on_error` as a RecordError
    with its position, and the others go on; without `on_error` it is raised. The second record with an id is a new
    version and gives no row. `progress` is told how many of how many are placed.
    """
    read = _in_time(_read_all(records, detect, on_error))
    engine, deduper, ledger = StoryEngine(EngineSettings(window_days=window_days)), Deduper(window_days), Ledger()
    placed: dict[int, tuple[_Read, Assignment]] = {}
    now = _EPOCH
    for number, row in enumerate(read, 1):
        now = max(now, row.telling.published or now)
        try:
            origin, kind = deduper.add(row.telling, now)
            assignment = engine.assign(row.telling, now, origin=origin, kind=kind)
        except RecordError as error:
            _report(on_error, RecordError(str(error), item=row.id, reason=error.reason, position=row.position))
            continue
        ledger.note(assignment)
        placed.setdefault(row.telling.id, (row, assignment))
        if number % REPAIR_EVERY == 0:
            ledger.follow(engine.repair(now))
        if progress is not None:
            progress(number, len(read))
    for _ in range(2):
        # The second looks through the lexicon that the first one's stories gave.
        ledger.follow(engine.repair(now))
    names = {number: row.id for number, (row, _) in placed.items()}
    for number, (row, assignment) in placed.items():
        yield ClusterRow(
            id=row.id,
            story=names[ledger.story(number)],
            origin=names.get(assignment.origin, row.id),
            kind=assignment.kind,
            reason=assignment.reason,
            language=row.telling.language,
            position=row.position,
        )


def _read_all(records: Iterable[Mapping[str, object]], detect: Detect | None, on_error: OnError | None) -> list[_Read]:
    numbers: dict[str, int] = {}
    found: list[_Read] = []
    for position, record in enumerate(records, 1):
        try:
            found.append(_read(record, position, numbers, detect))
        except RecordError as error:
            _report(on_error, error)
    return found


def _report(on_error: OnError | None, error: RecordError) -> None:
    if on_error is None:
        raise error
    on_error(error)


def _read(record: object, position: int, numbers: dict[str, int], detect: Detect | None) -> _Read:
    """Check a record at the door. Raises RecordError."""
    if isinstance(record, RecordError):
        # What could not even be parsed: its reader passes the error in the record's place.
        raise record
    if not isinstance(record, Mapping):
        raise RecordError("a record is a JSON object", reason="no-object", position=position)
    given = record.get("id")
    if isinstance(given, bool) or not isinstance(given, str | int) or given == "":
        raise RecordError("a record needs an id, text or number", reason="no-id", position=position)
    identifier = str(given)
    fields = {name: _text(record, name, identifier, position) for name in _FIELDS}
    title, text = fields["title"], fields["text"][:MOST_TEXT]
    if not title.strip() and not text.strip():
        raise RecordError(
            f"record {identifier}: neither title nor text", item=identifier, reason="empty", position=position
        )
    language = fields["lang"] or (detect(f"{title}\n{text[:2000]}") if detect is not None else "")
    telling = Telling(
        id=numbers.setdefault(identifier, len(numbers) + 1),
        title=title,
        text=text,
        published=_time(fields["published"], identifier, position),
        language=language,
        publisher=fields["publisher"] or fields["source"],
        agency=fields["agency"],
        url=fields["url"],
        canonical=fields["canonical"],
    )
    return _Read(position, identifier, telling)


_FIELDS = ("title", "text", "published", "lang", "url", "canonical", "publisher", "source", "agency")


def _text(record: Mapping[str, object], name: str, item: str, position: int) -> str:
    value = record.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise RecordError(f"record {item}: {name} must be text", item=item, reason="bad-field", position=position)
    return value


def _time(value: str, item: str, position: int) -> datetime | None:
    if not value.strip():
        return None
    try:
        time = datetime.fromisoformat(value.strip())
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        message = f"record {item}: {value[:40]!r} is no ISO 8601 time"
        raise RecordError(message, item=item, reason="bad-time", position=position) from error


_LEAST_SANE = datetime(1990, 1, 1, tzinfo=UTC)


def _in_time(read: list[_Read]) -> list[_Read]:
    """Put records in the order of their times; one without a believable time stays behind the record before it."""
    times = sorted(row.telling.published for row in read if row.telling.published is not None)
    # A clock centuries ahead must not carry the stream with it.
    latest = times[len(times) // 2] + timedelta(days=3660) if times else None
    keyed: list[tuple[datetime, int, _Read]] = []
    before = _EPOCH
    for row in read:
        stated = row.telling.published
        if stated is None or stated < _LEAST_SANE or (latest is not None and stated > latest):
            undated = dataclasses.replace(row.telling, published=None)
            keyed.append((before, row.position, dataclasses.replace(row, telling=undated)))
        else:
            before = stated
            keyed.append((stated, row.position, row))
    keyed.sort(key=lambda item: item[:2])
    return [row for _, _, row in keyed]
