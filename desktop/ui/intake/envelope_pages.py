"""The tiles of one envelope: arrows go beyond its ends, pages are dragged within and between."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication

from desktop.ui import theme
from desktop.ui.widgets.thumbnails import Thumbnails

SHEET = 84
PAGE_MIME = "application/x-madoguchi-page"  # a page's id; means nothing outside this program
_BAR, _GAP = 3, 8


class EnvelopePages(Thumbnails):
    """The pages of one envelope; at its ends the arrows go on to the neighbours."""

    left_behind = Signal(int)  # -1, 1: to the envelope before or after; the edge was reached
    line_left = Signal(int)  # -1, 1: to the line above or below
    looked_at = Signal()  # Space
    page_dropped = Signal(str, int)  # page id, before which tile it was let go

    def __init__(self, name: str, accessible: str) -> None:
        super().__init__(name=name, accessible=accessible, width=SHEET, across=True, gap=_GAP)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAcceptDrops(True)
        self._pressed: QPoint | None = None
        self._drop_at = -1

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.step(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, at, last = event.key(), self.currentIndex().row(), len(self.thumbs()) - 1
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not plain:
            event.ignore()
            return
        if key == Qt.Key.Key_Left and at <= 0:
            self.left_behind.emit(-1)
        elif key == Qt.Key.Key_Right and at >= last:
            self.left_behind.emit(1)
        elif key == Qt.Key.Key_Left:
            self.step(-1)
        elif key == Qt.Key.Key_Right:
            self.step(1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._go_line(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_key():
            self.page_activated.emit(self.current_key())
        elif key == Qt.Key.Key_Space:
            self.looked_at.emit()
        else:
            event.ignore()  # nothing is searched for by typing
            return
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pressed, here = self._pressed, event.position().toPoint()
        far = pressed is not None and (here - pressed).manhattanLength()
        if far and far >= QApplication.startDragDistance() and self.current_key():
            self._pressed = None
            self._drag()
            return
        if pressed is None:
            super().mouseMoveEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(PAGE_MIME):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if not event.mimeData().hasFormat(PAGE_MIME):
            event.ignore()
            return
        self._show_drop(self.place_at(event.position().toPoint()))
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_drop(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_drop(-1)
        page = bytes(event.mimeData().data(PAGE_MIME).data()).decode()
        event.acceptProposedAction()
        self.page_dropped.emit(page, self.place_at(event.position().toPoint()))

    def place_at(self, spot: QPoint) -> int:
        """Before which tile a page let go here belongs."""
        for number in range(len(self.thumbs())):
            area = self._tile(number)
            if spot.y() <= area.bottom() and spot.x() < area.center().x():
                return number
            last_of_line = (number + 1) % self.per_line() == 0
            if last_of_line and spot.y() <= area.bottom():
                return number + 1
        return len(self.thumbs())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._drop_at < 0 or not self.thumbs():
            return
        after = self._drop_at >= len(self.thumbs())
        area = self._tile(min(self._drop_at, len(self.thumbs()) - 1))
        x = area.right() - _BAR if after else area.left()
        painter = QPainter(self.viewport())
        painter.fillRect(
            x, area.top() + 6, _BAR, round(theme.px(SHEET) * 1.414), theme.color("accent")
        )

    def _go_line(self, by: int) -> None:
        """To the page above or below in this envelope, else out of it."""
        to = self.currentIndex().row() + by * self.per_line()
        count = len(self.thumbs())
        line = self.currentIndex().row() // self.per_line()
        if by > 0 and line < (count - 1) // self.per_line():
            to = min(to, count - 1)
        if 0 <= to < count:
            self.choose(self.thumbs()[to].key)
        else:
            self.line_left.emit(by)

    def _tile(self, number: int) -> QRect:
        return self.visualRect(self.model().index(number, 0))

    def _show_drop(self, place: int) -> None:
        if place != self._drop_at:
            self._drop_at = place
            self.viewport().update()

    def _drag(self) -> None:
        mime = QMimeData()
        mime.setData(PAGE_MIME, self.current_key().encode())
        drag = QDrag(self)
        drag.setMimeData(mime)
        drag.setPixmap(self.viewport().grab(self.visualRect(self.currentIndex())))
        drag.exec(Qt.DropAction.MoveAction)


def tile_width() -> int:
    """How much of a line one page takes."""
    return theme.px(SHEET) + _GAP
