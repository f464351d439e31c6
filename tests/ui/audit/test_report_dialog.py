"""The audit's reports, asked for from 記録・監査 by who reads the log."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.ui.audit.place import AuditPlace
from desktop.ui.audit.report_dialog import ReportDialog
from desktop.ui.context import Context


def test_a_report_of_chosen_days_is_saved_and_listed_until_it_is_gone(
    sign_in: Callable[[str], Context], qtbot: QtBot, tmp_path: Path, shots: Path
) -> None:
    context = sign_in("k01")
    place = AuditPlace(context)
    qtbot.addWidget(place)
    place.resize(1142, 640)
    place.show()
    qtbot.waitUntil(lambda: context.tasks.running == 0)
    place.grab().save(str(shots / "audit-with-report.png"))
    place.report.click()
    dialog = place.findChild(ReportDialog)
    assert isinstance(dialog, ReportDialog)
    qtbot.waitUntil(lambda: context.tasks.running == 0)
    assert (dialog.first.text(), dialog.last.text()) == ("2026-04-01", "2026-11-10")
    dialog.grab().save(str(shots / "audit-report.png"))
    dialog.which.choose("I-10")
    assert "取得してはならない番号" in dialog.words.text()

    dialog.first.setText("いつか")
    dialog.act.click()
    below = dialog.findChild(QLabel, "report_first_below")
    assert isinstance(below, QLabel)
    assert "日付を" in below.text()
    assert dialog.findChild(QFileDialog) is None

    dialog.first.setText("2026-11-01")
    dialog.act.click()
    asked = dialog.findChild(QFileDialog, "report_file_dialog")
    field = asked.findChild(QLineEdit, "fileNameEdit")
    assert field.text() == "I-10_2026-11-01_2026-11-10.pdf"
    file = tmp_path / "report.pdf"
    asked.fileSelected.emit(str(file))
    asked.close()
    qtbot.waitUntil(file.exists)
    qtbot.waitUntil(lambda: context.tasks.running == 0)
    assert file.read_bytes().startswith(b"%PDF")
    assert not dialog.isVisible()
    clerk = sign_in("c01").signed_in
    assert [one.label for one in context.desk.correspondence.exports(clerk)] == ["マスキング記録"]
    assert not audit_place_of(context, qtbot).report.isVisible()


def audit_place_of(context: Context, qtbot: QtBot) -> AuditPlace:
    """As whoever sits at the desk now sees it."""
    place = AuditPlace(context)
    qtbot.addWidget(place)
    place.show()
    return place
