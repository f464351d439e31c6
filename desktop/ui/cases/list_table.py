"""The table of the case list: it fetches what is looked at, and ticks by keyboard or mouse."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from desktop.ui import theme
from desktop.ui.cases.list_model import TICKS, CaseListModel
from desktop.ui.widgets.table import Table

_BEFORE, _BEHIND = 10, 40  # rows fetched around what is seen


class CaseTable(Table):
    """One question at a time, for what is seen when the one before is answered.

    So a handle dragged over a hundred thousand cases asks for where it stands, not for all it
    passed. `ask` gets the ids and calls `answered` when their lines are in the model.
    """

    sort_requested = Signal(int)  # the column whose head was clicked

    def __init__(
        self,
        model: CaseListModel,
        ask: Callable[[tuple[str, ...]], None],
        *,
        name: str,
        accessible: str,
    ) -> None:
        super().__init__(model, name=name, accessible=accessible)
        self._cases = model
        self._ask = ask
        self._asking = False
        self._range_from = -1
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.fetch)
        model.lines_wanted.connect(self._want)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self.sort_requested)

    def answered(self) -> None:
        """The lines asked for have come, or will not."""
        self._asking = False
        self._want()

    def start_over(self) -> None:
        """The list was read anew: an answer that is still out, or never came, is waited for no
        more."""
        self._asking = False
        self.fetch()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        key = event.key()
        if control and key == Qt.Key.Key_A:
            self._cases.tick(0, self._cases.rowCount() - 1)
        elif key == Qt.Key.Key_Space and row >= 0 and not control:
            self._tick_at(row, to_here=shift)
        elif shift and key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and row >= 0:
            step = 1 if key == Qt.Key.Key_Down else -1
            target = min(max(0, row + step), self._cases.rowCount() - 1)
            self._cases.tick(row, target)
            self._range_from = target
            self.setCurrentIndex(self._cases.index(target, 0))
        elif key == Qt.Key.Key_Escape and self._cases.ticked():
            self._cases.untick()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._cases.rowCount():
            # Qt goes to the first and last column; a list has rows.
            last = self._cases.rowCount() - 1
            self.setCurrentIndex(self._cases.index(0 if key == Qt.Key.Key_Home else last, 0))
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _tick_at(self, row: int, *, to_here: bool) -> None:
        if to_here and self._range_from >= 0:
            self._cases.tick(self._range_from, row)
        else:
            self._cases.toggle(row)
        self._range_from = row

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == TICKS:
            self._tick_at(index.row(), to_here=False)
        else:
            super()._on_clicked(index)

    def _want(self) -> None:
        if not self._asking and not self._soon.isActive():
            self._soon.start()

    def fetch(self) -> None:
        """Ask for what is seen and not there, unless a question is on its way."""
        first = max(0, self.rowAt(0))
        # Not rowAt at the bottom: a view that has not been laid out yet has no height.
        seen = max(1, self.viewport().height() // theme.px(30))
        missing = self._cases.missing(first - _BEFORE, first + seen + _BEHIND)
        if (
            missing
            and not self._asking
            and set(missing) & set(self._cases.missing(first, first + seen))
        ):
            self._asking = True
            self._ask(missing)
