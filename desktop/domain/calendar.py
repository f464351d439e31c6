"""Business days and periods of days, months and fiscal years (DOMAIN §4; 民法140–143条)."""

from __future__ import annotations

import csv
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.domain.errors import Refused

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_DATE_PARTS = 3


@dataclass(frozen=True, slots=True)
class Calendar:
    """The office's working days: Monday to Friday, without holidays and its own closures.

    `years` are the years the holiday table covers; of other years only the weekends are known,
    which `knows` tells so that the desk can warn.
    """

    holidays: frozenset[date]
    years: frozenset[int]
    closures: frozenset[date] = frozenset()

    @classmethod
    def build(cls, table: Mapping[date, str], closures: frozenset[date] = frozenset()) -> Calendar:
        """A calendar from an imported table of dates and holiday names."""
        return cls(frozenset(table), frozenset(day.year for day in table), closures)

    def knows(self, year: int) -> bool:
        """Whether the holidays of the year were imported."""
        return year in self.years

    def is_business_day(self, day: date) -> bool:
        """Whether the desk is open on the day (policy 5(1): 土日祝日を除く)."""
        return day.weekday() < _SATURDAY and day not in self.holidays and day not in self.closures

    def on_or_after(self, day: date) -> date:
        """The customer's roll: forward to a business day (民法142条)."""
        while not self.is_business_day(day):
            day += _ONE_DAY
        return day

    def on_or_before(self, day: date) -> date:
        """Our roll: back to a business day, so that a free day never makes us late."""
        while not self.is_business_day(day):
            day -= _ONE_DAY
        return day

    def add_business_days(self, day: date, n: int) -> date:
        """The n-th business day after `day`; the first day is not counted (民法140条)."""
        if n < 0:
            raise ValueError("business days are counted forward")
        for _ in range(n):
            day = self.on_or_after(day + _ONE_DAY)
        return day


def parse_holiday_table(text: str) -> dict[date, str]:
    """The 内閣府 table, 「月日,名称」 a line: dates such as 2026/1/1 or 2026-01-01.

    The heading and empty lines are passed over; any other line without a date is refused, since
    a holiday lost silently would make deadlines wrong.
    """
    table: dict[date, str] = {}
    for number, row in enumerate(csv.reader(text.lstrip("\ufeff").splitlines()), start=1):
        cell = row[0].strip() if row else ""
        if not cell:
            continue
        day = _table_date(cell)
        if day is not None:
            table[day] = row[1].strip() if len(row) > 1 else ""
        elif number > 1:
            raise Refused(
                f"祝日表の{number}行目に日付がありません。",
                "内閣府の「国民の祝日」CSVをそのまま取り込んでください。",
            )
    return table


def parse_holidays(text: str) -> frozenset[date]:
    """The dates of the 内閣府 table, substitute days included."""
    return frozenset(parse_holiday_table(text))


def _table_date(cell: str) -> date | None:
    parts = cell.replace("-", "/").split("/")
    if len(parts) != _DATE_PARTS or not all(p.isascii() and p.isdigit() for p in parts):
        return None
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        return None


def add_months(day: date, n: int) -> date:
    """The last day of n months counted from the day after the trigger `day` (民法140・143条).

    The period ends on the eve of the corresponding day, or at the end of the month that has no
    such day.
    """
    if n < 0:
        raise ValueError("periods run forward")
    start = day + _ONE_DAY
    years, month0 = divmod(start.month - 1 + n, 12)
    year, month = start.year + years, month0 + 1
    last = monthrange(year, month)[1]
    if start.day > last:
        return date(year, month, last)
    return date(year, month, start.day) - _ONE_DAY


def fiscal_year_end(day: date) -> date:
    """年度末: the 31 March that ends the fiscal year of the day."""
    end = date(day.year, 3, 31)
    return end if day <= end else date(day.year + 1, 3, 31)


def next_april_first(day: date) -> date:
    """翌年度初日: the 1 April on which the next fiscal year begins."""
    return fiscal_year_end(day) + _ONE_DAY


def missing_years(calendar: Calendar, today: date) -> tuple[int, ...]:
    """The years whose table should be imported by now: this one and the next (DOMAIN §4)."""
    return tuple(y for y in (today.year, today.year + 1) if not calendar.knows(y))
