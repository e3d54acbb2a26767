"""A peer for stories: scikit-learn's agglomerative clustering of a whole corpus at once, one language at a time."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from newsgrid.model import Telling

THRESHOLDS = {"og2021": 0.8, "gunviolence_en": 0.7, "uci_news_en": 0.96}
"""Cosine distance from which groups are not joined; of 0.5, 0.55, ... 0.95, 0.96, ... 0.99 the best on that very corpus, by F1."""
_HEADLINE_TIMES = 3
_CHARS = 3000
_WORD = re.compile(r"\w+")


def missing() -> str:
    """Say why the peer cannot be measured; nothing when it can."""
    try:
        import sklearn  # noqa: F401
    except ImportError as error:
        return f"agglomerative clustering: {error}"
    return ""


def cluster(tellings: Sequence[Telling], threshold: float) -> tuple[list[tuple[str, int]], float]:
    """Give each article's group and the CPU-seconds it took.

    TF-IDF of headline and text, average linkage, cosine distance. It sees the whole corpus before it decides, which a stream
    never can, and its cost grows with the square of the articles. Needs scikit-learn.
    """
    start = time.process_time()
    parts: dict[str, list[int]] = defaultdict(list)
    for place, telling in enumerate(tellings):
        parts[telling.language].append(place)
    found = [("", 0)] * len(tellings)
    for language, places in parts.items():
        groups = _groups([_text(tellings[place]) for place in places], threshold)
        for place, group in zip(places, groups, strict=True):
            found[place] = (language, group)
    return found, time.process_time() - start


def _text(telling: Telling) -> str:
    return " ".join([telling.title] * _HEADLINE_TIMES + [telling.text[:_CHARS]]).lower()


def _groups(texts: list[str], threshold: float) -> list[int]:
    if len(texts) < 2:
        return [0] * len(texts)
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors: Any = TfidfVectorizer(sublinear_tf=True, analyzer=_WORD.findall).fit_transform(texts)
    distances = 1.0 - (vectors @ vectors.T).toarray()
    model = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=threshold
    )
    return [int(group) for group in model.fit_predict(distances.clip(0.0))]
