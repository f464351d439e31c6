"""The recovery card: 24 words and their QR, printed for two safes and kept nowhere (TRUST §2)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from desktop.domain.forms import Rect
from desktop.domain.wareki import wareki
from desktop.letters.flow import LEFT, RIGHT, Flow, Style
from desktop.letters.fonts import load_fonts
from desktop.letters.marks import qr
from desktop.letters.sheet import FILLS, SOFT, Sheet
from desktop.letters.writing import clean

_BODY = Style("sans-400", 9.5, 5.6)
_COPIES = 2
_COLUMNS = 4


def recovery_card(
    words: tuple[str, ...],
    digits: str,
    fingerprint: str,
    office: str,
    issued_on: date,
    fonts_dir: Path,
) -> bytes:
    """Two pages, one for each safe. The bytes must not be written to disk by the caller.

    `digits` are the words as a reader of codes types them.
    """
    sheet = Sheet(load_fonts(fonts_dir), "回復カード")
    for copy in range(1, _COPIES + 1):
        if copy > 1:
            sheet.next_page()
        _page(sheet, words, digits, fingerprint, clean(office).text, issued_on, copy)
    return sheet.finish()


def _page(
    sheet: Sheet,
    words: tuple[str, ...],
    digits: str,
    fingerprint: str,
    office: str,
    issued_on: date,
    copy: int,
) -> None:
    sheet.text_in(Rect(LEFT, 22, 166, 12), "回復カード", face="sans-700", size=20, align="center")
    heading = f"{office}　{wareki(issued_on)}発行　{_COPIES}枚のうち{copy}枚目"
    sheet.text_in(Rect(LEFT, 36, 166, 7), heading, size=10, align="center")
    _words(sheet, words)
    side = 46.0
    sheet.cells(Rect(LEFT, 140, side, side), qr(digits))
    beside = LEFT + side + 8
    sheet.text(beside, 148, "照合のための指紋（秘密ではありません）", face="sans-500", size=9)
    sheet.text(beside, 155, fingerprint, face="sans-700", size=12)
    flow = Flow(sheet, 162, lambda page: 20.0)
    flow.paragraph(
        "二次元コードには、上の24語が数字（1語4桁）で入っています。24語を入れる欄で読み取れます。",
        _BODY,
        left=beside,
        right=RIGHT,
    )
    flow.y = 198
    for number, text in enumerate(_ADVICE, start=1):
        flow.paragraph(f"{number}　{text}", _BODY)
        flow.skip(1.2)
    footer = "このカードの内容は、この用紙のほかどこにも保存されません。"
    sheet.text(105, 285, footer, size=9, align="center", color=SOFT)


_ADVICE = (
    "このカードは、すべてのパスフレーズを失ったときや、機械が壊れたときに記録を開くための鍵です。",
    "2枚を別々の金庫に納め、複写、撮影、入力による控えを作らないでください。",
    "鍵媒体A・Bと同じ場所に置かないでください。",
    "使うときは2名で行い、日時と理由を記録に残してください。",
    "カードとすべてのパスフレーズを失うと、記録を開く方法はありません。",
)


def _words(sheet: Sheet, words: tuple[str, ...]) -> None:
    rows = -(-len(words) // _COLUMNS)
    width = (RIGHT - LEFT) / _COLUMNS
    height = 13.5
    for index, word in enumerate(words):
        column, row = index // rows, index % rows
        box = Rect(LEFT + column * width, 52 + row * height, width, height)
        number = Rect(box.x, box.y, 9, height)
        sheet.fill(number, FILLS["label"])
        sheet.frame(box, 0.2)
        sheet.text_in(number, str(index + 1), face="sans-500", size=9, align="center")
        place = Rect(box.x + 12, box.y, width - 13, height)
        sheet.text_in(place, word, face="sans-500", size=12)
