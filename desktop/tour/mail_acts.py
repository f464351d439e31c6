"""Opening the mail: dropped files become screened pages, envelopes become cases."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QWidget

from desktop.tour.traveller import Note, Traveller

_READING_A_STACK = 240.0


def take_in(tour: Traveller, files: Sequence[Path], picture: str) -> None:
    """Drop the files on 取込 and wait until every page is read, screened and in the spool."""
    stage = tour.stage
    stage.place(1)
    stage.wait("受付が開くこと", lambda: stage.sees("intake_place"))
    tabs = stage.find(QWidget, "intake_tabs")
    tabs.setFocus(Qt.FocusReason.TabFocusReason)
    stage.key(Qt.Key.Key_Home, to=tabs)
    stage.key(Qt.Key.Key_Right, to=tabs)
    stage.drop("mail_tab", _as_scanned(tour.files.scans, files))
    stage.wait("取込が始まること", lambda: stage.sees("intake_progress"))
    stage.wait(
        "最初のページが並ぶこと", lambda: bool(_cards(tour)) or stage.sees("intake_done_headline")
    )
    stage.picture(f"{picture}-running")
    stage.wait(
        "すべての封筒を読み終えること",
        lambda: stage.sees("intake_done_headline") and not stage.sees("intake_progress"),
        _READING_A_STACK,
    )
    stage.settle()
    stage.picture(picture)


def _as_scanned(folder: Path, files: Sequence[Path]) -> list[Path]:
    """Copies as a scanner would have left them: these may be deleted."""
    folder.mkdir(exist_ok=True)
    return [Path(shutil.copy(file, folder / file.name)) for file in files]


def delete_sources(tour: Traveller, picture: str) -> None:
    """What was taken in still lies there in clear: red until the clerk has deleted all of it."""
    stage = tour.stage
    stage.click("deletion_open")
    rows = stage.find(QAbstractItemView, "sources_rows")
    stage.wait("元のファイルが並ぶこと", lambda: rows.model().rowCount() > 0)
    stage.settle()
    stage.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier, rows)
    stage.picture(picture, "sources_dialog")
    stage.click("sources_dialog_act")
    stage.click("sources_delete_now")
    stage.wait("元のファイルが消えること", lambda: not stage.sees("sources_dialog"))
    stage.take_front()
    stage.settle()
    stage.expect("元のファイルが残っていないこと", not any(tour.files.scans.iterdir()))
    stage.expect("赤い表示が消えること", not stage.sees("deletion_headline"))


def waiting(tour: Traveller) -> int:
    """How many envelopes stand there."""
    return len(_cards(tour))


def numbers(tour: Traveller) -> list[int]:
    """By which they are called, from above."""
    return [int(one.objectName().removeprefix("envelope_")) for one in _cards(tour)]


def _cards(tour: Traveller) -> list[QWidget]:
    board = tour.stage.find(QWidget, "mail_board")
    return [
        one
        for one in board.findChildren(QWidget)
        if one.isVisible() and re.fullmatch(r"envelope_\d+", one.objectName())
    ]


def file_envelope(
    tour: Traveller, note: Note, number: int, arrived: date, picture: str = ""
) -> None:
    """Envelope `number` of the day becomes a case, or joins the case its slip names."""
    stage = tour.stage
    stage.settle()
    _choose(tour, number)
    note.pages = _pages(tour)
    stage.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, stage.window)
    stage.wait("案件への登録が開くこと", lambda: stage.sees("filing_panel"))
    stage.settle()
    stage.type("filing_arrived", arrived.isoformat())
    stage.choose("filing_other", tour.files.worker("c02").name)
    stage.tick("filing_purge")
    if picture:
        stage.picture(picture)
    before = stage.glimpse("filed_headline")
    stage.primary()
    stage.wait(
        "受付番号が付くこと",
        lambda: stage.glimpse("filed_headline") not in ("", before),
    )
    words = stage.text("filed_headline")
    numbers = re.findall(r"\d{2}-\d{4}", words)
    stage.expect("受付番号が示されること", bool(numbers))
    note.case_number = numbers[-1]
    note.joined = "加えました" in words
    stage.settle()


def _choose(tour: Traveller, number: int) -> None:
    """Click the first page of the day's envelope of that number."""
    stage = tour.stage
    tiles = stage.find(QAbstractItemView, f"envelope_{number}_pages")
    spot = tiles.visualRect(tiles.model().index(0, 0)).center()
    QTest.mouseClick(tiles.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    stage.settle()


def _pages(tour: Traveller) -> list[dict[str, object]]:
    """The chosen envelope's pages, in the words below its tiles."""
    for card in _cards(tour):
        tiles = card.findChild(QAbstractItemView)
        if tiles is None or not tiles.currentIndex().isValid():
            continue
        model = tiles.model()
        return [
            {"page": row + 1, "shown": str(model.index(row, 0).data() or "")}
            for row in range(model.rowCount())
        ]
    return []
