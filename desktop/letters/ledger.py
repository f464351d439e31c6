"""開示等請求受付簿 I-04 on paper: A4 across, no name and no address (DOMAIN §9, class D)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from desktop.domain.forms import PAGE_HEIGHT, PAGE_WIDTH
from desktop.domain.wareki import wareki
from desktop.letters.flow import CELL, SMALL, Area, Flow, Style
from desktop.letters.fonts import load_fonts
from desktop.letters.office_forms import OfficeForm
from desktop.letters.sheet import SOFT, Sheet
from desktop.letters.spreadsheets import Facts, table_csv, table_xlsx
from desktop.letters.writing import clean

_ACROSS = Area(left=15.0, right=PAGE_HEIGHT - 15.0, bottom=PAGE_WIDTH - 18.0)
_TITLE = Style("serif-700", 15, 9)
_BODY = Style("serif-400", 10, 5.6)
_ROW = Style(CELL.face, 8, 4.4)
_DAYS = frozenset({"arrived", "registered", "answered", "completed"})
_TOP, _FOOT = 14.0, 199.0


@dataclass(frozen=True, slots=True)
class LedgerData:
    """`log_size` and `log_root` anchor the operation log from which the ledger was written."""

    office: str
    period: str
    made_at: datetime
    log_size: int
    log_root: str
    lines: Sequence[Facts]


def ledger_csv(form: OfficeForm, data: LedgerData) -> bytes:
    """The lines alone: what stands above a table would be a row of it to whoever reads the file."""
    return table_csv((*form.columns, *form.more), data.lines)


def ledger_xlsx(form: OfficeForm, data: LedgerData) -> bytes:
    about = [data.office, *(f"{label}　{words}" for label, words in _facts(form, data))]
    about.append(f"{form.texts['log']}　{data.log_size}　{data.log_root}")
    return table_xlsx(form.title, about, (*form.columns, *form.more), data.lines, data.made_at)


def ledger_pdf(form: OfficeForm, data: LedgerData, fonts_dir: Path) -> bytes:
    """The ledger as a PDF; the first pass counts the pages."""
    total = _draw(form, data, fonts_dir, 0)[1]
    return _draw(form, data, fonts_dir, total)[0].finish()


def _draw(form: OfficeForm, data: LedgerData, fonts_dir: Path, total: int) -> tuple[Sheet, int]:
    sheet = Sheet(load_fonts(fonts_dir), f"{form.title}（{data.period}）", landscape=True)
    middle = (_ACROSS.left + _ACROSS.right) / 2

    def on_page(page: int) -> float:
        text = f"{form.code}　{form.title}　{data.period}　{page}／{total}"
        sheet.text(middle, _FOOT, text, face="serif-400", size=9, align="center", color=SOFT)
        return _TOP

    flow = Flow(sheet, on_page(1), on_page, _ACROSS)
    flow.line(_one(data.office), _BODY, align="right")
    flow.line(form.title, _TITLE, align="center")
    told = "　　".join(f"{label}：{words}" for label, words in _facts(form, data))
    flow.line(told, _BODY)
    flow.paragraph(f"{form.opening}{form.texts['unit']}", SMALL)
    flow.skip(2)
    right = tuple(column.right for column in form.columns)
    if data.lines:
        flow.head_row(form.heads, form.widths)
    else:
        flow.line(form.texts["nothing"], _BODY)
    for line in data.lines:
        cells = tuple(_shown(column.key, line.get(column.key, "")) for column in form.columns)
        flow.row(cells, form.widths, _ROW, heads=form.heads, right=right)
    flow.skip(3)
    words = form.texts["log_words"].replace("{size}", f"{data.log_size:,}")
    closing = (form.closing, f"{form.texts['log']}：{words}", _in_fours(data.log_root))
    flow.need(SMALL.leading * (len(closing) + 1))
    for text in closing:
        flow.paragraph(text, SMALL)
    return sheet, flow.page


def _facts(form: OfficeForm, data: LedgerData) -> tuple[tuple[str, str], ...]:
    texts = form.texts
    return (
        (texts["period"], data.period),
        (texts["count"], f"{len(data.lines):,}{texts['count_unit']}"),
        (texts["printed"], f"{wareki(data.made_at.date())} {data.made_at:%H:%M}"),
    )


def _in_fours(root: str) -> str:
    return " ".join(root[at : at + 4] for at in range(0, len(root), 4))


def _shown(key: str, value: str | int) -> str:
    """Numbers with their commas; days, ISO for a spreadsheet, in the Japanese calendar."""
    if isinstance(value, int):
        return f"{value:,}"
    return wareki(date.fromisoformat(value)) if value and key in _DAYS else _one(value)


def _one(text: str) -> str:
    return clean(text).text.replace("\n", " ")
