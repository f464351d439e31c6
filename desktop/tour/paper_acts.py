"""The papers beside the answers: letters on the way, the office's own sheets, the reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QComboBox

from desktop.tour import case_acts
from desktop.tour.traveller import Traveller

# What is typed into the fields of each letter on the way, by the letter's name in the list.
NOTICES: Mapping[str, Mapping[str, str]] = {
    "受付のお知らせ": {},
    "返却書": {
        "notice_things": "住民票の写し 1通",
        "notice_why": "ご本人の確認に使わない書類のため",
    },
    "送付状": {"notice_things": "返信用封筒 1枚"},
    "中間連絡": {
        "notice_why": "対象の期間が長く、担当部署での確認に日数を要しております。",
        "notice_day": "2026-11-24",
    },
}


def notices(tour: Traveller) -> None:
    """お客様への連絡: each is made, saved to be printed, and its posting recorded."""
    stage = tour.stage
    _open_history(tour)
    for kind, texts in NOTICES.items():
        stage.click("notices")
        stage.wait("連絡の種類を選べること", lambda: stage.sees("notice_kind"))
        stage.choose("notice_kind", kind)
        for field, words in texts.items():
            stage.type(field, words)
        stage.click("notice_act")
        stage.wait("連絡を発送できること", lambda: stage.sees("notice_send"))
        stage.take_front()
        stage.settle()
        stage.click("notice_send")
        stage.wait("写しを保存できること", lambda: stage.sees("notice_letter_act"))
        case_acts.leave_letter(tour, "notice_copy")
        stage.click("notice_letter_act")
        stage.wait("発送が記録されること", lambda: not stage.sees("notice_letter_act"))
        stage.take_front()
        stage.settle()
    _close_history(tour)


def case_sheets(tour: Traveller, number: str, picture: str) -> None:
    """Every sheet of the case that there is: I-01 to I-03 and I-10."""
    stage, folder = tour.stage, tour.out / "internal"
    case_acts.open_case(tour, number)
    _open_history(tour)
    stage.click("history_slip")
    stage.wait("社内票を選べること", lambda: stage.sees("case_sheet_which"))
    box = stage.find(QComboBox, "case_sheet_which")
    sheets = [box.itemText(row) for row in range(box.count())]
    stage.picture(picture, "case_sheet")
    for index, sheet in enumerate(sheets):
        if index:
            stage.click("history_slip")
            stage.wait("社内票を選べること", lambda: stage.sees("case_sheet_which"))
        stage.choose("case_sheet_which", sheet)
        stage.type("case_sheet_folder", str(folder.resolve()))
        stage.click("case_sheet_act")
        stage.wait("社内票の写しができること", lambda: not stage.sees("case_sheet_which"))
        stage.take_front()
        stage.settle()
    _close_history(tour)


def stamp_ledger(tour: Traveller) -> None:
    """切手・為替受払簿 (I-09), where anything was received."""
    stage = tour.stage
    stage.place(6)
    stage.wait("記録が開くこと", lambda: stage.sees("audit_place"))
    stage.settle()
    stage.click("audit_stamps")
    stage.wait("受払簿が開くこと", lambda: stage.sees("stamp_table") or stage.sees("stamp_empty"))
    stage.settle()
    if stage.sees("stamp_table"):
        _saved(tour, "I-09.pdf", lambda: stage.click("stamp_ledger_act"))
    stage.click("stamp_ledger_leave")
    stage.wait("受払簿が閉じること", lambda: not stage.sees("stamp_ledger_leave"))
    stage.take_front()
    stage.settle()


def disposal_sheets(tour: Traveller) -> None:
    """廃棄申請書 (I-05) and 承認・実施記録 (I-06) of the executed disposal."""
    stage = tour.stage
    _saved(tour, "I-05.pdf", lambda: stage.click("batch_proposal_sheet"))
    _saved(tour, "I-06.pdf", lambda: stage.click("batch_record_sheet"))


def reports(tour: Traveller, picture: str) -> None:
    """The auditor's reports: I-08 and I-10 of the year."""
    stage = tour.stage
    for code in ("I-08", "I-10"):
        stage.click("audit_report")
        stage.wait("報告書を選べること", lambda: stage.sees("report_which"))
        stage.choose("report_which", code)
        stage.type("report_first", "2026-11-01")
        if code == "I-08":
            stage.picture(picture, "report_dialog")
        _saved(tour, f"{code}.pdf", lambda: stage.click("report_dialog_act"))
        stage.wait("報告書ができること", lambda: not stage.sees("report_which"))
        stage.take_front()
        stage.settle()


def _saved(tour: Traveller, name: str, ask: Callable[[], None]) -> Path:
    """Ask for it, say where to, wait until it is there."""
    file = tour.out / "internal" / name
    ask()
    tour.stage.answer_file_dialog(file)
    tour.stage.wait(f"{name} ができること", file.exists)
    tour.stage.settle()
    return file


def _open_history(tour: Traveller) -> None:
    """The letters on the way and the sheets stand below the history."""
    stage = tour.stage
    if not stage.sees("history_table"):
        stage.click("case_history")
        stage.wait("履歴が出ること", lambda: stage.sees("history_table"))
        stage.settle()


def _close_history(tour: Traveller) -> None:
    stage = tour.stage
    if stage.sees("history_close"):
        stage.click("history_close")
        stage.settle()
