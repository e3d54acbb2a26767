"""The site in Chromium: phone and desktop, light and dark, from left and from right, by keyboard."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from factory import NAIROBI, Newsroom
from pytest_django.live_server_helper import LiveServer

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

CHROMIUM = Path(os.environ.get("NEWSGRID_CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no Chromium at {CHROMIUM}"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    # Playwright runs an event loop in this thread; Django would take that for an asynchronous view.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def site(live_server: LiveServer, transactional_db: None) -> tuple[str, int]:
    """Give the address of a live site with stories, and one story's id."""
    from datetime import UTC, datetime

    room = Newsroom(datetime.now(UTC))
    room.edition()
    room.edition("nairobi", NAIROBI, timezone="Africa/Nairobi")
    story = room.small_world(5)[0]
    long = room.tell(
        "Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrikantenverbandsvorsitzender tritt zurück", language="de"
    )
    room.tell("عادت المياه إلى الحي بعد ثمانية أيام من الانقطاع", language="ar", publisher="جريدة النيل", story=long.id)
    room.tell(
        "น้ำประปากลับมาไหลอีกครั้งหลังหยุดไปแปดวันเต็มในหลายเขตของเมือง", language="th", publisher="ข่าวเจ้าพระยา", story=long.id
    )
    room.digest(long.id)
    return live_server.url, story


def pages(story: int) -> list[str]:
    return [
        "/johannesburg/", "/johannesburg/?lang=af", f"/story/{story}/", f"/article/{story}/", "/publisher/the-jozi-ledger/",
        "/search/?q=water", "/about/", "/preferences/", "/sources/", "/?city=", "/nowhere/",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("width", "scheme", "prefix"),
    [(390, "light", ""), (1440, "dark", ""), (390, "dark", "/ar"), (1440, "light", "/ar"), (390, "light", "/th")],
)
def test_no_page_scrolls_sideways_or_complains(
    browser: sync_api.Browser, site: tuple[str, int], width: int, scheme: str, prefix: str
) -> None:
    address, story = site
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    complaints: list[str] = []
    asked: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    for path in pages(story):
        page.goto(f"{address}{prefix}{path}")
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, (path, wide)
    assert [text for text in complaints if "404" not in text] == []
    assert [url for url in asked if not url.startswith(address)] == []
    assert context.cookies() == []
    context.close()


def test_a_page_can_be_read_by_keyboard_alone(browser: sync_api.Browser, site: tuple[str, int]) -> None:
    address, _story = site
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{address}/johannesburg/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(60):
        page.keyboard.press("Tab")
        if (
            page.evaluate("document.activeElement.tagName") == "SUMMARY"
            and page.evaluate("document.activeElement.parentElement.className") == "why"
        ):
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open") is True
    page.close()


def test_arabic_pages_run_from_right_to_left(browser: sync_api.Browser, site: tuple[str, int]) -> None:
    address, _story = site
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{address}/ar/johannesburg/")
    brand = page.locator(".brand").bounding_box()
    assert brand
    assert brand["x"] > 720
    assert page.evaluate("getComputedStyle(document.querySelector('.card .headline')).direction") == "ltr"
    page.close()


def test_without_javascript_every_control_works(browser: sync_api.Browser, site: tuple[str, int]) -> None:
    address, _story = site
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}/johannesburg/")
    page.locator(".filter summary").first.click()
    page.locator("input[value=de]").check()
    page.locator(".filter button").click()
    assert page.url == f"{address}/johannesburg/?lang=de"
    assert page.locator("article").count() == 1
    page.fill("#find", "water")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/search/?q=water")
    page.goto(f"{address}/preferences/?next=/johannesburg/")
    page.locator("input[value=th]").check()
    page.locator("main button").click()
    assert page.url == f"{address}/johannesburg/"
    assert page.locator("html").get_attribute("lang") == "th"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(
    browser: sync_api.Browser, site: tuple[str, int], scheme: str
) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1."""
    address, story = site
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    for path in ("/johannesburg/", f"/story/{story}/", "/preferences/"):
        page.goto(f"{address}{path}")
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert page.evaluate(CONTRASTS) == []
    page.close()


CONTRASTS = """() => {
  const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const lum = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
    if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
  const bad = [];
  for (const e of document.querySelectorAll('body *')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    if (!e.checkVisibility() || e.closest('.unseen')) continue;
    const [a, b] = [lum(parse(getComputedStyle(e).color)), lum(behind(e))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) bad.push(e.outerHTML.slice(0, 120));
  }
  return bad;
}"""
