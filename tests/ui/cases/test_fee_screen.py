"""The fee in the window: pieces typed, a wrong entry undone, money sent back before a second."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from case_path import K1_K3, Track, refuse
from case_screen import Screen
from desk_office import passphrase
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from standing_cases import HA, late, to_fee_asked

from desktop.domain.payments import Mistake, Payment, Piece
from desktop.domain.requests import FeeMeans, Item, RequestType
from desktop.domain.states import CaseState

Open = Callable[..., Screen]
FIVE = {RequestType.DISCLOSE: (Item.K1, Item.K2, Item.K3, Item.K4, Item.K6)}


def state(shown: Screen) -> CaseState:
    return shown.case().opened.case.line.state


def dialog(shown: Screen, name: str) -> QDialog:
    (found,) = [one for one in shown.window.findChildren(QDialog, name) if one.isVisible()]
    return found


def confirm(shown: Screen, name: str) -> None:
    dialog(shown, name).act.click()  # type: ignore[attr-defined]
    shown.settle()
    if not any(one.isVisible() for one in shown.window.findChildren(QDialog, name)):
        shown.window.activateWindow()  # as the window system does when the dialog has gone
        shown.qtbot.waitUntil(shown.window.isActiveWindow)


def test_pieces_are_recorded_undone_and_sent_back_by_key(
    track: Track, screen: Open, shots: Path
) -> None:
    case_id = track.with_register().to_fee(wanted=K1_K3)
    shown = screen("c01")
    shown.open(case_id)
    assert shown.window.focusWidget() is shown.find("fee_amount")
    shown.type("fee_amount", "110×3、10")
    assert shown.text("fee_pieces") == "納付方法を選んでください。"
    shown.find("fee_means").choose("STAMPS")  # type: ignore[attr-defined]
    assert "額面と枚数" in shown.text("fee_pieces")
    shown.find("fee_amount").clear()  # type: ignore[attr-defined]
    shown.type("fee_amount", "110×3 10×5")
    assert shown.text("fee_pieces") == "切手　110円×3枚、10円×5枚＝380円"
    assert shown.text("fee_sentence_text") == "手数料440円に60円足りません。"
    shown.shoot(shots, "fee-pieces")
    shown.go()
    assert state(shown) is CaseState.FEE_CHECK
    rows = shown.find("fee_lines").rows()  # type: ignore[attr-defined]
    told = [rows.row_at(n).cells[3].words() for n in range(2)]
    assert told == [
        "切手 110円×3枚",
        "切手 10円×5枚",
    ]
    shown.find("fee_undo").click()  # type: ignore[attr-defined]
    confirm(shown, "fee_undoing")  # a reason is chosen, not found there
    assert shown.text("fee_undo_why_below") == "取り消す理由を選んでください。"
    shown.find("fee_undo_why").choose("COUNT")  # type: ignore[attr-defined]
    shown.shoot(shots, "fee-undo")
    confirm(shown, "fee_undoing")
    # It counts until somebody else has looked: the one who said so can only take it back.
    assert shown.case().opened.case.fee.received == 380
    assert "切手 110円×3枚、切手 10円×5枚の記録を取り消す申出" in shown.text(
        "notice_fee_correction_text"
    )
    assert not shown.find("notice_fee_decide").isVisible()
    assert shown.find("notice_fee_take_back").isVisible()
    shown.shoot(shots, "fee-undo-waits")
    shown.sign_in_as("c02")
    shown.open(case_id)
    shown.find("notice_fee_decide").click()  # type: ignore[attr-defined]
    confirm(shown, "fee_decision")  # nobody agrees by pressing on
    assert shown.text("fee_decision_verdict_below") == "どちらかを選んでください。"
    assert shown.case().opened.case.fee.received == 380
    dialog(shown, "fee_decision").grab().save(str(shots / "fee-undo-decision.png"))
    shown.find("fee_decision_agree").click()  # type: ignore[attr-defined]
    confirm(shown, "fee_decision")
    assert shown.case().opened.case.fee.received == 0
    assert not shown.find("notice_fee_correction").isVisible()
    shown.sign_in_as("c01")
    shown.open(case_id)
    shown.find("fee_means").choose("POSTAL_ORDER")  # type: ignore[attr-defined]
    shown.type("fee_amount", "450×1")
    shown.type("fee_day", "2026-05-01")
    assert "有効期間" in shown.text("fee_sentence_text")
    shown.go()
    assert state(shown) is CaseState.FEE_CHECK
    shown.shoot(shots, "fee-late-voucher")
    assert "定額小為替 450円×1枚（2026-05-01発行）" in shown.text("notice_money_text")
    shown.shoot(shots, "fee-late-voucher")
    shown.find("fee_amount").clear()  # type: ignore[attr-defined]
    shown.find("fee_means").choose("STAMPS")  # type: ignore[attr-defined]
    shown.type("fee_amount", "440")
    shown.go()
    assert state(shown) is CaseState.INVESTIGATION
    shown.find("notice_send_back").click()  # type: ignore[attr-defined]
    shown.find("fee_back_how").choose("KAKITOME")  # type: ignore[attr-defined]
    shown.type("fee_back_tracking", "123-45-67890-1")
    shown.type("fee_back_witness", "c01")
    shown.type("fee_back_passphrase", passphrase("c01"))
    confirm(shown, "fee_back")
    assert "本人は立ち会えません" in shown.text("fee_back_witness_below")
    shown.shoot(shots, "fee-back")
    dialog(shown, "fee_back").grab().save(str(shots / "fee-back-dialog.png"))
    for name, text in (("fee_back_witness", "c02"), ("fee_back_passphrase", passphrase("c02"))):
        shown.find(name).clear()  # type: ignore[attr-defined]
        shown.type(name, text)
    shown.find("fee_back_passphrase").setFocus()
    shown.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert track.get(case_id).fee.to_return == 0
    assert not shown.window.findChild(QWidget, "notice_send_back").isVisible()
    assert shown.unnamed() == []


def test_a_wrong_entry_found_in_the_investigation_is_undone_and_the_rest_is_asked_for(
    track: Track, screen: Open, shots: Path
) -> None:
    case_id = track.with_register().to_fee(wanted=K1_K3)
    shown = screen("c01")
    shown.open(case_id)
    shown.find("fee_means").choose("STAMPS")  # type: ignore[attr-defined]
    shown.type("fee_amount", "440")
    shown.go()
    shown.find("fee_open").click()  # type: ignore[attr-defined]
    shown.find("fee_undo").click()  # type: ignore[attr-defined]
    dialog(shown, "fee_record_dialog").grab().save(str(shots / "fee-record-dialog.png"))
    shown.find("fee_undo_why").choose("COUNT")  # type: ignore[attr-defined]
    confirm(shown, "fee_undoing")
    asked = track.get(case_id).fee.waiting[0].id
    track.office.desk.fee_corrections.decide(track.act("c02"), case_id, asked, True)
    shown.context.data_changed.emit()
    shown.settle()
    assert track.get(case_id).fee.received == 0
    shown.go()  # the draft stays closed
    assert state(shown) is CaseState.INVESTIGATION
    shown.find("fee_open").click()  # type: ignore[attr-defined]
    shown.find("fee_means").choose("STAMPS")  # type: ignore[attr-defined]
    shown.type("fee_amount", "330")
    confirm(shown, "fee_record_dialog")
    assert track.get(case_id).fee.sentence == "手数料440円に110円足りません。"
    shown.find("fee_open").click()  # type: ignore[attr-defined]
    shown.find("fee_record_ask").click()  # type: ignore[attr-defined]
    shown.settle()
    assert state(shown) is CaseState.AWAITING_FEE


def test_a_fee_that_came_after_the_refusal_is_recorded_beside_the_draft(
    track: Track, screen: Open, shots: Path
) -> None:
    case_id = late(to_fee_asked)(track.with_register())
    track.decide(case_id, HA)
    shown = screen("c01")
    shown.open(case_id)
    shown.find("fee_open").click()  # type: ignore[attr-defined]
    assert not shown.find("fee_record_ask").isVisible()  # type: ignore[union-attr]
    shown.find("fee_means").choose("STAMPS")  # type: ignore[attr-defined]
    shown.type("fee_amount", "220")
    confirm(shown, "fee_record_dialog")
    shown.shoot(shots, "fee-beside-the-draft")
    case = track.get(case_id)
    assert (case.line.state, case.fee.settled) == (CaseState.DRAFTED, True)


def test_money_of_the_envelope_is_taken_in_at_once_and_leaves_before_a_withdrawal(
    track: Track, screen: Open, shots: Path
) -> None:
    listed = ("請求書", "運転免許証の写し", "切手・為替")
    case_id = track.with_register().file(enclosures=listed).case_id
    shown = screen("c01")
    shown.open(case_id)
    shown.case().toggle_history()
    shown.settle()
    shown.find("history_fee").click()  # type: ignore[attr-defined]
    assert "受払簿に記録されていません" in shown.text("fee_record_unbooked_text")
    shown.find("fee_means").choose("STAMPS")  # type: ignore[attr-defined]
    shown.type("fee_amount", "110×2")
    assert shown.text("fee_sentence_text").startswith("220円を預かります。")
    dialog(shown, "fee_record_dialog").grab().save(str(shots / "fee-early-dialog.png"))
    confirm(shown, "fee_record_dialog")
    case = track.get(case_id)
    assert (case.line.state, case.fee.received) == (CaseState.FORM_CHECK, 220)
    assert not shown.find("notice_money").isVisible()
    shown.shoot(shots, "fee-early-history")

    withdraw(shown)
    handling = shown.case().history.handling
    assert state(shown) is CaseState.FORM_CHECK
    (told,) = handling._dialog.banners.banners()
    assert "お預かりしている" in told.headline()
    handling._dialog.reject()
    shown.settle()
    shown.find("history_fee").click()  # type: ignore[attr-defined]
    shown.find("fee_record_all_back").click()  # type: ignore[attr-defined]
    assert shown.text("fee_back_pieces") == "110×2"  # type: ignore[attr-defined]
    shown.find("fee_back_how").choose("KAKITOME")  # type: ignore[attr-defined]
    for name, text in (
        ("fee_back_tracking", "12345678901"),
        ("fee_back_witness", "c02"),
        ("fee_back_passphrase", passphrase("c02")),
    ):
        shown.type(name, text)
    dialog(shown, "fee_back").grab().save(str(shots / "fee-all-back.png"))
    confirm(shown, "fee_back")
    assert track.get(case_id).fee.held == ()
    withdraw(shown)
    assert state(shown) is CaseState.WITHDRAWN


def withdraw(shown: Screen) -> None:
    handling = shown.case().history.handling
    handling.withdraw.click()
    handling._reason.setPlainText("11月10日付の取下書を受け取った")
    handling._dialog.act.click()
    shown.settle()


def send_one_back(shown: Screen, means: str, pieces: str, how: str) -> None:
    """One means through the notice's button, before another person."""
    shown.find("notice_send_back").click()  # type: ignore[attr-defined]
    shown.find("fee_back_means").choose(means)  # type: ignore[attr-defined]
    assert shown.text("fee_back_pieces") == pieces
    shown.find("fee_back_how").choose(how)  # type: ignore[attr-defined]
    if how == "KAKITOME":
        shown.type("fee_back_tracking", "12345678901")
    shown.type("fee_back_witness", "c02")
    shown.type("fee_back_passphrase", passphrase("c02"))
    confirm(shown, "fee_back")


def test_a_total_refusal_is_refunded_by_stamps_vouchers_and_transfer(
    track: Track, screen: Open, shots: Path
) -> None:
    """1,100 yen for five items came as stamps, two vouchers and a 振込; all is refused."""
    case_id = track.with_register().to_fee(wanted=FIVE)
    shown = screen("c01")
    shown.open(case_id)
    for means, pieces, day in (
        ("STAMPS", "110×2", ""),
        ("POSTAL_ORDER", "500×1 300×1", "2026-11-02"),
        ("TRANSFER", "80", "2026-11-10"),
    ):
        shown.find("fee_means").choose(means)  # type: ignore[attr-defined]
        shown.find("fee_amount").clear()  # type: ignore[attr-defined]
        shown.type("fee_amount", pieces)
        if day:
            shown.find("fee_day").clear()  # type: ignore[attr-defined]
            shown.type("fee_day", day)
        shown.find("fee_record").click()  # type: ignore[attr-defined]
        shown.settle()
    assert state(shown) is CaseState.INVESTIGATION
    items = sorted(FIVE[RequestType.DISCLOSE])
    track.answers(case_id, items)
    track.office.desk.investigation.finish(track.act("c01"), case_id)
    track.decide(case_id, *(refuse(item) for item in items))
    track.office.desk.casework.submit(track.act("c01"), case_id)
    track.approve(case_id)
    shown.context.data_changed.emit()
    shown.settle()
    assert shown.text("notice_money_text") == (
        "お返しする手数料があります：振込 80円、定額小為替 800円、切手 220円。"
    )
    shown.shoot(shots, "fee-refund")
    send_one_back(shown, "STAMPS", "110×2", "KAKITOME")
    shown.find("notice_send_back").click()  # type: ignore[attr-defined]
    shown.find("fee_back_means").choose("POSTAL_ORDER")  # type: ignore[attr-defined]
    dialog(shown, "fee_back").grab().save(str(shots / "fee-refund-vouchers.png"))
    dialog(shown, "fee_back").reject()
    send_one_back(shown, "POSTAL_ORDER", "500×1 300×1", "KAKITOME")
    assert shown.text("notice_money_text") == "お返しする手数料があります：振込 80円。"
    send_one_back(shown, "TRANSFER", "80", "TRANSFER")
    assert track.get(case_id).fee.to_return == 0
    assert not shown.find("notice_money").isVisible()
    lines = track.office.desk.stamp_ledger.lines(track.office.by("c01"))
    assert [one.what for one in lines[4:]] == ["返却"] * 4
    assert {one.left_yen for one in lines[-1:]} == {0}


def test_a_waiver_dissolves_the_shortage_and_what_had_come_goes_back(
    track: Track, screen: Open, shots: Path
) -> None:
    case_id = track.with_register().to_fee(wanted=K1_K3)
    shown = screen("c01")
    shown.open(case_id)
    shown.find("fee_means").choose("STAMPS")  # type: ignore[attr-defined]
    shown.type("fee_amount", "110×2")
    shown.go()
    assert "220円足りません" in shown.case().opened.case.fee.sentence
    shown.sign_in_as("s01")
    shown.open(case_id)
    shown.type("waiver_reason", "災害により")
    shown.go()
    shown.sign_in_as("c01")
    shown.open(case_id)
    assert shown.text("notice_money_text") == "お返しする手数料があります：切手 220円。"
    shown.shoot(shots, "fee-waived")
    shown.find("fee_go_on").click()  # type: ignore[attr-defined]
    shown.settle()
    assert state(shown) is CaseState.INVESTIGATION
    send_one_back(shown, "STAMPS", "110×2", "KAKITOME")
    case = track.get(case_id)
    assert (case.fee.waived, case.fee.to_return) == (True, 0)


def test_each_of_two_corrections_that_wait_is_come_by(track: Track, screen: Open) -> None:
    """c01 asked for the one and c02 for the other: neither waits for the other's end."""
    case_id = track.with_register().to_fee(wanted=K1_K3)
    fees, corrections = track.office.desk.fees, track.office.desk.fee_corrections
    for login, face in (("c01", 110), ("c02", 50)):
        paid = Payment(FeeMeans.STAMPS, (Piece(face, 2),))
        line = fees.record(track.act(login), case_id, paid).fee.lines[-1]
        corrections.propose(track.act(login), case_id, line.payment, Mistake.COUNT)
        track.later(hours=1)
    shown = screen("c02")
    shown.open(case_id)

    def told() -> tuple[str, bool, bool]:
        words = shown.text("notice_fee_correction_text")
        buttons = ("notice_fee_decide", "notice_fee_take_back")
        decide, take_back = (shown.find(name).isVisible() for name in buttons)
        return words, decide, take_back

    assert "申出はほかに1件あります。" in told()[0]
    assert "切手 110円×2枚の記録" in told()[0]
    assert told()[1:] == (True, False)
    shown.find("notice_fee_correction_next").click()  # type: ignore[attr-defined]
    assert "切手 50円×2枚の記録" in told()[0]
    assert told()[1:] == (False, True)
    shown.find("notice_fee_take_back").click()  # type: ignore[attr-defined]
    shown.settle()
    assert "切手 110円×2枚の記録" in told()[0]
    assert not shown.find("notice_fee_correction_next").isVisible()
