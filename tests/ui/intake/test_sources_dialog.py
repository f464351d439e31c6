"""元のファイルを消す: what was taken in and still lies outside ends here, and only what may."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from mail_desk import card_back, form, lay_in
from mail_stand import CTRL, Stand
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from watched_office import CARD_BACK, FORM, LICENCE, ShownPages, scan

from desktop.services.mail_import import MailImport
from desktop.ui.clock import SteppedClock
from desktop.ui.context import Context
from desktop.ui.intake.sources_dialog import SourcesDialog
from desktop.ui.widgets.buttons import Button

Key = Qt.Key


def take_in(context: Context, *files: Path) -> None:
    run = MailImport(context.desk.premises, context.act(), lambda _step: None, threading.Event())
    run.run(files, ShownPages())  # type: ignore[arg-type]


@pytest.fixture
def mailed(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand], tmp_path: Path
) -> Callable[..., Stand]:
    """The place of a clerk who has taken in these files."""

    def act(**files: tuple[int, ...]) -> Stand:
        context = sign_in("c01")
        take_in(context, *(scan(tmp_path / f"{name}.tif", pages) for name, pages in files.items()))
        return open_place()

    return act


def open_dialog(stand: Stand) -> SourcesDialog:
    button = stand.place.findChild(Button, "deletion_open")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    stand.settle()
    dialog = stand.place.findChild(SourcesDialog)
    assert dialog is not None
    stand.qtbot.waitUntil(dialog.table.hasFocus)
    return dialog


def rows(dialog: SourcesDialog) -> dict[str, str]:
    model = dialog.table.rows()
    return {
        str(model.index(row, 0).data()).split()[0]: str(model.index(row, 3).data())
        for row in range(model.rowCount())
    }


def find(dialog: QWidget, name: str) -> Button:
    found = dialog.findChild(Button, name)
    assert found is not None, name
    return found


def test_the_red_line_says_how_many_and_since_when_and_goes_with_the_last_file(
    mailed: Callable[..., Stand], clock: SteppedClock, tmp_path: Path, shots: Path
) -> None:
    stand = mailed(a=(FORM,), b=(FORM, LICENCE), c=(LICENCE,))
    clock.jump_to(clock.now() + timedelta(days=2))
    stand.place.deletions._shown = ()
    stand.place.refresh()
    stand.settle()
    (banner,) = stand.place.deletions.banners()
    assert banner.headline() == "取り込んだ元のファイルが3件残っています（最も古いものは2日前）"
    dialog = open_dialog(stand)
    assert rows(dialog) == dict.fromkeys(("a.tif", "b.tif", "c.tif"), "元の場所にあります")
    stand.press(Key.Key_A, CTRL)
    dialog.grab().save(str(shots / "sources-all.png"))
    QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
    stand.qtbot.waitUntil(lambda: stand.focus() == "sources_back")
    stand.qtbot.waitUntil(lambda: dialog._count.y() >= dialog.table.geometry().bottom())
    dialog.grab().save(str(shots / "sources-sure.png"))
    QTest.mouseClick(find(dialog, "sources_delete_now"), Qt.MouseButton.LeftButton)
    stand.settle()
    assert list(tmp_path.glob("*.tif")) == []
    assert stand.context.desk.sources.tasks() == ()
    assert stand.place.deletions.banners() == []
    assert not any(one.isVisible() for one in stand.place.findChildren(SourcesDialog))


def test_everything_is_done_by_the_keyboard(mailed: Callable[..., Stand], tmp_path: Path) -> None:
    stand = mailed(a=(FORM,), b=(FORM, LICENCE))
    open_dialog(stand)
    stand.press(Key.Key_A, CTRL)
    for _ in range(5):
        if stand.focus() == "sources_dialog_act":
            break
        stand.press(Key.Key_Tab)
    stand.press(Key.Key_Return)
    assert stand.focus() == "sources_back"
    stand.press(Key.Key_Backtab)
    assert stand.focus() == "sources_delete_now"
    stand.press(Key.Key_Return)
    assert list(tmp_path.glob("*.tif")) == []


def test_the_way_back_leaves_every_file(mailed: Callable[..., Stand], tmp_path: Path) -> None:
    stand = mailed(a=(FORM,))
    dialog = open_dialog(stand)
    QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
    stand.qtbot.waitUntil(lambda: stand.focus() == "sources_back")
    stand.press(Key.Key_Return)
    assert dialog.banners.banners() == []
    assert (tmp_path / "a.tif").exists()
    assert len(stand.context.desk.sources.tasks()) == 1


def test_a_file_replaced_after_taking_is_not_deleted_and_told(
    mailed: Callable[..., Stand], tmp_path: Path, shots: Path
) -> None:
    stand = mailed(a=(FORM,), b=(FORM, LICENCE))
    scan(tmp_path / "a.tif", (LICENCE, LICENCE))
    dialog = open_dialog(stand)
    stand.press(Key.Key_A, CTRL)
    QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
    QTest.mouseClick(find(dialog, "sources_delete_now"), Qt.MouseButton.LeftButton)
    stand.settle()
    assert [one.name for one in tmp_path.glob("*.tif")] == ["a.tif"]
    (banner,) = dialog.banners.banners()
    assert banner.headline() == "1件は消していません"
    assert rows(dialog) == {"a.tif": "書き換えられています"}
    dialog.grab().save(str(shots / "sources-kept.png"))


def test_a_file_destroyed_elsewhere_is_confirmed_and_one_that_lies_there_is_not(
    mailed: Callable[..., Stand], tmp_path: Path
) -> None:
    stand = mailed(a=(FORM,), b=(FORM, LICENCE))
    (tmp_path / "a.tif").unlink()
    dialog = open_dialog(stand)
    stand.press(Key.Key_A, CTRL)
    QTest.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)
    QTest.mouseClick(find(dialog, "sources_confirm_now"), Qt.MouseButton.LeftButton)
    stand.settle()
    assert len(stand.context.desk.sources.tasks()) == 2
    assert "まだ元の場所にある" in dialog.banners.banners()[0].headline()
    gone = next(one for one in rows(dialog) if one == "a.tif")
    row = list(rows(dialog)).index(gone)
    dialog.table.selectRow(row)
    QTest.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)
    QTest.mouseClick(find(dialog, "sources_confirm_now"), Qt.MouseButton.LeftButton)
    stand.settle()
    assert list(rows(dialog)) == ["b.tif"]


def test_the_file_with_a_forbidden_number_is_told_first_and_chosen(
    mailed: Callable[..., Stand], shots: Path
) -> None:
    stand = mailed(a=(FORM,), b=(FORM, CARD_BACK), c=(LICENCE,))
    (banner,) = stand.place.deletions.banners()
    assert banner.headline() == "封筒 2 の2枚目に個人番号らしい番号がありました　残り 2件"
    dialog = open_dialog(stand)
    (chosen,) = dialog.table.chosen_keys()
    (number,) = [one.id for one in stand.context.desk.sources.tasks() if one.kind is not None]
    assert chosen == number
    dialog.grab().save(str(shots / "sources-number.png"))
    stand.place.window().grab().save(str(shots / "sources-today.png"))


def test_paper_has_no_file_to_delete_and_is_confirmed_on_the_line_itself(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand]
) -> None:
    context = sign_in("c01")
    lay_in(context, (form(), card_back()))
    stand = open_place()
    button = stand.place.findChild(Button, "deletion_confirm")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    stand.settle()
    assert context.desk.sources.tasks() == ()


def test_who_opens_no_mail_sees_the_count_among_the_red_tasks_of_the_day(
    sign_in: Callable[[str], Context], open_place: Callable[..., Stand], tmp_path: Path
) -> None:
    take_in(sign_in("c01"), scan(tmp_path / "a.tif", (FORM,)))
    stand = open_place("k01")
    assert stand.place.today is not None
    told = [one.headline() for one in stand.place.today.red.banners()]
    assert told == ["取り込んだ元のファイルや用紙が1件残っています（今日）。"]
