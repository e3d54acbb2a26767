from __future__ import annotations

import itertools

from newsgrid.annotate.names_find import names
from newsgrid.annotate.names_merge import merge_names
from newsgrid.model import Name, Span


def named(text: str, language: str = "en") -> tuple[Name, ...]:
    return names(text, language)


def test_spellings_and_scripts_of_one_person_are_merged() -> None:
    articles = [
        (1, named("President Ruslan Galiyev spoke. Galiyev smiled.")),
        (2, named("Le président Ruslan Galiev a parlé.", "fr")),
        (3, named("Президент Руслан Галиев выступил.", "ru")),
    ]
    (person,) = [n for n in merge_names(articles) if n.kind == "person"]
    assert person.name == "Ruslan Galiyev"
    assert person.articles == (1, 2, 3)
    assert {"Ruslan Galiev", "Руслан Галиев", "Galiyev"} <= set(person.aliases)


def test_syllabic_and_arabic_spellings_join_the_full_name() -> None:
    articles = [
        (1, named("Mayor Nomsa Dlamini spoke.")),
        (2, named("市长诺姆萨·德拉米尼表示满意。", "zh")),
        (3, named("قالت رئيسة البلدية نومسا دلاميني: «نعم».", "ar")),
    ]
    (person,) = [n for n in merge_names(articles) if n.kind == "person"]
    assert person.articles == (1, 2, 3)


def test_an_organisation_and_its_acronym_are_merged_across_languages() -> None:
    articles = [
        (1, named("The International Criminal Court (ICC) ruled.")),
        (2, named("La CPI a tranché.", "fr")),
        (3, named("МУС вынес решение.", "ru")),
    ]
    (body,) = merge_names(articles)
    assert (body.key, body.name, body.articles) == ("org:icc", "International Criminal Court", (1, 2, 3))


def test_an_acronym_one_article_explains_is_understood_in_the_others() -> None:
    articles = [
        (1, named("The Harbour Workers Alliance (HWA) called a strike.")),
        (2, named("The HWA wants more pay.")),
    ]
    (body,) = merge_names(articles)
    assert body.name == "Harbour Workers Alliance"


def test_a_family_name_alone_joins_the_only_person_that_has_it() -> None:
    articles = [(1, named("Mayor Ada Lindqvist spoke.")), (2, named("Mayor Lindqvist spoke."))]
    (person,) = merge_names(articles)
    assert (person.name, person.articles) == ("Ada Lindqvist", (1, 2))


def test_a_family_name_that_two_people_have_joins_neither() -> None:
    articles = [
        (1, named("Mayor Ada Lindqvist spoke to Minister Bertil Lindqvist.")),
        (2, named("President Lindqvist spoke.")),
    ]
    assert {n.name for n in merge_names(articles)} == {"Ada Lindqvist", "Bertil Lindqvist", "Lindqvist"}


def test_people_of_one_family_name_stay_apart_across_articles() -> None:
    articles = [(1, named("President Mateo Ferrer spoke.")), (2, named("President Lucia Ferrer spoke."))]
    assert len(merge_names(articles)) == 2


def test_who_stands_in_most_articles_comes_first() -> None:
    articles = [
        (1, named("Mayor Ada Lindqvist met Minister Per Holm. Holm and Holm.")),
        (2, named("Mayor Ada Lindqvist spoke.")),
    ]
    assert [n.name for n in merge_names(articles)] == ["Ada Lindqvist", "Per Holm"]


def test_the_order_of_the_articles_does_not_matter() -> None:
    articles = [
        (1, named("President Ruslan Galiyev spoke. The ICC answered.")),
        (2, named("President Galiev and the International Criminal Court spoke.")),
        (3, named("Президент Руслан Галиев выступил.", "ru")),
    ]
    results = {merge_names(order) for order in itertools.permutations(articles)}
    assert len(results) == 1


def test_no_names_give_no_names() -> None:
    assert merge_names([]) == ()
    assert merge_names([(1, ())]) == ()
    assert merge_names([(4, (Name("person:x", "X", "person", (Span(0, 1),)),))])[0].articles == (4,)
