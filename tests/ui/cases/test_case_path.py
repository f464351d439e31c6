"""One case from the form to its completion, through the window and by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from case_pages import TARO, envelope, form, licence, stamps
from case_path import Track
from case_screen import Screen
from mail_bag import register_line
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.domain.requests import Item
from desktop.domain.states import CaseState

Open = Callable[..., Screen]


def state(shown: Screen) -> CaseState:
    return shown.case().opened.case.line.state


def test_a_case_goes_from_form_to_completion_by_keyboard(
    track: Track, screen: Open, shots: Path
) -> None:
    track.with_register(register_line(replace(TARO, town="若葉町二丁目")))
    pages = (form(TARO, unsure=("town", "room")), licence(), stamps(), envelope())
    case_id = track.file(*pages).case_id
    shown = screen("c01")
    shown.open(case_id)

    assert state(shown) is CaseState.FORM_CHECK
    assert shown.text("form_check_panel_note") == "要確認 2"
    shown.shoot(shots, "case-form")
    assert shown.unnamed() == []
    shown.go()

    assert state(shown) is CaseState.ID_CHECK
    for _ in range(4):  # postal code; the town twice, read unsurely and a variant; the room
        shown.key(Qt.Key.Key_Space)
    shown.go()

    assert state(shown) is CaseState.SCOPING
    assert shown.text("scope_fee") == "手数料　2項目 440円"
    shown.shoot(shots, "case-scoping")
    assert shown.unnamed() == []
    shown.go()

    assert state(shown) is CaseState.FEE_CHECK
    shown.find("fee_means").choose("STAMPS")  # type: ignore[attr-defined]
    shown.type("fee_amount", "440")
    assert shown.text("fee_sentence_text") == "手数料440円ちょうどです。"
    shown.shoot(shots, "case-fee")
    assert shown.unnamed() == []
    shown.go()

    assert state(shown) is CaseState.INVESTIGATION
    track.answers(case_id, [Item.K1], TARO)
    shown.context.data_changed.emit()
    shown.settle()
    assert shown.text("investigation_panel_note") == "未着 1"
    shown.shoot(shots, "case-investigation")
    assert shown.unnamed() == []
    shown.go()
    assert state(shown) is CaseState.INVESTIGATION  # an item without an answer holds it up
    assert "届いていない項目" in shown.text("error_banner_headline")
    track.answers(case_id, [Item.K3], TARO)
    shown.context.data_changed.emit()
    shown.settle()
    shown.go()

    assert state(shown) is CaseState.DRAFTED
    assert not shown.find("draft_submit").isEnabled()
    shown.key(Qt.Key.Key_Space)  # 開示 of the first item, where the focus stands
    shown.find("refuse_DISCLOSE_K3").setFocus()
    shown.key(Qt.Key.Key_Space)
    shown.find("reason_DISCLOSE_K3").setFocus()
    shown.key(Qt.Key.Key_Down)
    shown.type("reason_text_DISCLOSE_K3", "請求された期間の記録はありません。")
    shown.shoot(shots, "case-draft")
    assert shown.unnamed() == []
    shown.go()

    assert state(shown) is CaseState.APPROVAL
    assert shown.text("case_page_title") == "開示決定通知書"
    shown.shoot(shots, "case-approval")
    assert shown.unnamed() == []
    track.approve(case_id)
    shown.sign_in_as("c01")
    shown.open(case_id)

    assert state(shown) is CaseState.APPROVED
    shown.find("letter_folder").clear()  # type: ignore[attr-defined]
    shown.type("letter_folder", str(track.folder))
    shown.shoot(shots, "case-sending")
    assert shown.unnamed() == []
    shown.go()
    assert not shown.find("sending_check").isEnabled()
    assert "別の人" in shown.text("sending_check_words")

    shown.sign_in_as("c02")
    shown.open(case_id)
    first = "enclosure_tick_1"
    ticks = shown.window.findChildren
    shown.qtbot.waitUntil(lambda: any(one.hasFocus() for one in ticks(QWidget, first)))
    assert not shown.find("sending_check").isEnabled()  # not before every line is ticked
    shown.key(Qt.Key.Key_Space)  # the first line, where the focus stands
    shown.shoot(shots, "case-enclosure")
    assert shown.unnamed() == []
    shown.go()
    assert shown.case().opened.case.letters[0].state == "CHECKED"
    shown.go()
    assert shown.text("error_banner_headline") == "書留の引受番号が入っていません。"
    shown.type("sending_tracking", "123-45-67890-1")
    shown.shoot(shots, "case-dispatch")
    assert shown.unnamed() == []
    shown.go()

    assert state(shown) is CaseState.DISPATCHED
    assert shown.text("delivery_facts_1") == "本人限定受取"
    shown.shoot(shots, "case-delivery")
    assert shown.unnamed() == []
    shown.go()
    assert state(shown) is CaseState.DELIVERED
    shown.go()
    assert state(shown) is CaseState.COMPLETED
    units = shown.find("case_units").rows()  # type: ignore[attr-defined]
    # 完了日 2026-11-10: class A six months, B two years, due on the morrow (民法143条).
    assert units.row_at(0).cells[3].text == "2027-05-11"
    assert units.row_at(1).cells[3].text == "2028-11-11"
    shown.shoot(shots, "case-ended")
    assert shown.unnamed() == []
