"""The history beside a case: by day, narrowed, copied, and followed to what it tells of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from case_path import Track
from case_screen import Screen
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.ui.cases.history import HistoryPanel


@pytest.fixture
def opened(track: Track, screen: Callable[..., Screen]) -> tuple[Screen, HistoryPanel]:
    case_id = track.with_register().to_approval()
    track.office.desk.kept_notes.keep(track.act("c01"), case_id, "説明：途中の文")
    shown = screen("c01")
    window = shown.open(case_id)
    shown.key(Qt.Key.Key_H)
    return shown, window.history


def sentences(panel: HistoryPanel) -> list[str]:
    rows = (panel.model.row_at(n) for n in range(panel.model.rowCount()))
    return [row.cells[1].text for row in rows if row is not None and not row.group]


def test_the_history_stands_under_its_days_and_tells_the_chosen_line_whole(
    opened: tuple[Screen, HistoryPanel], shots: Path
) -> None:
    shown, panel = opened
    first = panel.model.row_at(0)
    assert first is not None
    assert first.group
    assert first.cells[0].text == "2026年11月10日（火）"
    assert sentences(panel)[0] == "保存できなかった入力を控えに残しました"
    assert panel.told.text().startswith("保存できなかった入力を控えに残しました。")
    shown.shoot(shots / "x2", "history")


def test_a_kind_and_words_narrow_it(opened: tuple[Screen, HistoryPanel]) -> None:
    shown, panel = opened
    panel.kind.choose("LETTER")
    assert sentences(panel) == ["決裁に出す「開示決定通知書」を作りました"]
    panel.kind.choose("")
    shown.type("history_words", "届いた 手数料")
    shown.key(Qt.Key.Key_Return)
    assert sentences(panel) == ["届いた手数料を記録しました"]


def test_enter_follows_a_line_to_its_letter_and_a_note_is_read_in_place(
    opened: tuple[Screen, HistoryPanel], shots: Path
) -> None:
    shown, panel = opened
    panel.table.setFocus()
    shown.key(Qt.Key.Key_Return)  # the note, the newest
    assert panel.told.text() == "説明：途中の文"
    panel.kind.choose("LETTER")
    panel.table.setFocus()
    shown.key(Qt.Key.Key_Return)
    assert panel.follow.text() == "文書を見る"
    shown.shoot(shots / "x2", "history-letter")
    assert not shown.case().pages.shown_page()  # a letter is in front


def test_the_chosen_lines_are_copied_as_text(opened: tuple[Screen, HistoryPanel]) -> None:
    shown, panel = opened
    panel.kind.choose("LETTER")
    panel.table.setFocus()
    shown.key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == (
        "2026-11-10 09:00　架空 太郎　決裁に出す「開示決定通知書」を作りました"
    )
