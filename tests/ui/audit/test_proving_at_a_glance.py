"""記録・監査 at a glance, followed by case and period, and the corrective actions in the window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from office_people import passphrase
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.services.case_views import RedTask
from desktop.ui.anchor_watch import AnchorWatch
from desktop.ui.audit.finding_forms import AnswerForm, JudgeForm, NewFindingForm
from desktop.ui.audit.findings_dialog import FindingsDialog
from desktop.ui.audit.incidents_dialog import IncidentsDialog
from desktop.ui.audit.place import AuditPlace
from desktop.ui.audit.proving import CompareDialog
from desktop.ui.context import Context
from desktop.ui.intake.red_tasks import RedTasks
from desktop.ui.widgets.buttons import Button


def opened(context: Context, qtbot: QtBot) -> AuditPlace:
    place = AuditPlace(context)
    qtbot.addWidget(place)
    place.resize(1142, 640)
    place.show()
    qtbot.waitUntil(lambda: context.tasks.running == 0)
    return place


def settled(context: Context, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: context.tasks.running == 0)


def test_what_was_proved_is_seen_at_once_and_paper_is_compared(
    sign_in: Callable[[str], Context], qtbot: QtBot, shots: Path, tmp_path: Path
) -> None:
    context = sign_in("k01")
    place = opened(context, qtbot)
    glance = place.glance
    assert glance.verified.words.text() == "まだありません"
    assert glance.second.words.text() == "決まっていません"
    assert glance.carry.isHidden()
    made = context.desk.audit.anchor(context.act())
    place.compare.click()
    dialog = place.findChild(CompareDialog)
    dialog.size_.setText("1O件")
    dialog.root.setText(made.root[:10])
    dialog.act.click()
    settled(context, qtbot)
    assert dialog.isVisible()  # what was typed stays
    shown = made.root.upper()
    dialog.size_.setText(f"{made.size:,}")
    dialog.root.setText("  ".join(shown[at : at + 4] for at in range(0, 64, 4)))
    dialog.grab().save(str(shots / "audit-compare.png"))
    dialog.act.click()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    settled(context, qtbot)
    banner = place.banners.banners()[0]
    assert f"外の控えで確かめた記録 {made.size}件" in banner.body()
    assert glance.verified.words.text() == "食い違いなし"
    assert "その後の記録" in glance.anchored.detail.text()
    place.grab().save(str(shots / "audit-glance.png"))
    # The days, and the list as it is filtered.
    place.filter.since.setText((context.today() + timedelta(days=1)).isoformat())
    place.filter.since.editingFinished.emit()
    qtbot.waitUntil(lambda: place.count.text() == "0件")
    place.filter.empty.click()
    qtbot.waitUntil(lambda: place.model.rowCount() > 3)
    place.filter.acts.choose("audit.verify")
    qtbot.waitUntil(lambda: place.count.text() == "1件")
    place.save_list.click()
    files = place.findChild(QFileDialog, "audit_list_dialog")
    files.findChild(QLineEdit, "fileNameEdit").setText(str(tmp_path / "list.csv"))
    QTest.keyClick(files.findChild(QLineEdit, "fileNameEdit"), Qt.Key.Key_Return)
    qtbot.waitUntil((tmp_path / "list.csv").exists)
    settled(context, qtbot)
    said = (tmp_path / "list.csv").read_text("utf-8-sig").splitlines()
    assert said[0] == "番号,日時,人,操作,受付番号,内容"
    assert len(said) == 2
    assert "試山 守,記録の検証," in said[1]


def test_a_finding_is_written_answered_and_confirmed_in_the_window(
    sign_in: Callable[[str], Context], qtbot: QtBot, shots: Path
) -> None:
    context = sign_in("k01")
    place = opened(context, qtbot)
    place.glance.findings.click()
    dialog = place.findChild(FindingsDialog)
    assert dialog.head.text() == ""  # an unread list is no empty one
    settled(context, qtbot)
    assert dialog.head.text() == "指摘はまだありません。"
    dialog.act.click()
    form = dialog.findChild(NewFindingForm)
    settled(context, qtbot)
    form.act.click()
    settled(context, qtbot)
    assert form.isVisible()
    form.owner.setCurrentIndex(1)
    owner = form.owner.key()
    form.text.setPlainText("書庫の施錠の記録が二日分ありませんでした。")
    form.grab().save(str(shots / "finding-new.png"))
    QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    settled(context, qtbot)
    assert "CA26-001" in dialog.head.text()
    assert dialog.answer.isHidden()  # the auditor does not put right what they audit
    (line,) = dialog._lines.values()
    assert line.owner_id == owner
    dialog.reject()

    supervisor = sign_in("s01")
    place = opened(supervisor, qtbot)
    place.show_request("findings")
    dialog = place.findChild(FindingsDialog)
    settled(supervisor, qtbot)
    dialog.answer.click()
    answer = dialog.findChild(AnswerForm)
    answer.cause.setPlainText("当番表がなかった。")
    answer.remedy.setPlainText("当番表を掲げた。")
    answer.act.click()
    qtbot.waitUntil(lambda: dialog.answer.isHidden())
    settled(supervisor, qtbot)
    assert dialog.close_it.isHidden()  # not by who answered
    dialog.reject()

    context = sign_in("k01")
    place = opened(context, qtbot)
    assert "確認待ち 1" in place.glance.waiting.detail.text()
    place.glance.findings.click()
    dialog = place.findChild(FindingsDialog)
    settled(context, qtbot)
    dialog.grab().save(str(shots / "findings.png"))
    dialog.close_it.click()
    judge = dialog.findChild(JudgeForm)
    judge.act.click()
    qtbot.waitUntil(lambda: dialog.close_it.isHidden())
    settled(context, qtbot)
    assert "確認（試山 守）" in dialog.words.toPlainText()
    dialog.reject()
    place.glance.incidents.click()
    incidents = place.findChild(IncidentsDialog)
    assert not incidents._stack.is_read
    settled(context, qtbot)
    assert incidents.model.rowCount() == 0
    assert not incidents.act.isEnabled()


def test_what_the_day_s_page_owes_the_log_is_settled_from_there(
    sign_in: Callable[[str], Context], qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "second"
    folder.mkdir()
    keeper = sign_in("a01")
    administration = keeper.desk.administration
    wish = administration.propose_setting(
        keeper.act(), "anchor_folder", str(folder), keeper.today()
    )
    context = sign_in("s01")
    administration.sign_setting(context.act(), wish.id, passphrase("s01"))
    context.desk.audit.anchor(context.act())
    place = opened(context, qtbot)
    assert place.glance.second.words.text() == "届いていない控え 1件"
    assert place.glance.carry.isVisible()
    red = RedTasks(context)
    qtbot.addWidget(red)
    red.show_tasks([RedTask("ANCHOR_PLACE", "控え", ""), RedTask("FINDING", "是正", "")])
    with qtbot.waitSignal(context.place_requested) as asked:
        red.findChild(Button, "red_finding_act").click()
    assert asked.args == ["audit", "findings"]
    with qtbot.waitSignal(context.data_changed):
        red.findChild(Button, "red_anchor_place_act").click()
    assert len(list(folder.iterdir())) == 1
    place.refresh()
    qtbot.waitUntil(lambda: place.glance.second.words.text() == "すべて届いています")
    assert place.glance.carry.isHidden()
    # From then on the window carries by itself what is made.
    watch = AnchorWatch(context, place)
    watch.begin()
    settled(context, qtbot)
    made = context.desk.audit.anchor(context.act())
    context.data_changed.emit()
    (file,) = folder.iterdir()
    qtbot.waitUntil(lambda: made.root in file.read_text("utf-8"))
    settled(context, qtbot)
