from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.worlds import TODAY, write_world
from newsgrid.demo import DemoServer, World, load_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    return load_world(TODAY, write_world(tmp_path))


@pytest.fixture
def server(world: World) -> Iterator[DemoServer]:
    with DemoServer(world) as running:
        yield running
