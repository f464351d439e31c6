"""The register's CSV: read line by line, mended where that is safe, refused where it is not.

A report names line, column and reason and never a value (DESIGN §5). The file is never held in
memory as a whole.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from desktop.services import register_cells as cell
from desktop.services.register_columns import REMOVED, RegisterFileWrong, choose
from desktop.services.register_encoding import Written, recognise

_NOT_REMOVED = frozenset({"", "0", "no", "false", "n", "-", "無", "なし", "いいえ"})


@dataclass(frozen=True, slots=True)
class LineProblem:
    """A repaired or rejected line of the file: where and why, never the value."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line as it will be kept; identifiers are digits, dates are dates, texts as written."""

    line: int
    customer_no: str = field(repr=False)
    name: str = field(repr=False)
    kana: str = field(repr=False)
    birth: str = field(repr=False)
    phone: str = field(repr=False)
    postal: str = field(repr=False)
    address: str = field(repr=False)
    supply_point_no: str = field(repr=False)
    supply_postal: str = field(repr=False)
    supply_address: str = field(repr=False)
    valid_from: date | None
    valid_to: date | None
    removed: bool = False  # in a delta: the customer is no longer in the register


@dataclass(frozen=True, slots=True)
class ReadLine:
    """`kept` is None where the line was rejected; `problem` then says why."""

    kept: SourceLine | None
    repaired: tuple[LineProblem, ...] = ()
    problem: LineProblem | None = None


class RegisterFile:
    """An opened file: how it is written, which column is which, and its lines."""

    def __init__(
        self,
        stream: BinaryIO,
        names: Mapping[str, str] | None = None,
        *,
        delta: bool = False,
    ) -> None:
        """Raises RegisterFileWrong when the file is empty or lacks a needed column."""
        self.written: Written = recognise(stream)
        stream.seek(0)
        self._text = io.TextIOWrapper(
            stream, self.written.encoding, errors="surrogateescape", newline=""
        )
        self._rows = csv.reader(self._text)
        try:
            self._heading = [one.strip() for one in next(self._rows)]
        except (StopIteration, csv.Error, UnicodeError) as problem:
            raise RegisterFileWrong(
                "登録情報のファイルが空か、CSVとして読めません。",
                "1行目に見出しのあるCSVファイルを選んでください。",
            ) from problem
        self._places = choose(self._heading, names or {}, delta=delta)

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """Our columns and the headings that were taken for them."""
        return tuple((column, self._heading[at]) for column, at in self._places.items())

    def lines(self) -> Iterator[ReadLine]:
        """Every line below the heading."""
        rows, width = self._rows, len(self._heading)
        while True:
            line = rows.line_num + 1
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error:
                yield ReadLine(None, problem=LineProblem(line, "", "CSVの形が崩れています"))
                continue
            if any(map(str.strip, cells)):
                yield _read(line, cells, width, self._places)


def _read(line: int, cells: list[str], width: int, places: Mapping[str, int]) -> ReadLine:
    mended: list[LineProblem] = []

    def note(column: str, reason: str) -> None:
        mended.append(LineProblem(line, column, reason))

    try:
        if len(cells) != width:
            raise cell.Rejected("", "列の数が見出しと違います")
        raw = {column: cell.text(column, cells[at], note) for column, at in places.items()}
        gone = raw.get(REMOVED, "").casefold() not in _NOT_REMOVED
        kept = _removal(line, raw, note) if gone else _line(line, raw, note)
    except cell.Rejected as rejected:
        return ReadLine(None, problem=LineProblem(line, rejected.column, rejected.reason))
    return ReadLine(kept, tuple(mended))


def _customer_no(raw: Mapping[str, str], note: cell.Note) -> str:
    customer_no = cell.identifier("customer_no", raw.get("customer_no", ""), note)
    if not customer_no:
        raise cell.Rejected("customer_no", "顧客番号がありません")
    return customer_no


def _removal(line: int, raw: Mapping[str, str], note: cell.Note) -> SourceLine:
    """Of a removed customer nothing but the number is kept."""
    number = _customer_no(raw, note)
    return SourceLine(line, number, "", "", "", "", "", "", "", "", "", None, None, removed=True)


def _line(line: int, raw: Mapping[str, str], note: cell.Note) -> SourceLine:
    customer_no = _customer_no(raw, note)
    if not raw.get("name", ""):
        raise cell.Rejected("name", "氏名がありません")
    if not (raw.get("address", "") or raw.get("supply_address", "")):
        raise cell.Rejected("address", "住所がありません")
    try:
        valid_to = cell.day("valid_to", raw.get("valid_to", ""))
    except ValueError:
        raise cell.Rejected("valid_to", "日付として読めません") from None
    valid_from = cell.day_or_empty("valid_from", raw.get("valid_from", ""), note)
    if valid_from and valid_to and valid_to < valid_from:
        raise cell.Rejected("valid_to", "終わりの日が始まりの日より前です")
    birth = cell.day_or_empty("birth", raw.get("birth", ""), note)
    return SourceLine(
        line,
        customer_no,
        raw["name"],
        cell.kana("kana", raw.get("kana", ""), note),
        birth.isoformat() if birth else "",
        cell.phone("phone", raw.get("phone", ""), note),
        cell.postal("postal", raw.get("postal", ""), note),
        raw.get("address", ""),
        cell.supply_point("supply_point_no", raw.get("supply_point_no", ""), note),
        cell.postal("supply_postal", raw.get("supply_postal", ""), note),
        raw.get("supply_address", ""),
        valid_from,
        valid_to,
    )
