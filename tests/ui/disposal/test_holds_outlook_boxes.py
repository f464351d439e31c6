"""保全, 予定 and 棚・箱: held by class and released by two; what comes when, and stands where."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from case_path import Track
from desk_window import Window, hold, much_due
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from desktop.ui.disposal.place import KeepingPlace
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.select import Select

Open = Callable[..., Window]
CTRL = Qt.KeyboardModifier.ControlModifier
SHELF = "棚3 箱12"


def keeping(desk: Window, what: object = None) -> KeepingPlace:
    place = desk.go("keeping", what)
    assert isinstance(place, KeepingPlace)
    return place


def choose(desk: Window, name: str, key: str) -> None:
    found = desk.find(name)
    assert isinstance(found, Select)
    found.choose(key)


def dialog(desk: Window, name: str) -> Dialog:
    (found,) = (one for one in desk.window.findChildren(Dialog, name) if one.isVisible())
    return found


def answer(desk: Window, name: str) -> None:
    QTest.mouseClick(dialog(desk, name).act, Qt.MouseButton.LeftButton)
    desk.settle()


def save_as(desk: Window, name: str, file: Path) -> None:
    chooser = desk.window.findChild(QFileDialog, name)
    field = chooser.findChild(QLineEdit, "fileNameEdit")
    field.setText(str(file))
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.qtbot.waitUntil(file.exists)
    desk.settle()


@pytest.fixture
def cases(track: Track) -> list[str]:
    """Six cases with something due, the second of which stands on a shelf."""
    made = much_due(track)
    track.office.desk.paper.set_shelf(track.act("c01"), made[1], SHELF)
    return made


def test_a_supervisor_holds_a_class_looks_again_and_prolongs(
    track: Track, cases: list[str], screen: Open, shots: Path
) -> None:
    desk = screen("s01")
    keeping(desk)
    desk.press(Qt.Key.Key_Space)  # the first paper
    desk.click("keeping_extend")
    answer(desk, "extension")
    assert "理由" in desk.words("extension_reason_below")
    choose(desk, "extension_reason", "MONEY")
    dialog(desk, "extension").grab().save(str(shots / "extension-dialog.png"))
    answer(desk, "extension")
    assert desk.notice() == "1件の保存期間を延長しました。"
    assert desk.table("keeping_due_rows")[1][1] == "26-0002"
    place = keeping(desk, "holds")
    desk.shoot(shots, "holds-empty")
    assert desk.window.focusWidget() is place.holds.first
    desk.press(Qt.Key.Key_Space)
    asked = dialog(desk, "class_hold")
    answer(desk, "class_hold")
    assert "区分" in desk.words("class_hold_class_below")
    choose(desk, "class_hold_class", "A")
    answer(desk, "class_hold")
    assert "理由" in desk.words("class_hold_reason_below")
    choose(desk, "class_hold_reason", "PPC")
    asked.grab().save(str(shots / "holds-class-dialog.png"))
    answer(desk, "class_hold")
    assert desk.notice() == "保存区分を保全しました。"
    today = track.office.now.date()
    sooner, later = today + timedelta(days=30), today + timedelta(days=90)
    track.office.desk.disposal.holds.hold(track.act("s01"), cases[1], "LAWSUIT", sooner)
    desk.context.data_changed.emit()
    desk.settle()
    assert desk.table("keeping_holds") == [
        ["26-0002", "この案件", "訴訟", "3件", sooner.isoformat(), "保全中"],
        [
            *("A 本人確認書類", "保存区分すべて", "個人情報保護委員会", "6件"),
            *(later.isoformat(), "保全中"),
        ],
    ]
    assert desk.words("holding_title") == "A 本人確認書類の保全"  # what was chosen stays chosen
    desk.shoot(shots, "holds")
    desk.click("holding_again")
    choose(desk, "hold_again_reason", "AUDIT")
    dialog(desk, "hold_again").grab().save(str(shots / "holds-again-dialog.png"))
    answer(desk, "hold_again")
    assert desk.notice() == "保全を続けます。"
    assert "監査" in desk.words("holding_review_0")
    desk.click("holding_release")
    assert "申し出ました" in desk.notice()
    assert "別の人が確認" in desk.words("holding_told")
    assert not desk.is_seen("holding_confirm")
    keeping(desk, "due")
    held = [row[4] for row in desk.table("keeping_due_rows")[1:]]
    assert held == ["保全中（訴訟・監査）", *["保全中（監査）"] * 4]
    desk.shoot(shots, "keeping-due-shelf")
    assert desk.table("keeping_due_rows")[1][5] == SHELF


def test_a_clerk_confirms_a_release_and_finds_boxes_and_months(
    track: Track, cases: list[str], screen: Open, shots: Path, tmp_path: Path
) -> None:
    holds = track.office.desk.disposal.holds
    hold(track, cases[0])
    holds.propose_release(track.act("s01"), cases[0])
    desk = screen("c01")
    keeping(desk, "holds")
    assert desk.table("keeping_holds")[0][5] == "解除の確認待ち"
    assert not desk.is_seen("holds_class")
    desk.shoot(shots, "holds-confirm")
    desk.confirm()
    assert desk.notice() == "保全を解除しました。"
    assert desk.table("keeping_holds")[0][5] == "解除済み"
    assert "架空 太郎" in desk.words("holding_told")

    keeping(desk, "outlook")
    months = desk.table("outlook_months")
    full = [row for row in months if row[5] not in ("－", "")]
    # Six cases withdrawn on 2026-11-10 and the days after: B and C are due two years and a day on.
    assert full == [["2028年11月", "－", "6", "6", "－", "12", "6", "－"]]
    assert desk.words("outlook_told") == "期限到来 6件　これから 12件"
    assert desk.words("outlook_month") == "2028年11月　12件"
    assert [row[0] for row in desk.table("outlook_days")][:2] == [
        "11月11日（土）",
        "11月12日（日）",
    ]
    desk.shoot(shots, "outlook")
    desk.confirm()
    save_as(desk, "outlook_file_dialog", tmp_path / "months.pdf")
    assert desk.notice() == "保存期限の予定表を保存しました。"

    place = keeping(desk, "boxes")
    assert desk.window.focusWidget() is place.boxes.code
    rows = desk.table("boxes_list")
    assert [(row[0], row[1], row[2]) for row in rows] == [
        (SHELF, "なし", "1件"),
        ("保管場所の記録なし", "なし", "5件"),
    ]
    desk.click("boxes_label")
    save_as(desk, "box_label_file_dialog", tmp_path / "box.pdf")
    assert desk.notice() == "棚・箱のラベルを保存しました。"
    assert desk.table("boxes_list")[0][1] == "B-0001"
    scan(desk, place.boxes.code, "26-0003")
    assert desk.words("boxes_title") == "保管場所の記録なし"
    assert place.boxes.papers.current_key()
    scan(desk, place.boxes.code, "b-0001")
    assert desk.words("boxes_title") == SHELF
    assert {row[1] for row in desk.table("boxes_papers")} == {"26-0002"}
    desk.shoot(shots, "boxes")
    scan(desk, place.boxes.code, "B-0009")
    assert "この番号の棚・箱も" in desk.words("boxes_code_below")
    desk.shoot(shots, "boxes-unknown")
    # A place with more papers than a list can take shows the earliest, and each that is scanned.
    place.boxes.most = 1
    for number in ("26-0001", "26-0006"):
        scan(desk, place.boxes.code, number)
        assert {row[1] for row in desk.table("boxes_papers")} == {number}
    assert "期限の早い1件" in desk.words("boxes_amount")


def scan(desk: Window, field: QWidget, code: str) -> None:
    """As a hand scanner types: over what stands there, and Enter."""
    assert desk.window.focusWidget() is field
    QTest.keyClicks(field, code)
    desk.press(Qt.Key.Key_Return)
