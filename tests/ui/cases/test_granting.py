"""What is told of a request that is met is typed, kept and printed, through the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from case_path import Track
from case_screen import Screen
from PySide6.QtCore import Qt

from desktop.domain.requests import FeeMeans, Item, RequestType
from desktop.domain.states import CaseState

Open = Callable[..., Screen]
K = RequestType
OLD, NEW = "埼玉県みどり野市旧町一丁目1番", "埼玉県みどり野市新町二丁目2番"


def test_purpose_correction_and_stop_are_answered_in_one_letter(
    track: Track, screen: Open, shots: Path
) -> None:
    wanted = {K.PURPOSE: (Item.K1,), K.CORRECT: (Item.K1,), K.STOP_3P: ()}
    case_id = track.with_register().to_fee(wanted=wanted)
    casework = track.office.desk.casework
    casework.record_fee(track.act("c01"), case_id, FeeMeans.STAMPS, 220)
    casework.finish_investigation(track.act("c01"), case_id)
    shown = screen("c01")
    shown.open(case_id)
    for code in ("PURPOSE_K1", "CORRECT_K1"):
        shown.find(f"grant_{code}").setFocus()
        shown.key(Qt.Key.Key_Space)
    assert shown.text("draft_rest_text") == "通知する利用目的が書かれていません。"
    shown.type("granted_told_PURPOSE_K1", "料金の請求のために利用しています。")
    assert shown.text("draft_rest_text") == "訂正前の内容が書かれていません。"
    shown.type("granted_before_CORRECT_K1", OLD)
    shown.type("granted_after_CORRECT_K1", NEW)
    assert shown.text("draft_rest_text") == "訂正を行った日が入っていません。"
    shown.type("granted_day_CORRECT_K1", "11/10")
    shown.find("refuse_STOP_3P").setFocus()
    shown.key(Qt.Key.Key_Space)
    assert not shown.find("granting_STOP_3P").isVisible()
    shown.find("reason_STOP_3P").choose("X_ALT")  # type: ignore[attr-defined]
    shown.type("reason_text_STOP_3P", "提供先に使用をやめるよう求めました。")
    assert shown.text("draft_panel_note") == "3項目のうち 応じる 2・応じない 1"
    assert shown.unnamed() == []
    shown.shoot(shots, "x7-draft")
    shown.go()
    view = track.get(case_id)
    assert view.line.state is CaseState.APPROVAL
    assert [one.code for one in view.letters] == ["D-08"]
    assert view.decisions[0].text == "料金の請求のために利用しています。"
    assert (view.decisions[1].before, view.decisions[1].after) == (OLD, NEW)
    facts = [shown.text(f"approval_facts_{n}") for n in (2, 3)]
    assert facts == ["契約者情報（利用目的の通知）、契約者情報（訂正）", "第三者提供の停止"]
    shown.shoot(shots, "x7-approval-wait")


def test_what_was_typed_of_a_grant_comes_back_with_the_draft(track: Track, screen: Open) -> None:
    wanted = {K.ADD: (Item.K1,)}
    case_id = track.with_register().to_fee(wanted=wanted)
    track.office.desk.casework.finish_investigation(track.act("c01"), case_id)
    shown = screen("c01")
    shown.open(case_id)
    shown.key(Qt.Key.Key_Space)
    shown.type("granted_after_ADD_K1", NEW)
    shown.type("granted_day_ADD_K1", "2026-11-10")
    shown.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    again = screen("c02")
    again.open(case_id)
    card = again.case().task.cards[0]  # type: ignore[union-attr]
    assert card.granting.after.toPlainText() == NEW
    assert card.granting.day.text() == "2026-11-10"
    assert card.granting.before is None
