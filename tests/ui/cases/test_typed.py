"""What counts as typed, and that it goes back into a panel made anew."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QButtonGroup, QFrame, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop.ui.cases.typed import TypedWatch, put_back, typed_fields
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.layout import column
from desktop.ui.widgets.select import Check, Choice, Select


class Panel(QFrame):
    """One field of each kind."""

    def __init__(self, options: tuple[tuple[str, str], ...] = (("A", "甲"), ("B", "乙"))) -> None:
        super().__init__()
        self.line, self.secret, self.text = TextField(), TextField(), QPlainTextEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.yes, self.no = Choice("応じる", name="yes"), Choice("応じない", name="no")
        self.group = QButtonGroup(self)
        self.group.addButton(self.yes)
        self.group.addButton(self.no)
        self.select = Select(options, name="select", accessible="選ぶ")
        self.check = Check("含める", name="check")
        fields = (self.line, self.secret, self.text)
        for widget, name in zip(fields, ("line", "secret", "text"), strict=True):
            widget.setObjectName(name)
            widget.setAccessibleName(name)
        self.setLayout(column(*fields, self.yes, self.no, self.select, self.check))


@pytest.fixture
def panel(qtbot: QtBot) -> Panel:
    made = Panel()
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitExposed(made):
        pass
    return made


def test_what_a_person_typed_and_chose_is_remembered_and_goes_back(
    panel: Panel, qtbot: QtBot
) -> None:
    watch = TypedWatch(panel)
    QTest.keyClicks(panel.line, "abc")
    panel.text.insertPlainText("説明")
    QTest.keyClick(panel.no, Qt.Key.Key_Space)
    QTest.keyClick(panel.select, Qt.Key.Key_Down)
    QTest.keyClick(panel.check, Qt.Key.Key_Space)
    typed = watch.touched()
    assert {field.words for field in typed.values()} == {"abc", "説明", "応じない", "乙", "選択"}
    fresh = Panel()
    qtbot.addWidget(fresh)
    assert put_back(fresh, typed) == {}
    assert (fresh.line.text(), fresh.text.toPlainText()) == ("abc", "説明")
    assert fresh.no.isChecked()
    assert fresh.select.key() == "B"
    assert fresh.check.isChecked()


def test_what_the_program_sets_and_what_was_taken_back_does_not_count(panel: Panel) -> None:
    watch = TypedWatch(panel)
    panel.line.setText("by the program")
    panel.select.choose("B")
    assert watch.touched() == {}
    QTest.keyClicks(panel.line, "x")
    QTest.keyClick(panel.line, Qt.Key.Key_Backspace)
    panel.line.setText("")
    assert watch.touched() == {}


def test_a_passphrase_is_never_kept(panel: Panel) -> None:
    watch = TypedWatch(panel)
    QTest.keyClicks(panel.secret, "a long secret")
    assert watch.touched() == {}
    assert "a long secret" not in {field.words for field in typed_fields(panel).values()}


def test_a_choice_that_is_no_longer_there_is_told(panel: Panel, qtbot: QtBot) -> None:
    watch = TypedWatch(panel)
    QTest.keyClick(panel.select, Qt.Key.Key_Down)
    fresh = Panel((("C", "丙"),))
    qtbot.addWidget(fresh)
    (left,) = put_back(fresh, watch.touched()).values()
    assert left.words == "乙"
