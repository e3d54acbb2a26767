"""Names of months in many languages, and years of other calendars."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

# A name with `*` stands for all words that begin so; no weekday's name does (`Maandag`, `martes`, `Paz` are days).
_NAMES = (
    "jan* jaan* janv* ene* gen genn* gener xan* ian* ocak oca sty* led ledn* leden sij* sausi* tammi* urt* qaŋ* yanv* янв* яну* січ* студз* јан* қаң* ιαν* يناير جانفي "
    "كانونالثاني ژانویه جنوری जन* জানু* ஜன* జన* ജനു* ಜನ* જાન્યુ* ม.ค* มกรา* ມັງກອນ មករា ဇန်* ינואר հունվ* იან*",
    "feb* fev* fév* şub* subat úno* unor* velj* vasar* helmi* veebr* otsail* лют* фев* феб* φεβ* فبراير فيفري شباط فوریه فروری פברואר फर* फ़र* फेब* ফেব* பிப்* "
    "ఫిబ్ర* ഫെബ്രു* ಫೆಬ್ರ* ફેબ્રુ* ก.พ* กุมภา* ກຸມພາ កុម្ភៈ ဖေ* փետ* თებ*",
    "mar march mars marzo märz* mär mrz maart mrt marec marca marc març* marț mart marta martie marts mars márc* mac břez* brez* ožu* kov kovo maalis* märts* martx* "
    "мар* бер* сак* μαρ* μάρ* مارس آذار اذار مارچ מרץ मार्च* মার্চ* மார்* మార్చి* മാർ* ಮಾರ್* માર્ચ* มี.ค* มีนา* ມີນາ មីនា မတ် մար* მარ*",
    "apr* avr* abr* nis* kwi* dub dubn* duben tra travanj travnj* baland* huhti* apiril* апр* квіт* крас* απρ* أبريل ابريل أفريل نيسان آوریل اپریل אפריל अप्र* এপ্র* ஏப்* "
    "ఏప్రి* ഏപ്ര* ಏಪ್ರ* એપ્ર* เม.ย* เมษา* ເມສາ មេសា ဧပြီ ապր* აპრ*",
    "may mai maj maja maio mayo mag maggio mei maí mayıs mayis máj* květ* kvě* kvet* svi svib* geg* touko* maijs maijā maiatz* maig мая май мај* маја трав* μαΐ* μάι* μαϊ* μαι* "
    "مايو ماي أيار ايار مئی מאי मई मे মে மே మే മേയ് മെയ് ಮೇ મે พ.ค* พฤษภา* ພຶດສະພາ ឧសភា မေ մայ* მაი*",
    "jun* juin giu* haz* cze* červn* červen cerven cervn* čvn lipnj* lipanj birž* kesä* juuni juun jún* ekain* iun* iyun* июн* юни* јун* черв* чэрв* ιουν* ιούν* يونيو جوان "
    "حزيران ژوئن جون יוני जून* जुन* জুন* ஜூன்* జూన్ ജൂൺ ജൂണ്‍ ಜೂನ್ જૂન มิ.ย* มิถุ* ມິຖຸນາ មិថុនា ဇွန် հուն* ივნ*",
    "jul* juil* lug* tem* lip lipc* lipiec červenc* červenec cervenc* cervenec čvc srpnj* srpanj liep* heinä* juuli juul júl* uztail* iul* iyul* июл* юли* јул* лип* ліп* ιουλ* ιούλ* "
    "يوليو جويلية تموز ژوئیه جولائی יולי जुल* জুলা* ஜூலை* జూలై జులై ജൂലൈ ಜುಲೈ જુલાઈ ก.ค* กรกฎา* ກໍລະກົດ កក្កដា ဇူ* հուլ* ივლ*",
    "aug* aoû* aou* ago* ağu* agu* ogos sie* srp srpen srpna kolov* rugpj* elo* ágú* abuzt* avg* авг* серп* жнів* ауг* αυγ* αύγ* أغسطس اغسطس أوت آب اوت اگست אוגוסט अग* অগা* আগ* "
    "ஆக* ఆగ* ഓഗ* ಆಗ* ઑગ* ส.ค* สิงหา* ສິງຫາ សីហា ဩ* օգ* აგვ*",
    "sep* sett* set setem* setiem* eyl* wrz* zář* zari ruj* rugsė* syys* szept* irail* sent* сен* септ* вер* σεπ* سبتمبر أيلول ايلول سپتامبر ستمبر ספטמבר सित* सप्ट* সেপ* செப்* సెప్* "
    "സെപ്* ಸೆಪ್* સપ્ટ* ก.ย* กันยา* ກັນຍາ កញ្ញា စက်* սեպ* სექ*",
    "oct* okt* out outub* ott* eki* paź* říj* rij rijna spal* loka* urri* окт* жовт* кастр* οκτ* أكتوبر اكتوبر تشرينالأول تشرينالاول اکتبر اکتوبر אוקטובר अक्ट* अक्तू* ऑक्ट* অক্টো* "
    "அக்* అక్టో* ഒക്ടോ* ಅಕ್ಟೋ* ઑક્ટ* ต.ค* ตุลา* ຕຸລາ តុលា အောက်* հոկ* ოქტ*",
    "nov* nóv* noi* noy* lis* stu stud* kas* lapkr* marras* azar* ноя* ное* нов* лист* ліст* νοέ* νοε* نوفمبر تشرينالثاني نوامبر نومبر נובמבר नव* नोव्ह* নভে* நவ* నవ* നവ* ನವೆ* નવે* พ.ย* "
    "พฤศจิกา* ພະຈິກ វិច្ឆិកា နို* նոյ* ნოე*",
    "dec* déc* dez* dic* dis* des* ara* gru* pros* gruod* joulu* abend* dek* дек* груд* снеж* δεκ* ديسمبر كانونالأول كانونالاول دسامبر دسمبر דצמבר दिस* डिस* ডিসে* டிச* డిసెం* ഡിസം* "
    "ಡಿಸೆಂ* ડિસે* ธ.ค* ธันวา* ທັນວາ ធ្នូ ဒီ* դեկ* დეკ*",
)  # fmt: skip
_PERSIAN = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split()
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}


def fold(text: str) -> str:
    """Bring a text to the form in which names are compared: compatible characters, small letters, ASCII digits."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in text)


_EXACT = {
    fold(name): number for number, names in enumerate(_NAMES, 1) for name in names.split() if not name.endswith("*")
}
_STARTS = {
    fold(name[:-1]): number for number, names in enumerate(_NAMES, 1) for name in names.split() if name.endswith("*")
}
_LONGEST = max(map(len, _STARTS))
_PERSIAN_MONTHS = {fold(name): number for number, name in enumerate(_PERSIAN, 1)}


def month_of(word: str) -> int | None:
    """Give the month a folded word names; its longest known beginning decides. A Hebrew `in` before it is passed over."""
    word = word.strip(".'’ʼ")
    found = _EXACT.get(word)
    for size in range(min(len(word), _LONGEST), 1, -1):
        if found:
            break
        found = _STARTS.get(word[:size])
    return found or (month_of(word[1:]) if word.startswith("ב") else None)


def persian_month_of(word: str) -> int | None:
    """Give the month of the Solar Hijri calendar that a folded word names."""
    return _PERSIAN_MONTHS.get(word.strip("."))


def year_of_era(era: str, number: int) -> int:
    """Give the year of a Japanese era, or of the Republic's in Taiwan."""
    return _ERAS[era] + number


def common_year(number: int, digits: int) -> int:
    """Give the common year: of two digits as RFC 2822, 4.3 reads them (or the Buddhist year's last two), of a Buddhist year 543 less."""
    if digits <= 2:
        return number + (2000 if number < 50 else 1957 if 60 <= number <= 75 else 1900)
    return number - 543 if 2400 < number < 2700 else number


def is_persian_year(number: int) -> bool:
    """Say whether a year is one of the Solar Hijri calendar in which feeds were written."""
    return 1370 <= number <= 1420


def from_persian(year: int, month: int, day: int) -> date:
    """Give the common date of a Solar Hijri one, 1370 to 1420: every fourth year is long, save where 33 years hold eight of them."""
    if not (1 <= month <= 12 and 1 <= day <= (31 if month <= 6 else 30)):
        raise ValueError(f"{year}-{month}-{day} is no date of the Solar Hijri calendar.")
    # The long years between 1370 and 1420.
    long_years = sum(
        1 for number in (1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408, 1412, 1416) if number < year
    )
    start = date(1991, 3, 21) + timedelta(days=365 * (year - 1370) + long_years)
    return start + timedelta(days=31 * min(month - 1, 6) + 30 * max(0, month - 7) + day - 1)
