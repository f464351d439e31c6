"""The task column: what the present state of a case needs, with one primary action."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.services.case_views import CaseView
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.pictures import Pictures
from desktop.ui.cases.typed import TypedField
from desktop.ui.labels import label
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.layout import Item, add, column, panel, row

_GAP = 10


class TaskPanel(QFrame):
    """Title, banners, a body that scrolls, and below it what never scrolls away.

    Where the body does not scroll, the foot follows it and the buttons stand at the bottom.
    """

    def __init__(
        self,
        opened: OpenCase,
        pictures: Pictures,
        title: str,
        *,
        name: str,
        scrolls: bool = True,
    ) -> None:
        super().__init__()
        self.setProperty("surface", "task")
        self.setObjectName(name)
        self.opened, self.pictures = opened, pictures
        self.banners = BannerArea(name=f"{name}_banners")
        self.title = label(title, "h2", name=f"{name}_title")
        self.note = label("", "small", name=f"{name}_note")
        self.head: QHBoxLayout = row(self.title, self.note, None, spacing=10)
        self.body: QVBoxLayout = column(spacing=12)
        self.foot: QVBoxLayout = column(spacing=8)
        self.buttons: QHBoxLayout = row(spacing=8)
        inner: Item = (self.body, 1)
        if scrolls:
            self.body.addStretch(1)
            inner = (Scrolled(self.body, name=f"{name}_body"), 1)
        self._outer: QVBoxLayout = column(
            self.head,
            self.banners,
            inner if scrolls else self.body,
            self.foot,
            *(() if scrolls else (None,)),
            self.buttons,
            spacing=_GAP,
            margins=(16, 10, 16, 12),
        )
        self.setLayout(self._outer)
        self._scrolls = scrolls

    @property
    def view(self) -> CaseView:
        return self.opened.case

    def put(self, *items: Item) -> None:
        """Add to the body, above its stretch."""
        for item in items:
            if not self._scrolls:
                add(self.body, item)
                continue
            self.body.takeAt(self.body.count() - 1)
            add(self.body, item)
            self.body.addStretch(1)

    def act_with(self, *items: Item) -> None:
        """Buttons below; None stands for the space between left and right."""
        for item in items:
            add(self.buttons, item)
        if None not in items:
            self.buttons.addStretch(1)

    def room_for_body(self) -> int:
        """The height that head, foot and buttons leave."""
        margins = self._outer.contentsMargins()
        width = self.width() - margins.left() - margins.right()
        parts = [self.head, self.foot, self.buttons]
        taken = sum(_height(part, width) for part in parts) + 3 * _GAP
        banners = self.banners.layout()
        if self.banners.isVisible() and banners is not None:
            taken += _height(banners, width) + _GAP
        return self.height() - taken - margins.top() - margins.bottom()

    def renew(self, view: CaseView) -> bool:
        """The case has changed but its work is the same. False: build the panel anew."""
        return False

    def uncover(self, typed: Mapping[str, TypedField]) -> None:
        """Show the fields that a person opened to type in; what stays hidden is told instead."""

    def start(self) -> None:
        """Called once when the panel has come into view."""


class Scrolled(QScrollArea):
    """A scrolling column without a frame; never scrolls sideways."""

    def __init__(self, body: QVBoxLayout, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body.setContentsMargins(2, 2, 8, 2)
        self._inner = panel(body, "clear")
        self.setWidget(self._inner)
        self.viewport().setAutoFillBackground(False)


def _height(layout: QLayout, width: int) -> int:
    if layout.hasHeightForWidth():
        return layout.heightForWidth(width)
    return max(0, layout.sizeHint().height())


def section(title: str, *items: Item) -> QWidget:
    """A titled part of a panel."""
    return panel(column(label(title, "h3"), *items, spacing=6))
