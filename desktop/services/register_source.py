"""The register's file before its import: which column is which, and a line that was told of.

The report of an import has no values, so the clerk opens a rejected line here. It is read from the
file each time and kept nowhere.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import SignedIn
from desktop.services.register_columns import (
    COLUMNS,
    NEEDED,
    REMOVED,
    RegisterFileWrong,
    propose,
)
from desktop.services.register_encoding import Written, recognise

COLUMN_LABELS: Final[Mapping[str, str]] = {
    "customer_no": "お客様番号",
    "name": "氏名",
    "kana": "フリガナ",
    "birth": "生年月日",
    "phone": "電話番号",
    "postal": "郵便番号",
    "address": "住所",
    "supply_point_no": "供給地点特定番号",
    "supply_postal": "供給場所の郵便番号",
    "supply_address": "供給場所の住所",
    "valid_from": "適用開始日",
    "valid_to": "適用終了日",
    REMOVED: "削除",
}


@dataclass(frozen=True, slots=True)
class SourceLook:
    """`headings` are the file's, `proposed` our columns and the headings taken for them."""

    encoding: str
    lines: int
    headings: tuple[str, ...]
    proposed: Mapping[str, str]
    columns: tuple[str, ...]
    needed: tuple[str, ...] = NEEDED


@dataclass(frozen=True, slots=True)
class SourceCells:
    """One line as it stands in the file: heading and text. `whole` is False where the line is no
    CSV, or has more or fewer cells than the first line has headings."""

    line: int
    cells: tuple[tuple[str, str], ...] = field(repr=False)
    whole: bool


class RegisterSource:
    """Reads the file and nothing else; nothing of it is stored."""

    def look(self, by: SignedIn, file: Path, *, delta: bool = False) -> SourceLook:
        """How the file is written and which columns it seems to have."""
        rights.require(by, Capability.IMPORT_REGISTER)
        with _opened(file) as (written, text):
            heading = _heading(text)
        columns = (*COLUMNS, REMOVED) if delta else COLUMNS
        named = tuple(dict.fromkeys(one for one in heading if one))
        proposed = propose(heading, delta=delta)
        return SourceLook(written.label, max(0, written.lines - 1), named, proposed, columns)

    def line(self, by: SignedIn, file: Path, number: int) -> SourceCells:
        """The line that a report names. Raises RegisterFileWrong where the file has it no more."""
        rights.require(by, Capability.IMPORT_REGISTER)
        with _opened(file) as (_, text):
            heading = _heading(text)
            text.seek(0)
            rest = itertools.islice(text, number - 1, None)
            first = next(rest, None)
            if first is None or number < 1:
                raise RegisterFileWrong(
                    f"元のファイルに{number}行目がありません。",
                    "ファイルが変わっていないかを確かめ、もう一度内容を確かめてください。",
                )
            try:
                cells = next(csv.reader(itertools.chain((first,), rest)))
            except csv.Error:
                return SourceCells(number, (("", first.rstrip("\r\n")),), whole=False)
        pairs = itertools.zip_longest(heading, cells, fillvalue="")
        return SourceCells(number, tuple(pairs), whole=len(cells) == len(heading))


@contextmanager
def _opened(file: Path) -> Iterator[tuple[Written, io.TextIOWrapper]]:
    try:
        with file.open("rb") as stream:
            written = recognise(stream)
            stream.seek(0)
            yield (
                written,
                # Bytes that are no text are shown as such: the clerk looks at the line for them.
                io.TextIOWrapper(stream, written.encoding, errors="backslashreplace", newline=""),
            )
    except OSError as problem:
        raise RegisterFileWrong(
            "登録情報のファイルを開けません。",
            "ファイルがあるか、読み取りの権限があるかを確かめてください。",
        ) from problem


def _heading(text: io.TextIOWrapper) -> list[str]:
    try:
        return [one.strip() for one in next(csv.reader(text))]
    except (StopIteration, csv.Error) as problem:
        raise RegisterFileWrong(
            "登録情報のファイルが空か、CSVとして読めません。",
            "1行目に見出しのあるCSVファイルを選んでください。",
        ) from problem
