"""The bytes of a 回答ファイル and its lines: CSV, or a workbook read in the sandboxed child."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from desktop.capture.sheet import SheetRow, SheetUnreadable, is_sheet, read_sheet
from desktop.domain.errors import DeskError

COLUMNS: Final = ("customer_no", "supply_point_no", "item", "label", "value", "source", "as_of")
NAMES: Final = ("staff", "third_party")
"""The columns that are never disclosed themselves."""

SURPLUS: Final = "more"
"""Set in a row that has more cells than the file has columns."""

NO_TEXT: Final = "no_text"
"""In a row, the columns (parted by blanks) whose cells hold a number or a formula, no text."""

_LARGEST = 20_000_000
Row = Mapping[str, str]


class AnswerFileWrong(DeskError):
    """The file is not a 回答ファイル."""

    code = "answer_file"


def read_bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > _LARGEST:
            raise AnswerFileWrong(
                "回答ファイルが大きすぎます。", "項目ごとのファイルか確かめてください。"
            )
        return file.read_bytes()
    except OSError as problem:
        raise AnswerFileWrong(
            "回答ファイルを開けません。", "ファイルの場所と権限を確かめてください。"
        ) from problem


def is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:1024]


def rows_of(data: bytes) -> Iterator[tuple[int, Row]]:
    """The lines with their numbers in the file, cells by column. Raises AnswerFileWrong."""
    if is_sheet(data):
        yield from _sheet_rows(_sheet(data))
    else:
        yield from _csv_rows(data)


def _sheet(data: bytes) -> Sequence[SheetRow]:
    try:
        return read_sheet(data)
    except SheetUnreadable as problem:
        raise AnswerFileWrong(problem.sentence, problem.next_step) from problem


def _csv_rows(data: bytes) -> Iterator[tuple[int, Row]]:
    reader = csv.DictReader(io.StringIO(_text(data), newline=""))
    try:
        _require_columns(reader.fieldnames or ())
        for row in reader:
            cells = {name: (row.get(name) or "").strip() for name in (*COLUMNS, *NAMES)}
            yield reader.line_num, cells | ({SURPLUS: "1"} if None in row else {})
    except csv.Error as problem:
        raise AnswerFileWrong(
            "回答ファイルをCSVとして読めません。", "回答を作り直してもらってください。"
        ) from problem


def _sheet_rows(rows: Sequence[SheetRow]) -> Iterator[tuple[int, Row]]:
    heads = [(one or "").strip() for one in rows[0]] if rows else []
    while heads and not heads[-1]:
        heads.pop()
    _require_columns(heads)
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell is None or cell.strip() for cell in row):
            continue  # a workbook keeps empty rows below its last one
        named = dict(zip(heads, row, strict=False))
        cells = {name: (named.get(name) or "").strip() for name in (*COLUMNS, *NAMES)}
        odd = [name for name in (*COLUMNS, *NAMES) if name in named and named[name] is None]
        surplus = any(cell is None or cell.strip() for cell in row[len(heads) :])
        yield (
            number,
            cells | ({SURPLUS: "1"} if surplus else {}) | ({NO_TEXT: " ".join(odd)} if odd else {}),
        )


def _require_columns(heads: Iterable[str]) -> None:
    known = set(heads)
    lacking = [name for name in COLUMNS if name not in known]
    if lacking:
        raise AnswerFileWrong(
            f"回答ファイルに列「{lacking[0]}」がありません。",
            "調査依頼に添えた様式で、回答を作り直してもらってください。",
        )


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AnswerFileWrong(
        "回答ファイルの文字コードを読めません。",
        "UTF-8 か Shift_JIS で作り直してもらってください。",
    )
