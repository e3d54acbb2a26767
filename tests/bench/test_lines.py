"""Lines too many and lines lost are found, and told by kind."""

from __future__ import annotations

import pytest

from newsgrid.bench.lines import LOST, SPURIOUS, lost, places, spurious

BODY = (
    "The harbour board cut the winter roster from 46 to 38 posts last month, the crews say.",
    "Talks are to resume on Wednesday in the town hall, with the mayor in the chair this time.",
)
PAGE = """<html><head><title>Ferry strike goes on</title><meta property="og:description" content="Crews and board stay far apart."></head><body><h1>Ferry strike enters third day</h1>
<h2 class="standfirst">Crews and the board are far apart as ever.</h2><p>{}</p><h3>What they want</h3><ul><li>Eight posts back on the winter roster</li></ul><p>{}</p>
<figure><figcaption>A queue on the quay at dawn</figcaption></figure><div class="related-box"><a href="/x">Council sells lighthouse to hotel chain</a></div>
<div class="author-card">Jane Roe covers the coast.</div><div id="comments"><p>They should pay them more, I think.</p></div><a href="/y">Five things to do on the estuary</a></body></html>""".format(
    *BODY
)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Ferry strike enters third day", "doubled headline"),
        ("Ferry strike goes on", "doubled headline"),
        ("Council sells lighthouse to hotel chain", "related links"),
        ("Five things to do on the estuary", "related links"),
        ("Read also: Why the lighthouse was sold", "related links"),
        ("Sign up for our newsletter and never miss a tide.", "promo"),
        ("Abonnieren Sie unseren Newsletter.", "promo"),
        ("A queue on the quay at dawn", "captions or credits"),
        ("Foto: Ned Harrow", "captions or credits"),
        ("Jane Roe covers the coast.", "author box"),
        ("John Doe is a senior reporter at the Courier.", "author box"),
        ("They should pay them more, I think.", "comments"),
        ("To see this map, accept cookies of its maker.", "consent"),
        ("Published 5 March at six", "date or share line"),
        ("Nobody knows where this sentence came from today.", "other"),
    ],
)
def test_spurious_line_is_told_by_kind(line: str, kind: str) -> None:
    assert kind in SPURIOUS
    found = "\n\n".join((BODY[0], line, BODY[1]))
    assert spurious(found, "\n\n".join(BODY), places(PAGE)) == [(kind, line)]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Crews and the board are far apart as ever.", "standfirst"),
        ("Crews and board stay far apart.", "standfirst"),
        ("What they want", "sub-heading"),
        ("Eight posts back on the winter roster", "list item"),
        ("No one spoke.", "short"),
        ("The lighthouse keeper, who has seen every strike since the seventies, shook his head at it.", "other"),
    ],
)
def test_lost_line_is_told_by_kind(line: str, kind: str) -> None:
    assert kind in LOST
    lines = [line, *BODY] if kind == "standfirst" else [BODY[0], line, BODY[1]]
    assert lost("\n\n".join(BODY), "\n".join(lines), places(PAGE)) == [(kind, line)]


def test_first_paragraph_is_the_first_long_line() -> None:
    assert lost(BODY[1], "\n".join(BODY), places(PAGE)) == [("first paragraph", BODY[0])]


def test_headline_may_be_known_from_elsewhere() -> None:
    title = "Crews say they will not sail"
    assert spurious(title, BODY[0], places(PAGE, [title])) == [("doubled headline", title)]


def test_line_with_half_of_its_words_in_the_body_is_no_stranger() -> None:
    assert spurious(BODY[0].replace("the crews say", "so it is"), BODY[0], places(PAGE)) == []


def test_scripts_without_spaces_are_cut_into_characters() -> None:
    body = "渡轮罢工进入第三天，数千名乘客被困在码头。"
    assert spurious(body, body, places("")) == []
    assert [kind for kind, _ in lost("", body, places(""))] == ["first paragraph"]
