"""Clear copies stay red until they are destroyed; the dialog deletes what still lies there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.services.act import new_act
from desktop.services.ledger import year_of
from desktop.ui.context import Context
from desktop.ui.intake.exports_dialog import ExportsDialog


def test_a_chosen_copy_is_deleted_where_it_lies(
    sign_in: Callable[[str], Context], qtbot: QtBot, tmp_path: Path, shots: Path
) -> None:
    context = sign_in("c01")
    files = [tmp_path / "ledger-1.csv", tmp_path / "ledger-2.csv"]
    for file in files:
        act = new_act(context.signed_in, context.now())
        context.desk.receipt_ledger.export(act, file, year_of(2026))
    dialog = ExportsDialog(None, context)
    qtbot.addWidget(dialog)
    dialog.open()
    model = dialog.table.rows()
    qtbot.waitUntil(lambda: model.rowCount() == 2)
    qtbot.waitUntil(lambda: dialog.table.height() > 100)
    dialog.grab().save(str(shots / "exports.png"))
    QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    assert sum(file.exists() for file in files) == 1
    # The other one was written into meanwhile: it goes only once that is chosen as well.
    (left,) = (file for file in files if file.exists())
    left.write_bytes(left.read_bytes() + b"\n")
    assert not dialog.changed_too.isVisible()
    dialog.table.selectAll()
    QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.changed_too.isVisible)
    assert left.exists()
    dialog.grab().save(str(shots / "exports-changed.png"))
    QTest.keyClick(dialog.changed_too, Qt.Key.Key_Space)
    dialog.table.selectAll()
    with qtbot.waitSignal(dialog.emptied):
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
    assert not any(file.exists() for file in files)
    assert context.desk.correspondence.exports(context.signed_in) == ()
