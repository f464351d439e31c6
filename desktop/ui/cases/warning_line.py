"""A warning in one line, with its icon; hidden while there is nothing to warn of."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.ui.labels import icon_label, label, set_icon, set_tone
from desktop.ui.tokens import Tone
from desktop.ui.widgets.layout import column, row


class WarningLine(QWidget):
    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._icon = icon_label("triangle-alert", "warn", 16)
        self._text = label("", "small", tone="warn", wrap=True, name=f"{name}_text")
        self.setLayout(
            row(column(self._icon, None, margins=(0, 2, 0, 0)), (self._text, 1), spacing=8)
        )
        self.hide()

    def say(self, sentence: str, tone: Tone = "warn", icon: str = "triangle-alert") -> None:
        set_icon(self._icon, icon, tone, 16)
        set_tone(self._text, tone)
        self._text.setText(sentence)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))

    def text(self) -> str:
        return self._text.text()
