"""Commands that run within the tests' process need Django up; harmless when it was done already."""

from __future__ import annotations

import django

django.setup()
