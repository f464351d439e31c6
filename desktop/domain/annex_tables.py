"""The lines of one answer as the table its layout declares: every word of them is in it.

What a layout cannot place (a heading without a month, an amount that is none) goes to the column
of the rest or to a table of plain lines after it, never away.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Final

from desktop.domain.annex_layouts import PLAIN, ROOM, AnnexColumn, AnnexLayout, Shape
from desktop.domain.wareki import wareki, wareki_year

NOT_HELD: Final = "記録なし"
"""Said of a month between two others of which nothing was told: it is not zero."""

Line = tuple[str, str]

_MONTH = re.compile(
    r"\s*(?P<y>20[0-9]{2})(?:[-/.]|年)\s?(?P<m>0?[1-9]|1[0-2])(?:月分?|(?![-/.0-9]))[ 分の]*"
)
_DAY = re.compile(
    r"\s*(?P<y>(?:19|20)[0-9]{2})(?:[-/.]|年)\s?(?P<m>0?[1-9]|1[0-2])(?:[-/.]|月)\s?"
    r"(?P<d>3[01]|[12][0-9]|0?[1-9])(?:日|(?![0-9]))\s*"
)
_AMOUNT = re.compile(
    r"(?P<minus>[-−▲△]?)\s?(?P<number>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?P<part>\.[0-9]+)?"
)
_POINT = re.compile(r"[0-9]{22}")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FILLS = 20.0  # the least width in millimetres of a column that takes what is left


@dataclass(frozen=True, slots=True)
class TableRow:
    """`strong`: a sum, which stays with the row above it."""

    cells: tuple[str, ...] = field(repr=False)
    strong: bool = False


@dataclass(frozen=True, slots=True)
class AnnexTable:
    """`right` tells the columns of numbers."""

    heads: tuple[str, ...]
    widths: tuple[float, ...]
    right: tuple[bool, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One month of a chart; `amount` None where nothing was told of it."""

    month: date
    amount: Decimal | None = field(repr=False)


def tables_of(layout: AnnexLayout, lines: Sequence[Line]) -> tuple[AnnexTable, ...]:
    """The table of the layout, and one of plain lines for what has no place in it."""
    if layout.shape is Shape.MONTHS:
        placed, others = _split(lines, _MONTH)
        first = (_months(layout, placed),) if placed else ()
    elif layout.shape is Shape.RECORDS:
        placed, others = _split(lines, _DAY)
        first = (_records(layout, placed),) if placed else ()
    else:
        first, others = (), list(lines)
    if not others:
        return first
    plain = PLAIN if layout.shape not in (Shape.FACTS, Shape.SLOTS) else layout
    return (*first, _facts(plain, others))


def bars_of(layout: AnnexLayout, lines: Sequence[Line]) -> tuple[Bar, ...]:
    """The months of the declared column, without a gap; none where there are fewer than two."""
    amounts: dict[date, Decimal] = {}
    for day, heading, value in _split(lines, _MONTH)[0]:
        column = _column_of(layout, heading)
        read = _amount(value, column.unit) if column is not None else None
        if column is not None and column.head == layout.chart and read is not None:
            amounts[day] = amounts.get(day, Decimal(0)) + read[0]
    if len(amounts) < 2 or min(amounts.values()) < 0:
        return ()
    return tuple(Bar(month, amounts.get(month)) for month in _each_month(amounts))


Dated = tuple[date, str, str]
"""The day or month of a line, the rest of its heading, its value."""


def _split(lines: Sequence[Line], form: re.Pattern[str]) -> tuple[list[Dated], list[Line]]:
    """The lines that begin with a month or a day, and the others."""
    dated: list[Dated] = []
    others: list[Line] = []
    for label, value in lines:
        plain = unicodedata.normalize("NFKC", label)
        found = form.match(plain)
        at = _date_of(found) if found is not None else None
        if found is None or at is None:
            others.append((label, value))
        else:
            dated.append((at, plain[found.end() :].strip(), value))
    return dated, others


def _date_of(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["y"]), int(found["m"]), int(found.groupdict().get("d") or 1))
    except ValueError:
        return None


def _facts(layout: AnnexLayout, lines: Sequence[Line]) -> AnnexTable:
    rows = [TableRow((label, _as_read(label, value))) for label, value in lines]
    return _table((layout.key, layout.rest), rows)


def _months(layout: AnnexLayout, lines: Sequence[Dated]) -> AnnexTable:
    """Columns nobody fills are left out. Two amounts of one month stand in two rows."""
    held: dict[date, list[dict[str, str]]] = {}
    sums: dict[tuple[str, str], Decimal] = {}
    used: set[str] = set()
    for day, heading, value in lines:
        month = day.replace(day=1)
        head, text, rest = _placed(layout, heading, value)
        if head:
            read = _amount(text, "")
            if read is not None:
                key = (wareki_year(month), head)
                sums[key] = sums.get(key, Decimal(0)) + read[0]
            used.add(head)
        rows = held.setdefault(month, [])
        if head:
            free = next((one for one in rows if head not in one), None)
            if free is None:
                rows.append(free := {})
            free[head] = text
        if rest:
            if not rows:
                rows.append({})
            before = rows[-1].get("", "")
            rows[-1][""] = f"{before}　{rest}" if before else rest
    months = list(_each_month(held))
    gaps = any(month not in held for month in months)
    shown = [one for one in layout.columns if one.head in used]
    some = gaps or any(row.get("") for rows in held.values() for row in rows)
    columns = (layout.key, *shown, *((layout.rest,) if some else ()))
    found: list[TableRow] = []
    years = list(dict.fromkeys(wareki_year(month) for month in months))
    for year in years:
        for month in months:
            if wareki_year(month) != year:
                continue
            name = f"{year}{month.month}月"
            for row in held.get(month, [{"": NOT_HELD}]):
                texts = [row.get(one.head, "―") for one in shown]
                found.append(TableRow((name, *texts, *((row.get("", ""),) if some else ()))))
        if len(years) > 1:
            found.append(_sum_row(f"{year}の計", [year], shown, sums, some=some))
    if any(one.total for one in shown):
        found.append(_sum_row("合計", years, shown, sums, some=some))
    heads = [replace(one, head=f"{one.head}（{one.unit}）") if one.unit else one for one in columns]
    return _table(heads, found)


def _sum_row(
    name: str,
    years: Sequence[str],
    shown: Sequence[AnnexColumn],
    sums: dict[tuple[str, str], Decimal],
    *,
    some: bool,
) -> TableRow:
    texts = []
    for one in shown:
        of_years = [sums[year, one.head] for year in years if (year, one.head) in sums]
        texts.append(amount_text(sum(of_years, Decimal(0))) if one.total and of_years else "")
    return TableRow((name, *texts, *(("",) if some else ())), strong=True)


def _placed(layout: AnnexLayout, heading: str, value: str) -> tuple[str, str, str]:
    """(head of the column, its text, what goes to the rest). An amount without its unit."""
    column = _column_of(layout, heading)
    if column is None:
        return "", "", f"{heading} {value}".strip()
    read = _amount(value, column.unit)
    if read is None:
        return column.head, value, ""
    amount, behind = read
    return column.head, amount_text(amount), behind


def _records(layout: AnnexLayout, lines: Sequence[Dated]) -> AnnexTable:
    """One row for what is told of one day in columns; the rest as it comes, in the day's order."""
    rows: list[tuple[date, dict[str, str]]] = []
    for day, heading, value in sorted(lines, key=lambda one: one[0]):
        column = _column_of(layout, heading)
        head = column.head if column is not None else ""
        text = value if head or heading in ("", layout.rest.head) else f"{heading}　{value}".strip()
        last = rows[-1] if rows and rows[-1][0] == day else None
        if last is not None and head not in last[1]:
            last[1][head] = text
        else:
            rows.append((day, {head: text}))
    used = {head for _day, row in rows for head in row}
    shown = [one for one in layout.columns if one.head in used]
    rest = (layout.rest,) if "" in used else ()
    found = [
        TableRow(
            (
                wareki(day),
                *(row.get(one.head, "") for one in shown),
                *((row.get("", ""),) if rest else ()),
            )
        )
        for day, row in rows
    ]
    return _table((layout.key, *shown, *rest), found)


def _column_of(layout: AnnexLayout, heading: str) -> AnnexColumn | None:
    """The column whose word the heading is, as it stands or with its unit behind it."""
    plain = re.sub(r"[\s:：]|\(.*\)$", "", heading)
    return next((one for one in layout.columns if plain in one.match), None)


def _table(columns: Sequence[AnnexColumn], rows: Sequence[TableRow]) -> AnnexTable:
    """Widths of 0 share what is left; a table without such a column grows in proportion."""
    widths = [one.width for one in columns]
    left, open_ones = ROOM - sum(widths), widths.count(0.0)
    if open_ones and left >= _FILLS * open_ones:
        widths = [width or left / open_ones for width in widths]
    else:
        widths = [width or _FILLS for width in widths]
        widths = [width * ROOM / sum(widths) for width in widths]
    right = tuple(bool(one.unit) for one in columns)
    return AnnexTable(tuple(one.head for one in columns), tuple(widths), right, tuple(rows))


def _amount(value: str, unit: str) -> tuple[Decimal, str] | None:
    """The amount at the beginning of a value and what stands behind it and its unit."""
    plain = unicodedata.normalize("NFKC", value).strip()
    found = _AMOUNT.match(plain)
    if found is None:
        return None
    behind = plain[found.end() :].strip()
    if unit and behind.lower().startswith(unit.lower()):
        behind = behind[len(unit) :].strip()
    elif behind[:1].isalnum() or behind[:1] in {"/", "-", "."}:
        return None  # 12月5日, 3/4, another unit: no amount of this column
    number = Decimal(found["number"].replace(",", "") + (found["part"] or ""))
    return (-number if found["minus"] else number), behind


def amount_text(amount: Decimal) -> str:
    """With thousands separators, as many places as it has; ▲ for less than nothing."""
    return f"{'▲' if amount < 0 else ''}{abs(amount):,f}"


def _each_month(months: Collection[date]) -> Iterator[date]:
    """Every month from the first to the last."""
    month, last = min(months), max(months)
    while month <= last:
        yield month
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _as_read(label: str, value: str) -> str:
    """A value that is nothing but an ISO day, in the Japanese calendar; a 供給地点特定番号 in its
    groups (DOMAIN §6); anything else as it is."""
    if "供給地点特定番号" in label and _POINT.fullmatch(value):
        return "-".join([value[:2], *(value[at : at + 4] for at in range(2, len(value), 4))])
    try:
        return wareki(date.fromisoformat(value)) if _ISO_DAY.fullmatch(value) else value
    except ValueError:
        return value
