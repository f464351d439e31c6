"""The search box of the head line, reached by Ctrl+K."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from desktop.ui import theme
from desktop.ui.labels import keycap
from desktop.ui.widgets.keys import TextField, bind
from desktop.ui.widgets.layout import row

_PAUSE_MS = 180


class SearchBox(TextField):
    """`searched` follows the typing after a short pause; `entered` follows Enter."""

    searched = Signal(str)
    entered = Signal(str)
    left = Signal()  # Esc, or ↓ into the results

    def __init__(
        self,
        placeholder: str = "",
        *,
        name: str = "search",
        key: str = "Ctrl+K",
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        placeholder = placeholder or self.tr("受付番号・氏名・電話で探す")
        self.setAccessibleName(placeholder)
        self.setPlaceholderText(placeholder)
        self.setProperty("quiet", "true")
        self.setFixedWidth(theme.px(300))
        self.addAction(theme.icon("search", "text3"), TextField.ActionPosition.LeadingPosition)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_pause)
        self.textEdited.connect(self._on_edited)
        self._keycap = keycap(key) if key else None
        if self._keycap is not None:
            self._keycap.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self.setLayout(row(None, self._keycap, margins=(0, 0, 8, 0)))
            bind(self, key, self._take_focus)
            self.textChanged.connect(self._on_changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.composing:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._timer.stop()
            self.entered.emit(self.text())
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.searched.emit("")
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _take_focus(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def _on_edited(self) -> None:
        self._timer.start(_PAUSE_MS)

    def _on_pause(self) -> None:
        self.searched.emit(self.text())

    def _on_changed(self, text: str) -> None:
        if self._keycap is not None:
            self._keycap.setVisible(not text)
