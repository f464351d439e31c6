"""Sheets of an envelope that is not on the desk yet: nothing of them is kept so far."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from desktop.ui.intake.envelope_pages import SHEET
from desktop.ui.intake.words import pending_thumbs
from desktop.ui.labels import icon_label, label
from desktop.ui.widgets.flow import fixed
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.thumbnails import Thumbnails


class PendingCard(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self.setObjectName("envelope_pending")
        self._pages = Thumbnails(
            name="envelope_pending_pages",
            accessible=self.tr("確認中の用紙"),
            width=SHEET,
            across=True,
            gap=8,
        )
        self._pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pages.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # there is nothing to be done with them
        head = row(
            icon_label("mail", "text2", 16),
            label(self.tr("次の封筒"), "h3"),
            None,
            spacing=6,
        )
        self.setLayout(column(head, self._pages, spacing=0, margins=(8, 4, 6, 2)))
        fixed(self)
        self.hide()

    def show_sheets(self, sheets: Sequence[str]) -> None:
        """Show a tile for each sheet; without any the card takes no room."""
        self._pages.set_thumbs(pending_thumbs(sheets))
        self.setVisible(bool(sheets))
        self.updateGeometry()
