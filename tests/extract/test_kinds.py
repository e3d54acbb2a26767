"""Pages that are no articles, in many languages, are named; articles about such pages, and very short ones, are none of them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from newsgrid.errors import PageError
from newsgrid.extract import extract
from newsgrid.extract.kinds import REASONS

URL = "https://gullcoast.example/2024/harbour-toll-81234"
PAGES = tomllib.loads(Path(__file__).with_name("wall_pages.toml").read_text("utf-8"))
WALLS = [(kind, language) for kind, pages in PAGES.items() for language in pages]


def wall(kind: str, language: str, head: str = "") -> str:
    title, text = PAGES[kind][language]
    parts = [part.strip() for part in text.split(" / ")]
    shown = "".join(f"<button>{p[1:-1]}</button>" if p.startswith("[") else f"<p>{p}</p>" for p in parts)
    if kind == "shell":
        return f'<html lang="{language}"><head><title>{title}</title>{head}<script src="/a.js"></script></head><body><noscript>{shown}</noscript><div id="root"></div></body></html>'
    form = '<form><input name="user"><input type="password"></form>' if kind == "login" else ""
    return f"""<!doctype html><html lang="{language}"><head><title>{title}</title>{head}</head><body>
<header><a href="/">Gull Coast Courier</a></header><main><h1>{title}</h1>{shown}{form}</main>
<footer><p>© 2024</p></footer></body></html>"""


@pytest.mark.parametrize(("kind", "language"), WALLS)
def test_wall_is_named_in_its_language(kind: str, language: str) -> None:
    with pytest.raises(PageError) as caught:
        extract(wall(kind, language), URL)
    assert (caught.value.reason, caught.value.item) == (kind, URL)


def test_every_kind_of_wall_is_tried_in_a_dozen_languages_and_more() -> None:
    assert all(len(pages) >= 12 for pages in PAGES.values())
    assert all({"ar", "he", "th", "zh", "ja"} <= pages.keys() for pages in PAGES.values())


@pytest.mark.parametrize("kind", ["bot-check", "region-block", "consent-wall", "login", "soft-404"])
def test_wall_that_carries_the_metadata_of_the_article_behind_it_is_a_wall(kind: str) -> None:
    head = '<meta property="og:type" content="article"><meta property="og:title" content="Harbour board split over toll"><meta name="description" content="The harbour board could not agree on Monday whether ferries should pay.">'
    with pytest.raises(PageError) as caught:
        extract(wall(kind, "en", head), URL)
    assert caught.value.reason == kind


def test_paywall_that_describes_its_article_leaves_the_description_and_says_so() -> None:
    head = '<meta property="og:type" content="article"><meta name="description" content="The harbour board could not agree on Monday whether ferries should pay the new toll.">'
    article = extract(wall("paywall", "en", head), URL)
    assert article.text == "The harbour board could not agree on Monday whether ferries should pay the new toll."
    assert dict(article.evidence)["page"] == "paywall"
    assert article.headline == "Harbour board split over toll"


def page(title: str, text: str, *, language: str = "en", head: str = "", after: str = "", url: str = URL) -> str:
    shown = "".join(f"<p>{part.strip()}</p>" for part in text.split(" / "))
    return f"""<!doctype html><html lang="{language}"><head><title>{title}</title>{head}</head><body>
<header><nav><a href="/">Home</a> <a href="/news">News</a></nav></header>
<div id="cookie-banner"><p>We use cookies. You can manage your consent at any time.</p><button>Accept all</button><button>Reject all</button></div>
<main><article><h1>{title}</h1>{shown}</article>{after}</main>
<form action="/login"><input name="user"><input type="password"></form>
<footer><p>© 2024 Gull Coast Courier. Already a subscriber? Log in.</p></footer></body></html>"""


ARTICLES = {
    "cookies": ("Shop fined over cookie banner", "The data protection office in Port Ellery has fined a shoe shop 12,000 euros for its cookie banner. The button to accept was green and large, the one to reject was hidden under three menus. / “Consent that is tricked out of people is no consent,” said Ida Marrow, who heads the office. The shop says it has changed its page."),
    "logins": ("Council to end passwords for its staff", "Clerks in Port Ellery will sign in with a card instead of a password from May, the council said on Tuesday. Every third call to its help desk was from somebody who had forgotten one. / “People wrote them on the back of their hands,” said Ned Harrow, who runs the desk. The cards cost the town 14,000 euros."),
    "404s": ("Museum of lost pages opens its doors", "A museum in Port Ellery shows what is left of web sites that answer only with “404 not found”. Its founder, Orla Quill, has collected some 3,000 of them since 1998. / “Behind each error stands a person who stopped paying,” she said at the opening on Sunday. Entry is free until the end of March."),
    "captchas": ("Are you a robot? Court hears of blind reader shut out", "A court in Port Ellery heard on Monday how a blind man was shut out of his bank because he could not solve a captcha. “Verify you are human, it told me, and I thought: that is the one thing I am sure of,” said Tomas Reed, 61. / The bank has offered him a telephone line. The judge will rule in April."),
    "javascript": ("Library stops making pages that need scripts", "The town library will serve its catalogue without JavaScript from June, after readers with old telephones complained that they saw an empty page. The change cost 900 euros and two weeks of work. / “It is faster for all of us,” said Mira Lund, who runs the catalogue."),
    "moved": ("Fish market has moved to the north quay", "The fish market of Port Ellery has moved. Since Monday its 31 stalls stand on the north quay, because the old hall is being torn down. Traders say they sold less on the first day, but hope that summer guests will find them. The town pays for signs."),
    "regions": ("Films vanish from screens in the north", "Some 400 films are no longer shown to viewers in the three northern counties since the licence ran out on Friday. The broadcaster said that it hoped for a new one before the holidays, and that it would pay back a part of the fee. Viewers in the south see no change."),
    "paywalls": ("Courier asks readers to pay from March", "The Gull Coast Courier will ask its readers for six euros a month from March. Reports on storms, elections and the hospital stay free for all, said its editor, Agnes Tolliver. The paper lost a third of its advertisers in two years and has nine people left."),
    "plane": ("Missing plane not found after a week of search", "Searchers have not found the small plane that went missing over the Ellery sound last week. Fog kept the helicopters on the ground for two of seven days. The pilot, a man of 44, was on his way to his daughter's wedding. The search goes on until Friday."),
    "brief": ("Ferry back in service", "The ferry between Port Ellery and Saltmarsh sails again. It had been in dock for eleven days with a broken shaft. The first crossing left at 6.10 on Monday with 40 people aboard."),
}  # fmt: skip
FOREIGN = {
    "de": ("Bußgeld wegen Cookie-Hinweis", "Die Datenschutzbehörde in Ellerhafen hat gegen ein Schuhgeschäft ein Bußgeld von 12.000 Euro verhängt. Der Knopf zum Ablehnen der Cookies war unter drei Menüs versteckt. „Eine erschlichene Einwilligung ist keine“, sagte die Leiterin Ida Marrow am Montag. Das Geschäft hat seine Seite inzwischen geändert."),
    "ar": ("غرامة بسبب نافذة ملفات الارتباط", "فرضت هيئة حماية البيانات في ميناء إليري غرامة قدرها اثنا عشر ألف يورو على متجر للأحذية بسبب نافذة القبول في موقعه. وقالت مديرة الهيئة إن زر الرفض كان مخفيا خلف ثلاث قوائم. وأعلن المتجر يوم الاثنين أنه غير صفحته."),
    "he": ("קנס לחנות בגלל חלון העוגיות", "הרשות להגנת הפרטיות בנמל אלרי קנסה חנות נעליים בשנים עשר אלף אירו בגלל חלון ההסכמה באתר שלה. כפתור הסירוב הוסתר מאחורי שלושה תפריטים, אמרה מנהלת הרשות ביום שני. החנות הודיעה כי שינתה את העמוד."),
    "th": ("ปรับร้านรองเท้าเรื่องปุ่มคุกกี้", "สำนักงานคุ้มครองข้อมูลในเมืองท่าเอลเลอรีสั่งปรับร้านรองเท้าแห่งหนึ่งเป็นเงินหนึ่งหมื่นสองพันยูโร เพราะซ่อนปุ่มปฏิเสธไว้หลังเมนูสามชั้น ผู้อำนวยการกล่าวเมื่อวันจันทร์ว่าร้านได้แก้ไขหน้าเว็บแล้ว และจะไม่ยื่นอุทธรณ์"),
    "zh": ("鞋店因弹窗被罚款", "埃勒里港数据保护局周一对一家鞋店处以一万二千欧元罚款，原因是该店网站把拒绝按钮藏在三层菜单之后。局长表示，骗来的同意不算同意。鞋店说已经修改了页面，不会上诉。当地还有九家商店正在接受调查。"),
    "ja": ("靴店に罰金、同意ボタンの表示で", "エラリー港の個人情報保護局は月曜日、拒否のボタンを三つのメニューの奥に隠していたとして、靴店に一万二千ユーロの罰金を科した。局長は、だまし取った同意は同意ではないと述べた。店はすでに画面を直したという。"),
    "ru": ("Магазин оштрафован за баннер", "Управление по защите данных в Эллери-Порте оштрафовало обувной магазин на двенадцать тысяч евро: кнопка отказа была спрятана за тремя меню. «Согласие, добытое хитростью, — не согласие», — сказала глава управления в понедельник. Магазин уже изменил страницу."),
}  # fmt: skip


@pytest.mark.parametrize("name", ARTICLES)
def test_short_article_about_such_pages_is_an_article(name: str) -> None:
    title, text = ARTICLES[name]
    article = extract(page(title, text), URL)
    assert article.headline == title
    assert article.text == "\n\n".join(part.strip() for part in text.split(" / "))
    assert "page" not in dict(article.evidence)


@pytest.mark.parametrize("language", FOREIGN)
def test_short_article_about_such_pages_is_an_article_in_other_scripts(language: str) -> None:
    title, text = FOREIGN[language]
    assert extract(page(title, text, language=language), URL).text == text


def test_paid_article_with_a_lead_keeps_its_lead() -> None:
    lead = "The harbour board could not agree on Monday whether ferries should pay the new toll of nine euros. Three members walked out, and the chair put the vote off until after the summer."
    article = extract(
        page(
            "Harbour board split over toll", f"{lead} / Subscribe to continue reading. / Already a subscriber? Sign in."
        ),
        URL,
    )
    assert lead in article.text


def test_photo_story_is_an_article_of_its_captions() -> None:
    said = (
        "Boats lie on the mud of the inner harbour after the storm of Sunday night.",
        "Volunteers carry sandbags to the fish hall, which stood under water until noon.",
        "Mira Lund, 71, sweeps the floor of the bakery that her family has run since 1921.",
        "Children look at the roof of the boathouse, which the wind set down in the school yard.",
    )
    figures = "".join(
        f'<figure><img src="/{i}.jpg"><figcaption>{text}</figcaption></figure>' for i, text in enumerate(said)
    )
    html = f"<html><head><title>After the storm, in pictures</title></head><body><article><h1>After the storm, in pictures</h1>{figures}</article></body></html>"
    article = extract(html, URL)
    assert all(text in article.text for text in said)


HEADLINES = (
    "Harbour board split over the new toll for ferries",
    "Bakery on the quay burns down in the night",
    "Two schools in the old town are to be merged",
    "Mayor Tolliver will not stand for a third term",
    "Storm tears the roof off the boathouse in Saltmarsh",
    "Court hears of blind reader shut out by his bank",
    "Fish market moves its stalls to the north quay",
    "Library stops making pages that need any scripts",
    "Police look for a man who sold the same boat twice",
    "Why the last lighthouse keeper will not leave his tower",
    "Ferry back in service after eleven days in the dock",
    "Council ends passwords for all of its three hundred staff",
)  # fmt: skip
TEASERS = {
    "cards": "<div class='card'><h3><a href='/2024/{i}-story'>{title}</a></h3><p>{told}</p></div>",
    "articles": "<article><h2><a href='/2024/{i}-story'>{title}</a></h2><p>{told}</p><time>5 March</time></article>",
    "whole links": "<a class='tile' href='/2024/{i}-story'><h3>{title}</h3><p>{told}</p></a>",
    "bare": "<li><a href='/2024/{i}-story'>{title}</a></li>",
    "table": "<tr><td><a href='/2024/{i}-story'>{title}</a><br>{told}</td></tr>",
}
TOLD = "It was not what anybody on the coast had expected on a Monday, and the talks are to go on in the town hall this week."


def listing(form: str, title: str = "Local news", head: str = "") -> str:
    items = "".join(
        TEASERS[form].format(i=i, title=text, told=f"{text.split()[0]}: {TOLD} {i}") for i, text in enumerate(HEADLINES)
    )
    around = {"bare": f"<ul>{items}</ul>", "table": f"<table>{items}</table>"}.get(form, items)
    return f"<html><head><title>{title}</title>{head}</head><body><header><nav><a href='/'>Home</a></nav></header><main><h1>{title}</h1>{around}</main><footer>© Courier</footer></body></html>"


@pytest.mark.parametrize("form", TEASERS)
@pytest.mark.parametrize("address", ["", "local/", "tag/harbour", "author/orla-fennimore"])
def test_list_of_articles_is_named(form: str, address: str) -> None:
    with pytest.raises(PageError) as caught:
        extract(listing(form), f"https://gullcoast.example/{address}")
    assert caught.value.reason == "listing"


def test_article_with_many_links_beside_it_is_no_list() -> None:
    title, text = ARTICLES["brief"]
    links = "".join(f"<li><a href='/2024/{i}-story'>{text}</a></li>" for i, text in enumerate(HEADLINES))
    assert extract(page(title, text, after=f"<aside><h2>Most read</h2><ul>{links}</ul></aside>"), URL).text == text


def test_article_parted_by_links_to_others_is_no_list() -> None:
    title, text = ARTICLES["cookies"]
    sentences = [f"{part.strip(' .')}." for part in text.replace(" / ", " ").split(". ")]
    shown = "".join(
        f"<p>{said} {TOLD}</p>" + (f"<p><a href='/2024/{i}-story'>{HEADLINES[i]}</a></p>" if i % 2 else "")
        for i, said in enumerate(sentences)
    )
    links = "".join(f"<li><a href='/2024/{i}-story'>{text}</a></li>" for i, text in enumerate(HEADLINES))
    html = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{shown}</article><ul>{links}</ul></body></html>"
    assert "fined a shoe shop" in extract(html, URL).text


OTHERS = {
    "viewer": "<html><head><title>Gazette of 5 March</title></head><body><h1>Gazette of 5 March</h1><iframe src='/files/gazette-0305.pdf'></iframe></body></html>",
    "media": '<html><head><title>Ferry sails again</title><script type=\'application/ld+json\'>{"@type": "VideoObject", "name": "Ferry sails again"}</script></head><body><h1>Ferry sails again</h1><video src=\'/a.mp4\'></video></body></html>',
}
GALLERY = f"<html><head><title>Gallery: the regatta</title></head><body><h1>Gallery: the regatta</h1>{''.join(f'<img src=/{i}.jpg>' for i in range(9))}</body></html>"


@pytest.mark.parametrize(
    ("html", "reason"), [(OTHERS["viewer"], "viewer"), (OTHERS["media"], "media"), (GALLERY, "media")]
)
def test_page_without_words_of_its_own_is_named(html: str, reason: str) -> None:
    with pytest.raises(PageError) as caught:
        extract(html, URL)
    assert caught.value.reason == reason


def test_check_by_script_alone_is_a_bot_check() -> None:
    html = "<html><head><title>gullcoast.example</title></head><body><div id='c'></div><script src='https://geo.captcha-delivery.com/c.js'></script></body></html>"
    with pytest.raises(PageError) as caught:
        extract(html, URL)
    assert caught.value.reason == "bot-check"


def test_every_kind_has_its_sentence() -> None:
    assert PAGES.keys() | {"listing", "viewer", "media", "empty", "meta-refresh"} == REASONS.keys()
