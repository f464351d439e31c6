"""A new recovery card: shown once and printed, asked back, then put in the old one's place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.people.setup_pages import CardPage
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import row

_WIDTH = 860


class RenewalDialog(Dialog):
    """`renewed` tells that the old card opens nothing any more."""

    renewed = Signal()

    def __init__(self, parent: QWidget, context: Context, words: Sequence[str]) -> None:
        super().__init__(
            parent,
            parent.tr("新しい回復カードに替えますか"),
            parent.tr("古いカードを裁断し、新しいカードに替える"),
            name="renew_card",
            kind="danger",
            width=_WIDTH,
        )
        self._context = context
        self.card = CardPage()
        self.witness = FormField(self.tr("立会者の職員番号"), key="login", name="renew_witness")
        self.proof = FormField(
            self.tr("立会者のパスフレーズ"),
            key="passphrase",
            name="renew_witness_passphrase",
            secret=True,
        )
        self.add(
            self.card,
            label(
                self.tr(
                    "替えると鍵も更新します。古いカードは鍵ファイルも鍵媒体も開けなくなり、"
                    "鍵媒体A・Bは作り直すか更新が要ります。古いカードは立会者の前で裁断します。"
                ),
                "small",
                wrap=True,
            ),
            row((self.witness, 1), (self.proof, 1), spacing=12),
        )
        self.card.show_words(words)
        self.card.print_requested.connect(self._print)
        self.confirmed.connect(self._renew)
        self.rejected.connect(self.card.forget)
        self.start_at(self.card.printer)
        task = context.tasks.free(context.desk.recovery.printers)
        task.succeeded.connect(self._on_printers)

    def reject(self) -> None:
        """Not while the cards are exchanged: who left then would throw the new one away."""
        if self.act.isEnabled():
            super().reject()

    def _on_printers(self, names: object, _tag: object) -> None:
        if isinstance(names, tuple):
            self.card.show_printers(names)

    def _print(self, printer: str) -> None:
        recovery, act, words = self._context.desk.recovery, self._context.act(), self.card.words()
        self.card.set_busy(True)
        task = self._context.tasks.store(lambda: recovery.print_new_card(act, words, printer))
        task.succeeded.connect(self._on_printed)
        task.failed.connect(self._on_failed)

    def _on_printed(self, _nothing: object, _tag: object) -> None:
        self.card.set_busy(False)
        self.card.told.setText(self.tr("プリンターに送りました。2枚が出たことを確かめてください。"))

    def _renew(self) -> None:
        """Only once the words were read back from the paper."""
        if not self.card.check():
            return
        for field in (self.witness, self.proof):
            field.clear_error()
            if not field.text():
                field.set_error(self.tr("立ち会う人が入れてください。"))
                field.editor.setFocus()
                return
        keys, act, words = self._context.desk.keys, self._context.act(), self.card.words()
        login, proof = self.witness.text(), self.proof.text()
        self.banners.clear()
        self.set_busy(True)
        task = self._context.tasks.store(lambda: keys.renew_card(act, words, login, proof))
        task.succeeded.connect(self._on_renewed)
        task.failed.connect(self._on_failed)

    def _on_renewed(self, _epoch: object, _tag: object) -> None:
        self.card.forget()
        self.accept()
        self._context.notify(
            self.tr("新しい回復カードに替えました。鍵媒体A・Bも更新してください。")
        )
        self._context.data_changed.emit()
        self.renewed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self.set_busy(False)
        self.card.set_busy(False)
        self._context.show_error(error, self)
