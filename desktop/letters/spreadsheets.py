"""A table of an office paper as CSV or XLSX: all text, and nothing a formula (TRUST §6)."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from desktop.letters.office_forms import FormColumn
from desktop.letters.writing import clean

_BOM: Final = "\ufeff"  # without it Excel reads UTF-8 as CP932
_FORMULA: Final = frozenset("=+-@|%")
_MM_A_LETTER: Final = 1.9  # of a sheet's column width
_LEAST_WIDTH: Final = 8.0
_LINE: Final = Side(style="thin", color="FF4A525C")
_HEAD: Final = PatternFill("solid", fgColor="FFEDF0F3")
_A4: Final = "9"  # the number of A4 in a spreadsheet's page setup

Facts = Mapping[str, str | int]
"""A line by the keys of the form's columns."""


def safe_cell(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet could take it for a formula."""
    plain = unicodedata.normalize("NFKC", text)
    dangerous = plain.startswith(("\t", "\r", "\n")) or plain.lstrip()[:1] in _FORMULA
    return f"'{text}" if dangerous else text


def table_csv(columns: Sequence[FormColumn], lines: Sequence[Facts]) -> bytes:
    """UTF-8 with BOM and CRLF, as spreadsheets of the office take it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.head for column in columns])
    for line in lines:
        values = [line.get(column.key, "") for column in columns]
        writer.writerow([one if isinstance(one, int) else safe_cell(one) for one in values])
    return f"{_BOM}{out.getvalue()}".encode()


def table_xlsx(
    title: str,
    about: Sequence[str],
    columns: Sequence[FormColumn],
    lines: Sequence[Facts],
    made_at: datetime,
) -> bytes:
    """A workbook of one sheet: title, what it is about, and the table under heads that are
    repeated on every printed page. Each cell is a text, so that none is ever reckoned."""
    book = Workbook()
    book.properties.creator, book.properties.title = "Madoguchi", title
    book.properties.created = made_at.replace(tzinfo=None)
    sheet = book.active
    sheet.title = title[:31]
    _put(sheet.cell(1, 1), title).font = Font(bold=True, size=14)
    for number, words in enumerate(about, 2):
        _put(sheet.cell(number, 1), words)
    top = len(about) + 3
    for across, column in enumerate(columns, 1):
        cell = _put(sheet.cell(top, across), column.head)
        cell.font, cell.fill, cell.border = Font(bold=True), _HEAD, _around()
        wide = max(column.width / _MM_A_LETTER, _LEAST_WIDTH)
        sheet.column_dimensions[get_column_letter(across)].width = wide
    for down, line in enumerate(lines, top + 1):
        for across, column in enumerate(columns, 1):
            cell = _put(sheet.cell(down, across), str(line.get(column.key, "")))
            cell.alignment = Alignment(
                horizontal="right" if column.right else "left", vertical="top", wrap_text=True
            )
            cell.border = _around()
    sheet.freeze_panes = sheet.cell(top + 1, 1)
    sheet.print_title_rows = f"{top}:{top}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&P／&N"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(cell: Cell, text: str) -> Cell:
    """The text as a text, also where it begins like a formula."""
    cell.value = clean(text).text
    cell.data_type, cell.number_format = "s", "@"
    return cell


def _around() -> Border:
    return Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
