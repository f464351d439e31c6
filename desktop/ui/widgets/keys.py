"""Keys bound to acts. Nothing fires while an input method is composing (visual language §6)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget


class TextField(QLineEdit):
    """A line of text that knows whether an input method is composing in it."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.composing = False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)


def composing() -> bool:
    """Whether the field with the focus holds text not yet settled by the input method."""
    focus = QApplication.focusWidget()
    return isinstance(focus, TextField) and focus.composing


def is_enter(event: QKeyEvent) -> bool:
    """Either Enter key, without Ctrl, Alt or Shift."""
    plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def bind(
    widget: QWidget,
    keys: str,
    act: Callable[[], object],
    *,
    context: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut,
) -> list[QShortcut]:
    """Let `keys` (such as "Ctrl+Enter", "F2", "S") do `act` while `widget` can be seen.

    Single letters yield to text fields by themselves: a field claims letters for its text.
    """

    def fire() -> None:
        if not composing():
            act()

    made = []
    for sequence in sequences(keys):
        shortcut = QShortcut(sequence, widget)
        shortcut.setContext(context)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(fire)
        made.append(shortcut)
    return made


def sequences(keys: str) -> list[QKeySequence]:
    """Both Enter keys of the keyboard count as Enter."""
    if keys.endswith("Enter"):
        return [QKeySequence(keys), QKeySequence(keys.removesuffix("Enter") + "Return")]
    return [QKeySequence(keys)]
