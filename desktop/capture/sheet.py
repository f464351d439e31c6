"""A workbook (XLSX) → rows of text, read in a child process that may be lost (CAPTURE §4)."""

from __future__ import annotations

import json

from desktop.capture.child import Child, Deadline
from desktop.capture.frames import BrokenFrame, read_frame
from desktop.domain.errors import DeskError

SheetRow = tuple[str | None, ...]
"""None stands for a cell that holds no text."""

_MODULE = "desktop.capture.sheet_child"
_MAX_ANSWER = 80_000_000
_MAGIC, _LAST = b"PK\x03\x04", b"PK\x05\x06"
_LAST_WITHIN = 70_000  # a comment may follow the directory's end


class SheetUnreadable(DeskError):
    """The workbook could not be taken."""

    code = "sheet_unreadable"


def is_sheet(data: bytes) -> bool:
    """Whether the bytes begin and end as a workbook does; the child finds out what is in it."""
    return data.startswith(_MAGIC) and _LAST in data[-_LAST_WITHIN:]


def read_sheet(data: bytes, *, seconds: float = 20.0) -> list[SheetRow]:
    """The rows of its first sheet. Dates are given as ISO days, anything else as it is written."""
    child = Child(_MODULE)
    try:
        with Deadline(child, seconds):
            try:
                child.stdin.write(data)
                child.stdin.close()
                head, blobs = read_frame(child.stdout, _MAX_ANSWER)
            except (BrokenFrame, BrokenPipeError):
                raise _damaged() from None
    finally:
        child.end()
    if head.get("error") == "too_much":
        raise SheetUnreadable(
            "ブックの行が多すぎます。", "項目ごとのファイルに分けて、作り直してもらってください。"
        )
    if len(blobs) != 1:
        raise _damaged()
    return _rows(blobs[0])


def _rows(data: bytes) -> list[SheetRow]:
    """What the child told is checked before it is believed."""
    try:
        told = json.loads(data)
    except ValueError:
        raise _damaged() from None
    if not isinstance(told, list):
        raise _damaged()
    rows: list[SheetRow] = []
    for row in told:
        if not isinstance(row, list) or not all(one is None or isinstance(one, str) for one in row):
            raise _damaged()
        rows.append(tuple(row))
    return rows


def _damaged() -> SheetUnreadable:
    return SheetUnreadable(
        "ブック（XLSX）として読めません。壊れているか、パスワードで保護されています。",
        "保護を外して、回答を作り直してもらってください。",
    )
