"""Lines that a page says to its reader, in many languages: calls to subscribe or follow, texts in place of embeds, notes.

Each asks for two things at once, so that news about newsletters, apps or cookies is not mistaken for it: a verb that calls
on the reader where a sentence begins (or, in languages that end with the verb, ends), and what the call is about.
"""

from __future__ import annotations

import re

from newsgrid.extract.vocabulary import tokens, word_set

_MAX_CALL = 420
_SHORT_CALL = 200
"""Characters up to which a call and what it is about may stand anywhere in a line."""
_NEAR = 160
"""Characters after a call within which a longer line says what it is about."""
_MAX_CONSENT = 1_500
_MAX_NOTE = 320
_SHORT_LABEL = 90

_CALL = re.compile(
    # What may stand before the verb: the beginning, a sentence's end, a star or an emoji; then "please", "you can also".
    r"(?:^\W{0,8}|[.!?:…|–—]\s{1,2}\W{0,3})(?:(?:please|and|or|you can (?:now )?(?:also )?|to|don[’']t forget to|make sure to|jetzt|hier|bitte|zum|ou|o|e)\s)?"
    r"(?:sign up|subscribe|register|join|download (?:our|the|and|free|now)|get (?:our|the|all|more|breaking|exclusive|unlimited)|follow|like us|listen|stay (?:up|informed|connected|tuned)|support|donate|bookmark|become an?|try|want (?:more|to read|the)"
    r"|never miss|click|tap on|you[’']re reading|this (?:article|story|column) (?:first )?appeared in|watch us|find us|send us|email us|e-mail us|text us|contact us|get in touch|got a|have (?:an?|you got) (?:story|tip|news)|do you have (?:a|any)|love reading|enjoying this"
    r"|abonnier\w{0,4}|melden sie sich|meld(?:e|et)? (?:dich|euch)|laden sie|folg(?:en|e|t)|erhalten sie|bekommen sie|lesen sie|teste\w?|bestellen sie|unterstützen sie|registrieren|jetzt|kostenlos|verpassen sie|bleiben sie"
    r"|abonnez|inscrivez|téléchargez|suivez|rejoignez|recevez|soutenez|retrouvez|découvrez|suscr[ií]b\w{1,6}|reg[ií]str\w{1,6}|descarg\w{1,5}|s[ií]gue\w{0,4}|sigan|[úu]n[ae]te|recib[ae]|ap[óo]ya\w{0,3}"
    r"|assine|inscreva|siga|baixe|receba|cadastre|clique|entre n[oa]|participe|acompanhe|iscrivi\w{0,3}|abbona\w{0,3}|segui\w{0,3}|scarica|ricevi|clicca|entra nel|unisciti"
    r"|abonneer|meld je|schrijf je|volg|ontvang|steun|prenumerera|abonn[eé]r\w?|meld deg|tilmeld|følg|följ|last ned|ladda ner|hent|få|skaff|lataa|tilaa|seuraa|liity"
    r"|zapisz się|subskrybuj|obserwuj|pobierz|dołącz|polub|przihlaste|přihlas\w{0,4}|odebírej\w{0,3}|sleduj\w{0,3}|stáhněte|prihlás\w{0,4}|iratkoz\w{0,6}|kövess\w{0,4}|abonați-vă|urmăriți|urmăre[șs]te|descărcați|pratite|prijavite|preuzmite"
    r"|подпи[сш]\w{1,10}|скача\w{1,4}|читайте нас|следите|присоединяйтесь|вступайте|підпи[сш]\w{1,10}|читайте|долучайтесь|завантаж\w{1,5}|абонирайте|последвайте|εγγραφείτε|ακολουθήστε|κατεβάστε"
    r"|berlangganan|ikuti|unduh|daftar|dapatkan|gabung|bergabung|langgan|muat turun|sertai|đăng ký|theo dõi|tải|jiunge|jisajili|pakua|fuatilia|bhalisa|landa|silandele|teken in|volg ons|laai"
    r"|اشترك\w{0,3}|تابعون[اي]|تابعوا|تابع|حمّ?ل\w{0,2}|انضم\w{0,3}|سجّ?ل\w{0,2}|הירשמו|הצטרפו|עקבו|הורידו|عضو|دنبال)(?!\w)",
    re.IGNORECASE,
)
_CALL_AT_THE_END = re.compile(
    # Turkish, Japanese, Korean, Hindi, Bengali end with the verb; Thai and Chinese have no spaces to begin at.
    r"(?:(?:herunterladen|abonnieren|anmelden|registrieren)\W{0,3}$|abone ol\w{0,6}|takip ed\w{0,6}|indir\w{0,5}|kaydol\w{0,5}|tıklay\w{0,5}|katıl\w{0,5}|登録(?:は|して|をお願い|する)|フォロー(?:は|して|を|する)|ダウンロード(?:は|して|する)|購読(?:は|して|する)|会員登録|구독(?:하|은|을|신청)|팔로우|다운로드|친구\s?추가|채널\s?(?:추가|구독)|제보"
    r"|सब्सक्राइब|डाउनलोड कर|फॉलो कर|जुड़ें|क्लिक कर|সাবস্ক্রাইব|ফলো কর|ডাউনলোড কর|สมัคร(?:รับ|สมาชิก)|ติดตาม(?:เรา|ข่าว|ได้ที่)|ดาวน์โหลด|กดติดตาม|แอดไลน์|กดไลก์|订阅|訂閱|关注(?:我们|公众号|微信)|關注我們|追蹤我們|下载.{0,8}(?:客户端|应用|app)|下載.{0,8}app|扫(?:码|描)|掃描|加入.{0,8}(?:会员|會員|频道|頻道|群))",
    re.IGNORECASE,
)
_ABOUT_LATIN = (
    r"newsletter\w{0,6}|(?<!\w)(?:e-?mails? alerts?|push alerts?|notifications?|inbox|apps?|app store|google (?:play|news)|play store|podcasts?|whats-?app|telegram|viber|signal|facebook|twitter|instagram|youtube|tiktok|linkedin|threads|bluesky|rss|(?:paid )?subscri(?:ber|ption)s?|member(?:ship)?"
    r"|supporter|donat\w{1,5}|our (?:channel|community|page|site|website|coverage|journalism|reporting|daily|weekly|free|news team|work)|my newsletter|story tips?|news tips?|breaking news|for free|free trial|@\w{2,30}|boletín|boletines|infolettre|nieuwsbrief|nyhetsbrev\w{0,2}|nyhedsbrev\w{0,2}|uutiskirje\w{0,4}|biuletyn\w{0,3}|hírlevél\w{0,4}|zpravodaj\w{0,3}"
    r"|bülten\w{0,5}|kanal\w{0,6}|kanał\w{0,3}|canale?|canal|channels?|saluran|kênh|ứng dụng|aplikasi|aplikac\w{1,3}|aplicativo|aplicación|application|applicazione|abo|abos|abonnement\w{0,2}|probeabo|digitalabo|online-?abo)(?!\w)"
)
_ABOUT_ELSEWHERE = (
    r"рассылк|розсилк|телеграм|канал|приложени|застосун|инстаграм|ютуб|вконтакте|дзен|бюлетин|ενημερωτικό|قنا[ةت]|نشرت|تطبيق|واتس|تيليغرام|تلغرام|فيسبوك|تويتر|يوتيوب|ערוץ|ניוזלטר|אפליקצי|कनाल|चैनल|व्हाट्सएप|ऐप|न्यूज़?लेटर|ইউটিউব|চ্যানেল|ফেসবুক"
    r"|จดหมายข่าว|แอป|ไลน์|เฟซบุ๊ก|ยูทูบ|ข่าวสาร|简报|通讯|電子報|公众号|微信|客户端|频道|頻道|メルマガ|ニュースレター|チャンネル|アプリ|ライン|뉴스레터|채널|앱|카카오톡|유튜브|네이버"
)
_ABOUT = re.compile(f"{_ABOUT_LATIN}|{_ABOUT_ELSEWHERE}", re.IGNORECASE)
_ABOUT_IN_SMALL = re.compile(_ABOUT_LATIN)
_CLICK = re.compile(
    r"^\W{0,4}(?:(?:click|tap|press) (?:here|on the link)(?:\s\w+){0,3}? (?:to|for) (?:read|see|view|watch|sign|subscribe|join|vote|buy|donate)|klicken sie hier|hier klicken|cliquez ici|haz clic|haga clic|pincha aquí|clique aqui|clicca qui|klik hier|klik her|klikk her|klicka här"
    r"|kliknij tutaj|klikněte|нажмите|klik di sini|klik disini|اضغط هنا|انقر هنا|点击(?:这里|此处)|點擊(?:這裡|此處))(?!\w)",
    re.IGNORECASE,
)
_SEE_HERE = re.compile(
    r"^\W{0,4}(?:(?:get|see|find|shop|buy|view|watch|sign up|order|book|learn more|read more)\s[^.!?]{3,140}\shere|(?:lesen|sehen|finden|bestellen|alle|mehr|weitere)\s[^.!?]{3,140}\shier|(?:retrouvez|découvrez|lire|voir|consultez)\s[^.!?]{3,140}\sici"
    r"|(?:lee|lea|mira|consulta|descubre)\s[^.!?]{3,140}\saquí|(?:leia|veja|confira|saiba)\s[^.!?]{3,140}\saqui|(?:leggi|guarda|scopri)\s[^.!?]{3,140}\squi|(?:lees|bekijk)\s[^.!?]{3,140}\shier|(?:les|läs|læs|se)\s[^.!?]{3,140}\sh[eä]r)\W{0,3}$",
    re.IGNORECASE,
)
_PAID_LINKS = re.compile(
    r"(?:^|[.!?*]\s)\W{0,3}(?:this (?:article|story|post|page|review|guide)[^.!?]{0,20} (?:contains?|includes?|features?) (?:affiliate|sponsored)|[^.!?]{0,60}(?:may|might|will|could) (?:earn|receive|get|make) (?:an? |us |some )?(?:small |affiliate )?commissions?"
    r"|(?:dieser|der) (?:artikel|text|beitrag) enthält (?:affiliate|provisions|werbe)|als amazon-partner|en tant que partenaire amazon|cet article contient des liens|como afiliado de amazon|este artículo contiene enlaces)",
    re.IGNORECASE,
)
_PAYING = ("affiliate", "sponsored", "commission", "provision", "werbe", "amazon", "contient", "contiene")
"""One of these is in all that `_PAID_LINKS` finds: asked first, because the pattern is slow."""
_MACHINE_LINE = re.compile(
    r"^(?:https?://\S{1,400}\.(?:jpe?g|png|gif|webp|svg)(?:\?\S{0,200})?|\d{4}-\d\d-\d\dT\d\d:\d\d\S{0,20}|\[(\w{2,20})[ =][^\]]{0,300}\].{0,300}\[/\1\])$",
    re.IGNORECASE,
)
_ORIGIN = re.compile(
    r"^\W{0,3}(?:read the original (?:article|story|post)|(?:this (?:article|story|piece|post|column|excerpt) )?(?:(?:was|is|has been) )?(?:reprinted|reproduced) (?:with|by) (?:the )?(?:kind )?permission)(?!\w)",
    re.IGNORECASE,
)
_READ_ON = re.compile(
    r"^\W{0,3}(?:read (?:the (?:full|whole|rest|complete)|on(?: |$)|full)|continue reading|keep reading|weiterlesen|weiter lesen|zum (?:ganzen |vollständigen )?artikel|lire la suite|lisez la suite|seguir leyendo|sigue leyendo|leer (?:más|la nota completa)|leia a íntegra|continue lendo"
    r"|continua a leggere|leggi tutto|lees verder|lees het hele|läs vidare|les videre|læs videre|lue koko|czytaj dalej|číst dál|čítať ďalej|tovább olvasom|читать (?:далее|полностью)|читати далі|διαβάστε περισσότερα|devamını oku|baca selengkapnya|đọc tiếp|اقرأ المزيد|قراءة المزيد"
    r"|המשך קריאה|อ่านต่อ|続きを読む|阅读全文|閱讀全文|더\s?보기|आगे पढ़ें)",
    re.IGNORECASE,
)
_LABELS = re.compile(
    r"^\W{0,3}(?:tags?|topics?|keywords?|filed under|categor(?:y|ies)|schlagw(?:ort|örter)|schlagworte|themen|stichwörter|mots[- ]clés|étiquettes|etiquetas|palabras clave|palavras[- ]chave|argomenti|trefwoorden|etiketter|emneord|tagi|štítky|теги|метки|ключевые слова|etiketler|label|كلمات مفتاحية|الوسوم"
    r"|תגיות|แท็ก|คำค้น|标签|標籤|关键词|關鍵字|タグ|キーワード|태그)\s{0,2}[:：]",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"^\W{0,3}(?:\d{1,6}\s)?(?:(?:view |show |leave a |all )?comments?|kommentare?|commentaires?|comentarios?|comentários?|commenti|reacties|kommentarer|kommentit|komentarze|komentáře|komentáre|hozzászólások|comentarii|комментари(?:и|ев|й)|коментарі|коментари|σχόλια|yorumlar|komentar|bình luận|التعليقات|تعليقات|תגובות"
    r"|ความคิดเห็น|评论|評論|留言|コメント|댓글|टिप्पणियां)\s?[(\[:]?\s?\d{0,6}\s?[)\]]?$",
    re.IGNORECASE,
)
_CUT_OFF = re.compile(r"^\W{0,3}\[?(?:…|\.{3})\]?$")
_EMBEDDED = re.compile(
    r"(?<!\w)(?:(?:third[- ]party|external|this|the|embedded|facebook|twitter|instagram|youtube|x)\s(?:content|post|video|tweet|element|media)|(?:extern\w{0,3}|redaktionelle\w?|dieser?|eingebunden\w{0,2}|eingebettet\w{0,2})\s(?:inhalt\w{0,2}|video|beitrag|tweet|element\w{0,2})|(?:ce|cet|les?) (?:contenu|vidéo|média|tweet)s?"
    r"|(?:este|el|os?) (?:contenido|vídeo|conteúdo|tuit|tweet)s?|(?:questo|il) (?:contenuto|video)|(?:deze|dit|de) (?:inhoud|video|content|bericht)|(?:det här|detta|dette) (?:innehåll\w{0,2}|innhold\w{0,2}|indhold\w{0,2})|tę? treść|t[eé]to obsah|tento obsah|tämä sisältö|этот контент|bu içeri\w{1,4})(?!\w)",
    re.IGNORECASE,
)
_EMBEDDED_IN_SMALL = re.compile(_EMBEDDED.pattern)
_AGREE = re.compile(
    r"cookie|consent|third[- ]part|your (?:privacy )?(?:settings|preferences)|zustimm|einwillig|einverstanden|akzeptier|datenschutz|privatsphäre|personenbezogen|consentement|accept|traceurs|consentimiento|consentimento|consenso|toestemming|samtyck|samtykke|godkänn|godkend|zgod|souhlas|suostumu|evästei|согласи|onay|çerez",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"(?<!\w)(?:load|view|display|see|show|enable|allow|watch|anzeigen|angezeigt|laden|nachgeladen|sehen|aktivieren|anzusehen|afficher|visualiser|voir|consulter|mostrar|ver|visualizar|visualizza\w{0,2}|vedere|bekijken|weergeven|zien|tonen|visa|vise|se|nähdä|näytä|wyświetlić|zobaczyć|zobrazit|посмотреть|görüntüle\w{0,3})(?!\w)",
    re.IGNORECASE,
)
_CONSENT = word_set(
    """cookie cookies consent browser browsers device devices partners vendors preferences settings advertising adverts opt-out opt personal data tracking website site sites privacy gdpr ccpa store stored information profile targeting
    geräte gerät daten personalisierte personalisiert inhalte anzeigen informationen anzeigenmessung einwilligung datenschutz drittanbietern speichern gespeichert profil verarbeitungszwecke geräte-kennungen standortdaten
    données personnelles consentement traceurs navigateur appareil publicité datos personales consentimiento navegador dispositivo publicidad dados pessoais consentimento dati personali consenso dispositivo gegevens apparaat toestemming"""
)
_ADDRESSED = word_set(
    "you your yours we us our sie ihr ihre ihrer ihren ihrem wir uns unser unsere unserer unseren dir dich dein deine deinem du vous votre vos nous notre nos usted su sus tu tus nosotros nuestro nuestra você seu sua nossos nosso tuo tuoi nostro je uw jouw wij we onze"
)
_COOKIES = word_set(
    "cookie cookies ccpa gdpr geräte-kennungen traceurs standortdaten anzeigenmessung verarbeitungszwecke opt-out"
)
_DENSE = 6
"""One word in so many speaks of consent, in texts that ask for it."""


def is_call(text: str) -> bool:
    """Say whether a line calls on the reader: to subscribe, follow, download, donate, send tips, click."""
    if len(text) > _MAX_CALL:
        return False
    if _CLICK.match(text) and len(text) < 160:
        return True
    small = _in_small(text)
    folded = text.casefold() if small is None else small
    pays = any(word in folded for word in _PAYING)
    if (pays and _PAID_LINKS.search(text)) or (len(text) < _SHORT_CALL and _SEE_HERE.match(text)):
        return True
    about, told = (_ABOUT, text) if small is None else (_ABOUT_IN_SMALL, small)
    if text[:1] in "\"'“„«‘「" or not (said := about.search(told)):
        return False
    if len(text) < _SHORT_CALL and (_CALL_AT_THE_END.search(text) or _CALL.search(text)):
        return True
    for match in _CALL.finditer(text):
        if said.start() < match.start() and not (said := about.search(told, match.start())):
            return False
        if said.end() <= match.end() + _NEAR:
            return True
    return False


def is_consent(text: str) -> bool:
    """Say whether a text stands in place of an embed until the reader agrees, or asks for consent."""
    if len(text) > _MAX_CONSENT:
        return False
    small = _in_small(text)
    embedded = _EMBEDDED.search(text) if small is None else _EMBEDDED_IN_SMALL.search(small)
    if embedded and _AGREE.search(text) and _SHOWN.search(text) and len(text) < 900:
        return bool(_ADDRESSED.intersection(tokens(text))) or len(text) < 160
    words = tokens(text)
    said = set(words)
    if said.isdisjoint(_COOKIES) or said.isdisjoint(_ADDRESSED) or len(said & _CONSENT) < 4:
        return False
    return sum(word in _CONSENT for word in words) * _DENSE >= len(words)


def is_note_to_machines(text: str) -> bool:
    """Say whether a line is no prose at all: an address of a picture, a time stamp, a short code of the site's software."""
    return bool(_MACHINE_LINE.match(text))


def is_way_on(text: str) -> bool:
    """Say whether a line leads on to the rest of the text, as feeds and teasers end ("Continue reading", "[…]")."""
    return bool(_CUT_OFF.match(text)) or (
        len(text) <= _SHORT_LABEL and bool(_READ_ON.match(text)) and text[-1:] not in ".!?"
    )


def is_list_of_topics(text: str) -> bool:
    """Say whether a line lists the article's topics after a label: "Tags: ferries, strikes"."""
    return len(text) <= _MAX_NOTE and bool(_LABELS.match(text)) and text[-1:] not in ".!?"


def heads_comments(text: str) -> bool:
    """Say whether a line is the heading of readers' comments: "Comments (3)"."""
    return len(text) <= _SHORT_LABEL and bool(_COMMENTS.match(text))


def is_origin(text: str) -> bool:
    """Say whether a line only says where the text was taken from."""
    return len(text) <= _MAX_NOTE and bool(_ORIGIN.match(text))


def _in_small(text: str) -> str | None:
    """Give a text of Western European letters in small ones; None for any other.

    Patterns that ignore case are slow; there, and only there, a pattern of small letters finds the same in small letters.
    """
    if not text.isascii():
        try:
            text.encode("cp1252")
        except UnicodeEncodeError:
            return None
    return text.lower()
