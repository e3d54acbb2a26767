"""Feeds of our own: Atom, RSS 2.0 and JSON Feed of fronts, sections, stories, publishers, topics, places, names and searches."""
