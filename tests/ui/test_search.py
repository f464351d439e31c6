"""The search in the head line, on the real services."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.context import Context
from desktop.ui.search import CaseSearch
from desktop.ui.widgets.layout import column


@pytest.fixture
def search(sign_in: Callable[[str], Context], qtbot: QtBot) -> CaseSearch:
    context = sign_in("c01")
    window = QWidget()
    made = CaseSearch(context)
    window.setLayout(column(made, None))
    made.attach(window)
    made.kept = window
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    with qtbot.waitExposed(window):
        pass
    with qtbot.waitSignal(context.tasks.store(context.desk.cases.load_index).succeeded):
        pass
    return made


def test_what_is_not_found_is_said(search: CaseSearch, qtbot: QtBot) -> None:
    QTest.keyClicks(search, "26-9999")
    QTest.keyClick(search, Qt.Key.Key_Return)
    said = search.window().findChild(QLabel, "search_none")
    qtbot.waitUntil(said.isVisible)
    assert said.text() == "当てはまる案件はありません。"
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert not said.isVisible()


def test_an_administrator_has_no_search(
    search: CaseSearch, sign_in: Callable[[str], Context]
) -> None:
    assert not search.isHidden()
    sign_in("a01")
    assert search.isHidden()
