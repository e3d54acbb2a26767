"""Pages that are no articles, recognised and named."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsgrid.errors import PageError
from newsgrid.extract import jsonld
from newsgrid.extract.declared import Declared
from newsgrid.extract.vocabulary import tokens, word_set

_NOT_FOUND = re.compile(
    r"\b404\b|(?:page|article|story|content|site) (?:was |is |can ?not be |could not be |cannot be )?(?:not )?(?:found|no longer available|unavailable|gone|doesn[’']t exist|does not exist)|not found|nothing found|seite (?:wurde )?nicht gefunden|nicht gefunden"
    r"|page (?:introuvable|non trouvée)|introuvable|p[áa]gina no (?:encontrada|existe)|no encontrad[ao]|página não encontrada|não encontrad[ao]|pagina non trovata|pagina niet gevonden|bladsy nie gevind|sidan (?:hittades inte|finns inte)|siden (?:ble|blev) ikke fundet|sivua ei löyd"
    r"|nie znaleziono|stránka nenalezena|страница не найдена|не найдена|сторінку не знайдено|halaman tidak ditemukan|sayfa bulunamadı|الصفحة غير موجودة|غير موجودة|ไม่พบหน้า|ไม่พบ|页面不存在|找不到|頁面不存在|ページが見つかりません|페이지를 찾을 수 없|ukurasa haupatikani|ikhasi alitholakali",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"^\W{0,3}(?:log ?in|sign ?in|please (?:log|sign) in|log in to continue|anmelden|einloggen|login|connexion|se connecter|connectez-vous|iniciar sesión|inicia sesión|entrar|accedi|inloggen|logga in|logg inn|log ind|zaloguj|přihlá|войти|вход|masuk|giriş yap|تسجيل الدخول|เข้าสู่ระบบ|登录|登入|ログイン|로그인|teken in|ingia|ngena ngemvume)",
    re.IGNORECASE,
)
_CONSENT = word_set("""cookie cookies consent einwilligung zustimmen zustimmung akzeptieren datenschutz accept agree privacy partners partner personalised personalized tracking accepter consentement consentir refuser aceptar consentimiento
    aceitar accetta consenso toestemming akkoord samtycke samtykke godkänn souhlas zgoda согласие принять файлы vendors purposes gdpr preferences einstellungen paramétrer données datos dati gegevens""")
_SCRIPT_NEEDED = re.compile(
    r"(?:enable|requires?|need|activate|activer|aktivieren|activar|habilita|включите)\b.{0,60}javascript|javascript\b.{0,60}(?:enable|required|disabled|aktivier|activ|deaktiviert|désactivé|отключ)",
    re.IGNORECASE | re.DOTALL,
)
_REFRESH = re.compile(
    r"^\s{0,9}(\d{1,5})?(?:\.\d{1,9})?\s{0,9}[;,]\s{0,9}(?:url\s{0,9}=\s{0,9})?[\"']?([^\"']{1,2000})", re.IGNORECASE
)
_ROOTS = frozenset({"root", "app", "__next", "__nuxt", "app-root", "react-root", "main-app", "svelte"})
_PAID_TIERS = frozenset({"locked", "metered", "paid", "premium"})
_SHORT = 60
"""Words under which a page is looked at with suspicion."""
TOLD = 8
"""Words that a description must have to stand for the text."""


def refuse_non_articles(page: Declared, headline: str, body_words: int, words: Sequence[str]) -> None:
    """Raise PageError when the page is a redirect, a wall, a missing page, a shell or nothing at all.

    `words` are all words the page shows. A page with an article's metadata and some text is never refused here.
    """
    declared = (
        bool(page.article.get("headline") or page.article.get("articleBody"))
        or page.meta("og:type")[0].lower() == "article"
    )
    if (target := _refresh(page)) is not None and body_words < _SHORT:
        raise PageError(f"page sends the reader on to {target}", item=page.url, reason="meta-refresh")
    shown = [text for text in (*page.h1s[:3], page.document_title, headline) if text]
    missing = any(len(text) < 90 and _NOT_FOUND.search(text) for text in (*shown[:1], page.document_title, headline))
    if missing and not page.article and body_words < 4 * _SHORT:
        raise PageError("page says that it was not found", item=page.url, reason="soft-404")
    if body_words >= _SHORT or (declared and body_words >= 20):
        return
    if words and len(words) < 2_000 and _dense_consent(words):
        raise PageError("page asks for consent instead of showing an article", item=page.url, reason="consent-wall")
    if _asks_password(page) and (body_words < 20 or any(_LOGIN.search(text) for text in shown)):
        raise PageError("page asks the reader to log in", item=page.url, reason="login")
    if any(_LOGIN.search(text) for text in shown) and not page.article:
        raise PageError("page asks the reader to log in", item=page.url, reason="login")
    # A shell that declares an article still gives its headline, its description and who wrote it when.
    told = declared and len(tokens(page.meta("og:description", "description")[0])) >= TOLD
    if body_words < 20 and not told and _is_shell(page, len(words)):
        raise PageError("page is built by scripts and has no text of its own", item=page.url, reason="shell")
    if body_words == 0 and not told:
        raise PageError("page has no article text", item=page.url, reason="empty")


def _refresh(page: Declared) -> str | None:
    for value in page.metas.get("refresh", ()):
        match = _REFRESH.match(value)
        if match and int(match.group(1) or 0) <= 10:
            target = page.address(match.group(2))
            if target and target.rstrip("/") != page.url.rstrip("/"):
                return target
    return None


def _dense_consent(words: Sequence[str]) -> bool:
    hits = sum(word in _CONSENT for word in words)
    return hits >= 4 and hits * 12 >= len(words)


def _asks_password(page: Declared) -> bool:
    return any((field.get("type") or "").lower() == "password" for field in page.root.iter("input"))


def _is_shell(page: Declared, page_words: int) -> bool:
    if page_words > 120:
        return False
    for element in page.root.iter("noscript"):
        if _SCRIPT_NEEDED.search("".join(element.itertext())[:2000]):
            return True
    if page_words < 60 and _SCRIPT_NEEDED.search(page.root.xpath("string(//body)")[:4000]):
        return True
    scripts = sum(1 for element in page.root.iter("script") if element.get("src") or (element.text or "").strip())
    rooted = any(
        (element.get("id") or "") in _ROOTS or element.tag.endswith("-root")
        for element in page.root.iter("div", "app-root", "main")
    )
    return scripts > 0 and (rooted or page_words < 15)


def is_live(page: Declared, marks_near_body: bool) -> tuple[bool, str]:
    """Say whether the page is a live blog, and what says so."""
    if any("LiveBlogPosting" in jsonld.types(node) for node in page.nodes):
        return True, "json-ld LiveBlogPosting"
    return marks_near_body, "time stamps in a live body" if marks_near_body else ""


def is_paywalled(page: Declared) -> tuple[bool, str]:
    """Say whether the page states that its text is not free for all, or a part of it, and what says so.

    schema.org isAccessibleForFree of the article and of its parts (hasPart), else article:content_tier.
    """
    for node in page.articles:
        if _is_not_free(node):
            return True, "json-ld isAccessibleForFree"
        for part in jsonld.items(node.get("hasPart"))[:50]:
            if isinstance(part, dict) and _is_not_free(part) and "Article" not in str(part.get("@type")):
                return True, "json-ld isAccessibleForFree of a part"
    tier, name = page.meta("article:content_tier", "og:article:content_tier")
    return (True, f"meta {name}") if tier.lower() in _PAID_TIERS else (False, "")


def _is_not_free(node: jsonld.Node) -> bool:
    free = node.get("isAccessibleForFree")
    return free is False or (isinstance(free, str) and free.strip().lower().rsplit("/", 1)[-1] in ("false", "no", "0"))
