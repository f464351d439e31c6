"""What was enclosed as the fee: its means, its pieces, and what that means (DOMAIN §2)."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import Refused
from desktop.domain.fees import settle
from desktop.domain.payments import Payment, check_payment, pays, read_pieces, words_of
from desktop.domain.requests import FEE_MEANS_LABELS, FeeMeans
from desktop.services.fee_views import FeeView
from desktop.ui import theme
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.warning_line import WarningLine
from desktop.ui.labels import label
from desktop.ui.tokens import Tone
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.select import Select

_DATED = (FeeMeans.POSTAL_ORDER, FeeMeans.TRANSFER)


class FeeEntry(QWidget):
    """The sentences below follow the typing; the service decides again. The means is what the form
    names or a person chooses, never the first of the list."""

    changed = Signal()

    def __init__(self, fee: FeeView, today: date) -> None:
        super().__init__()
        self._fee, self._today = fee, today
        means = [one for one in FeeMeans if one is not FeeMeans.NONE]
        self.means = Select(
            [
                ("", self.tr("選んでください")),
                *((one.value, FEE_MEANS_LABELS[one]) for one in means),
            ],
            name="fee_means",
            accessible=self.tr("納付方法"),
        )
        self.amount = TextField()
        self.amount.setPlaceholderText("110×2")
        self.day = DateField(None, today, name="fee_day")
        self.means_field = FormField(self.tr("納付方法"), self.means, key="means", name="fee_means")
        self.amount_field = FormField(
            self.tr("額面×枚数"), self.amount, key="received", name="fee_amount"
        )
        self.issued_field = FormField(self.tr("発行日"), self.day, key="issued", name="fee_day")
        self.means_field.setFixedWidth(theme.px(150))
        self.amount_field.setFixedWidth(theme.px(146))
        self.issued_field.setFixedWidth(theme.px(124))
        self.pieces = label("", "small", wrap=True, name="fee_pieces")
        self.sentence = WarningLine(name="fee_sentence")
        self.setLayout(
            column(
                row(self.means_field, self.amount_field, self.issued_field, None, spacing=12),
                self.pieces,
                self.sentence,
                spacing=6,
            )
        )
        self.means.currentIndexChanged.connect(self._arrange)
        self.amount.textChanged.connect(self._say)
        self.day.textChanged.connect(self._say)
        self._arrange()

    def propose(self, means: FeeMeans) -> None:
        """Begin with the means that the form names; what a person chose stays."""
        if not self.means.key():
            self.means.choose(means.value)

    def given(self) -> Payment | None:
        """What was typed; None while it cannot be read."""
        if not self.means.key():
            return None
        means, day = FeeMeans(self.means.key()), self.day.day()
        pieces = read_pieces(means, self.amount.text(), day)
        if pieces is None:
            return None
        return Payment(means, pieces, day if means is FeeMeans.TRANSFER else None)

    def record(self, opened: OpenCase, panel: QWidget, button: Button) -> None:
        """Take in what was typed, where it can be read; a refusal is told in the panel."""
        given = self.given()
        if given is None:
            return
        desk, case_id = opened.desk, opened.case_id
        opened.change(
            panel,
            lambda act: desk.fees.record(act, case_id, given),
            button=button,
            said=self.tr("手数料を記録しました。"),
        )

    def _arrange(self) -> None:
        """A voucher has its day of issue, a 振込 the day on which it came."""
        means = FeeMeans(self.means.key() or FeeMeans.STAMPS)
        counted = means in (FeeMeans.STAMPS, FeeMeans.POSTAL_ORDER)
        self.amount_field.set_label(self.tr("額面×枚数") if counted else self.tr("金額（円）"))
        self.amount.setPlaceholderText(
            {"STAMPS": "110×2", "POSTAL_ORDER": "200×1"}.get(means.value, "220")
        )
        transfer = means is FeeMeans.TRANSFER
        self.issued_field.key = "paid_on" if transfer else "issued"
        self.issued_field.set_label(self.tr("入金日") if transfer else self.tr("発行日"))
        # Hidden only inside its own row: shown without a parent it were a window of its own.
        self.issued_field.setVisible(means in _DATED and self.issued_field.parent() is not None)
        self._say()

    def _say(self) -> None:
        given = self.given()
        if given is None:
            self.pieces.setText(self._unread())
            self.sentence.say("")
        else:
            self.pieces.setText(
                self.tr("{0}　{1}＝{2:,}円").format(
                    FEE_MEANS_LABELS[given.means], words_of(given.means, given.pieces), given.amount
                )
            )
            self._judge(given)
        self.pieces.setVisible(bool(self.pieces.text()))
        self.changed.emit()

    def _unread(self) -> str:
        """Why what was typed says nothing yet."""
        if not self.amount.text().strip():
            return ""
        if not self.means.key():
            return self.tr("納付方法を選んでください。")
        return self.tr("「110×4 10×1」のように、額面と枚数を入れてください。")

    def _judge(self, given: Payment) -> None:
        kept = sum(piece.amount for piece in given.pieces if pays(given.means, piece, self._today))
        try:
            check_payment(given, self._today)
            if self._fee.early and kept == given.amount:
                words = self.tr("{0}円を預かります。手数料は、対象を特定した後に決まります。")
                self.sentence.say(words.format(f"{kept:,}"), "ok", "circle-check")
                return
            if given.means is FeeMeans.CASH:
                found = settle(self._fee.due, given.amount, FeeMeans.CASH)
            else:
                found = settle(self._fee.due, self._fee.received + kept, FeeMeans.STAMPS)
        except Refused as refusal:
            self.sentence.say(str(refusal), "bad", "circle-alert")
            return
        words = found.sentence
        if late := given.amount - kept if given.means is FeeMeans.POSTAL_ORDER else 0:
            words = self.tr("有効期間（発行から6か月）を過ぎた{0:,}円は返します。{1}").format(
                late, words
            )
        tone: Tone = "ok" if found.settled else "warn"
        self.sentence.say(words, tone, "circle-check" if found.settled else "triangle-alert")
