"""Identity papers of every kind of DOMAIN §5, drawn from the words real ones carry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import zxingcpp
from card_canvas import GREY, Canvas, Colour
from card_people import (
    Holder,
    digits,
    holder,
    licence_number,
    my_number,
    residence_number,
    wareki,
    western,
)

CARD = (85.6, 54.0)
_TINTS: tuple[Colour, ...] = ((228, 236, 231), (240, 235, 246), (244, 236, 228), (232, 240, 248),
                              (250, 248, 240), (246, 246, 246))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paper:
    """A drawn paper: what it is, what is legible on it, whether nothing of it may be kept."""

    kind: str
    canvas: Canvas
    fields: Mapping[str, str] = field(default_factory=dict)
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """What a drawing needs: its holder, its dice, its resolution and the fonts."""

    who: Holder
    rng: np.random.Generator
    dpi: int
    fonts: Path

    def card(self) -> Canvas:
        made = Canvas(*CARD, self.dpi, self.fonts)
        made.ground(_TINTS[int(self.rng.integers(len(_TINTS)))], self.rng)
        made.box(0, 0, CARD[0], CARD[1], 0.25)
        return made

    def sheet(self, height: float = 150) -> Canvas:
        return Canvas(190, height, self.dpi, self.fonts)

    def near(self, value: float, by: float = 0.6) -> float:
        return value + float(self.rng.uniform(-by, by))

    def groups(self, number: str) -> str:
        joint = ("", " ", "  ", "-")[int(self.rng.integers(4))]
        return joint.join(number[i : i + 4] for i in range(0, 12, 4))


def licence(desk: Desk) -> Paper:
    who, card = desk.who, desk.card()
    y = desk.near(5)
    card.text(3, y, "氏名", 2.0, colour=GREY)
    card.text(12, y, who.name, 3.4)
    card.text(50, y, f"{wareki(who.birth)}生", 2.6)
    _place(card, desk, 3, y + 5, "住所", 2.0, 12, 2.7, 70)
    card.text(3, y + 12.5, "交付", 2.0, colour=GREY)
    card.text(12, y + 12.5, f"{wareki(who.issued)}　{digits(5, desk.rng)}", 2.5)
    card.box(2, y + 15, 54, 5.4, 0, (226, 205, 128))
    until = f"{who.expires.year}年({wareki(who.expires).split('年')[0]}年)"
    until += f"{who.expires.month}月{who.expires.day}日まで有効"
    card.text(3, y + 17.8, until, 3.3, "bold")
    card.text(3, y + 23, "免許の", 1.9, colour=GREY)
    card.text(3, y + 25.4, "条件等", 1.9, colour=GREY)
    card.text(12, y + 24, "眼鏡等", 2.6)
    card.text(3, y + 33, "番号", 2.0, colour=GREY)
    card.text(11, y + 33, "第", 2.6)
    end = card.hidden(16, y + 33, licence_number(desk.rng), 3.3, law=False)
    card.text(end + 1.5, y + 33, "号", 2.6)
    card.text(3, y + 38, "二・小・原", 1.9, colour=GREY)
    card.text(18, y + 38, wareki(who.issued.replace(year=who.issued.year - 9)), 2.0)
    card.text(30, y + 44, "運転免許証", 3.0, "bold")
    card.text(52, y + 46, "例示県\u3000公安委員会", 2.1)
    card.portrait(58, y + 12, 24, 30, 205)
    return Paper("DL", card, _fields(desk, wareki))


def licence_back(desk: Desk) -> Paper:
    card, who = desk.card(), desk.who
    card.text(40, 4, "備　考", 2.4)
    if desk.rng.random() < 0.6:
        card.text(4, 10, f"{wareki(who.issued)}　住所", 2.4)
        card.text(4, 14, f"{who.address}", 2.6)
        card.text(66, 14, "例示県公安委員会", 1.7)
    for line in range(4):
        card.box(2, 7 + line * 8, 81, 8, 0.12)
    card.text(3, 41, "以下の部分を使用して臓器提供に関する意思を表示することができます", 1.7)
    card.text(3, 44, "1．私は、脳死後及び心臓が停止した死後のいずれでも、臓器を提供します。", 1.5)
    card.text(3, 47, "《特記欄：　　　》", 1.6)
    card.hidden(30, 50.5, "架空太郎", 2.6, "hand")
    card.text(3, 50.5, "《自筆署名》", 1.6)
    return Paper("DL_BACK", card)


def history(desk: Desk) -> Paper:
    made = licence(desk)
    card, rng = desk.card(), desk.rng
    who, y = desk.who, desk.near(5)
    card.text(30, y, "運転経歴証明書", 3.2, "bold")
    card.text(3, y + 6, "氏名", 2.0, colour=GREY)
    card.text(12, y + 6, who.name, 3.4)
    card.text(50, y + 6, f"{wareki(who.birth)}生", 2.6)
    _place(card, desk, 3, y + 12, "住所", 2.0, 12, 2.7, 46)
    card.text(3, y + 20, "交付", 2.0, colour=GREY)
    card.text(12, y + 20, wareki(who.issued), 2.6)
    card.text(3, y + 30, "番号", 2.0, colour=GREY)
    end = card.hidden(14, y + 30, licence_number(rng), 3.2, law=False)
    card.text(end + 1, y + 30, "号", 2.4)
    card.text(3, y + 44, "例示県公安委員会", 2.1)
    card.portrait(60, y + 16, 22, 28, 205)
    told = {key: text for key, text in made.fields.items() if key != "expires"}
    return Paper("DLH", card, told)


def my_number_front(desk: Desk) -> Paper:
    who, card = desk.who, desk.card()
    y = desk.near(5)
    card.text(4, y, "個人番号", 2.8, "bold", (88, 62, 120))
    card.text(4, y + 3.4, "カード", 2.8, "bold", (88, 62, 120))
    if desk.rng.random() < 0.5:
        card.box(2, 2, 22, 9, 0, (240, 235, 246))
        card.text(4, y, "個人番号カード", 2.8, "bold", (88, 62, 120))
    card.text(30, y, "氏名", 2.0, colour=GREY)
    card.text(37, y, who.name, 3.4)
    _place(card, desk, 30, y + 5.5, "住所", 2.0, 37, 2.6, 46)
    card.text(30, y + 17, f"{wareki(who.birth)}生", 2.7)
    card.text(58, y + 17, "性別", 2.0, colour=GREY)
    card.hidden(64, y + 17, "男" if desk.rng.random() < 0.5 else "女", 2.8)
    card.text(30, y + 23, f"{western(who.expires)}まで有効", 2.8, "bold")
    card.text(62, y + 27, "例示市長", 2.4)
    card.portrait(4, y + 10, 22, 27, 215)
    card.text(4, y + 46, "臓器提供意思", 1.8, colour=GREY)
    if desk.rng.random() < 0.4:
        card.hidden(20, y + 46, "1", 2.2, "hand", law=False)
    told = {**_fields(desk, western), "birth": wareki(who.birth)}
    return Paper("MNC", card, {key: told[key] for key in told if key != "issued"})


def my_number_back(desk: Desk) -> Paper:
    who, card, rng = desk.who, desk.card(), desk.rng
    number = my_number(rng)
    x, y = desk.near(4), desk.near(7)
    if rng.random() < 0.8:
        card.text(x, y, "個人番号", 2.2)
    card.hidden(x + 14, y, desk.groups(number), 4.4)
    card.text(x, y + 8, "氏名", 2.0, colour=GREY)
    card.text(x + 8, y + 8, who.name, 3.0)
    card.text(x, y + 13, f"{wareki(who.birth)}生", 2.4)
    if rng.random() < 0.5:
        card.text(x, y + 40, "この面を複写してはいけません", 1.9, colour=GREY)
    _qr(card, number, 60, 24, 22, rng)
    return Paper("MNC_BACK", card, blocked=True)


def notice_card(desk: Desk) -> Paper:
    """通知カード: a paper card with the number, no longer issued, still sent in."""
    who, card = desk.who, desk.card()
    card.text(28, 5, "通知カード", 3.4, "bold")
    card.text(4, 13, "個人番号", 2.2)
    card.hidden(18, 13, desk.groups(my_number(desk.rng)), 4.0)
    card.text(4, 21, "氏名", 2.0, colour=GREY)
    card.text(13, 21, who.name, 3.0)
    _place(card, desk, 4, 28, "住所", 2.0, 13, 2.6, 66)
    card.text(4, 42, f"{wareki(who.birth)}生", 2.4)
    return Paper("MNC_BACK", card, blocked=True)


def special_back(desk: Desk) -> Paper:
    """特定在留カード, the side with the number."""
    card, rng = desk.card(), desk.rng
    number = my_number(rng)
    card.text(4, 5, "特定在留カード", 2.4)
    card.text(4, 12, "個人番号", 2.2)
    card.hidden(18, 12, desk.groups(number), 4.0)
    card.text(4, 22, "住居地記載欄", 2.2)
    _qr(card, number, 62, 28, 20, rng)
    return Paper("MNC_BACK", card, blocked=True)


def residence(desk: Desk, title: str = "在留カード", kind: str = "RC") -> Paper:
    who, card = desk.who, desk.card()
    y = desk.near(5)
    card.text(3, y, title, 3.4, "bold", (112, 70, 44))
    card.text(50, y, "番号", 2.0, colour=GREY)
    card.hidden(56, y, residence_number(desk.rng), 2.8)
    card.text(3, y + 6, "氏名", 2.0, colour=GREY)
    card.text(12, y + 6, who.name, 3.3)
    card.text(3, y + 11, "生年月日", 2.0, colour=GREY)
    card.text(15, y + 11, western(who.birth), 2.6)
    card.text(48, y + 11, "国籍・地域", 2.0, colour=GREY)
    card.text(62, y + 11, "例示国", 2.4)
    _place(card, desk, 3, y + 16, "住居地", 2.0, 13, 2.6, 68)
    if kind != "SPR":
        card.text(3, y + 25, "在留資格", 2.0, colour=GREY)
        card.text(16, y + 25, "永住者", 2.6)
        card.text(3, y + 30, "許可年月日", 2.0, colour=GREY)
        card.text(18, y + 30, western(who.issued), 2.4)
    card.text(3, y + 35, "交付年月日", 2.0, colour=GREY)
    card.text(18, y + 35, western(who.issued), 2.4)
    words = "このカードは" if kind != "SPR" else "この証明書は"
    card.text(3, y + 41, f"{words}{western(who.expires)}まで有効です。", 2.6, "bold")
    card.portrait(60, y + 22, 22, 26, 210)
    return Paper(kind, card, _fields(desk, western))


def special_permanent(desk: Desk) -> Paper:
    return residence(desk, "特別永住者証明書", "SPR")


def special_residence(desk: Desk) -> Paper:
    return residence(desk, "特定在留カード", "SRC")


def residence_back(desk: Desk) -> Paper:
    card, who = desk.card(), desk.who
    card.text(4, 4, "住居地記載欄", 2.4)
    for at, head in ((6, "届出年月日"), (32, "住居地"), (70, "記載者印")):
        card.text(at, 9, head, 2.0)
    for line in range(4):
        card.box(3, 7 + line * 6.5, 79, 6.5, 0.12)
    if desk.rng.random() < 0.6:
        card.text(5, 16.5, western(who.issued), 2.2)
        card.text(28, 16.5, who.address, 2.2)
    card.text(4, 38, "資格外活動許可欄", 2.2)
    card.text(4, 48, "在留期間更新等許可申請欄", 2.2)
    return Paper("RC", card)


def passport(desk: Desk, *, old: bool = False) -> Paper:
    who, card = desk.who, Canvas(125, 88, desk.dpi, desk.fonts, (247, 243, 238))
    family, _, given = "KAKUU", 0, "TARO"
    number = f"T{'RSKZ'[int(desk.rng.integers(4))]}{digits(7, desk.rng)}"
    card.text(4, 6, "日本国旅券", 3.0, "bold")
    card.text(28, 6, "JAPAN  PASSPORT", 2.6)
    card.text(42, 14, "型/Type P", 2.2)
    card.text(62, 14, "発行国/Issuing country JPN", 2.2)
    card.text(42, 20, "旅券番号/Passport No.", 2.0)
    card.hidden(78, 20, number, 3.2)
    card.text(42, 28, "姓/Surname", 2.0)
    card.text(78, 28, family, 2.8)
    card.text(42, 33, "名/Given name", 2.0)
    card.text(78, 33, given, 2.8)
    card.text(42, 38, "生年月日/Date of birth", 2.0)
    card.text(78, 38, f"{who.birth.day:02d} JAN {who.birth.year}", 2.6)
    card.text(42, 43, "発行年月日/Date of issue", 2.0)
    card.text(78, 43, f"{who.issued.day:02d} FEB {who.issued.year}", 2.6)
    card.text(42, 48, "有効期間満了日/Date of expiry", 2.0)
    card.text(82, 48, f"{who.expires.day:02d} MAR {who.expires.year}", 2.6)
    card.portrait(5, 14, 33, 42, 220)
    card.hidden(4, 72, f"P<JPN{family}<<{given}".ljust(44, "<"), 2.4, "medium")
    card.hidden(
        4, 79, f"{number}7JPN{digits(7, desk.rng)}M{digits(7, desk.rng)}".ljust(44, "<"), 2.4
    )
    if not old:
        return Paper("PP_NEW", card)
    both = Canvas(125, 170, desk.dpi, desk.fonts)
    both.image.paste(card.image, (0, 0))
    both.secret.extend(card.secret)
    both.text(6, 96, "所持人記入欄", 3.2, "bold")
    both.text(6, 104, "氏名", 2.4)
    both.text(20, 104, who.name, 4.0, "hand")
    both.text(6, 112, "現住所", 2.4)
    both.text(20, 112, who.address, 3.6, "hand")
    return Paper("PP_OLD", both)


def old_passport(desk: Desk) -> Paper:
    return passport(desk, old=True)


def health(desk: Desk, title: str = "資格確認書", kind: str = "SKC") -> Paper:
    who, card, rng = desk.who, desk.card(), desk.rng
    y = desk.near(5)
    card.text(4, y, title, 3.2, "bold")
    if rng.random() < 0.5:
        card.text(45, y, "本人（被保険者）", 2.2)
    card.text(4, y + 7, "記号", 2.1, colour=GREY)
    card.hidden(12, y + 7, digits(int(rng.integers(2, 9)), rng), 3.0)
    card.text(36, y + 7, "番号", 2.1, colour=GREY)
    card.hidden(44, y + 7, digits(int(rng.integers(2, 8)), rng), 3.0)
    card.text(62, y + 7, "（枝番）", 2.1, colour=GREY)
    card.hidden(73, y + 7, f"0{rng.integers(0, 9)}", 3.0)
    card.text(4, y + 13, "氏名", 2.1, colour=GREY)
    card.text(14, y + 13, who.name, 3.4)
    card.text(4, y + 19, "生年月日", 2.1, colour=GREY)
    card.text(17, y + 19, wareki(who.birth), 2.6)
    if rng.random() < 0.4:
        _place(card, desk, 4, y + 24.5, "住所", 2.0, 14, 2.5, 66)
    card.text(4, y + 33, "交付年月日" if rng.random() < 0.5 else "発行年月日", 2.0, colour=GREY)
    card.text(20, y + 33, wareki(who.issued), 2.5)
    if kind == "SKC":
        card.text(48, y + 33, "有効期限", 2.0, colour=GREY)
        card.text(60, y + 33, wareki(who.expires), 2.4)
    card.text(4, y + 39, "保険者番号", 2.1, colour=GREY)
    card.hidden(20, y + 39, digits(8 if rng.random() < 0.6 else 6, rng), 3.0)
    card.text(4, y + 44.5, "保険者名称", 2.0, colour=GREY)
    card.text(20, y + 44.5, "例示健康保険組合", 2.5)
    told = _fields(desk, wareki)
    kept = ("name", "birth", "issued", *(("expires",) if kind == "SKC" else ()))
    return Paper(kind, card, {key: told[key] for key in kept})


def insurance(desk: Desk) -> Paper:
    titles = (
        "健康保険被保険者証",
        "国民健康保険被保険者証",
        "健康保険証",
        "後期高齢者医療被保険者証",
    )
    title = titles[int(desk.rng.integers(len(titles)))]
    made = health(desk, title, "HOK")
    return Paper(made.kind, made.canvas)


def entitlement(desk: Desk) -> Paper:
    made = health(desk, "資格情報のお知らせ", "SKO")
    return Paper(made.kind, made.canvas)


def resident_card(desk: Desk) -> Paper:
    who, card = desk.who, desk.card()
    card.text(20, 6, "住民基本台帳カード", 3.4, "bold")
    card.text(4, 16, "氏名", 2.0, colour=GREY)
    card.text(13, 16, who.name, 3.3)
    card.text(4, 22, f"{wareki(who.birth)}生", 2.5)
    _place(card, desk, 4, 28, "住所", 2.0, 13, 2.6, 44)
    card.text(4, 42, f"{western(who.expires)}まで有効", 2.6)
    card.text(4, 48, "例示市", 2.6)
    card.portrait(60, 14, 21, 26, 210)
    return Paper("JKI", card)


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
    told = _fields(desk, wareki)
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
    told = _fields(desk, wareki)
    kept = ("name", "birth", "issued")
    place = {} if kind == "KOS" else {"address": who.address}
    return Paper(kind, page, {**{key: told[key] for key in kept}, **place})


def letter(desk: Desk) -> Paper:
    """A written or typed note with a number on it: labelled, bare, over a caption, downwards."""
    rng, page = desk.rng, desk.sheet(110)
    face = "hand" if rng.random() < 0.5 else "sans"
    number = my_number(rng)
    page.text(14, 14, "個人情報の開示について", 4.6, face)
    page.text(14, 28, "前回の件でご連絡いたします。よろしくお願いします。", 3.8, face)
    style = int(rng.integers(5))
    size = float(rng.uniform(3.4, 5.0))
    if style == 0:
        label_ = "マイナンバー" if rng.random() < 0.5 else "個人番号"
        end = page.text(14, 46, label_, 3.8, face)
        page.hidden(end + 3, 46, desk.groups(number), size, face)
    elif style == 1:
        page.hidden(14, 46, desk.groups(number), size, face)
    elif style == 2:
        page.hidden(14, 46, number, size, face)
    elif style == 3:
        page.text(14, 44, "記入欄", 9.0, "sans", (205, 205, 210))
        page.hidden(14, 45, desk.groups(number), size, face)
    else:
        page.text(14, 46, "個人番号", 3.8, face)
        page.hidden(60, 40, number, 4.2, face, down=True)
    page.text(14, 100, desk.who.name, 4.2, face)
    return Paper("LETTER", page)


KINDS: tuple[tuple[Callable[[Desk], Paper], int], ...] = (
    (licence, 12), (licence_back, 5), (history, 4), (my_number_front, 9), (my_number_back, 12),
    (notice_card, 3), (special_back, 4), (residence, 6), (residence_back, 3),
    (special_permanent, 4), (special_residence, 4), (passport, 4), (old_passport, 3),
    (health, 7), (insurance, 6), (entitlement, 3), (resident_card, 3), (pension, 6),
    (certificate, 8), (plain_certificate, 7), (letter, 8),
)  # fmt: skip


def paper(rng: np.random.Generator, fonts: Path) -> Paper:
    """One paper of some kind, more of the kinds that carry numbers."""
    weights = np.array([weight for _, weight in KINDS], float)
    draw = KINDS[int(rng.choice(len(KINDS), p=weights / weights.sum()))][0]
    dpi = (200, 240, 300)[int(rng.integers(3))]
    return draw(Desk(holder(rng), rng, dpi, fonts))


def _fields(desk: Desk, day: Callable[..., str]) -> dict[str, str]:
    who = desk.who
    return {
        "name": who.name,
        "address": who.address + who.house,
        "birth": day(who.birth),
        "issued": day(who.issued),
        "expires": day(who.expires),
    }


def _place(
    card: Canvas, desk: Desk, x: float, y: float, label_: str, small: float, at: float,
    size: float, width: float,
) -> None:  # fmt: skip
    """Label and address, on two lines where it does not fit one."""
    card.text(x, y, label_, small, colour=GREY)
    words, house = desk.who.address, desk.who.house
    room = int(width / size)
    if len(words + house) <= room:
        card.text(at, y, words + house, size)
        return
    first = words if len(words) <= room else words[:room]
    card.text(at, y, first, size)
    card.text(at, y + size * 1.35, words[len(first) :] + house, size)


def _qr(
    card: Canvas, number: str, x: float, y: float, side: float, rng: np.random.Generator
) -> None:
    code = zxingcpp.create_barcode(number, zxingcpp.BarcodeFormat.QRCode)
    modules = np.array(code.to_image(scale=1))[4:-4, 4:-4] < 128
    if rng.random() < 0.9:
        card.code(modules, x, y, side, secret=True)
