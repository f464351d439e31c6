"""A day typed in digits: 2026-11-12, 11/12, 1112 or 8.11.12 (令和)."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.ui.widgets.keys import TextField

_REIWA_BASE = 2018
_LONGEST_YEAR_IN_ERA = 99


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
    """A day without a year is the latest such day that is not after today's year end."""
    numbers = [int(n) for n in re.findall(r"\d+", words)]
    plain = re.sub(r"\D", "", words)
    if len(numbers) == 1 and len(plain) in (4, 8):
        cut = len(plain) - 4
        numbers = [int(plain[:cut])] * bool(cut) + [
            int(plain[cut : cut + 2]),
            int(plain[cut + 2 :]),
        ]
    if len(numbers) == 2:
        numbers = [today.year, *numbers]
    if len(numbers) != 3:
        return None
    year, month, day = numbers
    if year <= _LONGEST_YEAR_IN_ERA:
        year += _REIWA_BASE
    try:
        return date(year, month, day)
    except ValueError:
        return None
