"""Certificates and notices of DOMAIN §5 on sheets of their own."""

from __future__ import annotations

from card_canvas import Canvas
from card_desk import Desk, Paper, fields_of
from card_people import digits, my_number, wareki


def pension(desk: Desk) -> Paper:
    who, rng = desk.who, desk.rng
    number = digits(10, rng)
    if rng.random() < 0.5:
        page = Canvas(130, 90, desk.dpi, desk.fonts, (250, 247, 238))
        page.text(30, 12, "基礎年金番号通知書", 4.4, "bold")
    else:
        page = Canvas(130, 90, desk.dpi, desk.fonts, (214, 230, 240))
        page.text(45, 12, "年　金　手　帳", 5.0, "bold")
    page.text(12, 30, "基礎年金番号", 3.0)
    page.hidden(44, 30, f"{number[:4]}-{number[4:]}" if rng.random() < 0.7 else number, 4.2)
    page.text(12, 42, "氏名", 3.0)
    page.text(32, 42, who.name, 4.2)
    page.text(12, 54, "生年月日", 3.0)
    page.text(32, 54, wareki(who.birth), 3.6)
    return Paper("PEN", page, {"name": who.name, "birth": wareki(who.birth)})


def certificate(desk: Desk) -> Paper:
    """住民票の写し, with or without the number; with the code; with 本籍 and 続柄 or left out."""
    who, rng, page = desk.who, desk.rng, desk.sheet()
    page.text(75, 12, "住　民　票", 6.0, "serif")
    rows = [("氏名", who.name), ("生年月日", wareki(who.birth)), ("住所", who.address + who.house)]
    y = 26.0
    for label_, value in rows:
        page.text(14, y, label_, 3.2, "serif")
        page.text(52, y, value, 3.6, "serif")
        y += 9
    for label_, secret in (("続柄", "世帯主"), ("本籍", "例示県見本市一丁目2番地")):
        page.text(14, y, label_, 3.2, "serif")
        if rng.random() < 0.5:
            page.hidden(52, y, secret, 3.6, "serif")
        else:
            page.text(52, y, "（省略）", 3.6, "serif")
        y += 9
    with_number = rng.random() < 0.5
    page.text(14, y, "個人番号", 3.2, "serif")
    if with_number:
        page.hidden(52, y, desk.groups(my_number(rng)), 3.8, "serif")
    else:
        page.text(52, y, "（省略）", 3.6, "serif")
    y += 9
    page.text(14, y, "住民票コード", 3.2, "serif")
    if rng.random() < 0.4:
        page.hidden(52, y, digits(11, rng), 3.8, "serif")
    else:
        page.text(52, y, "（省略）", 3.6, "serif")
    page.text(20, y + 22, "この写しは、住民票の原本と相違ないことを証明する。", 3.4, "serif")
    page.text(24, y + 31, wareki(who.issued), 3.6, "serif")
    page.text(110, y + 40, "例示市長", 3.8, "serif")
    told = fields_of(desk, wareki)
    kept = {key: told[key] for key in ("name", "address", "birth", "issued")}
    return Paper("JUM", page, kept, blocked=with_number)


def plain_certificate(desk: Desk) -> Paper:
    """附票, 印鑑登録証明書, 戸籍, 登記事項証明書."""
    titles = (("FUH", "戸　籍　の　附　票"), ("INK", "印鑑登録証明書"),
              ("KOS", "戸籍全部事項証明書"), ("KOS", "戸　籍　謄　本"),
              ("TOU", "登記事項証明書"))  # fmt: skip
    kind, title = titles[int(desk.rng.integers(len(titles)))]
    who, page = desk.who, desk.sheet()
    page.text(62, 14, title, 5.6, "serif")
    page.text(14, 34, "氏名", 3.2, "serif")
    page.text(52, 34, who.name, 3.8, "serif")
    page.text(14, 46, "生年月日", 3.2, "serif")
    page.text(52, 46, wareki(who.birth), 3.6, "serif")
    if kind != "KOS":
        page.text(14, 58, "住所", 3.2, "serif")
        page.text(52, 58, who.address, 3.6, "serif")
    if kind in ("FUH", "KOS"):
        page.text(14, 70, "本籍", 3.2, "serif")
        page.hidden(52, 70, "例示県見本市一丁目2番地", 3.6, "serif")
    page.text(20, 100, "上記のとおり相違ないことを証明する。", 3.4, "serif")
    page.text(24, 110, wareki(who.issued), 3.6, "serif")
    page.text(110, 120, "例示市長" if kind != "TOU" else "例示法務局　登記官", 3.8, "serif")
    told = fields_of(desk, wareki)
    kept = ("name", "birth", "issued")
    place = {} if kind == "KOS" else {"address": who.address}
    return Paper(kind, page, {**{key: told[key] for key in kept}, **place})
