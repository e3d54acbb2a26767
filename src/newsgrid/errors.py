"""Every error newsgrid raises on purpose.

    NewsgridError
    |- SettingsError            a wrong setting: what, where, what is allowed
    |- InputError               something from outside is not what it should be; `item` names it
    |  |- FeedError             bytes that are no feed, or one that is refused
    |  |- PageError             a page that is no article; `reason` is a short machine-readable word
    |  |- OpmlError
    |  |- PublisherFileError    a file of selectors is wrong; `item` names it, `line` says where
    |  `- RecordError           a line of JSONL, a record of WARC; `position` says which
    |- FetchError               an address could not be fetched; `reason` is a short machine-readable word
    |- StoreError
    |  |- NotFound
    |  |- Taken                what should be unique is another's already
    |  `- StoreBusy             another writer holds the store
    `- WorldError               a file of the demo world is wrong

Each error carries what is needed to act on it and keeps its cause. `reason` words are stable: they are stored, counted
and shown to the operator in his language.
"""

from __future__ import annotations


class NewsgridError(Exception):
    """The root: catch this to catch all that newsgrid raises on purpose."""


class SettingsError(NewsgridError):
    """A setting has a wrong value; the text says which, where it was set and what is allowed."""


class InputError(NewsgridError):
    """Something from outside is not what it should be."""

    def __init__(self, message: str, *, item: str = "", reason: str = "") -> None:
        """Keep which item is meant (an address or a path) and a machine-readable reason."""
        super().__init__(message)
        self.item = item
        self.reason = reason

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), str(self), self.__dict__.copy()))


class FeedError(InputError):
    """The bytes are no feed, or a feed that is refused (too large, an entity bomb, too deep)."""


class PageError(InputError):
    """The page is no article; `reason` says what it is instead (for example `soft-404`, `consent-wall`, `shell`, `empty`)."""


class OpmlError(InputError):
    """The document is no OPML, or one that is refused."""


class PublisherFileError(InputError):
    """A publisher file is wrong: it is left aside, and pages are read without it."""

    def __init__(self, message: str, *, item: str = "", reason: str = "", line: int = 0) -> None:
        """Keep the file and the line, from 1; 0 when it cannot be told."""
        where = f"{item}, line {line}" if line else item
        super().__init__(f"{where}: {message}", item=item, reason=reason or "publisher-file")
        self.line = line


class RecordError(InputError):
    """One record of a stream is wrong; the others go on."""

    def __init__(self, message: str, *, item: str = "", reason: str = "", position: int = 0) -> None:
        """Keep the record's position: a line number from 1, or a byte offset in a WARC file."""
        super().__init__(message, item=item, reason=reason)
        self.position = position


class FetchError(NewsgridError):
    """An address could not be fetched."""

    def __init__(
        self, message: str, *, url: str, reason: str, status: int = 0, retry_after_s: float | None = None
    ) -> None:
        """Keep the address, a machine-readable reason, the HTTP status (0 when there was none) and the wait that was asked for."""
        super().__init__(message)
        self.url = url
        self.reason = reason
        self.status = status
        self.retry_after_s = retry_after_s

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), str(self), self.__dict__.copy()))


class StoreError(NewsgridError):
    """The store could not do what was asked."""


class NotFound(StoreError):
    """No such feed, article, story or edition."""


class Taken(StoreError):
    """Another has this address already."""


class StoreBusy(StoreError):
    """Another process writes; try again."""


class WorldError(NewsgridError):
    """A file of the demo world is wrong; the text names the file and the key."""


def _rebuild(kind: type[NewsgridError], message: str, state: dict[str, object]) -> NewsgridError:
    """Unpickle an error without running its constructor, so that it crosses process borders whole."""
    error = kind.__new__(kind)
    Exception.__init__(error, message)
    error.__dict__.update(state)
    return error
