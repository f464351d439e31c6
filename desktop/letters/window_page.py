"""A page to lay into a real envelope: where its window should be, and what it may show (DOMAIN §9).

The address on it is fictional. Scales along the frame say by how much a window lies elsewhere.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from desktop.domain.forms import Rect
from desktop.domain.letters import Addressee
from desktop.letters.address_window import SLIP, draw_address, require_window
from desktop.letters.flow import BODY, LEFT, SMALL, Flow, Style
from desktop.letters.fonts import load_fonts
from desktop.letters.sheet import RULE, SOFT, Sheet

TITLE: Final = "封筒の窓の確認"
_HEAD: Final = Style("sans-700", 14, 9)
_FOLDS: Final = (99.0, 198.0)
_SAMPLE: Final = Addressee(
    "350-9942", ("埼玉県みどり野市若葉町二丁目14番6号", "コーポ若葉 203号室"), "架空 太郎"
)
_STEP: Final = 10  # millimetres between the longer marks
_STEPS: Final = (
    "この用紙を実際の大きさ（100％）で印刷し、左の印のところで三つに折ります。",
    "宛名の面を手前にして、ふだん使う窓付き封筒に入れます。",
    "窓から宛名がすべて見え、実線の枠の外にあるものが見えなければ、このまま使えます。",
    "封筒の中で紙を上下左右に寄せても、宛名が欠けず、ほかの文字が見えないことを確かめます。",
    "ずれているときは、枠の外の目盛り（1mmごと）でずれを読み、設定の「封筒の窓」を直します。",
)


def window_page(window: Rect, fonts_dir: Path) -> bytes:
    """The page for a window at that place of the sheet."""
    require_window(window)
    sheet = Sheet(load_fonts(fonts_dir), TITLE)
    sheet.frame(window, 0.4)
    _scales(sheet, window)
    draw_address(sheet, window, _SAMPLE)
    for y in _FOLDS:
        sheet.line((3, y), (7, y), width=0.2, color=RULE)
        sheet.text(8, y + 1, "折る", size=7, color=SOFT)
    flow = Flow(sheet, 106.0, lambda _page: 26.0)
    flow.line(TITLE, _HEAD)
    flow.skip(2)
    for number, text in enumerate(_STEPS, 1):
        flow.paragraph(f"{number}　{text}", BODY)
        flow.skip(1)
    flow.skip(3)
    place = (
        f"窓の位置：用紙の左端から{window.x:g}mm、上端から{window.y:g}mm、"
        f"幅{window.width:g}mm、高さ{window.height:g}mm"
    )
    flow.paragraph(place, SMALL, left=LEFT)
    slip = f"宛名は枠から{SLIP:g}mm内側に印刷し、紙が{SLIP:g}mmずれても読めるようにしています。"
    flow.paragraph(slip, SMALL, left=LEFT)
    flow.paragraph("宛名は架空のものです。この紙は送らないでください。", SMALL, left=LEFT)
    return sheet.finish()


def _scales(sheet: Sheet, window: Rect) -> None:
    """Millimetres around the frame, a longer mark every ten."""
    for n in range(int(window.width) + 1):
        long = 2.4 if n % _STEP == 0 else 1.2
        x = window.x + n
        sheet.line((x, window.y - long), (x, window.y), width=0.1, color=SOFT)
        sheet.line((x, window.bottom), (x, window.bottom + long), width=0.1, color=SOFT)
    for n in range(int(window.height) + 1):
        long = 2.4 if n % _STEP == 0 else 1.2
        y = window.y + n
        sheet.line((window.x - long, y), (window.x, y), width=0.1, color=SOFT)
        sheet.line((window.right, y), (window.right + long, y), width=0.1, color=SOFT)
