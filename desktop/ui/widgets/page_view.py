"""A scanned page: scaled, turned, with the box of a field marked, and a box to be masked."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from desktop.domain.reading import Box
from desktop.ui import theme

_MARGIN = 16
_STEPS = (0.1, 0.15, 0.2, 0.25, 0.33, 0.4, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
_NUDGE = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """A field's box on the page and the words on its tag."""

    box: Box
    tag: str


class PageView(QAbstractScrollArea):
    """The page is never inverted. Keys: + − zoom, 0 width, 9 whole page, R turn, M mask."""

    zoom_changed = Signal(int)  # per cent
    rotated = Signal(int)  # 0, 90, 180, 270: how the page is shown now
    mask_drawn = Signal(object)  # Box in pixels of the kept image
    masking_changed = Signal(bool)

    def __init__(self, *, name: str = "page_view", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(self.tr("ページの画像"))
        self.setProperty("surface", "viewer")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._image = QImage()
        self._message = ""
        self._mark: Mark | None = None
        self._masks: tuple[Box, ...] = ()
        self._fit = "width"
        self._zoom = 1.0
        self._turn = 0
        self._scaled: tuple[tuple[int, int, int, float], QImage] | None = None
        self._masking = False
        self._may_mask = False
        self._box = QRectF()
        self._anchor: QPointF | None = None

    # What is shown

    def set_page(self, image: bytes | QImage, *, turn: int = 0) -> None:
        """Show a page from JPEG or PNG bytes."""
        self._image = image if isinstance(image, QImage) else QImage.fromData(image)
        self._message = "" if not self._image.isNull() else self.tr("この画像は表示できません。")
        self._mark, self._masks, self._turn, self._scaled = None, (), turn % 360, None
        self.set_masking(False)
        self._relay()
        self.verticalScrollBar().setValue(0)

    def clear(self, message: str = "") -> None:
        """Show no page, and say why."""
        self._image, self._message = QImage(), message
        self._mark, self._masks, self._scaled = None, (), None
        self.set_masking(False)
        self._relay()

    def image(self) -> QImage:
        return self._image

    def set_mark(self, box: Box | None, tag: str = "") -> None:
        """Mark a field's box and bring it into view."""
        self._mark = Mark(box, tag) if box is not None else None
        if box is not None:
            self._reveal(box)
        self.viewport().update()

    def mark(self) -> Mark | None:
        return self._mark

    def set_masks(self, boxes: tuple[Box, ...]) -> None:
        """Boxes that will be blacked out."""
        self._masks = boxes
        self.viewport().update()

    def shown(self, box: QRectF) -> QRectF:
        """Where a box of the page stands in the viewport."""
        return self._shown(box)

    def page_point(self, at: QPointF) -> QPointF:
        """The point of the page under a point of the viewport."""
        return self._to_page(at)

    def reveal(self, box: Box) -> None:
        """Scroll so that the box is seen."""
        self._reveal(box)

    # Zoom and turn

    def zoom(self) -> float:
        return self._zoom

    def fit_width(self) -> None:
        self._fit = "width"
        self._relay()

    def fit_page(self) -> None:
        self._fit = "page"
        self._relay()

    def set_zoom(self, zoom: float) -> None:
        self._fit = ""
        self._zoom = min(_STEPS[-1], max(_STEPS[0], zoom))
        self._relay()

    def zoom_in(self) -> None:
        self.set_zoom(next((s for s in _STEPS if s > self._zoom * 1.02), _STEPS[-1]))

    def zoom_out(self) -> None:
        self.set_zoom(next((s for s in reversed(_STEPS) if s < self._zoom * 0.98), _STEPS[0]))

    def turn(self) -> None:
        """A quarter turn clockwise, on the screen only."""
        self._turn = (self._turn + 90) % 360
        self._relay()
        self.rotated.emit(self._turn)

    # Masking

    def allow_masking(self, allowed: bool) -> None:
        self._may_mask = allowed

    def is_masking(self) -> bool:
        return self._masking

    def set_masking(self, on: bool) -> None:
        """Draw a box with the mouse, or move it by arrows, size it by Shift+arrows, Enter."""
        on = on and not self._image.isNull()
        if on == self._masking:
            return
        self._masking = on
        if on:
            view = self._to_page(QPointF(self.viewport().rect().center()))
            side = self._image.width() * 0.12
            self._box = QRectF(view.x() - side, view.y() - side / 4, side * 2, side / 2)
        shape = Qt.CursorShape.CrossCursor if on else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        self.viewport().update()
        self.masking_changed.emit(on)

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._masking and self._mask_key(event):
            return
        acts = {
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Semicolon: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_0: self.fit_width,
            Qt.Key.Key_9: self.fit_page,
            Qt.Key.Key_R: self.turn,
        }
        act = acts.get(Qt.Key(event.key()))
        if act is not None:
            act()
        elif event.key() == Qt.Key.Key_M and self._may_mask:
            self.set_masking(not self._masking)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.zoom_in if event.angleDelta().y() > 0 else self.zoom_out)()
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._masking and event.button() == Qt.MouseButton.LeftButton:
            self._anchor = self._to_page(event.position())
            self._box = QRectF(self._anchor, self._anchor)
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._masking and self._anchor is not None:
            self._box = QRectF(self._anchor, self._to_page(event.position())).normalized()
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._masking and self._anchor is not None:
            self._anchor = None
            self._finish_mask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._relay()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.color("sunken"))
        if self._image.isNull():
            painter.setFont(theme.font(14))
            painter.setPen(theme.color("text2"))
            painter.drawText(
                self.viewport().rect(),
                Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
                self._message,
            )
            return
        page = self._page_area()
        painter.fillRect(page.translated(1, 2), QColor(0, 0, 0, 28))
        painter.drawImage(page.topLeft(), self._picture())
        if theme.palette().veil:
            painter.fillRect(page, QColor(0, 0, 0, round(255 * theme.palette().veil)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for box in self._masks:
            painter.fillRect(self._shown(QRectF(*box)), QColor(0, 0, 0))
        if self._mark is not None:
            self._paint_mark(painter, self._mark, page)
        if self._masking:
            painter.setPen(QPen(theme.color("page_mark"), 2, Qt.PenStyle.DashLine))
            painter.setBrush(QColor(0, 0, 0, 150))
            painter.drawRect(self._shown(self._box))

    # Geometry: a page point (kept image) is turned, scaled, then moved by the scroll bars

    def _turned(self) -> QSize:
        size = self._image.size()
        return size.transposed() if self._turn in (90, 270) else size

    def _relay(self) -> None:
        if not self._image.isNull():
            size = self._turned()
            room = self.viewport().size()
            if self._fit:
                self._zoom = self._fitting(size)
            width = size.width() * self._zoom + 2 * _MARGIN
            height = size.height() * self._zoom + 2 * _MARGIN
            upright, level = self.verticalScrollBar(), self.horizontalScrollBar()
            upright.setRange(0, max(0, round(height - room.height())))
            upright.setPageStep(room.height())
            upright.setSingleStep(40)
            level.setRange(0, max(0, round(width - room.width())))
            level.setPageStep(room.width())
            level.setSingleStep(40)
            self.zoom_changed.emit(round(self._zoom * 100))
        else:
            self.verticalScrollBar().setRange(0, 0)
            self.horizontalScrollBar().setRange(0, 0)
        self.viewport().update()

    def _fitting(self, size: QSize) -> float:
        """The zoom of the chosen fit. It asks for the room without scroll bars: asking for what
        they leave, a page of about the room's height would bring its bar and send it away again
        without end."""
        room = self.maximumViewportSize()
        across = max(1, room.width() - 2 * _MARGIN) / size.width()
        down = max(1, room.height() - 2 * _MARGIN) / size.height()
        if self._fit == "page" or across <= down:
            return min(across, down)
        beside = self.verticalScrollBar().sizeHint().width()
        return max(1, room.width() - beside - 2 * _MARGIN) / size.width()

    def _page_area(self) -> QRectF:
        size = self._turned()
        width, height = size.width() * self._zoom, size.height() * self._zoom
        x = max(float(_MARGIN), (self.viewport().width() - width) / 2)
        y = float(_MARGIN)
        if self._fit == "page":
            y = max(y, (self.viewport().height() - height) / 2)
        return QRectF(
            round(x - self.horizontalScrollBar().value()),
            round(y - self.verticalScrollBar().value()),
            width,
            height,
        )

    def _transform(self) -> QTransform:
        """From the kept image's pixels to the viewport."""
        page = self._page_area()
        made = QTransform()
        made.translate(page.x(), page.y())
        made.scale(self._zoom, self._zoom)
        width, height = self._image.width(), self._image.height()
        if self._turn == 90:
            made.translate(height, 0)
        elif self._turn == 180:
            made.translate(width, height)
        elif self._turn == 270:
            made.translate(0, width)
        made.rotate(self._turn)
        return made

    def _shown(self, box: QRectF) -> QRectF:
        return self._transform().mapRect(box)

    def _to_page(self, at: QPointF) -> QPointF:
        inverse, _ok = self._transform().inverted()
        point = inverse.map(at)
        return QPointF(
            min(max(point.x(), 0.0), float(self._image.width())),
            min(max(point.y(), 0.0), float(self._image.height())),
        )

    def _picture(self) -> QImage:
        """The page scaled for this zoom and this screen; made once for each."""
        ratio = self.devicePixelRatioF()
        size = self._turned() * (self._zoom * ratio)
        key = (size.width(), size.height(), self._turn, ratio)
        if self._scaled is None or self._scaled[0] != key:
            page = self._image
            if self._turn:
                page = page.transformed(QTransform().rotate(self._turn))
            made = page.scaled(
                size,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            made.setDevicePixelRatio(ratio)
            self._scaled = (key, made)
        return self._scaled[1]

    def _reveal(self, box: Box) -> None:
        if self._image.isNull():
            return
        shown = self._shown(QRectF(*box)).toRect()
        view = self.viewport().rect().adjusted(_MARGIN, 40, -_MARGIN, -40)
        if not view.contains(shown):
            away: QPoint = shown.center() - view.center()
            for bar, step in (
                (self.horizontalScrollBar(), away.x()),
                (self.verticalScrollBar(), away.y()),
            ):
                bar.setValue(bar.value() + step)

    def _paint_mark(self, painter: QPainter, mark: Mark, page: QRectF) -> None:
        area = self._shown(QRectF(*mark.box)).adjusted(-3, -3, 3, 3)
        ink = theme.color("page_mark")
        wash = QColor(ink)
        wash.setAlpha(28)
        painter.setBrush(wash)
        painter.setPen(QPen(ink, 2.5))
        painter.drawRoundedRect(area, 3, 3)
        if not mark.tag:
            return
        width = theme.text_width(mark.tag, 12, 700) + 14
        height = theme.px(21)
        left = max(page.x(), min(area.right() - width + 1, page.right() - width))
        top = area.y() - height if area.y() - height > 0 else area.bottom()
        tag = QRectF(left, top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawRoundedRect(tag, 3, 3)
        painter.setPen(theme.color("on_page_mark"))
        painter.setFont(theme.font(12, 700))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, mark.tag)

    def _mask_key(self, event: QKeyEvent) -> bool:
        step = _NUDGE / self._zoom
        moves = {
            Qt.Key.Key_Left: (-step, 0.0),
            Qt.Key.Key_Right: (step, 0.0),
            Qt.Key.Key_Up: (0.0, -step),
            Qt.Key.Key_Down: (0.0, step),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is not None:
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._box.setWidth(max(step, self._box.width() + move[0]))
                self._box.setHeight(max(step, self._box.height() + move[1]))
            else:
                self._box.translate(*move)
            self.viewport().update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish_mask()
        elif event.key() == Qt.Key.Key_Escape:
            self.set_masking(False)
        else:
            return False
        return True

    def _finish_mask(self) -> None:
        page = QRectF(0, 0, self._image.width(), self._image.height())
        box = self._box.normalized().intersected(page).toAlignedRect()
        self.set_masking(False)
        if box.width() >= 4 and box.height() >= 4:
            self.mask_drawn.emit((box.x(), box.y(), box.width(), box.height()))
