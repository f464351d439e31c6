"""設定のスキャナー: a profile is made from a typed address and leads back to the feeder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.scanning import Device, Feed, PaperSize, ScanProfile, SourceKind
from desktop.ui.context import Context
from desktop.ui.intake.place import IntakePlace
from desktop.ui.settings.place import SettingsPlace
from desktop.ui.settings.scanners import ScannersPage

LEFT = Qt.MouseButton.LeftButton


def open_page(context: Context, qtbot: QtBot) -> SettingsPlace:
    place = SettingsPlace(context)
    qtbot.addWidget(place)
    place.resize(1142, 650)
    with qtbot.waitExposed(place):
        place.show()
    place.show_request("scanners")
    qtbot.waitUntil(lambda: context.tasks.running == 0)
    return place


def test_a_typed_address_becomes_a_profile_and_can_be_taken_away(
    sign_in: Callable[[str], Context], qtbot: QtBot, shots: Path
) -> None:
    context = sign_in("c01")
    place = open_page(context, qtbot)
    page = place.scanners
    assert page is not None
    assert page.isVisible()
    page.name.set_text("給紙スキャナー 1")
    QTest.mouseClick(page.save, LEFT)  # without an address
    qtbot.waitUntil(lambda: context.tasks.running == 0)
    assert page.address.error() != ""
    assert page.name.text() == "給紙スキャナー 1"
    page.address.set_text("192.168.1.20")
    page.feed.choose(Feed.FEEDER_DUPLEX.value)
    QTest.mouseClick(page.save, LEFT)
    qtbot.waitUntil(lambda: context.tasks.running == 0)
    (kept,) = context.desk.scanning.profiles()
    assert (kept.name, kept.kind, kept.address, kept.feed) == (
        "給紙スキャナー 1",
        SourceKind.ESCL,
        "192.168.1.20",
        Feed.FEEDER_DUPLEX,
    )
    qtbot.waitUntil(lambda: page.profiles.rows().rowCount() == 1)
    place.grab().save(str(shots / "settings-scanners.png"))
    page.profiles.setCurrentIndex(page.profiles.model().index(0, 0))
    QTest.mouseClick(page.remove, LEFT)
    qtbot.waitUntil(lambda: context.tasks.running == 0)
    assert context.desk.scanning.profiles() == ()


def watch_form(place: SettingsPlace) -> ScannersPage:
    page = place.scanners
    assert page is not None
    page.device.choose("watched")
    return page


def test_a_folder_is_tried_watched_changed_and_taken_away(
    sign_in: Callable[[str], Context], qtbot: QtBot, shots: Path, tmp_path: Path
) -> None:
    folder, other = tmp_path / "受信", tmp_path / "受信 2"
    folder.mkdir()
    other.mkdir()
    (folder / "a.pdf").write_bytes(b"%PDF-1.7")
    context = sign_in("c01")
    place = open_page(context, qtbot)
    page = watch_form(place)
    assert not page.feed.isVisible()
    page.name.set_text("複合機の受信")
    page.folder.place.set_text(str(folder))
    QTest.mouseClick(page.folder.attempt, LEFT)
    qtbot.waitUntil(lambda: context.tasks.running == 0)
    assert page.folder.told.text() == "読み書きできます。いま取り込めるファイルは1件です。"
    place.grab().save(str(shots / "settings-folder.png"))
    QTest.mouseClick(page.save, LEFT)
    qtbot.waitUntil(lambda: page.profiles.rows().rowCount() == 1)
    (kept,) = context.desk.scanning.profiles()
    assert (kept.name, kept.kind, kept.address) == (
        "複合機の受信",
        SourceKind.FOLDER,
        str(folder),
    )
    page.profiles.setCurrentIndex(page.profiles.model().index(0, 0))
    QTest.mouseClick(page.change, LEFT)
    assert (page.name.text(), page.folder.place.text()) == (kept.name, str(folder))
    page.folder.place.set_text(str(other))
    place.grab().save(str(shots / "settings-folder-change.png"))
    QTest.mouseClick(page.save, LEFT)
    qtbot.waitUntil(lambda: context.desk.scanning.profiles()[0].address == str(other))
    qtbot.waitUntil(lambda: context.tasks.running == 0)
    assert [one.id for one in context.desk.scanning.profiles()] == [kept.id]
    page.profiles.setCurrentIndex(page.profiles.model().index(0, 0))
    QTest.mouseClick(page.remove, LEFT)
    qtbot.waitUntil(lambda: context.tasks.running == 0)
    assert context.desk.scanning.profiles() == ()


def test_a_folder_that_may_not_be_watched_is_refused_beside_its_field(
    sign_in: Callable[[str], Context], qtbot: QtBot, shots: Path, tmp_path: Path
) -> None:
    context = sign_in("c01")
    place = open_page(context, qtbot)
    page = watch_form(place)
    page.name.set_text("複合機の受信")
    missing, store = str(tmp_path / "missing"), str(context.desk.premises.folder)
    for typed, words in ((missing, "ありません"), ("/proc/self", "消せません"), (store, "保管庫")):
        for button in (page.folder.attempt, page.save):
            page.folder.place.set_text(typed)
            QTest.mouseClick(button, LEFT)
            qtbot.waitUntil(lambda: context.tasks.running == 0)
            assert words in page.folder.place.error()
            assert page.name.text() == "複合機の受信"
    place.grab().save(str(shots / "settings-folder-refused.png"))
    assert context.desk.scanning.profiles() == ()


def test_a_scanner_is_changed_and_keeps_how_it_was_found(
    sign_in: Callable[[str], Context], qtbot: QtBot
) -> None:
    context = sign_in("c01")
    found = ScanProfile("", "給紙", SourceKind.SANE, "test:0", size=PaperSize.A5)
    context.desk.scanning.save_profile(context.act(), found)
    place = open_page(context, qtbot)
    page = place.scanners
    assert page is not None
    qtbot.waitUntil(lambda: page.profiles.rows().rowCount() == 1)
    page.profiles.setCurrentIndex(page.profiles.model().index(0, 0))
    QTest.mouseClick(page.change, LEFT)
    page.name.set_text("窓口のスキャナー")
    page.dpi.choose("200")
    QTest.mouseClick(page.save, LEFT)
    qtbot.waitUntil(lambda: context.tasks.running == 0)
    (kept,) = context.desk.scanning.profiles()
    assert (kept.name, kept.kind, kept.address, kept.dpi, kept.size) == (
        "窓口のスキャナー",
        SourceKind.SANE,
        "test:0",
        200,
        PaperSize.A5,
    )


FLATBED = Device(SourceKind.ESCL, "192.168.1.30", "卓上のスキャナー", (Feed.GLASS,), (600,))


def test_a_profile_keeps_what_the_device_found_last_cannot_do(
    sign_in: Callable[[str], Context], qtbot: QtBot
) -> None:
    context = sign_in("c01")
    kept = ScanProfile("", "給紙", SourceKind.ESCL, "192.168.1.20", Feed.FEEDER_DUPLEX, 300)
    context.desk.scanning.save_profile(context.act(), kept)
    place = open_page(context, qtbot)
    page = place.scanners
    assert page is not None
    page._show_devices((FLATBED,))
    page.profiles.setCurrentIndex(page.profiles.model().index(0, 0))
    QTest.mouseClick(page.change, LEFT)
    page._show_devices((FLATBED,))
    QTest.mouseClick(page.save, LEFT)
    qtbot.waitUntil(lambda: context.tasks.running == 0)
    (after,) = context.desk.scanning.profiles()
    assert (after.address, after.feed, after.dpi) == ("192.168.1.20", Feed.FEEDER_DUPLEX, 300)


def test_a_search_that_ends_late_leaves_the_folder_in_the_form(
    sign_in: Callable[[str], Context], qtbot: QtBot
) -> None:
    place = open_page(sign_in("c01"), qtbot)
    page = watch_form(place)
    page._show_devices((FLATBED,))
    assert page.device.key() == "watched"
    assert page.folder.isVisible()


def test_who_opens_no_mail_sets_up_no_scanner(
    sign_in: Callable[[str], Context], qtbot: QtBot
) -> None:
    place = open_page(sign_in("a01"), qtbot)
    assert place.scanners is None
    assert "スキャナー" not in place.tabs.words()


@pytest.mark.parametrize("make", [SettingsPlace, IntakePlace])
def test_a_place_opens_no_window_of_its_own(
    make: Callable[[Context], QWidget], sign_in: Callable[[str], Context], qtbot: QtBot
) -> None:
    """Such a window would take the keyboard: no key of the desk would answer any more."""
    context = sign_in("c01")
    before = {one for one in QApplication.topLevelWidgets() if one.isVisible()}
    place = make(context)
    qtbot.addWidget(place)
    qtbot.waitUntil(lambda: context.tasks.running == 0)
    assert {one for one in QApplication.topLevelWidgets() if one.isVisible()} <= before
