"""Django's settings, made from newsgrid's own.

`newsgrid.web.config.settings` is what DJANGO_SETTINGS_MODULE names. A program that has its settings already calls
`setup(settings)` before it imports models; anything else (a WSGI server, pytest, mypy) gets those of
`newsgrid.settings.load()`.
"""

from __future__ import annotations

import os

from newsgrid.errors import SettingsError
from newsgrid.settings import Settings, load

SETTINGS_MODULE = "newsgrid.web.config.settings"

_chosen: list[Settings] = []
"""One, once chosen."""


def configure(settings: Settings) -> None:
    """Choose the settings Django will be built from; makes the data folder and the signing key when they are missing.

    Call it before anything reads Django's settings. Raises SettingsError when Django runs with others already, and when
    the data folder cannot be written.
    """
    from django.conf import settings as django_settings

    from newsgrid.web.config.secret import keep_secret

    if django_settings.configured and settings != current():
        raise SettingsError("Django has been set up already, with other settings.")
    try:
        settings.store.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not settings.site.secret_key:
            keep_secret(settings.store.data_dir)
    except OSError as error:
        raise SettingsError(f"The data folder {settings.store.data_dir} cannot be used: {error}.") from error
    _chosen[:] = [settings]
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS_MODULE
    # The worker polls in an event loop and writes each answer from it: a write takes a millisecond, and there is one
    # writer. Django refuses this by default to keep servers from blocking; ours serve pages without a loop.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def current() -> Settings:
    """Give the settings that were chosen, else those of file and variables."""
    if not _chosen:
        _chosen.append(load())
    return _chosen[0]


def setup(settings: Settings | None = None) -> None:
    """Bring Django up, so that models can be imported; doing it twice is harmless. Raises SettingsError."""
    configure(settings or current())
    import django

    django.setup()


def migrate() -> None:
    """Bring the database to the newest tables, quietly; quick when it has them already. Needs `setup()`."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
