"""Copies of identity cards. The layouts are invented: only the words are those of real cards."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

import numpy as np
from PIL import Image

from desktop.letters.marks import qr
from maker.dates import wareki, western
from maker.sheet import INK, SOFT, Box, Colour, Sheet

SCALE = 1.45  # copied a little larger than the card, so that small print survives 200 dpi
WIDTH, HEIGHT = 85.6 * SCALE, 54 * SCALE
LEFT = (210 - WIDTH) / 2

_EDGE: Colour = (150, 155, 162)


@dataclass(frozen=True, slots=True)
class Identity:
    """What an identity paper says. `number` is drawn and must never be kept by the product."""

    kind: str
    name: str
    address: str
    birth: date
    issued: date | None = None
    expires: date | None = None
    previous_address: str = ""
    number: str = ""


def licence(sheet: Sheet, top: float, who: Identity, rng: random.Random) -> None:
    """運転免許証の表."""
    _card(sheet, top, (230, 236, 232))
    sheet.specimen(Box(LEFT + 46, top + 61, 44, 17), (211, 219, 214), 8)
    x, y = LEFT + 5, top + 5
    sheet.text(x, y - 1, "運転免許証", 3.4, "bold", (40, 74, 66))
    _row(sheet, x, y + 5, "氏名", who.name.replace(" ", "　"), 4.2)
    _row(sheet, x, y + 12.4, "生年月日", f"{wareki(who.birth)}生", 3.5, 16)
    _address(sheet, x, y + 18.6, "住所", who.address, 98)
    if who.issued:
        _row(sheet, x, y + 31, "交付", wareki(who.issued), 3.5)
    if who.expires:
        sheet.box(Box(x - 1, y + 37, 82, 7.5), 0, (226, 205, 128))
        sheet.text(x + 1, y + 38.4, f"{wareki(who.expires)}まで有効", 4.4, "bold")
    _row(sheet, x, y + 47.5, "免許の条件等", "眼鏡等" if rng.random() < 0.5 else "なし", 3.2, 22)
    _row(sheet, x, y + 58, "番号", f"第　{who.number}　号", 3.9, 12)
    sheet.text(x, y + 66, "例示県公安委員会", 3.1, "medium")
    _portrait(sheet, Box(LEFT + WIDTH - 35, top + 36, 29, 37), rng)


def licence_back(sheet: Sheet, top: float) -> None:
    """運転免許証の裏: no changes written in."""
    _card(sheet, top, (238, 240, 239))
    sheet.text(LEFT + 5, top + 4, "備　考", 3.4, "medium")
    for line in range(5):
        sheet.box(Box(LEFT + 5, top + 10 + line * 8, WIDTH - 10, 8), 0.15, colour=SOFT)
    sheet.text(LEFT + 5, top + 54, "臓器提供に関する意思表示欄", 2.9, colour=SOFT)
    sheet.box(Box(LEFT + 5, top + 59, WIDTH - 10, 14), 0.15, colour=SOFT)
    sheet.text(LEFT + 8, top + 64, "（記入なし）", 2.9, colour=SOFT)


def my_number_front(sheet: Sheet, top: float, who: Identity, rng: random.Random) -> None:
    """マイナンバーカードの表."""
    box = _card(sheet, top, (240, 236, 246))
    sheet.specimen(box, (222, 215, 233))
    x, y = LEFT + 42, top + 5
    sheet.text(LEFT + 5, top + 4, "個人番号カード", 3.6, "bold", (88, 62, 120))
    _row(sheet, x, y + 6, "氏名", who.name.replace(" ", "　"), 4.2)
    _address(sheet, x, y + 15, "住所", who.address, 66)
    _row(sheet, x, y + 32, "生年月日", f"{wareki(who.birth)}生", 3.5, 17)
    _row(sheet, x, y + 40, "性別", "－", 3.5)
    if who.expires:
        sheet.text(x, y + 49, f"{western(who.expires)}まで有効", 4.0, "bold")
    sheet.text(x, y + 60, "例示市長", 3.4, "medium")
    _portrait(sheet, Box(LEFT + 6, top + 13, 29, 37), rng)
    sheet.text(LEFT + 5, top + 70, "臓器提供意思（記入なし）", 2.7, colour=SOFT)


def my_number_back(sheet: Sheet, top: float, who: Identity) -> None:
    """マイナンバーカードの裏: the side nobody may send, with the number and its code."""
    _card(sheet, top, (246, 243, 249))
    x = LEFT + 6
    sheet.text(x, top + 6, "個人番号", 3.8, "bold", (88, 62, 120))
    groups = " ".join(who.number[i : i + 4] for i in (0, 4, 8))
    sheet.text(x + 20, top + 4.8, groups, 6.2, "medium")
    _row(sheet, x, top + 20, "氏名", who.name.replace(" ", "　"), 4.0)
    _row(sheet, x, top + 28, "生年月日", f"{wareki(who.birth)}生", 3.4, 17)
    sheet.text(x, top + 46, "この面を複写してはいけません。", 3.2, colour=SOFT)
    sheet.text(x, top + 52, "見本　架空の番号です。", 3.2, colour=SOFT)
    cells = np.pad(np.array(qr(who.number)), 4)
    code = Image.fromarray(np.where(cells, 30, 255).astype(np.uint8)).convert("RGB")
    side = sheet.px(26)
    code = code.resize((side, side), Image.Resampling.NEAREST)
    sheet.image.paste(code, (sheet.px(LEFT + WIDTH - 34), sheet.px(top + 42)))


def residence_front(sheet: Sheet, top: float, who: Identity, rng: random.Random) -> None:
    """在留カードの表."""
    box = _card(sheet, top, (243, 236, 230))
    sheet.specimen(box, (229, 218, 208))
    x, y = LEFT + 5, top + 4
    sheet.text(x, y, "在留カード", 4.2, "bold", (112, 70, 44))
    sheet.text(x + 25, y + 1.4, "RESIDENCE CARD", 2.7, colour=SOFT)
    sheet.text(LEFT + WIDTH - 5, y + 0.6, f"番号 {who.number}", 3.3, "medium", anchor="ra")
    _row(sheet, x, y + 9, "氏名", who.name.replace(" ", "　"), 4.2)
    _row(sheet, x, y + 17, "生年月日", western(who.birth), 3.5, 17)
    _row(sheet, x + 46, y + 17, "国籍・地域", "例示国", 3.3, 18)
    _address(sheet, x, y + 24, "住居地", who.address, 98)
    _row(sheet, x, y + 38, "在留資格", "永住者", 3.5, 17)
    if who.issued:
        _row(sheet, x, y + 45, "許可年月日", western(who.issued), 3.4, 19)
        _row(sheet, x, y + 51.5, "交付年月日", western(who.issued), 3.4, 19)
    if who.expires:
        text = f"このカードは{western(who.expires)}まで有効です。"
        sheet.text(x, y + 61, text, 3.5, "bold")
    _portrait(sheet, Box(LEFT + WIDTH - 33, top + 40, 27, 34), rng)


def residence_back(sheet: Sheet, top: float) -> None:
    """在留カードの裏: no later address written in."""
    _card(sheet, top, (248, 243, 239))
    x, width = LEFT + 5, WIDTH - 10
    sheet.text(x, top + 4, "住居地記載欄", 3.2, "medium")
    columns = (0.0, 26.0, 88.0)
    for at, head in zip(columns, ("届出年月日", "住居地", "記載者印"), strict=True):
        sheet.text(x + at + 2, top + 10.4, head, 2.9)
    for line in range(4):
        sheet.box(Box(x, top + 9 + line * 8, width, 8), 0.15, colour=SOFT)
    for at in columns[1:]:
        sheet.line([(x + at, top + 9), (x + at, top + 41)], 0.15, SOFT)
    sheet.text(x, top + 46, "資格外活動許可欄", 3.2, "medium")
    sheet.box(Box(x, top + 51, width, 8), 0.15, colour=SOFT)
    sheet.text(x, top + 63, "在留期間更新等許可申請欄", 3.2, "medium")


def my_number(rng: random.Random) -> str:
    """An invented 個人番号 whose check digit is right (DOMAIN §6)."""
    digits = [rng.randrange(10) for _ in range(11)]
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    rest = sum(d * w for d, w in zip(digits, weights, strict=True)) % 11
    return "".join(map(str, digits)) + str(0 if rest <= 1 else 11 - rest)


def licence_number(rng: random.Random) -> str:
    """An invented 免許証番号 whose check digit is right (DOMAIN §6)."""
    digits = [rng.randrange(10) for _ in range(10)]
    weights = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    check = (11 - sum(d * w for d, w in zip(digits, weights, strict=True)) % 11) % 10
    return "".join(map(str, digits)) + f"{check}0"


def residence_number(rng: random.Random) -> str:
    letters = "".join(rng.choice("ABCDEFGHJKLMNPRSTUVWXYZ") for _ in range(4))
    return f"{letters[:2]}{rng.randrange(10**8):08d}{letters[2:]}"


def _card(sheet: Sheet, top: float, tone: Colour) -> Box:
    box = Box(LEFT, top, WIDTH, HEIGHT)
    sheet.box(Box(LEFT + 0.5, top + 0.6, WIDTH, HEIGHT), 0, (214, 214, 212), radius=4)
    sheet.box(box, 0.25, tone, _EDGE, 4)
    return box


def _row(
    sheet: Sheet, x: float, y: float, label: str, text: str, size: float, gap: float = 11
) -> None:
    sheet.text(x, y + (size - 2.9) / 2, label, 2.9, "medium", SOFT)
    sheet.text(x + gap, y, text, size, "medium", INK)


def _address(sheet: Sheet, x: float, y: float, label: str, text: str, wide: float) -> None:
    """An address on as few lines as fit, broken at the building where there is one."""
    gap = 13 if len(label) > 2 else 11
    size = 3.6
    sheet.text(x, y + 0.4, label, 2.9, "medium", SOFT)
    head, _, tail = text.partition(" ")
    lines = [""]
    for character in head:
        if sheet.width_of(lines[-1] + character, size, "medium") > wide:
            lines.append("")
        lines[-1] += character
    joined = f"{lines[-1]}　{tail}"
    if tail and sheet.width_of(joined, size, "medium") <= wide:
        lines[-1] = joined
    elif tail:
        lines.append(tail)
    for index, part in enumerate(lines):
        sheet.text(x + gap, y + index * 4.7, part, size, "medium")


def _portrait(sheet: Sheet, box: Box, rng: random.Random) -> None:
    """A head and shoulders without a face."""
    tone = rng.randrange(188, 214)
    sheet.box(box, 0, (tone, tone + 6, tone + 12))
    figure = (tone - 52, tone - 46, tone - 38)
    middle = box.x + box.width / 2
    head = box.width * rng.uniform(0.36, 0.44)
    top = box.y + box.height * 0.16
    sheet.oval(Box(middle - head / 2, top, head, head * 1.25), 0, figure)
    wide = box.width * 0.84
    shoulders = box.y + box.height * 0.68
    down = box.y + box.height - shoulders
    sheet.box(Box(middle - wide / 2, shoulders, wide, down), 0, figure, radius=min(4.5, down / 2))
