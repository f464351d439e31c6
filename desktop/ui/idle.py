"""Notices that nobody has touched the desk for a while."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

_ACTIVITY = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
        QEvent.Type.DragMove,
    }
)


class IdleWatch(QObject):
    """Emits `idle` after so many seconds without a key or the mouse in any window of the desk.

    It listens on the windows of the window system, not on the application, whose filter would see
    every event of every widget. While `working()` says so, the wait begins anew.
    """

    idle = Signal()

    def __init__(
        self, seconds: float, working: Callable[[], bool], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._working = working
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timeout)
        self.set_seconds(seconds)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._on_focus_window)
            self._on_focus_window(app.focusWindow())

    @property
    def seconds(self) -> float:
        return self._timer.interval() / 1000

    def set_seconds(self, seconds: float) -> None:
        self._timer.setInterval(round(seconds * 1000))

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ACTIVITY and self._timer.isActive():
            self._timer.start()
        return False

    def _on_focus_window(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)
            if self._timer.isActive():
                self._timer.start()

    def _on_timeout(self) -> None:
        if self._working():
            self._timer.start()
        else:
            self.idle.emit()
