"""The register's CSV: read line by line, mended where that is safe, refused where it is not.

A report names line, column and reason and never a value (DESIGN §5).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from desktop.domain.errors import DeskError
from desktop.services import register_cells as cell

COLUMNS = (
    "customer_no",
    "name",
    "kana",
    "birth",
    "phone",
    "postal",
    "address",
    "supply_point_no",
    "supply_postal",
    "supply_address",
    "valid_from",
    "valid_to",
)
_NEEDED = ("customer_no", "name", "address")


class RegisterFileWrong(DeskError):
    """The file as a whole is not a register: nothing of it was imported."""

    code = "register_file"


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


@dataclass(frozen=True, slots=True)
class ReadLine:
    """`kept` is None where the line was rejected; `problem` then says why."""

    kept: SourceLine | None
    repaired: tuple[LineProblem, ...] = ()
    problem: LineProblem | None = None


def decode(data: bytes) -> str:
    """UTF-8 (with or without a mark) or CP932; bytes of neither stay as lone surrogates."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    data = data.removeprefix(b"\xef\xbb\xbf")
    readings = []
    for encoding in ("utf-8", "cp932"):
        text = data.decode(encoding, "surrogateescape")
        bad = sum("\udc80" <= one <= "\udcff" for one in text) if not text.isascii() else 0
        if not bad:
            return text
        readings.append((bad, text))
    return min(readings)[1]


def read_lines(data: bytes, names: Mapping[str, str] | None = None) -> Iterator[ReadLine]:
    """Every line of the file below its heading. `names` maps our columns to the file's headings.

    Raises RegisterFileWrong when the file is empty or lacks a needed column.
    """
    rows = csv.reader(io.StringIO(decode(data), newline=""))
    try:
        heading = [one.strip() for one in next(rows)]
    except (StopIteration, csv.Error) as problem:
        raise RegisterFileWrong(
            "登録情報のファイルが空か、CSVとして読めません。",
            "1行目に見出しのあるCSVファイルを選んでください。",
        ) from problem
    places = _places(heading, names or {})
    seen: set[tuple[str, ...]] = set()
    while True:
        line = rows.line_num + 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield ReadLine(None, problem=LineProblem(line, "", "CSVの形が崩れています"))
            continue
        if not any(map(str.strip, cells)):
            continue
        yield _read(line, cells, len(heading), places, seen)


def _places(heading: list[str], names: Mapping[str, str]) -> dict[str, int]:
    places = {}
    for column in COLUMNS:
        wanted = names.get(column, column)
        if wanted in heading:
            places[column] = heading.index(wanted)
        elif column in _NEEDED or column in names:
            raise RegisterFileWrong(
                f"登録情報のファイルに列「{wanted}」がありません。",
                "1行目の見出しを確かめるか、列の対応を指定してください。",
            )
    return places


def _read(
    line: int,
    cells: list[str],
    width: int,
    places: Mapping[str, int],
    seen: set[tuple[str, ...]],
) -> ReadLine:
    mended: list[LineProblem] = []

    def note(column: str, reason: str) -> None:
        mended.append(LineProblem(line, column, reason))

    try:
        if len(cells) != width:
            raise cell.Rejected("", "列の数が見出しと違います")
        raw = {column: cell.text(column, cells[at], note) for column, at in places.items()}
        if tuple(raw.values()) in seen:
            raise cell.Rejected("", "同じ内容の行が先にあります")
        kept = _line(line, raw, note)
        seen.add(tuple(raw.values()))
    except cell.Rejected as rejected:
        return ReadLine(None, problem=LineProblem(line, rejected.column, rejected.reason))
    return ReadLine(kept, tuple(mended))


def _line(line: int, raw: Mapping[str, str], note: cell.Note) -> SourceLine:
    customer_no = cell.identifier("customer_no", raw.get("customer_no", ""), note)
    if not customer_no:
        raise cell.Rejected("customer_no", "顧客番号がありません")
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
