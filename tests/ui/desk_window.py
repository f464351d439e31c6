"""The main window with 承認 and 保管・廃棄, over cases brought there by the real services."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

sys.path.insert(0, str(Path(__file__).parents[1] / "services"))

from case_path import K1, Track
from desk_office import Office, passphrase
from mail_bag import ICHIRO, Customer, form_page, licence, register_line

from desktop.domain.requests import Item
from desktop.services.desk import Desk, Surroundings
from desktop.ui.approvals.place import ApprovalsPlace
from desktop.ui.clock import SteppedClock
from desktop.ui.context import Context
from desktop.ui.disposal.place import KeepingPlace
from desktop.ui.main_window import MainWindow
from desktop.ui.settings.place import SettingsPlace
from desktop.ui.widgets.rail import PLACES
from desktop.ui.widgets.table import Table

SIZE = (1366, 768)
SURNAMES = ("仮川 一郎", "架空 太郎", "見本 さくら", "仮野 みのる", "例示 ひかり", "試山 かなえ")
CUSTOMERS = tuple(
    replace(
        ICHIRO,
        number=f"100000000{number}",
        name=name,
        phone=f"090-0000-123{number}",
        block=f"{number}-6",
        supply_point=f"030000000000000000000{number}",
    )
    for number, name in enumerate(SURNAMES, 1)
)


@dataclass
class Window:
    """The window with a person signed in, as large as the office's screens."""

    context: Context
    window: MainWindow
    qtbot: QtBot

    def settle(self) -> None:
        """Wait until nothing is running and what was posted has been laid out."""
        self.qtbot.waitUntil(lambda: self.context.tasks.running == 0, timeout=15000)
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: self.context.tasks.running == 0, timeout=15000)

    def go(self, place: str, what: object = None) -> QWidget:
        frame = self.window.frame
        assert frame is not None
        frame.go(place, what)
        self.settle()
        shown = frame.place_screen(place)
        assert shown is not None
        return shown

    def find(self, name: str) -> QWidget:
        found = [one for one in self.window.findChildren(QWidget, name) if one.isVisible()]
        assert found, name
        return found[-1]

    def is_seen(self, name: str) -> bool:
        return any(one.isVisible() for one in self.window.findChildren(QWidget, name))

    def words(self, name: str) -> str:
        found = self.find(name)
        assert isinstance(found, QLabel)
        return found.text()

    def table(self, name: str) -> list[list[str]]:
        found = self.find(name)
        assert isinstance(found, Table)
        model = found.rows()
        return [
            [str(model.index(row, column).data()) for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    def type(self, name: str, text: str) -> None:
        target = self.find(name)
        target.setFocus()
        assert isinstance(target, QLineEdit)
        if text.isascii():
            QTest.keyClicks(target, text)
        else:
            target.insert(text)  # as the input method does once it has settled

    def click(self, name: str) -> None:
        QTest.mouseClick(self.find(name), Qt.MouseButton.LeftButton)
        self.settle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier):
        if QApplication.activeWindow() is None:  # without a window manager nobody gives it back
            self.window.activateWindow()
            self.qtbot.waitUntil(lambda: QApplication.activeWindow() is self.window)
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        self.settle()

    def confirm(self) -> None:
        """Ctrl+Enter: the one primary act of the screen."""
        self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def notice(self) -> str:
        return self.window.notification.text()

    def shoot(self, folder: Path, name: str) -> None:
        self.settle()
        self.window.grab().save(str(folder / f"{name}.png"))


def plain(_context: Context) -> QWidget:
    return QWidget()


def no_case(_context: Context, _case_id: str) -> QWidget:
    return QWidget()


@pytest.fixture
def track(
    desk: Desk, tmp_path: Path, window_surroundings: Surroundings, clock: SteppedClock
) -> Track:
    """The steps of the main job as the office's people take them; the register holds all names."""
    office = Office(desk, "", tmp_path, window_surroundings, (), clock.now())
    return Track(office, tmp_path).with_register(*(register_line(one) for one in CUSTOMERS))


@pytest.fixture
def screen(
    track: Track,
    clock: SteppedClock,
    context: Context,
    qtbot: QtBot,
    sign_in: Callable[[str], Context],
) -> Callable[..., Window]:
    """Opens the window for a person, without the login screen, at the office's present moment."""

    def act(login: str, size: tuple[int, int] = SIZE) -> Window:
        clock.jump_to(max(track.office.now, clock.now()))
        places = {place.key: plain for place in PLACES}
        window = MainWindow(
            context,
            places
            | {"approvals": ApprovalsPlace, "keeping": KeepingPlace, "settings": SettingsPlace},
            no_case,
            office="みどり野電力",
            idle_seconds=36000,
        )
        qtbot.addWidget(window)
        window.resize(*size)
        window.show()
        with qtbot.waitExposed(window):
            pass
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
        sign_in(login)
        window._on_signed_in(context.signed_in)
        made = Window(context, window, qtbot)
        made.settle()
        return made

    return act


def drafted(track: Track, customer: Customer = ICHIRO, login: str = "c01") -> str:
    """A case that waits for its approval."""
    case_id = track.to_investigation(form_page(customer), licence(customer), wanted=K1)
    track.answers(case_id, [Item.K1], customer)
    track.office.desk.casework.finish_investigation(track.act("c01"), case_id)
    track.decide(case_id, login=login)
    track.office.desk.casework.submit(track.act(login), case_id)
    return case_id


def completed(track: Track, customer: Customer) -> str:
    """A case answered and ended: everything of it is kept from now on."""
    case_id = drafted(track, customer)
    track.approve(case_id)
    track.enclose(case_id)
    track.office.desk.correspondence.dispatch(
        track.act("c01"), case_id, "HONNIN_GENTEI", f"123-45-67890-{customer.number[-1]}"
    )
    track.later(days=2)
    today = track.office.now.date()
    track.office.desk.correspondence.delivered(track.act("c01"), case_id, today)
    track.office.desk.correspondence.complete(track.act("c01"), case_id, today)
    return case_id


def withdrawn(track: Track, customer: Customer) -> str:
    case_id = track.file(form_page(customer), licence(customer)).case_id
    track.office.desk.casework.withdraw(track.act("c01"), case_id, "取下書 受領")
    return case_id


def much_due(track: Track, answered: int = 0) -> list[str]:
    """Cases of half a year ago: identity papers, and disclosed data of answered ones, are due."""
    cases = [completed(track, one) for one in CUSTOMERS[:answered]]
    for one in CUSTOMERS[answered:]:
        cases.append(withdrawn(track, one))
        track.later(days=1)
    track.later(days=188)
    return cases


def hold(track: Track, case_id: str, reason: str = "LAWSUIT") -> None:
    review: date = track.office.now.date() + timedelta(days=90)
    track.office.desk.disposal.holds.hold(track.act("s01"), case_id, reason, review)


def propose(track: Track, login: str = "c02") -> str:
    """Everything that is due and not held, as one batch; its id."""
    disposal = track.office.desk.disposal
    due = disposal.keeping(track.office.by(login), track.office.now.date()).due
    units = [unit.unit_id for unit in due if not unit.held]
    return disposal.propose(track.act(login), units).id


def approve_batch(track: Track, batch_id: str) -> None:
    disposal = track.office.desk.disposal
    digest = disposal.batch(track.office.by("s01"), batch_id).list_hash
    disposal.approve(track.act("s01"), batch_id, passphrase("s01"), digest)


__all__ = [
    "CUSTOMERS",
    "Window",
    "approve_batch",
    "completed",
    "drafted",
    "hold",
    "much_due",
    "passphrase",
    "propose",
    "screen",
    "track",
    "withdrawn",
]
