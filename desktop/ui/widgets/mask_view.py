"""A page on which boxes to black out are chosen, moved, sized, added and taken away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.domain.reading import Box
from desktop.ui import theme
from desktop.ui.widgets.page_view import PageView

_STEP = 8.0  # on the screen
_LEAST = 4.0  # pixels of the page


class MaskView(PageView):
    """N next box, arrows move it, Shift+arrows size it, Del takes it away, M adds one.

    The mouse picks and drags a box, or draws a new one beside them. The boxes are seen through
    until they are burnt in: what goes must be looked at.
    """

    boxes_changed = Signal()

    def __init__(self, *, name: str = "mask_view", parent: QWidget | None = None) -> None:
        super().__init__(name=name, parent=parent)
        self._boxes: list[QRectF] = []
        self._current = -1
        self._held: QPointF | None = None
        self.allow_masking(True)
        self.mask_drawn.connect(self._add)

    def set_boxes(self, boxes: Sequence[Box]) -> None:
        self._boxes = [QRectF(*box) for box in boxes]
        self._current = 0 if self._boxes else -1
        self._told()

    def boxes(self) -> tuple[Box, ...]:
        """What would be burnt in, in pixels of the page."""
        page = QRectF(0, 0, self.image().width(), self.image().height())
        rounded = (box.normalized().intersected(page).toAlignedRect() for box in self._boxes)
        return tuple((r.x(), r.y(), r.width(), r.height()) for r in rounded if not r.isEmpty())

    def current(self) -> int:
        """Which box the keys act on; -1 for none."""
        return self._current

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_masking() or not self._key(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at = self.page_point(event.position())
        picked = self._at(at)
        if self.is_masking() or picked < 0:
            self.set_masking(True)
            super().mousePressEvent(event)
            return
        self._current, self._held = picked, at
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is None:
            super().mouseMoveEvent(event)
            return
        at = self.page_point(event.position())
        self._boxes[self._current].translate(at - self._held)
        self._held = at
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held is None:
            super().mouseReleaseEvent(event)
            return
        self._held = None
        self._told()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        for number, box in enumerate(self._boxes):
            chosen = number == self._current
            painter.setPen(
                QPen(theme.color("page_mark") if chosen else QColor(0, 0, 0), 3 if chosen else 1.5)
            )
            painter.setBrush(QColor(0, 0, 0, 110))
            painter.drawRect(self.shown(box))

    def _key(self, event: QKeyEvent) -> bool:
        step = _STEP / self.zoom()
        moves = {
            Qt.Key.Key_Left: (-step, 0.0),
            Qt.Key.Key_Right: (step, 0.0),
            Qt.Key.Key_Up: (0.0, -step),
            Qt.Key.Key_Down: (0.0, step),
        }
        key = Qt.Key(event.key())
        if not self._boxes or (key not in moves and key not in (Qt.Key.Key_N, Qt.Key.Key_Delete)):
            return False
        if key == Qt.Key.Key_N:
            self._current = (self._current + 1) % len(self._boxes)
            place = self._boxes[self._current].toAlignedRect()
            self.reveal((place.x(), place.y(), place.width(), place.height()))
        elif key == Qt.Key.Key_Delete:
            del self._boxes[self._current]
            self._current = min(self._current, len(self._boxes) - 1)
        else:
            self._shift(self._boxes[self._current], moves[key], event.modifiers())
        self._told()
        return True

    def _shift(self, box: QRectF, by: tuple[float, float], held: Qt.KeyboardModifier) -> None:
        if held & Qt.KeyboardModifier.ShiftModifier:
            box.setWidth(max(_LEAST, box.width() + by[0]))
            box.setHeight(max(_LEAST, box.height() + by[1]))
        else:
            box.translate(*by)

    def _at(self, point: QPointF) -> int:
        """The topmost box under a point; -1 for none."""
        found = [n for n, box in enumerate(self._boxes) if box.contains(point)]
        return found[-1] if found else -1

    def _add(self, box: object) -> None:
        if isinstance(box, tuple):
            self._boxes.append(QRectF(*box))
            self._current = len(self._boxes) - 1
            self._told()

    def _told(self) -> None:
        self.viewport().update()
        self.boxes_changed.emit()
