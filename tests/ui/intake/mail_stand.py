"""The place of incoming mail as somebody has it before them, and their keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.ui.context import Context
from desktop.ui.intake.mail_tab import MailTab
from desktop.ui.intake.place import IntakePlace

NO_KEYS = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


class Stand:
    def __init__(self, context: Context, place: IntakePlace, qtbot: QtBot) -> None:
        self.context, self.place, self.qtbot = context, place, qtbot

    @property
    def tab(self) -> MailTab:
        assert self.place.mail_tab is not None
        return self.place.mail_tab

    def settle(self) -> None:
        """Wait until nothing is asked of the services and the page under the cursor is shown."""
        self.qtbot.waitUntil(
            lambda: self.context.tasks.running == 0 and not self._is_about_to_act(), timeout=20000
        )

    def press(self, key: Qt.Key, with_key: Qt.KeyboardModifier = NO_KEYS) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.place, key, with_key)
        self.settle()

    def type(self, words: str) -> None:
        """Words as an input method gives them: in place of what was selected."""
        event = QInputMethodEvent()
        event.setCommitString(words)
        QApplication.sendEvent(QApplication.focusWidget(), event)

    def focus(self) -> str:
        """The name of the widget that has the keyboard."""
        widget = QApplication.focusWidget()
        return widget.objectName() if widget is not None else ""

    def _is_about_to_act(self) -> bool:
        tab = self.place.mail_tab
        if tab is None:
            return False
        waits = (tab._look, tab._sheets, tab.reading._more, tab.board._more)
        return any(one.isActive() for one in waits) or tab._mail.is_due
