"""What a WSGI server loads: `newsgrid.web.config.wsgi:application`."""

from __future__ import annotations

from django.core.handlers.wsgi import WSGIHandler

from newsgrid.web.config import setup

setup()
application = WSGIHandler()
