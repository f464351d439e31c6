"""Why something is kept, and the day on which it is looked at again: one pair of fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.select import Select


class ReasonAndDay(QWidget):
    """A new matter begins without a reason: it is chosen, not found there."""

    def __init__(
        self,
        reasons: Mapping[str, str],
        *,
        name: str,
        day: date,
        today: date,
        words: str = "",
        day_words: str = "",
        day_key: str = "review_on",
        reason: str = "",
    ) -> None:
        super().__init__()
        why = words or self.tr("理由")
        self.reason = Select(
            [("", self.tr("選んでください")), *reasons.items()],
            name=f"{name}_reason",
            accessible=why,
        )
        if reason:
            self.reason.choose(reason)
        self.day = DateField(day, today)
        self.reason_field = FormField(why, self.reason, key="reason", name=f"{name}_reason")
        self.day_field = FormField(
            day_words or self.tr("見直す日"), self.day, key=day_key, name=f"{name}_day"
        )
        self.setLayout(
            column(row((self.reason_field, 1), (self.day_field, 1), spacing=12), spacing=0)
        )
        self.setFocusProxy(self.reason)
        self.reason.currentIndexChanged.connect(self.reason_field.clear_error)

    def given(self) -> tuple[str, date] | None:
        """The reason, which the service refuses where none is chosen, and the day; None while what
        was typed is no day, which the field then tells."""
        day = self.day.day()
        if day is None:
            self.day_field.tell_no_day()
            return None
        return self.reason.key(), day
