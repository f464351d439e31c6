"""A clerk who has no mouse: presses keys where the keyboard stands, and everything is counted."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.tour.stage import Stage
from desktop.ui.intake.reading_field import TextEntry, TickEntry

NO_KEYS = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
_MOUSE = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.Drop)


class Witness(QObject):
    """Sees whether anything was touched with the mouse, and which readings had the keyboard."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.mouse = 0
        self.fields: list[str] = []
        application.installEventFilter(self)
        application.focusChanged.connect(self._on_focus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        self.mouse += event.type() in _MOUSE
        return super().eventFilter(watched, event)

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(new, TextEntry | TickEntry):
            self.fields.append(new.objectName())

    def leave(self) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.removeEventFilter(self)
        application.focusChanged.disconnect(self._on_focus)


@dataclass
class Keyboard:
    """`pressed` counts keys; a word that an input method gives counts as one for each character."""

    stage: Stage
    pressed: int = 0
    typed: dict[str, str] = field(default_factory=dict)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_KEYS) -> None:
        """The key where the keyboard stands, then whatever it set going."""
        self.start(key, modifiers)
        self.stage.settle()

    def start(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_KEYS) -> None:
        """A key that sets something long going."""
        self.pressed += 1
        QTest.keyClick(QApplication.focusWidget() or self.stage.window, key, modifiers)

    def primary(self) -> None:
        self.press(Qt.Key.Key_Return, CTRL)

    def enter(self) -> None:
        self.press(Qt.Key.Key_Return)

    def write(self, words: str) -> None:
        """In place of what is selected, as a field is when the keyboard comes to it."""
        focus = QApplication.focusWidget()
        assert focus is not None
        self.pressed += len(words)
        self.typed[focus.objectName()] = words
        self.stage.write(focus, words)

    @property
    def place(self) -> str:
        """The name of what has the keyboard."""
        focus = QApplication.focusWidget()
        return focus.objectName() if focus is not None else ""
