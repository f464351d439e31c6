"""Dialogs, for what cannot be undone: the title asks, the buttons are verbs, Esc leaves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from desktop.ui import theme
from desktop.ui.labels import label
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.focus_ring import FocusRing
from desktop.ui.widgets.layout import Item, add, column, panel, row


class Dialog(QDialog):
    """Opened with `open()`, answered by `confirmed` or `rejected`; it is never run nested.

    `confirmed` does not close it: the asker closes it when the act has succeeded, so that an
    error can be told inside.
    """

    confirmed = Signal()

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        verb: str,
        *,
        name: str,
        leave: str = "",
        kind: Kind = "primary",
        width: int = 520,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._title = label("", "h2", wrap=True, name=f"{name}_title")
        self.ask(title)
        self.setFixedWidth(theme.px(width))
        self.banners = BannerArea(name=f"{name}_banners")
        self._body: QVBoxLayout = column(spacing=12)
        key = "Ctrl+Enter" if kind == "primary" else ""
        self.act = Button(verb, kind, key=key, name=f"{name}_act")
        self.leave = Button(
            leave or self.tr("やめる"), "secondary", key="Esc", bind=False, name=f"{name}_leave"
        )
        self.act.clicked.connect(self.confirmed)
        self.leave.clicked.connect(self.reject)
        foot = panel(row(self.act, self.leave, None, spacing=8, margins=(20, 12, 20, 14)), "foot")
        self.setLayout(
            column(
                column(
                    self._title,
                    self.banners,
                    self._body,
                    spacing=12,
                    margins=(20, 18, 20, 16),
                ),
                foot,
                spacing=0,
            )
        )
        self._safe: QWidget = self.leave
        self._ring = FocusRing(self)
        if parent is None:
            theme.dress(self)

    def done(self, result: int) -> None:
        """Closed, it may outlive the act under its window: no passphrase stays typed in it."""
        for field in self.findChildren(QLineEdit):
            if field.echoMode() is QLineEdit.EchoMode.Password:
                field.clear()
        super().done(result)

    def ask(self, title: str) -> None:
        """The question, where a choice in the body changes what is done."""
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._title.setText(title)

    def add(self, *items: Item) -> None:
        """Put rows and fields into the body."""
        for item in items:
            add(self._body, item)

    def start_at(self, widget: QWidget) -> None:
        """Where the focus stands at first; by default on the safe button."""
        self._safe = widget

    def set_busy(self, busy: bool) -> None:
        """While the act runs, it cannot be asked for again."""
        self.act.setEnabled(not busy)

    def open(self) -> None:
        super().open()
        self._fit()
        self._safe.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """What is told below a field takes its room, and what goes gives it back."""
        asked = event.type() == QEvent.Type.LayoutRequest
        done = super().event(event)
        if asked:  # after any other event the dialog may be gone
            self._fit()
        return done

    def _fit(self) -> None:
        """As high as what is in it needs at its width."""
        layout = self.layout()
        if layout is not None:
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            if isinstance(focus, Button) and focus.isEnabled():
                focus.click()
            return
        super().keyPressEvent(event)
