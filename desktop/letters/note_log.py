"""電話・窓口の記録 of some days as CSV for a spreadsheet: what was said and which forms left."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from desktop.letters.spreadsheets import safe_cell

_BOM = "\ufeff"  # without it Excel reads UTF-8 as CP932
_HEADS = (
    *("日", "種類", "方法", "送った書式", "氏名", "電話", "住所", "内容"),
    *("受付番号", "記録した人"),
)


@dataclass(frozen=True, slots=True)
class NoteLogLine:
    on: date
    kind: str
    means: str
    forms: str
    number: str
    written_by: str = field(repr=False)
    name: str = field(repr=False)
    phone: str = field(repr=False)
    address: str = field(repr=False)
    text: str = field(repr=False)


def note_log_csv(lines: Iterable[NoteLogLine]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADS)
    for one in lines:
        said = (one.name, one.phone, one.address, one.text)
        words = (one.kind, one.means, one.forms, *said, one.number, one.written_by)
        writer.writerow([one.on.isoformat(), *map(safe_cell, words)])
    return f"{_BOM}{out.getvalue()}".encode()
