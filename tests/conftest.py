"""Set-up that every test shares: Django on a temporary folder, unless the environment names a database."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from typing import Any

# Before anything reads Django's settings: a test must never touch the data of whoever runs it. This is why pytest-django
# is told of the settings here, not in pyproject.toml, where it would read them before this file.
# A worker of xdist inherits its controller's environment, with Django's settings read from it before this file: it keeps the folder.
if "PYTEST_XDIST_WORKER" not in os.environ:
    _folder = tempfile.mkdtemp(prefix="newsgrid-tests-")
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
    os.environ["NEWSGRID_STORE_DATA_DIR"] = _folder
os.environ["DJANGO_SETTINGS_MODULE"] = "newsgrid.web.config.settings"


def pytest_configure(config: Any) -> None:
    """Add the database `postgres`, beside the default, when NEWSGRID_TEST_POSTGRES names a server to make one on."""
    from django.conf import settings
    from django.db import connections

    from newsgrid.web.config.database import postgres

    address = os.environ.get("NEWSGRID_TEST_POSTGRES", "")
    if address and settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        settings.DATABASES["postgres"] = {**postgres(address), "CONN_MAX_AGE": 0}
        connections.configure_settings(settings.DATABASES)
