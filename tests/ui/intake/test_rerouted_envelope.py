"""An envelope that is no request leaves 受付 for another department, by its own dialog."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mail_desk import form, lay_in
from mail_stand import Stand
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.ui.context import Context


def test_an_envelope_goes_to_another_department_once_it_is_said_to_which(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand], shots: Path
) -> None:
    context = sign_in("c01")
    lay_in(context, (form(),))
    stand = open_place()
    stand.place.show_unfiled()
    stand.settle()
    stand.tab.take_focus()
    stand.press(Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    dialog = QApplication.activeModalWidget()
    stand.qtbot.waitUntil(lambda: stand.focus() == "discard_leave")
    QTest.mouseClick(dialog.reroute, Qt.MouseButton.LeftButton)
    assert dialog.windowTitle().endswith("を他部署へ回しますか")
    dialog.over.kind.choose("CANCELLATION")
    QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
    stand.settle()
    assert dialog.over.department_field.error() != ""
    assert len(context.desk.intake.unfiled()) == 1
    dialog.over.department.choose("CONTRACT")
    dialog.over.handed.choose("ORIGINALS")
    folder = shots / "x1"
    folder.mkdir(exist_ok=True)
    dialog.grab().save(str(folder / "envelope-reroute.png"))
    QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
    stand.settle()
    assert context.desk.intake.unfiled() == ()
    assert context.desk.audit.entries(sign_in("k01").signed_in, 0, 5, action="envelope.reroute")
