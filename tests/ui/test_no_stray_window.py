"""No part of a screen becomes a window of its own while a person goes from place to place.

A widget that is shown before it has a parent takes the keyboard from the main window for good.
On the way every place and tab is looked at: on the small screen no word is cut.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from dialog_sight import cut_words
from office_people import passphrase
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.composition import PLACES
from desktop.ui.cases.case_window import CaseWindow
from desktop.ui.context import Context
from desktop.ui.main_window import MainWindow
from desktop.ui.widgets.tabs import Tabs


@pytest.fixture
def focused(look: QApplication) -> Iterator[list[QWindow | None]]:
    """Every window that had the keyboard since the test began."""
    seen: list[QWindow | None] = []
    look.focusWindowChanged.connect(seen.append)
    yield seen
    look.focusWindowChanged.disconnect(seen.append)


@pytest.mark.parametrize("login", ["c01", "s01", "a01", "k01"])
def test_the_keyboard_never_leaves_the_window(
    login: str, context: Context, qtbot: QtBot, focused: list[QWindow | None]
) -> None:
    window = MainWindow(context, PLACES, CaseWindow, office="みどり野電力", idle_seconds=3600)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitExposed(window):
        pass
    window.activateWindow()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is window.windowHandle())
    focused.clear()
    QTest.keyClicks(window.login.login.editor, login)
    QTest.keyClicks(window.login.passphrase.editor, passphrase(login))
    QTest.keyClick(window.login.passphrase.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.frame is not None and context.tasks.running == 0)

    def is_whole() -> None:
        assert cut_words(window) == []

    for number in range(1, 8):
        QTest.keyClick(
            window, Qt.Key(Qt.Key.Key_0.value + number), Qt.KeyboardModifier.ControlModifier
        )
        qtbot.waitUntil(lambda: context.tasks.running == 0)
        for bar in [bar for bar in window.findChildren(Tabs) if bar.isVisible()]:
            for tab in range(len(bar.words())):
                bar.set_current(tab)
                qtbot.waitUntil(lambda: context.tasks.running == 0)
                qtbot.waitUntil(is_whole)  # what was posted has been laid out
        qtbot.waitUntil(is_whole)
    assert focused == []
    assert QGuiApplication.focusWindow() is window.windowHandle()
