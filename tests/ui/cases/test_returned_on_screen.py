"""返戻 at the desk of the mail: the envelope says whose answer it is, one key records it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from case_path import Track
from mail_bag import lay_in, page
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.domain.reading import PageKind
from desktop.domain.states import CaseState
from desktop.services.filing import Filed
from desktop.ui.context import Context
from desktop.ui.intake.filing_panel import FilingPanel


def test_our_own_envelope_is_told_and_recorded_with_one_key(
    track: Track, sign_in: Callable[[str], Context], qtbot: QtBot, shots: Path
) -> None:
    case_id = track.with_register().to_dispatched()
    other = lay_in(track.office, "c01", (page(PageKind.ENVELOPE),))
    ours = lay_in(track.office, "c01", (page(PageKind.ENVELOPE, posted="12345678901"),))
    context = sign_in("c01")
    mail = {one.id: one for one in context.desk.intake.unfiled()}
    panel = FilingPanel(context)
    qtbot.addWidget(panel)
    panel.resize(420, 660)
    panel.show()
    qtbot.waitUntil(panel.isVisible)
    card = panel.returned

    panel.open_for(mail[other])
    qtbot.waitUntil(lambda: context.tasks.running == 0)
    assert card.isHidden()  # any other envelope

    panel.open_for(mail[ours])
    qtbot.waitUntil(card.isVisible)
    assert card.words.text() == (
        "受付番号 26-0001、11/10 に発送した回答です。"
        "封を切らずに保管してください。上の到達日で、案件に返戻を記録します。"
    )
    panel.grab().save(str(shots / "filing-returned.png"))
    day = panel.arrived.text()
    panel.arrived.setText("きのう")
    QTest.keyClick(panel, Qt.Key.Key_F9)
    assert "日付になっていません" in panel._arrived_field.error()
    panel.arrived.setText(day)
    with qtbot.waitSignal(panel.filed) as told:
        QTest.keyClick(panel, Qt.Key.Key_F9)
    assert isinstance(told.args[0], Filed)
    assert told.args[0].number == "26-0001"
    assert track.get(case_id).line.state is CaseState.RETURNED_MAIL
    assert [one.id for one in context.desk.intake.unfiled()] == [other]
