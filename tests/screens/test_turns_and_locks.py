"""The real window: people take turns at it, it locks over a dialog, and it is the only one."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from real_window import RealWindow
from tour_run import own_environment

from desktop.services.desk import Desk as Services
from desktop.services.desk import StoreInUse, Surroundings


def dialogs() -> list[QFileDialog]:
    tops = QApplication.topLevelWidgets()
    return [one for one in tops if isinstance(one, QFileDialog) and one.isVisible()]


def open_a_dialog(desk: RealWindow) -> QFileDialog:
    """取込 → Ctrl+O: the program's own dialog for choosing files."""
    stage = desk.stage
    desk.go_to_import()
    stage.key(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    stage.wait("the dialog", lambda: len(dialogs()) == 1)
    return dialogs()[0]


def lock_by_leaving(desk: RealWindow) -> None:
    """Nobody touches the desk until it locks itself."""
    window, locked = desk.window, list[bool]()
    window.lock_shown.connect(lambda: locked.append(True))
    window.set_idle_seconds(0.2)
    desk.stage.wait("the lock", lambda: locked)
    window.set_idle_seconds(300)
    desk.stage.settle()


def test_the_next_person_signs_in_without_the_window_closing(desk: RealWindow) -> None:
    window, stage = desk.window, desk.stage
    desk.sign_in("c01")
    assert stage.text("signed_in_name") == "見本 花子"
    assert stage.text("signed_in_role") == "受付担当"
    stage.click("switch_user")
    stage.wait("the login screen", lambda: stage.sees("login_id"))
    assert stage.text("login_id") == ""
    assert stage.text("login_passphrase") == ""
    desk.sign_in("s01")
    assert stage.text("signed_in_name") == "雛形 明"
    assert stage.text("signed_in_role") == "責任者"
    assert desk.window is window
    assert window.isVisible()


def test_an_idle_desk_locks_over_an_open_dialog_and_gives_it_back(desk: RealWindow) -> None:
    stage, window = desk.stage, desk.window
    desk.sign_in("c01")
    dialog = open_a_dialog(desk)
    lock_by_leaving(desk)
    assert stage.sees("login_id")
    assert not stage.sees("frame")
    assert not dialog.isVisible()
    assert [one for one in QApplication.topLevelWidgets() if one.isVisible()] == [window]
    stage.settle()

    # Neither keys nor the mouse reach what lies behind the lock.
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not stage.sees("frame")
    assert not dialog.isVisible()

    desk.sign_in("c01")
    assert dialogs() == [dialog]
    stage.key(Qt.Key.Key_Escape, to=dialog)
    stage.wait("the dialog to go", lambda: not dialogs())


def test_who_comes_to_a_locked_desk_finds_no_dialog_of_another(desk: RealWindow) -> None:
    stage = desk.stage
    desk.sign_in("c01")
    open_a_dialog(desk)
    lock_by_leaving(desk)
    desk.sign_in("c02")
    assert stage.text("signed_in_name") == "仮野 次郎"
    assert dialogs() == []


def test_a_second_window_on_the_store_is_refused_with_the_sentence(
    desk: RealWindow, tmp_path_factory: pytest.TempPathFactory
) -> None:
    environment = own_environment(tmp_path_factory.mktemp("second"))
    environment["QT_QPA_PLATFORM"] = "offscreen"
    command = [sys.executable, "-m", "desktop", "--store", str(desk.store), "--exit-after-start"]
    second = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert second.returncode == 1
    assert "この保管庫は、別の窓口の画面ですでに開かれています。" in second.stderr
    assert "開いている画面を使うか、それを閉じてからもう一度開いてください。" in second.stderr
    assert "Traceback" not in second.stderr
    desk.sign_in("c01")  # the first one goes on


def test_the_window_can_be_opened_again_once_it_is_closed(
    desk: RealWindow, surroundings: Surroundings
) -> None:
    with pytest.raises(StoreInUse):
        Services.open(str(desk.store), surroundings, window=True)
    desk.office.close()
    Services.open(str(desk.store), surroundings, window=True).close()
