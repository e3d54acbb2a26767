"""The press's furniture in many languages: words that betray promotion, related links, credits, bylines, dates, notices."""

from __future__ import annotations

import re

_SPACELESS_CHAR = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)
# Thai and Lao by syllable-like groups, Khmer and Burmese by letter with its marks: a page of either then has about as many
# "words" as the same page in a language with spaces, which is what the classifier's thresholds know.
_GROUP = re.compile(
    r"[\u0e40-\u0e44\u0ec0-\u0ec4]?[\u0e01-\u0e2e\u0e81-\u0eae]{1,2}[\u0e2f-\u0e3a\u0e45-\u0e4e\u0eb0-\u0ebc\u0ec6-\u0ecd]*[\u0e01-\u0e2e\u0e81-\u0eae]?(?![\u0e2f-\u0e3a\u0e45-\u0e4e\u0eb0-\u0ebc\u0ec6-\u0ecd])"
    r"|[\u1000-\u102a\u1780-\u17b3][\u102b-\u103e\u17b4-\u17d3]*"
)
SYLLABLES = _GROUP.pattern
_MARKED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_TOKEN = re.compile(r"\w+")
_SPACELESS_TOKEN = re.compile(rf"(?=\w){_SPACELESS_CHAR.pattern}|[^\W{_SPACELESS_CHAR.pattern[1:]}+")
_MARKED_TOKEN = re.compile(
    _GROUP.pattern
    + r"|[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+"
)

# Most texts fit one byte a character (English with its curly quotes, most of Western Europe). In such a byte string one
# translation makes letters small and all that is no word a space: five times as fast as finding words by a pattern.
_ONE_BYTE = "cp1252"
_WORD_BYTES = bytes(
    char.lower().encode(_ONE_BYTE)[0] if char.isalnum() or char == "_" else 32
    for char in (bytes((byte,)).decode(_ONE_BYTE, "replace") for byte in range(256))
)


def tokens(text: str) -> list[str]:
    """Cut a text into lower-case words; in scripts without spaces a character (Thai and its kin: a syllable) is one."""
    try:
        if text.isascii():
            return text.encode().translate(_WORD_BYTES).decode().split()
        return text.encode(_ONE_BYTE).translate(_WORD_BYTES).decode(_ONE_BYTE).split()
    except UnicodeEncodeError:
        return _any_tokens(text)


def _any_tokens(text: str) -> list[str]:
    text = text.lower()
    if not _SPACELESS_CHAR.search(text):
        return _TOKEN.findall(text)
    if _MARKED.search(text):
        return _MARKED_TOKEN.findall(text)
    return _SPACELESS_TOKEN.findall(text)


def word_list(text: str) -> tuple[str, ...]:
    """Cut a list written as one text at its white space."""
    return tuple(text.split())


def word_set(text: str) -> frozenset[str]:
    """Cut a list written as one text at its white space, for looking up."""
    return frozenset(text.split())


PROMO = word_set(
    """newsletter newsletters subscribe subscriber subscribers subscription signup inbox app download unlimited trial offer exclusive register login join donate support
    supporter membership abonnieren abonnement abo abonnez abonner inscrivez suscríbete suscripción suscribirse iscriviti abbonati assine inscreva подписаться подпишитесь подписка
    рассылка рассылку whatsapp telegram unsubscribe anmelden registrieren kostenlos gratuit gratis abone prenumerera abonner zapisz berlangganan đăng اشترك النشرة สมัคร รับข่าว"""
)
RELATED = word_set(
    """read also related more recommended recommends lesen mehr thema lire lea leia lees leggi watch listen see next previous anche aussi auch también também читайте также еще
    ещё baca juga çok okuyun läs mer les også lue przeczytaj czytaj więcej přečtěte xem thêm اقرأ أيضا المزيد อ่านเพิ่มเติม ข่าวที่เกี่ยวข้อง most popular trending latest weitere
    artikel stories articles"""
)
CREDIT = word_set(
    """photo photos photograph photographer picture image images foto fotos bild imago getty reuters ap afp epa dpa shutterstock courtesy credit handout file istock alliance keystone
    archive archiv pictured fotograf fotografía photographie фото фотография quelle source illustration graphic crédit imagen immagine fotó صورة الصورة ภาพ 图片 写真 사진"""
)
BYLINE = word_set(
    """by von par por di av af door written reporting reported reporter text texte testo editor edited journalist writer correspondent columnist author autor autora auteur
    autore redaktion redacción rédaction staff contributor contributed deur oleh автор редакция โดย بقلم كتب 记者"""
)
DATING = word_set(
    """published updated posted modified stand aktualisiert veröffentlicht publié publiée publicado actualizado atualizado pubblicato aggiornato opublikowano uhr gmt utc bst est
    edt cet pst ist am pm ago minutes hours days min mins vor опубликовано обновлено diterbitkan gepubliseer julkaistu publicerad publisert udgivet yayınlanma güncelleme
    เผยแพร่ ตีพิมพ์ نشر تحديث 发布 更新 公開"""
)
LEGAL = word_set(
    """copyright rights reserved terms privacy policy conditions disclaimer cookie cookies javascript browser settings consent datenschutz impressum rechte droits réservés
    derechos reservados diritti riservati права защищены commission affiliate partners advertising"""
)
SHARING = word_set(
    """share facebook twitter tweet email e-mail print pinterest linkedin whatsapp comment comments kommentare teilen drucken copy link reddit reply replies report likes like follow
    partager compartir compartilhar condividi поделиться bagikan dela jaa udostępnij paylaş แชร์ مشاركة 分享"""
)
ADVERT = word_set(
    "advertisement advertising anzeige werbung publicidad publicité pubblicità publicidade sponsored promoted реклама reklama reklame iklan annonce advertentie advertensie โฆษณา إعلان 广告 広告"
)
SPEECH = word_set(
    "said says told sagte sagt laut selon dijo según disse ha detto сказал сказала заявил заявила zei sei zegt berkata powiedział dedi กล่าว قال قالت 说 表示"
)
PEOPLE = word_set("he she they his her their er sie il elle él ella lui lei они он она we our you your i my")
COMMENTING = word_set(
    "reply replies likes moderated commenter commented posts joined flag upvote antworten melden répondre signaler responder denunciar ответить"
)

SETS = (PROMO, RELATED, CREDIT, BYLINE, DATING, LEGAL, SHARING, ADVERT, SPEECH, PEOPLE, COMMENTING)
"""In the order of the classifier's features."""
OPENERS = SETS[:5]
"""Those that are also counted among the first two words alone."""
ALL = frozenset().union(*SETS)
