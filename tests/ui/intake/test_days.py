"""日計 on the screen: two people count the paper, the desk names what differs, the day closes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import mail_desk
from mail_stand import CTRL, Stand
from office_people import passphrase
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QWidget

from desktop.ui.clock import JST, SteppedClock
from desktop.ui.context import Context

Key = Qt.Key
PILES = ("new_case", "joined", "rerouted", "returned", "no_mail")


def count(stand: Stand, opened: int, piles: tuple[int, ...]) -> None:
    field(stand, "day_paper_opened").setText(str(opened))
    for name, number in zip(PILES, piles, strict=True):
        field(stand, f"day_paper_{name}").setText(str(number))


def field(stand: Stand, name: str) -> QLineEdit:
    found = stand.place.findChild(QLineEdit, name)
    assert found is not None, name
    return found


def words(stand: Stand, name: str) -> str:
    found = stand.place.findChild(QLabel, name)
    assert found is not None, name
    return found.text()


def banner(stand: Stand) -> str:
    (shown,) = stand.place.days.panel.banners.banners()
    return f"{shown.headline()} {shown.body()}"


def test_the_day_is_closed_by_two_who_counted_what_the_desk_recorded(
    sign_in: Callable[[str], Context],
    open_place: Callable[..., Stand],
    clock: SteppedClock,
    shots: Path,
    tmp_path: Path,
) -> None:
    context = sign_in("c01")
    mail_desk.file(context, date(2026, 11, 9))
    mail_desk.file(context, date(2026, 11, 10), name="見本 花子")
    advert = mail_desk.lay_in(context, [mail_desk.form()])
    context.desk.intake.discard(context.act(), advert, "NOT_MAIL")
    waiting = mail_desk.lay_in(context, [mail_desk.form(), mail_desk.licence()])
    clock.jump_to(datetime(2026, 11, 11, 9, 0, tzinfo=JST))
    stand = open_place()
    # The day has gone by: 今日 says so in red and leads there.
    stand.place.findChild(QWidget, "red_day_close_act").click()
    stand.settle()
    days = stand.place.days
    days.table.choose("2026-11-10")
    stand.settle()
    assert words(stand, "day_title") == "11月10日（火）"
    assert [words(stand, f"day_desk_{name}") for name in PILES] == ["2", "0", "0", "0", "1"]
    count(stand, 4, (2, 0, 0, 0, 2))
    field(stand, "day_second").setText("c02")
    field(stand, "day_passphrase").setText(passphrase("c02"))
    stand.press(Key.Key_Return, CTRL)
    assert "封筒 4 の処置が決まっていません。" in banner(stand)
    assert "「郵便物でないもの」は、紙では2通、窓口の記録では1通です。" in banner(stand)
    # What was typed is still there, and the envelope itself is one press away.
    assert field(stand, "day_paper_no_mail").text() == "2"
    grab(stand, shots, "day-difference")
    stand.place.findChild(QWidget, f"day_unsettled_{waiting}").click()
    stand.settle()
    assert stand.place.tabs.words()[stand.place.tabs.current()] in ("取込", "未整理")
    context.desk.intake.discard(context.act(), waiting, "NOT_MAIL")
    context.data_changed.emit()
    stand.place.show_days()
    stand.settle()
    days.table.choose("2026-11-10")
    stand.settle()
    field(stand, "day_passphrase").setText(passphrase("c02"))
    stand.press(Key.Key_Return, CTRL)
    assert "11/10の日計を締めました" in banner(stand)
    assert words(stand, "day_closed_by") == "架空 太郎 と 見本 花子 が 11/11 09:00 に締めました。"
    assert not stand.place.findChild(QWidget, "day_reopen").isVisible()
    grab(stand, shots, "day-closed")
    stand.press(Key.Key_Return, CTRL)
    dialog = stand.place.findChild(QFileDialog, "day_file_dialog")
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "sheet.pdf"))
    dialog.close()
    stand.settle()
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")


def grab(stand: Stand, shots: Path, name: str) -> None:
    folder = shots / "x4"
    folder.mkdir(exist_ok=True)
    stand.place.window().grab().save(str(folder / f"{name}.png"))
