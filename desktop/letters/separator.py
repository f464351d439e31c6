"""The sheet between two envelopes, to print once and use for years."""

from __future__ import annotations

from pathlib import Path

from desktop.domain.forms import PAGE_HEIGHT, PAGE_WIDTH, Rect
from desktop.domain.separators import SEPARATOR_QR
from desktop.letters.fonts import load_fonts
from desktop.letters.marks import qr
from desktop.letters.sheet import SOFT, Sheet

_CODE = 45.0
_MARGIN = 30.0
_TITLE = "封筒の区切り"
_USE = (
    "封筒と封筒のあいだに、この用紙を1枚はさみます。",
    "ここから次の封筒になります。この用紙の画像は残りません。",
    "向きは問いません。汚れたり折れたりしたら、印刷し直してください。",
)


def separator_sheet(fonts_dir: Path) -> bytes:
    """One A4 page as PDF. Two codes: a stamp or a fold over one of them does no harm."""
    sheet = Sheet(load_fonts(fonts_dir), _TITLE)
    cells = qr(SEPARATOR_QR)
    left = (PAGE_WIDTH - _CODE) / 2
    for top in (_MARGIN, PAGE_HEIGHT - _MARGIN - _CODE):
        sheet.cells(Rect(left, top, _CODE, _CODE), cells)
    middle = PAGE_HEIGHT / 2
    width = PAGE_WIDTH - 2 * _MARGIN
    title = Rect(_MARGIN, middle - 32, width, 20)
    sheet.text_in(title, _TITLE, face="sans-700", size=36, align="center")
    for number, line in enumerate(_USE):
        place = Rect(_MARGIN, middle + 4 + 9 * number, width, 9)
        sheet.text_in(place, line, size=11, color=SOFT, align="center")
    return sheet.finish()
