"""Identity cards of DOMAIN §5, drawn from the words real ones carry."""

from __future__ import annotations

from datetime import date

import numpy as np
import zxingcpp
from card_canvas import GREY, Canvas
from card_desk import Desk, Paper, fields_of, placed
from card_people import digits, licence_number, my_number, residence_number, wareki, western


def licence(desk: Desk) -> Paper:
    who, card = desk.who, desk.card()
    y = desk.near(5)
    card.text(3, y, "氏名", 2.0, colour=GREY)
    card.text(12, y, who.name, 3.4)
    card.text(50, y, f"{wareki(who.birth)}生", 2.6)
    placed(card, desk, 3, y + 5, "住所", 2.0, 12, 2.7, 70)
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
    card.text(18, y + 38, wareki(_years_before(who.issued, 9)), 2.0)
    card.text(30, y + 44, "運転免許証", 3.0, "bold")
    card.text(52, y + 46, "例示県\u3000公安委員会", 2.1)
    card.portrait(58, y + 12, 24, 30, 205)
    return Paper("DL", card, fields_of(desk, wareki))


def _years_before(day: date, years: int) -> date:
    """The day so many years before; of the 29th of February, the 28th."""
    kept = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year - years, day=kept)


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
    placed(card, desk, 3, y + 12, "住所", 2.0, 12, 2.7, 46)
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
    placed(card, desk, 30, y + 5.5, "住所", 2.0, 37, 2.6, 46)
    card.text(30, y + 17, f"{wareki(who.birth)}生", 2.7)
    card.text(58, y + 17, "性別", 2.0, colour=GREY)
    card.hidden(64, y + 17, "男" if desk.rng.random() < 0.5 else "女", 2.8)
    card.text(30, y + 23, f"{western(who.expires)}まで有効", 2.8, "bold")
    card.text(62, y + 27, "例示市長", 2.4)
    card.portrait(4, y + 10, 22, 27, 215)
    card.text(4, y + 46, "臓器提供意思", 1.8, colour=GREY)
    if desk.rng.random() < 0.4:
        card.hidden(20, y + 46, "1", 2.2, "hand", law=False)
    told = {**fields_of(desk, western), "birth": wareki(who.birth)}
    return Paper("MNC", card, {key: told[key] for key in told if key != "issued"})


def my_number_back(desk: Desk) -> Paper:
    who, card, rng = desk.who, desk.card(), desk.rng
    number = my_number(rng)
    x, y = desk.near(4), desk.near(7)
    labelled, chip, coded = rng.random() < 0.65, rng.random() < 0.6, rng.random() < 0.75
    if labelled:
        card.text(x, y, "個人番号", 2.2)
    card.hidden(x + 14, y, desk.groups(number), 4.4)
    card.text(x, y + 8, "氏名", 2.0, colour=GREY)
    card.text(x + 8, y + 8, who.name, 3.0)
    card.text(x, y + 13, f"{wareki(who.birth)}生", 2.4)
    if chip:
        card.box(x + 2, y + 19, 13, 11, 0.3, (214, 190, 120))
    if rng.random() < 0.4:
        card.text(x, y + 40, "この面を複写してはいけません", 1.9, colour=GREY)
    if coded:
        _qr(card, number, 60, 24, 22)
    told = f"{'label' if labelled else 'no label'}, {'code' if coded else 'no code'}"
    return Paper("MNC_BACK", card, blocked=True, note=told)


def notice_card(desk: Desk) -> Paper:
    """通知カード: a paper card with the number, no longer issued, still sent in."""
    who, card = desk.who, desk.card()
    card.text(28, 5, "通知カード", 3.4, "bold")
    card.text(4, 13, "個人番号", 2.2)
    card.hidden(18, 13, desk.groups(my_number(desk.rng)), 4.0)
    card.text(4, 21, "氏名", 2.0, colour=GREY)
    card.text(13, 21, who.name, 3.0)
    placed(card, desk, 4, 28, "住所", 2.0, 13, 2.6, 66)
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
    _qr(card, number, 62, 28, 20)
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
    placed(card, desk, 3, y + 16, "住居地", 2.0, 13, 2.6, 68)
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
    return Paper(kind, card, fields_of(desk, western))


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
        placed(card, desk, 4, y + 24.5, "住所", 2.0, 14, 2.5, 66)
    card.text(4, y + 33, "交付年月日" if rng.random() < 0.5 else "発行年月日", 2.0, colour=GREY)
    card.text(20, y + 33, wareki(who.issued), 2.5)
    if kind == "SKC":
        card.text(48, y + 33, "有効期限", 2.0, colour=GREY)
        card.text(60, y + 33, wareki(who.expires), 2.4)
    card.text(4, y + 39, "保険者番号", 2.1, colour=GREY)
    card.hidden(20, y + 39, digits(8 if rng.random() < 0.6 else 6, rng), 3.0)
    card.text(4, y + 44.5, "保険者名称", 2.0, colour=GREY)
    card.text(20, y + 44.5, "例示健康保険組合", 2.5)
    told = fields_of(desk, wareki)
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
    placed(card, desk, 4, 28, "住所", 2.0, 13, 2.6, 44)
    card.text(4, 42, f"{western(who.expires)}まで有効", 2.6)
    card.text(4, 48, "例示市", 2.6)
    card.portrait(60, 14, 21, 26, 210)
    return Paper("JKI", card)


def _qr(card: Canvas, number: str, x: float, y: float, side: float) -> None:
    code = zxingcpp.create_barcode(number, zxingcpp.BarcodeFormat.QRCode)
    modules = np.array(code.to_image(scale=1))[4:-4, 4:-4] < 128
    card.code(modules, x, y, side, secret=True)
