"""Money in mail that is handed to another department: what it is, and who stands by (I-09)."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.errors import Refused
from desktop.domain.payments import Payment, check_payment, read_pieces
from desktop.domain.requests import FEE_MEANS_LABELS, FeeMeans
from desktop.services.money_rerouted import MoneyAlong
from desktop.ui import theme
from desktop.ui.labels import label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.scroll import scrolling
from desktop.ui.widgets.select import Select

_ENCLOSED = (FeeMeans.STAMPS, FeeMeans.POSTAL_ORDER, FeeMeans.CASH)
_SOME, _NONE = "SOME", "NONE"
_MEANS, _DAY, _LINE = 150, 116, 66
_MOST, _SEEN = 8, 4


class MoneyLine(QWidget):
    """One means with its pieces; of vouchers the day of issue as well."""

    def __init__(self, number: int, today: date) -> None:
        super().__init__()
        self.setObjectName(f"along_line_{number}")
        self._today = today
        means = [(one.value, FEE_MEANS_LABELS[one]) for one in _ENCLOSED]
        self.means = Select(
            [("", self.tr("選んでください")), *means],
            name=f"along_means_{number}",
            accessible=self.tr("種類"),
        )
        self.means_field = FormField(
            self.tr("種類"), self.means, key="means", name=f"along_means_{number}"
        )
        self.means_field.setFixedWidth(theme.px(_MEANS))
        self.means.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.pieces = FormField(self.tr("額面×枚数"), key="received", name=f"along_pieces_{number}")
        self.day = DateField(None, today, name=f"along_day_{number}")
        self.day_field = FormField(
            self.tr("発行日"), self.day, key="issued", name=f"along_day_{number}"
        )
        self.day_field.setFixedWidth(theme.px(_DAY))
        self.setLayout(
            column(row(self.means_field, (self.pieces, 1), self.day_field, spacing=10), spacing=0)
        )
        self.setMinimumHeight(theme.px(_LINE))  # an area that scrolls would press it flat
        self.day_field.hide()
        self.means.currentIndexChanged.connect(self._arrange)

    @property
    def is_empty(self) -> bool:
        return not (self.means.key() or self.pieces.text().strip())

    def given(self) -> Payment | None:
        """What is said here; None while it says nothing that can be, which the field then tells."""
        for field in (self.means_field, self.pieces, self.day_field):
            field.clear_error()
        if not self.means.key():
            self.means_field.set_error(self.tr("種類を選んでください。"))
            return None
        means = FeeMeans(self.means.key())
        pieces = read_pieces(means, self.pieces.text(), self.day.day())
        if pieces is None:
            self.pieces.set_error(self.tr("「110×2」のように入れてください。"))
            return None
        payment = Payment(means, pieces)
        try:
            check_payment(payment, self._today)
        except Refused as refusal:
            field = self.day_field if refusal.field == "issued" else self.pieces
            field.set_error(str(refusal))
            return None
        return payment

    def _arrange(self) -> None:
        means = self.means.key()
        self.means_field.clear_error()
        self.pieces.set_label(
            self.tr("金額（円）") if means == FeeMeans.CASH else self.tr("額面×枚数")
        )
        self.day_field.setVisible(means == FeeMeans.POSTAL_ORDER)


class MoneyAlongFields(QWidget):
    """The lines of what lay in the envelope, and the second person."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self.setObjectName("money_along")
        self._today = today
        self.lines: list[MoneyLine] = []
        self._column: QVBoxLayout = column(spacing=4)
        self._area = scrolling(column(self._column, None, spacing=0), name="along_lines")
        self.more = Button(
            self.tr("別の種類・別の発行日を加える"), "quiet", small=True, name="along_more"
        )
        self.more.clicked.connect(self._add)
        self.witness = FormField(self.tr("立会者のログイン名"), key="witness", name="along_witness")
        self.passphrase = FormField(
            self.tr("立会者のパスフレーズ"), key="passphrase", name="along_passphrase", secret=True
        )
        told = self.tr("受払簿に、届いた行と回付先へ渡した行を記録します。もう一人が立ち会います。")
        self.setLayout(
            column(
                self._area,
                row(self.more, None),
                label(told, "small", wrap=True),
                row((self.witness, 1), (self.passphrase, 1), spacing=12),
                None,
                spacing=8,
            )
        )
        self._add()

    def given(self) -> MoneyAlong | None:
        """All of it; None while a line says nothing that can be, which its field then tells."""
        payments = [one.given() for one in self.lines[:1]]
        payments += [one.given() for one in self.lines[1:] if not one.is_empty]
        known = tuple(one for one in payments if one is not None)
        if len(known) < len(payments):
            return None
        return MoneyAlong(known, self.witness.text(), self.passphrase.text())

    def _add(self) -> None:
        line = MoneyLine(len(self.lines), self._today)
        self.lines.append(line)
        self._column.addWidget(line)
        seen = min(len(self.lines), _SEEN)
        self._area.setFixedHeight(theme.px(_LINE + 4) * seen)
        self.more.setEnabled(len(self.lines) < _MOST)
        if len(self.lines) > 1:
            line.means.setFocus()


class EnclosedChoice(FormField):
    """Whether money lay in the envelope has to be chosen, so that none is overlooked."""

    def __init__(self, said: str) -> None:
        choice = Select(name="along_enclosed", accessible=said)
        super().__init__(said, choice, key="enclosed", name="along_enclosed")
        self.choice = choice
        choice.set_options(
            (
                ("", self.tr("選んでください")),
                (_NONE, self.tr("入っていない")),
                (_SOME, self.tr("入っている")),
            )
        )
        choice.currentIndexChanged.connect(self.clear_error)

    @property
    def some(self) -> bool:
        return self.choice.key() == _SOME

    def is_said(self) -> bool:
        """Whether somebody chose; told below while nobody has."""
        if not self.choice.key():
            self.set_error(self.tr("入っていたかどうかを選んでください。"))
            self.choice.setFocus()
        return bool(self.choice.key())
