"""Full-text search over the catalogue."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_kinds import CATALOGUES, make_store
from store_values import HOUR, NOW, a_made, an_article, an_entry, keep_entries, names_of

from newsgrid.ports import Store
from newsgrid.web.catalog.search import MOST_WORDS, article_words, query_words, search_articles


@pytest.fixture(params=CATALOGUES)
def using(request: pytest.FixtureRequest) -> str:
    """Give each database."""
    name: str = request.param
    return name


@pytest.fixture
def store(using: str) -> Store:
    """Give a store on it."""
    return make_store(using)


def tell(store: Store, *texts: str, **given: object) -> list[int]:
    ids = [store.add_entry(an_entry(hash(text) % 10**9), NOW).id for text in texts]
    made = [
        a_made(i, article=an_article(i, text, published=NOW - n * HOUR, headline="Headline", **given))
        for n, (i, text) in enumerate(zip(ids, texts, strict=True))
    ]
    store.save_articles(made)
    return ids


def found(query: str, using: str, **given: object) -> list[int]:
    return [article.pk for article in search_articles(query, using=using, **given)]  # type: ignore[arg-type]


def test_articles_with_all_words_are_found_newest_first(store: Store, using: str) -> None:
    one, two, _ = tell(store, "The river rose at night.", "Night fell over the river.", "The night was dry.")
    assert found("night RIVER", using) == [one, two]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Inundações em São Paulo", "sao inundacoes"),
        ("L’homme qui marche", "homme"),
        ("O'Neill said", "o'neill"),
        ("习近平在北京会见外宾", "北京会见"),
        ("น้ำท่วมกรุงเทพมหานคร", "กรุงเทพ"),
        ("東京で大雨", "大雨"),
        ("الرئيس في القاهرة", "القَاهِرة"),
        ("Президент в Москве", "МОСКВЕ"),
        ("Das Straßenfest", "strassenfest"),
        ("COVID-19 cases", "covid-19"),
    ],
)
def test_words_are_found_in_any_script_case_and_accent(store: Store, using: str, text: str, query: str) -> None:
    [one, _] = tell(store, text, "Something else entirely.")
    assert found(query, using) == [one]


@pytest.mark.parametrize(
    "query",
    ["", " ", "***", "a AND", "NOT", 'night"', "night*", "(night", "words:night", "^night", "night -river", "'", "a'b", "\\", "NEAR(a b)",
     "night & | ! <-> river", "\0night", "\ud800", "!night:*", "%s", "{night}", "+night", "x" * 10_000, "word " * 500],
)  # fmt: skip
def test_any_text_is_a_query(store: Store, using: str, query: str) -> None:
    tell(store, "The river rose at night.")
    assert isinstance(found(query, using), list)


@pytest.mark.django_db
@given(st.text(max_size=40))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_breaks_the_index_or_the_query(text: str) -> None:
    found(text, "default")
    assert all(word.isalnum() for word in query_words(text))
    assert set(query_words(text)) <= set(article_words(an_article(1, text)).split())


def test_hits_are_bounded_filtered_by_language_and_paged(store: Store, using: str) -> None:
    english = tell(store, "The night one.", "The night two.", "The night three.", language="en-GB")
    german = tell(store, "Die night vier.", language="de")
    assert found("night", using, language="en") == english
    assert found("night", using, language="de") == german
    first = search_articles("night", using=using, limit=2, language="en")
    last = (first[-1].dated, first[-1].pk)
    assert found("night", using, limit=2, language="en", before=last) == english[2:]


def test_only_the_newest_version_is_found(store: Store, using: str) -> None:
    [entry] = keep_entries(store, 1)
    store.save_articles([a_made(entry, article=an_article(1, "The mayor resigned."))])
    store.save_articles([a_made(entry, article=an_article(1, "The mayor did not resign."))])
    assert found("resigned", using) == []
    assert found("resign", using) == [entry]


def test_names_authors_and_topics_are_found_too(store: Store, using: str) -> None:
    [entry] = keep_entries(store, 1)
    article = an_article(1, authors=("Thandi Nkosi",), topics=("waterworks",))
    store.save_articles([a_made(entry, article=article, annotations=names_of("Sibusiso"))])
    for query in ("nkosi", "waterworks", "sibusiso"):
        assert found(query, using) == [entry]


def test_the_longest_article_is_indexed_in_part(store: Store, using: str) -> None:
    text = " ".join(f"w{n:07}" for n in range(120_000))
    [one] = tell(store, text)
    assert found("w0000001", using) == [one]
    assert len(article_words(an_article(1, text)).encode()) <= 400_000


def test_a_query_has_a_bounded_number_of_words() -> None:
    assert len(query_words(" ".join(f"w{n}" for n in range(99)))) == MOST_WORDS


def test_hits_come_with_story_and_publisher_in_two_queries(
    store: Store, using: str, django_assert_num_queries: object
) -> None:
    from django.db import connections

    tell(store, "The river rose at night.")
    with django_assert_num_queries(2, connection=connections[using]):  # type: ignore[operator]
        [article] = search_articles("river", using=using)
        assert (article.publisher.name, article.story.headline) == ("Paper 1", "Headline")
