"""Labels for the shelves: of a case's folder and of a box; a number, a place and the number's QR,
nobody's name."""

from __future__ import annotations

from pathlib import Path

from desktop.domain.forms import Rect
from desktop.letters.fonts import load_fonts
from desktop.letters.lines import break_lines
from desktop.letters.marks import qr
from desktop.letters.sheet import RULE, SOFT, Sheet
from desktop.letters.writing import clean

_WIDTH, _HEIGHT, _QR = 86.0, 42.0, 30.0
_LEFT, _TOP = 20.0, 20.0
_FACE = "sans-400"
_ROOM = _WIDTH - _QR - 13  # nothing is written into the code or into the quiet beside it


def shelf_label(office: str, number: str, shelf: str, fonts_dir: Path) -> bytes:
    """The label of a case's folder."""
    return _label(office, number, shelf, fonts_dir, "保管ラベル")


def box_label(office: str, number: str, place: str, fonts_dir: Path) -> bytes:
    """The label of a shelf or box: what a scanner reads on it is the box's number."""
    return _label(office, number, place, fonts_dir, "棚・箱ラベル")


def _label(office: str, number: str, place: str, fonts_dir: Path, title: str) -> bytes:
    """One label at the head of an A4 sheet, to cut out along its frame."""
    sheet = Sheet(load_fonts(fonts_dir), f"{title}（{number}）")
    sheet.frame(Rect(_LEFT, _TOP, _WIDTH, _HEIGHT), width=0.25, color=RULE)
    left, name = _LEFT + 5, clean(office).text
    size = 8.5 * min(1.0, _ROOM / max(sheet.width(name, _FACE, 8.5), 1.0))
    sheet.text(left, _TOP + 8, name, face=_FACE, size=size, color=SOFT)
    sheet.text(left, _TOP + 20, number, face="sans-700", size=20)
    where = clean(place).text or "保管場所 未定"
    if sheet.width(where, _FACE, 11) <= _ROOM:
        sheet.text(left, _TOP + 31, where, face=_FACE, size=11)
    else:  # the longest that may be typed takes four lines
        parts = break_lines(where, _ROOM, lambda part: sheet.width(part, _FACE, 9))
        for at, part in enumerate(parts):
            sheet.text(left, _TOP + 26.5 + 4.1 * at, part, face=_FACE, size=9)
    sheet.cells(Rect(_LEFT + _WIDTH - _QR - 5, _TOP + 6, _QR, _QR), qr(number))
    return sheet.finish()
