"""廃棄の実施: two people, how and where; asked once more, since nothing brings it back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.retention import DISPOSAL_METHOD_LABELS, DisposalMethod
from desktop.services.keeping_views import BatchView
from desktop.ui import theme
from desktop.ui.labels import icon_label, label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import Item, column, row
from desktop.ui.widgets.select import Select

# The paper's end; the pictures' keys are destroyed in every case (DOMAIN §10).
_METHODS = tuple((method.value, DISPOSAL_METHOD_LABELS[method]) for method in DisposalMethod)
_LEFT = 168


class ExecutionForm(QWidget):
    execute_requested = Signal(str, str, str, str)  # witness, passphrase, method, place

    def __init__(self, executor: str) -> None:
        super().__init__()
        self.setObjectName("execution_form")
        self._executor = executor
        self._batch: BatchView | None = None
        self._dialog: Dialog | None = None
        self.method = Select(
            (("", self.tr("選んでください")), *_METHODS),
            name="execute_method",
            accessible=self.tr("紙の廃棄方法"),
        )
        self._method = FormField(
            self.tr("紙の廃棄方法"), self.method, key="method", name="execute_method"
        )
        self.method.currentIndexChanged.connect(self._method.clear_error)
        self.place = FormField(self.tr("廃棄の場所"), key="place", name="execute_place")
        self.witness = FormField(self.tr("立会者の職員番号"), key="login", name="execute_witness")
        self.passphrase = FormField(
            self.tr("立会者のパスフレーズ"),
            key="passphrase",
            name="execute_passphrase",
            secret=True,
        )
        self.execute = Button(
            self.tr("廃棄を実施する"), "primary", key="Ctrl+Enter", name="execute_disposal"
        )
        self.execute.clicked.connect(self._ask)
        for left in (self._method, self.witness):
            left.setFixedWidth(theme.px(_LEFT))
        self.setLayout(
            column(
                row(self._method, (self.place, 1), spacing=8),
                row(self.witness, (self.passphrase, 1), spacing=8),
                row(self.execute, None),
                spacing=8,
            )
        )

    def show_batch(self, batch: BatchView) -> None:
        if self._batch is None or self._batch.id != batch.id:
            self.forget()
        self._batch = batch

    def forget(self) -> None:
        self.method.setCurrentIndex(0)
        for field in (self.place, self.witness, self.passphrase):
            field.set_text("")
        for field in (self._method, self.place, self.witness, self.passphrase):
            field.clear_error()

    def set_busy(self, busy: bool) -> None:
        self.execute.setEnabled(not busy)

    def _ask(self) -> None:
        """Refuse what lacks first; a question is asked only of what could be done."""
        lacking = [
            (field, word)
            for field, told, word in (
                (self._method, self.method.key(), self.tr("紙の廃棄方法を選んでください。")),
                (self.place, self.place.text(), self.tr("廃棄する場所を入れてください。")),
                (
                    self.witness,
                    self.witness.text(),
                    self.tr("立会者の職員番号を入れてください。"),
                ),
                (
                    self.passphrase,
                    self.passphrase.text(),
                    self.tr("立会者本人がパスフレーズを入れてください。"),
                ),
            )
            if not told.strip()
        ]
        for field, word in lacking:
            field.set_error(word)
        if lacking:
            lacking[0][0].editor.setFocus()
        elif self._batch is not None:
            self._open_dialog(self._batch)

    def _open_dialog(self, batch: BatchView) -> None:
        dialog = Dialog(
            self,
            self.tr("廃棄 {0} を実施しますか").format(batch.number),
            self.tr("廃棄を実施する"),
            name="execute_dialog",
            kind="danger",
        )
        dialog.add(
            label(
                self.tr(
                    "書類 {0}件（紙 {1}枚・画像 {2}枚）の内容を消し、鍵 {3}個を破棄します。"
                    "元に戻すことはできません。"
                ).format(batch.units, batch.paper, batch.pages, batch.keys),
                wrap=True,
                name="execute_dialog_words",
            ),
            _pair(self.tr("実施者"), self._executor),
            _pair(self.tr("立会者"), self.witness.text().strip()),
            _pair(self.tr("方法・場所"), f"{self.method.currentText()}　{self.place.text()}"),
            row(
                column(icon_label("info", "text2", 16), None, margins=(0, 2, 0, 0)),
                (
                    label(
                        self.tr("紙の廃棄を終え、立会者がここにいることを確かめてください。"),
                        "small",
                        wrap=True,
                    ),
                    1,
                ),
                spacing=8,
            ),
        )
        dialog.confirmed.connect(self._on_confirmed)
        dialog.finished.connect(dialog.deleteLater)
        self._dialog = dialog
        dialog.open()

    def _on_confirmed(self) -> None:
        if self._dialog is not None:
            self._dialog.accept()
            self._dialog = None
        self.execute_requested.emit(
            self.witness.text().strip(),
            self.passphrase.text(),
            self.method.key(),
            self.place.text().strip(),
        )


def _pair(word: str, value: str) -> Item:
    head = label(word, "small")
    head.setFixedWidth(84)
    return row(head, label(value, "strong"), None, spacing=8)
