"""One of two people on one case, before a program of their own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.cases.case_window import CaseWindow
from desktop.ui.context import Context

TEXT = "reason_text_DISCLOSE_K1"


@dataclass
class Seat:
    """One person before one program: a desk of its own on the common store."""

    context: Context
    qtbot: QtBot
    window: CaseWindow | None = None

    def sit(self, login: str) -> Seat:
        desk, at = self.context.desk, self.context.now()
        self.context.set_person(desk.people.sign_in(login, f"{login} has a long secret", at))
        return self

    def open(self, case_id: str) -> CaseWindow:
        self.window = CaseWindow(self.context, case_id)
        self.qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.window.show()
        self.settle()
        return self.window

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.context.tasks.running == 0, timeout=15000)

    @property
    def shown(self) -> CaseWindow:
        assert self.window is not None
        return self.window

    def find(self, name: str) -> QWidget:
        found = [w for w in self.shown.findChildren(QWidget, name) if w.isVisible()]
        assert found, name
        return found[-1]

    def words(self, name: str) -> str:
        found = self.find(name)
        assert isinstance(found, QLabel)
        return found.text()

    def press(self, name: str) -> None:
        QTest.mouseClick(self.find(name), Qt.MouseButton.LeftButton)
        self.settle()

    def refuse_in_words(self, words: str) -> None:
        """Choose 不開示 and a reason by keyboard, and write why."""
        choice = self.find("refuse_DISCLOSE_K1")
        choice.setFocus()
        QTest.keyClick(choice, Qt.Key.Key_Space)
        reason = self.find("reason_DISCLOSE_K1")
        reason.setFocus()
        QTest.keyClick(reason, Qt.Key.Key_Down)
        self.write(words)

    def write(self, words: str) -> None:
        editor = self.find(TEXT)
        assert isinstance(editor, QPlainTextEdit)
        editor.setFocus()
        editor.selectAll()
        editor.insertPlainText(words)

    def written(self) -> str:
        editor = self.find(TEXT)
        assert isinstance(editor, QPlainTextEdit)
        return editor.toPlainText()

    def shoot(self, folder: Path, name: str) -> None:
        (folder / "x2").mkdir(exist_ok=True)
        self.settle()
        QApplication.processEvents()
        self.shown.grab().save(str(folder / "x2" / f"{name}.png"))
