"""Values to JSON and back: dataclasses as plain dicts, tuples as lists, times as ISO 8601; packed, compressed by Zstandard.

Reading is lenient in one way: keys that are unknown are passed over and keys that are missing give the field's default,
so that values can gain fields and lose them while a store is in use. What is stored is ours: nothing else is checked.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import operator
import threading
import types
import typing
from collections.abc import Callable, Hashable, Mapping
from datetime import datetime
from typing import Any, TypeVar, cast

import zstandard

Value = TypeVar("Value")

LEVEL = 3
"""Zstandard's default: on news articles as JSON, higher levels save under 5 % and cost several times as much."""

_Turn = Callable[[Any], Any]
_local = threading.local()


def decode(kind: type[Value], raw: Any) -> Value:
    """Turn the JSON of a value back into it. Raises KeyError, TypeError or ValueError when it is something else."""
    found: Value = _decoder(cast("Hashable", kind))(raw)
    return found


def pack(value: Any) -> bytes:
    """Turn a value into compressed JSON. Texts may hold any code point, lone surrogates included."""
    return _compressor().compress(_written(value).encode("utf-8", "surrogatepass"))


def unpack(kind: type[Value], data: bytes | memoryview) -> Value:
    """Turn what `pack` gave back into the value."""
    return decode(kind, unpack_raw(data))


def unpack_raw(data: bytes | memoryview) -> Any:
    """Give the JSON of what `pack` gave, undecoded."""
    return json.loads(_decompressor().decompress(bytes(data)).decode("utf-8", "surrogatepass"))


def pack_bytes(data: bytes) -> bytes:
    """Compress bytes."""
    return _compressor().compress(data)


def unpack_bytes(data: bytes | memoryview) -> bytes:
    """Give what `pack_bytes` was given."""
    return _decompressor().decompress(bytes(data))


def _compressor() -> zstandard.ZstdCompressor:
    # Neither direction may be shared between threads.
    if not hasattr(_local, "compressor"):
        _local.compressor = zstandard.ZstdCompressor(level=LEVEL)
    found: zstandard.ZstdCompressor = _local.compressor
    return found


def _decompressor() -> zstandard.ZstdDecompressor:
    if not hasattr(_local, "decompressor"):
        _local.decompressor = zstandard.ZstdDecompressor()
    found: zstandard.ZstdDecompressor = _local.decompressor
    return found


def _same(value: Any) -> Any:
    return value


def _jsonable(value: Any) -> Any:
    """Turn what JSON does not know into what it does, one level deep; the rest is asked for in its turn."""
    turn = _turns.get(type(value)) or _turn_of(type(value))
    return turn(value)


def _turn_of(kind: type) -> _Turn:
    if dataclasses.is_dataclass(kind):
        turn = _dataclass_turn(tuple(field.name for field in dataclasses.fields(kind)))
    elif issubclass(kind, datetime):
        turn = datetime.isoformat
    elif issubclass(kind, Mapping):
        turn = dict
    else:
        raise TypeError(f"The codec knows no {kind.__name__}.")
    _turns[kind] = turn
    return turn


def _dataclass_turn(names: tuple[str, ...]) -> _Turn:
    if len(names) < 2:
        return lambda value: {name: getattr(value, name) for name in names}
    values = operator.attrgetter(*names)
    return lambda value: dict(zip(names, values(value), strict=True))


_turns: dict[type, _Turn] = {}
_written = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=_jsonable).encode
# One step in C for all that JSON knows: entries are written by the thousand.


@functools.cache
def _decoder(kind: Any) -> _Turn:
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _dataclass_decoder(kind)
    if kind in (str, int, float, bool, Any, type(None)):
        return _same
    if kind is datetime:
        return datetime.fromisoformat
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return _tuple_decoder(arguments)
    if origin in (types.UnionType, typing.Union) and len(arguments) == 2 and type(None) in arguments:
        turn = _decoder(next(part for part in arguments if part is not type(None)))
        return lambda raw: None if raw is None else turn(raw)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        turn = _decoder(arguments[1])
        return lambda raw: {key: turn(item) for key, item in raw.items()}
    raise TypeError(f"The codec knows no {kind}.")


def _dataclass_decoder(kind: type) -> _Turn:
    hints = typing.get_type_hints(kind)
    turns = tuple((field.name, _decoder(hints[field.name])) for field in dataclasses.fields(kind))

    def turn(raw: Any) -> Any:
        return kind(**{name: part(raw[name]) for name, part in turns if name in raw})

    return turn


def _tuple_decoder(arguments: tuple[Any, ...]) -> _Turn:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        turn = _decoder(arguments[0])
        return tuple if turn is _same else lambda raw: tuple([turn(item) for item in raw])
    turns = tuple(_decoder(argument) for argument in arguments)
    return lambda raw: tuple([turn(item) for turn, item in zip(turns, raw, strict=True)])
