"""The web: Django's part of newsgrid."""
