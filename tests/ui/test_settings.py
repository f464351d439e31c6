"""設定: the rules in force, the people, who may do what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from dialog_sight import faults
from office_people import passphrase
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.domain.roles import Role
from desktop.ui.context import Context
from desktop.ui.settings.place import SettingsPlace
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.table import Table


def words(table: Table) -> list[str]:
    model = table.rows()
    return [
        " ".join(str(model.index(row, column).data()) for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


@pytest.fixture
def open_place(sign_in: Callable[[str], Context], qtbot: QtBot) -> Callable[[str], SettingsPlace]:
    kept = []

    def act(login: str) -> SettingsPlace:
        context = sign_in(login)
        place = SettingsPlace(context)
        kept.append(place)
        qtbot.addWidget(place)
        place.resize(1142, 640)
        place.show()
        qtbot.waitUntil(lambda: context.tasks.running == 0)
        return place

    return act


def test_the_rules_in_force_are_shown(
    open_place: Callable[[str], SettingsPlace], shots: Path
) -> None:
    place = open_place("c01")
    place.grab().save(str(shots / "settings-rules.png"))
    text = "\n".join(words(place.rules))
    for expected in (
        "みどり野電力",
        "手数料（1項目・税込） 220円",
        "受付の開始 09:00",
        "A　本人確認書類・代理権書類 6か月",
    ):
        assert expected in text


def test_everybody_sees_the_people_but_only_the_administrator_changes_them(
    open_place: Callable[[str], SettingsPlace],
) -> None:
    place = open_place("c01")
    assert any(
        "s01" in line and "例示 誠" in line and "責任者" in line for line in words(place.people)
    )
    assert not hasattr(place, "form")


def test_the_administrator_adds_a_person_who_can_sign_in(
    open_place: Callable[[str], SettingsPlace],
    context: Context,
    qtbot: QtBot,
    sign_in: Callable[[str], Context],
    shots: Path,
) -> None:
    place = open_place("a01")
    place.tabs.set_current(1)
    place.grab().save(str(shots / "settings-people.png"))
    form = place.form
    QTest.keyClicks(form.login.editor, "c04")
    form.name.set_text("試行 さくら")
    form.choose_role(Role.CLERK)
    QTest.keyClicks(form.passphrase.editor, "c04 has a long secret")
    QTest.keyClicks(form.again.editor, "c04 has a long secret")
    with qtbot.waitSignal(context.notified) as told:
        QTest.mouseClick(form.add, Qt.MouseButton.LeftButton)
    assert "c04" in told.args[0]
    qtbot.waitUntil(lambda: any("試行 さくら" in line for line in words(place.people)))
    assert any("c04" in line and "署名待ち" in line for line in words(place.people))
    supervisor = open_place("s01")
    assert supervisor.rules.current_key().startswith("roles.")  # what waits is shown first
    supervisor.grab().save(str(shots / "settings-role.png"))
    side = supervisor.rules_page.side
    side.passphrase.set_text(passphrase("s01"))
    with qtbot.waitSignal(context.notified):
        QTest.mouseClick(side.findChild(Button, "setting_sign"), Qt.MouseButton.LeftButton)
    assert sign_in("c04").signed_in.name == "試行 さくら"


def test_a_login_in_use_is_told_beside_the_field(
    open_place: Callable[[str], SettingsPlace],
) -> None:
    place = open_place("a01")
    form = place.form
    for field, text in (
        (form.login, "c01"),
        (form.name, "試行 さくら"),
        (form.passphrase, "long enough"),
        (form.again, "long enough"),
    ):
        field.set_text(text)
    form.submit()
    assert form.role_field.error() == "役割を選んでください。"  # nobody is a clerk by default
    form.choose_role(Role.CLERK)
    form.submit()
    assert "使われています" in form.login.error()


def test_a_person_is_ended_after_a_question_and_the_last_supervisor_is_not(
    open_place: Callable[[str], SettingsPlace], context: Context, qtbot: QtBot, shots: Path
) -> None:
    place = open_place("a01")
    place.tabs.set_current(1)
    keys = {line.split()[0]: n for n, line in enumerate(words(place.people))}
    place.people.setCurrentIndex(place.people.rows().index(keys["s01"], 0))
    QTest.mouseClick(place.end, Qt.MouseButton.LeftButton)
    dialog = place.findChild(Dialog, "end_person")
    assert dialog.focusWidget() is dialog.leave
    dialog.grab().save(str(shots / "settings-end.png"))
    QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(dialog.banners.banners()))
    assert "必要な人数" in dialog.banners.banners()[0].headline()
    qtbot.waitUntil(lambda: not faults(dialog))  # hidden at once, it would never be laid out
    dialog.reject()
    place.people.setCurrentIndex(place.people.rows().index(keys["c03"], 0))
    QTest.mouseClick(place.end, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(context.notified):
        QTest.mouseClick(place._dialog.act, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: any("c03" in line and "利用終了" in line for line in words(place.people))
    )
