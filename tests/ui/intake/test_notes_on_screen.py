"""電話・窓口 on the screen: a call is written down, found again, and joins its case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import mail_desk
from mail_stand import CTRL, Stand
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.services.notes import NewNote
from desktop.ui.context import Context
from desktop.ui.intake.note_holding import NoteHoldDialog
from desktop.ui.intake.note_log_dialog import NoteLogDialog
from desktop.ui.widgets.save_dialog import SaveDialog

Key = Qt.Key


def shown(stand: Stand) -> list[str]:
    model = stand.place.notes.model
    return [str(model.index(row, 2).data()) for row in range(model.rowCount())]


def test_a_call_is_written_down_found_again_and_taken_into_its_case(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand], shots: Path
) -> None:
    context = sign_in("c01")
    number = mail_desk.file(context, date(2026, 11, 9)).number
    sent = NewNote(
        "FORM_SENT",
        "MAIL",
        date(2026, 11, 9),
        "例示 ひかり",
        "03-0000-5678",
        "埼玉県みどり野市中央9-9-9",
        forms=("F-01", "F-05"),
    )
    context.desk.notes.add(context.act(), sent)
    stand = open_place()
    stand.place.show_request("notes")
    stand.settle()
    tab = stand.place.notes
    form = tab.form
    form.kind.choose("AGENT_NOTICE")
    stand.press(Key.Key_Return, CTRL)
    assert "氏名が入っていません" in form.name.error()
    form.name.set_text("見本 正")
    form.phone.set_text("03-0000-9999")
    form.text.setPlainText("娘の代理で請求するとのこと。委任状は実印で送るよう伝えた。")
    stand.press(Key.Key_Return, CTRL)
    assert shown(stand) == [
        "見本 正　03-0000-9999 娘の代理で請求するとのこと。委任状は実印で送るよう伝えた。",
        "例示 ひかり　03-0000-5678 F-01・F-05",
    ]
    assert form.name.text() == ""
    form.kind.choose("FORM_SENT")
    folder = shots / "x4"
    folder.mkdir(exist_ok=True)
    stand.place.window().grab().save(str(folder / "notes.png"))
    tab.search.setText("委任状")
    tab.load()
    stand.settle()
    assert len(shown(stand)) == 1
    tab.join_number.set_text("26-0099")
    tab.join.click()
    stand.settle()
    assert "受付番号の案件はありません" in tab.join_number.error()
    tab.join_number.set_text(number)
    tab.join.click()
    stand.settle()
    assert str(tab.model.index(0, 3).data()) == number
    assert not tab._joining.isVisible()
    with stand.qtbot.waitSignal(context.open_case_requested) as opened:
        tab.table.setFocus()
        stand.press(Key.Key_Return)
    assert opened.args == [context.desk.cases.by_number(number)]
    tab.search.setText("")
    tab.load()
    stand.settle()
    tab.table.choose(next(key for key, one in tab._lines.items() if one.forms))
    assert tab.cover.isVisible()
    tab.cover.click()
    cover = folder / "cover.pdf"
    asked = tab.findChild(SaveDialog, "cover_file_dialog")
    assert asked is not None
    asked.fileSelected.emit(str(cover))
    asked.reject()
    stand.settle()
    assert cover.read_bytes().startswith(b"%PDF")
    tab.table.choose(next(key for key, one in tab._lines.items() if not one.forms))
    assert not tab.cover.isVisible()


def test_the_notes_of_a_day_are_written_out(
    sign_in: Callable[[str], Context],
    open_place: Callable[..., Stand],
    shots: Path,
    tmp_path: Path,
) -> None:
    context = sign_in("c01")
    day = date(2026, 11, 9)
    context.desk.notes.add(context.act(), NewNote("ENQUIRY", "PHONE", day, text="窓口の時間"))
    stand = open_place()
    stand.place.show_request("notes")
    stand.settle()
    stand.place.notes.export.click()
    dialog = stand.place.findChild(NoteLogDialog)
    assert dialog is not None
    file = tmp_path / "log.csv"

    def write_out(since: str) -> None:
        dialog.since.setText(since)
        dialog.act.click()
        asking = dialog.findChildren(SaveDialog)[-1]
        asking.fileSelected.emit(str(file))
        asking.close()
        stand.settle()

    write_out("2026-11-10")
    assert "記録はありません" in dialog.fields[0].error()
    below = dialog.fields[0].findChild(QLabel, "note_log_since_below")
    stand.qtbot.waitUntil(lambda: below.height() >= below.heightForWidth(below.width()))
    dialog.grab().save(str(shots / "note-log.png"))
    write_out("2026-11-09")
    assert "窓口の時間" in file.read_text("utf-8-sig")


def test_from_notes_whose_time_is_over_the_way_leads_to_the_lists_of_the_disposal(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    context = sign_in("c01")
    old = NewNote("ENQUIRY", "PHONE", date(2024, 11, 7), "見本 正", text="書式はどこにあるか")
    note = context.desk.notes.add(context.act(), old)
    stand = open_place("c02")
    stand.place.show_request("notes")
    stand.settle()
    tab = stand.place.notes
    with stand.qtbot.waitSignal(context.place_requested) as asked:
        tab.propose.click()
    assert asked.args == ["keeping", "due"]
    context.desk.disposal.propose(context.act(), [note])
    tab.load()
    stand.settle()
    assert str(tab.model.index(0, 3).data()) == "廃棄の一覧"
    assert not tab.propose.isVisible()
    assert not tab._joining.isVisible()


def test_a_supervisor_holds_a_note_and_two_people_release_it(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand], shots: Path
) -> None:
    context = sign_in("c01")
    old = NewNote("ENQUIRY", "PHONE", date(2024, 11, 7), "見本 正", text="応対への苦情もあった")
    note = context.desk.notes.add(context.act(), old)
    stand = open_place("s01")
    stand.place.show_request("notes")
    stand.settle()
    holding = stand.place.notes.holding
    holding.hold.click()
    dialog = holding.findChild(NoteHoldDialog)
    assert dialog is not None
    dialog.act.click()
    stand.settle()
    assert "理由が選ばれていません" in dialog.fields.reason_field.error()
    dialog.fields.reason.choose("COMPLAINT")
    dialog.act.click()
    stand.settle()
    stand.place.notes.load()
    stand.settle()
    assert holding.told.text() == "保全中（苦情）"
    assert str(stand.place.notes.model.index(0, 3).data()) == "保全中"
    # It joins no case meanwhile; another reason may keep it besides.
    assert (holding.hold.isVisible(), stand.place.notes.join.isVisible()) == (True, False)
    stand.place.grab().save(str(shots / "note-held.png"))
    holding.release.click()
    stand.settle()
    stand.place.notes.load()
    stand.settle()
    # Who said so does not confirm it.
    assert (holding.release.isVisible(), holding.confirm.isVisible()) == (False, False)
    clerk = sign_in("c02")
    clerk.desk.disposal.holds.confirm_note_release(clerk.act(), note)
    stand.place.notes.load()
    stand.settle()
    assert (holding.told.isVisible(), stand.place.notes.join.isVisible()) == (False, True)
