"""An unread list is no empty list: the word why nothing is there comes with the answer alone."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.list_or_empty import ListOrEmpty


@pytest.mark.parametrize("any_rows", [True, False])
def test_neither_is_shown_before_the_list_has_been_read(qtbot: QtBot, any_rows: bool) -> None:
    rows, empty = QLabel("行"), EmptyState("記録はまだありません。")
    shown = ListOrEmpty(rows, empty)
    qtbot.addWidget(shown)
    shown.show()
    assert (shown.is_read, rows.isVisible(), empty.isVisible()) == (False, False, False)
    shown.show_read(any_rows)
    assert (shown.is_read, rows.isVisible(), empty.isVisible()) == (True, any_rows, not any_rows)
