"""Plain text is read in any encoding; what is no text is refused."""

from __future__ import annotations

import pytest

from newsgrid.errors import PageError
from newsgrid.extract import extract, read_text

TEXTS = {
    "cp874": "เรือข้ามฟากหยุดเดินเป็นวันที่สาม ผู้โดยสารกว่าหมื่นคนต้องหาทางอื่น นายกเทศมนตรีกล่าวว่าจะเจรจาในวันพุธ",
    "cp1256": "أضرب بحارة العبارات لليوم الثالث على التوالي، وبقي آلاف الركاب على الرصيف، وقال رئيس البلدية إن المحادثات تستأنف الأربعاء.",
    "cp1251": "Экипажи паромов бастуют третий день, тысячи пассажиров остались на причале, переговоры продолжатся в среду.",
    "koi8_r": "Экипажи паромов бастуют третий день, тысячи пассажиров остались на причале, переговоры продолжатся в среду.",
    "cp949": "여객선 선원들이 사흘째 파업을 이어가면서 수천 명의 승객이 부두에 발이 묶였다고 시 당국이 밝혔다.",
    "gb18030": "渡轮罢工进入第三天，数千名乘客被困在码头，市长表示谈判将于周三恢复。",
    "cp1252": "Les équipages des bacs ont cessé le travail pour le troisième jour; la mairie espère une réunion mercredi à l’hôtel.",
    "cp1250": "Załogi promów strajkują trzeci dzień, tysiące pasażerów zostało na nabrzeżu, rozmowy zostaną wznowione w środę.",
    "utf-8-sig": "Ferry crews walked out for a third day — and the board says nothing.",
    "utf-16": "Ferry crews walked out for a third day — and the board says nothing.",
    "utf-16-le": "Ferry crews walked out for a third day, and the board says nothing.",
    "utf-16-be": "Ferry crews walked out for a third day, and the board says nothing.",
}


@pytest.mark.parametrize("codec", TEXTS)
def test_text_is_read_in_its_encoding(codec: str) -> None:
    text = (TEXTS[codec] + "\n") * 3
    assert read_text(text.encode(codec)) == text


@pytest.mark.parametrize("body", [b"%PDF-1.7 and so on", bytes(range(256)) * 8, b"\x1f\x8b\x08\x00rest"])
def test_what_is_no_text_is_refused(body: bytes) -> None:
    with pytest.raises(PageError) as refused:
        read_text(body, "quay.bin")
    assert (refused.value.reason, refused.value.item) == ("not-html", "quay.bin")


@pytest.mark.parametrize(
    ("language", "codec"), [("ko", "cp949"), ("th", "cp874"), ("ru", "cp1251"), ("zh-CN", "gb18030")]
)
def test_page_that_declares_another_encoding_is_read_by_its_language(language: str, codec: str) -> None:
    paragraphs = "".join(f"<p>{TEXTS[codec]} {n}.</p>" for n in range(6))
    page = f'<html lang="{language}"><head><meta charset="utf-8"></head><body><article><h1>{TEXTS[codec][:20]}</h1>{paragraphs}</article></body></html>'
    assert TEXTS[codec][:10] in extract(page.encode(codec)).text
