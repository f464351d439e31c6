"""Labels for the shelves: of a case's folder and of a box; a number, a place and the number's QR,
nobody's name."""

from __future__ import annotations

from pathlib import Path

from desktop.domain.forms import Rect
from desktop.letters.fonts import load_fonts
from desktop.letters.marks import qr
from desktop.letters.sheet import RULE, SOFT, Sheet
from desktop.letters.writing import clean

_WIDTH, _HEIGHT, _QR = 86.0, 42.0, 30.0
_LEFT, _TOP = 20.0, 20.0


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
    left = _LEFT + 5
    sheet.text(left, _TOP + 8, clean(office).text, face="sans-400", size=8.5, color=SOFT)
    sheet.text(left, _TOP + 20, number, face="sans-700", size=20)
    sheet.text(left, _TOP + 31, clean(place).text or "保管場所 未定", face="sans-400", size=11)
    sheet.cells(Rect(_LEFT + _WIDTH - _QR - 5, _TOP + 6, _QR, _QR), qr(number))
    return sheet.finish()
