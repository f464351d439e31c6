"""だれもパスフレーズを思い出せないとき: two people come back in from the login screen."""

from __future__ import annotations

from pathlib import Path

from office_people import MORNING, OFFICE, PEOPLE
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.desk import Desk, Surroundings
from desktop.ui.clock import SteppedClock
from desktop.ui.context import Context
from desktop.ui.errors import ErrorReporter
from desktop.ui.main_window import MainWindow
from desktop.ui.people.card_entry import CardEntryDialog
from desktop.ui.tasks import TaskRunner
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.rail import PLACES

NEW = {"admin": ("a01", "管理者の新しい合言葉"), "supervisor": ("s01", "責任者の新しい合言葉")}


def test_two_people_come_back_in_by_the_card(
    qtbot: QtBot,
    tasks: TaskRunner,
    tmp_path: Path,
    window_surroundings: Surroundings,
    shots: Path,
) -> None:
    desk, words = Desk.set_up(str(tmp_path / "new"), window_surroundings, OFFICE, PEOPLE, MORNING)
    context = Context(desk, tasks, SteppedClock(MORNING), ErrorReporter())
    plain = {place.key: lambda _context: QWidget() for place in PLACES}
    window = MainWindow(
        context, plain, lambda *_: QWidget(), office="みどり野電力", idle_seconds=36000
    )
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    with qtbot.waitExposed(window):
        pass
    window.grab().save(str(shots / "login.png"))
    QTest.mouseClick(window.login.by_card, Qt.MouseButton.LeftButton)
    asked = window.findChild(CardEntryDialog, "card_entry")
    assert isinstance(asked, CardEntryDialog)
    qtbot.waitUntil(asked.isVisible)

    def press() -> None:
        QTest.mouseClick(asked.act, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: tasks.running == 0)
        QApplication.processEvents()

    asked.set_busy(True)
    asked.reject()
    assert asked.isVisible()
    asked.set_busy(False)
    press()
    assert asked.words.error() == "空欄です。入れてください。"
    asked.words.set_text(" ".join(reversed(words)))
    for fields, name in zip(asked._people, NEW, strict=True):
        for field, said in zip(fields, (*NEW[name], NEW[name][1] + "x"), strict=True):
            assert isinstance(field, FormField)
            field.set_text(said)
    press()
    assert "左の新しいパスフレーズと違います" in asked._people[0][2].error()
    for fields, name in zip(asked._people, NEW, strict=True):
        fields[2].set_text(NEW[name][1])
    press()
    assert "回復カード" in asked.words.error()
    asked.grab().save(str(shots / "card-entry.png"))
    asked.words.set_text(" ".join(words))
    press()
    assert window.findChild(CardEntryDialog) is None
    assert "二人の鍵を作り直しました" in window.notification.text()
    assert desk.people.sign_in("s01", NEW["supervisor"][1], MORNING).login == "s01"
    tasks.shutdown()
    desk.close()
