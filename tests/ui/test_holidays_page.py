"""設定 › 祝日: the administrator brings the official table, the supervisor signs it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from office_people import passphrase
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop import paths
from desktop.ui.clock import SteppedClock
from desktop.ui.context import Context
from desktop.ui.settings.holidays import HolidaysPage
from desktop.ui.settings.place import SettingsPlace

WORD = "祝日"


def page_of(login: str, sign_in: Callable[[str], Context], qtbot: QtBot) -> HolidaysPage:
    context = sign_in(login)
    place = SettingsPlace(context)
    qtbot.addWidget(place)
    place.resize(1142, 640)
    place.show()
    place.show_request("holidays")
    settle(place.holidays, qtbot)
    place.holidays.place = place  # a page goes with its place
    return place.holidays


def settle(page: HolidaysPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page._context.tasks.running == 0, timeout=10000)


def words(page: HolidaysPage, name: str) -> str:
    return page.findChild(QLabel, name).text()


def test_a_table_is_brought_compared_and_signed(
    sign_in: Callable[[str], Context],
    qtbot: QtBot,
    clock: SteppedClock,
    shots: Path,
    tmp_path: Path,
) -> None:
    clock.advance(timedelta(hours=1))  # after the set-up: of two signatures the later one holds
    file = tmp_path / "syukujitsu.csv"
    shipped = (paths.resources() / "holidays" / "japan.csv").read_text("utf-8")
    file.write_bytes(f"{shipped}2027/6/10,架空の記念日\n".encode("cp932"))
    page = page_of("a01", sign_in, qtbot)
    assert not page.propose.isVisible()
    page.look_at(file)
    settle(page, qtbot)
    assert "2024年から2027年まで" in words(page, "holidays_told")
    assert words(page, "holidays_changes") == "加わる　2027年6月10日（木）　架空の記念日"
    folder = shots / "x4"
    folder.mkdir(exist_ok=True)
    page.window().grab().save(str(folder / "holidays-look.png"))
    page.propose.click()
    settle(page, qtbot)
    assert words(page, "holidays_title") == "署名を待つ祝日表"
    assert not page.sign.isVisible()
    page.drop.click()  # and a second time, the first one taken back
    settle(page, qtbot)
    assert page._context.desk.holidays.pending() == ()
    assert words(page, "holidays_title") == "公式の祝日表"
    assert not page.drop.isVisible()
    page.look_at(file)
    settle(page, qtbot)
    page.propose.click()
    settle(page, qtbot)
    assert page.drop.isVisible()
    page = page_of("s01", sign_in, qtbot)
    assert page.sign.isVisible()
    assert not page.choose.isVisible()
    page.sign.click()
    assert page.passphrase.error()
    page.passphrase.set_text(passphrase("s01"))
    page.window().grab().save(str(folder / "holidays-sign.png"))
    page.sign.click()
    settle(page, qtbot)
    calendar = page._context.desk.administration.calendar(date(2026, 11, 10))
    assert not calendar.is_business_day(date(2027, 6, 10))
    assert not page.sign.isVisible()


def test_who_neither_proposes_nor_signs_has_no_such_page(
    sign_in: Callable[[str], Context], qtbot: QtBot
) -> None:
    place = SettingsPlace(sign_in("c01"))
    qtbot.addWidget(place)
    assert WORD not in place.tabs.words()
    assert place.holidays is None
