"""Rows, columns and framed surfaces: how every screen of the window is put together.

An item is a widget, a layout, a number (that much space), None (stretch) or a pair of widget or
layout and stretch factor.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

Item = QWidget | QLayout | int | None | tuple[QWidget | QLayout, int]
Margins = tuple[int, int, int, int]
NO_MARGINS: Margins = (0, 0, 0, 0)


def row(*items: Item, spacing: int = 8, margins: Margins = NO_MARGINS) -> QHBoxLayout:
    made = QHBoxLayout()
    _fill(made, items, spacing, margins)
    return made


def column(*items: Item, spacing: int = 8, margins: Margins = NO_MARGINS) -> QVBoxLayout:
    made = QVBoxLayout()
    _fill(made, items, spacing, margins)
    return made


def panel(layout: QLayout, surface: str = "clear", *, name: str = "", width: int = 0) -> QFrame:
    """A frame with a surface: card, sunk, bar, foot, column, task, viewer, canvas, clear."""
    made = QFrame()
    made.setProperty("surface", surface)
    made.setLayout(layout)
    if name:
        made.setObjectName(name)
    if width:
        made.setFixedWidth(width)
    return made


def card(*items: Item, spacing: int = 8, margins: Margins = (14, 12, 14, 14)) -> QFrame:
    """The framed surface of one matter."""
    return panel(column(*items, spacing=spacing, margins=margins), "card")


def rule() -> QFrame:
    """A horizontal line."""
    made = QFrame()
    made.setProperty("surface", "rule")
    made.setFixedHeight(1)
    return made


def upright(height: int = 0) -> QFrame:
    """A vertical line."""
    made = QFrame()
    made.setProperty("surface", "rule")
    made.setFixedWidth(1)
    if height:
        made.setFixedHeight(height)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


def tab_through(widgets: Sequence[QWidget] | Iterable[QWidget]) -> None:
    """Let Tab visit the widgets in this order."""
    chain = list(widgets)
    for earlier, later in itertools.pairwise(chain):
        QWidget.setTabOrder(earlier, later)


def _fill(box: QBoxLayout, items: Sequence[Item], spacing: int, margins: Margins) -> None:
    box.setSpacing(spacing)
    box.setContentsMargins(*margins)
    for item in items:
        add(box, item)


def add(box: QBoxLayout, item: Item) -> None:
    """Append one item as `row` and `column` do."""
    if item is None:
        box.addStretch(1)
    elif isinstance(item, int):
        box.addSpacing(item)
    elif isinstance(item, tuple):
        inner, stretch = item
        if isinstance(inner, QLayout):
            box.addLayout(inner, stretch)
        else:
            box.addWidget(inner, stretch)
    elif isinstance(item, QLayout):
        box.addLayout(item)
    else:
        box.addWidget(item)
