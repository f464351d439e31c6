"""Stamps that go back: booked, and returned by registered post before a witness (DOMAIN §2)."""

from __future__ import annotations

from desktop.tour.traveller import Traveller


def book_and_give_back(tour: Traveller, pieces: str, serial: int, witness: str) -> None:
    """What was enclosed, where a case ends without an answer: it keeps nothing."""
    stage = tour.stage
    _fee_record(tour)
    stage.choose("fee_means", "切手")
    stage.type("fee_amount", pieces)
    stage.click("fee_record_dialog_act")
    _gone(tour, "fee_record_dialog_act")
    _fee_record(tour)
    stage.click("fee_record_all_back")
    _give_back(tour, serial, witness)
    if stage.sees("fee_record_dialog_leave"):
        stage.click("fee_record_dialog_leave")
        _gone(tour, "fee_record_dialog_leave")
    if stage.sees("history_close"):
        stage.click("history_close")
        stage.settle()


def give_back(tour: Traveller, serial: int, witness: str) -> None:
    """What the case itself names as owed, such as the fee of a total refusal."""
    tour.stage.click("notice_send_back")
    _give_back(tour, serial, witness)


def _give_back(tour: Traveller, serial: int, witness: str) -> None:
    stage, other = tour.stage, tour.files.worker(witness)
    stage.choose("fee_back_how", "簡易書留")
    stage.type("fee_back_tracking", f"{serial:010d}{serial % 7}")
    stage.type("fee_back_witness", other.login)
    stage.type("fee_back_passphrase", other.passphrase)
    stage.click("fee_back_act")
    _gone(tour, "fee_back_act")


def _fee_record(tour: Traveller) -> None:
    """手数料の記録 stands below the history."""
    stage = tour.stage
    if not stage.sees("history_table"):
        stage.click("case_history")
        stage.wait("履歴が出ること", lambda: stage.sees("history_table"))
        stage.settle()
    stage.click("history_fee")
    stage.wait("手数料の記録が開くこと", lambda: stage.sees("fee_record_dialog_leave"))


def _gone(tour: Traveller, button: str) -> None:
    tour.stage.wait("記録されて窓が閉じること", lambda: not tour.stage.sees(button))
    tour.stage.take_front()
    tour.stage.settle()
