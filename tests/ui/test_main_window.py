"""Login, switching, the lock and the frame, on a real office."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from office_people import passphrase
from older_office import make_older
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.services.act import new_act
from desktop.ui.clock import SteppedClock
from desktop.ui.context import Context
from desktop.ui.frame import Frame
from desktop.ui.labels import label
from desktop.ui.main_window import MainWindow
from desktop.ui.people.standing import StandingDialog
from desktop.ui.settings.place import SettingsPlace
from desktop.ui.widgets.banner import Banner
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.layout import column
from desktop.ui.widgets.rail import PLACES, RailItem


class PlainPlace(QWidget):
    """A place with one field, so that its content can be seen to stay or to go."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.field = TextField()
        self.field.setObjectName("plain_field")
        self.setLayout(column(label("場所", name="plain_label"), self.field, None))


def case_screen(context: Context, case_id: str) -> QWidget:
    made = QWidget()
    made.setObjectName(f"case_{case_id}")
    return made


@pytest.fixture
def window(context: Context, qtbot: QtBot) -> MainWindow:
    places = {place.key: PlainPlace for place in PLACES} | {"settings": SettingsPlace}
    made = MainWindow(context, places, case_screen, office="みどり野電力", idle_seconds=3600)
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitExposed(made):
        pass
    made.activateWindow()
    return made


def type_into(widget: QWidget, text: str) -> None:
    QTest.keyClicks(widget, text)


def enter(window: MainWindow, qtbot: QtBot, login: str, secret: str = "") -> Frame:
    """Sign in by the keyboard alone."""
    screen = window.login
    screen.login.set_text("")
    type_into(screen.login.editor, login)
    type_into(screen.passphrase.editor, secret or f"{login} has a long secret")
    with qtbot.waitSignal(window._context.person_changed):
        QTest.keyClick(screen.passphrase.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window._context.tasks.running == 0)
    assert window.frame is not None
    return window.frame


def fail(window: MainWindow, qtbot: QtBot, login: str, secret: str) -> str:
    screen = window.login
    screen.login.set_text(login)
    type_into(screen.passphrase.editor, secret)
    QTest.keyClick(screen.passphrase.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(screen.passphrase.error()))
    return screen.passphrase.error()


def shown_text(widget: QWidget, name: str) -> str:
    found = widget.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def test_a_person_signs_in_by_keyboard_and_sees_the_first_place(
    window: MainWindow, qtbot: QtBot, shots: Path
) -> None:
    window.grab().save(str(shots / "login.png"))
    frame = enter(window, qtbot, "c02")
    assert frame.place == "intake"
    assert shown_text(frame.rail, "signed_in_name") == "見本 花子"
    assert shown_text(frame.rail, "signed_in_role") == "受付担当"
    assert shown_text(frame, "place_title") == "受付"
    assert shown_text(frame, "place_date") == "11月10日（火）　令和8年"


def test_a_wrong_passphrase_is_told_beside_the_field_and_the_field_is_emptied(
    window: MainWindow, qtbot: QtBot, shots: Path
) -> None:
    told = fail(window, qtbot, "c01", "not the passphrase")
    assert "パスフレーズが違います" in told
    assert window.login.passphrase.text() == ""
    assert window.frame is None
    window.grab().save(str(shots / "login-wrong.png"))


def test_five_failures_lock_the_login_for_a_quarter_of_an_hour(
    window: MainWindow, qtbot: QtBot, clock: SteppedClock
) -> None:
    for _ in range(4):
        fail(window, qtbot, "c01", "wrong")
    assert "一時停止" in fail(window, qtbot, "c01", "wrong")
    assert "09:15" in fail(window, qtbot, "c01", "c01 has a long secret")
    clock.advance(timedelta(minutes=16))
    enter(window, qtbot, "c01")


def test_an_empty_field_is_told_without_asking_the_store(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window._context.tasks.running == 0)  # what the start itself asks for
    window.login.passphrase.editor.setFocus()
    QTest.keyClick(window.login.passphrase.editor, Qt.Key.Key_Return)
    assert "空欄" in window.login.login.error()
    assert "空欄" in window.login.passphrase.error()
    assert window._context.tasks.running == 0


@pytest.mark.parametrize("number", range(1, 8))
def test_control_and_a_digit_go_to_each_place(
    window: MainWindow, qtbot: QtBot, number: int
) -> None:
    frame = enter(window, qtbot, "s01")
    QTest.keyClick(frame, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
    assert frame.place == PLACES[number - 1].key
    assert shown_text(frame, "place_title") == PLACES[number - 1].word
    checked = [item.place.key for item in frame.rail.items() if item.isChecked()]
    assert checked == [PLACES[number - 1].key]
    qtbot.waitUntil(lambda: window._context.tasks.running == 0)


def test_tab_reaches_the_rail_the_lock_and_the_search(window: MainWindow, qtbot: QtBot) -> None:
    frame = enter(window, qtbot, "c01")
    frame.search.setFocus()
    seen = set()
    for _ in range(30):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.add(QApplication.focusWidget().objectName())
    assert {f"rail_{place.key}" for place in PLACES} <= seen
    assert {"lock", "switch_user", "search", "plain_field"} <= seen


def test_a_case_opens_beside_the_narrow_rail_and_leads_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    frame = enter(window, qtbot, "c01")
    frame.go("keeping")
    window._context.open_case_requested.emit("abc")
    assert frame.case_screen().objectName() == "case_abc"
    assert frame.narrow_rail.isVisible()
    assert not frame.rail.isVisible()
    window._context.case_closed.emit()
    assert frame.case_screen() is None
    assert frame.place == "keeping"
    assert frame.rail.isVisible()
    qtbot.waitUntil(lambda: window._context.tasks.running == 0)


def test_the_lock_covers_everything_and_keeps_the_screens_of_the_same_person(
    window: MainWindow, qtbot: QtBot, shots: Path
) -> None:
    frame = enter(window, qtbot, "c01")
    place = frame.place_screen("intake")
    place.field.setText("書きかけ")
    dialog = Dialog(frame, "破棄しますか", "破棄する", name="asking", kind="danger")
    dialog.open()
    assert dialog.isVisible()
    window.lock()
    assert window.login.isVisible()
    assert not frame.isVisible()
    assert not dialog.isVisible()
    assert window.login.login.text() == "c01"
    window.grab().save(str(shots / "locked.png"))
    again = enter(window, qtbot, "c01")
    assert again is frame
    assert frame.isVisible()
    assert dialog.isVisible()
    assert place.field.text() == "書きかけ"
    dialog.reject()


@pytest.mark.parametrize("in_case", [False, True])
def test_control_l_locks_from_every_screen(window: MainWindow, qtbot: QtBot, in_case: bool) -> None:
    frame = enter(window, qtbot, "c01")
    if in_case:
        window._context.open_case_requested.emit("abc")
    QTest.keyClick(frame, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.is_locked
    qtbot.waitUntil(lambda: window._context.tasks.running == 0)


def test_locking_drops_the_keys(window: MainWindow, qtbot: QtBot) -> None:
    enter(window, qtbot, "c01")
    window.lock()
    qtbot.waitUntil(lambda: window._context.tasks.running == 0)
    task = window._context.tasks.store(window._context.desk.cases.load_index)
    with qtbot.waitSignal(task.failed) as answered:
        pass
    assert answered.args[0].code == "vault_locked"


def test_another_person_at_the_locked_desk_finds_nothing_of_the_first(
    window: MainWindow, qtbot: QtBot
) -> None:
    first = enter(window, qtbot, "c01")
    first.place_screen("intake").field.setText("書きかけ")
    dialog = Dialog(first, "破棄しますか", "破棄する", name="asking", kind="danger")
    dialog.open()
    window.lock()
    second = enter(window, qtbot, "s01")
    assert second is not first
    assert second.place_screen("intake").field.text() == ""
    shown = [w for w in QApplication.topLevelWidgets() if w.isVisible() and isinstance(w, Dialog)]
    assert shown == []
    assert shown_text(second.rail, "signed_in_name") == "例示 誠"


def test_the_idle_time_is_the_office_s_setting_once_a_supervisor_has_signed_it(
    context: Context, qtbot: QtBot
) -> None:
    places = dict.fromkeys((place.key for place in PLACES), PlainPlace)
    made = MainWindow(context, places, case_screen, office="みどり野電力")
    qtbot.addWidget(made)
    made.show()
    desk, at = context.desk, context.now()
    administrator = desk.people.sign_in("a01", passphrase("a01"), at)
    wish = desk.administration.propose_setting(
        new_act(administrator, at), "idle_lock_seconds", 120, at.date()
    )
    enter(made, qtbot, "s01")
    qtbot.waitUntil(lambda: context.tasks.running == 0)
    assert made._idle._timer.interval() == 300_000  # proposed is not in force
    desk.administration.sign_setting(context.act(), wish.id, passphrase("s01"))
    context.data_changed.emit()
    qtbot.waitUntil(lambda: made._idle._timer.interval() == 120_000)
    assert made._idle._timer.isActive()


def test_a_supervisor_is_asked_to_sign_what_an_older_version_left_unsigned(
    context: Context, window: MainWindow, qtbot: QtBot, shots: Path
) -> None:
    make_older(context.desk)
    assert enter(window, qtbot, "c01").findChild(Banner, "standing_banner") is None
    window.switch_user()
    frame = enter(window, qtbot, "s01")
    banner = frame.findChild(Banner, "standing_banner")
    assert banner is not None
    banner.findChild(Button, "standing_read").click()
    dialog = frame.findChild(StandingDialog)
    rows = dialog.table.rows()
    told = [[str(rows.index(row, n).data()) for n in range(4)] for row in range(rows.rowCount())]
    assert ["s01", "例示 誠", "責任者", "利用中"] in told
    assert len(told) == 6
    dialog.grab().save(str(shots / "standing-dialog.png"))
    frame.grab().save(str(shots / "standing-banner.png"))
    dialog.act.click()
    assert "パスフレーズ" in dialog.passphrase.error()
    type_into(dialog.passphrase.editor, passphrase("s01"))
    with qtbot.waitSignal(context.notified):
        dialog.act.click()
    qtbot.waitUntil(lambda: context.tasks.running == 0)
    qtbot.waitUntil(lambda: frame.findChild(Banner, "standing_banner") is None)
    assert not context.desk.administration.standing.view(context.signed_in).needed


def test_the_idle_desk_locks_itself_but_not_while_it_works(
    window: MainWindow, qtbot: QtBot
) -> None:
    enter(window, qtbot, "c01")
    hold = threading.Event()
    window._context.tasks.free(hold.wait)
    window.set_idle_seconds(0.05)
    window._idle.start()
    with qtbot.waitSignal(window._idle._timer.timeout):
        pass
    assert not window.is_locked
    hold.set()
    qtbot.waitUntil(lambda: window.is_locked)
    assert window.login.isVisible()


def test_a_key_in_the_window_puts_the_lock_off(window: MainWindow, qtbot: QtBot) -> None:
    enter(window, qtbot, "c01")
    window.set_idle_seconds(60)
    window._idle.start()
    qtbot.waitUntil(lambda: window._idle._timer.remainingTime() < 59_950)
    lower = window._idle._timer.remainingTime()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    assert window._idle._timer.remainingTime() > lower


def test_switching_the_user_does_not_close_the_window(window: MainWindow, qtbot: QtBot) -> None:
    frame = enter(window, qtbot, "c01")
    switch = frame.rail.findChild(QWidget, "switch_user")
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert window.isVisible()
    assert window.login.isVisible()
    assert window.login.login.text() == ""
    second = enter(window, qtbot, "k01")
    assert shown_text(second.rail, "signed_in_role") == "監査"


def test_a_jump_of_the_clock_is_told_and_a_supervisor_confirms_it(
    window: MainWindow, qtbot: QtBot, clock: SteppedClock, shots: Path
) -> None:
    enter(window, qtbot, "c01")
    clock.advance(timedelta(days=40))
    window._context.data_changed.emit()
    qtbot.waitUntil(lambda: bool(window.frame.banners.banners()))
    assert window.frame.findChild(QWidget, "clock_confirm") is None
    window.switch_user()
    frame = enter(window, qtbot, "s01")
    qtbot.waitUntil(lambda: bool(frame.banners.banners()))
    banner = frame.findChild(Banner, "clock_banner")
    window.grab().save(str(shots / "clock.png"))
    assert banner.headline()
    QTest.mouseClick(frame.findChild(QWidget, "clock_confirm"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not frame.banners.banners())
    assert window.notification.text()


def test_the_rail_shows_the_counts_of_the_services(window: MainWindow, qtbot: QtBot) -> None:
    frame = enter(window, qtbot, "c01")
    item = frame.rail.findChild(RailItem, "rail_intake")
    item.set_count(12)
    assert item.accessibleName() == "受付 12件"


def test_closing_the_window_signs_the_person_out(window: MainWindow, qtbot: QtBot) -> None:
    enter(window, qtbot, "s01")
    desk, by = window._context.desk, window._context.signed_in
    assert desk.audit.count(by, action="sign.out") == 0
    window.close()
    window._context.tasks.shutdown()
    assert desk.audit.count(by, action="sign.out") == 1
    assert window._context.somebody is None
