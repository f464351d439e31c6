"""How the 別紙 of each item looks: declared in `forms/annex/*.toml` (DOMAIN §2, §9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.letters import LetterProblem
from desktop.domain.requests import Item
from desktop.domain.tables import Table, TableProblem

ROOM = 166.0
"""Millimetres between the margins of a letter."""


class Shape(StrEnum):
    """How the lines of an answer become a table."""

    FACTS = "facts"  # one line a row: what it is, what it says
    MONTHS = "months"  # one month a row, its amounts in columns with sums
    RECORDS = "records"  # one day a row
    SLOTS = "slots"  # 48 values a day


@dataclass(frozen=True, slots=True)
class AnnexColumn:
    """A column and the words of a line's heading that put the line there.

    With a `unit` it holds numbers, set right; `total`: they are added up. A `width` of 0 takes
    what the others leave.
    """

    head: str
    width: float
    match: tuple[str, ...] = ()
    unit: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class AnnexLayout:
    """`key` is the first column, `rest` the one of all that fits no other. `chart` is the head of
    the column that is drawn as bars, under `chart_title`."""

    code: str
    shape: Shape
    key: AnnexColumn
    columns: tuple[AnnexColumn, ...]
    rest: AnnexColumn
    note: str = ""
    chart: str = ""
    chart_title: str = ""


PLAIN = AnnexLayout(
    "", Shape.FACTS, AnnexColumn("項目", 52.0), (), AnnexColumn("内容", ROOM - 52.0)
)
"""For an item of which no layout is declared."""


def parse_annex(values: Mapping[str, object], name: str) -> AnnexLayout:
    """The layout; an error names the file and the key."""
    try:
        return _layout(Table(values))
    except TableProblem as problem:
        raise LetterProblem(
            f"定義ファイル {name} の {problem.key} が正しくありません（{problem.why}）。",
            "ファイルの書き方を直してください。",
        ) from problem


def _layout(table: Table) -> AnnexLayout:
    table.only("code", "shape", "key", "columns", "rest", "note", "chart", "chart_title")
    layout = AnnexLayout(
        code=table.choice("code", Item).value,
        shape=table.choice("shape", Shape),
        key=_column(table.table("key")),
        columns=tuple(_column(row) for row in table.rows("columns")),
        rest=_column(table.table("rest")),
        note=table.text("note", default=""),
        chart=table.text("chart", default=""),
        chart_title=table.text("chart_title", default=""),
    )
    wide = (layout.key, *layout.columns, layout.rest)
    if sum(column.width for column in wide) > ROOM:
        raise table.problem("columns", f"幅の合計が{ROOM:g}mmを超えています")
    if layout.chart and layout.chart not in {one.head for one in layout.columns if one.unit}:
        raise table.problem("chart", "単位のある列の見出しではありません")
    return layout


def _column(table: Table) -> AnnexColumn:
    table.only("head", "width", "match", "unit", "total")
    return AnnexColumn(
        head=table.text("head"),
        width=table.number("width", default=0.0),
        match=table.texts("match", default=()),
        unit=table.text("unit", default=""),
        total=table.flag("total"),
    )
