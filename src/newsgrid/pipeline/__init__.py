"""Alone knows the order of the rooms; resumable per article; one bad item never stops the rest."""
