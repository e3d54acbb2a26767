"""Pages made to hurt one part of the room each: further pages, data in scripts, threads of comments, teasers, publisher files, templates.

Importing this adds them to `hostile_pages.KINDS`. All words in them are invented.
"""

from __future__ import annotations

import json
import random

from hostile_pages import (
    ANY,
    ARTICLE,
    BODY,
    HEADLINE,
    PARAGRAPHS,
    TOO_LARGE,
    URL,
    add,
    page,
)

from newsgrid.extract.template import MAX_PLACES, MAX_TEXTS, WINDOW, Lesson, Template, Text

EMPTY_OR_SHELL = ("empty", "shell", "list")


def script(data: str) -> bytes:
    """Build a page that shows no text, with data in a script."""
    return page(f"<script>window.__STATE__={data}</script>", text="")


def deep_script(depth: int, each: str = '{"a":[') -> str:
    """Give data nested to this depth, the story within."""
    story = json.dumps({"body": BODY})
    return each * depth + story + "]}" * depth


def strings(count: int, size: int) -> str:
    """Give an array of so many strings, each prose that shares words with the headline."""
    one = f"<p>{HEADLINE}. " + " ".join(PARAGRAPHS)[: size - len(HEADLINE) - 5]
    return json.dumps([f"{number} {one}" for number in range(count)])


def packed(levels: int) -> str:
    """Give the story as JSON within a string of JSON, so many times."""
    text = json.dumps({"body": BODY})
    for _ in range(levels):
        text = json.dumps({"x": text})
    return text


def links(count: int, made: str, tag: str = "a", where: str = "inside") -> bytes:
    """Build a page of so many links; `made` has one %d or none."""
    several = "".join(f"<{tag} {made % number if '%' in made else made}" for number in range(count))
    return page(head=several) if where == "head" else page(several)


def numbered(count: int, label: str = "%d", path: str = "/%d") -> bytes:
    """Build a page with links to its own further pages."""
    return page("".join(f'<a href="{URL}{path % number}">{label.replace("%d", str(number))}</a>' for number in range(2, count)))  # fmt: skip


def threads(count: int, depth: int = 1, name: str = "comments") -> bytes:
    """Build the story with readers' comments below it, each inside another to this depth."""
    one = f'<div class="{name}">' * depth + f"<p>I crossed it, and {PARAGRAPHS[1]}</p>" + "</div>" * depth
    return page(f"<section id={name}>{one * (count // depth)}</section>")


def other_headlines(count: int, words: str = PARAGRAPHS[0]) -> bytes:
    """Build the story with other articles below it, each under an h1 of its own."""
    return page("".join(f"<section><h1>Ferry {n} of Lowmere stays</h1><p>{n} {words}</p></section>" for n in range(count)))  # fmt: skip


def flat_headlines(count: int) -> bytes:
    """Build the story with an h1 before each of its many paragraphs, all in one container."""
    return page("".join(f"<h1>Ferry {n} of Lowmere stays</h1><p>{n} {PARAGRAPHS[0]}</p>" for n in range(count)))


def other_articles(count: int, depth: int) -> bytes:
    """Build the story with others after it, in `article` elements deep inside others."""
    one = "<article>" * depth + f"<p>{PARAGRAPHS[2]}</p>" * 20 + "</article>" * depth
    return page(end="</article>" + one * (count // 20) + "</body></html>")


def teasers(count: int, heading: str = "h2") -> bytes:
    """Build a list of teasers, each headline another one, linked."""
    items = "".join(
        f'<li class="teaser"><{heading}><a href="/news/2026/03/{n}/the-ferry-number-{n}-stays">The ferry number {n} of Lowmere stays</a></{heading}><p>{n} {PARAGRAPHS[3]}</p></li>'
        for n in range(count)
    )
    return page(f"<ul>{items}</ul>", text="")


def furnished(line: str, count: int) -> bytes:
    """Build the story with so many lines that speak to the reader."""
    return page("".join(f"<p>{n} {line}</p>" for n in range(count)))


def blocks(count: int, classes: str = "c%d", text: str = PARAGRAPHS[4]) -> bytes:
    """Build a page of many blocks, each in a place of its own."""
    return page("".join(f'<div class="{classes % n if "%" in classes else classes}"><p>{n} {text}</p></div>' for n in range(count)))  # fmt: skip


def full_template() -> Template:
    """Give a template whose window is full of pages as large as any."""
    rng = random.Random(7)
    shared = [rng.getrandbits(48) for _ in range(MAX_PLACES)]
    return Template(
        Lesson(
            rng.getrandbits(48),
            rng.getrandbits(48),
            tuple(Text(rng.getrandbits(48), rng.choice(shared), True, n < 2, True) for n in range(MAX_TEXTS)),
            tuple((place, True) for place in shared),
        )
        for _ in range(WINDOW)
    )


PUBLISHER = """
[[layout]]
since = 2026-01-01
body = "div div div p, .story p, article p"
drop = [".ad", "div div .box", "[class*=promo]", "div > div > i", "span:not(.kept)"]
author = "a[rel~=author]"
date = "time"
standfirst = ".lead"
[[layout]]
since = 2020-01-01
body = "section section section section section p"
[[layout]]
since = 2019-01-01
body = "* * * * * * p.none"
"""
"""A publisher file of what such files hold at most in earnest: several layouts, descendants of descendants."""


def _add_all() -> None:
    # ways: where else the article can be read
    add("links rel=next in the head", lambda: links(140_000, 'rel=next href="?page=%d">', "link", "head"), ARTICLE, TOO_LARGE)  # fmt: skip
    add("links rel=next, long", lambda: links(40, 'rel=next href="?page=' + "7" * 150_000 + '">', "link", "head"))
    add("anchors rel=next", lambda: links(95_000, 'rel=next href="?page=%d">next</a>'), ARTICLE, TOO_LARGE)
    add("anchors rel of many words", lambda: links(380, 'rel="' + "next " * 4_000 + '" href="?page=2">next</a>'))
    add("links to 100,000 further pages", lambda: numbered(85_000), ARTICLE, TOO_LARGE)
    add("links to further pages, by query", lambda: numbered(80_000, path="?page=%d"), ARTICLE, TOO_LARGE)
    add("links to further pages, of long addresses", lambda: numbered(60, path="?" + "a=1&" * 6_000 + "page=%d"))
    add("links to further pages, of many fields", lambda: numbered(120, path="?" + "page=2&" * 3_000 + "p=%d"))
    add("links to further pages, of long labels", lambda: numbered(2_000, label="%d" + " x" * 1_500))
    add("links to further pages, inside one another", lambda: page("<div class='comments'>" * 190 + "".join(f'<a href="{URL}/{n}">{n}</a>' for n in range(2, 80_000))), ARTICLE, TOO_LARGE)  # fmt: skip
    add(
        "links to the whole on one page", lambda: links(75_000, f'href="{URL}?all=%d">View all</a>'), ARTICLE, TOO_LARGE
    )
    add("links to print", lambda: links(75_000, f'href="{URL}/print-%d">Print</a>'), ARTICLE, TOO_LARGE)
    add("links of slashes", lambda: links(1_000, f'href="{URL}' + "/" * 7_000 + '%d">next</a>'))
    add("links of dots", lambda: links(1_000, f'href="{URL}' + "/.." * 2_000 + '/harbour-bridge/%d">next</a>'))
    add("links of digits", lambda: links(1_000, f'href="{URL}/harbour-' + "7" * 7_000 + '%d">next</a>'))
    add("print versions in the head", lambda: links(95_000, 'rel=alternate media=print href="/print/%d">', "link", "head"), ARTICLE, TOO_LARGE)  # fmt: skip
    add("print versions in the head, of long media", lambda: links(100, 'rel="alternate" media="' + "print," * 10_000 + '">', "link", "head"))  # fmt: skip
    add(
        "AMP versions in the head",
        lambda: links(140_000, 'rel=amphtml href="/amp/%d">', "link", "head"),
        ARTICLE,
        TOO_LARGE,
    )
    # carried: data in scripts
    add("a script of one string of 5 MB", lambda: script(json.dumps("x " * 2_500_000)), ANY)
    add("a script of one string of 3.9 MB", lambda: script(json.dumps("harbour bridge of Lowmere. " * 140_000)), ANY)
    add("a script of long strings", lambda: script(strings(60, 60_000)), ANY)
    add("a script of 6,000 strings", lambda: script(strings(5_500, 700)), ANY)
    add("a script of short strings", lambda: script(json.dumps(["harbour"] * 390_000)), ANY)
    add("a script of empty strings", lambda: script('""' * 1_900_000), ANY)
    add("a script of quotes", lambda: script('"' * 3_900_000), ANY)
    add("a script of backslashes", lambda: script('"' + "\\" * 3_900_000), ANY)
    add("a script of escaped quotes", lambda: script('\\"' * 1_900_000), ANY)
    add("a script of escaped quotes after a quote", lambda: script('"' + '\\"' * 1_900_000), ANY)
    add("a script of strings that end in a backslash", lambda: script('"a\\\n' * 900_000), ANY)
    add("a script of strings that never end, by line", lambda: script('"harbour bridge\n' * 240_000), ANY)
    add("a script of escapes", lambda: script('"' + "\\u0041" * 640_000 + '"'), ANY)
    add("a script of halves of characters", lambda: script('"' + "\\ud83d." * 640_000 + '"'), ANY)
    add("a script of broken escapes", lambda: script(('"' + "\\x harbour " * 100 + '"') * 3_200), ANY)
    add("a script of tags that never end", lambda: script(json.dumps("<a harbour. " * 180_000)), ANY)
    add("a script of brackets", lambda: script(json.dumps("<" * 190_000)), ANY)
    add("a script of slots", lambda: script(json.dumps("{{" * 1_900_000)), ANY)
    add("a script of named slots", lambda: script(json.dumps("{{AD}} harbour. " * 240_000)), ANY)
    add("a script of colons", lambda: script(json.dumps('":"' * 1_200_000)), ANY)
    add("a script of white space", lambda: script('"' + " " * 3_900_000 + '"'), ANY)
    add("a script of marks", lambda: script(json.dumps("\u0301" * 1_000_000, ensure_ascii=False)), ANY)
    add("a script of lines of the story", lambda: script(json.dumps("\n".join(PARAGRAPHS * 4_000))), ANY)
    add("a script nested 300,000 deep", lambda: script(deep_script(300_000)), ANY)
    add("a script of lists nested a million deep", lambda: script("[" * 3_000_000), ANY)
    add("a script of JSON in JSON", lambda: script(packed(10)), ANY)
    add("a script of strings in a string", lambda: script(json.dumps(strings(2_500, 700))), ANY)
    add("90,000 scripts", lambda: page('<script>"x"</script>' * 90_000, text=""), ANY, TOO_LARGE)
    add("5,000 scripts of a string", lambda: page(f'<script>{json.dumps(" ".join(PARAGRAPHS))}</script>' * 5_000, text=""), ANY)  # fmt: skip
    add("a long headline for data in scripts", lambda: page(before=f"<h1>{'harbour bridge word ' * 100_000}</h1>", inside=f"<script>{strings(60, 60_000)}</script>", text=""), ANY)  # fmt: skip
    # segments: threads of comments, other articles
    add("50,000 comments", lambda: threads(36_000), ARTICLE, TOO_LARGE)
    add("comments in comments", lambda: threads(18_000, 90), ARTICLE, TOO_LARGE)
    add("comments before the story", lambda: page(before='<div class=comments>' + f"<p>{PARAGRAPHS[1]}</p>" * 50_000 + "</div>"), ANY, TOO_LARGE)  # fmt: skip
    add("h1 before 6,000 other articles", lambda: other_headlines(6_000), ANY, TOO_LARGE)
    add("h1 before 6,000 short articles", lambda: other_headlines(6_000, "A road stays closed today."), ANY, TOO_LARGE)
    add("h1 before 3,000 paragraphs", lambda: flat_headlines(3_000), ANY, TOO_LARGE)
    add("h1 after h1, the story long", lambda: page(f"<p>{PARAGRAPHS[3]}</p>" * 100 + "<div><h1>Ferry</h1></div>" * 5_800 + f"<p>{PARAGRAPHS[4]}</p>"), ANY, TOO_LARGE)  # fmt: skip
    add("h1 after different paragraphs", lambda: page("".join(f"<p>{n} {PARAGRAPHS[3]}</p><div><h1>Ferry {n}</h1></div>" for n in range(2_900))), ANY, TOO_LARGE)  # fmt: skip
    add("h1 deep inside, after different paragraphs", lambda: page("<div>" * 180 + "".join(f"<p>{n} {PARAGRAPHS[3]}</p><div><h1>Ferry {n}</h1></div>" for n in range(2_900))), ANY, TOO_LARGE)  # fmt: skip
    add("other articles deep inside others", lambda: other_articles(6_000, 100), ANY, TOO_LARGE)
    add("different paragraphs deep inside articles", lambda: page(before="<article>" * 180, inside="".join(f"<p>{n} {PARAGRAPHS[3]}</p>" for n in range(5_900))), ANY, TOO_LARGE)  # fmt: skip
    # teasers, walls, furniture, mending
    add("a list of 6,000 teasers", lambda: teasers(6_000), ANY, TOO_LARGE, *EMPTY_OR_SHELL)
    add("a list of 40,000 teasers", lambda: teasers(20_000), ANY, TOO_LARGE, *EMPTY_OR_SHELL)
    add("a list of teasers under h1", lambda: teasers(3_000, "h1"), ANY, TOO_LARGE, *EMPTY_OR_SHELL)
    add("teasers of long links", lambda: page(("<a href=/news/the-ferry-stays>" + "The ferry stays. " * 800 + "</a>") * 500, text=""), ANY)  # fmt: skip
    add("lines that call", lambda: furnished("Subscribe to our newsletter for the news of Lowmere.", 5_900), ARTICLE, TOO_LARGE)  # fmt: skip
    add("lines of many calls", lambda: furnished("Subscribe. Follow. Join. Listen. Try. Support. Donate. " * 7 + "newsletter", 5_900), ARTICLE, TOO_LARGE)  # fmt: skip
    add("lines of calls about nothing", lambda: furnished("Подпишись. Следите. Читайте. Вступайте. " * 10 + "канал", 5_900), ARTICLE, TOO_LARGE)  # fmt: skip
    add("lines about consent", lambda: furnished("We use cookies and your personal data on this site with our partners. " * 20, 4_000), ARTICLE, TOO_LARGE)  # fmt: skip
    add("lines of paid links", lambda: furnished("This article of the day may * may * might. affiliate " * 7, 5_900), ARTICLE, TOO_LARGE)  # fmt: skip
    add("lines that lead here", lambda: furnished("Get get get see find shop buy " * 6, 5_900), ARTICLE, TOO_LARGE)
    add("lines of machines", lambda: page("".join(f"<p>[ab {'x[/ab' * 60}{n}]</p><p>https://x{'.jpg?' * 100}{n}</p>" for n in range(2_900))), ARTICLE, TOO_LARGE)  # fmt: skip
    add("phrases of walls", lambda: page("".join(f"<p>{n} Please verify that you are a human. Subscribe to continue reading. Accept cookies. Log in.</p>" for n in range(5_900)), text=""), ANY, "bot-check", "paywall", "consent-wall", "login", "soft-404", "shell", TOO_LARGE)  # fmt: skip
    add("6,000 headings between paragraphs", lambda: page("".join(f"<h2>Road {n}</h2><p>{n} {PARAGRAPHS[3]}</p>" for n in range(2_990))), ARTICLE, TOO_LARGE)  # fmt: skip
    add("6,000 items of a list", lambda: page("<ul>" + "".join(f"<li>{n} lorries on road {n}" for n in range(5_900)) + f"</ul><p>{PARAGRAPHS[4]}</p>"), ARTICLE, TOO_LARGE)  # fmt: skip
    add("300 titles declared, leads before the story", lambda: page(head="".join(f'<meta property="og:title" content="{n} {HEADLINE} {"word " * 2_000}">' for n in range(390)), before="".join(f"<h1>{n} {'road ' * 400}</h1>" for n in range(400)) + f"<p class=lead>{PARAGRAPHS[0]}</p>" * 40), ANY)  # fmt: skip
    # template: what a page teaches
    for name, made in {
        "a page of 6,000 blocks": lambda: blocks(5_990),
        "a page of 6,000 blocks of long classes": lambda: blocks(5_990, "c%d " + "x" * 900),
        "a page of 6,000 equal blocks": lambda: blocks(5_990, "story"),
        "a page of 6,000 blocks of digits": lambda: blocks(5_990, "c%d", "7 " * 80),
        "a page of six blocks of 160,000 characters": lambda: blocks(6, "c%d", "harbour bridge " * 10_000),
    }.items():
        add(f"template: {name}", made, ANY, TOO_LARGE, learns=True)
    # publishers: selectors on large pages
    add("publisher file: div in div, closed", lambda: page("<div>" * 200 + "<p>x</p>" * 40_000 + "</div>" * 200), ANY, TOO_LARGE, publisher=PUBLISHER)  # fmt: skip
    add("publisher file: div in div, many", lambda: page(("<div>" * 90 + "<i>x</i>" * 10 + "</div>" * 90) * 900), ANY, TOO_LARGE, publisher=PUBLISHER)  # fmt: skip
    add("publisher file: sections never closed", lambda: page("<section>" * 240 + "<section><p>x</section>" * 60_000), ANY, TOO_LARGE, publisher=PUBLISHER)  # fmt: skip
    add("publisher file: 100,000 spans to drop", lambda: page("<span>x</span>y road " * 95_000), ANY, TOO_LARGE, publisher=PUBLISHER)  # fmt: skip
    add("publisher file: 5,000 to drop, long tails", lambda: page(("<span></span>" + "road " * 290) * 5_000), ANY, TOO_LARGE, publisher=PUBLISHER)  # fmt: skip
    add("publisher file: to drop inside what is dropped", lambda: page("<span><div class=ad>" * 100 + "x road" * 9_000 + "<span class=ad>y</span>z" * 60_000), ANY, TOO_LARGE, publisher=PUBLISHER)  # fmt: skip
    add("publisher file: classes of 5 MB", lambda: page(f"<p class='{'story ' * 800_000}'>x</p>"), ANY, TOO_LARGE, publisher=PUBLISHER)  # fmt: skip
    add("publisher file: 60,000 long classes", lambda: page(f"<p class='{'x ' * 50}'>x</p>" * 60_000), ANY, TOO_LARGE, publisher=PUBLISHER)  # fmt: skip
    add("publisher file: authors of long texts", lambda: page(("<a rel=author>" + "Ann " * 5_000 + "</a>") * 300), ANY, TOO_LARGE, publisher=PUBLISHER)  # fmt: skip
    add("publisher file: 90,000 authors", lambda: page("<a rel=author>Ann Roe</a>" * 90_000), ANY, TOO_LARGE, publisher=PUBLISHER)  # fmt: skip


_add_all()
