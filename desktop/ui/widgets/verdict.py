"""A decision with two answers: a person chooses; nothing is chosen beforehand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QWidget

from desktop.ui.labels import icon_label, label
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.select import Choice


class Verdict(QWidget):
    """`yes` and `no` are the words and the object names of the two answers."""

    def __init__(self, yes: tuple[str, str], no: tuple[str, str], *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.yes = Choice(yes[0], name=yes[1])
        self.no = Choice(no[0], name=no[1])
        self._group = QButtonGroup(self)
        self._group.addButton(self.yes)
        self._group.addButton(self.no)
        self._below = label("", "caption", tone="bad", name=f"{name}_below")
        self._told = panel(row(icon_label("circle-alert", "bad", 14), self._below, None, spacing=4))
        self._told.hide()
        self.setLayout(column(self.yes, self.no, self._told, spacing=0))
        self.setFocusProxy(self.yes)
        self._group.buttonToggled.connect(self._told.hide)

    def given(self) -> bool | None:
        """Whether the first answer was chosen; None, and told below, while none is."""
        if self.yes.isChecked() or self.no.isChecked():
            return self.yes.isChecked()
        self._below.setText(self.tr("どちらかを選んでください。"))
        self.setAccessibleDescription(self._below.text())
        self._told.show()
        self.yes.setFocus(Qt.FocusReason.OtherFocusReason)
        return None
