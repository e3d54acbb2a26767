from __future__ import annotations

import json
import math
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrid.model import Assignment, Merge, Split
from newsgrid.story import Ledger
from newsgrid.story.cluster import Cluster
from newsgrid.story.compare import ARTICLE_FEATURES, STORY_FEATURES
from newsgrid.story.engine import StoryEngine
from newsgrid.story.features import features
from newsgrid.story.frequency import Frequencies
from newsgrid.story.index import MOST_READ, MOST_STORIES, Postings
from newsgrid.story.lexicon import Lexicon
from newsgrid.story.trees import Trees, shipped
from newsgrid.story.vectors import add, dot, heaviest, unit
from story.worlds import WORLD, telling

VECTORS = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0.01, 5), max_size=8)


@given(VECTORS, VECTORS)
def test_the_inner_product_is_symmetric(left: dict[str, float], right: dict[str, float]) -> None:
    assert dot(left, right) == pytest.approx(dot(right, left))


@given(VECTORS, VECTORS)
def test_a_sum_knows_its_own_length_and_can_be_undone(left: dict[str, float], right: dict[str, float]) -> None:
    total = dict(left)
    norm = add(total, dot(left, left), right)
    assert norm == pytest.approx(dot(total, total))
    assert add(total, norm, right, -1.0) == pytest.approx(dot(left, left), abs=1e-9)


@given(VECTORS)
def test_a_unit_vector_has_length_one(vector: dict[str, float]) -> None:
    assert dot(unit(vector), unit(vector)) == pytest.approx(1.0 if vector else 0.0)


def test_the_heaviest_terms_come_first_and_ties_by_name() -> None:
    assert heaviest({"b": 1.0, "a": 1.0, "c": 3.0}, 2) == [("c", 3.0), ("a", 1.0)]


def test_rare_words_weigh_more_and_what_nearly_all_say_is_dropped() -> None:
    found = Frequencies()
    for number in range(300):
        found.learn({"everywhere", f"only{number}"})
    vector = found.weigh({"everywhere": 3.0, "only7": 1.0}, top=10, common=0.08)
    assert list(vector) == ["only7"]


def test_a_short_word_weighs_less_than_a_long_one_before_anything_was_counted() -> None:
    vector = Frequencies().weigh({"the": 1.0, "harbour": 1.0}, top=10, common=0.08)
    assert vector["harbour"] > 2 * vector["the"]


def test_a_term_of_too_many_stories_finds_none() -> None:
    postings = Postings()
    for story in range(MOST_STORIES + 1):
        postings.put(story, {"game": 1.0}, ["game"])
    scores: dict[int, float] = {}
    postings.score([("game", 1.0)], scores)
    assert scores == {}


def test_trees_walk_left_at_the_threshold_and_right_above() -> None:
    model = {"features": ["x"], "trees": [{"nodes": [[0, 1.0, -1, -2]], "leaves": [-3.0, 3.0]}]}
    low, high = Trees(model).probabilities([[1.0], [1.1]])
    assert low == pytest.approx(1 / (1 + math.exp(3)))
    assert high == pytest.approx(1 - low)


@pytest.mark.parametrize(("name", "columns"), [("article", ARTICLE_FEATURES), ("story", STORY_FEATURES)])
def test_a_shipped_model_has_the_columns_the_engine_gives_and_holds_no_word(
    name: str, columns: tuple[str, ...]
) -> None:
    assert shipped(name).names == columns
    text = resources.files("newsgrid.story").joinpath("data", f"{name}.json").read_text(encoding="utf-8")
    model = json.loads(text)
    assert model["provenance"]["made_by"] == "benchmarks/stories/train.py"
    assert all(isinstance(x, int | float) for tree in model["trees"] for node in tree["nodes"] for x in node)
    assert len(text) < 200_000


def test_a_story_without_a_part_is_what_it_was_before_it_joined() -> None:
    engine = StoryEngine()
    stories = []
    for one in WORLD[:2]:
        drawn = engine._draw(features(one, 0.0))
        story = Cluster(one.id, 0.0, 0.0)
        story.take(drawn.found, drawn.vector, drawn.headline, drawn.anchors)
        story.note(one.id, 0.0, 0.0)
        stories.append(story)
    whole, part = stories
    before = dict(whole.anchors), dict(whole.numbers), whole.sides["en"].norm
    whole.join(part)
    rest = whole.without(part)
    assert rest.articles == [1]
    assert rest.numbers == before[1]
    assert rest.sides["en"].norm == pytest.approx(before[2])
    assert all(rest.anchors[anchor] == pytest.approx(weight) for anchor, weight in before[0].items())


def test_a_lexicon_needs_two_stories_to_take_words_for_translations() -> None:
    engine = StoryEngine()
    stories = []
    for number, (english, german) in enumerate(
        (("bridge closed", "brücke gesperrt"), ("bridge opened", "brücke offen")), 1
    ):
        story = Cluster(number, 0.0, 0.0)
        for title, language in ((english, "en"), (german, "de")):
            drawn = engine._draw(features(telling(number, title, language=language), 0.0))
            story.take(drawn.found, drawn.vector, drawn.headline, drawn.anchors)
        stories.append(story)
    lexicon = Lexicon()
    lexicon.learn(stories[:1])
    assert len(lexicon) == 0
    lexicon.learn(stories)
    assert ("de", "bruck", "en", "bridg") in {entry[:4] for entry in lexicon.entries()}


def test_the_ledger_follows_merges_and_splits() -> None:
    ledger = Ledger()
    for number in (1, 2, 3):
        ledger.note(Assignment(number, number if number < 3 else 2, number))
    ledger.follow([Merge(1, 2, "")])
    assert ledger.stories() == {1: (1, 2, 3)}
    ledger.follow([Split(1, 2, (2, 3), "")])
    assert ledger.stories() == {1: (1,), 2: (2, 3)}


def test_a_query_reads_no_more_than_it_may_rarest_terms_first() -> None:
    postings = Postings()
    for term in range(12):
        for story in range(MOST_STORIES - 20 * term):
            postings.put(story, {f"common{term}": 1.0}, [f"common{term}"])
    postings.put(7, {"rare": 1.0}, ["rare"])
    scores: dict[int, float] = {}
    postings.score([("rare", 1.0), *((f"common{term}", 1.0) for term in range(12))], scores)
    assert sum(scores.values()) <= MOST_READ + 1
    # The rarest terms fit: eleven lists of 180 entries and more do not.
    assert scores[7] > scores[8] >= 1


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 4), st.sampled_from("ab")), max_size=30))
def test_postings_hold_what_was_put_and_not_dropped(steps: list[tuple[bool, int, str]]) -> None:
    postings = Postings()
    expected: dict[str, set[int]] = {"a": set(), "b": set()}
    for puts, story, term in steps:
        if puts:
            postings.put(story, {term: 1.0}, [term])
            expected[term].add(story)
        else:
            postings.drop(story, [term])
            expected[term].discard(story)
    for term, stories in expected.items():
        scores: dict[int, float] = {}
        postings.score([(term, 2.0)], scores)
        assert scores == dict.fromkeys(stories, 2.0)
        assert postings.held_by(term) == len(stories)
    assert len(postings) == sum(map(bool, expected.values()))


def test_a_second_article_leaves_the_firsts_own_vector_as_it_was() -> None:
    engine = StoryEngine()
    first, second = (engine._draw(features(one, 0.0)) for one in (WORLD[0], WORLD[2]))
    vector, headline, anchors = dict(first.vector), dict(first.headline), dict(first.anchors)
    story = Cluster(1, 0.0, 0.0)
    for drawn in (first, second):
        story.take(drawn.found, drawn.vector, drawn.headline, drawn.anchors)
    assert (first.vector, first.headline, first.anchors) == (vector, headline, anchors)
    assert story.sides["en"].norm == pytest.approx(dot(story.sides["en"].centroid, story.sides["en"].centroid))
    assert story.anchor_norm == pytest.approx(dot(story.anchors, story.anchors))


def test_trees_of_more_leaves_than_can_be_asked_are_refused() -> None:
    nodes = [[0, float(n), -1 - n, n + 1] for n in range(8)] + [[0, 8.0, -9, -10]]
    with pytest.raises(ValueError, match="10 leaves"):
        Trees({"features": ["x"], "trees": [{"nodes": nodes, "leaves": [0.0] * 10}]})
