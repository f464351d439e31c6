"""The watched folder on the screen: mail comes in by itself, what hinders it is told in place."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from mail_stand import Stand
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from watched_office import BROKEN, FORM, LICENCE, scan, watch

from desktop.services.watched_folder import Watched
from desktop.ui.clock import SteppedClock
from desktop.ui.context import Context
from desktop.ui.intake.watching import Watching
from desktop.ui.widgets.banner import Banner

LEFT = Qt.MouseButton.LeftButton
FAST = 30


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "受信"


@pytest.fixture
def at_folder(
    context: Context,
    sign_in: Callable[[str], Context],
    open_place: Callable[..., Stand],
    folder: Path,
) -> Stand:
    """取込 of a clerk whose one profile watches the folder; looks follow one another quickly."""
    sign_in("c01")
    watch(context, folder)
    stand = open_place()
    stand.place.show_import()
    stand.settle()
    watching(stand).timer.setInterval(FAST)
    return stand


def watching(stand: Stand) -> Watching:
    return stand.tab.incoming.watching


def wait_for(stand: Stand, fact: Callable[[], object]) -> None:
    stand.qtbot.waitUntil(lambda: bool(fact()), timeout=60_000)


def rest(stand: Stand) -> None:
    """No look follows any more, and what was asked has been answered."""
    watching(stand).timer.stop()
    stand.settle()


def envelopes(stand: Stand) -> list[int]:
    return [len(one.pages) for one in stand.context.desk.intake.unfiled()]


def state(stand: Stand) -> str:
    return watching(stand).view._state.text()


def files(stand: Stand) -> list[list[str]]:
    model = watching(stand).view.files.rows()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def troubles(stand: Stand) -> list[Banner]:
    return watching(stand).view.area.banners()


def test_files_dropped_into_the_folder_come_in_by_themselves(
    at_folder: Stand, folder: Path, shots: Path
) -> None:
    told: list[str] = []
    at_folder.context.notified.connect(lambda words, _undo: told.append(words))
    assert watching(at_folder).view.isVisible()
    assert state(at_folder) == "新しいファイルはありません"
    for number in range(1, 4):
        scan(folder / f"scan{number}.tif", (FORM, LICENCE)[: number % 2 + 1] * number)
    wait_for(at_folder, lambda: len(at_folder.tab.board.cards()) == 3)
    wait_for(at_folder, lambda: told)
    assert told == ["フォルダーから3通・10枚を取り込みました。"]
    wait_for(at_folder, lambda: at_folder.place.deletions.banners())
    (banner,) = at_folder.place.deletions.banners()
    assert banner.headline() == "取り込んだ元のファイルが3件残っています（今日の取込）"
    assert not at_folder.tab.incoming.importing.outcomes.has_report
    at_folder.place.window().grab().save(str(shots / "watch-came.png"))
    rest(at_folder)


def test_watching_begins_before_the_mail_is_looked_at(
    context: Context,
    sign_in: Callable[[str], Context],
    open_place: Callable[..., Stand],
    folder: Path,
) -> None:
    sign_in("c01")
    watch(context, folder)
    scan(folder / "a.tif", (FORM,))
    stand = open_place()  # 今日 is shown
    watching(stand).timer.setInterval(FAST)
    wait_for(stand, lambda: envelopes(stand) == [1])
    rest(stand)


def test_the_key_of_scanning_looks_into_the_folder_at_once(at_folder: Stand, folder: Path) -> None:
    watching(at_folder).timer.stop()
    told: list[str] = []
    at_folder.context.notified.connect(lambda words, _undo: told.append(words))
    at_folder.press(Qt.Key.Key_F5)
    wait_for(at_folder, lambda: told == ["新しいファイルはありません。"])
    scan(folder / "a.tif", (FORM,))
    at_folder.press(Qt.Key.Key_F5)
    wait_for(at_folder, lambda: envelopes(at_folder) == [1])
    rest(at_folder)


def test_a_file_written_slowly_waits_and_is_named_after_a_minute(
    at_folder: Stand, folder: Path, clock: SteppedClock, shots: Path
) -> None:
    half = folder / "scan0001.pdf"
    half.write_bytes(b"%PDF-1.7\n" + b"x" * 200)
    wait_for(at_folder, lambda: state(at_folder) == "書き終わりを待っています 1件")
    assert files(at_folder) == []
    clock.jump_to(clock.now() + timedelta(seconds=61))
    wait_for(at_folder, lambda: files(at_folder))
    ((name, words),) = files(at_folder)
    assert name == "scan0001.pdf"
    assert "途中までしか書き込まれていません。" in words
    assert envelopes(at_folder) == []
    at_folder.place.window().grab().save(str(shots / "watch-half.png"))
    half.unlink()
    scan(folder / "scan0001.tif", (FORM,))
    wait_for(at_folder, lambda: envelopes(at_folder) == [1])
    wait_for(at_folder, lambda: not watching(at_folder).view._list.isVisible())
    rest(at_folder)


def test_refused_files_are_listed_with_what_to_do(
    at_folder: Stand, folder: Path, shots: Path
) -> None:
    scan(folder / "bad.tif", (BROKEN,))
    (folder / "メモ.docx").write_bytes(b"PK")
    (folder / "link.tif").symlink_to(scan(folder.parent / "elsewhere.tif", (FORM,)))
    wait_for(at_folder, lambda: len(files(at_folder)) == 3)
    assert {name for name, _words in files(at_folder)} == {"bad.tif", "メモ.docx", "link.tif"}
    assert all(words.count("。") >= 2 for _name, words in files(at_folder))
    assert state(at_folder) == "取り込めないファイル 3件"
    at_folder.settle()
    at_folder.place.window().grab().save(str(shots / "watch-refused.png"))
    rest(at_folder)


def test_a_lost_folder_is_told_and_watching_goes_on_when_it_is_back(
    at_folder: Stand, folder: Path, shots: Path
) -> None:
    away = folder.rename(folder.with_name("away"))
    wait_for(at_folder, lambda: troubles(at_folder))
    (banner,) = troubles(at_folder)
    assert banner.headline().startswith("複合機の受信：見張っているフォルダーが見つかりません。")
    assert state(at_folder) == "止まっています"
    at_folder.place.window().grab().save(str(shots / "watch-lost.png"))
    scan(away / "a.tif", (FORM,))
    away.rename(folder)
    wait_for(at_folder, lambda: envelopes(at_folder) == [1])
    wait_for(at_folder, lambda: not troubles(at_folder))
    rest(at_folder)


def test_a_clerks_stop_holds_the_watch_until_it_is_resumed(
    context: Context,
    sign_in: Callable[[str], Context],
    open_place: Callable[..., Stand],
    folder: Path,
) -> None:
    sign_in("c01")
    gate = threading.Event()
    watch(context, folder, gate)
    for number in range(1, 4):
        scan(folder / f"{number}.tif", (FORM,) * number)
    stand = open_place()
    stand.place.show_import()
    watching(stand).timer.setInterval(FAST)
    importing, view = stand.tab.incoming.importing, watching(stand).view
    wait_for(stand, lambda: importing.is_running)
    QTest.mouseClick(importing.progress.cancel, LEFT)
    gate.set()  # the pages in work come to their end, and then nothing more
    wait_for(stand, view.resume.isVisible)
    assert state(stand) == "中止したので、止めています"
    assert sum(envelopes(stand)) < 6
    QTest.mouseClick(view.resume, LEFT)
    wait_for(stand, lambda: envelopes(stand) == [1, 2, 3])
    rest(stand)


class BrokenIntake:
    """Without a reader, and without a sentence about it."""

    def __init__(self) -> None:
        self.asked = 0

    def reader(self) -> object:
        self.asked += 1
        raise RuntimeError("no reader")


def test_what_nobody_foresaw_is_told_once_and_holds_the_watch(
    at_folder: Stand, folder: Path
) -> None:
    rest(at_folder)
    desk, intake = at_folder.context.desk, BrokenIntake()
    desk.watched = Watched(desk.premises, intake, desk.sources.book)  # type: ignore[arg-type]
    scan(folder / "a.tif", (FORM,))
    watching(at_folder).timer.start()
    wait_for(at_folder, watching(at_folder).view.resume.isVisible)
    rest(at_folder)
    assert intake.asked == 1


def test_a_wish_of_the_folder_waits_for_files_that_a_clerk_gave(
    at_folder: Stand, folder: Path
) -> None:
    rest(at_folder)
    importing, watch_ = at_folder.tab.incoming.importing, watching(at_folder)
    importing.hold(True)
    scan(folder / "a.tif", (FORM,))
    watch_.timer.start()
    wait_for(at_folder, lambda: watch_._wish is not None)
    wish = watch_._wish
    importing.finished.emit()  # of the files that came first
    assert watch_._wish is wish
    wait_for(at_folder, lambda: envelopes(at_folder) == [1])
    rest(at_folder)


@pytest.mark.parametrize("why", ["locked", "signed out"])
def test_nothing_is_looked_into_while_nobody_is_at_the_desk(
    at_folder: Stand, folder: Path, why: str
) -> None:
    rest(at_folder)
    if why == "locked":
        at_folder.context.locked = True
    else:
        at_folder.context.set_person(None)
    scan(folder / "a.tif", (FORM,))
    for _ in range(3):
        watching(at_folder)._on_time()
        assert watching(at_folder)._look is None
    assert at_folder.context.desk.intake.unfiled() == ()


def test_a_look_that_nobody_asked_for_keeps_no_desk_from_being_locked(at_folder: Stand) -> None:
    rest(at_folder)
    watching(at_folder)._on_time()
    assert at_folder.context.tasks.running == 1
    assert not at_folder.context.tasks.is_busy
    at_folder.settle()


def test_without_a_folder_nothing_is_watched_nor_said(open_place: Callable[..., Stand]) -> None:
    stand = open_place("c01")
    stand.place.show_import()
    stand.settle()
    assert not watching(stand).timer.isActive()
    assert not watching(stand).view.isVisible()
