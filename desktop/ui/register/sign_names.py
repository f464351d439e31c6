"""A supervisor's signature under a proposed table of renamed places."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.services.place_names import NamesReport
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.form_field import FormField


class SignNamesDialog(Dialog):
    """A supervisor puts a proposed table in force; `signed` when that is done."""

    signed = Signal()

    def __init__(self, parent: QWidget, context: Context, report: NamesReport) -> None:
        super().__init__(
            parent,
            self.tr("地名の対応表に署名しますか"),
            self.tr("署名する"),
            name="sign_names",
            leave=self.tr("署名しない"),
        )
        self._context, self._setting = context, report.setting or ""
        day = report.effective_from
        told = self.tr("{0:,}件の対応表を、{1}月{2}日から住所の照合に使います。").format(
            report.accepted, day.month, day.day
        )
        self.passphrase = FormField(
            self.tr("あなたのパスフレーズ"),
            key="passphrase",
            name="sign_names_passphrase",
            secret=True,
        )
        self.add(label(told, wrap=True, name="sign_names_told"), self.passphrase)
        self.start_at(self.passphrase.editor)
        self.confirmed.connect(self._sign)

    def _sign(self) -> None:
        if not self.passphrase.text():
            # An empty passphrase would count as a failed sign-in.
            self.passphrase.set_error(
                self.tr("署名するには、あなたのパスフレーズを入れてください。")
            )
            return
        names, act, setting = self._context.desk.place_names, self._context.act(), self._setting
        passphrase = self.passphrase.text()
        self.set_busy(True)
        task = self._context.tasks.store(lambda: names.sign(act, setting, passphrase))
        task.succeeded.connect(self._on_signed)
        task.failed.connect(self._on_failed)

    def _on_signed(self, _report: object, _tag: object) -> None:
        self.accept()
        self._context.notify(self.tr("地名の対応表に署名しました。"))
        self.signed.emit()

    def _on_failed(self, error: BaseException) -> None:
        self.set_busy(False)
        self._context.show_error(error, self)
