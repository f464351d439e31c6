"""The official table of holidays (内閣府 CSV) as the office takes it over, and what it changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.domain.calendar import Calendar
from desktop.domain.errors import Refused

FIRST_YEAR: Final = 2020
"""Older years lie before anything that the desk counts."""

FEWEST: Final = 14
"""No year since 2020 had fewer holidays than sixteen; a table with less is cut off."""


@dataclass(frozen=True, slots=True)
class TableChange:
    """`years` with their number of holidays; days that come to be free, and that are no longer."""

    years: tuple[tuple[int, int], ...]
    added: tuple[tuple[date, str], ...]
    removed: tuple[date, ...]


def usable(table: Mapping[date, str], today: date) -> dict[date, str]:
    """The years that count. Refused where this year is missing, or a year is not whole."""
    found = {day: name for day, name in sorted(table.items()) if day.year >= FIRST_YEAR}
    years = Counter(day.year for day in found)
    if today.year not in years:
        raise Refused(
            f"この表には{today.year}年の祝日がありません。",
            "内閣府のページから最新のCSVを取り直してください。",
        )
    if short := [year for year, number in years.items() if number < FEWEST]:
        raise Refused(
            f"この表の{short[0]}年は祝日が{years[short[0]]}日しかなく、途中で切れています。",
            "内閣府のページからCSVを取り直してください。",
        )
    return found


def change(table: Mapping[date, str], now: Calendar) -> TableChange:
    """What taking the table over would change in the years that it covers."""
    years = Counter(day.year for day in table)
    before = {day for day in now.holidays if day.year in years}
    added = tuple((day, table[day]) for day in sorted(table.keys() - before))
    return TableChange(tuple(sorted(years.items())), added, tuple(sorted(before - table.keys())))


def line(day: date, name: str) -> str:
    """A holiday as the setting keeps it."""
    return f"{day.isoformat()}\t{name}"


def read_line(text: str) -> tuple[date, str]:
    """Raises ValueError where the line is none of `line`."""
    day, tab, name = text.partition("\t")
    if not tab:
        raise ValueError("a holiday is a day and a name")
    return date.fromisoformat(day), name.strip()


def merged(shipped: Calendar, lines: Iterable[str]) -> Calendar:
    """The shipped days, and for the years of the office's own table that table instead."""
    own = dict(map(read_line, lines))
    years = {day.year for day in own}
    kept = {day for day in shipped.holidays if day.year not in years}
    return Calendar(frozenset(kept | own.keys()), shipped.years | years, shipped.closures)
