"""The three-way check tells why: of the row, of each candidate, and how old the register is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from case_pages import TARO, envelope, form, licence, stamps
from case_path import K1, K1_K3, Track
from case_screen import Screen
from mail_bag import register_line
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel

from desktop.domain.reading import PageKind
from desktop.ui import theme
from desktop.ui.cases.check_table import CheckTable
from desktop.ui.cases.id_check import IdCheckPanel
from desktop.ui.clock import SteppedClock

Open = Callable[..., Screen]
MOVED = "埼玉県みどり野市若葉町二丁目14番6号 203号室"


def check_of(shown: Screen) -> IdCheckPanel:
    task = shown.case().task
    assert isinstance(task, IdCheckPanel)
    return task


@pytest.fixture
def other_room(track: Track) -> str:
    """Form and licence say 203, the register says 205."""
    line = register_line(replace(TARO, town="若葉町二丁目", block="14番6号", room="205"))
    pages = (form(), licence(address=MOVED), stamps(), envelope())
    return track.with_register(line).to_identity(*pages, wanted=K1_K3)


def below(table: CheckTable, component: str) -> str:
    """The few words under the outcome of a row."""
    row = table.rows().row_at(table.rows().number_of(component))  # type: ignore[attr-defined]
    assert row is not None
    return str(row.cells[-1].sub)


def test_the_evidence_of_the_chosen_row_stands_below_the_table(
    other_room: str, screen: Open, shots: Path
) -> None:
    shown = screen("c01")
    shown.open(other_room)
    panel = check_of(shown)
    assert panel.table.current_key() == "room"
    assert shown.text("check_evidence_text") == (
        "部屋番号　請求書・書類：部屋番号の書き方　書類・登録、請求書・登録：部屋番号が違います"
    )
    top = panel.table.geometry()
    shown.key(Qt.Key.Key_Up)
    assert "建物名が片方にしかありません" in shown.text("check_evidence_text")
    panel.table.choose("name")
    assert shown.text("check_evidence_text") == "氏名　書かれているものはすべて一致しています"
    assert panel.table.geometry() == top
    assert (below(panel.table, "block"), below(panel.table, "town")) == (
        "番地の書き方",
        "丁目の書き方",
    )
    shown.shoot(shots, "case-check-row-evidence")


@pytest.fixture
def moved(track: Track) -> str:
    """The register still holds the address left behind; the back of the licence tells the move."""
    left = replace(TARO, town="若葉町5丁目", block="9-1", building="", room="")
    card, moved_in = licence(left), licence(TARO)
    back = replace(moved_in, reading=replace(moved_in.reading, kind=PageKind.DL_BACK))
    track.with_register(register_line(left))
    return track.to_identity(form(), card, back, stamps(), wanted=K1)


def test_rows_that_a_move_explains_show_the_former_address_as_their_evidence(
    moved: str, screen: Open, shots: Path
) -> None:
    shown = screen("c01")
    shown.open(moved)
    panel = check_of(shown)
    assert shown.text("proposal_headline") == "提案：第二確認者の確認（前住所で一致）"
    assert shown.text("id_check_panel_note") == "記載なし 3 · 前住所一致 2"
    panel.table.choose("block")
    row = panel.table.rows().row_at(panel.table.rows().number_of("block"))  # type: ignore[attr-defined]
    assert [cell.words() for cell in row.cells] == [
        "番地 要確認", "14-6", "14-6", "9-1 前住所 9-1", "前住所一致",
    ]  # fmt: skip
    assert shown.text("check_evidence_text") == (
        "番地　運転免許証の前住所「9-1」＝登録 R1 契約者・請求先の住所「9-1」：一致"
    )
    shown.shoot(shots, "case-check-former")
    shown.key(Qt.Key.Key_E)
    facts = [one.text() for one in panel.reasons.findChildren(QLabel)]
    assert "運転免許証の前住所 ＝ 登録 R1 契約者・請求先の住所" in facts
    shown.shoot(shots, "case-check-former-reasons")


def test_what_a_misreading_could_explain_is_marked_and_is_no_pass(
    track: Track, screen: Open, shots: Path
) -> None:
    other = licence(replace(TARO, room="208"))
    case_id = track.with_register(register_line(TARO)).to_identity(form(), other, wanted=K1)
    shown = screen("c01")
    shown.open(case_id)
    panel = check_of(shown)
    panel.table.choose("room")
    assert below(panel.table, "room") == "読み違い？"
    assert shown.text("check_evidence_text").endswith("読み取りの誤りかもしれません")
    assert shown.find("check_evidence_text").property("tone") == "warn"
    assert panel.keys.primary.text() == "補正依頼を作る"
    shown.shoot(shots, "case-check-misread")


def test_candidates_are_told_apart_where_they_are_picked(
    track: Track, screen: Open, shots: Path
) -> None:
    lines = (register_line(TARO), register_line(TARO, customer_no="1000000002"))
    case_id = track.with_register(*lines).to_identity(form(), licence(), wanted=K1)
    shown = screen("c01")
    shown.open(case_id)
    panel = check_of(shown)
    assert panel.evidence.sentence() == "登録の候補を選ぶと、根拠を表示します。"
    told = [panel.candidates.told(number) for number in range(2)]
    assert all("架空 太郎" in one for one in told)
    assert {one[one.index("10") :][:10] for one in told} == {"1000000001", "1000000002"}
    shown.key(Qt.Key.Key_F4)
    view = panel.candidates.view()
    assert view.isVisible()
    view.window().grab().save(str(shots / "case-check-candidates.png"))
    assert view.width() >= view.sizeHintForColumn(0)


def test_the_age_of_the_register_stands_beside_the_candidate(
    other_room: str, screen: Open, clock: SteppedClock, shots: Path
) -> None:
    shown = screen("c01")
    shown.open(other_room)
    assert shown.text("check_register_days") == "登録 今日"
    assert not shown.find("check_register_age").isVisible()
    clock.advance(timedelta(days=36))
    shown = screen("c01")
    shown.open(other_room)
    panel = check_of(shown)
    assert shown.text("check_register_days") == "登録 36日前"
    assert shown.find("check_register_days").property("tone") == "warn"
    assert "36日前" in shown.text("check_register_age_text")
    right = panel.candidates.mapTo(panel, QPoint(panel.candidates.width(), 0)).x()
    assert right <= panel.width() - 16
    shown_words = theme.text_width(panel.candidates.currentText())
    assert shown_words <= panel.candidates.width() - 9 - 24  # its padding, its arrow
    shown.shoot(shots, "case-check-old-register")
