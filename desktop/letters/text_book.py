"""A workbook (XLSX) of text cells only: no spreadsheet makes numbers or dates of what is typed.

A CSV would not do: a spreadsheet turns the 22 digits of a 供給地点特定番号 into 3.00E+20, takes the
zeros before a number away and writes a day in the way of its country.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Final
from xml.sax.saxutils import escape

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_WIDTH, _ROOM = 24, 2000  # characters a column; rows that a department may fill as text
_PLAIN: Final = 'fontId="0" fillId="0" borderId="0"'
# The second format is "@" (49): whatever is typed stays text. The rest is what every workbook has.
_STYLES: Final = (
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    f'<cellStyleXfs count="1"><xf numFmtId="0" {_PLAIN}/></cellStyleXfs>'
    f'<cellXfs count="2"><xf numFmtId="0" {_PLAIN} xfId="0"/>'
    f'<xf numFmtId="49" {_PLAIN} xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
)


def text_book(name: str, rows: Sequence[Sequence[str]], on: date) -> bytes:
    """`name` is the sheet's; the same content gives the same bytes, dated `on`."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        "</Types>",
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{escape(name, {chr(34): "&quot;"})}" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relations(
            ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">{_STYLES}</styleSheet>',
        "xl/worksheets/sheet1.xml": _sheet(rows),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for part, content in parts.items():
            book.writestr(
                zipfile.ZipInfo(part, (on.year, on.month, on.day, 0, 0, 0)), _HEAD + content
            )
    return out.getvalue()


def _relations(*targets: tuple[str, str]) -> str:
    found = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{found}</Relationships>'


def _sheet(rows: Sequence[Sequence[str]]) -> str:
    columns = max(len(row) for row in rows)
    last = f"{chr(ord('A') + columns - 1)}{_ROOM}"
    wide = "".join(
        f'<col min="{at}" max="{at}" width="{_WIDTH}" style="1" customWidth="1"/>'
        for at in range(1, columns + 1)
    )
    filled = "".join(
        f'<row r="{number}">{"".join(_cell(text, at, number) for at, text in enumerate(row))}</row>'
        for number, row in enumerate(rows, 1)
    )
    return (
        f'<worksheet xmlns="{_MAIN}">'
        f"<cols>{wide}</cols>"
        f"<sheetData>{filled}</sheetData>"
        f'<ignoredErrors><ignoredError sqref="A1:{last}" numberStoredAsText="1"/></ignoredErrors>'
        "</worksheet>"
    )


def _cell(text: str, column: int, row: int) -> str:
    where = f"{chr(ord('A') + column)}{row}"
    if not text:
        return f'<c r="{where}" s="1"/>'
    said = f'<t xml:space="preserve">{escape(text)}</t>'
    return f'<c r="{where}" s="1" t="inlineStr"><is>{said}</is></c>'
