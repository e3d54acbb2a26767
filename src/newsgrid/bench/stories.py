"""How well stories are found: our engine beside a TF-IDF single pass, on the development corpora, in one run."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence


def bcubed(gold: Sequence[Hashable], found: Sequence[Hashable]) -> tuple[float, float, float]:
    """Give BCubed precision, recall and F1 (Bagga and Baldwin 1998); each article counts once. Empty input gives ones."""
    if not gold:
        return 1.0, 1.0, 1.0
    sizes, truths = Counter(found), Counter(gold)
    both = Counter(zip(gold, found, strict=True))
    precision = sum(n * n / sizes[f] for (_, f), n in both.items()) / len(gold)
    recall = sum(n * n / truths[g] for (g, _), n in both.items()) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def cross_pairs(gold: Sequence[Hashable], found: Sequence[Hashable], languages: Sequence[str]) -> float:
    """Give F1 over the pairs of articles in different languages that are of one story; 0 without such pairs."""
    right = _cross(list(zip(gold, found, strict=True)), languages)
    total = _cross(gold, languages) + _cross(found, languages)
    return 2 * right / total if total else 0.0


def _cross(stories: Sequence[Hashable], languages: Sequence[str]) -> int:
    counts: dict[Hashable, Counter[str]] = defaultdict(Counter)
    for story, language in zip(stories, languages, strict=True):
        counts[story][language] += 1
    return sum((sum(c.values()) ** 2 - sum(n * n for n in c.values())) // 2 for c in counts.values())
