"""A PDF beside its item: every page seen, boxes moved and added by key, then it is the answer.

And the draft that follows what the departments said.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from answer_sheets import answered, own_number, picture_of, staff
from case_path import Track, write_answer_file
from case_screen import Screen
from mail_bag import ICHIRO
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.domain.requests import Item, Reason, RequestType
from desktop.domain.states import CaseState

Open = Callable[..., Screen]
Key = Qt.Key
WANTED = {RequestType.DISCLOSE: (Item.K3, Item.K6)}
NONE = Qt.KeyboardModifier.NoModifier


def states(shown: Screen) -> list[str]:
    rows = shown.find("answer_items").rows()  # type: ignore[attr-defined]
    return [rows.row_at(n).cells[1].words() for n in range(rows.rowCount())]


def press(shown: Screen, name: str, key: Qt.Key) -> None:
    shown.qtbot.keyClick(shown.find(name), key)
    shown.settle()
    QApplication.processEvents()


def test_a_pdf_is_confirmed_by_key_and_the_draft_follows_the_answers(
    track: Track, screen: Open, shots: Path
) -> None:
    case_id = track.with_register().to_investigation(wanted=WANTED, amount=440)
    pages = answered(own_number(), *staff()), answered()
    track.office.desk.answer_pages.take(track.act("c01"), case_id, Item.K6, pages)
    shown = screen("c01")
    shown.open(case_id)
    assert states(shown) == ["未着", "PDF・要確認"]
    assert shown.text("answer_open") == "回答を確かめる"
    shown.shoot(shots, "y6-investigation-pdf")
    shown.find("answer_open").click()  # type: ignore[attr-defined]
    shown.settle()
    act = shown.find("answer_pages_act")
    assert shown.text("answer_page_count") == "1枚目／2枚"
    assert shown.text("answer_page_boxes") == "黒塗り 1か所"
    assert "お客様番号が読み取れました" in shown.text("answer_page_numbered")
    shown.find("answer_pages").grab().save(str(shots / "y6-answer-pages.png"))
    shown.find("answer_page_theirs").setChecked(True)  # type: ignore[attr-defined]
    assert not act.isEnabled()  # the second page has not been seen
    press(shown, "answer_page_view", Key.Key_PageDown)
    assert shown.text("answer_page_count") == "2枚目／2枚"
    press(shown, "answer_page_view", Key.Key_M)
    press(shown, "answer_page_view", Key.Key_Return)
    assert shown.text("answer_page_boxes") == "黒塗り 2か所"
    press(shown, "answer_page_view", Key.Key_Delete)
    assert shown.text("answer_page_boxes") == "黒塗り 1か所"
    assert act.isEnabled()
    shown.type("answer_page_source", "お客さま相談課")
    act.click()  # type: ignore[attr-defined]
    assert "日付を" in shown.text("answer_page_as_of_below")
    shown.type("answer_page_as_of", "2026-11-10")
    act.click()  # type: ignore[attr-defined]
    shown.settle()
    assert states(shown) == ["未着", "回答 2枚"]
    first, _second = track.office.desk.answer_pages.confirmed(
        track.office.by("c01"), case_id, Item.K6
    )
    assert float(np.mean(picture_of(first))) < 10

    file = track.folder / "K3.csv"
    known = [ICHIRO.number, ICHIRO.supply_point, "K3"]
    write_answer_file(file, [[*known, "該当なし", "", "料金課", "2026-11-10"]])
    track.office.desk.casework.import_answers(track.act("c01"), case_id, file)
    shown.context.data_changed.emit()
    shown.settle()
    shown.window.activateWindow()
    shown.qtbot.waitUntil(shown.window.isActiveWindow)
    shown.go()
    assert shown.case().opened.case.line.state is CaseState.DRAFTED
    assert shown.text("draft_panel_note") == "2項目のうち 開示 0・不開示 0"  # nothing by itself
    shown.key(Key.Key_F4)
    assert shown.text("draft_panel_note") == "2項目のうち 開示 1・不開示 1"
    assert shown.find("grant_DISCLOSE_K6").isChecked()  # type: ignore[attr-defined]
    assert shown.find("reason_DISCLOSE_K3").key() == "R_NI"  # type: ignore[attr-defined]
    shown.shoot(shots, "y6-draft-proposed")
    shown.go()
    view = track.get(case_id)
    assert view.line.state is CaseState.APPROVAL
    assert [(one.item, one.reason) for one in view.decisions] == [
        (Item.K3, Reason.R_NI),
        (Item.K6, None),
    ]
    assert [one.code for one in view.letters] == ["D-05"]
