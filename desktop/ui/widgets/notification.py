"""Notifications tell for six seconds that something was done, at the bottom left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QWidget

from desktop.ui import theme
from desktop.ui.labels import icon_label, label, set_icon
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.layout import row

SHOWN_FOR_MS = 6000


class Notification(QFrame):
    """One for each window; a new one takes the place of the last. Failures are banners."""

    gone = Signal()

    def __init__(self, window: QWidget, left: int = 200) -> None:
        super().__init__(window)
        self.setProperty("surface", "notice")
        self.setObjectName("notification")
        self._left = left
        self._undo_act: Callable[[], object] | None = None
        self._icon = icon_label("check", "text", 16)
        self._text = label("", "strong", name="notification_text")
        self._undo = Button(self.tr("元に戻す"), "secondary", name="notification_undo", small=True)
        self._undo.clicked.connect(self._on_undo)
        self.setLayout(row(self._icon, self._text, self._undo, spacing=10, margins=(14, 8, 10, 8)))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        window.installEventFilter(self)
        self.hide()

    def say(self, text: str, undo: Callable[[], object] | None = None, icon: str = "check") -> None:
        self._text.setText(text)
        self.setAccessibleName(text)
        set_icon(self._icon, icon, "text", 16)
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(theme.pixmap(icon, theme.color("surface"), 16, ratio))
        self._undo_act = undo
        self._undo.setVisible(undo is not None)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start(SHOWN_FOR_MS)

    def text(self) -> str:
        return self._text.text() if self.isVisible() else ""

    def dismiss(self) -> None:
        self._timer.stop()
        self._undo_act = None
        if self.isVisible():
            self.hide()
            self.gone.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False

    def _place(self) -> None:
        window = self.parentWidget()
        if window is not None:
            self.move(theme.px(self._left), window.height() - self.height() - 16)

    def _on_undo(self) -> None:
        act = self._undo_act
        self.dismiss()
        if act is not None:
            act()
