"""The card that shows how far a long piece of work has come, and stops it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from desktop.ui.labels import label
from desktop.ui.tokens import Tone
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.layout import column, row


class ProgressCard(QFrame):
    cancel_requested = Signal()

    def __init__(
        self,
        title: str,
        note: str = "",
        *,
        unit: str = "",
        name: str = "progress",
    ) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self.setObjectName(name)
        self._unit = unit or self.tr("枚")
        self._title = label(title, "strong", name=f"{name}_title")
        self._note = label(note, "caption", name=f"{name}_note")
        self._state = Chip("", "mute", name=f"{name}_state")
        self._state.hide()
        self._count = label("", "strong", name=f"{name}_count")
        self._rest = label("", "small", name=f"{name}_rest")
        self.cancel = Button(
            self.tr("中止"), "secondary", key="Esc", small=True, name=f"{name}_cancel"
        )
        self.cancel.clicked.connect(self.cancel_requested)
        self._bar = QProgressBar()
        self._bar.setObjectName(f"{name}_bar")
        self._bar.setAccessibleName(title)
        self._bar.setTextVisible(False)
        line = row(
            self._title,
            self._note,
            8,
            self._state,
            None,
            self._count,
            self._rest,
            12,
            self.cancel,
        )
        self.setLayout(column(line, self._bar, spacing=6, margins=(14, 8, 10, 10)))
        self.set_progress(0, 0)

    def set_title(self, title: str, note: str = "") -> None:
        self._title.setText(title)
        self._note.setText(note)

    def set_progress(self, done: int, total: int, rest: str = "") -> None:
        """A total of 0 means that the amount is not known yet."""
        # A bar paints itself, and all else that waits to be painted, before `setValue` returns.
        self._bar.setUpdatesEnabled(False)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._bar.setUpdatesEnabled(True)
        unknown = f"{done}{self._unit}" if done else ""
        self._count.setText(f"{done} / {total}{self._unit}" if total else unknown)
        self._rest.setText(rest)
        self.setAccessibleName(f"{self._title.text()} {self._count.text()}")

    def set_standing(self, done: int, total: int, words: str) -> None:
        """The work stands still: in place of the count, words that say how far it came."""
        self.set_progress(done, total, words)
        if words:
            self._count.setText("")

    def set_state(self, text: str, tone: Tone = "mute", icon: str = "") -> None:
        self._state.setVisible(bool(text))
        if text:
            self._state.set(text, tone, icon)
