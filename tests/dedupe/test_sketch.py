from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsgrid.dedupe import alike, sketch

LETTER = (
    "The harbour master of Tarn closed the eastern pier on Monday after divers found cracks in two of its pillars. "
    "Boats will tie up at the old quay until engineers have measured the damage, he told the town council. "
    "Fishermen asked who would pay for the ice they lose, and were told to send their bills to the port office. "
    "The pier was built in 1931 and repaired twice, last after a storm eleven years ago. "
)


def test_a_text_contains_its_own_half() -> None:
    resemblance, contained = alike(sketch(LETTER), sketch(LETTER[: len(LETTER) // 2]))
    assert contained > 0.95
    assert resemblance < 0.7


def test_the_order_of_paragraphs_hardly_matters() -> None:
    sentences = LETTER.split(". ")
    turned = ". ".join(sentences[2:] + sentences[:2])
    assert alike(sketch(LETTER), sketch(turned))[0] > 0.8


def test_two_texts_about_different_things_share_nothing() -> None:
    other = "Voters in the valley chose a teacher of music as their mayor, by nine ballots, after the third recount."
    assert alike(sketch(LETTER), sketch(other)) == (0.0, 0.0)


@given(st.text(), st.text())
def test_likeness_is_symmetric_and_a_share(left: str, right: str) -> None:
    forth, back = alike(sketch(left), sketch(right)), alike(sketch(right), sketch(left))
    assert forth == back
    assert all(0 <= share <= 1 for share in forth)


@given(st.text(alphabet="abc defgh\n", min_size=3))
def test_case_and_white_space_change_nothing(text: str) -> None:
    changed = sketch(text.upper().replace(" ", "  \n"))
    assert changed.hashes.tolist() == sketch(text).hashes.tolist()


def test_a_text_of_a_million_characters_has_a_small_sketch() -> None:
    found = sketch("word and other " * 70_000)
    assert len(found.hashes) <= 160
