"""30分値 (K5): what a department tells line by line, as days of 48 values (DOMAIN §2, §9).

A line is a day with its 48 values, or a day and time with one. Japan has no summer time: every
day has 48 half hours. A value nobody has is missing, never zero.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

SLOTS: Final = 48
MISSING: Final = "-"
"""How a missing value stands in a line that is kept."""

_LABEL = re.compile(
    r"(?P<y>20[0-9]{2})(?:[-/.]|年)(?P<m>[0-9]{1,2})(?:[-/.]|月)(?P<d>[0-9]{1,2})日?"
    r"(?:\([月火水木金土日]\))?[ T]*"
    r"(?:(?P<hour>[0-9]{1,2})(?::|時)(?:(?P<minute>[0-9]{1,2})分?)?(?::00)?"
    r"(?: ?(?:[-~〜]|から) ?[0-9]{1,2}(?::|時)(?:[0-9]{1,2}分?)?(?:まで)?)?)?"
    r"(?:[ の]?(?:使用量|30分値|電力量))?(?:\(kWh\))?"
)
_NUMBER = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,4})?")
_UNIT = re.compile(r" ?kwh$", re.IGNORECASE)
_NONE: Final = frozenset({"", "-", "–", "―", "ー", "*", "欠", "欠測", "欠測値", "なし", "null"})
_STRICT = re.compile("[,、;|\t]")
_HALVES: Final = (0, 30)
_HOURS: Final = 24


class WrongLine(Exception):
    """A line of 30分値 that cannot be taken: its column and why, without the value."""

    def __init__(self, column: str, why: str) -> None:
        super().__init__(f"{column}: {why}")
        self.column = column
        self.why = why


@dataclass(frozen=True, slots=True)
class HalfHours:
    """The days that were told, in their order; "" stands where a value is missing."""

    days: Mapping[date, tuple[str, ...]] = field(repr=False)

    @property
    def first(self) -> date:
        return min(self.days)

    @property
    def last(self) -> date:
        return max(self.days)

    @property
    def count(self) -> int:
        """How many values there are."""
        return sum(bool(value) for values in self.days.values() for value in values)

    @property
    def missing(self) -> int:
        """How many half hours from the first to the last day have none; whole days as well."""
        return ((self.last - self.first).days + 1) * SLOTS - self.count

    @property
    def total(self) -> Decimal:
        """kWh, exactly as the values add up."""
        return sum(
            (Decimal(value) for values in self.days.values() for value in values if value),
            Decimal(0),
        )

    def every_day(self) -> Iterable[tuple[date, tuple[str, ...]]]:
        """From the first to the last day; one that nobody told has no value."""
        for number in range((self.last - self.first).days + 1):
            day = self.first + timedelta(days=number)
            yield day, self.days.get(day, ("",) * SLOTS)


class HalfHourReader:
    """Takes lines one by one and puts them together to days."""

    def __init__(self) -> None:
        self._days: dict[date, list[str | None]] = {}

    def take(self, label: str, value: str) -> bool:
        """Whether the line is one of 30分値; raises WrongLine where it is a wrong one."""
        known = _LABEL.fullmatch(unicodedata.normalize("NFKC", label).strip())
        if known is None:
            return False
        try:
            day = date(int(known["y"]), int(known["m"]), int(known["d"]))
        except ValueError:
            raise WrongLine("label", "ない日付です") from None
        told = _values(value)
        if known["hour"] is None:
            if len(told) == 1 or (not all(map(_is_value, told)) and len(told) != SLOTS):
                return False  # a sum of the day, or words about it
            if len(told) != SLOTS:
                raise WrongLine("value", f"1日は48個の値です（{len(told)}個あります）")
            self._put(day, dict(enumerate(told)))
            return True
        if len(told) != 1:
            raise WrongLine("value", "一つの時刻に値が一つではありません")
        self._put(day, {_slot(known["hour"], known["minute"]): told[0]})
        return True

    def found(self) -> HalfHours | None:
        """What was taken; None where no line was one of 30分値."""
        if not self._days:
            return None
        return HalfHours(
            {day: tuple(v or "" for v in self._days[day]) for day in sorted(self._days)}
        )

    def _put(self, day: date, told: Mapping[int, str]) -> None:
        checked = {slot: _value(one) for slot, one in told.items()}
        values = self._days.get(day) or [None] * SLOTS
        if any(values[slot] is not None for slot in told):
            raise WrongLine("label", "同じ日時の値が二つあります")
        for slot, one in checked.items():
            values[slot] = one
        self._days[day] = values


def half_hours_in(
    lines: Iterable[tuple[str, str]],
) -> tuple[HalfHours | None, tuple[tuple[str, str], ...]]:
    """The 30分値 among kept lines, and the lines that are none: nothing is lost."""
    reader, others = HalfHourReader(), []
    for label, value in lines:
        try:
            taken = reader.take(label, value)
        except WrongLine:
            taken = False
        if not taken:
            others.append((label, value))
    return reader.found(), tuple(others)


def day_line(day: date, values: Iterable[str]) -> tuple[str, str]:
    """A day as the line that is kept and taken again."""
    return day.isoformat(), " ".join(value or MISSING for value in values)


def slot_times(slot: int) -> tuple[str, str]:
    """When the half hour begins and ends: 00:00, 00:30; the last one ends at 24:00."""
    return _clock(slot), _clock(slot + 1)


def _clock(halves: int) -> str:
    return f"{halves // 2:02d}:{halves % 2 * 30:02d}"


def _slot(hour: str, minute: str | None) -> int:
    at, past = int(hour), int(minute or 0)
    if at >= _HOURS or past not in _HALVES:
        raise WrongLine("label", "時刻は0時00分から23時30分までの30分おきです")
    return at * 2 + past // 30


def _is_value(told: str) -> bool:
    return told.lower() in _NONE or _NUMBER.fullmatch(told) is not None


def _value(told: str) -> str:
    if told.lower() in _NONE:
        return ""
    if not _is_value(told):
        raise WrongLine("value", "使用量が数字ではありません")
    return told


def _values(value: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", value).strip()
    parts = _STRICT.split(plain) if _STRICT.search(plain) else plain.split() or [""]
    return [_UNIT.sub("", part.strip()) for part in parts]
