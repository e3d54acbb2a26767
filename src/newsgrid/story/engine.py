"""The streaming story engine.

Two learned decisions over one set of stories. An article, when it comes, joins a story of its own language or opens one
(`article`); a doubtful one is also held against the stories that anchors find, in any language (`story`). At repair,
stories that changed are held against each other and become one where that is what they are; a merge that later articles
speak against is undone. Everything is deterministic: the same articles in the same order give the same stories.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Protocol

from newsgrid.errors import RecordError
from newsgrid.model import Assignment, Merge, Split, Telling
from newsgrid.ports import StoredTelling
from newsgrid.story.cluster import Cluster
from newsgrid.story.compare import STORY_FEATURES, Drawn, Rank, article_row, story_row
from newsgrid.story.features import Features, features
from newsgrid.story.frequency import Frequencies
from newsgrid.story.lexicon import Lexicon
from newsgrid.story.names import rough
from newsgrid.story.reasons import article_reason, shared_names_and_places, story_reason
from newsgrid.story.shelf import Shelf, lexicon_similarity
from newsgrid.story.trees import shipped
from newsgrid.story.vectors import Vector

_HOUR = 3600.0
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Times before this are a broken clock's, not news."""
_AHEAD_H = 36.0
"""Hours a stated time may lie ahead of ours: time zones mistaken, no more."""
# Tried on the dev corpora with 80 and 60 of a text's words and 60 anchors: BCubed F1 moves by
# .002 at most, on the whole and on the later stories, and memory by a fifth.
_BODY_TERMS, _HEADLINE_TERMS, _ANCHOR_TERMS = 50, 60, 45
_COMMON_WORDS, _COMMON_ANCHORS = 0.08, 0.06
_MOST_NAMES = 30_000
_ECHO_LENGTH = {"th": 5, "lo": 5, "km": 5, "my": 5}
"""Consonants an echo needs where words are not parted, because any run may be one."""
_TEXTS = STORY_FEATURES.index("texts")
_NEW = "nothing like it in the window"
_STATE_VERSION = 1


@dataclasses.dataclass(frozen=True, slots=True)
class EngineSettings:
    """What can be set.

    The thresholds of headlines were chosen on the later stories of the dev corpora, those of texts with the demo world and
    feedworld in view as well: figures on these say how well they fit, not how well they carry over. Run
    benchmarks/stories/train.py before changing them.
    """

    window_days: float = 14.0
    accept_text: float = 0.65
    """Probability from which an article with text joins the likeliest story."""
    accept_headline: float = 0.5
    join: float = 0.6
    """Probability from which two stories with a common language become one."""
    join_languages: float = 0.45
    """The same without a common language."""
    join_text: float = 0.4
    """The same when both have text: there is more to go by, so that the likelier answer is the better one."""
    join_text_languages: float = 0.25
    doubt: float = 0.1
    """How much surer than at repair one must be to join a doubtful article at once."""
    hopeless: float = 0.03
    """Probability below which a doubtful article is held against stories of other languages only."""
    part: float = 0.12
    """Probability below which a merge is undone."""
    candidates: int = 4
    rounds: int = 3
    retry: float = 1.5
    """Two stories that were told apart are compared again when they have grown so much."""


class Model(Protocol):
    """What answers a question from its rows."""

    def probabilities(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """Give, for each row, the probability of yes."""
        ...


class StoryEngine:
    """Gives each article its story. One thread; memory bounded by the window."""

    def __init__(
        self, settings: EngineSettings | None = None, *, article: Model | None = None, story: Model | None = None
    ) -> None:
        """Begin empty, with the models that come with newsgrid unless others are given."""
        self.settings = settings or EngineSettings()
        self._article: Model = article or shipped("article")
        self._story: Model = story or shipped("story")
        self._shelf = Shelf(self.settings.window_days * 24)
        self._words: dict[str, Frequencies] = {}
        self._headlines: dict[str, Frequencies] = {}
        self._anchors = Frequencies()
        self._lexicon = Lexicon()
        self._spelled: dict[str, str] = {}
        """Rough skeleton to the name last seen with it."""
        self._known: dict[int, tuple[Cluster, int, str]] = {}
        self._touched: dict[int, None] = {}
        """Stories changed since the last repair, in order."""
        self._rejected: dict[tuple[int, int], tuple[int, int]] = {}
        self._repairs = 0

    def __len__(self) -> int:
        """Give how many stories are on the shelf, active and quiet."""
        return len(self._shelf.stories)

    def where(self, article: int) -> int:
        """Give the story an article is in now; 0 for an article that is not known, or no longer."""
        known = self._known.get(article)
        return known[0].id if known else 0

    # An article comes
    def assign(self, telling: Telling, now: datetime, *, origin: int = 0, kind: str = "original") -> Assignment:
        """Give an article its story; the same article again, or a new version of it, keeps the story it has.

        `origin` and `kind` are what deduplication found; a copy goes where its origin is. Raises RecordError for an
        article that cannot be one: an id below 1, a naive `now`, neither headline nor text.
        """
        _check(telling, now)
        known = self._known.get(telling.id)
        if known is not None:
            story, old_origin, old_kind = known
            return Assignment(telling.id, story.id, old_origin, old_kind, "known already", 1.0)
        clock = now.timestamp() / _HOUR
        time = _believed(telling.published, clock)
        self._forget(self._shelf.expire(clock))
        drawn = self._draw(self._read(telling, time))
        home = self._known.get(origin) if origin and origin != telling.id else None
        if home is not None:
            story, reason, score = home[0], f"same text as article {origin}", 1.0
            self._note(story, drawn, clock, origin, kind)
        else:
            found, reason, score = self._choose(drawn, clock)
            story = found or self._open(drawn, clock)
            self._put(story, drawn, clock, origin or telling.id, kind)
        return Assignment(telling.id, story.id, origin or telling.id, kind, reason, round(score, 4))

    def _read(self, telling: Telling, time: float) -> Features:
        return features(telling, time)

    def _draw(self, found: Features, *, learn: bool = True) -> Drawn:
        """Weigh an article's terms, counting them first."""
        words = self._words.setdefault(found.language, Frequencies())
        headlines = self._headlines.setdefault(found.language, Frequencies())
        self._promote(found)
        if learn:
            headlines.learn(found.headline)
            self._anchors.learn(found.anchors)
            if found.has_text:
                words.learn(found.body)
        headline = headlines.weigh(found.headline, top=_HEADLINE_TERMS, common=_COMMON_WORDS)
        vector: Vector = headline
        if found.has_text:
            vector = words.weigh(found.body, top=_BODY_TERMS, common=_COMMON_WORDS)
        anchors = self._anchors.weigh(found.anchors, top=_ANCHOR_TERMS, common=_COMMON_ANCHORS)
        rarity = sum(map(headlines.rarity, headline)) if headline else 0.0
        seen = math.log(1 + min((words if found.has_text else headlines).documents, 500))
        return Drawn(found, vector, headline, anchors, rarity, seen)

    def _promote(self, found: Features) -> None:
        """Make anchors of those echoes that are names in other articles, and remember this one's names."""
        spelled = self._spelled
        for echo in found.echoes:
            name = spelled.get(echo) if len(echo) >= _ECHO_LENGTH.get(found.language, 3) else None
            if name is not None:
                found.anchors.setdefault(name, 1.0)
        if not found.echoes:
            for anchor in found.anchors:
                if anchor[0] == "~":
                    bones = rough(anchor[1:])[:5]
                    if len(bones) >= 3:
                        spelled.pop(bones, None)
                        spelled[bones] = anchor
            while len(spelled) > _MOST_NAMES:
                del spelled[next(iter(spelled))]

    def _choose(self, drawn: Drawn, clock: float) -> tuple[Cluster | None, str, float]:
        """Give the story an article belongs to, why, and how sure that is; None when it is news."""
        settings = self.settings
        near = self._shelf.near_article(drawn, settings.candidates + 2)
        candidates = [story for _, story in near[: settings.candidates]]
        rows = self._article_rows(drawn, near)
        chances = self._article.probabilities(rows)
        best = max(range(len(chances)), key=chances.__getitem__, default=-1)
        chance = chances[best] if best >= 0 else 0.0
        if chance >= (settings.accept_text if drawn.found.has_text else settings.accept_headline):
            story = candidates[best]
            names, places = shared_names_and_places(drawn.anchors, story.anchors)
            reason = article_reason(rows[best], names, places, _gap(drawn.found.time, drawn.found.time, story))
            return story, reason, chance
        return self._doubtful(drawn, clock, chance)

    def _article_rows(self, drawn: Drawn, near: Sequence[tuple[float, Cluster]]) -> list[list[float]]:
        rows = []
        for rank, (score, story) in enumerate(near[: self.settings.candidates]):
            rival = near[1][0] if rank == 0 and len(near) > 1 else 0.0 if rank == 0 else near[0][0]
            rows.append(article_row(drawn, story, rank, score - rival))
        return rows

    def _doubtful(self, drawn: Drawn, clock: float, chance: float) -> tuple[Cluster | None, str, float]:
        """Hold an article that no story of its language took against all that anchors and words find."""
        settings = self.settings
        single = Cluster(drawn.found.article, drawn.found.time, clock)
        single.take(drawn.found, drawn.vector, drawn.headline, drawn.anchors)
        hopeless = chance < settings.hopeless
        if hopeless and len(self._words) == 1:
            return None, _NEW, 1 - chance
        pairs = self._pairs(single, foreign=hopeless)
        likely = self._story.probabilities([row for row, _ in pairs])
        best: tuple[float, int] | None = None
        for position, probability in enumerate(likely):
            if probability >= self._threshold(pairs[position][0]) + settings.doubt and (
                best is None or probability > best[0]
            ):
                best = probability, position
        if best is None:
            self._remember(single, pairs, likely)
            return None, _NEW, 1 - max([chance, *likely], default=0.0)
        row, story = pairs[best[1]]
        return story, self._why(row, single, story), best[0]

    def _why(self, row: Sequence[float], left: Cluster, right: Cluster) -> str:
        names, places = shared_names_and_places(left.anchors, right.anchors)
        return story_reason(row, names, places, _gap(left.first, left.last, right))

    def _open(self, drawn: Drawn, clock: float) -> Cluster:
        story = Cluster(drawn.found.article, drawn.found.time, clock)
        self._shelf.open(story)
        return story

    def _put(self, story: Cluster, drawn: Drawn, clock: float, origin: int, kind: str) -> None:
        """Add an article to a story; a round-up joins but glues nothing."""
        if story.glue == 0 or not drawn.found.round_up:
            story.take(drawn.found, drawn.vector, drawn.headline, drawn.anchors)
            self._note(story, drawn, clock, origin, kind)
            self._shelf.post(story, drawn)
            self._touched[story.id] = None
        else:
            self._note(story, drawn, clock, origin, kind)

    def _note(self, story: Cluster, drawn: Drawn, clock: float, origin: int, kind: str) -> None:
        story.note(drawn.found.article, drawn.found.time, clock)
        self._known[drawn.found.article] = (story, origin, kind)
        self._shelf.touch(story)

    # Repair
    def repair(self, now: datetime) -> tuple[Merge | Split, ...]:
        """Make one what is one among the stories touched since the last repair, and undo merges that were none.

        Order matters: the steps are to be kept in the order given.
        """
        self._forget(self._shelf.expire(now.timestamp() / _HOUR))
        self._repairs += 1
        steps: list[Merge | Split] = []
        touched = [identifier for identifier in self._touched if identifier in self._shelf.stories]
        steps += self._split(touched)
        if self._repairs % 2 == 0:
            self._lexicon.learn(
                self._shelf.stories[identifier] for identifier in touched if identifier in self._shelf.stories
            )
        for _ in range(self.settings.rounds):
            merged = self._merge_round(touched)
            steps += merged
            touched = list(dict.fromkeys(step.kept for step in merged if step.kept in self._shelf.stories))
            if not touched:
                break
        self._touched.clear()
        if len(self._rejected) > 200_000:
            stories = self._shelf.stories
            self._rejected = {k: v for k, v in self._rejected.items() if k[0] in stories and k[1] in stories}
        return tuple(steps)

    def _pairs(
        self, story: Cluster, *, seen: set[tuple[int, int]] | None = None, foreign: bool = False
    ) -> list[tuple[list[float], Cluster]]:
        """Give the stories that may be one with a story, each with its row.

        With `seen`, none that was asked before; with `foreign`, none that has a language of the story.
        """
        pairs: list[tuple[list[float], Cluster]] = []
        counted = math.log(1 + min(self._anchors.documents, 500))
        for identifier, rank in self._shelf.near_story(story, self._lexicon).items():
            other = self._shelf.stories[identifier]
            if foreign and not story.sides.keys().isdisjoint(other.sides):
                continue
            if seen is not None:
                key = (min(story.id, identifier), max(story.id, identifier))
                if key in seen or self._was_rejected(key, story, other):
                    continue
                seen.add(key)
            similar = lexicon_similarity(story, other, self._lexicon) if len(self._lexicon) else (0.0, 0.0)
            exclusive = self._shelf.exclusive(story, other)
            pairs.append((story_row(story, other, rank, similar, exclusive, counted), other))
        return pairs

    def _was_rejected(self, key: tuple[int, int], left: Cluster, right: Cluster) -> bool:
        before = self._rejected.get(key)
        if before is None:
            return False
        size, version = before
        grown = left.glue + right.glue >= self.settings.retry * size
        learned = self._lexicon.version > version and left.sides.keys() != right.sides.keys()
        return not grown and not learned

    def _reject(self, left: Cluster, right: Cluster) -> None:
        """Remember that two stories were told apart, and how large they were."""
        key = (min(left.id, right.id), max(left.id, right.id))
        self._rejected[key] = (left.glue + right.glue, self._lexicon.version)

    def _remember(self, single: Cluster, pairs: Sequence[tuple[list[float], Cluster]], likely: Sequence[float]) -> None:
        """Spare the next repair what was answered now: which stories a new one is not."""
        for probability, (row, other) in zip(likely, pairs, strict=True):
            if probability < self._threshold(row) / 2:
                self._reject(single, other)

    def _threshold(self, row: Sequence[float]) -> float:
        settings = self.settings
        if row[_TEXTS] > 1:
            return settings.join_text if row[0] else settings.join_text_languages
        return settings.join if row[0] else settings.join_languages

    def _merge_round(self, touched: Iterable[int]) -> list[Merge]:
        seen: set[tuple[int, int]] = set()
        asked: list[tuple[list[float], Cluster, Cluster]] = []
        for identifier in touched:
            story = self._shelf.stories.get(identifier)
            if story is not None:
                asked += [(row, story, other) for row, other in self._pairs(story, seen=seen)]
        likely = self._story.probabilities([row for row, _, _ in asked])
        wanted: list[tuple[float, int]] = []
        for position, (probability, (row, left, right)) in enumerate(zip(likely, asked, strict=True)):
            if probability >= self._threshold(row):
                wanted.append((-probability, position))
            else:
                self._reject(left, right)
        merges: list[Merge] = []
        used: set[int] = set()
        for _, position in sorted(wanted):
            row, left, right = asked[position]
            # Once a round each: what a story has become must be looked at afresh.
            if left.id not in used and right.id not in used:
                used |= {left.id, right.id}
                merges.append(self._merge(left, right, f"merged: {self._why(row, left, right)}"))
        return merges

    def _merge(self, left: Cluster, right: Cluster, reason: str) -> Merge:
        """Join the smaller story into the larger, of equal ones the younger into the older."""
        kept, gone = (
            (left, right) if (-len(left.articles), left.id) <= (-len(right.articles), right.id) else (right, left)
        )
        self._shelf.remove(gone)
        kept.join(gone)
        self._shelf.post(kept)
        self._shelf.touch(kept)
        self._rehome(gone.articles, kept)
        return Merge(kept.id, gone.id, reason)

    def _rehome(self, articles: Iterable[int], story: Cluster) -> None:
        for article in articles:
            known = self._known.get(article)
            if known is not None:
                self._known[article] = (story, known[1], known[2])

    def _split(self, touched: Iterable[int]) -> list[Split]:
        """Undo merges whose part no longer looks like the rest of its story."""
        splits: list[Split] = []
        for identifier in touched:
            story = self._shelf.stories[identifier]
            if not story.parts or story.glue < self.settings.retry * story.checked:
                continue
            story.checked = story.glue
            for part in list(story.parts):
                rest = story.without(part)
                if rest.glue < part.glue or not rest.sides:
                    continue
                row = self._row_of(rest, part)
                if self._story.probabilities([row])[0] < self.settings.part:
                    splits.append(self._take_out(story, rest, part))
                    break
        return splits

    def _row_of(self, rest: Cluster, part: Cluster) -> list[float]:
        similar = lexicon_similarity(rest, part, self._lexicon)
        counted = math.log(1 + min(self._anchors.documents, 500))
        # As if it were the best candidate by every way: only what speaks against it in itself may part them.
        return story_row(rest, part, Rank(1.5, 1.5, 1.5, 0), similar, self._shelf.exclusive(rest, part), counted)

    def _take_out(self, story: Cluster, rest: Cluster, part: Cluster) -> Split:
        self._shelf.remove(story)
        for cluster in (rest, part):
            cluster.checked = cluster.glue
            self._shelf.open(cluster)
            self._shelf.post(cluster)
            self._shelf.touch(cluster)
            self._rehome(cluster.articles, cluster)
            self._touched[cluster.id] = None
        self._reject(rest, part)
        reason = "split: what joined them holds no longer, now that more is known"
        return Split(rest.id, part.id, tuple(sorted(part.articles)), reason)

    # Going and coming
    def expire(self, now: datetime) -> None:
        """Let go of stories whose time has passed."""
        self._forget(self._shelf.expire(now.timestamp() / _HOUR))

    def _forget(self, gone: Iterable[Cluster]) -> None:
        for story in gone:
            self._touched.pop(story.id, None)
            for article in story.articles:
                self._known.pop(article, None)

    def restore(self, placed: Iterable[StoredTelling]) -> None:
        """Rebuild the stories from stored articles, in the order they were stored; nothing is decided anew.

        Call `load_state` first, when there is a state: then the articles are not counted a second time.
        """
        learn = self._anchors.documents == 0
        for row in placed:
            clock = row.first_seen.timestamp() / _HOUR
            time = _believed(row.telling.published, clock)
            drawn = self._draw(self._read(row.telling, time), learn=learn)
            story = self._shelf.stories.get(row.story)
            if story is None:
                story = Cluster(row.story, time, clock)
                self._shelf.open(story)
            if row.origin == row.telling.id or story.glue == 0:
                self._put(story, drawn, clock, row.origin, row.kind)
            else:
                self._note(story, drawn, clock, row.origin, row.kind)

    def state(self) -> bytes:
        """Give what was learned and cannot be rebuilt from the articles in the window: frequencies and lexicon, as JSON."""
        return json.dumps(
            {
                "version": _STATE_VERSION,
                "words": {k: [v.documents, v.counts] for k, v in self._words.items()},
                "headlines": {k: [v.documents, v.counts] for k, v in self._headlines.items()},
                "anchors": [self._anchors.documents, self._anchors.counts],
                "lexicon": list(self._lexicon.stories.items()),
                "repairs": self._repairs,
            },
            ensure_ascii=False,
            separators=(",", ":"),
        ).encode()

    def load_state(self, data: bytes) -> None:
        """Take up a state that `state` gave. Raises RecordError when it is none."""
        try:
            kept = json.loads(data)
            if kept["version"] != _STATE_VERSION:
                raise ValueError(f"version {kept['version']!r}")
            words = {str(k): Frequencies(float(n), counts) for k, (n, counts) in kept["words"].items()}
            headlines = {str(k): Frequencies(float(n), counts) for k, (n, counts) in kept["headlines"].items()}
            anchors = Frequencies(float(kept["anchors"][0]), kept["anchors"][1])
            lexicon = Lexicon({int(k): {a: tuple(b) for a, b in tops.items()} for k, tops in kept["lexicon"]})
            repairs = int(kept["repairs"])
        except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
            raise RecordError(f"no state of a story engine: {error}", reason="bad-state") from error
        self._words, self._headlines, self._anchors = words, headlines, anchors
        self._lexicon, self._repairs = lexicon, repairs

    def lexicon(self) -> list[tuple[str, str, str, str, float]]:
        """Give the words of two languages taken for translations: (language, stem, language, stem, confidence)."""
        return self._lexicon.entries()


def _check(telling: Telling, now: datetime) -> None:
    def wrong(what: str, reason: str) -> RecordError:
        return RecordError(f"article {telling.id!r}: {what}", item=str(telling.id), reason=reason)

    if not isinstance(telling.id, int) or isinstance(telling.id, bool) or not 0 < telling.id < 2**53:
        raise wrong("an id is a number from 1 to 2**53 - 1", "bad-id")
    if not isinstance(telling.title, str) or not isinstance(telling.text, str):
        raise wrong("headline and text must be text", "bad-text")
    if not telling.title.strip() and not telling.text.strip():
        raise wrong("neither headline nor text", "empty")
    if now.tzinfo is None:
        raise wrong("the present time has no zone", "naive-time")


def _believed(published: datetime | None, clock: float) -> float:
    """Give the time of an article in hours since 1970: the stated one unless it cannot be, then ours."""
    if published is None or published.tzinfo is None or published < _EARLIEST:
        return clock
    stated = published.timestamp() / _HOUR
    return stated if stated <= clock + _AHEAD_H else clock


def _gap(first: float, last: float, story: Cluster) -> float:
    return max(first - story.last, story.first - last, 0.0)
