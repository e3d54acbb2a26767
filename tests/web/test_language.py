from __future__ import annotations

import pytest
from django.test import Client
from factory import Newsroom
from reading import Page

from newsgrid.web.pages.language import split_language


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", ("", "/")), ("/th", ("th", "/")), ("/th/", ("th", "/")), ("/ar/story/1/", ("ar", "/story/1/")),
        ("/this/", ("", "/this/")), ("/story/th/", ("", "/story/th/")), ("", ("", "")), ("//th/", ("", "//th/")),
    ],
)  # fmt: skip
def test_the_language_is_cut_off_an_address(path: str, expected: tuple[str, str]) -> None:
    assert split_language(path) == expected


def html(client: Client, address: str, **headers: str) -> dict[str, str]:
    return Page(client.get(address, headers=headers).content.decode()).all("html")[0]


def test_the_browsers_wish_is_met_where_it_can_be(client: Client, room: Newsroom) -> None:
    assert html(client, "/world/", **{"Accept-Language": "th-TH,th;q=0.9,en;q=0.5"})["lang"] == "th"
    assert html(client, "/world/", **{"Accept-Language": "fr,ar;q=0.4"}) == {"lang": "ar", "dir": "rtl"}
    assert html(client, "/world/", **{"Accept-Language": "is"})["lang"] == "en"


def test_an_address_that_names_a_language_wins_over_the_browser(client: Client, room: Newsroom) -> None:
    assert html(client, "/en/world/", **{"Accept-Language": "th"}) == {"lang": "en", "dir": "ltr"}
    answer = client.get("/en/world/")
    assert answer.headers["Content-Language"] == "en"
    assert "Cookie" not in answer.headers["Vary"]
    assert "Accept-Language" in client.get("/world/").headers["Vary"]


def test_every_link_keeps_the_language_of_the_address(client: Client, room: Newsroom) -> None:
    story = room.small_world(2)[0]
    for address in ("/ar/johannesburg/", f"/ar/story/{story}/", f"/ar/article/{story}/"):
        links = [a for a in Page(client.get(address).content.decode()).all("a") if a["href"].startswith("/")]
        assert [a["href"] for a in links if not a["href"].startswith("/ar/") and not a.get("hreflang")] == []


def test_the_page_names_itself_in_the_other_languages(client: Client, room: Newsroom) -> None:
    page = Page(client.get("/th/johannesburg/?lang=af").content.decode())
    links = {link["hreflang"]: link["href"] for link in page.all("link") if "hreflang" in link}
    assert links == {
        "x-default": "/johannesburg/?lang=af",
        "en": "/en/johannesburg/?lang=af",
        "th": "/th/johannesburg/?lang=af",
        "ar": "/ar/johannesburg/?lang=af",
    }


def test_a_reader_may_keep_a_language_in_one_small_cookie(client: Client, room: Newsroom) -> None:
    answer = client.post("/preferences/", {"language": "th", "next": "/johannesburg/"})
    assert answer.headers["Location"] == "/johannesburg/"
    assert list(answer.cookies) == ["django_language"]
    assert html(client, "/johannesburg/")["lang"] == "th"
    assert html(client, "/en/johannesburg/")["lang"] == "en"
    client.post("/preferences/", {"language": ""})
    assert html(client, "/johannesburg/")["lang"] == "en"


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil", ""])
def test_the_form_leads_nowhere_else(client: Client, db: None, away: str) -> None:
    answer = client.post("/preferences/", {"language": "xx", "next": away})
    assert answer.headers["Location"] == "/"
    assert not answer.cookies


def test_arabic_and_thai_pages_speak_their_language(client: Client, room: Newsroom) -> None:
    room.small_world(2)
    arabic = Page(client.get("/ar/johannesburg/").content.decode()).words
    assert "لماذا هذا هنا؟" in arabic
    assert "4 مصادر · لغتان" in arabic
    assert "قبل" in arabic
    thai = Page(client.get("/th/johannesburg/").content.decode()).words
    assert "ทำไมเรื่องนี้อยู่ตรงนี้" in thai
    assert "4 แหล่ง · 2 ภาษา" in thai


def test_headlines_carry_their_own_language_and_direction(client: Client, room: Newsroom) -> None:
    room.digest(room.tell("عادت المياه", language="ar").id)
    page = Page(client.get("/johannesburg/").content.decode())
    assert {"class": "headline", "lang": "ar", "dir": "auto"}.items() <= page.all("h2")[0].items()
