"""Words that stand in a table: marked where they are written, translated where they are shown."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """The words as they stand, marked for the translators. As PySide's own, but typed."""
    del context
    return text


def translated(context: str, text: str) -> str:
    """The marked words in the language of the window."""
    return QCoreApplication.translate(context, text)
