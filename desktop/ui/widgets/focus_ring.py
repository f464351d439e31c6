"""The focus ring: one overlay in each window that follows the focus without moving the layout."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

from desktop.ui import theme

_OUTSIDE = 4
_FOLLOWED = frozenset(
    {
        QEvent.Type.Move,
        QEvent.Type.Resize,
        QEvent.Type.Show,
        QEvent.Type.Hide,
        QEvent.Type.ParentChange,
        QEvent.Type.LayoutRequest,
    }
)


class FocusRing(QWidget):
    """Two px of colour two px outside the focused widget of this window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("focus_ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)
        self._follow(window.focusWidget() if window.isActiveWindow() else None)

    def target(self) -> QWidget | None:
        """The widget the ring stands around, if any."""
        return self._target

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _FOLLOWED:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("focus"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        self._follow(new if new is not None and new.window() is self.window() else None)

    def _follow(self, target: QWidget | None) -> None:
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched = []
        if target is not None and target.focusPolicy() == Qt.FocusPolicy.NoFocus:
            target = None
        self._target = target
        step = target
        while step is not None and step is not self.window():
            step.installEventFilter(self)
            self._watched.append(step)
            step = step.parentWidget()
        self._place()

    def _place(self) -> None:
        target = self._target
        if target is None or not isValid(target) or not target.isVisible():
            self.hide()
            return
        inner = _focus_area(target)
        area = QRect(target.mapTo(self.window(), inner.topLeft()), inner.size())
        area = area.adjusted(-_OUTSIDE, -_OUTSIDE, _OUTSIDE, _OUTSIDE)
        area = area.intersected(self._clip(target)).intersected(self.window().rect())
        if area.width() < 2 * _OUTSIDE or area.height() < 2 * _OUTSIDE:
            self.hide()
            return
        self.setGeometry(area)
        self.show()
        self.raise_()

    def _clip(self, target: QWidget) -> QRect:
        """What of the window the scroll areas around the target let through."""
        clip = self.window().rect()
        step = target.parentWidget()
        while step is not None and step is not self.window():
            if isinstance(step, QAbstractScrollArea) and step.viewport().isAncestorOf(target):
                view = step.viewport()
                shown = QRect(view.mapTo(self.window(), QPoint(0, 0)), view.size())
                clip = clip.intersected(shown)
            step = step.parentWidget()
        return clip


def tell_moved(target: QWidget) -> None:
    """The `focus_area()` of a widget is another one now; a ring around it follows."""
    QApplication.sendEvent(target, QEvent(QEvent.Type.LayoutRequest))


def _focus_area(target: QWidget) -> QRect:
    """What of a widget the ring goes around: its `focus_area()`, else all of it."""
    wish = getattr(target, "focus_area", None)
    return wish() if callable(wish) else QRect(QPoint(0, 0), target.size())
