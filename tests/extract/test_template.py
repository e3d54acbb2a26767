"""Learning a site: what repeats goes out, what is news stays, nothing is learnt twice, a redesign is forgotten."""

from __future__ import annotations

import contextlib
import dataclasses
import pickle
import random
import tracemalloc
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_site import AUTHORS, DISCLAIMER, FURNITURE, SitePage, sentence, site

from newsgrid.errors import RecordError
from newsgrid.extract import Lesson, Template, extract, extract_and_learn
from newsgrid.extract.markup import parse
from newsgrid.extract.outline import outline
from newsgrid.extract.template import MAX_BYTES, MAX_TEXTS, WINDOW, Reading, Text, read


def learnt(pages: list[SitePage], template: Template | None = None) -> Template:
    """Read pages one after another, as the pipeline does."""
    template = template or Template()
    for page in pages:
        template = template.learn(lesson(page.html, page.url, template))
    return template


def lesson(html: str, url: str, template: Template | None = None) -> Lesson:
    found = extract_and_learn(html, url, template=template)[1]
    assert found is not None
    return found


def texts(page: SitePage, template: Template | None = None) -> list[str]:
    return [block.text for block in extract(page.html, page.url, template=template).blocks]


def reading(paragraphs: list[str], number: int, certain: float = 0.9) -> Reading:
    """Read a page of these paragraphs, all of which the classifier takes for body."""
    cut = outline(parse("<div>" + "".join(f"<p>{text}</p>" for text in paragraphs) + "</div>"))
    return read(f"https://a.example/{number}", f"Title {number}", cut, np.full(len(cut.pieces), certain, np.float32))


def unique(count: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    return [sentence(chance) for _ in range(count)]


def test_furniture_of_thirty_pages_goes_and_every_paragraph_stays() -> None:
    pages = site(30, redesign_at=20)
    template = Template()
    off = on = 0
    for number, page in enumerate(pages):
        article, taught = extract_and_learn(page.html, page.url, template=template)
        helped = {block.text for block in article.blocks}
        assert set(page.body) <= helped
        assert taught is not None
        template = template.learn(taught)
        if number >= 8:
            off += len(set(texts(page)) & set(FURNITURE))
            on += len(helped & set(FURNITURE))
    assert off >= 60
    assert on == 0


def test_the_evidence_says_what_a_template_did() -> None:
    pages = site(12)
    helped = extract(pages[-1].html, pages[-1].url, template=learnt(pages[:-1]))
    assert dict(helped.evidence)["template"].startswith("11 pages of the site: 4 repeated texts left out")
    assert "template" not in dict(extract(pages[0].html, pages[0].url, template=Template()).evidence)
    assert "template" not in dict(extract(pages[0].html, pages[0].url).evidence)


def test_two_pages_are_too_few_to_conclude_from() -> None:
    pages = site(3)
    assert texts(pages[2], learnt(pages[:1])) == texts(pages[2])
    assert len(texts(pages[2], learnt(pages[:2]))) < len(texts(pages[2]))


def test_a_page_teaches_once_whatever_its_version() -> None:
    page = site(1)[0]
    changed = page.html.replace("<h1>", "<h1>Updated: ").replace(page.body[0], sentence(random.Random(99)))
    template = learnt([page])
    assert template.learn(lesson(page.html, page.url)) is template
    assert template.learn(lesson(changed, page.url)) is template


def test_the_same_text_at_other_addresses_is_no_furniture() -> None:
    body = unique(8, seed=3)
    template = Template()
    for number in range(6):
        # An agency's copy, filed again and again with a new headline and a new first sentence.
        template = template.learn(reading([*unique(1, seed=100 + number), *body], number).lesson)
    assert len(template.lessons) == 1
    for number in range(10, 16):
        template = template.learn(reading(unique(8, seed=number), number).lesson)
    copy = reading([*unique(1, seed=200), *body], 50)
    assert (template.judge(copy).chance >= copy.chance).all()


def test_background_that_a_running_story_repeats_stays() -> None:
    background = " ".join(unique(2, seed=1))
    template = Template()
    for number in range(12):
        own = unique(9, seed=10 + number)
        # Four pages in twelve tell of the event, the background in their midst.
        body = [*own[:4], background, *own[4:]] if number % 3 == 0 else own
        template = template.learn(reading(body, number).lesson)
    assert len(template.lessons) == 12
    own = unique(9, seed=99)
    page = reading([*own[:4], background, *own[4:]], 99)
    assert template.judge(page).dropped == 0


def test_three_pages_in_a_row_make_no_sentence_furniture() -> None:
    background = " ".join(unique(2, seed=1))
    template = Template()
    for number in range(3):
        own = unique(9, seed=10 + number)
        page = reading([*own[:4], background, *own[4:]], number)
        assert template.judge(page).dropped == 0
        template = template.learn(page.lesson)


def test_a_place_that_only_repeats_is_furniture_for_a_new_author_as_well() -> None:
    box = '<div class="zz-who"><p>{}</p></div>'
    template = Template()
    stories = [unique(6, seed=number) for number in range(9)]
    for number, story in enumerate(stories[:8]):
        html = page_with(story, box.format(list(AUTHORS.values())[number % 2]))
        template = template.learn(lesson(html, f"https://a.example/{number}"))
    new = "Thaddeus Quorn joined the paper in June and reports on weather, markets and the price of ferry tickets to Holm."
    html = page_with(stories[8], box.format(new))
    cut = outline(parse(html))
    unsure = read("https://a.example/8", "", cut, np.full(len(cut.pieces), 0.6, np.float32))
    chance = dict(zip((piece.text for piece in cut.pieces), template.judge(unsure).chance.tolist(), strict=True))
    assert chance[new] < 0.5
    assert all(chance[text] > 0.5 for text in stories[8])


def page_with(paragraphs: list[str], box: str) -> str:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f'<html><body><article><h1>{paragraphs[0][:40]}</h1><div class="zz">{body}</div>{box}</article></body></html>'
    )


def test_an_old_layout_is_forgotten_and_never_stands_against_the_new_one() -> None:
    box = "<div class='zz-box'><p>{}</p></div>"
    template = Template()
    for number in range(WINDOW):
        cut = outline(parse("".join(f"<p>{text}</p>" for text in unique(6, seed=number)) + box.format(DISCLAIMER)))
        chance = np.array([0.9] * 6 + [0.2], np.float32)
        template = template.learn(read(f"https://a.example/{number}", "", cut, chance).lesson)
    assert template.furniture
    for number in range(600, 900):
        # After the redesign the articles stand where the furniture stood.
        cut = outline(parse("".join(box.format(text) for text in unique(6, seed=number))))
        page = read(f"https://a.example/{number}", "", cut, np.full(6, 0.9, np.float32))
        assert (template.judge(page).chance >= 0.5).all()
        template = template.learn(page.lesson)
    assert not template.furniture


def test_what_is_learnt_does_not_depend_on_what_was_known() -> None:
    pages = site(9)
    template = learnt(pages[:-1])
    assert lesson(pages[-1].html, pages[-1].url, template) == lesson(pages[-1].html, pages[-1].url)


def test_a_template_is_bounded() -> None:
    template = learnt(site(3))
    for number in range(300):
        keys = tuple(Text(number * 1000 + at, at % 90, body=True, prose=True) for at in range(MAX_TEXTS))
        template = template.learn(Lesson(4 * number, number + 1, keys, tuple((at, True) for at in range(90))))
    assert len(template.lessons) == WINDOW
    assert len(template.pack()) <= MAX_BYTES


def test_a_full_window_learns_every_fourth_page() -> None:
    template = Template(Lesson(n, n, (Text(n + 1, 1),), ()) for n in range(WINDOW))
    fresh = [Lesson(10_000 + n, 10_000 + n, (Text(10_000 + n, 1),), ()) for n in range(8)]
    assert [template.learn(one) is template for one in fresh] == [False, True, True, True] * 2


def test_a_template_packs_and_pickles() -> None:
    template = learnt(site(6))
    assert Template.unpack(template.pack()) == template
    assert pickle.loads(pickle.dumps(template)) == template
    assert pickle.loads(pickle.dumps(template.lessons[0])) == template.lessons[0]
    assert Template.unpack(Template().pack()) == Template()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"nothing",
        zlib.compress(b"[]"),
        zlib.compress(b'{"form":9,"places":[],"pages":[]}'),
        zlib.compress(b'{"form":1,"places":["x"],"pages":[]}'),
        zlib.compress(b'{"form":1,"places":[],"pages":[[1,2,[[3,0,0]],[]]]}'),
        zlib.compress(b'{"form":1,"places":[],"pages":[[1,2]]}'),
        zlib.compress(b"[" * 100_000),
        zlib.compress(b" " * 5_000_000),
        learnt(site(2)).pack()[:-8],
    ],
    ids=range(10),
)
def test_what_is_no_template_is_refused(data: bytes) -> None:
    with pytest.raises(RecordError):
        Template.unpack(data)


@given(data=st.binary(max_size=300))
def test_any_bytes_are_a_template_or_an_error(data: bytes) -> None:
    with contextlib.suppress(RecordError):
        Template.unpack(data)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.text(min_size=1, max_size=30), max_size=8), max_size=8))
def test_any_pages_can_be_learnt_and_judged(pages: list[list[str]]) -> None:
    template = Template()
    for number, paragraphs in enumerate(pages):
        cut = outline(parse("<div>" + "".join(f"<p>{text}</p>" for text in paragraphs).replace("\0", "") + "x</div>"))
        seen = read(str(number), "", cut, np.full(len(cut.pieces), 0.5, np.float32))
        chance = template.judge(seen).chance
        assert chance.shape == seen.chance.shape
        assert chance.dtype == np.float32
        assert ((chance >= 0) & (chance <= 1)).all()
        template = template.learn(seen.lesson)
    assert Template.unpack(template.pack()) == template


def test_words_with_other_numbers_are_the_same_text() -> None:
    one = reading(["Read by 1,204 people 3 hours ago", *unique(3, 1)], 1).keys
    two = reading(["Read by 7,991 people 8 hours ago", *unique(3, 2)], 2).keys
    assert one[0] == two[0] != 0
    assert one[1] != two[1]
    assert reading(["2024"], 3).keys == (0,)


def test_lessons_hold_no_text() -> None:
    for field in dataclasses.fields(Lesson):
        value = getattr(learnt(site(1)).lessons[0], field.name)
        assert "donkeys" not in str(value)


@pytest.mark.slow
def test_ten_thousand_pages_take_no_more_memory_than_a_window_of_them() -> None:
    rng = random.Random(7)

    def other() -> Lesson:
        texts = tuple(Text(rng.getrandbits(48), rng.getrandbits(48), True, False, True) for _ in range(MAX_TEXTS))
        return Lesson(rng.getrandbits(48), rng.getrandbits(48), texts, tuple((text.place, True) for text in texts))

    tracemalloc.start()
    try:
        template, least = Template(), 0
        for number in range(10_000):  # of which a full window learns every fourth
            template = template.learn(other())
            if number == 2 * WINDOW:
                least = tracemalloc.get_traced_memory()[0]
                tracemalloc.reset_peak()
        assert tracemalloc.get_traced_memory()[1] < 2 * least
    finally:
        tracemalloc.stop()
    assert len(template.lessons) == WINDOW
    assert len(template.pack()) <= MAX_BYTES
