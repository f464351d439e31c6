"""設定のスキャナー: a sheet by way of trial, and a search that finds or is ended by its button."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.domain.scanning import Device, Fault, ScanProfile, SourceKind
from desktop.services.scanning import Scanning
from desktop.ui.context import Context
from desktop.ui.settings.place import SettingsPlace
from desktop.ui.settings.scanners import ScannersPage
from desktop.ui.widgets.chip import Chip

sys.path.insert(0, str(Path(__file__).parents[2] / "services"))

from paper_feeder import PaperFeeder
from paper_reader import CARD_BACK, FORM, PaperReader

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


@dataclass
class PatientFeeder(PaperFeeder):
    """Its search lasts until it is cancelled, where `lasting` is set."""

    lasting: bool = False
    searching: threading.Event = field(default_factory=threading.Event)

    def devices(self, cancelled: threading.Event) -> tuple[Device, ...]:
        self.searching.set()
        while self.lasting and not cancelled.is_set():
            threading.Event().wait(0.01)
        return () if cancelled.is_set() else super().devices(cancelled)


class Desk:
    """The page over a feeder of plain sheets."""

    def __init__(self, context: Context, qtbot: QtBot) -> None:
        self.context, self.qtbot, self.feeder = context, qtbot, PatientFeeder()
        desk = context.desk
        desk.scanning = Scanning(desk.premises, desk.intake, lambda _kind: self.feeder, PaperReader)
        wish = ScanProfile("", "給紙スキャナー 1", SourceKind.SANE, "paper:0")
        desk.scanning.save_profile(context.act(), wish)
        self.place = SettingsPlace(context)
        qtbot.addWidget(self.place)
        self.place.resize(1142, 650)
        with qtbot.waitExposed(self.place):
            self.place.show()
        self.place.activateWindow()
        self.place.show_request("scanners")
        self.settle()

    @property
    def page(self) -> ScannersPage:
        assert self.place.scanners is not None
        return self.place.scanners

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.context.tasks.running == 0)

    def text(self, name: str) -> str:
        found = self.place.findChild(QLabel, name)
        assert found is not None
        return found.text()

    def state(self) -> str:
        found = self.place.findChild(Chip, "trial_state")
        assert found is not None
        return found.accessibleName()

    def press(self, key: Key) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.place, key)

    def choose_profile(self) -> None:
        table = self.page.profiles
        self.qtbot.waitUntil(lambda: table.rows().rowCount() > 0)
        table.setCurrentIndex(table.model().index(0, 0))


@pytest.fixture
def desk(sign_in: Callable[[str], Context], qtbot: QtBot) -> Desk:
    return Desk(sign_in("c01"), qtbot)


def test_a_sheet_is_shown_and_forgotten(desk: Desk, shots: Path) -> None:
    desk.feeder.sheets = [FORM, FORM]
    assert not desk.page.try_out.isEnabled()
    desk.choose_profile()
    QTest.mouseClick(desk.page.try_out, LEFT)
    desk.settle()
    trial = desk.page.trial
    assert trial.isVisible()
    assert not trial.page.image().isNull()
    assert desk.text("trial_title") == "給紙スキャナー 1 の試し読み"
    assert desk.text("trial_facts").startswith("大きさ 8 × 10 mm　解像度 200 dpi")
    assert desk.state() == "薄い"
    assert "保存も記録もしません" in desk.text("trial_note")
    desk.place.grab().save(str(shots / "settings-trial.png"))
    desk.press(Key.Key_Escape)
    assert not trial.isVisible()
    assert trial.page.image().isNull()
    assert desk.feeder.pulled == 1
    assert desk.context.desk.intake.unfiled() == ()


def test_a_forbidden_number_is_named_and_not_shown(desk: Desk, shots: Path) -> None:
    desk.feeder.sheets = [CARD_BACK]
    desk.choose_profile()
    QTest.mouseClick(desk.page.try_out, LEFT)
    desk.settle()
    assert desk.page.trial.page.image().isNull()
    assert desk.state() == "個人番号"
    desk.place.grab().save(str(shots / "settings-trial-number.png"))


def test_what_stops_the_device_is_told_and_the_sheet_can_be_read_again(desk: Desk) -> None:
    desk.feeder.sheets = [Fault.JAM]
    desk.choose_profile()
    QTest.mouseClick(desk.page.try_out, LEFT)
    desk.settle()
    assert desk.state() == "停止中"
    (banner,) = desk.place.banners.banners() + desk.page.banners.banners()
    assert banner.headline() == "用紙が詰まりました。"
    desk.feeder.sheets = [FORM]
    QTest.mouseClick(desk.page.trial.again, LEFT)
    desk.settle()
    assert not desk.page.trial.page.image().isNull()


def test_a_search_finds_and_the_device_can_be_chosen(desk: Desk) -> None:
    QTest.mouseClick(desk.page.search, LEFT)
    desk.settle()
    # The one feeder stands for both ways, SANE and network.
    assert desk.text("scanner_search_words") == "2台見つかりました。"
    assert desk.page.device.currentText() == "紙のスキャナー"
    assert not desk.page.address.isVisible()


def test_the_same_button_ends_a_search(desk: Desk) -> None:
    desk.feeder.lasting = True
    QTest.mouseClick(desk.page.search, LEFT)
    desk.qtbot.waitUntil(desk.feeder.searching.is_set)
    assert desk.text("scanner_search_words") == "探しています。数秒かかります。"
    QTest.mouseClick(desk.page.search, LEFT)
    desk.settle()
    assert desk.text("scanner_search_words") == ""
    assert desk.page.search.isEnabled()
    assert desk.page.search.text() == "スキャナーを探す"
