"""The second person beside who acts: what both looked at, and the other's own passphrase."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.ui.cases.warning_line import WarningLine
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.select import Check


class SecondPerson(QWidget):
    """A box that says what is done, then who stands by; the service proves the passphrase."""

    def __init__(self, what: str, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.tick = Check(what, name=f"{name}_tick", wrap=True)
        self.untold = WarningLine(name=f"{name}_untold")
        self.login = TextField()
        self.login_field = FormField(
            self.tr("立会者のログイン名"), self.login, key="witness", name=f"{name}_witness"
        )
        self.passphrase = FormField(
            self.tr("立会者のパスフレーズ"),
            key="passphrase",
            name=f"{name}_passphrase",
            secret=True,
        )
        self.setLayout(
            column(
                self.tick,
                self.untold,
                row((self.login_field, 1), (self.passphrase, 1), spacing=12),
                spacing=8,
            )
        )
        self.tick.toggled.connect(lambda: self.untold.say(""))

    def confirmed(self) -> bool:
        """Whether the box is ticked and somebody is named; else it is told at the field."""
        if not self.tick.isChecked():
            self.untold.say(self.tr("確かめて、印を付けてください。"), "bad", "circle-alert")
            self.tick.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        if not self.login.text().strip():
            self.login_field.set_error(self.tr("立会者のログイン名を入れてください。"))
            self.login.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        return True

    def given(self) -> tuple[str, str]:
        """The other person's login and passphrase."""
        return self.login.text(), self.passphrase.text()
