"""What else lies in an envelope: stamps on their sheet, a power of attorney, the cover itself."""

from __future__ import annotations

import random
from datetime import date

from maker.certificates import seal
from maker.dates import wareki
from maker.people import Person
from maker.places import Home
from maker.sheet import INK, PENS, SOFT, Box, Colour, Sheet

OFFICE = ("みどり野電力株式会社", "個人情報お問い合わせ窓口")
OFFICE_ADDRESS = "埼玉県みどり野市中央一丁目2番3号"
_KRAFT: Colour = (231, 217, 190)


def stamps(sheet: Sheet, amount: int, rng: random.Random) -> None:
    """手数料の切手: 110-yen stamps side by side on a sheet, in an invented print."""
    sheet.text(22, 22, "手数料（切手）貼付台紙", 6.2, "bold")
    sheet.text(22, 33, f"切手　{amount}円分", 4.4, "medium")
    sheet.line([(22, 41), (188, 41)], 0.25)
    inks: tuple[Colour, ...] = ((196, 214, 190), (206, 200, 222), (224, 206, 186))
    for index in range(amount // 110):
        x = 26 + (index % 5) * 32 + rng.uniform(-0.8, 0.8)
        y = 50 + (index // 5) * 38 + rng.uniform(-0.8, 0.8)
        tone = inks[index % len(inks)]
        sheet.box(Box(x, y, 25, 30), 0.15, (250, 249, 245), SOFT)
        sheet.box(Box(x + 2, y + 2, 21, 26), 0, tone)
        sheet.oval(Box(x + 5, y + 11, 15, 14), 0, tuple(c - 26 for c in tone))  # type: ignore[arg-type]
        sheet.text(x + 4, y + 3.4, "110", 6, "bold")
        sheet.text(x + 21, y + 24.4, "見本", 2.6, "medium", anchor="ra")
    sheet.text(22, 270, "切手は重ならないように貼ってください。", 3.2, colour=SOFT)


def power_of_attorney(
    sheet: Sheet,
    principal: tuple[Person, Home],
    agent: tuple[Person, Home],
    signed: date,
    wish: str,
    rng: random.Random,
) -> None:
    """委任状, filled in by hand and sealed with the registered seal."""
    pen = rng.choice(PENS)
    sheet.text(105, 28, "委　任　状", 8.5, "serif-bold", anchor="ma")
    sheet.text(24, 52, "みどり野電力株式会社　個人情報お問い合わせ窓口　宛", 4.2, "serif")
    sheet.text(24, 66, "私は、次の者を代理人と定め、下記の権限を委任します。", 4.2, "serif")
    person, home = agent
    _signature(sheet, 80, "代理人", person, home, rng, pen)
    sheet.text(105, 124, "記", 4.6, "serif", anchor="ma")
    sheet.text(24, 136, "委任する事項", 4.0, "serif", SOFT)
    sheet.hand(Box(24, 143, 162, 12), wish, rng, pen, 5.2)
    sheet.hand(Box(24, 155, 162, 12), "上記に係る書類の提出に関する一切の件", rng, pen, 5.2)
    sheet.text(186, 174, "以上", 4.2, "serif", anchor="ra")
    sheet.hand(Box(24, 184, 80, 12), wareki(signed), rng, pen, 5.2)
    person, home = principal
    _signature(sheet, 202, "委任者（本人）", person, home, rng, pen)
    seal(sheet, 172, 222, person.family, 15, rng)


def envelope(sheet: Sheet, sender: Person, home: Home, posted: date, rng: random.Random) -> None:
    """The cover: the office's address down the middle, the sender's at the left."""
    pen = rng.choice(PENS)
    cover = Box(36, 24, 120, 235)
    sheet.box(Box(38, 26, 120, 235), 0, (206, 204, 200))
    sheet.box(cover, 0.2, _KRAFT, (196, 178, 142))
    sheet.box(Box(43, 32, 22, 26), 0.15, (248, 246, 240), SOFT)
    sheet.text(54, 37, "110", 6, "bold", (120, 90, 70), "ma")
    sheet.text(54, 50, "見本", 3, "medium", (120, 90, 70), "ma")
    sheet.oval(Box(57, 42, 22, 22), 0.4, colour=(70, 70, 74))
    short = f"{posted.year - 2018}.{posted.month}.{posted.day}"
    sheet.text(68, 53, short, 3.6, "medium", (70, 70, 74), "mm")
    for index, cell in enumerate("3500000"):
        x = 102 + index * 7 + (2 if index > 2 else 0)
        sheet.box(Box(x, 31, 6, 8), 0.3, colour=(190, 74, 60))
        sheet.hand(Box(x, 31, 6, 8), cell, rng, pen, 5, centred=True)
    _down(sheet, 132, 62, OFFICE_ADDRESS, 7.4, rng, pen)
    _down(sheet, 106, 70, OFFICE[0], 10.5, rng, pen)
    _down(sheet, 88, 96, f"{OFFICE[1]}御中", 8.6, rng, pen)
    _down(sheet, 60, 130, home.area + home.town + home.block, 5.4, rng, pen)
    _down(sheet, 48, 166, sender.name, 7.2, rng, pen)


def _signature(
    sheet: Sheet,
    y: float,
    who: str,
    person: Person,
    home: Home,
    rng: random.Random,
    pen: Colour,
) -> None:
    sheet.text(24, y, who, 4.2, "serif", INK)
    lines = (("住所", home.short(), 5.0), ("氏名", person.name, 6.2))
    for index, (label, text, size) in enumerate(lines):
        top = y + 7 + index * 13
        sheet.text(30, top + 4, label, 3.8, "serif", SOFT)
        sheet.line([(44, top + 11.5), (160, top + 11.5)], 0.2, SOFT)
        sheet.hand(Box(44, top, 116, 11), text, rng, pen, size)


def _down(
    sheet: Sheet, x: float, y: float, text: str, size: float, rng: random.Random, pen: Colour
) -> None:
    """A column written downwards; a hyphen stands upright there."""
    for index, character in enumerate(text):
        box = Box(x - size / 2, y + index * size * 1.06, size, size)
        upright = "｜" if character in "-ー－" else character
        sheet.hand(box, upright, rng, pen, size, centred=True)
