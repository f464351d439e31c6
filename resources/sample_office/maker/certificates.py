"""Certificates of the town hall, invented layouts: 住民票の写し and 印鑑登録証明書."""

from __future__ import annotations

import random

from maker.cards import Identity
from maker.dates import wareki
from maker.sheet import INK, SOFT, Box, Colour, Sheet

_GREEN: Colour = (132, 164, 148)
_SEAL: Colour = (184, 74, 64)
PAPER: Colour = (246, 250, 246)


def residence_certificate(sheet: Sheet, who: Identity, town: str, moved_in: str) -> None:
    """住民票の写し with the former address; what need not be shown is left out."""
    sheet.specimen(Box(30, 90, 150, 110), (228, 238, 231), 34)
    sheet.text(105, 26, "住　民　票", 8, "serif-bold", anchor="ma")
    sheet.text(190, 38, town, 3.6, "serif", anchor="ra")
    rows = (
        ("氏名", who.name.replace(" ", "　"), 13.0),
        ("生年月日", wareki(who.birth), 11.0),
        ("性別", "（記載省略）", 11.0),
        ("住所", who.address, 14.0),
        ("前住所", who.previous_address, 14.0),
        ("住所を定めた年月日", moved_in, 11.0),
        ("続柄", "（記載省略）", 11.0),
        ("本籍", "（記載省略）", 11.0),
        ("個人番号", "（記載省略）", 11.0),
        ("住民票コード", "（記載省略）", 11.0),
        ("備考", "以下余白", 24.0),
    )
    _table(sheet, 46, rows)
    _certified(sheet, "この写しは、住民票の原本と相違ないことを証明する。", who, town)


def seal_certificate(sheet: Sheet, who: Identity, town: str, rng: random.Random) -> None:
    """印鑑登録証明書 with an invented seal."""
    sheet.specimen(Box(30, 100, 150, 110), (228, 238, 231), 34)
    sheet.text(105, 26, "印鑑登録証明書", 8, "serif-bold", anchor="ma")
    sheet.text(190, 38, town, 3.6, "serif", anchor="ra")
    sheet.box(Box(20, 46, 170, 40), 0.25, colour=_GREEN)
    sheet.text(24, 49, "印影", 3.6, "serif", SOFT)
    seal(sheet, 105, 66, who.name.split(" ")[0], 16, rng, INK)
    rows = (
        ("氏名", who.name.replace(" ", "　"), 13.0),
        ("生年月日", wareki(who.birth), 11.0),
        ("住所", who.address, 14.0),
        ("備考", "以下余白", 20.0),
    )
    _table(sheet, 92, rows)
    _certified(sheet, "この写しは、登録された印影と相違ないことを証明します。", who, town)


def seal(
    sheet: Sheet,
    x: float,
    y: float,
    name: str,
    size: float,
    rng: random.Random,
    colour: Colour = _SEAL,
) -> None:
    """A round seal with the surname, its ink a little uneven."""
    sheet.oval(Box(x - size / 2, y - size / 2, size, size), 0.5, colour=colour)
    step = size * 0.8 / len(name)
    for index, character in enumerate(name):
        at = y - size * 0.4 + step * (index + 0.5) + rng.uniform(-0.2, 0.2)
        sheet.text(x, at, character, step * 0.92, "serif-bold", colour, "mm")


def _table(sheet: Sheet, top: float, rows: tuple[tuple[str, str, float], ...]) -> None:
    y = top
    for label, text, height in rows:
        sheet.box(Box(20, y, 42, height), 0.2, (234, 243, 237), _GREEN)
        sheet.box(Box(62, y, 128, height), 0.2, None, _GREEN)
        sheet.text(24, y + height / 2, label, 3.7, "serif", INK, "lm")
        size = 4.4
        while sheet.width_of(text, size, "serif") > 122:
            size -= 0.1
        middle = y + (5.5 if label == "備考" else height / 2)
        sheet.text(66, middle, text, size, "serif", INK, "lm")
        y += height


def _certified(sheet: Sheet, sentence: str, who: Identity, town: str) -> None:
    sheet.text(26, 226, sentence, 4.2, "serif")
    if who.issued:
        sheet.text(34, 238, wareki(who.issued), 4.4, "serif")
    sheet.text(104, 250, f"{town}長　見本　太一", 4.8, "serif")
    sheet.box(Box(164, 242, 19, 19), 0.6, colour=_SEAL)
    sheet.text(173.5, 247, "見本", 5.2, "serif-bold", _SEAL, "ma")
    sheet.text(173.5, 253.4, "之印", 4.6, "serif-bold", _SEAL, "ma")
