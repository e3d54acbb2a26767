"""Bytes of a feed -> entries; subscription lists; discovery; the catalogue."""
