"""設定 › 規則 in the window: proposed by the administrator, signed by a supervisor, with a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from office_people import MORNING, passphrase
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.context import Context
from desktop.ui.people.reset import ResetDialog, ResetDoneDialog
from desktop.ui.settings.place import SettingsPlace
from desktop.ui.widgets.buttons import Button

TODAY = MORNING.date()


class Place:
    """The settings of one person, at the size of the office's screens."""

    def __init__(self, context: Context, qtbot: QtBot, folder: Path) -> None:
        self.context, self.qtbot, self.folder = context, qtbot, folder
        self.place = SettingsPlace(context)
        qtbot.addWidget(self.place)
        self.place.resize(1142, 640)
        self.place.show()
        self.settle()

    def settle(self) -> None:
        for _ in range(2):  # an answer may ask for the next one
            self.qtbot.waitUntil(lambda: self.context.tasks.running == 0, timeout=10000)
            QApplication.processEvents()

    def choose(self, name: str) -> None:
        assert self.place.rules.choose(name)
        self.settle()

    def find(self, name: str, kind: type[QWidget] = QWidget) -> QWidget:
        found = [one for one in self.place.findChildren(kind, name) if one.isVisible()]
        assert found, name
        return found[-1]

    def words(self, name: str) -> str:
        found = self.find(name, QLabel)
        assert isinstance(found, QLabel)
        return found.text()

    def press(self, name: str) -> None:
        QTest.mouseClick(self.find(name, Button), Qt.MouseButton.LeftButton)
        self.settle()

    def row(self, name: str) -> str:
        model = self.place.rules.rows()
        number = model.number_of(name)
        return " ".join(str(model.index(number, n).data()) for n in range(model.columnCount()))

    def shoot(self, name: str) -> None:
        self.place.grab().save(str(self.folder / f"{name}.png"))


@pytest.fixture
def seat(sign_in: Callable[[str], Context], qtbot: QtBot, shots: Path) -> Callable[[str], Place]:
    folder = shots / "x5"
    folder.mkdir(exist_ok=True)
    return lambda login: Place(sign_in(login), qtbot, folder)


def test_a_setting_goes_from_the_wish_over_the_signature_into_force(
    seat: Callable[[str], Place],
) -> None:
    administrator = seat("a01")
    administrator.choose("fee_unit")
    assert administrator.words("setting_now") == "220円"
    side = administrator.place.rules_page.side
    side.value.set_text("二百")
    administrator.press("setting_propose")
    assert "0以上の整数" in side.value.error()
    administrator.context.clock.advance(timedelta(minutes=1))
    side.value.set_text("330")
    administrator.shoot("settings-propose")
    administrator.press("setting_propose")
    assert "署名待ち 2026-11-10から" in administrator.row("fee_unit")
    assert administrator.words("setting_new") == "330円"
    supervisor = seat("s01")
    assert supervisor.place.rules.current_key() == "fee_unit"  # what waits is shown first
    assert (supervisor.words("setting_old"), supervisor.words("setting_new")) == ("220円", "330円")
    supervisor.shoot("settings-sign")
    side = supervisor.place.rules_page.side
    supervisor.press("setting_sign")
    assert "パスフレーズ" in side.passphrase.error()
    side.passphrase.set_text(passphrase("s01"))
    supervisor.press("setting_sign")
    assert "330円" in supervisor.row("fee_unit")
    assert supervisor.words("setting_past_0") == "330円"
    assert supervisor.context.desk.administration.settings(TODAY).fee_unit == 330


def test_a_supervisor_turns_a_wish_down_and_a_clerk_only_reads(
    seat: Callable[[str], Place],
) -> None:
    administrator = seat("a01")
    administrator.choose("retention_months.A")
    administrator.place.rules_page.side.value.set_text("12")
    administrator.press("setting_propose")
    supervisor = seat("s01")
    supervisor.press("setting_drop")
    assert supervisor.row("retention_months.A").startswith("A　本人確認書類・代理権書類 6か月 —")
    clerk = seat("c01")
    clerk.choose("retention_months.A")
    assert "責任者" in clerk.words("setting_who")
    assert not clerk.place.findChildren(Button, "setting_propose")


def test_a_passphrase_is_reset_before_a_witness_and_both_fingerprints_are_shown(
    seat: Callable[[str], Place],
) -> None:
    administrator = seat("a01")
    place = administrator.place
    place.tabs.set_current(1)
    model = place.people.rows()
    logins = [str(model.index(number, 0).data()) for number in range(model.rowCount())]
    place.people.setCurrentIndex(model.index(logins.index("c03"), 0))
    administrator.shoot("settings-people")
    administrator.press("person_reset")
    dialog = place.findChild(ResetDialog, "reset_passphrase")
    typed = {
        "reset_new": "long and new one",
        "reset_again": "long and new one",
        "reset_witness": "s01",
        "reset_witness_passphrase": "a wrong one",
    }
    for name, text in typed.items():
        QTest.keyClicks(dialog.findChild(QLineEdit, name), text)
    QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
    administrator.qtbot.waitUntil(lambda: bool(dialog.proof.error()))
    dialog.proof.set_text(passphrase("s01"))
    dialog.grab().save(str(administrator.folder / "reset.png"))
    QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
    administrator.settle()
    done = place.findChild(ResetDoneDialog, "reset_done")
    old, new = (done.findChild(QLabel, name).text() for name in ("reset_old", "reset_fresh"))
    done.grab().save(str(administrator.folder / "reset-done.png"))
    assert len(old) == len(new) == 39
    assert old != new
    done.reject()
    desk, now = administrator.context.desk, administrator.context.now()
    signed = desk.people.sign_in("c03", "long and new one", now)
    assert signed.keys.public().fingerprint() == new


def test_a_person_gets_another_role_by_a_wish_and_a_signature_that_show_what_ends(
    seat: Callable[[str], Place],
) -> None:
    supervisor = seat("s01")
    desk, by = supervisor.context.desk, supervisor.context.act()
    clerk = next(one for one in desk.people.roster() if one.login == "c03")
    desk.deputies.name(by, clerk.id, TODAY, TODAY, passphrase("s01"))
    administrator = seat("a01")
    place = administrator.place
    place.tabs.set_current(1)
    assert place.people.choose(clerk.id)
    administrator.settle()
    assert administrator.words("open_work_words") == "代行 1件（終わります）"
    assert not place.change.ask.isEnabled()  # the role is the present one
    place.change.role.choose("AUDITOR")
    administrator.shoot("settings-role-change")
    administrator.press("change_role_ask")
    assert [one.value for one in desk.administration.proposals()] == ["AUDITOR"]
    place.change.role.choose("SUPERVISOR")
    administrator.press("change_role_ask")
    assert "署名を待って" in place.change.field.error()
    signer = seat("s01")
    signer.choose(f"roles.{clerk.id}")
    assert signer.words("setting_now") == "受付担当"
    assert signer.words("setting_new") == "監査"
    assert signer.words("open_work_words") == "代行 1件（終わります）"
    signer.shoot("settings-role-signing")
    field = signer.find("setting_passphrase", QLineEdit)
    QTest.keyClicks(field, passphrase("s01"))
    signer.press("setting_sign")
    assert {one.id: one.role.value for one in desk.people.roster()}[clerk.id] == "AUDITOR"
    assert desk.deputies.now(TODAY) == ()
