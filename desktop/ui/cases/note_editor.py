"""Room for a few sentences."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit

from desktop.ui import theme


def note_editor(name: str, lines: int = 4) -> QPlainTextEdit:
    """Room for a few sentences; Tab leaves it."""
    made = QPlainTextEdit()
    made.setObjectName(name)
    made.setTabChangesFocus(True)
    made.setFixedHeight(theme.px(22 * lines + 12))
    return made
