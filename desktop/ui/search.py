"""The search of all cases: the box in the head line and its results."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from desktop.domain.roles import Capability
from desktop.services.case_views import CaseLine
from desktop.services.cases import MOST_FOUND
from desktop.ui import theme
from desktop.ui.context import Context
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.layout import column
from desktop.ui.widgets.search_box import SearchBox
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel

_SHOWN = 8
_ROW = 36


class CaseSearch(SearchBox):
    """Finds while one types; ↓ goes into the results, Enter opens the first or the chosen one."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._asked = Asked()
        self._model = RowsModel(
            (
                Column(self.tr("受付番号"), 88),
                Column(self.tr("請求者")),
                Column(self.tr("種類"), 110),
                Column(self.tr("作業"), 118),
                Column(self.tr("見つかった欄"), 132),
            )
        )
        self.results = Table(self._model, name="search_results", accessible=self.tr("検索の結果"))
        self.results.horizontalHeader().hide()
        self._none = label("", "small", name="search_none")
        self._popup = QFrame()
        self._popup.setProperty("surface", "card")
        self._popup.setObjectName("search_popup")
        self._popup.setLayout(column(self._none, self.results, spacing=0, margins=(1, 1, 1, 1)))
        self._none.setContentsMargins(12, 10, 12, 10)
        self._popup.hide()
        self._popup.installEventFilter(self)
        self.results.installEventFilter(self)
        self.searched.connect(self._search)
        self.entered.connect(self._on_entered)
        self.left.connect(self._on_left)
        self.results.row_activated.connect(self._open)
        context.person_changed.connect(self._on_person_changed)
        context.index_loaded.connect(self._on_index_loaded)

    def attach(self, window: QWidget) -> None:
        """The results float over this window."""
        self._popup.setParent(window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.results and event.type() == QEvent.Type.KeyPress:
            if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
                self.close_results()
                self.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        elif watched is self.results and event.type() == QEvent.Type.FocusOut:
            self._popup.hide()
        return False

    def close_results(self) -> None:
        self._asked.again()
        self._popup.hide()
        self.clear()

    def _on_person_changed(self) -> None:
        self.close_results()
        self._model.set_rows(())
        self.setVisible(self._context.may(Capability.VIEW_CASE))

    def _search(self, text: str) -> None:
        if not text.strip():
            self._asked.again()
            self._popup.hide()
            return
        desk, by, at = self._context.desk, self._context.signed_in, self._context.now()
        task = self._context.tasks.free(lambda: desk.cases.search(by, text, at), asked=self._asked)
        task.succeeded.connect(self._show)
        task.failed.connect(self._on_failed)

    def _show(self, lines: object, _tag: object) -> None:
        found = (
            [line for line in lines if isinstance(line, CaseLine)]
            if isinstance(lines, tuple)
            else []
        )
        self._model.set_rows([_row(line) for line in found[:_SHOWN]])
        self._none.setText(self._words_below(len(found)))
        self._none.setVisible(bool(self._none.text()))
        self.results.setVisible(bool(found))
        self.results.setFixedHeight(theme.px(_ROW) * min(len(found), _SHOWN))
        self._place()

    def _words_below(self, found: int) -> str:
        """What the results do not show: that there are more, or that the search is not ready."""
        progress = self._context.desk.cases.index_progress()
        if progress is not None:
            done, total = progress
            share = 100 * done // max(1, total)
            return self.tr("検索の準備中です（{0}%）。終わると、残りの案件も出ます。").format(share)
        if found > _SHOWN:
            more = self.tr("以上") if found >= MOST_FOUND else ""
            return self.tr("ほかに{0}件{1}あります。言葉を足すと絞り込めます。").format(
                found - _SHOWN, more
            )
        return "" if found else self.tr("当てはまる案件はありません。")

    def _on_index_loaded(self) -> None:
        if self._popup.isVisible() and self.text().strip():
            self._search(self.text())

    def _place(self) -> None:
        window = self._popup.parentWidget()
        if window is None:
            return
        self._popup.setFixedWidth(theme.px(640))
        self._popup.adjustSize()
        corner = self.mapTo(window, QPoint(self.width(), self.height() + 4))
        self._popup.move(corner.x() - self._popup.width(), corner.y())
        self._popup.show()
        self._popup.raise_()

    def _on_failed(self, error: BaseException) -> None:
        self._context.show_error(error, self)

    def _on_entered(self, text: str) -> None:
        if self._popup.isVisible() and self._model.rowCount():
            first = self._model.row_at(0)
            if first is not None:
                self._open(first.key)
        else:
            self._search(text)

    def _on_left(self) -> None:
        if self._popup.isVisible() and self._model.rowCount():
            self.results.choose_first()
            self.results.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.close_results()

    def _open(self, case_id: str) -> None:
        self.close_results()
        self._context.open_case_requested.emit(case_id)


def _row(line: CaseLine) -> Row:
    return Row(
        (
            Cell(line.number, weight=500, px=13),
            Cell(line.name or _tr("廃棄済"), tone=None if line.name else "mute"),
            Cell(line.types, px=13, tone="text2"),
            Cell(line.work, px=13),
            Cell("・".join(line.found_in), px=12, tone="text3"),
        ),
        key=line.id,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Search", text)
