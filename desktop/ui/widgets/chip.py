"""Chips say a state or a type, with icon, word and colour together."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QSizePolicy

from desktop.ui import theme
from desktop.ui.labels import icon_label, label, set_icon, set_tone
from desktop.ui.tokens import Tone
from desktop.ui.widgets.layout import row


class Chip(QFrame):
    def __init__(self, text: str, tone: Tone = "mute", icon: str = "", *, name: str = "") -> None:
        super().__init__()
        self.setProperty("surface", "chip")
        self.setObjectName(name)
        self._icon = icon_label(icon or "circle", tone, 14)
        self._text = label(text, "chip")
        self.setLayout(row(self._icon, self._text, spacing=4, margins=(6, 0, 6, 0)))
        self.setFixedHeight(theme.px(22))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(text, tone, icon)

    def set(self, text: str, tone: Tone, icon: str = "") -> None:
        """Show another state."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self._icon.setVisible(bool(icon))
        if icon:
            set_icon(self._icon, icon, tone, 14)
        set_tone(self, tone)
        set_tone(self._text, tone)

    def text(self) -> str:
        return self._text.text()
