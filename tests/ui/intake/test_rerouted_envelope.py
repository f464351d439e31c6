"""An envelope that is no request leaves 受付 for another department, by its own dialog."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from mail_desk import form, lay_in
from mail_stand import Stand
from office_people import passphrase
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
    assert dialog.enclosed.error() != ""  # whether money lay there is not passed over
    dialog.enclosed.choice.choose("SOME")
    QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
    (stamps,) = dialog.along.lines
    assert stamps.means_field.error() == "種類を選んでください。"
    stamps.means.choose("STAMPS")
    stamps.pieces.set_text("110×2")
    QTest.mouseClick(dialog.along.more, Qt.MouseButton.LeftButton)
    order = dialog.along.lines[1]
    order.means.choose("POSTAL_ORDER")
    order.pieces.set_text("500×1")
    QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
    assert "発行日" in order.day_field.error()
    order.day.set_day(date(2026, 10, 1))
    QTest.mouseClick(dialog.along.more, Qt.MouseButton.LeftButton)
    coins = dialog.along.lines[2]
    coins.means.choose("CASH")
    coins.pieces.set_text("300")
    QTest.mouseClick(dialog.along.more, Qt.MouseButton.LeftButton)  # left empty: nothing more
    dialog.along.witness.set_text("c02")
    dialog.along.passphrase.set_text(passphrase("c02"))
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
    lines = context.desk.stamp_ledger.lines(context.signed_in)
    assert [(one.what, one.came, one.went) for one in lines] == [
        ("受領", 2, 0),
        ("回付先へ引渡し", 0, 2),
        ("受領", 1, 0),
        ("回付先へ引渡し", 0, 1),
        ("受領", 300, 0),
        ("回付先へ引渡し", 0, 300),
    ]
    assert context.desk.audit.entries(sign_in("k01").signed_in, 0, 5, action="envelope.reroute")


def test_a_supervisor_is_told_who_hands_an_envelope_over(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    lay_in(sign_in("c01"), (form(),))
    stand = open_place("s01")
    stand.place.show_unfiled()
    stand.settle()
    stand.tab.take_focus()
    stand.press(Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    dialog = QApplication.activeModalWidget()
    assert not dialog.reroute.isVisible()
    assert dialog.others.text().endswith("他部署へ回すのは、受付担当です。")
    dialog.reject()
