"""地名の対応表: the administrator proposes it, a supervisor signs it, then it is used."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTableView
from register_seat import Sit

from desktop.ui.context import Context

GOOD = "旧名,新名,日付\n埼玉県仮野郡例示村,埼玉県川越市,2005-10-01\n"
WRONG = GOOD + "埼玉県見本郡架空町,埼玉県どこにもない市,2006-01-01\n"


def in_force(context: Context) -> tuple[str, ...]:
    return context.desk.administration.settings(context.today()).place_names


def test_a_table_is_proposed_signed_and_then_used(sit: Sit, tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text(GOOD, "cp932")
    seat = sit("a01")
    seat.find("register_tabs").setFocus()
    seat.key(Qt.Key.Key_Right)
    seat.drop("place_names", file)
    seat.qtbot.waitUntil(lambda: seat.sees("names_summary"))
    assert seat.text("names_summary") == "1件の対応を読みました"
    seat.shoot("names-report")
    assert seat.unnamed() == []
    seat.go()
    seat.qtbot.waitUntil(lambda: seat.sees("names_proposed"))
    assert in_force(seat.context) == ()

    supervisor = sit("s01")
    supervisor.qtbot.waitUntil(lambda: supervisor.sees("names_unsigned"))
    supervisor.shoot("names-unsigned")
    supervisor.qtbot.mouseClick(supervisor.find("names_sign"), Qt.MouseButton.LeftButton)
    supervisor.qtbot.waitUntil(lambda: supervisor.sees("sign_names"))
    dialog = supervisor.find("sign_names")
    assert isinstance(dialog, QDialog)
    assert supervisor.cells("sign_names_lines") == [
        ["埼玉県仮野郡例示村", "埼玉県川越市", "2005-10-01"]
    ]
    supervisor.qtbot.mouseClick(supervisor.find("sign_names_act"), Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    supervisor.qtbot.keyClicks(supervisor.find("sign_names_passphrase"), "s01 has a long secret")
    dialog.grab().save(str(supervisor.shots / "names-sign.png"))
    supervisor.qtbot.mouseClick(supervisor.find("sign_names_act"), Qt.MouseButton.LeftButton)
    supervisor.qtbot.waitUntil(lambda: not supervisor.sees("names_unsigned"))
    assert [line.split("\t")[:2] for line in in_force(supervisor.context)] == [
        ["埼玉県仮野郡例示村", "埼玉県川越市"]
    ]


def test_a_long_table_scrolls_below_its_count_before_it_is_signed(sit: Sit, tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    lines = [f"埼玉県仮野郡第{number}村,埼玉県川越市,2005-10-01\n" for number in range(40)]
    file.write_text("旧名,新名,日付\n" + "".join(lines), "utf8")
    context = sit("a01").context
    context.desk.place_names.import_csv(context.act(), file, context.today())
    seat = sit("s01")
    seat.qtbot.waitUntil(lambda: seat.sees("names_unsigned"))
    seat.qtbot.mouseClick(seat.find("names_sign"), Qt.MouseButton.LeftButton)
    seat.qtbot.waitUntil(lambda: seat.sees("sign_names_lines"))
    assert len(seat.cells("sign_names_lines")) == 40
    assert seat.text("sign_names_told").startswith("40件の対応表を")
    table = seat.find("sign_names_lines")
    assert isinstance(table, QTableView)
    assert table.verticalScrollBar().maximum() > 0
    assert seat.find("sign_names").height() <= 700
    seat.find("sign_names").grab().save(str(seat.shots / "names-sign-long.png"))


def test_a_table_with_a_wrong_line_is_told_line_by_line_and_not_proposed(
    sit: Sit, tmp_path: Path
) -> None:
    file = tmp_path / "names.csv"
    file.write_text(WRONG, "utf8")
    seat = sit("a01")
    seat.find("register_tabs").setFocus()
    seat.key(Qt.Key.Key_Right)
    seat.drop("place_names", file)
    seat.qtbot.waitUntil(lambda: seat.sees("names_lines"))
    assert seat.cells("names_lines") == [["3", "新名", "新名が地名辞書にありません"]]
    assert not seat.find("names_propose").isEnabled()
    seat.shoot("names-wrong")
    seat.go()
    assert seat.context.desk.place_names.pending() == ()
