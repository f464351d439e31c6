"""Where a screen's banners stand, and what stands beside them."""

from __future__ import annotations

import ast
from pathlib import Path

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

import desktop.ui
from desktop.ui.widgets.banner import Banner, BannerArea
from desktop.ui.widgets.layout import column, panel

# To ask a widget for another one hands the answer over to the widget that was asked: when that one
# goes, so does what it was told. Qt's own parent is not asked (PySide's return value heuristic).
_NEIGHBOURS = {"nextInFocusChain", "previousInFocusChain"}


def holder(widget: QWidget) -> str:
    return next(x for x in shiboken6.dump(widget).splitlines() if x.startswith("parent."))


def test_a_banner_s_buttons_are_reached_where_it_stands_and_take_nobody_from_its_place(
    qtbot: QtBot,
) -> None:
    before, after, area = QPushButton("前"), QPushButton("後"), BannerArea()
    window = panel(column(before, area, after), "canvas")
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    held = holder(before), holder(after)
    for words in ("一つ目", "二つ目"):
        area.show_banner(Banner("warn", words, actions=(QPushButton(words),)))
    assert (holder(before), holder(after)) == held
    before.setFocus()
    qtbot.waitUntil(lambda: before.hasFocus() and area.banners()[0].isVisible())
    reached = []
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert isinstance(focus, QPushButton)
        reached.append(focus.text())
    assert reached == ["二つ目", "一つ目", "後"]


def test_no_widget_is_asked_for_its_neighbour_in_the_focus_chain() -> None:
    asked = [
        f"{file.name}:{node.lineno}"
        for file in Path(desktop.ui.__path__[0]).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in _NEIGHBOURS
    ]
    assert asked == []
