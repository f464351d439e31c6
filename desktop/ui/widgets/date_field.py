"""A day typed in digits: 2026-11-12, 11/12, 1112 or 8.11.12 (令和)."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.ui.widgets.keys import TextField

_REIWA_BASE = 2018
_LONGEST_ERA = 99
_MONTH_DAY, _YEAR_MONTH_DAY = 4, 8


class DateField(TextField):
    """Whatever way it was typed, the day is written as 2026-11-12 when the field is left."""

    def __init__(
        self, day: date | None, today: date, *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self._today = today
        if name:
            self.setObjectName(name)
        self.setPlaceholderText("2026-11-12")
        if day is not None:
            self.set_day(day)
        self.editingFinished.connect(self._tidy)

    def day(self) -> date | None:
        """The day, or None while the words are no day."""
        return read_day(self.text(), self._today)

    def set_day(self, day: date) -> None:
        self.setText(day.isoformat())

    def _tidy(self) -> None:
        found = self.day()
        if found is not None:
            self.setText(found.isoformat())


def read_day(words: str, today: date) -> date | None:
    """The day that the words mean, or None.

    Without a year it is the day nearest to today of those in this year and the last.
    """
    numbers = [int(n) for n in re.findall(r"\d+", words)]
    plain = "".join(re.findall(r"\d", words))
    if len(numbers) == 1 and len(plain) == _MONTH_DAY:
        numbers = [int(plain[:2]), int(plain[2:])]
    elif len(numbers) == 1 and len(plain) == _YEAR_MONTH_DAY:
        numbers = [int(plain[:4]), int(plain[4:6]), int(plain[6:])]
    match numbers:
        case [month, day]:
            found = (_day(year, month, day) for year in (today.year, today.year - 1))
            near = [one for one in found if one is not None]
            return min(near, key=lambda one: abs((one - today).days), default=None)
        case [year, month, day]:
            return _day(year + _REIWA_BASE if year <= _LONGEST_ERA else year, month, day)
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
