"""持ち出した写し: the clear copies that left on purpose, and their end (DESIGN §4)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.services.exports import ExportChanged, OpenExport
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.clock_words import short_day
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.select import Check
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_ROWS = 6
_ROW = 34


class ExportsDialog(Dialog):
    """Chosen copies are deleted where they lie; of others a person confirms that they are gone."""

    emptied = Signal()

    def __init__(self, parent: QWidget | None, context: Context) -> None:
        super().__init__(
            parent,
            self.tr("持ち出した写しを消しますか"),
            self.tr("選んだ写しを消す"),
            name="exports_dialog",
            leave=self.tr("閉じる"),
            kind="danger",
            width=820,
        )
        self._context = context
        self._asked = Asked()
        self._left: list[str] = []
        self._closing = ""
        self._choose = ""
        self._model = RowsModel(
            (
                Column(self.tr("写し"), 110),
                Column(self.tr("置いた場所")),
                Column(self.tr("持ち出した人"), 120),
                Column(self.tr("日"), 64),
                Column(self.tr("消す期限"), 110),
            )
        )
        self.table = Table(
            self._model,
            name="exports_rows",
            accessible=self.tr("持ち出した写しの一覧"),
            row_height=_ROW,
            several=True,
        )
        self.table.setFixedHeight(theme.px(30 + _ROW * _ROWS + 2))
        words = label(
            self.tr(
                "置いた場所に残っているファイルは削除します。移した写しや印刷した紙は、"
                "処分したことを確かめてから選んでください。Ctrl+A ですべてを選びます。"
            ),
            "small",
            wrap=True,
        )
        self.changed_too = Check(
            self.tr("変わった写しも消す（中身を確かめてから選ぶ）"), name="exports_changed_too"
        )
        self.add(words, self.table, self.changed_too)
        self.changed_too.hide()
        self.confirmed.connect(self._close_chosen)
        self._ask()

    def _ask(self) -> None:
        desk, by = self._context.desk, self._context.signed_in
        task = self._context.tasks.store(lambda: desk.correspondence.exports(by), asked=self._asked)
        task.succeeded.connect(self._show)
        task.failed.connect(self._on_failed)

    def _show(self, exports: object, _tag: object) -> None:
        if not isinstance(exports, tuple):
            return
        today = self._context.today()
        rows = []
        for one in exports:
            if isinstance(one, OpenExport):
                late = one.delete_by < today
                rows.append(
                    Row(
                        (
                            Cell(one.label, weight=500, px=13),
                            Cell(one.place, px=13),
                            Cell(one.by, px=13),
                            Cell(short_day(one.at.date()), px=13),
                            Cell(
                                short_day(one.delete_by),
                                tone="bad" if late else "text2",
                                icon="clock-alert" if late else "clock",
                                px=13,
                                second=self.tr("超過") if late else "",
                                second_tone="bad",
                            ),
                        ),
                        key=one.id,
                    )
                )
        self._model.set_rows(rows)
        self.act.setEnabled(bool(rows))
        if rows:
            if not self.table.choose(self._choose):
                self.table.choose_first()
            self.table.setFocus()
        else:
            self.accept()
            self.emptied.emit()

    def _close_chosen(self) -> None:
        self._left = list(self.table.chosen_keys())
        if self._left:
            self.set_busy(True)
            self._close_next()

    def _close_next(self) -> None:
        desk, act, changed = self._context.desk, self._context.act(), self.changed_too.isChecked()
        self._closing = export_id = self._left.pop(0)
        task = self._context.tasks.store(
            lambda: desk.correspondence.close_export(act, export_id, changed_too=changed)
        )
        task.succeeded.connect(self._on_closed)
        task.failed.connect(self._on_not_closed)

    def _on_closed(self, _result: object, _tag: object) -> None:
        if self._left:
            self._close_next()
            return
        self.set_busy(False)
        self._offer_changed(False)
        self._choose = ""
        self._context.notify(self.tr("写しの消去を記録しました。"))
        self._context.data_changed.emit()
        self._ask()

    def _on_not_closed(self, error: BaseException) -> None:
        """Nothing is deleted that is another file by now, but on purpose; the row stays chosen."""
        self._choose = self._closing
        if isinstance(error, ExportChanged):
            self._offer_changed(error.deletable)
        self._on_failed(error)
        self._context.data_changed.emit()
        self._ask()

    def _offer_changed(self, offered: bool) -> None:
        self.changed_too.setChecked(False)
        self.changed_too.setVisible(offered)

    def _on_failed(self, error: BaseException) -> None:
        self.set_busy(False)
        self._context.show_error(error, self)
