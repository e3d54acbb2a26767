"""A newsroom for every test of pages, and caches that know nothing of the test before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import django
import pytest

# Tests here import models at their head; harmless when it was done already.
django.setup()

if TYPE_CHECKING:
    from factory import Newsroom


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    from newsgrid.web.pages.cache import answers
    from newsgrid.web.usecases.fronts import forget_fronts

    answers.clear()
    forget_fronts()
    yield
    answers.clear()
    forget_fronts()


@pytest.fixture
def room(db: None) -> Newsroom:
    """Give an empty newsroom with the Johannesburg grid, whose clock stands at the present."""
    from factory import Newsroom

    made = Newsroom(datetime.now(UTC))
    made.edition()
    return made
