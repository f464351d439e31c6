"""切手・為替受払簿 I-09 as PDF and as CSV: no name, no address, no formula (DOMAIN §9, class F)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

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
_COUNT_HEADS = ("数えた日", "数えた人", "立会者", "差（円）", "差の説明")
_COUNT_WIDTHS = (24.0, 32.0, 32.0, 18.0, 60.0)


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
    flow.head_row(form.heads, form.widths)
    for line in data.lines:
        cells = tuple(_shown(line.get(column.key, "")) for column in form.columns)
        flow.row(cells, form.widths, _SMALL_CELL, heads=form.heads)
    flow.skip(2)
    flow.paragraph(form.closing, SMALL)
    if data.counts:
        flow.skip(4)
        flow.line("月次の実査", _HEADING)
        flow.head_row(_COUNT_HEADS, _COUNT_WIDTHS)
        for row in data.counts:
            cells = tuple(_one(one) for one in row)
            flow.row(cells, _COUNT_WIDTHS, _SMALL_CELL, heads=_COUNT_HEADS)
    return sheet, flow.page


def _shown(value: str | int) -> str:
    return f"{value:,}" if isinstance(value, int) else _one(value)


def _one(text: str) -> str:
    return clean(text).text.replace("\n", " ")
