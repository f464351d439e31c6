"""登録情報の取込: columns, a dry run without values, the source line, the switch, the way back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from register_seat import HEAD, LINES, SECRET, Seat, Sit

from desktop.ui.widgets.select import Choice, Select

Bring = Callable[..., None]


def generation(seat: Seat) -> int:
    return seat.context.desk.register.info(seat.context.today()).generation


def customers(seat: Seat) -> int:
    return seat.context.desk.register.info(seat.context.today()).customers


def test_a_dropped_file_is_looked_at_before_it_is_taken(sit: Sit, register_csv: Path) -> None:
    seat = sit("a01")
    seat.drop("register_import", register_csv)
    seat.shoot("register-columns")
    assert seat.place.minimumSizeHint().height() <= 556  # of a window of 640
    assert seat.place.minimumSizeHint().width() <= 956
    assert seat.unnamed() == []
    assert generation(seat) == 0
    seat.go()
    seat.qtbot.waitUntil(lambda: seat.sees("register_lines"))
    assert seat.cells("register_lines") == [
        ["4", "受け入れない", "お客様番号", "顧客番号がありません"]
    ]
    assert seat.text("register_summary") == "2行を受け入れます"
    assert "お客様 2人" in seat.text("register_note")
    assert SECRET not in seat.words()
    assert generation(seat) == 0
    seat.shoot("register-dry-run")
    assert seat.unnamed() == []
    seat.go()
    assert generation(seat) == 1
    seat.qtbot.waitUntil(lambda: seat.text("register_info") == "2人・2件")
    assert seat.sees("register_imported")
    seat.shoot("register-imported")


def test_a_rejected_line_opens_from_the_source_and_leaves_no_trace(
    sit: Sit, register_csv: Path
) -> None:
    seat = sit("a01")
    seat.drop("register_import", register_csv)
    seat.go()
    seat.qtbot.waitUntil(lambda: QApplication.focusWidget() is seat.find("register_lines"))
    seat.key(Qt.Key.Key_Return)
    seat.qtbot.waitUntil(lambda: seat.sees("register_source"))
    assert seat.text("register_source_title") == "元のファイルの4行目"
    shown = seat.cells("register_source")
    assert shown[0] == ["customer_no", "—"]
    assert shown[1] == ["name", SECRET]
    seat.shoot("register-source-line")
    kept = seat.context.desk.premises.folder
    files = [one for one in kept.rglob("*") if one.is_file()]
    assert files
    assert not [one for one in files if SECRET.encode() in one.read_bytes()]
    seat.find("register_tabs").setFocus()
    seat.key(Qt.Key.Key_Right)
    seat.key(Qt.Key.Key_Left)
    assert not seat.sees("register_source")
    assert SECRET not in seat.words()


def test_a_source_that_changed_meanwhile_is_told(sit: Sit, register_csv: Path) -> None:
    seat = sit("a01")
    seat.drop("register_import", register_csv)
    seat.go()
    register_csv.write_text(HEAD + "\n", "utf8")
    seat.qtbot.mouseClick(seat.find("register_open_line"), Qt.MouseButton.LeftButton)
    seat.qtbot.waitUntil(lambda: seat.sees("error_banner"))
    assert "4行目がありません" in seat.text("error_banner_headline")


def test_headings_of_another_system_are_mapped_by_hand(sit: Sit, tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("番号A,氏名,所在\n77001,架空 太郎,埼玉県川越市古谷上1-2-3\n", "cp932")
    seat = sit("a01")
    seat.drop("register_import", file)
    assert seat.text("register_columns_note") == "1行・CP932・見出し3列"
    assert seat.text("register_columns_missing") == "お客様番号・住所の列を選んでください"
    assert not seat.find("register_check").isEnabled()
    for ours, heading in (("customer_no", "番号A"), ("address", "所在")):
        select = seat.find(f"register_column_{ours}")
        assert isinstance(select, Select)
        select.setFocus()
        for _ in range(4):
            if select.currentText() != heading:
                seat.key(Qt.Key.Key_Down)
        assert select.currentText() == heading
    seat.shoot("register-columns-by-hand")
    seat.go()
    seat.qtbot.waitUntil(lambda: seat.sees("register_take"))
    assert seat.sees("register_clean")
    seat.go()
    assert customers(seat) == 1


def test_a_delta_changes_only_its_own_customers(sit: Sit, bring: Bring, tmp_path: Path) -> None:
    bring()
    file = tmp_path / "delta.csv"
    moved = LINES[0].replace("古谷上1丁目2番3号 コーポ若葉203号室", "古谷上7丁目7番7号")
    gone = "9000000002" + "," * 11 + ",1"
    file.write_text("\n".join((f"{HEAD},removed", moved + ",", gone)) + "\n", "utf8")
    seat = sit("a01")
    seat.drop("register_import", file)
    assert not seat.sees("register_column_removed")
    delta = seat.find("register_delta")
    assert isinstance(delta, Choice)
    assert delta.isEnabled()
    seat.qtbot.mouseClick(delta, Qt.MouseButton.LeftButton)
    seat.qtbot.waitUntil(lambda: seat.sees("register_column_removed"))
    seat.settle()
    seat.shoot("register-delta")
    seat.go()
    seat.qtbot.waitUntil(lambda: seat.sees("register_take"))
    assert "改めるお客様 1人　除くお客様 1人" in seat.text("register_note")
    seat.go()
    assert customers(seat) == 1
    seat.qtbot.waitUntil(lambda: "差分" in seat.text("register_age"))


def test_without_a_register_there_is_no_delta_to_choose(sit: Sit, register_csv: Path) -> None:
    seat = sit("a01")
    seat.drop("register_import", register_csv)
    assert not seat.find("register_delta").isEnabled()
    assert "選べません" in seat.text("register_no_delta")


@pytest.fixture
def long_csv(tmp_path: Path) -> Path:
    """Some seconds of work."""
    file = tmp_path / "long.csv"
    lines = [
        f"8{number:09d},見本 {number}子,,,,350-0001,埼玉県川越市古谷上1丁目2番{number}号,,,,,"
        for number in range(8_000)
    ]
    file.write_text("\n".join((HEAD, *lines)) + "\n", "utf8")
    return file


def test_a_cancelled_import_leaves_the_old_generation(
    sit: Sit, bring: Bring, long_csv: Path
) -> None:
    bring()
    seat = sit("a01")
    seat.drop("register_import", long_csv)
    seat.go()
    seat.qtbot.waitUntil(lambda: seat.sees("register_take"))
    seat.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert seat.sees("register_progress")
    panel = seat.place.importing
    assert panel is not None
    seat.qtbot.waitUntil(lambda: panel.progress._bar.value() > 0)
    assert panel.progress._count.text().endswith(" / 8000行")
    assert seat.place.height() == 664  # nothing pushes the window taller
    seat.place.grab().save(str(seat.shots / "register-progress.png"))
    seat.key(Qt.Key.Key_Escape)
    seat.settle()
    assert seat.sees("register_cancelled")
    assert seat.text("register_cancelled_headline") == "取込みを取りやめました。"
    assert (generation(seat), customers(seat)) == (1, 2)
    assert seat.find("register_take").isEnabled()
    seat.shoot("register-cancelled")


def test_a_file_that_is_no_register_is_told(sit: Sit, tmp_path: Path) -> None:
    seat = sit("a01")
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    seat.drop("register_import", empty)
    seat.qtbot.waitUntil(lambda: seat.sees("error_banner"))
    assert "空か" in seat.text("error_banner_headline")
