"""What stands around every method of the store: one transaction, and errors in our own words."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from django.db import DatabaseError, InterfaceError, connections, transaction

from newsgrid.errors import NotFound, StoreBusy, StoreError

Given = ParamSpec("Given")
Result = TypeVar("Result")

# serialization_failure, deadlock_detected, lock_not_available, query_canceled (a lock waited for too long)
_BUSY_STATES = frozenset({"40001", "40P01", "55P03", "57014"})


class _HasDatabase(Protocol):
    @property
    def using(self) -> str: ...


Owner = TypeVar("Owner", bound=_HasDatabase)


def reads(method: Callable[Concatenate[Owner, Given], Result]) -> Callable[Concatenate[Owner, Given], Result]:
    """Let a method's database errors come out as StoreBusy and StoreError, and numbers that no id can be as NotFound."""

    @functools.wraps(method)
    def guarded(self: Owner, /, *args: Given.args, **kwargs: Given.kwargs) -> Result:
        try:
            return method(self, *args, **kwargs)
        except (DatabaseError, InterfaceError) as error:
            # A server that went away leaves a dead connection; the next call shall open a new one.
            connections[self.using].close_if_unusable_or_obsolete()
            raise as_store_error(error) from error
        except OverflowError as error:
            # SQLite takes no number of more than 64 bits; nothing that is kept has one.
            raise NotFound("There is nothing of such a number.") from error

    return guarded


def writes(method: Callable[Concatenate[Owner, Given], Result]) -> Callable[Concatenate[Owner, Given], Result]:
    """Let a method be one transaction: wholly done or not at all. On SQLite it waits its turn before it reads."""

    @reads
    @functools.wraps(method)
    def guarded(self: Owner, /, *args: Given.args, **kwargs: Given.kwargs) -> Result:
        with transaction.atomic(using=self.using):
            return method(self, *args, **kwargs)

    return guarded


def as_store_error(error: Exception) -> StoreError:
    """Say in our own words what a database error means."""
    cause = error.__cause__
    state = getattr(cause, "sqlstate", None)
    text = str(error)
    if state in _BUSY_STATES or (state is None and ("is locked" in text or "is busy" in text)):
        return StoreBusy(f"Another process writes to the store: {text}.")
    return StoreError(f"The store failed: {text}.")
