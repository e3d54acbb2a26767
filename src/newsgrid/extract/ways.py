"""Where else an article can be read: its next page, the whole on one page, the version for printing, where it moved.

Only addresses of the same site that belong to this page count, told by how they are made (`?page=2`, `/2`, `-2.html`): "next" on a news
site is as often the next article. A page of comments is none of the article's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from urllib.parse import urlsplit

from newsgrid.extract import kinds, markup
from newsgrid.extract.declared import Declared, element_text, gather
from newsgrid.extract.markup import Element
from newsgrid.extract.surroundings import class_words
from newsgrid.extract.teasers import is_root
from newsgrid.extract.vocabulary import word_set
from newsgrid.model import Ways
from newsgrid.text import canonical_address, registrable_host

_MOST_NUMBER = 200
_LABEL_CHARS = 60
_ANCESTORS = 6
_NUMBERING = word_set(
    "page p pg pn paged pageno pagenum page_no seite s pagina página pag sayfa strana stranica str halaman hal trang part teil parte sida side sivu"
)
_NAMES = "page|seite|pagina|pag|sayfa|strana|halaman|trang|part|teil|parte|sida|side|sivu|p|s"
_TAIL = re.compile(
    rf"(?:/(?:(?:{_NAMES})[-_/]?+)?+|[-_,](?:(?:{_NAMES})[-_,]?+)?+)([0-9]{{1,3}}+)(\.[a-z]{{2,5}}+)?+/?+$"
)
"""What ends a path that is numbered: `/2`, `/page/2/`, `/seite-2.html`, `-2.html`, `_p2.php`."""
_EXTENSION = re.compile(r"\.[a-z]{2,5}$")
_NEXT = frozenset(
    """next|next page|continue|continue reading|older|›|»|→|>|>>|weiter|nächste seite|nächste|weiterlesen|suivant|page suivante|suivante|lire la suite|siguiente|página siguiente|seguir leyendo|próxima|próxima página|seguinte|avanti
successiva|pagina successiva|continua|volgende|volgende pagina|nästa|nästa sida|neste|neste side|næste|næste side|seuraava|następna|następna strona|dalej|další|další strana|ďalšia|következő|következő oldal|următoarea|pagina următoare
επόμενη|επόμενη σελίδα|следующая|следующая страница|далее|дальше|наступна|далі|следваща|sonraki|sonraki sayfa|devamı|التالي|الصفحة التالية|التالية|הבא|העמוד הבא|לעמוד הבא|بعدی|صفحه بعد|अगला|अगला पृष्ठ|পরবর্তী|அடுத்து|ถัดไป|หน้าถัดไป
หน้าต่อไป|trang sau|tiếp theo|tiếp|selanjutnya|halaman selanjutnya|berikutnya|seterusnya|inayofuata|ukurasa unaofuata|下一页|下页|下一頁|次へ|次のページ|次ページ|다음|다음 페이지""".replace(
        "\n", "|"
    ).split("|")
)
_WHOLE = frozenset(
    """view all|view as single page|single page|read on one page|on one page|show all|show full article|full article|view full article|all pages|all on one page|auf einer seite|auf einer seite lesen|artikel auf einer seite lesen|alles auf einer seite
lire sur une seule page|sur une seule page|tout afficher|tout sur une page|ver todo|en una página|en una sola página|ver tudo|em uma página|numa só página|tutto in una pagina|in una sola pagina|mostra tutto|alles op één pagina|op één pagina
visa allt|vis alt|näytä kaikki|na jednej stronie|cała treść|na jedné stránce|на одной странице|показать полностью|одной страницей|на одній сторінці|tek sayfada|tek sayfada göster|tümünü göster|عرض الكل|عرض في صفحة واحدة|בעמוד אחד|הצג הכל
ดูทั้งหมด|อ่านทั้งหมดในหน้าเดียว|xem tất cả|trên một trang|tampilkan semua|lihat semua|show all pages|全文阅读|在本页阅读全文|余下全文|显示全文|閱讀全文|顯示全文|全文表示|全文を読む|1ページで表示|전체보기|한 페이지로 보기""".replace(
        "\n", "|"
    ).split("|")
)
_WHOLE_MARK = re.compile(
    r"[?&](?:page|seite|pagina|p|view|show)=(?:all|full|single|0?all)\b|[?&](?:all|fullpage|full|single|singlepage|single_page|onepage|print_all|viewall|view_all)(?:=1|=true|=y|=yes|=on)?(?:&|$)|/(?:komplettansicht|all|full|singlepage|single-page|allpages|onepage)/?$",
    re.IGNORECASE,
)
_PRINT_MARK = re.compile(
    r"(?:^|[/?&_.=-])(?:print|printer|printable|printview|printversion|druck|drucken|druckversion|druckansicht|imprimir|imprimer|imprime|impression|stampa|cetak|yazdir|afdrukken|pechat|utskrift)(?:$|[/?&=_.-])",
    re.IGNORECASE,
)
_PRINTING = ("print", "druck", "impr", "stampa", "cetak", "yazdir", "afdrukken", "pechat", "utskrift")
"""What every word of the pattern above holds."""
_KEY = re.compile(r"[0-9]{4,}+|[^\W\d_]{5,}+")
_COMMENTS = word_set(
    "comment comments kommentare kommentar comentarios commentaires commenti disqus replies discussion"
)


def ways_on(html: bytes | str, url: str, headers: Mapping[str, str] | None = None) -> Ways:
    """Give where else the article of a page can be read, also of a page that is none. Raises PageError for what is no HTML."""
    return ways_of(gather(markup.parse(html, headers, url), url))


def ways_of(page: Declared) -> Ways:
    """Give where else the article of a page can be read."""
    own = canonical_address(page.url)
    if not own or is_root(own):
        return Ways()
    site = registrable_host(own)
    numbers = _numbers(own)
    following = whole = printed = ""
    number = 0
    if "next" in page.links and (address := _of_site(page, page.links["next"], site)):
        number_here = _follows(address, own, numbers, "next")
        following, number = (address, number_here) if number_here is not None else ("", 0)
    keys = _telling(own)
    for anchor in page.anchors:
        href = anchor.get("href") or ""
        if not href or href[0] == "#":
            continue
        # To resolve an address takes far longer than to see that it is of another article: most links are.
        prints = not printed and _may_print(href)
        if not prints and href[0] != "?" and keys and not any(key in href for key in keys):
            continue
        address = _of_site(page, href, site)
        if not address or address == own:
            continue
        if prints and _PRINT_MARK.search(urlsplit(address).path + "?" + urlsplit(address).query):
            if any(key in href for key in _KEY.findall(own.partition("//")[2].partition("/")[2])) or href[0] == "?":
                printed = address
            continue
        if following and whole:
            continue
        label = _label(anchor)
        if not whole and _is_under(address, own) and (label in _WHOLE or _WHOLE_MARK.search(address)):
            whole = address
        elif not following:
            number_here = _leads_on(anchor, address, own, numbers, label)
            if number_here is not None and not _is_of_comments(anchor):
                following, number = address, number_here
    return Ways(
        next=following,
        whole=whole,
        amp=_of_site(page, page.links.get("amphtml", ""), site),
        print=_print_link(page, site) or printed,
        moved=_moved(page, site),
        number=number,
    )


def _may_print(href: str) -> bool:
    low = href.lower()
    return any(word in low for word in _PRINTING)


def _telling(own: str) -> list[str]:
    """Give what an address that is made from this page's must hold: the longest word or number of its last part, where it has one."""
    path, _, query = own.partition("//")[2].partition("/")[2].partition("?")
    last = _KEY.findall(f"{path.rstrip('/').rpartition('/')[2]}?{query}")
    return [max(last, key=len)] if last else list(dict.fromkeys(_KEY.findall(path)))


def _of_site(page: Declared, link: str, site: str) -> str:
    """Give a link's address when it is one of the same site, and not its front page; else empty."""
    address = canonical_address(page.address(link)) if link else ""
    return address if address and registrable_host(address) == site and not is_root(address) else ""


def _leads_on(anchor: Element, address: str, own: str, numbers: list[tuple[str, int]], label: str) -> int | None:
    """Give this page's number when a link leads to the page after it; None when it does not."""
    says_next = "next" in (anchor.get("rel") or "").lower().split() or label in _NEXT
    number = int(label) if label.isdecimal() and len(label) <= 3 else 0
    if not says_next and number < 2:
        return None
    return _follows(address, own, numbers, str(number) if number else "next")


def _follows(address: str, own: str, numbers: list[tuple[str, int]], label: str) -> int | None:
    """Give this page's number, 0 when its address has none, when an address is that of the page after it; else None.

    Pages of a query may be counted from 0, so that `?page=1` is the second.
    """
    bare = _bare(own)
    known = dict(numbers)
    for stem, number in _numbers(address):
        if stem in known:
            if number == known[stem] + 1:
                return known[stem]
        elif stem == bare and (number == 2 or (number == 1 and "?" in address and label in ("2", "next"))):
            return 0
    return None


def _numbers(address: str) -> list[tuple[str, int]]:
    """Give the ways to read an address as that of a numbered page: (the address without it, the number)."""
    parts = urlsplit(address)
    found = []
    fields = parts.query.split("&") if parts.query else []
    for index, field in enumerate(fields):
        name, _, value = field.partition("=")
        if name.lower() in _NUMBERING and value.isdecimal() and len(value) <= 3:
            rest = "&".join(fields[:index] + fields[index + 1 :])
            found.append((_bare(parts._replace(query=rest).geturl()), int(value)))
    if match := _TAIL.search(parts.path[-40:]):
        head = parts.path[: len(parts.path) - len(match.group())]
        if head.strip("/"):
            path = head + (match.group(2) or "")
            found.append((_bare(parts._replace(path=path).geturl()), int(match.group(1))))
    return [(stem, number) for stem, number in found if number <= _MOST_NUMBER]


def _bare(address: str) -> str:
    """Give an address without the slash and the extension that end its path: `/story.html` has its second page at `/story/2`."""
    parts = urlsplit(address)
    path = _EXTENSION.sub("", parts.path.rstrip("/"))
    return parts._replace(path=path, scheme="").geturl()


def _is_under(address: str, own: str) -> bool:
    """Say whether an address is this page's with more behind it."""
    return _bare(address).startswith(_bare(own.partition("?")[0]))


def _label(anchor: Element) -> str:
    text = element_text(anchor, _LABEL_CHARS) or anchor.get("aria-label") or anchor.get("title") or ""
    return text[:_LABEL_CHARS].casefold().strip(" .…:[]()|")


def _is_of_comments(anchor: Element) -> bool:
    for element in islice(anchor.iterancestors(), _ANCESTORS):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"[:400]
        if class_words(names) & _COMMENTS:
            return True
    return False


def _print_link(page: Declared, site: str) -> str:
    for element in page.root.iter("link"):
        if "print" in (element.get("media") or "").lower() and "alternate" in (element.get("rel") or "").lower():
            return _of_site(page, element.get("href") or "", site)
    return ""


def _moved(page: Declared, site: str) -> str:
    """Give where a page says it is now: the target of its refresh, else the one address it links."""
    if target := kinds.refresh_target(page):
        return _of_site(page, target, site)
    linked = set(islice(_linked(page, site), 2)) if len(page.anchors) <= 12 else set()
    return linked.pop() if len(linked) == 1 else ""


def _linked(page: Declared, site: str) -> Iterator[str]:
    own = canonical_address(page.url)
    for anchor in page.anchors:
        address = _of_site(page, anchor.get("href") or "", site)
        if address and address != own:
            yield address
