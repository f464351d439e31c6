"""Sheets on which a number was found after filing: blacked out or returned, and said so."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.page_kinds import PAGE_KIND_LABELS
from desktop.services.found_numbers import FoundNumber
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.intake.words import forbidden_words
from desktop.ui.labels import label
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.clock_words import short_day
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_ROWS, _ROW = 5, 34


class FoundPapersDialog(Dialog):
    """Of the chosen sheet a person confirms that it shows the number no longer, or went back."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(
            parent,
            self.tr("番号の写った紙を、黒塗りするか返却しましたか"),
            self.tr("選んだ紙の処置を確かめた"),
            name="found_papers",
            leave=self.tr("閉じる"),
            width=720,
        )
        self._context = context
        self._model = RowsModel(
            (
                Column(self.tr("受付番号"), 100),
                Column(self.tr("書類")),
                Column(self.tr("番号の種類"), 130),
                Column(self.tr("見つけた人"), 120),
                Column(self.tr("日"), 64),
            )
        )
        self.table = Table(
            self._model,
            name="found_rows",
            accessible=self.tr("番号の見つかった紙の一覧"),
            row_height=_ROW,
        )
        self.table.setFixedHeight(theme.px(30 + _ROW * _ROWS + 2))
        self.add(label(self.tr("番号は、記録にも残しません。"), "small"), self.table)
        self.confirmed.connect(self._confirm)
        self._ask()

    def _ask(self) -> None:
        desk, by = self._context.desk, self._context.signed_in
        task = self._context.tasks.store(lambda: desk.found_numbers.open_ones(by))
        task.succeeded.connect(self._show)
        task.failed.connect(self._on_failed)

    def _show(self, finds: object, _tag: object) -> None:
        if not isinstance(finds, tuple):
            return
        waiting = [one for one in finds if isinstance(one, FoundNumber) and not one.paper_done]
        self._model.set_rows([self._row(one) for one in waiting])
        self.act.setEnabled(bool(waiting))
        if waiting:
            self.table.choose_first()
            self.table.setFocus()
        else:
            self.accept()

    def _row(self, one: FoundNumber) -> Row:
        return Row(
            (
                Cell(one.case_number, weight=500, px=13),
                Cell(PAGE_KIND_LABELS[one.paper], px=13),
                Cell(forbidden_words(one.kind), px=13),
                Cell(one.found_by, px=13),
                Cell(short_day(one.at.date()), px=13),
            ),
            key=one.id,
        )

    def _confirm(self) -> None:
        keys = list(self.table.chosen_keys())
        if not keys:
            return
        desk, act = self._context.desk, self._context.act()
        self.set_busy(True)
        task = self._context.tasks.store(lambda: desk.found_numbers.confirm_paper(act, keys[0]))
        task.succeeded.connect(self._on_confirmed)
        task.failed.connect(self._on_failed)

    def _on_confirmed(self, _result: object, _tag: object) -> None:
        self.set_busy(False)
        self._context.notify(self.tr("紙の処置を記録しました。"))
        self._context.data_changed.emit()
        self._ask()

    def _on_failed(self, error: BaseException) -> None:
        self.set_busy(False)
        self._context.show_error(error, self)
