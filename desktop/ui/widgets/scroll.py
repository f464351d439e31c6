"""What may scroll of a panel, so that its head and its acts never do (visual language §4)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea

from desktop.ui.widgets.layout import panel


def scrolling(layout: QLayout, *, name: str) -> QScrollArea:
    made = QScrollArea()
    made.setObjectName(name)
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setWidget(panel(layout))
    return made
