"""発送と配達 in the window: the lists, a code in the hand, deliveries pasted at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from case_path import Track
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.domain.states import CaseState
from desktop.ui.context import Context
from desktop.ui.intake.post_dialog import PostButton, PostDialog


def test_an_answer_on_its_way_is_found_by_its_code_and_its_delivery_recorded_from_a_list(
    track: Track, sign_in: Callable[[str], Context], qtbot: QtBot, shots: Path
) -> None:
    case_id = track.with_register().to_dispatched()
    track.office.desk.casework.notices.acknowledge(track.act("c01"), track.file().case_id)
    context = sign_in("c01")
    tasks = context.tasks
    line = PostButton(context)
    qtbot.addWidget(line)
    line.show_counts(context.desk.cases.today(context.signed_in, context.now()))
    assert line.words.text() == "発送待ち 1件　配達未確認 1件（最長 0日）"
    line.show()
    line.button.click()
    dialog = line.findChild(PostDialog)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 4 and tasks.running == 0)
    heads = [dialog.model.row_at(row).cells[0].text for row in (0, 2)]
    assert heads == ["発送待ち", "配達未確認"]
    assert dialog.model.row_at(3).cells[2].text == "12345678901"

    dialog.code.setText("26-9999")
    QTest.keyClick(dialog.code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "この番号" in dialog._code_field.error())
    dialog.code.setText("A12345678901A")  # a label, as a scanner in the hand types it
    with qtbot.waitSignal(context.open_case_requested) as opened:
        QTest.keyClick(dialog.code, Qt.Key.Key_Return)
    assert opened.args == [case_id]

    dialog.open()
    today = context.today()
    dialog.pasted.setPlainText(f"123-45-67890-1 {today}\n26-0002 {today}")
    assert not dialog.act.isEnabled()
    dialog.look.click()
    qtbot.waitUntil(dialog.act.isEnabled)
    assert dialog.found.text() == ("1件の配達を記録できます。記録できない行が1行あります。")
    dialog.grab().save(str(shots / "post-dialog.png"))
    dialog.act.click()
    wrong = f"26-0002 {today}"  # stays, to be put right
    qtbot.waitUntil(lambda: dialog.pasted.toPlainText() == wrong and tasks.running == 0)
    assert dialog.found.text() == "0件の配達を記録できます。記録できない行が1行あります。"
    assert not dialog.act.isEnabled()
    dialog.pasted.setPlainText(f"123-45-67890-1 {today}")
    dialog.look.click()
    dialog.pasted.setPlainText("")  # before the answer: it is about what is gone
    qtbot.waitUntil(lambda: tasks.running == 0)
    assert dialog.found.text() == ""
    assert track.get(case_id).line.state is CaseState.DELIVERED
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 3)


def test_a_letter_in_the_hand_is_recorded_as_returned_where_its_code_was_read(
    track: Track, sign_in: Callable[[str], Context], qtbot: QtBot, shots: Path
) -> None:
    case_id = track.with_register().to_identity()
    track.office.desk.casework.notices.acknowledge(track.act("c01"), case_id)
    track.post_request(case_id)
    track.office.desk.casework.ask_correction(track.act("c01"), case_id, ("ADDRESS_MISMATCH",))
    track.post_request(case_id)
    context = sign_in("c01")
    dialog = PostDialog(line := PostButton(context), context)
    qtbot.addWidget(line)
    dialog.open()
    dialog.code.setText("26-0001")  # the QR of the letter holds its 受付番号 only
    QTest.keyClick(dialog.code, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.back.isVisible)
    assert not dialog.back.act.isEnabled()  # two are away: none is taken as chosen
    dialog.back.letter.choose(track.get(case_id).letters[-1].id)
    assert dialog.back.letter.currentText() == "補正依頼書（11/10 発送）"
    dialog.grab().save(str(shots / "p2-post-back.png"))
    dialog.back.day.setText("2026-11-09")  # before it left
    dialog.back.act.click()
    qtbot.waitUntil(lambda: bool(dialog.banners.banners()) and dialog.back.act.isEnabled())
    dialog.back.day.setText("2026-11-10")
    dialog.back.act.click()
    qtbot.waitUntil(lambda: not dialog.back.isVisible() and context.tasks.running == 0)
    letter = track.get(case_id).letters[-1]
    assert (letter.state, letter.returns) == ("READY", 1)
    assert dialog.model.row_at(1).cells[0].text == "26-0001"  # it waits to leave again
