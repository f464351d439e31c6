"""パスフレーズの再設定: asked by the administrator before a witness; then the page to keep."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.services.passphrase_reset import PassphraseReset
from desktop.services.people import SHORTEST_PASSPHRASE
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.select import Select


class ResetDialog(Dialog):
    """`was_reset` brings what was done; the dialog closes itself."""

    was_reset = Signal(object)

    def __init__(self, parent: QWidget, context: Context, person_id: str, login: str) -> None:
        super().__init__(
            parent,
            parent.tr("{0} のパスフレーズを再設定しますか").format(login),
            parent.tr("再設定する"),
            name="reset_passphrase",
        )
        self._context, self._person = context, person_id
        self.new = FormField(
            self.tr("新しいパスフレーズ（本人が入れます）"),
            key="new_passphrase",
            name="reset_new",
            secret=True,
        )
        self.again = FormField(self.tr("もう一度"), key="again", name="reset_again", secret=True)
        self.witness = FormField(
            self.tr("立ち会う人の職員番号"), key="witness", name="reset_witness"
        )
        self.proof = FormField(
            self.tr("立ち会う人のパスフレーズ"),
            key="passphrase",
            name="reset_witness_passphrase",
            secret=True,
        )
        self.add(
            label(
                self.tr(
                    "鍵を作り直します。前の鍵はその時に終わり、前の署名は確かめられるまま残ります。"
                    "立ち会うのは、本人でない受付担当か責任者です。"
                ),
                wrap=True,
            ),
            row((self.new, 1), (self.again, 1), spacing=12),
            row((self.witness, 1), (self.proof, 1), spacing=12),
        )
        self.start_at(self.new.editor)
        self.confirmed.connect(self._reset)

    def _reset(self) -> None:
        if len(self.new.text()) < SHORTEST_PASSPHRASE:
            self.new.set_error(
                self.tr("パスフレーズが短すぎます（{0}文字以上）。").format(SHORTEST_PASSPHRASE)
            )
            self.new.editor.setFocus()
            return
        if self.new.text() != self.again.text():
            self.again.set_error(self.tr("上の新しいパスフレーズと違います。入れ直してください。"))
            self.again.editor.setFocus()
            return
        for field in (self.witness, self.proof):
            if not field.text():
                # An empty passphrase would count as a failed sign-in.
                field.set_error(self.tr("立ち会う人が入れてください。"))
                field.editor.setFocus()
                return
        desk, act, person = self._context.desk, self._context.act(), self._person
        new, login, proof = self.new.text(), self.witness.text(), self.proof.text()
        self.banners.clear()
        self.set_busy(True)
        task = self._context.tasks.store(
            lambda: desk.passphrases.reset(act, person, new, login, proof)
        )
        task.succeeded.connect(self._on_done)
        task.failed.connect(self._on_failed)

    def _on_done(self, what: object, _tag: object) -> None:
        self.accept()
        self.was_reset.emit(what)

    def _on_failed(self, error: BaseException) -> None:
        self.set_busy(False)
        self._context.show_error(error, self)


class ResetDoneDialog(Dialog):
    """Both fingerprints, and the page with them for the file."""

    def __init__(self, parent: QWidget, context: Context, what: PassphraseReset) -> None:
        super().__init__(
            parent,
            parent.tr("{0} の鍵を作り直しました").format(what.login),
            parent.tr("記録の用紙を印刷する"),
            name="reset_done",
            leave=parent.tr("閉じる"),
            width=600,
        )
        self._context, self._what = context, what
        self.printer = Select(name="reset_printer", accessible=self.tr("プリンター"))
        self._none = label(
            self.tr("この端末にプリンターがありません。指紋を書き写して保管してください。"),
            "small",
            tone="warn",
            wrap=True,
            name="reset_no_printer",
        )
        self.add(
            _fingerprint(self.tr("前の公開鍵の指紋"), what.old_fingerprint, "reset_old"),
            _fingerprint(self.tr("新しい公開鍵の指紋"), what.new_fingerprint, "reset_fresh"),
            label(
                self.tr("再設定 {0}　立会い {1}").format(what.reset_by, what.witness),
                "small",
                name="reset_who",
            ),
            self._none,
            row(label(self.tr("プリンター"), "small"), (self.printer, 1)),
        )
        self._none.hide()
        self.act.setEnabled(False)
        self.confirmed.connect(self._print)
        task = context.tasks.store(context.desk.recovery.printers)
        task.succeeded.connect(self._show_printers)
        task.failed.connect(self._on_failed)

    def _show_printers(self, found: object, _tag: object) -> None:
        names = [str(one) for one in found] if isinstance(found, tuple) else []
        self.printer.set_options([(one, one) for one in names])
        self.printer.setEnabled(bool(names))
        self._none.setVisible(not names)
        self.act.setEnabled(bool(names))

    def _print(self) -> None:
        desk, what, printer = self._context.desk, self._what, self.printer.key()
        self.set_busy(True)
        task = self._context.tasks.store(lambda: desk.passphrases.print_sheet(what, printer))
        task.succeeded.connect(self._on_printed)
        task.failed.connect(self._on_failed)

    def _on_printed(self, _result: object, _tag: object) -> None:
        self.accept()
        self._context.notify(self.tr("パスフレーズ再設定の記録を印刷に出しました。"))

    def _on_failed(self, error: BaseException) -> None:
        self.set_busy(False)
        self._context.show_error(error, self)


def _fingerprint(word: str, value: str, name: str) -> QWidget:
    shown = label(value, "mono", selectable=True, name=name)
    return panel(column(label(word, "small"), shown, spacing=4, margins=(12, 8, 12, 8)), "sunk")
