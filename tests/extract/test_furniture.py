"""Lines that speak to the reader are told from news about the same things, in many languages."""

from __future__ import annotations

import pytest

from newsgrid.extract import finish
from newsgrid.extract.furniture import is_call, is_consent, is_note_to_machines, is_origin
from newsgrid.model import Block

CALLS = (
    "Sign up to our morning newsletter and never miss a tide.",
    "***Please download the Courier app to keep receiving news of the strike.***",
    "You’re reading the Tidewater newsletter. Sign up to get it in your inbox.",
    "Got a story? Get in touch with our news team by writing to desk@courier.example.",
    "Follow us on Facebook and Instagram.",
    "Click here to read the harbour board's letter.",
    "This article contains affiliate links.",
    "If you buy through links on our site, we may earn a small commission.",
    "See more from the harbour board here.",
    "Our journalism needs your support. Please subscribe today.",
    "Die Courier-App: Nachrichten direkt auf Ihr Smartphone. Hier gratis herunterladen.",
    "Lesen Sie die ganze Rede des Bürgermeisters hier",
    "Newsletter",
    "Abonnieren Sie unseren Newsletter!",
    "Folgen Sie uns auf Instagram.",
    "Abonnez-vous à notre newsletter pour suivre la grève.",
    "Suscríbete a nuestro boletín y recibe las noticias cada mañana.",
    "Inscreva-se no nosso canal do YouTube.",
    "Iscriviti alla newsletter del Corriere della Laguna.",
    "Meld je aan voor onze nieuwsbrief.",
    "Prenumerera på vårt nyhetsbrev.",
    "Zapisz się do naszego newslettera.",
    "Подписывайтесь на наш телеграм-канал.",
    "Haberlerden haberdar olmak için WhatsApp kanalımıza abone olun.",
    "Ikuti saluran WhatsApp kami.",
    "اشترك في نشرتنا البريدية",
    "ติดตามเราได้ที่ไลน์",
    "关注我们的微信公众号",
    "公式アプリをダウンロードしてください",
    "카카오톡 채널 추가하기",
)
NEWS = (
    "The harbour board sends a newsletter to its 14,000 passengers, and the strike was announced in it.",
    "Half of the passengers said that they would subscribe if the app told them of delays.",
    "“Sign up for the newsletter,” the captain told the crowd on the quay.",
    "First, write down what you spend. Download a budgeting app or use a sheet of paper.",
    "You can see the lighthouse from here, and on clear days the far shore.",
    "Facebook said on Tuesday that it had closed the crews' group.",
    "Follow the coast road north and the lighthouse comes into sight.",
    "Die Bahn rechnet mit sechs Millionen neuen Kunden für das Abo.",
    "Le ministre a appelé les abonnés de sa chaîne à voter.",
    "Канал соединяет два моря, по нему ходят суда.",
    "渡轮公司的微信公众号周二发布了停航消息。",
)
CONSENTS = (
    "To view this content you need to accept cookies. You can change your settings at any time.",
    "An dieser Stelle finden Sie einen externen Inhalt. Wenn Sie zustimmen, wird er angezeigt.",
    "Pour afficher ce contenu, vous devez accepter les cookies.",
    "Para ver este contenido debe aceptar las cookies.",
    "When you visit our website, we store cookies on your browser to collect information on your device and your preferences.",
)
NO_CONSENTS = (
    "The commission fined the company for the cookies that its website set before anyone had agreed.",
    "Der Betriebsrat muss zustimmen, wenn Kameras angezeigt werden sollen.",
    "The video shows your bridge, the mayor said, and nobody else's.",
)


@pytest.mark.parametrize("text", CALLS)
def test_call_on_the_reader_is_furniture(text: str) -> None:
    assert is_call(text) or text == "Newsletter"
    assert finish.is_furniture(text)


@pytest.mark.parametrize("text", NEWS)
def test_news_about_what_calls_are_about_is_news(text: str) -> None:
    assert not finish.is_furniture(text)


@pytest.mark.parametrize("text", CONSENTS)
def test_text_in_place_of_an_embed_is_furniture(text: str) -> None:
    assert is_consent(text)
    assert finish.is_furniture(text)


@pytest.mark.parametrize("text", NO_CONSENTS)
def test_news_about_consent_is_news(text: str) -> None:
    assert not is_consent(text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("https://img.courier.example/quay.jpg?w=640", True),
        ("2024-03-05T06:30:00+01:00", True),
        ("[button link=”/review” type=”big”] Send us YOUR review[/button]", True),
        ("https://courier.example/quay", False),
        ("[Courier] The ferries stay at the quay.", False),
    ],
)
def test_line_for_machines_is_no_prose(text: str, line: bool) -> None:
    assert is_note_to_machines(text) is line


def test_note_of_origin_is_no_prose() -> None:
    assert is_origin("Read the original article on The Tidewater.")
    assert not is_origin("This article of the treaty was reprinted in every paper of the coast.")


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("(Photo: Ned Harrow)", True),
        ("Foto: Ned Harrow / Reuters", True),
        ("© Ned Harrow", True),
        ("Ned Harrow took the photo: it shows the quay at dawn.", False),
        ("Source: who knows?", False),
    ],
)
def test_line_of_nothing_but_a_credit_is_one(text: str, credit: bool) -> None:
    assert finish.is_credit_line(text) is credit


PROSE = tuple(Block("paragraph", f"The crew of ferry number {n} went home at noon.") for n in range(4))


@pytest.mark.parametrize(
    "box",
    [
        "Orla Fennimore is the Courier's reporter on the coast.",
        "Orla Fennimore ist Redakteurin in Salzwedel.",
        "Email the reporter: orla@courier.example",
        "orla@courier.example",
        "Ned Harrow and Agnes Tolliver contributed to this report.",
    ],
)
def test_box_about_the_author_is_taken_off_the_end(box: str) -> None:
    blocks = [*PROSE, Block("paragraph", box)]
    assert finish.without_author_box(blocks, ["Orla Fennimore"]) == list(PROSE)


@pytest.mark.parametrize(
    "prose",
    [
        "Dermot Quill is a reporter's dream: he never says no.",
        "“Orla Fennimore is a reporter,” said the mayor, “and nobody's fool.”",
        "The board's address for complaints, help@board.example, bounced all day long.",
    ],
)
def test_prose_at_the_end_stays(prose: str) -> None:
    blocks = [*PROSE, Block("paragraph", prose)]
    assert finish.without_author_box(blocks, ["Orla Fennimore"]) == blocks


def test_body_of_few_lines_keeps_them() -> None:
    blocks = [Block("paragraph", "Orla Fennimore is a reporter.")]
    assert finish.without_author_box(blocks, ["Orla Fennimore"]) == blocks


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Você pode gostar...", True),
        ("【関連記事】漁港の改修、来春に着工", True),
        ("Also on courier.example: Why the lighthouse was sold", True),
        ("More from the south fled the flood on Monday, the mayor said.", False),
    ],
)
def test_label_of_related_links_is_known(text: str, label: bool) -> None:
    assert finish.is_related_label(text) is label


def test_headings_that_nothing_follows_are_dropped_unless_they_are_sentences() -> None:
    blocks = [PROSE[0], Block("subheading", "1. The board owns eight ships."), Block("subheading", "What comes next")]
    finish.drop_last_headings(blocks)
    assert [block.text for block in blocks] == [PROSE[0].text, "1. The board owns eight ships."]


@pytest.mark.parametrize(
    "text",
    ["Continue reading", "Read the full story at the Courier", "Weiterlesen …", "Leer más en El Correo", "[…]", "続きを読む", "Tags: ferries, strikes", "Schlagwörter: Fähre", "Comments (3)", "12 Kommentare", "评论"],
)  # fmt: skip
def test_what_ends_a_teaser_or_follows_a_text_is_furniture(text: str) -> None:
    assert finish.is_furniture(text)


@pytest.mark.parametrize(
    "text",
    ["Continue reading the letter aloud, the mayor told the clerk.", "Comments from the board were not to be had.", "Topics: the town had spoken of nothing else for days.", "Label after label was torn off."],
)  # fmt: skip
def test_prose_that_begins_like_a_label_is_none(text: str) -> None:
    assert not finish.is_furniture(text)
