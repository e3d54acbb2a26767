"""Names in scripts without capitals: triggers do the work (titles, offices, verbs of saying, heads of organisations)."""

from __future__ import annotations

import re
from collections.abc import Callable

from newsgrid.annotate.names_cased import Mention
from newsgrid.annotate.names_words import bodies_for, primary, word_set, words_for
from newsgrid.text import fold

_WINDOW = 40
"""Characters after a trigger in which a name may stand; bounds every search."""


def find_mentions_uncased(text: str, language: str) -> list[Mention]:
    """Give the names of a text in a script without capitals, in order, known bodies first."""
    code = primary(language)
    found = _bodies(text, code)
    reader = _READERS.get(code)
    if reader is not None:
        found.extend(reader(text))
    found.sort(key=lambda m: (m.start, not m.body, -m.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _mention(text: str, start: int, end: int, kind: str, score: float = 3.0, body: str = "") -> Mention:
    form = text[start:end]
    return Mention(start, end, form, tuple(fold(form).split()), {kind: score}, body)


def _bodies(text: str, code: str) -> list[Mention]:
    pattern, ids = _body_pattern(code)
    return [
        _mention(text, m.start(), m.end(), "organisation", 5.0, ids.get(m.group(), ids.get(fold(m.group()), "")))
        for m in pattern.finditer(text)
    ]


def _body_pattern(code: str) -> tuple[re.Pattern[str], dict[str, str]]:
    if code not in _PATTERNS:
        forms = bodies_for(code).forms
        own: dict[str, str] = {}
        for form, ident in forms.items():
            if form.isascii() and len(form) > 5 and not form[0].isupper():
                continue  # Full names in Latin letters stand folded; in these texts acronyms are what occurs.
            if form.isascii() or not re.search(r"[a-zа-яё]", form):
                own[form] = ident
        table = _raw_bodies(code)
        own.update(table)
        alternatives = "|".join(
            re.escape(f) for f in sorted(own, key=len, reverse=True) if f and (not f.isascii() or f[0].isupper())
        )
        _PATTERNS[code] = (re.compile(rf"(?<![A-Za-z0-9])(?:{alternatives})(?![A-Za-z0-9])"), own)
    return _PATTERNS[code]


def _raw_bodies(code: str) -> dict[str, str]:
    bodies = bodies_for(code)
    return {form: ident for ident, forms in bodies.raw.items() for form in forms}


_PATTERNS: dict[str, tuple[re.Pattern[str], dict[str, str]]] = {}

# Chinese ------------------------------------------------------------------------------------------------------------
_ZH_SURNAMES = "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡林郭何高罗羅郑鄭梁谢謝宋唐许許邓鄧冯馮韩韓曹曾彭萧蕭蔡潘田董袁于余叶葉蒋蔣杜苏蘇魏程吕呂丁沈任姚卢盧傅钟鐘姜崔谭譚廖范汪陆陸金石戴贾賈韦韋夏邱方侯邹鄒熊孟秦白江阎閻薛尹段雷黎史龙龍陶贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武莫孔向汤湯习習祝褚瞿裴温溫柯祁关關葛"
_ZH_SOUNDS = (
    "阿埃艾爱安奥澳巴白拜班邦保鲍贝本比彼毕别宾波博伯勃布查德代戴丹道登邓迪地蒂丁顿多恩尔法范菲费芬丰弗福夫富盖甘冈高戈格葛根贡古瓜哈海汉豪赫黑亨洪胡华怀霍基吉加贾简金晋君卡开凯坎康考柯科可克肯库夸拉莱赖兰朗劳勒雷蕾里利丽莉立连莲良列烈林琳龙隆卢鲁路伦罗洛吕玛马迈麦曼芒毛梅门蒙孟米密敏明缪摩莫默姆穆拿娜纳乃奈南内嫩尼妮宁努诺欧帕派潘庞佩彭皮珀平泼坡普其契恰乔切钦琼丘曲热仁日茹儒瑞若撒萨塞赛三桑瑟森沙莎山珊尚绍舍申圣施史士斯丝思松苏索所塔台太泰坦汤唐陶特滕提惕田廷通图土托瓦万旺威韦维魏温文翁沃乌武西希锡夏香肖谢辛新休许雪逊雅亚扬杨姚耶叶伊以易因英永尤于约宰泽扎詹张珍芝治兹子宗祖佐"
    "蒙达诺盖姆拉德贝希琳纳维奇娃夫季捷托夫罗什廖娅莲茨涅齐佐洛波甫谢尔盖阿尔卡季涅姬娣黛琪"
)
_ZH_NAME_SOUND = f"[{''.join(sorted(set(_ZH_SOUNDS)))}]"
_ZH_ROLES = (
    "总统|總統|主席|总理|總理|首相|副总统|部长|部長|副部长|外长|外長|防长|财长|国务卿|秘书长|秘書長|发言人|發言人|市长|市長|省长|州长|局长|副局长|行长|副行长|院长|校长|会长|主任|大使|特使|议员|議員|议长|"
    "国王|女王|王子|总书记|书记|书记|领导人|负责人|導人|教授|博士|医生|护士|律师|法官|检察官|记者|專家|专家|学者|研究员|经济学家|分析师|工程师|教练|主帅|队长|球员|前锋|门将|作家|导演|演员|歌手|创始人|首席执行官|总裁|董事长|总经理|将军|司令|司机|村民|居民|市民|设计师|总设计师|盟友|外交部长|国防部长|馆长|专员|先生|女士"
)
_ZH_TWO = "(?:" + "|".join(r for r in _ZH_ROLES.split("|") if len(r) == 2) + ")"
_ZH_SAYS = "说|說|表示|称|稱|指出|强调|強調|认为|認為|透露|补充|告诉|告訴|回应|回應|解释|警告|宣布|写道|坦言|介绍|提醒|主张|呼吁"
_ZH_EDGE = rf"(?:{_ZH_SAYS})|[，。、：；！？”“）（《》\s在于对向与和的将曾也就出会访是已则当]|$"
_ZH_DOTTED = re.compile(
    rf"(?:{_ZH_NAME_SOUND}{{1,7}}|(?:(?<={_ZH_TWO})|(?<=[，。、：；“\s]))[\u4e00-\u9fff]{{1,4}})(?:[·•‧](?:{_ZH_NAME_SOUND}{{1,8}}|[\u4e00-\u9fff]{{1,5}}?(?={_ZH_EDGE}))){{1,3}}"
)
_ZH_ROLE_TAIL = re.compile(rf"(?:{_ZH_ROLES})$")
_ZH_AFTER_ROLE = re.compile(
    rf"(?:{_ZH_ROLES})(?P<name>[{_ZH_SURNAMES}][\u4e00-\u9fff]{{1,2}}?|{_ZH_NAME_SOUND}{{2,6}}?)(?=(?:{_ZH_SAYS})|[，。、：；！？”“（在于对向与和的将曾也就出会访是已则当])"
)
_ZH_BEFORE_ROLE = re.compile(
    rf"(?<![\u4e00-\u9fff·])(?P<name>[{_ZH_SURNAMES}][\u4e00-\u9fff]{{1,2}}?|{_ZH_NAME_SOUND}{{2,5}}?)(?=(?:{_ZH_ROLES}))"
)
_ZH_BEFORE_SAYS = re.compile(
    rf"(?:^|(?<=[，。！？”；：\s]))(?P<name>[{_ZH_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=(?:{_ZH_SAYS}))", re.M
)
_ZH_ORG_HEADS = (
    "委员会|委員會|法院|法庭|中央银行|银行|銀行|公司|集团|集團|大学|大學|学院|研究院|研究所|协会|協會|联盟|联合会|理事会|组织|組織|基金会|基金|管理局|警察局|气象局|俱乐部|部队|通讯社|电视台|"
    "博物馆|图书馆|医院|交易所|工会|外交部|国防部|财政部|卫生部|商务部|教育部|司法部|环境部|交通部|农业部|能源部|议会|议院|国会|参议院|众议院|政党|党"
)
_ZH_ORG = re.compile(
    rf"(?P<name>[\u4e00-\u9fff]{{2,12}}?(?:{_ZH_ORG_HEADS})(?:货币政策委员会)?)(?![\u4e00-\u9fff]?(?:员|長|长))"
)
_ZH_CUT = re.compile(
    r"\A.*(?:[的在由与和及向对是为被称把从将让给到经于据以因而但或]|表示|宣布|日前|承诺|设立|成立|要求|提供|支持|投资|通过|加入|反对|批准|前往|报道|以及|根据|此前|其中|一家|当地|该|这家|位于|年|月|日|名|个)"
)
_ZH_NOT_NAME = word_set(
    "表示 宣布 高度 方面 何时 马上 成为 任何 许多 向来 万人 金额 石油 白天 江南 关于 温度 程序 周一 周二 周三 周四 周五 周六 周日 高级 任命 余下 于是"
)


def _chinese(text: str) -> list[Mention]:
    found: list[Mention] = []
    known: set[str] = set()
    for match in _ZH_DOTTED.finditer(text):
        start = match.start()
        # A role's last characters may sound like a name: 护士 before 坦德卡.
        start += next(
            (
                n
                for n in (2, 1)
                if _ZH_ROLE_TAIL.search(text, max(0, start - 3), start + n) and "·" not in text[start : start + n + 1]
            ),
            0,
        )
        found.append(_mention(text, start, match.end(), "person"))
        known.add(text[start : match.end()])
    for pattern in (_ZH_AFTER_ROLE, _ZH_BEFORE_ROLE, _ZH_BEFORE_SAYS):
        for match in pattern.finditer(text):
            form = match.group("name")
            if form not in _ZH_NOT_NAME:
                found.append(_mention(text, match.start("name"), match.end("name"), "person"))
                known.add(form)
    for match in _ZH_ORG.finditer(text):
        cut = _ZH_CUT.match(match.group("name"))
        start = match.start("name") + (cut.end() if cut else 0)
        if match.end("name") - start > 3:
            found.append(_mention(text, start, match.end("name"), "organisation", 2.0))
    found.extend(_repeats(text, known, _last_han))
    return found


def _last_han(form: str) -> list[str]:
    """Give the parts of a name that may stand alone: the last part of a dotted one."""
    parts = re.split(r"[·•‧・]", form)
    return [form, parts[-1]] if len(parts) > 1 and len(parts[-1]) > 1 else [form]


def _repeats(text: str, known: set[str], parts: Callable[[str], list[str]]) -> list[Mention]:
    """Find names seen once everywhere else they stand, also by the part that stands alone."""
    alone = {part for form in known for part in parts(form) if len(part) > 1}
    if not alone:
        return []
    pattern = re.compile("|".join(re.escape(p) for p in sorted(alone, key=len, reverse=True)))
    return [_mention(text, m.start(), m.end(), "person", 2.0) for m in pattern.finditer(text)]


# Japanese and Korean ------------------------------------------------------------------------------------------------
_JA = re.compile(
    r"(?P<name>[\u30a1-\u30fa\u30fc]{2,12}(?:[・＝=][\u30a1-\u30fa\u30fc]{2,12}){0,3}|[\u4e00-\u9fff]{2,5}?)(?=(?:氏|さん|首相|大統領|国家主席|外相|防衛相|財務相|知事|市長|容疑者|被告|教授|社長|会長|議員|監督|選手|博士|長官|報道官))"
)
_JA_DOTTED = re.compile(r"[\u30a1-\u30fa\u30fc]{2,12}(?:[・＝][\u30a1-\u30fa\u30fc]{2,12}){1,3}")
_JA_NOT = word_set("米 仏 露 英 中国 日本 米国 韓国 前 元 副 現職 同 両")
_KO = re.compile(
    r"(?P<name>[\uac00-\ud7a3]{2,5}(?: [\uac00-\ud7a3]{2,6})?) (?=(?:대통령|총리|장관|의원|씨|대표|위원장|시장|교수|회장|사장|감독|선수|국장|대변인|대사|지사|판사|검사|변호사|박사|국왕|주석)(?:[은는이가의도과와을를에]|[\s,.]|$))"
)
_KO_NATION = re.compile(r"^(?:\S*(?:국|시아|아|프랑스|독일|일본|미국|전|현|부|신임|이탈리아|스페인)) (?=\S)")


def _japanese(text: str) -> list[Mention]:
    found = [_mention(text, m.start(), m.end(), "person") for m in _JA_DOTTED.finditer(text)]
    named = (m for m in _JA.finditer(text) if m.group("name") not in _JA_NOT)
    found.extend(_mention(text, m.start("name"), m.end("name"), "person") for m in named)
    return found


def _korean(text: str) -> list[Mention]:
    found: list[Mention] = []
    for match in _KO.finditer(text):
        nation = _KO_NATION.match(match.group("name"))
        start = match.start("name") + (nation.end() if nation else 0)
        found.append(_mention(text, start, match.end("name"), "person"))
    return found


# Thai ---------------------------------------------------------------------------------------------------------------
_TH_TITLES = (
    "นางสาว|ป้า|ลุง|นาย(?!ก|จ้าง|ทหาร|ทุน|หน้า|ช่าง|แพทย์|ตำรวจ|อำเภอ|ประกัน)|นาง(?!าน|แบบ|เอก|ฟ้า|พยาบาล|เงือก)|น\\.ส\\.|ดร\\.|ศ\\.ดร\\.|รศ\\.ดร\\.|ผศ\\.ดร\\.|รศ\\.|ผศ\\.|ศาสตราจารย์|นพ\\.|พญ\\.|ทพ\\.|พล\\.[ตอท]\\.[อทต]\\.|พล\\.[อทต]\\.|พล\\.ร\\.[อทต]\\.|"
    "พ\\.ต\\.[อทต]\\.|พ\\.[อทต]\\.|ร\\.ต\\.[อทต]\\.|ร\\.[อทต]\\.|ม\\.ร\\.ว\\.|ม\\.ล\\.|นายแพทย์|แพทย์หญิง|คุณ(?=[ก-ฮ])|ประธานาธิบดี|นายกรัฐมนตรี|รัฐมนตรีว่าการ[^\\s]{0,30}? |รองประธานาธิบดี|สมเด็จ|พระราชาธิบดี|"
    "กัปตัน|โค้ช|ผู้พิพากษา|ทนายความ|นักวิจัย |โฆษก(?:[^\\s]{0,25} )"
)
_TH_RUN = r"[\u0e01-\u0e3a\u0e40-\u0e4e]"
_TH_STOP = "กล่าว|ระบุ|เปิดเผย|บอก|เผย|ชี้|ยืนยัน|ย้ำ|เตือน|แถลง|อธิบาย|เสริม|ถาม|ตอบ|พูด|เล่า|ประกาศ|เขียน|ให้|ยอมรับ|หัวหน้า|ประธาน|ผู้|โฆษก|รัฐมนตรี|นายก|อดีต|ซึ่ง|ที่|และ|กับ|จาก|ของ|ใน|เป็น|ได้|จะ|มี|ว่า|เดินทาง|พบ|เข้า|อายุ|วัย|แห่ง|เพื่อ|เมื่อ|โดย|ไม่|คน|ยัง|ถูก|เคย|กำลัง|เรียก|หารือ|ต้อนรับ|ขณะ|ด้าน|รอง|ปลัด|เจ้าหน้าที่|อธิบดี|เลขา"
_TH_NAME = re.compile(
    rf"(?:{_TH_TITLES}) ?(?P<first>(?:(?!{_TH_STOP}){_TH_RUN}){{2,24}})(?P<rest>(?: (?!(?:{_TH_STOP}))(?:(?!{_TH_STOP}){_TH_RUN}){{2,24}})?)"
)
_TH_APPOSED = re.compile(
    rf"(?:^|(?<=[\s“”\"]))(?P<first>(?!(?:{_TH_STOP}))(?:(?!{_TH_STOP}){_TH_RUN}){{2,16}}) (?P<rest>(?!(?:{_TH_STOP}))(?:(?!{_TH_STOP}){_TH_RUN}){{2,16}}) (?=(?:หัวหน้า|ประธาน|ผู้อำนวยการ|ผู้จัดการ|ผู้ว่า|ผู้ดูแล|ผู้ก่อตั้ง|โฆษก|รัฐมนตรี|นายกเทศมนตรี|เลขาธิการ|อธิบดี|กรรมการ|วัย|อายุ|กล่าวว่า|เปิดเผยว่า|ระบุว่า))",
    re.M,
)
_TH_TITLE = re.compile(rf"(?:{_TH_TITLES}) ?")
_TH_ORG = re.compile(
    rf"(?P<name>(?:กระทรวง|ธนาคาร|มหาวิทยาลัย|บริษัท|พรรค|สถาบัน|สมาคม|มูลนิธิ|คณะกรรมการ|คณะกรรมาธิการ|องค์การ|องค์กร|สำนักงาน|ศาล|สโมสร|โรงพยาบาล|สภา|สหภาพ|กรม|สำนักข่าว|กองทุน|กองทัพ)(?:(?!{_TH_STOP}){_TH_RUN}){{3,30}})"
)
_TH_ORG_HEAD_ONLY = word_set("ศาลสูง ศาลฎีกา สภาเมือง สำนักงาน กรมธรรม์ ศาลา สภาพ สภาวะ กรมการ")


def _thai(text: str) -> list[Mention]:
    found: list[Mention] = []
    known: set[str] = set()
    for pattern in (_TH_NAME, _TH_APPOSED):
        for match in pattern.finditer(text):
            start = match.start("first")
            title = _TH_TITLE.match(text, start)
            if title is not None and title.end() < match.end("first") - 2:
                start = title.end()
            found.append(_mention(text, start, match.end("rest"), "person"))
            known.add(text[start : match.end("rest")])
    named = (m for m in _TH_ORG.finditer(text) if not m.group().startswith(tuple(_TH_ORG_HEAD_ONLY)))
    found.extend(_mention(text, m.start(), m.end(), "organisation", 1.5) for m in named)
    found.extend(_repeats(text, known, lambda form: [form, *(p for p in form.split() if len(p) > 4)]))
    return found


# Arabic and other scripts with spaces -------------------------------------------------------------------------------
_AR_WORD = re.compile(r"[\u0621-\u064a\u0670-\u06d3\u200c]+")
_AR_STOP = frozenset(
    fold(w)
    for w in word_set(
        "في من إلى على عن مع أن إن أنه إنه أنها إنها بأن لأن كان كانت هذا هذه ذلك تلك التي الذي الذين ما لا لم لن قد أو ثم بعد قبل خلال عند عندما حين بين حول ضد دون أمام منذ حتى "
        "هو هي هم وهو وهي كما كل بعض غير يوم أمس اليوم الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد وأن وإن وفي ومن وقد ولم ولا وكان حيث إذ فيما بينما لكن ولكن له لها لهم به بها فيه فيها أيضا ليل مساء صباح تصريح تصريحات مؤتمر إنهم لوكالة للصحفيين للصحافيين عبر بشأن حسب وفق بدوره أول عقب سوف سيتم تم الآن هناك "
        "الماضي المقبل الجاري أكثر أقل نحو إلا إذا لو كي لكي حال ظل رغم بسبب وسط لدى"
    )
)
_AR_NISBA = re.compile(r"^ال[\u0621-\u064a]{2,}(?:ي|ية|اني|انية)$")
_AR_LINK = frozenset({"بن", "ابن", "بنت", "أبو", "ابو", "آل", "عبد", "أم"})


def _arabic(text: str) -> list[Mention]:
    words = words_for("ar")
    tokens = [(m.start(), m.end(), m.group(), fold(m.group())) for m in _AR_WORD.finditer(text)]
    found: list[Mention] = []
    known: set[str] = set()
    for index, (_, _, _, folded) in enumerate(tokens):
        bare = folded if folded in words.roles or folded in words.titles else folded.removeprefix("و").removeprefix("ل")
        is_role = bare in words.roles or bare in words.titles
        if is_role or folded in words.says:
            span = _arabic_name(text, tokens, index, role=is_role)
            if span is not None:
                found.append(_mention(text, *span, "person"))
                known.add(text[span[0] : span[1]])
        if folded in words.orgs and not folded.startswith("ال") and index + 1 < len(tokens):
            end = _arabic_org(text, tokens, index)
            if end > index:
                found.append(_mention(text, tokens[index][0], tokens[end][1], "organisation", 2.0))
    found.extend(_repeats(text, known, _arabic_alone))
    return [m for m in found if _bounded(text, m)]


def _bounded(text: str, mention: Mention) -> bool:
    before, after = text[mention.start - 1 : mention.start], text[mention.end : mention.end + 1]
    return not (before.isalpha() and before not in "ولبفك") and not after.isalpha()


def _arabic_alone(form: str) -> list[str]:
    parts = form.split()
    return [form, parts[-1]] if len(parts) > 1 and len(parts[-1]) > 3 else [form]


def _arabic_name(
    text: str, tokens: list[tuple[int, int, str, str]], index: int, *, role: bool
) -> tuple[int, int] | None:
    """Find the name that a role or verb at `index` announces: the last two words before the phrase ends."""
    words = words_for("ar")
    phrase: list[int] = []
    for at in range(index + 1, min(len(tokens), index + 9)):
        gap = text[tokens[at - 1][1] : tokens[at][0]]
        if gap.strip(" \u00a0"):
            break
        folded = tokens[at][3]
        if folded in _AR_STOP or folded in words.says:
            break
        if folded in words.roles or folded in words.titles:
            phrase = []
            role = True
            continue
        phrase.append(at)
    else:
        if len(phrase) > 6:
            return None
    while phrase and _AR_NISBA.match(tokens[phrase[0]][2]) and len(phrase) > 2:
        phrase.pop(0)
    if not phrase or (len(phrase) == 1 and (not role or tokens[phrase[0]][2].startswith("ال"))):
        return None
    size = _trailing_without_article([tokens[at][2] for at in phrase])
    if len(phrase) >= 3 and tokens[phrase[-2]][2] in _AR_LINK:
        size = 3
    first = phrase[-size:][0]
    if len(phrase) >= 2 and tokens[first][2].startswith("ال"):
        return None
    if not role and (len(phrase) > 2 or tokens[phrase[-1]][2].startswith("ال")):
        return None
    if len(phrase) == 3 and not any(tokens[at][2].startswith("ال") for at in phrase):
        first = phrase[0]
    last = phrase[-1]
    if _AR_NISBA.match(tokens[last][2]) and len(phrase) > 2 and tokens[phrase[-2]][2].startswith("ال"):
        return None
    return tokens[first][0], tokens[last][1]


def _trailing_without_article(words: list[str]) -> int:
    """Give how many words the name at a phrase's end has: three when three stand behind a word with the article."""
    run = 0
    while run < len(words) and not words[-1 - run].startswith("ال"):
        run += 1
    return 3 if run == 3 and len(words) > 3 else 2


def _arabic_org(text: str, tokens: list[tuple[int, int, str, str]], index: int) -> int:
    """Give the index of the last word of an organisation's name that begins at `index`: its words with the article."""
    end = index
    for at in range(index + 1, min(len(tokens), index + 5)):
        if text[tokens[at - 1][1] : tokens[at][0]].strip(" \u00a0"):
            break
        if not tokens[at][2].startswith(("ال", "وال", "لل")) or tokens[at][3] in _AR_STOP:
            break
        end = at
    return end


_READERS: dict[str, Callable[[str], list[Mention]]] = {
    "zh": _chinese, "yue": _chinese, "ja": _japanese, "ko": _korean, "th": _thai, "ar": _arabic, "fa": _arabic, "ur": _arabic,
}  # fmt: skip
