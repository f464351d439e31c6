"""What others do: the supervisor signs, a second person checks enclosures, the auditor proves."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QWidget

from desktop.tour import case_acts, money_acts
from desktop.tour.traveller import JST, Traveller


def confirm_clock(tour: Traveller, picture: str) -> None:
    """The desk noticed that much time has passed; the supervisor confirms the date."""
    stage = tour.stage
    stage.wait("日付の警告が出ること", lambda: stage.sees("clock_banner"))
    stage.picture(picture)
    stage.click("clock_confirm")
    stage.wait("日付の警告が消えること", lambda: not stage.sees("clock_banner"))
    stage.settle()


def approve_all(tour: Traveller, picture: str) -> int:
    """決裁: the supervisor reads each letter and signs exactly that letter."""
    stage, signed = tour.stage, 0
    supervisor = tour.files.worker(tour.at_desk)
    stage.place(3)
    stage.wait("承認が開くこと", lambda: stage.sees("approvals_place"))
    stage.settle()
    while not stage.sees("decisions_empty"):
        queue = stage.find(QAbstractItemView, "decisions_queue")
        waiting = queue.model().rowCount()
        stage.wait("署名できること", lambda: stage.sees("approve_sign"))
        stage.type("approve_passphrase", supervisor.passphrase)
        stage.settle()
        if not signed:
            stage.picture(picture)
        stage.primary()
        stage.wait(
            "署名されること",
            lambda waiting=waiting, queue=queue: (
                stage.sees("decisions_empty")  # type: ignore[misc]
                or queue.model().rowCount() < waiting
            ),
        )
        stage.settle()
        signed += 1
    stage.picture(f"{picture}-done")
    return signed


def print_answer(tour: Traveller, number: str, picture: str = "") -> None:
    """The answer's copy is written to be printed."""
    case_acts.open_case(tour, number)
    if picture:
        tour.stage.picture(f"{picture}-print")
    case_acts.leave_letter(tour, "sending")
    tour.stage.wait("封入確認を待つこと", lambda: tour.stage.sees("sending_check_words"))


def check_enclosure(tour: Traveller, number: str, picture: str = "") -> None:
    """封入確認 by a person who did not print."""
    stage = tour.stage
    case_acts.open_case(tour, number)
    if picture:
        stage.picture(f"{picture}-enclosure")
    tick_enclosures(tour)
    if picture:
        stage.picture(f"{picture}-enclosure-ticked")
    stage.primary()
    stage.wait("発送へ進むこと", lambda: stage.sees("sending_dispatch"))
    stage.settle()


def tick_enclosures(tour: Traveller) -> None:
    """Every line of what goes into the envelope."""
    stage = tour.stage
    stage.wait("封入の一覧が出ること", lambda: stage.sees("enclosure_tick_1"))
    line = 1
    while stage.sees(f"enclosure_tick_{line}"):
        stage.tick(f"enclosure_tick_{line}")
        line += 1
    stage.settle()


def dispatch(tour: Traveller, number: str, serial: int, picture: str = "") -> None:
    """発送: registered post with its tracking number."""
    stage = tour.stage
    case_acts.open_case(tour, number)
    first = f"{serial:010d}"
    stage.type("sending_tracking", first + str(int(first) % 7))
    if picture:
        stage.picture(f"{picture}-dispatch")
    case_acts.go_on(tour, "APPROVED")


def deliver_and_complete(tour: Traveller, number: str, on: date, picture: str = "") -> None:
    """配達 and 完了: from here on the retention periods run."""
    stage = tour.stage
    case_acts.open_case(tour, number)
    stage.type("delivery_day", on.isoformat())
    if picture:
        stage.picture(f"{picture}-delivered")
    stage.click("delivery_record")
    stage.wait("完了できること", lambda: stage.sees("case_complete"))
    stage.settle()
    if stage.sees("notice_send_back"):  # every item was refused: the fee goes back
        serial = 1_200_000_000 + int(number.replace("-", ""))
        money_acts.give_back(tour, serial, "c02" if tour.at_desk != "c02" else "c01")
    stage.click("case_complete")
    stage.wait("完了すること", lambda: case_acts.state(tour) == "COMPLETED")
    stage.settle()
    if picture:
        stage.picture(f"{picture}-completed")


def verify_log(tour: Traveller, picture: str) -> str:
    """検証: the whole log, its size and root."""
    stage = tour.stage
    stage.place(6)
    stage.wait("記録が開くこと", lambda: stage.sees("audit_place"))
    stage.settle()
    stage.primary()
    stage.wait("検証の結果が出ること", lambda: stage.sees("audit_verified_headline"))
    words = stage.text("audit_verified_headline")
    stage.expect("記録が正しくつながっていること", "正しく" in words)
    stage.picture(picture)
    return words


def anchor_and_export(tour: Traveller, picture: str) -> None:
    """The anchor for the paper, and the log for an outsider."""
    stage = tour.stage
    stage.click("audit_anchor")
    stage.wait("アンカーが出ること", lambda: stage.sees("audit_anchored_headline"))
    stage.settle()
    stage.picture(picture)
    stage.click("audit_export")
    stage.answer_file_dialog(tour.out / "audit-log.jsonl")
    stage.wait("記録が書き出されること", (tour.out / "audit-log.jsonl").exists)
    stage.settle()


def export_ledger(tour: Traveller) -> None:
    """受付簿: numbers, dates, types, amounts and outcomes; no name."""
    stage = tour.stage
    stage.place(6)
    stage.wait("記録が開くこと", lambda: stage.sees("audit_place"))
    stage.settle()
    stage.click("audit_ledger")
    stage.wait("受付簿が開くこと", lambda: stage.sees("receipt_table"))
    stage.settle()
    stage.picture("receipt-ledger", "receipt_ledger")
    for kind in ("csv", "xlsx", "pdf"):
        file = tour.out / f"ledger.{kind}"
        stage.choose("receipt_kind", kind.upper())
        stage.click("receipt_ledger_act")
        stage.answer_file_dialog(file)
        stage.wait("受付簿が書き出されること", file.exists)
        stage.settle()
    stage.click("receipt_ledger_leave")
    stage.settle()


def look_at_place(tour: Traveller, number: int, place: str, picture: str) -> None:
    """Go to a place and keep its picture."""
    stage = tour.stage
    stage.place(number)
    stage.wait(f"{place} が開くこと", lambda: stage.sees(place))
    stage.settle()
    stage.picture(picture)


def look_at_exports(tour: Traveller, picture: str) -> None:
    """The clear copies that are still about; the tour's own stay, since they are its result."""
    stage = tour.stage
    if not stage.sees("red_open_export_act") and stage.sees("red_more"):
        stage.click("red_more")
        stage.settle()
    if not stage.sees("red_open_export_act"):
        return
    stage.click("red_open_export_act")
    stage.wait("持ち出した写しが並ぶこと", lambda: stage.sees("exports_rows"))
    stage.settle()
    stage.picture(picture, "exports_dialog")
    stage.click("exports_dialog_leave")
    stage.wait("一覧が閉じること", lambda: not stage.sees("exports_rows"))
    stage.take_front()


def search(tour: Traveller, words: str, picture: str) -> None:
    """Ctrl+K from any place."""
    stage = tour.stage
    stage.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier, stage.window)
    stage.type("search", words)
    stage.wait("検索の結果が出ること", lambda: stage.sees("search_results"))
    stage.settle()
    stage.picture(picture)
    stage.key(Qt.Key.Key_Escape)
    stage.settle()


def lock_and_return(tour: Traveller, picture: str) -> None:
    """Ctrl+L: the login screen stands over everything; the same person comes back to their work."""
    stage, worker = tour.stage, tour.files.worker(tour.at_desk)
    stage.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier, stage.window)
    stage.wait("画面が施錠されること", lambda: stage.sees("login_passphrase"))
    stage.expect("施錠中は中身が見えないこと", not stage.sees("frame"))
    stage.settle()
    stage.picture(picture)
    stage.type("login_passphrase", worker.passphrase)
    stage.primary()
    stage.wait("元の画面に戻ること", lambda: stage.sees("settings_place"))
    stage.settle()


def choose_tab(tour: Traveller, name: str, index: int) -> None:
    """Home, then Right as often as the tab stands from the left."""
    tabs = tour.stage.find(QWidget, name)
    tabs.setFocus(Qt.FocusReason.TabFocusReason)
    tour.stage.key(Qt.Key.Key_Home, to=tabs)
    for _ in range(index):
        tour.stage.key(Qt.Key.Key_Right, to=tabs)
    tour.stage.settle()


def morning(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=JST)
