"""A supervisor's signature under a proposed table of renamed places."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.services.place_names import NamesReport
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_WIDTH, _ROW, _HEADER = 680, 30, 32
_MOST_ROWS = 9  # a longer table scrolls


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
            width=_WIDTH,
        )
        self._context, self._setting = context, report.setting or ""
        day = max(report.effective_from, context.today())  # never before its signature
        told = self.tr("{0:,}件の対応表を、{1}月{2}日から住所の照合に使います。").format(
            report.accepted, day.month, day.day
        )
        self.passphrase = FormField(
            self.tr("あなたのパスフレーズ"),
            key="passphrase",
            name="sign_names_passphrase",
            secret=True,
        )
        self._model = RowsModel(
            (
                Column(self.tr("旧名"), 250),
                Column(self.tr("新名")),
                Column(self.tr("変わった日"), 110),
            )
        )
        self._model.set_rows(
            [
                Row(
                    (
                        Cell(one.old, px=13),
                        Cell(one.new, px=13),
                        Cell(one.since.isoformat(), "text2", px=13),
                    ),
                    key=str(number),
                )
                for number, one in enumerate(report.lines)
            ]
        )
        self.lines = Table(
            self._model,
            name="sign_names_lines",
            accessible=self.tr("署名する対応表"),
            row_height=_ROW,
        )
        shown = min(max(len(report.lines), 1), _MOST_ROWS)
        self.lines.setFixedHeight(theme.px(_HEADER + _ROW * shown + 2))
        self.add(label(told, wrap=True, name="sign_names_told"), self.lines, self.passphrase)
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
