"""The panels of a case beside the natural path: waits, refusals, drops, ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from case_pages import TARO, form, licence
from case_path import K1, K1_K3, Track, grant, refuse, write_answer_file
from case_screen import Screen
from mail_bag import ICHIRO, form_page, page, register_line, seal_certificate
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from desktop.domain.reading import PageKind
from desktop.domain.requests import FeeMeans, Item
from desktop.domain.states import CaseState
from desktop.ui.widgets.banner import Banner

Open = Callable[..., Screen]


def state(shown: Screen) -> CaseState:
    return shown.case().opened.case.line.state


def banners(shown: Screen) -> list[str]:
    task = shown.case().task
    assert task is not None
    return [one.headline() for one in task.banners.banners() if isinstance(one, Banner)]


def drop(shown: Screen, *files: Path) -> None:
    """Let files fall on the place for answers."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    plain = Qt.KeyboardModifier.NoModifier
    place = shown.find("answer_drop")
    # Qt lets nothing fall where nothing was dragged in before.
    QApplication.sendEvent(place, QDragEnterEvent(QPoint(20, 20), copy, data, left, plain))
    QApplication.sendEvent(place, QDropEvent(QPointF(20, 20), copy, data, left, plain))
    shown.settle()


def test_a_blank_field_of_the_form_is_shown_and_suggests_a_correction(
    track: Track, screen: Open, shots: Path
) -> None:
    case_id = track.file(form(replace(TARO, block="")), licence()).case_id
    shown = screen("c01")
    shown.open(case_id)
    shown.go()
    assert state(shown) is CaseState.FORM_CHECK
    assert banners(shown) == ["請求書の記入が揃っていません。"]
    shown.shoot(shots, "case-form-refused")
    shown.find("form_correction").click()  # type: ignore[attr-defined]
    shown.settle()
    assert shown.find("correction_FORM_BLANK").isChecked()  # type: ignore[attr-defined]


def test_ticks_of_the_clerk_stay_when_a_reading_is_put_right(track: Track, screen: Open) -> None:
    case_id = track.file(form(TARO, unsure=("town",)), licence()).case_id
    shown = screen("c01")
    shown.open(case_id)
    shown.find("form_wanted_K2").setFocus()
    shown.key(Qt.Key.Key_Space)
    shown.find("form_fields").setFocus()
    shown.key(Qt.Key.Key_F2)
    shown.key(Qt.Key.Key_Return)
    assert shown.text("form_check_panel_note") == "すべて確か"
    assert shown.find("form_wanted_K2").isChecked()  # type: ignore[attr-defined]
    shown.go()
    wanted = shown.case().opened.case.wanted
    assert [item.value for items in wanted.values() for item in items] == ["K1", "K2", "K3"]


def test_without_a_method_the_form_check_is_refused_beside_the_field(
    track: Track, screen: Open
) -> None:
    case_id = track.file(form(ticks=("type.DISCLOSE", "item.K1")), licence()).case_id
    shown = screen("c01")
    shown.open(case_id)
    shown.go()
    assert "選ばれていません" in shown.text("form_method_below")
    shown.find("form_method_PAPER").setFocus()
    shown.key(Qt.Key.Key_Space)
    shown.go()
    assert state(shown) is CaseState.ID_CHECK


def test_a_fee_that_is_short_is_asked_for_and_ends_the_wait_when_it_comes(
    track: Track, screen: Open, shots: Path
) -> None:
    track.with_register(register_line(ICHIRO))
    case_id = track.to_fee(wanted=K1_K3)
    shown = screen("c01")
    shown.open(case_id)
    shown.find("fee_means").choose("STAMPS")  # type: ignore[attr-defined]
    shown.type("fee_amount", "220")
    assert shown.text("fee_sentence_text") == "手数料440円に220円足りません。"
    shown.go()
    assert state(shown) is CaseState.FEE_CHECK
    assert shown.text("fee_ask") == "手数料の案内を作る"
    shown.go()
    assert state(shown) is CaseState.AWAITING_FEE
    assert shown.case().opened.case.letters[0].code == "D-03"
    shown.shoot(shots, "case-fee-letter")
    shown.find("letter_folder").clear()  # type: ignore[attr-defined]
    shown.type("letter_folder", str(track.folder))
    shown.go()
    shown.go()
    shown.shoot(shots, "case-fee-waiting")
    shown.find("fee_means").choose("STAMPS")  # type: ignore[attr-defined]
    shown.type("fee_amount", "220")
    shown.go()
    assert state(shown) is CaseState.INVESTIGATION


def test_a_fee_that_cannot_be_is_refused_and_stays_typed(track: Track, screen: Open) -> None:
    case_id = track.with_register().to_fee(wanted=K1_K3)
    shown = screen("c01")
    shown.open(case_id)
    shown.find("fee_means").choose("POSTAL_ORDER")  # type: ignore[attr-defined]
    shown.type("fee_amount", "430")
    assert "額面430円の定額小為替はありません" in shown.text("fee_sentence_text")
    shown.go()
    assert shown.text("fee_amount") == "430"
    assert "はありません" in shown.text("fee_amount_below")
    assert state(shown) is CaseState.FEE_CHECK


def test_a_supervisor_waives_the_fee_with_a_reason(track: Track, screen: Open) -> None:
    case_id = track.with_register().to_fee(wanted=K1_K3)
    shown = screen("s01")
    shown.open(case_id)
    shown.go()
    assert "書かれていません" in shown.text("waiver_reason_below")
    shown.type("waiver_reason", "誤って案内した項目のため")
    shown.go()
    shown.sign_in_as("c01")
    shown.open(case_id)
    assert shown.text("fee_go_on") == "調査へ進む"
    shown.go()
    assert state(shown) is CaseState.INVESTIGATION


def test_an_answer_file_is_dropped_and_a_foreign_one_is_refused_whole(
    track: Track, screen: Open, shots: Path
) -> None:
    case_id = track.with_register().to_investigation(wanted=K1_K3, amount=440)
    shown = screen("c01")
    shown.open(case_id)
    good, foreign = track.folder / "K1.csv", track.folder / "K3.csv"
    line = [ICHIRO.number, ICHIRO.supply_point, "K1", "契約者氏名", ICHIRO.name, "契約管理課"]
    write_answer_file(good, [[*line, "2026-11-10"]])
    write_answer_file(foreign, [["1999999999", "", "K3", "請求額", "1", "経理部", "2026-11-10"]])
    drop(shown, good)
    table = shown.find("answer_items").rows()  # type: ignore[attr-defined]
    assert [cell.words() for cell in table.row_at(0).cells] == [
        "契約者情報",
        "回答 1行",
        "契約管理課",
        "",
        "2026-11-10",
    ]
    drop(shown, foreign)
    assert banners(shown) == ["回答ファイルに受け取れない行があり、取り込みませんでした。"]
    assert "1999999999" not in shown.text("answer_rejected_body")
    assert "2行目" in shown.text("answer_rejected_body")
    assert shown.text("investigation_panel_note") == "未着 1"
    shown.shoot(shots, "case-answers")


def test_answer_files_dropped_together_all_come_in(track: Track, screen: Open) -> None:
    case_id = track.with_register().to_investigation(wanted=K1_K3, amount=440)
    shown = screen("c01")
    shown.open(case_id)
    files = [track.folder / f"{item}.csv" for item in ("K1", "K3")]
    for file in files:
        line = [ICHIRO.number, ICHIRO.supply_point, file.stem, "項目", "1", "契約管理課"]
        write_answer_file(file, [[*line, "2026-11-10"]])
    drop(shown, *files)
    assert shown.text("answer_missing") == "すべての回答が届きました。"


def test_only_reasons_that_fit_the_request_are_offered(track: Track, screen: Open) -> None:
    case_id = track.with_register().to_draft(wanted=K1_K3, amount=440)
    shown = screen("c01")
    shown.open(case_id)
    reasons = shown.case().task.cards[0].reason  # type: ignore[union-attr]
    codes = [reasons.itemData(n) for n in range(reasons.count())]
    # DOMAIN §3 for 開示 without an agent: ロ, the reasons of 訂正 and of 利用停止 do not fit.
    assert codes == ["R_I", "R_HA", "R_NI", "R_HO", "R_HE", "R_TO", "X_LAW"]


def test_a_draft_that_was_sent_back_shows_the_comment_and_its_decisions(
    track: Track, screen: Open, shots: Path
) -> None:
    track.with_register()
    decisions = (grant(Item.K1), refuse(Item.K3))
    case_id = track.to_approval(*decisions, wanted=K1_K3, amount=440)
    comment = "説明に、根拠となる記録の種類を足してください。"
    about = "DISCLOSE/K3"
    track.office.desk.approvals.send_back(track.act("s01"), case_id, comment, about)
    shown = screen("c01")
    shown.open(case_id)
    assert banners(shown) == ["責任者から差し戻されました"]
    assert shown.text("draft_sent_back_body") == comment
    assert shown.text("sent_back_DISCLOSE_K3_text") == f"差戻し：{comment}"
    assert not shown.find("sent_back_DISCLOSE_K1").isVisible()  # it is about the other item
    assert shown.find("refuse_DISCLOSE_K3").isChecked()  # type: ignore[attr-defined]
    shown.shoot(shots, "case-sent-back")
    shown.type("reason_text_DISCLOSE_K3", "応対記録のうち、")
    shown.go()
    assert state(shown) is CaseState.APPROVAL


def test_a_draft_changed_elsewhere_is_not_overwritten_and_what_was_chosen_stays(
    track: Track, screen: Open
) -> None:
    case_id = track.with_register().to_draft(wanted=K1)
    shown = screen("c01")
    shown.open(case_id)
    shown.key(Qt.Key.Key_Space)
    assert shown.find("grant_DISCLOSE_K1").isChecked()  # type: ignore[attr-defined]
    track.decide(case_id, refuse(Item.K1))  # somebody else, meanwhile
    shown.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert shown.find("conflict_panel").isVisible()
    assert shown.text("conflict_theirs_0_text") == "不開示"
    assert shown.text("conflict_mine_0_text") == "開示"
    assert track.get(case_id).decisions[0].granted is False


def test_the_drafter_waits_and_may_take_the_draft_back(track: Track, screen: Open) -> None:
    case_id = track.with_register().to_approval()
    shown = screen("c01")
    shown.open(case_id)
    shown.find("approval_take_back").click()  # type: ignore[attr-defined]
    shown.settle()
    assert state(shown) is CaseState.DRAFTED


def test_a_supervisor_is_led_to_the_approvals(track: Track, screen: Open) -> None:
    case_id = track.with_register().to_approval()
    shown = screen("s01")
    shown.open(case_id)
    with shown.qtbot.waitSignal(shown.context.place_requested) as asked:
        shown.go()
    assert asked.args == ["approvals", case_id]


def test_an_agent_is_confirmed_with_a_note(track: Track, screen: Open, shots: Path) -> None:
    track.with_register()
    card = licence(replace(TARO, name="代理 進", building="", room="", town="桜町", block="3-3"))
    papers = (form_page(), page(PageKind.POWER), seal_certificate(ICHIRO), card)
    case_id = track.to_identity(*papers, wanted=K1, agent=True)
    track.office.desk.verification.confirm(track.act("c01"), case_id, 0, seen=track.seen(case_id))
    shown = screen("c01")
    shown.open(case_id)
    shown.go()
    assert "書かれていません" in shown.text("agent_note_below")
    shown.shoot(shots, "case-agent")
    shown.type("agent_note", "11月10日にご本人へ電話し、委任を確かめました。")
    shown.go()
    assert state(shown) is CaseState.SCOPING


def test_destroyed_parts_show_their_stub_and_the_case_still_opens(
    track: Track, screen: Open, shots: Path
) -> None:
    case_id, batch = track.with_register().to_batch_approved()
    track.execute(batch)
    shown = screen("c01")
    shown.context.clock.jump_to(track.office.now)  # type: ignore[attr-defined]
    shown.open(case_id)
    rows = shown.find("case_units").rows()  # type: ignore[attr-defined]
    assert rows.row_at(0).cells[1].sub.startswith("廃棄済 2027-05-")
    thumbs = shown.case().pages.thumbs.thumbs()
    assert [thumb.barred for thumb in thumbs][:2] == [(), ("廃棄済",)]
    shown.key(Qt.Key.Key_PageDown)
    shown.shoot(shots, "case-destroyed")


def test_the_history_tells_who_did_what_and_esc_closes_it(
    track: Track, screen: Open, shots: Path
) -> None:
    case_id = track.with_register().to_fee(wanted=K1_K3)
    shown = screen("c01")
    shown.open(case_id)
    shown.find("case_page").setFocus()
    shown.key(Qt.Key.Key_H)
    rows = shown.find("history_table").rows()  # type: ignore[attr-defined]
    assert rows.rowCount() >= 4
    assert rows.row_at(rows.rowCount() - 1).cells[2].text == "架空 太郎"
    shown.shoot(shots, "case-history")
    shown.key(Qt.Key.Key_Escape)
    assert shown.find("fee_panel").isVisible()


def test_letters_typed_in_a_field_open_nothing(track: Track, screen: Open) -> None:
    case_id = track.with_register().to_fee(wanted=K1_K3)
    shown = screen("s01")
    shown.open(case_id)
    shown.find("waiver_reason").setFocus()
    shown.key(Qt.Key.Key_H)
    assert shown.text("waiver_reason") == "h"
    assert shown.find("fee_panel").isVisible()


def test_another_person_takes_over_and_a_withdrawal_ends_the_case(
    track: Track, screen: Open, shots: Path
) -> None:
    case_id = track.with_register().to_fee(wanted=K1_K3)
    shown = screen("s01")  # as in the list, a supervisor gives a case to another clerk
    shown.open(case_id)
    shown.case().toggle_history()
    shown.settle()
    shown.find("assign_person").choose(track.office.id_of("c03"))  # type: ignore[attr-defined]
    shown.find("assign").click()  # type: ignore[attr-defined]
    shown.settle()
    assert shown.text("case_assigned") == "仮野 次郎"
    assert not shown.find("withdraw").isVisible()
    shown.sign_in_as("c01")
    shown.open(case_id)
    shown.case().toggle_history()
    shown.settle()
    shown.find("withdraw").click()  # type: ignore[attr-defined]
    dialog = shown.case().history.handling._dialog
    shown.qtbot.waitUntil(dialog.isVisible)
    dialog.act.click()
    shown.settle()
    assert "書かれていません" in shown.text("withdraw_reason_below")
    dialog._safe.setPlainText("11月10日付の取下書を受け取りました。")  # type: ignore[attr-defined]
    dialog.act.click()
    shown.settle()
    assert state(shown) is CaseState.WITHDRAWN
    assert shown.text("ended_panel_title") == "保存と廃棄の予定"


def test_nothing_is_read_while_the_desk_is_locked(track: Track, screen: Open) -> None:
    case_id = track.with_register().to_fee(wanted=K1_K3)
    shown = screen("c01")
    shown.open(case_id)
    shown.window.lock()
    shown.settle()
    with shown.qtbot.assertNotEmitted(shown.case().opened.read):
        shown.context.data_changed.emit()
        shown.settle()


def test_means_named_by_the_form_are_taken_over(track: Track, screen: Open) -> None:
    track.with_register(register_line(TARO))
    ticks = ("type.DISCLOSE", "item.K1", "item.K3", "method.PAPER", "fee.STAMPS")
    case_id = track.to_fee(form(ticks=ticks), licence(), wanted=K1_K3)
    shown = screen("c01")
    shown.open(case_id)
    assert shown.find("fee_means").key() == FeeMeans.STAMPS  # type: ignore[attr-defined]
