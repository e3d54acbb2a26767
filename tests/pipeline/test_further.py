"""Reading on, over HTTP: articles of several pages, whole ones, AMP and print versions; and pages that lead astray."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from fetch.loopback import Asked, Loopback, answer, loopback

from newsgrid.engines import LoopEngine
from newsgrid.model import Article, Feed
from newsgrid.pipeline.clock import utc_now
from newsgrid.pipeline.newsroom import Newsroom
from newsgrid.pipeline.polling import poll
from newsgrid.settings import FetchSettings, Settings
from newsgrid.stores import MemoryStore

TITLE = "How the harbour board of Port Ellery lost its ferries"
SUMMARY = "A long report on ferries, tolls and a board that would not listen."
SENTENCES = (
    "The harbour board of Port Ellery voted on a Monday in March for a toll of 9 euros on every ferry at the north quay.",
    "Three of its eleven members walked out before the vote, and a fourth said that she had been told an hour before.",
    "“Nobody has shown us what the money is for,” said Dermot Quill, who sailed to Saltmarsh four times a day.",
    "By June two of the five ferries had gone to other harbours, and the fish hall had lost a third of its buyers.",
    "The town council asked the board for its books, and was sent a box of receipts for coffee and paper instead.",
    "An auditor, Mira Lund, found that the toll had brought in less than it had cost to put up the gates for it.",
    "In September the chair stepped down for reasons of health, and was seen at the regatta on the next weekend.",
    "His successor, Agnes Tolliver, has had one of the gates taken down, and keeps the other as a warning to all.",
)


def paragraphs(page: int) -> str:
    first, second = SENTENCES[2 * (page - 1) % 8], SENTENCES[(2 * (page - 1) + 1) % 8]
    return f"<p>{first} This is told in part {page} of it.</p><p>{second} Such was the talk of the quay in week {page}.</p>"


def html(page: int = 1, pager: str = "", head: str = "", title: str = TITLE, text: str = "") -> bytes:
    return answer(
        200,
        f"""<!doctype html><html lang="en"><head><title>{title}</title>{head}</head><body><nav><a href="/">Home</a></nav>
<main><article><h1>{title}</h1>{text or paragraphs(page)}</article><div class="pagination">{pager}</div></main>
<footer><p>© 2024 Courier</p></footer></body></html>""".encode(),
        content_type="text/html; charset=utf-8",
    )


def said(article: Article) -> list[str]:
    return [text for text in (f"told in part {page} of it" for page in range(1, 30)) if text in article.text]


def parts(*numbers: int) -> list[str]:
    return [f"told in part {number} of it" for number in numbers]


Arrange = Callable[[Loopback], None]


def read(arrange: Arrange, path: str = "/news/ferries", report: bool = False, **fetch: Any) -> Any:
    """Poll a feed of one entry with that page, and give its article and what the server was asked but for the feed.

    With `report`, give what the poll reports of pages instead.
    """

    async def run() -> Any:
        async with loopback() as world:
            item = (
                f"<item><title>{TITLE}</title><link>{world.url(path)}</link><description>{SUMMARY}</description></item>"
            )
            rss = f"<rss version='2.0'><channel><title>Courier</title><link>{world.url()}</link>{item}</channel></rss>"
            world.says["/feed"] = answer(200, rss.encode(), content_type="application/rss+xml")
            arrange(world)
            settings = Settings(fetch=FetchSettings(allow_private=("127.0.0.0/8",), timeout_s=5, **fetch))
            store = MemoryStore(clock=utc_now)
            store.add_feed(Feed(0, world.url("/feed"), title="Courier", publisher="Courier", language="en"))
            done = await poll(store, Newsroom(store, settings, LoopEngine(), utc_now), settings, utc_now)
            assert (done.articles, done.failures) == (1, {})
            if report:
                return done.pages
            [story] = store.story_ids()
            return store.story_articles(story)[0].article, [
                p for p in world.paths() if p not in ("/feed", "/robots.txt")
            ]

    return asyncio.run(run())


FORMS = {
    "query": ("/news/ferries?page={}", "/news/ferries"),
    "query of a first page": ("/news/ferries?page={}", "/news/ferries?page=1"),
    "folder": ("/news/ferries/{}", "/news/ferries"),
    "page folder": ("/news/ferries/page/{}/", "/news/ferries/"),
    "before the extension": ("/news/ferries-{}.html", "/news/ferries.html"),
    "german": ("/news/ferries/seite-{}", "/news/ferries"),
    "underscore": ("/news/a,ferries_{}.php", "/news/a,ferries.php"),
    "many arguments": ("/show?id=81234&p={}", "/show?id=81234"),
}
PAGERS = {
    "numbers": '<a href="{one}">1</a> <a href="{two}">2</a> <a href="{three}">3</a>',
    "next": '<a href="{next}">Next page</a>',
    "rel": '<a rel="next" href="{next}">onwards</a>',
    "arrow": '<a href="{next}">›</a>',
    "thai": '<a href="{next}">หน้าถัดไป</a>',
    "arabic": '<a href="{next}">الصفحة التالية</a>',
    "japanese": '<a href="{next}">次のページ</a>',
}


def three_pages(form: str, pager: str, in_head: bool = False) -> Arrange:
    pattern, first = FORMS[form]
    addresses = {1: first, **{n: pattern.format(n) for n in (2, 3)}}
    bodies: dict[str, bytes] = {}
    for number, address in addresses.items():
        onwards = addresses.get(number + 1, "")
        links = PAGERS[pager].format(one=addresses[1], two=addresses[2], three=addresses[3], next=onwards)
        links = "" if in_head or (not onwards and "{next}" in PAGERS[pager]) else links
        head = f'<link rel="next" href="{onwards}">' if in_head and onwards else ""
        bodies[address] = html(number, links, head)

    async def tell(asked: Asked, writer: object) -> bytes:
        return bodies.get(asked.path, answer(404))

    def arrange(world: Loopback) -> None:
        for address in addresses.values():
            world.says[address.partition("?")[0]] = tell

    return arrange


@pytest.mark.parametrize("form", FORMS)
def test_pages_of_an_article_are_joined_however_they_are_numbered(form: str) -> None:
    article, asked = read(three_pages(form, "numbers"), FORMS[form][1])
    assert said(article) == parts(1, 2, 3)
    assert len(asked) == 3
    assert article.canonical.endswith(FORMS[form][1])
    assert dict(article.evidence)["pages"] == "3 pages joined"


@pytest.mark.parametrize("pager", PAGERS)
def test_the_next_page_is_known_by_its_link(pager: str) -> None:
    article, asked = read(three_pages("query", pager))
    assert (said(article), len(asked)) == (parts(1, 2, 3), 3)


def test_the_next_page_is_known_by_the_head() -> None:
    article, asked = read(three_pages("folder", "numbers", in_head=True))
    assert (said(article), len(asked)) == (parts(1, 2, 3), 3)


def test_pages_are_not_asked_for_where_the_operator_wants_one() -> None:
    article, asked = read(three_pages("query", "next"), article_pages=1)
    assert (said(article), len(asked)) == (parts(1), 1)


def test_what_is_said_again_at_the_joint_is_kept_once_and_a_parted_sentence_is_one() -> None:
    again = "<p>In this report: the toll, the vote and the gates, and who paid for them in the end.</p>"
    first = f"{again}{paragraphs(1)}<p>The auditor asked for the books of the year before, and was told that they had been</p>"
    second = f"{again}<p>lent to a museum, which says it never saw them. The search for them goes on to this day.</p>{paragraphs(2)}"

    def arrange(world: Loopback) -> None:
        world.says["/news/ferries"] = html(text=first, pager='<a href="/news/ferries/2">2</a>')
        world.says["/news/ferries/2"] = html(text=second, title=f"{TITLE} (2/2)")

    article, _ = read(arrange)
    assert article.text.count("In this report") <= 1
    assert "they had been lent to a museum" in article.text
    assert said(article) == parts(1, 2)


def test_the_whole_on_one_page_is_preferred() -> None:
    def arrange(world: Loopback) -> None:
        pager = '<a href="/news/ferries/2">2</a> <a href="/news/ferries/all">View all</a>'
        world.says["/news/ferries"] = html(pager=pager)
        world.says["/news/ferries/all"] = html(text="".join(paragraphs(number) for number in (1, 2, 3)))

    article, asked = read(arrange)
    assert said(article) == parts(1, 2, 3)
    assert asked == ["/news/ferries", "/news/ferries/all"]
    assert article.canonical.endswith("/news/ferries")
    assert dict(article.evidence)["version"].startswith("whole: ")


def test_pages_are_turned_where_the_whole_does_not_come() -> None:
    def arrange(world: Loopback) -> None:
        three_pages("folder", "numbers")(world)
        pager = '<a href="/news/ferries/2">2</a> <a href="/news/ferries/all">View all</a>'
        world.says["/news/ferries"] = html(pager=pager)

    article, asked = read(arrange)
    assert said(article) == parts(1, 2, 3)
    assert asked == ["/news/ferries", "/news/ferries/all", "/news/ferries/2", "/news/ferries/3"]


def endless(world: Loopback) -> None:
    async def tell(asked: Asked, writer: object) -> bytes:
        number = int(asked.path.partition("=")[2] or 1)
        return html(number, f'<a rel="next" href="/news/ferries?page={number + 1}">next</a>')

    world.says["/news/ferries"] = tell


def test_endless_pages_end() -> None:
    article, asked = read(endless)
    assert len(asked) == 10
    assert said(article) == parts(*range(1, 11))


def test_pages_end_where_they_are_too_many_bytes() -> None:
    _, asked = read(endless, max_bytes=3_000)
    assert 1 < len(asked) < 6


def leads(pager: str, **pages: bytes) -> Arrange:
    def arrange(world: Loopback) -> None:
        world.says["/news/ferries"] = html(pager=pager.replace("OTHER", f"http://localhost:{world.port}"))
        for path, body in pages.items():
            world.says["/" + path.replace("__", "/")] = body

    return arrange


ASTRAY = {
    "another site": leads('<a rel="next" href="OTHER/news/ferries/2">2</a>'),
    "the home page": leads('<a rel="next" href="/">Next</a>'),
    "the next article": leads('<a rel="next" href="/news/bakery-burns-down">Next</a>'),
    "itself": leads('<a rel="next" href="/news/ferries">2</a>'),
    "itself by a fragment": leads('<a rel="next" href="#page=2">2</a>'),
    "a script": leads('<a rel="next" href="javascript:go(2)">2</a>'),
    "pages of comments": leads('<div class="comments"><a href="/news/ferries?page=2">2</a></div>'),
    "the section's next page": leads('<a rel="next" href="/news?page=2">Next</a>'),
}


@pytest.mark.parametrize("name", ASTRAY)
def test_what_is_no_page_of_the_article_is_not_asked_for(name: str) -> None:
    article, asked = read(ASTRAY[name])
    assert (said(article), asked) == (parts(1), ["/news/ferries"])


def test_the_article_before_by_number_is_not_a_page() -> None:
    def arrange(world: Loopback) -> None:
        world.says["/news/77"] = html(pager='<a rel="next" href="/news/78">Next</a>')

    assert read(arrange, "/news/77")[1] == ["/news/77"]


SECOND = {
    "missing": answer(404),
    "another story": html(2, title="Bakery on the quay burns down in the night"),
    "the same again": html(1),
    "a wall": answer(200, b"<html><head><title>Your privacy</title></head><body><h1>Your privacy</h1><p>We and our partners use cookies. Accept all</p></body></html>", content_type="text/html"),
    "the home page": answer(302, location="/"),
    "not HTML": answer(200, b"%PDF-1.7", content_type="application/pdf"),
}  # fmt: skip


@pytest.mark.parametrize("name", SECOND)
def test_a_second_page_that_is_none_leaves_the_first(name: str) -> None:
    article, asked = read(leads('<a rel="next" href="/news/ferries/2">2</a>', news__ferries__2=SECOND[name]))
    assert said(article) == parts(1)
    assert asked[:2] == ["/news/ferries", "/news/ferries/2"]
    assert len(asked) <= 3


def test_pages_that_lead_in_a_circle_are_asked_for_once() -> None:
    def arrange(world: Loopback) -> None:
        world.says["/news/ferries"] = html(1, '<a rel="next" href="/news/ferries/2">next</a>')
        world.says["/news/ferries/2"] = html(2, '<a rel="next" href="/news/ferries/3">next</a>')
        world.says["/news/ferries/3"] = answer(302, location="/news/ferries/2")

    article, asked = read(arrange)
    assert said(article) == parts(1, 2)
    assert len(asked) == 4


def test_robots_are_obeyed_for_further_pages() -> None:
    def arrange(world: Loopback) -> None:
        three_pages("folder", "numbers")(world)
        world.says["/robots.txt"] = answer(
            200, b"User-agent: *\nDisallow: /news/ferries/2\n", content_type="text/plain"
        )

    article, asked = read(arrange)
    assert (said(article), asked) == (parts(1), ["/news/ferries"])


SHELL = '<html><head><title>Courier</title>{}<script src="/a.js"></script></head><body><div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript>{}</body></html>'
CONSENT = "<html><head><title>Your privacy</title>{}</head><body><h1>Your privacy</h1><p>We and our partners use cookies and need your consent.</p><button>Accept all</button>{}</body></html>"
LOGIN = '<html><head><title>Sign in</title>{}</head><body><h1>Sign in</h1><form><input type="password"></form>{}</body></html>'
AMP = '<link rel="amphtml" href="/amp/ferries">'
PRINT = '<a href="/news/ferries/print">Print</a>'


def walled(page: str, head: str = "", body: str = "", **pages: bytes) -> Arrange:
    def arrange(world: Loopback) -> None:
        html_ = page.format(head.replace("OTHER", f"http://localhost:{world.port}"), body)
        world.says["/news/ferries"] = answer(200, html_.encode(), content_type="text/html")
        for path, content in pages.items():
            world.says["/" + path.replace("__", "/")] = content

    return arrange


@pytest.mark.parametrize("page", [SHELL, CONSENT])
def test_the_amp_version_is_read_instead_of_a_shell_or_a_wall(page: str) -> None:
    canonical = '<link rel="canonical" href="/news/ferries">'
    article, asked = read(walled(page, AMP, amp__ferries=html(head=canonical)))
    assert said(article) == parts(1)
    assert asked == ["/news/ferries", "/amp/ferries"]
    assert article.canonical.endswith("/news/ferries")
    assert article.url.endswith("/news/ferries")
    assert article.page_problem == ""
    assert dict(article.evidence)["version"].startswith("amp: http")


def test_the_print_version_is_read_where_the_amp_version_does_not_come() -> None:
    article, asked = read(walled(SHELL, AMP, PRINT, news__ferries__print=html()))
    assert said(article) == parts(1)
    assert asked == ["/news/ferries", "/amp/ferries", "/news/ferries/print"]
    assert article.canonical.endswith("/news/ferries")


def test_each_version_is_asked_for_once_and_the_feed_stands_where_none_comes() -> None:
    shell = answer(200, SHELL.format(AMP, PRINT).encode(), content_type="text/html")
    article, asked = read(walled(SHELL, AMP, PRINT, amp__ferries=shell, news__ferries__print=shell))
    assert (article.text, article.page_problem) == (SUMMARY, "shell")
    assert asked == ["/news/ferries", "/amp/ferries", "/news/ferries/print"]


def test_a_text_that_breaks_off_is_read_from_its_amp_version() -> None:
    short = f"<p>{SENTENCES[0]} This is told in part 1 of it.</p><p>{SENTENCES[1]}</p><p>In June two of them …</p>"
    full = html(text=paragraphs(1) + paragraphs(2))

    def arrange(world: Loopback) -> None:
        world.says["/news/ferries"] = html(text=short, head=AMP)
        world.says["/amp/ferries"] = full

    article, asked = read(arrange)
    assert (said(article), len(asked)) == (parts(1, 2), 2)
    assert article.canonical.endswith("/news/ferries")


def test_a_poll_counts_the_pages_that_gave_no_text() -> None:
    assert read(walled(LOGIN), report=True) == {"login": 1}
    assert read(walled(SHELL, AMP, amp__ferries=html()), report=True) == {}


def test_a_login_is_not_gone_around() -> None:
    article, asked = read(walled(LOGIN, AMP, PRINT, amp__ferries=html()))
    assert (article.page_problem, asked) == ("login", ["/news/ferries"])


def test_another_site_is_not_asked_for_a_version() -> None:
    _, asked = read(walled(SHELL, '<link rel="amphtml" href="OTHER/amp/ferries">'))
    assert asked == ["/news/ferries"]


def test_versions_are_not_asked_for_where_the_operator_does_not_want_it() -> None:
    article, asked = read(walled(SHELL, AMP, amp__ferries=html()), other_versions=False)
    assert (article.text, asked) == (SUMMARY, ["/news/ferries"])


def test_a_whole_page_is_not_asked_for_again() -> None:
    def arrange(world: Loopback) -> None:
        world.says["/news/ferries"] = html(head=AMP, pager=PRINT)

    assert read(arrange)[1] == ["/news/ferries"]


def test_a_page_that_moved_is_followed_once() -> None:
    moved = '<html><head><title>Moved</title><meta http-equiv="refresh" content="0; url=/2024/ferries"></head><body><p>This page has moved.</p></body></html>'
    again = answer(200, moved.replace("/2024/", "/2025/").encode(), content_type="text/html")
    article, asked = read(walled(moved.replace("{", "{{"), **{"2024__ferries": html()}))
    assert (said(article), asked) == (parts(1), ["/news/ferries", "/2024/ferries"])
    article, asked = read(walled(moved, **{"2024__ferries": again}))
    assert (article.text, article.page_problem) == (SUMMARY, "meta-refresh")
    assert asked == ["/news/ferries", "/2024/ferries"]
