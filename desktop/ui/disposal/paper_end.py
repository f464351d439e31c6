"""紙の廃棄の証明: who dissolved or shredded the paper, and the number of their certificate."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.retention import DisposalMethod
from desktop.services.keeping_views import BatchView
from desktop.ui import theme
from desktop.ui.labels import label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import column, row, rule

_NUMBER = 150


class PaperEndForm(QWidget):
    note_requested = Signal(str, str)  # vendor, number

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("paper_end_form")
        self._shown: tuple[str, str, str] | None = None  # what of a list was put into the fields
        self._told = label("", "small", wrap=True, name="paper_end_told")
        self.vendor = FormField(self.tr("委託先"), key="vendor", name="paper_end_vendor")
        self.number = FormField(self.tr("証明書の番号"), key="vendor_number", name="paper_end_no")
        self.number.setFixedWidth(theme.px(_NUMBER))
        self.note = Button(self.tr("証明書の番号を記録する"), small=True, name="paper_end_note")
        self.note.clicked.connect(
            lambda: self.note_requested.emit(self.vendor.text(), self.number.text())
        )
        self.setLayout(
            column(
                rule(),
                label(self.tr("紙の廃棄の証明書"), "small"),
                self._told,
                row((self.vendor, 1), self.number, spacing=8),
                row(self.note, None),
                spacing=6,
            )
        )

    def show_batch(self, batch: BatchView) -> None:
        """What was noted stands in the fields, and may be corrected there. What is being typed
        outlives a list that is read anew."""
        noted = (batch.id, batch.vendor, batch.vendor_number)
        if self._shown != noted:
            self.vendor.set_text(batch.vendor)
            self.number.set_text(batch.vendor_number)
            for field in (self.vendor, self.number):
                field.clear_error()
        self._shown = noted
        self._told.setText(
            self.tr("記録済みです。廃棄証明書に載ります。")
            if batch.vendor_number
            else self.tr("溶解や裁断を頼んだ先の証明書が届いたら、その番号を入れてください。")
        )

    def set_busy(self, busy: bool) -> None:
        self.note.setEnabled(not busy)


def has_paper_end(batch: BatchView) -> bool:
    """Whether there is paper whose end somebody certifies."""
    return bool(batch.executor) and batch.paper > 0 and batch.method != DisposalMethod.KEY_ERASURE
