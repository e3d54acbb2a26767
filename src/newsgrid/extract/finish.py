"""The last touch, shared by pages, fragments and dumps: what slipped in goes out, and what is apart is kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from newsgrid.extract.agencies import agencies_of, credited_agency
from newsgrid.extract.declared import plain_key
from newsgrid.extract.furniture import (
    heads_comments,
    is_call,
    is_consent,
    is_list_of_topics,
    is_note_to_machines,
    is_origin,
    is_way_on,
)
from newsgrid.extract.vocabulary import ADVERT, LEGAL, PROMO, RELATED, SHARING, tokens, word_set
from newsgrid.model import Block, Caption
from newsgrid.text import squeeze

_CREDIT_LINE = 120
_MAX_LABELLED = 400
_LONE = word_set(
    "newsletter newsletters subscribe signup donate login register abonnieren anmelden abonnez suscríbete iscriviti abbonati assine подписаться подпишитесь berlangganan"
)
"""Words that are furniture when they stand alone."""
_REPEAT_WORDS = 6
"""A text of more words than this that stood before is a repeat, not a refrain."""

_RELATED_LABEL = re.compile(
    r"^\W{0,3}(?:read (?:also|more|next|on)|also read|see also|related(?: (?:stories|articles|news|content|coverage(?: from)?|topics|links?))?|more (?:on this|stories|news|from)|more on|you may also (?:like|be interested in)|recommended(?: for you)?|most read|don[’']t miss|also on [\w.]{2,20}|editor[’']?s[’']? picks?"
    r"|lesen sie (?:auch|mehr|dazu)|mehr (?:zum thema|dazu|lesen)|auch interessant|weitere (?:artikel|themen|meldungen)|das k[öo]nnte sie auch interessieren|passend zum thema|lesetipp"
    r"|(?:à )?lire (?:aussi|également|la suite)|à voir aussi|sur le même (?:sujet|thème)|voir aussi|notre dossier"
    r"|le[ea] (?:también|mas|más|además)|te puede interesar|le puede interesar|noticias? relacionad[ao]s?|más (?:información|noticias|sobre)|ver también|lea adem[aá]s"
    r"|leia (?:também|mais)|veja também|saiba mais|você (?:também )?pode gostar|leggi anche|leggi tutto|potrebbe interessarti|lees (?:ook|meer|verder)|läs (?:också|mer|även)|les (?:også|mer)|læs (?:også|mere)|lue (?:myös|lisää)"
    r"|(?:prze)?czytaj (?:także|też|więcej|również)|(?:pře)?čtěte (?:také|též|více)|čítajte aj|читайте (?:также|ещё|еще|далее|больше)|по теме|еще по теме|материалы по теме|читайте такожe?|читайте також"
    r"|baca (?:juga|selengkapnya|lebih lanjut)|(?:ayrıca|daha fazla) oku\w*|ilgili haberler?|اقرأ (?:أيضا|أيضاً|المزيد|كذلك)|إقرأ أيضا|موضوعات? (?:ذات صلة|متعلقة)|أخبار ذات صلة|شاهد أيضا|อ่าน(?:เพิ่มเติม|ต่อ|ข่าว(?:เพิ่มเติม|อื่น))|ข่าวที่เกี่ยวข้อง|บทความที่เกี่ยวข้อง"
    r"|相关(?:阅读|新闻|文章|报道)|延伸阅读|相關(?:閱讀|新聞|報導)|延伸閱讀|関連(?:記事|ニュース)|あわせて読みたい|관련\s?기사|soma (?:pia|zaidi)|funda (?:futhi|okwengeziwe)|lees meer oor|xem thêm|đọc thêm)",
    re.IGNORECASE,
)
_SPACELESS_FURNITURE = re.compile(
    r"^(?:โฆษณา|แชร์|สมัคร(?:รับ|สมาชิก)|ดาวน์โหลด|ติดตาม(?:เรา|ข่าว)|กดติดตาม|เข้าสู่ระบบ|คัดลอกลิงก์|พิมพ์|อีเมล|อ่าน.{0,24}(?:ในแอป|แอปของเรา)|广告|廣告|分享|下载|下載|订阅|訂閱|登录|登入|打开应用|在.{0,10}(?:应用|APP|App)(?:中|内|里)?(?:阅读|打开)|責任編輯|责任编辑"
    r"|シェア|広告|ログイン|会員登録|アプリ|無料登録|구독|공유|광고|로그인|앱에서)"
)
_CORRECTION = re.compile(
    r"^\W{0,3}(?:corrections?|clarifications?|correction and clarification|editor[’']?s? note|corrected|berichtigung|korrektur|richtigstellung|anmerkung der redaktion|rectificatif|correction du|précision|erratum|fe de errat[ao]s|correcci[oó]n|rectificaci[oó]n"
    r"|correç[aã]o|errata|erramos|rettifica|correzione|rectificatie|correctie|rättelse|rettelse|korreksie|regstelling|oikaisu|sprostowanie|oprava|исправление|уточнение|поправка|koreksi|ralat|düzeltme|تصحيح|تنويه|แก้ไข|คำแก้ไข|更正|订正|訂正|정정|ukulungisa|isilungiso|marekebisho|sahihisho)"
    r"(?:\s?[:：—–(-]|\s(?:on|of|le|del|vom|am|from|\d))|^(?:this|an earlier version of this|a previous version of this) (?:article|story|report|post|version) (?:was|has been|misstated|incorrectly|originally|said|gave|stated|contained)"
    r"|^(?:in einer früheren (?:version|fassung)|une version précédente|una versión anterior|uma versão anterior|в предыдущей версии|в более ранней версии)",
    re.IGNORECASE,
)
_CREDIT_MARK = re.compile(
    r"(?:^|[\s.|,;(\[—–-])(?P<mark>(?:(?:file|stock|archive?|handout)\s)?(?:photos?|photographs?|photo(?:graph)? by|pictures?(?: by)?|images?(?: by)?|credits?|image credit|photo credit|fotos?|fotograf(?:ie|ía|ia|i|o)?|bild(?:er|quelle)?|crédit(?:s|os)?(?: photo)?|crédit photo|créditos?|photographie|imagen|immagine|"
    r"foto archivo|quelle|source|фото|фотография|снимок|ภาพ(?:ถ่าย|โดย)?|เครดิตภาพ|(?:ال)?صورة|تصوير|图片?(?:来源)?|圖(?:片)?(?:來源)?|写真|사진|รูป|isithombe|picha|gambar|zdjęcie|fot\.|kuva|bilde|illustration|grafik|graphic))"
    r"\s{0,2}(?:[:：/©]|\sby\s)\s{0,3}(?P<who>.{1,100})$",
    re.IGNORECASE,
)
_SIGN = re.compile(r"(?:^|\s)(?:©|\(c\)|copyright)\s{0,2}(?P<who>.{2,100})$", re.IGNORECASE)
_TAIL_BRACKET = re.compile(r"\s[(\[（](?P<who>[^()\[\]（）]{2,80})[)\]）]\.?$")
_SLASH_CREDIT = re.compile(r"(?:^|[.!?»”\"]\s+|\s\|\s)(?P<who>[^.!?|]{2,60}(?:/| via | für | for )[^.!?|]{2,60})$")
_PHOTO_WORD = re.compile(r"\b(?:photo|foto|picture|image|bild|photograph|фото|imago|getty|ภาพ|صورة)", re.IGNORECASE)


_BOX_LINES = 3
_BOX_TEXT = 450
_ADDRESS = re.compile(r"[\w.+-]{2,64}@[\w-]{2,64}\.\w[\w.]{1,30}|(?<![\w@])@\w{3,30}")
_ROLE = re.compile(
    r"(?<!\w)(?:is|was|has been|writes|covers|reports|reported|reporting|joined|works|serves|hosts|teaches|lives|based|can be|contributed|correspondent|reporter|journalist|editor|columnist|author|freelance|ist|war|arbeitet|schreibt|berichtet|geboren|redakteur\w{0,3}|journalist\w{0,3}|korrespondent\w{0,2}"
    r"|est|journaliste|rédact\w{1,8}|correspondante?|couvre|écrit|es|periodista|redactora?|corresponsal|escribe|cubre|é|jornalista|repórter|escreve|è|giornalista|scrive|corrispondente|schrijft|verslaggever|journaliste|skriver|skribent|toimittaja|dziennikarz\w{0,2}|novinář\w{0,2}|redaktor\w{0,2}"
    r"|журналист\w{0,2}|корреспондент\w{0,2}|обозреватель|журналіст\w{0,2}|gazeteci|muhabir\w{0,3}|wartawan|jurnalis|phóng viên|صحفي\w{0,2}|مراسل\w{0,2}|كاتب\w{0,2})(?!\w)",
    re.IGNORECASE,
)
_WRITE_TO = re.compile(
    r"(?<!\w)(?:e-?mail|contact|reach(?:ed)?|follow|twitter|instagram|write to|tips?|kontakt|schreiben sie|folgen|contacter|écrire|suivre|contacto|escriba|síguel[oa]|contato|scrivi|contatt\w{1,4}|kontakta|почта|связаться|البريد)(?!\w)|메일|邮箱|ایمیل",
    re.IGNORECASE,
)
_CONTRIBUTED = re.compile(
    r"(?<!\w)contributed (?:additional )?(?:to (?:this|the) (?:report|story|article)|reporting)|(?<!\w)(?:a|ont|avec) (?:contribué à cet article)|mitarbeit: |colabor[óo] (?:en|con) (?:este|esta)|ha collaborato",
    re.IGNORECASE,
)


def drop_repeats(blocks: Iterable[Block]) -> list[Block]:
    """Drop texts of more than six words that stood before."""
    seen: set[str] = set()
    kept = []
    for block in blocks:
        words = tokens(block.text)
        key = " ".join(words)
        if len(words) > _REPEAT_WORDS and key in seen:
            continue
        seen.add(key)
        kept.append(block)
    return kept


def drop_titles(blocks: Sequence[Block], titles: Iterable[str]) -> list[Block]:
    """Drop blocks that say a title again, and nothing else."""
    keys = {plain_key(title) for title in titles} - {""}
    return [block for block in blocks if plain_key(block.text) not in keys]


def drop_last_headings(blocks: list[Block]) -> None:
    """Take headings off the end that no text follows; one that is a sentence says something by itself."""
    while blocks and blocks[-1].kind == "subheading" and blocks[-1].text[-1] not in ".。":
        blocks.pop()


def is_furniture(text: str) -> bool:
    """Say whether a line is the page's furniture: promotion, sharing, legal, consent, advertisement, a related link's label."""
    if len(text) < 60 and _SPACELESS_FURNITURE.match(text):
        return True
    if is_call(text) or is_consent(text) or is_note_to_machines(text) or is_origin(text):
        return True
    if is_way_on(text) or is_list_of_topics(text) or heads_comments(text):
        return True
    if text[:1] in "【［" and len(text) < _MAX_LABELLED and is_related_label(text):
        return True
    words = tokens(text)
    if not words or len(words) > 40:
        return False
    said = set(words)
    if len(words) <= 2 and said <= _LONE:
        return True
    if len(words) <= 3 and said & ADVERT:
        return True
    if len(words) <= 30 and is_related_label(text):
        return True
    if len(words) > 25:
        return False
    promo, share, legal = len(said & PROMO), len(said & SHARING), len(said & LEGAL)
    if share >= 2 and share * 2 >= len(said):
        return True
    if text.startswith("©") or (legal >= 2 and legal * 3 >= len(said)):
        return True
    return promo >= 2 and promo * 5 >= len(said) and not _is_sentence_of_news(text)


def is_related_label(text: str) -> bool:
    """Say whether a line opens with a label such as "Read also:" and is a link rather than prose."""
    match = _RELATED_LABEL.match(text)
    if match is None:
        return False
    rest = text[match.end() :]
    # "More from the south fled" is prose; a label is followed by a colon, a dash, a bracket, a capital or nothing.
    return (
        not rest.strip(" .…")
        or bool(re.match(r"\s{0,2}[:：|>»–—(\[\]】］-]", rest))
        or (rest[:1].isspace() and rest.strip()[:1].isupper() and text.rstrip()[-1:] not in ".!?。")
    )


def is_correction(text: str) -> bool:
    """Say whether a paragraph is the publisher's notice of a correction."""
    return len(text) < 900 and bool(_CORRECTION.match(text.strip()))


def part_caption(text: str) -> Caption:
    """Part a caption into what it says and who made the picture."""
    text = squeeze(text)
    for pattern in (_CREDIT_MARK, _SIGN):
        if match := pattern.search(text):
            said = text[: match.start()].strip(" |,;([—–-")
            return Caption(said, _credit(match.group("who")))
    if match := _TAIL_BRACKET.search(text):
        who = match.group("who")
        if agencies_of(who) or "/" in who or _PHOTO_WORD.search(who) or (len(who.split()) <= 3 and who[:1].isupper()):
            return Caption(text[: match.start()].strip(" |,;—–-"), _credit(re.sub(_CREDIT_MARK, r"\g<who>", who)))
    if match := _SLASH_CREDIT.search(text):
        return Caption(text[: match.start("who")].strip(" |,;—–-"), _credit(match.group("who")))
    return Caption(text)


def is_credit_line(text: str) -> bool:
    """Say whether a short line is nothing but a picture's credit: "(Photo: Ned Harrow)"."""
    match = _CREDIT_MARK.search(text) or _SIGN.search(text) if len(text) < _CREDIT_LINE else None
    return match is not None and not text[: match.start()].strip(" |,;([—–-") and match.group("who")[-1] not in "!?…"


def is_caption_line(text: str) -> bool:
    """Say whether a line ends with a picture's credit, as captions do."""
    caption = part_caption(text)
    return (
        bool(caption.credit)
        and len(text) < 500
        and bool(_CREDIT_MARK.search(text) or _SIGN.search(text) or agencies_of(caption.credit))
    )


def closing_agency(blocks: Sequence[Block]) -> tuple[list[Block], str]:
    """Take a closing line that only credits an agency off the end of a body, and give the agency."""
    kept = list(blocks)
    for back in range(1, min(3, len(kept)) + 1):
        agency = credited_agency(kept[-back].text)
        if agency:
            del kept[-back]
            return kept, agency
        if len(kept[-back].text.split()) > 15:
            break
    if kept and (
        match := re.search(
            r"\s[—–(/-]{1,2}\s?([^\s()/—–]{2,12}(?:[\s/-][^\s()/—–]{2,12}){0,2})[)/]?\.?$", kept[-1].text
        )
    ):
        listed = agencies_of(match.group(1))
        if listed and (match.group().strip()[0] in "(—–/"):
            return kept, listed[0]
    return kept, ""


def without_author_box(blocks: Sequence[Block], authors: Sequence[str]) -> list[Block]:
    """Take what tells of the authors off the end of a body: "Jane Roe is a reporter ...", an address to write to."""
    kept = list(blocks)
    names = [name for name in authors if len(name.split()) > 1]
    for _ in range(_BOX_LINES):
        if len(kept) <= _BOX_LINES or not _tells_of_author(kept[-1], names):
            break
        del kept[-1]
    return kept


def _tells_of_author(block: Block, names: Sequence[str]) -> bool:
    text = block.text.strip(" *_•–—-")
    if len(text) > _BOX_TEXT or block.kind == "quote" or text[:1] in "\"'“„«‘「":
        return False
    if _CONTRIBUTED.search(text) and len(text) < _BOX_TEXT // 2:
        return True
    address = bool(_ADDRESS.search(text))
    if any(text.startswith(name) for name in names):
        return address or bool(_ROLE.search(text))
    return address and (
        bool(_ROLE.search(text)) or bool(_WRITE_TO.search(text)) or not _ADDRESS.sub("", text).strip(" ()<>:|;,.")
    )


def _credit(who: str) -> str:
    who = squeeze(who).strip(" .,;:|()[]")
    return who[:120]


def _is_sentence_of_news(text: str) -> bool:
    """A full sentence that only mentions, say, a newsletter: no "you", no "our", an end mark."""
    words = set(tokens(text))
    addressed = words & {
        "you",
        "your",
        "our",
        "us",
        "my",
        "ihr",
        "ihre",
        "ihren",
        "sie",
        "unser",
        "unsere",
        "unseren",
        "vous",
        "votre",
        "nos",
        "notre",
        "tu",
        "su",
        "nuestro",
        "nuestra",
        "nosso",
        "ваш",
        "наш",
        "наши",
        "нашу",
    }
    related = words & RELATED
    return text.rstrip()[-1:] in ".!?" and not addressed and not related and len(words) > 12
