"""The three-way check on the screen: nothing is confirmed that nobody looked at (DOMAIN §7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from case_pages import TARO, envelope, form, licence, stamps
from case_path import K1, K1_K3, Track
from case_screen import Screen
from mail_bag import register_line
from PySide6.QtCore import Qt

from desktop.domain.states import CaseState
from desktop.ui.cases.check_table import CheckTable
from desktop.ui.cases.id_check import IdCheckPanel

Open = Callable[..., Screen]
MOVED = "埼玉県みどり野市若葉町二丁目14番6号 203号室"


def check_of(shown: Screen) -> IdCheckPanel:
    task = shown.case().task
    assert isinstance(task, IdCheckPanel)
    return task


def cells(table: CheckTable, component: str) -> list[str]:
    row = table.rows().row_at(table.rows().number_of(component))  # type: ignore[attr-defined]
    assert row is not None
    return [cell.words() for cell in row.cells]


def confirm_all(shown: Screen) -> None:
    """Space on every row that asks for it."""
    table = check_of(shown).table
    table.setFocus()
    for _ in range(len(table.to_confirm())):
        shown.key(Qt.Key.Key_Space)


@pytest.fixture
def other_room(track: Track) -> str:
    """Form and licence say 203, the register says 205."""
    line = register_line(replace(TARO, town="若葉町二丁目", block="14番6号", room="205"))
    pages = (form(), licence(address=MOVED), stamps(), envelope())
    return track.with_register(line).to_identity(*pages, wanted=K1_K3)


@pytest.fixture
def alike(track: Track) -> str:
    """Everything agrees but for the writing of the town."""
    line = register_line(replace(TARO, town="若葉町二丁目"))
    return track.with_register(line).to_identity(form(), licence(), wanted=K1)


def test_each_row_shows_what_form_paper_and_register_say(
    other_room: str, screen: Open, shots: Path
) -> None:
    shown = screen("c01")
    shown.open(other_room)
    table = check_of(shown).table
    assert cells(table, "room") == ["部屋番号", "203", "203号室", "205", "相違"]
    assert shown.unnamed() == []
    assert cells(table, "postal") == [
        "郵便番号",
        "350-9942",
        "記載なし",
        "350-9942",
        "記載なし 運転免許証",
    ]
    assert cells(table, "town")[-1] == "表記ゆれ 丁目の書き方"
    assert cells(table, "name")[-1] == "一致"
    assert shown.text("id_check_panel_note") == "相違 1 · 表記ゆれ 2 · 記載なし 2"
    assert shown.text("proposal_headline") == "提案：不一致（部屋番号の相違）"
    shown.shoot(shots, "case-check-1366")
    shown.window.resize(1920, 1080)
    shown.shoot(shots, "case-check-1920")


def test_the_cursor_stands_on_the_contradiction_and_the_page_marks_it(
    other_room: str, screen: Open
) -> None:
    shown = screen("c01")
    case = shown.open(other_room)
    assert check_of(shown).table.current_key() == "room"
    mark = case.pages.view.mark()
    assert mark is not None
    assert mark.tag == "部屋番号"
    shown.key(Qt.Key.Key_Up)
    mark = case.pages.view.mark()
    assert mark is not None
    assert mark.tag == "建物"


def test_on_the_licence_the_mark_follows_the_part_of_the_address(
    other_room: str, screen: Open
) -> None:
    shown = screen("c01")
    case = shown.open(other_room)
    shown.key(Qt.Key.Key_PageDown)
    assert shown.text("case_page_title") == "2 運転免許証"
    table = check_of(shown).table
    table.setFocus()
    table.choose("prefecture")
    first = case.pages.view.mark()
    table.choose("block")
    later = case.pages.view.mark()
    assert first is not None
    assert later is not None
    assert shown.text("case_page_title") == "2 運転免許証"
    assert later.box[0] > first.box[0] + first.box[2]


def test_confirming_waits_until_every_doubtful_row_had_its_own_key(
    alike: str, screen: Open, shots: Path
) -> None:
    shown = screen("c01")
    shown.open(alike)
    panel = check_of(shown)
    primary = panel.keys.primary
    assert primary.text() == "本人と確認する"
    assert not primary.isEnabled()
    assert panel.table.to_confirm() == {"postal.judged", "town.judged"}
    shown.go()
    assert shown.case().opened.case.line.state is CaseState.ID_CHECK
    shown.key(Qt.Key.Key_Space)
    assert not primary.isEnabled()
    assert "残り1件" in shown.text("check_rest_text")
    shown.key(Qt.Key.Key_Space)
    assert primary.isEnabled()
    shown.key(Qt.Key.Key_Delete)
    assert not primary.isEnabled()
    shown.key(Qt.Key.Key_Space)
    shown.shoot(shots, "case-check-pass")
    shown.go()
    assert shown.case().opened.case.line.state is CaseState.SCOPING
    assert shown.case().opened.case.identity.confirmed_by == "架空 太郎"


def test_a_row_that_was_not_in_view_is_not_seen(alike: str, screen: Open) -> None:
    shown = screen("c01", (1366, 640))
    shown.open(alike)
    table = check_of(shown).table
    table.setFixedHeight(120)
    table._seen.clear()
    table._look()
    assert "room" not in table.seen()
    assert "name" in table.seen() or "postal" in table.seen()


def test_f2_puts_a_reading_right_and_the_check_is_made_anew(
    track: Track, screen: Open, shots: Path
) -> None:
    line = register_line(TARO)
    misread = form(replace(TARO, room="208"))
    case_id = track.with_register(line).to_identity(misread, licence(), wanted=K1)
    shown = screen("c01")
    shown.open(case_id)
    table = check_of(shown).table
    assert cells(table, "room")[-1] == "相違 読み違い？"
    shown.key(Qt.Key.Key_F2)
    assert shown.find("reading_editor").isVisible()
    assert shown.text("reading_text") == "208"
    shown.shoot(shots, "case-check-f2")
    shown.type("reading_text", "203")
    shown.key(Qt.Key.Key_Return)
    assert cells(table, "room") == ["部屋番号", "203", "203", "203", "一致"]
    assert not shown.find("reading_editor").isVisible()
    assert check_of(shown).keys.primary.text() == "本人と確認する"
    assert shown.window.focusWidget() is table


def test_a_reading_that_looks_like_my_number_is_refused_and_what_was_typed_stays(
    other_room: str, screen: Open
) -> None:
    shown = screen("c01")
    shown.open(other_room)
    shown.key(Qt.Key.Key_F2)
    shown.type("reading_text", "123456789018")
    shown.key(Qt.Key.Key_Return)
    assert "個人番号" in shown.text("reading_text_below")
    assert shown.text("reading_text") == "123456789018"
    shown.key(Qt.Key.Key_Escape)
    assert not shown.find("reading_editor").isVisible()
    assert shown.find("proposal").isVisible()


def test_of_several_hits_none_is_picked_until_a_clerk_picks(
    track: Track, screen: Open, shots: Path
) -> None:
    lines = (register_line(TARO), register_line(TARO, customer_no="1000000002"))
    case_id = track.with_register(*lines).to_identity(form(), licence(), wanted=K1)
    shown = screen("c01")
    shown.open(case_id)
    panel = check_of(shown)
    assert panel.candidates.currentIndex() == -1
    assert panel.keys.primary.text() == "候補を選ぶ"
    assert cells(panel.table, "name") == ["氏名", "架空 太郎", "架空 太郎", "未選択", "—"]
    shown.shoot(shots, "case-check-several")
    shown.key(Qt.Key.Key_F4)
    assert panel.candidates.view().isVisible()
    shown.qtbot.keyClick(panel.candidates.view(), Qt.Key.Key_Down)
    shown.qtbot.keyClick(panel.candidates.view(), Qt.Key.Key_Return)
    shown.settle()
    assert panel.candidates.currentIndex() >= 0
    assert panel.keys.primary.text() == "本人と確認する"
    assert cells(panel.table, "name")[3] == "架空 太郎"


def test_the_evidence_stands_behind_e(other_room: str, screen: Open, shots: Path) -> None:
    shown = screen("c01")
    shown.open(other_room)
    assert not shown.find("check_reasons_box").isVisible()
    shown.key(Qt.Key.Key_E)
    assert shown.find("check_reasons_box").isVisible()
    assert shown.text("check_reasons_3") == "運転免許証"
    shown.shoot(shots, "case-check-evidence")
    told = [shown.text(f"check_reasons_{number}") for number in range(5, 9)]
    assert told == [
        "請求書・書類、請求書・登録：丁目の書き方",
        "請求書・書類、請求書・登録：丁目・番地・号の書き方",
        "請求書・書類、書類・登録：建物名が片方にしかありません",
        "請求書・書類：部屋番号の書き方　書類・登録、請求書・登録：部屋番号が違います",
    ]
    shown.key(Qt.Key.Key_Escape)
    assert not shown.find("check_reasons_box").isVisible()


def test_another_clerk_gives_the_second_word(track: Track, screen: Open, shots: Path) -> None:
    line = register_line(replace(TARO, room=""))
    case_id = track.with_register(line).to_identity(form(), licence(), wanted=K1)
    shown = screen("c01")
    shown.open(case_id)
    confirm_all(shown)
    shown.key(Qt.Key.Key_F8)
    shown.go()
    assert "書かれていません" in shown.text("check_note_below")
    shown.type("check_note", "集合住宅の名前で同じ建物と確かめました。")
    shown.go()
    assert shown.text("proposal_headline") == "第二確認を待っています"
    assert not check_of(shown).keys.primary.isVisible()

    shown.sign_in_as("c02")
    shown.open(case_id)
    panel = check_of(shown)
    assert shown.text("proposal_headline") == "第二確認のお願い"
    assert "架空 太郎から：集合住宅の名前" in shown.text("proposal_body")
    assert not panel.keys.primary.isEnabled()
    confirm_all(shown)
    shown.shoot(shots, "case-check-second")
    shown.go()
    view = shown.case().opened.case
    assert view.line.state is CaseState.SCOPING
    assert (view.identity.confirmed_by, view.identity.second_by) == ("架空 太郎", "見本 花子")


def test_the_second_clerk_may_disagree(track: Track, screen: Open) -> None:
    line = register_line(replace(TARO, room=""))
    case_id = track.with_register(line).to_identity(form(), licence(), wanted=K1)
    seen = track.seen(case_id)
    track.office.desk.verification.ask_second(
        track.act("c01"), case_id, 0, seen=seen, note="確かめました。"
    )
    shown = screen("c02")
    shown.open(case_id)
    check_of(shown).keys.disagree.click()
    shown.settle()
    view = shown.case().opened.case
    assert view.line.state is CaseState.ID_CHECK
    assert not view.identity.needs_second
    assert check_of(shown).keys.primary.text() == "第二確認者へ回す"


def test_a_supervisor_sees_the_check_without_its_actions(other_room: str, screen: Open) -> None:
    shown = screen("s01")
    shown.open(other_room)
    keys = check_of(shown).keys
    assert not any(button.isVisible() for button in (*keys.left(), *keys.right()))
    assert cells(check_of(shown).table, "room")[-1] == "相違"


def test_an_auditor_looks_on_and_the_register_stays_closed(other_room: str, screen: Open) -> None:
    shown = screen("k01")
    shown.open(other_room)
    assert shown.find("looking_panel").isVisible()
    assert "受付担当・責任者が行います" in shown.text("looking_turn")


def test_a_mismatch_becomes_a_correction_letter_that_is_posted(
    track: Track, other_room: str, screen: Open, shots: Path
) -> None:
    shown = screen("c01")
    shown.open(other_room)
    shown.go()
    assert shown.find("correction_ADDRESS_MISMATCH").isChecked()  # type: ignore[attr-defined]
    assert not shown.find("correction_ITEMS").isChecked()  # type: ignore[attr-defined]
    shown.shoot(shots, "case-correction")
    shown.go()
    view = shown.case().opened.case
    assert view.line.state is CaseState.AWAITING_CORRECTION
    assert [(letter.code, letter.state) for letter in view.letters] == [("D-02", "READY")]
    shown.shoot(shots, "case-correction-letter")
    assert shown.text("case_page_title") == "補正依頼書"
    folder = shown.find("letter_folder")
    folder.clear()  # type: ignore[attr-defined]
    shown.type("letter_folder", str(track.folder / "nowhere"))
    shown.go()
    assert "ありません" in shown.text("letter_folder_below")
    folder.clear()  # type: ignore[attr-defined]
    shown.type("letter_folder", str(track.folder))
    shown.go()
    assert [file.suffix for file in track.folder.glob("D-02*")] == [".pdf"]
    shown.go()
    assert shown.case().opened.case.letters[0].state == "SENT"
    assert shown.text("waiting_resume") == "返信を受けて再開する"
    shown.go()
    assert shown.case().opened.case.line.state is CaseState.FORM_CHECK


def test_esc_leaves_the_correction_without_asking_anything(other_room: str, screen: Open) -> None:
    shown = screen("c01")
    shown.open(other_room)
    shown.go()
    shown.key(Qt.Key.Key_Escape)
    assert check_of(shown).table.isVisible()
    assert shown.case().opened.case.line.state is CaseState.ID_CHECK


def test_what_nobody_wrote_is_neither_alike_nor_doubtful(track: Track, screen: Open) -> None:
    house = replace(TARO, building="", room="")
    track.with_register(register_line(house))
    case_id = track.to_identity(form(house), licence(house), wanted=K1)
    shown = screen("c01")
    shown.open(case_id)
    table = check_of(shown).table
    assert cells(table, "room") == ["部屋番号", "—", "—", "—", "記載なし"]
    assert table.to_confirm() == {"postal.judged"}


def test_after_a_correction_that_did_not_help_a_refusal_is_drafted(
    track: Track, other_room: str, screen: Open, shots: Path
) -> None:
    desk = track.office.desk
    desk.casework.ask_correction(track.act("c01"), other_room, ["ADDRESS_MISMATCH"])
    desk.casework.resume(track.act("c01"), other_room, track.office.now.date())
    desk.casework.confirm_form(track.act("c01"), other_room, K1_K3, "PAPER", agent=False)
    shown = screen("c01")
    shown.open(other_room)
    shown.find("check_refuse").click()  # type: ignore[attr-defined]
    shown.settle()
    for item in ("K1", "K3"):
        reason = shown.find(f"reason_DISCLOSE_{item}")
        # DOMAIN §8 guard 3: without proof only イ and ハ (ロ needs an agent).
        codes = [reason.itemData(n) for n in range(reason.count())]  # type: ignore[attr-defined]
        assert codes == ["R_I", "R_HA"]
        reason.choose("R_I")  # type: ignore[attr-defined]
        shown.type(f"reason_text_DISCLOSE_{item}", "ご住所の一致を確認できませんでした。")
    shown.shoot(shots, "case-refusal")
    shown.go()
    view = shown.case().opened.case
    assert view.line.state is CaseState.APPROVAL
    assert [letter.code for letter in view.letters] == ["D-02", "D-06"]


def test_the_case_sheet_leaves_from_the_scoping_as_a_listed_copy(
    track: Track, screen: Open, shots: Path
) -> None:
    """I-01 (DOMAIN §9); this machine has no printer."""
    track.with_register(register_line(TARO))
    case_id = track.to_scoping(form(), licence(), wanted=K1)
    shown = screen("c01")
    shown.open(case_id)
    shown.find("scope_slip").click()  # type: ignore[attr-defined]
    shown.settle()
    shown.find("case_sheet").grab().save(str(shots / "match-slip-dialog.png"))
    folder = shown.find("case_sheet_folder")
    folder.clear()  # type: ignore[attr-defined]
    shown.type("case_sheet_folder", str(track.folder))
    shown.find("case_sheet_act").click()  # type: ignore[attr-defined]
    shown.settle()
    assert [file.name for file in track.folder.glob("I-01*")] == ["I-01_26-0001.pdf"]
    exports = track.office.desk.correspondence.exports(track.office.by("c01"))
    assert [one.label for one in exports] == ["三者照合票"]


def test_an_unsure_reading_needs_a_key_beside_the_one_of_its_row(
    track: Track, screen: Open
) -> None:
    town = replace(TARO, town="若葉町二丁目")
    track.with_register(register_line(town))
    case_id = track.to_identity(form(unsure=("town",)), licence(), wanted=K1)
    shown = screen("c01")
    shown.open(case_id)
    panel = check_of(shown)
    assert panel.table.to_confirm() == {"postal.judged", "town.judged", "town.form"}
    assert cells(panel.table, "town")[:2] == ["町・丁目 要確認", "若葉町2丁目 要確認"]
    panel.table.setFocus()
    panel.table.choose("town")
    shown.key(Qt.Key.Key_Space)
    assert panel.table.to_confirm() == {"postal.judged", "town.form"}
    assert cells(panel.table, "town")[0] == "町・丁目 要確認"
    shown.key(Qt.Key.Key_Space)
    assert panel.table.to_confirm() == {"postal.judged"}
    assert cells(panel.table, "town")[:2] == ["町・丁目 確認済", "若葉町2丁目 確認済"]
    shown.go()  # one is left: nothing is confirmed
    assert shown.case().opened.case.line.state is CaseState.ID_CHECK
