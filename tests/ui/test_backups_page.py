"""設定 › バックアップ: one button copies the store; the drill; supervisors only look."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.key_media import StickLabel
from desktop.ui.clock import SteppedClock
from desktop.ui.context import Context
from desktop.ui.settings.backups_page import BackupsPage
from desktop.ui.settings.place import SettingsPlace


class Seen:
    """The page in its place, for one person."""

    def __init__(self, context: Context, qtbot: QtBot) -> None:
        self.context, self.qtbot = context, qtbot
        self.place = SettingsPlace(context)
        qtbot.addWidget(self.place)
        self.place.resize(1142, 700)
        self.place.show()
        self.place.show_request("backup")
        self.page = self.place.findChild(BackupsPage, "backups_page")
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.context.tasks.running == 0, timeout=20000)

    def words(self, name: str) -> str:
        found = self.place.findChild(QLabel, name)
        return found.text() if found is not None else ""

    def type(self, name: str, text: str) -> None:
        self.place.findChild(QLineEdit, name).setText(text)

    def click(self, name: str) -> None:
        button = self.place.findChild(QPushButton, name)
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def shoot(self, folder: Path, name: str) -> None:
        folder = folder / "p5"
        folder.mkdir(exist_ok=True)
        self.place.grab().save(str(folder / name))


def test_a_backup_is_made_drilled_and_told(
    sign_in: Callable[[str], Context],
    qtbot: QtBot,
    clock: SteppedClock,
    shots: Path,
    tmp_path: Path,
    card_words: str,
) -> None:
    stick, sets = tmp_path / "stick", tmp_path / "sets"
    stick.mkdir()
    sets.mkdir()
    context = sign_in("s01")
    context.desk.keys.write_stick(context.act(), StickLabel.A, stick)
    clock.advance(timedelta(days=9))

    looking = Seen(context, qtbot)
    assert "まだ一度もありません" in looking.words("backups_backup_headline")
    assert "まだありません" in looking.words("backup_last")
    assert "バックアップ 1件" in looking.place.tabs.accessibleName()
    assert looking.place.findChild(QPushButton, "backup_make") is None
    assert looking.page.minimumSizeHint().height() < 300  # it scrolls; the window does not grow
    looking.shoot(shots, "backups-supervisor.png")
    looking.place.close()

    seen = Seen(sign_in("a01"), qtbot)
    seen.click("backup_make")
    assert seen.words("backup_folder_below")
    seen.type("backup_folder", str(stick))
    seen.click("backup_make")
    assert "鍵" in seen.words("backup_folder_below")
    assert sorted(one.name for one in stick.iterdir()) == ["madoguchi-key.bin"]
    seen.shoot(shots, "backups-refused.png")

    seen.click("backup_choose")
    dialog = seen.place.findChild(QFileDialog, "backup_folder_dialog")
    dialog.filesSelected.emit([str(sets)])
    dialog.close()
    seen.qtbot.keyClick(seen.page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    seen.settle()
    assert "読み返して確かめました" in seen.words("backup_made_headline")
    assert len(list(sets.iterdir())) == 1
    assert "まだありません" not in seen.words("backup_last")
    assert seen.words("backups_backup_headline") == ""
    seen.shoot(shots, "backups-made.png")

    seen.click("drill_run")
    assert seen.words("drill_words_below")
    seen.type("drill_folder", str(sets))
    seen.type("drill_stick", str(stick))
    seen.type("drill_words", "あいこくしん")
    seen.click("drill_run")
    assert "24語" in seen.words("drill_words_below")
    seen.type("drill_words", card_words)
    seen.place.show_request("rules")  # the card is put away with the page
    assert seen.place.findChild(QLineEdit, "drill_words").text() == ""
    seen.place.show_request("backup")
    seen.type("drill_words", card_words)
    seen.click("drill_run")
    assert "開くべきものはすべて開き" in seen.words("drill_done_headline")
    assert seen.place.findChild(QLineEdit, "drill_words").text() == ""
    assert "すべて開けました" in seen.words("drill_last")
    seen.shoot(shots, "backups-drilled.png")
