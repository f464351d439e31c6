"""The child that reads a workbook: bytes on standard input, rows of text on standard output.

It loads the reader first, then gives up all rights (`sandbox`), then looks at the bytes.
"""

from __future__ import annotations

import io
import json
import sys
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time

from openpyxl import Workbook, load_workbook

from desktop.capture import sandbox
from desktop.capture.frames import write_frame

MAX_ROWS = 100_000
MAX_COLUMNS = 40
_CPU_SECONDS = 30
_MEMORY = 2_000_000_000


class TooMuch(Exception):
    """More rows than a 回答ファイル has."""


def main() -> int:
    data = sandbox.shut_in(_load, _CPU_SECONDS, _MEMORY)
    output = sys.stdout.buffer
    try:
        rows = list(_rows(data))
        write_frame(output, {"rows": len(rows)}, [json.dumps(rows, ensure_ascii=False).encode()])
    except TooMuch:
        write_frame(output, {"error": "too_much"})
    except Exception:  # noqa: BLE001  whatever a hostile file brings the reader to
        write_frame(output, {"error": "damaged"})
    return 0


def _load() -> None:
    """Everything that opens a file when first used, before opening is forbidden."""
    warnings.simplefilter("ignore")
    book = Workbook()
    book.worksheets[0].append(["a", 1, datetime(2026, 1, 1)])  # noqa: DTZ001  as a cell has it
    sample = io.BytesIO()
    book.save(sample)
    list(_rows(sample.getvalue()))


def _rows(data: bytes) -> Iterator[list[str | None]]:
    """The first sheet's rows. None stands for a cell that is no text: a number has lost its zeros
    and all digits after the fifteenth, and a formula says what it likes."""
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS)):
        if number > MAX_ROWS:
            raise TooMuch
        yield [_text(cell.value, cell.data_type) for cell in row]


def _text(value: object, kind: str) -> str | None:
    if value is None:
        return ""
    if kind == "f":
        return None
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else None
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else None


if __name__ == "__main__":
    sys.exit(main())
