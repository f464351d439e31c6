"""取込: files dropped on the place become envelopes, page by page; nothing is lost or hidden."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from mail_stand import Stand
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from desktop.domain.reading import PageKind
from desktop.ui.context import Context

READING_TIME = 90_000
LEFT, COPY = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
PLAIN = Qt.KeyboardModifier.NoModifier


def drop(stand: Stand, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    enter = QDragEnterEvent(QPoint(60, 60), COPY, mime, LEFT, PLAIN)
    QApplication.sendEvent(stand.tab, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(stand.tab, QDropEvent(QPointF(60, 60), COPY, mime, LEFT, PLAIN))


def cells(stand: Stand) -> list[list[str]]:
    model = stand.tab.incoming.importing.outcomes.lines.rows()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    file = tmp_path / "こわれた.pdf"
    file.write_bytes(b"%PDF-1.7 and nothing that follows")
    return file


def test_dropped_scans_become_an_envelope_with_its_pages(
    open_place: Callable[..., Stand], scans: Path, broken: Path, shots: Path
) -> None:
    stand = open_place("c01")
    stand.place.show_import()
    with stand.qtbot.waitSignal(stand.tab.incoming.importing.finished, timeout=READING_TIME):
        drop(stand, scans / "env03.pdf", broken)
        stand.qtbot.waitUntil(lambda: len(stand.tab.board.cards()) == 1, timeout=READING_TIME)
        stand.place.window().grab().save(str(shots / "intake-live.png"))
        assert stand.tab.incoming.importing.progress.isVisible()
    stand.settle()
    (card,) = stand.tab.board.cards()
    assert [page.kind for page in card.envelope.pages] == [
        PageKind.FORM,
        PageKind.DL,
        PageKind.STAMPS,
    ]
    assert all(thumb.image for thumb in card.pages.thumbs())
    assert not stand.tab.incoming.importing.progress.isVisible()
    ((name, pages, words),) = cells(stand)
    assert (name, pages) == ("こわれた.pdf", "0枚")
    assert words.count("。") == 2  # what happened, and what to do
    headline = stand.tab.incoming.importing.outcomes.area.banners()[0].headline()
    assert headline == "1通・3枚を取り込みました"
    assert stand.place.tabs.count(1) == 1
    stand.place.window().grab().save(str(shots / "intake-imported.png"))


def test_escape_stops_an_import_and_keeps_what_was_acknowledged(
    open_place: Callable[..., Stand], scans: Path
) -> None:
    stand = open_place("c01")
    stand.place.show_import()
    importing = stand.tab.incoming.importing
    with stand.qtbot.waitSignal(importing.finished, timeout=READING_TIME):
        drop(stand, scans)
        stand.qtbot.waitUntil(lambda: len(stand.tab.board.cards()) == 1, timeout=READING_TIME)
        QTest.keyClick(QApplication.focusWidget() or stand.place, Qt.Key.Key_Escape)
    stand.settle()
    (banner,) = importing.outcomes.area.banners()
    assert banner.headline().startswith("取込を中止しました")
    shown = sum(len(card.envelope.pages) for card in stand.tab.board.cards())
    kept = sum(len(one.pages) for one in stand.context.desk.intake.unfiled())
    assert 0 < kept < 42
    assert shown == kept


def test_files_can_be_chosen_instead_of_dropped(open_place: Callable[..., Stand]) -> None:
    stand = open_place("c01")
    stand.place.show_import()
    assert stand.focus() == "import_start"
    QTest.keyClick(
        QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    dialog = stand.tab.findChild(QFileDialog, "intake_file_dialog")
    assert dialog is not None
    stand.qtbot.waitUntil(dialog.isVisible)
    dialog.reject()


def test_a_folder_without_scans_is_told(open_place: Callable[..., Stand], tmp_path: Path) -> None:
    folder = tmp_path / "空のフォルダー"
    folder.mkdir()
    stand = open_place("c01")
    stand.place.show_import()
    with stand.qtbot.waitSignal(stand.tab.incoming.importing.finished, timeout=READING_TIME):
        drop(stand, folder)
    (banner,) = stand.tab.incoming.importing.outcomes.area.banners()
    assert banner.headline() == "取り込めるファイルがありません"


def test_nothing_can_be_dropped_on_what_was_left_from_before(
    open_place: Callable[..., Stand], scans: Path
) -> None:
    stand = open_place("c01")
    stand.place.show_unfiled()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(scans))])
    enter = QDragEnterEvent(QPoint(60, 60), COPY, mime, LEFT, PLAIN)
    enter.ignore()
    QApplication.sendEvent(stand.tab, enter)
    assert not enter.isAccepted()


def test_who_opens_no_mail_has_no_tab_for_it(open_place: Callable[..., Stand]) -> None:
    auditor = open_place("k01")
    assert auditor.place.tabs.words() == ("今日",)
    administrator = open_place("a01")
    assert administrator.place.mail_tab is None
    words = " ".join(label.text() for label in administrator.place.findChildren(QLabel))
    assert "受付の作業は受付担当が行います" in words


def test_a_second_drop_waits_for_the_first(
    open_place: Callable[..., Stand], scans: Path, sign_in: Callable[[str], Context]
) -> None:
    stand = open_place("c01")
    stand.place.show_import()
    drop(stand, scans / "env03.pdf")
    drop(stand, scans / "env06.pdf")
    stand.qtbot.waitUntil(
        lambda: len(stand.tab.taken()) == 2 and not stand.tab.incoming.importing.is_running,
        timeout=READING_TIME,
    )
    stand.settle()
    assert [one.number for one in stand.tab.taken()] == [1, 2]
