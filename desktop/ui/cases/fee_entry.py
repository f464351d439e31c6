"""What was enclosed as the fee: its means and amount, and what that means (DOMAIN §2)."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import Refused
from desktop.domain.fees import settle
from desktop.domain.requests import FEE_MEANS_LABELS, FeeMeans
from desktop.services.fee_views import FeeView
from desktop.ui import theme
from desktop.ui.cases.warning_line import WarningLine
from desktop.ui.tokens import Tone
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.select import Select

_MOST = 99_999


class FeeEntry(QWidget):
    """The sentence below follows the typing; the service decides again."""

    changed = Signal()

    def __init__(self, fee: FeeView) -> None:
        super().__init__()
        self._fee = fee
        means = [one for one in FeeMeans if one is not FeeMeans.NONE]
        self.means = Select(
            [(one.value, FEE_MEANS_LABELS[one]) for one in means],
            name="fee_means",
            accessible=self.tr("納付方法"),
        )
        self.amount = TextField()
        self.amount.setValidator(QIntValidator(0, _MOST, self.amount))
        self.amount.setPlaceholderText(self.tr("円"))
        self.means_field = FormField(self.tr("納付方法"), self.means, key="means", name="fee_means")
        self.amount_field = FormField(
            self.tr("届いた額（円）"), self.amount, key="received", name="fee_amount"
        )
        self.means_field.setFixedWidth(theme.px(180))
        self.amount_field.setFixedWidth(theme.px(180))
        self.sentence = WarningLine(name="fee_sentence")
        self.setLayout(
            column(
                row(self.means_field, self.amount_field, None, spacing=16),
                self.sentence,
                spacing=8,
            )
        )
        self.means.currentIndexChanged.connect(self._say)
        self.amount.textChanged.connect(self._say)

    def propose(self, means: FeeMeans) -> None:
        """Begin with the means that the form names."""
        if not self.amount.text():
            self.means.choose(means.value)

    def given(self) -> tuple[FeeMeans, int] | None:
        """Means and yen; None while no amount stands there."""
        digits = unicodedata.normalize("NFKC", self.amount.text()).replace(",", "").strip()
        return (FeeMeans(self.means.key()), int(digits)) if digits.isdigit() else None

    def _say(self) -> None:
        given = self.given()
        if given is None:
            self.sentence.say("")
        else:
            means, amount = given
            kept = 0 if means is FeeMeans.CASH else self._fee.received
            try:
                found = settle(self._fee.due, kept + amount, means)
            except Refused as refusal:
                self.sentence.say(str(refusal), "bad", "circle-alert")
            else:
                tone: Tone = "ok" if found.settled else "warn"
                icon = "circle-check" if found.settled else "triangle-alert"
                self.sentence.say(found.sentence, tone, icon)
        self.changed.emit()
