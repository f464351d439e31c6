"""A list, or the word why there is nothing in it: until it has been read, neither.

An unread list is no empty list. Shown before the answer of the store, the word would be untrue.
"""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.ui.widgets.empty_state import EmptyState


class ListOrEmpty(QStackedWidget):
    def __init__(self, rows: QWidget, empty: EmptyState, *, framed: QWidget | None = None) -> None:
        """`framed`: what is shown of the empty state, where it stands on a surface of its own."""
        super().__init__()
        self._rows, self._empty = rows, framed if framed is not None else empty
        self._unread = QWidget()
        self._unread.setAccessibleName(self.tr("読み込んでいます。"))
        for shown in (self._unread, self._rows, self._empty):
            self.addWidget(shown)

    @property
    def is_read(self) -> bool:
        return self.currentWidget() is not self._unread

    def show_read(self, any_rows: bool) -> None:
        """What the store has answered."""
        self.setCurrentWidget(self._rows if any_rows else self._empty)
