"""An empty place: one sentence that says why, and at most one button."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

from desktop.ui.labels import icon_label, label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.layout import Item, column, row


class EmptyState(QWidget):
    def __init__(
        self,
        sentence: str,
        button: Button | None = None,
        *,
        icon: str = "inbox",
        name: str = "empty",
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self._sentence = label(sentence, "dim", wrap=True, align=Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(sentence)
        items: list[Item] = [row(None, icon_label(icon, "text3", 28), None), self._sentence]
        if button is not None:
            items.append(row(None, button, None))
        else:  # the list is gone on which the keyboard stood: here it is told why
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setLayout(column(None, *items, None, spacing=12, margins=(24, 24, 24, 24)))

    def focus_area(self) -> QRect:
        """The sentence; the focus ring stands around it and not around the empty place."""
        words = self._sentence
        wide = min(words.width(), words.fontMetrics().horizontalAdvance(words.text()) + 12)
        area = words.geometry()
        return QRect(area.center().x() - wide // 2, area.y() - 2, wide, area.height() + 4)

    def set_sentence(self, sentence: str) -> None:
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)
