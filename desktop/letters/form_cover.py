"""書式の送付状: the address in the window of the envelope, and the blank forms in it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from desktop.domain.forms import Rect
from desktop.domain.letters import Addressee, Sender
from desktop.domain.wareki import wareki
from desktop.letters.address_window import SLIP, draw_address, require_window
from desktop.letters.flow import BODY, LEFT, RIGHT, SMALL, Flow, Style
from desktop.letters.fonts import load_fonts
from desktop.letters.office_forms import OfficeForm
from desktop.letters.render import WINDOW
from desktop.letters.sheet import SOFT, Sheet
from desktop.letters.writing import clean

_TITLE = Style("serif-700", 14, 9)
_STRONG = Style("sans-700", SMALL.size, SMALL.leading)
_FOLDS = (99.0, 198.0)
_SENDER_TOP = 53.5  # of the office's name, where nothing pushes it down
_CLEAR = 0.5


def form_cover(
    form: OfficeForm,
    sender: Sender,
    addressee: Addressee,
    forms: Sequence[str],
    issued_on: date,
    fonts_dir: Path,
    window: Rect = WINDOW,
) -> bytes:
    """One sheet for a window envelope. The title of the file names nobody."""
    require_window(window)
    lower = max(0.0, window.bottom + SLIP + _CLEAR - _SENDER_TOP)
    sheet = Sheet(load_fonts(fonts_dir), form.title)
    draw_address(sheet, window, _cleaned(addressee))
    sheet.text(RIGHT, 19, wareki(issued_on), face="serif-400", size=10, align="right")
    for words, size, baseline in (
        (sender.office, 12.0, 57.6),
        (sender.desk, 10.0, 63.2),
        (f"〒{sender.postal}　{sender.address}", 8.5, 68.6),
    ):
        text, y = clean(words).text, baseline + lower
        sheet.text(RIGHT, y, text, face="serif-400", size=size, align="right")
    for y in _FOLDS:
        sheet.line((3, y), (7, y), width=0.1, color=SOFT)

    def further(_page: int) -> float:
        return 26.0

    flow = Flow(sheet, 80.0 + lower, further)
    flow.line(form.title, _TITLE, align="center")
    flow.skip(4)
    flow.paragraph(form.opening, BODY, indent="　")
    flow.skip(3)
    flow.head_row(form.heads, form.widths)
    for one in forms:
        flow.row((one, form.texts["one"]), form.widths, heads=form.heads)
    flow.skip(4)
    flow.paragraph(form.closing, BODY, indent="　")
    flow.skip(6)
    contact = f"{form.texts['contact']}　{clean(sender.office).text}　{clean(sender.desk).text}"
    flow.paragraph(contact, _STRONG, left=LEFT, right=RIGHT)
    flow.paragraph(f"電話　{sender.phone}　　受付時間　{sender.hours}", SMALL)
    return sheet.finish()


def _cleaned(addressee: Addressee) -> Addressee:
    return dataclasses.replace(
        addressee,
        address=tuple(clean(line).text for line in addressee.address),
        name=clean(addressee.name).text,
    )
