"""The daily lines of DOMAIN §12 in the window, as a clerk meets them; expectations by hand."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2
from case_pages import TARO, form, licence
from case_path import K1, K1_K3, Track
from case_screen import Screen
from mail_bag import register_line
from PySide6.QtCore import Qt

from desktop.domain.requests import Item, RequestType
from desktop.domain.states import CaseState
from desktop.ui.cases.id_check import IdCheckPanel

Open = Callable[..., Screen]
THREE = {RequestType.DISCLOSE: (Item.K1, Item.K3, Item.K4)}


def state(shown: Screen) -> CaseState:
    return shown.case().opened.case.line.state


def test_three_items_with_650_yen_are_told_10_short_and_asked_for(
    track: Track, screen: Open
) -> None:
    """Items 3 with 650円 → short 10."""
    case_id = track.with_register().to_fee(wanted=THREE)
    shown = screen("c01")
    shown.open(case_id)
    shown.find("fee_means").choose("STAMPS")  # type: ignore[attr-defined]
    shown.type("fee_amount", "500×1 100×1 50×1")
    assert shown.text("fee_sentence_text") == "手数料660円に10円足りません。"
    shown.go()
    assert state(shown) is CaseState.FEE_CHECK
    shown.find("fee_ask").click()  # type: ignore[attr-defined]
    shown.settle()
    assert state(shown) is CaseState.AWAITING_FEE
    assert [letter.code for letter in track.get(case_id).letters] == ["D-03"]


def test_two_forms_of_taka_go_to_a_second_clerk(track: Track, screen: Open, shots: Path) -> None:
    """髙橋/高橋 VARIANT: one person alone does not confirm it."""
    hashigo = replace(TARO, name="髙橋 太郎")
    track.with_register(register_line(replace(TARO, name="高橋 太郎")))
    case_id = track.to_identity(form(hashigo), licence(hashigo), wanted=K1)
    shown = screen("c01")
    shown.open(case_id)
    task = shown.case().task
    assert isinstance(task, IdCheckPanel)
    rows = task.table.rows()
    row = rows.row_at(rows.number_of("name"))  # type: ignore[attr-defined]
    assert row is not None
    words = [cell.words() for cell in row.cells]
    assert words[1:4] == ["髙橋 太郎", "髙橋 太郎", "高橋 太郎"]
    assert words[4].startswith("表記ゆれ")
    assert "name.judged" in task.table.to_confirm()
    shown.shoot(shots, "case-check-takahashi")
    task.table.setFocus()
    for _ in range(len(task.table.to_confirm())):
        shown.key(Qt.Key.Key_Space)
    shown.key(Qt.Key.Key_F8)
    shown.type("check_note", "髙と高の違いのみ")
    shown.go()
    assert shown.text("proposal_headline") == "第二確認を待っています"
    assert state(shown) is CaseState.ID_CHECK


def test_granted_and_refused_items_go_in_one_letter_in_the_window(
    track: Track, screen: Open
) -> None:
    """Granted + refused items in one letter, which lists both."""
    case_id = track.with_register().to_draft(wanted=K1_K3, amount=440)
    shown = screen("c01")
    shown.open(case_id)
    shown.find("grant_DISCLOSE_K1").setFocus()
    shown.key(Qt.Key.Key_Space)
    shown.find("refuse_DISCLOSE_K3").setFocus()
    shown.key(Qt.Key.Key_Space)
    shown.find("reason_DISCLOSE_K3").choose("R_NI")  # type: ignore[attr-defined]
    shown.type("reason_text_DISCLOSE_K3", "請求された期間の記録はありません。")
    shown.go()
    assert state(shown) is CaseState.APPROVAL
    (letter,) = track.get(case_id).letters
    pdf = track.office.desk.correspondence.letter_pdf(track.act("c01"), letter.id)
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        words = "".join(document[0].get_textpage().get_text_range().split())
    finally:
        document.close()
    assert letter.code == "D-05"
    assert "契約者情報" in words
    assert "料金・請求・入金" in words
    assert "請求された期間の記録はありません。" in words
