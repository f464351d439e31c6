"""切手・為替受払簿 I-09 as PDF and as CSV: no name, no address, no formula (DOMAIN §9, class F)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop.domain.wareki import wareki
from desktop.letters.flow import CELL, SMALL, Flow, Style
from desktop.letters.fonts import load_fonts
from desktop.letters.office_forms import OfficeForm
from desktop.letters.sheet import SOFT, Sheet
from desktop.letters.spreadsheets import Facts, table_csv
from desktop.letters.writing import clean

_BODY = Style("serif-400", 10, 5.8)
_TITLE = Style("serif-700", 16, 10)
_HEADING = Style("sans-700", 10, 6.2)
_SMALL_CELL = Style(CELL.face, 7.5, 4.2)
_DAY = "day"


@dataclass(frozen=True, slots=True)
class StampLedgerData:
    """Names are those of the office's own people."""

    office: str
    period: str
    lines: Sequence[Facts]
    counts: Sequence[tuple[str, str, str, str, str]]


def stamp_ledger_csv(form: OfficeForm, lines: Sequence[Facts]) -> bytes:
    """The ledger as UTF-8 with BOM and CRLF, as spreadsheets of the office take it."""
    return table_csv((*form.columns, *form.more), lines)


def stamp_ledger_pdf(form: OfficeForm, data: StampLedgerData, fonts_dir: Path) -> bytes:
    """The ledger as a PDF; the first pass counts the pages."""
    total = _draw(form, data, fonts_dir, 0)[1]
    return _draw(form, data, fonts_dir, total)[0].finish()


def _draw(
    form: OfficeForm, data: StampLedgerData, fonts_dir: Path, total: int
) -> tuple[Sheet, int]:
    sheet = Sheet(load_fonts(fonts_dir), f"{form.title}（{data.period}）")

    def on_page(page: int) -> float:
        text = f"{form.code}　{form.title}　{page}／{total}"
        sheet.text(105, 289, text, face="serif-400", size=9, align="center", color=SOFT)
        return 24.0

    flow = Flow(sheet, on_page(1), on_page)
    flow.line(_one(data.office), _BODY, align="right")
    flow.line(form.title, _TITLE, align="center")
    flow.line(data.period, _HEADING, align="center")
    flow.skip(2)
    flow.paragraph(form.opening, SMALL)
    flow.skip(2)
    right = tuple(column.right for column in form.columns)
    flow.head_row(form.heads, form.widths)
    for line in data.lines:
        cells = tuple(_shown(column.key, line.get(column.key, "")) for column in form.columns)
        flow.row(cells, form.widths, _SMALL_CELL, heads=form.heads, right=right)
    flow.skip(2)
    flow.paragraph(form.closing, SMALL)
    if data.counts:
        flow.skip(4)
        counted = form.tables["counts"]
        heads = tuple(column.head for column in counted)
        widths = tuple(column.width for column in counted)
        right = tuple(column.right for column in counted)
        flow.line(form.texts["counts"], _HEADING)
        flow.head_row(heads, widths)
        for row in data.counts:
            cells = tuple(_one(one) for one in row)
            flow.row(cells, widths, _SMALL_CELL, heads=heads, right=right)
    return sheet, flow.page


def _shown(key: str, value: str | int) -> str:
    """Numbers with their commas; the day, ISO for a spreadsheet, in the Japanese calendar."""
    if isinstance(value, int):
        return f"{value:,}"
    return wareki(date.fromisoformat(value)) if key == _DAY else _one(value)


def _one(text: str) -> str:
    return clean(text).text.replace("\n", " ")
