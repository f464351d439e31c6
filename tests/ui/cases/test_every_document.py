"""Every document of DOMAIN §9 has its place in the window, and letters of every type print there.

The answers to disclosures, the requests for more, the office's own sheets and the reports are
printed by the tour (tests/screens); here are the answers of the other types, and the whole list.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2
from case_path import Track
from case_screen import Screen
from PySide6.QtWidgets import QLineEdit, QPushButton

import desktop
from desktop import paths
from desktop.domain.requests import FeeMeans, Item, RequestType
from desktop.domain.states import CaseState
from desktop.services.case_views import ItemDecision

UI = Path(desktop.__file__).parent / "ui"
DAY = date(2026, 11, 10)

# Each document, and the control that makes, prints or saves it.
PLACES = {
    **dict.fromkeys(
        ("F-01", "F-02", "F-03", "F-04", "F-05"),
        "settings/document_printing.py document_print_form",
    ),
    "D-01": "cases/notice_acts.py notices",
    "D-02": "cases/correction.py correction_panel",
    "D-03": "cases/fee_check.py fee_ask",
    "D-04": "cases/notice_acts.py notices",
    **dict.fromkeys(("D-05", "D-06", "D-07", "D-08", "D-09", "D-10"), "cases/draft.py draft_panel"),
    "D-11": "cases/notice_acts.py notices",
    "D-12": "cases/cover_line.py cover_make",
    "D-13": "cases/notice_acts.py notices",
    "D-14": "cases/waiting.py waiting_close",
    **dict.fromkeys(("I-01", "I-02", "I-03", "I-10"), "cases/sheet_dialog.py case_sheet"),
    "I-04": "audit/place.py audit_ledger",
    "I-05": "disposal/batch_panel.py batch_proposal_sheet",
    "I-06": "disposal/batch_panel.py batch_record_sheet",
    "I-07": "disposal/batch_panel.py batch_certificate",
    "I-08": "audit/place.py audit_report",
    "I-09": "audit/place.py audit_stamps",
}

ANSWERS = {
    "D-08": ItemDecision(RequestType.PURPOSE, Item.K1, True, text="料金の請求のため"),
    "D-09": ItemDecision(
        RequestType.CORRECT, Item.K1, True, before="旧町一丁目", after="新町二丁目", done_on=DAY
    ),
    "D-10": ItemDecision(
        RequestType.STOP_USE, Item.K7, True, text="ご案内の送付をやめました", done_on=DAY
    ),
}


def test_every_document_of_the_list_has_its_place_and_its_declared_words() -> None:
    wanted = {
        *(f"F-0{number}" for number in range(1, 6)),
        *(f"D-{number:02d}" for number in range(1, 15)),
        *(f"I-{number:02d}" for number in range(1, 11)),
    }
    assert PLACES.keys() == wanted
    declared = {file.stem for file in paths.forms().rglob("*.toml")}
    assert wanted <= declared
    for code, place in PLACES.items():
        file, _, control = place.partition(" ")
        assert (UI / file).is_file(), code
        assert f'"{control}' in (UI / file).read_text("utf-8"), code


def approved(track: Track, decision: ItemDecision) -> str:
    case_id = track.to_fee(wanted={decision.type: (decision.item,)})
    if track.get(case_id).line.state is CaseState.FEE_CHECK:
        track.office.desk.casework.record_fee(track.act("c01"), case_id, FeeMeans.STAMPS, 220)
    track.office.desk.casework.finish_investigation(track.act("c01"), case_id)
    track.decide(case_id, decision)
    track.office.desk.casework.submit(track.act("c01"), case_id)
    track.approve(case_id)
    return case_id


def test_the_answers_of_the_other_types_print_from_the_window(
    track: Track, screen: Callable[..., Screen]
) -> None:
    track.with_register()
    cases = {code: approved(track, decision) for code, decision in ANSWERS.items()}
    shown = screen("c01")
    for code, case_id in cases.items():
        shown.open(case_id)
        folder, leave = shown.find("letter_folder"), shown.find("sending_leave")
        assert isinstance(folder, QLineEdit)
        assert isinstance(leave, QPushButton)
        folder.setText(str(track.folder))
        leave.click()
        shown.settle()
        (file,) = track.folder.glob(f"{code}*.pdf")
        with pypdfium2.PdfDocument(file) as document:
            words = "".join(page.get_textpage().get_text_range() for page in document)
        told = ANSWERS[code]
        assert all(one in words for one in (told.text, told.before, told.after))
        assert "様" in words
        assert "拝啓" in words
