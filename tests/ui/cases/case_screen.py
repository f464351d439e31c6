"""The main window with somebody signed in, driven by keys and looked at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.cases.case_window import CaseWindow
from desktop.ui.context import Context
from desktop.ui.main_window import MainWindow


@dataclass
class Screen:
    """A main window with a person signed in, as large as the office's screens."""

    context: Context
    window: MainWindow
    qtbot: QtBot

    def settle(self) -> None:
        """Wait until nothing is running and nothing more was asked for."""
        self.qtbot.waitUntil(lambda: self.context.tasks.running == 0, timeout=15000)

    def open(self, case_id: str) -> CaseWindow:
        self.context.open_case_requested.emit(case_id)
        frame = self.window.frame
        assert frame is not None
        shown = frame.case_screen()
        assert isinstance(shown, CaseWindow)
        self.qtbot.waitUntil(lambda: shown.task is not None)
        self.settle()
        return shown

    def case(self) -> CaseWindow:
        frame = self.window.frame
        assert frame is not None
        shown = frame.case_screen()
        assert isinstance(shown, CaseWindow)
        return shown

    def sign_in_as(self, login: str) -> None:
        """Somebody else comes to the desk."""
        self.window.switch_user()
        people, at = self.context.desk.people, self.context.now()
        self.settle()
        person = people.sign_in(login, f"{login} has a long secret", at)
        self.window._on_signed_in(person)
        self.settle()

    def find(self, name: str) -> QWidget:
        found = self.window.findChildren(QWidget, name)
        visible = [one for one in found if one.isVisible()] or found
        assert visible, name
        return visible[-1]

    def _is_laying_out(self) -> bool:
        # Layout requests are posted; after one turn of the loop they have been carried out.
        for _ in range(3):
            QApplication.processEvents()
        return False

    def type(self, name: str, text: str) -> None:
        """Commit a text to a field as an input method does; keys alone know only ASCII."""
        field = self.find(name)
        field.setFocus()
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(field, event)

    def key(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press a key wherever the focus stands, and wait for what it set going."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        self.settle()

    def go(self) -> None:
        """Ctrl+Enter: the one primary action."""
        self.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def text(self, name: str) -> str:
        found = self.find(name)
        assert isinstance(found, QLabel | QLineEdit | QPushButton)
        return found.text()

    def unnamed(self) -> list[str]:
        """Widgets of the case that take the focus but cannot be told by name or by ear."""
        return [
            f"{type(one).__name__} {one.objectName()}"
            for one in self.case().findChildren(QWidget)
            if one.isVisible()
            and one.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not isinstance(one, QScrollBar)
            and one.parent() is not None
            and not (one.objectName() and one.accessibleName())
        ]

    def shoot(self, folder: Path, name: str) -> None:
        self.settle()
        self.qtbot.waitUntil(lambda: not self._is_laying_out())
        self.window.grab().save(str(folder / f"{name}.png"))
