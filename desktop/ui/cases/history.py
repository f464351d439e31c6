"""履歴: what happened to the case, by whom, newest first, as lines to read."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from desktop.services.case_views import HistoryLine
from desktop.ui.cases.handling import Handling
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.clock_words import day_and_weekday
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel


class HistoryPanel(QFrame):
    closed = Signal()

    def __init__(self, opened: OpenCase) -> None:
        super().__init__()
        self.setProperty("surface", "task")
        self.setObjectName("case_history_panel")
        self._opened = opened
        self._asked = Asked()
        self.banners = BannerArea(name="history_banners")
        self.model = RowsModel(
            (Column(self.tr("日時"), 148), Column(self.tr("したこと")), Column(self.tr("人"), 132))
        )
        self.table = Table(
            self.model, name="history_table", accessible=self.tr("履歴"), row_height=34
        )
        self._count = label("", "small", name="history_count")
        self.handling = Handling(opened)
        close = Button(self.tr("履歴を閉じる"), "secondary", key="Esc", name="history_close")
        close.clicked.connect(self.closed)
        self.setLayout(
            column(
                row(label(self.tr("履歴"), "h2"), self._count, None, spacing=10),
                self.banners,
                (self.table, 1),
                self.handling,
                row(close, None),
                spacing=10,
                margins=(16, 10, 16, 12),
            )
        )

    def refresh(self) -> None:
        self.handling.refresh()
        desk, by = self._opened.desk, self._opened.context.signed_in
        case_id = self._opened.case_id
        task = self._opened.context.tasks.store(
            lambda: desk.cases.history(by, case_id), asked=self._asked
        )
        task.succeeded.connect(self._show)
        task.failed.connect(self._on_failed)

    def _show(self, lines: object, _tag: object) -> None:
        if not isinstance(lines, tuple):
            return
        self._count.setText(self.tr("{0}件").format(len(lines)))
        self.model.set_rows([_row(n, line) for n, line in enumerate(lines)])
        self.table.choose_first()
        self.table.setFocus()

    def _on_failed(self, error: BaseException) -> None:
        self._opened.context.show_error(error, self)


def _row(number: int, line: HistoryLine) -> Row:
    return Row(
        (
            Cell(day_and_weekday(line.at.date()), "text2", px=13, second=f"{line.at:%H:%M}"),
            Cell(line.what, px=13),
            Cell(line.who, "text2", px=13),
        ),
        key=str(number),
    )
