"""Five ways to build an article page, after five kinds of real sites.

Each puts the same things around the text (navigation, cookie notice, share bar, advertisements, other headlines,
newsletter, caption and credit, topics, author box, footer) in its own order and with its own element names.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from newsgrid.demo.fronts import accent_style
from newsgrid.demo.metadata import head_metadata
from newsgrid.demo.values import Telling, TemplateName
from newsgrid.demo.views import PageView

_CHARS_PER_MINUTE = 900


def render_article(view: PageView) -> str:
    """Write the whole HTML page of an article in its publisher's template."""
    publisher = view.publisher
    return (
        f'<!DOCTYPE html>\n<html lang="{publisher.language}" dir="{view.direction}"'
        f' class="{publisher.template}" style="{accent_style(publisher)}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(view.telling.headline)} | {escape(publisher.name)}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"{head_metadata(view)}"
        f'<link rel="alternate" type="{_FEED_TYPES[publisher.feed]}" title="{escape(publisher.name)}"'
        f' href="{escape(view.home)}feed.xml">\n'
        '<link rel="stylesheet" href="/site.css">\n'
        "<script>window.dataLayer=window.dataLayer||[];dataLayer.push({page:'article'});</script>\n</head>\n"
        f"{_TEMPLATES[publisher.template](view)}</html>\n"
    )


_FEED_TYPES = {
    "rss": "application/rss+xml",
    "rdf": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
}


# ------------------------------------------------------------------------------------------------------------ templates


def _broadsheet(view: PageView) -> str:
    """A sober paper: semantic elements, one column, notes after the text."""
    telling, words = view.telling, view.words
    return f"""<body class="article-page">
{_cookie_notice(view, "consent")}
<header class="masthead"><a href="{escape(view.home)}">{escape(view.publisher.name)}</a>
<p class="tagline">{escape(view.publisher.tagline)}</p>{_navigation(view)}</header>
<main>
<article class="story">
<header>
<p class="kicker">{escape(view.section)}</p>
<h1>{escape(telling.headline)}</h1>
{_when(telling.standfirst, '<p class="standfirst">{}</p>')}
<div class="byline-row">{_when(view.byline, '<span class="byline" rel="author">{}</span>')}
<time datetime="{view.local(telling.published).isoformat()}">{escape(view.printed(telling.published))}</time></div>
{_share_bar(view, "share-tools")}
</header>
{_figure(view)}
<div class="story-body">
{_notice(view, "correction")}
{_body(view, {2: _advertisement(view), 3: _read_also(view, "aside")})}
{_when(view.agency_line, '<p class="agency">{}</p>')}
</div>
<footer class="story-foot">{_topics(view, "tags")}{_author_box(view)}</footer>
</article>
<aside class="more"><h2>{escape(words.related)}</h2>{_headlines(view, view.others[:4])}</aside>
{_newsletter(view, "section")}
</main>
{_page_footer(view)}
</body>
"""


def _portal(view: PageView) -> str:
    """A busy portal: nested divisions, a side column, promotions between the paragraphs."""
    telling, words = view.telling, view.words
    crumbs = f'<a href="{escape(view.home)}">{escape(words.home)}</a> &raquo; <a href="#">{escape(view.section)}</a>'
    return f"""<body>
<div id="wrapper">
<div class="topbar"><button>{escape(words.menu)}</button><form><input type="search" placeholder="{escape(words.search)}"></form>
<a href="#" class="login">{escape(words.login)}</a> <a href="#" class="cta">{escape(words.subscribe)}</a></div>
<div class="logo"><a href="{escape(view.home)}">{escape(view.publisher.name)}</a></div>
{_navigation(view)}
<div class="breadcrumb">{crumbs}</div>
<div class="row"><div class="col-8">
<h1 class="article-title">{escape(telling.headline)}</h1>
{_when(telling.standfirst, '<h2 class="article-summary">{}</h2>')}
<div class="meta">{_when(view.byline, '<span class="author-name">{}</span> | ')}
<span class="date">{escape(words.published.format(date=view.printed(telling.published)))}</span>
{_updated(view)}<span class="reading-time">{escape(words.minutes.format(n=_minutes(view)))}</span></div>
{_share_bar(view, "social")}
{_figure(view)}
{_notice(view, "editors-note")}
<div class="article-text" itemprop="articleBody">
{_body(view, {1: _advertisement(view), 2: _read_also(view, "div"), 4: _promotion(view)})}
{_when(view.agency_line, '<p class="source">{}</p>')}
</div>
{_topics(view, "article-tags")}
{_comments(view)}
</div>
<div class="col-4 sidebar">{_advertisement(view)}
<div class="widget"><h3>{escape(words.most_read)}</h3>{_headlines(view, view.others, ordered=True)}</div>
{_newsletter(view, "div")}</div></div>
{_page_footer(view)}
</div>
{_cookie_notice(view, "cookie-overlay")}
</body>
"""


def _blog(view: PageView) -> str:
    """A small outlet on common blog software: meta tags alone, entry classes, comments open."""
    telling, words = view.telling, view.words
    return f"""<body class="single single-post">
<div id="page" class="site">
<header id="masthead" class="site-header"><p class="site-title"><a href="{escape(view.home)}">{escape(view.publisher.name)}</a></p>
<p class="site-description">{escape(view.publisher.tagline)}</p>{_navigation(view)}</header>
<div id="content" class="site-content">
<article id="post-{escape(telling.id)}" class="post type-post hentry">
<header class="entry-header"><h1 class="entry-title">{escape(telling.headline)}</h1>
<div class="entry-meta"><span class="posted-on"><time class="entry-date" datetime="{view.local(telling.published).isoformat()}">
{escape(view.printed(telling.published))}</time></span> {_when(view.byline, '<span class="byline vcard">{}</span>')}
<span class="cat-links"><a href="#">{escape(view.section)}</a></span></div></header>
<div class="entry-content">
{_figure(view)}
{_when(telling.standfirst, "<p><strong>{}</strong></p>")}
{_body(view, {2: _read_also(view, "p")})}
{_when(view.agency_line, "<p>{}</p>")}
{_notice(view, "update-note")}
<div class="sharing">{_share_bar(view, "sd-content")}</div>
<div class="related-posts"><h3>{escape(words.related)}</h3>{_headlines(view, view.others[:3])}</div>
</div>
<footer class="entry-footer">{_topics(view, "tags-links")}</footer>
</article>
{_author_box(view)}
{_comments(view)}
</div>
<aside class="widget-area">{_newsletter(view, "section")}
<section class="widget"><h2>{escape(words.most_read)}</h2>{_headlines(view, view.others)}</section></aside>
{_page_footer(view)}
</div>
{_cookie_notice(view, "cookie-law-bar")}
</body>
"""


def _tabloid(view: PageView) -> str:
    """A loud paper: a promotion before the text, an advertisement or another headline after each paragraph."""
    telling, words = view.telling, view.words
    ads = {1: _read_also(view, "p"), 2: _advertisement(view), 3: _promotion(view), 4: _advertisement(view)}
    return f"""<body>
{_cookie_notice(view, "gdpr-modal")}
<nav class="burger">{_navigation(view)}</nav>
<div class="ticker"><b>{escape(words.most_read)}</b> {_headlines(view, view.others[:2])}</div>
<div class="hero"><h1><span class="flag">{escape(view.section)}</span> {escape(telling.headline)}</h1>
{_when(telling.standfirst, '<ul class="bullets"><li>{}</li></ul>')}</div>
{_share_bar(view, "sharebar sticky")}
<section class="content">
{_figure(view)}
<p class="auth">{_when(view.byline, "<strong>{}</strong><br>")}{escape(words.published.format(date=view.printed(telling.published)))}
{_updated(view)}</p>
{_promotion(view)}
{_body(view, ads, classes="par")}
{_when(view.agency_line, '<p class="src">{}</p>')}
{_notice(view, "clarification")}
</section>
<section class="must-read"><h3>{escape(words.read_also)}</h3>{_headlines(view, view.others)}</section>
{_topics(view, "pills")}
{_newsletter(view, "section")}
{_comments(view)}
{_page_footer(view)}
</body>
"""


def _minimal(view: PageView) -> str:
    """An old hand-made page: a layout table, bare paragraphs, no word about itself to machines."""
    telling, words = view.telling, view.words
    paragraphs = "\n<br><br>\n".join(escape(paragraph) for paragraph in view.paragraphs)
    return f"""<body bgcolor="#ffffff">
<table width="100%"><tr><td colspan="2"><a href="{escape(view.home)}"><b>{escape(view.publisher.name)}</b></a>
<br><i>{escape(view.publisher.tagline)}</i></td></tr>
<tr><td width="180" valign="top">{"<br>".join(f'<a href="#">{escape(word)}</a>' for word in words.nav)}
<p><b>{escape(words.most_read)}</b></p>{_headlines(view, view.others)}</td>
<td valign="top"><h1>{escape(telling.headline)}</h1>
<small>{escape(view.printed(telling.published))}{_when(view.byline, " | {}")}</small>
{_when(telling.standfirst, "<p><b>{}</b></p>")}
{_figure(view)}
<div>{paragraphs}
{_when(view.agency_line, "<br><br>{}")}</div>
{_notice(view, "note")}
<p><small><a href="#">{escape(words.print)}</a> | <a href="#">{escape(words.email)}</a></small></p>
</td></tr>
<tr><td colspan="2" align="center"><small>&copy; {escape(view.publisher.name)}. {escape(words.rights)}</small></td></tr></table>
</body>
"""


_TEMPLATES: dict[TemplateName, Callable[[PageView], str]] = {
    "broadsheet": _broadsheet,
    "portal": _portal,
    "blog": _blog,
    "tabloid": _tabloid,
    "minimal": _minimal,
}


# ---------------------------------------------------------------------------------------------------------------- parts


def _when(text: str, html: str) -> str:
    """Fill the one `{}` of `html` with the escaped text, or give nothing for no text."""
    return html.format(escape(text)) if text else ""


def _body(view: PageView, between: dict[int, str], classes: str = "") -> str:
    """Write the paragraphs, with foreign pieces after the paragraphs that `between` counts from 1."""
    opening_tag = f'<p class="{classes}">' if classes else "<p>"
    rows = []
    last = len(view.paragraphs)
    for number, paragraph in enumerate(view.paragraphs, start=1):
        rows.append(f"{opening_tag}{escape(paragraph)}</p>")
        if number in between and number < last:
            rows.append(between[number])
    return "\n".join(row for row in rows if row)


def _navigation(view: PageView) -> str:
    rows = "".join(
        f'<li><a href="{escape(view.home)}#{n}">{escape(word)}</a></li>' for n, word in enumerate(view.words.nav)
    )
    return f'<nav><ul class="menu">{rows}</ul></nav>'


def _cookie_notice(view: PageView, name: str) -> str:
    words = view.words
    return (
        f'<div class="{name}" role="dialog"><p>{escape(words.cookies)}</p>'
        f"<button>{escape(words.accept)}</button><button>{escape(words.reject)}</button></div>"
    )


def _share_bar(view: PageView, name: str) -> str:
    words = view.words
    rows = "".join(f"<li><a href='#'>{escape(word)}</a></li>" for word in (words.copy_link, words.email, words.print))
    return f'<div class="{name}"><span>{escape(words.share)}</span><ul>{rows}</ul></div>'


def _figure(view: PageView) -> str:
    telling, words = view.telling, view.words
    credit = words.photo.format(credit=telling.credit) if telling.credit else words.file_picture
    caption = f"{escape(telling.caption)} " if telling.caption else ""
    return (
        f'<figure><img src="{escape(view.picture)}" alt="{escape(telling.caption)}" width="960" height="540">'
        f'<figcaption>{caption}<span class="credit">{escape(credit)}</span></figcaption></figure>'
    )


def _notice(view: PageView, name: str) -> str:
    if not view.text.notice:
        return ""
    return (
        f'<div class="{name}"><p><strong>{escape(view.words.correction)}:</strong> {escape(view.text.notice)}</p></div>'
    )


def _updated(view: PageView) -> str:
    if view.text.modified == view.telling.published:
        return ""
    return f'<span class="updated">{escape(view.words.updated.format(date=view.printed(view.text.modified)))}</span> '


def _advertisement(view: PageView) -> str:
    return f'<div class="ad-slot" data-size="300x250"><span>{escape(view.words.advertisement)}</span></div>'


def _promotion(view: PageView) -> str:
    return f'<p class="promo"><a href="#">{escape(view.words.app_promo)}</a></p>'


def _read_also(view: PageView, element: str) -> str:
    """One headline of another story in the middle of the text: what leaks into careless extractions."""
    if not view.others:
        return ""
    other = view.others[0]
    return f'<{element} class="read-also"><b>{escape(view.words.read_also)}</b> {_link(view, other)}</{element}>'


def _headlines(view: PageView, others: tuple[Telling, ...], *, ordered: bool = False) -> str:
    element = "ol" if ordered else "ul"
    rows = "".join(f"<li>{_link(view, other)}</li>" for other in others)
    return f'<{element} class="headlines">{rows}</{element}>'


def _link(view: PageView, other: Telling) -> str:
    return f'<a href="{escape(view.base + other.path)}">{escape(other.headline)}</a>'


def _newsletter(view: PageView, element: str) -> str:
    words = view.words
    return (
        f'<{element} class="newsletter"><h4>{escape(words.newsletter_title)}</h4><p>{escape(words.newsletter_text)}</p>'
        f'<form><input type="email" placeholder="{escape(words.email_field)}"><button>{escape(words.signup)}</button></form>'
        f"</{element}>"
    )


def _topics(view: PageView, name: str) -> str:
    if not view.telling.topics:
        return ""
    links = " ".join(f'<a href="#" rel="tag">{escape(topic)}</a>' for topic in view.telling.topics)
    follow = escape(view.words.follow_topic.format(topic=view.telling.topics[0]))
    return f'<div class="{name}"><span>{escape(view.words.topics)}</span> {links} <button>{follow}</button></div>'


def _author_box(view: PageView) -> str:
    name = view.telling.byline
    if not name:
        return ""
    about = view.words.author_box.format(name=name, publisher=view.publisher.name, city=view.publisher.city)
    return f'<div class="author-box"><p>{escape(about)}</p><a href="#">{escape(view.words.more_by)}</a></div>'


def _comments(view: PageView) -> str:
    count = view.words.comments.format(n=sum(view.telling.id.encode()) % 40)
    return f'<div id="comments"><h3>{escape(count)}</h3><p>{escape(view.words.comment_login)}</p></div>'


def _page_footer(view: PageView) -> str:
    words = view.words
    links = "".join(f'<li><a href="#">{escape(word)}</a></li>' for word in words.footer_links)
    rights = f"&copy; {view.local(view.telling.published).year} {escape(view.publisher.name)}. {escape(words.rights)}"
    return f'<footer class="site-footer"><ul>{links}</ul><p>{rights}</p></footer>'


def _minutes(view: PageView) -> int:
    return max(1, round(sum(map(len, view.text.paragraphs)) / _CHARS_PER_MINUTE))
