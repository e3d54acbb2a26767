"""Words, sentences, names and addresses, in any script."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrid.text import (
    canonical_address,
    clip,
    fold,
    is_spaceless,
    registrable_host,
    same_name,
    script_of,
    sentences,
    shingles,
    site_host,
    skeleton,
    squeeze,
    stem,
    words,
)


def cut(text: str, language: str = "") -> list[str]:
    return [text[a:b] for a, b in sentences(text, language)]


def test_sentences_end_at_full_stops_of_every_script() -> None:
    assert cut("One. Two! Three?") == ["One.", "Two!", "Three?"]
    assert cut("桥修好了。河水退了！") == ["桥修好了。", "河水退了！"]
    assert cut("أُصلح الجسر. هل تراجع النهر؟") == ["أُصلح الجسر.", "هل تراجع النهر؟"]
    assert cut("पुल ठीक हुआ। नदी उतरी।") == ["पुल ठीक हुआ।", "नदी उतरी।"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Mr. Dlamini met Dr. J. Nkosi at 3.30 p.m. in St. Lucia.", "en"),
        ("The price rose by 3.5 percent to 1.200 euros.", "en"),
        ("„Warum?“ fragte sie.", "de"),
        ("Yahoo! said it would stay.", "en"),
        ("Der 3. Entwurf wurde angenommen.", "de"),
    ],
)
def test_abbreviations_initials_and_numbers_end_nothing(text: str, language: str) -> None:
    assert cut(text, language) == [text]


def test_a_closing_quotation_mark_belongs_to_its_sentence() -> None:
    assert cut("“We begin.” She left.") == ["“We begin.”", "She left."]


def test_a_blank_line_ends_a_sentence_without_a_stop() -> None:
    assert cut("Bridge reopens\n\nThe bridge is open.") == ["Bridge reopens", "The bridge is open."]


def test_long_thai_is_cut_at_its_spaces() -> None:
    text = "สภาเมืองลงมติเมื่อวันอังคารให้ซ่อมสะพานเก่าก่อนถึงฤดูหนาวในปีนี้อย่างเร่งด่วน ชาวบ้านริมแม่น้ำต่างยินดีกับการตัดสินใจครั้งนี้เป็นอย่างมาก"
    assert len(cut(text, "th")) == 2


@given(st.text(max_size=400), st.sampled_from(["", "en", "th", "zh"]))
def test_sentences_lie_in_order_and_lose_no_letter(text: str, language: str) -> None:
    spans = sentences(text, language)
    assert all(a < b for a, b in spans)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(spans))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())


def test_scripts_without_spaces_become_pairs() -> None:
    assert words("修桥 2026") == ["修桥", "2026"]
    assert words("修好桥") == ["修好", "好桥"]
    assert is_spaceless("สภาเมืองลงมติ")
    assert not is_spaceless("the council voted")


def test_shingles_of_a_short_text_are_its_words() -> None:
    assert shingles("a b") == {("a", "b")}
    assert shingles("") == set()


@given(st.text(max_size=200), st.integers(0, 80))
def test_a_clipped_text_is_never_longer(text: str, chars: int) -> None:
    assert len(clip(text, chars)) <= max(chars, 0)


@given(st.text(max_size=200))
def test_squeezing_twice_is_squeezing_once(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)


@pytest.mark.parametrize(
    ("left", "right"),
    [("Marenko", "Маренко"), ("Orlov", "Orlow"), ("Chukwu", "Shukwu"), ("Tereshin", "Terechin"), ("Yusupov", "Юсупов")],
)
def test_spellings_of_one_name_have_one_skeleton(left: str, right: str) -> None:
    assert skeleton(left) == skeleton(right)


def test_a_surname_alone_can_be_the_same_name_but_a_first_name_cannot() -> None:
    assert same_name("Marenko", "Viktor Marenko")
    assert not same_name("Viktor", "Viktor Marenko")
    assert not same_name("Marenko", "Mbeki")


@given(st.text(max_size=40))
def test_skeletons_are_short_ascii(word: str) -> None:
    assert len(skeleton(word)) <= 6
    assert skeleton(word).isascii()


def test_folding_keeps_the_script() -> None:
    assert fold("Über ÉTÉ") == "uber ete"
    assert fold("ЙОД") != ""


def test_stems_follow_the_language() -> None:
    assert stem("bridges", "en") == stem("bridge", "en")
    assert stem("мосты", "ru") == stem("моста", "ru")


@pytest.mark.parametrize(
    ("text", "script"),
    [("bridge", "Latn"), ("мост", "Cyrl"), ("جسر", "Arab"), ("สะพาน", "Thai"), ("桥", "Hani"), ("12", "")],
)
def test_scripts_are_known(text: str, script: str) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("raw", "canonical"),
    [
        ("HTTPS://News.Example:443/a?utm_source=x&id=3#top", "https://news.example/a?id=3"),
        ("http://news.example", "http://news.example/"),
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
        ("javascript:alert(1)", ""),
        ("http://[bad", ""),
        ("", ""),
        ("http://a.example/ä b", "http://a.example/%C3%A4%20b"),
        ("http://a.example/x;jsessionid=7F0?PHPSESSID=9&sid=4", "http://a.example/x?sid=4"),
        ("http://a.example/x;v=1;JSESSIONID=7F0/y;w", "http://a.example/x;v=1/y;w"),
        ("http://a.example/x?ASPSESSIONIDQQ=1", "http://a.example/x"),
    ],
)
def test_addresses_are_made_canonical(raw: str, canonical: str) -> None:
    assert canonical_address(raw) == canonical


@given(st.text(max_size=80))
def test_a_canonical_address_is_its_own(text: str) -> None:
    once = canonical_address("http://news.example/" + text)
    assert canonical_address(once) == once


def test_hosts() -> None:
    assert site_host("https://www.news.example/a") == "news.example"
    assert registrable_host("https://a.news.co.za/x") == "news.co.za"
    assert registrable_host("https://feeds.a.news.example/x") == "news.example"
    assert registrable_host("http://127.0.0.1:80/") == "127.0.0.1"
